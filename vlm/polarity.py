"""Finds the words that turn a statement round: sides of opposites, and negations, in Chinese and English.

It compares nothing; vlm/checks/opposites.py does. The words themselves are kb_sources/opposites.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kb_sources.opposites import load
from vlm.folding import is_cjk, plain_text

Side = tuple[str, int]  # a pair and which of its two sides
Polarity = Literal["no", "need not", "unless", "only", "bound"]
TURNING: tuple[Polarity, ...] = ("no", "need not", "unless")  # what a claim may have more or fewer of
_ListName = Literal["bars", "sides", "harmless", "negations"]
# A list, its phrases, and how long those are that begin in one way, the longest first.
_Begun = tuple[_ListName, Collection[str], Sequence[int]]
_POLARITY: Mapping[str, Polarity] = {
    "prohibition": "no",
    "negation": "no",
    "inability": "no",
    "absence": "no",
    "exemption": "need not",
    "exception": "unless",
    "limit": "only",
}
_ALTERNATIVE = frozenset({"otherwise", "否则"})  # they state what happens if not; they exclude nothing
_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_GOES_ON = re.compile(r"(?<=[a-z])['-]?[a-z]")  # the word is longer than the phrase
_BOUNDARY = re.compile(r"[,;!?，；。！？|()（）\n]|\.(?!\d)")
_BOUNDARY_OR_COLON = re.compile(
    _BOUNDARY.pattern + r"|[:：](?!\d)"
)  # in a row a colon joins heading and value
_OR = re.compile(r"\bn?or\b(?!-)|或", re.IGNORECASE)
_PHRASAL_VERBS = {
    form: verb
    for verb in (
        "switch", "turn", "power", "shut", "plug", "screw", "take", "put", "pull", "push", "slide", "throw",
    )
    for form in (verb, f"{verb}s", f"{verb}es", f"{verb}ed", f"{verb.removesuffix('e')}ing")
} | {
    "thrown": "throw",
    "turned": "turn",
    "taken": "take",
    "putting": "put",
    "shutting": "shut",
    "plugged": "plug",
    "plugging": "plug",
}  # fmt: skip
_PHRASAL = re.compile(
    rf"\b({'|'.join(sorted(_PHRASAL_VERBS, key=len, reverse=True))})"
    r"((?: [a-z]+){0,3}?) (on|off|in|out|up|down|away)\b"
)
_PARTICLE = re.compile(r" (?:on|off|in|out|up|down|away)\b")  # in every _PHRASAL
# pairs whose words turn a statement's mode, not what it tells
MODAL = frozenset(
    [
        "duty",
        "need",
        "permit",
        "condition",
        "order",
        "present",
        "enter",
        "while",
        "frequency",
        "extreme",
        "compare",
    ]
)
_AHEAD = (1, 2)  # characters behind an ideograph, a word, that tell which phrases may begin there
_GAP = re.compile(" {2,}")  # other gaps are one space in plain text
# they deny one thing, not what comes next
ABSENT = frozenset({"no", "without", "nothing", "none", "无", "没有", "没"})
_GOES_ON_LIST = re.compile(r"\s*(?:or|nor|and/or|或者?|以?及)(?![a-z])", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[;!?；。！？\n]|\.(?=\s|$)")


class Term(NamedTuple):
    """A word and the sides of opposites it can stand for, as (pair, 0 or 1)."""

    text: str
    start: int
    sides: frozenset[tuple[str, int]]


class Negated(NamedTuple):
    """A word that negates, excuses, excludes or limits."""

    text: str
    start: int
    polarity: Polarity
    forbids: bool = False  # "do not" rather than "not"


@dataclass(slots=True)
class _Lexicon:
    sides: dict[str, frozenset[Side]] = field(default_factory=dict)
    bars: dict[str, set[str]] = field(default_factory=dict)  # phrase → pairs that it does not mean
    negations: dict[str, Polarity] = field(default_factory=dict)
    forbidding: set[str] = field(default_factory=set)
    harmless: set[str] = field(default_factory=set)  # phrases that hold a negation and negate nothing


@cache
def _lexicon() -> _Lexicon:
    table, lexicon = load(), _Lexicon()
    sides_of: dict[str, set[Side]] = {}
    names: list[str] = _own_lists()["names"]
    for pair_id, sides in _own_lists()["also"].items():
        for number, words in enumerate(sides):
            for word in words:
                sides_of.setdefault(word, set()).add((pair_id, number))
    for pair in table.pairs:
        for number, side in enumerate(pair.sides):
            for word in side.words:
                for form in _forms(word.lower()):
                    sides_of.setdefault(form, set()).add((pair.id, number))
        for phrase in (*pair.unlike, *names):
            lexicon.bars.setdefault(phrase.lower(), set()).add(pair.id)
    lexicon.sides = {word: frozenset(sides) for word, sides in sides_of.items()}
    for negation in table.negations:
        for word in negation.words.words:
            if word.lower() not in _ALTERNATIVE:
                lexicon.negations.setdefault(word.lower(), _POLARITY[negation.kind])
                if negation.kind == "prohibition":
                    lexicon.forbidding.add(word.lower())
        lexicon.harmless.update(phrase.lower() for phrase in negation.unlike)
    bounds = tomllib.loads(Path(__file__).with_name("bounds.toml").read_text(encoding="utf-8"))
    for phrase in (p.lower() for bound in bounds.values() for p in bound.get("before", ())):
        lexicon.negations[phrase] = "bound"  # "no longer than" negates nothing; the figures check compares it
    return lexicon


@cache
def _phrases() -> Mapping[_ListName, Collection[str]]:
    lexicon = _lexicon()
    return {
        "bars": lexicon.bars,
        "sides": lexicon.sides,
        "harmless": lexicon.harmless,
        "negations": lexicon.negations,
    }


def _forms(word: str) -> tuple[str, ...]:
    """A word, and for an English verb of one word its third person and its gerund."""
    if not word.isascii() or not word.isalpha() or len(word) < 4 or word.endswith(("s", "ed", "ing", "ly")):
        return (word,)
    third = word + ("es" if word.endswith(("sh", "ch", "x", "z", "o")) else "s")
    return (word, third, word.removesuffix("e") + "ing")


@cache
def _own_lists() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("polarity.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Rules:
    """How pairs are compared; polarity.toml explains each list."""

    must_stand: frozenset[str]
    left_out: frozenset[str]
    kin: tuple[frozenset[str], ...]
    opposed: tuple[frozenset[str], ...]
    weak: frozenset[str]
    strong: frozenset[str]
    sequence: frozenset[str]

    def is_weak(self, term: Term) -> bool:
        """Whether a word counts only where it stands in the place of its opposite."""
        lone = len(term.text) == 1 and is_cjk(term.text) and term.text not in self.strong
        return lone or term.text in self.weak

    def supports(self, held: Set[Side], side: Side) -> bool:
        """Whether the sides held hold this one, or the same side of a kindred pair."""
        return not _kindred(side).isdisjoint(held)

    def excludes(self, held: Set[Side], side: Side) -> bool:
        """Whether the sides held hold the opposite of this one, or of the same side of a kindred pair."""
        return not _opposed(side).isdisjoint(held)


@cache
def _kindred(side: Side) -> frozenset[Side]:
    pair, number = side
    return frozenset({side, *((k, number) for kin in rules().kin if pair in kin for k in kin)})


@cache
def _opposed(side: Side) -> frozenset[Side]:
    pair, number = side
    kin = (k for kin in rules().opposed if pair in kin for k in kin)
    return frozenset((k, 1 - number) for k in (pair, *kin))


@cache
def rules() -> Rules:
    """The lists of polarity.toml."""
    table = _own_lists()
    return Rules(
        frozenset(table["must_stand"]),
        frozenset(table["left_out"]),
        tuple(frozenset(kin) for kin in table["kin"]),
        tuple(frozenset(kin) for kin in table["opposed"]),
        frozenset(word.lower() for word in table["weak"]),
        frozenset(table["strong"]),
        frozenset(table["sequence"]),
    )


@lru_cache(maxsize=2048)
def terms_of(text: str) -> tuple[Term, ...]:
    """The words of opposites in a text, longest first, without those that a phrase around them excuses."""
    body, lexicon = lowered(text), _lexicon()
    spans, found = _spans(body), []
    bars = spans.get("bars", ()) if "sides" in spans else ()
    barred = [(start, end, lexicon.bars[body[start:end]]) for start, end in bars]
    for start, end in spans.get("sides", ()):
        sides = lexicon.sides[body[start:end]]
        if barred:
            off = {pair for a, b, pairs in barred if a <= start and end <= b for pair in pairs}
            sides = frozenset(s for s in sides if s[0] not in off)
        if sides:
            found.append(Term(body[start:end], start, sides))
    return (*found, *_apart(body, found)) if _PARTICLE.search(body) else tuple(found)


def _apart(body: str, found: Sequence[Term]) -> Iterator[Term]:
    """Verbs in another form, or with their particle further on: "switching off", "switched the set on"."""
    taken = {term.start for term in found}
    for match in _PHRASAL.finditer(body):
        phrase = f"{_PHRASAL_VERBS[match[1]]} {match[3]}"
        sides = _lexicon().sides.get(phrase)
        if sides and match.start() not in taken:
            yield Term(phrase, match.start(), sides)


@lru_cache(maxsize=4096)
def negations_of(text: str) -> tuple[Negated, ...]:
    """The words that negate, excuse, exclude or limit in a text."""
    body, lexicon = lowered(text), _lexicon()
    spans = _spans(body)
    harmless = spans.get("harmless", ())
    return tuple(
        Negated(
            body[start:end],
            start,
            lexicon.negations[body[start:end]],
            body[start:end] in lexicon.forbidding,
        )
        for start, end in spans.get("negations", ())
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b in harmless)
    )


def denies(text: str) -> bool:
    """Whether a text says no once, or three times: two negations cancel."""
    return sum(n.polarity == "no" for n in negations_of(text)) % 2 == 1


@lru_cache(maxsize=8192)
def lowered(text: str) -> str:
    """Lower case with one space for any gap, so that phrases of several words are found."""
    body = plain_text(text).lower()
    return _GAP.sub(" ", body) if "  " in body else body


@cache
def _openings() -> tuple[re.Pattern[str], Mapping[str, Mapping[str, Sequence[_Begun]]]]:
    """Finds any word, and an ideograph that a phrase of any list begins with; which phrases begin with it, by
    what follows ("" for anything else): what a text costs does not grow with the lists."""
    known: dict[str, dict[str, dict[_ListName, set[int]]]] = {}
    for name, phrases in _phrases().items():
        for phrase in phrases:
            word = _WORD.match(phrase)
            if word is None and not (phrase and is_cjk(phrase[0])):
                continue
            start, ahead = (word[0], _AHEAD[True]) if word else (phrase[0], _AHEAD[False])
            then = phrase[len(start) : len(start) + ahead]
            by_list = known.setdefault(start, {"": {}}).setdefault(then if len(then) == ahead else "", {})
            by_list.setdefault(name, set()).add(len(phrase))
    table = {
        start: {then: _begun(each, goes_on[""]) for then, each in goes_on.items()}
        for start, goes_on in known.items()
    }
    ideographs = "".join(sorted(start for start in table if not start.isascii()))
    return re.compile(rf"{_WORD.pattern}|[{ideographs}]"), table


def _begun(some: Mapping[_ListName, Set[int]], always: Mapping[_ListName, Set[int]]) -> Sequence[_Begun]:
    none: Set[int] = frozenset()
    return tuple(
        (name, _phrases()[name], sorted(some.get(name, none) | always.get(name, none), reverse=True))
        for name in {**some, **always}
    )


@lru_cache(maxsize=8192)
def _spans(body: str) -> Mapping[_ListName, Sequence[tuple[int, int]]]:
    """Where phrases of each list stand, from the left, the longest at each place, those of one list not
    overlapping: a text is read once for all lists."""
    pattern, table = _openings()
    found: dict[_ListName, list[tuple[int, int]]] = {}
    for match in pattern.finditer(body):
        goes_on = table.get(match[0])
        if goes_on is None:
            continue
        at, end = match.span()
        then = body[end : end + _AHEAD[match[0].isascii()]]
        for name, phrases, lengths in goes_on.get(then) or goes_on[""]:
            if name in found and at < found[name][-1][1]:
                continue
            for length in lengths:
                phrase = body[at : at + length]
                if phrase in phrases and not (phrase[0].isascii() and _GOES_ON.match(body, at + len(phrase))):
                    found.setdefault(name, []).append((at, at + len(phrase)))
                    break
    return found


class Clause(NamedTuple):
    """A stretch between two marks, and how it is turned, by itself or by the list it stands in."""

    text: str
    polarities: Mapping[Polarity, str]  # and the word that turns it
    opens: bool  # whether a negation that makes no limit stands in it, be it harmless there


@lru_cache(maxsize=2048)
def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of a text; what a list's head forbids every item is ("do not bend, or pull")."""
    clauses, lexicon = list[Clause](), _lexicon()
    for parts in _parts_of(text):
        carried: Mapping[Polarity, str] = {}
        for number, part in enumerate(parts):
            body = lowered(part)
            held = [lexicon.negations[body[start:end]] for start, end in _spans(body).get("negations", ())]
            own = {n.polarity: n.text for n in negations_of(part)} if held else {}
            if carried and _goes_on(part, parts[number:], carried):
                own = {**carried, **own}
            clauses.append(Clause(part, own, any(polarity != "bound" for polarity in held)))
            carried = own
    return tuple(clauses)


@lru_cache(maxsize=2048)
def _parts_of(text: str) -> list[list[str]]:
    """The stretches between two marks of each sentence; no sentence goes on in the next cell of a row."""
    marks = _BOUNDARY if " | " in text else _BOUNDARY_OR_COLON
    return [_cut(sentence, marks) for cell in text.split(" | ") for sentence in _cut(cell, _SENTENCE_END)]


def terms_in(text: str) -> Iterator[Term]:
    """The words of opposites in a text, clause by clause; their starts are within the clause."""
    return (term for parts in _parts_of(text) for part in parts for term in terms_of(part))


@lru_cache(maxsize=4096)
def sides_in(text: str) -> frozenset[Side]:
    """The sides of all its words of opposites."""
    return frozenset(side for term in terms_in(text) for side in term.sides)


def turned(sides: Iterable[Side]) -> frozenset[Side]:
    """The other sides of their pairs."""
    return frozenset((pair, 1 - number) for pair, number in sides)


def _goes_on(part: str, rest: list[str], carried: Mapping[Polarity, str]) -> bool:
    """Whether a part is an item of the list that the parts before it began."""
    listed = _continues_list(part) or _is_list_item(part, rest)
    denial = carried.get("no", "")
    return listed or (bool(denial) and denial not in ABSENT and _OR.search(part) is not None)


def _cut(text: str, marks: re.Pattern[str]) -> list[str]:
    pieces = map(str.strip, marks.split(text))
    return [piece for piece in pieces if piece]


def _continues_list(part: str) -> bool:
    return _GOES_ON_LIST.match(part) is not None


def _is_list_item(part: str, rest: list[str]) -> bool:
    """A short part before one that begins with "or"."""
    short = len(part.split()) <= 3 if part.isascii() else len(part) <= 6
    return short and any(_continues_list(later) for later in rest[1:3])
