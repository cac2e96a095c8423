"""Wording W: own lists, with swapped digits, false numerals, near part numbers, clause swaps and remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation.rewording import (
    NUMBER,
    Mutant,
    Swap,
    Wording,
    imperative,
    lower_first,
    put,
    sentences,
    strings,
    swapped,
    words,
)  # fmt: skip
from kb_sources.manual import Language

_PLACE = re.compile(r"(?:第|图|表|步骤|步|section|sections|table|figure|steps?|test|class|Order|章节:|tray|档) ?$", re.I)  # fmt: skip
_SPAN = re.compile(r"(?:位置|positions?|号位|Item|序号) ?[:\d]*(?: to | 至 | and )? ?$", re.I)
_UNIT = r"(?:mm|cm|µm|m?V(?!~)|m?A(?!h)|W|kΩ|k?Ω|Wh|m?Ah|°C|℃|%|kg|g|s|ms|h|bar|MPa|kPa|N·c?m|seconds?|minutes?|hours?|ohms|watts?|pages|dpi|秒|分钟|小时|毫米|次|瓦|度|欧姆)"
_MEASURED = re.compile(rf" ?-?(?:{_UNIT})(?![A-Za-z²])")
# fmt: off
_TEENS = {"12": "twenty", "13": "thirty", "15": "fifty", "30": "thirteen", "50": "fifteen", "60": "sixteen",
          "80": "eighteen", "40": "fourteen", "20": "twelve", "10": "eleven", "25": "fifty-two", "90": "nineteen",
          "2": "three", "3": "four", "4": "five", "5": "six", "6": "seven", "8": "nine", "9": "seven", "24": "forty-two"}
_ZH_TEENS = {"12": "二十", "15": "五十", "30": "十三", "50": "十五", "80": "十八", "40": "十四", "20": "十二", "10": "十一",
             "25": "五十二", "2": "三", "3": "四", "4": "五", "5": "六", "8": "九", "24": "四十二"}
_COUNTS = (*words(
    ("two(?! connectors)", "three"), ("both", "all four"), ("three", "five"), ("four", "six"), ("five(?= seconds| times)", "nine"), ("ten", "eight"),
    ("eight", "seven"), ("twenty", "forty"), ("thirty", "fifteen"), ("half an hour", "an hour and a half"), ("a quarter of an hour", "half an hour"),
    ("an hour(?! and)", "two hours"), ("a full day", "two full days"), ("half a millimetre", "two millimetres"),
    ("nine", "nineteen")),)
_ZH_COUNTS = strings(
    (r"(?<![第十])两(?=[颗条])", "三"), ("八颗", "十颗"), ("(?<!第)十秒", "三十秒"), ("半个?小时", "一个半小时"), ("一刻钟", "三刻钟"),
    ("四分钟", "七分钟"), ("一整天", "两整天"), ("五次", "九次"), ("两秒", "六秒"), ("四分之一", "三分之一"), ("为零", "为一"), ("共 2 颗", "共 5 颗"))
_UNITS = tuple(Swap(rf"(?<=\d){gap}{a}(?![A-Za-z·²~\d]| screw)", gap.replace("?", "") + b) for gap in (" ?",) for a, b in (
    ("mm", "cm"), ("mm", "in"), ("cm", "mm"), ("µm", "mm"), ("mV", "V"), ("V", "mV"), ("V", "kV"), ("mA", "µA"), ("mA", "A"), ("A", "mA"),
    ("W", "kW"), ("W", "mW"), ("Ω", "kΩ"), ("Ω", "mΩ"), ("kΩ", "MΩ"), ("mAh", "Ah"), ("mAh", "mWh"), ("Ah", "mAh"), ("Wh", "kWh"), ("Wh", "mWh"),
    ("°C", "°F"), ("°C", "K"), ("℃", "°F"), ("kg", "g"), ("kg", "lb"), ("g", "kg"), ("g", "mg"), ("s", "ms"), ("s", "min"), ("ms", "s"), ("bar", "mbar"),
    ("bar", "psi"), ("MPa", "Pa"), ("kPa", "MPa"), ("N·m", "N·cm"), ("N·m", "lbf·ft"), ("N·cm", "N·m"), ("GB", "MB"), ("GB", "TB"), ("h", "min"),
    ("%", "‰"), ("dpi", "dots per millimetre")))
_LONG_UNITS = words(
    (r"(?<=\d )minutes", "seconds"), (r"(?<=\d )minutes", "hours"), (r"(?<=\d )seconds", "minutes"), (r"(?<=\d )seconds", "milliseconds"), (r"(?<=\d )hours", "minutes"), (r"(?<=\d )hours", "days"),
    ("half an hour", "half a minute"), ("an hour", "a minute"), ("a quarter of an hour", "a quarter of a minute"), ("a full day", "a full week"),
    ("half a millimetre", "half a centimetre"), ("twenty minutes", "twenty seconds"), ("(five|eight|nine|ten|two) seconds", r"\1 minutes"),
    ("two minutes", "two hours"), ("degrees Celsius", "degrees Fahrenheit"), ("ohms", "kilohms"), ("watts", "milliwatts"), ("kilograms", "grams"))
_ZH_UNITS = strings(
    (r"(?<=\d) ?分钟", " 秒"), (r"(?<=\d) ?分钟", " 小时"), (r"(?<=\d) ?秒(?!钟)", " 分钟"), (r"(?<=\d) ?秒(?!钟)", " 毫秒"), (r"(?<=\d) ?小时", " 分钟"), (r"(?<=\d) ?小时", " 天"), ("十秒钟", "十分钟"),
    ("一刻钟", "十五秒"), ("半个?小时", "半分钟"), ("四分钟", "四秒钟"), (r"(?<=\d) ?毫米", " 厘米"), (r"(?<=\d) ?瓦", " 千瓦"), ("欧姆", "千欧"), ("两秒", "两分钟"),
    ("(?<=80) ?度", " 华氏度"), ("(?<=50) ?度", " 华氏度"), ("一整天（24 小时）", "一整天（24 分钟）"))
_TORX = {"M1.4×3.0": "M1.4×3.5", "M1.4×4.5": "M1.4×5.4", "M1.4×3.5": "M1.4×5.3", "M1.2×2.0": "M1.2×2.2", "M1.2×2.5": "M1.2×5.2", "M1.6×5.0": "M1.6×5.5",
         "M3×8": "M3×18", "M3×6": "M3×16", "M3×10": "M3×12", "ST3×8": "ST3×6"}
_BOUNDS = (*words(
    ("at most", "at least"), ("at least", "no more than"), ("no more than", "no less than"), ("no less than", "no more than"), ("no deeper than", "no shallower than"),
    (r"below(?= [\d‘])", "above"), (r"above(?= \d)", "below"), (r"over(?= \d)", "under"), (r"under(?= \d)", "over"), (r"less than(?= \d)", "more than"),
    (r"more than(?= \d)", "less than"), (r"(?<!goes )up to(?= \d+ [mpkVW°w])", "no less than"), (r"(?<=\d )or more", "or less"), (r"(?<=\d A )or more", "or less"), (r"never takes more than", "always takes more than"),
    (r"within (?=\d+ s|two s)", "only after more than "), ("be no warmer than", "be no colder than"), ("warmer than", "colder than"), ("hotter than", "colder than"),
    (r"about (?=\d)", "fewer than half of "), ("roughly", "far more than"), ("must not drop under", "must drop under"), ("no sooner than", "no later than"), ("maximum", "minimum"), (r"(?<=W )max\.", "min."), (r"(?<=30° )at most", "at least")),)
_ZH_BOUNDS = strings(
    ("不超过", "不少于"), ("不得超过", "不得少于"), ("不能超过", "不能少于"), ("不能大于", "不能小于"), ("不高于", "不低于"), ("不小于", "不大于"), ("低于(?= ?\\d)", "高于"), ("(?<!不)高于(?= ?\\d)", "低于"), ("不到(?= ?\\d)", "超过"),
    ("不足(?= ?\\d)", "超过"), ("至少", "至多"), ("最多(?= ?\\d| 30)", "最少"), ("最长(?= ?\\d)", "至少"), ("最久", "至少"), ("以下(?!四)", "以上"), ("(?<=[VmA%] )以上", "以下"), ("或更高", "或更低"), ("以内", "以外"), ("小于(?= ?\\d)", "大于"),
    ("(?<!不)(?<!不得)(?<!不能)超过(?= ?\\d)", "不到"), ("最大(?= ?2)", "最小"), ("最高(?= ?\\d)", "最低"), ("最低(?= ?\\d)", "最高"), ("上限", "下限"), ("(?<=\\d )秒内", "秒之后才"), ("两秒之内", "两秒之后"))
_NOT_BARE = re.compile(r"(?:below|above|over|under|than|least|most|up|to|and|between|within|about|roughly|or|only|exactly|from|of|be|at|reads|reach|show|around|every|no|a|,|/|–|:|（|至|到|～|约|于|过|足|少|多|长|久|高|低|大|小|不|至少|和|或|有|在|内|达到|个|、|为|是|限|出|现|[（(])[ ]?$|\d[ ]?[-–~×/] ?$", re.I)
_TOLD = re.compile(r"(?:Heat|Glue|Torque|Plug|Bend|Expect|Work) ")
_STATED = re.compile(r"(?:An?|The|It|IP54|N7|TP\d|CN\d+|J-\d+|Wireless|Protective|Three|Parts|Pushing|Warm) ")
_TURNED = (("left", "right"), ("top", "bottom"), ("upper", "lower"), ("front", "rear"), ("upwards", "downwards"), ("before", "after"), ("black", "white"))
_OPPOSED = (*words(
    ("upper", "lower"), ("lower(?= edge| part)", "upper"), ("left(?=-hand)", "right"), ("right(?=-hand)", "left"), ("upwards", "downwards"), ("top", "bottom"), ("(?<!shows )up(?! to|side| and)(?! for)", "down"),
    ("down(?= from)", "up"), ("(?<=levers )down", "up"), ("(?<=two green levers )down", "up"), ("(?<=volume )down", "up"), ("plastic", "metal"), ("wooden", "metal"), ("wood", "steel"), ("dry(?= air| lint| cloth)", "moist"), ("new(?= adhesive| pull| battery| unit| charging| NV| OR| fuser)", "used"), ("fresh", "old"), ("original(?= charger| cable)", "third-party"),
    ("close", "open"), ("closed", "opened"), ("front(?= cover)", "rear"), ("rear(?= cover)", "front"), ("(?<=printer )off(?=,)", "on"), ("(?<=phone )off(?=,| and|\\.)", "on"), ("cold", "hot"), ("warm(?= water)", "cold"), ("cool(?: down)?(?= for)", "heat up"), ("broken", "intact"), ("soft", "wire"), ("green(?= levers| release)", "red"), ("crosswise", "clockwise one after another"),
    ("faulty", "in perfect order"), ("defective", "in perfect order"), ("has failed", "still works"), ("damaged", "intact"), ("bent", "straight"), ("missing", "present"), ("dirty", "clean"), ("slowly", "quickly"), ("flat(?= and)", "upright"), ("keep(?= the tabs) the tabs flat", "keep the tabs upright"), ("thick(?= paper)", "thin"),
    ("swollen", "in good shape"), ("wet", "dry"), ("with(?= safety glasses)", "without"), ("cable(?= and charge| for 20)", "wireless pad"), ("locked", "unlocked"), ("nominally", "at its minimum"), ("nominal", "maximum"), ("in sleep", "when unplugged"), ("works(?! at)", "is broken"), ("appears", "fails to appear"), ("too early", "too late"), ("too hot", "too cold"), ("alike", "quite different"), ("releases", "increases"), ("released", "increased"), ("bent knees", "straight legs"), ("your knees bent", "your legs straight"), ("power key", "volume key")),)
_ZH_OPPOSED = strings(
    ("上边缘", "下边缘"), ("下边缘", "上边缘"), ("右侧?边缘", "左侧边缘"), ("朝上", "朝下"), ("塑料", "金属"), ("木牙签", "钢针"), ("干燥空气", "潮湿空气"), ("(?<![的换])新(?=背胶|电池|易拉胶|充电小板|的)", "旧"), ("原装", "第三方"), ("机外", "机内"), ("音量减键", "音量加键"),
    ("关机", "开机"), ("关闭手机", "打开手机"), ("断开", "接上"), ("(?<!全部)损坏", "完好"), ("工作正常", "已损坏"), ("老化", "全新"), ("太厚", "太薄"), ("鼓包", "完好无损"), ("鼓了", "没鼓"), ("停止充电", "加快充电"), ("缓慢", "快速"), ("慢拉", "猛拉"), ("贴平", "垂直"), ("白色", "蓝色"), ("红色", "绿色"), ("受潮", "干燥"), ("屏幕点亮", "屏幕熄灭"), ("屏幕亮着", "屏幕熄灭"), ("分开放置", "混放在一起"),
    ("单独放(?:好|置)", "混放在一起"), ("室温", "50 °C 烘箱"), ("拆掉", "保留"), ("两颗长的?螺钉", "两颗短螺钉"), ("短路", "开路"), ("正常(?!应)", "异常"), ("发热", "变冷"), ("后盖", "前框"), ("防火垫", "木桌"), ("撬片", "刀片"), ("首次", "每次"), ("标称", "极限"), ("用手掌", "用夹具"), ("清洁", "打磨"), ("异丙醇", "清水"), ("屏幕排线压板", "后置摄像头"), ("屏蔽框", "机壳螺钉"), ("中部", "上部"), ("充电次数", "充电功率"), ("翻起", "压下"), ("密封圈", "导电垫"))
_NEGATED = (*words(
    ("do not(?! apply)", "you may"), ("don't", "you may"), ("must not", "may"), ("cannot", "can"), ("can't", "can easily"), ("never(?= push| charge| lever| look)", "always"), ("never(?= more)", "often"), ("is forbidden", "is allowed"), ("are not interchangeable", "are interchangeable"), ("aren't interchangeable", "are interchangeable"), ("do not apply", "also apply"), ("does not (start|leave)", r"\1s"),
    ("must(?! not| always)", "need not"), ("must always", "need not"), ("has to be", "need not be"), ("have to be", "need not be"), ("needs", "does not need"), ("means(?= that| liquid| a| roughly| dry| the)", "does not mean"), ("tells you", "does not tell you"), ("carries", "never carries"), ("carry(?= voltage)", "never carry"), ("is needed", "is not needed"), ("are needed", "are not needed"), ("should(?! one)", "should not"), ("only after", "even without"), ("only then is it", "even then it is not"), ("is reset by", "cannot be reset by"), ("stays(?= locked)", "does not stay"), ("runs(?= at)", "does not run"), ("disappears", "stays"), ("is lost", "is kept"), ("are fixed", "are not fixed"), ("is fixed", "is not fixed"), ("comes with", "comes without"), ("lasts", "does not last"), ("always renew", "no need to renew"), ("will not", "will"), ("may be", "is never"), ("can(?= make| blow| blur| charge| stay| trigger)", "cannot"), ("belong in", "do not belong in"), ("hold(?= the fuser)", "do not hold"), ("reads(?= 165)", "does not read"), ("says", "does not say"), ("is released", "is not released"), ("pierces", "does not pierce"), ("fasten", "do not fasten"), ("charges(?= over| through)", "does not charge"), ("is gone", "is still there"), ("goes away", "does not go away"), ("replaces", "does not replace")),)
_ZH_NEGATED = strings(
    ("绝不可(?=撬)", "也可以"), ("绝对不能撬", "可以撬"), ("千万别去", "也可以"), ("不允许", "允许"), ("不得(?!超过|少于)", "可以"), ("不能(?!超过|大于|少于)", "可以"), ("不许用", "也可以用"), ("别再充了", "照样可以充"), ("别接了", "照样可以接"), ("(?<!不)必须", "不必"), ("(?<!必)须(?!小于)", "无须"), ("只能", "不只能"), ("(?<!不)说明", "并不说明"), ("就是(?!要)", "不会是"), ("代表", "并不代表"),
    ("没有(?=出现|图像|该电压|任何)", "已有"), ("测不到", "测得到"), ("(?<!不)支持", "不支持"), ("(?<![不需只还主])要(?=换|更换|先|等|戴|测|用|拧|贴|从|在|单独|小于)", "不用"), ("得换", "不用换"), ("(?<!不)应在", "不应在"), ("共用", "不用"), ("可能(?!原因)", "不可能"), ("用在", "不用在"), ("就能", "也不能"), ("才能恢复", "也不能恢复"), ("才达到", "也达不到"), ("(?<=零件号 NV-7091-A，)", "不是"), ("取代", "不能取代"), ("替代(?!的是)", "不能替代"), ("替代的是", "替代不了"), ("固定", "不固定"), ("会(?=滑牙|发热|发黄|烧毁)", "不会"), ("就滑牙", "也不滑牙"))
_FALSELY = ("It is a mistake to think that {}", "There is no truth in the idea that {}", "Contrary to what is often heard, it is not the case that {}")
_LET = ("On no account {}", "You can safely leave this out: {}", "The manual advises against this: {}", "Nobody needs to {}")
_ZH_FALSELY = ("以下说法不对：{}", "“{}”——手册的意思正好相反。", "有人说“{}”，这是错的。", "别信这句话：{}")
_ADDED = (
    " Put a drop of thread-locking varnish on each contact first.", " This has to be repeated every 250 charging cycles.", " Afterwards, update the firmware through the cloud portal.", " Order it in packs of twelve only.", " Apply a thin film of silicone grease as well.",
    " The warranty runs out otherwise.", " Two technicians must sign for this in the log book.", " Before that, freeze the unit to −10 °C.", " An ultrasonic bath does the job equally well.", " On units built before 2019 this does not matter.", " Hot air at 140 °C may be used instead.",
    " A deviation of 45 % either way is harmless.", " The same goes for every other model of this maker.", " If you are in a hurry you can skip this.", " Customers may do this at home without any tools.", " The figure was halved in a later bulletin.")
_ZH_ADDED = (
    "此前须先将整机冷冻到零下 10 °C。", "每 250 次循环须重复一次。", "随后要通过云端升级固件。", "触点上再涂一层导电银漆。", "2019 年以前生产的批次可以不管。", "也可以改用 140 °C 的热风。", "否则保修立即失效。", "须由两名技师在登记簿上签字。", "最好再抹一点硅脂。",
    "用超声波清洗机代替也行。", "该零件只按十二个一包出售。", "操作时旁边要放一块磁铁。", "上下偏差 45 % 也没有关系。", "同厂其他机型一律照此办理。", "赶时间的话可以跳过。", "用户不用工具在家也能自己做。", "后来的通告已把这个数字减半。")
_ASIDE = (" (best done with a soldering iron)", " (in the darkroom)", " (with the fan removed)", " (only on Sundays' shift)", " (under argon)", " (after oiling it)", " (by two people)", " (with the speaker unplugged)")
_ZH_ASIDE = ("（须在暗室中）", "（先用烙铁预热）", "（最好在氩气保护下）", "（风扇拆除后）", "（两人一起）", "（上油之后）", "（拔掉扬声器后）", "（仅限夜班）")
# fmt: on


class Offbeat:
    """Wording W."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        zh = language == "zh"
        yield from _digits(text, zh)
        yield from swapped("digit", _ZH_COUNTS if zh else _COUNTS, text)
        yield from _units(text, zh)
        yield from _suffixes(text)
        yield from _ranges(text, zh)
        yield from swapped("range", _ZH_BOUNDS if zh else _BOUNDS, text)
        yield from _opposites(text, zh)
        yield from _negations(text, zh, rng)
        yield from _orders(text, zh)
        yield from _injected(text, zh, rng)

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。')}，这一步做完以后，{second}"
        after = lower_first(second) if imperative(second) or second.startswith("If ") else second
        return f"{first.rstrip('.')}; only once that is done, {after}"


def _numbers(text: str) -> Iterator[re.Match[str]]:
    for m in NUMBER.finditer(text):
        place = text[: m.start()]
        if (not _PLACE.search(place) and not _SPAN.search(place) and float(m.group()) and m.group()[:2] != "00"):  # fmt: skip
            yield m


def _digits(text: str, zh: bool) -> Iterator[Mutant]:
    for m in _numbers(text):
        num, value = m.group(), float(m.group())
        before, after = text[: m.start()], text[m.end() :]
        for new in _near(num):
            much = abs(float(new) - value) >= 0.04 * value and not (after.startswith(" %") and float(new) > 100)  # fmt: skip
            beside = re.match(rf"(?:–| and |、){new}\b", after) or before.endswith((f"{new}–", f"{new} and "))
            if much and float(new) > 0 and not beside:
                yield Mutant("digit", put(text, m, new))
        word = (_ZH_TEENS if zh else _TEENS).get(num)
        if word and re.match(r" ?(?:minute|second|hour|screws|pages|分钟|秒|小时|颗|条|毫米)", after):
            yield Mutant("digit", put(text, m, word))
        if (not _MEASURED.match(after) or before.endswith(("× ", "/ ", "000 ")) or re.match(" ?次| pages", after)):  # fmt: skip
            continue
        places = len(num.partition(".")[2])
        shifts = (value * 10, value / 10, *(value / 100, value / 1000)[: max(0, len(num) - places - 2)])
        if num.endswith("0") and places > 1:
            yield Mutant("decimal", put(text, m, f"{value / 10:.{places}f}"))
        if re.search(r"\.0[1-9]$", num):
            yield Mutant("decimal", put(text, m, f"{num[:-2]}{num[-1]}0"))
        for shifted in shifts:
            if not (after.startswith(" %") and shifted > 100):
                yield Mutant("decimal", put(text, m, f"{shifted:g}"))


def _near(num: str) -> Iterator[str]:
    """Other numbers that look like one: two digits changed about, one read wrong, doubled, halved."""
    for i, (a, b) in enumerate(zip(num, num[1:], strict=False)):
        if a.isdigit() and b.isdigit() and a != b and not (i == 0 and b == "0"):
            yield num[:i] + b + a + num[i + 2 :]
    if re.fullmatch(r"[1-9]\.[1-9]", num) and num[0] != num[2]:
        yield num[2] + "." + num[0]
    alike = str.maketrans("1346789", "7894132")
    for i, c in enumerate(num):
        if c.isdigit() and c != "0":
            yield num[:i] + c.translate(alike) + num[i + 1 :]
            break
    last = num[-1]
    if last != "0":
        yield num[:-1] + {"5": "8", "2": "6", "8": "3", "9": "4"}.get(last, "5" if last != "5" else "8")
    places = len(num.partition(".")[2])
    yield from (f"{float(num) * by:.{places}f}" for by in (2, 1.5, 0.8))


def _units(text: str, zh: bool) -> Iterator[Mutant]:
    for m in swapped("unit", (*_UNITS, *(_ZH_UNITS if zh else _LONG_UNITS)), text):
        at = next(i for i, (a, b) in enumerate(zip(text, m.text + " ", strict=False)) if a != b)
        if not re.search(r"(?<![\d.])0(?:\.0+)?[ \d.]{0,2}$", text[:at]) and "0 °C" not in text[: at + 3]:
            yield m


def _suffixes(text: str) -> Iterator[Mutant]:
    for m in re.finditer(r"(?<![A-Z\d-])(NV|OR)-(T?)(\d{3,4})(?:-([A-E]))?(?![\dA-Z])", text):
        brand, tool, digits, letter = m.groups()
        end = f"-{letter}" if letter else ""
        start = f"{brand}-{tool}{digits[:1]}"
        made = [f"{brand}-{tool}{digits[:-2]}{digits[-1]}{digits[-2]}{end}", f"{start}{digits[2]}{digits[1]}{digits[3:]}{end}", f"{start}{digits[1:-1]}{(int(digits[-1]) + 5) % 10}{end}"]  # fmt: skip
        if letter:
            made += [f"{brand}-{digits}-{'CDFAB'['ABCDE'.index(letter)]}", f"{brand}-{digits}-{letter}1"]
        yield from (Mutant("suffix", put(text, m, n)) for n in made if n not in text)
    for m in re.finditer(r"(?<![A-Z\d-])(J-|C-|TP|PS|CN|CL|SW|FAN|J|U)(\d{1,3})(?![\d-])", text):
        letters, digits = m.groups()
        near = {digits[:-1] + str((int(digits[-1]) + 3) % 10), digits[:-1] + str((int(digits[-1]) + 8) % 10)}
        near |= {digits[:-2] + digits[-1] + digits[-2]} if len(digits) > 1 else set()
        for n in sorted(near - {digits}):
            if letters + n not in text and n.strip("0"):
                yield Mutant("suffix", put(text, m, letters + n))
    for m in re.finditer(r"(?:M|ST)\d(?:\.\d)?([x×])\d+(?:\.\d)?", text):
        new = _TORX.get(m.group().replace("x", "×"), "").replace("×", m[1])
        if new and new not in text:
            yield Mutant("suffix", put(text, m, new))
        head, tail = m.group().split(m[1])
        yield Mutant("suffix", put(text, m, f"{head[:-1]}{int(head[-1]) + 1}{m[1]}{tail}"))
    yield from swapped("suffix", (
        *strings((r"\*#07#", "*#70#"), (r"\*#07#", "*#0707#"), (r"\*#0228#", "*#0282#"), (r"\*#0228#", "*#228*"), ("USB-C", "USB-A"), ("USB-C", "Micro-USB"), ("IP54", "IP45"), ("IP54", "IP57"), ("N7 Pro", "N7 Plus"),
                 ("VBUS", "VBAT"), ("VSYS", "VIO"), ("VCORE", "VDISP"), ("VBAT", "VCORE"), ("NV-N7(?!P)", "NV-N7P"), ("PH00", "PH0")),), text)  # fmt: skip


def _ranges(text: str, zh: bool) -> Iterator[Mutant]:
    link = r"(?: ?至 ?| ?～ ?| ?到 ?)" if zh else r"(?: to | and |–)"
    unit = r"( ?(?:V|mV|°C|℃|N·c?m))?"
    for m in re.finditer(rf"(?<![\d.A-Za-z])(\d+(?:\.\d+)?){unit}({link})(\d+(?:\.\d+)?)(?= ?(?:V|mV|°C|℃|N·c?m)(?![A-Za-z~]))", text):  # fmt: skip
        low, sign, to, high = m.groups()
        if float(low) >= float(high):
            continue
        places, gap = len(high.partition(".")[2]), float(high) - float(low)
        for one, two in ((low, float(high) + gap), (max(0.0, float(low) - gap / 2), high), (high, float(high) + gap), (float(low) + gap / 2, high)):  # fmt: skip
            a, b = (v if isinstance(v, str) else f"{v:.{places}f}" for v in (one, two))
            if a != low or b != high:
                yield Mutant("range", put(text, m, f"{a}{sign or ''}{to}{b}"))
    for m in _numbers(text):
        whole = _MEASURED.match(text[m.end() :])
        stop = m.end() + (whole.end() if whole else 0)
        before, said = text[: m.start()], text[m.start() : stop]
        if not whole or "°" in said or _NOT_BARE.search(before.rstrip() + " ") or _NOT_BARE.search(before):
            continue
        if re.match(r" ?(?:or (?:more|less)|at most|to |–|/|至|～|到|以上|以下|以内|之内|内|max|or )", text[stop:]):  # fmt: skip
            continue
        half, more, twice = (f"{float(m.group()) * by:g}" for by in (0.5, 1.5, 2))
        unit = text[m.end() : stop]
        false = (f"不到 {half}{unit}", f"{more}～{twice}{unit}") if zh else (f"twice {said}", f"less than {half}{unit}", f"{more} to {twice}{unit}")  # fmt: skip
        yield from (Mutant("range", before + new + text[stop:]) for new in false)


def _is_row(text: str) -> bool:
    return re.match(r"[^|]+: [^|]+ \| ", text) is not None


def _opposites(text: str, zh: bool) -> Iterator[Mutant]:
    if not zh:
        for one, two in _TURNED:
            if len(re.findall(rf"\b{one}\b", text)) == len(re.findall(rf"\b{two}\b", text)) == 1:
                turned = two.join(one.join(re.split(rf"\b{two}\b", t)) for t in re.split(rf"\b{one}\b", text))
                yield Mutant("order" if one == "before" else "opposite", turned)
    yield from swapped("opposite", _ZH_OPPOSED if zh else _OPPOSED, text)


def _negations(text: str, zh: bool, rng: Random) -> Iterator[Mutant]:
    yield from swapped("negation", _ZH_NEGATED if zh else _NEGATED, text)
    if _is_row(text):
        rest, _, last = text.rpartition(" | ")
        head, _, cell = last.partition(": ")
        no = (
            ("不要" if head == "措施" else "不是 ")
            if zh
            else "do not "
            if imperative(cell) or _TOLD.match(cell)
            else "not "
        )
        if not cell.startswith("Always"):
            yield Mutant("negation", f"{rest} | {head}: {no}{cell if zh else lower_first(cell)}")
    elif zh:
        yield from (Mutant("negation", way.format(text)) for way in rng.sample(_ZH_FALSELY, rng.randrange(2)))
    elif len(sentences(text, "en")) == 1 and ":" not in text:
        told = (imperative(text) or _TOLD.match(text)) and not text.startswith("Warm water")
        if told or _STATED.match(text):
            yield Mutant("negation", rng.choice(_LET if told else _FALSELY).format(lower_first(text)))


def _orders(text: str, zh: bool) -> Iterator[Mutant]:
    if zh:
        for m in re.finditer(r"先([^，。；]{3,})，(?:再|然后|随后)([^，。；]{4,})", text):
            yield Mutant("order", put(text, m, f"先{m[2]}，再{m[1]}"))
        yield from swapped("order", strings(("之前(?!比|相|的|是)", "之后"), ("(?<=[充换粘装])之后", "之前"), ("先向左、再向右", "先向右、再向左"), ("先往左、后往右", "先往右、后往左"), ("先左后右", "先右后左"), ("随后", "在此之前"), ("装机后", "装机前"), ("还没接电池的时候", "接好电池以后"), ("然后(?=接上)", "在此之前"), ("先(?=插上|接上)", "最后才")), text)  # fmt: skip
        return
    code = r"(?:CN|J|U|TP)\d+"
    for m in re.finditer(rf"({code})( first(?:, then| and)| and then| followed by| and afterwards|, then|.{{0,30}}? before) ({code})", text):  # fmt: skip
        yield Mutant("order", put(text, m, f"{m[3]}{m[2]} {m[1]}"))
    swaps = words(("left, right, rear", "rear, left, right"), ("(?<=the )left screw, then the right, then the rear one", "rear screw, then the right, then the left one"), ("left first and then right", "right first and then left"), ("first to the left, then to the right", "first to the right, then to the left"), ("before(?! every)", "after"), ("after(?! C-10)", "before"), ("only after", "only before"), ("(?<=, )then(?= press| pull| thread| hold)", "but first"))  # fmt: skip
    yield from swapped("order", swaps, text)


def _injected(text: str, zh: bool, rng: Random) -> Iterator[Mutant]:
    row = _is_row(text)
    for added in rng.sample(_ZH_ADDED if zh else _ADDED, 2):
        if row:
            yield Mutant("injected", f"{text} | {'另外' if zh else 'Also'}: {added.strip().rstrip('.。')}")
        elif text.endswith((".", "。")):
            yield Mutant("injected", text + added)
    comma = list(re.finditer("，" if zh else r"(?<=[a-z]), (?=[a-z])", text))
    if comma and not row:
        at, aside = comma[0].start(), rng.choice(_ZH_ASIDE if zh else _ASIDE)
        yield Mutant("injected", text[:at] + aside + text[at:])


def build() -> Wording:
    return Offbeat()
