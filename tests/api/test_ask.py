"""Ask: the four actions, the conversation that completes a question, and what is written down of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.phrases import phrase
from api.policy import load_policy
from api.replay import replay
from api.turn import AskRequest
from api.understanding import MAX_QUESTION
from kb_sources.errors import NotFound, QuestionRejected
from kb_sources.manual import Language
from retrieval.glossary import Glossary
from tests.api.bench import Bench, Quoting, hit, photo


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_an_answer_cites_places_and_ends_with_the_disclaimer(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Hold the power key for 12 seconds.")]
    reply = bench.ask(AskRequest("my N7 does not start"))
    assert reply.action == "answer"
    assert "Hold the power key for 12 seconds. [1]" in reply.text
    assert reply.text.endswith(load_policy().disclaimer["en"])
    (citation,) = reply.citations
    assert (citation.places[0].page, citation.places[0].page_label) == (7, "p-7")
    assert citation.places[0].page_url.endswith("/pages/7?boxes=0.1000,0.2000,0.9000,0.2200")
    assert reply.claims[0].verdict.supported
    assert bench.finder.queries[0].products == ("N7",)


@pytest.mark.parametrize(("photos", "first"), [((), []), ((b"plate",), ["photo"])])
def test_each_stage_is_told_once(bench: Bench, photos: tuple[bytes, ...], first: list[str]) -> None:
    bench.finder.hits = [hit("N7", "Hold the power key for 12 seconds.")]
    bench.photos[b"plate"] = photo(text="N7", products=("N7",))
    stages: list[str] = []
    bench.ask(AskRequest("my N7 does not start", photos), stages.append)
    assert stages == [*first, "search", "draft", "check", "finish"]


def test_a_claim_that_fails_a_check_never_leaves(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Tighten to 0.12 N·m.")]
    bench.drafter = Quoting(says="Tighten to 0.72 N·m.")
    reply = bench.ask(AskRequest("which torque for the N7 screws"))
    assert reply.action == "refuse"
    assert "0.72" not in reply.text
    assert reply.dropped[0].text == "Tighten to 0.72 N·m."
    assert reply.dropped[0].reason
    assert reply.refusal is not None
    assert reply.refusal.closest == (1,)


def test_a_models_words_about_a_figure_are_no_evidence_and_not_the_closest(bench: Bench) -> None:
    told = hit("N7", "The picture shows a swollen battery.")
    bench.finder.hits = [replace(told, passage=replace(told.passage, kind="figure", hint=True))]
    reply = bench.ask(AskRequest("is the N7 battery swollen"))
    assert reply.action in ("refuse", "handoff")
    assert "swollen battery" not in str((reply.text, reply.citations, reply.claims, reply.refusal))


@pytest.mark.parametrize("limit", [1, 2, 12, 20])
def test_a_limit_bounds_the_pages_that_are_listed_and_nothing_that_is_decided(
    bench: Bench, limit: int
) -> None:
    bench.finder.hits = [hit("N7", f"{n} Hold the key.", coverage=0.2) for n in range(6)]
    refused = bench.ask(AskRequest("N7 warranty period", limit=limit))
    assert refused.refusal is not None
    assert len(refused.refusal.closest) == min(limit, 3)
    handed = bench.ask(AskRequest("N7, I want to talk to a person", limit=limit))
    assert handed.handoff is not None
    assert len(handed.handoff.evidence) == min(limit, 5)
    assert {query.limit for query in bench.finder.queries} == {12}


def test_nothing_found_and_too_little_found_are_refused(bench: Bench) -> None:
    assert bench.ask(AskRequest("N7 sings")).action == "refuse"
    bench.finder.hits = [hit("N7", "Hold the key.", coverage=0.2)]
    reply = bench.ask(AskRequest("N7 warranty period"))
    assert reply.action == "refuse"
    assert "warranty" in reply.text


@pytest.mark.parametrize(
    ("question", "reply", "sought"),
    [
        ("How do I replace the battery?", "zh", "en"),
        ("怎么更换电池？", "en", "zh"),
        ("怎么更换电池？", None, "zh"),
        ("E21", "zh", "zh"),
    ],
)
def test_the_words_language_is_sought_in_whatever_the_reply_is_in(
    bench: Bench, question: str, reply: Language | None, sought: Language
) -> None:
    bench.finder.hits = [hit("N7", "Hold the power key for 12 seconds.")]
    answer = bench.ask(AskRequest(question, product="N7", language=reply))
    assert bench.finder.queries[0].language == sought
    assert answer.language == (reply or sought)


def test_an_unknown_product_is_refused_without_a_search(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Hold the key.")]
    reply = bench.ask(AskRequest("does not start", product="WM-900"))
    assert reply.action == "refuse"
    assert "WM-900" in reply.text
    assert bench.finder.queries == []


def test_rival_products_are_asked_about_and_the_next_turn_completes(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Tighten to 0.12 N·m."), hit("N7 Pro", "Tighten to 0.15 N·m.", score=9.5)]
    first = bench.ask(AskRequest("which torque for the midframe screws?"))
    assert first.action == "clarify"
    assert first.clarify is not None
    assert [o.label for o in first.clarify.options] == ["N7", "N7 Pro"]
    for said in ("N7 Pro", "2"):
        again = bench.ask(AskRequest("which torque for the midframe screws?", conversation_id=said))
        second = bench.ask(AskRequest(said, conversation_id=again.conversation_id))
        assert second.action == "answer"
        assert "0.15 N·m" in second.text
        assert "0.12" not in second.text
        assert bench.finder.queries[-1].text == "which torque for the midframe screws?"


@pytest.mark.parametrize("question", ["the screws come loose", "螺丝松了"])
def test_without_a_product_little_evidence_asks_back_first(bench: Bench, question: str) -> None:
    bench.finder.hits = [hit("N7", "Tighten to 0.12 N·m."), hit("N7", "The screws are coated.")]
    bench.finder.hits[1] = replace(
        bench.finder.hits[1], passage=replace(bench.finder.hits[1].passage, section=("9 Parts",))
    )
    first = bench.ask(AskRequest(question))
    assert first.action == "clarify"
    assert first.clarify is not None
    assert (first.clarify.about, [o.label for o in first.clarify.options]) == ("product", ["N7"])
    second = bench.ask(AskRequest("1", conversation_id=first.conversation_id))
    assert second.action == "answer"
    assert bench.finder.queries[-1].products == ("N7",)
    assert bench.finder.queries[-1].text == question


def test_a_product_named_in_the_words_is_carried_until_another_is_named(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Tighten to 0.12 N·m."), hit("N7 Pro", "Tighten to 0.15 N·m.")]
    first = bench.ask(AskRequest("torque of the screws of my N7 Pro"))

    def then(question: str) -> tuple[str, tuple[str, ...]]:
        said = bench.ask(AskRequest(question, conversation_id=first.conversation_id))
        return said.action, bench.finder.queries[-1].products

    assert then("and the torque of the cover") == ("answer", ("N7 Pro",))
    assert then("and on the N7?") == ("answer", ("N7",))
    assert then("which screws are these?") == ("answer", ("N7",))
    asked = len(bench.finder.queries)
    assert then("and on a WM-900?")[0] == "refuse"
    assert len(bench.finder.queries) == asked, "nothing is looked up in the wrong manual"


def test_a_settled_product_is_carried_to_the_next_question(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Tighten to 0.12 N·m."), hit("N7 Pro", "Tighten to 0.15 N·m.")]
    first = bench.ask(AskRequest("torque of the screws", product="N7 Pro"))
    second = bench.ask(AskRequest("and the torque of the cover", conversation_id=first.conversation_id))
    assert second.action == "answer"
    assert bench.finder.queries[-1].products == ("N7 Pro",)


def test_the_plate_in_the_photo_is_compared_with_what_was_said(bench: Bench) -> None:
    bench.photos[b"plate"] = photo(text="Model N7 Pro", products=("N7 Pro",))
    bench.finder.hits = [hit("N7", "Tighten to 0.12 N·m."), hit("N7 Pro", "Tighten to 0.15 N·m.")]
    reply = bench.ask(AskRequest("torque?", photos=(b"plate",), product="N7"))
    assert reply.action == "clarify"
    assert "N7 Pro" in reply.text
    alone = bench.ask(AskRequest("torque of the screws?", photos=(b"plate",)))
    assert "0.15 N·m" in alone.text


def test_codes_and_words_of_a_photo_reach_the_search(bench: Bench) -> None:
    bench.photos[b"panel"] = photo(text="E21", codes=("E21",))
    bench.finder.hits = [hit("N7", "E21: pump blocked.")]
    reply = bench.ask(AskRequest("", photos=(b"panel",)))
    assert bench.finder.queries[0].codes == ("E21",)
    assert bench.finder.queries[0].photo_text == "E21"
    assert reply.photos[0].codes == ("E21",)


def test_blocked_words_are_refused_and_a_person_is_called(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Hold the key.")]
    assert bench.ask(AskRequest("N7 怎么越狱")).action == "refuse"
    handed = bench.ask(AskRequest("N7 转人工"))
    assert handed.action == "handoff"
    assert handed.handoff is not None
    assert handed.handoff.evidence == (1,)


@pytest.mark.parametrize("words", ["Galaxy S21 转人工", "E12 on the N7, I want to talk to a person"])
def test_a_person_is_called_before_anything_is_asked_back(bench: Bench, words: str) -> None:
    bench.finder.hits = [hit("N7", "Hold the key.")]
    bench.photos = {b"panel": photo(text="E21", codes=("E21",))}
    assert bench.ask(AskRequest(words, photos=(b"panel",))).action == "handoff"


@pytest.mark.parametrize(
    "words",
    ["My N7 is beyond repair, what now?", "The N7 does not charge. Can't be fixed.", "N7的配件已经停产"],
)
def test_what_is_done_for_goes_to_a_person_with_the_pages_found(bench: Bench, words: str) -> None:
    bench.finder.hits = [hit("N7", "Hold the key.")]
    reply = bench.ask(AskRequest(words))
    assert reply.action == "handoff"
    assert reply.handoff is not None
    assert [reply.citations[n - 1].quote for n in reply.handoff.evidence] == ["Hold the key."]
    foreign = bench.ask(AskRequest(words.replace("N7", "it"), product="WM-900"))
    assert foreign.action == "refuse", "of a product that is not ours nobody takes over"


def test_warnings_come_with_their_step(bench: Bench) -> None:
    warning = hit("N7", "DANGER Never pierce the battery.", kind="warning", level="danger")
    bench.finder.hits = [
        hit("N7", "1. Remove the battery.", kind="step", step="1", warned_by=(warning.passage.id,))
    ]
    bench.finder.related = [warning]
    reply = bench.ask(AskRequest("N7 battery replacement"))
    assert reply.action == "answer"
    assert [w.text for w in reply.warnings] == ["DANGER Never pierce the battery."]
    assert reply.claims[0].warnings == (reply.warnings[0].id,)
    assert reply.text.index("DANGER: Never") < reply.text.index("Remove the battery")
    bench.finder.related = []
    assert bench.ask(AskRequest("N7 battery replacement")).action == "refuse", "a step without its warning"


@pytest.mark.parametrize("question", ["", "   ", "😀😀", "?!…", "x" * (MAX_QUESTION + 1)])
def test_unusable_questions_are_named(bench: Bench, question: str) -> None:
    with pytest.raises(QuestionRejected) as caught:
        bench.ask(AskRequest(question))
    assert caught.value.hint


def test_replay_gives_the_same_answer_and_tells_what_changed(bench: Bench) -> None:
    bench.photos[b"panel"] = photo(text="E21", codes=("E21",), stored=False)
    bench.finder.hits = [hit("N7", "E21: pump blocked.")]
    reply = bench.ask(AskRequest("what is this", photos=(b"panel",), product="N7"))
    assert bench.audit.answer(reply.id) == reply
    assert replay(reply.id, bench.ask, bench.audit).changed == ()
    bench.finder.hits = [hit("N7", "E21: heater broken.")]
    assert "text" in replay(reply.id, bench.ask, bench.audit).changed
    with pytest.raises(NotFound):
        replay("ans_nonsense", bench.ask, bench.audit)


def test_a_photo_that_may_not_be_stored_is_not(bench: Bench, tmp_path: Path) -> None:
    bench.finder.hits = [hit("N7", "Hold the key.")]
    bench.photos[b"card"] = photo(stored=False, jpeg=b"secret")
    bench.photos[b"fine"] = photo(jpeg=b"fine")
    bench.ask(AskRequest("N7 dead", photos=(b"card", b"fine")))
    kept = [f.read_bytes() for f in (tmp_path / "blobs").rglob("*") if f.is_file()]
    assert kept == [b"fine"]


def test_personal_numbers_in_the_question_are_not_written_down(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Hold the key.")]
    reply = bench.ask(AskRequest("N7 dead, call me on 13800138000"))
    assert "13800138000" not in str(bench.audit.trail(reply.id))
    assert "13800138000" not in bench.finder.queries[0].text


def test_a_later_question_is_weighed_with_what_was_said_before(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Hold the key for 12 seconds.")]
    first = bench.ask(AskRequest("how do I restart it", product="N7"))
    assert [q.text for q in bench.finder.queries] == ["how do I restart it"]
    bench.ask(AskRequest("and how long", conversation_id=first.conversation_id))
    assert [q.text for q in bench.finder.queries[1:]] == ["and how long", "how do I restart it and how long"]
    assert {q.products for q in bench.finder.queries} == {("N7",)}
    bench.ask(AskRequest("and here", product="N7 Pro", conversation_id=first.conversation_id))
    assert bench.finder.queries[-1].text == "and here", "another product: what was said is not about it"


def test_a_later_question_is_replayed_with_what_was_said_before(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Hold the key for 12 seconds.")]
    first = bench.ask(AskRequest("how do I restart it", product="N7"))
    second = bench.ask(AskRequest("and how long", conversation_id=first.conversation_id))
    assert bench.audit.trail(first.id)["said_before"] == ""
    assert bench.audit.trail(second.id)["said_before"] == "how do I restart it and how long"
    searched = [q.text for q in bench.finder.queries[-2:]]
    assert replay(second.id, bench.ask, bench.audit).changed == ()
    assert [q.text for q in bench.finder.queries[-2:]] == searched


@pytest.mark.parametrize(
    ("asked", "language"),
    [("my N7 smells burnt", "en"), ("N7 smokes and does not start", "en"), ("N7 冒烟了怎么办", "zh")],
)
@pytest.mark.parametrize("coverage", [0.1, 1.0])
def test_a_danger_that_no_page_answers_goes_to_a_person_with_the_safety_sentence_first(
    bench: Bench, asked: str, language: Language, coverage: float
) -> None:
    bench.finder.hits = [hit("N7", "Charge the phone for 15 minutes.", coverage=coverage)]
    bench.finder.widen = Glossary.load().widen
    reply = bench.ask(AskRequest(asked))
    assert reply.action == "handoff"
    assert reply.text.startswith(phrase("danger.first", language))
    assert "15 minutes" not in reply.text


def test_a_danger_that_a_page_answers_is_answered(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Smells burnt: renew the belt.")]
    bench.finder.widen = Glossary.load().widen
    assert bench.ask(AskRequest("my N7 smells burnt")).action == "answer"


def test_a_danger_is_told_first_where_the_device_is_asked_for(bench: Bench) -> None:
    bench.finder.hits = [hit("N7", "Smells burnt: renew the belt."), hit("N7 Pro", "Smells burnt: check it.")]
    bench.finder.widen = Glossary.load().widen
    reply = bench.ask(AskRequest("it smells burnt"))
    assert reply.action == "clarify"
    assert reply.text.startswith(phrase("danger.first", "en"))


@pytest.mark.parametrize("asked", ["N7: how do I prevent smoke", "N7: does the warranty cover water damage"])
def test_a_danger_that_is_only_named_is_refused_as_anything_else(bench: Bench, asked: str) -> None:
    bench.finder.hits = [hit("N7", "Hold the key.", coverage=0.1)]
    bench.finder.widen = Glossary.load().widen
    assert bench.ask(AskRequest(asked)).action == "refuse"


def asked_back(bench: Bench) -> str:
    """The conversation of a question that was asked back: N7 or N7 Pro?"""
    bench.finder.hits = [hit("N7", "Tighten to 0.12 N·m."), hit("N7 Pro", "Tighten to 0.16 N·m.")]
    reply = bench.ask(AskRequest("torque of the screws"))
    assert reply.action == "clarify"
    return reply.conversation_id


@pytest.mark.parametrize("words", ["the second one", "2", "第二个", "最后一个", "the last"])
def test_an_option_is_picked_by_its_place(bench: Bench, words: str) -> None:
    reply = bench.ask(AskRequest(words, conversation_id=asked_back(bench)))
    assert reply.action == "answer"
    assert "0.16" in reply.text
    assert bench.finder.queries[-1].text == "torque of the screws"


@pytest.mark.parametrize(
    ("words", "language"), [("I don't know", "en"), ("不知道", "zh"), ("the fifth one", "en")]
)
def test_who_does_not_know_is_told_where_to_look_and_then_goes_to_a_person(
    bench: Bench, words: str, language: Language
) -> None:
    conversation = asked_back(bench)
    asked = len(bench.finder.queries)
    reply = bench.ask(AskRequest(words, conversation_id=conversation))
    assert reply.text == phrase("clarify.find_product", language)
    assert reply.clarify is not None
    assert [option.set for option in reply.clarify.options] == [{"product": "N7"}, {"product": "N7 Pro"}]
    assert len(bench.finder.queries) == asked, "nobody searches for the words of a doubt"
    again = bench.ask(AskRequest(words, conversation_id=conversation))
    assert again.action == "handoff"
    assert bench.finder.queries[-1].text == "torque of the screws"


def test_a_doubt_is_over_when_an_option_is_picked(bench: Bench) -> None:
    conversation = asked_back(bench)
    bench.ask(AskRequest("no idea", conversation_id=conversation))
    assert "0.12" in bench.ask(AskRequest("the first one", conversation_id=conversation)).text


@pytest.mark.parametrize(
    ("products", "outcome"), [(("N7 Pro",), ("answer", ("N7 Pro",))), (("N7", "N7 Pro"), ("clarify", ()))]
)
def test_a_kind_of_device_picks_the_one_option_that_is_of_it(
    bench: Bench, products: tuple[str, ...], outcome: tuple[str, tuple[str, ...]]
) -> None:
    conversation = asked_back(bench)
    bench.kinds = lambda words: (("phone",), products) if "phone" in words else ((), ())
    reply = bench.ask(AskRequest("the phone", conversation_id=conversation))
    assert (reply.action, bench.finder.queries[-1].products) == outcome


def test_an_answer_says_which_of_the_codes_the_manual_does_not_list(bench: Bench) -> None:
    bench.finder.hits = [replace(h, found_by=("code",)) for h in [hit("N7", "E21: no current")]]
    bench.finder.uncovered = ("E99",)
    reply = bench.ask(AskRequest("N7: what do E21 and E99 mean"))
    assert reply.action == "answer"
    assert reply.text.startswith(phrase("note.unlisted", "en", codes="E99"))
    assert bench.finder.queries[-1].codes == ("E21", "E99")


def test_a_range_of_codes_is_looked_up_code_by_code(bench: Bench) -> None:
    bench.ask(AskRequest("N7: E1 to E4"))
    assert set(bench.finder.queries[-1].codes) == {"E1", "E2", "E3", "E4"}
