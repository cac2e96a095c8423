"""A conversation carries a settled product and an open question, within its tenant."""

from pathlib import Path

from api.conversation import Conversation, Conversations, Pending, all_said
from kb_sources.database import connect


def test_round_trip_and_tenancy(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path}/c.db")
    mine, other = Conversations(engine, "a"), Conversations(engine, "b")
    kept = Conversation(
        "c1",
        "N7",
        Pending("黑屏怎么办", "product", (("N7", "N7"), ("N7 Pro", "N7 Pro")), "E21", ("E21",)),
        ("黑屏怎么办",),
        language="zh",
    )
    mine.keep(kept)
    mine.keep(kept)
    assert mine.recall("c1") == kept
    assert other.recall("c1") == Conversation("c1")
    other.keep(Conversation("c1", "P310"))
    assert mine.recall("c1") == kept


def test_a_question_that_was_completed_is_said_once() -> None:
    assert all_said(["it hums", "my N7 is broken", "my N7 is broken No sound"], "and now") == (
        "it hums my N7 is broken No sound and now"
    )
