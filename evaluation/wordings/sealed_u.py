"""Wording U: own lists, keypad slips, numerals for words, near codes, neighbouring sizes, moved limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random
from zlib import crc32

import evaluation.rewording as rw
from evaluation.rewording import CODE, NUMBER, Mutant, Swap, put, sentences, swapped, words
from kb_sources.manual import Language

# fmt: off
_KEYPAD = {"0": "8", "1": "4", "2": "5", "3": "6", "4": "7", "5": "2", "6": "9", "7": "1", "8": "5", "9": "6"}
_SPELT_EN = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
             "sixteen seventeen eighteen nineteen").split()
_SPELT_ZH = "零 一 两 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八 十九".split()
_COUNTED_EN, _COUNTED_ZH = r"(?=\s(?!by\b|after\b|of\b)[a-z])", r"(?=[颗条块片根只次步秒])"
_TIME_EN = {"seconds": ("minutes", "hours"), "second": ("minute", "hour"), "minutes": ("seconds", "hours"),
            "hours": ("days", "weeks"), "hour": ("minute", "day"), "s": ("min", "ms"), "day": ("week",)}
_TIME_ZH = {"分钟": ("秒", "小时"), "小时": ("分钟", "天"), "秒": ("分钟", "毫秒"), "整天": ("整周",)}
_UNITS = {"N·m": ("N·cm", "kN·m"), "N·cm": ("N·m", "N·mm"), "mV": ("V", "µV"), "kV": ("V", "mV"), "V": ("mV", "kV"), "mAh": ("Ah",),
          "mA": ("A", "µA"), "A": ("mA", "kA"), "kΩ": ("Ω", "MΩ"), "MΩ": ("kΩ", "Ω"), "Ω": ("kΩ", "mΩ"), "µm": ("mm", "nm"),
          "mm": ("cm", "µm"), "cm": ("mm", "m"), "kg": ("g", "t"), "kW": ("W", "MW"), "W": ("kW", "mW"), "µF": ("nF", "mF"),
          "nF": ("µF", "pF"), "°C": ("°F",), "bar": ("mbar", "kbar"), "l": ("ml",), "µH": ("mH",)}
_SIZES = {"mi": 1.8, "ho": 3.6, "分钟": 1.8, "小时": 3.6, "毫秒": -3, "n": -9, "µ": -6, "m": -3, "c": -2, "k": 3, "M": 6}
_HEADS = {"N·m": "N·cm", "V": "mV", "Ω": "MΩ", "s": "min"}
_OPPOSITE_EN = words(
    ("anticlockwise", "clockwise"), (r"(?<!anti)clockwise", "anticlockwise"), ("above", "below"), ("below", "above"),
    ("under(?= \\d)", "over"), ("less than", "more than"), ("more than", "less than"), ("no more than", "no less than"),
    ("at most", "at least"), ("(?<!screws )up to(?= \\d)", "no less than"), ("no deeper than", "no shallower than"),
    ("lowered", "raised"), ("cuts", "lifts"), ("disconnect", "connect"), ("tighten(ed)?", r"loosen\1"), ("loosen", "tighten"),
    ("push", "pull"), ("inwards", "outwards"), ("upwards", "downwards"), ("right-hand", "left-hand"),
    ("rear cover", "front cover"), ("upper", "lower"), ("lower(?= (?:part|edge|front))", "upper"), ("too high", "too low"),
    ("too slowly", "too fast"), ("slowly", "briskly"), ("drained", "charged"), ("short-circuited", "interrupted"),
    ("new(?= (?:seal|bolt|clamps|battery|bearings|unit|one|OR|NV|WM|fuser|WM-21409))", "used"), ("old(?= springs)", "new"),
    ("wirelessly", "by cable"), ("faulty", "sound"), ("flush", "proud"), ("crosswise", "one after the other in a circle"),
    ("switch on", "switch off"), ("fails(?= to)", "manages"), ("fails(?! to)", "works"), ("bent", "straight"),
    ("heavy", "light"), ("maximum", "minimum"), ("lights", "goes dark"), ("goes up", "goes down"), ("climbs", "drops"),
    ("exceed", "fall below"), ("in order", "out of order"), ("younger", "older"), ("inside", "outside"),
    ("outside(?= 7| the)", "inside"), ("flat hand", "fist"), ("label up(?:wards)?", "label down"),
)
_OPPOSITE_ZH = rw.strings(
    ("高于", "低于"), ("低于", "高于"), ("大于", "小于"), ("小于", "大于"), ("不足|不到", "超过"),
    ("(?<![不得别能])超过(?= ?\\d)", "不到"), ("以下(?!说)", "以上"), ("最多(?!只能)", "至少"), ("最大", "最小"),
    ("最小", "最大"), ("最高(?!只能|能)", "最低"), ("最低", "最高"), ("上限", "下限"), ("断开(?!插头)", "接通"),
    ("接通", "断开"), ("缓慢", "快速"), ("拧紧", "拧松"), ("插紧", "拔下"), ("插上", "拔下"), ("拔下(?!电源)", "插上"),
    ("点亮", "熄灭"), ("朝上", "朝下"), ("朝向", "背向"), ("右侧|右边(?!后)", "左侧"), ("短路", "断路"), ("开路", "短路"),
    ("过高", "过低"), ("过低", "过高"), ("靠后", "靠前"), ("正常", "异常"), ("贴平", "竖直"), ("薄涂", "厚涂"),
    ("薄薄地", "厚厚地"), ("新背胶", "旧背胶"), ("新 IGBT", "旧 IGBT"), ("新风扇", "旧风扇"), ("停止加热", "继续加热"),
    ("串联", "并联"), ("常亮|一直亮", "不亮"), ("音量减键", "音量加键"), ("取下", "装上"), ("熔断", "完好"),
    ("损坏|已坏", "完好"), ("串一只", "并一只"), ("压紧", "松开"), ("磨掉", "完好"),
    ("锅内无水|锅里没水|锅内没有水", "锅内水满"), ("内水", "后水"),
)
_NEGATED_EN = (
    *words(
        ("must not|may not|cannot", "may"), ("must(?! not)|has to|have to", "need not"), ("needs", "hardly needs"),
        ("should(?! not| go)", "should never"), ("can(?! not)(?!not)", "cannot"), ("are(?! not| back)", "are not"),
        ("is(?! not| in\\b| reached|:)", "is not"), ("do not|don't", "feel free to"), ("never(?= [a-z])", "whenever it suits you"),
        (r"takes(?= \d)", "does not take"), (r"take(?= \d)", "do not take"), ("means", "does not mean"), ("mean", "do not mean"),
        ("calls? for", "does not call for"), ("belongs", "does not belong"), ("checks(?= the)", "leaves out"),
        ("shows?(?= \\d)", "never shows"), ("remains", "does not remain"), ("remain", "do not remain"), ("only(?= after)", "not even"),
        ("reads(?= \\d)", "does not read"), ("gives?(?= E| 15)", "does not give"), ("runs?(?= of)", "does not run"),
        ("holds?(?= a)", "does not hold"), ("lies", "does not lie"), ("with(?= (?:a|medium|two) )", "without"),
        ("without", "with"), ("needs? holding", "needs no holding")),
    Swap(r"^Tighten\b", "Do not tighten"))
_NEGATED_ZH = rw.strings(
    ("不得|不要|不能|禁止|严禁|绝不可|别(?!忘)", "可以"), ("必须|须(?!要)", "无须"), ("(?<![不需须只重])要(?![求么])", "不用"),
    ("应(?![该])", "不应"), ("(?<![不还只但若都])是(?![否])", "不是"), ("(?<![不就])会", "不会"), ("说明|表示", "不能说明"),
    ("可以(?!$)", "不可以"), ("(?<=[，。])检查", "不用检查"), ("(?<![不])用于", "不用于"),
    ("(?<![不没能])有(?!可能|没有|源)", "没有"), ("更换", "不更换"), ("(?<=[，；])换", "不换"), ("没有", "有"),
    ("无(?=裂纹|破损)", "有"),
)
_AROUND_EN = ("Nothing calls for this: ", "This is the one thing to leave undone: ", "Contrary to the manual's view, skip this: ")
_AROUND_ZH = ("没有必要这样做：", "以下这一条可以不做：", "千万不要照这样做：")
_ORDER_EN = words(("before", "after"), ("after", "before"), ("first(?! to)", "last"), ("(?<!till )last", "first"),
                  ("afterwards", "beforehand"), ("at the end", "at the start"), ("ahead of", "later than"),
                  ("(?<!at )once", "long before"), ("until(?! then)", "long after"), ("(?<!until )(?:and )?then", "but before that"),
                  ("no sooner than", "well ahead of"))
_ORDER_ZH = rw.strings(("之前|以前|前(?=先)", "之后"), ("之后|以后|(?<!插头)后(?=，)", "之前"), ("然后", "在此之前"), ("后面焊", "前面焊"))
_MORE_EN = ("Repeat this every 18 months.", "It holds for units built before 2019 only.", "A brass brush serves well for this.",
            "Otherwise the guarantee seal counts as broken.", "Let a colleague countersign the result.",
            "A trace of silicone oil makes it easier.", "Allow 55 minutes for it.", "The part comes in a set of nine.",
            "In humid rooms, add 17 % to the figure.", "Trainees may do so unsupervised.",
            "The maker's hotline hands out a release code for it.", "Afterwards, leave the machine on its side overnight.")
_MORE_ZH = ("此项每 18 个月重做一次。", "仅适用于 2019 年以前出厂的机器。", "用铜刷处理效果更好。", "否则保修标签视为破损。",
            "结果须由同事会签。", "滴一点硅油会更省力。", "这一步大约需要 55 分钟。", "该件以九个为一套供应。",
            "潮湿环境下数值再加 17 %。", "学徒可以独自完成。", "之后让机器侧放过夜。", "操作前向厂家热线索取放行码。")
_AMID_EN = (", ideally in a room kept at 16 °C,", ", on the supervisor's word,", ", with the radio switched off,")
_AMID_ZH = ("，最好在 16 °C 的房间里，", "，经主管同意后，", "，用热熔胶固定住，")
_LIMIT = re.compile(
    r"(?P<word>\b(?:above|below|under|over|more than|less than|no more than|at most|at least|up to|within|exceed|as much as|no deeper than|about) "
    r"|(?:高于|低于|大于|小于|超过|不到|不足|不超过|不得超过|最多|至少|可达|以内|约) ?)(?P<n>\d+(?:\.\d+)?)(?![\d.]*[-×x]\d)(?! 000)")
_SPAN = re.compile(r"(?<![\w.×-])(\d+(?:\.\d+)?)( ?(?:[kmµM]?[VΩWA]|°C|N·m|s|bar)?(?: to | and |–| ?至 ?| ?到 ?))"
                   r"(\d+(?:\.\d+)?)(?![\d.×x-])")
_PAIRED = re.compile(r"((?:min\. |最小|off)[^|:]*: )(\d[\d.]*)( \| [^|:]*(?:max\.|最大|on)[^|:]*: )(\d[\d.]*)")
_SIZE = re.compile(r"(?<![A-Za-z\d])(ST|M|PH)(\d+(?:\.\d)?)([x×])(\d+(?:\.\d)?)")
_NAMED = re.compile(r"(?:步骤|位置|表|图|E|第|至|到|\bto|test|steps?|section|position|pins?|CN\d) ?$")
_COUNT = re.compile(r" (?:minutes?|seconds?|hours?|pages|cycles|bolts|screws|persons)\b| ?(?:分钟|秒|小时|颗|个|次)")
_ORDERS = ((r"(C?[NJ]\d+) (first, )?(then|and then) (C?[NJ]\d+)", r"\4 \2\3 \1"),
           (r"(left), (right), (?:finally )?(rear)", r"\3, \2, \1"), (r"(左|右)(边先划，)(左|右)(边后划)", r"\3\2\1\4"),
           (r"first (?:to the )?(left), then (?:to the )?(right)", r"first to the \2, then to the \1"),
           (r"先([^，、。；先再]{2,14})([，、])(再|然后)([^，、。；]{2,14})", r"先\4\2\3\1"))
_JOIN_ZH = ("先{0}，再{1}。", "{0}，然后{1}。", "{0}；完成后，{1}。", "{0}，接着{1}。", "在{1}之前，先{0}。",
            "首先{0}，随后{1}。", "{0}，做完这一步才{1}。", "第一步{0}，下一步{1}。")
_JOIN_EN = ("{0}, then {3}.", "{0}; after that, {3}.", "First {2}, and next {3}.", "Before you {3}, {2}.",
            "{0}, and only afterwards {3}.", "After you {2}, {3}.", "Begin by this: {2}; from there, {3}.")
_JOIN_LOOSE = ("First, {2}; then, {3}.", "{0}; after that, {3}.", "To begin with, {2}; next, {3}.")
# fmt: on


class SealedU:
    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        yield from self._figures(text, language, rng)
        yield from self._units(text, language)
        yield from self._codes(text, rng)
        yield from self._ranges(text)
        en = language == "en"
        yield from swapped("opposite", _lone(text, _OPPOSITE_EN if en else _OPPOSITE_ZH), text)
        if " | " not in text:
            yield from swapped("negation", _NEGATED_EN if en else _NEGATED_ZH, text)
            yield from self._around(text, language, rng)
            yield from swapped("order", _ORDER_EN if en else _ORDER_ZH, text)
            yield from self._turned(text)
            yield from self._injected(text, language, rng)

    def joined(self, first: str, second: str, language: Language) -> str:
        one, two = first.rstrip(" .。;；:："), second.rstrip(" .。;；:：")
        turn = crc32(f"{first}|{second}".encode())
        if language == "zh":
            return _JOIN_ZH[turn % len(_JOIN_ZH)].format(one, two)
        forms: tuple[str, ...] = _JOIN_EN if rw.imperative(one) and rw.imperative(two) else _JOIN_LOOSE
        if re.search(r",|\bfirst\b", one + two):
            forms = tuple(f for f in forms if "you" not in f and "First" not in f)
        return forms[turn % len(forms)].format(one, two, rw.lower_first(one), rw.lower_first(two))

    def _figures(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        spelt = _SPELT_EN if language == "en" else _SPELT_ZH
        for match in NUMBER.finditer(text):
            figure = match.group()
            grouped = text.startswith(" 000", match.end())
            if re.fullmatch(r"0\d*", figure) and (figure == "0" or text[: match.start()][-2:-1].isdigit()):
                continue
            slips = [("digit", new) for new in _misread(figure)]
            if not grouped and not re.match(r"0\d", figure):
                slips += [("decimal", new) for new in _shifted(figure)]
            yield from (Mutant(k, put(text, match, n)) for k, n in slips if not _implied(text, match, n))
            count = int(figure) if re.fullmatch(r"[1-9]\d?", figure) else 99
            counted = _COUNT.match(text, match.end()) and not _NAMED.search(text[: match.start()])
            if counted and count < len(spelt) - 4 and not _implied(text, match, "99"):
                other = spelt[count + rng.choice((1, 2, 4))]
                yield Mutant("digit", re.sub(rf"{other} (?=[\u3400-\u9fff])", other, put(text, match, other)))
        edge, after = (r"\b", _COUNTED_EN) if language == "en" else (r"(?<![\d十第])", _COUNTED_ZH)
        for value, word in enumerate(spelt[2:11], start=2):
            for match in re.finditer(rf"{edge}{word}{after}", text, re.IGNORECASE):
                new = str(value + 1 + (value + match.start()) % 2)
                yield Mutant("digit", put(text, match, f" {new} " if language == "zh" else new))

    def _units(self, text: str, language: Language) -> Iterator[Mutant]:
        units = {**_UNITS, **(_TIME_EN if language == "en" else {"s": ("min", "ms"), **_TIME_ZH})}
        names = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
        many = r"(?<![\d.])(?!0+(?:\.0+)?[ \D])\d[\d.]*"
        amount = rf"(?:{many}|\bone|\bfull|一|\bhalf an?|半|两|三) ?(?P<u>{names})"
        for match in re.finditer(rf"{amount}(?![A-Za-z·²~])(?! DC)", text):
            figure = re.compile(r"[\d.]+").match(text, match.start())
            for other in units[match["u"]]:
                by = 10 ** (_size(other) - _size(match["u"]))
                if figure is None or not _implied(text, figure, str(float(figure.group()) * by)):
                    yield Mutant("unit", text[: match.start("u")] + other + text[match.end("u") :])
        for head, other in _HEADS.items():
            for match in re.finditer(rf"(?<=[(（]){re.escape(head)}(?=[)）][^|:]*: (?!0(?:\.0)?\b)\d)", text):
                yield Mutant("unit", put(text, match, other))

    def _codes(self, text: str, rng: Random) -> Iterator[Mutant]:
        for match in CODE.finditer(text):
            if text[match.end() : match.end() + 1] not in ("×", "."):
                yield from (Mutant("suffix", put(text, match, new)) for new in _near(match.group(), rng))
        for match in _SIZE.finditer(text):
            long = float(match[4]) + (0.5 if "." in match[4] else 2)
            thick = float(match[2]) + (0.2 if "." in match[2] else 1)
            for a, b in ((match[2], f"{long:g}"), (f"{thick:g}", match[4]), (match[4], match[2])):
                yield Mutant("suffix", put(text, match, f"{match[1]}{a}{match[3]}{b}"))
        for match in re.finditer(r"\*#(\d)(\d)(\d*)#", text):
            yield Mutant("suffix", put(text, match, f"*#{match[2]}{match[1]}{match[3]}#"))

    def _ranges(self, text: str) -> Iterator[Mutant]:
        for match in _SPAN.finditer(text):
            low, high = float(match[1]), float(match[3])
            gap = high - low
            if gap <= 0 or text[: match.start()].endswith("utside "):
                continue
            for by in (0.5, 0.25, 1.0):
                up, down = _like(match[3], high + gap * by), _like(match[1], low - gap * by)
                if float(up) > high:
                    yield Mutant("range", put(text, match, f"{match[1]}{match[2]}{up}"))
                if 0 < float(down) < low:
                    yield Mutant("range", put(text, match, f"{down}{match[2]}{match[3]}"))
            yield Mutant("range", put(text, match, f"{match[3]}{match[2]}{_like(match[3], high + gap)}"))
        for match in _PAIRED.finditer(text):
            yield Mutant("range", put(text, match, f"{match[1]}{match[4]}{match[3]}{match[2]}"))
        for match in _LIMIT.finditer(text):
            value = float(match["n"])
            place = re.compile(r"[\d.]+").search(text, match.start("n")) or match
            for new in (_like(match["n"], value * by) for by in (1.5, 1.25, 0.8, 0.6)):
                if float(new) not in (value, 0, 1) and not _implied(text, place, new):
                    yield Mutant("range", put(text, place, new))

    def _around(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        if language == "en":
            if all(rw.imperative(s) for s in sentences(text, language)):
                yield Mutant("negation", rng.choice(_AROUND_EN) + rw.lower_first(text))
            elif len(sentences(text, language)) == 1 and not rw.imperative(text) and "; " not in text:
                yield Mutant("negation", f"It would be a mistake to say this: {rw.lower_first(text)}")
        elif len(sentences(text, language)) == 1 and re.match(r"[先将把用以拆装测清拧]", text):
            yield Mutant("negation", rng.choice(_AROUND_ZH) + text)

    def _turned(self, text: str) -> Iterator[Mutant]:
        for find, new in _ORDERS:
            for match in re.finditer(find, text):
                yield Mutant("order", put(text, match, match.expand(new)))

    def _injected(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        zh = language == "zh"
        for more in rng.sample(_MORE_ZH if zh else _MORE_EN, 2):
            yield Mutant("injected", text + more if zh else f"{text} {more}")
        if commas := list(re.finditer("，" if zh else r"(?<!\d), (?=[a-z])", text)):
            amid = rng.choice(_AMID_ZH if zh else _AMID_EN)
            yield Mutant("injected", put(text, rng.choice(commas), amid if zh else f"{amid} "))


def _lone(text: str, swaps: Iterable[Swap]) -> Iterator[Swap]:
    yield from (s for s in swaps if "\\" in s.put or s.put.lower() not in text.lower().replace("anti", "#"))


def _implied(text: str, match: re.Match[str], new: str) -> bool:
    """Whether a moved limit only tells of fewer cases, which the printed one covers."""
    before, more = text[: match.start()], float(new) > float(match.group())
    if re.search(r"utside (?:[\d.]+ to )?$", before):
        return more is before.endswith("to ")
    if re.search(r"(?:[Pp]ositions?|位置) (?:\d (?:to|至) )?$", before):
        return more is not before.endswith(("to ", "至 "))
    if re.search(r"not appear|fails to reach|没有出现|都没有|不见|no 1800", text) and match.group() == "2":
        return more
    if re.search(r"(?:[Bb]elow|under|less than|no sooner than|only after|低于|小于|不足|不到) ?$", before):
        return not more
    if re.search(r"(?:not exceed|no more than|at most|no deeper than|[不别得]超过|最多) ?$", before):
        return False
    return (
        more and re.search(r"(?:[Aa]bove|over|more than|at least|高于|大于|超过|高过) ?$", before) is not None
    )


def _size(unit: str) -> float:
    return _SIZES.get(unit[:2], _SIZES.get(unit[0], 0)) if len(unit) > 1 else 0


def _misread(figure: str) -> Iterator[str]:
    spots = [n for n, c in enumerate(figure) if c.isdigit()]
    for n in spots:
        new = figure[:n] + _KEYPAD[figure[n]] + figure[n + 1 :]
        if n < 3 and not (n == 0 and figure.startswith("0.")):
            yield new
    for a, b in zip(spots, spots[1:], strict=False):
        new = figure[:a] + figure[b] + figure[a + 1 : b] + figure[a] + figure[b + 1 :]
        if new != figure and not re.match(r"0\d", new):
            yield new
    if len(spots) == 2 and "." not in figure and figure[0] != "0":
        yield figure + figure[-1]


def _shifted(figure: str) -> Iterator[str]:
    if "." in figure and float(figure):
        yield f"{float(figure) * 10:.10g}"
        yield figure.replace(".", "") if not figure.startswith("0.") else "0.0" + figure[2:]
    elif float(figure):
        yield figure + "0"
        yield from [figure[:-1] + "." + figure[-1]] if len(figure) > 1 else []


def _near(code: str, rng: Random) -> Iterator[str]:
    if tail := re.search(r"(?<=\d-)[A-Z]$|(?<=\d)[A-Z]$", code):
        yield code[: tail.start()] + chr(ord(tail.group()) + rng.choice((1, 2)))
    digits = [n for n, c in enumerate(code) if c.isdigit()]
    last = digits[-1]
    yield code[:last] + str((int(code[last]) + rng.choice((1, 3, 7))) % 10) + code[last + 1 :]
    if len(digits) > 2:
        a, b = digits[-3], digits[-2]
        yield code[:a] + code[b] + code[a + 1 : b] + code[a] + code[b + 1 :]
    elif len(digits) == 1:
        yield code[: digits[0]] + "1" + code[digits[0] :]


def _like(printed: str, value: float) -> str:
    return f"{value:.{len(printed.partition('.')[2])}f}"


def build() -> SealedU:
    return SealedU()
