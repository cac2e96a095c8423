"""A replay asks what was understood, not what was typed, and names what differs."""

from dataclasses import replace
from pathlib import Path

from api.audit import Audit, Record
from api.replay import replay
from api.reply import Reply, ReplyCheck, ReplyClaim, ReplyVerdict
from api.turn import AskRequest
from kb_sources.blobs import Blobs
from kb_sources.database import connect

THEN = Reply("ans_1", "con_1", "refuse", "extractive", "en", "Nothing found.")


def test_what_was_read_in_the_photo_is_asked_again(tmp_path: Path) -> None:
    audit = Audit(connect(f"sqlite:///{tmp_path}/a.db"), Blobs(str(tmp_path / "blobs")), "t")
    audit.keep(Record(AskRequest("and this?"), "what is E21", "N7", "E21", ("E21",), ("N7",), (), None, THEN))
    seen: list[AskRequest] = []

    def ask(request: AskRequest) -> Reply:
        seen.append(request)
        return Reply("ans_2", "con_2", "refuse", "extractive", "en", "Something else.")

    assert replay("ans_1", ask, audit).changed == ("text",)
    (request,) = seen
    assert (request.question, request.product, request.photo_text) == ("what is E21", "N7", "E21")
    assert (request.codes, request.plates, request.photos) == (("E21",), ("N7",), ())


def test_another_finding_is_a_change_and_another_wording_of_it_is_none(tmp_path: Path) -> None:
    def answered(check: ReplyCheck) -> Reply:
        claim = ReplyClaim("c1", "fact", "Close it.", (1,), (), ReplyVerdict(True, (check,)))
        return replace(THEN, action="answer", claims=(claim,))

    kept = ReplyCheck("entailed", True, 0.9, "")
    audit = Audit(connect(f"sqlite:///{tmp_path}/a.db"), Blobs(str(tmp_path / "blobs")), "t")
    audit.keep(Record(AskRequest("how?"), "how?", None, "", (), (), (), None, answered(kept)))
    told = replay("ans_1", lambda request: answered(replace(kept, reason="It is quoted.")), audit)
    assert told.changed == ()
    assert told.now.claims[0].verdict.checks[0].reason == "It is quoted."
    assert replay("ans_1", lambda request: answered(replace(kept, score=0.5)), audit).changed == ("claims",)
