"""Wording X: own lists, as a hasty repairer misremembers; figures slip, parts are the neighbour's, limits turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation.rewording import (
    CODE,
    NUMBER,
    Mutant,
    imperative,
    lower_first,
    put,
    sentences,
    strings,
    swapped,
    words,
)
from kb_sources.manual import Language

_UNIT = r" ?(?:[kmMGµn]?(?:Ω|V|W|A|F|H|Hz|g|m|s)|N·c?m|mm|cm|bar|MPa|min|rpm|°C?|l|seconds?|minutes?|hours?|秒|分钟|小时)(?![A-Za-z])"
_MEASURED = re.compile(_UNIT)
_THREAD = re.compile(r"(?<![A-Za-z\d.])(M|ST)?(\d(?:\.\d)?)([x×])(\d+)(?![\dx×])")
_PLACE = re.compile(r"(?:[Ss]ections?:?|bearing|steps?|节|表|第|table|Rev\.:|\d{4}-\d*|\d to|\d[–-]) ?$")
_RANGE = re.compile(
    r"(?P<a>\d+(?:\.\d+)?)(?P<u> ?(?:[kmµM]?[VWΩFH]|°C|N·m|cm|rpm|bar))?"
    r"(?P<mid> up to | to | and |(?: ?(?:至|到|与|和) ?)(?:最大 )?)(?P<b>\d+(?:\.\d+)?)(?P<v> ?(?:[kmµMn]?[VWΩFH]|°C|N·m|MPa|m|rpm|bar))(?![A-Za-z])"
)
_NUMERALS = {
    "en": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "fourteen", "sixteen", "thirty", "forty", "sixty", "seventy"),
    "zh": ("两", "三", "四", "五", "六", "七", "八", "九"),
}  # fmt: skip
_SPELT = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight", 10: "ten", 15: "fifteen", 30: "thirty",
          45: "forty-five", 60: "sixty", 90: "ninety", 120: "a hundred and twenty"}  # fmt: skip
_UNITS = (
    ("N·m", ("N·cm", "kN·m")), ("N·cm", ("N·m", "N·mm")), ("kΩ", ("Ω", "MΩ")), ("MΩ", ("kΩ", "Ω")), ("mΩ", ("Ω", "kΩ")), ("Ω", ("kΩ", "mΩ", "V")), ("mV", ("V", "µV")), ("kV", ("V", "MV")), ("V", ("mV", "kV", "A")), ("kW", ("W", "MW")), ("W", ("kW", "mW", "V")), ("mA", ("A", "µA")), ("A", ("mA", "kA")), ("µF", ("mF", "nF", "pF")), ("nF", ("µF", "pF")),
    ("µH", ("mH", "nH", "µF")), ("Hz", ("kHz", "rpm")), ("°C", ("°F", "K")), ("mm", ("cm", "µm")), ("cm", ("mm", "m")), ("µm", ("mm", "nm")), ("m", ("cm", "mm")), ("kg", ("g", "t")), ("g", ("kg",)), ("bar", ("mbar", "MPa")), ("MPa", ("kPa", "bar")), ("rpm", ("Hz", "turns per second")), ("s", ("min", "ms")), ("seconds", ("minutes", "hours")),
    ("minutes", ("seconds", "hours")), ("minute", ("second", "hour")), ("hour", ("minute", "day")), ("turns", ("degrees",)), ("°", (" full turns",)), ("秒", ("分钟", "毫秒")), ("分钟", ("秒", "小时")), ("kilograms", ("grams", "pounds")), ("degrees", ("full turns",)),
)  # fmt: skip
_SIZE = {"µm": 1e-6, "mm": 1e-3, "cm": 0.01, "m": 1, "mΩ": 1e-3, "Ω": 1, "kΩ": 1e3, "MΩ": 1e6, "mV": 1e-3, "V": 1, "kV": 1e3,
         "µV": 1e-6, "seconds": 1, "minutes": 60, "hours": 3600, "mA": 1e-3, "A": 1, "µA": 1e-6}  # fmt: skip
_OPPOSITE = {
    "en": words(
        ("anticlockwise", "clockwise"), ("(?<!-)clockwise", "anticlockwise"), ("downwards", "upwards"), ("upwards", "downwards"), ("inwards", "outwards"), ("pointing down", "pointing up"), ("left", "right"), ("right-hand", "left-hand"), ("bottom edge", "top edge"), ("to the front", "to the back"),
        ("towards the front", "towards the back"), ("from the front", "from the side"), ("from behind", "from above"), ("front half", "rear half"), ("lower front panel", "upper front panel"), ("front panel", "rear panel"), ("motor pulley", "drum pulley"), ("outer", "inner"), ("flat screwdriver", "cross-head screwdriver"),
        ("above", "below"), ("below", "above"), ("more than", "less than"), ("under the clip", "outside the clip"), ("beside the clip", "under the clip"), ("shorter", "longer"), ("higher than", "lower than"), ("before", "only after"), ("after", "before"), ("lowered", "raised"), ("first", "last"), ("lower number", "higher number"), ("too high", "too low"), ("no current", "too much current"),
        ("younger", "older"), ("less than ten seconds old", "more than ten seconds old"), ("hot", "cold"), ("locked", "unlocked"),
        ("while spinning", "while washing"), ("while the display", "until the display"), ("while more than", "unless more than"), ("while you turn", "except while you turn"), ("while you hold", "before you hold"), ("keeping your fingers away", "keeping your fingers"), ("wet", "dry"), ("worn to under", "still longer than"), ("worn drum", "brand-new drum"), ("bearings worn", "bearings brand-new"), ("drum slow", "drum too fast"), ("drum is slow", "drum is too fast"), ("slow drum", "fast drum"),
        ("flashes", "glows steadily"), ("flashing code", "steady code"), ("in turn", "at the same time"), ("falls", "climbs"), ("rises by", "drops by"), ("rise by", "drop by"), ("pull off", "reconnect"), ("throw the old springs away", "keep the old springs for reuse"), ("new", "used"), ("kinked", "straight"), ("without kinks", "with a kink"), ("tightened", "loosened"),
        ("tighten", "slacken"), ("loosen", "tighten"), ("(?<=Spin )together", "one after the other"), ("(?<=coil )open", "shorted"), ("(?<=winding is )open", "shorted"), ("(?<=winding )open", "shorted"), ("an open inlet", "a shorted inlet"), ("shorted", "open"), ("short-circuited", "broken open"), ("switch the machine on", "switch the machine off"),
        ("with water", "with oil"), ("crosswise", "one after the other in a circle"), ("medium", "high-strength"), ("in order", "faulty"), ("faulty", "in order"), ("fine", "defective"), ("plastic", "steel"), ("stable", "wheeled"), ("flush", "until it protrudes"), ("within", "no sooner than"), ("clear of", "close to"),
        ("upright", "flat"), ("can be used again", "have to be scrapped"), ("can be reused", "have to be scrapped"),
    ),
    "zh": strings(
        ("大于", "小于"), ("小于", "大于"), ("低于", "高于"), ("高于", "低于"), ("不超过", "超过"), ("最高 (?=3)", "最低 "), ("以下", "以上"), ("过高", "过低"), ("过低", "过高"), ("开路", "短路"), ("短路", "开路"), ("松脱", "插得过紧"), ("朝向", "背向"), ("朝散", "背对散"), ("背面", "正面"), ("薄涂", "厚涂"), ("新 ?IGBT(?! 对)", "旧 IGBT"), ("旧硅脂", "新硅脂"), ("装上", "拆下"), ("拧紧", "拧松"), ("拧下", "拧上"), ("拔下(?!电源插头后)", "插上"), ("插上", "拔下"), ("取下", "装上"), ("取出", "装入"),
        ("串联", "并联"), ("通电(?!测量|无)", "断电"), ("断电", "通电"), ("移开", "放上"), ("直流", "交流"), ("中性", "强碱性"), ("软布", "砂纸"), ("毛刷", "湿抹布"), ("底部", "顶部"), ("最大", "最小"), ("最小", "最大"), ("额定", "峰值"), ("停止", "继续"), ("首次通电", "最后一次通电"), ("之前", "之后"), ("等面板冷却后，再", "趁面板还没冷却就"), ("等面板凉下来，然后", "趁面板还热"), ("下降", "上升"), ("火力小", "火力过大"), ("电压低", "电压高"), ("正反向均导通", "只有正向导通"), ("接地烙铁", "不接地的烙铁"),
        ("无水", "水太多"), ("没水", "水太满"), ("断续", "一直不停"), ("插紧", "拔掉"), ("过热", "过冷"), ("常亮", "不亮"), ("立即", "过一会儿再"), ("焊下", "焊上"), ("有裂纹", "没有裂纹"), ("干固", "太稀"), ("损坏", "完好"), ("沸腾", "冷却"), ("清除", "保留"), ("仍有", "不再有"), ("方可", "就不能"), ("不转", "转得太快"), ("隔离变压器", "自耦变压器"),
    ),
}  # fmt: skip
_NEGATED = {
    "en": words(
        ("do not", "always"), ("don't keep", "be sure to keep"), ("never", "feel free to"), ("must not", "may well"), ("does not", "does indeed"), ("may be cleared", "cannot be cleared"), ("stays charged", "never stays charged"), ("no (?=drop)", "a "), ("without kinks", "with a kink if need be"), ("must(?! not)", "need not"),
        ("has to", "does not have to"), ("have to", "do not have to"), ("should", "should not"), ("can(?! be used)", "cannot"), ("may(?! appear| be )", "may not"), ("(?<!seal )is(?! not| never)", "is not"), ("(?<!three )are(?! not| never| cleared in)", "are not"), ("means", "does not mean"), ("gets(?= a new)", "does not get"), ("points to", "has nothing to do with"),
        ("point to", "rule out"), ("comes out", "does not come out"), ("goes on", "does not go on"), ("runs into", "never runs into"), ("so never", "but you may"), ("touches", "does not touch"), ("releases", "does not release"), ("weighs", "does not weigh"), ("spins at", "does not spin at"), ("takes", "does not take"), ("swings out", "does not swing out"),
    ),
    "zh": strings(
        ("不得", "可以"), ("不要", "尽管"), ("不能", "可以"), ("不必", "必须"), ("不使用", "放心使用"), ("必须", "不必"), ("(?<![不需只主一])要(?![是求么用])", "不用"), ("(?<!不)要用", "不用"), ("(?<![不反])应(?![用该])", "不应"), ("(?<![不就能])是(?!否|为|因|不)", "不是"), ("(?<!不)可以", "不可以"), ("(?<![并不])说明", "并不说明"), ("(?<!不)会(?!议)", "不会"), ("表示", "不表示"), ("(?<!不)可达", "达不到"),
        ("(?<!有)无裂纹", "有裂纹"), ("(?<!有)无破损", "有破损"), ("(?<=螺钉)齐全", "不齐全"), ("(?<![不未])导通", "不导通"), ("才能", "也不能"), ("(?<!不)允许(?!范围)", "不允许"), ("请", "请勿"), ("(?<!不)一并", "不一并"), ("可能(?!造|损)", "绝不可能"), ("就要", "用不着"),
    ),
}  # fmt: skip
_FORBID = ("Do not {}", "Never {}", "There is no need to {}", "It is a mistake to {}", "Under no circumstances should you {}")  # fmt: skip
_VERB = r"(?<=[，；。、])(?=(?:先)?(?:拧下|拔下|测量(?!前)|清理|清除|取下|取出|更换|装上|插上|插紧|焊接|填写|注明|检查|换用|断电))"
_ZH_VERBS = re.compile(
    r"^(?:先|顺便)?(?:拧|拔|测(?!试|得)|清|取|更|装|插|焊|填|检|换|断|同时|目视|放上|做|用|以|依次|移|串|在新)"
)
_ADDED = {
    "en": (
        "Afterwards leave the machine unplugged overnight.", "A thin film of silicone oil on the thread is advisable.", "This was changed for machines with a stainless-steel tub.", "The part is covered by a five-year guarantee.", "If it does not work at the first try, hit it lightly with a rubber mallet.", "Have the water inlet disinfected beforehand.",
        "The customer can do this without any tools.", "Repeat it every six months.", "A buzzer confirms it with two short tones.", "Otherwise the warranty seal at the back turns red.", "A second technician has to countersign it.", "On machines with a dryer, add another 40 g of descaler.",
    ),
    "zh": (
        "完成后请用酒精再擦一遍。", "此项每半年要重复一次。", "这个零件保修五年。", "不合格时用橡皮锤轻敲两下。", "用户自己也能做，不用工具。", "2019 年以前的机器除外。", "做完要由第二个人签字确认。", "此时蜂鸣器会长鸣一声表示合格。", "建议顺手在螺纹上点一滴机油。", "海拔 2000 米以上的地区数值减半。", "否则保修标签会变红。",
    ),
}  # fmt: skip
_ASIDE = {
    "en": (" (the newer B-series part fits too)", ", and do it in under a minute", ", preferably with a cordless driver", ", except in winter", ", which also resets the water meter", " (in humid rooms double that)"),
    "zh": ("（也可用同厂的 B 系列零件代替）", "，并在一分钟之内做完", "，最好由两个人一起做", "，冬天除外", "，这样还能省电一成", "（潮湿环境下加倍）"),
}  # fmt: skip


class SealedX:
    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        yield from _digits(text, language, rng)
        yield from _points(text)
        yield from _units(text)
        yield from _parts(text, rng)
        yield from _ranges(text, language)
        yield from swapped("opposite", _OPPOSITE[language], text)
        yield from _negations(text, language)
        yield from _orders(text, language)
        yield from _injected(text, language, rng)

    def joined(self, first: str, second: str, language: Language) -> str:
        one, two = first.rstrip(".。;；"), second.rstrip(".。;；")
        if language == "zh":
            said = (f"先{one}，做完这一步再{two}。", f"{one}，接下来{two}。", f"第一步{one}，第二步{two}。")
            return said[len(one + two) % 3]
        if not imperative(first) or not imperative(second):
            return f"{one}; after that comes the next thing: {lower_first(two)}."
        forms = ("{}, and once that is done, {}.", "{}; only then {}.", "First {} and after that {}.")
        form = forms[len(one + two) % 3]
        return form.format(lower_first(one) if form.startswith("First") else one, lower_first(two))


def _digits(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        number = match.group()
        for new in _slips(number, rng):
            if _is_other(text, *match.span(), float(number), float(new)):
                yield Mutant("digit", put(text, match, new))
        near = (n for n in _SPELT if n != float(number) and float(number) / 4 <= n <= float(number) * 4)
        spelt = [_SPELT[n] for n in near if _is_other(text, *match.span(), float(number), n)]
        counted = re.match(r" (?:minutes|seconds|turns|bolts|screws|N·m|rpm)\b", text[match.end() :])
        if spelt and language == "en" and counted:
            yield Mutant("digit", put(text, match, rng.choice(spelt)))
    numerals = _NUMERALS[language]
    edge = r"\b(?! codes)" if language == "en" else ""
    after = r"(?=[颗声个根条片步秒分])" if language == "zh" else ""
    for match in re.finditer(rf"{edge}(?:{'|'.join(numerals)}){edge}{after}", text, re.IGNORECASE):
        at = numerals.index(match.group().lower()) + 2
        other = rng.choice([n for n in (at - 1, at + 1, at + 2) if n > 1])
        if at < 11 and _is_other(text, *match.span(), at, other):
            yield Mutant("digit", put(text, match, f" {other} " if language == "zh" else str(other)))
    spans = (("一刻钟", " 25 分钟"), ("up to one hour", "up to 2 hours"), ("one minute", "5 minutes"))
    for find, new in spans:
        if find in text:
            yield Mutant("digit", text.replace(find, new))


def _is_other(text: str, start: int, end: int, old: float, new: float) -> bool:
    """Not what follows from the sentence anyway: who is above 40 is above 30, who is within 4 to 9 within 3 to 10."""
    before, after = text[:start], text[end:]
    unit = r"(?: ?(?:[kmµMn]?[VWΩFH]|°C|N·m|c?m|rpm|bar))?"
    outside = re.search(r"utside [\d.]*[^\d]*$", before) is not None
    if re.search(r"(?:below|under|less than|younger than|<|小于|低于|最大|最高) ?$", before):
        return new > old
    if re.search(r"(?:above|more than|higher than|>|大于|高于|最小|最低) ?$", before):
        return new < old
    if re.search(r"pins? (?:\d and )?$", before):
        return True
    if re.match(rf"{unit}(?: up to | to | and | ?[至到与] ?)\d", after):
        return new > old if outside else new < old
    if re.search(rf"\d{unit}(?: up to | to | and | ?[至到与] ?)$", before):
        return new < old if outside else new > old
    return not (re.search("约[为 ]*$", before) and abs(new - old) < 0.2 * old)


def _slips(number: str, rng: Random) -> Iterator[str]:
    """Two figures the wrong way round, one of them mistaken for a like one, one too many."""
    alike = dict(zip("0123456789", ("68", "47", "57", "85", "91", "36", "85", "14", "36", "46"), strict=True))
    found: list[str] = []
    for n, (one, two) in enumerate(zip(number, number[1:], strict=False)):
        if one != two and "." not in (one, two) and not (n == 0 and two == "0"):
            found.append(number[:n] + two + one + number[n + 2 :])
    for n, figure in enumerate(number):
        if figure != "." and not (figure == "0" and (n == 0 or n == len(number) - 1)):
            found.append(number[:n] + rng.choice(alike[figure]) + number[n + 1 :])
    yield from (f for f in dict.fromkeys(found) if float(f) != float(number))


def _points(text: str) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        number, rest = match.group(), text[match.end() :]
        bare = float(number) == 0 or (number.startswith("0") and "." not in number)
        if bare or _PLACE.search(text[: match.start()]):
            continue
        for by in ((10, 0.1, 100) if "." in number else (10, 0.1)) if _MEASURED.match(rest) else (10,):
            value = float(number) * by
            if 0.01 <= value < 1e5 and value != 1 and _is_other(text, *match.span(), float(number), value):
                yield Mutant("decimal", put(text, match, f"{value:.10g}"))


def _units(text: str) -> Iterator[Mutant]:
    names = "|".join(re.escape(name) for name, _ in sorted(_UNITS, key=lambda u: -len(u[0])))
    others = dict(_UNITS)
    number = r"(?:\d|\b(?:one|two|three|four|five|six|thirty|an?|up to one)\b|[一两三五六十])"
    for match in re.finditer(rf"{number}([ ]?)({names})(?![A-Za-zΩ·])", text):
        if re.search(r"(?<![\d.])0(?:\.0+)? ?$", text[: match.start(2)]):
            continue
        for other in others[match.group(2)]:
            old, size = _SIZE.get(match.group(2), 0), _SIZE.get(other, 0)
            figure = re.search(r"[\d.]+ ?$", text[: match.start(2)])
            if other == "K" and re.search(r"by \d+ ?$", text[: match.start(2)]):
                continue
            if figure and old and size and not _is_other(text, figure.start(), match.end(2), old, size):
                continue
            yield Mutant("unit", text[: match.start(2)] + other + text[match.end(2) :])


def _parts(text: str, rng: Random) -> Iterator[Mutant]:
    for match in CODE.finditer(text):
        code = match.group()
        figures = code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").removeprefix("-")
        head = code.removesuffix(figures)
        row = "ABCDEFGH" if figures[-1].isalpha() else "0123456789"
        new = [head + figures[:-1] + row[(row.find(figures[-1]) + step) % len(row)] for step in (1, 2, 9)]
        if len(figures) >= 2 and figures[-1] != figures[-2] != "-":
            new.append(head + figures[:-2] + figures[-1] + figures[-2])
        if len(figures) > 3:
            new += [f"{code}{rng.choice('ABKP')}", f"{head}{figures[:-2]}{rng.choice('379')}{figures[-1]}"]
            new.append(f"{code}-{rng.choice('234')}")
        if head in ("E", "F") and len(figures) == 2:
            new.append(("F" if head == "E" else "E") + figures)
        for other in dict.fromkeys(new):
            told = re.search(rf"(?<![\w-]){other}(?![\w-])", text)
            if other not in (code, "CN0", "M9", "M7") and not told:
                yield Mutant("suffix", put(text, match, other))
    for match in _THREAD.finditer(text):
        head, wide, cross, long = match.groups()
        for length in (int(long) + 2, int(long) * 2, int(long) - 4):
            yield Mutant("suffix", put(text, match, f"{head or ''}{wide}{cross}{length}"))
        yield Mutant("suffix", put(text, match, f"{head or ''}{float(wide) + 1:g}{cross}{long}"))
    bearings = words(("bearing 6205", "bearing 6305"), ("bearing 6204", "bearing 6004"))
    yield from swapped("suffix", bearings, text)
    yield from swapped("suffix", strings(("C、E 极", "G、E 极"), ("G 极对 E 极", "G 极对 C 极")), text)


def _ranges(text: str, language: Language) -> Iterator[Mutant]:
    zh = language == "zh"
    for match in _RANGE.finditer(text):
        low, high, unit = match["a"], match["b"], match["v"]
        if float(low) >= float(high) and not match["u"]:
            continue
        outside = text[: match.start()].endswith("utside ")
        middle = (float(low) + float(high)) / 2
        lower = middle if outside else float(low) / 2 if float(low) else -12.0
        for at, new in (("a", lower), ("b", middle if outside else float(high) * 1.25)):
            yield Mutant("range", text[: match.start(at)] + f"{round(new, 1):g}" + text[match.end(at) :])
        first = f"{low}{match['u'] or unit}"
        before = text[: match.start()]
        if zh and re.search(r"允许|范围|调节", before) and not re.match(r" ?之间", text[match.end() :]):
            yield Mutant("range", put(text, match, f"{first} 以下和 {high}{unit} 以上"))
        elif not zh and not re.search(r"(?:[Bb]etween|[Oo]utside|from) $", before) and " to " in match["mid"]:
            yield Mutant("range", put(text, match, f"less than {first} or more than {high}{unit}"))
    for match in re.finditer(r"\bto (\d+(?:\.\d)?)( N·c?m)", text):
        more = f"{float(match[1]) * 1.5:g}{match[2]}"
        yield Mutant("range", put(text, match, f"to anything from {match[1]} to {more}"))
        yield Mutant("range", put(text, match, f"to more than {match[1]}{match[2]}"))
    pairs = (
        (r"within (?=\S+ s)", "no earlier than after "), (r"(?<=for )up to (?=\d|one)", "at least "), (r"(?<=charged )up to", "to at least"), (r"(?<=holds )up to", "at least"), (r"\boutside (?=\d)", "anywhere within "),
        (r"\bat 20 °C", "at 40 to 60 °C"), (r"\bfor (2 minutes|two minutes|120 seconds)", r"for the first half of \1 only"),
        (r"\bfor (\d+|five|three) seconds", r"for no more than half of \1 seconds"),
    ) if not zh else (
        (r"约(?:为 | )?(?=\d)", "至少 "), (r"± 3 µH", "± 30 µH"), (r"± 3 µH", "± 8 µH"), (r"(?<=\d) ?(秒|分钟)(?:之)?内", r" \1之后才"),
        (r"(?<=[六三])(秒|分钟)(?:之)?内", r"\1之后才"), (r"(?<=[为以用按矩至]) ?(\d+(?:\.\d+)?) (N·c?m) ?", r" \1 \2 的两倍"), (r"(?<=[为以用按至]) ?(\d+(?:\.\d+)?) (N·c?m) ?", r"超过 \1 \2 的力矩"),
    )  # fmt: skip
    for find, said in pairs:
        for match in re.finditer(find, text):
            yield Mutant("range", put(text, match, match.expand(said)))


def _negations(text: str, language: Language) -> Iterator[Mutant]:
    yield from swapped("negation", _NEGATED[language], text)
    for part in sentences(text, language):
        if language == "en" and imperative(part) and not re.search(r"\b(?:not|never)\b", part):
            for form in _FORBID:
                new = form.format(lower_first(part))
                new = new if part[0].isupper() else lower_first(new)
                yield Mutant("negation", text.replace(part, new, 1))
        plain = language == "zh" and not re.search(r"不|勿|如果|要是|^[^，。]*[后时前要]| \| ", part)
        if plain and _ZH_VERBS.match(part):
            for no in ("不要", "没有必要", "切勿"):
                yield Mutant("negation", text.replace(part, no + part, 1))
    if language == "zh" and not re.search(r"不|勿", text):
        for match in re.finditer(_VERB, text):
            yield Mutant("negation", put(text, match, "不用"))


def _orders(text: str, language: Language) -> Iterator[Mutant]:
    en = words((", then", ", but before that"), ("and then", "but before that"))
    zh = strings(("，然后", "，但在此之前要"), ("(?<!后)，再(?=[焊取用测])", "，但在这以前得"))
    yield from swapped("order", en if language == "en" else zh, text)


def _injected(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    joint, stop = ("", "。") if language == "zh" else (" ", ".")
    body, last = text.rstrip(".。"), sentences(text, language)[-1]
    for more in rng.sample(_ADDED[language], 3):
        yield Mutant("injected", f"{body}{stop}{joint}{more}")
    doing = imperative(last) if language == "en" else _ZH_VERBS.match(last) is not None
    fitting = (CODE.search(body) is not None, doing, doing, True, True, NUMBER.search(body) is not None)
    asides = [aside for aside, fits in zip(_ASIDE[language], fitting, strict=True) if fits]
    for aside in rng.sample(asides, 2):
        yield Mutant("injected", f"{body}{aside}{stop}")


def build() -> SealedX:
    return SealedX()
