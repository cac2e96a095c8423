"""OHR-Bench's manuals (Zhang et al. 2024, arXiv 2412.02592): 87 as page text, 361 questions with a gold page.

The text is the one verified by people; the set has what OCR made of the same pages too, see `build_as`.
"""

from __future__ import annotations

import json

from evaluation.case import GoldPlace
from evaluation.dataset import DatasetSettings, TextSet, sought
from evaluation.shelf import PageText

_PREFIX = "manual/"


def build(settings: DatasetSettings) -> TextSet:
    return build_as(settings, "gt")


def build_as(settings: DatasetSettings, reading: str) -> TextSet:
    """`reading` is gt, the verified text, or MinerU, real OCR output."""
    folder = settings.folder("ohr-bench-manual")
    pages = [
        PageText(file.stem, page["page_idx"] + 1, page["text"], "en")
        for file in sorted((folder / "corpus" / reading).glob("*.json"))
        for page in json.loads(file.read_text("utf-8"))
    ]
    rows = json.loads((folder / "dev" / "qas_manual_dev.json").read_text("utf-8"))
    cases = [
        sought(
            f"ohr-{number}",
            "en",
            row["questions"],
            [GoldPlace(row["doc_name"].removeprefix(_PREFIX), (row["evidence_page_no"] + 1,))],
            None,
        )
        for number, row in enumerate(rows, start=1)
    ]
    return TextSet(tuple(pages), tuple(cases))
