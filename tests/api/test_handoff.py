"""What a person who takes over is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.confidence import Calibration
from api.handoff import Handoffs
from api.replay import replay
from api.turn import AskRequest
from kb_sources.blobs import Blobs
from kb_sources.errors import Gone, NotFound
from tests.api.bench import Bench, hit, photo


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def handoffs(bench: Bench, tmp_path: Path) -> Handoffs:
    return Handoffs(bench.engine, Blobs(str(tmp_path / "blobs")), "t")


def test_the_talk_the_photo_the_pages_and_what_was_tried_go_along(bench: Bench, handoffs: Handoffs) -> None:
    bench.photos[b"panel"] = photo(text="E21", codes=("E21",))
    bench.photos[b"secret"] = photo(stored=False)
    bench.finder.hits = [hit("N7", "E21: pump blocked.")]
    first = bench.ask(AskRequest("it shows an error", product="N7", photos=(b"panel",)))
    bench.ask(AskRequest("N7 of somebody else"))  # another conversation
    asked = AskRequest(
        "I want a human agent", photos=(b"panel", b"secret"), conversation_id=first.conversation_id
    )
    reply = bench.ask(asked)
    assert reply.handoff is not None
    told = handoffs.handoff(reply.handoff.id)
    assert [(s.question, s.action) for s in told.transcript] == [
        ("it shows an error", first.action),
        ("I want a human agent", "handoff"),
    ]
    assert told.transcript[0].text == first.text
    (note,) = handoffs.latest()
    assert note.reason == told.reason == reply.handoff.reason
    assert reply.text.endswith(note.reason)
    assert reply.text != note.reason, "a note on the photos stands before it"
    assert (told.tried.codes, told.tried.product) == (("E21",), "N7")
    assert [h["pages"] for h in told.tried.found] == [[7]]
    assert [c.quote for c in told.evidence] == ["E21: pump blocked."]
    assert told.photos == (f"/handoffs/{told.id}/photos/1.jpg",)
    assert handoffs.photo(told.id, 1) == photo().jpeg
    with pytest.raises(Gone):
        handoffs.photo(told.id, 2)
    with pytest.raises(NotFound):
        handoffs.photo(told.id, 3)


def test_a_photo_of_an_earlier_turn_goes_along(bench: Bench, handoffs: Handoffs) -> None:
    bench.photos[b"dark"] = photo(jpeg=b"dark")
    bench.photos[b"back"] = photo(jpeg=b"back")
    bench.finder.hits = [hit("N7", "Hold the key.")]
    first = bench.ask(AskRequest("N7 does not start", photos=(b"dark",)))
    bench.ask(AskRequest("and the back?", photos=(b"back",), conversation_id=first.conversation_id))
    reply = bench.ask(AskRequest("转人工", conversation_id=first.conversation_id))
    later = AskRequest("N7 again", photos=(b"dark",), conversation_id=first.conversation_id)
    bench.ask(later)
    assert reply.handoff is not None
    told = handoffs.handoff(reply.handoff.id)
    assert [p.rpartition("/")[2] for p in told.photos] == ["1.jpg", "2.jpg"]
    assert [handoffs.photo(told.id, n) for n in (1, 2)] == [b"dark", b"back"]


@pytest.mark.parametrize("wish", ["转人工", "还是不行，转人工", "give me a human", "人工"])
def test_the_pages_are_about_what_was_said_before(bench: Bench, handoffs: Handoffs, wish: str) -> None:
    bench.finder.hits = [hit("N7", "Hold the power key for 12 seconds.")]
    first = bench.ask(AskRequest("N7 does not start"))
    bench.finder.hits = [hit("N7", "Connect the charger.")]
    reply = bench.ask(AskRequest(wish, conversation_id=first.conversation_id))
    query = bench.finder.queries[-1]
    assert (
        query.text.startswith("N7 does not start") and "人工" not in query.text and "human" not in query.text
    )
    assert query.products == ("N7",)
    assert replay(reply.id, bench.ask, bench.audit).changed == ()
    assert bench.finder.queries[-1].text == query.text
    assert reply.handoff is not None
    told = handoffs.handoff(reply.handoff.id)
    assert [(c.n, c.quote) for c in told.evidence] == [
        (1, "Connect the charger."),
        (2, "Hold the power key for 12 seconds."),
    ]
    assert len(told.tried.found) == 2


def test_the_code_of_an_earlier_turn_is_looked_up(bench: Bench, handoffs: Handoffs) -> None:
    bench.finder.hits = [hit("N7", "E21: pump blocked.")]
    first = bench.ask(AskRequest("N7 shows E21, what now?"))
    reply = bench.ask(AskRequest("connect me to customer service", conversation_id=first.conversation_id))
    assert bench.finder.queries[-1].codes == ("E21",)
    assert reply.handoff is not None
    assert handoffs.handoff(reply.handoff.id).tried.codes == ("E21",)


def test_a_wish_alone_finds_nothing(bench: Bench, handoffs: Handoffs) -> None:
    bench.finder.hits = [hit("N7", "Hold the key.")]
    reply = bench.ask(AskRequest("转人工"))
    assert (reply.action, bench.finder.queries, reply.citations) == ("handoff", [], ())


def test_a_person_instead_of_what_was_asked_back(bench: Bench, handoffs: Handoffs) -> None:
    bench.finder.hits = [hit("N7", "Hold the key."), hit("N7 Pro", "Press the key.", score=9.5)]
    first = bench.ask(AskRequest("it does not start"))
    assert first.action == "clarify"
    reply = bench.ask(AskRequest("N7, 转人工", conversation_id=first.conversation_id))
    assert reply.action == "handoff"
    assert bench.finder.queries[-1].text.startswith("it does not start")
    assert bench.finder.queries[-1].products == ("N7",)
    assert reply.handoff is not None
    assert handoffs.handoff(reply.handoff.id).tried.product == "N7"


def test_the_talk_holds_the_words_as_typed_and_as_understood(bench: Bench, handoffs: Handoffs) -> None:
    bench.finder.hits = [hit("N7", "Hold the key."), hit("N7 Pro", "Press the key.", score=9.5)]
    first = bench.ask(AskRequest("it does not start"))
    words = ("N7, it fell into water, call 13800138000", "I want to speak to a human")
    for said in words:
        reply = bench.ask(AskRequest(said, conversation_id=first.conversation_id))
    assert reply.handoff is not None
    told = handoffs.handoff(reply.handoff.id)
    assert [(s.words, s.question) for s in told.transcript] == [
        ("it does not start", "it does not start"),
        ("N7, it fell into water, call ■", "it does not start it fell into water, call ■"),
        (words[1], words[1]),
    ]


def test_what_came_after_is_no_part_of_it_and_other_tenants_see_nothing(
    bench: Bench, handoffs: Handoffs, tmp_path: Path
) -> None:
    bench.finder.hits = [hit("N7", "Hold the key.")]
    reply = bench.ask(AskRequest("N7 转人工"))
    bench.ask(AskRequest("N7 does not start", conversation_id=reply.conversation_id))
    assert reply.handoff is not None
    assert len(handoffs.handoff(reply.handoff.id).transcript) == 1
    (note,) = handoffs.latest()
    assert (note.id, note.question, note.reason) == (reply.handoff.id, "N7 转人工", reply.handoff.reason)
    other = Handoffs(bench.engine, Blobs(str(tmp_path / "blobs")), "another")
    assert other.latest() == ()
    with pytest.raises(NotFound):
        other.handoff(reply.handoff.id)


def test_an_answer_that_few_would_accept_goes_to_a_person(bench: Bench, handoffs: Handoffs) -> None:
    bench.finder.hits = [hit("N7", "Hold the power key for 12 seconds.")]
    asked = AskRequest("my N7 does not start")
    assert bench.ask(asked).confidence is None  # nobody has marked anything
    bench.calibration = Calibration({"agreement": 2.0}, 1.0, threshold=0.5)
    sure = bench.ask(asked)
    assert sure.action == "answer"
    assert sure.confidence == pytest.approx(0.9526, abs=1e-4)  # 1 / (1 + exp(-3)): all hits agree
    assert bench.audit.trail(sure.id)["signs"]["agreement"] == 1
    bench.calibration = Calibration({"agreement": 2.0}, -4.0, threshold=0.5)
    unsure = bench.ask(asked)
    assert unsure.action == "handoff"
    assert unsure.claims == ()
    assert unsure.handoff is not None
    assert handoffs.handoff(unsure.handoff.id).confidence == pytest.approx(0.1192, abs=1e-4)
