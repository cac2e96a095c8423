"""Changes that make a claim wrong, in words that no rule was written for; English and Chinese.

It knows no checks and no manuals: word lists, looser limits, orders turned round, things added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from evaluation import rewording as said
from evaluation.rewording import Mutant, Swap, Wording, lower_first, sentences, strings, words
from kb_sources.manual import Language

# A limit before or after a number: which way the number has to move so that the claim is really wrong.
FLOOR = re.compile(
    r"(?i)(?:no (?:less|fewer) than|above|over|(?<!no )more than|at least|exceeds?|beyond|warmer than|only after"
    r"|不小于|不低于|高于|大于|(?<!不)(?<!不得)超过|至少|起码) ?$"
)
CEILING = re.compile(
    r"(?i)(?:below|under|less than|at most|up to|no \w+ than|within|not exceed|\d[^,，]{0,5} ?(?:to|至)"
    r"|低于|小于|不到|不足|超过|不大于|最长|最多|顶多) ?$"
)
FLOOR_AFTER = re.compile(r"\s?\S{1,6}(?: or more|\s?以上)|[^,，]{0,5} ?(?:to|至) ?\d")
CEILING_AFTER = re.compile(r"\s?\S{1,6}(?: or less|\s?(?:以下|以内|内))")
# Unit: the larger ones, the smaller ones that a tired writer puts instead.
UNITS = {
    "N·m": ("", "N·cm"), "N·cm": ("N·m", ""), "mV": ("V", ""), "V": ("", "mV"), "mA": ("A", ""),
    "mAh": ("Ah", ""), "A": ("", "mA"), "mm": ("cm", ""), "cm": ("m", "mm"), "°C": ("", "°F"),
    "°F": ("°C", ""), "kg": ("", "g"), "g": ("kg", "mg"), "bar": ("", "mbar"), "kPa": ("MPa", "Pa"),
    "MPa": ("", "kPa"), "Ω": ("kΩ", "mΩ"), "kΩ": ("MΩ", "Ω"), "W": ("kW", "mW"), "ms": ("s", ""),
    "s": ("min", "ms"), "min": ("h", "s"), "h": ("", "min"), "ml": ("l", ""), "l": ("", "ml"),
    "seconds": ("minutes", ""), "minutes": ("hours", "seconds"), "hours": ("days", "minutes"),
    "小时": ("天", "分钟"), "分钟": ("小时", "秒"), "毫秒": ("秒", ""), "秒": ("分钟", "毫秒"),
    "天": ("周", "小时"), "升": ("", "毫升"), "毫升": ("升", ""),
}  # fmt: skip
UNIT = re.compile(
    rf"(?:{said.NUMBER.pattern}|\b(?:two|three|four|five|six|ten|fifteen|twenty)\b|[两二三四五六十]+)(?P<gap>[ ]?)"
    rf"(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})(?![A-Za-z·²³/])"
)
COUNTS = words(
    ("two", "four"), ("three", "five"), ("four", "six"), ("five", "three"), ("six", "eight"), ("eight", "six"), ("ten", "eight"),
    ("fifteen", "fifty"), ("twenty", "twelve"), ("half an hour", "an hour and a half"), ("a quarter of an hour", "half an hour"),
    ("one hour", "three hours"), ("one day", "four days"),
)  # fmt: skip
COUNTS_ZH = (
    *(Swap(rf"(?<![十第]){a}(?=[颗条次片个根块圈枚把]|分钟|小时|秒)", b) for a, b in
      ("两三", "三五", "四六", "五八", "六四", "八六", "十六")),
    Swap("十二(?=秒)", "二十"), Swap("半个?小时", "一个半小时"), Swap("一刻钟", "三刻钟"), Swap("一天", "四天"),
)  # fmt: skip
N = r"(?= ?[\d≥])"
LIMITS = words(
    (rf"above{N}", "below"), (rf"(?<!no )(?:below|under){N}", "over"), (rf"no (?:more|deeper) than{N}", "upwards of"),
    (rf"at most{N}", "at least"), (rf"at least{N}", "at most"), (rf"up to{N}", "no less than"),
    (rf"(?<!no )more than{N}", "less than"), (rf"warmer than{N}", "colder than"), (rf"(?<!no )less than{N}", "more than"),
    ("or more", "at the very most"), (rf"(?<=must go off )within{N}", "no sooner than"), ("at the very most", "as a minimum"),
)  # fmt: skip
LIMITS_ZH = strings(
    ("高于", "低于"), ("(?<!不)低于", "高于"), ("不得超过|不超过", "不低于"), ("不小于", "不超过"), ("不大于", "不小于"), ("(?<!不)(?<!不得)超过(?= ?\\d)", "不足"),
    ("不到(?= ?\\d)", "超过"), ("(?<!不)小于", "大于"), ("顶多", "起码"), ("起码", "顶多"), ("最长(?= ?\\d)", "至少"), ("(?<=[%CVA])( ?)以下", r"\1以上"),
    (r"(?<=须在)( ?[\d.]+ ?(?:毫秒|秒|分钟))内", r"\1以后"),
)  # fmt: skip
BOTH = re.compile(r"\bleft\b.*\bright\b|\bright\b.*\bleft\b", re.DOTALL)
SIDES = words(
    (r"left(?= end|-hand| edge| side)", "right"), (r"right(?= end|-hand| edge| side)", "left"),
    (r"to the left\b", "to the right"), (r"to the right\b", "to the left"),
)  # fmt: skip
OPPOSITES = words(
    (r"upper(?= edge| part| half| rack| end)", "lower"), (r"lower(?= edge| part| half| rack| end)", "upper"),
    ("the top", "the bottom"), ("the bottom", "the top"), (r"(?<=volume )down", "up"), (r"(?<=volume )up", "down"),
    (r"(switch\w*(?: the \w+| it)?) off", r"\1 on"), (r"(switch\w*(?: the \w+| it)?) on", r"\1 off"), (r"(?<=cover is )off", "on"),
    (r"power the phone down", "power the phone up"), (r"open (?=the |connector|J\d)", "close "),
    (r"close (?=the |connector|J\d)", "open "), (r"(?<=are )open", "closed"), (r"(?<=gap )opens", "closes"),
    (r"disconnect(?=(?: \w+){0,3} (?:battery|J\d+))", "connect"), (r"connect (?=the battery|J\d)", "disconnect "),
    (r"(?<=charger )connected", "unplugged"), ("tighten", "loosen"), ("tightened", "loosened"), (r"loosen (?=the)", "tighten "),
    ("unplug", "plug in"), ("upwards", "downwards"), ("downwards", "upwards"), (r"fold(.{0,18}?) up", r"fold\1 down"),
    ("bend it up", "bend it down"), ("slowly", "in one quick jerk"), ("quickly", "slowly"),
    (r"(?<!the )new (?=adhesive|battery|pull|seal)", "used "), (r"the new (?=battery|unit|seal)", "the old "),
    ("wet (?=phone)", "dry "), (r"dry (?=air)", "humid "), (r"label is wet", "label is dry"), ("last(?=[.,;]|$)", "first"),
    ("outside", "inside"), ("inside", "outside"), ("under the vibration", "above the vibration"), ("maximum", "minimum"),
    ("minimum", "maximum"), (r"long(?= one| midframe| screw)", "short"), ("known good", "known bad"),
    (r"(?<=is )faulty", "healthy"), (r"(?<=board )works", "is dead"), ("with a plastic", "with a steel"), ("wooden", "steel"),
    ("cracked", "undamaged"), ("written", "spoken"), ("reverse order", "the same order"), ("offline", "online"),
    ("hot water", "cold water"), ("cold water", "hot water"), ("clockwise", "anticlockwise"), ("anticlockwise", "clockwise"),
    ("horizontal", "vertical"), ("vertical", "horizontal"), ("thick", "thin"), (r"must go off", "must come on"),
    (r"heat up", "cool down"), (r"(?<!not )warm (?=the )", "chill "), (r"picture appears", "picture goes out"),
    (r"by cable", "without a cable"), ("deeply discharged", "fully charged"), ("fully drained", "fully charged"),
    ("press down", "pull up"), ("press it down", "lift it up"), (r"old (?=battery)", "new "),
)  # fmt: skip
OPPOSITES_ZH = strings(
    ("(?<!不得)拆下", "装上"), ("(?<!才能)拧紧", "拧松"), ("拧下", "拧紧"), ("断开(?=电池)", "接通"), ("接通", "断开"), ("朝上", "朝下"), ("关闭(?=手机)", "打开"),
    ("(?<!即使手机已)关机", "开机"), ("开机时", "关机时"), ("上边缘", "下边缘"), ("下边缘", "上边缘"), ("左端", "右端"), ("右侧", "左侧"), ("上部", "下部"), ("下部", "上部"),
    ("下方(?=撬)", "上方"), ("缓慢", "飞快"), ("新(?=电池|背胶|充电小板|屏幕总成|易拉胶)", "旧"), ("新的(?=易拉胶)", "用过的"), ("干燥空气", "湿空气"), ("白色(?=：|为)", "黑色"),
    ("确认良好", "确认损坏"), ("(?<=TP4 )均正常", "均有故障"), ("(?<=TP1 )正常", "异常"), ("(?<=[UJ]\\d )损坏", "完好"), ("熄灭", "亮起"),
    ("加热(?=[ \\d四五]|超过)", "冷却"), ("掀开", "扣紧"), ("压紧", "松开"), ("长螺钉", "短螺钉"), ("塑料工具", "钢制工具"), ("木牙签", "缝衣针"), ("书面", "口头"),
    ("离线", "联网"), ("佩戴", "脱下"), ("音量减键", "音量加键"), ("靠后的(.{0,3}[可能].{2})靠前", r"靠前的\1靠后"), ("在看护下", "在没人看的地方"), ("完全没电", "充满电"),
    ("太厚", "太薄"), ("插上", "拔掉"), ("拔下", "插上"), ("逐条", "一齐"), ("顺时针", "逆时针"), ("逆时针", "顺时针"), ("热水", "冷水"), ("冷水", "热水"),
    ("受潮", "干燥"), ("旧电池", "新电池"), ("全部残胶|残胶全部", "部分残胶"), ("漂洗", "晾放"), ("放入", "拿走"), ("带电拔插", "断电拔插"), ("在机外", "在机内"),
    ("进水的手机", "干燥的手机"), ("相反顺序", "同样顺序"), ("过度放电", "充满电"), ("工作正常", "已经报废"),
)  # fmt: skip
DENIALS = words(
    ("must not", "may"), ("must(?! not)", "need not"), (r"(?<=[,;:] )(?:do not|don't(?: ever)?)", "you are free to"),
    (r"has to", "does not have to"), (r"have to(?= be)", "do not have to"), ("cannot", "can easily"),
    (r"can(?= pierce| ignite)", "can never"), (r"may(?= be swollen| be aged)", "cannot"), (r"(is|are|does|will|has) not", r"\1"),
    (r"(?<=\w )do not", "do"), ("won't", "will"), (r"you can't", "you can"), (r", not (by|with) ", r" or \1 "),
    (r"without (\w+ing)", r"while \1"), (r"without (it|the nominal)", r"with \1"), ("(?<!by )means?(?! of)", "does not mean"),
    ("causes", "never causes"), ("carry(?! out)", "do not carry"), ("destroys", "does not destroy"),
    (r"(?<=layer )yellows", "never yellows"), ("stays (?=below)", "does not stay "), (r"(?<=picture )appears", "does not appear"),
    (r"(?<=logo )appears", "does not appear"), (r"(?<=logo then )appears", "fails to appear"), ("whenever", "except when"),
    ("always", "never"), ("at once", "at some later time"), ("every screw", "hardly any screw"),
    ("remove all", "do not remove the"), (r"only (?=after|while|when)", "not only "), (r"look(s?) alike", r"do not look alike"),
    (r"(?<=it )rings", "stays silent"), ("(?<!even when )the phone rocks", "the phone does not rock"),
)  # fmt: skip
OPENED = words((r"^(?:do not|never|don't(?: ever)?) (?=\w)", "It does no harm to "))
CONJUNCTION = re.compile(r"(?i)\b(?:even|once|after|until|before|whether|unless|as soon as)\b[^,.;:]*$")
BE = re.compile(r"(?<!nothing )\b(?:is|are)\b(?! not| no\b| never| as\b)")
INNER = re.compile(
    rf"(?<![A-Za-z])(?P<before>[,;:] |[,;] then | and (?:then )?)(?P<verb>{'|'.join(sorted(said.VERBS))}|go|continue|renew|stick|lift)"
    r"(?= (?:the|a|an|it|its|them|that|all|those|to|on|with|NV-|[A-Z]+\d)\b)"
)
DENIALS_ZH = strings(
    ("不得", "可以"), ("先不要", "可以直接"), ("(?<!先)不要|千万别", "尽可以"), ("严禁", "可以"), ("绝不可", "可以"), ("禁止", "可以"), ("(?<=：)别", "照样"),
    ("必须", "不必"), ("(?<![必无])须(?=更换|取得|交|在 ?\\d|先|小于)", "无须"), ("应(?=备)", "不一定"), ("无法", "可以"), ("没有(?=出现)", "已经"),
    ("(?<!才)(?<!可)(?<!只)能(?=响铃|被识别|振动)", "不能"), ("(?<!不)(?<!可能)会(?=烧|顶|造成|伤害|永久|发热|把|短路|使)", "不会"), ("就会(?=滑)", "也不会"),
    ("(?<!不)可能(?!原因)", "不可能"), ("(?<!不)说明", "并不说明"), ("只有(.+?)时才能", r"除了\1时以外都能"), ("(?<!时)才能", "之后也不能"), ("才达到", "也达不到"),
    ("(?<=次数)必须为", "不会是"), ("(?<=[则就，：；])(更换|取出|检查|取下|停止|断开)", r"不要\1"), ("(?<=[，；])要(?=更换|取下)", "不用"), ("必须换新", "可以再用"),
    ("没有图像", "有图像"), ("不单独更换", "可单独更换"), ("别(?=充电|拿)", "尽管"), ("没坏", "坏了"), ("无需|不用", "必须"), ("(?<!先)确认(?=电量)", "不用看"),
    ("立即", "过几天再"), ("每一颗", "个别"), ("(?<=就)换(?=充)", "别换"), ("(?<!不)可替代", "不可替代"), ("(?<=要)(取下|更换)", r"留着，不要\1"),
)  # fmt: skip
NO_COMMAND = re.compile(r"\b(?:not|never|no)\b|n't|^(?:Work inside|[Ww]arm water)")
NO_COMMAND_ZH = re.compile("不|严禁|禁止|别|如果|须|就|没|要")
NOT_IDLE = re.compile(r": |\b(?:or|if|means?|as|because|where)\b|或|为|应|会|：")
IMPERATIVE_ZH = re.compile(
    r"(?:连接|同时按住|测量|清洁|拆下|按电源键|接上|拨打|掀开|关闭|将|把|用(?!户)|拧下|从|取出|装上|放入|贴上|检查|打开|清除|扣上|插上|装复"
    r"|压紧|更换|换一根|同时|停止|使用|佩戴|请|以 |先|须先|充电至|拿)"
)
ORDERS = words(
    (r"only after(?= \d| one)", "even before"), (r"(?<!value )(?<!only )before(?= you| the| it| glu| press| charg)", "after"),
    (r"(?<!only )after(?= you| the| it| \w+ing)", "before"), (r"once(?= the| J\d| it| you| TP)", "before"),
    (r"first (to .+?), then (to .+?)(?=[,.;]|$)", r"first \2, then \1"), (r"\b([JTP]\d+) and then ([JTP]\d+)", r"\2 and then \1"),
    (r"\b(J\d+), then (J\d+)", r"\2, then \1"),
)  # fmt: skip
ORDERS_ZH = strings(
    ("(?<!与)之前(?!阅读，而不是之后)", "之后"), ("(?<!然)(?<!不是)之后", "之前"), ("先(向.)、再(向.)", r"先\2、再\1"), ("(?<=步骤)前头", "后面"),
)  # fmt: skip
THEN = {"en": re.compile(r"^([A-Z][^.:]+?),? then ([a-z][^.:]+)$"),
        "zh": re.compile(r"^([^：]+?)，?(?:然后|再)(?!次|换)([^：]+)$")}  # fmt: skip
UNTURNED = re.compile(r"(?i)\b(?:if|once|when|first)\b|如果|后，|时|高于|先向")
DROP = {"en": ("There is no need to ", "Under no circumstances ", "You had better not ", "Nobody asks you to "),
        "zh": ("用不着", "千万不要", "没必要", "最好不要")}  # fmt: skip
IDLE = {"en": (", but you may just as well skip this", " if you feel like it", ", though this is not compulsory"),
        "zh": ("，不过不做也行", "，但这一步可有可无", "，想省事也可以跳过")}  # fmt: skip
ADDED = {  # to a command, to anything else
    "en": ((
        "; put a drop of silicone oil on every contact to finish", ", and repeat this twice with a pause of 45 minutes",
        ", and let everything rest for 90 minutes by an open window", ", and send a photo of it to the maker",
    ), (
        "; only holders of a licence from the maker may rely on this", "; this also holds for models by other makers",
        "; the guarantee of the maker ends with this", "; nine devices in ten show this in their first year",
    )),
    "zh": ((
        "，最后在每个触点上滴一滴硅油", "，并间隔 45 分钟再重复两遍", "，完成后开窗放凉 90 分钟", "，并拍照寄给厂家存档",
    ), (
        "，其他厂家的机型也是如此", "，此后不再享受厂家保修", "，这一点只对持厂家执照的人有效", "，出厂第一年内十台有九台都是这样",
    )),
}  # fmt: skip


class SealedPhone:
    """See Wording."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        english = language == "en"
        yield from _numbers(text, rng)
        yield from said.swapped("digit", COUNTS if english else COUNTS_ZH, text)
        yield from _units(text)
        yield from _codes(text, rng)
        yield from said.swapped("range", LIMITS if english else LIMITS_ZH, text)
        yield from said.swapped("opposite", OPPOSITES if english else OPPOSITES_ZH, text)
        if english and not BOTH.search(text):
            yield from said.swapped("opposite", SIDES, text)
        yield from said.swapped("negation", DENIALS if english else DENIALS_ZH, text)
        yield from _denied(text, language, rng)
        yield from _inner(text) if english else ()
        yield from said.swapped("order", ORDERS if english else ORDERS_ZH, text)
        yield from _turned(text, language)
        command = said.imperative(text) if english else bool(IMPERATIVE_ZH.match(text))
        yield Mutant("injected", _ended(text, rng.choice(ADDED[language][not command])))

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。；')}，做完这一步接着{second}"
        return f"{first.rstrip('.;')}, and as soon as that is done, {lower_first(second)}"


def build() -> Wording:
    return SealedPhone()


def _ended(text: str, tail: str) -> str:
    """The text with a tail before its last full stop."""
    body = text.rstrip(".。；; ")
    return body + tail + text[len(body) :].strip()


def _way(text: str, start: int, end: int) -> int:
    """1 where a limit from above stands at a number, -1 where one from below does, else 0."""
    before, after = text[max(0, start - 24) : start], text[end:]
    low, high = (
        FLOOR.search(before) or FLOOR_AFTER.match(after),
        CEILING.search(before) or CEILING_AFTER.match(after),
    )
    return -1 if low else int(bool(high))


def _numbers(text: str, rng: Random) -> Iterator[Mutant]:
    for match in said.NUMBER.finditer(text):
        old = Decimal(match.group())
        way = _way(text, match.start(), match.end()) or rng.choice((1, -1))
        least = Decimal(old.as_tuple().exponent if "." in match.group() else 0)
        step = Decimal(10) ** int(least) * (10 if old >= 30 and old % 10 == 0 else 1)
        new = old + way * step * rng.choice((1, 2, 3))
        if new > 0 or not FLOOR_AFTER.match(text[match.end() :]):  # a range that begins at 1 grows at its end
            yield Mutant("digit", said.put(text, match, f"{new if new > 0 else old + 4 * step:f}"))
        if "." in match.group() or old >= 10:
            moved = old * 10 if way > 0 else old / 10
            yield Mutant("decimal", said.put(text, match, f"{moved.normalize():f}"))


def _units(text: str) -> Iterator[Mutant]:
    for match in UNIT.finditer(text):
        larger, smaller = UNITS[match["unit"]]
        start = match.start("unit")
        way = _way(text, match.start(), match.start("gap"))
        for new in {0: (larger, smaller), 1: (larger,), -1: (smaller,)}[way]:
            if new:
                yield Mutant("unit", text[:start] + new + text[match.end() :])


def _codes(text: str, rng: Random) -> Iterator[Mutant]:
    """Another version letter of a part number; another number of a short code that the text does not name."""
    for match in said.CODE.finditer(text):
        code = match.group()
        if text[match.end() : match.end() + 1] in (".", "×") and text[match.end() + 1 :][:1].isdigit():
            continue  # a thread, as in M1.4x3.0
        if code[-1].isalpha():
            other = rng.choice([x for x in "ABCDE" if x != code[-1]])
            yield Mutant("suffix", said.put(text, match, code[:-1] + other))
        elif len(code) <= 4:
            other = rng.choice([x for x in "12345678" if code[:-1] + x not in text] or ["0"])
            yield Mutant("suffix", said.put(text, match, code[:-1] + other))


def _denied(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    """A command denied, called idle, or a ban at the head of a sentence lifted; each sentence by itself."""
    for sentence in sentences(text, language):
        at = text.index(sentence)
        rest, news = lower_first(sentence), list[str]()
        if language == "en":
            commands = said.imperative(sentence) and not NO_COMMAND.search(sentence)
            news += [m.text for m in said.swapped("negation", OPENED, sentence)]
        else:
            commands = bool(IMPERATIVE_ZH.match(sentence)) and not NO_COMMAND_ZH.search(sentence)
            rest = sentence.removeprefix("请")
        if commands:
            news.append(rng.choice(DROP[language]) + rest)
            if not NOT_IDLE.search(sentence):
                news.append(_ended(sentence, rng.choice(IDLE[language])))
        for new in news:
            changed = lower_first(new) if text[:at].rstrip().endswith((";", ",", ":")) else new
            yield Mutant("negation", text[:at] + changed + text[at + len(sentence) :])


def _inner(text: str) -> Iterator[Mutant]:
    """A later command of a sentence denied, and what something is."""
    for match in INNER.finditer(text):
        denied = re.search(r"\b(?:not|never|no|to|you)\b[^.;:]*$|n't", text[: match.start()])
        if not denied and not re.match(r"[^.;:]*\bor\b", text[match.end() :]):
            yield Mutant("negation", said.put(text, match, f"{match['before']}do not {match['verb']}"))
    for match in BE.finditer(text):
        if not CONJUNCTION.search(text[: match.start()]):
            yield Mutant("negation", said.put(text, match, f"{match.group()} not"))


def _turned(text: str, language: Language) -> Iterator[Mutant]:
    """What comes second done first."""
    for sentence in (s.rstrip(".。；;") for s in sentences(text, language)):
        match = THEN[language].match(sentence)
        if not match or UNTURNED.search(match[1]):
            continue
        first, second = match.groups()
        if language == "zh" and IMPERATIVE_ZH.match(first):
            new = f"先{second}，再{re.sub('^(?:必?须)?先', '', first)}"
        elif language == "en" and said.imperative(first) and said.imperative(second):
            new = f"{second[:1].upper()}{second[1:]}, and only then {lower_first(first)}"
        else:
            continue
        yield Mutant("order", text.replace(sentence, new, 1))
