"""Datasets, found by their files: their cases' gold stands in their own manuals."""

from pathlib import Path

import pytest

from evaluation.dataset import DATASETS, DatasetSettings
from kb_sources.errors import SettingsInvalid
from kb_sources.plugins import load, names

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.parametrize("name", names(DATASETS))
def test_gold_stands_in_the_datasets_own_manuals(name: str) -> None:
    try:
        dataset = load(DATASETS, name).build(DatasetSettings(DATA))
    except SettingsInvalid as error:
        pytest.skip(f"a public set that is not ours to ship: {error}")
    manuals = {line.file.name for line in dataset.manuals()}
    assert all(line.file.is_file() for line in dataset.manuals())
    assert {place.manual for case in dataset.cases() for place in case.places} <= manuals
    assert len({case.id for case in dataset.cases()}) == len(dataset.cases()) >= 100
    assert all(case.photo is None or case.photo.is_file() for case in dataset.cases())
    assert dataset.truth is None or dataset.truth.is_file()


def test_a_set_that_is_not_there_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="--data"):
        load(DATASETS, "manuals_pdf").build(DatasetSettings(tmp_path))
