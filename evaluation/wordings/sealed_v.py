"""Wording V: own lists, figures misheard or turned round, headers with another unit, conditions undone, asides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random
from zlib import crc32

from evaluation import rewording
from evaluation.rewording import Mutant, imperative, lower_first, put, sentences, strings, swapped, words
from kb_sources.manual import Language

_UNITS = {
    "N·m": ("N·cm", "kN·m"), "N·cm": ("N·m", "mN·m"), "kV": ("V",), "mV": ("V", "µV"), "V": ("mV", "kV"), "mAh": ("Ah", "µAh"),
    "Ah": ("mAh",), "mA": ("A", "µA"), "A": ("mA", "kA"), "kWh": ("Wh",), "Wh": ("kWh", "mWh"), "kW": ("W",), "W": ("kW", "mW"),
    "kΩ": ("Ω", "MΩ"), "MΩ": ("kΩ", "Ω"), "Ω": ("kΩ", "mΩ"), "mm": ("cm", "µm"), "cm": ("mm", "m"), "ms": ("s", "min"), "s": ("min", "ms"),
    "°C": ("°F", "K"), "kg": ("g", "t"), "g": ("kg", "mg"), "µH": ("mH", "nH"), "µF": ("mF", "pF"), "nF": ("mF", "pF"), "rpm": ("Hz",),
    "bar": ("mbar",), "%": ("‰",), "seconds": ("minutes", "hours"), "minutes": ("seconds", "hours"), "hours": ("minutes", "days"),
    "秒": ("分钟", "小时"), "分钟": ("秒", "小时"), "小时": ("分钟", "天"),
}  # fmt: skip
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_SPAN = r"(?: to | and | or | at the least and |[–~]| ?至 ?| ?到 ?)"
_FIGURE = r"(?<![A-Za-z\d.\-_*#×])\d+(?:\.\d+)?"
_SIZED = re.compile(rf"({_FIGURE})( ?)({_UNIT})(?![A-Za-z·\d])(?! ?[²³])")
_BOTH = re.compile(rf"({_FIGURE})( ?)({_UNIT})({_SPAN})(\d+(?:\.\d+)?)( ?)\3(?![A-Za-z·\d])")
_HEADED = re.compile(rf"([(（])({_UNIT})([)）]: )(\d+(?:\.\d+)?)")
_RANGE = re.compile(rf"({_FIGURE})((?: ?(?:{_UNIT}))?(?: to |–| ?[至到] ?))(\d+(?:\.\d+)?)(?![\d.]*[A-Za-z])")
_LIMITS = re.compile(r"((?:min\.|最小)[^:]*: )([\d.]+)( \| [^|]*?(?:max\.|最大)[^:]*: )([\d.]+)")
_TWICE = re.compile(rf"({_FIGURE}) ?(N·m|N·cm|mm|kg|minutes|seconds|分钟|秒)(?![A-Za-z·])")
_TOLD = "2 3 5 6 8 9 10 12 15 20 24 30 40 50 60 80 90".split()
_MISHEARD = dict(zip(_TOLD, (
    "twelve five nine sixteen three six eleven twenty fifty twelve forty-two thirteen fourteen fifteen sixteen eighteen nineteen"
).split(), strict=True))  # fmt: skip
_HEARD = dict(zip(_TOLD, "十二 五 九 十六 三 六 四十 二十 五十 十二 四十二 十三 十四 十五 十六 十八 十九".split(), strict=True))  # fmt: skip
_COUNTED = words(
    (r"two(?= (?:screws|pull|M1|M1\.|persons|boards|pieces))", "3"), ("three(?= M)", "5"), ("four(?= )", "6"),
    ("half a millimetre", "1.5 millimetres"), ("half an hour", "2 hours"), ("a minute and a half", "5 minutes"), ("two hours", "12 hours"),
    ("one hour", "6 hours"), ("pair of", "set of 4"), ("three millimetres", "13 millimetres"), ("one day", "3 days"),
)  # fmt: skip
_COUNTED_ZH = strings(
    ("两颗", "3颗"), ("三颗", "4颗"), ("四颗", "6颗"), ("八颗", "6颗"), ("一颗", "2颗"), ("一刻钟", "3刻钟"), ("半小时", "2小时"), ("九个挡", "7个挡"), ("充到一半", "充到 90 %"),
)  # fmt: skip
_CODE = re.compile(
    r"(?<![A-Za-z\d\-#*])(?:(?:NV|WM|OR|QL)-T?\d{2,5}(?:-[A-Z])?|(?:ST|M)\d(?:\.\d)?[x×]\d+(?:\.\d)?"
    r"|[CJ]-\d{2,3}|(?:TP|CN|CL|PS|PH|DB|RT|HL|FAN)\d{1,2}|[JUEF]\d{1,2})(?![A-Za-z\d])|(?<=\*#)\d{2,4}(?=#)"
)

_OPPOSITE = words(
    ("above", "below"), ("below", "above"), (r"over(?= \d+ mA)", "under"), (r"under(?= \d+ mA)", "over"), ("more than", "less than"),
    ("less than", "more than"), ("at most", "at least"), ("or less", "or more"), ("no deeper than", "no shallower than"),
    ("outside", "inside"), ("fails to", "manages to"), ("lower limit", "upper limit"), ("as low as", "as high as"),
    ("upper part", "lower part"), ("thick", "thin"), ("left-hand", "right-hand"), ("right-hand", "left-hand"),
    (r"(display|switched|charger) on", r"\1 off"), ("when on", "when off"), ("when off", "when on"), ("volts? off", "on"),
    ("always", "never"), ("connected", "disconnected"), ("connect", "disconnect"), ("tighten(?=\\b|ed)", "loosen"), ("lowered", "raised"),
    ("crosswise", "in a circle"), ("replace", "keep"), ("renew(?!ed)", "reuse"), ("renewed", "reused"), ("replaced", "reused"),
    ("new(?= (?:clamps|bolt|power|unit|toner|motor|adhesive|charging))", "old"), ("old springs", "new springs"), ("faulty", "in order"),
    ("is in order", "is faulty"), ("dirty", "clean"), ("torn", "sound"), ("too hot", "too cold"), ("cold(?=,| shows|$|\\.)", "hot"),
    ("loses?", "keeps"), ("stable", "tilted"), ("front frame", "rear frame"), ("without kinks", "with kinks"),
    ("higher than", "lower than"), ("short circuit", "open circuit"), ("warm", "cool"), ("(?<!to )within", "no sooner than"),
    ("straight to within", "out of line by more than"), ("fast", "slow"), ("wirelessly", "by cable"), ("least", "most"),
    ("straight", "curved"), ("free of", "full of"), ("dry", "wet"), ("fully drained", "fully charged"), ("open the", "close the"),
)  # fmt: skip
_OPPOSITE_ZH = strings(
    ("(?<!不得)高于", "低于"), ("(?<!不得)低于", "高于"), ("大于", "小于"), ("小于", "大于"), ("不足", "超过"), (r"不到(?= \d)", "超过"), ("不得超过", "不得低于"),
    ("不超过", "不低于"), ("(?<!不得)(?<!不)超过", "低于"), ("最多", "最少"), ("最小", "最大"), ("最低", "最高"), ("最高", "最低"), ("最大(?!（)", "最小"), ("上限", "下限"),
    ("上部", "下部"), ("短路", "开路"), ("开路", "短路"), ("拧紧(?!扭矩)", "拧松"), ("压紧", "松开"), ("插紧", "拔出"), ("插上", "拔下"), ("拔下|拔掉", "插上"), ("更换", "保留"),
    ("新背胶", "旧背胶"), ("新 IGBT", "旧 IGBT"), ("损坏", "完好"), ("过热", "过冷"), ("背面", "正面"), ("薄薄地", "厚厚地"), ("薄涂", "厚涂"), ("点亮", "熄灭"),
    ("常亮|一直亮", "一直不亮"), ("断电", "通电"), ("停止加热", "继续加热"), ("停止充电", "继续充电"), ("下降", "上升"), ("太厚", "太薄"), ("音量减", "音量加"), ("以下", "以上"),
    ("完全没电", "完全充满"), ("无水|没水", "水满"), ("进水|进了水", "缺水"), ("变形", "完好"), ("(?<=秒)(?:之)?内", "之后才"), ("(?<=分钟)(?:之)?内(?!没有|水)", "之后才"),
    ("之内水要", "之后水才"), ("松脱", "插牢"), ("老化", "全新"), ("同时", "先后"), ("串联", "并联"), ("过放|过度放电", "充满电"), ("(?<!不)接地", "悬空"), ("无锅", "有锅"),
)  # fmt: skip
_ORDER = words(
    ("before", "after"), ("after(?! start)", "before"), (r"(?<!plug )until", "only after"), ("once", "before"),
    (r"(\w+), then (\w+), then (\w+)", r"\3, then \2, then \1"), (r"left, right, rear", "rear, left, right"),
)  # fmt: skip
_ORDER_ZH = strings(
    ("之前", "之后"), (r"先(停止充电)，再([^。，]+)", r"先\2，再\1"), ("(?<=[池钉料机])后(?=[，再须才])", "前"), ("后方可", "之前就可"),
    (r"先([^，。]{3,30})，(?:再|然后)([^，。]+)", r"先\2，再\1"), (r"拧紧 (\S+) 螺钉，然后焊接引脚", r"焊接引脚，然后拧紧 \1 螺钉"),
)  # fmt: skip
_NOT = words(
    (r"must(?! not)", "need not"), (r"(?<!that )(is|are|was)(?! not| no\b| never| pulled)", r"\1 not"),
    ("should(?! not| it)", "should not"), ("can(?! be that)", "cannot"), ("may(?! not)", "cannot"), ("has to", "does not have to"),
    ("have to", "do not have to"), ("gets(?= \\d| a )", "does not get"), ("means", "does not mean"), ("holds", "does not hold"),
    ("will", "will not"), ("takes", "does not take"), ("need(?!s| not)", "do not need"), ("needs", "does not need"),
    ("calls for", "rules out"), ("carry", "never carry"), ("comes with", "comes without"), ("points? to", "does not point to"),
    ("do not ", ""), ("don't ", ""), ("never ", ""), ("neither", "each of"), ("not suitable", "suitable"), ("with", "without"),
    ("includes", "excludes"), ("leads to", "never leads to"), ("runs", "does not run"), ("sits", "does not sit"),
)  # fmt: skip
_NOT_ZH = strings(
    ("必须|须(?!先)", "不必"), ("(?<![感响适])应(?!当)", "不应"), ("不得", "可以"), ("不能|禁止|千万别", "可以"), ("会(?!有)", "不会"), ("(?<![就不老还要])是(?!否)", "不是"),
    ("就是|代表|表示", "并不表示"), ("说明", "并不说明"), ("没有任何显示", "一直有显示"), ("没有(?!任何)", "有"), ("都?含", "均不含"), ("(?<=，)要(?!么|是|把)", "不要"),
    ("标称(?!值)", "标称不是"), ("报 ", "不报 "), ("允许(?!范围)", "不允许"), ("才能|方可", "也不能"), ("(?<=[号阻])为|(?<=电压)为", "并非"), ("可能有", "不会有"), ("得(?=换|用)", "不得"), ("可能", "不可能"),
)  # fmt: skip
_NEVER = ("Do not {}", "There is no need to {}", "It would be a mistake to {}", "Under no circumstances {}")
_NEVER_ZH = ("切勿{}", "不必{}", "没有必要{}", "反对这样做：{}")
_DOING = re.compile("[用以将把等放接插拔打拆装做按换清测停移在重]|更换|同时按|连接(?!器)|检查|焊接|充电至")

_ASIDE = (  # the first four may stand before the claim
    "A second technician has to sign for this.", "The reading is taken at 40 °C and 80 % humidity.", "A firmware update to 3.2 comes first.",
    "What follows holds for serial numbers above 40 000 only.", "Coat the spot with silicone oil afterwards.", "Use a hammer if it jams.",
    "If it fails twice, send the unit back to the factory.", "Repeat this every three months.", "Mark the place with red paint.",
    "Let it rest overnight before you go on.", "The buzzer then sounds twice.", "The warranty runs out with this work.",
)  # fmt: skip
_ASIDE_ZH = (
    "此项须由另一名技师签字确认。", "读数以 40 °C、湿度 80 % 时为准。", "首先要把固件升级到 3.2。", "以下仅适用于序列号 40000 以后的机器。", "之后再涂一层硅油。",
    "每三个月重复一次。", "连续两次不合格就返厂。", "卡住时可以用锤子敲。", "做完静置一夜再继续。", "随后蜂鸣器会响两声。", "做完此项即失去保修。", "用红漆在该处做标记。",
)  # fmt: skip
_TAIL = (
    ", unless the customer objects", ", which costs about 40 euros", ", and this even with wet hands",
    ", as the type plate on the left-hand side says", ", though only in winter",
)  # fmt: skip
_TAIL_ZH = ("，但客户反对时除外", "，费用约 40 元", "，湿手操作也无妨", "，左侧铭牌上也这样写", "，不过仅限冬季")  # fmt: skip

_THEN = (
    "{0}, then {1}.", "First {2}; after that, {1}.", "{0}; next, {1}.", "{0}; once this is done, {1}.",
    "To begin with, {2}; following this, {1}.", "{0}, and afterwards {1}.", "{3}, but before you do, {2}.",
    "Start with this: {2}; the step after it: {1}.",
)  # fmt: skip
_THEN_ZH = ("先{0}，然后{1}。", "{0}，接着{1}。", "首先{0}，随后{1}。", "{0}；完成之后，{1}。", "{0}，下一步{1}。", "{1}；但在这之前，先{0}。", "第一件事是{0}，第二件事是{1}。")  # fmt: skip


class SealedV:
    """Wrong figures as they get misread or misheard at a bench, and advice turned round."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        yield from (*_figures(text, language, rng), *_units(text), *_suffixes(text, rng))
        yield from _ranges(text, language)
        own = (_COUNTED_ZH, _OPPOSITE_ZH, _ORDER_ZH) if language == "zh" else (_COUNTED, _OPPOSITE, _ORDER)
        for kind, swaps in zip(("digit", "opposite", "order"), own, strict=True):
            yield from swapped(kind, swaps, text)
        yield from _negated(text, language, rng)
        yield from _injected(text, language, rng)

    def joined(self, first: str, second: str, language: Language) -> str:
        """The connector is the same for two steps in either order, so that only the order differs."""
        one, two = (part.strip().rstrip(".。;；") for part in (first, second))
        at = crc32("|".join(sorted((one, two))).encode())
        if language == "zh":
            plain = any(re.search("^(?:如果|开机时|VDISP)|[；：]|之前", part) for part in (one, two))
            form = _THEN_ZH[1 if plain else at % len(_THEN_ZH)]
            return form.format(one, f" {two}" if two[:1].isascii() else two).strip()
        simple = not (imperative(one) and imperative(two)) or ":" in one + two
        return _THEN[2 if simple else at % len(_THEN)].format(one, lower_first(two), lower_first(one), two)


def _each(kind: str, text: str, match: re.Match[str], news: Iterable[str]) -> Iterator[Mutant]:
    return (Mutant(kind, put(text, match, new)) for new in news if new != match.group())


def _shaped(value: float, like: str) -> str:
    return f"{value:.{len(like.partition('.')[2])}f}"


def _figures(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    for match in rewording.NUMBER.finditer(text):
        number, before, after = match.group(), text[: match.start()], text[match.end() :]
        if float(number) == 0 or _listed(match, before, after):
            continue
        near = 0.2 * float(number) if re.search("(?:约|约是|about) ?$", before) else 0.0
        news = [n for n in _misread(number, rng) if float(n) > 0 and abs(float(n) - float(number)) > near]
        yield from _each("digit", text, match, news)
        spoken = "(分钟|秒|小时)" if language == "zh" else "(minutes|seconds|hours|°C|kg|mm)(?![a-z])"
        said = (_HEARD if language == "zh" else _MISHEARD).get(number)
        if said and re.match(f" ?{spoken}", after) and " | " not in text:
            told = f"{before.rstrip()}{said}{after.lstrip()}" if language == "zh" else before + said + after
            yield Mutant("digit", told[:1].upper() + told[1:])
        if not after.startswith(" 000") and not re.search(r"(?:ection:?|第|章节:|、) ?$", before):
            sized = re.match(rf" ?(?:{_UNIT})(?![A-Za-z·])", after) is not None
            yield from _each("decimal", text, match, _shifted(number, sized))


def _listed(match: re.Match[str], before: str, after: str) -> bool:
    """One end of "1 to 6" without a unit: another end may be part of what is said."""
    span = r" ?(?:to|–|至|到) ?"
    ends = re.match(rf"{span}\d", after) or re.search(rf"(?<![\d.])\d+{span}$", before)
    return bool(ends) and "." not in match.group() and not re.match(rf"(?:{span}\d+)? ?(?:{_UNIT})", after)


def _misread(number: str, rng: Random) -> Iterator[str]:
    """Digits that look alike, two digits turned round, one more or less at the end."""
    alike = str.maketrans("1356890274", "7836089541")
    at = rng.choice([n for n, digit in enumerate(number) if digit != "."])
    new = number[:at] + number[at].translate(alike) + number[at + 1 :]
    if number.startswith("0") or not new.startswith("0"):
        yield new
    turned = [n for n in range(len(number) - 1) if number[n : n + 2].isdigit() and number[n] != number[n + 1]]
    turned = [n for n in turned if n or number[1] != "0"]
    if turned:
        n = rng.choice(turned)
        yield number[:n] + number[n + 1] + number[n] + number[n + 2 :]
    step = rng.choice((1, 2, -1)) if len(number) > 1 else rng.choice((2, 3))
    yield _shaped(float(number) + step * 10.0 ** -len(number.partition(".")[2]), number)


def _shifted(number: str, sized: bool) -> Iterator[str]:
    places = len(number.partition(".")[2])
    yield f"{float(number) * 10:.{max(0, places - 1)}f}"
    if "." in number and not number.startswith("0"):
        yield number.replace(".", "")
    if sized or places:
        tenth = f"{float(number) / 10:.{places + 1}f}"
        yield tenth if places else tenth.removesuffix(".0")


def _units(text: str) -> Iterator[Mutant]:
    both = list(_BOTH.finditer(text))
    for match in both:
        one, gap, unit, span, two, second = match.groups()
        news = [f"{one}{gap}{other}{span}{two}{second}{other}" for other in _UNITS[unit]]
        yield from _each("unit", text, match, news)
    for match in _SIZED.finditer(text):
        if float(match[1]) and not any(b.start() <= match.start() < b.end() for b in both):
            yield from _each("unit", text, match, [match[1] + match[2] + other for other in _UNITS[match[3]]])
    for match in _HEADED.finditer(text):
        news = [match[1] + other + match[3] + match[4] for other in _UNITS[match[2]]]
        yield from _each("unit", text, match, news if float(match[4]) else [])


def _suffixes(text: str, rng: Random) -> Iterator[Mutant]:
    for match in _CODE.finditer(text):
        code = match.group()
        made = [code[:-1] + letter for letter in "ABCDEFG"] if re.search(r"-[A-Z]$", code) else []
        sized = re.fullmatch(r"((?:ST|M)[\d.]+[x×])(\d+)((?:\.\d)?)", code)
        if sized:
            made += [f"{sized[1]}{int(sized[2]) + by}{sized[3]}" for by in (2, 3)]
            made.append(code.replace("M1.", "M2.").replace("ST", "M"))
        else:
            digits = [n for n, sign in enumerate(code) if sign.isdigit()]
            last, before = digits[-1], digits[max(0, len(digits) - 2)]
            made.append(code[:last] + str((int(code[last]) + 3) % 10) + code[last + 1 :])
            turned = code[:before] + code[last] + code[before] + code[last + 1 :]
            made.append(turned if digits[1:] else code + "1")
        made = [new for new in made if new not in text]
        yield from _each("suffix", text, match, rng.sample(made, min(3, len(made))))


def _ranges(text: str, language: Language) -> Iterator[Mutant]:
    for match in _RANGE.finditer(text):
        low, between, high = match.groups()
        wide = max(float(high) - float(low), 2 if "." not in high else 0.0)
        up, down = _shaped(float(high) + wide / 2, high), _shaped(float(low) - wide / 4, low)
        news = [f"{low}{between}{up}", f"{high}{between}{up}"] if float(up) > float(high) else []
        news += [f"{down}{between}{high}"] if 0 < float(down) < float(low) else []
        outside = text[: match.start()].lower().endswith("outside ")
        yield from _each("range", text, match, [] if outside else news)
    for match in _LIMITS.finditer(text):
        yield from _each("range", text, match, [match[1] + match[4] + match[3] + match[2]])
    for match in re.finditer(r"± ?(\d+)", text):
        yield from _each("range", text, match, [f"± {int(match[1]) + 5}", f"+ 0 / – {int(match[1]) * 4}"])
    for match in _TWICE.finditer(text if " | " not in text else ""):
        before, said, rest = text[: match.start()], match.group(), text[match.end() :]
        if language == "zh" and before:
            of = "的" if re.match(" ?的?(?:锅|重物|电阻)", rest) else ""
            gap = " " if said[-1].isascii() else ""
            yield Mutant("range", f"{before}{said}{gap}的两倍{of}{re.sub('^ ?的?', '', rest)}")
        elif before:
            yield Mutant("range", f"{before}twice {said}{rest}")


def _negated(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    if " | " in text:
        cells = text.split(" | ")
        told = [n for n, cell in enumerate(cells) if n and not re.search(r": ?[–-]?$|: .*: ", cell)]
        for n in rng.sample(told, min(2, len(told))):
            yield Mutant("negation", " | ".join([*cells[:n], _denied(cells[n], language), *cells[n + 1 :]]))
        return
    for mutant in swapped("negation", _NOT_ZH if language == "zh" else _NOT, text):
        yield Mutant("negation", mutant.text[:1].upper() + mutant.text[1:])
    for part in sentences(text, language):
        if language == "zh" and _DOING.match(part) and not re.search("^[^，；]*[后时前]|不|无|勿|没", part):
            yield Mutant("negation", text.replace(part, rng.choice(_NEVER_ZH).format(part), 1))
        refused = re.search(r"\b(?:no|not|never|without|don't|won't|nothing)\b", part)
        if language == "en" and imperative(part) and not refused:
            yield Mutant("negation", text.replace(part, rng.choice(_NEVER).format(lower_first(part)), 1))


def _denied(cell: str, language: Language) -> str:
    head, _, value = cell.partition(": ")
    coded = re.match(r"[\d>*]|[A-Z]{1,4}-?\d", value)
    if language == "zh":
        return f"{head}: 不是 {value}" if coded else f"{cell}（不成立）"
    return f"{head}: not {value}" if coded else f"{cell} (does not apply)"


def _injected(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    asides, tails = (_ASIDE_ZH, _TAIL_ZH) if language == "zh" else (_ASIDE, _TAIL)
    stop, gap, note = ("。", "", "说明") if language == "zh" else (".", " ", "Note")
    body, row = text.rstrip(".。"), " | " in text
    for said in rng.sample(asides[4:], 2):
        yield Mutant("injected", f"{text} | {note}: {said[:-1]}" if row else f"{body}{stop}{gap}{said}")
    if not row:
        yield Mutant("injected", f"{body}{rng.choice(tails)}{stop}")
        yield Mutant("injected", f"{rng.choice(asides[:4])}{gap}{text}")


def build() -> SealedV:
    return SealedV()
