"""Seventeen real manuals of printers, boards and lab gear, and 101 questions with gold pages and values.

The set is not ours to ship; benchmarks/manuals_pdf.csv says which product each file is for.
"""

from __future__ import annotations

import csv
from pathlib import Path

from evaluation.case import Case, read_cases
from evaluation.dataset import DatasetSettings
from kb_sources.errors import SettingsInvalid
from kb_sources.manifest import ManifestLine

_SHEET = Path(__file__).parents[2] / "benchmarks" / "manuals_pdf.csv"


class ManualsPdf:
    truth: Path | None = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def cases(self) -> tuple[Case, ...]:
        return read_cases(self._folder / "cases.jsonl")

    def manuals(self) -> tuple[ManifestLine, ...]:
        try:
            rows = list(csv.DictReader(_SHEET.read_text("utf-8").splitlines()))
        except OSError as error:
            raise SettingsInvalid(
                f"{_SHEET} is missing.", hint="It comes with the repository alone."
            ) from error
        return tuple(
            ManifestLine(
                str(self._folder / "dev" / row["file"]),
                row["title"],
                row["maker"],
                tuple(row["products"].split(";")),
                "zh" if row["language"] == "zh" else "en",
                "",
            )
            for row in rows
        )


def build(settings: DatasetSettings) -> ManualsPdf:
    return ManualsPdf(settings.folder("manuals-pdf"))
