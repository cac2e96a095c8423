"""What a question looks for: its informative words, the concepts it names, its codes, and how each weighs.

It does not know passages; how much of a question a passage covers is for search.py to say.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from kb_sources.manual import Language, Passage
from retrieval.glossary import Widening
from retrieval.lexical import Encoder, Field, Term, bare, dimension, plain, whole_codes
from retrieval.store import Sparse

STOPWORDS = Path(__file__).with_name("stopwords.toml")
MOST_PHOTO_TERMS = 40
NAMES = 65536  # of concepts, whose words are remembered
_WATER = "pc.water"
# What may hurt somebody, whatever else the device does not do: what the manual says of it comes first.
DANGERS = frozenset(
    {
        _WATER,
        "battery.swollen",
        "battery.leak",
        "elec.smoke",
        "elec.burnt_smell",
        "elec.fire",
        "elec.leak",
        "power.sparks",
    }
)
# families of devices that hold water: 进水 is no danger there
_WET = frozenset(
    {"wash", "dish", "coffee", "kettle", "humid", "dehumid", "waterheater", "steamer", "ricecooker"}
    | {"pressurecooker", "fridge", "ac", "iron", "blender"}
)
# What takes a part out, what puts one in, and what does both.
_OUT = frozenset({"act.remove", "act.disassemble", "battery.remove"})
_IN = frozenset({"act.install", "act.attach", "act.reassemble", "act.assemble", "battery.install"})
_BOTH = frozenset({"act.replace", "battery.replace"})
KNOWN_FAULTS = 4096  # names of faults whose concepts are remembered
_ANY_FAULT = "gen."  # symptoms that say nothing of what is wrong
# families that name no one thing
_ANY_THING = frozenset({"act", "gen", "fast", "tool", "unit", "mech"})
_PAST = re.compile(r"[a-z][^\We]ed\b", re.IGNORECASE)  # "replaced", not "bleed"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each field counts when asking; benchmarks/finding.py tells what they were measured on."""

    words: float = 0.3
    stems: float = 0.3
    pairs: float = 0.2
    page: float = 1.0
    titles: float = 0.2
    code: float = 2.0
    stopword: float = 0.6  # of a word's weight, for words that say little
    widened: float = 0.2  # … for words the glossary added
    translated: float = 0.35  # … in the other language, where few words of the question compete with them
    foreign: float = 1.0  # … when every manual that is asked is in that one
    photo: float = 0.3  # … for words read in the photo


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing a passage should hold: a word, or a concept under any of its names, or a code."""

    text: str
    terms: tuple[Term, ...]
    phrases: tuple[str, ...] = ()  # other names of the concept
    code: str = ""  # whole, bare
    symptom: bool = False  # customers and manuals hardly ever call one the same

    @property
    def language(self) -> Language | None:
        """The only language in which the words can stand; None for names, numbers and concepts."""
        if self.code or self.phrases or any(any(c.isdigit() for c in t.text) for t in self.terms):
            return None
        return "en" if all(t.text.isascii() for t in self.terms) else "zh"

    @property
    def slight(self) -> bool:
        """A single Chinese character: mostly a verb or particle that says little."""
        return not self.phrases and all(len(t.text) == 1 and not t.text.isascii() for t in self.terms)


@dataclass(frozen=True, slots=True)
class Question:
    wishes: tuple[Wish, ...]  # informative ones only
    words: Sparse  # what the store is asked
    widened: tuple[Widening, ...]
    stems: frozenset[int] = frozenset()  # of its words and of every name of its concepts but faults
    faults: tuple[frozenset[str], ...] = ()  # what is told to be wrong, each by all concepts that it may mean
    wanted: frozenset[str] = frozenset()  # concepts of what is to be done
    about: frozenset[str] = frozenset()  # families that it is about without naming them

    @property
    def halves(self) -> Set[str]:
        """Whether it wants a part taken out, put in, or both."""
        return _halves(self.wanted)

    @property
    def dangers(self) -> tuple[Widening, ...]:
        """Where it names what may hurt somebody."""
        named = {w.concept.partition(".")[0] for w in self.widened if w.kind == "device"}
        harmless = {_WATER} if not _WET.isdisjoint(self.about | named) else set()
        return tuple(w for w in self.widened if w.concept in DANGERS - harmless)


class Widener(Protocol):
    def widen(self, text: str, about: Set[str] = ...) -> tuple[Widening, ...]: ...


class Reader:
    """Reads questions; threads may share one."""

    def __init__(self, encoder: Encoder, glossary: Widener, weights: Weights, path: Path = STOPWORDS) -> None:
        self._encoder = encoder
        self._glossary = glossary
        self._weights = weights
        lists = tomllib.loads(path.read_text("utf-8"))
        self._stopwords = frozenset(plain(" ".join(lists.values())).split())
        self._name = lru_cache(maxsize=NAMES)(self._read_name)
        self._faults_in = lru_cache(maxsize=KNOWN_FAULTS)(self._hear_faults)  # the same rows are met again

    def read(
        self,
        text: str,
        codes: Sequence[str] = (),
        photo_text: str = "",
        *,
        foreign: bool = False,
        about: Set[str] = frozenset(),
        given: Set[str] = frozenset(),
    ) -> Question:
        """`foreign`: no manual that is asked is in the question's language; `about`: see Glossary.widen;
        `given`: the kinds of device that all manuals that are asked may be for."""
        widened = self._glossary.widen(text, about)
        # What only the manual's subject suggests helps to find, but a passage that holds it covers no more.
        said = frozenset(self._glossary.widen(text)) if about else frozenset(widened)
        wishes: dict[str, Wish] = {}
        weights: dict[int, float] = {}
        of_codes = {term.text for code in codes for term in self._encoder.terms(code)}  # one wish each, whole
        for piece, found in _pieces(text, widened):
            terms = self._encoder.terms(piece)
            informative = tuple(t for t in terms if t.text not in self._stopwords)
            for term in terms:
                self._weigh(weights, term, 1.0 if term in informative or found else self._weights.stopword)
            if any(w.concept in given for w in found):
                continue
            if found:
                _want_concept(wishes, piece, [w for w in found if w in said], terms, informative)
                self._weigh_names(weights, piece, found, foreign=foreign)
            if not said.intersection(found):
                alone = [t for t in informative if t.text not in wishes and t.text not in of_codes]
                wishes.update({t.text: Wish(t.text, (t,)) for t in alone})
        for pair in self._encoder.pairs(text):
            _raise(weights, pair, self._weights.pairs)
        for term in self._encoder.terms(photo_text)[:MOST_PHOTO_TERMS]:
            if term.text not in self._stopwords:
                self._weigh(weights, term, self._weights.photo)
        for code in dict.fromkeys((*codes, *whole_codes(text))):
            self._want_code(wishes, weights, code, asked=code in codes)
        # A fault's names tell no part: a "power supply" is none of a device without power.
        others = dict.fromkeys(name for w in widened if not _is_fault(w) for name in w.added)
        stems = self._encoder.stems(text) | self._encoder.stems(" ".join(others))
        return Question(
            tuple(wishes.values()),
            Sparse(tuple(weights), tuple(weights.values())),
            widened,
            stems,
            tuple(_faults(widened)),
            _wanted([w for w in widened if w.kind == "action" and not _is_done(w, text)]),
            frozenset(about),
        )

    def hear(self, text: str) -> tuple[Widening, ...]:
        """The concepts of a text."""
        return self._glossary.widen(text)

    def _hear_faults(self, fault: str, about: frozenset[str]) -> frozenset[str]:
        return frozenset(w.concept for w in self._glossary.widen(fault, about) if w.kind == "symptom")

    def told(self, question: Question, fault: str) -> float | None:
        """The share of what the question tells to be wrong that a fault's name tells, too, 0..1; None where
        either tells nothing that is known."""
        if not question.faults or not fault:
            return None
        heard = self._faults_in(fault, question.about)
        if not heard:
            return None
        return sum(not heard.isdisjoint(meant) for meant in question.faults) / len(question.faults)

    def warned_of(self, question: Question, texts: Iterable[str]) -> bool:
        """Whether a text tells of a danger that the question tells of, as water in a phone is."""
        dangers = {w.concept for w in question.dangers}
        return bool(dangers) and any(
            not dangers.isdisjoint(self._faults_in(text, question.about)) for text in texts
        )

    def asked_for(self, question: Question, titles: Sequence[str]) -> bool:
        """Whether a title names what the question wants done, and what to: "replacing the display unit" for
        "changing the cracked screen", and for removing it, which is the half of it."""
        if not question.wanted or not titles:
            return False
        heard = self._glossary.widen(titles[-1], question.about)
        does = {w.concept for w in heard if w.kind == "action"}
        halves = question.halves
        if question.wanted.isdisjoint(does) and not (halves and halves <= _halves(does)):
            return False
        return not _things(heard).isdisjoint(_things(question.widened))

    def leading(self, question: Question, passage: Passage) -> int:
        """How many of a step's titles lead to the one that names what the question wants done: its last, or
        the one above, of which it is a part ("Removal"); 0 where none does. Of a procedure that takes a part
        out and puts one in, each under its title, only the one leads that is wanted, where just one is."""
        section = passage.section if passage.kind == "step" else ()
        depths = range(len(section), max(len(section) - 2, 0), -1)
        depth = next((n for n in depths if self.asked_for(question, section[:n])), 0)
        wanted = question.halves
        if not depth or depth == len(section) or len(wanted) != 1:
            return depth
        part = self.half_of(question, section[-1])
        return len(section) if part == wanted else 0 if part else depth

    def half_of(self, question: Question, title: str) -> Set[str]:
        """Whether a title tells to take a part out, to put one in, or both."""
        return _halves({w.concept for w in self._glossary.widen(title, question.about)})

    def named_first(self, question: Question, title: str) -> bool:
        """Whether the first thing that a title names is one of the question's: "replacing the fuser", not
        "removing a sheet in the fuser", where the fuser is spoken of."""
        first = next((w for w in self._glossary.widen(title, question.about) if _is_thing(w)), None)
        if first is not None and first.kind == "action":
            return first.concept.partition(".")[0] in _things(question.widened)
        return first is not None and any(w.concept == first.concept for w in question.widened)

    def named(self, question: Question, text: str) -> float:
        """The share of a text's informative words that the question holds or means, 0..1."""
        terms = [t for t in self._encoder.terms(text) if t.text not in self._stopwords]
        return sum(t.stem in question.stems for t in terms) / len(terms) if terms else 0.0

    def dimensions(self, text: str) -> tuple[int, ...]:
        """What passages hold when they hold the text: it as one code if it has digits, else each word."""
        if any(c.isdigit() for c in text):
            return (self._encoder.code(text),)
        terms = (t for t in self._encoder.terms(text) if t.text not in self._stopwords)
        return tuple(dimension(Field.STEMS, term.stem) for term in terms)

    def _weigh(self, weights: dict[int, float], term: Term, share: float) -> None:
        _raise(weights, dimension(Field.WORDS, term.word), share * self._weights.words)
        _raise(weights, dimension(Field.STEMS, term.stem), share * self._weights.stems)
        _raise(weights, dimension(Field.PAGE, term.word), share * self._weights.page)
        _raise(weights, dimension(Field.TITLES, term.stem), share * self._weights.titles)

    def _weigh_names(
        self, weights: dict[int, float], piece: str, found: Iterable[Widening], *, foreign: bool
    ) -> None:
        for phrase in dict.fromkeys(name for w in found for name in w.added):
            share = self._weights.widened
            if phrase.isascii() != piece.isascii():
                share = self._weights.foreign if foreign else self._weights.translated
            self._weigh_phrase(weights, phrase, share)

    def _weigh_phrase(self, weights: dict[int, float], phrase: str, share: float) -> None:
        """A name the glossary added: its words share one weight, and so do its neighbourhoods."""
        terms, pairs = self._name(phrase)
        for term in terms:
            self._weigh(weights, term, share / len(terms))
        for pair in pairs:
            _raise(weights, pair, share * self._weights.pairs)

    def _read_name(self, phrase: str) -> tuple[tuple[Term, ...], tuple[int, ...]]:
        terms = self._encoder.terms(phrase)
        return tuple(t for t in terms if t.text not in self._stopwords), self._encoder.pairs(phrase)

    def _want_code(
        self, wishes: dict[str, Wish], weights: dict[int, float], code: str, *, asked: bool
    ) -> None:
        _raise(weights, self._encoder.code(code), self._weights.code)
        if asked:  # a code read from a photo or known as one must be there whole
            wishes.setdefault(code, Wish(code, (), code=bare(code)))


def _want_concept(
    wishes: dict[str, Wish],
    piece: str,
    named: Sequence[Widening],
    terms: tuple[Term, ...],
    informative: tuple[Term, ...],
) -> None:
    """A fault stands in all its words, "does not turn on"; anything else in those that say something. "How
    long" and 怎么办 widen the search, but a passage need not hold them."""
    symptom = any(w.kind == "symptom" for w in named)
    if named and (informative or symptom):
        names = tuple(dict.fromkeys(name for w in named for name in w.added))
        own = terms if symptom else informative
        wishes.setdefault(named[0].concept, Wish(piece, own, names, symptom=symptom))


def _is_done(action: Widening, text: str) -> bool:
    """Whether it was done before: 换了两根线, "replaced the cable"."""
    told = f"{action.matched}{text[action.end :].lstrip()[:1]}"
    return any(mark in told for mark in "了过完") or _PAST.search(action.matched) is not None


def _things(widened: Iterable[Widening]) -> Set[str]:
    """The families of what is spoken of; not the device itself, which all parts of its manual are about."""
    return {w.concept.partition(".")[0] for w in widened if _is_thing(w)}


def _is_thing(widening: Widening) -> bool:
    return widening.kind != "device" and widening.concept.partition(".")[0] not in _ANY_THING


def _wanted(actions: Sequence[Widening]) -> frozenset[str]:
    """What is to be done; a "new battery" only names what to do it with, where something is to be done."""
    told = [w.concept for w in actions if not w.matched.casefold().startswith("new ")]
    return frozenset(told or (w.concept for w in actions))


def _halves(actions: Set[str]) -> Set[str]:
    """Whether a part is to be taken out, put in, or both."""
    out, into = actions & (_OUT | _BOTH), actions & (_IN | _BOTH)
    return {half for half, told in (("out", out), ("in", into)) if told}


def _is_fault(widening: Widening) -> bool:
    return widening.kind == "symptom" and not widening.concept.startswith(_ANY_FAULT)


def _faults(widened: Iterable[Widening]) -> Iterator[frozenset[str]]:
    """The symptoms of a text, those that one stretch may mean together; not "broken", which is any."""
    spans: dict[tuple[int, int], set[str]] = {}
    for w in widened:
        if _is_fault(w):
            spans.setdefault((w.start, w.end), set()).add(w.concept)
    yield from dict.fromkeys(map(frozenset, spans.values()))


def _pieces(text: str, widened: Iterable[Widening]) -> Iterator[tuple[str, list[Widening]]]:
    """The text cut at the concepts found in it; each piece with the concepts that are its whole."""
    spans: dict[tuple[int, int], list[Widening]] = {}
    for widening in widened:
        spans.setdefault((widening.start, widening.end), []).append(widening)
    last = 0
    for (start, end), found in sorted(spans.items()):
        if start < last:
            continue
        yield text[last:start], []
        yield text[start:end], found
        last = end
    yield text[last:], []


def _raise(weights: dict[int, float], at: int, weight: float) -> None:
    if weight > weights.get(at, 0.0):
        weights[at] = weight
