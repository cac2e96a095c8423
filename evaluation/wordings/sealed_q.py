"""Wording Q: own lists, number words, swapped units, near part numbers, split order words, added habits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation.rewording import NUMBER, Mutant, Swap, imperative, lower_first, put, strings, swapped, words
from kb_sources.manual import Language

_PART = re.compile(r"(?<![\w-])(NV-T?|OR-)(\d{3,4})(?:-([A-E]))?(?![\w-])")
_SCREW = re.compile(r"(?<![\w-])(M|ST)(\d(?:\.\d)?)([x×])(\d{1,2}(?:\.\d)?)(?![\w.]*\d)")
_PLACE = re.compile(r"(?<![\w-])(J-?|TP|PS|CN|CL|U|C-|SW|HL|IP)(\d{1,3})(?![\w-]|\.\d)")
_GROUP = re.compile(r"(?<![\d.])(\d{1,3}) (000)(?!\d)")
_BOUND = re.compile(r"(?<![a-z])(least|most|than|below|above|under|over|to|and|or|within|between|from|max\.?|不到|低于|高于|超过|小于|大于|不足|深于|最多|至少|最高|最大|至|到|在|为 ?免|[–/×|(（]) ?$|(section|step|table|test|第|步骤|位置) ?$")  # fmt: skip
_PLACED = re.compile(r"(section|sections|steps?|tables?|figure|第|步骤|表|图|节|positions?|位置|tray|class) ?$", re.I)  # fmt: skip
_UNIT = r"(?P<gap> ?)(?P<unit>{})(?![A-Za-zµ·²/]|小)"
_UNITS = {
    "en": {
        "minutes": ("seconds", "hours"), "seconds": ("minutes", "milliseconds"), "hours": ("minutes", "days"), "hour": ("minute", "day"), "s": ("min", "ms", "h"), "ms": ("s", "µs"),
        "N·m": ("N·cm", "kN·m", "N·mm"), "N·cm": ("N·m", "N·mm"), "V": ("mV", "kV", "A"), "mV": ("V", "µV"), "A": ("mA", "V"), "mA": ("A", "µA"), "mm": ("cm", "µm", "inches"),
        "cm": ("mm", "m"), "µm": ("mm", "cm"), "kg": ("g", "lb", "t"), "g": ("kg", "mg"), "bar": ("mbar", "psi"), "kPa": ("MPa", "Pa"), "°C": ("°F", "K"), "Ω": ("kΩ", "mΩ"),
        "W": ("mW", "kW"), "%": ("per mille", "‰"), "pages": ("reams", "boxes"), "sheets": ("reams",), "mAh": ("Ah",),
    },
    "zh": {
        "分钟": ("秒", "小时"), "秒": ("分钟", "毫秒"), "小时": ("分钟", "天"), "N·m": ("N·cm", "N·mm", "kN·m"), "N·cm": ("N·m", "N·mm"), "V": ("mV", "kV"), "mV": ("V", "µV"), "A": ("mA", "V"),
        "mA": ("A", "µA"), "mm": ("cm", "µm", "英寸"), "cm": ("mm", "m"), "µm": ("mm", "cm"), "kg": ("g", "磅", "吨"), "g": ("kg", "mg"), "bar": ("mbar", "psi"), "kPa": ("MPa", "Pa"),
        "°C": ("°F", "K"), "Ω": ("kΩ", "mΩ"), "W": ("mW", "kW"), "%": ("‰",), "次": ("万次",), "摄氏度": ("华氏度",),
    },
}  # fmt: skip
_NAMES = {language: re.compile(_UNIT.format("|".join(map(re.escape, sorted(units, key=len, reverse=True))))) for language, units in _UNITS.items()}  # fmt: skip
_HEADS = ((r"(?<=Torque )\(N·m\)", "(N·cm)"), (r"(?<=Delay )\(s\)", "(min)"), (r"(?<=扭矩)（N·m）", "（N·cm）"), (r"(?<=Nominal )\(V\)", "(mV)"), (r"(?<=标称值)（V）", "（mV）"), (r"(?<=Value )\(Ω\)", "(kΩ)"))  # fmt: skip
_COUNT_EN = "two three four five six seven eight nine ten eleven twelve thirteen".split()
_COUNTED = r"\b(?:two|three|four|five|six|eight|ten)\b|[两三四五六八](?=颗|条|次|片)"
_COUNT_ZH = "二三四五六七八九十"
_DIGITS = {
    "en": words(
        ("half an hour", "15 minutes"), ("half an hour", "90 minutes"), ("a third of an hour", "45 minutes"), ("one hour", "3 hours"),
        ("one hour", "30 minutes"), ("one hundred thousand", "120 000"), ("one hundred thousand", "10 000"), ("both screws", "all 4 screws"),
    ),
    "zh": strings(
        ("半小时", " 15 分钟"), ("半小时", " 90 分钟"), ("零度", "零下 5 度"), ("三十五", " 53 "), ("三十五", " 25 "), ("数秒", " 5 小时"),
        ("第一次充电", "第 5 次充电"), ("首次充电", "第 3 次充电"),
    ),
}  # fmt: skip
_OPPOSITES = {
    "en": words(
        ("lower edge", "upper edge"), ("upper edge", "lower edge"), ("upper part", "lower part"), ("right-hand edge", "left-hand edge"), ("at least", "at most"), ("at most", "at least"),
        ("or more", "or less"), ("no deeper than", "no less deep than"), ("too thick", "too thin"), ("below", "above"), ("above", "below"), ("slowly", "fast"), ("slowly", "with a jerk"),
        ("new adhesive", "the old adhesive"), ("fresh", "used"), ("first", "last"), ("last", "first"), ("(?<!/ )max", "min"), ("until a gap opens", "until the gap closes"),
        ("fully drained", "fully charged"), ("wireless charging", "charging by cable"), ("by cable", "on a wireless pad"), ("volume up", "volume down"),
        ("crosswise", "all on one side first"), ("crosswise", "clockwise, one beside the other"), ("loosen the", "tighten the"), ("tighten", "loosen"), ("assemble", "take apart"),
        ("hot", "cold"), ("unsuitable", "well suited"), ("not suitable", "the best choice"), ("dry", "moisten"), ("warm the", "cool the"), ("fit the", "take off the"),
        ("black dots", "white dots"), ("replace the", "keep the"), ("switching off", "switching on"), ("damaged", "intact"), ("both are open", "either is open"), ("live", "dead"),
        ("sits on", "has been removed from"), ("disconnect(?=ed)", "connect"), ("connected first", "connected last"), ("disconnect", "connect"), ("hold(?= the p| the vol| ok)", "release"),
        ("pulled flat", "pulled upright"), ("pull the tabs flat", "pull the tabs straight up"), ("display on", "display off"), ("must lie between", "must lie outside"),
        ("centre of the", "rim of the"), ("home", "open"), ("wait", "do not wait"), ("reset", "keep"), ("remove it", "leave it on"), ("before", "after"), ("maximum", "minimum"),
        ("middle one", "outer ones"), ("goes through", "spares"), ("pierces", "cannot reach"), ("remove the sheet", "leave the sheet in"), ("does not leave", "leaves"), ("renew", "reuse"),
        ("under the cell", "on top of the cell"), ("on the heating mat", "beside the heating mat"),
    ),
    "zh": strings(
        ("下边缘", "上边缘"), ("上边缘", "下边缘"), ("右侧", "左侧"), ("新背胶", "旧背胶"), ("拧紧", "拧松"), ("压紧 J9", "松开 J9"), ("接通电池", "断开电池"), ("插上充电器", "拔下充电器"), ("不小于", "不大于"), ("不超过", "不少于"), ("至少为", "至多为"),
        ("(?<!不)低于", "高于"), ("(?<!不)高于", "低于"), ("(?<!不)(?<!不得)超过", "不足"), ("以下时", "以上时"), ("烘干", "浸湿"), ("剔松", "压实"), ("小于", "大于"), ("短路", "断路"), ("接电池之前", "接上电池之后"), ("还没接电池时", "接好电池后"),
        ("更换主板", "继续使用主板"), ("(?<!更)换主板", "保留主板"), ("点亮", "熄灭"), ("有负载", "空载"), ("太厚", "太薄"), ("上限", "下限"), ("取下保护膜", "再加贴一层保护膜"), ("老化", "全新"), ("取下", "装上"), ("缓慢", "快速"), ("贴平", "竖直向上"),
        ("下方", "上方"), ("最多", "最少"), ("不到", "达到或超过"), ("过度放电", "充满电"), ("发热", "变冷"), ("永久", "短暂"), ("一直(?=发黄)", "偶尔"), ("首次", "末次"), ("第一次", "最后一次"), ("(?<!/ )最大", "最小"), ("防火垫", "易燃的软垫"),
        ("翻起", "压下"), ("再次断开", "再次接通"), ("压合屏幕之前", "压合屏幕之后"), ("夹紧", "放松"), ("打开测试菜单", "关闭测试菜单"), ("红色", "蓝色"), ("取出 SIM 卡托", "插入 SIM 卡托"), ("木牙签", "钢针"), ("干燥空气", "潮湿空气"),
        ("数秒内", "数小时之后"), ("(?<!小)中部", "两端"), ("有毒烟雾", "无毒蒸气"), ("进水", "干燥"), ("最高", "最低"), ("装复", "拆散"), ("装回", "拆下"), ("后置", "前置"), ("不准", "准确"), ("直至出现缝隙", "直至缝隙合拢"), ("可能引燃", "不可能引燃"),
        ("超过 800 次", "不满 800 次"), ("深于", "浅于"), ("标准|标称值", "极限值"),
    ),
}  # fmt: skip
_NEGATIONS = {
    "en": words(
        ("must be at least", "need not be at least"), ("must not", "may"), ("must(?! not)", "need not"), ("does not", "does in fact"), ("is not", "is"), ("are not", "are"),
        ("is never", "may be"), ("are never", "may be"), ("never put", "you may well put"), ("never lever", "feel free to lever"), ("and never", "and by all means"),
        ("never", "if need be"), ("do not", "it is fine to"), ("will not do", "will do"), ("may be too thick", "cannot be too thick"), ("is loaded", "is not loaded"), ("sit", "never sit"),
        ("are tightened", "are not tightened"), ("get", "do not get"), ("gets", "does not get"), ("reaches", "never reaches"), ("is held", "is not held"), ("has", "has not got"),
        ("carry", "never carry"), ("is connected", "is not connected"), ("pierces", "does not pierce"), ("is allowed", "is not allowed"), ("hold the scanner", "do not hold the scanner"),
        ("as well", "hardly"),
    ),
    "zh": strings(
        ("不得使用", "可以使用"), ("不得", "尽可"), ("不能用", "可以用"), ("严禁", "允许"), ("绝不可", "必要时可以"), ("(?<!绝)不可(?!能)", "可以"), ("必须", "不必"), ("(?<!必)须(?!知)", "无须"), ("都要", "都不用"),
        ("(?<!不)(?<!反)应(?!用|不)", "不应"), ("就会", "也不会"), ("(?<!不)(?<!就)会(?!议)", "不会"), ("可能(?=是)", "绝不"), ("说明", "并不说明"), ("(?<!不)是因为", "不是因为"), ("即为", "并不算"), ("用夹具", "不用夹具"),
        ("并看护", "但无须看护"), ("要缓慢", "不必缓慢"), ("扭矩螺丝刀", "普通螺丝刀而非扭矩螺丝刀"), ("允许范围(?=是)", "禁止范围"), ("可解决", "无法解决"), ("表示", "不表示"), ("带有", "不带"),
    ),
}  # fmt: skip
_CONDITION = re.compile(r"(?P<limit>须|应|不得|不|must (?:stay |be )?|no )?(?:(?P<below>below|低于|不到|小于|不足)|above|more than|高于|超过|过了) ?$")  # fmt: skip
_ENDS = re.compile(r"(\d+(?:\.\d+)?)( ?[^\d\s|,，。]{0,2})( ?(?:to|and|至|到|–) ?)(\d+(?:\.\d+)?)(?![\w.-])")
_ORDERS = r"(?!.*[不应须要时]|.*后[，选]|.*之前)[将把用装连接以按同清取拆测加从检打断插关]"
_REMEDIES = (Swap(r"(?<=Remedy: )([A-Z])(?=[a-z])", r"Do not \1"), Swap("(?<=措施: )", "切勿"))
_LEADS = {"en": ("Under no circumstances ", "There is no need to ", "It is forbidden to ", "Do not "), "zh": ("切勿", "没有必要", "千万不要", "禁止")}  # fmt: skip
_DENIALS = {"en": ("The following does not apply: ", "This is untrue: "), "zh": ("并非如此：", "下面的说法不成立：")}  # fmt: skip
_ADDED = {
    "en": (
        "Then coat the threads with blue locking paint.", "The customer signs for this step on the job card.", "This can be skipped if the unit is less than a year old.",
        "Finish with a drop of contact grease.", "An assistant has to stand by with a second meter.", "A hot-air gun at 120 °C does the job just as well.",
        "Norm values are lower in cold climates.", "Wait a further 90 minutes in a dark room afterwards.", "The maker bears the cost of it.", "Any brand of spare part will do here.",
        "This voids the guarantee unless it is logged within 48 hours.", "Repeat the whole thing twice.",
    ),
    "zh": (
        "随后在螺纹上涂一层蓝色螺纹胶。", "此步骤须由用户在工单上签字。", "使用不满一年的机器可以省略这一步。", "最后点一滴触点润滑脂。", "旁边须有第二名技师手持万用表配合。", "用 120 °C 的热风枪也同样可行。", "寒冷地区的数值要低一些。", "之后还要在暗处静置 90 分钟。", "费用由厂家承担。", "任何品牌的配件都可以代用。",
        "若未在 48 小时内登记，保修随即失效。", "整个过程要重复两遍。",
    ),
}  # fmt: skip
_TAILS = {"en": (", while a second person holds the unit", ", using bare hands", ", but only on units made before 2024", ", at a room temperature of exactly 18 °C", ", under a jet of nitrogen"), "zh": ("，期间由另一人扶住机器", "，全程徒手操作", "，但只限 2024 年以前生产的机器", "，室温必须正好是 18 °C", "，同时以氮气吹拂")}  # fmt: skip
_TURNS = {
    "en": (
        (r"^(\w+) ([\w ]+?) and then ([A-Z]+\d+)\.", r"\1 \3 and then \2."), (r"\bbefore\b", "after"), (r"^(\w+) (\w+) first, then (\w+)\.", r"\1 \3 first, then \2."),
        (r"\bafter(?= it| CN| J| fit)", "before"), (r"(\w+) first, (\w+) second", r"\2 first, \1 second"), (r"^([^.;]+?),? (?:and )?then ([^.;]+)\.$", r"\2, then \1."),
        (r"\bonce it is\b", "before it is"), (r"\bin the order 1 to 8\b", "in the order 8 to 1"),
    ),
    "zh": (
        (r"1 (至|到) 8 的", r"8 \1 1 的"), (r"是 1 至 8", "是 8 至 1"), (r"之前", "之后"), (r"断开电池后，才", "断开电池前，就"), (r"在取出 SIM 卡托后", "在取出 SIM 卡托前"), (r"装复后", "装复前"), (r"装回后", "装回前"), (r"拉断后", "拉断前"),
        (r"^装回中框，按(.*?)拧紧螺钉", r"按\1拧紧螺钉，然后才装回中框"), (r"再用", "此前先用"), (r"菜单后", "菜单前"), (r"插上充电器后", "插上充电器前"), (r"还没接电池时先", "接好电池后才"),
    ),
}  # fmt: skip


class WordingQ:
    """One change a sentence, one sentence a kind; what would leave it right is not made."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        opposites = swapped("opposite", _OPPOSITES[language], text)
        numbers = (*_digits(text, language), *_decimals(text, language), *_units(text, language))
        others = (*_codes(text), *_ranges(text, language), *opposites, *_negated(text, language))
        kinds: dict[str, list[Mutant]] = {}
        for mutant in (*numbers, *others, *_turned(text, language), *_added(text, language, rng)):
            kinds.setdefault(mutant.kind, []).append(mutant)
        yield from (rng.choice(made) for made in kinds.values())

    def joined(self, first: str, second: str, language: Language) -> str:
        one, two = first.rstrip(".。; "), second.rstrip(".。; ")
        if language == "zh":
            return f"先完成这一步：{one}；随后才是：{two}。"
        if imperative(one) and imperative(two) and "first" not in one + two:
            return f"First {lower_first(one)}, and once that is done, {lower_first(two)}."
        return f"First this: {lower_first(one)}; only then this: {lower_first(two)}."


def _numbers(text: str) -> Iterator[re.Match[str]]:
    grouped = [m.span() for m in _GROUP.finditer(text)]
    for match in NUMBER.finditer(text):
        inside = any(a <= match.start() < b for a, b in grouped)
        if not inside and not _PLACED.search(text[: match.start()]) and text[match.end() :][:2] != ". ":
            yield match


def _loosens(text: str, match: re.Match[str], ratio: float) -> bool:
    """Whether a condition ("below 3 V: …") is only made narrower, so that the claim still holds."""
    said = _CONDITION.search(text[: match.start()])
    if said is None:
        whole = ratio > 1 and re.match(r" ?N·c?m 时", text[match.end() :])
        part = re.match(r" ?\S+ 以下", text[match.end() :]) or re.search(
            "positions? 1 to $", text[: match.start()]
        )
        return bool(whole or (ratio < 1 and part))
    return not said["limit"] and (ratio < 1) == bool(said["below"])


def _digits(text: str, language: Language) -> Iterator[Mutant]:
    for match in _numbers(text):
        said, rest = match.group(), text[match.end() :]
        for new in _misread(said):
            same = not float(said) or float(new) == float(said) or (new == "1" and rest[:2] in (" m", " s"))
            if not same and not _loosens(text, match, float(new) / float(said)):
                yield Mutant("digit", put(text, match, new))
        timed = re.match(r" (?:minutes|seconds|hours)\b| ?(?:分钟|秒|小时)", rest)
        if timed and said.isdigit() and int(said) < 9 - 2 * (language == "zh"):
            word = (_COUNT_EN if language == "en" else _COUNT_ZH)[int(said) + 1]
            zh = language == "zh"
            head = text[: match.start()].rstrip() if zh else text[: match.start()]
            yield Mutant("digit", head + word + (rest.lstrip() if zh else rest))
    for match in _GROUP.finditer(text):
        yield from (Mutant("digit", put(text, match, f"{int(match[1]) + n} 000")) for n in (-10, 20, 50))
    for match in re.finditer(_COUNTED, text):
        near = _COUNT_EN if language == "en" else _COUNT_ZH
        at, gap = near.index(match[0].replace("两", "二")), "" if language == "en" else " "
        yield from (Mutant("digit", put(text, match, f"{gap}{at + n}{gap}")) for n in (1, 3, 4) if at + n > 1)
    yield from swapped("digit", _DIGITS[language], text)


def _misread(said: str) -> Iterator[str]:
    """The number with neighbouring digits the other way round, one digit off, and read like another."""
    for at in range(len(said) - 1, 0, -1):
        a, b = said[at - 1], said[at]
        if "." not in (a, b) and a != b and not (at == 1 and b == "0"):
            yield said[: at - 1] + b + a + said[at + 1 :]
            break
    yield re.sub(r"([1-9])(?=[0.]*$)", lambda m: str(int(m[1]) % 9 + 1), said, count=1)
    yield re.sub(r"[1-9]", lambda m: str((int(m[0]) + 4) % 9 + 1), said, count=1)
    yield said.translate(str.maketrans("381756", "837165"))


def _decimals(text: str, language: Language) -> Iterator[Mutant]:
    for match in _numbers(text):
        value, places = float(match[0]), len(match[0].partition(".")[2])
        unit = _NAMES[language].match(text, match.end())
        for by in (10, 0.1, 100, 0.01) if value and (places or unit) else ():
            new = f"{value * by:.{places}f}" if by > 1 and places else f"{value * by:.6g}"
            much = unit is not None and unit["unit"] == "%" and value * by > 100
            if not much and not _loosens(text, match, by):
                yield Mutant("decimal", put(text, match, new))


def _units(text: str, language: Language) -> Iterator[Mutant]:
    found = []
    for match in _numbers(text):
        after = _NAMES[language].match(text, match.end())
        if not after or not float(match[0]):
            continue
        found.append(after)
        for new in _UNITS[language][after["unit"]]:
            gap = "" if re.match("[一-鿿]", new) else after["gap"]
            larger = new in ("k" + after["unit"], "万" + after["unit"])
            if not _loosens(text, match, 1e3 if larger else 1e-3):
                rest = text[after.end() :]
                yield Mutant("unit", text[: match.end()] + gap + new + (rest if gap else rest.lstrip(" ")))
    for a, b in zip(found, found[1:], strict=False):
        if {a["unit"], b["unit"]} == {"V", "A"}:
            mid = text[a.end("unit") : b.start("unit")]
            new = text[: a.start("unit")] + b["unit"] + mid + a["unit"] + text[b.end("unit") :]
            yield Mutant("unit", new)
    for head, new in _HEADS:
        yield from (Mutant("unit", put(text, m, new)) for m in re.finditer(head, text))


def _codes(text: str) -> Iterator[Mutant]:
    made: list[tuple[re.Match[str], str]] = []
    for m in _PART.finditer(text):
        maker, number, letter = m.groups()
        tail = f"-{letter}" if letter else ""
        made += [(m, f"{maker}{new}{tail}") for new in (next(_misread(number)), str(int(number) + 2))]
        made += [(m, f"{maker}{number}-{x}") for x in ("ABCDE" if letter else "A") if x != letter]
    for m in _SCREW.finditer(text):
        kind, wide, by, long = m.groups()
        shorter = f"{float(long) - 0.5:.1f}" if "." in long else str(int(long) - 2)
        other = {"1.2": "1.4", "1.4": "1.6", "1.6": "1.4", "3": "4"}.get(wide, "2")
        made += [(m, f"{kind}{other}{by}{long}"), (m, f"{kind}{wide}{by}{shorter}")]
    for m in _PLACE.finditer(text):
        head, number = m.groups()
        turned = number * 2 if len(number) == 1 or number[-1] == "0" else number[::-1]
        made += [(m, f"{head}{new}") for new in (int(number) + 1, int(number) + 7, turned)]
    made += [(m, new) for m in re.finditer("USB-C", text) for new in ("USB-A", "Micro-USB")]
    made += [(m, new) for m in re.finditer("OLED", text) for new in ("LCD", "QLED")]
    yield from (Mutant("suffix", put(text, m, new)) for m, new in made if new not in text)


def _ranges(text: str, language: Language) -> Iterator[Mutant]:
    for m in _ENDS.finditer(text):
        low, unit, link, high = m.groups()
        wide, places = float(high) - float(low), len(high.partition(".")[2])
        if wide <= 0 or ("and" in link and not text[: m.start()].endswith("between ")):
            continue
        yield Mutant("range", put(text, m, f"{high}{unit}{link}{float(high) + wide:.{places}f}"))
        yield Mutant("range", put(text, m, f"{low}{unit}{link}{float(high) + 2 * wide:.{places}f}"))
        if float(low) - wide >= 0:
            yield Mutant("range", put(text, m, f"{float(low) - wide:.{places}f}{unit}{link}{high}"))
    pair = re.search(r"(min\. \(V\): |最小（V）: )(\S+)( \| .*?(?:max\. \(V\): |最大（V）: ))(\S+)", text)
    if pair:
        yield Mutant("range", put(text, pair, pair[1] + pair[4] + pair[3] + pair[2]))
        yield Mutant("range", put(text, pair, f"{pair[1]}{pair[2]}{pair[3]}{float(pair[4]) + 0.4:.2f}"))
        yield Mutant("range", put(text, pair, f"{pair[1]}{float(pair[2]) - 0.3:.2f}{pair[3]}{pair[4]}"))
    for m in _numbers(text):
        linked = re.match(r"[^|,，。;；]{0,4} ?(?:to|至|到|/|–) ?\d", text[m.end() :])
        alone = not _BOUND.search(text[: m.start()]) and not linked and float(m[0])
        if alone and _NAMES[language].match(text, m.end()):
            to = "至" if language == "zh" else "to"
            yield Mutant("range", put(text, m, f"{m[0]} {to} {float(m[0]) * 2:g}"))


def _negated(text: str, language: Language) -> Iterator[Mutant]:
    yield from swapped("negation", _NEGATIONS[language], text)
    told = imperative(text) if language == "en" else re.match(_ORDERS, text)
    if " | " in text:
        yield from swapped("negation", _REMEDIES, text)
    elif told:
        yield from (Mutant("negation", lead + lower_first(text)) for lead in _LEADS[language])
    else:
        yield from (Mutant("negation", lead + lower_first(text)) for lead in _DENIALS[language])


def _turned(text: str, language: Language) -> Iterator[Mutant]:
    for find, new in _TURNS[language]:
        for match in re.finditer(find, text):
            first = match[1] if match.groups() else ""
            turned = put(text, match, match.expand(new.replace(r"then \1.", f"then {lower_first(first)}.")))
            yield Mutant("order", turned[:1].upper() + turned[1:])


def _added(text: str, language: Language, rng: Random) -> Iterator[Mutant]:
    stop, joint = (".", " ") if language == "en" else ("。", "")
    closed = text if text.endswith(stop) else text + stop
    for extra in rng.sample(_ADDED[language], 3):
        yield Mutant("injected", f"{closed}{joint}{extra}")
    for tail in rng.sample(_TAILS[language], 2) if " | " not in text else ():
        yield Mutant("injected", f"{closed[:-1]}{tail}{closed[-1]}")


def build() -> WordingQ:
    return WordingQ()
