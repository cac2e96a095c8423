"""Wording P: own lists, look-alike digits, moved ends of ranges, near part numbers, undone prohibitions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from evaluation.rewording import CODE, NUMBER, VERBS, Mutant, lower_first, put, strings, swapped, words
from kb_sources.manual import Language

_LIKE = dict(zip("0123456789", "8758965134", strict=True))  # what a digit is misread as
_PLACE = re.compile(r"(?:pins?:? |引脚 ?|针 ?)$", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:section:? |steps? |tests?:? |selector:? |bearings? |position |第 ?|序号: |图 [-\d]+: |to )$", re.I
)
_UNITS = {
    "N·mm": ("N·cm", "N·m"), "N·cm": ("N·m", "N·mm"), "N·m": ("N·cm", "kN·m"), "mV": ("V",), "kV": ("V", "mV"), "V": ("mV", "kV"), "kW": ("W",), "W": ("kW", "mW"), "mA": ("A", "µA"), "A": ("mA",), "MΩ": ("kΩ", "Ω"),
    "kΩ": ("Ω", "MΩ"), "Ω": ("kΩ", "mΩ"), "°C": ("°F",), "mm": ("cm", "µm"), "µm": ("mm", "nm"), "cm": ("mm", "m"), "m": ("cm", "mm"), "kg": ("g", "t"), "g": ("kg", "mg"), "bar": ("mbar", "kPa"),
    "kPa": ("MPa", "bar"), "MPa": ("kPa", "bar"), "ml": ("l", "cl"), "l": ("ml", "cl"), "nF": ("µF", "pF"), "µF": ("nF", "mF"), "µH": ("mH", "nH"), "rpm": ("rps",), "s": ("min", "ms"), "秒": ("分钟", "毫秒"),
    "分钟": ("秒", "小时"), "小时": ("分钟", "天"), "公斤": ("斤", "克"), "斤": ("公斤", "两"), "毫米": ("厘米", "微米"), "欧": ("千欧", "兆欧"), "seconds": ("minutes", "milliseconds"), "minutes": ("seconds", "hours"),
}  # fmt: skip
_UNIT = re.compile(
    rf"(?<=\d)( ?)({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?![A-Za-z·°Ω])"
)
_SPELT_UNITS = {
    "en": words(("(?<=.five|three|..six|..two) seconds", " minutes"), ("(?<=.five|three|..two) minutes", " days"), ("a litre", "a gallon"), ("a minute", "a second")),
    "zh": strings(("半小时", "半分钟"), ("刻钟", "秒钟"), ("([三两])秒", r"\1分钟")),
}  # fmt: skip
_HEAD = re.compile(r"(?<=[(（])(N·m|V|Ω|s)(?=[)）]: (?!0(?:\.0+)?(?: |$))\d)")
_SPELT = {
    "two": "three", "three": "five", "five": "nine", "six": "ten", "eight": "six", "fourteen": "twelve", "half a": "one and a half", "a minute": "a quarter of an hour",
}  # fmt: skip
_NAMES = ("", "", "three", "five", "six", "seven", "nine", "four", "ten", "six", "twelve")
_HAN = dict(zip("一二两三四五六七八九", "三五四五六七九八六四", strict=True))
_COUNT = re.compile(r"([一二两三四五六七八九])(?=颗|只|件|挡|个|分钟|小时|秒|刻钟|层|伏|道)")
_SCREW = re.compile(r"(?<![A-Za-z\d.])((?:M|ST)?\d+(?:\.\d)?)([x×])(\d+(?:\.\d)?)(?![\d.x×])")
_PAIR = re.compile(
    r"(\d+(?:\.\d+)?)( ?[^\d\W]{0,3}[°Ω·]?[A-Za-z]?)( ?(?:to|至|到|与) ?)(\d+(?:\.\d+)?)(?![\d.])"
)
_LEAST = re.compile(r"(最小（V）: )([\d.]+)( \| [^|]*最大（V）: )([\d.]+)")

_OPPOSITE = {
    "en": (*words(
        ("anticlockwise", "clockwise"), ("clockwise", "anticlockwise"), ("to the left", "to the right"), (r"(lower|bottom) right", "upper left"), ("lower front panel", "rear panel"), ("bottom edge", "top edge"),
        ("upright", "lengthwise"), ("downwards", "upwards"), ("inwards", "outwards"), ("points? down", "points up"), ("press the bolt inwards", "leave the bolt where it is"), ("from behind", "from the left"),
        ("from the front", "from above"), ("a new", "the old"), ("the new", "the old"), ("new clamps", "the old clamps"), ("tighten", "loosen"), ("tightened", "loosened"), ("loosen", "tighten"), (r"connect (CN\d) to", r"disconnect \1 from"), (r"connect(?! CN\d to)", "unplug"),
        ("pull it off(?= the)", "push it onto"), ("pull it off(?! the)", "push it back in"), ("pull plug CN5 off", "plug CN5 onto"), ("coil open", "coil shorted"), ("an open", "a short-circuited"), ("short-circuited", "interrupted"), ("stays locked", "opens freely"),
        ("too high", "too low"), ("too much", "too little"), ("rises by", "drops by"), ("falls to zero", "stays unchanged"), ("flashes", "stays lit without flashing"), ("flashing code", "constant code"), ("steady code", "blinking code"),
        ("stands still", "has reached full speed"), ("slippery", "safe"), ("hot", "cold"), ("together(?! with)", "one by one"), ("both keys", "only one of the keys"), ("does not run in", "runs in without stopping"),
        ("does not drain", "drains"), ("under the clip", "beside the clip"), ("beside the clip", "below the clip"), ("medium thread lock", "strong thread lock"), ("without kinks", "in tight loops"), ("are lost", "are kept"),
        ("releases", "locks tight"), ("throw the old springs away", "put the old springs back on"), ("with grease", "with soap"), ("sharp", "blunt"), ("cool down", "warm up"), ("switch the machine on", "switch the machine off"),
        ("swing it out", "push it in"), ("flat bowl", "tall bucket"), ("does not turn", "turns too fast"), ("stays charged up to", "is fully discharged, never at"), ("no speed signal", "speed signal far too strong"),
        ("at once", "at the end of the job"), ("immediately", "a day later"), ("a stable bench", "the floor"),
    ),),
    "zh": (*strings(
        ("拧下", "拧入"), ("取下", "装回"), ("拔下", "插好"), ("插上", "拔掉"), ("插紧", "拔出"), ("拧紧", "松开"), ("开路", "短路"), ("短路", "断路"), ("松脱", "插得过紧"), ("过低", "过高"), ("过高", "过低"), ("下降", "增大"), ("背面", "侧面"), ("朝向", "背对"), ("击穿", "完好"), ("断电", "保持供电"), ("停止加热", "加大火力"),
        ("新 IGBT", "旧 IGBT"), ("新风扇", "旧风扇"), ("新电池", "旧电池"), ("新背胶", "旧背胶"), ("朝上", "朝下"), ("缓慢", "迅速"), ("中部", "下部"), ("直流 18", "交流 18"), ("18 V 直流", "18 V 交流"), ("串联", "并联"), ("中性清洁剂", "强碱清洁剂"), ("锅内无水", "锅内水满"), ("锅内没有水", "锅内水太多"), ("常亮", "一直不亮"),
        ("薄涂", "厚涂"), ("干燥空气", "潮湿空气"), ("立即断电", "延时断电"), ("马上断电", "继续通电"), ("首次通电", "最后一次通电"), ("烘干", "冷冻"), ("软布", "硬毛刷"), ("通电即跳闸", "断电才跳闸"), ("一通电就", "一断电就"), ("断续", "过猛"), ("锅底直径小", "锅底直径大"), ("积灰", "洁净"), ("贴平", "卷起"), ("二极管挡", "交流电压挡"), ("大功率", "小功率"),
        ("隔离变压器", "自耦变压器"), ("(?<!是否)齐全", "缺失"), ("不亮", "常亮"), ("VSYS 低", "VSYS 高"), ("正反向", "仅正向"),
    ),),
}  # fmt: skip
_RANGE = {
    "en": (*words(
        ("(?<!charged )up to", "no less than"), ("charged up to", "charged to well over"), ("no less than", "less than"), ("no more than", "more than"), ("at least", "at most"), ("at most", "at least"), ("as much as", "never less than"), ("more than", "less than"),
        ("above", "below"), ("below", "above"), ("under(?= \\d)", "over"), ("over(?= \\d)", "under"), ("within", "no sooner than after"), ("in(?= \\d+ s)", "after more than"), ("younger than", "older than"),
        ("cooler than", "hotter than"), ("outside", "inside"), ("between(?= \\d)", "outside"), ("higher than", "lower than"), (r"(tighten(?:ed)?|torqued?|torque them)((?: (?!to )\S+){0,5}) to(?= \d)", r"\1\2 to well over"),
        (r"tightened to(?= \d)", "tightened to about twice"), ("must lie", "must stay out of what lies"),
    ),),
    "zh": (*strings(
        ("大于", "小于"), ("小于", "大于"), ("低于(?! ?0)", "高于"), ("高于", "低于"), ("不超过", "不少于"), ("(?<=不[得要])超过", "低于"), ("(?<!不)(?<!不[得要])超过", "不到"), ("不低于", "低于"), ("不高于", "高于"), ("不小于", "小于"), ("不大于", "大于"), ("不足", "超出"), ("不到", "多于"), (r"( ?秒|分钟)之?内", r"\1之后"), ("之间(?!的)", "之外"),
        ("最高(?= ?\\d)", "最低"), ("最低(?= ?\\d)", "最高"), (r"(拧紧?[至到]|扭矩)(?= ?\d)", r"\1两倍于"), ("± ?(\\d)", r"± \g<1>0"), ("可达", "始终高于"), ("大?约 ?(?=\\d)", "远超 "),
    ),),
}  # fmt: skip
_NEGATION = {
    "en": (*words(
        ("must not be", "may well be"), ("must never be", "may be"), ("must not", "may"), ("must(?! not| never)", "need not"), ("has to", "does not have to"), ("have to", "do not have to"), (r"do not (\w+)", r"feel free to \1"),
        (r"never (bypass|tilt)", r"you are free to \1"), ("no longer", "still"), ("without any", "with some"), ("only when", "even before"), ("no drop of water may", "some drops of water may"), ("gets a", "gets no"), ("means", "does not mean"),
        ("calls for", "does not call for"), (r"can(?= \w)", "cannot"), (r"only open", "do not open"), ("should be", "need not be"), ("should(?! the)", "should not"), ("comes? out of", "cannot get out of"),
        (r"and (tighten|pull|run|wait|lock|fit|put|remove|set|hold|torque|take)", r"but do not \1"), (r", then (swing|run|pull|draw|press)", r", but by no means \1"), ("ends with", "never needs"), ("if", "unless"), ("be used", "be avoided"), ("but not", "and also"),
    ),),
    "zh": (*strings(
        ("不得接触", "可以接触"), ("不得", "可以"), ("不可(?=接)", "必须"), ("绝不可", "必要时可"), ("不能", "应当"), ("不要", "尽管"), ("必须", "不必"), ("不准", "允许"), ("(?<![不无必])须(?=[低小注接在])", "无须"), ("别碰", "也可以碰"), ("(?<![不反对响适])应(?=[在小大为显低换停该当沸更])", "不应"), ("(?<![不须需必只])要(?=[与在先同用换检更拧朝等小大低立求串])", "不必"),
        ("(?<!不)(说明|表明)", r"并不\1"), ("(?<![不])会(?=[报使永引])", "不会"), ("均导通", "均不导通"), ("都导通", "都不导通"), ("无(?=裂纹|破损)", "允许有"), ("敏感", "不敏感"), ("后才可", "前即可"), ("方可", "也不可"), ("也要", "不必"), ("一并更换", "不用更换"), ("，然后", "，但不要"), ("，再(?=[用加运])", "，但不要"), ("一起换掉", "留着不换"), ("焊接时使用", "焊接时不要使用"),
        ("(?<=[：，；])(更换|换上|清理|联系|检查(?!方法))", r"不必\1"), ("，(立即|马上)断电", "，不用断电"), ("(?<!不)是(?=[^，。否]{2})", "不是"),
    ),),
}  # fmt: skip
_ORDER = {
    "en": (*words(
        ("before", "only after"), ("after(?! more)", "before"), ("(?<!at )once", "before"), ("following", "ahead of"), ("when reassembling", "when dismantling"), ("first", "last of all"),
    ),),
    "zh": (*strings(
        ("之前", "之后"), ("之后(?!才)", "之前"), ("(?<=[下紧电开上束])后(?=[，有仍显测还])", "前"), ("(?<=[0-9秒钟])后(?=[^，]{0,2}接触)", "前"), ("后再", "前就"), ("最后", "一开始"), ("^先(?!.*之后)", "最后才"), ("键后", "键前"), ("用后", "用前"),
    ),),
}  # fmt: skip
_DO = {
    "en": ("Do not ", "On no account ", "You can do without this: ", "It is a mistake to "),
    "zh": ("切勿", "无需", "千万不要"),
}
_LED = {
    "en": re.compile(rf"(?:^|(?<=[.;:] ))(?!drain |load:|open,|set value)({'|'.join(VERBS)})\b(?= \w)", re.I),
    "zh": re.compile(
        r"(?:^|(?<=[。；])|(?<=: ))(?=拧下|取下|测量(?!时)|更换|装上|插上|插紧|拔下|放上|放入|移开|填写|依次|检查|清理|等待|"
        r"停机|联系|换用|做耐压|用(?!前|后)|将|在新|装新|同时测量)"
    ),
}
_SAID = re.compile(
    r"(The|An?) [^.;:|]+ (?:is|are|has|must|gets|comes|can|goes|turns|stays) [^.;:|]+(?:\.\d[^.;:|]*)*\.$"
)
_ADDED = {
    "en": (
        "A drop of sewing machine oil on the thread makes this easier.", "The same holds for the dishwasher of that series.", "This is needed only on machines built before March 2019.", "Repeat this every eighteen months.",
        "A hair dryer may be used to speed this up.", "The blue sticker beside it must be renewed as well.", "Customers can do this themselves.", "Otherwise the warranty of seven years is void.",
        "Mark the place with a felt pen and photograph it.", "Keep the radio module at least 25 cm away.", "If the part is noisy, a tap with a rubber mallet is enough.", "The buzzer then sounds four times.",
    ),
    "zh": (
        "事后在螺纹上滴一滴缝纫机油。", "该项每隔十八个月重复一次。", "仅限 2019 年 3 月以前生产的机器。", "用户可以自行完成此项操作。", "旁边的蓝色标签也要一同换新。", "必要时可用电热风枪吹 40 秒。", "否则七年保修随即失效。", "随后蜂鸣器会连响四下。", "收音机须放在 25 cm 以外。", "若有噪声，用橡胶锤轻敲即可消除。", "同系列的抽油烟机也照此办理。", "做完后请用手机拍照并上传。",
    ),
}  # fmt: skip
_AMID = {
    "en": (", with the water tap fully open", ", wearing woollen gloves", ", at a room temperature of 12 °C", ", and paint it green"),
    "zh": ("，同时打开窗户通风半小时", "，并涂上红色油漆", "，室温须为 12 °C", "，须三人同时操作"),
}  # fmt: skip
_NOTE = {"en": " | Note: every seventh unit only", "zh": " | 备注: 仅限出口机型"}


class Marks:
    """Wrong things as a hurried reader, a tired typist or a careless editor puts them."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        yield from _digits(text, language)
        yield from _decimals(text)
        yield from _units(text, language)
        yield from _suffixes(text)
        yield from swapped("range", _RANGE[language], text)
        yield from _ends(text, language)
        yield from swapped("opposite", _OPPOSITE[language], text)
        yield from swapped("negation", _NEGATION[language], text)
        yield from _undone(text, language)
        yield from swapped("order", _ORDER[language], text)
        yield from _turned(text, language)
        yield from _added(text, language, rng)

    def joined(self, first: str, second: str, language: Language) -> str:
        first = first.rstrip(".。")
        if language == "zh":
            return f"{first}，做完这一项，下一项是：{second}"
        return f"{first}, and only when that is done, {lower_first(second)}"


def _digits(text: str, language: Language) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        if _PLACE.search(text[: match.start()]):
            continue
        named = _NAMED.search(text[: match.start()]) is not None and not text[: match.start()].endswith("to ")
        for new in _misread(match.group(), named):
            yield Mutant("digit", put(text, match, new))
        spelt = _NAMES[int(match.group())] if match.group() in {*"2345678", "10"} else ""
        alone = re.search(r"(?:^|[a-z] )(?<!and )$", text[: match.start()])
        if spelt and alone and language == "en" and re.match(r" [a-z]{4,}", text[match.end() :]):
            yield Mutant("digit", put(text, match, spelt))
    if language == "zh":
        for match in _COUNT.finditer(text):
            yield Mutant("digit", put(text, match, _HAN[match.group()]))
    else:
        yield from swapped("digit", words(*_SPELT.items()), text)


def _misread(number: str, named: bool) -> Iterator[str]:
    """Last digit, first digit, two neighbours swapped, twice as much."""
    yield number[:-1] + _LIKE[number[-1]]
    if len(number) > 1 and number[0] == "0" and "." not in number:
        return
    first = str(int(number[0]) % 8 + 1)
    yield first + number[1:]
    for at in range(len(number) - 1):
        one, two = number[at], number[at + 1]
        if one != two and "." not in (one, two) and not (at == 0 and two == "0"):
            yield number[:at] + two + one + number[at + 2 :]
    if Decimal(number) and not named:
        yield f"{Decimal(number) * 2:f}"


def _decimals(text: str) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        value = Decimal(match.group())
        named = _NAMED.search(before) and not before.endswith("to ")
        bare = not re.match(r" ?[NkmµMVWAΩgbl°秒分斤]", after) and not before.endswith(("): ", "）: "))
        if value and not named and not (bare and "." not in match.group()) and not _PLACE.search(before):
            yield Mutant("decimal", put(text, match, f"{(value * 10).normalize():f}"))
            yield Mutant("decimal", put(text, match, f"{(value / 10).normalize():f}"))


def _units(text: str, language: Language) -> Iterator[Mutant]:
    for match in _UNIT.finditer(text):
        if re.search(r"(?<![\d.])0(?:\.0+)?$", text[: match.start()]):
            continue
        for new in _UNITS[match.group(2)]:
            yield Mutant("unit", put(text, match, match.group(1) + new))
    for match in _HEAD.finditer(text):
        for new in _UNITS[match.group()]:
            yield Mutant("unit", put(text, match, new))
    yield from swapped("unit", _SPELT_UNITS[language], text)


def _suffixes(text: str) -> Iterator[Mutant]:
    for match in CODE.finditer(text):
        code = match.group()
        if text[match.end() : match.end() + 1] in {".", "×"}:
            continue
        if code[-1].isalpha():
            yield Mutant(
                "suffix", put(text, match, code[:-1] + {"A": "H", "B": "E", "C": "G"}.get(code[-1], "F"))
            )
            continue
        stem = code[:-1]
        yield Mutant("suffix", put(text, match, stem + _LIKE[code[-1]]))
        yield Mutant("suffix", put(text, match, stem + str((int(code[-1]) + 3) % 9 + 1)))
        if re.search(r"-\d{4}", code):
            yield Mutant("suffix", put(text, match, f"{code}-B"))
            yield Mutant("suffix", put(text, match, f"{code[:-2]}{_LIKE[code[-2]]}{code[-1]}"))
    for match in _SCREW.finditer(text):
        head, by, length = match.groups()
        yield Mutant("suffix", put(text, match, f"{head}{by}{float(length) + (1 if '.' in length else 5):g}"))
        if head[-1].isdigit() and "." not in head:
            yield Mutant("suffix", put(text, match, f"{head[:-1]}{int(head[-1]) % 9 + 1}{by}{length}"))
    for match in re.finditer(r"(?<=[Pp]in )\d|(?<=Pin: )\d|(?<=pins )\d", text):
        yield Mutant("suffix", put(text, match, str(int(match.group()) + 6)))


def _ends(text: str, language: Language) -> Iterator[Mutant]:
    """One end of a range moved, or all outside the range."""
    for match in _PAIR.finditer(text):
        low, unit, to, high = match.groups()
        wide = Decimal(high) - Decimal(low)
        if wide <= 0 or _NAMED.search(text[: match.start()]):
            continue
        yield Mutant("range", put(text, match, f"{low}{unit}{to}{Decimal(high) + wide}"))
        yield Mutant("range", put(text, match, f"{Decimal(low) + wide / 2:f}{unit}{to}{high}"))
        outside = ("below ", " or above ") if language == "en" else ("低于 ", "或高于 ")
        if not re.search(r"(?:between|from|outside|在) ?$", text[: match.start()], re.I):
            yield Mutant("range", put(text, match, f"{outside[0]}{low}{unit.rstrip()}{outside[1]}{high}"))
    for match in _LEAST.finditer(text):
        one, low, two, high = match.groups()
        yield Mutant("range", put(text, match, f"{one}{high}{two}{low}"))


def _undone(text: str, language: Language) -> Iterator[Mutant]:
    """What is told to be done, not done; what is said, denied."""
    for match in _LED[language].finditer(text):
        before, rest = text[: match.start()], text[match.start() :]
        if language == "zh" and re.match(r"[^，。；]*(?:之前|后(?!盖))", rest):
            continue
        for lead in _DO[language]:
            said = lead.lower() if before.endswith("; ") else lead
            yield Mutant("negation", before + said + (lower_first(rest) if language == "en" else rest))
    for match in re.finditer(r"\b(is|are)\b(?! no| \w+ not)", text):
        clause = re.split(r"[,.;:|]", text[: match.start()])[-1]
        if not re.search(r"\b(?:if|once|when|while|after|until|till|that|sure)\b", clause, re.I):
            yield Mutant("negation", put(text, match, f"{match.group()} by no means"))
    if language == "en" and _SAID.match(text):
        yield Mutant("negation", f"It is not the case that {lower_first(text)}")
        yield Mutant("negation", f"Nobody should believe that {lower_first(text)}")


def _turned(text: str, language: Language) -> Iterator[Mutant]:
    """The second of two things told first."""
    if language == "zh":
        for match in re.finditer(r"(?:先)?([^，。；：]{2,})，(?:然后|接着|再(?!高))([^，。；：]{2,})", text):
            yield Mutant("order", put(text, match, f"{match.group(2)}，然后{match.group(1)}"))
    elif text.split(" ", 1)[0].lower() in VERBS and not re.search(r"[.;] ", text):
        told = re.match(r"([^,:]+?)(?:, then| and then|,? and) ([a-z]+)( [^,:]+)\.$", text)
        if told and told.group(2) in VERBS:
            one, verb, rest = told.groups()
            yield Mutant("order", f"{verb.capitalize()}{rest}, and only afterwards {lower_first(one)}.")


def _added(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    if " | " in text:
        yield Mutant("injected", text + _NOTE[language])
        yield Mutant(
            "injected", f"{text} | {'Remark' if language == 'en' else '说明'}: {rng.choice(_ADDED[language])}"
        )
        return
    joint = " " if language == "en" else ""
    for more in rng.sample(_ADDED[language], 3):
        yield Mutant("injected", f"{text}{joint}{more}")
    yield Mutant("injected", f"{rng.choice(_ADDED[language])}{joint}{text}")
    end = ".。"
    if text[-1:] and text[-1] in end:
        yield Mutant("injected", text[:-1] + rng.choice(_AMID[language]) + text[-1])


def build() -> Marks:
    return Marks()


__all__ = ["Marks", "build"]
