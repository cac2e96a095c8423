"""Chooses what of the shown passages answers a question: a unit (row, step, sentence) and what belongs to it.

It words nothing; the drafter quotes what is chosen. It knows no synonyms beyond Asked.widened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

from vlm.answer import Asked, Shown
from vlm.asking import asks_everything, asks_how, asks_place, asks_value, instructs
from vlm.fault_codes import holding, in_range, looked_up, named_codes, rows_of, titled
from vlm.measures import mentions, read_figures
from vlm.quantities import tells
from vlm.sentences import announces, continues, sentences
from vlm.words import asked_words, overlap, rarity, words_of

_WIDENED_SHARE = 0.6  # what a word of the glossary counts beside a word of the question
_HEADING_SHARE = 1.0  # what a word counts that stands in the headings above, not in the unit itself
_LAST_RANK = 8
_MUTE = 0.3  # … a picture or warning loses where a value is asked for
_NUMBERLESS = 0.6  # … what holds no number loses where a quantity is asked for
_RANK_STEP = 0.06  # what a rank costs, beside the share of the question that a unit holds
_SMALL_PASSAGES, _SMALL_CHARS = 9, 1200  # a section up to this size is an answer as a whole
_LONG_TEXT = 420  # characters from which prose is not quoted whole
_HEADING_CHARS = 60
_CLAUSE_ENDS = re.compile(r"[,;](?=\s)|[，；]")
_AS_GOOD = 0.999
_MOST_EQUAL_ROWS = 3
_OPEN_SHARE = 0.5  # what a second unit must add, beside what the first holds of the question
_LONG_FIGURE = 120  # characters from which a picture is quoted by its caption alone
_CLAUSE_SHARE = 0.8  # of what a sentence holds of the question, enough for one of its clauses to stand for it
_TOLD = 1.0  # what it counts that a passage is the remedy for what is told to be wrong
_COVER = 1  # reading order up to which a passage may be a manual's cover
_MATCHING_STEP = 0.6  # how well a fact of a long list must fit beside the best one


@dataclass(frozen=True, slots=True)
class Extract:
    """What is to be quoted: text[start:end] of a shown passage."""

    shown: Shown
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.shown.passage.text[self.start : self.end]


class Scene:
    """One question and the passages that may be quoted for it."""

    def __init__(self, asked: Asked, shown: Sequence[Shown]) -> None:
        self._asked = asked
        self._shown = [s for s in shown if s.passage.text.strip() and not _is_description(s)]
        self.asks_value = asks_value(asked.question)
        self._asks_how = asks_how(asked.question)
        self._asks_place = asks_place(asked.question)

    def answer(self) -> list[Extract]:
        """What to quote, in reading order; nothing when no passage holds the code that was asked for."""
        anchor = self._anchor()
        if anchor is None:
            return []
        passage = anchor.shown.passage
        if passage.kind == "row":
            rows = self._rows(anchor)
            behind = () if self.asks_value else self._titled(anchor.shown) or self._led(anchor.shown)
            return [*rows, *behind]
        one_of_steps = bool(self._coded) and passage.kind == "step"  # of a procedure titled with the code
        if self.asks_value and not self._asks_how and not one_of_steps:
            return self._pointed(anchor)
        return self._around(anchor)

    def figures(self, extracts: Sequence[Extract]) -> tuple[str, ...]:
        """Labels of the figures that were quoted, or stand between or next to what was quoted."""
        orders = [(e.shown.edition.id, e.shown.passage.order) for e in extracts]
        return tuple(
            s.label
            for s in self._shown
            if s.passage.kind == "figure"
            and s.passage.section == extracts[0].shown.passage.section
            and any(e == s.edition.id and abs(s.passage.order - o) <= 1 for e, o in orders)
        )

    @cached_property
    def _own(self) -> frozenset[str]:
        named = words_of(" ".join(self._asked.products))
        own = asked_words(self._asked.question) - named
        # a cover tells what the device is: who asks of the "washing machine" names it by that
        kinds = {word for s in self._shown if _is_cover(s) for word in words_of(s.passage.text)}
        return own if self.asks_value else (own - kinds or own)

    @cached_property
    def _widened(self) -> list[frozenset[str]]:
        """The manuals' words, term by term."""
        terms = (words_of(term) for term in self._asked.widened)
        return [term for term in dict.fromkeys(terms) if term and not term <= self._own]

    def _units(self, shown: Shown) -> list[Extract]:
        text = shown.passage.text
        if shown.passage.kind in ("text", "figure", "faq", "warning") or len(text) > _LONG_TEXT:
            spans = sentences(text, shown.edition.language, fine=self.asks_value)
        else:
            spans = ((0, len(text)),)
        return [Extract(shown, start, end) for start, end in spans]

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        return rarity([words_of(u.text) for s in self._shown for u in self._units(s)])

    @cached_property
    def _worth(self) -> float:
        """What a word of the question weighs on average, among the words that any unit holds."""
        known = [self._weights[w] for w in self._own if w in self._weights]
        return sum(known) / len(known) if known else 1.0

    def _fit(self, unit: Extract, weights: Mapping[str, float] | None = None) -> float:
        """How much of the question a unit holds, by weight; less counts what only its headings hold, or what
        only the glossary's words for it say."""
        weights = weights or self._weights
        own = words_of(unit.text)
        above = words_of(" ".join(unit.shown.passage.section)) - own
        said = sum(term <= own for term in self._widened)
        headed = sum(term <= above for term in self._widened)
        widened = _WIDENED_SHARE * self._worth * (min(said, 2) + _HEADING_SHARE * min(headed, 1))
        return (
            overlap(self._own, own, weights) + _HEADING_SHARE * overlap(self._own, above, weights) + widened
        )

    def _anchor(self) -> Extract | None:
        if not self._coded and named_codes(self._asked):
            return None
        ranked = [
            (min(rank, _LAST_RANK), unit)
            for rank, shown in enumerate(self._looked_up or self._coded or self._shown)
            if self._coded or (self._is_telling(shown) and (self.asks_value or not _is_cover(shown)))
            for unit in self._units(shown)
        ]
        if not ranked:
            return None
        whole = max(self._worth * len(self._own & self._weights.keys()), self._worth)

        def worth(rank: int, unit: Extract) -> float:
            told = 0.0 if self.asks_value else _TOLD * unit.shown.told
            return self._fit(unit) / whole - _RANK_STEP * rank - self._mute(unit) + told

        return max(ranked, key=lambda r: worth(*r))[1]

    def _is_telling(self, shown: Shown) -> bool:
        """False for a row that shares with the question only what all rows of its table say: one as good as
        the other, each with another value. Rows for the fault that is told may share just that."""
        if shown.passage.kind != "row" or shown.told or asks_everything(self._asked.question):
            return True
        common = self._common.get(shown.passage.part_of)
        if not common:
            return True
        own = words_of(shown.passage.text) - common
        return bool(own & self._own) or any(term <= own for term in self._widened)

    @cached_property
    def _common(self) -> Mapping[str, frozenset[str]]:
        """Table by table, the words that every shown row holds."""
        tables: dict[str, list[frozenset[str]]] = {}
        for s in self._shown:
            if s.passage.kind == "row" and s.passage.part_of:
                tables.setdefault(s.passage.part_of, []).append(words_of(s.passage.text))
        return {part: frozenset.intersection(*rows) for part, rows in tables.items() if len(rows) > 1}

    def _mute(self, unit: Extract) -> float:
        """What a unit loses that names the value asked for and does not tell it: a picture, a warning, prose
        without a number."""
        if not self.asks_value or self._asks_place:
            return 0.0
        kind = unit.shown.passage.kind
        if self._asked.quantities and kind != "row" and not tells(unit.text, self._asked.quantities):
            return _NUMBERLESS
        return _MUTE if kind in ("figure", "warning") else 0.0

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        return named_codes(self._asked) or self._asked.codes

    @cached_property
    def _coded(self) -> list[Shown]:
        """What holds a code that was asked for; a cover tells nothing of one."""
        return holding(self._codes, (s for s in self._shown if not _is_cover(s)))

    @cached_property
    def _looked_up(self) -> list[Shown]:
        """The rows of the codes, but for those without a quantity where one is asked for."""
        rows, wanted = looked_up(self._codes, self._coded), self._asked.quantities
        return [r for r in rows if tells(r.passage.text, wanted)] if wanted else rows

    def _rows(self, anchor: Extract) -> list[Extract]:
        """The rows of the codes asked for; else those of the anchor's table for the fault that is told, one a
        cause, or that fit as well as the best one; all when all are asked for."""
        if self._looked_up:
            between = in_range(self._codes, self._asked.question, self._shown)
            return _wholes(between or rows_of(self._codes, self._looked_up))
        part = anchor.shown.passage.part_of
        rows = [s for s in self._shown if s.passage.kind == "row" and s.passage.part_of == part and part]
        rows = sorted(rows or [anchor.shown], key=lambda s: s.passage.order)
        coded = [r for r in rows if any(mentions(c, r.passage.text) for c in self._codes)]
        if not coded and anchor.shown.told and not self.asks_value:
            rows = [r for r in rows if r.told >= anchor.shown.told]
        elif not coded and not asks_everything(self._asked.question):
            weights = rarity([words_of(r.passage.text) for r in rows])
            fits = {r.label: self._fit(_whole(r), weights) for r in rows}
            best = max(fits.values())
            chosen = [r for r in rows if fits[r.label] >= best * _AS_GOOD]
            rows = chosen if best > 0 and len(chosen) <= _MOST_EQUAL_ROWS else [anchor.shown]
        return [_whole(r) for r in coded or rows]

    def _titled(self, row: Shown) -> list[Extract]:
        """The procedure in the row's manual whose title names a code that was asked for."""
        for step in titled(self._codes, self._shown):
            if step.edition.id == row.edition.id:
                return _wholes(self._procedure(step, self._group(step)))
        return []

    def _led(self, row: Shown) -> list[Extract]:
        """The procedure in the manual of a code's row whose title names what is to be done beside it."""
        steps = (s for s in self._shown if s.titled and s.edition.id == row.edition.id)
        step = next(steps, None) if self._asks_how and self._looked_up else None
        return _wholes(self._procedure(step, self._group(step))) if step else []

    def _pointed(self, anchor: Extract) -> list[Extract]:
        """The unit with the sentences that go on with its thought; and the unit beside it where part of the
        question is still open and that one holds it."""
        chosen = self._clause(self._with_thought(anchor, fine=True))
        rest = self._own - words_of(chosen.text)
        beside = [
            u
            for s in self._shown
            if _same_section(s, anchor.shown) and abs(s.passage.order - anchor.shown.passage.order) <= 1
            for u in self._units(s)
            if s is not anchor.shown or u.start >= chosen.end or u.end <= chosen.start
        ]
        gains = [(overlap(rest, words_of(u.text), self._weights), u) for u in beside]
        gain, other = max(gains, key=lambda g: g[0], default=(0.0, anchor))
        shared = words_of(other.text) & words_of(chosen.text) & self._own
        if shared and gain >= _OPEN_SHARE * overlap(self._own, words_of(chosen.text), self._weights):
            return sorted([chosen, other], key=lambda e: (e.shown.passage.order, e.start))
        return [chosen]

    def _clause(self, chosen: Extract) -> Extract:
        """The one clause of a sentence with several values that holds what the question names."""
        figures = read_figures(chosen.text)
        cuts = [m.end() for m in _CLAUSE_ENDS.finditer(chosen.text)]
        if chosen.shown.passage.kind == "row" or len(figures) < 2 or not cuts:
            return chosen
        edges = [0, *cuts, len(chosen.text)]
        clauses = [
            Extract(chosen.shown, chosen.start + a, chosen.start + b)
            for a, b in pairwise(edges)
            if chosen.text[a:b].strip()
        ]
        fits = sorted(((self._fit(c), -c.start, c) for c in clauses), key=itemgetter(0, 1))
        best, alone = fits[-1][2], len(fits) < 2 or fits[-1][0] > fits[-2][0]
        if not alone or fits[-1][0] < _CLAUSE_SHARE * self._fit(chosen) or not read_figures(best.text):
            return chosen
        body = best.text
        left = best.start + len(body) - len(body.lstrip())
        return Extract(best.shown, left, best.start + len(body.rstrip(" ,，;；\n")))

    def _around(self, anchor: Extract) -> list[Extract]:
        """The procedure that the unit is of, or that stands nearest when the question asks what to do; else a
        small section whole; else the sentences around the unit."""
        group = [s for s in self._group(anchor.shown) if s.passage.kind != "figure" or s is anchor.shown]
        procedure = self._procedure(anchor.shown, group)
        if procedure:
            return _wholes(procedure)
        if anchor.shown.passage.kind == "step" and len(group) > _SMALL_PASSAGES:
            part = anchor.shown.passage.part_of
            steps = [_whole(s) for s in group if s.passage.kind == "step" and s.passage.part_of == part]
            best = self._fit(_whole(anchor.shown))
            return [s for s in steps if self._fit(s) >= _MATCHING_STEP * best]
        size = sum(len(s.passage.text) for s in group)
        if 1 < len(group) <= _SMALL_PASSAGES and size <= _SMALL_CHARS:
            return _wholes(group)
        return [self._with_thought(anchor, fine=False)]

    def _procedure(self, anchor: Shown, group: Sequence[Shown]) -> list[Shown]:
        """The steps of a procedure with what stands between them, but for the warnings that come with them
        anyway; nothing where the "steps" only list facts or head the parts of a chapter."""
        parts: dict[str, list[Shown]] = {}
        for s in group:
            if s.passage.kind == "step":
                parts.setdefault(s.passage.part_of, []).append(s)
        if anchor.passage.kind == "step":
            steps = parts.get(anchor.passage.part_of, [])
        elif self._asks_how and parts:
            at = anchor.passage.order
            steps = min(parts.values(), key=lambda p: min(abs(s.passage.order - at) for s in p))
        else:
            steps = []
        depth = max((s.titled for s in steps), default=0)
        if depth:
            group = self._under(steps[0], depth)
            steps = [s for s in group if s.passage.kind == "step"]
        telling = sum(instructs(s.passage.text) for s in steps)
        if not steps or (telling * 2 < len(steps) and len(steps) > _SMALL_PASSAGES):
            return []
        if 2 * sum(_is_heading(s) for s in steps) > len(steps) and telling * 2 < len(steps):
            return []
        first, last = steps[0].passage.order, steps[-1].passage.order
        if not _is_finished(steps[-1]) and any(s.passage.order == last + 1 for s in group):
            last += 1
        bound = {w for s in steps for w in s.passage.warned_by}
        return [s for s in group if first <= s.passage.order <= last and s.passage.id not in bound]

    def _under(self, step: Shown, depth: int) -> list[Shown]:
        """What stands under the same title as a step, at this depth of its section path: all parts of the
        procedure that the title names, in printed order."""
        path = step.passage.section[:depth]
        own = (
            s for s in self._shown if s.edition.id == step.edition.id and s.passage.section[:depth] == path
        )
        return sorted((s for s in own if s.passage.kind != "figure"), key=lambda s: s.passage.order)

    def _group(self, anchor: Shown) -> list[Shown]:
        """The shown passages of the anchor's section in reading order; where numbered headings part it, those
        from the heading above the anchor to the next."""
        section = sorted((s for s in self._shown if _same_section(s, anchor)), key=lambda s: s.passage.order)
        steps = [s for s in section if s.passage.kind == "step"]
        heads = [s for s in steps if _is_heading(s) and not instructs(s.passage.text)]
        if len(heads) < 2 or len(heads) * 2 < len(steps):
            return section
        above = [h for h in heads if h.passage.order <= anchor.passage.order]
        below = [h for h in heads if h.passage.order > anchor.passage.order]
        first = above[-1].passage.order if above else section[0].passage.order
        last = below[0].passage.order if below else section[-1].passage.order + 1
        return [s for s in section if first <= s.passage.order < last]

    def _with_thought(self, anchor: Extract, fine: bool) -> Extract:
        """A unit with the sentences around it that it needs; short prose whole."""
        text = anchor.shown.passage.text
        spans = sentences(text, anchor.shown.edition.language, fine=fine)
        if not fine and (len(text) <= _LONG_TEXT or len(spans) < 3):
            return _whole(anchor.shown)
        first = next((i for i, (_, end) in enumerate(spans) if end > anchor.start), 0)
        last = next((i for i, (_, end) in enumerate(spans) if end >= anchor.end), len(spans) - 1)
        if not fine:
            fits = [self._fit(Extract(anchor.shown, *span)) for span in spans]
            near = [i for i, fit in enumerate(fits) if abs(i - first) <= 2 and fit >= 0.5 * fits[first] > 0]
            first, last = min([first, *near]), max([last, *near])
        words = [text[a:b] for a, b in spans]
        while first > 0 and (continues(words[first]) or announces(words[first - 1])):
            first -= 1
        while last + 1 < len(spans) and (continues(words[last + 1]) or announces(words[last])):
            last += 1
        return Extract(anchor.shown, spans[first][0], spans[last][1])


def _is_description(shown: Shown) -> bool:
    """A model's description of a picture helps to find it; it is no evidence."""
    return shown.passage.hint


def _same_section(one: Shown, other: Shown) -> bool:
    return one.edition.id == other.edition.id and one.passage.section == other.passage.section


def _is_heading(step: Shown) -> bool:
    """A "step" that only numbers and names what follows it."""
    text = step.passage.text.strip()
    return len(text) <= _HEADING_CHARS and not text.endswith((".", "。", ";", "；", "!", "！"))


def _is_finished(step: Shown) -> bool:
    """Whether a step's last sentence ends; else what follows goes on with it."""
    return step.passage.text.rstrip().endswith((".", "。", "!", "！", "?", "？", ")", "）", ";", "；"))


def _whole(shown: Shown) -> Extract:
    text = shown.passage.text
    if shown.passage.kind == "figure" and len(text) > _LONG_FIGURE:  # labels in no order: the picture tells
        text = text.lstrip().split("\n")[0]
        return Extract(shown, shown.passage.text.index(text), shown.passage.text.index(text) + len(text))
    return Extract(shown, len(text) - len(text.lstrip()), len(text.rstrip()))


def _wholes(shown: Iterable[Shown]) -> list[Extract]:
    return [_whole(s) for s in shown]


def _is_cover(shown: Shown) -> bool:
    """Whether a passage is the cover of its manual: a first one outside all sections, with its title."""
    passage = shown.passage
    first = passage.order <= _COVER and passage.kind == "text" and not passage.section
    title = words_of(shown.manual.title)
    return first and bool(title) and title <= words_of(passage.text)
