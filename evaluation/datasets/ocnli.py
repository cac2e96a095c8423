"""OCNLI (Hu et al. 2020, arXiv 2010.05444; CC BY-NC 2.0): Chinese sentences that do or do not follow.

Right is what is entailed; neutral and contradicted are not. Measures only: nothing was trained on it.
"""

from __future__ import annotations

import json

from evaluation.dataset import DatasetSettings
from evaluation.judged import JudgedSet, JudgedText


def build(settings: DatasetSettings) -> JudgedSet:
    file = settings.folder("ocnli-zh") / "dev" / "train.3k.json"
    rows = [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]
    return JudgedSet(
        tuple(
            JudgedText(
                id=str(row["id"]),
                source=row["prem_id"],
                language="zh",
                text=row["sentence2"],
                evidence=(row["sentence1"],),
                gold=float(row["label"] == "entailment"),
                kind=row["level"],
            )
            for row in rows
            if row["label"] in ("entailment", "neutral", "contradiction")
        ),
        "CC BY-NC 2.0",
    )
