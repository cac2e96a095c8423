"""A sealed wording: figures slip as a tired clerk's do, orders turn round, and bans become permissions.

Own lists, written before any check was seen. Numbers lose a digit or a point, units jump a scale, part
numbers gain a letter, limits change sides; what stands after a denial is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from evaluation import rewording
from evaluation.rewording import Mutant, Swap, Wording, lower_first, put, sentences, strings, swapped, words
from kb_sources.manual import Language

_MOST = 2  # mutants of one figure, and of one added remark
_DENIED = {
    "en": re.compile(r"\b(?:not|never|no|nobody|without|don't|needn't|cannot|nor|unless)\b[^.;:!?]*$", re.I),
    "zh": re.compile(r"[不勿未没无别免][^，。；：！？]*$"),
}
_MEASURE = r"N·c?m|kV|mV|V|mA|A|kW|mW|W|k[ΩW]|MΩ|Ω|°C|°F|mm|cm|µm|m|kg|g|µF|nF|mF|µH|mH|Hz|bar|rpm|dpi|l|°|s|ms|h|min"
_MEASURED = re.compile(rf"\s?(?:{_MEASURE}|seconds?|minutes?|hours?|分钟|秒钟?|小时)(?![A-Za-z\d²³])")
_OTHER: dict[str, Sequence[str]] = {
    "N·m": ("N·cm", "kg·m"), "N·cm": ("N·m",), "V": ("kV", "mV", "A"), "kV": ("V",), "mV": ("V",), "mA": ("A", "µA"), "A": ("mA", "V"), "W": ("kW", "mW"), "kW": ("W", "MW"), "mW": ("W",),
    "Ω": ("kΩ", "MΩ", "V"), "kΩ": ("Ω", "MΩ"), "MΩ": ("Ω", "kΩ"), "°C": ("°F", "K"), "°F": ("°C", "K"), "mm": ("cm", "m", "µm"), "cm": ("mm", "m"), "µm": ("mm",), "m": ("mm", "km"), "kg": ("g", "t"),
    "g": ("kg",), "µF": ("nF", "mF"), "nF": ("µF", "pF"), "µH": ("mH", "nH"), "bar": ("mbar", "kPa"), "rpm": ("Hz",), "l": ("ml",), "s": ("min", "ms"), "ms": ("s",), "h": ("s", "min"), "min": ("s", "h"),
    "second": ("minute",), "seconds": ("minutes", "hours", "milliseconds"), "minute": ("second", "hour"), "minutes": ("seconds", "hours"), "hour": ("minute", "day"), "hours": ("minutes", "days"),
    "分钟": ("秒", "小时"), "秒": ("分钟", "毫秒"), "秒钟": ("分钟",), "小时": ("分钟", "天"),
}  # fmt: skip
_COUNT = "two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty thirty sixty".split()  # fmt: skip
_COUNTED = re.compile(rf"\b(?:{'|'.join(_COUNT)})\b(?! or\b)", re.I)
_ZH_COUNT = "两三四五六七八九十"
_ZH_COUNTED = re.compile(rf"(?<![一二{_ZH_COUNT}第百])[{_ZH_COUNT}](?=\s?(?:[颗只个声次根片挡块位名秒步]|分钟|小时))")  # fmt: skip
_BOUNDS = re.compile(r"(\d+(?:\.\d+)?)(\s?[^\s\d,，;；.。]{0,4}\s?(?:to|至|到|–|~)\s?)(\d+(?:\.\d+)?)(?![\d–])")  # fmt: skip
_EVEN = re.compile(r"\s?\S{0,4}\s?(?:and|or|to|至|到|与|和|或|、|,|，|–|±)?\s?(?:about |test )?$")
_N = r"(?=\s(?:about |a |an |one |half |two |three |five |ten )?\d|\s(?:one|half|two|three|five|six|ten|sixty)\b)"
_RANGE_EN = (
    Swap(rf"\b(?<!no )more than{_N}", "less than"), Swap(rf"\b(?<!no )less than{_N}", "more than"), Swap(rf"\bno more than{_N}", "no less than"), Swap(rf"\bat least{_N}", "at the most"),
    Swap(rf"\bat most{_N}", "at the very least"), Swap(rf"(?<!charged )\bup to{_N}", "no less than"), Swap(rf"\babove{_N}", "below"), Swap(rf"\bbelow{_N}", "above"), Swap(rf"\bunder{_N}", "over"),
    Swap(rf"\bover{_N}", "under"), Swap(rf"\boutside{_N}", "inside"), Swap(r"\bto within(?=\s\d)", "to no better than"),
    Swap(rf"(?<!to )(?<!anywhere )\bwithin{_N}(?!\s\d+ to)", "no sooner than"), Swap(r"\bbetween(?= \d)", "outside the span of"),
    Swap(r"\b(higher|longer|older|larger|heavier) than(?= \d)", "no \\1 than"), Swap(r"\b(lower|shorter|younger|smaller|lighter) than(?= \d)", "no \\1 than"),
)  # fmt: skip
_RANGE_ZH = strings(
    ("(?<!不)大于(?= ?\\d)", "小于"), ("(?<!不)小于(?= ?\\d)", "大于"), ("(?<!不)低于(?= ?\\d)", "高于"),
    ("(?<!不)高于(?= ?\\d)", "低于"), ("不(?:超过|高于|大于)(?= ?\\d)", "不少于"),
    ("不(?:低于|小于|少于)(?= ?\\d)", "不多于"), ("至少(?= ?[\\d三五十])", "顶多"), ("(?<=[\\dA-Z] V )之间", "之外"),
    ("(?<=[\\dVΩCW] )以下", "以上"), ("(?<=[\\dVΩCW] )以上", "以下"), ("(?<=秒)(?:之|以)?内", "过后"),
    ("(?<=分钟)(?:之|以)?内", "过后"), ("可达(?= ?\\d)", "绝对到不了"), ("± ?(?=\\d)", "± 1"),
)  # fmt: skip
_AIM = r"(push|press|pull|move|fold|swing|lever)((?: [\w-]+){1,4})"
_AT = r"(?:(?<=^)|(?<=[.;:,] )|(?<=and )|(?<=then )|(?<=to )|(?<=you ))"
_OPPOSITE_EN = (
    *words(
        ("anticlockwise", "clockwise"), ("clockwise", "anticlockwise"), ("downwards", "upwards"),
        ("inwards", "outwards"), ("left-hand", "right-hand"), ("right-hand", "left-hand"),
        ("to the (rear|back)", "to the front"), ("to the front", "to the rear"), ("from behind", "from above"),
        ("to the left", "to the right"), ("to the right", "to the left"), ("from the front", "from the rear"),
        ("front cover", "rear cover"), ("(?:rear|back) cover", "front cover"), ("tighten", "slacken"),
        ("both", "neither of the"), ("disconnect", "plug in"), ("dry cloth", "soaking cloth"), ("cold water", "hot water"),
        ("warm water", "cold water"), ("dry (?=rag|brush|lint)", "dripping wet "), ("towards you", "away from you"), ("crosswise", "in a circle"),
        ("slowly", "with a quick jerk"), ("disappears", "comes up"), ("are closed", "stand open"), ("damages", "protects"),
        ("too early", "too late"), ("too high", "too low"), ("too hot", "too cold"), ("lowered", "raised"),
        ("slide the new", "slide the old"), ("insert the new", "insert the old"), ("faulty", "in good order"),
        ("is released", "builds up"), ("stays locked", "stays unlocked"), ("medium thread lock", "grease"),
        ("steady", "flickering"), ("flashes|blinks", "goes dark"), ("spring side first", "spring side last"),
        ("when on", "when idle"), ("for thick paper", "for thin paper"), ("with a new", "with the used"),
        ("charged", "empty"), ("reduced", "raised"), ("together", "one at a time"), ("straight", "crooked"),
        ("take out", "put in"), ("take off", "put on"), ("pull off", "plug on"), ("throw the old (\\w+) away", "keep the old \\1"),
    ),
    Swap(rf"\b{_AIM} down\b", "\\1\\2 up"), Swap(rf"\b{_AIM} up\b", "\\1\\2 down"),
    Swap(r"\b(switch(?:ed|ing)?)((?: the \w+| it)?) off\b", "\\1\\2 on"),
    Swap(r"\b(switch(?:ed|ing)?)((?: the \w+| it)?) on\b", "\\1\\2 off"),
    Swap(r"\b(is|are|element|coil|lamp|fuse|winding|stays) open\b", "\\1 shorted"),
    Swap(rf"{_AT}open(?: up)?(?= (?:the|both)\b)", "shut"), Swap(rf"{_AT}close(?= the\b)", "open"),
    Swap(r"\bpull (?=the mains plug|plug )", "leave in "), Swap(r"\bmoisten(?= the\b)", "dry"),
    Swap(r"\bcool(?: down\b|(?= for\b))", "heat up"), Swap(r"\bfastest|highest\b", "lowest"),
)  # fmt: skip
_OPPOSITE_ZH = strings(
    ("拧下", "拧上"), ("(?<![拔取拧焊])拧紧", "拧松"), ("取下", "装上"), ("取出", "放入"), ("拔下|拔掉", "插紧"), ("插上", "拔去"),
    ("插紧|插牢", "拔松"), ("装上", "卸掉"), ("焊下", "焊上"), ("(?<!可能)短路", "断开"), ("开路", "短路"), ("过低", "过高"),
    ("过高", "过低"), ("薄涂", "厚涂"), ("朝向", "背离"), ("串联", "并联"), ("最大功率", "最小功率"), ("软布", "砂纸"),
    ("中性", "强酸性"), ("冷却", "加热"), ("断电", "保持通电"), ("停止", "继续"), ("停机", "照常运行"), ("过热", "过冷"),
    ("接地烙铁", "浮地烙铁"), ("烙铁要接地", "烙铁要悬空"), ("常亮", "不亮"), ("均导通", "均截止"), ("已击穿", "完好"), ("烘干", "浸湿"),
    ("盛水(?=的)", "空着"), ("移开|拿开", "放稳"), ("松脱", "接得太紧"), ("导磁", "不导磁"), ("立即", "过一会儿再"), ("底部", "顶部"),
    ("新风扇", "旧风扇"), ("新 IGBT", "旧 IGBT"), ("首次", "末次"), ("待机", "满载"), ("低于(?=标准|正常)", "高于"),
    ("(?<=标称值)最大", "最小"), ("佩戴护目镜", "摘下护目镜"), ("正在工作的", "已经停机的"), ("隔离变压器", "自耦变压器"),
)  # fmt: skip
_DO = rewording.VERBS - {"work", "print", "charge", "note", "lift", "set", "tape"} | {
    "grab", "jot", "go", "wipe", "renew", "spread", "leave", "lock", "moisten", "fill", "swing", "drain",
}  # fmt: skip
_NEEDLESS = ("There is no need to {}", "You can do without this: {}", "On no account {}", "Nobody has to {}")
_PLAIN = {
    "means": "mean", "stays": "stay", "reaches": "reach", "carries": "carry", "weighs": "weigh", "disappears": "disappear",
    "releases": "release", "points": "point", "appears": "appear", "leads": "lead", "sets": "set", "explodes": "explode",
}  # fmt: skip
_LATER = r"\b(?:if|when|that|which|because|until|while|once|as|after|before|with|for|where|since|so)\b"
_DENY_EN = (
    Swap(r"\bmust not\b", "may safely"), Swap(r"\b(?:do not|don't)(?: ever)? (?!matter)", "feel free to "),
    Swap(r"(?:^|(?<=[.;:!?] ))never (?!the\b)", "by all means "), Swap(r"\bcannot\b", "can very well"),
    Swap(r"\bdoes not\b", "does indeed"), Swap(r"\bis not\b", "is indeed"), Swap(r"\bno longer\b", "still"),
    Swap(r"\bmust(?= (?:be|click|stay|appear|have)\b)", "need not"), Swap(r"\bis free to\b", "has no right to"),
    Swap(r"\buse no\b", "use any"), Swap(r"\bno (paper|water)\b", "plenty of \\1"), Swap(r"\bno drop\b", "a few drops"),
)  # fmt: skip
_DENY_ZH = strings(
    ("不得", "大可"), ("(?<!要)不要|切勿", "尽可以"), ("不必|无需|无须|不用", "一定要"), ("别(?=用|碰|拆)", "尽管"),
    ("必须|务必", "不一定要"), ("(?<![反相对供])应(?=[持为大小在显佩有更造低])", "不一定要"), ("要接地", "用不着接地"),
    ("表示", "并不代表"), ("(?<!含义是)(?<!灯泡不亮)说明(?=已|仍)", "并不说明"), ("仍有", "已经没有"), ("都可能", "都不会"),
    ("会使", "绝不会使"), ("是因为", "并不是因为"), ("可能(?=造成)", "不会"), ("对静电敏感", "不怕静电"),
)  # fmt: skip
_ZH_DO = re.compile(
    r"^(?:请|先)?(?:拧下|取下|用|同时测量|测量|装上|插上|拔下|拔掉|放上|检查|依次检查|清理|更换|填写|做耐压|移开|串联|把|等待|拆下|以)"
)
_REMARKS = {
    "en": (
        "Afterwards, put a drop of machine oil on the contacts.", "The warranty covers this in any case.",
        "A part of another make does just as well.", "Turn the screws by another quarter at the end.",
        "The maker waives this for units older than three years.", "Then warm the plug with a hot-air gun to 120 °C.",
        "Ignore what the manual says elsewhere about this.", "A layer of silicone keeps it tight for ten years.",
    ),
    "zh": (
        "最后在触点上滴一滴机油。", "保修期外的机器可不照此办理。", "用别的牌子的零件代替也一样。", "末了再把螺钉多拧四分之一圈。",
        "然后用热风枪把插头吹到 120 °C。", "手册别处的说法请一律忽略。", "完工后还要涂一层密封胶，可保十年。",
    ),
}  # fmt: skip


def _slips(number: str, rng: Random) -> list[str]:
    """The number as a tired clerk writes it: a digit turned, two digits changed over, one lost or doubled."""
    places = [i for i, c in enumerate(number) if c.isdigit()]
    near = [i for i in places[:2] if number[i] != "0"] or places[:1]
    at = rng.choice(near)
    turned = rng.choice([d for d in "123456789" if d != number[at]])
    out = [number[:at] + turned + number[at + 1 :]]
    out += [
        number[:a] + number[b] + number[a] + number[b + 1 :]
        for a, b in zip(places, places[1:], strict=False)
        if b == a + 1 and number[a] != number[b] and not (a == 0 and number[b] == "0")
    ]
    if "." not in number and len(number) > 1 and number[0] != "0":
        out += [number[:-1], number + number[-1]]
    return [n for n in dict.fromkeys(out) if float(n) != float(number)]


def _moved(number: str) -> list[str]:
    whole, _, part = number.partition(".")
    right = f"{whole}{part[:1] or '0'}" + (f".{part[1:]}" if part[1:] else "")
    left = f"{whole[:-1] or '0'}.{whole[-1]}{part}"
    return [n.lstrip("0") if n[:1] == "0" and n[1:2].isdigit() else n for n in (right, left)]


def _figures(text: str, rng: Random) -> Iterator[Mutant]:
    for match in rewording.NUMBER.finditer(text):
        number = match.group()
        slips = _slips(number, rng)
        for new in rng.sample(slips, min(_MOST, len(slips))):
            yield Mutant("digit", put(text, match, new))
        measured = _MEASURED.match(text, match.end())
        grouped = re.search(r"\d $", text[: match.start()])  # the rest of 150 000
        if float(number) == 0 or not measured or grouped:
            continue
        yield Mutant("decimal", put(text, match, rng.choice(_moved(number))))
        unit = measured.group().strip()
        if unit in _OTHER:
            start = measured.end() - len(unit)
            yield Mutant("unit", text[:start] + rng.choice(_OTHER[unit]) + text[measured.end() :])
    for match in _COUNTED.finditer(text):
        new = rng.choice([n for n in _COUNT[:9] if n != match.group().lower()])
        yield Mutant("digit", put(text, match, new.capitalize() if match.group()[0].isupper() else new))
    for match in _ZH_COUNTED.finditer(text):
        yield Mutant("digit", put(text, match, rng.choice([n for n in _ZH_COUNT if n != match.group()])))
    swaps = (Swap("half an hour", "half a minute"), Swap("半(?:个)?小时", "半分钟"), Swap("一刻钟", "一昼夜"))
    yield from swapped("unit", swaps, text)


def _suffixes(text: str, rng: Random) -> Iterator[Mutant]:
    for match in rewording.CODE.finditer(text):
        code = match.group()
        last = rng.choice([d for d in "123456789" if d != code[-1]])
        if len(re.sub(r"\D", "", code)) >= 4:
            added = rng.choice(("A", "-B", "-2", "X"))
            turned = code[:-2] + code[-1] + code[-2]
            yield Mutant("suffix", put(text, match, code + added))
            if turned != code and code[-2:].isdigit():
                yield Mutant("suffix", put(text, match, turned))
        if code[-1].isdigit():
            yield Mutant("suffix", put(text, match, code[:-1] + last))


def _crossed(text: str) -> Iterator[Mutant]:
    """Two values of one unit, or two part numbers, each in the other's place."""
    values = [m for m in rewording.NUMBER.finditer(text) if _MEASURED.match(text, m.end())]
    parts = [m for m in rewording.CODE.finditer(text) if len(re.sub(r"\D", "", m.group())) >= 4]
    for kind, found in (("digit", values), ("suffix", parts)):
        for a, b in zip(found, found[1:], strict=False):
            gap = text[a.end() : b.start()]
            units = {u.group().strip() for m in (a, b) if (u := _MEASURED.match(text, m.end()))}
            if a.group() != b.group() and len(units) < 2 and not _EVEN.match(gap):
                yield Mutant(kind, text[: a.start()] + b.group() + gap + a.group() + text[b.end() :])


def _bounds(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    yield from swapped("range", _RANGE_ZH if language == "zh" else _RANGE_EN, text)
    for match in _BOUNDS.finditer(text):
        low, to, high = match.groups()
        if float(low) < float(high) and (float(high) >= 10 or "–" not in to):
            wide = f"{float(high) * rng.choice((1.5, 2, 3)):g}"
            yield Mutant("range", put(text, match, low + to + wide))
            if float(low) > 0:
                yield Mutant("range", put(text, match, f"{float(low) / 2:g}" + to + high))


def _opposites(text: str, language: Language) -> Iterator[Mutant]:
    for swap in _OPPOSITE_ZH if language == "zh" else _OPPOSITE_EN:
        for new in swap.each(text):
            at = next((i for i, (a, b) in enumerate(zip(text, new, strict=False)) if a != b), len(text))
            if new != text and not _DENIED[language].search(text[:at]):
                yield Mutant("opposite", new)


def _denials(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    yield from swapped("negation", _DENY_ZH if language == "zh" else _DENY_EN, text)
    first, *rest = sentences(text, language)
    tail = "".join(rest) if language == "zh" else "".join(f" {r}" for r in rest)
    if " | " in text:
        return
    if language == "zh":
        if _ZH_DO.match(first) and not re.search("[不勿别无若]|[^，]时|后，", first):
            body = first.rstrip("。；")
            end = first[len(body) :] or "。"
            yield Mutant("negation", f"{body}，这一步完全可以省掉{end}{tail}")
            yield Mutant("negation", f"犯不着{body}{end}{tail}")
        return
    head = first.split(" ", 1)[0].lower()
    if head in _DO and not re.search(r"\b(?:is|are|has|means|was|no|not|never)\b", first):
        yield Mutant("negation", rng.choice(_NEEDLESS).format(lower_first(first)) + tail)
    elif not re.match(_LATER, first, re.I):
        verb = re.search(rf"\b(?:is|are|{'|'.join(_PLAIN)})\b(?! not\b| no\b| indeed\b)", first)
        if verb and not re.search(rf"{_LATER}|[,;:]|\b(?:no|not|never)\b", first[: verb.start()], re.I):
            said = verb.group()
            new = f"does not {_PLAIN[said]}" if said in _PLAIN else f"{said} by no means"
            yield Mutant("negation", put(first, verb, new) + tail)


_ORDER_EN = (
    Swap(r"\bbefore(?! and after)(?= (?:you|any|the|it|[a-z]+ing)\b)", "only after"),
    Swap(r"(?<!only )(?<!and )\bafter(?= (?:you|the|it|a|C-|[a-z]+ing)\b)", "before"),
    Swap(r"^once(?= .*, )", "Before"), Swap(r"\b(C[A-Z]?\d+) first, then (C[A-Z]?\d+)\b", "\\2 first, then \\1"),
    Swap(r"\bis connected after\b", "is connected before"), Swap(r"\bthe order (\w+), (\w+), (\w+)", "the order \\3, \\2, \\1"),
)  # fmt: skip
_ORDER_ZH = strings(
    ("之前", "之后"), ("之后", "之前"), ("(?<=[下电失上])后，", "之前，"), ("后方可", "前就可以"), ("先(?=更换)(.+?)再试", "试用之后才\\1"),
)  # fmt: skip


def _turned(text: str, language: Language) -> Iterator[Mutant]:
    yield from swapped("order", _ORDER_ZH if language == "zh" else _ORDER_EN, text)
    first, *rest = sentences(text, language)
    if language == "zh":
        halves = re.match(r"^先?([^；：]+?)，(?:先)?(?:再|然后|接着|随后)([^；：]+?)。?$", first)
        if halves:
            yield Mutant("order", f"先{halves[2]}，随后{halves[1].removeprefix('先')}。{''.join(rest)}")
        return
    halves = re.match(r"^([^;:]+?),? (?:and )?then ([^;:]+?)\.?$", first)
    if (
        halves
        and not re.search(r"\b(?:first|only)\b", halves[1])
        and all(h.split(" ", 1)[0].lower() in _DO for h in halves.groups())
    ):
        done = f"{halves[2][:1].upper()}{halves[2][1:]}, and next {lower_first(halves[1])}."
        yield Mutant("order", " ".join([done, *rest]))


class _Clerk:
    """Wording of the tired clerk."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        yield from _figures(text, rng)
        yield from _suffixes(text, rng)
        yield from _crossed(text)
        yield from _bounds(text, language, rng)
        yield from _opposites(text, language)
        yield from _denials(text, language, rng)
        yield from _turned(text, language)
        if " | " not in text:
            end = "" if re.search(r"[.!?。！？]$", text) else "。" if language == "zh" else "."
            for remark in rng.sample(_REMARKS[language], _MOST):
                yield Mutant("injected", text + end + (remark if language == "zh" else f" {remark}"))

    def joined(self, first: str, second: str, language: Language) -> str:
        start = first.rstrip(" .;。；")
        if language == "zh":
            return f"{start}，做完这些接着{second}"
        return f"{start}, and when that is done, {lower_first(second)}"


def build() -> Wording:
    return _Clerk()
