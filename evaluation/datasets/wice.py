"""WiCE (Kamoi et al. 2023, arXiv 2303.01432): claims of Wikipedia and the web page cited for each.

Right is what is wholly supported; partly supported is not. Measures only: nothing was trained on it.
"""

from __future__ import annotations

import json

from evaluation.dataset import DatasetSettings
from evaluation.judged import JudgedSet, JudgedText


def build(settings: DatasetSettings) -> JudgedSet:
    file = settings.folder("wice") / "dev" / "claim_dev.jsonl"
    rows = [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]
    return JudgedSet(
        tuple(
            JudgedText(
                id=row["meta"]["id"],
                source=row["meta"]["claim_title"],
                language="en",
                text=row["claim"],
                evidence=tuple(row["evidence"]),
                gold=float(row["label"] == "supported"),
            )
            for row in rows
        ),
        "annotations ODC-BY, text CC BY-SA",
    )
