"""The sample manuals of this repository, and questions about them in both languages, some with a photo."""

from __future__ import annotations

from pathlib import Path

from evaluation.case import Case, read_cases
from evaluation.dataset import DatasetSettings
from kb_sources.errors import SettingsInvalid
from kb_sources.manifest import ManifestLine, read_manifest

_ROOT = Path(__file__).parents[2]


class Samples:
    def __init__(self) -> None:
        self._folder = _ROOT / "kb_sources" / "samples"
        self._cases = Path(__file__).parents[1] / "cases" / "samples.jsonl"
        for needed in (self._folder / "manifest.csv", self._cases):
            if not needed.is_file():
                raise SettingsInvalid(
                    f"{needed} is missing.", hint="The samples come with the repository alone."
                )
        self.truth: Path | None = self._folder / "truth.json"

    def cases(self) -> tuple[Case, ...]:
        return read_cases(self._cases, self._folder / "photos")

    def manuals(self) -> tuple[ManifestLine, ...]:
        return read_manifest(self._folder / "manifest.csv")


def build(settings: DatasetSettings) -> Samples:
    return Samples()
