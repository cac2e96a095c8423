"""MTRAG (Katsis et al. 2025, arXiv 2501.03468; Apache-2.0): answers, their faithfulness rated 1 to 4."""

from __future__ import annotations

import json
from statistics import fmean

from evaluation.dataset import DatasetSettings
from evaluation.judged import JudgedSet, JudgedText


def build(settings: DatasetSettings) -> JudgedSet:
    file = settings.folder("mtrag-human") / "dev" / "human_evaluations.json"
    held = json.loads(file.read_text("utf-8"))
    passages = {document["document_id"]: document["text"] for document in held["documents"]}
    tasks = {task["task_id"]: task for task in held["tasks"]}
    texts: list[JudgedText] = []
    for told in held["evaluations"]:
        task, ratings = tasks[told["task_id"]], told["annotations"].get("faithfulness", {})
        if ratings:
            texts.append(
                JudgedText(
                    id=f"{told['task_id']}/{told['model_id']}",
                    source=told["task_id"].split("<")[0],
                    language="en",
                    text=told["model_response"],
                    evidence=tuple(passages[c["document_id"]] for c in task["contexts"]),
                    gold=fmean(float(rating["value"]) for rating in ratings.values()),
                    question=task["input"][-1]["text"],
                )
            )
    return JudgedSet(tuple(texts), "Apache-2.0", rated=True)
