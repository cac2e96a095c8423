"""What a dataset is: cases, with manuals of its own or with texts to be found.

It does not know how it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from evaluation.case import Case, GoldPlace
from evaluation.judged import JudgedSet
from evaluation.shelf import PageText
from kb_sources.errors import PluginUnknown, SettingsInvalid
from kb_sources.manifest import ManifestLine
from kb_sources.manual import Language
from kb_sources.plugins import load, names

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
    """A file of evaluation/datasets whose build() gives manuals: they are ingested, the service is asked.

    `truth` records what stands where in its manuals, if anything does.
    """

    truth: Path | None

    def cases(self) -> tuple[Case, ...]: ...
    def manuals(self) -> tuple[ManifestLine, ...]: ...


@dataclass(frozen=True, slots=True)
class TextSet:
    """A file of evaluation/datasets whose build() gives texts: no file was published, no answer is gold.

    Only what is found can be judged, so `cases` are searched for and never asked.
    """

    pages: tuple[PageText, ...]
    cases: tuple[Case, ...]


def dataset_of(source: str, data: Path) -> Dataset | TextSet | None:
    """The dataset of that name; None when the source is a file of cases.

    Raises PluginUnknown, and SettingsInvalid where there is nothing to ask.
    """
    if source in names(DATASETS):
        dataset: Dataset | TextSet | JudgedSet = load(DATASETS, source).build(DatasetSettings(data))
        if isinstance(dataset, JudgedSet):
            raise SettingsInvalid(
                f"{source} holds texts that people judged, and nothing to be asked.",
                hint=f"Score a judge on it with `kb-eval checker {source}`.",
            )
        return dataset
    if not Path(source).suffix:
        raise PluginUnknown(
            f"{source!r} is neither a file of cases nor a dataset.",
            hint=f"Name a .jsonl or .csv file, or one of: {', '.join(names(DATASETS))}.",
        )
    return None


def sought(
    id_: str, language: Language, question: str, gold: Sequence[GoldPlace], product: str | None
) -> Case:
    """A case of a TextSet: a question and where its answer stands."""
    return Case(
        id=id_,
        lang=language,
        question=question,
        product=product,
        action="answer",
        places=tuple(gold),
        must=(),
        forbid=(),
        kind="",
    )
