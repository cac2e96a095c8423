"""What other live editions and manuals of a product print in a passage's place is found, nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.elsewhere import Elsewhere
from tests.retrieval.test_search import READER, Shelf, passage


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    for reading, torque in (("r1", "4.0"), ("r2", "5.5")):
        step = passage(
            f"{reading}-nut", f"Tighten the heater nut to {torque} N·m.", reading=reading, kind="step"
        )
        others = [
            passage(f"{reading}-pump", "Clean the drain pump.", reading=reading),
            passage(f"{reading}-w", "Pull the mains plug.", reading=reading, kind="warning"),
        ]
        shelf.add(reading, [replace(step, warned_by=(f"{reading}-w",)), *others])
    return shelf


def elsewhere(shelf: Shelf) -> Elsewhere:
    return Elsewhere(shelf.store, shelf, READER, "t")


def test_the_other_editions_passage_comes_first_with_its_warnings(shelf: Shelf) -> None:
    ((first, *_),) = elsewhere(shelf).find([shelf.held["r1-nut"]])
    assert first.passage.id == "r2-nut"
    assert [h.passage.id for h in elsewhere(shelf).bound(first)] == ["r2-w"]


def test_one_edition_alone_has_nothing_beside_it(shelf: Shelf) -> None:
    shelf.stale = frozenset({"r2"})
    one, other = elsewhere(shelf).find([shelf.held["r1-nut"], shelf.held["r2-nut"]])
    assert one == ()
    assert other == (), "it is not live itself"


def test_other_products_are_left_out_and_other_languages_come_last(shelf: Shelf) -> None:
    text = "Tighten the heater nut to 9.9 N·m."
    shelf.add("r3", [passage("r3-nut", text, reading="r3")], product="XR-300")
    shelf.add("r4", [passage("r4-nut", text, reading="r4")], language="zh")
    (found,) = elsewhere(shelf).find([shelf.held["r1-nut"]])
    assert {h.passage.reading for h in found} == {"r1", "r2", "r4"}
    assert found[-1].passage.id == "r4-nut"


def test_a_manual_in_another_language_alone_is_found_too(shelf: Shelf) -> None:
    shelf.stale = frozenset({"r2"})
    shelf.add("r4", [passage("r4-nut", "Tighten the heater nut to 9.9 N·m.", reading="r4")], language="zh")
    (found,) = elsewhere(shelf).find([shelf.held["r1-nut"]])
    assert found[-1].passage.id == "r4-nut"
