"""From what people said of answers to cases that can be asked at once."""

import json
from pathlib import Path

from api.turn import AskRequest
from evaluation.candidates import Opinion, candidates, write_candidates
from evaluation.case import read_cases
from kb_sources.blobs import Blobs
from tests.api.bench import Bench, hit, photo


def test_good_answers_bring_gold_and_bad_ones_what_was_said(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.photos[b"panel"] = photo()
    bench.photos[b"secret"] = photo(stored=False)
    bench.finder.hits = [hit("N7", "Hold the power key for 12 seconds.")]
    good = bench.ask(AskRequest("it does not start", product="N7", photos=(b"panel",)))
    bad = bench.ask(AskRequest("it does not charge", product="N7", photos=(b"secret",)))
    opinions = [
        Opinion(good.id, True, "feedback", "2026-11-27"),
        Opinion(bad.id, True, "feedback", "2026-11-27"),
        Opinion(bad.id, False, "marks", "2026-11-27", ("unsafe", "未断电")),
        Opinion("gone", True, "feedback", "2026-11-27"),
    ]
    out = tmp_path / "new" / "cases.jsonl"
    blobs = Blobs(str(tmp_path / "blobs"))
    assert write_candidates(out, candidates(opinions, bench.audit), blobs) == 2
    first, second = read_cases(out)
    assert (first.id, first.question, first.product, first.action) == (
        good.id, "it does not start", "N7", "answer",
    )  # fmt: skip
    assert first.on_gold("N7.pdf", 7)
    assert not first.on_gold("N7.pdf", 8)
    assert first.answer == "Hold the power key for 12 seconds."
    assert first.photo is not None
    assert first.photo.read_bytes() == photo().jpeg
    assert first.tags == {"good", "feedback"}
    assert (second.places, second.photo, second.tags) == ((), None, {"bad", "feedback", "marks"})
    note = json.loads(out.read_text("utf-8").splitlines()[1])["note"]
    assert note.startswith("TO DO")
    assert "unsafe; 未断电" in note
