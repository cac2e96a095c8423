"""Finds a reference's words in the passage it names, and says how it went wrong when they are not there.

It does not judge whether the words support the claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from rapidfuzz.fuzz import partial_ratio_alignment

from kb_sources.manual import Passage
from vlm.answer import Located, Reason, Reference, Shown
from vlm.folding import Folded, fold, fold_cached, folded_text, is_word, weight

MIN_WEIGHT = 4  # letters and digits count 1, ideographs 2; less says nothing unless it is the whole passage
OCR_READERS = frozenset({"rapidocr", "qwen3vl"})
_OPENING = 8  # characters that tell of nearly every text that it is long enough
_JOINED_PIECE = 6  # weight from which a matched piece of a quote counts as taken from the passage
_JOINED_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Missed:
    """A reference that points nowhere, and why."""

    reference: Reference
    reason: Reason


def locate(reference: Reference, shown: Mapping[str, Shown], ocr_similarity: float) -> Located | Missed:
    """The place of a reference's quote in the passage it names.

    A text layer must hold the quote exactly after folding; a passage read by OCR must hold it with at least
    `ocr_similarity` (0..1) and with the same digits.
    """
    cited = shown.get(reference.label)
    if cited is None:
        return Missed(reference, Reason("unknown_label", (("label", reference.label),)))
    copied = _find_copied(reference.quote.strip(), cited.passage.text)
    if copied is not None:
        return Located(cited, *copied)
    quote = fold_cached(reference.quote)
    body = fold_cached(cited.passage.text)
    if not quote.text or (_is_slight(quote.text) and quote.text != body.text):
        return Missed(reference, Reason("quote_too_short", (("quote", reference.quote.strip()),)))
    stretch = find(quote, body, cited.passage.text)
    if stretch is None and cited.passage.read_by in OCR_READERS:
        stretch = _find_alike(quote, body, cited.passage.text, ocr_similarity)
    if stretch is not None:
        return Located(cited, *stretch)
    return Missed(reference, _explain(quote, reference, cited, shown.values()))


def _find_copied(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote stands letter by letter, as most do: nothing needs to be folded then."""
    at = text.find(quote)
    if at < 0 or _is_slight(quote) or not _whole(text, at, at + len(quote)):
        return None
    return at, at + len(quote)


def _is_slight(text: str) -> bool:
    return weight(text[:_OPENING]) < MIN_WEIGHT and weight(text) < MIN_WEIGHT


def find(quote: Folded, body: Folded, text: str) -> tuple[int, int] | None:
    """The first stretch of `text` that folds to the quote and cuts no word or number in two."""
    at = body.text.find(quote.text)
    while at >= 0:
        start, end = body.original(at, at + len(quote.text))
        if _whole(text, start, end):
            return start, end
        at = body.text.find(quote.text, at + 1)
    return None


def _whole(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] ends where words and numbers end: no `5` out of `15`, `2.5` or `1,500`."""
    return _parts_at(text, start) and _parts_at(text, end)


def _parts_at(text: str, cut: int) -> bool:
    if not 0 < cut < len(text):
        return True
    left, right = text[cut - 1], text[cut]
    if is_word(left) and is_word(right):
        return left.isdecimal() and not right.isdecimal()  # "10mm" may be cut, "E21" and "moved" not
    if right in ".," and left.isdecimal():
        return not (cut + 1 < len(text) and text[cut + 1].isdecimal())
    if left in ".," and right.isdecimal():
        return not (cut > 1 and text[cut - 2].isdecimal())
    return True


def _find_alike(quote: Folded, body: Folded, text: str, similarity: float) -> tuple[int, int] | None:
    if not body.text or len(quote.text) > len(body.text) * 1.1:
        return None
    found = partial_ratio_alignment(quote.text, body.text, score_cutoff=similarity * 100)
    if found is None or found.dest_end <= found.dest_start:
        return None
    start, end = body.original(found.dest_start, found.dest_end)
    while start > 0 and is_word(text[start]) and is_word(text[start - 1]):
        start -= 1
    while end < len(text) and is_word(text[end]) and is_word(text[end - 1]):
        end += 1
    if _digits(quote.text) != _digits(fold(text[start:end]).text):
        return None
    return (start, end) if _whole(text, start, end) else None


def likeness(quote: str, text: str) -> float:
    """How alike a quote and the stretch of a text most like it are, 0..1: what OCR's threshold is held to."""
    found = partial_ratio_alignment(fold_cached(quote).text, fold_cached(text).text)
    return found.score / 100 if found is not None else 0.0


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit() or c in "-<>^/%")


def _explain(quote: Folded, reference: Reference, cited: Shown, shown: Iterable[Shown]) -> Reason:
    values = (("quote", reference.quote.strip()), ("label", reference.label))
    for other in shown:
        text = other.passage.text
        if other.label == cited.label or quote.text not in folded_text(text):
            continue
        if find(quote, fold_cached(text), text) is not None:
            return Reason("misattributed", (*values, ("where", other.label)))
    return Reason("joined_quote" if _is_joined(quote, cited.passage) else "quote_not_found", values)


def _is_joined(quote: Folded, passage: Passage) -> bool:
    """Whether the quote is glued from several pieces of the passage ("frankenquote")."""
    body = folded_text(passage.text)
    blocks = SequenceMatcher(None, quote.text, body, autojunk=False).get_matching_blocks()
    pieces = [b for b in blocks if weight(quote.text[b.a : b.a + b.size]) >= _JOINED_PIECE]
    seams = [weight(quote.text[one.a + one.size : two.a]) for one, two in pairwise(pieces)]
    covered = sum(weight(quote.text[b.a : b.a + b.size]) for b in pieces) / max(weight(quote.text), 1)
    return len(pieces) > 1 and not any(seams) and covered >= _JOINED_SHARE


def pieces_of(text: str, located: Iterable[Located]) -> list[str]:
    """The cited rows and quotes of which a text consists, word for word; none where it says anything else."""
    found = []
    for place in located:
        passage = place.shown.passage
        quote = passage.text if passage.kind == "row" else passage.text[place.start : place.end]
        if quote.strip() and quote in text:
            text = text.replace(quote, "\n", 1)
            found.append(quote)
    return [] if any(map(str.isalnum, text)) else found
