"""The one question that splits what is left open: which code, or what the device does.

It is asked where there would be a refusal otherwise, or where the question says nothing else, and once:
whoever does not know need not be asked again. Which product it is, is asked by deciding.py; what a photo
seems to show, by photo_hints.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.phrases import phrase
from api.saying import kinds_of_device, nameless, tells_fault, tells_no_more
from api.turn import Turn
from kb_sources.codes import codes_in
from retrieval.query import Evidence
from vlm.answer import Clarify, Option

_MOST_OPTIONS = 6
_FASTENER = "fast."  # family of the glossary
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
    makers = {hit.manual.maker for hit in turn.evidence.hits}
    said = nameless(turn.question, (*products, *makers, *_kinds(turn.evidence)))
    if not turn.codes and _CODE_WORDS.search(said) and (refused or tells_no_more(_DISPLAYED.sub(" ", said))):
        options = tuple(Option(code, {"code": code}) for code in _codes(turn.evidence, products))
        return Clarify(phrase("clarify.code", turn.language), "code", options)
    if not turn.photos and tells_fault(said) and tells_no_more(said):
        symptoms = tuple(Option(told, {"symptom": told}) for told in _symptoms(turn.evidence))
        return Clarify(phrase("clarify.symptom", turn.language), "symptom", symptoms)
    return None


def _kinds(evidence: Evidence) -> list[str]:
    """The question's names of kinds of device; a word that also names a part of one is not meant."""
    heard: dict[str, set[str]] = {}
    for found in evidence.widened:
        if not found.concept.startswith(_FASTENER):  # who says "my washer" has no ring under a screw in mind
            heard.setdefault(found.matched, set()).add(found.concept)
    return [name for name, concepts in heard.items() if concepts <= kinds_of_device()]


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
