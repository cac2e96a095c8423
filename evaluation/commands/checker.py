"""`kb-eval checker`: how well a judge of claims agrees with people, beside what counting words says."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from evaluation.checker import (
    Bin,
    Embed,
    Measured,
    correlation,
    cosine,
    measure,
    misread,
    share_of,
    support_of,
    timed,
    weakest_sentence,
    word_overlap,
)
from evaluation.console import AsJson, say
from evaluation.dataset import DATASETS, DatasetSettings
from evaluation.datasets.own_claims import FILES, read_claims
from evaluation.judged import JudgedSet, JudgedText
from evaluation.plots import plot_reliability
from evaluation.writing import writable_file
from kb_sources.errors import InputRejected, SettingsInvalid
from kb_sources.plugins import load
from kb_sources.settings import read_settings
from vlm.judge import JUDGES, Judge
from vlm.wiring import build_vlm, judge_of


def command(
    dataset: Annotated[
        str, typer.Argument(metavar="DATASET", help="A set of judged texts (ragtruth), or a .jsonl file.")
    ],
    judge: Annotated[
        list[str] | None,
        typer.Option(
            help="A file of vlm/judges; several are compared with each other. Default KB_VLM_JUDGE."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Only the first N texts; 0: all.")] = 0,
    minilm: Annotated[
        bool, typer.Option(help="Put the cosine of MiniLM beside it (minutes on a CPU).")
    ] = False,
    misread_share: Annotated[
        float,
        typer.Option(
            "--misread",
            min=0,
            max=1,
            help="Misread this share of the evidence's letters; the threshold for OCR then counts.",
        ),
    ] = 0.0,
    diagram: Annotated[
        Path | None, typer.Option(help="Draw what was said against what was found, as SVG, into this file.")
    ] = None,
    data: Annotated[Path, typer.Option(help="Folder of the public datasets.")] = Path("../shared/data"),
    as_json: AsJson = False,
) -> None:
    """AUROC, balanced accuracy and F1 at the shipped threshold, calibration, milliseconds; baselines beside.

    A set that the local checker was trained on (ragtruth, own_claims) is scored by trees grown anew without
    the sources scored; that takes a minute and needs scikit-learn. Ratings (mtrag_human) are compared by
    rank. A file of your own claims has the form of evaluation/cases/entailed_zh.jsonl. "–" could not be
    judged.

    Examples: `kb-eval checker ragtruth` · `kb-eval checker wice --judge local --judge decisions` ·
    `kb-eval checker own_claims --misread 0.02 --json`

    Exit code 0: measured · 1: a judge could not be reached · 2: usage or settings.
    """
    if diagram:
        writable_file(diagram, "--diagram")
    judged = _set(dataset, data)
    texts = misread(_some(judged, limit), misread_share)
    names = judge or [read_settings().vlm_judge]
    asked, thresholds, took = _ask(names, judged, texts, data, by_ocr=bool(misread_share), quiet=as_json)
    told = _baselines(texts, minilm=minilm) | asked
    rows = {n: measure(s, texts, thresholds.get(n, 0.5), rated=judged.rated) for n, s in told.items()}
    about = {
        "dataset": dataset,
        "texts": len(texts),
        "licence": judged.licence,
        "thresholds": thresholds,
        "scored": "on sources left out while fitting" if judged.fitted else "nothing was fitted on it",
        "agreement": {f"{a} ~ {b}": _agreement(told[a], told[b]) for a, b in combinations(names, 2)},
    }
    print(to_json(about, rows, took) if as_json else to_markdown(about, rows, took))
    if diagram:
        _draw(diagram, {name: rows[name].bins for name in names}, as_json)


def _draw(diagram: Path, bins: Mapping[str, Sequence[Bin]], quiet: bool) -> None:
    diagram.parent.mkdir(parents=True, exist_ok=True)
    diagram.write_text(plot_reliability(bins), "utf-8")
    say(f"drawn: {diagram}", quiet)


def _baselines(texts: Sequence[JudgedText], *, minilm: bool) -> dict[str, list[float]]:
    told = {"word overlap": word_overlap(texts), "weakest sentence": weakest_sentence(texts)}
    return told | ({"MiniLM cosine": cosine(texts, _embedder())} if minilm else {})


def _ask(
    names: Sequence[str],
    judged: JudgedSet,
    texts: Sequence[JudgedText],
    data: Path,
    *,
    by_ocr: bool,
    quiet: bool,
) -> tuple[dict[str, list[float]], dict[str, float], dict[str, float]]:
    """By judge: what each says of the texts, where it lets one pass, and its milliseconds for a sentence."""
    told: dict[str, list[float]] = {}
    thresholds: dict[str, float] = {}
    took: dict[str, float] = {}
    for name in names:
        say(f"judging {len(texts)} texts: {name}", quiet)
        built = _judge(name)
        thresholds[name] = built.passes_from_ocr if by_ocr else built.passes_from
        if not getattr(load(JUDGES, name), "KIND", ""):  # a model is asked no text twice
            _asked(built, judged, texts[:1])  # loading its weights is no part of the time
        told[name], took[name] = timed(partial(_asked, built, judged, texts), texts)
        if name == "local" and judged.fitted:
            told[name] = _left_out(judged, texts, data)  # growing the trees is no part of the time
    return told, thresholds, took


def _judge(name: str) -> Judge:
    settings = read_settings()
    return judge_of(settings.model_copy(update={"vlm_judge": name}), build_vlm(settings))


def _agreement(one: Sequence[float], other: Sequence[float]) -> float | None:
    return correlation(np.array(one), np.array(other))


def _set(name: str, data: Path) -> JudgedSet:
    if name.lower().endswith(".jsonl"):
        return own_set(read_claims(Path(name)))
    if Path(name).name != name or Path(name).is_file():
        raise InputRejected(
            f"{name} is no file of claims.", hint="Its name ends in .jsonl, one object a line."
        )
    built = load(DATASETS, name).build(DatasetSettings(data))
    if not isinstance(built, JudgedSet):
        raise SettingsInvalid(f"{name} holds no judged texts.", hint=f"Score it with `kb-eval run {name}`.")
    return built


def own_set(texts: Sequence[JudgedText]) -> JudgedSet:
    """A file's claims. Those that the local checker was fitted on get the source they were fitted under."""
    fitted = {
        text.text.strip(): text.source for file in FILES if file.is_file() for text in read_claims(file)
    }
    sourced = (replace(text, source=fitted.get(text.text.strip(), text.source)) for text in texts)
    known = any(text.text.strip() in fitted for text in texts)
    return JudgedSet(tuple(sourced), "your own", fitted=known)


def _some(judged: JudgedSet, limit: int) -> Sequence[JudgedText]:
    """The texts that are scored. Raises InputRejected where they hold nothing to tell apart."""
    texts = judged.texts[:limit] if limit else judged.texts
    if not judged.rated and len({text.gold > 0.5 for text in texts}) < 2:
        some = f"The first {limit} texts" if limit else "The texts"
        raise InputRejected(
            f"{some} need right claims and wrong ones.", hint="Add the missing ones, or raise --limit."
        )
    return texts


def _asked(judge: Judge, judged: JudgedSet, texts: Sequence[JudgedText]) -> list[float]:
    return share_of(judge, texts) if judged.rated else support_of(judge, texts)


def _left_out(judged: JudgedSet, texts: Sequence[JudgedText], data: Path) -> list[float]:
    from evaluation.train_checker import fold_judges, read_learnt, rows_of

    told: dict[str, float] = {}
    for left_out, judge in fold_judges(judged, rows_of(read_learnt(data))):
        some = [text for text in texts if text.source in left_out]
        told |= dict(zip([text.id for text in some], _asked(judge, judged, some), strict=True))
    return [told[text.id] for text in texts]


def _embedder() -> Embed:
    from retrieval.embedder import EmbedderSettings
    from retrieval.embedders.minilm import build

    return build(EmbedderSettings()).passages


def to_json(about: dict[str, Any], rows: dict[str, Measured], took: dict[str, float]) -> str:
    measures = {name: asdict(row) for name, row in rows.items()}
    return json.dumps({**about, "measures": measures, "milliseconds": took}, allow_nan=False)


def to_markdown(
    about: dict[str, Any],
    rows: dict[str, Measured],
    took: dict[str, float],
) -> str:
    """The table, the reliability of each judge, and how judges agree."""
    lines = [
        f"{about['dataset']}: {about['texts']} texts, {about['scored']}; licence: {about['licence']}",
        "",
    ]
    if not any(row.areas for row in rows.values()):
        lines += ["| | Spearman with people's ratings | ms a sentence |", "|---|---|---|"]
        lines += [
            f"| {name} | {_number(row.spearman)} | {_ms(took.get(name))} |" for name, row in rows.items()
        ]
    else:
        kinds = list(dict.fromkeys(kind for row in rows.values() for kind in row.areas))
        heads = [f"AUROC {kind}" for kind in kinds]
        heads += ["balanced accuracy", "F1 of wrong ones", "ECE", "ms a sentence"]
        lines += ["| | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
        for name, row in rows.items():
            cells = [_number(row.areas[kind]) for kind in kinds]
            at_threshold = (
                (row.balanced, row.f1, row.error) if name in about["thresholds"] else (None, None, None)
            )
            cells += map(_number, at_threshold)
            lines.append(f"| {name} | " + " | ".join([*cells, _ms(took.get(name))]) + " |")
        for name in about["thresholds"]:
            lines += [
                "",
                f"{name} passes a claim from {about['thresholds'][name]:g}; said → found (texts):",
            ]
            lines.append(" · ".join(f"{b.said:.2f} → {b.found:.2f} ({b.n})" for b in rows[name].bins))
    lines += [
        f"\nAgreement of judges (Spearman) {pair}: {_number(value)}"
        for pair, value in about["agreement"].items()
    ]
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _ms(milliseconds: float | None) -> str:
    return "–" if milliseconds is None else f"{milliseconds:.1f}"
