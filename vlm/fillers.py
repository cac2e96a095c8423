"""A thing of another printed sentence in the place of a sentence's own: "the motor is soldered to the board"
where that is printed of the socket.

It knows only where a claim's sentence differs from one it repeats; vlm/pairing.py finds both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import HAN, count_told
from vlm.measures import Figure, read_figures
from vlm.pairing import Pair, Read
from vlm.partners import alike, measure_of
from vlm.units import equal

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。！？；\n]")
_NO_THING = re.compile(
    r"[^\w\s#*.-]|\b(?:and|or|then|because|which|if|when|after|before|until|not|never|no)\b|[不未没]|因为|时|后|前"
)
_AND = re.compile(r"^(?:and |or |[和与或及])")
_PRONOUN = re.compile(r"\b(?:it|them|its|they|their|this|these)\b|其|它|此")
_PRONOUNS = frozenset({"it", "them", "its", "they", "their", "其", "它"})
_BEGINS = frozenset({*",;:，、：；并再且", "and", "then", "or"})  # a clause of its own
ADVERBIAL = re.compile(
    r"(?:with|using|by|at|in|on|onto|into|under|behind|from|over|through|inside|above|below|between|near|along"
    r"|via|around|when|while|during|for|as|before|after|until)\b|[用从在以沿往向到于]"
)
_MOST = 8  # tokens of a thing
_LONG = 16  # … and of what is printed in its place
_REST = 2  # words around it that the claim repeats, at least
_COMMAS = frozenset(",，")
_LISTING = frozenset({"and", "or", "和", "与", "或", "、"})
_PREDICATE = re.compile(
    r"(?:must|is|are|was|were|may|might|shall|should|can|could|has|have|will|does|do|needs?)\b"
    r"|不(?![超大小高低多少])|[须应必可得会未已能要]|严禁|禁止|切勿"
)
_MEANT = 0.65  # of the tokens of a claim's sentence, from which it repeats a printed one
_REPEATED = 0.6  # of the tokens of a printed sentence, from which what a claim has more is put into it


class _Sentence(NamedTuple):
    """A sentence of a quote, no row: which quote, where it begins, what it says."""

    quote: int
    start: int
    text: str
    words: frozenset[str]


class _Put(NamedTuple):
    """A thing in a claim's sentence where the printed one has `theirs`: what it says and all around it."""

    pair: Pair
    at: tuple[int, int, int, int]
    words: frozenset[str]
    rest: frozenset[str]
    theirs: str
    quote: int  # which holds the printed sentence
    home: frozenset[str]  # what that sentence says, uncut
    sources: tuple[_Sentence, ...]  # those that print the thing


def find_filled(pair: Pair, claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first place of a repeated sentence that is filled with what print has elsewhere."""
    return (
        find_foreign(pair, claim, evidence)
        or _find_taken_over(pair, claim)
        or _find_refigured(pair, claim, evidence)
    )


def find_foreign(pair: Pair, claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first thing of another printed sentence that stands where the repeated one has its own, which the
    claim leaves out; where it has a pronoun; or where it has none, but a figure of its own or another place,
    tool or time."""
    if all(tag in ("equal", "insert") for tag, *_ in pair.codes) or " | " in claim:
        return None
    for put in _put(pair, _sentences(tuple(evidence)), evidence):
        if put.at[2] == put.at[3]:
            wrong = _is_put_in(put, claim, evidence) or _is_put_aside(put, claim)
        elif content_of(put.theirs):
            wrong = _is_put_for(put, claim)
        else:
            wrong = _is_meant(put)
        if wrong:
            printed = put.theirs or pair.printed.words(0, len(pair.printed.tokens))
            return Reason("word_not_in_quote", (("word", pair.said.words(*put.at[:2])), ("printed", printed)))
    return None


def _put(pair: Pair, sentences: Sequence[_Sentence], evidence: Sequence[str]) -> Iterator[_Put]:
    """The things of a claim's sentence that only sentences about something else print."""
    quote, said = evidence.index(pair.printed.text), pair.said
    own = [s for s in sentences if s.quote == quote and s.start <= pair.printed.spans[0][0]]
    for tag, a, b, c, d in pair.codes if own and len(sentences) > 1 else ():
        if tag not in ("replace", "delete") or b - a > _MOST or d - c > _LONG:
            continue
        thing = said.words(a, b).lower()
        thing = _AND.sub("", thing) if tag == "delete" else thing
        words = content_of(thing.rstrip("."))
        if not words or _NO_THING.search(thing):
            continue
        sources = tuple(s for s in sentences if words <= s.words)
        if sources:
            rest = content_of(f"{said.words(0, a)}\n{said.words(b, len(said.tokens))}")
            at, theirs = (a, b, c, d), _cut(pair.printed.words(c, d))
            yield _Put(pair, at, words, rest, theirs, quote, own[-1].words, sources)


def _cut(theirs: str) -> str:
    """Printed words up to where something else begins, which the claim leaves out."""
    begins = _NO_THING.search(theirs.lower())
    return theirs[: begins.start()] if begins and begins.start() else theirs


def _is_apart(put: _Put) -> bool:
    """Whether the sentences that print the thing tell little of what stands around it."""
    return all(2 * count_told(put.rest, s.words) < len(put.rest) for s in put.sources)


def _is_clause(put: _Put) -> bool:
    """Whether a thing stands in a clause of which the printed sentence says nothing: one of its own."""
    said, (a, b, _, _) = put.pair.said, put.at
    begin = next((n for n in range(a, 0, -1) if said.tokens[n - 1] in _BEGINS), 0)
    end = next((n for n in range(b, len(said.tokens)) if said.tokens[n] in _BEGINS), len(said.tokens))
    for tag, first, last, _, _ in put.pair.codes:
        words = said.words(max(first, begin), min(last, end)) if tag == "equal" else ""
        if any(len(word) > 1 for word in content_of(words)):
            return False
    return True


def _is_put_for(put: _Put, claim: str) -> bool:
    """Whether a thing replaces one of the repeated sentence, which the claim nowhere tells."""
    b, said, left = put.at[1], put.pair.said, content_of(put.theirs.rstrip("."))
    if len(put.rest) < _REST or _NO_THING.search(put.theirs.lower()) or not _is_apart(put):
        return False
    known, told = count_told(put.words, put.home), count_told(left, content_of(claim))
    if 2 * known > len(put.words) or 2 * told > len(left):
        return False
    if _is_clause(put):
        return False
    lone = sum(tag == "replace" for tag, *_ in put.pair.codes) == 1
    lone = lone and (b == len(said.tokens) or put.pair.printed.words(*put.at[2:]) == put.theirs)
    near = [s for s in put.sources if s.quote == put.quote]
    return not near or (lone and not any(_PRONOUN.search(s.text.lower()) for s in near))


def _is_meant(put: _Put) -> bool:
    """Whether a thing that the quote does not print replaces a pronoun that stands for one of its own."""
    printed, (_, _, first, last) = put.pair.printed, put.at
    if _PRONOUNS.isdisjoint(printed.tokens[first:last]) or not _is_apart(put):
        return False
    if len(put.words) < _REST and HAN.fullmatch(min(put.words)):
        return False  # half a word
    before = content_of(printed.text[: printed.spans[first][0]])
    return bool(before) and not count_told(put.words, content_of(printed.text))


def _is_put_in(put: _Put, claim: str, evidence: Sequence[str]) -> bool:
    """Whether a thing of another quote is put into a sentence with its figure, and that quote gives the thing
    another figure of the same measure: "hold A and B for 3 s" of "hold A for 3 s. Hold A and B for 5 s"."""
    pair, same = put.pair, sum(b - a for tag, a, b, _, _ in put.pair.codes if tag == "equal")
    least = _REPEATED * min(len(pair.said.tokens), len(pair.printed.tokens))
    if same < least or count_told(put.words, content_of(pair.printed.text)):
        return False
    told = [f for f in _figures(claim) if f.unit]
    measures = {measure_of(f) for f in told}
    return any(
        measure_of(f) in measures and not any(alike(f, mine) for mine in told)
        for source in (put.sources if measures else ())
        for f in _figures(evidence[source.quote])
        if f.unit
    )


def _is_put_aside(put: _Put, claim: str) -> bool:
    """Whether a place, tool or time of another quote is added, and something printed is left out for it."""
    pair = put.pair
    if (
        not ADVERBIAL.match(pair.said.words(*put.at[:2]).lower())
        or len(put.rest) < _REST
        or not _is_apart(put)
    ):
        return False
    if count_told(put.words, content_of(pair.printed.text)):
        return False
    told = content_of(claim)
    left = (content_of(pair.printed.words(c, d)) for tag, _, _, c, d in pair.codes if tag == "insert")
    return any(words and not count_told(words, told) for words in left)


def _find_taken_over(pair: Pair, claim: str) -> Reason | None:
    """What is printed of a clause's own subject, which is left out, told of what is printed ahead: "the clamp
    must not be earthed" for "use the clamp, the probe must not be earthed"."""
    tokens = pair.printed.tokens
    for before, (tag, _, _, c, d), after in zip(pair.codes, pair.codes[1:], pair.codes[2:], strict=False):
        if tag != "insert" or before[0] != "equal" or after[0] != "equal" or tokens[c] not in _COMMAS:
            continue
        if not _COMMAS.union(_LISTING).isdisjoint(tokens[c + 1 : d]):
            continue
        subject, predicate = pair.printed.words(c + 1, d), pair.printed.words(d, len(tokens))
        left = content_of(subject)
        if left and _PREDICATE.match(predicate.lower()) and not count_told(left, content_of(claim)):
            return Reason("word_not_in_quote", (("word", predicate), ("printed", f"{subject} {predicate}")))
    return None


def _find_refigured(pair: Pair, claim: str, evidence: Sequence[str]) -> Reason | None:
    """A printed figure of another sentence in a repeated one, which has its own of this measure: left out.

    A figure that nothing prints is for vlm/checks/figures.py.
    """
    said, printed = pair.said, pair.printed
    if "#" not in said.held or "#" not in printed.held or " | " in printed.text:
        return None
    same = sum(b - a for tag, a, b, _, _ in pair.codes if tag == "equal")
    if same < _MEANT * len(said.tokens) or _figures_as_told(printed) <= _figures_as_told(said):
        return None
    mine, theirs = _figures(said.words(0, len(said.tokens))), _figures(printed.words(0, len(printed.tokens)))
    told = _figures(claim)
    for measure in dict.fromkeys(measure_of(f) for f in mine):
        put = [f for f in mine if measure_of(f) == measure]
        own = [f for f in theirs if measure_of(f) == measure]
        is_told = any(_is_of(other, one) for one in own for other in told)
        if own and not is_told and any(_is_of(put[0], f) for text in evidence for f in _figures(text)):
            return Reason("figure_not_in_quote", (("figure", put[0].text), ("printed", own[0].text)))
    return None


def _figures_as_told(read: Read) -> frozenset[str]:
    return frozenset(read.words(n, n + 1) for n, token in enumerate(read.tokens) if token == "#")


def _is_of(told: Figure, printed: Figure) -> bool:
    """Whether a figure is a printed one, or an end of it."""
    ends = ((printed.low, told.low, 0), (printed.high, told.low, 0), (printed.high, told.high, 1))
    return any(equal(mine, told.printed[n], told.unit, own, printed.unit) for own, mine, n in ends)


def _figures(text: str) -> list[Figure]:
    return [f for f in read_figures(text) if not f.code]


@lru_cache(maxsize=1024)
def _sentences(evidence: tuple[str, ...]) -> tuple[_Sentence, ...]:
    found = list[_Sentence]()
    for number, text in enumerate(evidence):
        at = 0
        for end in (*(m.end() for m in _SENTENCE.finditer(text)), len(text)) if " | " not in text else ():
            if text[at:end].strip():
                found.append(_Sentence(number, at, text[at:end], content_of(text[at:end])))
            at = end
    return tuple(found)
