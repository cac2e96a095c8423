"""A word put in the place of a printed one: everything around it is printed, it says something else.

A word of any meaning counts that stands where the quote has one that the claim nowhere says; opposites are
asked only where one word is all that differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vlm.answer import Reason
from vlm.backing import Evidence, gather, unbacked
from vlm.content import content_of
from vlm.equivalents import LATIN, is_listed, lists, stem_of
from vlm.fillers import ADVERBIAL, find_filled
from vlm.measures import read_figures
from vlm.pairing import Code, Pair, Read, nearest, read
from vlm.polarity import MODAL, clauses_of, lowered, negations_of, rules, terms_of
from vlm.units import equal

_WORD = re.compile(r"[^\W\d]")
_STOPS = frozenset(",;:.，、：；。")
_MOST = 4  # tokens of a stretch that is one word, or ideographs of one
_ROUND = 3  # tokens on either side within which a word may be part of a listed phrase
_COPIED = 0.8  # of the tokens of a printed sentence, from which a claim's sentence repeats it
_NAMES = 1000  # from here on a bare number names a part: bearing 6204
_CHANGES = 2  # places at which such a sentence differs
_DUTY = re.compile(r"\b(?:must|shall|has to|have to)\b|必|务|须")
_WISH = re.compile(r"\b(?:may|can|could|might|should|preferably)\b|最好|可以?|尽量|建议|不妨")
_JOINING = frozenset("往向以至用起得就并更没不把将被在从给")
_LIMITS = frozenset("超多少最高低大小以") | frozenset(
    ["more", "less", "most", "least", "than", "over", "above", "below", "exceed", "within", "long", "up"]
)
_ARTICLES = frozenset({"the", "a", "an", "both", "its"})
_LISTING = frozenset({*"，、,;/和与或及并", "and", "or"})
_NO = frozenset(
    {*"不没未无勿别非", "not", "no", "never", "without", "don't", "doesn't", "isn't", "aren't", "cannot"}
)
_BY_NO = _NO | {*"有要得能会可", "do", "does", "is", "are", "be", "a", "the"}
_Span = tuple[int, int, int, int]


def find_substituted(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first word that stands in another's place, or is denied there, and what stands there in print."""
    cut = any(clauses is not sentences for sentences, clauses in map(read, (claim, *evidence)))
    for whole, parts in ((True, 0), (False, 1)) if cut else ((True, 0),):
        printed = [one for text in evidence for one in read(text)[parts]]
        for said in read(claim)[parts]:
            if reason := next(filter(None, (_exchanged(said, one) for one in printed)), None):
                return reason
        near = [nearest(said, printed) for said in read(claim)[parts]]
        told = sum(token in _NO for pairs in near if pairs for token in _own(pairs[0]))
        for pairs in filter(None, near):
            found = [
                (whole and (_turned(p) or _misfigured(p) or _put_in_place(p, claim, evidence)))
                or (_denied(p, told) if not _is_banned(p, evidence) else None)
                for p in pairs
            ]
            if found[0] and all(found):
                return found[0]
            filled = next(filter(None, (find_filled(p, claim, evidence) for p in pairs)), None)
            if filled is not None:
                return filled
        if reason := _changed_places([pair for pairs in near for pair in pairs]):
            return reason
    return None


def _denied(pair: Pair, told: int) -> Reason | None:
    """A negation that is all the claim has more, or less, at a place where both say the same.

    `told` negations are the claim's own: "not without consent" adds none.
    """
    said, printed = pair.said, pair.printed
    mine = _own(pair)
    theirs = [t for tag, _, _, c, d in pair.codes if tag != "equal" for t in printed.tokens[c:d]]
    if _NO.isdisjoint((*mine, *theirs)) or not _LIMITS.isdisjoint((*mine, *theirs)):
        return None  # "45° at most" for "not more than 45°"
    for tag, a, b, c, d in pair.codes:
        if tag == "insert" and _is_negation(printed.tokens[c:d]) and _NO.isdisjoint(mine):
            return Reason("negation_lost", (("word", printed.words(c, d)),))
        if (
            tag == "replace"
            and told < 2
            and _NO.isdisjoint(theirs)
            and _is_denied_form(said.tokens[a:b], printed.tokens[c:d])
        ):
            return Reason("negation_added", (("word", said.words(a, b)),))
        if tag == "delete" and _is_negation(said.tokens[a:b]) and _NO.isdisjoint(theirs) and told < 2:
            return Reason("negation_added", (("word", said.words(a, b)),))
    return None


def _is_banned(pair: Pair, evidence: Sequence[str]) -> bool:
    """Whether a printed stretch is an item of a list whose head forbids it, as the claim does."""
    if not pair.said.tokens or _NO.isdisjoint(_own(pair)):
        return False
    item = lowered(pair.printed.words(0, len(pair.printed.tokens)))
    banned = (c for text in evidence for c in clauses_of(text) if "no" in c.polarities)
    return any(item in lowered(c.text) and not negations_of(c.text) for c in banned)


def _put_for(word: str, printed: str) -> Reason:
    return Reason("word_not_in_quote", (("word", word), ("printed", printed)))


def _own(pair: Pair) -> list[str]:
    """The tokens that the claim alone has."""
    return [t for tag, a, b, _, _ in pair.codes if tag != "equal" for t in pair.said.tokens[a:b]]


def _is_denied_form(said: Sequence[str], printed: Sequence[str]) -> bool:
    """ "does not burn" for "burns"."""
    left = [stem_of(t) for t in said if t not in _BY_NO]
    return not _NO.isdisjoint(said) and left == [stem_of(t) for t in printed]


def _is_negation(tokens: Sequence[str]) -> bool:
    return not _NO.isdisjoint(tokens) and _BY_NO.issuperset(tokens)


def _changed_places(pairs: Sequence[Pair]) -> Reason | None:
    """Of two printed words each stands where the other is printed: "touches the tub and melts the drum"."""
    put = [(pair, at) for pair in pairs for tag, *at in pair.codes if tag == "replace"]
    for n, (one, (a, b, c, d)) in enumerate(put):
        first, there = one.said.words(a, b), one.printed.words(c, d)
        for other, (e, f, g, h) in put[n + 1 :]:
            second = other.said.words(e, f)
            if not _same_words(first, other.printed.words(g, h)) or not _same_words(second, there):
                continue
            if not _same_words(first, second) and not (one is other and _are_listed(one.said, a, b, e)):
                return _put_for(first, there)
    return None


def _exchanged(said: Read, printed: Read) -> Reason | None:
    """Two printed things of which each stands in the other's place, and all else in its own. What only a
    list or a mark parts may be told in any order."""
    mine, theirs = said.tokens, printed.tokens
    if mine == theirs or len(mine) != len(theirs) or said.held != printed.held:
        return None
    first = next(n for n, (a, b) in enumerate(zip(mine, theirs, strict=True)) if a != b)
    last = next(n for n in range(len(mine), 0, -1) if mine[n - 1] != theirs[n - 1])
    x, y = mine[first:last], theirs[first:last]
    for size in range(1, len(y) - 1):
        if x[len(x) - size :] != y[:size]:
            continue
        for other in range(1, len(y) - size):
            between = y[size : len(y) - other]
            if x[:other] != y[len(y) - other :] or x[other : len(x) - size] != between:
                continue
            if not _LISTING.isdisjoint(between) or not _STOPS.isdisjoint(y):
                continue
            things = printed.words(first, first + size), printed.words(last - other, last)
            if any(map(ADVERBIAL.match, map(str.lower, things))):
                continue  # "under the ring sits the sensor"
            if any(len(thing) == 1 for thing in things):
                continue  # 插头插拔 for 插拔插头: a Chinese character is no thing
            if all(map(content_of, (*things, printed.words(first + size, last - other)))):
                return _put_for(things[1], things[0])
    return None


def _are_listed(said: Read, start: int, end: int, other: int) -> bool:
    """Whether two words are parts of one list, whose order says nothing, or the first begins a command."""
    between = [t for t in said.tokens[end:other] if t not in _ARTICLES]
    if not start and said.tokens[0].isascii():
        return True  # "crosswise, the screws are tightened"
    if "#" in said.tokens[start:end] or not between:
        return True
    words = [t for t in between if t not in _LISTING]
    if not words or (len(words) == 1 and not words[0].isascii()):
        return True
    return between[0] in _LISTING and between[-1] in _LISTING


def _same_words(one: str, other: str) -> bool:
    words = content_of(one)
    return bool(words) and words == content_of(other)


def _turned(pair: Pair) -> Reason | None:
    """An opposite, or a wish for a duty, that is all that differs from a printed sentence."""
    said, printed = pair.said, pair.printed
    if len(said.tokens) < _COPIED * len(printed.tokens):
        return None
    differ = [code for code in pair.codes if code[0] != "equal"]
    if len(differ) > _CHANGES or sum(b - a for _, a, b, _, _ in differ) > _MOST:
        return None
    for _, a, b, c, d in differ:
        word, other = said.words(a, b), printed.words(c, d)
        forbids = not _NO.isdisjoint(said.tokens[b : b + 1])  # "may not" for "must not"
        if (
            not forbids
            and _WISH.search(word.lower())
            and _DUTY.search(other.lower())
            and not _DUTY.search(word.lower())
        ):
            return Reason("negation_lost", (("word", other),))
        wider = 0 if word.isascii() else 1  # 焊牢 for 焊下
        theirs = terms_of(printed.words(c - wider, d + wider))
        for term in terms_of(said.words(a - wider, b + wider)) if theirs else ():
            for held in theirs:
                if rules().sequence & {term.text, held.text}:
                    continue  # "A, then B" says what "A before B" says
                if any((p, 1 - n) in held.sides and (p, n) not in held.sides for p, n in term.sides):
                    return Reason("opposite_in_quote", (("word", term.text), ("opposite", held.text)))
    return None


def _misfigured(pair: Pair) -> Reason | None:
    """A figure in the place of a printed one, between the same words, that measures something else."""
    said, printed = pair.said, pair.printed
    for tag, a, b, c, _ in pair.codes:
        for at in range(a + 1, b - 1) if tag == "equal" else ():
            if said.tokens[at] != "#" or "#" in (said.tokens[at - 1], said.tokens[at + 1]):
                continue
            there = at - a + c
            mine, theirs = said.words(at, at + 1), printed.words(there, there + 1)
            if mine != theirs and not _is_same_figure(mine, theirs):
                return Reason("figure_not_in_quote", (("figure", mine), ("printed", theirs)))
    return None


def _is_same_figure(one: str, other: str) -> bool:
    said, printed = next(iter(read_figures(one)), None), next(iter(read_figures(other)), None)
    if said is None or printed is None or said.is_range or printed.is_range:
        return True  # it is a figure only beside its words
    unit = printed.unit or said.unit
    if not unit and max(said.low, printed.low) >= _NAMES:
        return True
    return equal(said.low, said.printed[0], said.unit or unit, printed.low, unit)


def _put_in_place(pair: Pair, claim: str, evidence: Sequence[str]) -> Reason | None:
    """A word that is another than the one printed there, which the claim says nowhere else."""
    said, printed = pair.said, pair.printed
    for a, b, c, d in _put(pair):
        word, other = said.words(a, b), printed.words(c, d)
        if not _may_differ(pair, (a, b, c, d)):
            continue
        if not a and _is_printed(word, "\n".join(evidence)):
            continue  # a sentence that begins with another part
        changed = [
            (said.words(a, b), printed.words(c, d)) for tag, a, b, c, d in pair.codes if tag != "equal"
        ]
        mine, theirs = (" ".join(words) for words in zip(*changed, strict=True))
        if _is_another(pair, (a, b, c, d), theirs):
            rest = claim.replace(said.words(0, len(said.tokens)), mine)
            if unbacked(other, gather(rest)):  # else it is said elsewhere: the parts changed places
                return _put_for(word, other)
    return None


def _says(words: str) -> bool:
    """Whether a stretch says something: "in order" does, though its words are free."""
    sides = (side for term in terms_of(words) if not rules().is_weak(term) for side in term.sides)
    return bool(content_of(words)) or any(pair not in MODAL for pair, _ in sides)


def _is_printed(word: str, text: str) -> bool:
    return word in text or (word.isascii() and bool(content_of(word) & content_of(text)))


def _may_differ(pair: Pair, at: _Span) -> bool:
    """Whether both stretches say something, and the claim tells its own more often: it did not move."""
    said, printed, (a, b, c, d) = pair.said, pair.printed, at
    if not any(said.tokens.count(t) > printed.tokens.count(t) for t in said.tokens[a:b]):
        return False
    word, other = said.words(a, b), printed.words(c, d)
    return word not in _JOINING and other not in _JOINING and _says(word) and _says(other)


def _is_another(pair: Pair, at: _Span, left: str) -> bool:
    """Whether the words say something else than print has there, in what is `left` over of it or beside."""
    said, printed, (a, b, c, d) = pair.said, pair.printed, at
    near = gather(f"{printed.words(c - _ROUND, d + _ROUND)}\n{left}")
    phrase = tuple(map(stem_of, LATIN.findall(said.words(a, b + 1).lower())))
    if len(phrase) > 1 and lists().claimed.get(phrase, frozenset()) & near.groups:
        return False  # "comes out" for "runs out"
    return _is_beside(said.words(a, b), near) or all(
        unbacked(said.words(a - n, b + n), near) for n in range(_ROUND + 1)
    )


def _put(pair: Pair) -> Iterator[_Span]:
    """Words a:b of a claim where print has c:d, with equal tokens or the end of both on either side."""
    mine, theirs, codes = pair.said.tokens, pair.printed.tokens, pair.codes
    for n, (tag, a, b, c, d) in enumerate(codes):
        if tag != "replace" or b - a > _MOST or d - c > _MOST:
            continue
        if not all(map(_WORD.match, (*mine[a:b], *theirs[c:d]))):
            continue
        before = _holds(pair, codes[n - 1]) if n else a == c == 0
        after = _holds(pair, codes[n + 1]) if n + 1 < len(codes) else (b, d) == (len(mine), len(theirs))
        if before and after:
            yield a, b, c, d


def _is_beside(word: str, near: Evidence) -> bool:
    """Whether a word that may be said anywhere says something else than what is printed here."""
    known, stems = lists(), [stem_of(w) for w in LATIN.findall(word.lower())]
    if (
        not stems
        or not _LIMITS.isdisjoint(word.lower().split())
        or not all(is_listed(w, known.besides) for w in LATIN.findall(word.lower()))
    ):
        return False
    return all(s not in near.stems and not known.claimed.get((s,), frozenset()) & near.groups for s in stems)


def _holds(pair: Pair, code: Code) -> bool:
    """Whether both say the same there: more than an article."""
    tag, a, b, _, _ = code
    return tag == "equal" and pair.said.tokens[a:b] not in (("a",), ("the",), ("an",))
