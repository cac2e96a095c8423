"""What is written down of an ask comes back, within its tenant."""

from pathlib import Path

import pytest

from api.audit import Audit, Record
from api.reply import Reply
from api.turn import AskRequest
from kb_sources.blobs import Blobs
from kb_sources.database import connect
from kb_sources.errors import NotFound

REPLY = Reply("ans_1", "con_1", "refuse", "extractive", "zh", "没有找到。", timings_ms={"total": 1.5})


def test_a_record_comes_back_as_answer_and_trail(tmp_path: Path) -> None:
    engine, blobs = connect(f"sqlite:///{tmp_path}/a.db"), Blobs(str(tmp_path / "blobs"))
    mine, other = Audit(engine, blobs, "a"), Audit(engine, blobs, "b")
    request = AskRequest("N7 黑屏", limit=5, sampling={"top_p": 0.5})
    mine.keep(Record(request, "N7 黑屏", "N7", "E21", ("E21",), ("N7",), (), None, REPLY))
    assert mine.answer("ans_1") == REPLY
    trail = mine.trail("ans_1")
    assert (trail["question"], trail["product"], trail["codes"]) == ("N7 黑屏", "N7", ["E21"])
    assert (trail["limit"], trail["sampling"], trail["hits"]) == (5, {"top_p": 0.5}, [])
    with pytest.raises(NotFound):
        other.answer("ans_1")


def test_the_words_of_a_turn_stand_beside_what_they_complete(tmp_path: Path) -> None:
    engine, blobs = connect(f"sqlite:///{tmp_path}/a.db"), Blobs(str(tmp_path / "blobs"))
    audit = Audit(engine, blobs, "a")
    record = Record(AskRequest("N7"), "黑屏 N7", "N7", "", (), (), (), None, REPLY, typed="N7")
    audit.keep(record)
    assert (audit.trail("ans_1")["question"], audit.trail("ans_1")["typed"]) == ("黑屏 N7", "N7")
