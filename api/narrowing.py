"""The one question that splits what is left open: which code, or what the device does.

It is asked only where there would be a refusal otherwise, and once: whoever does not know need not be asked
again. Which product it is, is asked by deciding.py; what a photo seems to show, by photo_hints.py.
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
_KEY = re.compile(r"[^|:]{1,60}: ([^|]{1,80})(?: \||$)")  # header and value of a row's first cell
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


def ask_for_more(turn: Turn, products: Sequence[str]) -> Clarify | None:
    """A question about the code, or the symptom, that the asker left out; None when neither would help.

    `products` are the names that are known, which say nothing of what is wrong.
    """
    assert turn.evidence is not None
    pending = turn.conversation.pending
    if pending is not None and pending.about != "product":
        return None  # it was asked already
    if not turn.codes and _CODE_WORDS.search(turn.question):
        options = tuple(Option(code, {"code": code}) for code in _codes(turn.evidence, products))
        return Clarify(phrase("clarify.code", turn.language), "code", options)
    if not turn.photos and _is_vague(turn.question, products):
        return Clarify(phrase("clarify.symptom", turn.language), "symptom", ())
    return None


def _is_vague(question: str, products: Iterable[str]) -> bool:
    """Whether nothing is left of a question without product names, "is broken" and small words."""
    said = unicodedata.normalize("NFKC", question).casefold().replace("’", "'")
    for name in sorted(map(str.casefold, products), key=len, reverse=True):
        said = said.replace(name, " ")
    if not _VAGUE.search(said):
        return False
    rest = _AROUND.sub(" ", _VAGUE.sub(" ", said))
    return not any(unicodedata.category(c)[0] in "LN" for c in rest)


def _codes(evidence: Evidence, products: Sequence[str]) -> list[str]:
    """The codes by which the rows that were found are looked up."""
    found: dict[str, None] = {}
    for hit in evidence.hits:
        key = _KEY.match(hit.passage.text) if hit.passage.kind == "row" else None
        if key is not None:
            codes = codes_in(key[1], products)
            if codes and codes[0] == key[1].strip().upper():
                found.setdefault(codes[0])
    return list(found)[:_MOST_OPTIONS]
