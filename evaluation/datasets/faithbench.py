"""FaithBench (Bao et al. 2024, arXiv 2410.13210): summaries that detectors disagree on, judged by experts.

Wrong is a summary with a stretch that anyone called unwanted. Measures only: nothing was trained on it.
"""

from __future__ import annotations

import json

from evaluation.dataset import DatasetSettings
from evaluation.judged import JudgedSet, JudgedText


def build(settings: DatasetSettings) -> JudgedSet:
    texts: list[JudgedText] = []
    for file in sorted((settings.folder("faithbench") / "dev").glob("batch_*.json")):
        for row in json.loads(file.read_text("utf-8"))["samples"]:
            labels = {label.split(".")[0] for told in row["annotations"] for label in told["label"]}
            texts.append(
                JudgedText(
                    id=f"{file.stem}-{row['sample_id']}",
                    source=row["source"][:80],
                    language="en",
                    text=row["summary"],
                    evidence=(row["source"],),
                    gold=float("Unwanted" not in labels),
                )
            )
    return JudgedSet(tuple(texts), "see its repository")
