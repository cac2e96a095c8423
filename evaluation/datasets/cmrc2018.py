"""CMRC 2018 (Cui et al. 2019, arXiv 1810.07366): Chinese questions, and the paragraphs to be found."""

from __future__ import annotations

import json

from evaluation.case import Case, GoldPlace
from evaluation.dataset import DatasetSettings, TextSet, sought
from evaluation.shelf import PageText


def build(settings: DatasetSettings) -> TextSet:
    file = settings.folder("cmrc2018-zh") / "dev" / "cmrc2018_trial.json"
    pages: list[PageText] = []
    cases: list[Case] = []
    for article in json.loads(file.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            name = paragraph["id"]
            pages.append(PageText(name, 1, paragraph["context"], "zh"))
            cases += [
                sought(q["id"], "zh", q["question"], [GoldPlace(name, (1,))], None) for q in paragraph["qas"]
            ]
    return TextSet(tuple(pages), tuple(cases))
