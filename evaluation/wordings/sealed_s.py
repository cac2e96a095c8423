"""Wording S: own lists, limits moved only the wrong way, and the change said in figures or in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from zlib import crc32

from evaluation.rewording import NUMBER, Mutant, Swap, imperative, lower_first, put, strings, swapped, words
from kb_sources.manual import Language

_NEAR = 60  # characters before a number in which a word of its limit is looked for
_UP = re.compile(
    r"(?:no more than|\bnot\b[^.;|]*(?:more than|above|over|exceed)|at most|at least|up to|below|under|less than"
    r"|fewer than|within|no deeper than|\bmax\.? ?|limited to|no less than|about"
    r"|低于|小于|不到|少于|不[^，。]{0,3}(?:超过|大于|小于|低于)|最多|最大为?|最高|最长|至少为?|最厚只能|约)"
    r"[ :]*$", re.I,
)  # fmt: skip
_DOWN = re.compile(r"(?:above|over|more than|greater than|warmer than|higher than|高于|大于|超过)[ :]*$", re.I)  # fmt: skip
_UP_AFTER = re.compile(r" ?[^\d\s，。,.;|(（]{0,8} ?(?:or more|at most|of depth|or less|max|以内|以下|内(?!部))", re.I)  # fmt: skip
_LIKE = {"0": "6", "1": "7", "2": "3", "3": "8", "4": "9", "5": "8", "6": "9", "7": "9", "8": "9", "9": "4"}
_LESS = {"9": "4", "8": "3", "7": "1", "6": "2", "5": "2", "4": "1", "3": "2", "2": "1"}
_UNIT = r"N·c?m|mAh|Ah|Wh|mm|cm|°C|°|%|kV|mV|V|mA|A|kW|W|kΩ|MΩ|Ω|bar|kg|g|seconds?|minutes?|hours?|ms|s\b|分钟|小时|秒"
_VALUE = re.compile(rf" ?(?:{_UNIT})")
_NAMED = re.compile(r"(?:section|steps?|table|figure|第|步骤|表|图|Section|Item|序号:?) ?$")
_TENS = {15: "fifteen", 20: "twenty", 40: "forty", 50: "fifty", 60: "sixty", 80: "eighty", 90: "ninety"}
_TENS_ZH = {15: "十五", 20: "二十", 40: "四十", 50: "五十", 60: "六十", 80: "八十", 90: "九十"}
_TIME = re.compile(r" ?(?:seconds?|minutes?|hours?|秒|分钟|小时)")

# What is larger, what is smaller, and what is another thing altogether.
_UNITS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "N·m": (("kN·m",), ("N·cm", "N·mm", "mN·m"), ("kg/cm²",)), "N·cm": (("N·m",), (), ("kg/cm²",)), "mm": (("cm", "inches"), ("µm",), ()), "cm": (("m",), ("mm",), ()), "°C": ((), ("°F",), ()),
    "V": (("kV",), ("mV",), ("A", "Ω")), "mV": (("V",), ("µV",), ("mA",)), "kV": (("MV",), ("V",), ()), "A": (("kA",), ("mA", "µA"), ("V",)), "mA": (("A",), ("µA",), ("mV",)), "W": (("kW",), ("mW",), ("V",)),
    "Ω": (("kΩ", "MΩ"), ("mΩ",), ("V",)), "kΩ": (("MΩ",), ("Ω",), ()), "MΩ": (("GΩ",), ("kΩ", "Ω"), ()), "bar": (("kbar",), ("mbar", "psi"), ()), "kg": (("t",), ("g",), ("N",)), "kW": (("MW",), ("W",), ()),
    "mAh": (("Ah",), ("µAh",), ()), "Ah": ((), ("mAh",), ()), "Wh": (("kWh",), ("mWh",), ("Ah",)), "GB": (("TB",), ("MB",), ()), "ms": (("s", "min"), ("µs",), ()), "µF": ((), ("nF", "pF"), ("µH",)),
    "nF": (("µF",), ("pF",), ()), "seconds": (("minutes", "hours"), ("milliseconds",), ()), "minutes": (("hours", "days"), ("seconds",), ()), "hours": (("days",), ("minutes", "seconds"), ()), "hour": (("day",), ("minute",), ()), "秒": (("分钟", "小时"), ("毫秒",), ()), "分钟": (("小时", "天"), ("秒",), ()), "小时": (("天",), ("分钟", "秒"), ()),
}  # fmt: skip
_NUMERAL = r"(?:\d+(?:\.\d+)?|two|three|four|six|ten|twelve|[两二三四五六十]+)"
_MEASURED = re.compile(rf"({_NUMERAL})( ?)({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?![A-Za-z·/Ω²])")  # fmt: skip
_HEAD = re.compile(r"[(（](N·m|V|Ω)[)）](?: / [^:|]+)?: (?![–<>]|0(?:\.0)?\b)")
_PART = re.compile(r"(?<![A-Za-z\d-])(?:(?:NV|WM|OR|QL)-\d{3,5}(?:-[A-Z])?|(?:TP|CN|PS|CL|RT|J|U|E|F|C)\d{1,3})(?![\dA-Za-z-])")  # fmt: skip
_THREAD = re.compile(r"M(\d(?:\.\d)?)([x×])(\d+(?:\.\d)?)(?![\d.])")
_SECRET = re.compile(r"\*#(\d+)#")

_ANTONYMS_EN = [
    ("before", "after"), ("(?<!one )after(?! it\\b)", "before"), ("one after the other", "both at once"), ("upper", "lower"), ("lower", "upper"), ("upwards", "downwards"),
    ("left-hand", "right-hand"), ("right-hand", "left-hand"), ("left end", "right end"), ("volume down", "volume up"), ("slowly", "quickly"), ("outside the phone", "inside the phone"), ("disconnect", "connect"),
    ("(?<!be )connected", "unplugged"), ("faulty", "sound"), ("replaced by", "used in place of"), ("supersedes", "gives way to"),
    ("aged", "unused"), ("dry", "soak"), ("wet", "bone-dry"), ("missing", "present"), ("new", "used"), ("flat(?! hand)", "crumpled"), ("bend it up", "bend it down"), ("bent", "straight"), ("fully drained", "full"),
    ("fully drained", "half-charged"), ("by cable", "without a cable"), ("last", "first"), ("a short circuit", "an open circuit"), ("live", "with the power off"), ("with the flat hand", "with the fist"), ("tightened", "slackened"), ("tighten", "slacken"),
    ("under load", "without load"), ("display on", "display dark"), ("in order", "out of tolerance"), ("lift", "press down"), ("unplug", "plug in"), ("maximum", "minimum"), ("wireless", "wired"), ("thick", "thin"), ("pull the mains plug", "leave the mains plug in"), ("once it is", "while it is not"), ("swollen", "shrunken"),
    ("when off", "when on"), ("reverse order", "the same order"), ("destroys", "protects"), ("hot", "cold"),
]  # fmt: skip
_ANTONYMS_ZH = [
    ("(?<!与)之前", "之后"), ("(?<!，)之后", "之前"), ("上边缘", "下边缘"), ("下边缘", "上边缘"), ("右侧", "左侧"), ("朝上", "朝下"), ("音量减键", "音量加键"), ("缓慢", "迅速"), ("断开电池", "接通电池"), ("接通", "断开"), ("插上", "拔下"),
    ("拔下", "插上"), ("损坏", "完好"), ("短路", "断路"), ("受潮", "干透"), ("老化", "全新"), ("新(?=电池|背胶|IGBT)", "旧"), ("完全没电", "充满电"), ("贴平", "揉皱"), ("拧紧(?!扭矩)", "拧松"), ("鼓包", "收缩"), ("太厚", "太薄"), ("背面", "正面"),
    ("正常", "异常"), ("装上", "拆下"), ("停止", "继续"), ("干燥", "潮湿"), ("自动重启", "无法关机"), ("掀开", "压紧"), ("清洁", "打磨"), ("待机状态", "满功率状态"), ("过低", "过高"), ("已接", "未接"), ("下降", "上升"), ("发烫", "发凉"),
    ("缺少", "多装了"), ("最大(?=为| ?\\d)", "最小"), ("最小", "最大"), ("烧毁", "保护"), ("不转", "正常转动"), ("原装", "副厂"), ("同时按住", "轮流按一下"), ("插紧", "拔掉"), ("取下", "贴上"), ("移开", "放上"), ("清理", "堵住"),
]  # fmt: skip
_NEGATED_EN = words(
    ("must not", "may"), ("must(?! not)", "must not"), ("has to", "does not have to"), ("have to", "need not"), ("is not", "is"), ("(?<!there )is(?! not)", "is by no means"), ("(?<!both )are(?! not)", "are never"), ("do not", "feel free to"),
    ("never", "if you like,"), ("may(?! not)", "may under no circumstances"), ("does not", "always does"), ("even while", "but not while"), ("cannot", "can easily"), ("if(?! not)", "unless"), ("carries", "never carries"),
    ("calls for", "never calls for"), ("means", "does not mean"), ("and replace", "but do not replace"), ("has(?! to)", "does not have"), ("appears", "stays away"), ("should", "should never"), ("can", "can in no case"), ("lies", "does not lie"), ("without", "even with"),
)  # fmt: skip
_NEGATED_ZH = strings(
    ("不得(?!超过|大于|小于)", "完全可以"), ("绝不可", "尽管可以"), ("不要", "最好"), ("必须", "不必"), ("(?<!必)须(?!知)", "无须"), ("说明", "并不说明"), ("(?<!而)应(?![^，。]{0,4}不)", "不应"), ("(?<![不须要应并])更换", "无需更换"), ("并更换", "但不更换"), ("如果", "除非"), ("会(?=烧|顶|发)", "不会"),
    ("表示", "并不表示"), ("没有任何显示", "显示正常"), ("没有显示", "有显示"), ("没有(?=出现|图像|反应)", "已经"), ("(?<=[Ω场值])为", "绝不是"), ("方可", "也不可"), ("严禁", "允许"), ("可能是", "不可能是"), ("因为", "并不是因为"), ("不使用", "改用"), ("(?<=号)是", "不是"), ("(?<![^，。：])测量(?!时)", "不用测量"), ("先测量", "不用先测量"), ("后测量", "后不用测量"), ("(?<=[，。])用(?!于)", "不许用"), ("即使", "除非"), ("需要", "不需要"),
)  # fmt: skip
_LIMITS_EN = words(
    ("no more than", "no less than"), ("at most", "or more"), ("(?<!anything )below", "above"), ("above", "below"), ("less than", "more than"), ("(?<!no )more than", "less than"), ("under(?= \\d)", "over"), ("for up to", "for more than"), ("charged up to", "charged to far more than"),
    ("no deeper than", "at least as deep as"), ("at least", "at most"), ("warmer than", "cooler than"), ("(?:anywhere )?between(?= \\d)", "anywhere outside"), ("or more", "or less"), ("over(?= \\d)", "under"),
)  # fmt: skip
_LIMITS_ZH = strings(
    ("不超过", "不少于"), ("不得(?:超过|大于)", "不得小于"), ("(?<!不)低于", "高于"), ("(?<!不)高于", "低于"), ("(?<![得不])小于", "大于"), ("(?<![得不])超过", "不足"), ("不小于", "不大于"), ("不低于", "不高于"), ("至少", "至多"), ("最长", "最短"), ("最多只能", "至少要"), ("最高", "最低"), ("不到", "超过"), ("(?<=[秒s])内(?=应)", "以后才"), ("(?<![得不])大于", "小于"),
)  # fmt: skip
_SPAN = re.compile(r"(\d+(?:\.\d+)?)( ?(?:m?V|°C|Ω|W)?(?: to | and |、| ?至 ?| ?到 ?| ?与 ?|–))(\d+(?:\.\d+)?)(?![-.\d])")  # fmt: skip
_EXACT = re.compile(r"(?<=[ 以热压待紧至晒看护])(?<!about )(?<!约 )(?<!than )(\d+(?:\.\d+)?)(?= (?:N·c?m|°C|minutes|hours|分钟|小时))")  # fmt: skip
_COUNTS_EN = words(
    ("two (?=pull|tabs|screws|M1|new|minutes|hours|battery)", "three "), ("three (?=M1|screws|tabs)", "five "), ("eight", "six"), ("ten minutes", "fifty minutes"), ("twelve", "twenty-one"), ("four minutes", "fourteen minutes"),
    ("half an hour", "an hour and a half"), ("quarter of an hour", "full hour"), ("one hour", "two hours"), ("ten seconds", "forty seconds"), ("two seconds", "seven seconds"), ("both screws", "all five screws"),
)  # fmt: skip
_COUNTS_ZH = strings(
    ("两(?=[颗条])", "三"), ("[八六]颗", "五颗"), ("十(?=秒|分钟)", "四十"), ("十二秒", "二十一秒"), ("半小时", "一个半小时"), ("一刻钟", "三刻钟"), ("两(?=分钟|小时|秒)", "七"), ("三(?=分钟|秒)", "十三"), ("四分钟", "十四分钟"), ("各两", "各四"),
)  # fmt: skip
_ADDED_EN = [
    "Afterwards the phone has to rest for another 45 minutes.", "The same value applies to every other model of the maker.", "Coat the contacts with silicone grease as well.", "A second technician must sign for it.", "This is only needed on units built before 2019.", "Repeat the procedure after 200 hours of operation.",
    "An oscilloscope with 200 MHz is required for this.", "Failing that, the warranty ends at once.", "The tool for it is calibrated every 90 days.", "The part is no longer supplied since last year.", "Add a drop of medium thread lock on each side.", "Order the set in packs of 25 pieces.",
]  # fmt: skip
_ADDED_ZH = [
    "之后还须静置 45 分钟。", "同厂其他型号也采用相同数值。", "另外要在触点上涂一层硅脂。", "此项须由第二名技师签字确认。", "仅 2019 年以前生产的机器需要这样做。", "运行 200 小时后须重复一次。", "为此需要 200 MHz 示波器。", "否则保修立即失效。", "该零件去年起已停止供应。", "每侧还要滴一滴螺纹胶。", "整套按 25 件一包订购。", "室内湿度须先降到 30 % 以下。",
]  # fmt: skip
_SCOPES_EN = ["In rooms below 15 °C only:", "After the firmware update to version 4:", "Only for export models:"]  # fmt: skip
_SCOPES_ZH = ["仅限出口型号：", "室温低于 15 °C 时才适用：", "固件升级到第 4 版以后："]
_THEN_EN = (
    "{a}, and only then {b}.", "{a}; after that, {b}.", "{a}, next {b}.", "First {a}, and afterwards {b}.", "Begin like this: {a}; subsequently {b}.", "{a}; once this is done, {b}.", "To start with, {a}; in the next step, {b}.", "{a}, whereupon you {b}.",
)  # fmt: skip
_THEN_ZH = (
    "{a}，然后{b}。", "{a}，随后{b}。", "{a}，接下来{b}。", "{a}，做完以后再{b}。", "首先{a}，接着{b}。", "先{a}，之后{b}。", "{a}，完成这一步才{b}。", "第一步{a}，下一步{b}。",
)  # fmt: skip
_PLAIN = 3  # connectors at the head of the Chinese list that suit any clause
_ASKS = re.compile(r"(?:^|[,;:.] (?:and |then )?)(?:leave|place|clamp|bend|do|go|never|keep)\b", re.I)
_NEEDLESS = ("There is no need to ", "Do not ", "Take care not to ", "Nobody has to ", "You can do without this: ")  # fmt: skip
_ORDERS_EN = [
    (r"(\bJ\d+)( first, then | and then | first and )(J\d+)", "{2}{1}{0}"),
    (r"^([^.;:]+?),? (?:and )?then ([^.;,]+)([.;].*)?$", "{1}, then {0}{2}"),
    (r"^([^.;:,]+) before (?:you )?((?!connecting)[^.;:,]+)([.;,](?: .*)?)?$", "{1} before you {0}{2}"),
]
_ORDERS_ZH = [
    (r"^(.*?)先([^，。；]+)，(再|然后|之后)([^，。；]+)(.*)$", "{0}先{3}，{2}{1}{4}"),
    (r"^([^，。；]+)，(然后|之后|随后)([^，。；]+)(.*)$", "{2}，{1}{0}{3}"),
    (r"^([^，。；]+?)之?前，?(先|不要|必须)([^，。；]+)(.*)$", "{2}之前，先{0}{3}"),
]


class SealedS:
    """Each change is one; what would leave a claim right or follow from it is left out."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        english = language == "en"
        for new in _digits(text, english):
            yield Mutant("digit", new)
        yield from swapped("digit", _COUNTS_EN if english else _COUNTS_ZH, text)
        for kind, made in (("decimal", _decimals(text)), ("unit", _units(text)), ("suffix", _codes(text))):
            yield from (Mutant(kind, new) for new in made)
        if not ("最低" in text and "最高" in text):
            yield from swapped("range", _LIMITS_EN if english else _LIMITS_ZH, text)
        yield from (Mutant("range", new) for new in _ranges(text, english))
        for find, antonym in _ANTONYMS_EN if english else _ANTONYMS_ZH:
            if antonym not in text.lower():
                swap = Swap(rf"\b{find}\b" if english else find, antonym)
                yield from swapped("opposite", [swap], text)
        yield from swapped("negation", _NEGATED_EN if english else _NEGATED_ZH, text)
        yield from (Mutant("negation", new) for new in _denied(text, english, rng))
        yield from (Mutant("order", new) for new in _turned(text, english))
        yield from (Mutant("injected", new) for new in _added(text, english, rng))

    def joined(self, first: str, second: str, language: Language) -> str:
        at = crc32("|".join(sorted((first, second))).encode())
        if language == "zh":
            bare = not any(re.match(r"如果|开机|VDISP|接电池|在 TP", step) for step in (first, second))
            forms = _THEN_ZH if bare else _THEN_ZH[:_PLAIN]
            return forms[at % len(forms)].format(a=first.rstrip("。"), b=second.rstrip("。"))
        a, b = first.rstrip("."), lower_first(second.rstrip("."))
        both = imperative(first) and imperative(second)
        forms = _THEN_EN if both else tuple(f for f in _THEN_EN if "you" not in f)
        form = forms[at % len(forms)]
        return form.format(a=a if form.startswith("{a}") else lower_first(a), b=b)


def _way(text: str, start: int, end: int) -> int:
    """1 where a limit may only be raised to be wrong, -1 where only lowered, 0 where either is wrong."""
    for span in _SPAN.finditer(text):
        if start in (span.start(1), span.start(3)):
            return -1 if start == span.start(1) else 1
    before = text[max(0, start - _NEAR) : start]
    if _UP.search(before) or _UP_AFTER.match(text[end:]):
        return 1
    return -1 if _DOWN.search(before) else 0


def _fits(old: str, new: str, way: int) -> bool:
    return float(old) != float(new) and (way == 0 or (float(new) - float(old)) * way > 0)


def _digits(text: str, english: bool) -> Iterator[str]:
    for match in NUMBER.finditer(text):
        old, way = match.group(), _way(text, *match.span())
        made = [old[:n] + table[d] + old[n + 1 :] for table in (_LIKE, _LESS) for n, d in enumerate(old) if d in table]  # fmt: skip
        made += [old[:n] + old[n + 1] + old[n] + old[n + 2 :] for n in range(len(old) - 1) if old[n : n + 2].isdigit()]  # fmt: skip
        tight = [m for m in made if not re.match(r"0\d", m)]
        yield from (put(text, match, new) for new in tight if _fits(old, new, way))
        timed = _TIME.match(text, match.end())
        if timed and "." not in old and int(old) > 1:
            for value, name in (_TENS if english else _TENS_ZH).items():
                if _fits(old, str(value), way) and value not in (int(old) * 60, int(old) / 60):
                    head, tail = text[: match.start()], text[match.end() :]
                    yield f"{head}{name}{tail}" if english else f"{head.rstrip()}{name}{tail.lstrip()}"
        if _VALUE.match(text, match.end()) and way == 0 and float(old) > 0 and not _SPAN.search(text):
            yield put(text, match, f"twice {old}" if english else f"两倍于 {old}")


def _decimals(text: str) -> Iterator[str]:
    for match in NUMBER.finditer(text):
        old, way = match.group(), _way(text, *match.span())
        named = _NAMED.search(text[: match.start()])
        if named or float(old) == 0 or (len(old) == 1 and not _VALUE.match(text, match.end())):
            continue
        whole, _, part = old.partition(".")
        made = [f"{whole}{part[:1]}.{part[1:]}".rstrip(".").lstrip("0")]
        made += [f"{whole[:-1] or '0'}.{whole[-1]}{part}"]
        made += [f"{whole}{part}".lstrip("0")] if part else [f"{whole}0", f"0.{whole}"]
        for new in dict.fromkeys(f"0{m}" if m.startswith(".") else m for m in made):
            if _fits(old, new, way):
                yield put(text, match, new)


def _units(text: str) -> Iterator[str]:
    for match in _MEASURED.finditer(text):
        number, gap, unit = match.groups()
        way = _way(text, match.start(), match.end(1))
        larger, smaller, other = _UNITS[unit]
        if re.fullmatch(r"[0.]+", number) or (way and unit == "°C"):
            continue
        for new in (*(larger if way >= 0 else ()), *(smaller if way <= 0 else ()), *other):
            yield put(text, match, f"{number}{gap}{new}")
    for match in _HEAD.finditer(text):
        for new in {"N·m": ["N·cm", "kN·m"], "V": ["mV", "kV"], "Ω": ["kΩ", "mΩ"]}[match.group(1)]:
            yield text[: match.start(1)] + new + text[match.end(1) :]


def _codes(text: str) -> Iterator[str]:
    for match in _PART.finditer(text):
        old = match.group()
        made = [f"{old[:-1]}{chr(ord(old[-1]) + step)}" for step in (1, 2, -1) if old[-1].isupper()]
        for at in (n for n, d in enumerate(old) if d.isdigit()):
            made.append(old[:at] + _LIKE[old[at]] + old[at + 1 :])
            if old[at + 1 : at + 2].isdigit() and old[at + 1] != old[at]:
                made.append(old[:at] + old[at + 1] + old[at] + old[at + 2 :])
        made += [old.replace("-", "-1", 1)] if "-" in old else []
        fresh = (m for m in made if m not in text and m[-1].isalnum() and m != "TP0")
        yield from (put(text, match, m) for m in fresh)
    for match in _THREAD.finditer(text):
        wide, by, length = match.groups()
        places = len(length.partition(".")[2])
        near = [f"M{wide}{by}{float(length) + more:.{places}f}" for more in (1.5, -1.0, 2.0)]
        near += [f"M{float(wide) + more:g}{by}{length}" for more in ((0.2, 0.6) if "." in wide else (1, 2))]
        yield from (put(text, match, m) for m in near if m not in text and m != match.group())
    for match in _SECRET.finditer(text):
        code = match.group(1)
        near = [n for n in (code[::-1], f"{code}0", f"1{code[1:]}") if n != code]
        yield from (put(text, match, f"*#{new}#") for new in near)


def _ranges(text: str, english: bool) -> Iterator[str]:
    for match in _SPAN.finditer(text):
        low, middle, high = match.groups()
        if float(low) >= float(high):
            continue
        figures = len(high.partition(".")[2])
        gap = max(float(high) - float(low), 1.0 if not figures else 0.4)
        yield from (put(text, match, f"{low}{middle}{float(high) + gap * by:.{figures}f}") for by in (1, 3))
        if float(low) > gap:
            yield put(text, match, f"{float(low) - gap:.{figures}f}{middle}{high}")
    for match in _EXACT.finditer(text):
        if _way(text, *match.span()) == 0 and not _SPAN.search(text):
            rough = ("less than ", "well over ") if english else ("不到 ", "远超过 ")
            head = text[: match.start()] if english else text[: match.start()].rstrip()
            for word in rough[: 1 if _TIME.match(text, match.end()) else 2]:
                yield f"{head}{word}{text[match.start() :]}"


def _denied(text: str, english: bool, rng: Random) -> Iterator[str]:
    for match in re.finditer(r"(?:Remedy|措施): (?!See|见|–)", text):
        for word in ("It does not help to: ", "Not advised: ") if english else ("不建议：", "不应采取："):
            yield text[: match.end()] + word + text[match.end() :]
    if " | " in text:
        return
    if english and imperative(text):
        yield from (word + lower_first(text) for word in _NEEDLESS)
        return
    heads = ["This would be a mistake: "] if english else ["以下说法不成立：", "并不是这样："]
    asks = any(imperative(c) for c in re.split(r"[,;:.] (?:and |then )?", lower_first(text)))
    if english and not asks and _ASKS.search(text) is None:
        heads += ["Contrary to what is often said, it is untrue that ", "At no time does it hold that "]
    yield rng.choice(heads) + (lower_first(text) if english else text)


def _turned(text: str, english: bool) -> Iterator[str]:
    if " | " in text:
        return
    for pattern, form in _ORDERS_EN if english else _ORDERS_ZH:
        found = re.search(pattern, text)
        if found and not re.match(r"If|Once|After|With|如果|充电|电流|屏幕总成", text):
            parts = [part or "" for part in found.groups()]
            told = form.format(*(lower_first(p) if english and n < 2 else p for n, p in enumerate(parts)))
            yield put(text, found, told[:1].upper() + told[1:] if found.start() == 0 else told)
            return


def _added(text: str, english: bool, rng: Random) -> Iterator[str]:
    more = rng.sample(_ADDED_EN if english else _ADDED_ZH, 3)
    if " | " in text:
        yield f"{text} | {'Note' if english else '附注'}: {more[0].rstrip('.。')}"
        return
    end = "" if text.endswith((".", "。", "；")) else ". " if english else "。"
    yield from (f"{text}{end}{' ' if english and not end else ''}{extra}" for extra in more)
    scope = rng.choice(_SCOPES_EN if english else _SCOPES_ZH)
    yield f"{scope} {lower_first(text)}" if english else scope + text
    value = NUMBER.search(text)
    unit = value and _VALUE.match(text, value.end())
    if value and unit and not re.search(r"or|to|and|至|或|与", text[unit.end() : unit.end() + 4]):
        note = " (with a tolerance of 7 %)" if english else "（误差可达 7 %）"
        tail = text[unit.end() :]
        yield text[: unit.end()] + note + (tail if english else tail.lstrip())


def build() -> SealedS:
    return SealedS()
