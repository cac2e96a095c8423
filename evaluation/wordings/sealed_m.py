"""A wording that turns figures, bounds, deeds and permissions, in lists of its own, away from the rules.

A figure behind a bound moves only to the side that loosens the bound: a narrower one might still be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from random import Random

from evaluation.rewording import NUMBER, VERBS, Mutant, Swap, lower_first, put, strings, words
from kb_sources.manual import Language

PER_KIND = 3  # mutants of one kind from one claim

_REFERENCE = re.compile(r"(?:sections?|steps?|figure|table|edition|item:|第|步骤|表|图|序号:)\s*(?:\d+(?:\.\d+)?\s*(?:to|至|and|和|、)\s*)?$", re.IGNORECASE)  # fmt: skip
_CEILING = re.compile(r"(?:below|under|(?<!no )less than|fewer than|at most|no more than|up to|within|no deeper than|cooler than|no longer than|max\.(?: \(.{1,4}\))?:?|maximum of|(?<!不)低于|(?<!不)小于|不超过|不得超过|不大于|最大为?|最高为?|最长|少于|不到|最大（.{1,4}）:)\s*$", re.IGNORECASE)  # fmt: skip
_FLOOR = re.compile(r"(?:above|over|(?<!no )more than|at least|no less than|warmer than|higher than|min\.(?: \(.{1,4}\))?:?|minimum of|only after|(?<!不)高于|(?<!不)大于|(?<!不)(?<!不得)超过|不小于|不低于|不少于|至少|最小为?|最低为?|最小（.{1,4}）:)\s*$", re.IGNORECASE)  # fmt: skip
_FLOOR_AFTER = re.compile(r"\s*[^\s\d]{1,5}\s+or (?:more|above)|\s*[^\s\d]{1,3}\s*(?:以上|或更高)")
_CEILING_AFTER = re.compile(r"\s*[^\s\d]{1,7}\s+(?:or (?:less|below)|at most|max)|\s*[^\s\d]{1,3}\s*(?:以下|以内|之内|内(?!存|部))")  # fmt: skip
_STARTS = re.compile(r" ?(?:°[CF]|N·c?m|[^\W\d]{1,2})? ?(?:to|至) ?\d")  # a range is only ever widened
_ENDS = re.compile(r"\d ?(?:°[CF]|N·c?m|[^\W\d]{1,2})? ?(?:to|至) ?$|between \d[^,;]{0,9} and $|burns at more than $|燃烧温度超过 ?$")  # fmt: skip
_UNSEEN = re.compile(r"not appear[^.;]{0,9} within $|^\d+ 秒内没有出现")  # a longer wait without it says less

EN_COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ZH_COUNTS = ("两", "三", "四", "五", "六", "七", "八", "九", "十")
SPANS: dict[Language, tuple[Swap, ...]] = {
    "en": words(("half an hour", "an hour and a half"), ("a quarter of an hour", "three quarters of an hour"), ("one (hour|day)", r"two \1s")),
    "zh": strings(("半小时", "一个半小时"), ("一刻钟", "三刻钟"), ("一小时", "三小时"), ("一整天", "三整天")),
}  # fmt: skip

# Tables of the changed unit by the printed one; "/" parts the choices.
SMALLER = {
    "V": "mV", "A": "mA", "N·m": "N·cm", "kg": "g/lb", "mm": "µm", "cm": "mm", "bar": "mbar/psi", "W": "mW", "kPa": "Pa", "°C": "°F/K", "hours": "minutes", "hour": "minutes", "minutes": "seconds", "h": "min", "g": "mg", "days": "hours", "min": "s", "小时": "分钟", "分钟": "秒", "天": "小时", "Wh": "mWh", "Ah": "mAh", "Ω": "mΩ",
}  # fmt: skip
LARGER = {
    "mV": "V", "mA": "A", "N·cm": "N·m", "g": "kg/oz", "mm": "cm/in", "cm": "m/in", "s": "min", "seconds": "minutes", "minutes": "hours", "秒": "分钟", "分钟": "小时", "W": "kW", "Ω": "kΩ", "kPa": "MPa/bar", "mAh": "Ah", "min": "h", "°F": "°C", "hours": "days", "小时": "天", "ms": "s", "毫秒": "秒", "N·m": "lbf·ft", "kg": "t", "days": "weeks",
}  # fmt: skip
UNIT = re.compile(r"\s*(°[CF]|N·c?m|mAh|[mk]?Wh|Ah|kPa|bar|[mk]?V|[mk]?A|[mk]?Ω|mm|cm|kg|g|ms|min|seconds|minutes|hours?|days|s|h|W|毫秒|秒|分钟|小时)(?![A-Za-z²³])")  # fmt: skip

EN_OPPOSITES = words(
    ("upper", "lower"), ("lower(?= (?:edge|part|end|left|right|limit))", "upper"), (r"left(?=-hand| edge| end| side|[.]$)", "right"), (r"(?<!left and )right(?=-hand| edge| end| side|[.]$)", "left"), ("tighten(ed)?", r"loosen\1"), ("loosen(ed)?(?! lint)", r"tighten\1"), ("disconnect(ed)?", r"connect\1"), ("unplug", "plug in"),
    ("connect(?! (?:it|a known))", "disconnect"), ("close(?! to)", "open"), ("open(?=s?)(?!s|ing)", "shut"), ("opens", "shuts"), (r"(switch(?:ed)?(?: \w+ \w+)?) off", r"\1 on"),
    ("(?<!even when the )phone is off", "phone is on"), ("switched on", "switched off"), ("offline", "online"), ("new", "used"), ("slowly", "quickly"), ("upwards", "downwards"), ("fully drained", "fully charged"), ("discharge(?= (?:it|the)\\b)", "charge"), ("wet", "dry"), (r"dry(?=[:.;,]| air)", "wet"), ("white", "red"), ("red", "white"),
    ("more than", "less than"), ("less than", "more than"), ("faulty", "in good order"), ("in order(?=[ ,.;])(?! to)", "out of order"), ("known good", "known bad"), ("board works", "board has failed"), ("long ones", "short ones"), ("too thick", "too thin"), ("severe", "slight"), ("slight", "severe"),
    ("outside", "inside"), ("plastic", "steel"), ("wooden", "steel"), ("poisonous", "harmless"), ("destroys", "spares"), ("loses", "keeps"), ("heat up", "cool down"),
    ("by hand", "by machine"), ("written", "spoken"), ("(?<!comes )loose(?!n)", "tight"), ("missing", "present"), ("broken", "sound"), ("cracked", "sound"), ("clogged", "free"),
    ("aged", "new"), ("damaged (?!by)", "sound "), ("replace(?= (?:the|it|NV|midframe))(?! midframe screws whose)", "keep"), ("renew", "reuse"), ("always", "never"), ("by cable", "without a cable"),
    ("refit", "take off"), ("fit(?= (?:the|a|screw))", "take off"), ("lift off", "press down"), ("lift(?= J)", "press on"), ("press (\\w+) home", r"pull \1 off"), ("stop charging", "carry on charging"),
    ("soft", "hard"), ("upside", "downside"), ("earthed", "unearthed"), ("charges slowly", "charges fast"), ("clockwise", "anticlockwise"), ("hot", "cold"), ("stay below", "stay above"),
    ("maximum", "minimum"), ("minimum", "maximum"), ("carry(?= (?:battery )?voltage)", "lose"), ("not recognised", "recognised"), ("does not start", "starts"), ("longer", "shorter"),
)  # fmt: skip
ZH_OPPOSITES = strings(
    ("上边缘", "下边缘"), ("下边缘", "上边缘"), ("上部", "下部"), ("下部", "上部"), ("左(?=[端侧边])(?!右)", "右"), ("右(?=[端侧边])", "左"), ("拧紧", "拧松"), ("拧下", "拧紧"), ("断开", "接通"), ("接通", "断开"), ("接上(?!一块|充电)", "拔掉"), ("(?<!带电)插上", "拔掉"), ("拔下", "插好"), ("打开(?=连接|测试|后盖)", "合上"), ("关闭(?=手机|电源)", "启动"),
    ("关机", "开机"), ("掀开", "扣紧"), ("扣上", "掀开"), ("低于", "高于"), ("高于", "低于"), ("(?<!不)(?<!不得)超过", "不到"), ("(?<!不)小于", "大于"), ("(?<![换重更从])新(?=[电背屏充易密的])", "旧"), ("朝上", "朝下"), ("正常", "异常"), ("损坏", "完好"), ("良好", "不良"), ("缓慢地?", "猛力"), ("干燥", "潮湿"), ("受潮", "干透"), ("有毒", "无害"), ("书面", "口头"), ("离线", "联网"), ("白色", "红色"), ("红色", "白色"),
    ("塑料(?=工具)", "钢制"), ("木(?=牙签)", "铁"), ("充电至", "放电至"), ("手动", "电动"), ("取出(?=电池|屏幕| SIM)", "装入"), ("装上", "拆下"), ("装回", "拆下"), ("拆下", "装好"), ("松动", "牢固"), ("太厚", "太薄"), ("完全没电", "充满电"), ("(?<!单独)(?<!不)更换(?=主板|电池|屏幕|充电| NV)", "保留"), ("没有图像", "有图像"), ("(?<!没)有图像", "没有图像"), ("(?<!过)发热", "变凉"),
    ("停止充电", "继续充电"), ("老化", "全新"), ("堵塞", "畅通"), ("软(?=刷)", "硬"), ("接地", "绝缘"), ("音量减键", "音量加键"), ("换新", "沿用"), ("锋利", "圆滑"), ("严重(?=伤害)", "轻微"), ("轻度", "重度"), ("烧毁", "保护"), ("机外(?=给)", "机内"), ("失去", "保持"), ("贴平", "拱起"), ("工作正常", "已经失效"), ("分开放置", "混在一起放"), ("缺少", "装有"), ("鼓包", "平整"),
)  # fmt: skip
EN_DENIALS = words(
    ("do not", "you may well"), ("never", "by all means"), ("must not", "may"), ("must(?! not)", "need not"), ("(?:has|have) to be", "need not be"), ("cannot", "can"), ("can(?= [a-z]+)(?! not)", "cannot"),
    ("may be(?= swollen)", "cannot be"), ("(?<!even )without", "with"), ("means?(?= )(?! that the)", "by no means signals"), ("only (while|when|after|if)", r"not only \1"), ("is not(?= [a-z])", "is"), ("are not(?= [a-z])", "are"),
    ("does not", "does"), ("is(?= (?:below|above|faulty|wet|recognised|swollen|cracked|dry|nominally|soldered|lifted|tightened|\\d))", "is not"), ("are(?= (?:tightened|in order|measured|needed))", "are not"),
    ("(?<!nothing )has(?= (?:a mass|\\d))", "does not have"), ("no risk", "a grave risk"), ("(?<!nothing )is shown", "is not shown"), ("(?<!no picture )appears", "fails to appear"), ("always renew", "no need to renew"), ("is(?= (?:NV-|between|the |at most|IP))", "is anything but"), ("even when", "but not when"),
)  # fmt: skip
ZH_DENIALS = strings(
    ("不得(?!超过|低于)", "可以"), ("严禁", "可以"), ("禁止", "可以"), ("绝不可", "可以"), ("(?<!如)(?<!说明)不要", "尽管"), ("必须", "不一定要"), ("(?<![必无])须(?!为|小于|知)", "无需"), ("(?<!不)会(?=[起短顶发释伤烧把在])", "不会"), ("不会", "会"),
    ("(?<![不有])可能(?=[导已是引])", "不可能"), ("(?<!不)说明(?=[主系短屏升没])", "并不说明"), ("(?<!有)没有出现", "出现了"), ("只有(.+?)才能", r"不限于\1，随时都能"), ("(?<![不因作成称认必须])为(?= ?\\d)", "不是"),
    ("仍带有", "不再带有"), ("(?<!不)(?<!卡)应(?=[备不]|注意)", "无须"), ("(?<!不)能响铃", "不能响铃"), ("无法", "可以"), ("直至", "但不等"), ("同时按住", "不要按住"), ("(?<!不)(?<![没不])表示(?=[^：])", "并不表示"), ("就更换", "也不必更换"), ("(?<!也)不(?=振动|识别)", ""),
)  # fmt: skip
EN_ORDERS = words(
    (r"before(?= (?:you|it\b|the|charging|pressing))", "only after"), ("after(?= (?:you (?!turn|switch)|removing|connecting|cleaning))", "before"), ("reverse order", "the same order"), (r"in the order (\d+) to (\d+)", r"in the order \2 to \1"),
    (r"first (to the \w+)((?:,| and)(?: only)? then) (to the \w+)", r"first \3\2 \1"), (r"([A-Z]+\d+)( and then| first, then|, then) ([A-Z]+\d+)", r"\3\2 \1"), ("(the middle one|one) last", r"\1 first"), ("at once(?= \\(|[.;,])", "at the very end"), ("one after the other", "both at the same moment"),
)  # fmt: skip
ZH_ORDERS = strings(
    ("(?<!与)之前(?=，)", "之后"), ("(?<!与)之前先?(?![，相])", "之后才"), ("之后，?再", "之前就"), ("按相反(?:的)?顺序", "按原有顺序"), (r"按 ?(\d+) 至 (\d+) 的顺序", r"按 \2 至 \1 的顺序"), ("先(.{1,9}?)、?再(.{2,5}?)(?=绕|，|。|$)", r"先\2、再\1"), ("立即", "最后才"), ("逐条", "一次同时"),
)  # fmt: skip

EN_INJECTED = "Then paint a drop of threadlocker on every contact.|A second technician has to sign for this.|Repeat this every eighteen months.|A hot-air gun at 260 °C does the same job.|On devices older than three years this may be left out.|Superglue holds the part just as well.|Rub the area with sandpaper beforehand.".split("|")  # fmt: skip
ZH_INJECTED = "之后在触点上涂一层螺纹胶。|此项须由第二名技师签字。|每十八个月重复一次。|用 260 °C 热风枪效果相同。|使用超过三年的机器可省略此步。|零件用快干胶粘上也行。|事先用砂纸打磨该处。".split("|")  # fmt: skip

_ZH_DEED = "(?:清洁|更换|取出|取下|测量|断开|连接|接通|接上|拆下|拧下|拧紧|插上|装上|装回|装复|放入|关闭|打开|扣上|掀开|检查|按住|将|把|用|以|从|充电至|佩戴|停止|继续|转到)(?![^，。；]*(?:[后时]，|测得的))"
_COUNT = {"en": r"\b({})\b(?! of the)", "zh": "(?<![十第百])({})(?=[颗条块片个次秒分小种处节根](?!内没有))"}
_EN_NO = re.compile(r"\b(?:no|not|never|without|cannot|nothing|only)\b|n't", re.IGNORECASE)
_IF = r"(?:If|When|With|Whenever|Before|After|Once|Unless)\b[^.;:]*?, "


def _said(swaps: Iterable[Swap], text: str) -> Iterator[str]:
    for swap in swaps:
        yield from swap.each(text)


def _side(text: str, match: re.Match[str]) -> int:
    """1 where only a larger figure is surely wrong, -1 where only a smaller one is, else 0."""
    before, after = text[: match.start()], text[match.end() :]
    if (end := _ENDS.search(before)) or _STARTS.match(after):
        return 1 if end else -1
    if _UNSEEN.search(before) or _UNSEEN.search(match.group() + after):
        return -1
    if _CEILING.search(before) or _CEILING_AFTER.match(after):
        return 1
    return -1 if _FLOOR.search(before) or _FLOOR_AFTER.match(after) else 0


def _figures(text: str) -> Iterator[re.Match[str]]:
    for match in NUMBER.finditer(text):
        numbered = re.match(r"\d+\. [A-Z\u4e00-\u9fff]|\d+#", text[match.start() :])
        if not numbered and not _REFERENCE.search(text[: match.start()]):
            yield match


def _like(value: float, shown: str) -> str:
    return f"{value:.{len(shown.partition('.')[2])}f}"


def _turned(shown: str) -> str:
    """A figure with its last two digits the other way round, as a tired eye reads it."""
    return shown[:-2] + shown[-1] + shown[-2] if len(shown) > 1 and shown[-2] != "." else shown


def _digits(text: str, language: Language) -> Iterator[str]:
    counts = EN_COUNTS if language == "en" else ZH_COUNTS
    for match in _figures(text):
        shown, side = match.group(), _side(text, match)
        value = float(shown)
        new = {_like(value * f, shown) for f in (1.5, 1.3, 2)} if side >= 0 else set()
        new |= {_like(value * f, shown) for f in (0.5, 0.7)} if side <= 0 and value else set()
        turned = _turned(shown)
        if turned[0] != "0" and (float(turned) - value) * side >= 0:
            new.add(turned)
        percent = text[match.end() :].lstrip().startswith("%")
        for figure in sorted(new):
            if float(figure) != value and figure not in ("0", "1") and not (percent and float(figure) > 100):
                yield put(text, match, figure)
        time = re.match(r" ?(?=minutes|seconds|hours|[秒分小])", text[match.end() :])
        if time and side >= 0 and 2 <= value <= 8 and len(shown) == 1:
            rest = text[match.end() + (language == "zh") * time.end() :]
            before = text[: match.start()].rstrip() if language == "zh" else text[: match.start()]
            yield before + counts[int(shown) - 1] + rest
    yield from _exchanged(text)
    yield from _marks(text)
    for match in re.finditer(_COUNT[language].format("|".join(counts)), text):
        for step in (1, 3):
            yield put(text, match, counts[(counts.index(match.group()) + step) % len(counts)])
    yield from _said(SPANS[language], text)


def _exchanged(text: str) -> Iterator[str]:
    """Two figures of different units that change places, where neither is a bound."""
    found = [(m, UNIT.match(text, m.end())) for m in _figures(text) if not _side(text, m)]
    for (one, unit), (two, other) in pairwise(found):
        if unit and other and unit.group(1) != other.group(1) and float(one.group()) != float(two.group()):
            between = text[one.end() : two.start()]
            yield text[: one.start()] + two.group() + between + one.group() + text[two.end() :]


def _marks(text: str) -> Iterator[str]:
    """Another thread, test point, connector, step or part number."""
    for match in re.finditer(r"\bM(\d)\.(\d)([x×])(\d)\.(\d)", text):
        a, b, cross, c, d = match.groups()
        yield put(text, match, f"M{a}.{b}{cross}{c}.{'0' if d == '5' else '5'}")
        yield put(text, match, f"M{a}.{(int(b) + 2) % 10}{cross}{c}.{d}")
    for match in re.finditer(r"\b(TP|J|U)(\d)\b", text):
        other = f"{match.group(1)}{int(match.group(2)) % 7 + 2}"
        if other not in text:
            yield put(text, match, other)
    for match in re.finditer(r"(?<=-\d)(\d)(\d)(\d)(?=-[A-Z]\b)", text):
        if match.group(1) != match.group(2):
            yield put(text, match, match.group(2) + match.group(1) + match.group(3))
    for match in re.finditer(r"((?:go to|continue with) step |(?:转到|继续)步骤 )(\d)", text):
        yield put(text, match, f"{match.group(1)}{int(match.group(2)) + 2}")


def _decimals(text: str) -> Iterator[str]:
    for match in _figures(text):
        shown, side = match.group(), _side(text, match)
        value = float(shown)
        if not value or ("." not in shown and not shown.endswith("0")):
            continue
        percent = text[match.end() :].lstrip().startswith("%")
        if side >= 0 and not (percent and value > 10):
            yield put(text, match, f"{value * 10:g}")
        if side <= 0:
            yield put(text, match, f"{value / 10:g}")


def _units(text: str) -> Iterator[str]:
    for match in NUMBER.finditer(text):
        unit, side = UNIT.match(text, match.end()), _side(text, match)
        if unit is None or (not float(match.group()) and "°" not in unit.group(1)):
            continue
        for table, fits in ((LARGER, side >= 0), (SMALLER, side <= 0)):
            for new in table.get(unit.group(1), "").split("/") if fits else ():
                if new:
                    yield text[: unit.start(1)] + new + text[unit.end(1) :]


def _suffixes(text: str) -> Iterator[str]:
    for match in re.finditer(r"(?<![A-Za-z\d])([A-Z]{1,3}-?\d[\dA-Z]*-)([A-Z])(?![A-Za-z\d-])", text):
        for letter in "ABCDEF":
            if match.group(1) + letter not in text:
                yield put(text, match, match.group(1) + letter)


_SPAN = re.compile(r"(?<![\d.A-Za-z])(\d+(?:\.\d+)?)( ?(?:°[CF]|[mk]?V|N·c?m|mm))?( to | 至 )(\d+(?:\.\d+)?)(?![\d.]|-[A-Z])")  # fmt: skip
EN_BOUNDS = words(
    ("at most(?= \\d)", "at least"), ("at least(?= \\d)", "at most"), ("no more than", "no less than"), ("no less than", "no more than"), ("no deeper than", "no shallower than"), ("or more", "or less"), ("up to(?= \\d)", "well beyond"),
    ("between (.{3,12}?) and (.{3,12}?)(?=[,.;]|$)", r"either below \1 or above \2"), ("max(?=\\.)", "min"), ("within(?= [\\d.]+ ?(?:s|ms|seconds|minutes|hours)\\b)", "no sooner than"), (r"(\d W) at most", r"\1 at least"),
)  # fmt: skip
ZH_BOUNDS = strings(
    ("不超过", "不少于"), ("不得超过", "不得少于"), ("不小于", "不大于"), ("最大(?= ?\\d|为)", "最小"), ("最小(?= ?\\d|为)", "最大"), ("最长", "至少"), ("以下(?=[。，；]|$)", "以上"), ("最高为", "最低为"), ("秒内(?=熄)", "秒以后"),
)  # fmt: skip


def _ranges(text: str, language: Language) -> Iterator[str]:
    for match in _SPAN.finditer(text):
        low, unit, joint, high = match.group(1), match.group(2) or "", match.group(3), match.group(4)
        if float(high) > float(low):
            wider = _like(float(high) * 1.2 + (0 if "." in high else 1), high)
            yield put(text, match, f"{low}{unit}{joint}{wider}")
            if float(low) and unit:
                yield put(text, match, f"{_like(float(low) * 0.8, low)}{unit}{joint}{high}")
    if not (language == "en" and re.search(r"\b(?:not|fails) ", text)):
        yield from _said(EN_BOUNDS if language == "en" else ZH_BOUNDS, text)


def _denied(text: str, language: Language) -> Iterator[str]:
    if " | " in text:
        return
    if language == "en":
        for match in re.finditer(rf"(?:^|(?<=[.;:] ))({_IF})?(\w+)(?= )((?:[^.;]|\.\d)*)", text):
            case, verb, rest = match.group(1) or "", match.group(2), match.group(3)
            if verb.lower() not in VERBS or _EN_NO.search(case + rest):
                continue
            inside = case or text[: match.start()].endswith((": ", "; "))
            for deny in ("do not", "there is no need to"):
                said = deny if inside else deny[:1].upper() + deny[1:]
                yield put(text, match, f"{case}{said} {verb.lower()}{rest}")
        yield from _said(EN_DENIALS, text)
        return
    for match in re.finditer(
        rf"(?:^|(?<=[。；：]))((?:如果|若)[^。；：]*?，)?(?={_ZH_DEED})(?=([^。；]*))", text
    ):
        case = match.group(1) or ""
        if not re.search("[不没无]|严禁|禁止|小于", case + match.group(2)):
            yield from (put(text, match, case + deny) for deny in ("不要", "用不着"))
    yield from _said(ZH_DENIALS, text)


def _ordered(text: str, language: Language) -> Iterator[str]:
    if language == "en":
        if not re.search(r"\bnot afterwards", text):
            yield from _said(EN_ORDERS, text)
        match = re.fullmatch(r"(?:First )?([^.;:]+?),? (?:and )?then ([^.;:]+)\.", text)
        if match and all(part.split()[0].lower() in VERBS for part in match.groups()):
            second = match.group(2)[:1].upper() + match.group(2)[1:]
            yield f"{second}, and only when that is done {lower_first(match.group(1))}."
        return
    yield from _said(ZH_ORDERS, text)
    match = re.fullmatch(r"([^。；先]+?)，(?:然后|再)([^。；]+)。", text)
    if match and not re.match("如果|若|因|直到|不", match.group(1)):
        yield f"{match.group(2)}，完成后才{match.group(1)}。"


class Turned:
    """Three mutants at most of each kind; never the claim itself, never one text twice."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        en = language == "en"
        makers = {
            "digit": _digits(text, language), "decimal": _decimals(text), "unit": _units(text), "suffix": _suffixes(text),
            "range": _ranges(text, language), "opposite": _said(EN_OPPOSITES if en else ZH_OPPOSITES, text),
            "negation": _denied(text, language), "order": _ordered(text, language),
            "injected": iter(() if " | " in text else (self._injected(text, en, rng),)),
        }  # fmt: skip
        seen = {text}
        for kind, made in makers.items():
            found = [new for new in dict.fromkeys(made) if new not in seen]
            for new in rng.sample(found, min(PER_KIND, len(found))):
                seen.add(new)
                yield Mutant(kind, new)

    @staticmethod
    def _injected(text: str, en: bool, rng: Random) -> str:
        whole = text.rstrip(".。") + ("." if en else "。")
        return f"{whole} {rng.choice(EN_INJECTED)}" if en else whole + rng.choice(ZH_INJECTED)

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。；，')}，这之后{second}"
        head = first.rstrip(" .;")
        head = f"First {lower_first(head)}" if first.split(maxsplit=1)[0].lower() in VERBS else head
        return f"{head}; once that is done, {lower_first(second)}"


def build() -> Turned:
    return Turned()
