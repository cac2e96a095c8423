"""Wrong wording, written blind for the sealed part on the phone manuals: its own words for what goes wrong.

A threshold is moved only to the side on which the claim stops being true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random

from evaluation import rewording
from evaluation.rewording import NUMBER, Mutant, Wording, put, sentences, strings, swapped, words
from kb_sources.manual import Language

# What stands before (or after) a number, and the side to which it has to move: 1 up, -1 down.
_BEFORE = (
    (r"(?:no \w+ than|at most|at least|burns at more than|不得?(?:超过|小于|低于)|燃烧温度超过|must stay below|没有出现) $", 1),
    (r"(?:within|up to|最长|more than|above|over|warmer than|hotter than|高于|超过) $", -1),
    (r"(?:below|under|less than|低于|小于) $", 1),
)  # fmt: skip
_AFTER = ((r"[^,;，；]{0,4} ?(?:or more|以上)", 1), (r" ?(?:秒|分钟|小时)内", -1), (r" V does not appear", 1))

_UNITS: dict[str, tuple[tuple[str, int], ...]] = {
    "°C": (("°F", -1),), "°F": (("°C", 1),), "mm": (("cm", 1), ("in", 1)), "cm": (("mm", -1), ("in", 1)),
    "N·m": (("N·cm", -1),), "N·cm": (("N·m", 1),), "V": (("mV", -1), ("kV", 1)), "mV": (("V", 1),),
    "A": (("mA", -1),), "mA": (("A", 1), ("µA", -1)), "seconds": (("minutes", 1),), "minutes": (("seconds", -1), ("hours", 1)),
    "hours": (("minutes", -1), ("days", 1)), "kg": (("g", -1), ("lb", -1)), "bar": (("MPa", 1), ("kPa", -1)),
    "MPa": (("bar", -1),), "Ω": (("kΩ", 1),), "秒": (("分钟", 1),), "分钟": (("秒", -1), ("小时", 1)), "小时": (("分钟", -1), ("天", 1)),
}  # fmt: skip
_EN_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "twenty": 20, "thirty": 30,
}  # fmt: skip
_ZH_NUMBERS = {
    "一": 1, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "八": 8, "九": 9, "十": 10, "十二": 12, "二十": 20, "三十": 30,
}  # fmt: skip
_EN_COUNT = re.compile(rf"\b(?:{'|'.join(_EN_NUMBERS)})\b", re.IGNORECASE)
_ZH_COUNT = re.compile(
    r"(?<![第一二三四五六七八九十同任每])(?:十二|二十|三十|[一两三四五六八九十])(?=颗|条|根|次|回|秒|分钟|小时|天|块)(?!根)"
)
_PERIODS = (
    *words((r"half an hour", "an hour"), (r"half an hour", "a quarter of an hour"), (r"quarter of an hour", "full hour"),
           (r"one day", "one hour"), (r"one day", "half a day"), (r"half a second", "half a minute")),
    *strings(("半小时", "一小时"), ("半小时", "十分钟"), ("一刻钟", "三刻钟"), ("一刻钟", "五分钟"), ("一天", "半天"), ("一天", "两小时")),
)  # fmt: skip

_EN_OPPOSITES = (
    *words(
        ("above", "below"), ("below", "above"), ("upper", "lower"), ("lower", "upper"), ("to the left", "to the right"),
        ("to the right", "to the left"), ("right-hand", "left-hand"), ("upwards", "downwards"), ("slowly", "briskly"),
        ("new(?= (?:battery|adhesive|pull|unit|NV))", "worn"), ("plastic tool", "steel tool"), ("wooden toothpick", "steel needle"),
        ("toothpick made of wood", "needle made of steel"), ("dry air", "damp air"), ("label is wet", "label is dry"),
        ("swollen, wet", "swollen, dry"), ("tighten", "undo"), ("tightened", "undone"), ("loosen(?= the)", "tighten"),
        ("(?<!dis)connect(?!or)(ed|ing)?", r"disconnect\1"), ("disconnect(ed)?", r"connect\1"),
        ("(the phone) off(?! the)", r"\1 on"), ("cover is off", "cover is in place"), ("back is off", "back is on"),
        ("offline", "online"), ("two long", "two short"), ("2 long", "2 short"), ("too thick", "too thin"), ("thick", "thin"),
        ("known good", "known bad"), ("known to be good", "known to be bad"), ("faulty", "healthy"), ("was a frozen", "was not a frozen"),
        ("(are|is|with TP1) in order", r"\1 out of tolerance"), ("while TP1 is in order", "while TP1 is dead"),
        ("no more than", "no less than"), ("no deeper than", "no shallower than"), ("at most", "at least"), ("at least", "at most"),
        ("or more", "or less"), ("(?<!no )more than", "less than"), ("(?:warmer|hotter) than", "colder than"),
        ("(until a gap|menu) open(s?)", r"\1 close\2"), ("both are open", "both are closed"), ("one(s?) last", r"one\1 first"),
        ("tabs last", "tabs first"), ("the same", "quite different"), ("look alike", "look different"),
        ("fully drained", "fully charged"), ("(?:fully|deeply) (?:discharged|drained)", "fully charged"), ("heat up", "cool down"),
        ("logo appears", "logo stays away"), ("(?<!no )picture appears", "picture stays away"), ("original charger", "charger of another make"),
        ("is red", "is white"), ("red(?= says)", "blue"), ("up by", "down by"), ("unit up", "unit down"), ("up to the left", "up to the right"),
        ("stop(?: the)? charging", "go on charging"), ("volume down", "volume up"), ("works", "is broken"), ("hot while", "cold while"),
        ("(?<!the )pull until", "push until"), ("written consent", "spoken consent"), ("yes in writing", "yes by word of mouth"),
        ("during start", "during shutdown"), ("warm(?= the)", "chill"), ("remove(?= it)", "keep"),
        ("before gluing", "after gluing"), ("is cracked", "is unbroken"), ("apart", "mixed in with the rest"),
    ),
)  # fmt: skip
_ZH_OPPOSITES = strings(
    ("高于", "低于"), ("低于", "高于"), ("上边缘", "下边缘"), ("下边缘", "上边缘"), ("右侧", "左侧"), ("朝上", "朝下"), ("缓慢", "猛力"),
    ("(?<![重换更])新(?=[电背的屏充])", "旧"), ("塑料工具", "铁制工具"), ("木牙签", "钢针"), ("干燥空气", "潮湿空气"), ("拧紧", "松开"),
    ("压紧", "拔掉"), ("断开电池", "接通电池"), ("接通电池", "断开电池"), ("接上 J3", "拔下 J3"), ("扣上", "掀开"), ("断开电池连接器", "插好电池连接器"),
    ("关闭手机", "开启手机"), ("开机(?!标志)", "关机"), ("拧下", "拧上"), ("装回", "拆下"), ("装复手机", "拆开手机"), ("正常", "异常"), ("没问题", "有问题"),
    ("芯片 U(.) 损坏", r"芯片 U\1 完好"), ("受潮", "干燥"), ("白色[为是]干燥", "白色为受潮"), ("红色(?=[为是])", "黑色"), ("电池鼓包", "电池平整"), ("没电", "满电"),
    ("太厚", "太薄"), ("不得超过", "不得少于"), ("不超过", "不低于"), ("不小于", "不大于"), ("(?<![不得])超过", "低于"), ("最长", "至少"),
    ("长螺钉", "短螺钉"), ("分开放置", "混放"), ("佩戴", "摘掉"), ("戴好", "摘掉"), ("打开期间", "合上期间"), ("开着的时候", "合着的时候"), ("充电慢|充得慢", "充电快"),
    ("充电至", "放电至"), ("充满到", "放电到"), ("音量减", "音量加"), ("原装充电器", "非原装充电器"), ("原装数据线", "杂牌数据线"), ("原厂的线", "杂牌的线"), ("书面同意", "口头同意"),
    ("出现开机标志", "不出现开机标志"), ("进水的手机", "干燥的手机"), ("卡死", "正常"), ("出现缝隙", "缝隙合拢"), ("将后盖放在(.+?)加热(?=\\d|四| )", r"将后盖放在\1冷却"),
    ("放上屏幕", "取下屏幕"), ("首次充电", "日常充电"), ("翻起", "压下"), ("永久发黄", "保持清晰"), ("防火垫", "纸板"), ("接地的工作台", "绝缘的工作台"),
    ("靠后的版本可替代靠前", "靠前的版本可替代靠后"), ("不支持", "支持"),
)  # fmt: skip

_EN_DENIALS = words(
    (r"(is|are|was)(?! not\b)(?= (?:below|wet|in order|faulty|off|known|in place|offline|cracked|swollen|disconnected|tightened|renewed|hot|red|measured|held|at least))(?<!both are)", r"\1 not"),
    (r"is the", "is not the"), (r"there is a", "there is no"), (r"cannot", "can"), (r"does not", "does"), (r"(?<!test )do not(?= \w)", "you may"),
    (r"never", "you may"), (r"is not", "is"), (r"are not", "are"), (r"no (more|deeper) than", r"\1 than"), (r"has IP54 only after", "has IP54 even before"),
    (r"has entered", "has not entered"), (r"has to be", "need not be"), (r"injure", "do not injure"), (r"lies(?= \d)", "does not lie"), (r"heat up", "do not heat up"),
    (r"have a torque", "do not have a torque"), (r"carry voltage", "carry no voltage"), (r"(stay|live) on", r"do not \1 on"), (r"burns", "does not burn"), (r"can pierce", "cannot pierce"),
    (r"can ignite", "cannot ignite"), (r"(position 1 to 6) pierces", r"\1 does not pierce"), (r"may (?=be too|have)", "cannot "), (r"means(?= the)", "does not mean"),
    (r"without pressing", "with firm pressing"), (r"with new", "without new"), (r"with the charger", "without the charger"), (r"no picture", "a picture"),
    (r"keep the phone off", "you can leave the phone on"), (r"keep metal out of", "feel free to put metal into"), (r"says it got wet", "does not say it got wet"), (r"a possible cause is", "the cause is never"), (r"always renew", "no need to renew"), (r"has the part number", "does not have the part number"),
    (r"keep the wrist strap on", "there is no need for the wrist strap on"), (r"carefully", "carelessly"),
)  # fmt: skip
_ZH_DENIALS = strings(
    ("不得(?!超过)", "可以"), ("不得超过", "可以超过"), ("禁止|严禁", "可以"), ("绝不可", "不妨"), ("(?:但)?不要", "并且可以"), ("就别充电", "照样充电"), ("必须", "不必"),
    ("(?<![必无])须(?=在|更|取)", "无须"), ("(?<!没)没有任何显示", "也会有显示"), ("没有出现", "出现"), ("没有该电压", "有该电压"), ("无法扑灭", "就能扑灭"), ("说明", "不能说明"),
    ("(?<!不)会(?=造成|烧毁|永久|发热)", "不会"), ("可能(?=引燃|是)", "绝不会"), ("(标称值|扭矩)为", r"\1不是"), ("可替代", "不可替代"), ("(?<!不)应(?=使用)", "不应"), ("才达到", "也达不到"),
    ("，(?:就)?更换", "，不用更换"), ("就转到", "也不要转到"), ("就继续", "也不要继续"), ("时转到", "时不要转到"), ("不超过 ", "超过 "), ("不小于", "小于"), ("一定要", "用不着"), ("(?<!不)得是", "不用是"), ("只使用", "不使用"),
    ("(位置 1 至 6.*?)会", r"\1不会"), ("换原厂", "不用换原厂"), ("并等待", "无须等待"), ("，等待", "，无须等待"), ("保存在", "不保存在"), ("(?<!不)位于", "不在"), ("低于(?=[^，]*说明)", "不低于"), ("并看护", "不用看护"), ("，看护", "，无须看护"),
)  # fmt: skip
_EN_ORDERS = (
    *words(
        (r"before(?= you)", "only after"), (r"after(?= you)", "before"), (r"after(?= (?:connecting|folding))", "before"),
        (r"first to the left, then to the right", "first to the right, then to the left"), (r"left side first and right side after", "right side first and left side after"),
        (r"(J\d+) and then (J\d+)", r"\2 and then \1"), (r"(J\d+), then (J\d+)", r"\2, then \1"), (r"order 1 to 8", "order 8 to 1"), (r"from 1 through 8", "from 8 back to 1"),
        (r"(.+) is disconnected after (.+)", r"\2 is disconnected after \1"), (r"then restart", "but first restart"), (r"and restart", "after a restart"),
        (r"after the midframe has been refitted", "before the midframe is refitted"),
    ),
)  # fmt: skip
_ZH_ORDERS = strings(
    ("之前先", "之后再"), ("之前须", "之后须"), ("之前必须", "之后才"), ("(?<!与)之前(?![须先必])", "之后"), ("之后才", "之前就"), ("(?<=断开电池)之后", "之前"), ("小时后才", "小时前就"),
    ("一天后才", "当天就"), ("1 至 8 的顺序", "8 至 1 的顺序"), ("从 1 号一路拧到 8 号", "从 8 号一路拧到 1 号"), ("先向左、再向右", "先向右、再向左"), ("先走左边再走右边", "先走右边再走左边"),
    (r"必须先(再次断开电池)，再(压合屏幕)", r"必须先\2，再\1"), (r"^(?!如果|必须)先?([^；。]+)，(?:然后|再)([^；。，但]+)(。?)$", r"\2，然后\1\3"), (r"^([^，；。]+)后，([^；。]+)$", r"\2，之后\1"),
)  # fmt: skip
_EN_ADDED = (
    "and put a drop of machine oil on the contacts", "and afterwards leave the phone in a freezer overnight", "which the customer has to confirm by e-mail",
    "and repeat this every week", "and note the serial number in the logbook", "while a colleague holds a magnet against the frame",
    "which is why the speaker has to be renewed as well", "and then polish the camera lens with toothpaste",
)  # fmt: skip
_ZH_ADDED = (
    "并在触点上滴一滴机油", "随后把手机放进冰箱过夜", "并由客户发邮件确认", "此操作每周重复一次", "同时须一并更换扬声器",
    "最后用牙膏擦亮镜头", "并在登记簿上抄下序列号", "期间用磁铁吸住边框",
)  # fmt: skip
_NEGATIVE = re.compile(r"\b(?:not|never|no|without|cannot|unless|only)\b|[不禁未没无别]", re.IGNORECASE)
_EN_TELLS = (
    "Do not ", "Never ", "There is no need to ", "Nobody has to ", "You can do without this: ", "If you feel like it, ",
)  # fmt: skip
_ZH_TELLS = ("不要", "无须", "千万别", "想省事可以不", "没有必要")
_ZH_VERB = re.compile(
    r"(?:连接|同时按|用(?!户)|清洁|把|将|按(?!\d)|掀开|拧下|测量|放入|装回|开机|在 TP|以 \d|断开电池|插拔|查看|取出|装复|检查|关闭|拉起|接上)"
)
_TOLD = "|".join(sorted(rewording.VERBS))
_CONDITION = re.compile(rf"^(?:If|When|Before|While|As long as)\b.*?, (?=(?:{_TOLD})\b)")
_MEASURED = re.compile(r" ?(?:°|mm|cm|N·|m?V\b|m?A\b|kg|bar|MPa|Ω|sec|min|hour|秒|分钟|小时)")


def _side(text: str, start: int, end: int) -> int:
    """Where a number has to move for the claim to stop being true; 0: anywhere."""
    for pattern, side in _BEFORE:
        if re.search(pattern, text[:start], re.IGNORECASE):
            return side
    for pattern, side in _AFTER:
        if re.match(pattern, text[end:], re.IGNORECASE):
            return side
    return 0


def _fits(old: float, new: float, side: int) -> bool:
    return new != old and (side == 0 or (new > old) == (side > 0))


def _digits(text: str, rng: Random) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        old = match.group()
        side = _side(text, match.start(), match.end())
        places = [at for at in range(len(old)) if old[at].isdigit()]
        tries = [old[:at] + digit + old[at + 1 :] for at in places for digit in "0123456789"]
        tries += [old[:at] + old[at + 1] + old[at] + old[at + 2 :] for at in range(len(old) - 1)]
        top = 100 if text[match.end() :].startswith(" %") else 1e9
        tries = [new for new in tries if re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d+)?", new)]
        fit = [new for new in tries if _fits(float(old), float(new), side) and 0 < float(new) <= top]
        good = [new for new in fit if new not in NUMBER.findall(text)]
        for new in rng.sample(good, min(2, len(good))):
            yield Mutant("digit", put(text, match, new))


def _counts(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    numbers = _ZH_NUMBERS if language == "zh" else _EN_NUMBERS
    for match in (_ZH_COUNT if language == "zh" else _EN_COUNT).finditer(text):
        old = numbers[match.group().lower()]
        side = _side(text, match.start(), match.end())
        near = [word for word, value in numbers.items() if _fits(old, value, side) and abs(value - old) < 20]
        if near:
            new = rng.choice(near)
            yield Mutant("digit", put(text, match, new.capitalize() if match.group()[0].isupper() else new))
    yield from swapped("digit", _PERIODS, text)


def _decimals(text: str) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        old = match.group()
        whole, _, part = old.partition(".")
        if not part and not _MEASURED.match(text[match.end() :]):
            continue
        side = _side(text, match.start(), match.end())
        up = f"{int(whole + part[:1])}" + (f".{part[1:]}" if part[1:] else "") if part else whole + "0"
        down = f"{whole[:-1] or '0'}.{whole[-1]}{part}"
        for new in (up, down.removesuffix(".0") if not part else down):
            plural = float(new) == 1 and re.match(r" \w+s\b", text[match.end() :])
            if _fits(float(old), float(new), side) and not plural:
                yield Mutant("decimal", put(text, match, new))


def _units(text: str) -> Iterator[Mutant]:
    counts = "|".join((*_EN_NUMBERS, *_ZH_NUMBERS))
    pattern = rf"(?P<n>\d+(?:\.\d+)?|{counts}) ?(?P<u>{'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![A-Za-z·])"
    for match in re.finditer(pattern, text):
        side = _side(text, match.start(), match.end("n"))
        for new, moved in _UNITS[match["u"]]:
            if side in (0, moved):
                yield Mutant("unit", text[: match.start("u")] + new + text[match.end() :])


def _codes(text: str, rng: Random) -> Iterator[Mutant]:
    taken = {match.group() for match in rewording.CODE.finditer(text)}
    for match in rewording.CODE.finditer(text):
        old = match.group()
        if text[match.end() :].startswith(".") and text[match.end() + 1 : match.end() + 2].isdigit():
            continue  # a thread
        last = re.search(r"\d(?=\D*$)", old)
        tries = [old[:-1] + letter for letter in "ABCDEFG"] if re.search(r"-[A-Z]$", old) else []
        if last:
            tries += [old[: last.start()] + digit + old[last.end() :] for digit in "23456789"]
        good = [new for new in tries if new not in taken]
        for new in rng.sample(good, 2):
            yield Mutant("suffix", put(text, match, new))
    for match in re.finditer(r"(M1\.\d[x×])(\d\.\d)", text):
        yield Mutant("suffix", put(text, match, match[1] + rng.choice(["5.5", "2.2", "6.0"])))


def _ranges(text: str, rng: Random) -> Iterator[Mutant]:
    for match in re.finditer(r"(\d+(?:\.\d+)?)( ?(?:V|%)?)( to | through | 至 |至|–)(\d+(?:\.\d+)?)", text):
        top = float(match[4]) + rng.choice([1, 2, 4])
        wider = f"{top:.2f}" if "." in match[4] else f"{top:.0f}"
        yield Mutant("range", put(text, match, f"{match[1]}{match[2]}{match[3]}{wider}"))


def _told(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    """What a sentence orders, forbidden or left to the reader."""
    parts, joint = sentences(text, language), "" if language == "zh" else " "
    for at, part in enumerate(parts):
        rest = _NEGATIVE.search(part)
        inside = at > 0 and not parts[at - 1].endswith((".", "!", "?"))
        news: Iterable[str] = ()
        if language == "zh":
            if _ZH_VERB.match(part) and not rest:
                news = [tell + part for tell in rng.sample(_ZH_TELLS, 2)]
        elif rewording.imperative(part) and not rest:
            tells = [tell + rewording.lower_first(part) for tell in rng.sample(_EN_TELLS, 2)]
            news = [rewording.lower_first(tell) for tell in tells] if inside else tells
            if " if " in part:
                news = [*news, part.replace(" if ", " unless ", 1)]
        elif (start := _CONDITION.match(part)) and not _NEGATIVE.search(part[start.end() :]):
            tells = ["do not ", "there is no need to "]
            news = [part[: start.end()] + tell + part[start.end() :] for tell in tells]
        for new in news:
            yield Mutant("negation", joint.join([*parts[:at], new, *parts[at + 1 :]]))


def _turned(text: str, language: Language) -> Iterator[Mutant]:
    yield from swapped("order", _ZH_ORDERS if language == "zh" else _EN_ORDERS, text)
    halves = re.fullmatch(r"([^.;:]+?),? then ([^;:]+?)\.?", text) if language == "en" else None
    told = halves and all(map(rewording.imperative, halves.groups()))
    if halves and told and not re.search(r"\b(?:it|them)\b", halves[2]):
        second = halves[2][:1].upper() + halves[2][1:]
        yield Mutant("order", f"{second}, and after that {rewording.lower_first(halves[1])}.")
    before = re.fullmatch(r"Before ([^,]+), ([^.;]+)\.", text) if language == "en" else None
    if before and rewording.imperative(before[2]):
        yield Mutant("order", f"Once {before[1]}, it is time to {before[2]}.")


class _PhoneShop:
    """What a shop's draft gets wrong about a phone."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        chinese = language == "zh"
        made = [
            *_digits(text, rng), *_counts(text, language, rng), *_decimals(text), *_units(text), *_codes(text, rng), *_ranges(text, rng),
            *swapped("opposite", _ZH_OPPOSITES if chinese else _EN_OPPOSITES, text),
            *swapped("negation", _ZH_DENIALS if chinese else _EN_DENIALS, text),
            *_told(text, language, rng), *_turned(text, language), *self._added(text, language, rng),
        ]  # fmt: skip
        rng.shuffle(made)
        yield from {mutant.text: mutant for mutant in made if mutant.text != text}.values()

    def _added(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        bare, stop = (text[:-1], text[-1]) if text.endswith((".", "。")) else (text, "")
        comma = "，" if language == "zh" else ", "
        for more in rng.sample(_ZH_ADDED if language == "zh" else _EN_ADDED, 2):
            yield Mutant("injected", f"{bare}{comma}{more}{stop}")

    def joined(self, first: str, second: str, language: Language) -> str:
        one, two = first.rstrip(" .。；;"), second.rstrip(" .。；;")
        if language == "zh":
            return f"{one}，做完这一步之后，{two}。"
        return f"{one}, and once that is done, {rewording.lower_first(two)}."


def build() -> Wording:
    return _PhoneShop()
