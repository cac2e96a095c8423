"""Wording of the sealed set k: figures, units, ranges and codes first, then words, denials and order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation.rewording import VERBS, Mutant, Swap, lower_first, put, sentences, strings, swapped, words
from kb_sources.manual import Language

_UNIT = (
    r"(?:N·mm|N·cm|N·m|kΩ|MΩ|Ω|mV|kV|V|mA|A|kW|W|µF|nF|µH|mm|cm|m|kg|g|°C|°F|bar|rpm|seconds?|minutes?|"
    r"hours?|pages|ms|s|秒钟?|分钟|小时|毫米|厘米|伏|欧|千克)(?![A-Za-z·]|\): (?:–|0(?:\.0)?(?![\d.])))"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z\d.\-_*#×–])(?:\d{1,3}(?: \d{3})+|\d+(?:\.\d+)?)(?![\d.]*[-×–x]?[A-Z\d])(?![.\d])"
)
_CODE = re.compile(r"(?<![A-Za-z\d\-])([A-Z]{1,4}-?)(\d+)(?![A-Za-z\d])(?!\.\d)(?!-\d)")
_SCREW = re.compile(r"(?<![A-Za-z\d])((?:M|ST)[\d.]+)([x×])(\d+)(?!\d)")
_OTHER = {
    "N·m": ("N·cm", "kN·m"), "N·cm": ("N·m",), "N·mm": ("N·m",), "Ω": ("kΩ", "MΩ"), "kΩ": ("Ω", "MΩ"),
    "MΩ": ("kΩ", "Ω"), "V": ("mV", "kV"), "mV": ("V",), "kV": ("V",), "A": ("mA", "V"), "mA": ("A", "µA"),
    "W": ("kW", "mW"), "kW": ("W",), "µF": ("mF", "pF"), "nF": ("µF",), "µH": ("mH", "H"), "mm": ("cm", "m"),
    "cm": ("mm", "m"), "kg": ("g", "mg"), "g": ("kg",), "°C": ("°F", "K"), "°F": ("°C",), "bar": ("mbar",),
    "rpm": ("Hz",), "second": ("minute",), "seconds": ("minutes", "hours"), "minute": ("second",),
    "minutes": ("seconds", "hours"), "hour": ("minute",), "hours": ("minutes",), "pages": ("reams",),
    "s": ("min", "ms"), "ms": ("s",), "秒": ("分钟", "小时"), "秒钟": ("分钟",), "分钟": ("秒", "小时"),
    "小时": ("分钟",), "毫米": ("厘米",), "厘米": ("毫米",), "伏": ("千伏",), "欧": ("千欧",), "千克": ("克",),
}  # fmt: skip
_SPELT = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ASIDE = {
    "en": (
        "A thin film of machine oil on the contacts completes the job", "Allow ninety-five minutes for this",
        "This also holds while the appliance is running under load",
        "Afterwards spray the area with contact cleaner", "The customer may do this alone by telephone",
        "Otherwise swap the mains cable for one of 77 Ω",
        "The warranty ends when this is done more than once",
    ),
    "zh": (
        "完成后在触点上涂一层机油", "满负荷运转时同样适用", "此项需时九十五分钟", "之后再喷一遍触点清洁剂",
        "用户可以在电话指导下自行操作", "否则须换用 77 Ω 的电源线", "重复一次以上则保修失效",
    ),
}  # fmt: skip
_OPPOSITE = {
    "en": words(
        ("anticlockwise", "clockwise"), ("clockwise", "anticlockwise"), ("inwards", "outwards"),
        ("outwards", "inwards"), ("downwards", "upwards"), ("upwards", "downwards"),
        ("(?<!straight )(?<!light )(?<!warm )up(?! to| and)", "down"), ("(?<!and )(?<!cool )down", "up"),
        ("towards you", "away from you"), ("to the rear", "to the front"), ("to the front", "to the rear"),
        ("to the right", "to the left"), ("to the left", "to the right"), ("(left|right)-hand", "middle"),
        ("rear cover", "front cover"), ("front cover", "rear cover"),
        ("pull(?! out| off| the mains| tab)", "push"), ("push", "pull"), ("tighten(ed)?", r"loosen\1"),
        ("loosen(ed)?", r"tighten\1"), ("remove(?! spilt| the sheet| toner)", "fit"),
        ("disconnect", "connect"), ("connect(?!or)", "disconnect"), ("close(?!d)", "open"),
        ("open(?= (?:the|both|your|it)\\b)", "close"), ("closed", "open"),
        ("switch(ing|ed)? (it|the printer|the machine|them) off", r"switch\1 \2 on"),
        ("switch(ing)? the machine on", r"switch\1 the machine off"), ("switch it on again", "leave it off"),
        ("dry(?= (?:cloth|rag|brush|lint))", "dripping wet"), ("cold water", "hot water"),
        ("warm(?= water)", "cold"), ("slowly", "quickly"), ("too hot", "too cold"),
        ("too (?:slowly|late)", "too fast"), ("too early", "too late"), ("pulled off", "pushed on"),
        ("lowered", "raised"), ("flush", "proud"), ("with both hands", "with one hand"),
        ("crosswise", "in a circle"), ("new(?= [a-z])", "used"), ("old(?= [a-z])", "new"),
        ("evenly black", "evenly white"), ("invisible", "visible"), ("damaged", "flawless"),
        ("damages", "protects"), ("destroys", "spares"), ("faulty", "in order"),
        ("in order(?=[.;])", "faulty"), ("disappears", "reappears"), ("locked", "unlocked"),
        ("released", "raised"), ("sharp", "rounded"), ("falls?", "rises"),
        ("throw(?= (?:the|old))", "never throw"), ("as long as", "unless"), ("if", "unless"),
        ("(?<!even )when(?! switch|:)", "except when"), ("front edge", "rear edge"),
        ("with bent knees", "with straight legs"), ("covered", "uncovered"), ("take out", "leave in"),
        ("sleep", "printing"),
    ),
    "zh": strings(
        ("拧紧", "拧松"), ("拧下", "拧上"), ("取下", "装上"), ("取出", "装入"), ("装上", "拆下"), ("装回", "拆除"), ("拔下", "插上"),
        ("插上", "拔下"), ("插紧", "拔掉"), ("焊下", "焊上"), ("拆下", "装上"), ("松脱", "插得过紧"), ("开路", "短路"),
        ("短路(?!，)", "开路"), ("过高", "过低"), ("过低", "过高"), ("过热(?!干)", "过冷"), ("面?朝向", "背对着"), ("薄涂", "厚涂"),
        ("断电", "通电"), ("停止使用", "继续使用"), ("停用", "照用"), ("停止加热", "继续加热"), ("不亮时", "亮起时"), ("常亮", "熄灭"),
        ("无裂纹", "有裂纹"), ("没裂", "有裂缝"), ("无破损", "有破损"), ("齐全", "缺了几颗"), ("最大功率", "最小功率"), ("(?<!已)击穿", "完好"),
        ("(?<!未)损坏的", "完好的"), ("新(?= IGBT|风扇)", "旧"), ("旧(?= IGBT)", "新"), ("旧硅脂", "新硅脂"), ("导磁", "不导磁"),
        ("敏感", "不敏感"), ("(?<!用)接地烙铁", "未接地的烙铁"), ("使用接地", "使用不接地的"), ("靠近", "远离"),
        ("盛水(?=的)", "空着"), ("熔断", "完好"), ("松动", "过紧"), ("干固", "过稀"), ("变形", "平整"), ("下降", "增大"), ("烘干", "浸湿"),
        ("待机", "满功率"), ("更换(?!锅具再试)", "保留"), ("换用", "停用"), ("移开锅具", "放上锅具"), ("无水", "有水"), ("软布", "硬刷"),
        ("中性", "强碱性"), ("有人在旁监护", "独自一人操作"), ("排除原因", "留下原因"), ("清除", "留下"), ("正反向均导通", "正反向均不导通"),
        ("冷却(?=，|。|$)", "升温"),
    ),
}  # fmt: skip
_BOUND = {
    "en": words(
        ("above(?= \\d)", "below"), ("below(?= \\d)", "above"), ("under(?= \\d)", "over"),
        ("up to(?= \\d)", "no less than"), ("(?<!to )within(?= \\d)", "not before"),
        ("to within(?= \\d)", "to no better than"), ("outside(?= \\d)", "inside"),
        ("(?:about|roughly)(?= \\d+ pages)", "far fewer than"),
        ("(?:about|roughly)(?= \\d+ [^p])", "far below"), ("at least", "at most"), ("at most", "at least"),
        ("more than", "less than"), ("less than", "more than"), ("both(?! hands)", "all four"),
    ),
    "zh": strings(
        ("大于", "小于"), ("小于", "大于"), ("低于", "高于"), ("高于", "低于"), ("不超过", "至少"), ("以下", "以上"),
        ("约 ?(?=\\d)", "远低于 "), ("以内", "以外"), ("(?<=\\d 秒)内", "以后"), ("(?<=分钟)内", "以后"), ("(?<=秒)之内就", "之后才"),
        ("可达", "始终不到"), ("超过了", "不到"), ("均", "都不"),
    ),
}  # fmt: skip
_ORDER = {
    "en": words(
        ("before(?! and)", "only after"), ("(?<!only )after(?! that| the other)", "before"),
        ("until", "until shortly before"), ("once(?= [a-z ]+,?)", "before"), ("first(?=,| and)", "last"),
    ),
    "zh": strings(
        ("之前", "之后"), ("(?<!是)之后", "之前"), ("(?<=[下上接束热机电])后(?=，|测|方|先|焊)", "前"), ("前(?=一定|拔|，)", "后"),
        ("先(?=拔|更|排|换|拧|检)", "最后才"), ("后方可", "之前即可"), ("(?<=，)(?:然后|接着)(?!在|用)", "在此之前"),
    ),
}  # fmt: skip
_LET = {
    "en": words(
        (r"(?<!you )(?<!they )(?:do not|don't ever|never) (?=[a-z])", "feel free to "),
        ("must not", "may safely"), ("will not", "will"), ("no drop", "a drop"), ("does not", "does"),
        ("use no", "use any"), ("put no oil", "put some oil"), ("no toner", "some toner"),
        ("use none", "use them freely"), ("must(?! not)", "need not"), ("is to be", "is not to be"),
    ),
    "zh": strings(
        ("(?:千万别|不得|不要|不许|请勿|别)(?=[一-鿿])", "尽可"), ("不必|不用|无需", "必须"), ("不使用", "使用"), ("不再", "照旧"),
        ("不与", "与"), ("没跟", "跟"), ("(?:必须|一定要|应该|应当)(?=[^不])", "不必"), ("(?<!不)应(?=[大小在同持显停更检先])", "不应"),
        ("表示", "并不表示"), ("说明", "并不说明"), ("(?<=原因)是", "不是"), ("就?该跳", "不会跳"),
        ("(?<=[A-Z\\d ])是(?=[\\d炉 ])", "不是"), ("都要", "都不必"), ("(?<=[，时])要(?=[检找换佩接])", "不用"), ("造成", "不会造成"),
        ("引起", "不会引起"), ("(?<!避免)可能(?!原因)", "不可能"), ("标称(?!值)", "并非标称"), ("(?<=[率感压阻径围])为 ?(?!.*的)", "不是 "),
        ("仍有", "不再有"),
    ),
}  # fmt: skip
_DOES = {
    v + "s" * (v not in ("mean", "come", "explode")): v
    for v in "give stay disappear weigh deliver destroy come explode report need drop cause".split()
} | {"means": "mean", "mean": "mean", "has": "have", "reaches": "reach"}
_TELLS = VERBS - {"warm"} | set("bin drive give lever leave moisten rinse run screw start undo".split())
_SIDE = r"\b(?:not|will|to|never|if|when|once|until|because|as|before|after|unless|whose|that|which|so)\b"
_ACTS = "拧|取|测(?=量)|用(?!户)|以|把|装|插|拔|焊|清|更换|换(?!了)|检查|做|放上|填写|打|佩戴|使用|重涂|补焊|拆|停|等待|联系|找|量|在新|先(?!后)"


def _digits(text: str, rng: Random) -> Iterator[Mutant]:
    """Other figures: turned round, one off, or another count in words."""
    for match in _NUMBER.finditer(text):
        old = match.group()
        news = {old[:i] + b + a + old[i + 2 :] for i, (a, b) in enumerate(zip(old, old[1:], strict=False))}
        at = rng.choice([i for i, c in enumerate(old) if c.isdigit()][:2])
        news.add(old[:at] + rng.choice([d for d in "123456789" if d != old[at]]) + old[at + 1 :])
        good = [n for n in sorted(news) if _sound(n) and _value(n) != _value(old)]
        if good:
            yield Mutant("digit", put(text, match, rng.choice(good)))
    for match in re.finditer(rf"\b(?:{'|'.join(_SPELT[1:])})\b(?! thousand)", text, re.IGNORECASE):
        new = rng.choice([w for w in _SPELT[2:] if w != match.group().lower()])
        yield Mutant("digit", put(text, match, new.title() if match.group()[0].isupper() else new))
    for match in re.finditer(
        r"(?<![一二三四五六七八九十百第])[两一二三四五六七八九十](?=[颗声秒个刻挡次分]|位数)", text
    ):
        new = rng.choice([c for c in "三四五六七八九" if c != match.group()])
        yield Mutant("digit", put(text, match, "三" if text[match.end()] == "刻" else new))


def _value(number: str) -> float:
    return float(number.replace(" ", ""))


def _sound(number: str) -> bool:
    return bool(re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d+)?|[1-9]\d{0,2}(?: \d{3})+", number))


def _decimals(text: str, rng: Random) -> Iterator[Mutant]:
    for match in re.finditer(rf"{_NUMBER.pattern}(?= ?{_UNIT})", text):
        value = _value(match.group())
        if value:
            new = f"{value * rng.choice((0.1, 10.0)):.6f}".rstrip("0").rstrip(".")
            yield Mutant("decimal", put(text, match, new))


def _units(text: str, rng: Random) -> Iterator[Mutant]:
    at = r"(?:(?<=\d)|(?<=\d )|(?<=[fnexr] )|(?<=\()|(?<=[两三四五六八十百半]))"
    for match in re.finditer(at + _UNIT, text):
        before = re.search(r"(?:^|[^\d.])(0(?:\.0+)?|[A-Z]\d?|[A-Za-z]*[a-z]) ?$", text[: match.start()])
        spelt = before and before.group(1).lower() in _SPELT
        if (before and not spelt and text[match.start() - 1] != "(") or match.group() not in _OTHER:
            continue
        yield Mutant("unit", put(text, match, rng.choice(_OTHER[match.group()])))
    for swap in (
        Swap("half an hour", "half a day"),
        Swap("half a minute", "half an hour"),
        Swap("一刻钟", "十五秒"),
    ):
        yield from (Mutant("unit", new) for new in swap.each(text))


def _suffixes(text: str, rng: Random) -> Iterator[Mutant]:
    """Another code: two figures change places, one is far off, or it bears a letter that it has not."""
    for match in _CODE.finditer(text):
        head, figures = match.groups()
        if text[match.end() : match.end() + 1] in ("×", "x"):
            continue
        far = figures[:-1] + str((int(figures[-1]) + rng.choice((4, 5, 6))) % 10)
        ways = [head + far, head + figures + (rng.choice("ABX") if len(figures) > 2 else "9")]
        if len(figures) > 2 and figures[-1] != figures[-2]:
            ways.append(head + figures[:-2] + figures[-1] + figures[-2])
        yield Mutant("suffix", put(text, match, rng.choice([w for w in ways if w not in text] or ["Z9"])))
    for match in _SCREW.finditer(text):
        size, cross, length = match.groups()
        other = "M4" if size == "M6" else "M6"
        new = rng.choice((f"{size}{cross}{int(length) + 7}", f"{other}{cross}{length}"))
        yield Mutant("suffix", put(text, match, new))


def _ranges(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    yield from swapped("range", _BOUND[language], text)
    number = r"(\d+(?:\.\d+)?)"
    span = rf"(?<![A-Zx×\d.\-]){number}( [^\d ,，。]+)? (to|and|至|与|到) {number}(?= ?{_UNIT})"
    for match in re.finditer(span, text):
        first, unit, link, last = match.groups("")
        low, high = float(first), float(last)
        if (link == "and" and "between" not in text[: match.start()].lower()) or low >= high:
            continue
        wide = f"{first}{unit} {link} {high + (high - low or 1) * rng.choice((2, 3)):g}"
        moved = f"{high:g}{unit} {link} {high * 2 - low:g}"
        yield Mutant("range", put(text, match, rng.choice((wide, moved))))
    for match in re.finditer(rf"± ?{number}", text):
        yield Mutant("range", put(text, match, f"± {float(match.group(1)) * rng.choice((3, 4)):g}"))


def _told(part: str) -> tuple[str, str] | None:
    """What stands before an order, and the order itself, of an English sentence; None where it gives none."""
    if part.split(" ", 1)[0].lower() in _TELLS:
        return "", part
    match = re.match(r"([^,;:]+[,:] )([a-z]+)\b", part)
    if match and match.group(2) in _TELLS and not re.match(r"(?:Both|Toner|The)\b", part):
        return match.group(1), part[match.end(1) :]
    return None


def _denials(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    yield from swapped("negation", _LET[language], text)
    if language == "zh":
        for clause in re.finditer(r"[^，。；：！、]+", text):
            inner = re.search(rf"(?<=(?<!同)[时后前])(?={_ACTS})", clause.group())
            start = re.match(rf"\s*(?={_ACTS})", clause.group())
            timed = re.search(r"时(?!间)|[后前](?!者)|说明|表示|均|不|或|没|无|（", clause.group())
            at = inner.end() if inner else start.end() if start and not timed else None
            if at is not None and not text.startswith("，或", clause.end()):
                at += clause.start()
                yield Mutant("negation", text[:at] + rng.choice(("不必", "不要", "切勿")) + text[at:])
        return
    for part in sentences(text, language):
        told = _told(part)
        if told:
            before, order = told
            way = rng.choice(("there is no need to", "avoid this step: do not", "under no circumstances"))
            new = f"{before}{way} {lower_first(order)}"
            new = new if before or order[:1].islower() else new[:1].upper() + new[1:]
            yield Mutant("negation", text.replace(part, new, 1))
    for match in re.finditer(rf"\b(?:is|are|was|were|must|{'|'.join(_DOES)})\b(?! (?:not|no|never)\b)", text):
        lead = re.split(r"[,;:.] ", text[: match.start()])[-1]
        if re.search(_SIDE, lead, re.IGNORECASE) or not lead.strip():
            continue
        verb = match.group()
        plain = _DOES.get(verb, "")
        denied = f"{'do' if verb == plain else 'does'} not {plain}" if plain else f"{verb} not"
        yield Mutant("negation", put(text, match, denied))


def _orders(text: str, language: Language) -> Iterator[Mutant]:
    yield from swapped("order", _ORDER[language], text)
    if language == "en":
        match = re.fullmatch(r"([A-Z][^.;]+?),? (?:and |later )?then ([a-z][^.;]+)\.", text)
        if match and _told(text) and match.group(2).split(" ", 1)[0] in _TELLS:
            first, second = match.groups()
            yield Mutant("order", f"{second[:1].upper()}{second[1:]}, and only then {lower_first(first)}.")
    match = re.fullmatch(r"(?:先)?([^，。；：]+)，(?:然后|再|接着)([^，。；]+)。", text)
    if match and language == "zh" and not re.search(r"后|时|都|即", match.group(1)):
        yield Mutant("order", f"先{match.group(2)}，做完才{match.group(1)}。")


def _injected(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    bare, aside = text.rstrip(".。"), rng.choice(_ASIDE[language])
    yield Mutant("injected", f"{bare}；{aside}。" if language == "zh" else f"{bare}. {aside}.")


class _SealedK:
    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        yield from _digits(text, rng)
        yield from _decimals(text, rng)
        yield from _units(text, rng)
        yield from _suffixes(text, rng)
        yield from _ranges(text, language, rng)
        yield from swapped("opposite", _OPPOSITE[language], text)
        yield from _denials(text, language, rng)
        yield from _orders(text, language)
        yield from _injected(text, language, rng)

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。').replace('。', '，')}，做完这一步随即{second}"
        return f"{first.rstrip('.').replace('. ', '; ')}, and directly after that {lower_first(second)}"


def build() -> _SealedK:
    return _SealedK()
