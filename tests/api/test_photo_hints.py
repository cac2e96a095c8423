"""What is asked and told about photos; tests/api/test_understanding.py shows it in whole conversations."""

from __future__ import annotations

import pytest

from api.conversation import Conversation
from api.photo_hints import ask_what_was_seen, ask_which_code, ask_which_of, notes_of
from api.turn import AskRequest, Turn
from kb_sources.errors import ModelUnavailable
from retrieval.query import Evidence, Query
from tests.api.bench import photo
from vlm.describing import Description
from vlm.model import Deadline


def turn(**more: object) -> Turn:
    made = Turn(AskRequest("?"), Conversation("c"), "?", "en", Deadline.after(1))
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_codes_come_before_symptoms_and_what_was_said_is_not_asked() -> None:
    both = [Description("x", (), ("E21",), "leaks"), Description("y", (), (), "leaks")]
    asked = ask_what_was_seen("what now?", both, "en")
    assert asked is not None
    assert (asked.about, len(asked.options)) == ("code", 1)
    assert ask_what_was_seen("It LEAKS", both, "en") is None
    assert ask_what_was_seen("what now?", [Description("a room")], "en") is None


@pytest.mark.parametrize(
    ("said", "shown", "asks"),
    [
        (("E12",), ("E21",), True),
        (("E-12",), ("E 12",), False),
        (("E12",), ("E12", "E21"), False),
        (("E12",), ("HX-620-441",), False),
        (("E12",), ("F12",), False),
        ((), ("E21",), False),
    ],
)
def test_only_codes_of_one_kind_are_at_odds(
    said: tuple[str, ...], shown: tuple[str, ...], asks: bool
) -> None:
    assert (ask_which_code(turn(said=said, photos=(photo(codes=shown),))) is not None) == asks


@pytest.mark.parametrize(
    ("codes", "said", "uncovered", "asks"),
    [
        (("E21", "E3", "J-12"), (), ("E3", "J-12"), ["E21", "E3", "J-12"]),
        (("E21", "E 3"), (), ("E3", "pump"), ["E21", "E 3"]),
        (("E21", "E23"), (), (), None),
        (("E21", "E3"), (), ("E21", "E3"), None),
        (("E21", "E3"), ("E21",), ("E3",), None),
        (("E21", "90-1234-A"), (), ("90-1234-A",), None),
        (("E21",), (), ("E21",), None),
    ],
)
def test_codes_that_nothing_found_speaks_of_are_not_left_out_unsaid(
    codes: tuple[str, ...], said: tuple[str, ...], uncovered: tuple[str, ...], asks: list[str] | None
) -> None:
    evidence = Evidence(Query("t", "?"), (), uncovered=uncovered)
    asked = ask_which_of(turn(codes=codes, said=said, evidence=evidence))
    assert (asked and [o.label for o in asked.options]) == asks


def test_notes_tell_what_was_not_seen_and_that_the_model_failed() -> None:
    assert notes_of(turn(), has_model=True) == ()
    assert len(notes_of(turn(photos=(photo(),)), has_model=False)) == 1
    assert notes_of(turn(photos=(photo(),), described=(Description("x"),)), has_model=True) == ()
    failed = notes_of(turn(photos=(photo(),), fault=ModelUnavailable()), has_model=True)
    assert ["model" in failed[0], "picture" in failed[1]] == [True, True]
