"""Claims in other words than their quotes: right ones leave, wrong ones are stopped, as far as code can tell.

The wrong ones that still leave swap what belongs to what ("white: dry, red: wet") without any turning word;
the entailment check is for them.
"""

from __future__ import annotations

import json
from pathlib import Path

from kb_sources.manual import Edition, Manual, Passage
from kb_sources.tongue import language_of
from vlm.answer import Asked, Claim, Draft, Reference, Shown
from vlm.checking import GateSettings, build_gate
from vlm.frames import told

CASES = [
    json.loads(line)
    for line in (Path(__file__).with_name("drafts") / "paraphrases.jsonl").read_text("utf-8").splitlines()
]
GATE = build_gate(GateSettings())


def _stopped_by(quote: str, text: str) -> str:
    language = language_of(quote) or "en"
    kind = "row" if " | " in quote else "text"
    passage = Passage("p", "e", "r", kind, (), 0, quote, (), "textlayer", part_of="t")
    manual = Manual("m", "t", "Manual", "Maker", ("N7",), language)
    shown = Shown("S1", passage, manual, Edition("e", "m", "1", language, "live", "n7.pdf", 1))
    claim = Claim("c1", "fact", text, (Reference("S1", quote),))
    grounded = GATE.check(Draft((claim,), "generated"), [shown], Asked("?", language))
    return told(grounded.dropped[0].reason, "en") if grounded.dropped else ""


def test_right_paraphrases_leave() -> None:
    right = [c for c in CASES if c["kind"] == "right"]
    blocked = {c["text"]: why for c in right if (why := _stopped_by(c["quote"], c["text"]))}
    assert len(right) > 70
    assert len(blocked) <= 0.05 * len(right), blocked


def test_wrong_paraphrases_are_stopped() -> None:
    wrong = [c for c in CASES if c["kind"] == "wrong"]
    leaked = [c["text"] for c in wrong if not _stopped_by(c["quote"], c["text"])]
    assert len(wrong) > 80
    assert len(leaked) <= 0.08 * len(wrong), leaked
