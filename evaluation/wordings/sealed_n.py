"""A wording of its own: figures, limits, opposites, denials and turned orders, in two languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation import rewording as rw
from evaluation.rewording import Mutant, Swap, lower_first, put
from kb_sources.manual import Language

_FIGURE = re.compile(rf"(?<![A-Za-z\d.\-])\d{{1,3}}(?:[ ,]\d{{3}})+(?!\d)|{rw.NUMBER.pattern}")
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_HAN = "零一二三四五六七八九十"
_COUNTED = r"(?=颗|声|位数字|块|秒|分钟|个功率|刻钟)"
_COUNTS = (
    *((rf"\b{a}\b(?! hands| persons)", b) for a, b in (
        ("two", "five"), ("three", "seven"), ("four", "six"), ("five", "nine"), ("six", "two"),
        ("eight", "four"), ("ten", "six"), ("fourteen", "eighteen"), ("thirty", "fifty"),
    )),
    (r"\bhalf an? (hour|minute)\b", r"two full \1s"),
    *((rf"(?<![{_HAN}]){a}{_COUNTED}", b) for a, b in zip("一两三五六八九十", "四五六两三四五七", strict=True)),
)  # fmt: skip
_UNITS = {
    "N·cm": "N·m", "N·m": "N·cm", "MΩ": "kΩ", "kΩ": "Ω", "mΩ": "Ω", "Ω": "kΩ", "kV": "V", "mV": "V", "V": "kV",
    "kW": "W", "W": "kW", "mm": "cm", "cm": "mm", "°C": "°F", "°F": "°C", "mbar": "bar", "bar": "mbar",
    "kPa": "MPa", "kg": "g", "rpm": "revolutions per second", "Hz": "kHz", "mA": "A", "A": "mA", "µF": "nF",
    "nF": "µF", "ms": "s", "ml": "l", "seconds": "minutes", "minutes": "hours", "minute": "hour",
    "hour": "day", "second": "minute", "degrees": "full turns", "turns": "degrees", "分钟": "小时", "秒": "分钟",
    "小时": "天", "千瓦": "瓦", "s": "min", "l": "ml", "m": "mm", "g": "mg", "µH": "mH", "°": " full turns",
}  # fmt: skip
_OTHER_UNIT = {"seconds": "hours", "minutes": "seconds", "分钟": "秒", "秒": "小时", "N·m": "N·mm", "V": "mV"}
_NAMED = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_AMOUNT = re.compile(
    r"(?:(?<![A-Za-z\-.\d])(?!0+(?:\.0+)?(?![\d.]))\d[\d.,]*|\b(?:one|three|five|six|eight|ten)|[两三五六十半])"
    rf"[ -]?(?P<u>{_NAMED})(?![A-Za-z·²µ]|/m)"
)
_HEAD_UNIT = re.compile(r"(?<=[(（])(?P<u>N·m|Ω|V|s)(?=[)）]: (?!0(?:\.0)? )\d+(?:\.\d+)?(?: \||$))")
_RANGE = re.compile(
    r"(?<![A-Za-z\d.])(?P<a>\d+(?:\.\d+)?)(?: ?[^\s\d]{1,4})? ?(?:to|至|–|与|到) ?(?P<b>\d+(?:\.\d+)?)"
)
_EXACT = re.compile(  # one value that no word limits, and no part of a range
    r"(?P<lead>(?<!up )\b(?:to|for|wait|another) |(?:拧紧至|等待|冷却|运行|以) ?)(?P<n>\d+(?:\.\d+)?)"
    r"(?P<u> ?(?:N·m|N·cm|seconds|minutes|分钟|秒|W))(?![A-Za-z])"
)
_BOUNDS = rw.words(
    ("up to(?= (?:\\d|one ))", "at least"), ("below(?= \\d)", "no lower than"),
    ("higher than", "lower than"), ("(?<!heat )above(?= \\d)", "at most"),
    ("within(?= \\w+ (?:seconds|minutes))", "no sooner than after"), ("more than(?= \\d)", "less than"),
    ("under(?= \\d)", "upwards of"), ("over(?= \\d)", "no more than"),
) + rw.strings(
    ("不超过", "至少"), ("(?<!不)(低于|高于|大于|小于)", r"不\1"), ("以下", "以上"), (r"(?<=[钟秒])(之?)内", "之后"),
)  # fmt: skip
_EN = rw.words(
    ("anticlockwise", "clockwise"), ("clockwise", "anticlockwise"), ("downwards", "upwards"),
    ("inwards", "outwards"), ("upright", "upside down"), ("outer", "inner"),
    ("tighten(ed)?", r"slacken\1"), ("loosen(ed)?", r"tighten\1"),
    ("(switch\\w*(?: (?:the )?\\w+)?) off", r"\1 on"), ("close(?= (?:the|both))", "open"),
    ("open(?= (?:the|both|a) )", "shut"), ("disconnect", "plug in"),
    ("connect(?= CN\\d+(?!\\d| to))", "unplug"), ("pull the mains plug", "leave the mains plug in"),
    ("(?<!you )remove(?= the (?:\\w+ ){0,2}(?:screws|bolts|panel|sheet|plug|remaining|top))", "leave in place"),
    ("pull off", "push on"), ("pull (it|the sheet|the fuser) (out|off)", r"push \1 in"),
    ("((?:push|press)(?: \\w+){1,4}) down", r"\1 up"), ("(push(?: \\w+){1,4}) up", r"\1 down"),
    ("front(?= cover| panel| half|\\.|$)", "back"), ("rear(?= cover|\\.|$)", "front"),
    ("towards", "away from"), ("lower right", "upper left"), ("to the right", "to the left"),
    ("right-hand", "left-hand"), ("left-hand", "right-hand"), ("bottom(?= edge)", "top"),
    ("lower(?= number)", "higher"), ("lowered", "raised"), ("slowly", "with a quick jerk"),
    ("straight(?=,| and)", "at an angle"), ("dry (?=cloth|brush|lint)", "dripping wet "),
    ("cold(?= water)", "hot"), ("warm(?= water)", "icy"),
    ("new (?=seal|clamp|bolt|lock|roller|unit|fuser|bearing|gasket)", "worn "), ("too high", "too low"),
    ("too hot", "too cold"), ("too early", "too late"), ("too slowly", "too fast"), ("rises", "drops"),
    ("falls", "climbs"), ("disappears", "comes up"), ("is in order", "is defective"),
    ("faulty", "in good order"), ("flashes", "glows steadily"), ("flashing(?= code)", "steady"),
    ("steady", "flashing"), ("no current", "full current"),
    ("both(?= (?:green|hose|guide|keys))", "none of the"), ("completely", "no more than partly"),
    ("(?<!sheets )at once", "the next day"), ("stays locked", "opens by itself"), ("does not", "does"),
    ("cool down", "heat up"), ("((?:let the fuser|it) )cool(?= for)", r"\1heat up"),
    ("locked until", "usable until"), ("kinked", "laid straight"), ("worn", "as good as new"),
    ("damaged", "flawless"), ("two persons lift", "one person lifts"),
    ("two persons(?! lift)", "a single person"), ("crosswise", "one after the other in a circle"),
    ("(?<!back )together", "one by one"), ("flush", "with a gap"),
)  # fmt: skip
_ZH = rw.strings(
    ("拧紧", "拧松"), ("(?<![装焊])拧下", "拧紧"), ("拔下(?=电源插头|插头)", "插好"), ("插上", "拔掉"), ("插紧", "拔掉"), ("装上", "拆掉"),
    ("取下", "装好"), ("取出", "装入"), ("焊下", "留用"), ("清除", "保留"), ("大于", "小于"), ("小于", "大于"), ("低于", "高于"),
    ("高于", "低于"), ("背面", "正面"), ("朝向", "背离"), ("薄涂", "厚涂"), ("常亮", "熄灭"), ("指示灯不亮", "指示灯全亮"), ("停止", "继续"),
    ("停机", "继续开机"), ("开路", "短路"), ("传感器短路", "传感器开路"), ("过热", "温度偏低"), ("过低", "过高"), ("过高", "过低"),
    ("松脱", "插得过紧"), ("损坏的", "完好的"), ("软布", "砂纸"), ("中性", "强碱性"), ("最大", "最小"), ("有裂纹", "完好无损"),
    ("无裂纹", "有裂纹"), ("无破损", "有破损"), ("齐全", "缺了几颗"), ("底部", "顶部"), ("直流", "交流"), ("立即", "过一阵子再"),
    ("移开", "放上"), ("容量下降", "容量上升"), ("不停转", "不转"), ("熔断", "完好"), ("接地烙铁", "不接地的烙铁"), ("锅内无水", "锅内水满"),
    ("佩戴护目镜", "摘掉护目镜"), ("盛水", "空着"), ("旧(?= ?IGBT|硅脂)", "新"), ("(?<=[在上])新(?= ?IGBT|风扇)", "旧"),
    ("(?<!微)断续", "过猛"), ("使用隔离变压器", "撤掉隔离变压器"), ("击穿", "完好"), ("不适用", "完全适用"), ("放电", "充电"), ("持有", "放弃"),
    ("断电", "保持通电"),
)  # fmt: skip
_ORDER_EN = rw.words(
    ("before(?= (?:you|opening|\\w+ing))", "after"),
    ("after(?= (?!\\d|the other|(?:one|two|three|five|six|eight|ten) )\\w)", "before"),
    ("(?<!first), (?:and )?then (?=\\w)", ", but before that "),
    ("(\\bCN\\d+) first, then (CN\\d+)", r"\2 first, then \1"), ("only after", "ahead of"),
    ("first(?=\\.|$)", "last of all"), ("left, right, rear", "rear, left, right"),
)  # fmt: skip
_ORDER_ZH = rw.strings(
    ("，(?:然后|再)(?!试)", "，不过在这之前要"), ("(冷却|开盖|接触|焊接|触摸)之?前", r"\1之后"),
    ("(插头|冷却|消失|使用|通电|整流桥|螺钉拧下)之?后(?=[，等测仍温先更取用])", r"\1之前"), ("后方可", "之前就可以"),
    ("先([^，。；先再]{2,14})，?再(?!试)([^，。；再]{2,12})", r"先\2，再\1"),
)  # fmt: skip
_PERMIT = rw.words(
    ("(?<!you )do not(?= \\w)", "feel free to"), ("never(?= (?!has|have|been)\\w)", "as a rule"),
    ("must not(?! be)", "is welcome to"), ("no drop", "the odd drop"), ("no (?=sprays)", "any "),
    ("not grease", "or grease"), ("must not be", "may well be"),
) + rw.strings(
    ("不得(?=\\S)", "尽可以"), ("不要(?=触摸|接)", "可以随意"), ("不必拆机", "一定要拆机"), ("不能通电", "可以通电"),
    ("别(?=接线圈盘|忙着|靠近|碰)", "尽管"), ("不使用拖线板", "改用拖线板"), ("不接线圈盘", "接好线圈盘"), ("不与电网隔离", "与电网完全隔离"),
)  # fmt: skip
_DENY_EN = (
    ("must", "need not"), ("is", "is by no means"), ("are", "are by no means"), ("means", "does not mean"),
    ("has", "does not have"), ("carries", "does not carry"), ("can", "cannot"), ("should", "should not"),
    ("shows", "does not show"), ("stays", "does not stay"), ("weighs", "does not weigh"),
    ("reaches", "never reaches"), ("releases", "does not release"), ("gets", "does not get"),
)  # fmt: skip
_SUB = re.compile(  # what opens a clause of another kind
    r"\b(?:if|when|while|because|since|until|once|which|that|who|before|after|where|what|as|not|no|never|only|"
    r"neither|need|so)\b|[?,;:]", re.IGNORECASE
)  # fmt: skip
_DENY_ZH = rw.strings(
    ("必须", "没有必要"), ("(?<![相对反供])应(?=持有|[大小低高]于|为|在|显示)", "不应"), ("可达", "绝到不了"), ("说明(?!书)", "并不说明"),
    ("表示", "并不表示"), ("仍有", "不再有"), ("(?<!不)会(?=造成|使|显示)", "不会"), ("可能带电", "不可能带电"), ("损坏的一并更换", "损坏的不用更换"),
    ("(?<![并不还只就凡但正于])是(?=[ \\dA-Z]|IGBT|炉面|直流|QL)", "并不是"), ("(?<=；)E(?=\\d 是)", "并非 E"),
    ("(措施: )(?=更换|清理|检查|停机|插紧|联系|拆下|测量)", r"\1切勿"),
)  # fmt: skip
_HEAD_ZH = re.compile(  # where an order starts, behind its condition
    r"(?:^(?:\d+\. |[危警小注].{1,2}: )?|(?<=[。；]))(?:[^，。；|]*[时后前]，)?(?=(?:拧下|拔下|用(?!于)|装上|测量|清理|放上|取下|移开|"
    r"填写|插上|同时测量|串联|依次检查|在新|在电源|做耐压|拧紧|使用|检查|佩戴护目镜|换用|更换|联系|停机|等待|取出|焊下)"
    r"(?![^，。；]*[时前后]))"
)
_LEAD = re.compile(r"(?:(?:If|When|While|After|Before|Once|Until|With|For|To) [^,;:]*, |[A-Z]{5,}: )")
_NOUN = re.compile(r"(?:Print speed|Drain (?:pump|hose)|Drive belt|Work inside|Set value)\b", re.I)
_DONT_EN = ("Do not", "There is no need to", "Nobody has to", "It is wrong to", "It is optional to")
_DONT_ZH = ("不要", "没有必要", "千万别", "谁也不必", "有空的话才")
_ADDED_EN = (
    "Coat the parts with copper paste as well.", "Customers may do this work by themselves.",
    "This holds for machines built before 1987 only.", "The whole job takes 385 minutes.",
    "Send the old part back to the factory in Lisbon.", "Heat the spot with a blowtorch at the same time.",
)  # fmt: skip
_ADDED_ZH = (
    "另外还要在各处抹上铜膏。", "用户自己在家也可以这样做。", "这只适用于 1987 年以前生产的机器。", "全部做完要 385 分钟。",
    "旧件一律寄回里斯本的工厂。", "同时用喷灯加热该处。",
)  # fmt: skip


def _numbers(text: str) -> list[re.Match[str]]:
    return [m for m in _FIGURE.finditer(text) if m.start() or not re.match(r"\d+\. ", text)]


def _rising(text: str) -> bool:
    """Whether every range still goes from less to more."""
    return all(float(m["a"]) <= float(m["b"]) for m in _RANGE.finditer(text))


def _digit(text: str, language: Language, rng: Random) -> Iterator[str]:
    for match in _numbers(text):
        number, rest = match.group(), text[match.end() :]
        at = next((i for i, c in enumerate(number) if c in "123456789"), 0)
        head, old, tail = number[:at], int(number[at]), number[at + 1 :]
        ways = [f"{head}{d}{tail}" for d in (old - 3, old - 2, old + 2, old + 4) if 0 < d < 10]
        if tail[:1] in set("123456789") - {number[at]}:
            ways.append(head + tail[0] + number[at] + tail[1:])
        yield put(text, match, rng.choice(ways))
        if number.isdigit() and 2 <= int(number) <= 6:
            if re.match(r" (?:seconds|minutes|screws|turns|sheets)\b", rest):
                yield put(text, match, _SMALL[int(number) + rng.choice((2, 5))])
            elif re.match(r" (?:分钟|秒|颗|声)", rest):
                yield text[: match.start()] + _HAN[int(number) + 3] + rest[1:]
    for find, new in _COUNTS:
        yield from Swap(find, new).each(text)


def _decimal(text: str, language: Language, rng: Random) -> Iterator[str]:
    for match in _numbers(text):
        number = match.group()
        named = re.search(r"(?:section|第|test|步骤) ?$", text[: match.start()])
        if named or not re.fullmatch(r"(?!0\d|[0.]+$)[\d.]+", number):
            continue
        whole, dot, part = number.partition(".")
        less = f"0.0{part}" if whole == "0" else f"{whole[:-1] or '0'}.{whole[-1]}{part}"
        more = (whole + part[:1]).lstrip("0") + ("." + part[1:] if part[1:] else "") if dot else whole + "0"
        yield put(text, match, rng.choice((less, more)) if dot or len(whole) > 1 else more)


def _unit(text: str, language: Language, rng: Random) -> Iterator[str]:
    for match in _AMOUNT.finditer(text):
        unit = match["u"]
        new = rng.choice((_UNITS[unit], _OTHER_UNIT.get(unit, _UNITS[unit])))
        yield text[: match.start("u")] + new + text[match.end("u") :]
    for match in _HEAD_UNIT.finditer(text):
        yield put(text, match, "min" if match.group() == "s" else "m" + match.group())


def _suffix(text: str, language: Language, rng: Random) -> Iterator[str]:
    for match in rw.CODE.finditer(text):
        if text[match.end() : match.end() + 1] != "×":
            yield put(text, match, match.group() + rng.choice(("B", "-2", "X", "-K")))


def _scaled(number: str, by: float) -> str:
    places = len(number.partition(".")[2])
    return f"{float(number) * by:.{places or (1 if float(number) * by < 5 and by < 1 else 0)}f}"


def _range(text: str, language: Language, rng: Random) -> Iterator[str]:
    for match in _RANGE.finditer(text):
        for side, by in (("a", 0.4), ("b", 1.5)):
            new = _scaled(match[side], by)
            if float(new) >= (0.01 if "." in match[side] else 1) and float(new) != float(match[side]):
                yield text[: match.start(side)] + new + text[match.end(side) :]
    for match in _EXACT.finditer(text):
        if not re.search(r"\d[^.;。；]{0,6}$", text[: match.start()]):
            low, high = rng.choice(((0.3, 0.6), (1.5, 2.5)))
            a, b = _scaled(match["n"], low), _scaled(match["n"], high)
            mid = f"between {a} and {b}" if match["lead"] == "to " else f"{a} to {b}"
            mid = f"{a} 到 {b}" if language == "zh" else mid
            yield text[: match.start("n")] + mid + text[match.end("n") :]
    for swap in _BOUNDS if re.search(r"\d", text) else ():
        yield from swap.each(text)


def _opposite(text: str, language: Language, rng: Random) -> Iterator[str]:
    """Only words that the claim does not hold yet: an `a` beside a `b` may turn into a right `b`."""
    for swap in _ZH if language == "zh" else _EN:
        said = re.escape(re.sub(r"\\\d", "", swap.put).strip(" ,").lower())
        if not re.search(rf"(?<![a-z]){said}(?![a-z])", text.lower()):
            for new in swap.each(text):
                same = next((i for i, (a, b) in enumerate(zip(text, new, strict=False)) if a != b), len(text))
                if not re.search(r"(?:\b(?:not|never) \w*|不|不得|不要)$", text[:same], re.IGNORECASE):
                    yield new


def _denied(sentence: str, rng: Random) -> Iterator[str]:
    """An English statement or order, denied in its main clause."""
    lead = start.group() if (start := _LEAD.match(sentence)) else ""
    main = sentence.removeprefix(lead)
    if re.search(r"^(?:do not|never|use no)\b|\band (?:do not|never)\b", main, re.IGNORECASE):
        return
    if rw.imperative(main) and not _NOUN.match(main):
        dont = rng.choice(_DONT_EN)
        yield f"{lead}{lower_first(dont) if lead.endswith(', ') else dont} {lower_first(main)}"
        return
    for find, new in _DENY_EN:
        match = re.search(rf"\b{find}\b(?! (?:not|no|no longer|only)\b)", main)
        if match and not _SUB.search(main[: match.start()]):
            yield lead + put(main, match, new)
            return


def _negation(text: str, language: Language, rng: Random) -> Iterator[str]:
    for swap in _PERMIT:
        yield from swap.each(text)
    if language == "zh":
        yield from (new for swap in _DENY_ZH for new in swap.each(text))
        for match in _HEAD_ZH.finditer(text):
            yield text[: match.end()] + rng.choice(_DONT_ZH) + text[match.end() :]
        return
    if " | " in text:
        verbs = "|".join(v.capitalize() for v in sorted(rw.VERBS)) + "|Renew|Spread"
        for match in re.finditer(rf"(?<=Remedy: |..Test: |..Work: )(?:{verbs})\b", text):
            yield put(text, match, f"Never {match.group().lower()}")
        return
    for sentence in rw.sentences(text, language):
        yield from (text.replace(sentence, new, 1) for new in _denied(sentence, rng))


_MAKERS = {
    "digit": _digit, "decimal": _decimal, "unit": _unit, "suffix": _suffix, "range": _range,
    "opposite": _opposite, "negation": _negation,
}  # fmt: skip


class SealedN:
    """Wrong claims of this wording."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        for kind, maker in _MAKERS.items():
            for new in dict.fromkeys(maker(text, language, rng)):
                if new != text and (kind not in ("digit", "decimal") or _rising(new) or not _rising(text)):
                    yield Mutant(kind, new)
        yield from rw.swapped("order", _ORDER_ZH if language == "zh" else _ORDER_EN, text)
        end, added = ("。", rng.choice(_ADDED_ZH)) if language == "zh" else (". ", rng.choice(_ADDED_EN))
        yield Mutant("injected", text.rstrip("。.;； ") + end + added)

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。；')}，做完之后接着{second}"
        return f"{first.rstrip('.; ')}, and when that is done, {lower_first(second)}"


def build() -> rw.Wording:
    return SealedN()
