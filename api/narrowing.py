"""The one question that splits what is left open: which code, or what the device does.

It is asked where there would be a refusal otherwise, or where the question says nothing else, and once:
whoever does not know need not be asked again. Which product it is, is asked by deciding.py; what a photo
seems to show, by photo_hints.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from api.phrases import phrase
from api.turn import Turn
from kb_sources.codes import codes_in
from retrieval.query import Evidence
from vlm.answer import Clarify, Option

_MOST_OPTIONS = 6
_KEY = re.compile(r"([^|:]{1,60}): ([^|]{1,80}?)(?: \||$)")  # header and value of a row's first cell
_SYMPTOM = (
    "symptom",
    "problem",
    "trouble",
    "fault",
    "故障现象",
    "现象",
    "症状",
    "故障",
    "问题",
)  # such a header
_CODE_WORDS = re.compile(
    r"(?<![a-z])codes?(?![a-z])|error number|代码|故障码|错误码|报错|报警码",
    re.IGNORECASE,
)
# What says that something is wrong, and nothing of what; and the small words around it.
_VAGUE = re.compile(
    r"(?<![a-z])(?:broken|broke|not working|stopped working|problems?|trouble|faulty|defective|damaged|"
    r"(?:doesn't|does not|won't|will not|isn't|don't|no longer) works?(?:ing)?|wrong|failed|issues?)"
    r"(?![a-z])|坏掉了?|坏了|用不了|不能用|不好使|不好用|不工作|有问题|出问题了?|出毛病了?|出故障了?|故障|失灵了?",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"(?<![a-z])(?:my|our|the|a|an|this|it|its|it's|is|has|have|got|with|there|are|some|something|suddenly|again|"
    r"help|me|please|pls|hi|hello|gone|down|what|how|can|could|should|do|does|i|we|you|to|fix|repair|now|device|machine|unit)"
    r"(?![a-z])|我的|我家|我们|这个|这台|那台|一台|一下|了|的|是|有|怎么办|怎么修|怎么弄|怎么回事|怎么|如何|请问|"
    r"请|帮忙|帮我|求助|修理|维修|处理|呢|啊|吗|吧|突然|又|机器|设备",
    re.IGNORECASE,
)

# What is said around a code that is not named.
_DISPLAYED = re.compile(
    rf"{_CODE_WORDS.pattern}|(?<![a-z])(?:error|fault|shows?|showing|displays?|says?|gives?|means?|meaning|screen|on|"
    r"an?)(?![a-z])|显示|屏幕上?|出现|意思|什么|啥|一个|上",
    re.IGNORECASE,
)


def ask_for_more(turn: Turn, products: Sequence[str], *, refused: bool) -> Clarify | None:
    """A question about the code, or the symptom, that the asker left out; None when neither would help.

    `products` are the names that are known, which say nothing of what is wrong; `refused`: the evidence is
    not enough to answer.
    """
    assert turn.evidence is not None
    pending = turn.conversation.pending
    if pending is not None and pending.about != "product":
        return None  # it was asked already
    said = _fold(turn.question, products)
    if not turn.codes and _CODE_WORDS.search(said) and (refused or _is_empty(_DISPLAYED.sub(" ", said))):
        options = tuple(Option(code, {"code": code}) for code in _codes(turn.evidence, products))
        return Clarify(phrase("clarify.code", turn.language), "code", options)
    if not turn.photos and _VAGUE.search(said) and _is_empty(said):
        symptoms = tuple(Option(told, {"symptom": told}) for told in _symptoms(turn.evidence))
        return Clarify(phrase("clarify.symptom", turn.language), "symptom", symptoms)
    return None


def _fold(question: str, products: Iterable[str]) -> str:
    """The question without product names."""
    said = unicodedata.normalize("NFKC", question).casefold().replace("’", "'")
    for name in sorted(map(str.casefold, products), key=len, reverse=True):
        said = said.replace(name, " ")
    return said


def _is_empty(said: str) -> bool:
    """Whether nothing is left without "is broken" and small words."""
    rest = _AROUND.sub(" ", _VAGUE.sub(" ", said))
    return not any(unicodedata.category(c)[0] in "LN" for c in rest)


def _codes(evidence: Evidence, products: Sequence[str]) -> list[str]:
    """The codes by which the rows that were found are looked up."""
    found: dict[str, None] = {}
    for hit in evidence.hits:
        key = _KEY.match(hit.passage.text) if hit.passage.kind == "row" else None
        if key is not None:
            codes = codes_in(key[2], products)
            if codes and codes[0] == key[2].strip().upper():
                found.setdefault(codes[0])
    return list(found)[:_MOST_OPTIONS]


def _symptoms(evidence: Evidence) -> list[str]:
    """What the rows that were found say a device does."""
    keys = (_KEY.match(hit.passage.text) for hit in evidence.hits if hit.passage.kind == "row")
    told = (key[2].strip() for key in keys if key is not None and key[1].strip().casefold() in _SYMPTOM)
    return list(dict.fromkeys(told))[:_MOST_OPTIONS]
