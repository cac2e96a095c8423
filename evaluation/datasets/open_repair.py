"""What people brought to repair cafés (Open Repair Alliance, CC BY-SA 4.0), asked of the sample manuals.

The devices are of makers that no sample is of: whatever is answered is over-confidence. Only problems told in
English whose brand is known. Some say that the device cannot be repaired, or that there are no parts
(picked by reading what ended as "end of life"): asked once more as of a device of ours, they want a person.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evaluation.case import LONGEST, Case
from evaluation.dataset import DatasetSettings
from evaluation.datasets.samples import Samples
from kb_sources.manifest import ManifestLine
from kb_sources.tongue import language_of

_FILES = ("printcat.csv", "mobifix.csv", "OpenRepairData_v0.3_FixitClinic_202407.csv")
_ENGLISH = ("GBR", "USA", "AUS", "CAN", "IRL", "NZL")
_DONE_FOR = {
    "P310": ("2228", "4188", "8806", "1274", "1566", "11017"),
    "N7": ("123", "323", "425", "520", "604", "651", "766", "819", "1158", "1254"),
}
_UNKNOWN = ("", "unknown", "?", "n/a", "other", "various")


class OpenRepair:
    def __init__(self, folder: Path) -> None:
        self._folder = folder / "dev"
        self.truth: Path | None = None

    def cases(self) -> tuple[Case, ...]:
        makers = {line.maker.casefold() for line in self.manuals()}
        found = [case for name in _FILES for case in self._read(name)]
        strange = {c.id: c for c in found if str(c.product).split()[0].casefold() not in makers}
        return (*strange.values(), *self._done_for())

    def _done_for(self) -> Iterator[Case]:
        """Problems that no manual answers, of products of ours, whatever the brand was."""
        for name, product, prefix in ((_FILES[0], "P310", "restart_"), (_FILES[1], "N7", "mobifix-")):
            wanted = {f"{prefix}{number}" for number in _DONE_FOR[product]}
            for row in self._rows(name):
                if row.get("id_ords", "") in wanted or row.get("id", "") in wanted:
                    case = _case(row, product, row["problem"].strip())
                    yield replace(case, id=f"{case.id}-{product}", action="handoff", kind="done for")

    def manuals(self) -> tuple[ManifestLine, ...]:
        return Samples().manuals()

    def _read(self, name: str) -> Iterator[Case]:
        for row in self._rows(name):
            brand, problem = row["brand"].strip(), row["problem"].strip()
            known = brand.casefold() not in _UNKNOWN
            english = row["country"] in _ENGLISH and row.get("language", "en") == "en"
            if known and english and len(problem) <= LONGEST and language_of(problem) == "en":
                yield _case(row, " ".join((brand, row.get("model") or "")).strip(), problem)

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        with (self._folder / name).open(encoding="utf-8", newline="") as rows:
            yield from csv.DictReader(rows)


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
