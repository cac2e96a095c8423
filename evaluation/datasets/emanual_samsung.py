"""Samsung's S10 manual by sections with 50 expert questions (Nandy et al. 2021, arXiv 2109.05897), and seven
sibling manuals that say nearly the same. A section is a page; every question names its product.
"""

from __future__ import annotations

import csv
import json
from typing import Any

from evaluation.case import GoldPlace
from evaluation.dataset import DatasetSettings, TextSet, sought
from evaluation.shelf import PageText

_PRODUCT = "S10"


def build(settings: DatasetSettings) -> TextSet:
    folder = settings.folder("emanual-samsung")
    files = {_PRODUCT: folder / "dev" / "s10_manual_corpus.json"}
    files |= {file.stem: file for file in sorted((folder / "distractors").glob("*.json"))}
    pages: list[PageText] = []
    places: dict[str, list[int]] = {}  # of the S10's sections, by their path of titles
    for manual, file in files.items():
        sections = json.loads(file.read_text("utf-8"))
        for number, section in enumerate(sections.values(), start=1):
            path = _path(sections, section)
            pages.append(PageText(manual, number, "\n".join(section["text"]), "en", path))
            if manual == _PRODUCT:
                places.setdefault(">".join(path), []).append(number)
    with (folder / "dev" / "s10_50_questions.csv").open(encoding="utf-8") as rows:
        cases = [
            sought(
                f"samsung-{row['question_id']}",
                "en",
                row["question"],
                [GoldPlace(_PRODUCT, tuple(_sections(places, row["section_path"])))],
                _PRODUCT,
            )
            for row in csv.DictReader(rows)
        ]
    return TextSet(tuple(pages), tuple(cases))


def _path(sections: dict[str, Any], section: dict[str, Any]) -> tuple[str, ...]:
    """The titles above and of a section."""
    return tuple(sections[k]["title"] for k in section["section_hierarchy"].split(">") if k in sections)


def _sections(places: dict[str, list[int]], path: str) -> list[int]:
    """The sections of a path; one path of the set has no section of its own, its parent holds the text."""
    while path not in places and ">" in path:
        path = path.rpartition(">")[0]
    return places[path]
