"""Owns how customers say it and how manuals say it, in Chinese and English: concepts, and finding them.

It does not know passages, products or the index; what a found concept is worth is fitted by the search.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from kb_sources.errors import InputRejected
from retrieval.wording import Word, bases, is_han, key_of, words

Kind = Literal["symptom", "device", "part", "action", "property", "material", "tool", "safety"]
KINDS: tuple[str, ...] = get_args(Kind)
DEFAULT = Path(__file__).with_name("glossary.toml")

_TERM_LISTS = ("zh", "en", "zh_lay", "en_lay")
_FIELDS = {"id", "kind", "not", "about", "said", "replace", *_TERM_LISTS}
# Words that may stand inside a term without changing what it names: 打开了盖, "turn it on".
_INSERTS = frozenset({
    "了", "着", "过", "的", "地", "得", "也", "就", "都", "还", "又", "很", "太", "是", "全", "总", "老",
    "一", "直", "突", "然",
    "the", "a", "an", "it", "its", "my", "your", "our", "their", "his", "her", "this", "that", "these",
    "those", "just", "even", "really", "properly", "correctly", "always", "completely", "totally",
    "suddenly", "is", "are", "was", "were", "been", "got", "gets", "keeps", "so", "very",
    "phone", "device", "machine", "unit", "thing", "laptop", "printer", "tablet", "computer", "tv",
})  # fmt: skip
_MOST_INSERTS = 3
# A name of one Chinese character is heard only beside these, another name or no Chinese character: 换 in
# 怎么换, not in 变换. Grammatical words, measure words and where things go.
_BESIDE_SINGLE = frozenset(
    "的了着过吗呢吧啊把被给在我你他它这那个要能会可怎么样何该应先再后就都也又还不没用下一"
    "张块颗根条只片层圈滴杯台件次些几两半里外往来去出有是到从很太全满快"
)


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing with all its names; `*_lay` are customers' words, the others the workshop's."""

    id: str
    kind: Kind
    zh: tuple[str, ...]
    en: tuple[str, ...]
    zh_lay: tuple[str, ...]
    en_lay: tuple[str, ...]
    unlike: tuple[str, ...]  #: phrases that hold one of the terms and mean something else (`not` in the file)
    about: tuple[str, ...]  #: concepts, or whole families ("fdm"), beside which the words `said` mean this
    said: tuple[str, ...]  #: heard in a text that names one of `about`; never added to a search

    @property
    def terms(self) -> tuple[str, ...]:
        """Every name once, workshop words first."""
        return tuple(dict.fromkeys((*self.zh, *self.en, *self.zh_lay, *self.en_lay)))


@dataclass(frozen=True, slots=True)
class Widening:
    """A concept found in a text, and the other names to search for."""

    concept: str
    matched: str  #: as it stands in the text
    start: int  #: offsets into the text as given
    end: int
    added: tuple[str, ...]  #: the concept's other names in both languages, workshop words first
    kind: Kind


class _Node:
    __slots__ = ("after", "bars", "names", "said")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.names: tuple[str, ...] = ()  # concepts one of whose names ends here
        self.said: tuple[str, ...] = ()  # concepts meant by it where the text is about them
        self.bars: tuple[str, ...] = ()  # concepts this phrase does not mean


#: Words [first, last) of a text → the concepts they may mean.
_Heard = dict[tuple[int, int], list[str]]


class Glossary:
    """Concepts, and the machine that finds their names; built once, then only read, so threads share it."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._concepts = {concept.id: concept for concept in concepts}
        self._root = _Node()
        for concept in self._concepts.values():
            for term in concept.terms:
                key = key_of(term)
                self._plant(key).names += (concept.id,)
                if (based := _based(key)) != key:
                    self._plant(based).names += (concept.id,)
                if len(key) == 2 and all(part.isascii() and len(part) > 1 for part in key):
                    # "touch screen" is also written "touchscreen".
                    self._plant(("".join(key),)).names += (concept.id,)
            for phrase in concept.said:
                key = key_of(phrase)
                self._plant(key).said += (concept.id,)
                if (based := _based(key)) != key:
                    self._plant(based).said += (concept.id,)
            for phrase in concept.unlike:
                self._plant(key_of(phrase)).bars += (concept.id,)

    @classmethod
    def load(cls, *paths: Path) -> Glossary:
        """The shipped glossary, then each editor's file in order.

        A concept of an editor's file with a known id adds its names to it, or takes its place with
        `replace = true`. Raises InputRejected naming file and entry. The shipped one alone is read once.
        """
        return cls(_joined(DEFAULT, *paths)) if paths else _shipped()

    def __len__(self) -> int:
        return len(self._concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts.values())

    def widen(self, text: str, about: Set[str] = frozenset()) -> tuple[Widening, ...]:
        """The concepts of a text in reading order; `about` are families that it is about without naming them.

        The longest name wins and spans never overlap; a name of several concepts gives one Widening for
        each, on the same span.
        """
        read = words(text)
        named, said = self._hear(read)
        chosen = _choose(text, read, named, {})
        present = {name for names in chosen.values() for name in names}
        meant = {
            span: fitting
            for span, names in said.items()
            if (fitting := [name for name in names if self._is_about(name, present, about)])
        }
        if meant:
            chosen = _choose(text, read, named, meant)
        return tuple(
            self._widening(name, text, read[first].start, read[last - 1].end)
            for first, last in sorted(chosen)
            for name in chosen[first, last]
        )

    def name(self, text: str) -> tuple[tuple[frozenset[str], ...], str]:
        """What a text names, for each name the concepts that it may mean; and what is left of the text.

        Symptoms name nothing: 压板 is no crack.
        """
        spans: dict[tuple[int, int], set[str]] = {}
        for found in self.widen(text):
            if found.kind != "symptom":
                spans.setdefault((found.start, found.end), set()).add(found.concept)
        rest = text
        for start, end in sorted(spans, reverse=True):
            rest = f"{rest[:start]} {rest[end:]}"
        return tuple(frozenset(spans[span]) for span in sorted(spans)), rest

    def terms(self, concept_id: str) -> tuple[str, ...]:
        """Every name of a concept, both languages, workshop words first; KeyError for an unknown id."""
        return self._concepts[concept_id].terms

    def concepts_of(self, word: str) -> frozenset[str]:
        """The concepts a word or phrase names as a whole; empty when it names none."""
        read = words(word)
        return frozenset(
            name for last, node in self._from(read, 0) if last == len(read) for name in node.names
        )

    def same_concept(self, word_a: str, word_b: str) -> bool:
        """Whether two words, in one language or two, name one concept."""
        return not self.concepts_of(word_a).isdisjoint(self.concepts_of(word_b))

    def _hear(self, read: Sequence[Word]) -> tuple[_Heard, _Heard]:
        """Every span a name covers: names that always mean their concept, and those that need company."""
        named: _Heard = {}
        said: _Heard = {}
        barred: list[tuple[int, int, str]] = []
        for first in range(len(read)):
            for last, node in self._from(read, first):
                for heard, names in ((named, node.names), (said, node.said)):
                    if names:
                        heard.setdefault((first, last), []).extend(names)
                barred.extend((first, last, concept) for concept in node.bars)
        for a, b, concept in barred:
            for (first, last), meant in (*named.items(), *said.items()):
                if a <= first and last <= b and concept in meant:
                    meant[:] = [name for name in meant if name != concept]
        return named, said

    def _is_about(self, name: str, present: Set[str], subject: Set[str]) -> bool:
        others = present - {name}
        families = {other.partition(".")[0] for other in others}
        return any(
            about in others or about in families or about.partition(".")[0] in subject
            for about in self._concepts[name].about
        )

    def _widening(self, name: str, text: str, start: int, end: int) -> Widening:
        concept, matched = self._concepts[name], text[start:end]
        added = tuple(term for term in concept.terms if term.casefold() != matched.casefold())
        return Widening(name, matched, start, end, added, concept.kind)

    def _plant(self, key: tuple[str, ...]) -> _Node:
        node = self._root
        for part in key:
            after = node.after.get(part)
            if after is None:
                after = node.after[part] = _Node()
            node = after
        return node

    def _from(self, read: Sequence[Word], first: int) -> Iterator[tuple[int, _Node]]:
        """Where each name that begins at the word `first` ends; inserts are allowed between its words."""
        open_paths = [(self._root, first, 0)]
        while open_paths:
            node, at, inserted = open_paths.pop()
            if at == len(read) or not read[at].key:
                continue
            spoken = read[at].key
            for part in bases(spoken):
                step = node.after.get(part)
                if step is not None:
                    if step.names or step.said or step.bars:
                        yield at + 1, step
                    if step.after:
                        open_paths.append((step, at + 1, 0))
            if at > first and inserted < _MOST_INSERTS and spoken in _INSERTS:
                open_paths.append((node, at + 1, inserted + 1))


def _based(key: tuple[str, ...]) -> tuple[str, ...]:
    """A name with its words as a dictionary has them: "walks across" is heard in "walking across", too."""
    return tuple([bases(part)[-1] if len(part) > 3 else part for part in key])


def _choose(text: str, read: Sequence[Word], named: _Heard, said: _Heard) -> _Heard:
    """Spans that do not overlap, the longest in the text first, with every concept each one means."""
    chosen: _Heard = {}
    covered = bytearray(len(text))

    def stands_alone(first: int, last: int) -> bool:
        if last - first > 1 or not is_han(read[first].key):
            return True
        beside = [read[at] for at in (first - 1, last) if 0 <= at < len(read)]
        return all(w.key in _BESIDE_SINGLE or not is_han(w.key) or covered[w.start] for w in beside)

    def by_length(span: tuple[int, int]) -> tuple[int, tuple[int, int]]:
        return read[span[0]].start - read[span[1] - 1].end, span

    for span in sorted(named.keys() | said.keys(), key=by_length):
        start, end = read[span[0]].start, read[span[1] - 1].end
        names = dict.fromkeys((*said.get(span, ()), *named.get(span, ())))
        if names and not any(covered[start:end]) and (span in said or stands_alone(*span)):
            covered[start:end] = bytes([1]) * (end - start)
            chosen[span] = list(names)
    return chosen


@cache
def _shipped() -> Glossary:
    return Glossary(_joined(DEFAULT))


def _joined(*paths: Path) -> Collection[Concept]:
    """The concepts of all files, each file's with those before it."""
    concepts: dict[str, Concept] = {}
    for path in paths:
        for concept, replaces in _read(path):
            known = concepts.get(concept.id)
            concepts[concept.id] = concept if known is None or replaces else _join(known, concept)
        _expect_known(path, concepts.values())
    return concepts.values()


def _read(path: Path) -> Iterator[tuple[Concept, bool]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputRejected(
            f"The glossary {path} cannot be read: {error.strerror}.",
            hint="Check the path and its permissions.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputRejected(
            f"The glossary {path} is not TOML: {error}.", hint="Save it as UTF-8 TOML and correct that line."
        ) from error
    entries = content.pop("concept", [])
    if content or not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputRejected(
            f"The glossary {path} holds {', '.join(content) or 'a concept'} outside a list of concepts.",
            hint="Write only [[concept]] tables.",
        )
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        concept, replaces = _concept(path, number, entry)
        if concept.id in seen:
            raise _rejected(path, number, entry, "its id stands twice in the file")
        seen.add(concept.id)
        yield concept, replaces


def _expect_known(path: Path, concepts: Collection[Concept]) -> None:
    known = {concept.id for concept in concepts}
    known |= {identity.partition(".")[0] for identity in known}
    for concept in concepts:
        if unknown := sorted(set(concept.about) - known):
            raise InputRejected(
                f"The glossary {path} cannot be used: {concept.id} is about {', '.join(unknown)}, "
                "which is neither a concept nor a family of concepts.",
                hint="Write ids, or the part of an id before the first dot.",
            )


def _concept(path: Path, number: int, entry: Mapping[str, object]) -> tuple[Concept, bool]:
    identity, kind, replaces = entry.get("id"), entry.get("kind"), entry.get("replace", False)
    if not isinstance(identity, str) or not identity.strip():
        raise _rejected(path, number, entry, "it has no id")
    if unknown := sorted(set(entry) - _FIELDS):
        raise _rejected(path, number, entry, f"it has unknown fields: {', '.join(unknown)}")
    if kind not in KINDS:
        raise _rejected(path, number, entry, f"its kind {kind!r} is none of {', '.join(KINDS)}")
    if not isinstance(replaces, bool):
        raise _rejected(path, number, entry, "replace is neither true nor false")
    lists = {name: _phrases(path, number, entry, name) for name in (*_TERM_LISTS, "not", "about", "said")}
    if not any(lists[name] for name in _TERM_LISTS):
        raise _rejected(path, number, entry, "it names nothing")
    if bool(lists["about"]) != bool(lists["said"]):
        raise _rejected(path, number, entry, "about and said need each other")
    concept = Concept(
        id=identity,
        kind=cast(Kind, kind),
        zh=lists["zh"],
        en=lists["en"],
        zh_lay=lists["zh_lay"],
        en_lay=lists["en_lay"],
        unlike=lists["not"],
        about=lists["about"],
        said=lists["said"],
    )
    return concept, replaces


def _phrases(path: Path, number: int, entry: Mapping[str, object], name: str) -> tuple[str, ...]:
    listed = entry.get(name, [])
    if not isinstance(listed, list) or not all(isinstance(phrase, str) for phrase in listed):
        raise _rejected(path, number, entry, f"{name} is not a list of phrases")
    for phrase in listed if name != "about" else ():
        key = key_of(phrase)
        if not key or "" in key:
            raise _rejected(
                path, number, entry, f"{name} holds {phrase!r}, which is empty or has punctuation"
            )
    return tuple(listed)


def _rejected(path: Path, number: int, entry: Mapping[str, object], why: str) -> InputRejected:
    return InputRejected(
        f"The glossary {path} cannot be used: concept {number} ({entry.get('id', 'without id')}): {why}.",
        hint="Correct that entry; retrieval/glossary.toml shows the form.",
    )


def _join(known: Concept, more: Concept) -> Concept:
    def both(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*a, *b)))

    return replace(
        known,
        kind=more.kind,
        zh=both(known.zh, more.zh),
        en=both(known.en, more.en),
        zh_lay=both(known.zh_lay, more.zh_lay),
        en_lay=both(known.en_lay, more.en_lay),
        unlike=both(known.unlike, more.unlike),
        about=both(known.about, more.about),
        said=both(known.said, more.said),
    )
