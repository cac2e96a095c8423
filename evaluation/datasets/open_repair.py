"""What people brought to repair cafés (Open Repair Alliance, CC BY-SA 4.0), asked of the sample manuals.

The devices are of makers that no sample is of: whatever is answered is over-confidence. Only problems told in
English whose brand is known.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from evaluation.case import Case
from evaluation.dataset import DatasetSettings
from evaluation.datasets.samples import Samples
from evaluation.tickets import LONGEST
from kb_sources.manifest import ManifestLine
from kb_sources.tongue import language_of

_FILES = ("printcat.csv", "mobifix.csv", "OpenRepairData_v0.3_FixitClinic_202407.csv")
_ENGLISH = ("GBR", "USA", "AUS", "CAN", "IRL", "NZL")
_UNKNOWN = ("", "unknown", "?", "n/a", "other", "various")


class OpenRepair:
    def __init__(self, folder: Path) -> None:
        self._folder = folder / "dev"
        self.truth: Path | None = None

    def cases(self) -> tuple[Case, ...]:
        makers = {line.maker.casefold() for line in self.manuals()}
        found = (case for name in _FILES for case in self._read(name))
        return tuple({c.id: c for c in found if str(c.product).split()[0].casefold() not in makers}.values())

    def manuals(self) -> tuple[ManifestLine, ...]:
        return Samples().manuals()

    def _read(self, name: str) -> Iterator[Case]:
        with (self._folder / name).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                brand, problem = row["brand"].strip(), row["problem"].strip()
                known = brand.casefold() not in _UNKNOWN
                english = row["country"] in _ENGLISH and row.get("language", "en") == "en"
                if known and english and len(problem) <= LONGEST and language_of(problem) == "en":
                    yield _case(row, " ".join((brand, row.get("model") or "")).strip(), problem)


def _case(row: dict[str, str], product: str, problem: str) -> Case:
    status = row["repair_status"].strip().casefold()
    return Case(
        id=row.get("id_ords") or row["id"],
        lang="en",
        question=problem,
        product=product,
        action="refuse",
        places=(),
        must=(),
        forbid=(),
        kind=row.get("fault_type") or row["product_category"],
        tags=frozenset({status} - {""}),
    )


def build(settings: DatasetSettings) -> OpenRepair:
    return OpenRepair(settings.folder("openrepair-problems"))
