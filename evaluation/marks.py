"""What people said of answers: right, wrong or unsafe; and how sure a share of them is.

It does not know how the answers came about; the page of `kb-eval pilot` writes the marks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from evaluation.reading import delimiter_of, folded, json_object, read_text
from evaluation.scorer import Result
from evaluation.tables import Row, read_table
from kb_sources.errors import InputRejected

Verdict = Literal["right", "wrong", "unsafe"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
LEVEL = 0.95


class _Mark(BaseModel):
    model_config = ConfigDict(extra="forbid")

    mark: Verdict
    comment: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    pilot: str
    answers: dict[str, _Mark]


@dataclass(frozen=True, slots=True)
class Mark:
    answer: str  # its id
    verdict: Verdict
    comment: str


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `of`, with the exact 95 % interval (Clopper & Pearson 1934)."""

    count: int
    of: int
    low: float
    high: float


def read_marks(path: Path) -> list[Mark]:
    """Of the page's JSON, or of a .csv with the columns answer (or case), mark and comment.

    Raises InputRejected that says what is wrong where.
    """
    try:
        file = _File.model_validate(_content(path))
    except ValueError as error:
        told = str(error)
        if isinstance(error, ValidationError):
            told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5])
        raise InputRejected(
            f"{path} holds no marks: {told}.",
            hint="Save them with the button on the page of `kb-eval pilot`.",
        ) from error
    return [Mark(answer, mark.mark, mark.comment.strip()) for answer, mark in file.answers.items()]


def _content(path: Path) -> object:
    text = read_text(path)
    if not text.strip():
        raise ValueError("it is empty")
    if path.suffix.lower() != ".csv":
        return json_object(text)
    return {"pilot": path.name, "answers": _told(*read_table(text, path.name, delimiter_of(text)))}


def _told(header: Sequence[str], rows: Iterable[Row]) -> Mapping[str, object]:
    """Answers, or cases, with their marks; what nobody marked yet is left out."""
    if not any({folded(name) for name in header} >= {name, "mark"} for name in ("answer", "case")):
        raise ValueError("the columns are answer (or case), mark and comment")
    told: dict[str, object] = {}
    lines: dict[str, int] = {}
    for row in rows:
        cells = {folded(name): cell.strip() for name, cell in row.cells.items()}
        if row.wrong:
            raise ValueError(f"line {row.line}: {row.wrong}")
        if not cells.get("mark"):
            continue
        name = cells.get("answer") or cells.get("case") or ""
        if name in told:
            raise ValueError(f"{name!r} is marked twice, in lines {lines[name]} and {row.line}")
        lines[name] = row.line
        told[name] = {"mark": cells["mark"].casefold(), "comment": cells.get("comment", "")}
    return told


def known_marks(marks: Sequence[Mark], results: Sequence[Result]) -> list[tuple[Mark, Result]]:
    """Marks with what they are of, by the answer's id or the case's. Raises InputRejected when there are
    none, or some of another pilot."""
    by_id = {result.case: result for result in results if result.action == "answer"}
    by_id |= {str(result.answer.get("id")): result for result in results}
    if not marks:
        raise InputRejected("Nothing is marked yet.", hint="Mark answers right, wrong or unsafe.")
    strange = [mark.answer for mark in marks if mark.answer not in by_id]
    if strange:
        raise InputRejected(
            f"{len(strange)} of {len(marks)} marks are of answers that this pilot did not give.",
            hint="Name the pilot's folder with --out.",
        )
    return [(mark, by_id[mark.answer]) for mark in marks]


def share_out(marks: Sequence[Mark]) -> Mapping[Verdict, Share]:
    """The share of each verdict among the marked answers."""
    counts = Counter(mark.verdict for mark in marks)
    return {verdict: share(counts[verdict], len(marks)) for verdict in VERDICTS}


def share(count: int, of: int) -> Share:
    """Exact interval: the rates at which as many, or as few, would come in one case of forty."""
    if not of:
        return Share(0, 0, 0.0, 1.0)
    tail = (1 - LEVEL) / 2
    low = 0.0 if count == 0 else _root(lambda p: _at_least(count, of, p) - tail)
    high = 1.0 if count == of else _root(lambda p: tail - (1 - _at_least(count + 1, of, p)))
    return Share(count, of, low, high)


def _at_least(count: int, of: int, p: float) -> float:
    return sum(comb(of, k) * p**k * (1 - p) ** (of - k) for k in range(count, of + 1))


def _root(rising: Callable[[float], float]) -> float:
    """Where a rising function of a rate crosses zero, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
