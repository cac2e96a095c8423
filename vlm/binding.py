"""What a text ties to what: whether a claim ties a word to TP1 that its quotes tie to TP3.

It knows things of a kind (codes, values of a unit, sides of an opposite, colours) and how close words stand;
what the words mean is for others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import members_of
from vlm.measures import Figure, read_figures
from vlm.polarity import clauses_of, lowered, rules, terms_in
from vlm.units import equal, load_units

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。；！？\n]")
_COLOUR = r"(?:white|black|red|green|blue|yellow|grey|gray|brown|orange|pink|violet|purple)"
_CLAUSE = re.compile(
    rf"[,:，、：|](?!\d)|(?<!\d )\b(?:and|or)\b(?! {_COLOUR}\b)|\b(?:and|or)\b(?! (?:\d|{_COLOUR}\b))"
    r"|\b(?:but|while|whereas|with|if|when|whenever|though|although|because|since|then|otherwise)\b"
    r"|\b(?:until|before|after|once)\b|而|且|但|则|就|并|若|如果|或(?![白黑红绿蓝黄灰棕橙紫])"
    r"|(?<![VAWΩzC] )时(?=[^间候])|时(?=[^间候\s\d])|和(?=[A-Z])|再|之前|之后|以前|以后"
)
_BARE = re.compile(
    r"^(?:[^\w]|\b(?:then|first|also|again|next|last|finally|the|a|an|of|at|to)\b|[再先后的色])*$"
)
_TAKES_UP = re.compile(r"^\s*(?:if |when |as long as )?(?:it|this|they)\b|^\s*(?:如果|若)?(?:它|其值|该值)")
_CELL = re.compile(r" \| |, (?!\d)|, (?=\d+(?:\.\d+)? ?\S+ for)|，|；|; |\bor\b|或")
_PREFIX = re.compile(r"[A-Z]+")
_COLOURS = re.compile(rf"\b{_COLOUR}\b|[白黑红绿蓝黄灰棕橙紫](?=[色线灯的：:，,])")
_SURE = 2  # words that a thing of several meanings must be tied to otherwise
_NAMED = re.compile(r"\b[A-Z](?= (?:codes?|faults?)\b)|[\"“][^\"“”]{2,20}[\"”]")
_KINDS = ("code", "object", "named", "side", "colour")
_OBJECT = re.compile(
    r"\b(?P<replace>[Rr]eplace|[Rr]enew) (?:the |a |an )?(?:new )?"
    r"(?P<one>[A-Z]{2}[A-Z0-9-]+|[a-z]+(?: [a-z]+)?)"
    r"|\b(?P<use>[Uu]se|[Uu]sing) (?:the |a |an )?(?P<two>[a-z]+(?: (?!to |for |on |and )[a-z]+)?)"
    r"|(?P<zh_replace>更换|换)(?P<three>[A-Z]{2}[A-Z0-9-]+|[\u4e00-\u9fff]{2,4})"
    r"|(?P<zh_use>用)(?P<four>[\u4e00-\u9fff]{2})"
)
_HANDLES = re.compile("[Rr]eplace|[Rr]enew|[Uu]s(?:e|ing)|[换用]")  # in every _OBJECT
_LIMITS = (("side", "vertical"), ("side", "extreme"), ("side", "compare"))
_BOUNDING = content_of("max maximum min minimum most least up limit")
_APART = 9  # further than anything that stands together

Family = tuple[str, str]


class _Atom(NamedTuple):
    """A word or a thing of a family; two figures are the same thing when one is the other converted."""

    family: Family
    key: str
    text: str  # as printed
    figure: Figure | None = None
    weak: bool = False  # it may mean something else

    def __hash__(self) -> int:
        return hash((self.family, self.key))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Atom) and (self.family, self.key) == (other.family, other.key)

    @property
    def is_object(self) -> bool:
        return self.family[0] == "object"

    def is_same(self, other: _Atom) -> bool:
        if self.figure is None or other.figure is None:
            shared = self.is_object and content_of(self.text) & content_of(other.text)
            return self.key == other.key or bool(shared)
        one, two = self.figure, other.figure
        return equal(one.low, one.printed[0], one.unit, two.low, two.unit) and equal(
            one.high, one.printed[1], one.unit, two.high, two.unit
        )


class _Clause(NamedTuple):
    """`sentence` numbers the sentence within its text; 0 is the first cell of a row."""

    sentence: int
    atoms: tuple[_Atom, ...]
    words: frozenset[str]


_Places = Sequence[tuple[int, _Clause]]  # clauses, each with the number of its text


@dataclass(frozen=True, slots=True)
class _Text:
    """A claim, or its quotes, by clause; where each thing and word stands is looked up once."""

    clauses: Sequence[tuple[int, _Clause]]
    known: dict[_Atom | str, _Places]

    def places(self, what: _Atom | str) -> _Places:
        found = self.known.get(what)
        if found is None:
            found = self.known[what] = [at for at in self.clauses if _has(at[1], what)]
        return found


def find_rebound(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A thing of the claim that stands nearer to what its quotes tie to another thing of its kind."""
    families = {atom.family for atom in _things(claim)}
    held = [a for text in evidence for a in _things(text, _kinds_of(families)) if a.family in families]
    if all(len(kin) < 2 for kin in _by_family(held).values()):
        return None
    said = _Text([(0, clause) for clause in _clauses(claim)], {})
    printed = _Text([(n, clause) for n, text in enumerate(evidence) for clause in _clauses(text)], {})
    kinds = _by_family(atom for _, clause in printed.clauses for atom in clause.atoms)
    things = dict.fromkeys(atom for _, clause in said.clauses for atom in clause.atoms)
    words = dict.fromkeys(word for _, clause in said.clauses for word in sorted(clause.words))
    for thing in things:
        kin = kinds.get(thing.family, ())
        if len(kin) < 2 or not printed.places(thing):
            continue
        if _is_ruled_out(thing.text, (claim,)) and _is_ruled_out(thing.text, evidence):
            continue  # "never loosen lint with metal" for "loosen it with wood; do not use metal"
        told = content_of(thing.text) | (_limits(things) if thing.figure and thing.figure.bound else set())
        others: list[_Atom | str] = [a for a in things if _is_beside(a, thing)]
        others += [word for word in words if word not in told and thing.text not in word]
        for rival in (r for r in kin if not thing.is_same(r)):
            word = _tied_otherwise(thing, rival, others, said, printed)
            word = word or _tied_again(thing, rival, others, said, printed)
            if word:
                return Reason("tied_otherwise", (("word", word), ("to", thing.text), ("printed", rival.text)))
    return None


def _is_ruled_out(word: str, texts: Sequence[str]) -> bool:
    """Whether every clause that holds a word is denied."""
    held = [c for text in texts if word in lowered(text) for c in clauses_of(text) if word in lowered(c.text)]
    return bool(held) and all("no" in clause.polarities for clause in held)


def _is_beside(other: _Atom, thing: _Atom) -> bool:
    """Whether an atom is another thing, no part of a thing's own name ("low" of "Toner low") or limit."""
    limit = thing.figure is not None and thing.figure.bound and other.family in _LIMITS
    return other.family != thing.family and other.text not in lowered(thing.text) and not limit


def _limits(things: Iterable[_Atom]) -> frozenset[str]:
    """The words of a limit: "above" is a part of "above 1 MΩ"."""
    return _BOUNDING.union(key for a in things if a.family in _LIMITS for key in content_of(a.text))


def _tied_again(
    thing: _Atom, rival: _Atom, others: Sequence[_Atom | str], said: _Text, printed: _Text
) -> str:
    """As `_tied_otherwise`, of a thing told twice: each time it must be what its own clause is told of."""
    places = said.places(thing)
    if len(places) < 2 or thing.weak or said.places(rival):
        return ""
    for place in places:
        rest = [at for at in places if at is not place]
        own = [o for o in others if _has(place[1], o) and _distance(rest, said.places(o)) > 0]
        word = _tied_otherwise(thing, rival, own, _Text([place], {}), printed) if own else ""
        if word:
            return word
    return ""


def _tied_otherwise(
    thing: _Atom, rival: _Atom, others: Sequence[_Atom | str], said: _Text, printed: _Text
) -> str:
    """The word that the claim ties to a thing and the quotes to its rival, where nothing speaks for the
    thing; "" where not."""
    mine, rest = said.places(thing), said.places(rival)
    own, theirs = printed.places(thing), printed.places(rival)
    against = list[str]()
    for other in others:
        there = printed.places(other)
        if not there:
            continue
        here = said.places(other)
        told = _distance(mine, here)
        if told >= _distance(rest, here):
            continue
        near, far = _distance(own, there), _distance(theirs, there)
        if near < far:
            return ""
        if far < near and told < near:
            against.append(other if isinstance(other, str) else other.text)
    sure = against and not (thing.weak and len(against) < _SURE)
    return against[0] if sure else ""


def _by_family(atoms: Iterable[_Atom]) -> dict[Family, list[_Atom]]:
    """The different things of each kind."""
    kinds: dict[Family, list[_Atom]] = {}
    for atom in atoms:
        known = kinds.setdefault(atom.family, [])
        if not any(atom.is_same(other) for other in known):
            known.append(atom)
    return kinds


def told_of(claim: str, evidence: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The sentences of a claim that speak of one thing of a kind of which the quotes tell several, each with
    the sentences of the quotes that do not speak of its rivals alone; the others are left out."""
    printed = [sentence for text in evidence for sentence in _pieces(_SENTENCE, text)]
    if len(printed) < 2:
        return []
    said = [
        (sentence, [a for a in _things(sentence) if not (a.weak or a.figure or a.is_object)])
        for sentence in _pieces(_SENTENCE, claim)
    ]
    kinds = _kinds_of(atom.family for _, mine in said for atom in mine)
    held = [_things(sentence, kinds) for sentence in printed] if kinds else []
    found = []
    for sentence, mine in said if held else ():
        kept = [
            text
            for text, others in zip(printed, held, strict=True)
            if not any(_is_of_rival(thing, others, mine) for thing in mine)
        ]
        if kept and len(kept) < len(printed):
            found.append((sentence, kept))
    return found


def _is_of_rival(thing: _Atom, atoms: Sequence[_Atom], said: Sequence[_Atom]) -> bool:
    kin = [a for a in atoms if a.family == thing.family and not a.weak]
    return (
        bool(kin)
        and not any(thing.is_same(a) for a in kin)
        and not any(a.is_same(s) for a in kin for s in said if s.family == a.family)
    )


def _has(clause: _Clause, what: _Atom | str) -> bool:
    if isinstance(what, str):
        return what in clause.words or not clause.words.isdisjoint(members_of(what))
    return any(what.is_same(atom) for atom in clause.atoms if atom.family == what.family)


def _distance(one: _Places, two: _Places) -> int:
    """0 in one clause, 1 in one sentence, 2 in one text, 3 in two texts."""
    return min((_between(a, b) for a in one for b in two), default=_APART)


def _between(one: tuple[int, _Clause], two: tuple[int, _Clause]) -> int:
    if one[0] != two[0]:
        return 3
    if one[1] is two[1]:
        return 0
    same = one[1].sentence == two[1].sentence or 0 in (one[1].sentence, two[1].sentence)
    return 1 if same else 2


@lru_cache(maxsize=2048)
def _clauses(text: str) -> tuple[_Clause, ...]:
    found: list[_Clause] = []
    number, in_row = 0, " | " in text
    for sentence in _pieces(_SENTENCE, text):
        takes_up = bool(found) and _TAKES_UP.match(lowered(sentence)) is not None
        number += not takes_up  # "it" is what the sentence before speaks of
        for piece in _pieces(_CELL if in_row else _CLAUSE, sentence):
            body = piece
            for figure in reversed(read_figures(piece)):
                body = f"{body[: figure.start]} {body[figure.end :]}"
            own = 0 if in_row and not found else number  # what a row is about is of all its sentences
            clause = _Clause(own, _atoms(piece, in_row), content_of(body))
            goes_on = bool(found) and found[-1].sentence == number
            alone = bool(clause.atoms) and all(a.figure is None for a in clause.atoms)
            bare = goes_on and alone and _BARE.match(_COLOURS.sub("", lowered(body))) is not None
            if bare and _is_of_its_kind(clause, found[-1]):
                before = found.pop()
                clause = _Clause(number, (*before.atoms, *clause.atoms), before.words | clause.words)
            found.append(clause)
    return tuple(found)


def _is_of_its_kind(clause: _Clause, before: _Clause) -> bool:
    """Whether a bare thing goes on with a list: CN4 of "CN3 and CN4", not SW1 of "at CN13 and SW1, …"."""
    families = {atom.family for atom in before.atoms}
    return not families or any(atom.family in families for atom in clause.atoms)


def _pieces(marks: re.Pattern[str], text: str) -> list[str]:
    return [piece.strip() for piece in marks.split(text) if piece and piece.strip()]


def _kinds_of(families: Iterable[Family]) -> Collection[str]:
    return {"code" if kind == "figure" else kind for kind, _ in families}


def _things(text: str, kinds: Collection[str] = _KINDS) -> list[_Atom]:
    """The atoms of some kinds in a text, whatever clause they stand in. A sentence with and without its full
    stop is read once."""
    bare, in_row = text.rstrip(" .。"), " | " in text
    return [atom for kind in kinds for atom in _ATOMS[kind](bare, in_row)]


def _atoms(piece: str, in_row: bool) -> tuple[_Atom, ...]:
    return tuple(atom for kind in _KINDS for atom in _ATOMS[kind](piece, in_row))


@lru_cache(maxsize=8192)
def _measured(piece: str, in_row: bool) -> tuple[_Atom, ...]:
    found = list[_Atom]()
    for figure in read_figures(piece):
        if figure.code:
            prefix = _PREFIX.match(figure.code)
            if prefix:
                found.append(_Atom(("code", prefix[0]), figure.code, figure.text))
        elif not figure.ordinal and (figure.unit or not in_row):
            unit = load_units().by_name.get(figure.unit)
            family = (unit.of or unit.name) if unit else ""
            found.append(_Atom(("figure", family), figure.text, figure.text, figure))
    return tuple(found)


@lru_cache(maxsize=8192)
def _handled(piece: str, in_row: bool) -> tuple[_Atom, ...]:
    found = list[_Atom]()
    for match in _OBJECT.finditer(piece) if _HANDLES.search(piece) else ():
        deed = next(k for k in ("replace", "use", "zh_replace", "zh_use") if match[k])
        what = match[match.lastindex or 0]
        found.append(_Atom(("object", deed), what.lower(), what))
    return tuple(found)


@lru_cache(maxsize=8192)
def _named(piece: str, in_row: bool) -> tuple[_Atom, ...]:
    return tuple([_Atom(("named", ""), match[0], match[0]) for match in _NAMED.finditer(piece)])


@lru_cache(maxsize=8192)
def _sided(piece: str, in_row: bool) -> tuple[_Atom, ...]:
    return tuple(
        [
            _Atom(("side", pair), f"{side}", term.text, weak=rules().is_weak(term))
            for term in terms_in(piece)
            if term.text not in rules().sequence
            for pair, side in term.sides
            if pair not in rules().left_out
        ]
    )


@lru_cache(maxsize=8192)
def _coloured(piece: str, in_row: bool) -> tuple[_Atom, ...]:
    return tuple([_Atom(("colour", ""), match[0], match[0]) for match in _COLOURS.finditer(lowered(piece))])


_ATOMS: Mapping[str, Callable[[str, bool], Sequence[_Atom]]] = {
    "code": _measured,  # and figures
    "object": _handled,
    "named": _named,
    "side": _sided,
    "colour": _coloured,
}
