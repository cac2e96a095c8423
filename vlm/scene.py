"""Chooses what of the shown passages answers a question: a unit (row, step, sentence) and what belongs to it.

It words nothing; the drafter quotes what is chosen. It knows no synonyms beyond Asked.widened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from vlm.answer import Asked, Shown
from vlm.asking import asks_everything, asks_how, asks_value, instructs
from vlm.measures import mentions
from vlm.sentences import announces, continues, sentences
from vlm.words import asked_words, overlap, rarity, words_of

_WIDENED_SHARE = 0.6  # what a word of the glossary counts beside a word of the question
_HEADING_SHARE = 0.4  # what a word counts that stands in the headings above, not in the unit itself
_RANK_STEP = 0.06  # what a rank costs, beside the share of the question that a unit holds
_SMALL_PASSAGES, _SMALL_CHARS = 9, 1200  # a section up to this size is an answer as a whole
_LONG_TEXT = 420  # characters from which prose is not quoted whole
_HEADING_CHARS = 60
_AS_GOOD = 0.999


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

    def answer(self) -> list[Extract]:
        """What to quote, in reading order; nothing when no passage holds the code that was asked for."""
        anchor = self._anchor()
        if anchor is None:
            return []
        passage = anchor.shown.passage
        if passage.kind == "row":
            return self._rows(anchor)
        if self.asks_value and not self._asks_how:
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
    def _wanted(self) -> Mapping[str, float]:
        names = words_of(" ".join(self._asked.products))
        own = asked_words(self._asked.question) - names
        added = {w for term in self._asked.widened for w in words_of(term)} - own - names
        return dict.fromkeys(own, 1.0) | dict.fromkeys(added, _WIDENED_SHARE)

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

    def _fit(self, unit: Extract) -> float:
        """How much of the question's weight a unit holds, with less for what only its headings hold."""
        own = words_of(unit.text)
        above = words_of(" ".join(unit.shown.passage.section)) - own
        return overlap(self._wanted, own, self._weights) + _HEADING_SHARE * overlap(
            self._wanted, above, self._weights
        )

    def _anchor(self) -> Extract | None:
        pool = [s for s in self._shown if not s.related] or self._shown
        coded = [s for s in self._shown if self._has_code(s)]
        if coded:
            pool = [s for s in pool if s in coded] or coded
        elif any(mentions(c, self._asked.question) for c in self._asked.codes):
            return None
        whole = sum(share * self._weights.get(word, 0.0) for word, share in self._wanted.items()) or 1.0
        ranked = [(rank, unit) for rank, s in enumerate(pool) for unit in self._units(s)]
        if not ranked:
            return None
        return max(ranked, key=lambda r: self._fit(r[1]) / whole - _RANK_STEP * r[0])[1]

    def _has_code(self, shown: Shown) -> bool:
        text = " ".join((*shown.passage.section, shown.passage.text))
        return any(mentions(code, text) for code in self._asked.codes)

    def _rows(self, anchor: Extract) -> list[Extract]:
        """The rows of the anchor's table that fit as well as the best one; all when all are asked for."""
        part = anchor.shown.passage.part_of
        rows = [s for s in self._shown if s.passage.kind == "row" and s.passage.part_of == part and part]
        rows = sorted(rows or [anchor.shown], key=lambda s: s.passage.order)
        coded = [r for r in rows if any(mentions(c, r.passage.text) for c in self._asked.codes)]
        if not coded and not asks_everything(self._asked.question):
            weights = rarity([words_of(r.passage.text) for r in rows])
            fits = {r.label: overlap(self._wanted, words_of(r.passage.text), weights) for r in rows}
            best = max(fits.values())
            chosen = [r for r in rows if fits[r.label] >= best * _AS_GOOD]
            rows = chosen if best > 0 and len(chosen) <= 3 else [anchor.shown]
        return [_whole(r) for r in coded or rows]

    def _pointed(self, anchor: Extract) -> list[Extract]:
        """The unit alone, with the sentences that go on with its thought; one more where part of the question
        is still open and another unit of the section holds it."""
        chosen = [self._with_thought(anchor, fine=True)]
        covered = words_of(chosen[0].text)
        rest = {w: share for w, share in self._wanted.items() if w not in covered}
        others = [
            u
            for s in self._shown
            if _same_section(s, anchor.shown)
            for u in self._units(s)
            if u.shown.label != anchor.shown.label or u.start >= chosen[0].end or u.end <= chosen[0].start
        ]
        for other in sorted(others, key=lambda u: -overlap(rest, words_of(u.text), self._weights))[:1]:
            gain = overlap(rest, words_of(other.text), self._weights)
            if asks_everything(self._asked.question) and gain > 0.5 * self._fit(anchor):
                chosen.append(other)
        return sorted(chosen, key=lambda e: (e.shown.passage.order, e.start))

    def _around(self, anchor: Extract) -> list[Extract]:
        """A small section whole; of a larger one the procedure, or the part between two numbered headings."""
        group = self._group(anchor.shown)
        kept = [s for s in group if s.passage.kind != "figure" or s is anchor.shown]
        if len(kept) <= _SMALL_PASSAGES and sum(len(s.passage.text) for s in kept) <= _SMALL_CHARS:
            return _wholes(kept)
        steps = [
            s for s in kept if s.passage.kind == "step" and s.passage.part_of == anchor.shown.passage.part_of
        ]
        if not steps and self._asks_how:
            steps = [s for s in kept if s.passage.kind == "step"]
        if steps and sum(instructs(s.passage.text) for s in steps) * 2 >= len(steps):
            first, last = steps[0].passage.order, steps[-1].passage.order
            return _wholes(s for s in kept if first <= s.passage.order <= last)
        if anchor.shown.passage.kind == "step":
            return [_whole(anchor.shown)]
        return [self._with_thought(anchor, fine=False)]

    def _group(self, anchor: Shown) -> list[Shown]:
        """The shown passages of the anchor's section in reading order; where numbered headings part it, those
        from the heading above the anchor to the next."""
        section = sorted((s for s in self._shown if _same_section(s, anchor)), key=lambda s: s.passage.order)
        steps = [s for s in section if s.passage.kind == "step"]
        heads = [s for s in steps if _is_heading(s)]
        if len(heads) < 2 or len(heads) * 3 < len(steps):
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
    return shown.passage.kind == "figure" and shown.passage.read_by == "qwen3vl"


def _same_section(one: Shown, other: Shown) -> bool:
    return one.edition.id == other.edition.id and one.passage.section == other.passage.section


def _is_heading(step: Shown) -> bool:
    """A "step" that only numbers and names what follows it."""
    text = step.passage.text.strip()
    return len(text) <= _HEADING_CHARS and not text.endswith((".", "。", ";", "；", "!", "！"))


def _whole(shown: Shown) -> Extract:
    text = shown.passage.text
    return Extract(shown, len(text) - len(text.lstrip()), len(text.rstrip()))


def _wholes(shown: Iterable[Shown]) -> list[Extract]:
    return [_whole(s) for s in shown]
