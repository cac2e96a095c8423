"""Which of the shown passages speak of the codes that were asked for, and which rows are theirs.

It does not read codes out of words or photos, nor choose what else is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kb_sources.codes import between, spelled_out
from kb_sources.faults import code_cell_of
from vlm.answer import Asked, Shown
from vlm.folding import plain_text
from vlm.measures import code_pattern, mentions
from vlm.quantities import measures

_UP_TO = re.compile(r"\s*(?:[-~]|TO|THROUGH|UNTIL|到|至)\s*")


def named_codes(asked: Asked) -> tuple[str, ...]:
    """The codes that the words of the question name, not those of its photos alone."""
    question = spelled_out(asked.question)
    return tuple(code for code in asked.codes if mentions(code, question))


def beside_code(asked: Asked, shown: Sequence[Shown]) -> tuple[Asked, Sequence[Shown]]:
    """The question without its codes, and what does not hold them, where it asks for a quantity that nothing
    tells that holds them: "which torque for the pump screws? I have E21"; else both as they are."""
    named, wanted = named_codes(asked), asked.quantities
    coded = holding(named, shown)
    if not (wanted and coded) or any(measures(s.passage.text, wanted) for s in coded):
        return asked, shown
    question = plain_text(asked.question)
    for code in named:
        for told in reversed(list(code_pattern(code).finditer(question.upper()))):
            question = f"{question[: told.start()]} {question[told.end() :]}"
    return replace(asked, question=question, codes=()), [s for s in shown if s not in coded]


def holding(codes: Sequence[str], shown: Iterable[Shown]) -> list[Shown]:
    """What holds any of the codes, whole, itself or in the titles above."""
    texts = ((s, " ".join((*s.passage.section, s.passage.text))) for s in shown)
    return [s for s, text in texts if any(mentions(code, text) for code in codes)]


def looked_up(codes: Sequence[str], shown: Iterable[Shown]) -> list[Shown]:
    """The rows of any of the codes; one that only mentions a code is another's."""
    return [s for s in shown if any(mentions(code, code_cell_of(s.passage)) for code in codes)]


def in_range(codes: Sequence[str], question: str, shown: Sequence[Shown]) -> list[Shown]:
    """Where a question asks for the codes from one to another, their rows and what stands between them; where
    one of them is in no table, the rows of the codes between."""
    text = plain_text(spelled_out(question)).upper()
    if len(codes) != 2:
        return []
    first, last = (code_pattern(code).search(text) for code in codes)
    if first is None or last is None or not _UP_TO.fullmatch(text, first.end(), last.start()):
        return []
    ends = [looked_up((code,), shown) for code in codes]
    if not all(ends):
        within = (*codes, *between(question))
        return rows_of(within, looked_up(within, shown))
    low = min(row.passage.order for row in ends[0])
    high = max(row.passage.order for row in ends[1])
    of_table = (s for s in shown if s.passage.kind == "row" and _table(s) == _table(ends[0][0]))
    return sorted((s for s in of_table if low <= s.passage.order <= high), key=lambda s: s.passage.order)


def rows_of(codes: Sequence[str], rows: Sequence[Shown]) -> list[Shown]:
    """Of `rows`, best first, those of the table in which each code stands first, in reading order."""
    chosen: dict[str, Shown] = {}
    for code in codes:
        own = looked_up((code,), rows)
        chosen |= {r.label: r for r in own if _table(r) == _table(own[0])}
    tables = list(dict.fromkeys(map(_table, chosen.values())))
    return sorted(chosen.values(), key=lambda r: (tables.index(_table(r)), r.passage.order))


def titled(codes: Sequence[str], shown: Iterable[Shown]) -> list[Shown]:
    """Steps under a title that names any of the codes: "8.2 Removing a sheet (J-12)"."""
    steps = (s for s in shown if s.passage.kind == "step" and s.passage.section)
    return [s for s in steps if any(mentions(code, s.passage.section[-1]) for code in codes)]


def _table(row: Shown) -> tuple[str, str]:
    return row.edition.id, row.passage.part_of
