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
from vlm.measures import read_figures
from vlm.pairing import Pair
from vlm.partners import alike, measure_of

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。！？；\n]")
_NO_THING = re.compile(
    r"[^\w\s#*.-]|\b(?:and|or|then|because|which|if|when|after|before|until|not|never|no)\b|[不未没]|因为|时|后|前"
)
_AND = re.compile(r"^(?:and |or |[和与或及])")
_PRONOUN = re.compile(r"\b(?:it|them|its|they|their|this|these)\b|其|它|此")
_PRONOUNS = frozenset({"it", "them", "its", "they", "their", "其", "它"})
_MARKS = frozenset(",;:，、：；")
_MOST = 8  # tokens of a thing
_REST = 2  # words around it that the claim repeats, at least
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


def find_foreign(pair: Pair, claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first thing of another printed sentence that stands where the repeated one has its own, which the
    claim leaves out; where it has a pronoun; or where it has none and a figure of its own."""
    if all(tag in ("equal", "insert") for tag, *_ in pair.codes) or " | " in claim:
        return None
    for put in _put(pair, _sentences(tuple(evidence)), evidence):
        if put.at[2] == put.at[3]:
            wrong = _is_put_in(put, claim, evidence)
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
        if tag not in ("replace", "delete") or max(b - a, d - c) > _MOST or "#" in said.tokens[a:b]:
            continue
        thing = said.words(a, b).lower()
        thing = _AND.sub("", thing) if tag == "delete" else thing
        words = content_of(thing.rstrip("."))
        if not words or _NO_THING.search(thing):
            continue
        rest = content_of(f"{said.words(0, a)}\n{said.words(b, len(said.tokens))}")
        sources = tuple(s for s in sentences if words <= s.words)
        if sources and all(2 * count_told(rest, s.words) < len(rest) for s in sources):
            at, theirs = (a, b, c, d), pair.printed.words(c, d)
            yield _Put(pair, at, words, rest, theirs, quote, own[-1].words, sources)


def _is_put_for(put: _Put, claim: str) -> bool:
    """Whether a thing replaces one of the repeated sentence, which the claim nowhere tells."""
    (a, b, _, _), said, left = put.at, put.pair.said, content_of(put.theirs.rstrip("."))
    if not left or len(put.rest) < _REST or _NO_THING.search(put.theirs.lower()):
        return False
    known, told = count_told(put.words, put.home), count_told(left, content_of(claim))
    if 2 * known > len(put.words) or 2 * told > len(left):
        return False
    if a and said.tokens[a - 1] in _MARKS and b == len(said.tokens):
        return False  # a clause of its own
    lone = sum(tag == "replace" for tag, *_ in put.pair.codes) == 1
    near = [s for s in put.sources if s.quote == put.quote]
    return not near or (lone and not any(_PRONOUN.search(s.text.lower()) for s in near))


def _is_meant(put: _Put) -> bool:
    """Whether a thing that the quote does not print replaces a pronoun that stands for one of its own."""
    printed, (_, _, first, last) = put.pair.printed, put.at
    if _PRONOUNS.isdisjoint(printed.tokens[first:last]):
        return False
    if len(put.words) < _REST and HAN.fullmatch(min(put.words)):
        return False  # half a word
    before = content_of(printed.text[: printed.spans[first][0]])
    return bool(before) and not count_told(put.words, content_of(printed.text))


def _is_put_in(put: _Put, claim: str, evidence: Sequence[str]) -> bool:
    """Whether a thing of another quote is put into a sentence with its figure, and that quote gives the thing
    another figure of the same measure: "hold A and B for 3 s" of "hold A for 3 s. Hold A and B for 5 s"."""
    pair, same = put.pair, sum(b - a for tag, a, b, _, _ in put.pair.codes if tag == "equal")
    if same < _REPEATED * len(pair.printed.tokens) or count_told(put.words, content_of(pair.printed.text)):
        return False
    told = [f for f in read_figures(claim) if f.unit and not f.code]
    measures = {measure_of(f) for f in told}
    return any(
        measure_of(f) in measures and not any(alike(f, mine) for mine in told)
        for source in (put.sources if measures else ())
        for f in read_figures(evidence[source.quote])
        if f.unit and not f.code
    )


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
