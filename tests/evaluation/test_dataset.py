"""Datasets, found by their files: their cases' gold stands in their own manuals or texts."""

from pathlib import Path

import pytest

from evaluation.case import GoldPlace
from evaluation.dataset import DATASETS, Dataset, DatasetSettings, TextSet, sought
from evaluation.judged import JudgedSet
from kb_sources.errors import SettingsInvalid
from kb_sources.plugins import load, names

DATA = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture(params=names(DATASETS))
def built(request: pytest.FixtureRequest) -> Dataset | TextSet | JudgedSet:
    try:
        built: Dataset | TextSet | JudgedSet = load(DATASETS, request.param).build(DatasetSettings(DATA))
    except SettingsInvalid as error:
        pytest.skip(f"a public set that is not ours to ship: {error}")
    return built


@pytest.fixture
def dataset(built: Dataset | TextSet | JudgedSet) -> Dataset | TextSet:
    if isinstance(built, JudgedSet):
        pytest.skip("judged texts: nothing is asked")
    return built


def test_judged_texts_have_evidence_and_a_judgement(built: Dataset | TextSet | JudgedSet) -> None:
    if not isinstance(built, JudgedSet):
        pytest.skip("cases to be asked or found")
    assert len({text.id for text in built.texts}) == len(built.texts) >= 150
    assert built.licence
    assert all(text.source and text.text.strip() for text in built.texts)
    # People also rated what was said where nothing had been found.
    assert all(any(text.evidence) or built.rated for text in built.texts)
    if built.rated:
        assert len({text.gold for text in built.texts}) > 2
    else:
        assert {text.gold for text in built.texts} == {0.0, 1.0}
    for text in built.texts:
        assert all(0 <= start < end <= len(text.text) for start, end in text.wrong)
        assert not text.wrong or text.gold == 0


def test_gold_stands_in_the_datasets_own_manuals(dataset: Dataset | TextSet) -> None:
    if isinstance(dataset, TextSet):
        cases, manuals = dataset.cases, {page.manual for page in dataset.pages}
        there = {(page.manual, page.page) for page in dataset.pages}
        assert all(any(case.on_gold(*place) for place in there) for case in cases)
        assert all(case.product is None or case.product in manuals for case in cases)
        assert all(case.places[0].pages for case in cases), "without pages, any page of a manual would do"
    else:
        cases, manuals = dataset.cases(), {line.file.name for line in dataset.manuals()}
        assert all(line.file.is_file() for line in dataset.manuals())
        assert dataset.truth is None or dataset.truth.is_file()
    assert {place.manual for case in cases for place in case.places} <= manuals
    assert len({case.id for case in cases}) == len(cases) >= 50
    assert all(case.photo is None or case.photo.is_file() for case in cases)


@pytest.mark.parametrize("name", [name for name in names(DATASETS) if name not in ("samples", "own_claims")])
def test_a_set_that_is_not_there_is_told_with_what_to_do(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match="--data"):
        load(DATASETS, name).build(DatasetSettings(tmp_path))


def test_a_sought_case_wants_its_place_and_nothing_said() -> None:
    case = sought("a", "zh", "水壶不热", [GoldPlace("k1", (2,))], "K1")
    assert (case.action, case.must, case.forbid, case.photo) == ("answer", (), (), None)
    assert case.on_gold("k1", 2)
    assert not case.on_gold("k1", 1)
