"""One run from cases to summary: who is asked, under which conditions, and how it is scored.

It prints and writes nothing; `kb-eval run`, `kb-eval gate` and the tests all examine through it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

from api.wiring import Service
from evaluation.case import Case
from evaluation.cost import UNPRICED, Prices
from evaluation.dataset import Dataset, TextSet
from evaluation.judging import SCORERS, judge, load_scorers
from evaluation.run import ask_all, ask_kept, without_photos
from evaluation.scorer import Result, Score, Scorer, ScorerSettings, judged_by, quoted
from evaluation.shelf import PageText, Shelf, opened
from evaluation.spoiling import SpoiledDrafter
from evaluation.summary import Summary, summarise
from evaluation.wiring import Stand, absent_manuals, add_manuals, open_stand
from kb_sources.errors import SettingsInvalid
from kb_sources.plugins import load
from kb_sources.settings import Settings
from vlm.checking import Gate
from vlm.judge import Judge
from vlm.wiring import build_vlm, judge_of

ASK_HITS = 8  # passages that an Ask looks at
TEXT_HITS = 20  # enough for ten pages or sections to be among them
Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a run does otherwise than a customer meets it."""

    url: str = ""
    without_photo: bool = False
    without_checks: tuple[str, ...] = ()
    spoiled: float = 0.0  # share of the answers whose draft gets a wrong digit
    baseline: bool = False
    again: bool = False
    prices: Prices = UNPRICED
    judge: str = ""  # of vlm/judges, for claims that are reworded


def examine(
    settings: Settings,
    source: str,
    cases: Sequence[Case],
    dataset: Dataset | None,
    conditions: Conditions,
    progress: Progress = lambda what, done, total: None,
    kept: Path | None = None,
) -> tuple[Summary, list[Result]]:
    """Ask every case once. Raises what keeps the service from being asked; a failed ask is a result.

    Each result is appended to `kept` at once, and what is kept there of the same case under the same
    settings and conditions is taken up instead of asked.
    """
    asked = without_photos(cases) if conditions.without_photo else tuple(cases)
    with _stand(settings, conditions) as stand:
        stand.door.check()
        supports = judged_by(_judge(conditions.judge, settings, stand)) if conditions.judge else quoted
        scorers = load_scorers(ScorerSettings(dataset.truth if dataset else None, supports))
        _prepare(stand, dataset, conditions.again, progress)
        absent = absent_manuals(stand, cases)
        stock = _stock(_pages(stand), cases) if conditions.baseline else []
        told = partial(_told, progress, len(asked))
        if kept is None:
            results = ask_all(asked, stand.door, told)
        else:
            results = ask_kept(asked, _keys(asked, settings, conditions), stand.door, kept, told)
    about = _about(source, stand.asked, results)
    about |= {
        "dataset": source if dataset else "",
        "photos": "left out" if conditions.without_photo else "shown",
        "absent": absent,
        "without_check": ", ".join(conditions.without_checks),
        "spoiled": conditions.spoiled,
        "judge": conditions.judge,
    }
    return summarise(about, judge(asked, results, scorers), stock, conditions.prices), results


def _told(progress: Progress, total: int, done: int) -> None:
    progress("asking", done, total)


def _keys(asked: Sequence[Case], settings: Settings, conditions: Conditions) -> list[str]:
    """One a case. What is only computed of an answer, such as its price, changes no key."""
    how = replace(conditions, baseline=False, again=False, prices=UNPRICED, judge="")
    under = f"{settings.model_dump_json()}\0{how}"
    return [
        hashlib.sha256(
            "\0".join((under, case.question, str(case.product), str(case.photo))).encode()
        ).hexdigest()[:16]
        for case in asked
    ]


def search(
    source: str,
    texts: TextSet,
    limit: int,
    baseline: bool,
    progress: Progress = lambda what, done, total: None,
) -> tuple[Summary, list[Result]]:
    """Search a set of texts; nothing but what is found is judged."""
    cases = texts.cases[:limit] if limit else texts.cases
    results: list[Result] = []
    with opened(Shelf(texts.pages)) as desk:
        for result in desk.find(cases, TEXT_HITS):
            results.append(result)
            progress("searching", len(results), len(cases))
    stock = _stock(texts.pages, cases, TEXT_HITS) if baseline else []
    about = _about(source, "the search alone, in process", results) | {"photos": "none", "absent": []}
    return summarise(about, judge(cases, results, [_retrieval()]), stock), results


@contextmanager
def _stand(settings: Settings, conditions: Conditions) -> Iterator[Stand]:
    """The service, changed where the conditions say so; only one in this process can be changed."""
    altered = bool(conditions.without_checks or conditions.spoiled)
    with open_stand(
        settings, conditions.url, _alter(conditions) if altered else lambda service: service
    ) as stand:
        if altered and stand.service is None:
            raise SettingsInvalid(
                "Checks can be left out, and drafts spoiled, in this process only.",
                hint="Stop kb-serve, or leave --url out.",
            )
        yield stand


def _alter(conditions: Conditions) -> Callable[[Service], Service]:
    def altered(service: Service) -> Service:
        grounding = service.ask.grounding
        if conditions.without_checks:
            gate = cast(Gate, grounding.gate).without(conditions.without_checks)
            grounding = replace(grounding, gate=gate)
        if conditions.spoiled:
            written = grounding.writing
            grounding = replace(
                grounding,
                quoting=SpoiledDrafter(grounding.quoting, conditions.spoiled),
                writing=SpoiledDrafter(written, conditions.spoiled) if written else None,
            )
        return replace(service, ask=replace(service.ask, grounding=grounding))

    return altered


def _judge(name: str, settings: Settings, stand: Stand) -> Judge:
    """The judge of that name, over the model that was asked where it is in this process."""
    model = stand.service.workshop.vlm if stand.service else build_vlm(settings)
    return judge_of(settings.model_copy(update={"vlm_judge": name}), model)


def _prepare(stand: Stand, dataset: Dataset | None, again: bool, progress: Progress) -> None:
    if dataset is None or stand.service is None:
        return
    names = [line.file.name for line in dataset.manuals()]
    add_manuals(
        stand.service,
        dataset,
        again=again,
        progress=lambda name: progress(f"reading {name}", names.index(name), len(names)),
    )


def _pages(stand: Stand) -> Iterator[PageText]:
    from evaluation.baseline import pages_of

    if stand.service is None:
        raise SettingsInvalid(
            "--baseline needs the pages, and they are in another process.",
            hint="Stop kb-serve, or leave --url out.",
        )
    return pages_of(stand.service)


def _stock(pages: Iterable[PageText], cases: Sequence[Case], limit: int = ASK_HITS) -> list[dict[str, Score]]:
    from evaluation.baseline import search_stock

    scorer = _retrieval()
    results = search_stock(pages, cases, limit)
    return [dict(scorer.score(case, result)) for case, result in zip(cases, results, strict=True)]


def _retrieval() -> Scorer:
    scorer: Scorer = load(SCORERS, "retrieval").build(ScorerSettings())
    return scorer


def _about(source: str, asked: str, results: Sequence[Result]) -> dict[str, Any]:
    modes = Counter(r.answer["mode"] for r in results if r.answer)
    return {
        "source": source,
        "cases": len(results),
        "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "asked": asked,
        "modes": ", ".join(f"{mode} {n}" for mode, n in modes.items()) or "none",
    }
