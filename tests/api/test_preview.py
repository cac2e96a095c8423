"""A preview is what a model would really be sent: the same prompts, nothing asked, nothing kept."""

from __future__ import annotations

from pathlib import Path

from api.preview import preview
from api.turn import AskRequest
from tests.api.bench import Bench, hit, photo
from tests.api.test_grounding import HOLD, said
from vlm.describing import Description, as_described
from vlm.models.scripted import Scripted

ASKED = AskRequest("my N7 does not start", photos=(b"clean",), sampling={"temperature": 0.5})


def test_the_preview_is_what_is_sent(tmp_path: Path) -> None:
    model = Scripted([as_described([Description("a phone")]), said((HOLD, "S1", HOLD))])
    bench = Bench(tmp_path, model)
    bench.finder.hits = [hit("N7", HOLD), hit("N7", "Other words.", 5.0)]
    bench.photos = {b"clean": photo(jpeg=b"jpeg", width=640, height=480)}
    told = preview(bench.ask, ASKED, 6144)
    assert model.asked == []
    bench.ask(ASKED)
    for request, (prompt, sampling) in zip(told["requests"], model.asked, strict=True):
        sent = [(t.role, p) for t in prompt.turns for p in t.parts if isinstance(p, str)]
        shown = [(m["role"], p["text"]) for m in request["messages"] for p in m["content"] if "text" in p]
        assert shown == sent
        assert request["prompt_version"] == prompt.version
        assert request["use"] == "describe" or request["sampling"]["temperature"] == sampling.temperature
    image = told["requests"][1]["messages"][1]["content"][0]
    assert (image["name"], image["bytes"], image["tokens"]) == ("photo 1", 4, 302)


def test_passages_without_room_are_named(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.finder.hits = [hit("N7", "word " * 500), hit("N7", "more " * 500, 5.0)]
    told = preview(bench.ask, AskRequest("my N7 does not start"), 1024)
    (request,) = told["requests"]
    assert ([p["id"] for p in request["passages"]], request["left_out"]) == (["S1"], ["S2"])
    assert request["tokens_at_most"] <= 1024


def test_nothing_found_nothing_sent(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    assert preview(bench.ask, AskRequest("N7 sings"), 6144)["requests"] == []
