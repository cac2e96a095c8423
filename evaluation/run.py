"""Asks every case of a set through the deployed Ask, in process or over HTTP, and keeps what came back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from evaluation.case import Case
from evaluation.scorer import Result
from kb_sources.errors import FixciteError

# One question with product and photo → (Answer JSON, audit trail).
Asker = Callable[[Case], tuple[dict[str, object], dict[str, object]]]


def ask_all(
    cases: Sequence[Case], asker: Asker, progress: Callable[[int], None] = lambda done: None
) -> list[Result]:
    """Every case once, in order; an error becomes a result, never the end of the run."""
    results = []
    for done, case in enumerate(cases, start=1):
        began = time.perf_counter()
        try:
            answer, trail = asker(case)
            results.append(Result(case.id, answer, trail, time.perf_counter() - began))
        except FixciteError as error:
            results.append(
                Result(case.id, {}, {}, time.perf_counter() - began, f"{type(error).__name__}: {error}")
            )
        progress(done)
    return results


def write_results(path: Path, results: Iterable[Result]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for result in results:
            file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")


def read_results(path: Path) -> list[Result]:
    return [Result(**json.loads(line)) for line in path.read_text("utf-8").splitlines() if line.strip()]
