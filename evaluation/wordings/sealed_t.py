"""Wording T: own lists, slips as they happen at a bench: misread dials, near numbers, the other hand, the other end."""

from __future__ import annotations

import re
import zlib
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

_UNIT = r" ?(?:N·c?m|[kmM]?[ΩVAW](?![A-Za-z])|[µn]F|µH|°C|°|mm|cm|m\b|kg|g\b|bar|rpm|mAh|ms|s\b|Hz|%|l\b)"
_TIME = r" ?(?:seconds?|minutes?|hours?|pages|sheets|times|turns|秒|分钟|小时|次|挡|声|颗)"
_MEASURED = re.compile(rf"(?:{_UNIT}|{_TIME})")
_COUNTED = re.compile(r" ?(?:times|turns|screws|sheets|次|挡|声|颗|下|[  ]?\d{3})")
_HEADED = re.compile(r"[(（](?:N·m|V|Ω|s)[)）](?: / \w+\.?)?: $")
_NAMED = re.compile(r"(?:[Ss]ections?|[Ss]teps?|[Tt]ables?|[Tt]ests?|figure|第|步骤|表|图|Test:|bearings?|\d)[  ]?$")  # fmt: skip
_LENGTH = re.compile(r"(?<![A-Za-z\d])(M|ST)(\d(?:\.\d)?)([x×])(\d+(?:\.\d+)?)")
_SPAN = re.compile(r"(\d+(?:\.\d+)?)( ?(?:[kmM]?[VΩA]|°C|N·m)?(?: to | up to | and | 至 | 到 |–|至|到))(\d+(?:\.\d+)?)(?!\d)")  # fmt: skip
_ROUGH = re.compile(r"(?:约|about) ?$")
_LEAST = re.compile(r"(?:above|over|(?:more|higher) than|exceed|at least|> ?|(?<!不)[大高]于|(?<!不)超过|不得?[低小]于|至少要?有?) ?$", re.I)  # fmt: skip
_MOST = re.compile(r"(?:below|under|less than|up to|within|hot as|no [a-z]+ than|< ?|(?<![不得])[低小]于|不[高大]于|不超过|不[到足]|最高会?有?|可达|可热到) ?$", re.I)  # fmt: skip
_LEAST_TOO = re.compile(r"[ \w°%Ω]{0,4}(?:以上|or more|up\b)")
_MOST_TOO = re.compile(r"[ \w°%Ω]{0,4}(?:以下|内)")
_IF = re.compile(r"\b(?:if|when|faulty|fault|symptom|go to|carry on|calls for|may be|behind|can|cause|means)\b|若|如果|故障|说明|报|转|更换|显示|换|才能|方可", re.I)  # fmt: skip
_EN = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 80: "eighty", 90: "ninety"}
_ZH = "零一二三四五六七八九十"

_SAID_EN = words(("two", "three"), ("three", "four"), ("three times", "twice"), ("four", "six"), ("five", "eight"), ("six", "four"), ("eight", "ten"), ("ten", "a dozen"), ("fourteen", "twelve"), ("half an hour", "an hour"), ("half an hour", "a quarter of an hour"), ("one hour",
    "two hours"), ("a minute", "a minute and a half"), ("both(?= (?:hoses|hose clamps|keys|clutches|levers|green|sides))", "one of the"), ("up to one hour", "up to five hours"),)  # fmt: skip
_SAID_ZH = strings(("两(?=[颗条秒块])", "三"), ("三(?=[颗秒声下])", "五"), ("六颗", "九颗"), ("八(?=颗)", "六"), ("九挡", "七挡"), ("半(?:个)?小时", "一刻钟"), ("半小时", "一个半小时"), ("一刻钟", "三刻钟"), ("一位(?=数字)", "三位"), ("两小时", "四小时"), ("一颗", "两颗"), ("五次", "三次"), ("各一件", "各两件"),)  # fmt: skip
_UNITS = tuple((re.compile(rf"(?<=\d)( ?){find}(?![A-Za-zΩ·])"), puts) for find, puts in (("N·m", ("N·cm", "lbf·ft", "kN·m")), ("N·cm", ("N·m", "N·mm")), ("kΩ", ("Ω", "MΩ")), ("MΩ", ("kΩ", "Ω")), ("Ω", ("kΩ", "mΩ", "MΩ")), ("kV", ("V",)), ("mV", ("V", "µV")), ("V", ("mV",
    "kV", "A")), ("mA", ("A", "µA")), ("A", ("mA", "V")), ("kW", ("W",)), ("W", ("kW", "mW")), ("µF", ("nF", "mF")), ("nF", ("µF",)), ("µH", ("mH", "nH")), ("°C", ("°F", "K")), ("mm", ("cm", "m")), ("cm", ("mm", "m")), ("kg", ("g", "t")), ("g", ("kg",)), ("bar", ("mbar",
    "psi")), ("rpm", ("Hz",)), ("ms", ("s", "min")), ("s", ("min", "ms", "h")), ("m", ("mm", "cm")), ("mAh", ("Ah",)), ("Hz", ("kHz",)), ("µm", ("mm",)), ("seconds?", ("minutes", "hours")), ("minutes?", ("seconds", "hours")), ("hours?", ("minutes", "days")), ("秒", ("分钟",
    "毫秒")), ("分钟", ("秒", "小时")), ("小时", ("分钟", "天")), ("pages", ("sheets of A3",)), ("turns", ("degrees",)), ("%", ("‰",)), ("英寸", ("厘米",)),))  # fmt: skip
_SPELT = strings((r"\b(five|three|six|eight|two) seconds", r"\1 minutes"), (r"\ba minute\b", "a second"), ("half an hour", "half a minute"), ("one hour", "one minute"), ("半小时", "半分钟"), ("一刻钟", "十五秒"), ("([两三五])秒", r"\1分钟"), ("两小时", "两分钟"), (r"\bsix turns", "six degrees"),
    (r"[(](N·m)[)](?=: [\d.]*[1-9])", "(N·cm)"), (r"（N·m）(?=: [\d.]*[1-9])", "（N·cm）"), (r"\(s\)(?=: [\d.]*[1-9])", "(min)"), (r"（V）(?=: [\d.]*[1-9])", "（mV）"), (r"\(V\)(?=: [\d.]*[1-9])", "(kV)"), (r"\(Ω\)(?=: [\d.]*[1-9])", "(mΩ)"), (r"(?<=: )340 k\b", "340 M"), (r"> 1 M\b",
    "> 1 k"),)  # fmt: skip
_BOUNDS_EN = words(("(?:above|over)(?= (?:twice )?\\d)", "below"), ("(?:below|under)(?= \\d)", "above"), ("more than(?= \\d)", "less than"), ("less than(?= \\d)", "more than"), ("up to(?= (?:\\d|one|a |half))", "at least"), ("within(?= (?:\\d|six|five))", "not before"),
    ("no more than", "no less than"), ("no deeper than", "no less deep than"), ("outside", "inside"), ("between(?= \\d)", "outside"), ("anything from", "nothing from"), ("exceed", "stay below"), ("stay below", "exceed"), ("or more", "or less"), ("or over", "or below"),
    (r"tighten(ed)? to(?= \d)", r"tighten\1 to more than"), (r"held for(?= \d)", "held for at most"), (r"(?<!clamps )(?<!water )for(?= \d+ (?:s|seconds|minutes)\b)(?!.*single drop)", "for less than"), ("min\\.", "max."), ("about(?= \\d)", "less than half of"), (r"to(?= \d\.\d N·m)",
    "to at most half of"), ("as hot as", "no hotter than a tenth of"),)  # fmt: skip
_BOUNDS_ZH = strings(("(?<!不)大于", "小于"), ("(?<!不)小于", "大于"), ("(?<!不)高于", "低于"), ("(?<!不)低于", "高于"), ("不超过", "不少于"), ("不小于", "不大于"), ("不得低于", "不得高于"), ("不得高于", "不得低于"), (r"(?<=\d)( ?[秒分][钟]?)之?内", r"\1后"), ("(?<=[°VΩ] )以下", "以上"), (r"(\d ?(?:°C|V|Ω|%)) ?以下", r"\1 以上"),
    ("以上", "以下"), ("最高(?= ?\\d)", "最低"), ("至少", "至多"), ("不到", "超过"), ("不足", "多于"), (r"约 ?(\d+(?:\.\d+)? ?[VΩmµ]+) ?", r"不到 \1 的一半"), ("(?<!不)超过(?= ?\\d)", "不到"), ("最小", "最大"), (r"(拧[紧到至]+ ?)(\d+(?:\.\d+)? N·c?m)", r"\1\2 以上"), (r"(扭矩(?:（N·m）)?:? ?)(\d+\.\d+)",
    r"\1不高于一半的 \2"), (r"以 (\d\.\d+ N·m) 拧紧", r"以不低于 \1 的扭矩拧紧"), (r"(?<=V )之间", "以外"), ("可达", "不会超过一半的"), (r"内要", "后才"),)  # fmt: skip
_OPPOSITE_EN = words(("anticlockwise", "clockwise"), ("a clockwise", "an anticlockwise"), ("(?<!a )clockwise", "anticlockwise"), ("left", "right"), ("right", "left"), ("upper", "lower"), ("lower(?= (?:right|edge|part|left|front))", "upper"), ("top", "bottom"), ("front",
    "rear"), ("rear", "front"), ("inwards", "outwards"), ("outwards", "inwards"), ("up(?=,| and close| the)", "down"), ("levers down", "levers up"), ("lock (?=it )", "release "), ("in the housing", "outside the housing"), ("under(?= (?:the|it))", "above"), ("beside",
    "exactly under"), ("from behind", "from above"), ("loosen(ed)?", r"tighten\1"), ("remove(?! the foreign)", "leave"), ("connect(?! CN3 to)", "unplug"), ("disconnect(ed)?", r"connect\1"), (r"open (?=the|both)", "close "), (r"close (?=the front|the rear)", "open "), (r"switch(ing|ed)? off",
    r"switch\1 on"), (r"machine on", "machine off"), (r"printer off", "printer on"), ("with a new", "with the old"), ("new(?= (?:seal|gasket|bolt))", "used"), ("faulty", "healthy"), ("in order", "defective"), ("dry", "wet"), ("present now", "over and gone"), ("steady",
    "blinking"), ("flashes", "glows steadily"), ("flashing", "steady"), ("too high", "too low"), ("no current", "excessive current"), ("lowered", "raised"), ("(lamp|coil|winding|fuse) open", r"\1 shorted"), ("an open (?=heating|winding)", "a shorted "), ("a shorted",
    "an open"), ("(?<!a )(?:shorted|short-circuited)", "open"), ("a short-circuited", "an open"), ("loose(?= plug)", "tight"), ("plug off", "plug on"), ("medium", "extra-strong"), ("crosswise", "one after the other in a circle"), ("released", "built up"), ("lower number",
    "higher number"), ("too slowly", "too fast"), ("together", "one at a time"), ("straight and slowly", "sideways and fast"), ("locked", "unlocked"), ("clear(ed|s)?(?= stored| by| the)", r"keep\1"), ("kinked", "stretched straight"), ("without kinks|kink-free",
    "with kinks"), ("(?<=is )reset", "kept"), ("reset(?= the)", "keep"), ("flat(?= bowl)", "tall"), ("cool", "heat up"),)  # fmt: skip
_OPPOSITE_ZH = strings(("背面", "正面"), ("朝向|对着", "背对"), ("朝上|向上", "朝下"), ("上边缘", "下边缘"), ("下边缘", "上边缘"), ("拧下", "拧上"), ("取下", "装上"), ("拔下(?!电源)", "插上"), ("插上|插好|插紧", "拔下"), ("断开(?!插头)", "接通"), ("拧紧", "拧松"), ("压紧", "松开"), ("导通", "不通"), ("(?<!被)击穿", "完好"), ("过热", "过冷"), ("开路",
    "短路"), ("短路", "开路"), ("串联|串一只", "并联"), ("常亮|一直亮", "始终不亮"), ("停止加热", "继续加热"), ("移开|移走|拿走", "放上"), ("薄涂|薄薄涂在", "厚涂"), ("松脱", "过紧"), ("导磁", "导热"), ("软布", "硬刷"), ("中性", "强酸性"), ("最大功率", "最小功率"), ("无水", "水满"), ("熔断", "完好"), ("通电(?=后|即|便|就)", "断电"), ("断电", "继续通电"), ("电压过高",
    "电压过低"), ("电压过低", "电压过高"), ("冷却", "升温"), ("(?<!须)接地", "不接地"), ("易|敏感", "不敏感"), ("新(?=背胶|电池)", "旧"), ("没有出现|未出现|不见", "出现"), ("老化", "全新"), ("下降", "上升"), ("点亮", "熄灭"), ("关机", "开机"), ("更换", "保留"),)  # fmt: skip
_NEGATED_EN = words((r"must not", "may well"), (r"(must|has to|have to)(?! not)", "need not"), ("do not", "you may"), ("never", "always"), ("no longer", "still"), ("can be", "cannot be"), ("should(?! not)", "should not"), ("is (?=tightened|loosened|pulled|driven|held|secured|reset)",
    "is never "), ("are (?=tightened|replaced|cleared|pulled)", "are never "), ("without oiling", "after oiling"), ("without kinks", "with several kinks"), ("Remedy: ", "Remedy (not needed): "), ("comes? off", "will not come off"), ("means?", "does not mean"), ("locks?(?= in| the)",
    "fails to lock"), ("causes|can cause", "cannot cause"), ("gets?(?= (?:a\\b|its|\\d))", "must not get"), ("reports", "does not report"), ("takes(?= \\d)", "does not take"), ("hold(?= the drain)", "do not hold"), ("are (?=yellow|present|on)", "are not "), ("is (?=the |up|open)",
    "is not "),)  # fmt: skip
_NEGATED_ZH = strings(("不得使用|不得用", "可以使用"), ("(?<!不)应(?=在|大|低|为|显|当|沸|换)", "不应"), ("(?<![必不无])须(?=小|低|在|更|再|换|停|接)", "无须"), ("必须", "不必"), ("务必", "不必"), ("不要|不可", "可以"), ("禁用|不许用", "可以用"), ("不必|无须", "必须"), ("(?:才能|方可)", "也不能"), ("说明|表明", "并不说明"), ("措施: ", "措施: 不得"), ("就是|即(?=已)",
    "并不是"), ("表示", "不表示"), ("是(?=炉面|电压|控制|辅助)", "不是"), ("(?<!不)可能(?=引|是)", "绝不可能"), ("会(?=使|让|报)", "不会"), ("需(?=换|更)", "不需"), ("都要|要先|也要", "不用"), ("怕", "不怕"), ("别摸", "放心摸"),)  # fmt: skip
_REFUSED_EN = ("There is no need to {}", "Under no circumstances {}", "Do not {}", "Nobody has to {}", "Take care not to {}", "You can do without this: {}",)  # fmt: skip
_DENIED_EN = ("It is not the case that {}", "It is a mistake to believe that {}", "Nothing in the manual says that {}",)  # fmt: skip
_WRONG_EN = ("The advice “{}” is wrong", "It would be wrong to say: {}")
_REFUSED_ZH = ("没有必要{}", "手册禁止{}", "切勿{}", "可以省去这一步：{}", "千万别{}")
_DENIED_ZH = ("并非如此：{}", "认为“{}”是错误的", "下面的话不成立：{}")
_DO_ZH = re.compile(r"(?:拧下|取下|测量|装上|放上|放入|拔下|插上|用|将|在新|同时|清|检查|更换|断开|做|移开|按|以|从|填写|装复|拆下)")  # fmt: skip
_DOES = re.compile(r"(?:Repeat|Plug|Back|Give|Glue|Go|Drive|Slide|Twist)\b")
_STARTS = re.compile(r"(?:Before|With|In|On|To|For|Under|After|Because|When|If|Since|Once|Charging|Tightening|Rated|Test|Start)\b")  # fmt: skip
_STATES_ZH = re.compile("就能|即可|应|才能|仍|方可|要|须")
_ADDED_EN = ("Let it run in for a week before the final check.", "The work counts as a warranty repair in the first 18 months.", "A drop of machine oil on the thread makes this easier.", "Photograph the result and send it to the maker.",
    "Older units built before 2019 need the reinforced version.", "Afterwards update the firmware over USB.", "Warm the part with a hot-air gun first.", "A 10 % deviation is tolerated here.", "This has to be repeated every six months.",
    "A second technician has to sign for it.", "Silicone spray may be used in place of it.", "The part is on back order and costs about 35 euros.",)  # fmt: skip
_TAIL_EN = (", or else the warranty ends", ", just as on the model before it", ", at least on units built after 2021", ", as long as the room is below 15 °C", ", except on machines for export", ", and the head office has to be told")  # fmt: skip
_ADDED_ZH = ("完成后须静置一昼夜再使用。", "该零件每两年强制更换一次。", "螺纹上可滴少许机油。", "2019 年以前的机型须改用加强型零件。", "允许有一成的误差。", "操作后请通过 USB 升级固件。", "结果须拍照寄回厂家。", "必要时可用热风枪预热。", "此项费用约 60 元，由用户承担。", "也可用普通胶水代替。", "须由两名技师签字确认。", "冬季操作须先预热半天。",)  # fmt: skip
_TAIL_ZH = ("，否则保修失效", "，上一代机型也是如此", "，出口机型除外", "，室温须低于 15 °C", "，并上报总部备案", "，仅限 2021 年以后的产品",)  # fmt: skip
_NOTES = {"en": (" | Note: export units only", " | Note: discontinued in 2020", " | Note: twice on the left-hand model"), "zh": (" | 附注: 仅限出口机型", " | 附注: 2020 年起停产", " | 附注: 需预订")}  # fmt: skip
_ORDER = (*words((r"before(?= (?:you (?!touch)|the|it|CN))", "after"), ("after(?= (?:you|the|levering|taking|switching the|CN))", "before"), ("once(?= (?:you|the|it|its))", "before"), ("only after", "even before"), (r",? (?:and )?then (?=CN|J\d|the)", " but only after "),
    ("afterwards", "beforehand"), (r"first(?=, then)", "last"), ("left first", "right first"), ("rear last", "rear first")), *strings(("之前", "之后"), ("(?<=[上好紧下完动纸电开])(?:之)?后(?=[，再须即便三，])", "之前"), ("先(.{2,24}?)[，、]?再([^，。；]{2,24})", r"先\2，再\1"), ("(?<!则)接着", "但在此之前要"), ("然后",
    "但此前先"), ("后?方可", "之前即可")),)  # fmt: skip
_THEN_EN = ("{A}, then {b}.", "{A}; after that, {b}.", "First {a}, and next {b}.", "{A} and only afterwards {b}.", "You first {a} and subsequently {b}.", "{A}; that done, {b}.", "{A} before you {b}.", "Before you {b}, {a}.",)  # fmt: skip
_THEN_ZH = ("先{a}，再{b}。", "{a}，然后{b}。", "{a}，接着{b}。", "首先{a}，随后{b}。", "{a}；完成之后，{b}。", "第一步是{a}，下一步是{b}。", "在{b}之前，先{a}。", "{a}之后，{b}。",)  # fmt: skip


class _Bench:
    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        en = language == "en"
        yield from _digits(text, en, rng)
        yield from _decimals(text)
        yield from _units(text, rng)
        yield from _codes(text, rng)
        yield from _spans(text)
        yield from swapped("range", _BOUNDS_EN if en else _BOUNDS_ZH, text)
        yield from swapped("opposite", _OPPOSITE_EN if en else _OPPOSITE_ZH, text)
        negated = tuple(swapped("negation", _NEGATED_EN if en else _NEGATED_ZH, text))
        yield from negated
        if len(negated) < 2:
            yield from _denied(text, language, rng)
        yield from swapped("order", _ORDER, text)
        yield from _added(text, language, rng)

    def joined(self, first: str, second: str, language: Language) -> str:
        a, b = first.strip(" .。；;"), second.strip(" .。；;")
        plain = not re.search(r"[;:；：。]|because|, then| if | first|如果|若|然后|先|^If", a + b)
        forms: tuple[str, ...] = _THEN_EN if language == "en" else _THEN_ZH
        if language == "en" and not (imperative(a) and imperative(b)):
            forms = ("{A}; then: {b}.", "{A}; the next thing is this: {b}.")
        elif not plain:
            forms = forms[1:3] if language == "zh" else forms[:2]
        form = forms[zlib.crc32(f"{a}|{b}".encode()) % len(forms)]
        return form.format(A=a[:1].upper() + a[1:], a=lower_first(a), b=lower_first(b))


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Numbers that are neither zero nor the tail of a grouped one."""
    for match in NUMBER.finditer(text):
        tail = re.search(r"\d[  ,]$", text[: match.start()]) and len(match.group()) == 3
        if float(match.group()) and not tail:
            yield match


def _digits(text: str, en: bool, rng: Random) -> Iterator[Mutant]:
    yield from swapped("digit", _SAID_EN if en else _SAID_ZH, text)
    taken = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", text)}
    for match in _numbers(text):
        old = match.group()
        after = text[match.end() :]
        grouped = re.match(r"[  ,]\d{3}(?!\d)", after)
        for new in _near(old, rng):
            if float(new) not in taken and _misses(text, match, float(new)):
                yield Mutant("digit", put(text, match, new))
        said = _spoken(old, en, rng)
        if said and not grouped and re.match(_TIME, after) and not _NAMED.search(text[: match.start()]):
            ahead = text[: match.start()] if en else text[: match.start()].rstrip()
            yield Mutant("digit", ahead + said + (after if en else after.lstrip()))
        unit = re.match(r" ?(?:N·c?m|[kM]?Ω|V|kg|bar|W)(?![\w~])", after)
        bound = re.search(r"(?:than|above|below|under|[大小高低]于|[±–(])\s?$", text[: match.start()])
        if unit and not bound and not _SPAN.search(text):
            value = old + unit.group()
            new = f"{rng.choice(('about twice', 'a third of'))} {value}" if en else f"{value} 的两倍"
            yield Mutant("digit", text[: match.start()] + new + text[match.end() + unit.end() :])


def _misses(text: str, match: re.Match[str], new: float) -> bool:
    """Whether what is said with the new number does not follow from what was said with the old one."""
    old, before, after = float(match.group()), text[: match.start()], text[match.end() :]
    if _ROUGH.search(before):
        return not 0.6 * old < new < 1.5 * old
    held = next((m for m in _SPAN.finditer(text) if m.start() <= match.start() < m.end()), None)
    if held is not None:
        wider = new < old if match.start() == held.start() else new > old
        return wider != bool(re.search(r"[Oo]utside", text[: held.start()]))
    least = _LEAST.search(before) or _LEAST_TOO.match(after)
    most = _MOST.search(before) or _MOST_TOO.match(after)
    if not least and not most:
        return new != old
    return (new > old) == (bool(least) != bool(_IF.search(text)))


def _near(old: str, rng: Random) -> Iterator[str]:
    """Another digit, two digits changed about, one digit doubled."""
    tail = len(old) - 1 if "." in old and old[-1] == "0" else len(old)
    places = [n for n, c in enumerate(old[:tail]) if c.isdigit()]
    at = rng.choice(places)
    for step in rng.sample((-3, -2, 2, 3, 4), 2):
        digit = (int(old[at]) + step) % 10
        new = old[:at] + str(digit) + old[at + 1 :]
        if (digit or at) and new != "1" and float(new):
            yield new
    for n in range(len(old) - 1):
        one, two = old[n], old[n + 1]
        if one.isdigit() and two.isdigit() and two not in (one, "0"):
            yield old[:n] + two + one + old[n + 2 :]
    if "." not in old and len(old) < 4 and old[0] != "0":
        yield str(int(old) * 2)


def _spoken(old: str, en: bool, rng: Random) -> str:
    if "." in old or not 2 <= int(old) <= 90:
        return ""
    value = int(old)
    if en and value < len(_EN):
        return rng.choice([w for n, w in enumerate(_EN) if n not in (value, value - 1) and 2 <= n <= 12])
    if en:
        return rng.choice([w for n, w in _TENS.items() if n != value])
    if value <= 10:
        return rng.choice([c for n, c in enumerate(_ZH) if 3 <= n != value])
    return _ZH[rng.choice([n for n in (2, 3, 4, 5, 8) if n * 10 != value])] + "十"


def _decimals(text: str) -> Iterator[Mutant]:
    for match in _numbers(text):
        old, before, after = match.group(), text[: match.start()], text[match.end() :]
        if (
            _NAMED.search(before)
            or _COUNTED.match(after)
            or not (_MEASURED.match(after) or _HEADED.search(before))
        ):
            continue
        whole, dot, rest = old.partition(".")
        news = [f"{old}0", f"{float(old) / 10:g}"]
        if dot:
            news = [f"{whole}{rest}".lstrip("0"), f"{whole}.0{rest}"]
        news += [f"0.{whole}{rest}"] if dot and len(whole) == 1 and whole != "0" else []
        for new in news:
            if new and _misses(text, match, float(new)):
                yield Mutant("decimal", put(text, match, new))


def _units(text: str, rng: Random) -> Iterator[Mutant]:
    yield from swapped("unit", _SPELT, text)
    for pattern, puts in _UNITS:
        for match in pattern.finditer(text):
            if not re.search(r"(?<![\d.])0$", text[: match.start()]):
                yield Mutant("unit", put(text, match, match.group(1) + rng.choice(puts)))


def _codes(text: str, rng: Random) -> Iterator[Mutant]:
    for match in CODE.finditer(text):
        head, digits, tail = re.fullmatch(r"([A-Z]+-?)(\d+)(.*)", match.group()).groups()  # type: ignore[union-attr]
        steps = (1, 2, 3, 10) if len(digits) > 1 else (1, 2, 3)
        news = [f"{head}{int(digits) + n:0{len(digits)}d}{tail}" for n in steps]
        if len(digits) > 1 and digits[-1] != digits[-2]:
            news.append(f"{head}{digits[:-2]}{digits[-1]}{digits[-2]}{tail}")
        if len(digits) > 3:
            news += [f"{head}{digits[:-1]}{tail}"] + (
                [] if tail else [f"{head}{digits}-K", f"{head}{digits}-2"]
            )
        news.append(f"{head}1{digits}{tail}" if len(digits) == 1 else f"{head}{digits[::-1]}{tail}")
        for new in rng.sample(news, min(3, len(news))):
            if new not in text:
                yield Mutant("suffix", put(text, match, new))
    for match in _LENGTH.finditer(text):
        kind, wide, by, length = match.groups()
        longer = f"{float(length) + 1:.1f}" if "." in length else str(int(length) + 2)
        for new in (f"{kind}{wide}{by}{longer}", f"{kind}{float(wide) + 1:g}{by}{length}"):
            if new not in text:
                yield Mutant("suffix", put(text, match, new))


def _spans(text: str) -> Iterator[Mutant]:
    for match in _SPAN.finditer(text):
        low, middle, high = match.groups()
        if float(low) >= float(high) or re.search(r"[A-Za-z×x/-]\d*$", text[: match.start()]):
            continue
        places = len(high.partition(".")[2])
        step = max(10**-places, round((float(high) - float(low)) / 2, places))
        if re.search(r"outside $", text[: match.start()], re.I):
            step = -step / 2  # an end further in is what does not follow
        yield Mutant("range", put(text, match, f"{low}{middle}{float(high) + step:.{places}f}"))
        if float(low) > step:
            yield Mutant("range", put(text, match, f"{float(low) - step:.{places}f}{middle}{high}"))


def _denied(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    head, *rest = sentences(text, language)
    if " | " in text or re.search(r"\b(?:not|never|no|without)\b|不|勿|别|禁|无", head, re.IGNORECASE):
        return
    en = language == "en"
    does = imperative(head) or _DOES.match(head) if en else _DO_ZH.match(head) and not _STATES_ZH.search(head)
    told: tuple[str, ...] = _WRONG_EN if en and _STARTS.match(head) else _DENIED_EN if en else _DENIED_ZH
    forms: tuple[str, ...] = (_REFUSED_EN if en else _REFUSED_ZH) if does else told
    body = head.rstrip(".;!?。；！？")
    for form in rng.sample(forms, 2):
        new = form.format(lower_first(body) if en and forms is not _WRONG_EN else body)
        yield Mutant("negation", (" " if en else "").join((new + head[len(body) :], *rest)))


def _added(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    if " | " in text:
        yield from (Mutant("injected", text + note) for note in _NOTES[language])
        return
    en = language == "en"
    body = text.rstrip(".。；;")
    end = "." if en else "。"
    for added in rng.sample(_ADDED_EN if en else _ADDED_ZH, 2):
        yield Mutant("injected", f"{body}{end}{' ' if en else ''}{added}")
    for tail in rng.sample(_TAIL_EN if en else _TAIL_ZH, 2):
        yield Mutant("injected", f"{body}{tail}{end}")


def build() -> _Bench:
    return _Bench()
