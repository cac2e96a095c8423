"""A held-out way to put wrong things into words: its own opposites, denials, orders, numbers and additions.

It sees one claim at a time and no evidence. Every swap is bound to the words beside it, so that the
sentence stays one that a draft could hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation import rewording
from evaluation.rewording import Mutant, Swap, Wording, imperative, lower_first, put, strings, swapped, words
from kb_sources.manual import Language

EACH = 4  # mutants of one kind that one claim gives at most
COUNTS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()
ZH_COUNTS = "零一二三四五六七八九十"
MEASURE = "颗个把根次层声人秒处块片只组条台名件"
OBJECT = r"(?= (?:the|a|an|any|both|all|your|its|it|tray|rear|front|cartridge|hoses|covers|[A-Z]{2}\d))"

UNITS = (
    (r"N·m\b", "N·cm"), (r"N·cm\b", "N·m"), (r"°C", "°F"), (r"°F", "°C"), (r"mm\b(?!²)", "cm"), (r"cm\b(?!²)", "m"),
    (r"kg\b", "g"), (r"MΩ", "kΩ"), (r"kΩ", "MΩ"), (r"mΩ", "Ω"), (r"Ω", "kΩ"), (r"kV\b", "V"), (r"V\b", "kV"), (r"mA\b", "A"),
    (r"A\b", "mA"), (r"kW\b", "W"), (r"W\b", "kW"), (r"bar\b", "mbar"), (r"µF", "mF"), (r"mAh\b", "Ah"), (r"l\b", "ml"),
    (r"seconds?\b", "minutes"), (r"minutes?\b", "hours"), (r"hours?\b", "minutes"), (r"s\b(?!/)", "min"),
    (r"秒", "分钟"), (r"分钟", "秒"), (r"小时", "分钟"), (r"rpm\b", "Hz"), (r"µm", "mm"), (r"V\b", "mV"),
)  # fmt: skip
AMOUNT = rf"(?<![A-Za-z\d.#-])((?:\d[\d.]*|{'|'.join(COUNTS[1:])}|[{ZH_COUNTS}两]+)(?: |-)?)"
ZERO = re.compile(r"0(?:\.0+)?\s*$")

EN_LIMITS = words(
    (r"(?:below|under)(?= [\d.]+)", "above"), (r"(?:above|over)(?= [\d.]+)", "below"),
    (r"(?:more|higher|longer|greater) than(?= [\d.]+)", "less than"),
    (r"(?:less|lower|shorter|smaller) than(?= [\d.]+)", "more than"),
    (r"younger than", "older than"), (r"older than", "younger than"), (r"at least(?= [\d.]+)", "at most"), (r"at most(?= [\d.]+)", "at least"), (r"charged up to(?= [\d.]+)", "charged to more than"), (r"(?<!charged )up to(?= [\d.]+)", "at least"),
    (r"outside(?= [\d.]+)", "inside"), (r"(?<!appear )within(?= [\d.]+ (?:s|min))", "no sooner than"),
)  # fmt: skip
ZH_LIMITS = strings(
    ("小于|低于", "超过"), ("大于|高于|(?<!不)超过", "不到"), ("不超过", "不低于"), ("不低于", "不超过"),
    (r"(?<=[\dVCAm ])以下", "以上"), (r"(?<=[\dVCAm ])以上", "以下"), ("至少", "最多"), ("最多", "至少"),
    (r"(?<=秒|钟)(?:之)?内", "以后"), (r"可达(?= ?\d)", "不到"),
)  # fmt: skip

EN_OPPOSITES = words(
    (r"open" + OBJECT, "shut"), (r"close" + OBJECT, "open"), (r"(?:shut off|turn off|close)(?= the water)", "turn on"),
    (r"tighten(?!ed|ing)", "slacken"), (r"tightened", "slackened"), (r"loosen", "tighten"), (r"connect(?! \S+ to)", "unplug"),
    (r"disconnect", "plug in"), (r"reconnect", "unplug"), (r"remove(?= (?:the|a|both|all|two|three|four))", "put in"),
    (r"(?:insert|refit|install)" + OBJECT, "take out"), (r"fit(?= (?:the|a|new|gasket|hoses|both))", "take off"),
    (r"pull the mains plug", "put the mains plug in"), (r"pulling the (?:mains )?plug", "putting the plug in"), (r"take (?:it|them) out", "push it in"),
    (r"switch the (printer|machine|phone|device) off", r"switch the \1 on"), (r"switch the (machine|printer) on", r"switch the \1 off"),
    (r"switching (the \w+ )?off", r"switching \1on"), (r"anti-?clockwise|counter-?clockwise", "clockwise"),
    (r"(?<!anti)(?<!-)clockwise", "anticlockwise"), (r"upwards?", "downwards"), (r"downwards?", "upwards"),
    (r"inwards", "outwards"), (r"outwards", "inwards"), (r"outer", "inner"), (r"inner", "outer"),
    (r"left-hand", "right-hand"), (r"right-hand", "left-hand"), (r"(?<=to the )left|(?<=on the )left", "right"),
    (r"(?<=to the )right|(?<=on the )right|(?<=lower )right", "left"), (r"to the rear", "to the front"), (r"to the front", "to the rear"),
    (r"front(?= (?:cover|panel|half|edge))", "rear"), (r"rear(?= (?:cover|panel|side))", "front"),
    (r"dry(?= (?:cloth|brush|lint|rag|place))", "soaking"), (r"cold(?= water)", "boiling"), (r"warm(?= water)", "cold"),
    (r"cool down", "heat up"), (r"cool(?= for)", "heat up"), (r"lower(?= (?:number|value))", "larger"), (r"smaller(?= number)", "bigger"),
    (r"a new", "a used"), (r"(?<!a )new(?= [a-z])", "worn-out"), (r"old(?= [a-z])", "new"), (r"slowly", "in one quick jerk"),
    (r"straight(?= and| up|,)", "crookedly"), (r"evenly", "patchily"), (r"crosswise", "one after the other in a circle"),
    (r"faulty", "sound"), (r"in order(?= when|\.|;|,|$)", "defective"), (r"flashes", "stays lit"), (r"flashing", "steady"), (r"steady", "flashing"),
    (r"rises", "sinks"), (r"too hot", "too cold"), (r"too high", "too low"), (r"too slowly", "too fast"), (r"kinked", "perfectly straight"),
    (r"worn(?! to|-)", "as good as new"), (r"dirty", "spotless"), (r"sharp", "blunt"), (r"light up", "go dark"), (r"disappears", "comes back"),
    (r"towards you", "away from you"), (r"away from", "right against"), (r"wear(?= (?:gloves|safety|a ))", "take off"),
    (r"white(?= (?:spots|line))", "dark"), (r"stays locked", "unlocks by itself"),
    (r"upright", "horizontal"), (r"turns in steps", "spins freely"), (r"together", "one after the other"), (r"wipe it up", "leave it standing"),
    (r"lightly", "with full force"), (r"charge(?= the)", "discharge"),
)  # fmt: skip
ZH_OPPOSITES = strings(
    ("拔下|拔掉|拔出", "插好"), ("插上|插紧", "拔开"), ("拧下", "拧上"), ("拧紧(?!至)", "松开"), ("取下|拆下", "安上"), ("装上|装回", "卸下"),
    ("取出", "塞入"), ("打开", "关上"), ("关闭", "打开"), ("(?<!首次)(?<!得)(?<!接)通电(?![即池])", "断电"), ("(?<!后)断电(?!池)", "通电"), ("串联", "并联"), ("开路", "短路"),
    ("短路", "断路"), ("薄涂", "厚涂"), ("背面", "正面"), ("朝向", "背对"), ("软布", "砂纸"), ("中性", "强碱性"), ("最大功率", "最小功率"),
    ("逆时针", "顺时针"), ("(?<!逆)顺时针", "逆时针"), ("过低", "过高"), ("过高", "过低"), ("(?<!重)(?<!更)新(?= ?[A-Z风电传]|的)", "旧"), ("旧(?= ?[A-Z硅])", "新"),
    ("损坏的", "完好的"), ("已?击穿(?!后)", "完好"), ("熔断", "完好"), ("松脱", "插得过紧"), ("停止(?!时)", "继续"), ("立即", "过几天再"), ("盛水的锅", "空锅"),
    ("锅内无水", "锅内水满"), ("排除", "忽略"), ("消失", "出现"), ("容量下降", "容量变大"), ("常亮", "熄灭"), ("不亮", "亮着"), ("清除", "留着"), ("移开", "放上"),
    ("放电至", "充电至"), ("左侧", "右侧"), ("右侧", "左侧"), ("烘干", "浸湿"), ("靠近", "离开"), ("断续", "正常"), ("失灵", "灵敏"), ("佩戴(?=护|防)", "摘掉"),
    ("待面板冷却(?!后)", "趁面板烫手"), ("同时", "先后"), ("敏感", "迟钝"), ("开盖", "合盖"), ("油污与灰尘", "导热硅脂"),
)  # fmt: skip

EN_DENIALS = words(
    (r"do not|don't", "you may"), (r"must not", "may"), (r"cannot", "can easily"), (r"never", "by all means"),
    (r"need not", "must"), (r"does not", "does"), (r"use no", "use plenty of"), (r"no longer", "still"), (r"no drop of water may", "a little water may"),
    (r"without(?= \w)", "with"), (r"(?<!deal )with(?= (?:a |both |two |clamp ))", "without"), (r"must(?! not)(?= \w)", "by no means has to"),
)  # fmt: skip
ZH_DENIALS = strings(
    ("不得|不许|严禁|禁止|切勿", "尽管可以"), ("不要(?!求)|请勿|别(?=再|碰|往|拆)", "完全可以"), ("不必|无需|无须|用不着", "务必"), ("不应", "应当"),
    ("必须", "大可不必"), ("(?<![不反对响相供适效])应(?![用力急])", "不应"), ("不再", "仍旧"), ("没有", "确有"), ("无(?=裂纹|破损)", "有"), ("均导通", "均不导通"),
    ("说明(?=已|仍)", "不代表"), ("(?<=[值矩阻压])(?:应)?为(?= ?[\\d约])", "绝不是"), ("(?<![不得止在停])使用(?![后前过时])", "不用"), ("不使用", "一律使用"),
    ("(?<=电容 C3 )上仍有|(?<=后)仍有", "已没有"), ("(?<=时)(?=先|要|更换|佩戴|停机|断电)", "绝不要"), ("(?<=[：，])(?=更换|重涂|清理|补焊|停机|换用|检查|测量)", "不要"),
    ("并有人", "且无人"), ("表示|意味着", "并不表示"), ("原因是", "原因不是"), ("(?<![不])蘸", "不蘸"), ("(?<!不)相同", "不同"),
)  # fmt: skip
ZH_STARTS = re.compile(
    r"(?:拔下|拧下|取下|装上|装回|清理|测量|检查|更换|填写|佩戴|放上|做耐压|插上|把|将|同时测量|目视检查|移除|断开|连接)"
    r"(?![^，。：；]*(?:时|之?后|之?前))"
)

EN_ORDERS = (
    Swap(r"\bbefore\b(?=,? \w)", "only after"),
    Swap(r"\b(?<!only )after\b(?! (?:\d|one|two|three|five|ten|that|the other|another))", "before"),
    Swap(r"\bonly after\b", "before"),
    Swap(r"\b(CN\d+|\w+) first, then (CN\d+)", r"\2 first, then \1"),
    Swap(r"\bfirst(?=[.;]|$| and(?! only)| when| if)", "last of all"),
    Swap(r"\bin the order (\w+), (\w+), (\w+)", r"in the order \3, \2, \1"),
)
ZH_ORDERS = (
    Swap(
        r"^(拧下|拔下|取下|装上|插上|放上|打开|断开)([^，。；：时后]+)，((?:取下|焊下|取出|测量|待|等待|通电|以)[^，。；：]+)(?=[，。])",
        r"先\3，之后再\1\2",
    ),
    Swap(r"先([^，。；：]+)，(?:然后|再|并)([^，。；：]+)", r"先\2，然后才\1"),
    Swap(r"([^，。；：先]{4,})，然后([^，。；：]+)", r"先\2，然后\1"),
    Swap(r"之前|(?<=[开接])前(?=先)", "以后"),
    Swap(r"(?:之后|后)(?:方可|才能|才可)", "之前就可以"),
    Swap(r"之后(?!方|才|不)", "之前"),
    Swap(r"后(?=，用|，?再|，先)", "以前"),
    Swap(r"结束后", "开始前"),
)
ADDED = {  # the first three can stand in front
    "en": (
        "The customer may do this work at home.", "This work is due again every 14 months.", "Put on a dust mask for this work.",
        "Afterwards coat the contacts with petroleum jelly.", "A drop of superglue on each screw completes the job.",
        "Let everything rest overnight before the next test.", "Rinse the part with vinegar as well.",
    ),
    "zh": (
        "这项工作用户可在家自行完成。", "此项作业每 14 个月重做一次。", "作业时戴好防尘口罩。", "随后在触点上抹一点凡士林。",
        "每颗螺钉再滴一滴强力胶。", "之后静置一夜再通电。", "另外用白醋冲洗该零件。",
    ),
}  # fmt: skip
AMBIGUOUS = re.compile(r"(?:drain|charge|screw|test|clean|dry|work|print|load|lock|open|fan|close) ", re.I)
DETERMINED = re.compile(
    r"\w+ (?:the|a|an|any|both|all|your|it|its|this|up|off|out|OK|Start|Stop|CN\d|test \d|two|four|three|\d)\b",
    re.I,
)
HANGING = re.compile(
    r"\b(?:if|when|until|while|that|because|as|before|after|which|whether|since|unless|so)\b", re.I
)


class SealedB:
    """Spells numbers out, turns limits, denies the main clause only, and adds steps nobody wrote."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        found: dict[str, list[str]] = {kind: [] for kind in rewording.KINDS}
        for mutant in self._all(text, language, rng):
            if mutant.text != text and mutant.text not in found[mutant.kind]:
                found[mutant.kind].append(mutant.text)
        for kind, texts in found.items():
            for new in rng.sample(texts, min(EACH, len(texts))):
                yield Mutant(kind, new)

    def joined(self, first: str, second: str, language: Language) -> str:
        one, two = first.rstrip(" .;。；"), second.rstrip(" .;。；")
        if language == "zh":
            return f"{one}，做完之后{two}。"
        if imperative(one) and imperative(two):
            return f"Begin as follows: {lower_first(one)}; once that is done, {lower_first(two)}."
        return f"{one}, and after that: {lower_first(two)}."

    def _all(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        english = language == "en"
        yield from _numbers(text, english, rng)
        yield from _units(text)
        yield from _codes(text, rng)
        yield from _ranges(text, rng)
        yield from swapped("range", EN_LIMITS if english else ZH_LIMITS, text)
        yield from swapped("opposite", EN_OPPOSITES if english else ZH_OPPOSITES, text)
        yield from swapped("negation", EN_DENIALS if english else ZH_DENIALS, text)
        yield from (_denied_en if english else _denied_zh)(text, rng)
        yield from swapped("order", EN_ORDERS if english else ZH_ORDERS, text)
        if english:
            yield from _turned(text)
        yield from _added(text, language, rng)


def _numbers(text: str, english: bool, rng: Random) -> Iterator[Mutant]:
    for match in rewording.NUMBER.finditer(text):
        if re.match(r" \d{3}\b", text[match.end() :]) or re.search(r"\d $", text[: match.start()]):
            continue  # thousands set apart by a space
        old = match.group()
        yield Mutant("digit", put(text, match, _other(old, rng)))
        if english and old.isdigit() and 1 < int(old) < 11 and re.match(r" [a-z]{4}", text[match.end() :]):
            yield Mutant("digit", put(text, match, COUNTS[int(old) + 3]))
        if float(old) == 0:
            continue
        if "." in old:
            yield Mutant("decimal", put(text, match, f"{float(old) * 10:g}"))
            yield Mutant("decimal", put(text, match, f"{float(old) / 10:g}"))
        elif len(old) > 1:
            yield Mutant("decimal", put(text, match, f"{old[:-1]}.{old[-1]}"))
            yield Mutant("decimal", put(text, match, old + "0"))
    if english:
        for match in re.finditer(rf"\b({'|'.join(COUNTS[2:12])})\b", text, re.I):
            new = COUNTS[COUNTS.index(match.group().lower()) + rng.choice((2, 3))]
            yield Mutant("digit", put(text, match, new.capitalize() if match.group()[0].isupper() else new))
    else:
        for match in re.finditer(rf"(?<![{ZH_COUNTS}第])[二两三四五六七八](?=[{MEASURE}])", text):
            old_value = 2 if match.group() == "两" else ZH_COUNTS.index(match.group())
            yield Mutant("digit", put(text, match, ZH_COUNTS[min(old_value + rng.choice((2, 3)), 10)]))


def _other(number: str, rng: Random) -> str:
    """The number with one digit changed."""
    places = [n for n, c in enumerate(number) if c != "."]
    at = rng.choice(places)
    low = "123456789" if at == 0 else "0123456789"
    return number[:at] + rng.choice([c for c in low if c != number[at]]) + number[at + 1 :]


def _units(text: str) -> Iterator[Mutant]:
    for find, new in UNITS:
        for match in re.finditer(AMOUNT + rf"({find})(?![A-Za-z])", text, re.I if find[0].islower() else 0):
            if not ZERO.match(match.group(1)):
                yield Mutant("unit", text[: match.start(2)] + new + text[match.end(2) :])


def _codes(text: str, rng: Random) -> Iterator[Mutant]:
    for match in rewording.CODE.finditer(text):
        code = match.group()
        if re.match(r"M\d+$", code):
            continue
        others = [code[:-1] + d for d in "123456789"] if code[-1].isdigit() else [code[:-1], code[:-1] + "K"]
        fresh = [new for new in (*others, code + "B", code + "-2") if new not in text and new != code]
        if fresh:
            yield Mutant("suffix", put(text, match, rng.choice(fresh)))


def _ranges(text: str, rng: Random) -> Iterator[Mutant]:
    """One end of a range, put elsewhere."""
    number, unit = r"(?<![A-Za-z\d.-])(\d+(?:\.\d+)?)", r"( ?(?:V|W|Ω|mm|cm|°C|kΩ)? ?)"
    for match in re.finditer(number + unit + r"(to|至|与|–|and|到)( ?)(\d+(?:\.\d+)?)(?![\d.]*\d)", text):
        low, high = float(match[1]), float(match[5])
        if low >= high or re.search(r"(?:steps?|pins?|步骤|位置) ?$", text[: match.start()], re.I):
            continue
        wide, narrow = f"{high * rng.choice((1.5, 2, 3)):g}", f"{round(low + (high - low) * 0.6, 2):g}"
        yield Mutant("range", text[: match.start(5)] + wide + text[match.end(5) :])
        yield Mutant("range", text[: match.start(1)] + narrow + text[match.end(1) :])


def _denied_en(text: str, rng: Random) -> Iterator[Mutant]:
    parts = rewording.sentences(text, "en")
    for n, part in enumerate(parts):
        for new in _denied_sentence(part, rng):
            yield Mutant("negation", " ".join([*parts[:n], new, *parts[n + 1 :]]))


def _denied_sentence(part: str, rng: Random) -> Iterator[str]:
    sure = not AMBIGUOUS.match(part) or DETERMINED.match(part)
    if imperative(part) and sure and not re.search(r"\b(?:no|not|never)\b", part):
        ways = ("There is no need to ", "Under no circumstances ", "Nobody has to ", "Do not ")
        way = rng.choice(ways)
        yield (lower_first(way) if part[0].islower() else way) + lower_first(part)
    after = re.search(r": (?=(?:replace|clean|renew|fan|check|remove|fit|lay|test)\b)", part)
    if after:
        yield part[: after.end()] + "do not " + part[after.end() :]
    verbs = "is|are|can|weighs|reaches|carries|turns|runs|means|causes?|leaks|releases|delivers|takes|stays|sets|destroys|shows"
    for match in re.finditer(rf"(?<! for) ({verbs})\b(?! not| no\b| never)", part):
        clause = re.split(r"[,;:] ", part[: match.start()])[-1]
        if HANGING.search(clause) or imperative(clause):
            continue
        verb = match[1]
        plain = {"carries": "carry", "reaches": "reach", "cause": "cause"}.get(verb, verb.removesuffix("s"))
        aid = "do" if verb == "cause" else "does"
        new = f"{verb} not" if verb in ("is", "are") else "cannot" if verb == "can" else f"{aid} not {plain}"
        yield part[: match.start(1)] + new + part[match.end(1) :]


def _denied_zh(text: str, rng: Random) -> Iterator[Mutant]:
    if ZH_STARTS.match(text):
        yield Mutant("negation", rng.choice(("不要", "不用", "没必要")) + text)


def _turned(text: str) -> Iterator[Mutant]:
    """Two English orders with 'then' between them, the second first."""
    match = re.fullmatch(r"([^.;:]+?),? (?:and )?then ([^.;:]+)\.", text)
    if match and imperative(match[1]) and imperative(match[2]):
        yield Mutant("order", f"First {match[2]}, then {lower_first(match[1])}.")
    match = re.fullmatch(
        r"((?:Remove|Open|Loosen|Disconnect|Insert|Switch|Pull|Press|Lift|Unplug) [^,;.:]+?) and "
        r"((?:pull|lift|take|fold|print|slide|swing|close|remove) [^,;.:]+)\.",
        text,
    )
    if match:
        start = match[2][:1].upper() + match[2][1:]
        yield Mutant("order", f"{start}, and {lower_first(match[1])} afterwards.")


def _added(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    last, first = rng.choice(ADDED[language]), rng.choice(ADDED[language][:3])
    end = "。" if language == "zh" else "."
    whole = text if text.endswith(("。", ".", "！", "?")) else text + end
    yield Mutant("injected", whole + ("" if language == "zh" else " ") + last)
    yield Mutant("injected", first + ("" if language == "zh" else " ") + whole)


def build() -> Wording:
    return SealedB()
