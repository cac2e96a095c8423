"""A figure told of what another printed sentence or row is about, which prints a figure of its own for it.

It does not ask whether a figure is printed, nor what stands right beside it; vlm/checks/figures.py and
vlm/partners.py do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.equivalents import count_told
from vlm.folding import plain_text
from vlm.headings import unit_in
from vlm.measures import Figure, read_figures
from vlm.partners import alike, measure_of
from vlm.units import load_units

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。！？；\n]")
_DIGIT = re.compile(r"\d")
_CLAUSE = re.compile(
    r"[,，、:：](?!\d)|\b(?:and|then|or|but|until|while|before|after|when|if|once|which|that|because|since|as)\b"
    r"|[且并但或]|然后|再|之前|之后|直到|(?<![小及随同])时(?=[^间候])|后(?=[^面盖部侧壳备])|如果|若|[和与](?=[^\d])",
    re.IGNORECASE,
)
_SLIGHT = frozenset(
    ["wait", "time", "up", "appear", "show", "等待", "出现", "显示", "内"]
)  # say little of a figure
_GOES_ON = frozenset({"and", "or", "、", "和", "与", ":", "："})
_MOST = 0.7
_MEANT = 0.6
_WORDS = 2  # of a clause that tells enough to be known
_QUOTES = 2
_SUBJECT = 2  # words of what the other sentence is about that the claim tells at least
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence, or a row as one: what it is about, its figures and what they measure."""

    words: frozenset[str]  # of a row's cells that hold no figure
    known: frozenset[str]  # … and of its headings
    figures: tuple[Figure, ...]
    measures: frozenset[str]
    in_row: bool


@lru_cache(maxsize=2048)
def _places(text: str) -> tuple[_Place, ...]:
    if " | " in text:
        return (_row(text),)
    return tuple(_sentence(sentence) for sentence in _SENTENCE.split(text) if sentence.strip())


def _sentence(sentence: str) -> _Place:
    figures = tuple(f for f in read_figures(sentence) if not f.code)
    measures = frozenset(measure_of(f) for f in figures if f.unit)
    words = content_of(sentence)
    return _Place(words, words, figures, measures, False)


def _row(row: str) -> _Place:
    """A unit in brackets in a heading is that of the cell."""
    cells = [cell.partition(": ") for cell in row.split(" | ")]
    figures = tuple(f for f in read_figures(row) if not f.code)
    words, measures = set[str](), {measure_of(f) for f in figures if f.unit}
    for heading, _, value in cells:
        if unit := unit_in(heading):
            measures.add(load_units().by_name[unit].of)
        elif not _DIGIT.search(value):
            words |= content_of(value)
    return _Place(frozenset(words), content_of(row), figures, frozenset(measures), True)


def find_put_elsewhere(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first figure of a sentence that is about what another quote is about than the figure stands in, and
    leaves that one's own figure of the same measure out."""
    if len(evidence) < _QUOTES or " | " in claim or not _DIGIT.search(claim):
        return None
    printed = [(n, place) for n, text in enumerate(evidence) for place in _places(text)]
    for said in _places(claim):
        for figure in (f for f in said.figures if f.unit):
            measure = measure_of(figure)
            rivals = [(n, p) for n, p in printed if measure in p.measures and not _tells(said, p, measure)]
            held = [(n, p) for n, p in printed if any(_is_same(figure, f, p) for f in p.figures)]
            for number, rival in rivals if held else ():
                if all(n != number and _is_about(said, rival, place) for n, place in held):
                    told = min(said.words & (rival.words - held[0][1].words))
                    return Reason("figure_elsewhere", (("figure", figure.text), ("near", told)))
    return None


def _tells(said: _Place, place: _Place, measure: str) -> bool:
    """Whether a sentence tells a figure of this measure that stands in the place."""
    own = [f for f in place.figures if measure_of(f) == measure or (place.in_row and not f.unit)]
    return any(_is_same(mine, f, place) for mine in said.figures for f in own)


def _is_same(claimed: Figure, printed: Figure, place: _Place) -> bool:
    if alike(claimed, printed):
        return True
    bare = place.in_row and not printed.unit
    return bare and claimed.low == printed.low and claimed.high == printed.high


def _is_about(said: _Place, rival: _Place, own: _Place) -> bool:
    """Whether a sentence tells most of what only the rival says, and little of what only the other says."""
    theirs, mine = rival.words - own.words, own.words - rival.known
    told, kept = said.words & theirs, said.words & mine
    return len(told) >= max(_SUBJECT, _HALF * len(theirs)) and len(told) > 2 * len(kept)


@dataclass(frozen=True, slots=True)
class _Measured:
    """A clause with figures: what it says besides, and ahead of each, and the sentence that it stands in."""

    words: frozenset[str]
    figures: tuple[tuple[Figure, frozenset[str]], ...]
    sentence: str

    def holds(self, figure: Figure) -> bool:
        return any(alike(figure, own) for own, _ in self.figures)

    def leaves_out(self, figure: Figure) -> bool:
        """Whether it says little, or nothing ahead of a figure: "measure it. Below 10 Ω …"."""
        return len(self.words) < _WORDS or any(
            len(ahead) < _WORDS and alike(figure, own) for own, ahead in self.figures
        )


@lru_cache(maxsize=2048)
def _clauses(text: str) -> tuple[_Measured, ...]:
    found = list[_Measured]()
    for sentence in _SENTENCE.split(plain_text(text)):
        at, ahead, joint = 0, "", ""
        for mark in (*_CLAUSE.finditer(sentence), None):
            clause = sentence[at : mark.start() if mark else None].strip()
            if clause:
                read = _measured(clause, sentence)
                if joint in _GOES_ON and ahead and read.figures and len(read.words) < _WORDS:
                    found.pop()  # "hold Stop and OK for 8 s", "measure it: 72 Ω"
                    clause = f"{ahead} {joint} {clause}"
                    read = _measured(clause, sentence)
                found.append(read)
                ahead = clause
            at, joint = (mark.end(), mark[0].lower()) if mark else (at, "")
    return tuple(found)


def _measured(clause: str, sentence: str) -> _Measured:
    figures = [f for f in read_figures(clause) if f.unit and not f.code]
    told = tuple((f, _words(clause, figures, f.start)) for f in figures)
    return _Measured(_words(clause, figures, len(clause)), told, sentence)


def _words(clause: str, figures: Sequence[Figure], end: int) -> frozenset[str]:
    """What a clause says up to some place, its figures aside."""
    body = clause[:end]
    for figure in reversed([f for f in figures if f.end <= end]):
        body = f"{body[: figure.start]} {body[figure.end :]}"
    return content_of(body) - _SLIGHT


def find_other_deed(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first figure that a claim ties to what another printed sentence says, while it leaves out all that
    the figure is printed with: "switch it off for 3 s" of "hold Start for 3 s. Leave by switching it off"."""
    if " | " in claim or not any(f.unit for f in read_figures(claim)):
        return None
    said = [clause for clause in _clauses(claim) if clause.figures and clause.words]
    printed = [c for text in evidence if " | " not in text for c in _clauses(text)] if said else []
    whole = content_of(claim)
    for clause in said:
        for figure, ahead in clause.figures:
            own = [c for c in printed if c.holds(figure)] if len(ahead) >= _WORDS else []
            if not own or _is_in_row(figure, evidence):
                continue
            if any(c.leaves_out(figure) or _is_near(c.words, ahead, whole) for c in own):
                continue
            near = {c.sentence for c in own}
            homes = (c for c in printed if c.sentence not in near)
            home = next((c for c in homes if count_told(ahead, c.words) >= _MEANT * len(ahead)), None)
            if home is not None:
                values = (("figure", figure.text), ("near", min(home.words & ahead or home.words)))
                return Reason("figure_elsewhere", values)
    return None


def _is_near(own: frozenset[str], said: frozenset[str], whole: frozenset[str]) -> bool:
    """Whether a clause says something of what is printed with a figure, or the claim most of it."""
    return bool(own & said) or len(own & whole) >= _MOST * len(own)


def _is_in_row(figure: Figure, evidence: Sequence[str]) -> bool:
    rows = (text for text in evidence if " | " in text)
    return any(alike(figure, f) or f.low == figure.low for row in rows for f in read_figures(row))


_OFTEN = Bilingual(
    r"\b(?P<many>once|twice|thrice|(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) times)\b",
    r"(?P<han>[一二两三四五六七八九十\d]+)\s?[次遍回]",
)
_VERB = re.compile(r"([a-z-]{3,})[^a-z]*$")
_HAN_DEED = re.compile(r"([\u3400-\u9fff]{2})了?\s?$")


def find_other_repeated(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "It must click three times" of "run it three times. It must click"."""
    if " | " in claim:
        return None
    said = _repeated(claim)
    printed = [pair for text in evidence if " | " not in text for pair in _repeated(text)] if said else []
    for often, deed, words in said:
        kin = [own for other, _, own in printed if _as_key(other) == _as_key(often)]
        if not deed or not kin or any(count_told(deed, own) for own in kin):
            continue
        elsewhere = [c for text in evidence if " | " not in text for c in _clauses(text) if deed <= c.words]
        if elsewhere and all(2 * len(own & words) < len(own) for own in kin):
            return Reason("figure_elsewhere", (("figure", often), ("near", min(deed))))
    return None


def _as_key(often: str) -> str:
    return often.replace(" ", "")


@lru_cache(maxsize=1024)
def _repeated(text: str) -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    """How often what is done: as told, the word right before it, and all that its clause says."""
    found = list[tuple[str, frozenset[str], frozenset[str]]]()
    body = plain_text(text).lower()
    for sentence in _SENTENCE.split(body) if _OFTEN.search(body) else ():
        for clause in filter(None, _CLAUSE.split(sentence)):
            for match in _OFTEN.finditer(clause):
                ahead = clause[: match.start()]
                word = _VERB.search(ahead) or _HAN_DEED.search(ahead)
                words = content_of(clause[: match.start()] + clause[match.end() :])
                found.append((match[0], content_of(word[1]) if word else frozenset(), words))
    return tuple(found)
