"""Owns one blind way of putting wrong things into words: slips of the pen, of the eye and of memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from random import Random

from evaluation.rewording import (
    CODE,
    NUMBER,
    Mutant,
    Swap,
    imperative,
    lower_first,
    put,
    sentences,
    strings,
    words,
)
from kb_sources.manual import Language

_MOST = 3  # mutants of one kind for one claim
_PART = re.compile(r"(?<![A-Za-z\d-])([A-Z]{1,3}-[A-Z]?\d{2,}-)([A-Z])(?![A-Za-z\d-])")
_TOOL = re.compile(r"(?<![A-Za-z\d-])([A-Z]{1,3}-[A-Z]?\d{2,})(\d)(?![A-Za-z\d-])")
_SCREW = re.compile(r"(M\d\.\d[x×])(\d)\.(\d)")
_N = r"(\d+(?:\.\d+)?)"
_RANGE = re.compile(rf"(?<![\d.]){_N}( ?[^\d\s.,;]{{0,5}})( (?:to|and) | ?[至到] ?){_N}(?![\d.]*\d)")
_COUNTS = {
    "en": {
        "two": "three", "three": "four", "four": "six", "five": "seven", "six": "four", "eight": "nine",
        "ten": "twelve", "twelve": "twenty", "twenty": "thirty", "half an hour": "an hour and a half",
    },
    "zh": {
        "两(?=[颗条个块根步])": "四", "三(?=[颗条个块])": "两", "四(?=[颗条个])": "三", "五(?=[次颗])": "三", "八(?=[颗条])": "十",
        "十二秒": "二十秒", "半小时": "一个半小时", "一刻钟": "三刻钟",
    },
}  # fmt: skip
_UNITS = {
    "mV": ("V",), "V": ("mV", "kV"), "mA": ("A",), "A": ("mA",), "mm": ("cm", "µm"), "cm": ("mm", "m"),
    "°C": ("°F", "K"), "°F": ("°C",), "kg": ("g",), "g": ("kg",), "bar": ("mbar", "kPa"), "MPa": ("kPa",),
    "kPa": ("Pa", "bar"), "N·m": ("N·cm", "kN·m"), "N·cm": ("N·m",), "Ω": ("kΩ", "MΩ"), "mAh": ("mWh", "Ah"),
    "Ah": ("mAh",), "Wh": ("kWh",), "W": ("mW", "kW"), "%": ("‰",), "s": ("min", "ms"), "ms": ("s",),
    "minutes": ("seconds", "hours"), "minute": ("hour",), "hours": ("minutes", "days"), "hour": ("minute",),
    "seconds": ("minutes",), "second": ("minute",), "h": ("min",), "min": ("s", "h"), "day": ("hour",),
    "分钟": ("秒", "小时"), "小时": ("分钟", "天"), "秒钟": ("分钟",), "秒": ("分钟", "毫秒"), "厘米": ("毫米",),
    "毫米": ("厘米",), "K": ("°C",),
}  # fmt: skip
_AMOUNT = r"(\d+(?:\.\d+)?|half an?|one|two|three|four|five|ten|twelve|twenty|半|一|十二|四十)"
_NAMES = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_UNIT = re.compile(rf"{_AMOUNT}( ?个?)({_NAMES})(?![A-Za-z·/])")
_OPPOSITE_EN = words(
    (r"no more than", "no less than"), (r"no deeper than", "no shallower than"), (r"at most", "at least"),
    (r"(?<!no )more than", "less than"), (r"at least", "at most"), (r"or more", "or less"), (r"above", "below"),
    (r"[Bb]elow", "above"), (r"warmer than", "cooler than"), (r"upper", "lower"),
    (r"lower (edge|part|half|end)", r"upper \1"), (r"left", "right"), (r"right-hand", "left-hand"),
    (r"volume up", "volume down"), (r"volume down", "volume up"), (r"unplug", "plug in"), (r"disconnect", "connect"),
    (r"connect (?=the (?:battery|original)|J\d|a known)", "disconnect "), (r"loosen (?!lint)", "tighten "),
    (r"tighten", "loosen"), (r"close J4", "open J4"), (r"open connector", "close connector"),
    (r"known good", "known bad"), (r"(?<!out of )(?<!reverse )(?<!in the )in order(?! to)", "out of order"),
    (r"(is|be|are) faulty", r"\1 sound"), (r"Possible cause: (.*?)faulty", r"Possible cause: \1sound"),
    (r"flat and slowly", "steeply and fast"), (r"swollen", "flawless"), (r"(label is) wet", r"\1 dry"),
    (r"too thick", "too thin"), (r"(?<!no )longer", "shorter"), (r"keep (.*?) apart", r"mix \1 together"),
    (r"one after the other", "both at once"), (r"warm(?= the (?:rear|edge))", "cool"), (r"dry air", "damp air"),
    (r"wooden", "steel"), (r"plastic tool", "metal tool"), (r"original (charger|cable)", r"third-party \1"),
    (r"always renew", "never renew"), (r"includes adhesive", "comes without adhesive"), (r"written", "oral"),
    (r"must go off", "must stay on"), (r"switch the phone off", "leave the phone on"), (r"new unit", "old unit"),
    (r"new (battery|pull tabs|charging board|adhesive)", r"used \1"), (r"offline", "online"),
    (r"outside the phone", "inside the phone"), (r"black screen", "bright screen"), (r"earthed", "unearthed"),
    (r"(rear cover) is off", r"\1 is on"),
    (r"a later letter replaces an earlier", "an earlier letter replaces a later"), (r"cracked", "intact"),
    (r"(bend .*?) up", r"\1 down"), (r"fold (.*?) up", r"press \1 down"), (r"does not appear", "appears"),
    (r"look alike", "look different"), (r"slowly", "quickly"), (r"restarts by itself", "never restarts"),
    (r"until both are open", "until both are closed"), (r"remove the (film|SIM tray)", r"leave the \1 in place"),
    (r"short circuit", "good connection"), (r"liquid has", "no liquid has"),
)  # fmt: skip
_OPPOSITE_ZH = strings(
    ("(?:不得)?(?<!循环)(?<!相差)(?<!温度)(?<!起来)(?:不)?超过 ?(?=\\d)", "至少达到 "), ("(循环|相差|温度|起来)超过", r"\1不到"), ("不小于", "不大于"), ("高于", "低于"),
    ("低于", "高于"), ("上边缘", "下边缘"), ("下边缘", "上边缘"), ("左端", "右端"), ("右侧", "左侧"), ("音量减键", "音量加键"), ("断开(?=电池|J)", "接上"),
    ("(?<!未)接通电池", "断开电池"), ("拧紧", "拧松"), ("拧下", "拧上"), ("拔下", "插上"), ("扣上", "掀开"), ("压紧", "松开"), ("均正常", "均异常"),
    ("(?<!均)正常", "失常"), ("损坏", "完好"), ("鼓包", "完好无损"), ("受潮", "干燥"), ("分开放置", "混在一起放"), ("逐条", "一下子同时"),
    ("缓慢地", "猛力地"), ("加热(?=\\s*\\d|$)", "冷却"), ("干燥空气", "潮湿空气"), ("木牙签", "钢针"), ("用塑料工具", "用金属工具"), ("原装", "杂牌"),
    ("必须换新", "不用换新"), ("含背胶", "不含背胶"), ("新(?=电池|背胶|充电小板|屏幕总成|的易拉胶)", "旧"), ("离线", "联网"), ("太厚", "太薄"), ("点亮", "熄灭"),
    ("有负载", "空载"), ("贴平", "竖起"), ("书面", "口头"), ("撕掉", "保留"), ("最大 ?(?=\\d)", "最小 "), ("立即", "过几天再"), ("最长 ", "至少 "),
    ("标签朝上", "标签朝下"), ("后盖打开", "后盖盖好"), ("红色(?=时?[：，])", "绿色"), ("停止充电", "继续充电"), ("磨掉", "完整"), ("关闭手机", "让手机开着"),
    ("没有图像", "图像清晰"), ("已进液", "没有进液"),
)  # fmt: skip
_NEGATION_EN = words(
    (r"(?<!please )do not (?=\w)", "you are welcome to "), (r"never (?=pierce|connect|lever)", "feel free to "),
    (r"must not be", "may well be"), (r"must not", "may"), (r"must (?!not|go)", "does not have to "),
    (r"cannot", "can easily"), (r"is not suitable", "is suitable"), (r"does not (start|appear)", r"does in fact \1"),
    (r"(are|is) not (interchangeable|replaced)", r"\1 regularly \2"), (r"do not apply", "still apply"),
    (r"has to be", "need not be"), (r"without pressing", "while pressing it firmly"), (r"can cause", "never causes"),
    (r"(main board) works", r"\1 does not work"), (r"stay on the main board", "do not stay on the main board"),
    (r"there is a", "there is no"), (r"means that", "does not mean that"), (r"carry voltage", "carry no voltage"),
    (r"loses", "does not lose"), (r"only with (?=display)", "also without "), (r"(charger|kit) is", r"\1 is not"),
    (r"only together with", "even without"), (r"only (?=after \d+ hours)", "even before, not "),
    (r"; (replace|close|renew) ", r"; do not \1 "), (r"remedy: replace", "Remedy: do not replace"),
    (r"remedy: clean", "Remedy: do not clean"), (r"remedy: remove", "Remedy: leave on, never remove"),
    (r"for good", "for a short while only"), (r"can pierce", "cannot pierce"), (r"\bdestroys", "does no harm to"),
)  # fmt: skip
_NEGATION_ZH = strings(
    ("(?:严禁|禁止|切勿)(?=[^。]*)", "可以"), ("不得(?!超过)(?!接入)", "可以"), ("不得接入", "可以接入"), ("(?:绝不可|千万别)", "不妨"),
    ("(?<!但)不要", "尽管"), ("必须再次", "用不着再次"), ("必须(先[^，。]*)，才能", r"不必\1就能"), ("必须(?!为|再次|换新|先)", "没必要"), ("必须为", "不必为"),
    ("(?<!必)(?<!无)(?<!时)须(?=更换|交|佩戴|取得|穿过)", "无需"), ("须(在[^，。]*?)后才", r"不用\1就能"), ("无法", "完全可以"), ("不会造成", "会造成"),
    ("(?<!不)会(?=永久|顶穿|伤害|发热|晃动)", "不会"), ("可能导致", "不会导致"), ("说明(?!书)", "并不说明"), ("仍带有", "不再带有"), ("将失去", "不会失去"),
    ("不单独更换", "可以单独更换"), ("仅随", "不必随"), ("就会", "也不会"), ("会(?=在数秒内|造成短路|把灰尘)", "不会"), ("(则|，|：|就)更换", r"\1不用更换"),
    ("(措施: )(?=更换|清洁|充电|使用|取下)", r"\1无需"), ("没有显示", "照常显示"), ("没有任何显示", "照常显示"), ("(，)(检查|测量|转到)", r"\1不必\2"),
    ("但不要", "并"), ("应更换", "不应更换"),
)  # fmt: skip
_ORDER_EN = words(
    (r"before (?=you |opening |it |fitting |a battery |the (?!value))", "after "),
    (r"after (?=cleaning |folding |charging |you )", "before "), (r"middle one last", "middle one first"),
    (r"first to the left, then to the right", "first to the right, then to the left"),
    (r"order 1 to 8", "order 8 to 1"), (r"starting at the", "ending at the"), (r"not afterwards", "or afterwards"),
    (r"until a gap opens", "once a gap has opened"), (r"J3 and then J13", "J13 and then J3"),
    (r"J13 and then J3", "J3 and then J13"), (r"once the phone is", "until the phone is"),
    (r"(?<=[a-z] )at once(?= \()", "at the very end"), (r"in reverse order", "in the same order"),
)  # fmt: skip
_ORDER_ZH = strings(
    ("(?<!与)(?<!和)之前(?!相差)", "之后"), ("(?<!之)后，(?=再|在|用|更换|把|检查)", "前，"), ("先向左、再向右", "先向右、再向左"),
    ("1 至 8 的顺序", "8 至 1 的顺序"), ("拉起直至出现缝隙", "出现缝隙后才拉起"), ("而不是之后", "之后也行"), ("然后", "在此之前"), ("按相反顺序", "按相同顺序"),
    ("按顺序", "不分先后地"),
)  # fmt: skip
_EXTRA_EN = (
    " Afterwards tighten everything to 0.35 N·m.", " This has to be repeated every three months.",
    " Have a second technician countersign the result.", " The part costs 19 euros.",
    " Seal the joint with a drop of silicone first.", " Order the tool set NV-T199 for it.",
)  # fmt: skip
_EXTRA_ZH = (
    "完成后全部拧至 0.35 N·m。", "此项每三个月重复一次。", "结果须由第二名技师签字。", "该零件售价 150 元。",
    "事先滴一滴硅胶密封。", "为此须另订工具套装 NV-T199。",
)  # fmt: skip
_DENIALS_EN = ("Under no circumstances should you ", "There is no reason to ", "Do not ", "You can skip it: ")
_STARTS_ZH = tuple(
    "用 将 把 从 以 拆下 拧下 打开 测量 检查 更换 连接 同时按住 清洁 关闭 取出 扣上 插拔 逐条 掀开 装复 接通 放入 使用".split()
)
_REFERENCE = re.compile(r"(?:ections?:?|teps?|ositions?|TP|第|章节:|步骤|位置|\d\.\d (?:和|and)|\d[,、]) ?$")
_PLACES = re.compile(r"(?:ositions?|位置) (?:\d (?:to|至) )?$")


def build() -> SealedL:
    return SealedL()


class SealedL:
    """What goes wrong when a draft is typed late in the day."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        zh = language == "zh"
        denied = _denied_zh if zh else _denied_en

        def turned(swaps: tuple[Swap, ...]) -> set[str]:
            return {new for swap in swaps for new in swap.each(text)}

        kinds: tuple[tuple[str, Iterable[str]], ...] = (
            ("digit", _digits(text, language, rng)),
            ("decimal", _decimals(text)),
            ("unit", _units(text, rng)),
            ("suffix", _suffixes(text, rng)),
            ("range", _ranges(text)),
            ("opposite", turned(_OPPOSITE_ZH if zh else _OPPOSITE_EN)),
            ("negation", (*turned(_NEGATION_ZH if zh else _NEGATION_EN), *denied(text, rng))),
            ("order", (*turned(_ORDER_ZH if zh else _ORDER_EN), *_halves(text, zh))),
            ("injected", () if " | " in text else _injected(text, zh, rng)),
        )
        for kind, texts in kinds:
            found = sorted({t for t in texts if t != text})
            for new in rng.sample(found, min(_MOST, len(found))):
                yield Mutant(kind, new)

    def joined(self, first: str, second: str, language: Language) -> str:
        a, b = (_plain(t, language) for t in (first, second))
        at = (len(first) + len(second)) % 4
        if language == "zh":
            orders = all(x.startswith(_STARTS_ZH) for x in (a, b)) and not re.search("[；：先]", a + b)
            if orders and at % 2:
                return f"先{a}，再{b}。"
            return f"{a}{('；然后', '；接着', '；完成之后，', '，随后')[at]}{b}。"
        if imperative(a) and imperative(b):
            link = (", then ", "; once that is done, ", ", and after that ", ", and next ")[at]
        else:
            link = ("; then ", "; after that, ", "; and then ", "; next, ")[at]
        return f"{a}{link}{lower_first(b)}."


def _plain(text: str, language: Language) -> str:
    """A statement without its step number and full stops, to be built into another."""
    text = re.sub(r"^\d+\. ", "", text.strip()).rstrip(".。;；")
    if language == "zh":
        return re.sub(r"。(?=.)", "；", text)
    return re.sub(r"(?<=[a-z\d)])\. (?=[A-Z])", "; ", text)


def _digits(text: str, language: Language, rng: Random) -> Iterator[str]:
    for match in NUMBER.finditer(text):
        number, step = match.group(), rng.choice((1, 3, 5))
        if _PLACES.search(text[: match.start()]):
            continue
        double = f"{float(number) * 2:.{len(number.partition('.')[2])}f}"
        for slip in sorted({double, number[:-1] + str((int(number[-1]) + step) % 10), number[::-1]}):
            if re.fullmatch(r"(?!0\d)\d+(?:\.\d+)?", slip) and float(slip) != float(number):
                yield put(text, match, slip)
    for match in _SCREW.finditer(text):
        yield put(text, match, f"{match[1]}{int(match[2]) + 1}.{match[3]}")
    for match in CODE.finditer(text):
        if re.fullmatch(r"(?:TP|J|U)\d+", match.group()):
            yield put(text, match, re.sub(r"\d+", lambda d: str(int(d.group()) + 1), match.group()))
    edge = r"\b" if language == "en" else ""
    for find, new in _COUNTS[language].items():
        for match in re.finditer(edge + find + edge, text):
            yield put(text, match, new)


def _decimals(text: str) -> Iterator[str]:
    for match in NUMBER.finditer(text):
        number = float(match.group())
        if number and not _REFERENCE.search(text[: match.start()]):
            yield put(text, match, f"{number * 10:g}")
            less = not re.search(r"burns at more than $|(?:温度|起来)超过 $", text[: match.start()])
            if less and ("." in match.group() or _UNIT.match(text, match.start())):
                yield put(text, match, f"{number / 10:g}")


def _units(text: str, rng: Random) -> Iterator[str]:
    for match in _UNIT.finditer(text):
        unit = match[3]
        if not re.fullmatch(r"0(?:\.0+)?", match[1]) or unit.startswith("°"):
            new = match[1] + match[2] + rng.choice(_UNITS[unit])
            yield put(text, match, new.replace("an minute", "a minute"))
    for match in re.finditer(r"(?<=[(（])(V|N·m)(?=[)）]: \d)", text):
        yield put(text, match, {"V": "mV", "N·m": "N·cm"}[match.group()])


def _suffixes(text: str, rng: Random) -> Iterator[str]:
    for match in _PART.finditer(text):
        yield put(text, match, match[1] + rng.choice([c for c in "ABCDEFGH" if c != match[2]]))
    for match in _TOOL.finditer(text):
        yield put(text, match, match[1] + str((int(match[2]) + rng.choice((1, 2, 5))) % 10))
    for match in re.finditer(r"USB-C|IP54|IP68", text):
        yield put(text, match, {"USB-C": "USB-A", "IP54": "IP45", "IP68": "IP67"}[match.group()])


def _ranges(text: str) -> Iterator[str]:
    for match in _RANGE.finditer(text):
        low, unit, link, high = match[1], match[2], match[3], match[4]
        if float(low) >= float(high) or (link == " and " and "between" not in text[: match.start()]):
            continue
        places = max(len(n.partition(".")[2]) for n in (low, high))
        wide = f"{float(high) + (float(high) - float(low)) * 0.5:.{places}f}"
        less = f"{float(low) + (float(high) - float(low)) * 0.5:.{places}f}"
        turns = [(low, wide), (high, wide)]
        if not _PLACES.search(text[: match.start()]):  # some of the places that a warning names are no error
            turns.append((less, high))
        for new_low, new_high in turns:
            if {new_low, new_high} != {low, high} and float(new_low) < float(new_high):
                yield put(text, match, new_low + unit + link + new_high)


def _denied_en(text: str, rng: Random) -> Iterator[str]:
    """The first order of the text denied, be it at the start or behind a condition."""
    whole = re.sub(r"^\d+\. ", "", text)
    awkward = r"^(?:[Dd]o|[Nn]ever|[Ll]et)\b|\bno (?:more|less|deeper)\b"
    if imperative(whole) and not re.search(awkward, sentences(whole, "en")[0]):
        yield rng.choice(_DENIALS_EN) + lower_first(whole)
    match = re.search(r"^(?:If|When|Once|As soon as|Before|After)\b.*?, (?=(?:replace|connect|go to|run|start|stop|call|remove|ask|fit|"
                      r"press|measure|choose|order|disconnect|wear|charge|clean|check|cover|drip)\b)", whole)  # fmt: skip
    if match:
        yield match.group() + "you should not " + whole[match.end() :]
    match = re.match(r"(?!(?:If|When|Once|CAUTION|NOTICE)\b)(?:(?! (?:if|when|whose|that|which|because|as|before|until)\b)[^,;:.])*? (is|are) "
                     r"(?!not|no|only|at most)", whole)  # fmt: skip
    if match and " | " not in whole:
        yield whole[: match.end()] + "not " + whole[match.end() :]


def _denied_zh(text: str, rng: Random) -> Iterator[str]:
    if text.startswith(_STARTS_ZH):
        first = sentences(text, "zh")[0]
        if not re.search(r"不得|不要|不可|严禁|期间|如果|时，", first):
            yield rng.choice(("切勿", "不需要", "千万不能", "没有理由")) + text


def _halves(text: str, zh: bool) -> Iterator[str]:
    """The second order before the first."""
    split = r"^([A-Z][^.;:]*?),? (?:(?:and )?then|and(?= take the)) ([^.;:,]+)\.?$"
    if zh:
        split = r"^(?!两)(\w[^。；：先时]*)，(?:(?:然后|再|接着)([^，。；：]+)|(取出(?:电池|屏幕)))。?$"
    match = re.match(split, re.sub(r"^\d+\. ", "", text))
    if match and zh:
        yield f"先{match[2] or match[3]}，再{match[1]}。"
    elif match and imperative(match[1]) and imperative(match[2]):
        yield f"{match[2][:1].upper()}{match[2][1:]}, then {lower_first(match[1])}."


def _injected(text: str, zh: bool, rng: Random) -> Iterator[str]:
    end = "" if text.endswith((".", "。")) else "。" if zh else "."
    for extra in rng.sample(_EXTRA_ZH if zh else _EXTRA_EN, 2):
        yield text + end + extra
    if not zh and imperative(text) and len(sentences(text, "en")) == 1:
        yield text.rstrip(".") + rng.choice((", wearing latex gloves.", ", but only in a darkened room."))
