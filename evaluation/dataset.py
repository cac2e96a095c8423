"""What a dataset is: manuals of its own and cases about them. It does not know how either is used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from evaluation.case import Case
from kb_sources.errors import SettingsInvalid
from kb_sources.manifest import ManifestLine

DATASETS = "evaluation.datasets"


@dataclass(frozen=True, slots=True)
class DatasetSettings:
    """`data` is the folder that holds the public sets, each in a folder of its own."""

    data: Path

    def folder(self, name: str) -> Path:
        """A set's folder. Raises SettingsInvalid when it is not there."""
        path = self.data / name
        if not path.is_dir():
            raise SettingsInvalid(
                f"The set {name} is not in {self.data}.",
                hint="It is not ours to ship; name the folder that holds it with --data.",
            )
        return path


class Dataset(Protocol):
    """A file of evaluation/datasets. `truth` records what stands where in its manuals, if anything does."""

    truth: Path | None

    def cases(self) -> tuple[Case, ...]: ...
    def manuals(self) -> tuple[ManifestLine, ...]: ...
