"""Rows of tables as evidence: what a row is about, what stands under which heading, which carries a clause.

It compares no units; whether a row holds a clause's figures is asked of its caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set

from vlm.answer import Located, Reason, Shown
from vlm.checking import Examined
from vlm.folding import fold_cached
from vlm.measures import Figure, read_figures
from vlm.polarity import terms_of
from vlm.words import words_of

_PIECE = re.compile(r"[;；。,，、|\n]\s*|[.!?！？](?=\s|$)|\band\b|和|与")
_JOINT = re.compile(r"[;；,，]\s*|\b(?:and|while|whereas)\b|而|和")
_HALF = 0.5  # of the words of a row's subject: who tells no more of them may mean another row
_NAMED = 0.6  # share of a row's subject that a piece of a claim must say to name it
_Carries = Callable[[Located, str], bool]


def find_mixed(clause: str, rows: Sequence[Located], carries: _Carries) -> bool:
    """Whether a clause says of one row what another row says; a piece that names a row goes on with it."""
    if len(rows) < 2 and not is_written_as_row(clause):
        return False  # its figures were found in the one row; words are for the opposites check
    if is_written_as_row(clause):
        cells = {fold_cached(cell).text for cell in clause.split(" | ")}
        return not any(cells <= _folded_cells(row.shown) for row in rows)
    whole = [row for row in rows if carries(row, clause)]
    if whole:
        words = words_of(clause)
        own = max(subject_share(row.shown, words) for row in whole)
        return any(subject_share(row.shown, words) > own for row in rows if row not in whole)
    current: Sequence[Located] = rows
    for piece in _JOINT.split(clause):
        if not piece.strip():
            continue
        carrying = [row for row in rows if carries(row, piece)]
        words = words_of(piece)
        named = [row for row in carrying if subject_share(row.shown, words) >= _NAMED]
        current = named or [row for row in carrying if row in current]
        if not current:
            return True
    return False


def is_written_as_row(clause: str) -> bool:
    """Whether a claim repeats the form of a row: `Header: cell | Header: cell`."""
    cells = clause.split(" | ")
    return len(cells) > 1 and all(": " in cell for cell in cells)


def _folded_cells(row: Shown) -> set[str]:
    return {fold_cached(cell).text for cell in row.passage.text.split(" | ")}


def find_stray_row(examined: Examined) -> Reason | None:
    """A claim that speaks of one row's subject (its first cell) while it cites another row of that table."""
    words = words_of(examined.claim.text)
    cited = [p.shown for p in examined.located if p.shown.passage.kind == "row"]
    for row in cited:
        own = subject_share(row, words)
        for other in examined.shown.values():
            passage = other.passage
            sibling = passage.kind == "row" and passage.part_of and passage.part_of == row.passage.part_of
            if not sibling or other in cited:
                continue
            share = subject_share(other, words)
            foreign = share == 1 and not words_of(subject(other)) <= words_of(row.passage.text)
            if (share > own and share > _HALF) or foreign:
                values = (("other", subject(other)), ("row", subject(row)))
                return Reason("subject_of_another_row", values)
    return None


def find_stray_column(examined: Examined) -> Reason | None:
    """A figure that the claim puts under another heading than the row does: the maximum as the minimum."""
    if is_written_as_row(examined.claim.text):
        return None
    pieces = [*_one_figure_each(examined.claim.text)]
    if not pieces:
        return None
    for row in (p.shown for p in examined.located if p.shown.passage.kind == "row"):
        cells = [cell.partition(": ") for cell in row.passage.text.split(" | ")]
        columns = [(header, read_figures(value)) for header, _, value in cells if value]
        columns = [(header, figures) for header, figures in columns if any(not f.code for f in figures)]
        for piece, figure in pieces:
            keys = _heading_keys(piece)
            named = {header: len(keys & _heading_keys(header)) for header, _ in columns}
            best = max(named, key=lambda h: named[h], default="")
            if not named or not named[best]:
                continue
            under = [h for h, printed in columns if any(_alike(figure, f) for f in printed)]
            if under and max(named[h] for h in under) < named[best]:
                values = (("figure", figure.text), ("column", under[0]), ("other", best))
                return Reason("figure_of_another_column", values)
    return None


def _one_figure_each(claim: str) -> Iterator[tuple[str, Figure]]:
    """The pieces of a claim that hold one figure, and this."""
    for piece in _PIECE.split(claim):
        figures = [f for f in read_figures(piece) if not f.code]
        if len(figures) == 1:
            yield piece, figures[0]


def _alike(claimed: Figure, printed: Figure) -> bool:
    return not printed.code and claimed.low == printed.low and claimed.high == printed.high


def subject(row: Shown) -> str:
    """What a row is about: the value of its first cell, or the name where it reads `name: value`."""
    first, bar, _ = row.passage.text.partition(" | ")
    name, colon, value = first.partition(": ")
    return (value if bar and colon else name).strip()


def subject_share(row: Shown, words: Set[str]) -> float:
    """How much of a row's first cell a claim names, 0..1."""
    named = words_of(subject(row))
    return len(named & words) / len(named) if named else 0.0


def _heading_keys(text: str) -> frozenset[str]:
    """The words of a text, and which limits it names, in either language: "Min" and 最小 are one key."""
    limits = {f"{pair}:{side}" for term in terms_of(text) for pair, side in term.sides if pair == "extreme"}
    return words_of(text) | limits
