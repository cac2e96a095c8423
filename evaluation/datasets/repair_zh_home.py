"""Sixteen Chinese home-repair articles: the thing and a photo's caption must find the article. Easy.

The photos themselves are not looked at: nothing is written on most of them.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from evaluation.case import GoldPlace
from evaluation.dataset import DatasetSettings, TextSet, sought
from evaluation.shelf import PageText


def build(settings: DatasetSettings) -> TextSet:
    root = settings.folder("repair-zh-home")
    pages = []
    for file in sorted((root / "dev").glob("*-*/*.md")):
        text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", file.read_text("utf-8"))
        title = text.split("\n")[0].lstrip("# ").strip()
        pages.append(PageText(str(file.relative_to(root / "dev")), 1, text, "zh", (title,)))
    with (root / "image_to_article.tsv").open(encoding="utf-8") as rows:
        asked = dict.fromkeys(
            (_question(row), row["article"]) for row in csv.DictReader(rows, delimiter="\t")
        )
    cases = [
        sought(f"home-{number}", "zh", question, [GoldPlace(article, (1,))], None)
        for number, (question, article) in enumerate(asked, start=1)
    ]
    return TextSet(tuple(pages), tuple(cases))


def _question(row: dict[str, str]) -> str:
    caption = re.sub(r"\d+$", "", row["alt"])
    return f"{Path(row['article']).stem.split('-', 1)[1][2:]} {caption}"
