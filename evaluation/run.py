"""Asks every case of a set once and keeps what came back. It judges nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Protocol

from evaluation.case import Case
from evaluation.scorer import Result
from kb_sources.errors import FixciteError, InputRejected


class Door(Protocol):
    """Where the deployed Ask is reached; both give JSON of the HTTP contract."""

    def ask(self, case: Case) -> dict[str, Any]: ...
    def trail(self, answer_id: str) -> dict[str, Any]: ...
    def picture(self, edition: str, page: int) -> bytes: ...


def ask_all(
    cases: Sequence[Case], door: Door, progress: Callable[[int], None] = lambda done: None
) -> list[Result]:
    """Every case once, in order; an error becomes a result, never the end of the run. Asking is timed."""
    results = []
    for done, case in enumerate(cases, start=1):
        began = time.perf_counter()
        try:
            answer = door.ask(case)
            seconds = time.perf_counter() - began
            results.append(Result(case.id, answer, door.trail(answer["id"]), seconds))
        except FixciteError as error:
            spent = time.perf_counter() - began
            results.append(Result(case.id, {}, {}, spent, f"{type(error).__name__}: {error}"))
        progress(done)
    return results


def without_photos(cases: Iterable[Case]) -> tuple[Case, ...]:
    """The same cases asked in words alone. A question that lives by its photo may then not be answerable."""
    return tuple(replace(case, photo=None) for case in cases)


def write_results(path: Path, results: Iterable[Result]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for result in results:
            file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")


def read_results(path: Path) -> list[Result]:
    """Raises InputRejected when the file was not written by `write_results`."""
    try:
        return [Result(**json.loads(line)) for line in path.read_text("utf-8").split("\n") if line.strip()]
    except (OSError, ValueError, TypeError) as error:
        raise InputRejected(f"{path} holds no results: {error}.") from error
