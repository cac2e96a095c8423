"""Wording sealed_o: own lists, numbers moved only where a limit gets looser, tenfold and twofold in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from evaluation.rewording import CODE, NUMBER, Mutant, imperative, lower_first, put, strings, swapped, words
from kb_sources.manual import Language

# fmt: off
_BIDS = re.compile("将|把|用|以|在|从|同时|装上|接|拔|连接")
_GROUP = re.compile(r"\d[ ,]\d{3}(?!\d)")
_PLACE = re.compile(r"(?:第|步骤|图|表|位置|号位|、|pins?|positions?|sections?|steps?|table|figure|and)\s*$", re.I)
_SPOTS = re.compile(r"(?:位置|positions?) (?:\d+ ?(?:至|to) ?)?$", re.I)
_TIMES = ("minutes", "seconds", "分钟", "秒", "小时")
_STRETCHED = ("°C", "N·m", "N·cm", "kg", "mm", *_TIMES)
_BOUND = re.compile(r"(?:least|most|than|below|above|under|over|within|up to|[于过到足少多长高低]|至)\s*$", re.I)
_FREE = re.compile(r"(?:拧到|screws to|tightened to|[Tt]ighten \S.* to|0 N·m)\s*$")
_BELOW = re.compile(r"(?:below|under|less than)\s*$|(?<!不)(?<!不得)(?:低于|小于|不足)\s*$|(?:不到|没到)\s*$")
_ABOVE = re.compile(r"(?<!no )(?:more than|above|over)\s*$|(?<!不)(?<!不得)(?:高于|超过|大于)\s*$")
_STAY = re.compile(r"(?:must|须|必须)(?: stay| lie)? ?(?:below|小于|不到|低于)\s*$|within\s*$")
_NAMED = re.compile("(?:Pins: |pins |[Qq]uantity:? |数量:? |共 |order |which have |test |要 |序号: |章节: |8-1: |中部 |、|–|第 |section )$")
_COUNTED = re.compile(r" ?(?:颗|条|次|个|、\d|×|screws|tabs|Hz|pages|midframe)|\d?–\d")
_NEAR = {"1": "7", "2": "3", "3": "8", "4": "9", "5": "6", "6": "5", "7": "1", "8": "3", "9": "6", "0": "6"}
_UNITS = (r"°C|°|N·m|N·cm|mN·m|mAh|Ah|Wh|mV|V|mA|A|W|kΩ|Ω|µm|μm|mm|cm|kg|公斤|bar|MPa|ms|s\b|seconds?|minutes?|hours?|pages|秒|分钟|小时|%")
_MEASURE = re.compile(rf"(?P<n>{NUMBER.pattern})(?P<gap> ?)(?P<u>{_UNITS})(?![A-Za-z])")
_SPAN = re.compile(rf"(?P<a>{NUMBER.pattern})(?P<u> ?(?:V|mV|N·m|N·cm))?(?P<mid> ?(?:至|到|～|–|to|up to|and) ?)" r"(?P<b>\d+(?:\.\d+)?)(?P<v> ?(?:V|mV|N·m|N·cm)|)(?![\d.])")
_EXTREMES = re.compile(r"(?P<a>(?:最小|min\.)[^|\d]{0,8})(?P<x>\d+\.\d+)(?P<m>.{1,24}?(?:最大|max\.)[^|\d]{0,8})(?P<y>\d+\.\d+)")
_SCREW = re.compile(r"(?P<t>S?[MT])(?P<d>\d(?:\.\d)?)(?P<x>[x×])(?P<l>\d+(?:\.\d)?)")
_DIAL = re.compile(r"\*#\d+#")

# (unit, put instead, whether the new one is the larger).
_OTHER_UNIT = (
    ("°C", "°F", -1), ("°C", "K", -1), ("°(?!C|F)", " rad", 1), ("mN·m", "N·m", 1), ("N·m", "kN·m", 1), ("N·m", "N·cm", -1), ("N·cm", "N·m", 1), ("N·cm", "N·mm", -1), ("mAh", "Ah", 1),
    ("(?<!m)Ah", "mAh", -1), ("Wh", "kWh", 1), ("Wh", "mWh", -1), ("mV", "V", 1), ("mV", "µV", -1), ("V(?!~)", "kV", 1), ("V(?!~)", "mV", -1), ("mA", "A", 1), ("mA", "µA", -1), ("A", "mA", -1),
    ("A", "kA", 1), ("W", "kW", 1), ("W", "mW", -1), ("kΩ", "Ω", -1), ("kΩ", "MΩ", 1), ("Ω", "kΩ", 1), ("Ω", "mΩ", -1), ("mm", "cm", 1), ("mm", "µm", -1), ("cm", "mm", -1), ("cm", "dm", 1),
    ("[µμ]m", "mm", 1), ("kg", "g", -1), ("kg", "t", 1), ("公斤", "克", -1), ("公斤", "市斤", -1), ("bar", "mbar", -1), ("MPa", "kPa", -1), ("ms", "s", 1), ("s", "ms", -1), ("s", "min", 1),
    ("seconds?", "minutes", 1), ("seconds?", "milliseconds", -1), ("minutes?", "seconds", -1), ("minutes?", "hours", 1), ("hours?", "minutes", -1), ("hours?", "days", 1), ("秒", "分钟", 1),
    ("秒", "毫秒", -1), ("分钟", "秒", -1), ("分钟", "小时", 1), ("小时", "分钟", -1), ("小时", "天", 1), ("%", "‰", -1),
)
_SPOKEN_UNIT = (
    *words(("half an hour", "half a minute"), ("half a minute", "half an hour"), ("one hour", "one minute"),
        ("(?<!under )an hour", "a minute"), ("(?<=under )an hour", "a day"), ("a quarter of a minute", "a quarter of an hour"), ("five seconds", "five minutes")),
    *strings(("半小时", "半分钟"), ("半小时", "半天"), ("一刻钟", "一秒钟"), ("一刻钟", "一昼夜"), ("两秒内", "两毫秒内")),
)
_HEAD_UNIT = strings(
    ("（V）", "（mV）"), (r"\(V\)", "(mV)"), ("（N·m）", "（N·cm）"), (r"\(N·m\)", "(kN·m)"), (r"\(s\)", "(min)"), (r"\(Ω\)", "(MΩ)"), (r"\(Ω\)", "(mΩ)"),
)
_COUNTS = {
    "en": words(
        ("two", "four"), ("two", "three"), ("three", "two"), ("three", "five"), ("four", "three"), ("four", "six"), ("nine", "six"), ("nine", "twelve"), ("ten", "eight"), ("ten", "nine"),
        ("five", "seven"), ("both(?= (?:M1|boards|centre))", "all three")),
    "zh": strings(
        ("两(?=颗|条)", "四"), ("两(?=颗|条)", "三"), ("六(?=颗)", "八"), ("六(?=颗)", "五"), ("一根", "三根"), ("两秒内", "一秒内")),
}
_LIMITS = {
    "en": words(
        ("no deeper than", "no shallower than"), ("at most", "at least"), ("less than", "more than"), ("within (?=0.5 s|500 ms)", "no sooner than "), ("within(?= 0.5 mm)", "no better than"),
        ("for under", "for over"), ("for less than", "for more than"), (r"between (\S+ V) and", r"below \1 or above")),
    "zh": strings(
        ("不得超过", "不得少于"), ("不超过", "不低于"), ("(?<!不)(?<!不得)(?<!不可)超过", "不超过"), ("不可超过", "不可少于"), ("最多", "至少"), ("最长", "至少"), ("不小于", "不大于"), ("(?<!不)(?<!不得)小于", "不小于"), ("至少", "至多"),
        ("不得小于", "不得大于"), ("不得大于", "不得小于"), ("(?<=0 V )以下", "以上"), ("不得低于", "不得高于"), ("不得高于", "不得低于"), ("最高(?= 0)", "最低"), ("不到(?= 1.5)", "超过")),
}
_OPPOSITES = {
    "en": words(
        ("upper", "lower"), ("left(?!-hand)", "right"), ("right", "left"), ("above", "below"), ("below", "above"), ("maximum", "minimum"), ("minimum", "maximum"), ("connect", "disconnect"),
        ("disconnect", "connect"), ("disconnected", "connected"), ("connected", "disconnected"), ("tighten", "loosen"), ("tightened", "loosened"), ("loosen", "tighten"), ("loosened", "tightened"),
        ("slowly", "fast"), ("flat", "at a steep angle"), ("up(?! to)", "down"), ("top", "bottom"), ("towards", "away from"), ("rear (?=cover|camera)", "front "),
        ("front (?=cover|edge)", "rear "), ("(?<=too )hot", "cold"), ("dirty", "clean"), ("damaged", "intact"), ("broken", "intact"), ("cracked", "undamaged"), ("outside", "inside"),
        ("fully drained", "fully charged"), ("wireless(?= charging| 15)", "wired"), ("off(?=,? (?:pull|wait))", "on"), ("straight", "curved"), ("crosswise", "in a ring, one after the other"),
        ("thick", "thin"), ("stopped", "overspeeding"), ("stays locked", "works on"), ("cool", "heat up"), ("carry", "are free of"), ("lift off", "press on"), ("dry", "moisten"),
        ("moistened with", "kept free of"), ("last", "first"), ("(?<=must be )replaced", "kept"), ("replace(?= the (?:main|charging|fuser|toner|transfer))", "keep"), ("centre", "outer edge"),
        ("middle(?= one| tab)", "outermost"), ("(?<=Display )on", "off"), ("(?<=display )on", "off"), ("does not arrive", "arrives"), ("does not leave", "leaves"), ("fails", "works"),
        ("insert(?= (?:cartridge|the new))", "take out")),
    "zh": strings(
        ("上边缘", "下边缘"), ("下边缘", "上边缘"), ("右侧", "左侧"), ("(?<!不得)高于", "低于"), ("(?<!不得)低于", "高于"), ("(?<!不得)(?<!不)(?<!不可)超过", "不足"), ("最大", "最小"), ("最小", "最大"), ("断开", "接通"), ("接通", "断开"),
        ("拔下", "插上"), ("插上", "拔下"), ("(?<!已)(?<!手机)(?<!关了)关机", "开机"), ("(?<!时)开机(?!标志)", "关机"), ("拧紧(?!扭矩)", "拧松"), ("缓慢", "猛力"), ("贴平", "竖直"), ("加热(?= ?\\d)", "冷却"), ("干燥", "潮湿"), ("压紧", "松开"),
        ("新背胶", "旧背胶"), ("正常", "异常"), ("损坏", "完好"), ("太厚", "太薄"), ("音量减", "音量加"), ("升压", "降压"), ("有负载", "无负载"), ("点亮", "熄灭"), ("老化", "尚新"), ("鼓包", "平整"), ("受潮", "干燥"), ("每一颗螺钉都", "仅有一颗螺钉"),
        ("永久", "暂时"), ("首次", "末次"), ("第一次", "最后一次"), ("原装", "副厂"), ("完全没电", "充满电"), ("翻起", "压下"), ("拉起", "压下"), ("缺少", "多装了"), ("短路", "断路"), ("过度放电", "过度充电"), ("中部", "四角"), ("后置", "前置"),
        ("沙色", "黑色"), ("已由", "未由"), ("更换主板", "保留主板"), ("更换充电器", "继续用原充电器"), ("更换充电小板", "保留充电小板"), ("不到(?= \\d)", "超过"), ("(?<!不)(?<!不得)小于(?= 1)", "大于"), ("粘合", "拆开")),
}
_DENIALS = {
    "en": words(
        ("must(?! not)", "must not"), ("must be", "need not be"), ("has to be", "does not have to be"), ("does not", "does"), ("is not suitable", "is suitable"), ("not with", "preferably with"),
        ("can(?= pierce| come)", "can never"), ("may(?= come| read)", "can not"), ("always renew", "never renew"), ("with (?=the coil|fingerprint|film)", "without "),
        ("both carry", "neither carries"), ("carry(?= voltage)", "do not carry"), ("is measured", "is never measured"), ("includes", "lacks"), ("are tightened", "are not tightened"),
        ("has two", "has no"), ("is damaged", "is not damaged"), ("is not started", "is started"), ("gives", "never gives"), ("needs", "does not need"), ("comes last", "never comes last"),
        ("is due", "is never due"), ("together with", "separately from"), ("if (?=the (?:rear|power|charging|main|fuser))", "unless "), ("when (?=the|a)", "except when "),
        ("only after", "even before"), ("means that", "does not mean that"), ("must (?=lie|stay)", "need not "), ("reaches up to", "does not reach")),
    "zh": strings(
        ("不得(?!低|高|超|小|大|少)", "可以"), ("必须(?!为|是)", "无须"), ("必须(?=为|是)", "不必"), ("(?<!必)(?<!无)须(?!是)", "不必"), ("不许", "尽可"), ("不能", "也能"), ("绝不可", "实在不行可以"), ("绝不能", "也能"), ("禁止", "允许"),
        ("禁用", "可用"), ("无法", "很容易"), ("不灭", "得灭"), ("没有(?=出现|任何|该)", "有"), ("没出现", "出现了"), ("不会", "会"), ("会(?=使|让|顶穿|造成|发|永久|滑)", "不会"), ("就会", "还不会"), ("因为", "并非因为"), ("含背胶", "不含背胶"),
        ("自带背胶", "不带背胶"), ("仍带", "不再带"), ("也还有", "就没有"), ("仍低于", "不再低于"), ("如果(?=电|TP|拉|出|2)", "除非"), ("说明", "不能说明"), ("即为", "并非"), ("应为", "不应为"), ("要(?=换|更换|加热|放|刷洗|断|在|拔)", "不用"),
        ("替代", "不能替代"), ("须更换", "不用更换"), ("已接", "未接"), ("用于", "不用于"), ("(?<=TP5 )测", "不能测")),
}
_ORDERS = {
    "en": words(
        ("before", "after"), ("after", "before"), (r"disconnect (J\d+) and then (J\d+)", r"disconnect \2 and then \1"), (r"connect (J\d+) and then (J\d+)", r"connect \2 and then \1"),
        ("first", "last"), ("the middle one last", "the middle one first"), (r"connect (CN\d+) first, then (CN\d+)", r"connect \2 first, then \1"),
        (r"(CN\d+) and (after it|finally) (CN\d+)", r"\3 and \2 \1"), ("left, right, rear", "right, rear, left"), ("left, right, rear", "rear, left, right"),
        (r"first left, then right, then rear", "first rear, then left, then right"), (r"(J13), then (J3)\b", r"\2, then \1"), ("once(?= its)", "before"),
        (r", then(?= measure| dry| set| connect)", ", having first had to"), ("connect J13 before J3", "connect J3 before J13"), (r"Open J3, then J13", "Open J13, then J3"),
        ("comes last", "comes first")),
    "zh": strings(
        ("(?<!与)(?<!和)之前", "之后"), ("之后", "之前"), ("(?<=\\d %) ?后", " 之前"), ("以后(?=看|输|用)", "以前"), ("装入前", "装入后"), ("粘合前", "粘合后"), ("测量前", "测量后"), ("先核对", "最后才核对"),
        (r"先(用木牙签[^，]*)，再([^。；]*)", r"先\2，再\1"), (r"然后关机并断开电池", "此前先要关机并断开电池"), (r"穿过槽口后再取出", "穿过槽口以前就取出"), (r"，然后(?=拿|接)", "，在这以前"), (r"，再运行", "，在此之前先运行"), ("从上边缘开始", "最后才到上边缘"),
        ("先从上边缘", "最后从上边缘")),
}
_ADDED = {
    "en": (
        "Put one drop of medium thread lock on it.", "The maker allows this twice in the life of the device.", "A second technician has to sign for it.", "Below 10 °C, allow double the time.",
        "The warranty ends when this is not logged.", "Smear a little silicone grease on the contact faces.", "Older units from before 2022 are exempt.", "A blue lamp confirms that it worked.",
        "Keep the relative humidity under 40 % meanwhile.", "The special tool kit SK-14 is needed for it.", "If in doubt, repeat it after 500 operating hours.", "Expect a faint smell of ozone.",
        "Two short beeps tell that it is finished.", "Update the firmware before going on.", "The same holds for all accessories.", "It costs the customer nothing."),
    "zh": (
        "接触面上薄薄涂一层硅脂。", "另需一名技师在工单上复签。", "室温低于 10 °C 时时间加倍。", "不作记录则保修失效。", "2022 年以前生产的机器除外。", "完成时蓝灯会亮起。", "期间相对湿度要保持在 40 % 以下。", "需用专用工具包 SK-14。", "每台机器一生只许做两次。", "听到两声短促的提示音即告完成。",
        "继续之前先升级固件。", "此项不向顾客收费。", "再补一滴中强度螺纹胶。", "各种配件也照此办理。", "有轻微的臭氧味属于正常现象。", "半年后应复查一遍。"),
}
_SWAPS = {"digit": _COUNTS, "range": _LIMITS, "opposite": _OPPOSITES, "negation": _DENIALS, "order": _ORDERS}
# fmt: on


def _way(text: str, at: int, after: str) -> int:
    """Where a number of a limit may go so that the claim does not merely say less: up, down or (0) either."""
    before = text[max(0, at - 30) : at].lower()
    if _STAY.search(before) or re.match(r"\s*秒?(?:分钟)?(?:之)?内|\s*[^\s，。]{1,3}\s*(?:次)?以上", after):
        return -1
    if _BELOW.search(before) or re.match(r"\s*[A-ZΩa-z]*\s*(?:以下|below)", after):
        return 1
    return 0 if not _ABOVE.search(before) else 1 if re.search(r"burn|燃烧", text) else -1


def _goes(old: float, new: float, way: int) -> bool:
    return new != old and (way == 0 or (new - old) * way > 0)


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether a number is no part of a grouped one such as 150 000."""
    return not _GROUP.search(text[max(0, match.start() - 2) : match.end() + 4])


def _counts(text: str, match: re.Match[str]) -> bool:
    """Whether a number counts things or names one, and so has no decimals."""
    return bool(_NAMED.search(text[: match.start()]) or _COUNTED.match(text[match.end() :]))


class _Wording:
    """Own digits, limits, antonyms and additions."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        for kind, swaps in _SWAPS.items():
            yield from swapped(kind, swaps[language], text)
        yield from self._units(text)
        yield from self._codes(text)
        for more in (self._numbers, self._ranges, self._denied):
            yield from (mutant for mutant in more(text, language) if mutant.text != text)
        yield from self._injected(text, language, rng)

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。')}，这一步做完，接下来{second.rstrip('。')}。"
        return f"{first.rstrip('.')}; with that done, {lower_first(second.rstrip('.'))}."

    def _numbers(self, text: str, language: Language) -> Iterator[Mutant]:
        for match in NUMBER.finditer(text):
            old = match.group()
            before = text[max(0, match.start() - 10) : match.start()]
            place = bool(_PLACE.search(before)) and "." not in old
            if _SPOTS.search(before) or float(old) == 0:
                continue  # a smaller span of places may be right as well
            way = _way(text, match.start(), text[match.end() : match.end() + 8])
            tail = old[-1] if len(old.rstrip("0")) == len(old) else old.rstrip("0.")[-1:]
            at = old.rfind(tail)
            news = {old[:at] + _NEAR[tail] + old[at + 1 :], _NEAR[old[0]] + old[1:]}
            digits = [n for n, d in enumerate(old) if d.isdigit()]
            news |= {
                old[:a] + old[b] + old[a + 1 : b] + old[a] + old[b + 1 :]
                for a, b in zip(digits, digits[1:], strict=False)
                if old[b] != "0" or a > 0
            }
            news |= {str(int(old) + step) for step in (1, -1) if "." not in old and 0 < int(old) + step < 60}
            for new in sorted(news):
                if not re.match(r"0\d", new) and float(new) > 0 and _goes(float(old), float(new), way):
                    yield Mutant("digit", put(text, match, new))
            if place or _counts(text, match) or not _alone(text, match):
                continue
            for to in (-1, 1):
                if _goes(0, to, way):
                    yield Mutant("decimal", put(text, match, f"{Decimal(old).scaleb(to):f}"))
        for match in _MEASURE.finditer(text):
            n, u = match["n"], match["gap"] + match["u"]
            way = _way(text, match.start(), text[match.end() : match.end() + 8])
            if float(n) == 0 or " | " in text or not _alone(text, match):
                continue
            said = ("ten times", "a tenth of") if language == "en" else ("十倍于", "只有十分之一的")
            for word, by in zip(said, (10, 0.1), strict=True):
                if _goes(1, by, way):
                    yield Mutant("decimal", put(text, match, f"{word} {n}{u}"))
            twice = "roughly twice" if language == "en" else "大约两倍于"
            if _goes(1, 2, way):
                yield Mutant("digit", put(text, match, f"{twice} {n}{u}"))

    def _units(self, text: str) -> Iterator[Mutant]:
        for unit, new, way in _OTHER_UNIT:
            for match in re.finditer(rf"(?<=\d)(\s?){unit}(?![A-Za-zµΩ·])", text):
                number = re.search(r"[\d.]+$", text[: match.start()])
                if number is None or float(number.group().strip(".")) == 0:
                    continue
                want = _way(text, number.start(), text[match.start() : match.end() + 4])
                if want in (0, way):
                    yield Mutant("unit", put(text, match, f"{match.group(1)}{new.strip()}"))
        yield from swapped("unit", (*_SPOKEN_UNIT, *_HEAD_UNIT), text)

    def _codes(self, text: str) -> Iterator[Mutant]:
        for match in CODE.finditer(text):
            for new in self._near_codes(match.group()):
                if new not in text:
                    yield Mutant("suffix", put(text, match, new))
        for match in _SCREW.finditer(text):
            kind, wide, by, long = match["t"], match["d"], match["x"], match["l"]
            longer, wider = Decimal(long) + 2, Decimal(wide) + Decimal("0.6" if "." in wide else 1)
            for new in (f"{kind}{wide}{by}{longer}", f"{kind}{wider}{by}{long}"):
                yield Mutant("suffix", put(text, match, new))
        for match in _DIAL.finditer(text):
            code = match.group()[2:-1]
            for new in (code[::-1], f"{int(code) + 1:0{len(code)}d}"):
                yield Mutant("suffix", put(text, match, f"*#{new}#"))

    @staticmethod
    def _near_codes(code: str) -> Iterator[str]:
        head, digits, tail = re.fullmatch(r"([A-Z]+-?)(\d+)(.*)", code).groups()  # type: ignore[union-attr]
        if head == "IP":
            yield from ("IP67" if code != "IP67" else "IP54", f"IP{digits[::-1]}")
            return
        yield from (f"{head}{int(digits) + step}{tail}" for step in (1, -1) if int(digits) + step > 0)
        if len(digits) > 2:
            yield f"{head}{digits[:-2]}{digits[-1]}{digits[-2]}{tail}"
            yield f"{head}{digits[0]}{_NEAR[digits[1]]}{digits[2:]}{tail}"
        if re.fullmatch("-[A-Z]", tail):
            yield from (f"{head}{digits}-{letter}" for letter in (chr(ord(tail[1]) + 1), "K"))

    def _ranges(self, text: str, language: Language) -> Iterator[Mutant]:
        for match in _EXTREMES.finditer(text):
            yield Mutant("range", put(text, match, f"{match['a']}{match['y']}{match['m']}{match['x']}"))
        for match in _SPAN.finditer(text):
            low, high, unit, last = match["a"], match["b"], match["u"] or "", match["v"]
            before, mid = text[: match.start()], match["mid"].strip()
            if (_PLACE.search(before) and not _SPOTS.search(before)) or (mid == "and" and not unit):
                continue
            places = len(high.partition(".")[2])
            more = float(high) * 1.1 if places else int(high) + (2 if int(high) < 40 else 20)
            yield Mutant("range", put(text, match, f"{low}{unit}{match['mid']}{more:.{places}f}{last}"))
            if places:
                less = f"{float(low) * 0.9:.{places}f}{unit}{match['mid']}{high}{last}"
                yield Mutant("range", put(text, match, less))
            if language == "zh":
                yield Mutant("range", put(text, match, f"{match.group()} 以外"))
            elif last and mid in ("to", "–"):
                yield Mutant("range", put(text, match, f"anything but {low}{unit or last} to {high}{last}"))
        for match in _MEASURE.finditer(text):
            near, rest = text[: match.start()], text[match.end() :]
            free = match["u"] in _STRETCHED and (not _BOUND.search(near) or _FREE.search(near))
            if not free or re.match(r"\s*(?:内|以|或|及|to |and \d|至|到)", rest):
                continue
            places = len(match["n"].partition(".")[2])
            other = f"{float(match['n']) * (0.4 if match['u'] in _TIMES else 1.6):.{places}f}"
            low, high = sorted((other, match["n"]), key=float)
            if 0 < float(low) < float(high) and _alone(text, match) and not re.search("滑牙|strip ", text):
                span = f"{low} {'to' if language == 'en' else '至'} {high}{match['gap']}{match['u']}"
                yield Mutant("range", put(text, match, span))

    def _denied(self, text: str, language: Language) -> Iterator[Mutant]:
        if " | " in text:
            head, _, cell = text.rpartition(": ")
            anti = "anything but" if language == "en" else "绝不是"
            news = [f"{head}: {anti} {cell}"] if cell != "–" else []
        elif language == "zh":
            bare = text.rstrip("。")
            news = [f"以下说法不成立：{text}", f"{bare}，这其实是误传。"]
            if _BIDS.match(text) and not re.search("[。须应就没时：]", bare):
                news.append(f"千万别{bare}。")
        elif imperative(text):
            news = [f"{b} {lower_first(text)}" for b in ("Under no circumstances", "It is superfluous to")]
        else:
            news = [f"{b} {text}" for b in ("It is an error to say this:", "This is quite untrue:")]
        yield from (Mutant("negation", new) for new in news)

    def _injected(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        note = " | Note: " if language == "en" else " | 说明: "
        for extra in rng.sample(_ADDED[language], 4):
            end = note if " | " in text else ". " if language == "en" else "。"
            new = f"{text.rstrip('.。')}{end}{extra}"
            yield Mutant("injected", new.rstrip(".。") if " | " in text else new)


def build() -> _Wording:
    return _Wording()
