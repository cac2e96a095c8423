"""The catalogue: what is live, what replaces what, what is gone."""

from pathlib import Path

import pytest

from kb_sources.catalogue import Catalogue, Reading
from kb_sources.database import connect
from kb_sources.errors import Conflict, Gone, NotFound
from kb_sources.manual import Box, Edition, Manual, Passage, Span

SHA_A, SHA_B = "a" * 64, "b" * 64


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(connect(f"sqlite:///{tmp_path}/catalogue.db"))


def manual(tenant: str = "default") -> Manual:
    return Manual("m1", tenant, "N7 repair", "Norvik", ("N7",), "en")


def edition(sha: str, state: str = "staged") -> Edition:
    return Edition(sha, "m1", "A", "en", state, f"{sha[:3]}.pdf", 3)  # type: ignore[arg-type]


def passage(reading: Reading, order: int, part_of: str = "") -> Passage:
    text = f"Step {order} of {reading.edition[:3]}"
    return Passage(
        id=f"{reading.id}-{order}",
        edition=reading.edition,
        reading=reading.id,
        kind="step",
        section=("3", "Battery"),
        order=order,
        text=text,
        spans=(Span(0, len(text), 2, Box(0.1, 0.1, 0.5, 0.12)),),
        read_by="textlayer",
        part_of=part_of,
    )


def make_live(catalogue: Catalogue, sha: str, *, beside: bool = False, again: bool = False) -> Reading:
    catalogue.register(manual(), edition(sha), beside=beside)
    reading = catalogue.begin_reading("default", sha, "r1", again=again)
    catalogue.store_passages(reading.id, [passage(reading, n, "p") for n in range(3)], {"pages": 3})
    catalogue.publish(reading)
    return reading


def test_a_passage_comes_back_as_it_was_stored(catalogue: Catalogue) -> None:
    reading = make_live(catalogue, SHA_A)
    wanted = passage(reading, 1, "p")
    assert catalogue.passages([wanted.id, "unknown"]) == {wanted.id: wanted}
    assert [p.order for p in catalogue.part(reading.id, "p")] == [0, 1, 2]
    assert [p.order for p in catalogue.passages_of(reading.id)] == [0, 1, 2]
    assert [p.order for p in catalogue.passages_of(reading.id, -3, 1)] == [0, 1]


def test_a_new_edition_supersedes_the_live_one(catalogue: Catalogue) -> None:
    first = make_live(catalogue, SHA_A)
    second = make_live(catalogue, SHA_B)
    assert set(catalogue.live("default")) == {second.id}
    assert catalogue.edition("default", SHA_A).state == "superseded"
    assert catalogue.excluded("default") == {first.id}
    catalogue.mark_indexed(first.id, False)
    assert catalogue.excluded("default") == frozenset()


def test_beside_keeps_both_live(catalogue: Catalogue) -> None:
    first = make_live(catalogue, SHA_A)
    second = make_live(catalogue, SHA_B, beside=True)
    assert set(catalogue.live("default")) == {first.id, second.id}


def test_reading_again_replaces_the_reading_not_the_edition(catalogue: Catalogue) -> None:
    first = make_live(catalogue, SHA_A)
    same = catalogue.begin_reading("default", SHA_A, "r1", again=False)
    assert same.id == first.id
    second = make_live(catalogue, SHA_A, again=True)
    assert second.attempt == 2
    assert set(catalogue.live("default")) == {second.id}


def test_an_unfinished_reading_is_taken_up_again(catalogue: Catalogue) -> None:
    catalogue.register(manual(), edition(SHA_A), beside=False)
    first = catalogue.begin_reading("default", SHA_A, "r1", again=False)
    assert catalogue.begin_reading("default", SHA_A, "r1", again=True).id == first.id


def test_rollback_brings_the_old_edition_back(catalogue: Catalogue) -> None:
    first = make_live(catalogue, SHA_A)
    make_live(catalogue, SHA_B)
    catalogue.set_state("default", SHA_A, "live")
    assert set(catalogue.live("default")) == {first.id}
    assert catalogue.edition("default", SHA_B).state == "superseded"


def test_removed_is_gone_and_leaves_nothing(catalogue: Catalogue) -> None:
    reading = make_live(catalogue, SHA_A)
    assert catalogue.erase("default", SHA_A) == [reading.id]
    with pytest.raises(Gone):
        catalogue.edition("default", SHA_A)
    assert catalogue.manuals("default") == []
    assert catalogue.passages([f"{reading.id}-1"]) == {}
    with pytest.raises(Conflict):
        catalogue.publish(reading)


def test_bytes_that_another_tenant_holds_are_kept(catalogue: Catalogue) -> None:
    make_live(catalogue, SHA_A)
    assert not catalogue.kept_by_others("default", SHA_A)
    assert catalogue.kept_by_others("other", SHA_A)
    catalogue.erase("default", SHA_A)
    assert not catalogue.kept_by_others("other", SHA_A)


def test_tenants_do_not_see_each_other(catalogue: Catalogue) -> None:
    make_live(catalogue, SHA_A)
    assert catalogue.live("other") == {}
    assert catalogue.manuals("other") == []
    with pytest.raises(NotFound):
        catalogue.edition("other", SHA_A)
