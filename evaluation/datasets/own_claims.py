"""Our own claims on the sample manuals, written by hand: right ones, and ones wrong as a model errs.

Our own checker was trained on them, so each manual's are scored by trees that never saw that manual.
"""

from __future__ import annotations

import json
from pathlib import Path

from evaluation.dataset import DatasetSettings
from evaluation.judged import JudgedSet, JudgedText
from kb_sources.errors import SettingsInvalid

_CASES = Path(__file__).parents[1] / "cases"
FILES = (_CASES / "entailed_zh.jsonl", _CASES / "entailed_en.jsonl")


def build(settings: DatasetSettings) -> JudgedSet:
    texts: list[JudgedText] = []
    for file in FILES:
        if not file.is_file():
            raise SettingsInvalid(f"{file} is missing.", hint="It comes with the repository alone.")
        for line in filter(None, file.read_text("utf-8").split("\n")):
            row = json.loads(line)
            told = [(text, 1.0) for text in row["right"]] + [(wrong["text"], 0.0) for wrong in row["wrong"]]
            for number, (text, gold) in enumerate(told):
                texts.append(
                    JudgedText(
                        id=f"{row['id']}-{number}",
                        source=row["manual"],
                        language=row["lang"],
                        text=text,
                        evidence=tuple(row["quotes"]),
                        gold=gold,
                        kind=row["lang"],
                    )
                )
    return JudgedSet(tuple(texts), "Apache-2.0", fitted=True)
