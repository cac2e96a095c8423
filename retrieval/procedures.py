"""Which steps a how-to asks for: those under the title that names it; of a procedure that takes a part out
and puts one in, the half that is wanted.

It does not search and orders nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from typing import Protocol

from kb_sources.manual import Passage
from retrieval.query import Hit
from retrieval.question import Question

REACH = 60  # passages before and behind a step in which the other parts of its procedure stand
# A line of text that heads the steps below it, where the manual does not number or set it as a title.
_HEAD = re.compile(r"[^\n。.!！?？:：;；,，]{2,40}")


class Passages(Protocol):
    def part(self, reading: str, part_of: str) -> Sequence[Passage]: ...
    def passages_of(self, reading: str, first: int = ..., last: int = ...) -> Iterable[Passage]: ...


class Titles(Protocol):
    """Compares titles with what a question wants done: see retrieval/question.py."""

    def leading(self, question: Question, passage: Passage) -> int: ...
    def named_first(self, question: Question, title: str) -> bool: ...
    def half_of(self, question: Question, title: str) -> Set[str]: ...


class Procedures:
    def __init__(self, library: Passages, titles: Titles) -> None:
        self._library = library
        self._titles = titles

    def led(self, found: Sequence[Hit], question: Question) -> list[Hit]:
        """With how many of their titles lead to what is asked to be done; the titles whose first thing is
        what it is to be done to go before those that only speak of it."""
        led = [replace(hit, titled=self._titles.leading(question, hit.passage)) for hit in found]
        titles = {title for hit in led for title in hit.passage.section[: hit.titled]}
        first = {title for title in titles if self._titles.named_first(question, title)}
        own = [not first or bool(first.intersection(hit.passage.section)) for hit in led]
        return [hit if ok else replace(hit, titled=0) for hit, ok in zip(led, own, strict=True)]

    def halved(
        self, found: Sequence[Hit], told: Sequence[float | None], question: Question
    ) -> tuple[list[Hit], list[float | None]]:
        """Where one half is wanted and a line of text heads each, the steps of that one by themselves."""
        wanted = question.halves
        if len(wanted) != 1:
            return list(found), list(told)
        heads = {hit.passage.part_of: hit for hit in found if hit.titled == len(hit.passage.section)}
        halves = {part: self._half(hit.passage, question) for part, hit in heads.items() if hit.titled}
        hits, worth = list(found), list(told)
        for at, hit in enumerate(found):
            half = halves.get(hit.passage.part_of) if hit.titled else None
            if half:
                hits[at] = replace(hit, titled=0)
                worth[at] = float(half == wanted)
        return hits, worth

    def parts(self, hit: Hit) -> Iterable[Passage]:
        """The part that a hit is of; all parts of the procedure whose title the question names, with what
        stands between."""
        passage, path = hit.passage, hit.passage.section[: hit.titled]
        if not path:
            return self._library.part(passage.reading, passage.part_of)
        near = self._library.passages_of(passage.reading, passage.order - REACH, passage.order + REACH)
        return [p for p in near if p.section[: hit.titled] == path and p.kind in ("step", "text")]

    def _half(self, step: Passage, question: Question) -> Set[str]:
        """Which half the line right above the first step of a part heads; none where no line does."""
        near = self._library.passages_of(step.reading, step.order - REACH, step.order)
        above: Passage | None = None
        for passage in sorted(near, key=lambda p: p.order):
            if passage.part_of == step.part_of:
                break
            if passage.kind in ("text", "step"):
                above = passage if passage.kind == "text" and passage.section == step.section else None
        headed = above is not None and _HEAD.fullmatch(above.text.strip())
        return self._titles.half_of(question, above.text) if above is not None and headed else set()
