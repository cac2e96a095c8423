"""RGB (Chen et al. 2024, arXiv 2309.01431; CC BY-NC-SA 4.0): noise, silence, counterfactuals.

An answer is made a claim ("question: answer") and held against documents: `noise`, the right ones among
others; `refusal`, others alone; `integration`, an answer of two parts, against documents of both and of one
alone; `counterfactual`, a false answer and the true one against the true documents.
Measures only: nothing was trained on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluation.dataset import DatasetSettings
from evaluation.judged import JudgedSet, JudgedText
from kb_sources.manual import Language

_SOME = 4  # documents of noise beside a claim


def build(settings: DatasetSettings) -> JudgedSet:
    folder = settings.folder("rgb-zh-en") / "dev"
    return JudgedSet((*_chinese(folder), *_of_two_parts(folder), *_english(folder)), "CC BY-NC-SA 4.0")


def _chinese(folder: Path) -> Iterator[JudgedText]:
    for file in sorted(folder.glob("zh_refine*")):
        for row in _rows(file):
            answer = row["answer"][0]
            answer = answer[0] if isinstance(answer, list) else answer
            some = tuple(row["negative"][:_SOME])
            yield _text(row, "zh", answer, (*row["positive"][:2], *some), 1.0, "noise")
            yield _text(row, "zh", answer, some, 0.0, "refusal")


def _of_two_parts(folder: Path) -> Iterator[JudgedText]:
    """Each part's first document that holds it; a part that no document of its own holds teaches nothing."""
    for row in _rows(folder / "zh_int.json"):
        parts = [answer[0] if isinstance(answer, list) else answer for answer in row["answer"]]
        told = [
            next((d for d in documents if part in d), None)
            for part, documents in zip(parts, row["positive"], strict=False)
        ]
        documents = [d for d in told if d is not None]
        if len(documents) != 2 or len(parts) != 2 or parts[1] in documents[0]:
            continue
        some = tuple(d for d in row["negative"][:_SOME] if parts[1] not in d)
        both = "，".join(parts)
        yield _text(row, "zh", both, (*documents, *some), 1.0, "integration")
        yield _text(row, "zh", both, (documents[0], *some), 0.0, "integration")


def _english(folder: Path) -> Iterator[JudgedText]:
    for row in _rows(folder / "en_fact.json"):
        yield _text(row, "en", row["answer"], tuple(row["positive"]), 1.0, "counterfactual")
        yield _text(row, "en", row["fakeanswer"], tuple(row["positive"]), 0.0, "counterfactual")


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]


def _text(
    row: dict[str, Any], language: Language, answer: str, evidence: tuple[str, ...], gold: float, kind: str
) -> JudgedText:
    mark = "：" if language == "zh" else ": "
    return JudgedText(
        id=f"{language}-{row['id']}-{kind}-{gold:.0f}",
        source=f"{language}-{'int-' if kind == 'integration' else ''}{row['id']}",
        language=language,
        text=f"{row['query']}{mark}{answer}",
        evidence=evidence,
        gold=gold,
        kind=kind,
    )
