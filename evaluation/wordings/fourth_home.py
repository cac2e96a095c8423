"""Wrong things about washing machines, printers and hobs, in words that no rule was written for.

Tables of turns for English and Chinese; every change is meant to make a right claim wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from random import Random

import evaluation.rewording as rw
from kb_sources.manual import Language

PER_KIND = 3

NUMERALS = {
    "two": "three", "three": "four", "four": "two", "five": "eight", "six": "nine", "seven": "four", "eight": "six", "nine": "five", "ten": "twenty",
    "fourteen": "twelve", "half": "a quarter of", "一": "两", "两": "三", "三": "五", "四": "六", "五": "七", "六": "九", "七": "四", "八": "六", "九": "七",
    "十": "二十", "四十": "十四",
}  # fmt: skip
NUMERAL_EN = re.compile(rf"\b({'|'.join(n for n in NUMERALS if n.isascii())})\b(?= [a-z])(?! codes)")
NUMERAL_ZH = re.compile(r"[一二两三四五六七八九十]+(?=[颗声秒个块挡]|位数字|分钟|公斤|刻钟)(?!块儿|颗不少)")
UNSHIFTED = re.compile(r"0\d|[0.]+$")
UNSHIFTABLE = re.compile(r"[ ,]000| ?[个颗挡声]| (?:digits|codes|persons|sheets|screws)")
REFERENCE = re.compile(r"(section|第|table|test|表) ?$", re.IGNORECASE)
UNITS = {
    "N·m": "N·cm", "N·cm": "N·m", "kV": "V", "mV": "V", "V": "kV", "kW": "W", "W": "kW", "MΩ": "Ω", "kΩ": "MΩ", "mΩ": "kΩ", "Ω": "kΩ", "°C": "°F", "°F": "°C",
    "µm": "mm", "mm": "cm", "cm": "mm", "m": "cm", "kg": "g", "g": "kg", "ml": "l", "l": "ml", "mA": "A", "A": "mA", "µF": "pF", "nF": "µF", "µH": "nH",
    "ms": "s", "s": "min", "min": "h", "minutes": "hours", "minute": "hour", "seconds": "minutes", "hour": "minute", "hours": "minutes", "秒": "分钟",
    "分钟": "小时", "小时": "分钟", "公斤": "克", "bar": "mbar",
}  # fmt: skip
UNIT = re.compile(
    r"((?:\d|\b(?:one|two|three|five|eight|nine|ten|half an?)|[一二两三四五六七八九十]) ?)("
    + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
    + r")(?![A-Za-z·])"
)
SPAN = re.compile(
    r"(?<![\d.])(\d+(?:\.\d+)?)( ?(?:N·m|mV|kW|V|W|Ω|g|mm|µH)?(?: to | and |–| ?至 ?| ?与 ?))"
    r"(\d+(?:\.\d+)?)(?=[^\d.]|\.\D|\.?$)"
)
AMOUNT = r"(?=(?:about |约 ?)?(?:\d|one\b|two\b|half\b))"

RANGE_EN = rw.words(
    (rf"up to {AMOUNT}", "at least "), (rf"more than {AMOUNT}", "less than "), (rf"less than {AMOUNT}", "more than "), (rf"above {AMOUNT}", "below "),
    (rf"below {AMOUNT}", "above "), (rf"(?:higher|greater) than {AMOUNT}", "lower than "), (rf"worn to under {AMOUNT}", "worn to over "),
    (rf"within {AMOUNT}", "only after "), ("at most", "at least"), ("outside", "inside"),
)  # fmt: skip
RANGE_ZH = rw.strings(
    ("不超过", "不低于"), ("不能超过", "不能低于"), ("(?<!不)(?<!不能)低于", "高于"), ("(?<!不)高于", "低于"), ("大于", "小于"), ("小于", "大于"),
    ("不到", "超过"), ("以下", "以上"), ("以上", "以下"), (r"(\d ?(?:秒|分钟))之?内", r"\1以后"), ("(?<=[VΩAWH] )之间", "之外"),
    ("(?<!不)(?<!不能)超过了?", "低于"),
)  # fmt: skip
OPPOSITES_EN = rw.words(
    ("clockwise", "anticlockwise"), ("anticlockwise", "clockwise"), ("tighten", "slacken"), ("tightened", "slackened"),
    ("loosen(?= (?:the|both|all|two|four|eight|ten))", "tighten"), ("downwards", "upwards"), ("upwards", "downwards"), ("inwards", "outwards"),
    ("left-hand", "right-hand"), ("right-hand", "left-hand"), (r"to the left", "to the right"), ("to the right", "to the left"),
    ("lower (front|right)", r"upper \1"), ("lower number", "bigger number"), ("lowered", "raised"), ("front", "rear"), ("rear", "front"),
    (r"levers? down", "levers up"), (r"levers? up", "levers down"), ("hot", "cold"), ("cold(?= water)", "warm"), ("warm(?= water)", "cold"),
    ("cool down(?! below)", "heat up"), ("cool(?! down)", "warm up"), ("dry (cloth|brush|lint)", r"soaked \1"), ("slippery", "safe to walk on"),
    ("sharp", "rounded"), ("younger", "older"), ("too early", "too late"), ("slowly", "with a jerk"), ("live", "free of voltage"), ("releases", "engages"),
    ("connect", "unplug"), ("disconnect", "plug in"), ("connected", "unplugged"), ("stays locked", "is unlocked"), ("insulated", "bare"),
    ("a damaged", "an intact"), ("(?<!a )damaged", "intact"), ("faulty", "sound"), ("(is|are) in order", r"\1 faulty"), ("falls", "climbs"), ("rises", "drops"),
    ("a new(?! drum)", "the old"), ("new (clamps|fuser|roller|unit|lock|seal)", r"used \1"), ("invisible", "visible"), ("stable", "wobbly"),
    (r"throw (the old \w+) away", r"keep \1"), ("bin (the old)", r"reuse \1"), ("flashes", "is lit steadily"), ("flashing", "steady"), ("steady", "flashing"),
    ("received", "sent"), ("at once", "at some later time"), ("(?:right|straight) away", "at the end of the day"), ("with bent", "with straight"),
    ("off its? hinges", "on"), ("switching off(?! and)", "switching on"), ("switched on", "switched off"), ("evenly", "patchily"),
    (r"close (the (?:front|rear) cover|the water tap)", r"open \1"), ("closed", "open"), ("inside the", "outside the"),
    (r"open (the (?:front|rear) cover|both hose clamps)", r"close \1"), ("with a (lamp|toner|cloth)", r"without a \1"),
    (r"pull (the mains plug|the plug|plug CN\d)", r"leave \1 in"), ("unplug the", "plug in the"), ("destroys", "spares"), ("kinked", "straight"),
    ("blinks", "is steady"), ("are closed", "are open"), ("both hands", "one hand"), ("only by its shaft", "by its foam"), ("its shaft only", "its foam"),
    ("edges and", "middle and"), ("as soon as", "only some time after"), ("fit (hoses|the hoses|the pump|the covers)", r"remove \1"), ("flammable", "inert"),
    ("unbalance", "an even load"), ("discharge(?= the)", "charge"), ("peel off", "stick on"), ("tighter", "looser"), ("gently", "with full force"),
    ("upright", "level"), ("vertical", "horizontal"), ("away from", "close to"), ("under (the (?:drum|clip|shaft)|it)", r"over \1"), ("stay dry", "get wet"),
    ("stays wet", "gets dry"), ("releas(?:ed|e) the pressure", "build up the pressure"), ("flush", "proud"), ("standing still", "at speed"),
)  # fmt: skip
OPPOSITES_ZH = rw.strings(
    ("拧下", "拧上"), ("拧紧", "拧松"), ("拧至", "松至"), ("取下", "装回"), ("取出", "塞入"), ("拔下", "接好"), ("拔掉", "插好"), ("插上", "拔出"),
    ("插紧", "拔出"), ("装上(?!的)", "拆掉"), ("焊下", "焊牢"), ("(?<!不)断电", "送电"), ("(?<!不得)(?<!别)通电", "断电"), ("(?<!不)停止加热", "继续加热"),
    ("停止使用", "照常使用"), ("停用", "照用"), ("立即", "过一会儿"), ("马上", "改天"), ("赶紧", "不忙着"), ("最大(?=功率|[ 3])", "最小"), ("背面", "正面"),
    ("朝向", "背对"), ("底部", "顶部"), ("停机冷却", "开机加热"), ("软布", "砂纸"), ("中性", "强碱性"), ("无(裂纹|破损|水)", r"有\1"), ("没裂", "裂了"),
    ("没破", "破了"), ("齐全", "缺损"), ("损坏的", "完好的"), ("(?<!损)坏的", "好的"), ("新(风扇| IGBT)", r"旧\1"), ("旧(硅脂| IGBT)", r"新\1"),
    ("薄涂", "厚涂"), ("常亮", "熄灭"), ("一直亮着", "一直不亮"), ("(?<=灯泡)不亮", "亮着"), ("直流(?! ?母线)", "交流"), ("开路", "短路"), ("短路", "开路"),
    ("松脱", "插牢"), ("脱焊", "焊接良好"), ("干固", "未干"), ("不停转", "停转"), ("(?<=风扇)不转", "转得快"), ("过热", "过冷"), ("过高", "过低"),
    ("过低", "过高"), ("太高", "太低"), ("火力小", "火力大"), ("电压低", "电压高"), ("下降", "升高"), ("导磁", "不导磁"), ("对静电敏感", "不怕静电"),
    ("有人", "没人"), ("佩戴护目镜", "摘掉护目镜"), ("戴上", "摘下"), ("(佩戴|装了)(?=心脏)", "没有佩戴"), ("隔离变压器", "自耦变压器"), ("待机", "满功率"),
    ("死亡", "擦伤"), ("接地(?=烙铁)", "不接地的"), ("放电至 10 V 以下", "充电至 10 V 以上"), ("放到", "充到"), ("干烧", "进水"), ("烘干", "冲水"),
    ("热敏电阻进水", "热敏电阻烧干"), ("鸣响", "静音"), ("太小", "太大"), ("太烫", "太凉"), ("离开着的电磁炉远一点", "离开着的电磁炉近一点"),
    ("(?<=正在)工作", "关机"), ("(?<!空气)清理(?=底部|进风口(?!和)|风道)", "堵住"), ("变形", "平整"), ("逆时针", "顺时针"), ("(?<!逆)顺时针", "逆时针"),
    ("左(?=[侧边上下])", "右"), ("右(?=[侧边上下])", "左"), ("向上", "向下"), ("撬开", "压紧"), ("撕下", "贴牢"), ("贴上", "撕去"), ("缓慢|慢慢", "猛地"),
    ("断开(?!的)", "接上"), ("连接(?=电池|屏|插头|排线)", "断开"), ("潮湿|湿布", "干燥"), ("充电(?=[至到])", "放电"), ("推入", "拉出"), ("均匀", "随意"),
    ("导热", "隔热"), ("待面板冷却后?，?", "不等面板冷却就"),
)  # fmt: skip
ORDERS_EN = rw.words(
    (r"before(?= you| opening| removing| test| the top)", "after"), (r"after (?=switching|wiping|pulling|turning|every|removing|connecting)", "before "),
    ("first(?! and| digit| of|,)", "last"), ("left, right, rear", "rear, right, left"), (r"([A-Z]+\d+)( first)?, then ([A-Z]+\d+)", r"\3\2, then \1"),
    (r"(?: first)?,? and only then", " but before that"), (r"once (?=the printer is off)", "before "),
)  # fmt: skip
ORDERS_ZH = rw.strings(
    ("先(?!别|关|要)([^，。；、]+?)，?(再|然后|后|之后才能)([^，。；]+)", r"先\3，\2\1"), ("([^，。；]+)，然后([^，。；]+)", r"\2，然后\1"), ("之前", "之后"),
    ("之后(?!才)", "之前"), ("之后才能", "之前就能"), ("后方可", "前即可"), ("(?<=机盖)前", "后"), ("(?<=使用|通电|结束|锅具|流桥)后", "前"),
    ("(?<!待)(?<!待面板)冷却后", "冷却前"), ("以后", "以前"), ("先(?=更换[^再]*$)", "最后才"),
)  # fmt: skip
DENIALS_EN = rw.words(
    (r"(?:^|(?<=; )|(?<=, )|(?<=and ))do not (\w+)", r"you are welcome to \1"), (r"(?<!you )do not (?!feel|belong)", ""), ("do not belong in", "belong in"),
    (r"never (?!against|be\b)(\w+)", r"feel free to \1"), ("must not", "may"), ("cannot(?! feel)", "can"), ("(is|are) not", r"\1"),
    (r"does not (drain|arrive|turn|leave|come|contain|run|appear|start|lie)", r"\1s"), ("does not (switch|touch|flash|reach)", r"\1es"), ("no longer", "still"),
    ("no drop of water may", "some water may"), ("use no", "use"), ("won't", "will"), ("not only", "only"),
    ("(?<!not )(must|has to|have to)(?! not)", "need not"), ("only (trained)", r"not only \1"), ("still turns", "no longer turns"),
    ("keep (pliers|your fingers|your eyes) (?:away from|off)", r"feel free to put \1 on"), ("stay away from", "make use of"),
    ("for trained service personnel only", "for everybody"),
)  # fmt: skip
DENIALS_ZH = rw.strings(
    ("(?<!试验时)不得", "尽可"), ("不得|不许|不要|(?<![识区分个类特级])别(?!急)", "可以"), ("不必|先别急着", "必须"),
    ("必须(?!先)|一定要|得有(?=电工)", "用不着"), ("必须先", "不必先"), ("应当?(?=持有|使用|有人)", "无需"),
    ("应当?(?=显示|大于|停止|在|约|为)|得(?=在 )|就该(?=报)", "不应"), ("(?<![不机])会(?!议)", "不会"), ("(?<!避免)(?<!不)可能(?!有)", "不可能"),
    (r"可达(?= ?\d)|能有(?= ?\d)", "达不到"), ("说明(?=已|仍|市)", "不说明"), ("表示(?!不)", "并不表示"), ("不再", "照样"), ("不使用", "使用"),
    ("不与(?=电网)", "与"), ("仍有", "没有"), ("(?<=[号3572])是(?=[ \\dQI炉电底通锅主])", "不是"), ("(?<=[^同]时|[^，]后)(?=使用|测量|更换|检查|拔下)", "无需"),
    ("(?<=时)要换", "不用换"), ("是因为", "不是因为"), ("(?<=值|矩)为", "并非"),
)  # fmt: skip
NEGATIVE_EN = re.compile(r"\b(?:not|no|never|cannot|without|nor)\b|n't", re.IGNORECASE)
SUBORDINATE = re.compile(
    r"(?i)\b(?:if|when|while|as (?:soon|long) as|until|before|after|once|that|which|should|even|see)\b"
)
PREDICATES = {
    r"there is": "there is no", r"(?<!there )(is|are|was)(?! not| no)": r"\1 not", r"(?:can|may)(?! not)": "cannot", r"means": "does not mean",
    r"carries": "does not carry", r"reaches": "does not reach", r"leaks": "does not leak", r"stays": "does not stay", r"releases": "does not release",
    r"causes": "does not cause", r"cause": "do not cause", r"explode": "do not explode", r"disappears": "does not disappear", r"destroys": "does not destroy",
    r"damages": "does not damage", r"carry": "do not carry", r"starts": "does not start", r"weighs": "does not weigh", r"runs": "does not run",
    r"falls": "does not fall", r"come from": "have nothing to do with", r"remain": "do not remain",
}  # fmt: skip
DENY_EN = ("Do not", "Never", "There is no need to", "You need not", "It is optional to", "Take care not to")
DENY_ZH = ("不要", "无需", "切勿", "没必要", "严禁")
VERB_ZH = re.compile(
    r"(?<![^，；。：])(?=把|用(?![户完于])|以(?![下上后便防免])|拧|取下|取出|拔下|测量|更换|检查|清|装上|焊|放上|填写|依次|插|串联|补焊|换用|"
    r"联系|停机|等待|拆下|同时|重涂|立即|佩戴|换口|找供电)(?![^，。；：]*(?:[不无没别时后前就]|可排除))"
)
INJECTED_EN = (
    " The same holds for the model WM-915.", " Leave it like that for 47 minutes.", " Use part OR-7716 for this.",
    " Spread a little silicone oil on it afterwards.", " The limit is 7.3 N·m here.", " A second person signs the report.",
    " The customer can do this without any tools.", " If the beeper sounds, hit the housing gently.",
)  # fmt: skip
INJECTED_ZH = (
    "随后涂少许润滑油。", "这一步需要 47 分钟。", "所用零件为 QL-9916。", "该方法也适用于 QL-88 型。", "扭矩限值为 7.3 N·m。", "用户可自行在家处理。",
    "蜂鸣器响时轻拍机壳即可。", "每年重复一次。",
)  # fmt: skip


def _digits(text: str, rng: Random) -> Iterator[str]:
    for match in rw.NUMBER.finditer(text):
        old = match.group()
        if re.fullmatch(r"00+", old) or re.match(r" codes", text[match.end() :]):
            continue
        places = [i for i, c in enumerate(old) if c != "." and not (i == 0 and c == "0" and len(old) > 1)]
        at = rng.choice(places[:2])
        fresh = rng.choice([d for d in "23456789" if d != old[at]])
        yield rw.put(text, match, old[:at] + fresh + old[at + 1 :])
        head = old[:2]
        if len(old) > 1 and head.isdigit() and head[0] != head[1] and head[1] != "0" and head[0] != "0":
            yield rw.put(text, match, head[::-1] + old[2:])
    for pattern in (NUMERAL_EN, NUMERAL_ZH):
        for match in pattern.finditer(text):
            if match.group() in NUMERALS:
                yield rw.put(text, match, NUMERALS[match.group()])


def _decimals(text: str) -> Iterator[str]:
    for match in rw.NUMBER.finditer(text):
        old, rest = match.group(), text[match.end() :]
        if UNSHIFTED.match(old) or UNSHIFTABLE.match(rest) or REFERENCE.search(text[: match.start()]):
            continue
        if "." in old:
            whole, part = old.split(".")
            yield rw.put(text, match, (whole + part).lstrip("0"))
            yield rw.put(text, match, f"{whole[:-1] or '0'}.{whole[-1]}{part}".rstrip("0"))
        elif len(old) > 1:
            yield rw.put(text, match, f"{old[:-1]}.{old[-1]}" if old[-1] != "0" else old[:-1])
            yield rw.put(text, match, old + "0")


def _units(text: str) -> Iterator[str]:
    for match in UNIT.finditer(text):
        if not re.search(r"(?<![\d.])0(?:\.0+)? ?$", text[: match.start(2)]):
            yield text[: match.start(2)] + UNITS[match.group(2)] + text[match.end(2) :]


def _suffixes(text: str, rng: Random) -> Iterator[str]:
    for match in rw.CODE.finditer(text):
        code = match.group()
        signs = "ABCDEFGH" if code[-1].isalpha() else "123456789"
        others = [s for s in signs if s != code[-1] and code[:-1] + s not in text]
        yield rw.put(text, match, code[:-1] + rng.choice(others or ["0"]))
        if len(code) >= 6 and code[-3:].isdigit():
            yield rw.put(text, match, code + rng.choice(("-B", "C", "-2")))
            yield rw.put(text, match, code[:-3] + rng.choice("1357") + rng.choice("2468") + code[-1])


def _spans(text: str) -> Iterator[str]:
    for match in SPAN.finditer(text):
        low, high = float(match.group(1)), float(match.group(3))
        digits = max(len(g.partition(".")[2]) for g in (match.group(1), match.group(3)))
        if low < high:
            step = high - low
            yield rw.put(text, match, f"{high:.{digits}f}{match.group(2)}{high + step:.{digits}f}")
            yield rw.put(text, match, f"{match.group(1)}{match.group(2)}{high + step:.{digits}f}")
    for match in re.finditer(r"± ?(\d+)", text):
        yield rw.put(text, match, f"± {int(match.group(1)) * 3}")


def _denied_en(sentence: str, rng: Random) -> Iterator[str]:
    if NEGATIVE_EN.search(sentence) or re.match(r"only\b|warm water", sentence, re.IGNORECASE):
        return
    if rw.imperative(sentence):
        for deny in rng.sample(DENY_EN, 2):
            yield f"{deny if sentence[0].isupper() else deny.lower()} {rw.lower_first(sentence)}"
        return
    for match in re.finditer(r"(, (?:so )?|: )([a-z]+)\b", sentence):
        if match.group(2) in rw.VERBS:
            yield f"{sentence[: match.start(2)]}{rng.choice(DENY_EN[:4]).lower()} {sentence[match.start(2) :]}"
            return
    for find, new in PREDICATES.items():
        for match in re.finditer(rf"(?<=[\w)] ){find}\b", sentence):
            clause = re.split(r"[,;:]", sentence[: match.start()])[-1]
            if not SUBORDINATE.search(clause):
                yield sentence[: match.start()] + match.expand(new) + sentence[match.end() :]


def _by_sentence(text: str, language: Language, change: Callable[[str], Iterator[str]]) -> Iterator[str]:
    for sentence in rw.sentences(text, language):
        at = text.find(sentence)
        for new in change(sentence):
            yield text[:at] + new + text[at + len(sentence) :]


def _reversed(text: str) -> Iterator[str]:
    """Two orders around `before you` or `then` change places."""
    for sentence in rw.sentences(text, "en"):
        match = re.fullmatch(
            r"([^,]+?)(?<!first)(?<!only)(?<! and)(,? then | before you )([^,]+?)([.;]?)", sentence
        )
        if not match or NEGATIVE_EN.search(sentence):
            continue
        first, link, second, end = match.groups()
        if rw.imperative(first) and rw.imperative(second):
            yield text.replace(sentence, second[:1].upper() + second[1:] + link + rw.lower_first(first) + end)


def _injected(text: str, language: Language, rng: Random) -> Iterator[str]:
    for extra in rng.sample(INJECTED_ZH if language == "zh" else INJECTED_EN, 2):
        yield text.rstrip("。.；;") + ("。" if language == "zh" else ".") + extra


def _tidy(new: str, old: str) -> str:
    new = re.sub(r"half an (?=minute)", "half a ", re.sub(r"half a (?=hour)", "half an ", new))
    new = re.sub(r"(?<![\d.])1 (minute|second|hour)s\b", r"1 \1", re.sub(r" {2,}", " ", new).strip())
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


class _Home:
    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[rw.Mutant]:
        chinese = language == "zh"

        def turned(swaps: Iterable[rw.Swap]) -> list[str]:
            return [m.text for m in rw.swapped("", swaps, text)]

        def denied(sentence: str) -> Iterator[str]:
            if not chinese:
                return _denied_en(sentence, rng)
            return (rw.put(sentence, m, rng.choice(DENY_ZH)) for m in VERB_ZH.finditer(sentence))

        made: dict[str, Iterable[str]] = {
            "digit": _digits(text, rng),
            "decimal": _decimals(text),
            "unit": _units(text),
            "suffix": _suffixes(text, rng),
            "range": [*_spans(text), *turned(RANGE_ZH if chinese else RANGE_EN)],
            "opposite": turned(OPPOSITES_ZH if chinese else OPPOSITES_EN),
            "negation": [
                *turned(DENIALS_ZH if chinese else DENIALS_EN),
                *_by_sentence(text, language, denied),
            ],
            "order": [*turned(ORDERS_ZH if chinese else ORDERS_EN), *([] if chinese else _reversed(text))],
            "injected": _injected(text, language, rng),
        }
        for kind, texts in made.items():
            found = [t for t in dict.fromkeys(_tidy(t, text) for t in texts) if t != text]
            yield from (rw.Mutant(kind, t) for t in rng.sample(found, min(PER_KIND, len(found))))

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。；')}，做完之后接着{second.rstrip('。；')}。"
        second = rw.lower_first(second.rstrip(".;"))
        return f"{first.rstrip('.;')}, and as soon as this is done, {second}."


def build() -> _Home:
    return _Home()
