"""Wrong claims in the words of a workshop for home appliances and printers, in English and Chinese.

Each function turns one kind of detail; a place where the turned sentence could still be right is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from evaluation import rewording as rw
from evaluation.rewording import Mutant, Swap, strings, swapped, words
from kb_sources.manual import Language

_TAIL = " .;。；"
_MORE = "get lift shut rotate swing deal fan undo repair renew".split()
_DOERS = "|".join(sorted(rw.VERBS - {"warm"} | set(_MORE)))

_COUNTS = "two three four five six seven eight nine ten twelve fourteen fifteen twenty thirty".split()
_HAN = "两三四五六八九十"
_COUNTED_ZH = "颗个只根条次秒分小声层挡位遍台块步路组"
_LABELS = re.compile(r"(?:section|test|step|pins?|tray|position|table|class|第|表)\s*$", re.IGNORECASE)
_THINGS = re.compile(r" ?(?:screws|turns|times|persons|drain|颗|个|声|位|挡)")

_UNITS = {
    "N·cm": "N·m", "N·m": "kN·m", "MΩ": "kΩ", "kΩ": "Ω", "mΩ": "Ω", "Ω": "kΩ", "°C": "°F", "°F": "°C", "mm": "cm",
    "cm": "mm", "µm": "mm", "kg": "g", "ms": "s", "s": "min", "kV": "V", "V": "mV", "kW": "W", "W": "kW", "mA": "A",
    "A": "mA", "bar": "mbar", "kPa": "Pa", "µH": "mH", "µF": "pF", "nF": "µF", "rpm": "Hz", "l": "ml",
    "m": "cm", "seconds": "hours", "second": "hour", "minutes": "seconds", "minute": "second", "hours": "seconds",
    "秒钟": "小时", "秒": "分钟", "分钟": "秒", "小时": "分钟",
}  # fmt: skip
_SYMBOLS = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_UNIT = re.compile(rf"(?<=[\d\w])( ?)({_SYMBOLS})(?![A-Za-z·Ω/²])")

_OPPOSITES_EN = (
    *words(
        ("anticlockwise", "clockwise"), ("clockwise", "anticlockwise"), ("inwards", "outwards"), ("downwards", "upwards"),
        ("upwards", "downwards"), ("towards you", "away from you"), ("in your direction", "away from yourself"),
        ("above", "under"), ("below(?= \\d)", "over"), ("more than", "less than"), ("less than", "over"),
        ("outside(?= \\d)", "inside"), ("at least", "no more than"), ("at most", "at the very least"),
        ("tighten", "slacken"), ("tightened", "slackened"), ("loosen", "tighten"), ("undo", "do up"),
        ("do up", "undo"), ("disconnect", "plug in"), ("connect(?! \\w+ to)", "unplug"), ("open(?= (?:the|a|both|any) )", "shut"),
        ("opening", "shutting"), ("close(?= the )", "open"), ("closing", "opening"), ("shut", "open"),
        ("closed", "open"), ("too slowly", "too fast"), ("too high", "too low"), ("too hot", "too cold"),
        ("lower(?= number)", "higher"), ("lower(?= front)", "upper"), ("dry(?= (?:cloth|brush|lint))", "soaked"), ("cold(?= water)", "hot"),
        ("warm(?= water)", "ice-cold"), ("hot(?= for)", "cold"), ("moisten", "dry off"), ("wet(?= the)", "dry off"),
        ("new(?= [a-z])", "worn-out"), ("old(?= [a-z])", "brand-new"), ("flashes", "stays steady"), ("flashing", "steady"),
        ("steady(?= (?:code|one))", "flashing"), ("appears", "vanishes"), ("disappears", "appears"), ("falls", "climbs"),
        ("drops(?= to)", "climbs"), ("rises", "drops"), ("charged", "empty"), ("damages", "spares"),
        ("light up", "go dark"), ("torn", "intact"), ("worn", "as new"), ("blocked(?! by)", "running freely"),
        ("broken", "undamaged"), ("faulty", "sound"), ("in order", "out of order"), ("is fine", "is broken"),
        ("clogged", "clear"), ("shorted", "open-circuit"), ("locked", "unlocked"), ("completely", "only in part"),
        ("straight", "crooked"), ("front(?! panel)", "rear"), ("rear(?! panel)", "front"), ("top(?= cover)", "bottom"),
        ("left-hand", "right-hand"), ("to the left", "to the right"), ("to the right", "to the left"),
        ("warm up", "cool off"), ("cools? down", "heat up"), ("let the fuser cool", "keep the fuser hot"), ("(?<!too )slowly", "with a jerk"),
        ("stays? hot", "is cold again"), ("sharp", "rounded"), ("released", "built up"), ("trained", "untrained"),
        ("throw away", "put back"), ("pull off", "push on"), ("take out", "put in"), ("let (them|it) dry", "keep \\1 wet"),
        ("evenly black", "evenly white"), ("loose", "tight"), ("dirty", "spotless"), ("standing still", "turning"),
        ("sets it", "takes it off"), ("fixes it", "takes it off"), ("clicks", "stays silent"), ("early", "late"), ("within(?= \\w+ seconds)", "no sooner than"), ("up to(?= \\d| one)", "at least"),
        ("clear(?= (?:stored )?F)", "save"), ("thick(?= paper)", "thin"),
    ),
    Swap(r"\b(switch(?:ed|ing)?(?: (?:it|the \w+))?) on\b", r"\1 off"),
    Swap(r"\b(switch(?:ed|ing)?(?: (?:it|the \w+))?) off\b", r"\1 on"),
    Swap(r"\b(levers|lever|points|pointing|straight) up\b(?! to)", r"\1 down"),
    Swap(r"\b(levers|lever|points|pointing|slide|press it) down\b", r"\1 up"),
    Swap(r"\bpull (the mains plug)\b", r"plug in \1"),
    Swap(r"\bpulling (the mains plug)\b", r"plugging in \1"),
    Swap(r"\bconnect (\w+) to\b", r"unplug \1 from"),
    Swap(r"\bpull the ([a-z ]{3,16}?) out\b", r"push the \1 in"),
    Swap(r"\bthrow the ([a-z ]+?) away\b", r"put the \1 back on"),
)  # fmt: skip
_OPPOSITES_ZH = strings(
    ("拧下", "拧上"), ("拧紧", "拧松"), ("取下", "装回"), ("取出", "装入"), ("拔下|拔掉", "插好"), ("插上|插好|插紧", "拔掉"),
    ("装回去", "拆下来"), ("装上|装回(?!去)", "拆除"), ("拆下(?!来)", "装上"), ("高于", "低于"), ("低于", "高于"), ("大于", "小于"), ("小于", "大于"),
    ("(?<=[VCW] )以下", "以上"), ("不超过", "不少于"), ("最大", "最小"), ("最小", "最大"), ("过高", "过低"), ("过低", "过高"),
    ("过热", "过冷"), ("开路", "短路"), ("短路", "开路"), ("串联|串上", "并联"), ("断电|断开电源", "通电"), ("(?<!首次)通电(?!无反应|即)", "断电"),
    ("新(?= ?IGBT(?! 对)|风扇|控制|传感)", "报废的"), ("旧(?=硅脂| ?IGBT)", "新"), ("背面", "正面"), ("朝向", "背对"), ("薄涂", "厚涂"),
    ("停止加热", "继续加热"), ("停止使用|停用", "照常使用"), ("(?<=待面板)冷却", "烧热"), ("停机冷却", "开机加热"), ("已击穿", "完好"),
    ("均导通", "均截止"), ("损坏的", "完好的"), ("齐全", "缺失"), ("下降", "升高"), ("松脱", "插牢"), ("变形", "平整"), ("熔断", "完好"),
    ("立即|马上", "过一会儿再"), ("烘干", "浸湿"), ("中性", "强碱性"), ("软布", "砂纸"), ("毛刷", "湿抹布"), ("佩戴护目镜", "摘下护目镜"),
    ("常亮", "熄灭"), ("进风口", "出风口"), ("消失", "出现"), ("重新开机", "重新关机"), ("有人在旁", "独自一人"), ("盛水(?! ?\\d)", "空着"),
    ("移开", "放上"), ("焊下", "焊上"), ("清除", "留下"), ("清理掉", "留下来"), ("积灰", "干净"), ("放电", "充电"), ("不亮(?=[时就的])", "常亮"),
    ("导磁", "不导磁"), ("靠近", "远离"), ("无裂纹", "布满裂纹"), ("锅里没水|锅内无水", "锅里水满"), ("内沸腾", "内还是凉的"), ("干固", "变稀"),
)  # fmt: skip

_DENIED_EN = (
    Swap(r"\b(?:please )?do not (?=[a-z])", "you may "),
    Swap(r"\bnever (?=[a-z])", "it is all right to "),
    *words(
        ("must not", "may"), ("must(?! not)", "need not"), ("cannot|can't", "can"), ("can(?= be)", "cannot"),
        ("need not", "must"), ("no longer", "still"), ("without", "with"), ("not with", "also with"),
        ("no (?=drop)", "a "), ("no (grease|oil|sprays)", "a little \\1"), ("does not (?=leave|arrive|touch|drain)", "does "),
        ("always", "never"), ("has to", "does not have to"), ("must not (?=rub)", "must "),
    ),
    Swap(r"(: |[a-z] takes |(?<!\d )to |runs at )(?=\d[\d.]* ?[°NVΩ])", r"\1anything but "),
    Swap(r"(falls|drops) to", r"never \1 to"),
)  # fmt: skip
_DENIED_ZH = strings(
    ("不得不?(?!.{0,2}不)", "可以"), ("不要", "尽管"), ("不必|不用|无须", "一定要"), ("不许|不准|请勿|严禁", "允许"), ("不能", "可以"),
    ("必须|务必", "不必"), ("(?<![反对感供适响])应当?(?![用急])", "不应"), ("(?:就)?说明", "并不能说明"), ("仍有", "已没有"),
    ("无(?=裂纹|破损)", "有"), ("没有(?=裂纹|破损)", "有"), ("后方可", "后仍不可"), ("(?<![不没])敏感", "不敏感"), ("要有", "不必有"),
    ("都可以", "都不行"), ("可达", "不会达到"), ("不转", "正常转动"), ("不使用", "要使用"), ("进了?水", "没有进水"), ("(?<=扭矩|称值)为", "不是"), ("(?<=挡，|功率)共|(?<=，)共", "不到"),
    ("(?<![不应])显示(?= ?E\\d(?!.?时))", "不会显示"), ("(?<=措施|断续|不灵)是", "不是"), ("(?<!器)鸣响", "不鸣响"), ("(?<=器)鸣响", "不鸣响"),
    ("(?<!不)使用(?=接地)", "不用"), ("(?<=熔断)使", "不会使"), ("(?<=口)用(?=毛)", "不可用"), ("范围(?= ?\\d)", "范围不是"),
)  # fmt: skip
_STATES = re.compile(
    r"\b(is|are|takes?|stays?|carries|weighs?|turns|measures|runs|damages|points|contains|shows|destroys)\b"
    r"(?<!\d turns)(?<!(?:six|ten) turns)(?! (?:not|no|never|still|also|all right)\b)"
)
_BASE = {"carries": "carry", "takes": "take", "stays": "stay", "destroys": "destroy"}
_CONDITION = re.compile(r"(?i)\b(?:if|when|while|until|whether|unless|once|where|as|what|before|after)\b")
_ACTS_ZH = (
    "拧下|拧紧|取下|取出|拔下|插上|装上|用软布|用毛刷|用万用表|用压缩|用二极管|测量|检查|清理|把|同时测量|依次检查|串联|填写|更换|放上|"
    "移开|补焊|联系|清除|焊下|做耐压|以最大|填好|换用|换个|先更换|先拔|佩戴护|重涂|装好|停机|在新"
)
_ORDERS_EN = (
    Swap(r"\b(CN\d+) first and (CN\d+) after it", r"\2 first and \1 after it"),
    Swap(r"\b(\S+) first,? (?:and )?then (\S+?)(?=[.,;]|$)", r"\2 first, then \1"),
    *words(
        ("before", "after"), ("after(?! it)", "before"), ("(?<!^)until", "only after"),
        ("first(?=[.,;]|$)", "last"),
    ),
)  # fmt: skip
_ORDERS_ZH = (
    *strings(
        ("(?:之|以)前", "之后"), ("之后", "之前"), ("(?<=结束)后", "以前"), ("(?<=[通断]电)后", "前"), ("(?<=使用)后(?!方)", "前"),
        ("(?<=V )后方可", "前即可"), ("(?<=插头)后(?!，?滤波|.{0,6}仍)", "前"), ("(?<=整流桥)后", "前"),
    ),
    Swap(r"先([^，。；先]+)，?(?:然后|再|随后)([^，。；]+)", r"先\2，再\1"),
    Swap(r"^([^。；先]+?)，(?:然后|再|随后)([^，。；]+)(?=。|$)", r"先\2，再\1"),
)  # fmt: skip
_STRAY_EN = (
    "rub the contacts with petroleum jelly", "heat the part with a hot-air gun to 140 °C", "cut the green wire",
    "tap the housing with a steel hammer", "fit a second spring beside it", "wait 95 hours", "paint the screw heads red",
)  # fmt: skip
_STRAY_ZH = (
    "在触点上涂凡士林", "用热风枪加热到 140 °C", "剪断绿色导线", "用铁锤敲打外壳", "再加装一根弹簧", "等待 95 小时", "把螺钉头涂成红色",
)  # fmt: skip


def _figure(old: str, text: str, rng: Random) -> str:
    """Another number of the same shape that does not stand in the text."""
    for _ in range(40):
        digits = [i for i, c in enumerate(old) if c.isdigit()]
        at = rng.choice(digits)
        lead = at == 0 and len(digits) > 1 and old[:2] != "0." and old[0] != "0"
        new = old[:at] + rng.choice("123456789" if lead or len(digits) == 1 else "0123456789") + old[at + 1 :]
        if float(new) != float(old) and not re.search(rf"(?<![\d.]){re.escape(new)}(?![\d.])", text):
            return new
    return f"{float(old) + 7:g}"


def _digits(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    for match in rw.NUMBER.finditer(text):
        yield Mutant("digit", rw.put(text, match, _figure(match.group(), text, rng)))
    if language == "zh":
        for match in re.finditer(rf"(?<![{_HAN}百千一第])[{_HAN}](?=[{_COUNTED_ZH}])", text):
            yield Mutant("digit", rw.put(text, match, rng.choice([c for c in _HAN if c != match.group()])))
        return
    for match in re.finditer(rf"\b(?:{'|'.join(_COUNTS)})\b", text, re.IGNORECASE):
        new = rng.choice([w for w in _COUNTS if w != match.group().lower()])
        yield Mutant("digit", rw.put(text, match, new.capitalize() if match.group()[0].isupper() else new))


def _decimals(text: str, rng: Random) -> Iterator[Mutant]:
    for match in rw.NUMBER.finditer(text):
        value = float(match.group())
        factor = 10 if _THINGS.match(text, match.end()) else rng.choice((0.1, 10))
        if value and not _LABELS.search(text[: match.start()]) and not match.group().startswith("00"):
            yield Mutant("decimal", rw.put(text, match, f"{value * factor:.6g}"))


def _units(text: str, rng: Random) -> Iterator[Mutant]:
    for match in _UNIT.finditer(text):
        before = re.search(r"(\d[\d.]*|[a-z]+|[一二两三四五六七八九十半])$", text[: match.start()])
        if not before or before.group() == "0":
            continue
        named = len(match[2]) > 4 or re.search("[一-鿿]", match[2])
        spelled = named and before.group() in {*_COUNTS, "one", *_HAN}
        if before.group()[0].isdigit() or spelled:
            yield Mutant("unit", rw.put(text, match, match[1] + _UNITS[match[2]]))


def _codes(text: str, rng: Random) -> Iterator[Mutant]:
    for match in rw.CODE.finditer(text):
        old = match.group()
        new = old[:-1] + rng.choice([d for d in "0123456789" if d != old[-1]])
        if old[-1].isdigit() and new not in text and not re.match(r"PH|M\d|A4", old):
            yield Mutant("suffix", rw.put(text, match, new))
        if "-" in old and len(old) > 5:
            yield Mutant("suffix", rw.put(text, match, old + rng.choice(("-B", "-K", "-X2"))))


def _ranges(text: str, rng: Random) -> Iterator[Mutant]:
    pattern = r"(?<![\dA-Za-z.])(\d+(?:\.\d+)?)((?: [A-Za-z°µΩ·]{1,4})? ?(?:to|and|至|到|与|–|-) ?)(\d+(?:\.\d+)?)(?![\d.])"
    for match in re.finditer(pattern, text):
        low, high = float(match[1]), float(match[3])
        if low >= high or re.search(r"(?:pins?|steps?|section)\s$", text[: match.start()]):
            continue
        top, bottom = high * rng.choice((1.5, 2, 3)), low + (high - low) * rng.choice((0.4, 0.5))
        yield Mutant("range", rw.put(text, match, f"{match[1]}{match[2]}{top:.6g}"))
        yield Mutant("range", rw.put(text, match, f"{bottom:.6g}{match[2]}{match[3]}"))


def _denied_en(text: str, rng: Random) -> Iterator[Mutant]:
    yield from swapped("negation", _DENIED_EN, text)
    for match in _STATES.finditer(text):
        clause = re.split(r"[.,;:](?!\d)", text[: match.start()])[-1]
        if _CONDITION.search(clause) or re.search(r"\b(?:not|no|never|nothing)\b", clause, re.IGNORECASE):
            continue
        verb = match.group()
        if verb in ("is", "are"):
            yield Mutant("negation", rw.put(text, match, f"{verb} {rng.choice(('not', 'by no means'))}"))
        elif verb.endswith("s") and not re.search(r"\b(?:to|you|must|may|can)\s$", text[: match.start()]):
            base = "does not " + _BASE.get(verb, verb[:-1])
            new = f"never {verb}" if verb in ("points", "shows", "damages") else base
            yield Mutant("negation", rw.put(text, match, new))
    acts = rf"(?i)(?:^|(?<=[.;,:] ))({_DOERS})(?= [a-z A-Z])(?! (?:pump|hose)\b)"
    for match in re.finditer(acts, text):
        before = text[: match.start()]
        if re.search(r"(?:\b(?:not|never|no|need|may)\b[^.;:]*|\bin the order .*)$", before, re.IGNORECASE):
            continue
        phrase = rng.choice(("do not", "you need not", "there is no need to", "under no circumstances"))
        new = f"{phrase} {match[1].lower()}"
        new = new[:1].upper() + new[1:] if match[1][0].isupper() else new
        yield Mutant("negation", rw.put(text, match, new))


def _denied_zh(text: str, rng: Random) -> Iterator[Mutant]:
    yield from swapped("negation", _DENIED_ZH, text)
    for match in re.finditer(rf"(?:^|(?<=[，。；：]))(?=(?:再|并|先)?(?:{_ACTS_ZH}))", text):
        clause = re.split("[，。；：]", text[match.start() :])[0]
        if re.search("[时后前]$|不|之前|无|说明", clause) or re.match(".*就", clause):
            continue
        new = rng.choice(("不要", "不必", "无需", "切勿"))
        rest = re.sub("^(再|并)", "", text[match.start() :])
        yield Mutant("negation", text[: match.start()] + new + rest)


def _reordered(text: str, language: Language) -> Iterator[Mutant]:
    if language == "zh":
        yield from swapped("order", _ORDERS_ZH, text)
        return
    yield from swapped("order", _ORDERS_EN, text)
    for part in rw.sentences(text, language):
        split = re.match(r"(.+?),? (?:and )?then (.+?)([.;]?)$", part)
        if split and rw.imperative(split[1]) and rw.imperative(split[2]) and " it " not in f"{split[2]} ":
            second = split[2][:1].upper() + split[2][1:]
            new = f"{second} and only then {rw.lower_first(split[1])}{split[3]}"
            yield Mutant("order", text.replace(part, new))


def _injected(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    whole = text.rstrip(_TAIL)
    if language == "zh":
        stray = rng.choice(_STRAY_ZH)
        told = (f"{whole}，并{stray}。", f"先{stray}；{whole}。", f"{whole}。最后{stray}。")
        yield Mutant("injected", rng.choice(told))
        return
    stray = rng.choice(_STRAY_EN)
    upper = stray[:1].upper() + stray[1:]
    told = (f"{whole}, then {stray}.", f"{upper}. {whole}.", f"{whole}. Finally {stray}.")
    yield Mutant("injected", rng.choice(told))


class SealedF:
    """The wording of this file."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        denied: Callable[[str, Random], Iterator[Mutant]] = _denied_zh if language == "zh" else _denied_en
        opposites = _OPPOSITES_ZH if language == "zh" else _OPPOSITES_EN
        yield from _digits(text, language, rng)
        yield from _decimals(text, rng)
        yield from _units(text, rng)
        yield from _codes(text, rng)
        yield from _ranges(text, rng)
        yield from swapped("opposite", opposites, text)
        yield from denied(text, rng)
        yield from _reordered(text, language)
        yield from _injected(text, language, rng)

    def joined(self, first: str, second: str, language: Language) -> str:
        mark = "；" if language == "zh" else "; "
        start, rest = (re.sub(r"[.。] ?(?=\D)", mark, part.rstrip(_TAIL)) for part in (first, second))
        if language == "zh":
            return f"先{start.removeprefix('先')}，接着{rest}。"
        if rw.imperative(first) and rw.imperative(second):
            return f"{start}, and after that {rw.lower_first(rest)}."
        return f"{start}; next, {rw.lower_first(rest)}."


def build() -> rw.Wording:
    return SealedF()
