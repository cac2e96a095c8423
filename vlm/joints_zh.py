"""What vlm/joints.py does, in Chinese: what only joins steps (完事后, 下一步则是), told plainly.

It tells 先, 然后 or 在此之前, or leaves out what tells no order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

_UNIT = "(?:个步骤|步骤?|步操作|项(?:工作|操作)?|件事情?|道?工序|个?环节|个?动作|操作|工作)"
_STEP = (
    f"(?:(?:这|此|该|那|上|上述|以上|前述|前|刚才)(?:面)?的?(?:一|些|几|两)?{_UNIT}"
    "|[这那][些个]|此事|以上|上述)"
)
_OVER = (
    "(?:一?(?:做|弄|干|办|搞|忙|处理|操作|进行|执行|收拾)(?:完毕|停当|妥当|完成|完|好|妥|成|毕|定)(?:了|成)?)"
)
_NO_PLACE = "(?![的盖面部侧端壳置备续挡板]|方(?![可能才]))"  # 后盖 is no time
_AFTER = f"(?:以后|之后|过后|后){_NO_PLACE}"
_IS_OVER = f"{_STEP}都?(?:{_OVER}|一?(?:完成|完毕|结束|完|好|过后))了?"
HAN_DONE = f"(?:{_OVER}(?:{_STEP})?|{_IS_OVER})(?:以后|之后|过后|后)?"
HAN_NEXT = (
    "接下[来去]|紧接着|紧跟着|紧随其后|随即|随之|旋即|继而|尔后|嗣后|(?<![因从反然继时])而后"
    f"|(?<![与及和尤])其后{_NO_PLACE}|而?(?:这|此|那)之?后(?:才|再|方才?)?{_NO_PLACE}"
)
_BEGINS = r"(?:(?<=[，,。；;：:！!？?…—\s“”、])|^)"
_ENDS = '(?=[，,：:“"]|再|才|就|便|则|接|然|随)'
_DONE = f"(?:待|等到?)?(?:{_OVER}了?{_STEP}(?:{_AFTER})?|{_IS_OVER}(?:{_AFTER})?)"
_TO_DO = "(?:要做的|做的|该做的)?"
_IS = "(?:就是|则是|便是|才是|而是|应是|是|为|则(?![是为]))"
_ADVERB = (
    "(?:然后|随后|接着|最后|之后|最终|末了|到最后|末尾|收尾|压轴|再往[下后]|往[下后]|[下后]面|再来|再就|跟着|后续"
    "|后来|接下[来去]|紧接着)"
)
_NEXT_STEP = (  # 下一步, 接下来的一步, 第二道工序, 最后一步
    "(?:再?[下后]一?(?:面|边)?|[下后]面的?|(?:接下[来去]|随后|之后|后续|接着|紧接着)的?|最后|最末|末|次"
    f"|第[二三四五六七八九2-9])(?:一|的)?{_UNIT}(?![中里内骤数])(?:的?操作|的?内容)?{_TO_DO}{_IS}?"
)
_ALONE = "|".join(  # says this only where a stretch begins
    (
        f"(?:待|等到?|直到)?(?:{_OVER}(?:{_AFTER}|{_ENDS})|完(?:成|工|毕)了?(?:{_STEP})?(?:{_AFTER}|(?=[再才就])))",
        f"完成{_STEP}|完事(?:了|儿)?(?:{_AFTER}|{_ENDS})|事毕(?:{_AFTER})?|完成了[？?，]那?",
        f"(?:一切)?(?:好了|妥当|就绪|妥了|停当)(?:{_AFTER}|{_ENDS})",
        f"(?:在?[此其这那](?:后|之后|以后)|{_STEP}{_AFTER}|(?:这样|如此)(?:做完)?之?后){_ENDS}",
        f"(?:这样|如此|{_STEP})之后|有了?{_STEP}|在此基础上|至此(?:{_ENDS}|(?=可))",
        f"(?:然后|接着|随后|再)?(?:进入|转入|转到|继续|进行|开始|着手|做|来)?{_NEXT_STEP}(?=[：:，,])|{_NEXT_STEP}",
        f"{_ADVERB}(?:才|再|便|就)?{_TO_DO}{_IS}?(?:轮到|做|进行|执行)?(?:{_STEP}|下面|什么)?(?=[：:“])",
        f"(?:{_ADVERB}|{_STEP}完?了?|这时?|至此)?(?:才|方才?|就|便|该)?轮到",
        f"{_ADVERB}{_TO_DO}{_IS}|{_ADVERB}呢[，,？?]",
        "(?:这|此|到这)(?:时|一步)候?[，,]?(?=再|才)|现在(?![的是]|可以)|跟着(?![箭头线标纹])|后续(?!步|处理)|其次|进而"
        f"|此后{_NO_PLACE}",
        f"(?:再|后|然后|接着|随后)(?:去|来|做|干|办|完成|进行|把)+(?:{_STEP}|下一步)?(?:做了|办了)?(?=[：:“])",
        "继续(?:做|进行)?(?=[：:“])|(?:这样|如此)(?:一来)?[，,]?(?=才|方可|再)",
        "末了|到最后|后来|最后(?!一|[的几两])|最终(?![的位状结值])|(?:末尾|收尾|再?往[下后]|[下后]面)(?=再|就|便|[，,：:])",
    )
)
_MAY_BEGIN = (  # each character with which one of _JOINT begins: looked for first, which is quick
    "一上下之事以便做停其再刚到前办压后嗣在处好如妥完尔就干开弄往待忙才执接搞操收方旋最有末来次此然现直着第等紧继而至该跟转轮这进那随"
)
_JOINT = re.compile(
    rf"(?=[{_MAY_BEGIN}])(?:{_DONE}|{_BEGINS}(?:而|那么|好[，,])*(?:{_ALONE})|(?:那么)?(?:{HAN_NEXT}))"
    r"[，,：:]?\s*(?:然后|接着|随后)?(?:[就便则]|才(?![能可]))?(?:轮到|再?(?:进行|执行|做|办|干|来)[：:])?"
)
_FIRST = re.compile(
    rf"{_BEGINS}(?:(?:第一|首|头一|前一|最先的?一?){_UNIT}(?![中里内骤数])(?:的?操作)?{_TO_DO}{_IS}?[，,：:]?先?"
    "|(?:首先?要?|首要的?|最先)(?:要做的|做的)?是[：:，,]?|(?:起先|起初|一开始|开头是)[，,：:]?先?"
    f"|先(?:完成|做|办|进行|来|是|干|把)*(?:{_STEP}|下面)?(?:做了|办了)?[：:]|[从由]{_STEP}(?:开始|做起|入手)[：:，,])"
)
_MANUAL = "(?:维修|使用)?(?:手册|说明书)(?:里|中|上|内)?的?"
_SAYS = re.compile(
    rf"{_BEGINS}(?:(?:按照?|依照?|根据){_MANUAL}[，,]|{_MANUAL}(?:要求|写明)?(?=第一步|先|首先)(?:先(?:说|要求|写)[：:，,]?)?)"
)
_SAYS_THEN = re.compile("(?<=[，；。])(?:后面|接着|再|然后)(?:说|要求|写)[：:]?")
_HOW = "(?:正确的?|具体的?|操作的?)?(?:顺序|次序|步骤|流程|操作|做法|先后)"
_IN_ORDER = re.compile(
    rf"{_BEGINS}(?:{_HOW}(?:如下|是|为|依次为|上)?[：:]|{_HOW}应?该?是(?=先)"
    "|(?:先后|分)[两二]步走?[：:]|[两二]步(?:走|依次|先后)?[：:]|按(?:以下|下列)?顺序(?:进行)?[：:]|依次(?:为|是|进行)[：:])"
    "(?=[^、]*[；，。]|先)"
)
_ALSO = re.compile(
    f"{_BEGINS}(?:(?:与此同时|此外|另外|同时)?[，,]?{_MANUAL}(?:还|也|又|同时)(?:说|写明|写道|提到|要求|指出|规定)"
    "|还有|不仅如此|不止如此|除此(?:之|以)外|(?:还有|另有|再有|另)一[点条项]是?|顺[便带](?:说明|一提)?|补充(?:一点|说明)?"
    f"|也?请?注意|同样地?|外加|再者|加之|以及|两件事|两[条点](?:都要做到)?|{_MANUAL}有?两[条点])[：:，,]\\s*"
)
_DEMONSTRATED = "”?(?:这一?步|这个)?(?:应|须|要)?"
_PAIR = re.compile(  # A在先，B在后; A（先），B（后）
    rf"^“?(?P<a>[^。；;]+?){_DEMONSTRATED}(?:在先|(?<=步)在前|为先|先做|先|（先）)[，,；;。]\s*"
    rf"“?(?P<b>[^。；;]+?){_DEMONSTRATED}则?(?:在其后|(?<=先)在后|后做|次之|随后|后|（后）)(?=[。；;]|$)"
)
_BEHIND = re.compile(r"(?<=[；;。])(?P<b>[^；;。]+?)(?:则?在其?后|随后)(?=[。；;]|$)")
_WAITS = re.compile(  # B要等A之后
    r"(?:^|(?<=[。；;]))(?P<b>[^。；;]{2,60}?)[，,]?(?:必须|须|要|得|应当?|只能|需)(?:等到?|在)(?P<a>[^。；;、前]{2,60}?)"
    r"(?:之后|以后|做完|完成|完|后)(?:再?进行|才行|再做)?(?=[。；;]|$)"
)
_IS_DONE = re.compile(  # A完了再B
    r"(?<=[\u3400-\u9fffA-Za-z0-9])(?<![未没先待等])(?:完了|完毕|做完|弄完|弄好)(?:之后|以后|后)?[，,]?"
    r"[再就才便]?(?:轮到)?(?=[\u3400-\u9fff])"
)
_BUT_FIRST = re.compile(
    r"[，,；;。]\s*(?:(?:但是?|不过|而)?(?:在[此这那]之?前|此前|这之前)[，,]?(?:要|应|须|必须|需|得|请)?先?"
    r"|(?:但是?|不过|然而)(?:首先|先|[要得须应]先)|前提是[要得]?先)"
)
_ORDERED = re.compile("然后|[先再]")
_LAST = re.compile("[最末终尾]")
_QUOTED = re.compile("(?:[先后，]“)")
_QUOTES = re.compile('[“”"]')
_LEFT_OUT = re.compile(  # 待A后，B; A。这是第一步。B
    f"{_BEGINS}(?:(?:待|等到?)(?=[^，。；]{{2,40}}?(?:之后|以后|后)(?:[，,]|再))|[这那此]就?是(?:第一|头一){_UNIT}[。，；]"
    "|只有(?:先|在)?(?=[^。；]{2,60}?(?:之后|以后|后)[，,]?才)|只有(?=先[^。；]{2,60}?[，,]才))"
)
_RULES = (  # the characters of which one stands in each match, what is told for it
    ("还也又外仅止另补顺注样加再以两", _ALSO, ""),
    ("待等第头只", _LEFT_OUT, ""),
    ("册书", _SAYS, ""),
    ("册书", _SAYS_THEN, "然后"),
    ("先前", _PAIR, r"先\g<a>，然后\g<b>"),
    ("后", _BEHIND, r"然后\g<b>"),
    ("等在", _WAITS, r"先\g<a>，然后\g<b>"),
    ("前先", _BUT_FIRST, "；在此之前，"),
    ("", _JOINT, "然后"),
    ("完好", _IS_DONE, "，然后"),
    ("先首一头初从由", _FIRST, "先"),
)


def told_plainly_zh(claim: str, printed: Sequence[str]) -> str:
    """The claim with a joint that no passage prints as 然后, 先 or 在此之前, or left out."""
    held, here = "\n".join(printed), frozenset(claim)
    lead = None if here.isdisjoint("：是") or here.isdisjoint("序步程法依如走") else _IN_ORDER.search(claim)
    told = claim if lead is None or _stands(lead[0], held) else claim[: lead.start()] + claim[lead.end() :]
    for cues, pattern, plain in _RULES:
        if not cues or not here.isdisjoint(cues):
            told = pattern.sub(partial(_plain, plain, held), told)
    if lead is not None and told != claim and not _ORDERED.search(told):
        told = re.sub("[；;]" if "；" in told else "，(?=[^，]*$)", "；然后", told, count=1)
    if "→" in told and "→" not in held:
        told = told.replace("→", "，然后")
    if told == claim:
        return claim
    told = re.sub(r"(?:——|……)\s*(?=然后)", "，", told)
    return _QUOTES.sub("", told) if _QUOTED.search(told) else told


def _plain(plain: str, held: str, match: re.Match[str]) -> str:
    return match[0] if _stands(match[0], held) else match.expand(plain)


def _stands(joint: str, held: str) -> bool:
    """Whether a joint is printed so, or says last where something is printed as first."""
    return joint.strip(" ，,：:“；。") in held or ("先" in held and _LAST.search(joint) is not None)
