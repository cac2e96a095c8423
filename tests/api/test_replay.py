"""A replay asks what was understood, not what was typed, and names what differs."""

from pathlib import Path

from api.audit import Audit, Record
from api.replay import replay
from api.reply import Reply
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
