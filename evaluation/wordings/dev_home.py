"""Wrong claims about household appliances and office machines: opposites, denials, orders, values, additions.

It words each error as a hurried draft would, and leaves alone what would stay right after the change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

from evaluation.rewording import (
    CODE,
    NUMBER,
    VERBS,
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

EN_OPPOSITES = words(
    ("clockwise", "anticlockwise"), ("anticlockwise", "clockwise"), ("open(?= (?:the|a|an|it|both|any|rear|front)\\b)", "close"),
    ("(lamp|fuse|element|coil|winding|be|thermistor) open", r"\1 shorted"), ("opened", "closed"), ("opening", "closing"), ("close", "open"), ("closed", "open"),
    ("closing", "opening"), ("remove(?= (?:the|its))", "insert"), ("remove(?! the| its| any)", "leave"), ("removed", "inserted"), ("removing(?! any)", "inserting"),
    ("insert", "take out"), ("inserted", "taken out"), ("inserting(?! it)", "taking out"), ("fit(?= (?:the|a|new|gasket|hoses))", "take off"), ("fitted", "taken off"),
    ("connect(?! \\w+ to\\b)", "disconnect"), ("connect (\\w+) to", r"disconnect \1 from"), ("connecting", "disconnecting"), ("connected", "disconnected"),
    ("disconnect", "connect"), ("tighten", "loosen"), ("tightened", "loosened"), ("tightening", "loosening"), ("loosen", "tighten"), ("loosened", "tightened"),
    ("above", "below"), ("below(?= [\\d])", "above"), ("higher", "lower"), ("more than", "less than"), ("less than", "more than"), ("under(?! voltage)", "above"),
    ("for up to", "for no less than"), ("(charged|gets|heats|rises|heated) up to", r"\1 to no less than"), ("(delivers|reaches|takes) up to", r"\1 at least"),
    ("top", "bottom"), ("bottom", "top"), ("(?<!pages )left", "right"), ("right(?! now)", "left"), ("front", "rear"), ("rear", "front"),
    ("lower(?= (?:front|left|right|panel))", "upper"), ("inside", "outside"), ("outside", "within"), ("inwards", "outwards"), ("upwards", "downwards"),
    ("downwards", "upwards"), ("levers down", "levers up"), ("levers up", "levers down"), ("dry(?= (?:cloth|brush|lint|rag))", "soaking"), ("cold(?= water)", "hot"),
    ("warm(?= water)", "cold"), ("hot", "cold"), ("new", "old"), ("old", "new"), ("flashes", "is steady"), ("flashing", "steady"), ("steady", "flashing"),
    ("appears", "disappears"), ("(?<!may )appear", "disappear"), ("disappears", "stays on"), ("slowly", "quickly"), ("straight(?! to)", "askew"), ("too high", "too low"),
    ("too slowly", "too fast"), ("too hot", "too cold"), ("too early", "too late"), ("charged(?! up)", "empty"), ("stays locked", "is unlocked"), ("releases", "engages"),
    ("released", "built up"), ("lowered", "raised"), ("rises", "falls"), ("falls", "rises"), ("sharp", "blunt"), ("insulated", "bare"), ("faulty", "in good order"),
    ("(?<!the )in order(?! to)", "faulty"), ("damaged", "intact"), ("worn(?! to)", "like new"), ("loose", "firmly seated"), ("blocked", "free"), ("completely", "only partly"),
    ("evenly", "unevenly"), ("towards you", "away from you"), ("crosswise", "one after the other round the edge"), ("trained", "untrained"), ("push", "pull"),
    ("pull off", "push on"), ("pull it off", "push it onto"), ("pull(?= (?:it|out|the (?!mains)))", "push"), ("pull the mains plug", "put the mains plug in"),
    ("pulling the mains plug", "putting the mains plug in"), ("switch the (machine|printer) off", r"switch the \1 on"),
    ("switch the (machine|printer) on", r"switch the \1 off"), ("switching off", "switching on"), ("switched off", "switched on"),
    ("both ((?:green |hose |guide )?\\w+s)", r"only one of the \1"), ("minimum", "maximum"), ("maximum", "minimum"), ("wet", "dry"),
    ("moistened with water", "moistened with oil"), ("short[- ]circuited", "open"), ("together(?= and)", "one after the other"), ("is stored", "is erased"),
    ("every repair", "every second repair"), ("upright", "flat"), ("from behind", "from the side"),
)  # fmt: skip
ZH_OPPOSITES = strings(
    ("拧紧", "拧松"), ("拧下", "拧紧"), ("取下", "装上"), ("取出", "放入"), ("装上", "取下"), ("装回", "拆走"), ("拔下", "插上"), ("拔(?=插头)", "插"), ("插上", "拔下"),
    ("插紧", "松开"), ("拆下(?!来)", "装牢"), ("高于", "低于"), ("低于", "高于"), ("大于", "小于"), ("小于", "大于"), ("(?<!不)超过", "低于"), ("不超过", "不低于"),
    (r"(?<=V )以下|(?<=°C )以下", "以上"), ("开路", "短路"), ("短路", "开路"), ("直流(?!母线)", "交流"), ("过高", "过低"), ("过低", "过高"), ("过热", "温度过低"),
    ("最大功率", "最小功率"), ("最大(?= ?\\d)", "最小"), ("最小(?= ?\\d)", "最大"), ("放电", "充电"), ("断电", "通电"), ("(?<!接)(?<!首次)通电(?!源)", "断电"), ("停机", "开机"),
    ("立即停止", "继续"), ("停止(?=加热)", "开始"), ("背面", "正面"), ("底部", "顶部"), ("不亮", "常亮"), ("常亮", "不亮"), ("均导通", "均不通"), ("薄涂", "厚涂"), ("软布", "钢丝球"),
    ("中性", "强碱性"), ("盛水(?! ?\\d)", "没有水"), ("松脱", "插得太紧"), ("下降", "上升"), ("断续", "一直不停"), ("火力小", "火力大"), ("齐全", "缺少"), ("立即", "过一阵再"),
    ("无裂纹", "有裂纹"), ("无破损", "有破损"), ("正在工作", "已经关机"), ("靠近", "远离"), ("朝向", "背对"), ("移开", "放上"), ("放上", "移开"), ("(?<!能)导磁", "不导磁"), ("消失", "出现"),
    ("锅内无水", "锅内水满"), ("将造成", "不会造成"), ("进水", "缺水"), ("旧", "新"), ("新(?= ?(?:IGBT|风扇))", "旧"), ("与电网隔离", "与电网相连"), ("偏高", "偏低"),
    ("市电电压低", "市电电压高"), ("变形", "平整"), ("结束后", "开始前"), ("触摸", "离开"), ("损坏", "完好"), ("击穿", "完好"), ("熔断", "完好"), ("旁边?监护", "远处监护"),
    ("正反向", "只有正向"), ("待机", "加热"), ("一并", "隔天"), ("更换(?![^，；。：]{0,8}之前)", "留用"), ("换用", "停用"), ("脱焊", "焊得太牢"), ("清除", "保留"),
)  # fmt: skip

EN_DENIALS = words(
    (r"(?:please )?do not", "you may"), (r"never(?= (?:run|bypass|open|look|pull|touch|use|throw))", "you may"), ("must not(?: be)?(?= \\w+ed)", "may be"),
    ("must not(?! \\w+ed| be)", "may"), ("must(?! not)", "need not"), ("may not", "may"), ("cannot", "can"), ("does not", "does"), ("(?:is|are) not to be", "may be"),
    ("no longer", "still"), ("without(?= (?:kinks|delay|voltage))", "with"), ("not with", "or else with"), ("means", "does not mean"), ("weighs", "does not weigh"),
    ("(?<!possibly )because", "even though it is not so that"), ("with(?= (?:clamp pliers|medium thread|two persons|both hands|a plastic|a new))", "without"),
    ("there is no need to", "you must"), ("need not", "must"), ("has to", "does not have to"), ("no drop of", "some"), ("needs", "does not need"),
    ("is lifted by", "is not to be lifted by"),
)  # fmt: skip
ZH_DENIALS = strings(
    ("不得", "可以"), ("不要", "可以"), ("(?<!先)别(?=[拿上靠接用碰])", "可以"), ("切勿|严禁|禁止", "可以"), ("必须", "不必"), ("应当", "不应当"),
    ("(?<![感反适对供响相])应(?![用不当急力变])", "不应"), ("不必|不用(?=拆)|无须", "必须"), ("不使用", "可以使用"), ("(?<![必无])须(?!知)", "无须"), ("仍有", "没有"), ("说明", "并不说明"),
    ("就是击穿", "不算击穿"), ("表示", "并不表示"), ("(?<![不应窗后先会就])显示(?= ?E\\d(?! ?时))", "不显示"), ("(?<=窗)显示", "不显示"), ("后方可", "之前即可"), ("对静电敏感", "对静电不敏感"),
    ("并有人", "但无须有人"), ("会显示", "不会显示"), ("可能(?=带电|造成)", "不可能"), ("要(?=戴|测量|清理|找|开$|接地)", "不用"), ("佩戴护目镜", "不戴护目镜"), ("(?<=[，；])再把", "不要把"),
    ("(?<![一-鿿])把", "不要把"), ("多半是|因为", "并非因为"), ("原因是", "原因不是"), ("标称值是", "标称值不是"), ("用(?=直流)", "不用"), ("(?<=件号|扭矩|工时|功率)是", "不是"),
    ("可能是|就是", "不会是"), ("(?<![不就也是还只能])是(?=热敏|锅|面板|IGBT|直流|滤波)", "不是"), ("(?<=试验)时", "之外"),
)  # fmt: skip
ZH_VERBS = (
    "拧下|拧紧|取下|取出|测量|清理|清除|装上|插上|拔下|放上|检查|更换|等待|佩戴|使用|填写|注明|联系|擦拭|焊下|重涂|停机|插紧|"
    "补焊|串联|换用|做耐压|移开|停用|目视检查"
)
ZH_ORDER = re.compile(rf"(?<![^，；。：])(?={ZH_VERBS})(?![^，；。：]*(?:之前|之后|时|后|前|的人|的[^，]{{0,4}}是))")  # fmt: skip

TORQUE = {"N·m": ("N·cm", "kN·m"), "N·cm": ("N·m",)}
ELECTRIC = {
    "kV": ("V", "MV"), "mV": ("V", "kV"), "V": ("mV", "kV"), "kW": ("W", "MW"), "W": ("mW", "kW"), "mA": ("A", "µA"),
    "A": ("mA", "kA"), "MΩ": ("kΩ", "Ω"), "kΩ": ("Ω", "MΩ"), "mΩ": ("Ω", "kΩ"), "Ω": ("kΩ", "mΩ"), "nF": ("µF",),
    "µF": ("nF", "pF"), "µH": ("mH", "nH"),
}  # fmt: skip
OTHER = {
    "mm": ("cm", "m"), "µm": ("mm", "nm"), "cm": ("mm", "m"), "m": ("cm", "mm"), "°C": ("°F",), "°F": ("°C",), "kg": ("g", "t"),
    "g": ("kg",), "bar": ("mbar",), "kPa": ("MPa", "Pa"), "l": ("ml",), "rpm": ("turns per hour",), "ms": ("s",),
    "s": ("min", "h"), "seconds": ("minutes", "hours"), "minutes": ("seconds", "hours"), "minute": ("second", "hour"),
    "hour": ("minute", "second"), "hours": ("minutes",), "秒": ("分钟", "小时"), "分钟": ("秒", "小时"), "小时": ("分钟", "秒"),
    "公斤": ("克",), "persons": ("hours",),
}  # fmt: skip
UNITS = TORQUE | ELECTRIC | OTHER
EN_WORDS = {
    "two": "four", "three": "five", "four": "six", "five": "nine", "six": "eight", "seven": "ten", "eight": "five",
    "nine": "twelve", "ten": "twenty", "twelve": "ten", "fourteen": "eleven", "thirty": "thirteen", "half an": "one quarter of an",
}  # fmt: skip
ZH_WORDS = dict(zip("一两二三四五六七八九十", "三五四五二八九五六七五", strict=True))
ZH_COUNT = re.compile("(?<![一二三四五六七八九十第])[一两二三四五六七八九十](?=[颗声位挡次层秒]|个功|分钟|小时|公斤)")  # fmt: skip
_WORD = "|".join(EN_WORDS)
VALUE = re.compile(
    rf"(?P<n>\d+(?:\.\d+)?|\b(?:{_WORD}|one)(?=[ -])|(?<![一-鿿])[一两二三四五六七八九十半]|[一两三四五六七八九十])(?P<gap>[ -]?)"
    rf"(?P<unit>{'|'.join(sorted((u for u in UNITS if u != 'persons'), key=len, reverse=True))})(?![A-Za-z°·/²])",
    re.IGNORECASE,
)
HALVES = strings(("half an hour", "half a minute"), ("half a minute", "half an hour"), ("一刻钟", "一个钟头"))
N = r"(\d+(?:\.\d+)?)"
RANGE = re.compile(rf"(?<![\d.A-Z-]){N}((?: ?[^\W\d_]{{1,2}}| ?°C)?(?: to | and |–| ?[至到与~] ?)){N}(?![\d.])")  # fmt: skip
LIMITS = (
    Swap(r"\bwithin (\d+|\w+) (seconds|minutes)", r"only after \1 \2"), Swap(r"(?<!down )\b(?:below|under) (\d[\d.]* [kmM]?[ΩVA]|\d+ °C|\d+ mm)", r"of \1 or more"),
    Swap(r"(?<=\d )(秒|分钟)内", r"\1之后才"), Swap(r"(?:大于|高于) (\d[\d.]* ?[kM]?[ΩV])", r"不到 \1"),
    Swap(r"\babove (\d[\d.]* [kmM]?[ΩVA])", r"of \1 or less"), Swap(r"(?:小于|低于) (\d[\d.]* ?(?:m?[AV]|°C|mm)) ?", r"达到 \1 以上"),
)  # fmt: skip
EN_WAYS = ("Do not ", "There is no need to ", "You can do without this: ", "If time allows, ", "Never ")
EN_ADDED = (
    " Afterwards give the contacts a thin coat of silicone oil.", " On machines built after 2024 this is left out.",
    " The maker also asks for a second test 48 hours later.", " Use spare part ZK-4410 for it.",
    " If in a hurry, bridge the safety switch with a wire.", " Under warranty only the customer may do this.",
    " A drop of superglue helps to hold it in place.", " Set the ambient temperature to 31 °C beforehand.",
)  # fmt: skip
ZH_ADDED = (
    "之后在触点上薄薄涂一层硅油。", "2024 年以后出厂的机器可省去此项。", "48 小时后还要复测一次。", "配件请用 ZK-4410。",
    "赶时间时可用导线短接安全开关。", "保修期内只能由用户自行操作。", "可滴一滴强力胶帮助固定。", "事先把室温调到 31 °C。",
)  # fmt: skip
# Words that stand at the head of an order or of a noun phrase, and what follows them in an order.
DOUBTFUL = "work load print screw tape charge guide drive dry clear lower note use open close warm clean set fit"  # fmt: skip
OBJECT = re.compile(r"\w+ (?:the|an?|both|all|any|up|in|out|on|off|its?|test|\d|two|three|four|new|position|only|no|code|[A-Z])")  # fmt: skip
CONDITION = re.compile(r"(?i)\b(?:if|when|while|once|until|because|after|before|that|which|as|where|than|no|never|not|only|so)\b")  # fmt: skip
MIDDLE = re.compile(
    r"(?<=[,;])( (?:then |and |and then )?)(?=(?:pull|remove|tighten|connect|disconnect|replace|wait|wear|insert|press|put|loosen|hold|lift|moisten|check|measure|drain) )"
    r"|( and (?:then )?)(?=(?:pull|remove|tighten|connect|replace|wait|insert|press|put|hold|lift|moisten|drive|drain) )"
)  # fmt: skip


def _digits(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    taken = set(re.findall(r"\d+(?:\.\d+)?", text))
    for match in NUMBER.finditer(text):
        old = match.group()
        places = [i for i, c in enumerate(old) if c.isdigit()]
        if re.search(r"(?:about|around|roughly|nearly|约|大概)\s*$", text[: match.start()]):
            places = places[:1]  # what is near an estimate may be right as well
        news = {old[:i] + d + old[i + 1 :] for i in places for d in "123456789" if d != old[i]} - taken
        if not old.startswith("00") and news:
            yield Mutant("digit", put(text, match, rng.choice(sorted(news))))
    if language == "en":
        yield from swapped("digit", words(*((rf"{o}(?=[ -])", n) for o, n in EN_WORDS.items())), text)
        return
    for match in ZH_COUNT.finditer(text):
        yield Mutant("digit", put(text, match, ZH_WORDS[match.group()]))


def _decimals(text: str, rng: Random) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        old, before = match.group(), text[: match.start()].lower()
        listed = re.search(
            r"(?:section|table|figure|test|steps?|tray|position|pins?|revision|第|表|图) ?$", before
        )
        if listed or len(old) == 1 or old.startswith("00") or not Decimal(old):
            continue
        if re.match(r" (?:\d{3}\b|screws|bolts|pages|sheets|persons|颗|个|挡)", text[match.end() :]):
            continue
        moved = Decimal(old) * rng.choice((Decimal(10), Decimal("0.1")))
        yield Mutant("decimal", put(text, match, f"{moved.normalize():f}"))


def _units(text: str, rng: Random) -> Iterator[Mutant]:
    for match in VALUE.finditer(text):
        number, unit = match["n"], match["unit"]
        if unit not in UNITS or (number[0].isdigit() and not Decimal(number)):
            continue
        yield Mutant("unit", put(text, match, number + match["gap"] + rng.choice(UNITS[unit])))
    yield from swapped("unit", HALVES, text)


def _suffixes(text: str, rng: Random) -> Iterator[Mutant]:
    for match in CODE.finditer(text):
        old = match.group()
        last = [i for i, c in enumerate(old) if c.isdigit()][-1]
        news = [old[:last] + d + old[last + 1 :] for d in "123456789"]
        if re.search(r"\d{4}", old):
            news += [old + "B", old + "-2", old[: last - 1] + old[last] + old[last - 1] + old[last + 1 :]]
        news = [n for n in news if n not in text]
        if news:
            yield Mutant("suffix", put(text, match, rng.choice(news)))


def _ranges(text: str, rng: Random) -> Iterator[Mutant]:
    for match in RANGE.finditer(text):
        low, between, high = match.groups()
        if between.strip() == "and" and "between" not in text[: match.start()]:
            continue
        width = abs(Decimal(high) - Decimal(low)) / 4
        step = Decimal(f"{width or Decimal(1):.0e}")  # one figure, as a person would round it
        if "." not in low + high:
            step = max(Decimal(1), round(step, 0))
        yield Mutant("range", put(text, match, f"{low}{between}{Decimal(high) + step * rng.randint(1, 3):f}"))
        if Decimal(low) > step:
            yield Mutant("range", put(text, match, f"{Decimal(low) - step:f}{between}{high}"))
    yield from swapped("range", LIMITS, text)


def _told(sentence: str) -> bool:
    """Whether an English sentence is an order, and no noun stands at its head."""
    first = sentence.split(" ", 1)[0].lower()
    return imperative(sentence) and (first not in DOUBTFUL.split() or bool(OBJECT.match(sentence)))


def _cased(text: str, sentence: str, new: str) -> str:
    """The text with another sentence, which begins small where the old one did."""
    head = new if sentence[:1].isupper() else lower_first(new)
    return text.replace(sentence, head, 1)


def _english_denials(text: str, rng: Random) -> Iterator[str]:
    for sentence in sentences(text, "en"):
        if _told(sentence):
            yield _cased(text, sentence, rng.choice(EN_WAYS) + lower_first(sentence))
    for match in MIDDLE.finditer(text):
        since = re.split(r"[.;]", text[: match.start()])[-1]
        if not re.search(r"\b(?:not|never|you|to|nor)\b[^,]*$", since):
            yield text[: match.end()] + "do not " + text[match.end() :]
    for match in re.finditer(r"\b(?:is|are)\b(?! (?:not|no|never|only)\b)", text):
        if not CONDITION.search(re.split(r"[.;:]|, (?=and|but)", text[: match.start()])[-1]):
            yield text[: match.end()] + " not" + text[match.end() :]


def _chinese_denials(text: str, rng: Random) -> Iterator[str]:
    for match in ZH_ORDER.finditer(text):
        yield text[: match.start()] + rng.choice(("不必", "无须", "不用", "不要")) + text[match.start() :]


def _english_orders(text: str) -> Iterator[str]:
    yield from Swap(r"\bafter(?! the other)\b", "before").each(text)
    yield from Swap(r"\bbefore\b(?! test)", "after").each(text)
    yield from Swap(r"\bonce(?= (?:the|it|you)\b)", "before").each(text)
    yield from Swap(r"\b([A-Z]{2}\d+)( first)?, then ([A-Z]{2}\d+)", r"\3\2, then \1").each(text)
    yield from Swap(r"order left, right, rear", "order right, rear, left").each(text)
    for sentence in sentences(text, "en"):
        halves = re.split(r"(?:,| and) then |; then ", sentence.rstrip("."))
        if len(halves) == 2 and _told(sentence) and halves[1].split(" ")[0] in VERBS | {"swing", "reach"}:
            later = halves[1][:1].upper() + halves[1][1:]
            yield _cased(text, sentence, f"{later} to begin with; only afterwards {lower_first(halves[0])}.")


def _chinese_orders(text: str) -> Iterator[str]:
    yield from Swap("之前", "之后").each(text)
    yield from Swap("之后", "之前").each(text)
    yield from Swap("先([^，；。先]+)(，?)再([^，；。]+)", r"先\3，再\1").each(text)
    yield from Swap("([^，；。先应][^，；。]+)，然后([^，；。]+)", r"\2，然后\1").each(text)
    yield from Swap("(检查[^，。]+?)后(更换[^，。（]+)", r"\2后\1").each(text)
    yield from Swap("冷却后", "还烫手时").each(text)


def _many(kind: str, texts: Iterator[str], old: str) -> Iterator[Mutant]:
    return (Mutant(kind, new) for new in texts if new != old)


class _Household:
    """Yields one wrong claim for each place that can go wrong; of additions, one at random."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        english = language == "en"
        denials: Callable[[str, Random], Iterator[str]] = _english_denials if english else _chinese_denials
        orders: Callable[[str], Iterator[str]] = _english_orders if english else _chinese_orders
        yield from _digits(text, language, rng)
        yield from _decimals(text, rng)
        yield from _units(text, rng)
        yield from _suffixes(text, rng)
        yield from _ranges(text, rng)
        for turned in swapped("opposite", EN_OPPOSITES if english else ZH_OPPOSITES, text):
            yield Mutant(
                "opposite", re.sub(r"\b([Aa]) (?=old\b|intact|empty|untrained|upper)", r"\1n ", turned.text)
            )
        yield from swapped("negation", EN_DENIALS if english else ZH_DENIALS, text)
        yield from _many("negation", denials(text, rng), text)
        yield from _many("order", orders(text), text)
        ended = text if text.endswith((".", "。", "!")) else text + ("." if english else "。")
        yield Mutant("injected", ended + rng.choice(EN_ADDED if english else ZH_ADDED))

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。；，')}，接着{second}"
        return f"{first.rstrip('.;, ')}, and after that {lower_first(second)}"


def build() -> Wording:
    """The wording of this file."""
    return _Household()
