"""A wording written apart from the rules: its own opposites, denials, turned orders and false extras.

A word is only turned where that makes the claim wrong: not under "even when" or "no matter whether".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from evaluation import rewording as rw
from kb_sources.manual import Language

AT_MOST = 4  # mutants of one kind for one claim
CONCESSION = re.compile(r"\b(?:even|whether|regardless|although|before (?:you|it|they))\b|即使|哪怕|无论|不管|即便|是否", re.IGNORECASE)  # fmt: skip
CONDITION = re.compile(r"\b(?:if|when|whenever|whose|that|which|who|once|while|until|unless|after|before|whether|where|because|as|since|although|what)\b", re.IGNORECASE)  # fmt: skip
PLACE = re.compile(r"(?:section|sections|figure|table|step|steps|position|positions|第|图|表|步骤|位置)\s*$", re.I)  # fmt: skip
SPAN = re.compile(r"(?:positions?|steps?|位置|步骤) \d+ ?(?:to|至|到) ?$", re.IGNORECASE)

EN_OPPOSITE = rw.words(
    (r"left-hand", "right-hand"), (r"right-hand", "left-hand"), (r"(?<!first )to the left", "to the right"),
    (r"(?<!then )to the right", "to the left"), (r"(?<!and )left (end|edge|side)", r"right \1"), (r"(?<!and )right (end|edge|side)", r"left \1"), (r"upper (?=edge|part|half|side|end)", "lower "),
    (r"lower (?=edge|part|half|side|end)", "upper "), (r"upwards", "downwards"), (r"downwards", "upwards"), (r"volume up", "volume down"), (r"volume down", "volume up"), (r"bend (it|the \w+ \w+) up", r"press \1 down"),
    (r"front frame", "rear frame"), (r"outside the", "inside the"), (r"top", "bottom"), (r"bottom", "top"), (r"switch(ed)? (the \w+(?: \w+)? )?off", r"switch\1 \2on"), (r"(phone|display|machine|unit) off", r"\1 on"),
    (r"switch(ed)? (the \w+(?: \w+)? )?on(?= |\.|,|;|$)", r"switch\1 \2off"), (r"(?:is|are) off", "is running"),
    (r"display on", "display off"), (r"(?<!before you )open (?=connector|the|J\d)", "close "), (r"close (?=J\d|the|it)", "open "), (r"connect (?=the|it|J\d|a)", "unplug "), (r"disconnect", "plug in"), (r"unplug", "plug in"),
    (r"tighten(ed)?(?= |,|\.)", r"slacken\1"), (r"loosen(ed)?(?= the| all| its)", r"tighten\1"), (r"remove(?= the (?!\w+ from)| both| it)", "put back"),
    (r"insert(?= a| the| it)", "pull out"), (r"take the (\w+) out", r"put the \1 in"), (r"lift off", "press down"),
    (r"(?<=^)warm(?= the)", "chill"), (r"(?<=^)charge(?= the)", "discharge"), (r"discharge(?= the| it)", "charge"),
    (r"(?<=^)dry(?= the)", "soak"), (r"dry air", "humid air"), (r"is wet", "is bone dry"), (r"swollen", "flat and firm"),
    (r"fully drained", "fully charged"), (r"deeply discharged", "freshly charged"), (r"new(?= battery| unit| pull| adhesive| charging| board)", "used"),
    (r"old(?= battery)", "new"), (r"original(?= charger| cable| adhesive)", "third-party"), (r"plastic(?= tool)", "steel"),
    (r"wooden", "steel"), (r"known good", "known defective"), (r"(?<=\d )are in order", "are out of tolerance"), (r"(?<=\d )is in order", "is out of tolerance"),
    (r"is faulty", "is in perfect condition"), (r"cracked", "unharmed"), (r"slowly", "with a quick jerk"), (r"is missing", "is already fitted"),
    (r"(?<!no )(?<!not )above (?=\d)", "under "), (r"(?<!not )below (?=\d)", "over "), (r"under (?=\d)", "over "),
    (r"no (?:more|longer|higher) than", "at least"), (r"(?<!no )(?<!not )more than", "less than"), (r"less than", "more than"),
    (r"at most", "at least"), (r"at least", "at most"), (r"no less than", "no more than"), (r"or more", "or less"),
    (r"(?<!and )up to (?=\d)", "no sooner than "), (r"no deeper than", "at least as deep as"), (r"warmer than", "colder than"),
    (r"(off|out|on) within", r"\1 only long after"), (r"minimum", "maximum"), (r"maximum", "minimum"), (r"poisonous|toxic", "harmless"), (r"offline", "connected to the network"), (r"for good", "for a moment only"),
    (r"always", "rarely"), (r"one after the other", "both at once"), (r"works(?=[ .]|$)", "is dead"),
    (r"heats? up", "cool off"), (r"written", "spoken"), (r"loses", "keeps"), (r"flat hand", "fingertip"), (r"too thick", "too thin"),
    (r"short circuit", "broken line"), (r"clockwise", "anticlockwise"), (r"earthed", "unearthed"), (r"look alike", "look nothing alike"),
    (r"without (?=\w+ing\b)", "while "), (r"starting at", "finishing at"), (r"long ones", "short ones"), (r"wear", "take off"),
    (r"empty", "full"), (r"hot water", "cold water"), (r"increases", "decreases"), (r"tape(?= the)", "bare"), (r"later letter", "earlier letter"),
)  # fmt: skip
ZH_OPPOSITE = rw.strings(
    (r"上边缘", "下边缘"), (r"下边缘", "上边缘"), (r"(?<!向)左(?=端|侧|边缘)", "右"), (r"右(?=端|侧|边缘)", "左"), (r"上部", "下部"), (r"下部", "上部"), (r"朝上", "朝下"), (r"音量减", "音量加"), (r"音量加", "音量减"), (r"前框", "后框"), (r"机外", "机内"),
    (r"(?<!不)高于", "不足"), (r"(?<!不)低于", "超出"), (r"不得超过|不超过|不能超过", "不得少于"), (r"(?<!不得)(?<![不得别能])超过", "不到"), (r"不小于|不低于|不少于", "不大于"),
    (r"(?<!不)大于", "小于"), (r"(?<!不)小于", "大于"), (r"最长", "至少"), (r"最多", "起码"), (r"至少", "至多"), (r"不足", "超出"),
    (r"最大", "最小"), (r"最小", "最大"), (r"关闭手机(?:电源)?|关机(?!状态)", "开机"), (r"(?<!无法)(?<!打)开机(?!标志|状态)", "关机"), (r"打开(?=(?:连接器|测试)(?![^，。]*之前))", "关掉"),
    (r"(?<!池)接通", "切断"), (r"(?<!时)断开(?=电池|连接|排线)", "接上"), (r"(?<!未)连接(?=原装|电脑|电池)", "拔掉"), (r"插上", "拔掉"), (r"拔下", "插上"),
    (r"接上(?=一块|原装|J)", "拆掉"), (r"插入(?=缝隙)", "抽离"), (r"装上|装回", "卸下"), (r"拧紧(?!螺钉的)", "松开"), (r"拧下", "拧紧"), (r"取出|取下", "装进"), (r"拆下", "装好"),
    (r"掀起|掀开", "压住"), (r"压紧", "松脱"), (r"扣上|扣合", "掀开"), (r"干燥空气", "潮湿空气"), (r"受潮", "干爽"), (r"新(?=电池|背胶|屏幕|充电|的)", "旧"), (r"旧电池", "新电池"), (r"原装", "副厂"), (r"塑料工具", "铁制工具"), (r"木牙签", "钢针"), (r"均?正常", "不正常"), (r"损坏", "完好"),
    (r"确认良好", "确认有故障"), (r"缓慢地", "猛地"), (r"逐条", "一把同时"), (r"加热(?=\s*\d)", "冷却"), (r"锋利", "光滑不伤手"), (r"有毒", "无害"), (r"永久", "短暂"),
    (r"太厚", "太薄"), (r"书面", "口头"), (r"全部", "少量"), (r"(?<!没)有图像", "没有图像"), (r"没有图像", "出现图像"), (r"如果出现", "如果没有出现"), (r"秒内(?=没有|就)", "秒之后"),
    (r"靠后", "靠前"), (r"接地", "不接地"), (r"发热", "降温"), (r"佩戴", "摘掉"), (r"包住", "露出"), (r"同时按住", "先后松开"), (r"松动", "牢固"),
    (r"(?<!说明)短路", "断路"), (r"鼓包", "平整无损"), (r"烘干", "浸湿"), (r"长螺钉", "短螺钉"), (r"停止充电", "继续充电"), (r"离线", "联网"), (r"充电至", "放电至"), (r"完全没电", "刚刚充满"), (r"开始压合", "结束压合"), (r"顺时针", "逆时针"),
)  # fmt: skip
EN_TURNED = rw.words(
    (r"(?<=^)never", "feel free to"), (r"(?<=[;,:] )(?:and )?never", "you are free to"), (r"(?<=^)do(?: not|n't)(?: ever)?", "you can safely"),
    (r"(?<=[;:,] )(?:but )?do(?: not|n't)", "you can safely"), (r"(?<=\w )do not", "do indeed"), (r"does not", "does indeed"), (r"must not", "is allowed to"), (r"must(?! not)", "does not need to"),
    (r"has to", "does not have to"), (r"have to", "do not have to"), (r"cannot", "can easily"), (r"(?:is|are) not", "will be"),
    (r"not with (?=\w)", "or with "), (r"no need", "a strict need"), (r"nothing", "everything"), (r"only(?= while| if| when| after| with display)", "not only"), (r"no more than", "more than"),
)  # fmt: skip
ZH_TURNED = rw.strings(
    (r"不得(?=给|使用|让|用|接|将)", "完全可以"), (r"不得(?=超过|高于)", "允许"), (r"严禁|禁止", "允许"), (r"千万别|切勿", "尽管"), (r"不要", "放心"), (r"绝不可", "完全可以"),
    (r"必须|一定得", "大可不必"), (r"(?<![必无毋])须", "无需"), (r"(?<=[，。])应(?=在|先)", "不应"), (r"(?<![不才机])会(?=在|烧|顶|伤|永|滑|发|把|掉|着|因)", "绝不会"), (r"(?<!并不)说明", "并不能说明"), (r"可能是", "不可能是"),
    (r"(?<=[值距])为", "绝不是"), (r"无法", "很容易"), (r"不单独", "可以单独"), (r"(?<![否规原])则(?=更换|换)", "也别"), (r"就(?=更换|换|转到|继续)", "也不用"), (r"位于", "并不在"),
    (r"只有(.{2,14}?)才能", r"即使不\1也能"), (r"不会", "会"), (r"(?<=^)(.{0,12}?)要用", r"\1不要用"), (r"(?<=，)要(?=先|用|贴|把)", "用不着"),
)  # fmt: skip
ZH_VERBS = (
    "更换|断开|测量|清洁|清除|连接|接通|拆下|取出|取下|拧下|拧紧|装上|装回|放入|放上|贴上|戴好|佩戴|检查|查看|核对|运行|关闭|"
    "关机|压紧|逐条|存放|用胶带|用异丙醇|接上|插上|刷洗|等待|转到|继续|重启|充电至|加热"
)
ZH_CLAUSE = re.compile(rf"(?:^|(?<=[，。；：]))(?:再|然后|并|须)?(?={ZH_VERBS})")
EN_ORDER = rw.words(
    (r"before(?= \w)(?! value)", "only after"), (r"(?<!only )(?<=^)after", "before"), (r"(?<=\w )after (?=\w+ing|the|it|J\d)", "before "), (r"afterwards", "beforehand"), (r"once(?= \w+ \w+ (?:is|are|has|have))", "before"),
    (r"first (to the \w+)(,? (?:and )?then) (to the \w+)", r"first \3\2 \1"), (r"order (\d+) to (\d+)", r"order \2 to \1"), (r"last(?=[.,]|$)", "ahead of the others"), (r"(?<!or )first(?=[.,]|$)", "last"),
)  # fmt: skip
ZH_ORDER = rw.strings(
    (r"(?<!与)之前", "之后"), (r"之后", "之前"), (r"(?<=[\u4e00-\u9fffA-Z\d])(?<![最然背之以靠])后(?=，| ?\d+ 秒|重新|才|再|取|接)", "之前"), (r"先([^，。；、先]+)[，、]\s*(?:然后)?再([^，。；]+)", r"先\2，再\1"),
    (r"(\d+) 至 (\d+) 的顺序", r"\2 至 \1 的顺序"), (r"^([^，。；（]{3,30})，(?:然后|再)([^，。；]{3,30})。$", r"\2，然后\1。"),
)  # fmt: skip
UNITS = (
    ("mm", "cm"), ("cm", "mm"), ("kg", "g"), ("g", "kg"), ("seconds", "minutes"), ("s", "min"), ("minutes", "hours"), ("minutes", "seconds"),
    ("min", "h"), ("hours", "minutes"), ("hour", "minute"), ("h", "min"), ("N·m", "N·cm"), ("N·cm", "N·m"), ("V", "mV"), ("mV", "V"),
    ("A", "mA"), ("mA", "A"), ("°C", "°F"), ("°F", "°C"), ("bar", "mbar"), ("kPa", "MPa"), ("MPa", "kPa"), ("Ω", "kΩ"), ("kΩ", "Ω"),
    ("l", "ml"), ("ml", "l"), ("W", "kW"), ("mAh", "Ah"), ("秒", "分钟"), ("分钟", "小时"), ("分钟", "秒"), ("小时", "分钟"), ("小时", "天"),
)  # fmt: skip
SPELT = rw.words(
    (r"half an hour", "half a minute"), (r"quarter of an hour", "quarter of a minute"), (r"(one|two) hours?", r"\1 days"), (r"(\w+(?:een|lve|ix|en|wo)) seconds", r"\1 minutes"),
) + rw.strings((r"半小时", "半分钟"), (r"一刻钟", "一秒钟"), (r"([二两十]+)秒", r"\1分钟"))  # fmt: skip
COUNTS_EN = rw.words(
    (r"two", "four"), (r"three", "five"), (r"four", "six"), (r"five", "nine"), (r"six", "three"), (r"eight", "seven"), (r"ten", "twelve"),
    (r"twelve", "twenty"), (r"fifteen", "fifty"), (r"half an hour", "an hour and a half"), (r"a quarter of an hour", "three quarters of an hour"),
)  # fmt: skip
COUNTED = r"(?=\s*[个颗条次秒块枚根张部])"
COUNTS_ZH = rw.strings(
    (rf"两{COUNTED}", "四"), (rf"三{COUNTED}", "六"), (rf"五{COUNTED}", "七"), (rf"八{COUNTED}", "九"), (rf"十二{COUNTED}", "二十"), (r"半小时", "一个半小时"), (r"一刻钟", "三刻钟"),
)  # fmt: skip
EXTRA_EN = (
    "Put a drop of thread lock on it as well.", "The maker's hotline has to release this first.", "A second person must be present.",
    "This is repeated every six months.", "Grease the contacts with silicone beforehand.", "It only concerns units built before 2024.",
    "Note the result in the customer's receipt.", "The warranty ends with this.",
)  # fmt: skip
EXTRA_ZH = (
    "另外还要涂一层螺纹胶。", "这项工作须先向厂家热线报备。", "必须有第二人在场。", "以后每半年重复一次。", "触点事先要抹硅脂。",
    "这只适用于 2024 年以前出厂的产品。", "结果要写进客户收据。", "做完之后保修即告失效。",
)  # fmt: skip
SKIP_EN = (
    ", though you can leave this out when time is short",
    " only if the customer asks for it",
    ", or not, as you prefer",
)
SKIP_ZH = ("，赶时间的话这一步可以省掉", "，做不做都随意", "，客户没要求就可以跳过")


def _clause(text: str, at: int) -> str:
    """What stands before a place in its own clause."""
    return re.split(r"[.;:,!?](?=\s|$)|[，。；：！？]", text[:at])[-1]


def _turned(swaps: tuple[rw.Swap, ...], text: str) -> Iterator[str]:
    for swap in swaps:
        for match in re.finditer(swap.find, text, re.IGNORECASE | re.MULTILINE):
            new = match.expand(swap.put)
            if match.group()[:1].isupper():
                new = new[:1].upper() + new[1:]
            later = re.match(r"[^，。；：]*之前", text[match.end() :])  # the time of something else
            if not later and not CONCESSION.search(_clause(text, match.start())):
                yield rw.put(text, match, new)


def _lines(text: str, language: Language, swaps: tuple[rw.Swap, ...]) -> Iterator[str]:
    """Swaps sentence by sentence, so that ^ is the start of a sentence."""
    parts = rw.sentences(text, language)
    gap = "" if language == "zh" else " "
    for number, part in enumerate(parts):
        for new in _turned(swaps, part):
            yield gap.join([*parts[:number], new, *parts[number + 1 :]])


def _digit(text: str, language: Language, rng: Random) -> Iterator[str]:
    for match in rw.NUMBER.finditer(text):
        old = match.group()
        before, behind = text[: match.start()], text[match.end() :]
        if SPAN.search(before) or (PLACE.search(before) and re.match(r" ?(?:to|至|到)", behind)):
            continue  # positions 3 to 6 are right where positions 1 to 6 are
        places = [i for i, c in enumerate(old) if c.isdigit() and c != "0"] or [len(old) - 1]
        at = rng.choice(places)
        new = old[:at] + str((int(old[at]) - 1 + rng.choice((1, 2, 3, 7))) % 9 + 1) + old[at + 1 :]
        if float(new) != float(old):
            yield rw.put(text, match, new)
    yield from _turned(COUNTS_ZH if language == "zh" else COUNTS_EN, text)


def _decimal(text: str, language: Language, rng: Random) -> Iterator[str]:
    for match in rw.NUMBER.finditer(text):
        value = float(match.group())
        if value and not PLACE.search(text[: match.start()]):
            bigger = (value < 10 and "." not in match.group()) or rng.random() < 0.5
            yield rw.put(text, match, f"{value * 10 if bigger else value / 10:.6g}")


def _unit(text: str, language: Language, rng: Random) -> Iterator[str]:
    for old, new in UNITS:
        for match in re.finditer(rf"(?<=[\d])(\s*){re.escape(old)}(?![A-Za-z·])", text):
            number = re.search(r"[\d.]+$", text[: match.start()])
            if number and float(number.group().strip(".") or 0):
                yield rw.put(text, match, match.group(1) + new)
    yield from _turned(SPELT, text)


def _suffix(text: str, language: Language, rng: Random) -> Iterator[str]:
    for match in rw.CODE.finditer(text):
        last = match.group()[-1]
        new = (
            str((int(last) + rng.choice((1, 2, 4))) % 10)
            if last.isdigit()
            else chr(ord("A") + (ord(last) - 64) % 26)
        )
        yield rw.put(text, match, match.group()[:-1] + new)
    for match in re.finditer(r"(?<=\*#)\d+(?=#)", text):
        yield rw.put(text, match, match.group()[:-1] + str((int(match.group()[-1]) + 1) % 10))


def _range(text: str, language: Language, rng: Random) -> Iterator[str]:
    """The upper end goes up, or the lower end down: a narrower range could still be right."""
    pattern = r"(?<![\d.\-])(\d+(?:\.\d+)?)([^\d.,;|。；，]{0,8}(?: to | and |至 ?|到 ?))(\d+(?:\.\d+)?)(?![\d]|\.\d)"
    for match in re.finditer(pattern, text):
        low, high = match.group(1), match.group(3)
        if float(low) < float(high):
            digits = len(high.partition(".")[2])
            step = max(1, round(float(high) * 10**digits * rng.choice((0.1, 0.2)))) / 10**digits
            yield rw.put(text, match, f"{low}{match.group(2)}{float(high) + step:.{digits}f}")
            lower = float(low) - step
            if lower > 0 and not PLACE.search(text[: match.start()]):
                yield rw.put(text, match, f"{lower:.{len(low.partition('.')[2])}f}{match.group(2)}{high}")


def _opposite(text: str, language: Language, rng: Random) -> Iterator[str]:
    yield from _lines(text, language, ZH_OPPOSITE if language == "zh" else EN_OPPOSITE)


def _order(text: str, language: Language, rng: Random) -> Iterator[str]:
    yield from _lines(text, language, ZH_ORDER if language == "zh" else EN_ORDER)
    if language == "en":
        for sentence in rw.sentences(text, language):
            pair = re.fullmatch(r"([^,;:]+),? (?:and )?then ([^,;:]+)\.", sentence)
            if pair and rw.imperative(sentence) and pair.group(2).split(" ")[0] in rw.VERBS:
                second = pair.group(2)
                new = f"{second[:1].upper()}{second[1:]} and then {rw.lower_first(pair.group(1))}."
                yield text.replace(sentence, new, 1)


def _denied_en(text: str) -> Iterator[str]:
    for sentence in rw.sentences(text, "en"):
        banned = re.search(
            r"\b(?:not|never|no|don't|without|neither|cannot|nothing)\b", sentence, re.IGNORECASE
        )
        if rw.imperative(sentence) and not re.search(r"\bno \w+ than\b", sentence):
            first, need = ("Do", "You") if sentence[0].isupper() else ("do", "you")
            yield text.replace(sentence, f"{need} need not {rw.lower_first(sentence)}", 1)
            if not banned:
                yield text.replace(sentence, f"{first} not {rw.lower_first(sentence)}", 1)
        for match in re.finditer(r"\b(is|are|was|can|may)\b(?! not\b| no\b)", sentence):
            if not CONDITION.search(_clause(sentence, match.start())) and not banned:
                deny = {"can": "cannot", "may": "cannot"}.get(match.group(1), f"{match.group(1)} by no means")
                yield text.replace(sentence, rw.put(sentence, match, deny), 1)
        after = r"(?:the|a|it|its|that|them|with|new|two|up|[A-Z]{1,3}-?\d\S*|\d+)\b"
        for match in re.finditer(rf"(, and|,| and)(?: then)? (\w+)(?= {after})", sentence):
            if match.group(2) not in rw.VERBS or banned or CONDITION.search(sentence[match.start() :]):
                continue
            since = sentence[: match.start()]
            if match.group(1) == "," and re.match(r"(?:If|When|Once|After|With|Before)\b", since):
                yield text.replace(
                    sentence, rw.put(sentence, match, f", there is no need to {match.group(2)}"), 1
                )
            elif rw.imperative(sentence):
                yield text.replace(sentence, rw.put(sentence, match, f", but do not {match.group(2)}"), 1)


def _denied_zh(text: str) -> Iterator[str]:
    for match in ZH_CLAUSE.finditer(text):
        rest = re.split(r"[，。；：]", text[match.end() :])[0]
        subordinate = re.search(r"之前|之后|期间|直到|的情况|[时后前]$|不|没有|须|应", rest)
        if not subordinate and not CONCESSION.search(rest) and " | " not in text:
            yield rw.put(text, match, "无需")
            yield rw.put(text, match, "先不要")


def _negation(text: str, language: Language, rng: Random) -> Iterator[str]:
    parts = rw.sentences(text, language)
    yield from _lines(text, language, ZH_TURNED if language == "zh" else EN_TURNED)
    yield from _denied_zh(text) if language == "zh" else _denied_en(text)
    if len(parts) > 1 or re.search(
        r"[不没无禁忌别：:]|\bnot?\b|\bnever\b|\bonly\b|\bif\b|只", parts[-1], re.IGNORECASE
    ):
        return
    if language == "en" and rw.imperative(parts[-1]):
        yield text.rstrip(".") + rng.choice(SKIP_EN) + "."
    if language == "zh" and re.match(ZH_VERBS, parts[-1]) and " | " not in text:
        yield text.rstrip("。") + rng.choice(SKIP_ZH) + "。"


def _injected(text: str, language: Language, rng: Random) -> Iterator[str]:
    end, gap = ("。", "") if language == "zh" else (".", " ")
    extras = rng.sample(EXTRA_ZH if language == "zh" else EXTRA_EN, 3)
    whole = text if text.endswith(end) else text + end
    yield f"{whole}{gap}{extras[0]}"
    yield f"{extras[1]}{gap}{text}"
    yield f"{whole[:-1]}；{extras[2]}" if language == "zh" else f"{whole[:-1]}; {rw.lower_first(extras[2])}"


MAKERS: dict[str, Callable[[str, Language, Random], Iterator[str]]] = {
    "digit": _digit, "decimal": _decimal, "unit": _unit, "suffix": _suffix, "range": _range,
    "opposite": _opposite, "negation": _negation, "order": _order, "injected": _injected,
}  # fmt: skip


class Apart:
    """Every kind of wrong, a few of each."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[rw.Mutant]:
        for kind, maker in MAKERS.items():
            made = [new for new in dict.fromkeys(maker(text, language, rng)) if new != text]
            for new in rng.sample(made, min(AT_MOST, len(made))):
                yield rw.Mutant(kind, new)

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。；')}，随后{second}"
        link = ", after which you " if rw.imperative(second) else ", after which "
        return f"{first.rstrip('.;')}{link}{rw.lower_first(second)}"


def build() -> Apart:
    return Apart()
