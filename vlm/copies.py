"""Whether a claim says nothing of its own: whole sentences of its quotes in printed order, and joints.

What else a claim may say is for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.answer import Located
from vlm.joints_en import DONE
from vlm.joints_zh import HAN_DONE, HAN_NEXT
from vlm.polarity import negations_of
from vlm.quoting import pieces_of

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[\n。！？；;]")
_SIGNAL = re.compile(r"^\s*(?:[A-Z]{4,}|[\u3400-\u9fff]{2})[:：]\s*")  # WARNING: (ANSI Z535.6)
_ENDS = " .。;；\n"
_NEXT = rf"then|next|afterwards?|thereafter|subsequently|finally|followed by|{DONE}|after which(?: you)?"
_HAN_NEXT = f"(?:(?:{HAN_DONE}|{HAN_NEXT}|之后)[，,]?)?(?:接着|然后|随后|最后)?再?"
_JOINT = re.compile(rf"[\s.,;:。，；：]*(?:(?:and )?(?:only )?(?:{_NEXT})|and|{_HAN_NEXT})[\s,:，：]*")
_OPENING = re.compile(r"\s*(?:first(?: of all)?[,:]? |先|首先[，,]?)?")
_STOP = re.compile(r"[.;。；]")
_CLOSING = re.compile(r"[\s.。;；!！]*")


def is_copy(claim: str, located: Sequence[Located]) -> bool:
    """Whether a claim is its quotes, rows or whole sentences, and nothing else; or sentences in the order in
    which one manual prints them, with no more than "first" before and "then" between them."""
    body = claim.lower()
    if not any(_quoted(place) in body for place in located):
        return False
    copied = bool(pieces_of(claim, located)) or _is_joined(claim, located)
    return copied and all(map(_is_whole, located))


def _quoted(place: Located) -> str:
    passage = place.shown.passage
    quote = passage.text if passage.kind == "row" else passage.text[place.start : place.end]
    return quote.lower().strip(_ENDS)


def _is_joined(claim: str, located: Sequence[Located]) -> bool:
    passages = [place.shown.passage for place in located]
    if not located or len({p.edition for p in passages}) > 1 or any(p.kind == "row" for p in passages):
        return False
    body, at, denied = claim.lower(), 0, False
    for place in sorted(located, key=lambda p: (p.shown.passage.order, p.start)):
        quote = _quoted(place)
        stands = body.find(quote, at) if quote else -1
        joint = _JOINT if at else _OPENING
        if stands < 0 or joint.fullmatch(body, at, stands) is None:
            return False
        if denied and _STOP.search(body, at, stands) is None:
            return False  # "do not touch it and open it" forbids both
        at, denied = stands + len(quote), any(n.polarity == "no" for n in negations_of(quote))
    return _CLOSING.fullmatch(body, at) is not None


def _is_whole(located: Located) -> bool:
    """Whether a quote is cut out of no sentence; the signal word of a warning is none of its words."""
    passage = located.shown.passage
    if passage.kind == "row":
        return True
    around = sentences_around(located)
    if passage.kind == "warning":
        around = _SIGNAL.sub("", around)
    return passage.text[located.start : located.end].strip(" .。") == around.strip(" .。")


def sentences_around(located: Located) -> str:
    """The quote with the rest of its sentences, so that no negation is cut off; a row whole."""
    text = located.shown.passage.text
    if located.shown.passage.kind == "row":
        return text
    start = max((m.end() for m in _SENTENCE.finditer(text, 0, located.start)), default=0)
    end = located.end
    if not _SENTENCE.search(text[max(end - 1, 0) : end + 1]):
        after = _SENTENCE.search(text, end)
        end = after.start() if after else len(text)
    return text[start:end]
