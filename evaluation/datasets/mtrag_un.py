"""MTRAG-UN (IBM 2026, arXiv 2602.23184; Apache-2.0): conversations, and whether the last turn can
be answered.

Every passage of the set lies on one shelf. As a set of texts it asks what has an answer, in all the words
that the customer has said so far; benchmarks/mtrag_un.py tells the rest apart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.case import GoldPlace
from evaluation.dataset import DatasetSettings, TextSet, sought
from evaluation.shelf import PageText

MANUAL = "mtrag-un"
_ANSWERED = ("ANSWERABLE", "PARTIAL")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """`label`: ANSWERABLE, PARTIAL, UNANSWERABLE or UNDERSPECIFIED, as people judged the last turn."""

    id: str
    question: str
    earlier: tuple[str, ...]  # what the customer said before, oldest first
    told: tuple[str, ...]  # what was answered to that
    label: str
    pages: tuple[int, ...]  # on which the answer stands

    @property
    def asked(self) -> str:
        """All that the customer has said."""
        return " ".join((*self.earlier, self.question))


def read(settings: DatasetSettings) -> tuple[tuple[PageText, ...], tuple[Dialogue, ...]]:
    """Each passage a page of its own, and the conversations. Raises SettingsInvalid without the set."""
    file = settings.folder("mtrag-human") / "dev" / "mtragun_reference.jsonl"
    rows = _rows(file)
    texts = {c["document_id"]: c["text"] for row in rows for c in row["contexts"]}
    page_of = {id_: number for number, id_ in enumerate(texts, start=1)}
    dialogues = tuple(
        Dialogue(
            row["task_id"],
            row["input"][-1]["text"],
            tuple(turn["text"] for turn in row["input"][:-1] if turn["speaker"] == "user"),
            tuple(turn["text"] for turn in row["input"][:-1] if turn["speaker"] != "user"),
            row["answerability"][0],
            tuple(sorted({page_of[c["document_id"]] for c in row["contexts"]})),
        )
        for row in rows
    )
    return tuple(PageText(MANUAL, page_of[id_], text, "en") for id_, text in texts.items()), dialogues


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]


def build(settings: DatasetSettings) -> TextSet:
    pages, dialogues = read(settings)
    cases = [
        sought(d.id, "en", d.asked, [GoldPlace(MANUAL, d.pages)], None)
        for d in dialogues
        if d.label in _ANSWERED
    ]
    return TextSet(pages, tuple(cases))
