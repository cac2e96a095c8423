from __future__ import annotations

import time

from api.conversation import Conversation
from api.turn import AskRequest, Turn
from vlm.describing import Description
from vlm.model import Deadline


def test_a_turn_keeps_what_was_seen_and_how_long_each_part_took() -> None:
    turn = Turn(AskRequest("?"), Conversation("c"), "?", "en", Deadline.after(1))
    assert (turn.seen, turn.dropped) == ((), ())
    turn.described = (None, Description("a dark screen"))
    assert turn.seen == (Description("a dark screen"),)
    with turn.timed("search"):
        time.sleep(0.01)
    assert turn.timings["search"] >= 10
