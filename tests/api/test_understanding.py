"""Photos are described where there is a model, asked about where they say more, and never believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.conversation import Pending
from api.turn import AskRequest
from api.understanding import MAX_QUESTION, _filled_in
from kb_sources.errors import ModelTimeout, QuestionRejected
from tests.api.bench import Bench, hit, photo
from tests.api.test_grounding import HOLD, said
from vlm.describing import Description, as_described
from vlm.models.scripted import Line, Scripted

DARK = as_described([Description("一部手机，屏幕全黑", (), (), "黑屏")])
NORMAL = as_described([Description("一台洗衣机", (), (), "")])


def bench_with(folder: Path, *lines: Line) -> tuple[Bench, Scripted]:
    model = Scripted(lines)
    bench = Bench(folder, model)
    bench.finder.hits = [hit("N7", HOLD)]
    bench.photos = {
        b"clean": photo(jpeg=b"clean jpeg", width=640, height=480),
        b"card": photo(stored=False, jpeg=b"secret", width=640, height=480),
        b"strip": photo(jpeg=b"strip", width=9000, height=9),
        b"panel": photo(text="E21", codes=("E21",), width=640, height=480),
    }
    return bench, model


@pytest.mark.parametrize(
    ("barcodes", "products", "codes"),
    [
        (("N7 Pro",), ("N7 Pro",), ()),
        (("https://norvik.example/n7-pro/help", "8801234567893"), ("N7 Pro",), ()),
        (("GH82-18850A", "GH82-99999Z"), (), ("GH82-18850A",)),
        (("SN4711X", "4006381333931"), (), ()),
    ],
)
def test_bar_codes_name_products_and_parts_that_manuals_know(
    tmp_path: Path, barcodes: tuple[str, ...], products: tuple[str, ...], codes: tuple[str, ...]
) -> None:
    bench = Bench(tmp_path)
    bench.finder.hits = [hit("N7 Pro", "Hold the power key for 12 seconds.")]
    bench.photos = {b"plate": photo(barcodes=barcodes)}
    reply = bench.ask(AskRequest("it does not start", (b"plate",)))
    assert (reply.photos[0].products, reply.photos[0].codes) == (products, codes)
    (query,) = bench.finder.queries
    assert (query.products, query.codes) == (products, codes)


def test_a_description_is_a_hint_for_the_search_and_told_to_the_client(tmp_path: Path) -> None:
    bench, model = bench_with(tmp_path, DARK, said((HOLD, "S1", HOLD)))
    reply = bench.ask(AskRequest("my N7 does not start", photos=(b"clean",)))
    assert reply.photos[0].description == "一部手机，屏幕全黑"
    assert "黑屏" in bench.finder.queries[0].photo_text
    assert bench.finder.queries[0].text == "my N7 does not start"
    assert bench.finder.queries[0].codes == ()
    assert "not understood" not in reply.text
    drafting = model.asked[1][0].turns[1]
    assert getattr(drafting.parts[0], "data", None) == b"clean jpeg"
    assert "黑屏" not in str(drafting.parts[1]), "the model sees the photo itself"
    assert bench.audit.trail(reply.id)["described"][0]["symptom"] == "黑屏"


def test_a_description_is_never_evidence(tmp_path: Path) -> None:
    bench, _ = bench_with(tmp_path, DARK, said(("屏幕全黑。", "S2", "一部手机，屏幕全黑")))
    reply = bench.ask(AskRequest("my N7 does not start", photos=(b"clean",)))
    assert "屏幕全黑" not in reply.text
    assert reply.dropped[0].text == "屏幕全黑。"


def test_without_a_model_the_answer_says_that_the_picture_was_not_understood(tmp_path: Path) -> None:
    bench, _ = bench_with(tmp_path, DARK)
    bench.model = None
    for question, words in (("my N7 does not start", "not understood"), ("N7 打不开", "没有被识别")):
        for name in (b"clean", b"panel"):
            reply = bench.ask(AskRequest(question, photos=(name,)))
            assert words in reply.text
            assert reply.photos[0].description is None
    assert "not understood" not in bench.ask(AskRequest("my N7 does not start")).text


@pytest.mark.parametrize("name", [b"card", b"strip"])
def test_a_photo_that_may_not_or_cannot_be_shown_is_shown_to_no_model(tmp_path: Path, name: bytes) -> None:
    bench, model = bench_with(tmp_path, said((HOLD, "S1", HOLD)))
    reply = bench.ask(AskRequest("my N7 does not start", photos=(name, b"clean")))
    assert reply.action == "answer"
    shown = [p for prompt, _ in model.asked for t in prompt.turns for p in t.parts if not isinstance(p, str)]
    assert {p.data for p in shown} == {b"clean jpeg"}
    assert reply.photos[0].description is None
    assert "not understood" in reply.text


@pytest.mark.parametrize("line", [ModelTimeout("late"), '{"a":1}'])
def test_a_description_that_fails_fails_no_ask_and_the_model_is_left_alone(
    tmp_path: Path, line: Line
) -> None:
    bench, model = bench_with(tmp_path, line)
    reply = bench.ask(AskRequest("my N7 does not start", photos=(b"clean",)))
    assert (reply.action, reply.mode) == ("answer", "extractive")
    assert "could not be used" in reply.text
    assert len(model.asked) == 1


def test_a_photo_alone_is_asked_about(tmp_path: Path) -> None:
    bench, _ = bench_with(tmp_path, DARK, said((HOLD, "S1", HOLD)))
    bench.finder.hits = [hit("N7", HOLD, coverage=0.0, score=0.1)]
    first = bench.ask(AskRequest("", photos=(b"clean",), language="zh", product="N7"))
    assert first.action == "clarify"
    assert first.clarify is not None
    assert first.clarify.about == "symptom"
    assert [o.label for o in first.clarify.options] == ["黑屏"]
    bench.finder.hits = [hit("N7", HOLD)]
    second = bench.ask(AskRequest("1", conversation_id=first.conversation_id))
    assert bench.finder.queries[-1].text == "黑屏"
    assert second.action == "answer"


def test_a_code_that_only_a_model_reads_is_confirmed_first(tmp_path: Path) -> None:
    bench, _ = bench_with(tmp_path, as_described([Description("a panel", ("E21",), ("E21",))]))
    bench.finder.hits = [hit("N7", "E21: pump blocked.", coverage=0.0, score=0.1)]
    first = bench.ask(AskRequest("what is wrong?", photos=(b"clean",)))
    assert first.clarify is not None
    assert (first.clarify.about, [o.set for o in first.clarify.options]) == ("code", [{"code": "E21"}])
    assert bench.finder.queries[-1].codes == ()
    bench.ask(AskRequest("E21", conversation_id=first.conversation_id))
    assert bench.finder.queries[-1].codes == ("E21",)


@pytest.mark.parametrize("by_model", [True, False])
def test_a_photo_that_shows_another_code_than_the_words_name(tmp_path: Path, by_model: bool) -> None:
    seen = as_described([Description("a panel", (), ("E21",) if by_model else ())])
    bench, _ = bench_with(tmp_path, seen)
    asked = AskRequest("N7 shows E12, what now?", photos=(b"clean" if by_model else b"panel",))
    first = bench.ask(asked)
    assert first.clarify is not None
    assert (first.clarify.about, [o.label for o in first.clarify.options]) == ("code", ["E21", "E12"])
    bench.ask(AskRequest("1", conversation_id=first.conversation_id))
    assert bench.finder.queries[-1].text == "N7 shows E21, what now?"
    assert bench.finder.queries[-1].codes == ("E21",)
    same = bench.ask(AskRequest("N7 shows E21", photos=(b"panel",)))
    assert same.clarify is None


@pytest.mark.parametrize(
    "question", ["What does E12 mean?", "how to fix E12", "the washer E12", "Norvik washer: E12", "E12"]
)
def test_the_code_of_the_words_is_heard_wherever_it_stands(tmp_path: Path, question: str) -> None:
    bench, _ = bench_with(tmp_path, as_described([Description("a panel", (), ())]))
    reply = bench.ask(AskRequest(question, photos=(b"panel",)))
    assert reply.clarify is not None
    assert [o.label for o in reply.clarify.options] == ["E21", "E12"]


def test_the_photo_comes_first_and_again_with_the_next_turn(tmp_path: Path) -> None:
    """What a server has computed of the rules and the photo serves the whole conversation."""
    bench, model = bench_with(tmp_path, DARK, said((HOLD, "S1", HOLD)))
    kept = photo(jpeg=b"kept jpeg", sha256=bench.blobs.put(b"kept jpeg"), width=640, height=480)
    bench.photos[b"kept"] = kept
    first = bench.ask(AskRequest("my N7 does not start", photos=(b"kept",)))
    bench.finder.hits = [hit("N7", "Other words are here.")]
    bench.ask(AskRequest("and which words?", conversation_id=first.conversation_id))
    one, two = (
        "".join(p if isinstance(p, str) else repr(p.data) for t in prompt.turns for p in t.parts)
        for prompt, _ in model.asked[1:3]
    )
    passages = one.index("[S1]")
    assert one[:passages] == two[:passages], "byte for byte"
    assert "kept jpeg" in one[:passages]
    described = [prompt.version for prompt, _ in model.asked if prompt.version.startswith("describe")]
    assert len(described) == 1, "a photo is described once"
    bench.blobs.remove(kept.sha256)
    assert bench.ask(AskRequest("N7 again", conversation_id=first.conversation_id)).action == "answer"


def test_a_replay_sees_what_was_seen(tmp_path: Path) -> None:
    from api.replay import replay

    bench, _ = bench_with(tmp_path, DARK, said((HOLD, "S1", HOLD)))
    reply = bench.ask(AskRequest("my N7 does not start", photos=(b"clean",)))
    replayed = replay(reply.id, bench.ask, bench.audit)
    assert "黑屏" in bench.finder.queries[-1].photo_text
    assert replayed.changed == ()


def test_words_are_checked_before_anything_is_looked_at(tmp_path: Path) -> None:
    bench, model = bench_with(tmp_path, DARK)
    for question in ("", "?!", "x" * (MAX_QUESTION + 1)):
        with pytest.raises(QuestionRejected):
            bench.ask(AskRequest(question, photos=(b"clean",) if len(question) > 9 else ()))
    assert model.asked == []


@pytest.mark.parametrize(
    ("words", "picked", "asked"),
    [
        ("N7 shows E21, what now?", "E21", "N7 shows E21, what now?"),
        ("N7 shows E21, what now?", "E2", "N7 shows E2, what now?"),
        ("N7显示e21怎么办", "E2", "N7显示E2怎么办"),
        ("N7 shows E2, not E2-1 or E21", "E21", "N7 shows E2, not E2-1 or E21"),
        ("N7 shows E2 and E2-1", "E21", "N7 shows E21 and E2-1"),
        ("it does not drain", "E21", "it does not drain E21"),
        ("N7 shows E21", "", "N7 shows E21"),
    ],
)
def test_a_picked_code_takes_the_place_of_a_whole_code(words: str, picked: str, asked: str) -> None:
    pending = Pending(words, "code", (("E2", "E2"), ("E21", "E21")))
    assert _filled_in(pending, picked) == asked


def asked_back(bench: Bench, question: str = "which torque for the screws?") -> str:
    """The conversation of a question that was asked back for the product."""
    bench.finder.hits = [hit("N7", "Tighten to 0.12 N·m."), hit("N7 Pro", "Tighten to 0.15 N·m.", score=9.5)]
    reply = bench.ask(AskRequest(question))
    assert reply.clarify is not None and reply.clarify.about == "product"
    return reply.conversation_id


def then(bench: Bench, conversation: str, words: str, product: str | None = None) -> tuple[str, set[str]]:
    """What is searched for in the next turn, and of which products."""
    bench.ask(AskRequest(words, product=product, conversation_id=conversation))
    query = bench.finder.queries[-1]
    return query.text, set(query.products)


@pytest.mark.parametrize("words", ["How do I replace the battery?", "怎么更换电池？", "the hinge squeaks"])
def test_another_question_with_the_product_beside_it_is_not_the_one_before(
    tmp_path: Path, words: str
) -> None:
    bench = Bench(tmp_path)
    assert then(bench, asked_back(bench), words, "N7") == (words, {"N7"})


@pytest.mark.parametrize("words", ["N7, how do I replace the battery?", "N7怎么更换电池？"])
def test_another_question_that_names_the_product(tmp_path: Path, words: str) -> None:
    bench = Bench(tmp_path)
    assert then(bench, asked_back(bench), words) == (words, {"N7"})


@pytest.mark.parametrize("words", ["", "N7", "is it the N7?", "N7，怎么办？", "which torque for the screws?"])
def test_the_product_beside_no_other_question_completes_the_one_before(tmp_path: Path, words: str) -> None:
    bench = Bench(tmp_path)
    assert then(bench, asked_back(bench), words, "N7") == ("which torque for the screws?", {"N7"})


def test_no_words_at_all_complete_nothing_that_was_not_asked(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    with pytest.raises(QuestionRejected):
        bench.ask(AskRequest("", product="N7", conversation_id="con_1"))
    with pytest.raises(QuestionRejected):
        bench.ask(AskRequest("", conversation_id=asked_back(bench)))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("是 N7，昨天掉进水里了，后盖鼓起来了", "昨天掉进水里了，后盖鼓起来了"),
        ("It's the N7. It fell into water.", "It fell into water."),
        ("the N7, and the cover bulges, what now?", "and the cover bulges,"),
    ],
)
def test_what_is_said_along_with_the_product_is_part_of_the_question(
    tmp_path: Path, words: str, told: str
) -> None:
    bench = Bench(tmp_path)
    expected = f"which torque for the screws? {told}"
    assert then(bench, asked_back(bench), words) == (expected, {"N7"})


@pytest.mark.parametrize("words", ["not the N7", "不是N7", "OK"])
def test_no_product_is_taken_from_words_that_name_none(tmp_path: Path, words: str) -> None:
    bench = Bench(tmp_path)
    reply = bench.ask(AskRequest(words, conversation_id=asked_back(bench)))
    assert reply.clarify is not None and reply.clarify.about == "product"


@pytest.mark.parametrize("words", ["N8", "it is an N8", "Galaxy A5", "华为 N8"])
def test_a_model_there_is_no_manual_for_is_refused_where_it_was_asked_for(tmp_path: Path, words: str) -> None:
    bench = Bench(tmp_path)
    conversation, searched = asked_back(bench), len(bench.finder.queries)
    reply = bench.ask(AskRequest(words, conversation_id=conversation))
    assert reply.action == "refuse"
    assert words[-2:] in reply.text
    assert len(bench.finder.queries) == searched


def test_another_question_is_not_taken_for_the_symptom(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    first = bench.ask(AskRequest("my N7 is broken"))
    assert first.clarify is not None and first.clarify.about == "symptom"
    bench.finder.hits = [hit("N7", "Pull the tabs.")]
    question = "how do I replace the battery?"
    assert then(bench, first.conversation_id, question) == (question, {"N7"})


@pytest.mark.parametrize("words", ["E21", "WM-620?", "OK", "N8", "1"])
def test_words_of_no_language_keep_that_of_the_conversation(tmp_path: Path, words: str) -> None:
    bench = Bench(tmp_path)
    for question in ("N7 打不开", "螺丝松了"):
        first = bench.ask(AskRequest(question))
        assert first.language == "zh"
        second = bench.ask(AskRequest(words, conversation_id=first.conversation_id))
        assert second.language == "zh"
        third = bench.ask(AskRequest("it does not start", conversation_id=first.conversation_id))
        assert third.language == "en"
        assert bench.ask(AskRequest(words)).language == "en"


def test_an_option_in_the_manuals_language_keeps_that_of_the_conversation(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.finder.hits = [hit("N7", "Symptom: No sound | Cause: Fuse", kind="row", coverage=0.1)]
    first = bench.ask(AskRequest("N7坏了"))
    second = bench.ask(AskRequest("No sound", conversation_id=first.conversation_id))
    assert (first.language, second.language) == ("zh", "zh")


def test_a_personal_number_beside_the_question_is_neither_kept_nor_told(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    reply = bench.ask(AskRequest("打不开", product="13800138000"))
    assert reply.action == "refuse"
    told = str((reply, bench.audit.trail(reply.id)))
    assert "13800138000" not in told and "■" in told
    named = bench.ask(AskRequest("打不开", product="N7 13800138000"))
    assert bench.finder.queries[-1].products == ("N7",)
    assert "13800138000" not in str((named, bench.audit.trail(named.id)))
