"""RAGTruth (Niu et al. 2024, arXiv 2401.00396; MIT): answers and summaries, their inventions marked.

Our own checker was trained on it, so it is scored on sources that were left out.
"""

from __future__ import annotations

import json

from evaluation.dataset import DatasetSettings
from evaluation.judged import JudgedSet, JudgedText


def build(settings: DatasetSettings) -> JudgedSet:
    folder = settings.folder("ragtruth-subset") / "dev"
    texts: list[JudgedText] = []
    for kind in ("qa", "summary"):
        for line in filter(None, (folder / f"ragtruth_{kind}.jsonl").read_text("utf-8").split("\n")):
            row = json.loads(line)
            given = row["source"]
            evidence = given["passages"] if kind == "qa" else given
            for number, response in enumerate(row["responses"]):
                wrong = tuple((label["start"], label["end"]) for label in response["labels"])
                texts.append(
                    JudgedText(
                        id=f"{kind}-{row['source_id']}-{number}",
                        source=f"{kind}-{row['source_id']}",
                        language="en",
                        text=response["response"],
                        evidence=(evidence,),
                        gold=float(not wrong),
                        question=given["question"] if kind == "qa" else "",
                        kind=kind,
                        wrong=wrong,
                    )
                )
    return JudgedSet(tuple(texts), "MIT", fitted=True)
