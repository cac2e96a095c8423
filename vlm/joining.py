"""One statement put together from two printed ones: the case of one with what another says of its own, one
deed with the state that another asks for, "do not" over what is printed as something to do.

It compares whole clauses; a thing put into a sentence that is repeated is for vlm/fillers.py, figures are for
vlm/placing.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import count_told, members_of
from vlm.measures import read_figures
from vlm.polarity import lowered, negations_of
from vlm.scopes import segments_of

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[。！？；;\n]")
_AFTER = "后(?=[^面盖部侧壳备])"
_BEFORE = "前(?=[^面方部侧端后框置盖])"
_WHEN = "时(?=[^间候刻])"
_CLAUSE = re.compile(
    r"[,;:](?!\d)|[，：；]|\b(?:and|then|after|before|while|when|if|once|until)\b|然后|之前|并|再"
    rf"|{_AFTER}|{_WHEN}|{_BEFORE}"
)
_CASE = r"if|when|whenever|while|whilst|during|because|since|in case(?: of)?|as long as"
_IN_CASE = re.compile(
    rf"^\s*(?:{_CASE})\b(?P<case>[^,]+),(?P<main>.+)$|^(?P<main2>.+?),?\s\b(?:{_CASE})\b(?P<case2>[^,]+)$"
    rf"|^\s*(?:如果|若|当|因为|由于)?(?P<case3>[^，,a-z]+?)(?:(?<=[^及随同当有即小暂计定]){_WHEN}|期间|的话|就)[，,]?"
    r"(?P<main3>.+)$|^\s*(?:如果|若|当|因为|由于)(?P<case4>[^，,]+)[，,](?P<main4>.+)$"
)
_MAY_BE_CASE = re.compile(rf"\b(?:{_CASE})\b|[时若当就]|如果|期间|的话|因为|由于")
_ELSEWHERE = re.compile(
    r"\b(?:go (?:on )?to|continue (?:with|at)|proceed (?:to|with)) (?:the )?(?:section|step|table|chapter)"
    r"|转[到至]|继续(?:第|步骤)"
)
_LATER = re.compile(
    rf"\b(?:before|until)\b|之前|以前|{_BEFORE}|直到|直至"
)  # asks for nothing ahead of the deed
_DIGIT = re.compile(r"\d")
_WORDS = 2  # that a clause tells at least
_MOST = 0.7  # of a case, or of what is said of it, from which it is told
_HALF = 0.5


class _Sentence(NamedTuple):
    """A sentence of a quote, no row: which quote, what it says, and its clauses."""

    quote: int
    text: str
    words: frozenset[str]
    clauses: tuple[frozenset[str], ...]


def find_joined(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first clause that print ties to something else than the claim does."""
    if " | " in claim:
        return None
    reason = find_overreaching(claim, evidence)
    prose = tuple(text for text in evidence if " | " not in text) if reason is None else ()
    if not prose or (len(prose) == 1 and not (_CLAUSE.search(lowered(claim)) and _may_cross(prose[0]))):
        return reason
    told = content_of(claim)
    if all(content_of(text) <= told for text in prose):
        return reason  # nothing is left out
    printed = _sentences(prose)
    said = _sentences((claim,))
    reason = next(filter(None, (_find_crossed_case(one, claim, printed) for one in said)), None)
    reason = reason or next(filter(None, (_find_other_state(one, claim, printed) for one in said)), None)
    if reason is not None or len(prose) < 2:
        return reason
    return (
        next(filter(None, (_find_other_case(one, claim, prose) for one in said)), None)
        or next(filter(None, (_find_mixed(one, claim, printed) for one in said)), None)
        or _find_other_antecedent(claim, prose, printed)
    )


@lru_cache(maxsize=1024)
def _may_cross(text: str) -> bool:
    """Whether two sentences of a text have a case, or a state ahead of a deed."""
    return sum(_CLAUSE.search(s.strip()) is not None for s in _SENTENCE.split(lowered(text))) > 1


def _tied(clause: Iterable[str], to: Iterable[str], printed: Iterable[str]) -> Reason:
    word, thing, own = (min(filter(str.isalnum, keys), default="") for keys in (clause, to, printed))
    return Reason("tied_otherwise", (("word", word), ("to", thing), ("printed", own)))


@lru_cache(maxsize=2048)
def _keys(text: str) -> frozenset[str]:
    """What a stretch says, figures with a unit too."""
    if not _DIGIT.search(text):
        return content_of(text)
    figures = (f"{f.low:g}-{f.high:g} {f.unit}" for f in read_figures(text) if f.unit and not f.code)
    return content_of(text).union(figures)


@lru_cache(maxsize=1024)
def _sentences(texts: tuple[str, ...]) -> tuple[_Sentence, ...]:
    found = list[_Sentence]()
    for number, text in enumerate(texts):
        for sentence in _SENTENCE.split(lowered(text)):
            clauses = tuple(keys for part in _CLAUSE.split(sentence) if (keys := _keys(part)))
            if clauses:
                found.append(_Sentence(number, sentence, _keys(sentence), clauses))
    return tuple(found)


def _is_told(words: frozenset[str], by: frozenset[str], most: float = 1.0) -> bool:
    """Whether a text tells most of some words, by default all."""
    if words <= by:
        return True
    if most < 1.0:
        return count_told(words, by) >= most * len(words)
    return all(key in by or not by.isdisjoint(members_of(key)) for key in words)


def _parted(sentence: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """A case and what is said of it: "when the belt slips, renew it"."""
    match = _IN_CASE.match(sentence)
    if match is None:
        return None
    case, main = (
        next(match[f"{name}{n}"] for n in ("", "2", "3", "4") if match[f"{name}{n}"])
        for name in ("case", "main")
    )
    return _keys(case), _keys(main)


def _find_other_case(said: _Sentence, claim: str, prose: Sequence[str]) -> Reason | None:
    """The case of one quote with what only another says, where that quote says something else of it."""
    parted = _parted(said.text) if _MAY_BE_CASE.search(said.text) else None
    if parted is None:
        return None
    known, told = [_keys(text) for text in prose], _keys(claim)
    everything = frozenset(key for keys in known for key in keys)
    case, main = (frozenset(k for k in part if count_told({k}, everything)) for part in parted)
    if not case or len(main) < _WORDS:
        return None
    of_case = [n for n, keys in enumerate(known) if _is_told(case, keys, _MOST)]
    of_main = [n for n, keys in enumerate(known) if _is_told(main, keys, _MOST)]
    if not of_case or not of_main:
        return None
    if any(_is_told(main, known[n], _HALF) for n in of_case):
        return None
    if any(_is_told(case, known[n], _HALF) for n in of_main):
        return None
    own = frozenset[str]()
    for number in of_case:
        cases = [
            p
            for s in _SENTENCE.split(lowered(prose[number]))
            if not _ELSEWHERE.search(s) and (p := _parted(s))
        ]  # what to do then stands where it sends the reader
        said_of_it = [main for other, main in cases if _is_told(case, other, _HALF)]
        if not said_of_it or any(_is_told(each, told, _MOST) for each in said_of_it):
            return None
        own = said_of_it[0]
    return _tied(case, main, own)


def _find_crossed_case(said: _Sentence, claim: str, printed: Sequence[_Sentence]) -> Reason | None:
    """The case of one printed sentence with what another says of its own case, be they of one quote."""
    parted = _parted(said.text) if _MAY_BE_CASE.search(said.text) else None
    parts = [(s, p) for s in printed if (p := _parted(s.text))] if parted else []
    if parted is None or len(parts) < 2:
        return None
    told, known = _keys(claim), frozenset(key for s, _ in parts for key in s.words)
    case, main = (frozenset(k for k in part if count_told({k}, known)) for part in parted)
    of_case = [(s, p) for s, p in parts if case and _is_told(case, p[0], _MOST)]
    of_main = [(s, p) for s, p in parts if main and _is_told(main, p[1], _MOST)]
    if not of_case or not of_main or any(_is_told(main, s.words, _HALF) for s, _ in of_case):
        return None
    if any(_is_told(own, told, _HALF) for _, (_, own) in of_case):
        return None
    if any(_is_told(own, told, _HALF) for _, (own, _) in of_main):
        return None
    return _tied(case, main, of_case[0][1][1])


def _find_other_state(said: _Sentence, claim: str, printed: Sequence[_Sentence]) -> Reason | None:
    """A deed of one quote after what another says of a thing, where its own sentence first asks for something
    else of that thing, which the claim leaves out: "with the fan running, measure" for "stop the fan and
    measure"."""
    if len(said.clauses) < 2:
        return None
    told = _keys(claim)
    for first, deed in combinations(said.clauses, 2):
        if min(len(first), len(deed)) < _WORDS:
            continue
        sources = [s for s in printed if _is_told(first, s.words)]
        if not sources or any(_is_told(deed, s.words) for s in sources):
            continue
        if all(s.words - first <= told for s in sources):
            continue
        quotes = {s.quote for s in sources}
        for own in printed:
            if not _is_told(deed, own.words) or _is_told(first, own.words):
                continue
            if own.quote in quotes and len(deed) <= _WORDS:
                continue
            if _LATER.search(own.text):
                continue
            if 2 * count_told(first - deed, own.words) > len(first):
                continue
            at = max(range(len(own.clauses)), key=lambda n: count_told(deed, own.clauses[n]))
            for asked in own.clauses[:at]:
                left = [key for key in asked if not count_told({key}, told)]
                if count_told(first, asked) and 2 * len(left) >= len(asked) >= _WORDS:
                    return _tied(deed, first, left)
    return None


def _find_mixed(said: _Sentence, claim: str, printed: Sequence[_Sentence]) -> Reason | None:
    """A clause with most of a printed one, and what only sentences of other quotes say, which say nothing of
    the rest."""
    told = content_of(claim)
    for clause in said.clauses:
        words = frozenset(
            k for k in clause if " " not in k and any(count_told({k}, s.words) for s in printed)
        )  # no figures
        if len(words) <= _WORDS or any(_is_told(words, s.words) for s in printed):
            continue
        shares = [(count_told(words, part), s, part) for s in printed for part in s.clauses]
        most = max(share for share, _, _ in shares)
        for share, home, part in shares:
            if share < max(most, _WORDS):
                continue
            foreign = frozenset(k for k in words if not count_told({k}, home.words))
            rest = frozenset(k for k in words if count_told({k}, part))
            left = [k for k in part if not count_told({k}, told)]
            if not foreign or not left or len(rest) + len(foreign) < len(words):
                continue
            sources = [s for s in printed if _is_told(foreign, s.words)]
            if sources and all(s.quote != home.quote and not count_told(rest, s.words) for s in sources):
                return _tied(foreign, rest, left)
    return None


_PRONOUN = re.compile(r"\b(?:it|them|its|they|their)\b|[其它]")
_JOINT = re.compile(r",\s|，|\b(?:and|then)\b|并且?|然后")


def _find_other_antecedent(claim: str, prose: Sequence[str], printed: Sequence[_Sentence]) -> Reason | None:
    """ "Clean its contacts" after a thing that the quote which has the contacts nowhere names."""
    body = lowered(claim)
    if not _PRONOUN.search(body):
        return None
    for sentence in _SENTENCE.split(body):
        for pronoun in _PRONOUN.finditer(sentence):
            begin = max((m.end() for m in _JOINT.finditer(sentence, 0, pronoun.start())), default=0)
            end = next((m.start() for m in _JOINT.finditer(sentence, pronoun.end())), len(sentence))
            clause, before = content_of(sentence[begin:end]), content_of(sentence[:begin])
            if not clause or not before or len(content_of(sentence[begin : pronoun.start()])) > 1:
                continue  # it may stand for a word of its own clause
            for home in (s for s in printed if _is_told(clause, s.words)):
                quote = content_of(prose[home.quote])
                bare = any(
                    _PRONOUN.search(part) and not content_of(home.text[: home.text.find(part)])
                    for part in _JOINT.split(home.text)
                )
                if bare or count_told(before, quote) or len(quote - clause) < _WORDS:
                    break
            else:
                if any(_is_told(clause, s.words) for s in printed):
                    return _tied(clause, before, clause)
    return None


_LISTS = re.compile(r"\b(?:and|or|nor)\b(?: then\b)?|并且?|[和与或及、且又]|以及")
_ENDS = re.compile(
    r"[,:](?!\d)|\b(?:but|then|before|until|if|when|while|because|so|as|after|instead|unless|only|which|that"
    r"|who|go to|see section|continue with|proceed|refer to)\b"
    r"|[，：]|而(?!且)|但|时|之前|直到|再|然后|就|才",
)
_FORBIDDEN = re.compile(
    r"\b(?:is|are) (?:strictly )?(?:forbidden|prohibited|not (?:allowed|permitted))\b"
    r"|(?:都|均|一律)?(?:是|被)?(?:严禁|禁止|不允许|不准|不许)的?\s*$",
)


def find_overreaching(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Do not touch the belt and open the cover": a denial that reaches over "and" to what is printed as a
    deed of its own."""
    body = lowered(claim)
    if not _LISTS.search(body) or not any(n.forbids for n in negations_of(body)):
        return None
    printed = [s for text in evidence if " | " not in text for s in segments_of(text)]
    for sentence in filter(None, _SENTENCE.split(body)):
        for word, part in _forbidden_parts(sentence):
            keys = content_of(part)
            alike = [
                s for s in printed if count_told(keys, content_of(s.text)) >= max(_WORDS, _HALF * len(keys))
            ]
            done = [s for s in alike if s.sense in ("yes", "later", "so long")]
            done = [s for s in done if _is_told(keys, content_of(s.text), _MOST)]
            if len(keys) >= _WORDS and done and not any(s.sense in ("no", "need not") for s in alike):
                return Reason("negation_added", (("word", word),))
    return None


def _forbidden_parts(sentence: str) -> Iterator[tuple[str, str]]:
    """What is forbidden together in a sentence, part by part, and the word that forbids it."""
    for denial in negations_of(sentence):
        if denial.polarity != "no" or not denial.forbids:
            continue
        at = denial.start + len(denial.text)
        stop = _ENDS.search(sentence[at:])
        parts = _LISTS.split(sentence[at : at + stop.start() if stop else None])
        if len(parts) < 2 and _FORBIDDEN.search(sentence[max(denial.start - 9, 0) :]):
            ahead = sentence[: denial.start]
            parts = _LISTS.split(ahead[max((m.end() for m in _ENDS.finditer(ahead)), default=0) :])
        for part in parts if len(parts) > 1 else ():
            yield denial.text, part
