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
from kb_sources.errors import FixciteError, InputRejected, SourceUnavailable

_GONE = 3  # cases in a row that find no service: the rest would not either


class Door(Protocol):
    """Where the deployed Ask is reached; both give JSON of the HTTP contract."""

    def check(self) -> None:
        """Raises what would keep every case from being asked."""

    def ask(self, case: Case) -> dict[str, Any]: ...
    def trail(self, answer_id: str) -> dict[str, Any]: ...
    def picture(self, edition: str, page: int) -> bytes: ...


def ask_all(
    cases: Sequence[Case], door: Door, progress: Callable[[int], None] = lambda done: None
) -> list[Result]:
    """Every case once, in order. Asking is timed. An error becomes a result and ends nothing, but when
    `_GONE` cases on end find no service there is none any more: raises SourceUnavailable."""
    return _ask(cases, [None] * len(cases), door, lambda n, result: None, progress)


def ask_kept(
    cases: Sequence[Case],
    keys: Sequence[str],
    door: Door,
    file: Path,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Result]:
    """As `ask_all`, but each result is appended to `file` at once, and what it has an answer to under the
    same key is not asked: whatever stops the run, the next one goes on from there. A failed ask is asked
    again. A key changes with anything that decides what is answered.

    Raises InputRejected when the file is of something else, SourceUnavailable when the service is gone.
    """
    known = _taken_up(file) if file.exists() else {}
    taken = [known.get((case.id, key)) for case, key in zip(cases, keys, strict=True)]
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as kept:

        def keep(n: int, result: Result) -> None:
            kept.write(json.dumps({"key": keys[n], **asdict(result)}, ensure_ascii=False) + "\n")
            kept.flush()

        return _ask(cases, taken, door, keep, progress)


def _ask(
    cases: Sequence[Case],
    taken: Sequence[Result | None],
    door: Door,
    keep: Callable[[int, Result], None],
    progress: Callable[[int], None],
) -> list[Result]:
    """A result for each case: the one taken up, else one that is asked for and kept."""
    results: list[Result] = []
    silent = 0  # of the last cases in a row
    for n, (case, known) in enumerate(zip(cases, taken, strict=True)):
        result = known
        if result is None:
            result, error = _asked(case, door)
            silent = silent + 1 if isinstance(error, SourceUnavailable) else 0
            keep(n, result)
            if error is not None and silent == _GONE:
                progress(n + 1 - _GONE)
                raise error
        results.append(result)
        progress(n + 1)
    return results


def _asked(case: Case, door: Door) -> tuple[Result, FixciteError | None]:
    began = time.perf_counter()
    try:
        answer = door.ask(case)
        seconds = time.perf_counter() - began
        return Result(case.id, answer, door.trail(answer["id"]), seconds), None
    except FixciteError as error:
        spent = time.perf_counter() - began
        return Result(case.id, {}, {}, spent, f"{type(error).__name__}: {error}"), error


def kept_results(file: Path) -> list[Result]:
    """What a pilot, or a run, has kept. Raises InputRejected when the file is of neither."""
    return list(_kept(file).values())


def _taken_up(file: Path) -> dict[tuple[str, str], Result]:
    """What a run before kept, with the line that its end cut short taken away."""
    known = _kept(file)
    whole = file.read_bytes()
    if whole and not whole.endswith(b"\n"):
        file.write_bytes(whole[: whole.rfind(b"\n") + 1])
    return known


def _kept(file: Path) -> dict[tuple[str, str], Result]:
    """Answers by case and key. A last line without an end was cut by a kill: it is asked again."""
    try:
        *lines, _ = file.read_bytes().split(b"\n")  # a cut may also go through a letter
    except OSError as error:
        raise InputRejected(
            f"{file} cannot be read: {error.strerror}.", hint="--out names the folder of a pilot or a run."
        ) from error
    known: dict[tuple[str, str], Result] = {}
    for number, line in enumerate(lines, start=1):
        try:
            told = json.loads(line)
            key = told.pop("key", "")  # a run's end result has none: it can be marked, not taken up
            result = Result(**told)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise InputRejected(
                f"{file}, line {number}: no answer of a pilot or a run.",
                hint="Name another folder with --out.",
            ) from error
        if not result.error:
            known[result.case, key] = result
    return known


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
