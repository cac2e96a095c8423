"""Which words of a claim its quotes do not back: not in them, in no equivalent, and not free of meaning.

It does not judge how the words are put together; opposites.py and figures.py do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from vlm.answer import Located
from vlm.folding import plain
from vlm.measures import read_figures
from vlm.polarity import rules, terms_of
from vlm.words import stem as plain_stem

_LATIN = re.compile(r"[a-z]+(?:['’][a-z]+)?|[°%ω]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_CLAUSE = re.compile(r"[.;!?。；！？\n|](?!\d)")
_LONGEST = 8  # ideographs of a listed word at most
_ROOT = 5  # letters that two words of one family share at least: insulated, insulation
_ENDINGS = (
    "",
    "s",
    "ed",
    "ing",
    "ion",
    "ions",
    "ation",
    "al",
    "ment",
    "ance",
    "er",
    "or",
    "d",
    "ly",
    "ive",
    "e",
)
_APART = 6  # words within which the parts of a phrase belong together: "take the cover off"
_PARTICLES = frozenset(
    "的了着过吗呢吧是为在和与或及而但若则就便即把将被让使用从到由对于等才也都还又再会能可应要需须请其该此"
)
_NOUNS = frozenset({"plug"})  # as often a thing as a deed
_AFTER_FIGURE = re.compile(
    r"\x00[\s-]*(?:old|later|long|high|wide|deep|thick|tall|apart|away|each|apiece|厚|长|高|宽|深|重)"
)
_LONE, _UNBACKED = 1.0, 100.0  # what a lone ideograph and an unbacked one cost against a listed word


@dataclass(frozen=True, slots=True)
class _Lists:
    free: frozenset[str]
    besides: frozenset[str]  # the free ones among them
    groups: Mapping[tuple[str, ...], frozenset[int]]  # phrase, as stems → the lists it stands in
    first: Mapping[str, tuple[tuple[str, ...], ...]]  # by first stem, longest phrase first
    han_free: frozenset[str]
    han_besides: frozenset[str]
    han_groups: Mapping[str, frozenset[int]]
    han_members: tuple[tuple[str, ...], ...]
    of_rows: tuple[str, ...]


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("equivalents.toml").read_text(encoding="utf-8"))


@cache
def _irregular() -> Mapping[str, str]:
    """Forms that no ending tells: held → hold."""
    forms: Mapping[str, str] = _table()["irregular"]
    return forms


@cache
def _lists() -> _Lists:
    table = _table()
    groups: dict[tuple[str, ...], set[int]] = {}
    for number, members in enumerate(table["en"]["same"]):
        for phrase in members:
            groups.setdefault(_stems(phrase), set()).add(number)
    first: dict[str, list[tuple[str, ...]]] = {}
    for phrase_stems in groups:
        if phrase_stems:
            first.setdefault(phrase_stems[0], []).append(phrase_stems)
    han: dict[str, set[int]] = {}
    for number, members in enumerate(table["zh"]["same"]):
        for word in members:
            han.setdefault(word, set()).add(number)
    return _Lists(
        frozenset(table["en"]["free"]),
        frozenset((*table["en"]["free"], *table["en"]["besides"])),
        {phrase: frozenset(numbers) for phrase, numbers in groups.items()},
        {word: tuple(sorted(phrases, key=len, reverse=True)) for word, phrases in first.items()},
        frozenset(table["zh"]["free"]),
        frozenset((*table["zh"]["free"], *table["zh"]["besides"])),
        {word: frozenset(numbers) for word, numbers in han.items()},
        tuple(tuple(members) for members in table["zh"]["same"]),
        (*table["en"]["of_rows"], *table["zh"]["of_rows"]),
    )


@lru_cache(maxsize=8192)
def _is_listed(word: str, listed: frozenset[str]) -> bool:
    """Whether a word is in a list, in a form of it: by spelling, for the stem of "note" is "not"."""
    bare = re.sub(r"['’]s$", "", word)
    forms = (
        word,
        bare,
        bare.removesuffix("s"),
        bare.removesuffix("es"),
        bare.removesuffix("d"),
        bare.removesuffix("ed"),
    )
    return any(form in listed for form in (*forms, bare.removesuffix("ing")))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words of a claim may rest on: the quoted sentences, and names such as titles."""

    text: str
    stems: frozenset[str]
    groups: frozenset[int]
    han: str
    han_groups: frozenset[int]
    sides: frozenset[tuple[str, int]]


@lru_cache(maxsize=1024)
def gather(text: str) -> Evidence:
    """The words, and all that they back, of quoted sentences."""
    lists, body = _lists(), _lower(text)
    stems: set[str] = set()
    groups: set[int] = set()
    for clause in _CLAUSE.split(body):
        tokens = [_stem(w) for w in _LATIN.findall(clause)]
        stems.update(tokens)
        for phrase, numbers in _phrases(tokens):
            if _stand(phrase, tokens):
                groups |= numbers
    han = "\n".join(_HAN.findall(body))
    held = {n for n, members in enumerate(lists.han_members) if any(m in body or m in text for m in members)}
    sides = frozenset(side for term in terms_of(text) if term.text not in _NOUNS for side in term.sides)
    return Evidence(body, frozenset(stems), frozenset(groups), han, frozenset(held), sides)


def names_of(located: Iterable[Located]) -> str:
    """What a claim may name though no quote holds it: the product, the title, the section."""
    shown = [place.shown for place in located]
    names = ((*s.manual.products, s.manual.title, s.manual.maker, *s.passage.section) for s in shown)
    of_rows = _lists().of_rows if any(s.passage.kind == "row" for s in shown) else ()
    return "\n".join(dict.fromkeys((*(name for each in names for name in each), *of_rows)))


def unbacked(claim: str, evidence: Evidence, names: str = "") -> str:
    """The first word of a claim that nothing backs, "" where all are; figures and codes are left aside.

    `names` are words that may be said though no quote holds them: product, title, section.
    """
    body = _masked(claim)
    named = gather(names)
    return _unbacked_latin(body, evidence, named) or _unbacked_han(body, evidence, named)


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    bare = re.sub(r"['’]s$", "", word)
    return plain_stem(_irregular().get(bare, bare))


def _lower(text: str) -> str:
    return plain(text).text.lower()


def _masked(claim: str) -> str:
    """The claim in lower case without its figures and codes."""
    chars = list(claim)
    for figure in read_figures(claim):
        chars[figure.start : figure.end] = "\x00" * (figure.end - figure.start)
    return _AFTER_FIGURE.sub("\x00", _lower("".join(chars)))


@lru_cache(maxsize=8192)
def content_of(text: str) -> frozenset[str]:
    """The words of a text that say something, as keys that equal words share: stems that are not free,
    pairs of ideographs outside free words."""
    lists, body = _lists(), _masked(text)
    keys = {_stem(w) for w in _LATIN.findall(body) if not _is_listed(w, lists.free)}
    for match in _HAN.finditer(body):
        for word in _outside_free(match[0]):
            keys.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
    return frozenset(keys | {f.code for f in read_figures(text) if f.code})


@lru_cache(maxsize=8192)
def members_of(word: str) -> tuple[str, ...]:
    """The single words that say the same as a stem or a Chinese word."""
    lists = _lists()
    if word.isascii():
        numbers = lists.groups.get((word,), frozenset())
        return tuple(
            p[0] for p, held in lists.groups.items() if len(p) == 1 and held & numbers and p[0] != word
        )
    numbers = lists.han_groups.get(word, frozenset())
    return tuple(w for w, held in lists.han_groups.items() if held & numbers and len(w) > 1 and w != word)


def _outside_free(run: str) -> Iterator[str]:
    """What is left of a run when free words are cut out, the longest first at each place."""
    lists, kept, at = _lists(), "", 0
    while at < len(run):
        sizes = range(min(_LONGEST, len(run) - at), 1, -1)
        size = next((n for n in sizes if run[at : at + n] in lists.han_free), int(run[at] in _PARTICLES))
        if size:
            if kept:
                yield kept
            kept = ""
        else:
            kept += run[at]
        at += size or 1
    if kept:
        yield kept


def _stems(phrase: str) -> tuple[str, ...]:
    return tuple(_stem(w) for w in _LATIN.findall(phrase.lower()))


def _phrases(tokens: Sequence[str]) -> Iterator[tuple[tuple[str, ...], frozenset[int]]]:
    lists = _lists()
    for token in dict.fromkeys(tokens):
        for phrase in lists.first.get(token, ()):
            yield phrase, lists.groups[phrase]


def _stand(phrase: tuple[str, ...], tokens: Sequence[str]) -> bool:
    """Whether the parts of a phrase stand in this order, near each other."""
    return any(_end(phrase, tokens, at) for at, token in enumerate(tokens) if token == phrase[0])


def _end(phrase: tuple[str, ...], tokens: Sequence[str], at: int) -> int:
    """One past the last part of a phrase that begins at `at`; 0 when it does not stand there."""
    place = at + 1
    for part in phrase[1:]:
        window = tokens[place : place + _APART]
        if part not in window:
            return 0
        place += window.index(part) + 1
    return place


def _unbacked_latin(body: str, evidence: Evidence, named: Evidence) -> str:
    lists = _lists()
    for clause in _CLAUSE.split(body):
        spelled = _LATIN.findall(clause)
        tokens = [_stem(w) for w in spelled]
        done: set[int] = set()
        for at, token in enumerate(tokens):
            if at in done or _is_backed(spelled[at], token, evidence, named):
                continue
            parts = _backed_phrase(tokens, at, evidence)
            if parts:
                done |= parts
                continue
            if _is_listed(spelled[at], lists.besides):
                continue
            missing: str = spelled[at]
            return missing
    return ""


def _is_backed(word: str, token: str, evidence: Evidence, named: Evidence) -> bool:
    if len(word) == 1 and not word.isalpha():
        return True
    if token in evidence.stems or token in named.stems:
        return True
    if _lists().groups.get((token,), frozenset()) & evidence.groups:
        return True
    if any(_kindred(word, token, other) for other in evidence.stems):
        return True
    return any(
        side[0] not in rules().left_out and rules().supports(evidence.sides, side)
        for term in terms_of(word)
        for side in term.sides
    )


def _backed_phrase(tokens: Sequence[str], at: int, evidence: Evidence) -> set[int]:
    """Where the parts of a phrase that begins here stand, when the quote backs it."""
    lists = _lists()
    for phrase in lists.first.get(tokens[at], ()):
        if len(phrase) > 1 and lists.groups[phrase] & evidence.groups and (end := _end(phrase, tokens, at)):
            return {i for i in range(at, end) if tokens[i] in phrase}
    return set()


@lru_cache(maxsize=16384)
def _kindred(word: str, token: str, other: str) -> bool:
    """Two words of one family: they differ by an ending that does not turn the meaning."""
    shared = 0
    while shared < min(len(token), len(other)) and token[shared] == other[shared]:
        shared += 1
    if shared < _ROOT:
        return False
    return token[shared:] in _ENDINGS and other[shared:] in _ENDINGS


def _unbacked_han(body: str, evidence: Evidence, named: Evidence) -> str:
    for match in _HAN.finditer(body):
        missing = _uncovered(match[0], evidence, named)
        if missing:
            return missing
    return ""


def _uncovered(run: str, evidence: Evidence, named: Evidence) -> str:
    """The ideographs of a run that no covering by printed, equivalent and free words reaches."""
    lists = _lists()
    cost: list[float] = [0.0] + [float("inf")] * len(run)
    back: list[tuple[int, bool]] = [(0, True)] * (len(run) + 1)
    for at in range(len(run)):
        for size in range(1, min(_LONGEST, len(run) - at) + 1):
            word = run[at : at + size]
            printed = word in evidence.han or word in named.han
            listed = word in lists.han_besides or bool(
                lists.han_groups.get(word, frozenset()) & evidence.han_groups
            )
            if listed or (printed and size > 1):
                price = 0.2
            elif printed:
                price = _LONE
            elif size == 1:
                price = _UNBACKED
            else:
                continue
            if cost[at] + price < cost[at + size]:
                cost[at + size] = cost[at] + price
                back[at + size] = (at, price < _UNBACKED)
    missing, at = "", len(run)
    while at:
        begin, covered = back[at]
        if not covered:
            missing = run[begin:at] + missing
        elif missing:
            break
        at = begin
    return missing
