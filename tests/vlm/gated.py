"""Whether one claim leaves the gate with the quotes it cites, for tests."""

from __future__ import annotations

from kb_sources.manual import Edition, Manual, Passage
from vlm.answer import Asked, Claim, Draft, Reference, Shown
from vlm.checking import ORDER, GateSettings, build_gate
from vlm.folding import is_cjk

_GATE = build_gate(GateSettings(), [name for name in ORDER if name != "entailed"])


def leaves(claim: str, *quotes: str) -> bool:
    """Each quote is a passage of its own; rows of the same headings are rows of one table."""
    language = "zh" if any(map(is_cjk, claim)) else "en"
    manual = Manual("m", "t", "N7", "Norvik", ("N7",), language)
    edition = Edition("e", "m", "1", language, "live", "n7.pdf", 3)
    shown = [Shown(f"S{n}", _passage(n, quote), manual, edition) for n, quote in enumerate(quotes)]
    references = tuple(Reference(each.label, each.passage.text) for each in shown)
    drafted = Draft((Claim("c1", "fact", claim, references),), "generated")
    return bool(_GATE.check(drafted, shown, Asked("?", language, ("N7",))).claims)


def _passage(number: int, quote: str) -> Passage:
    row = " | " in quote
    table = "|".join(cell.partition(": ")[0] for cell in quote.split(" | ")) if row else ""
    kind = "row" if row else "text"
    return Passage(f"p{number}", "e", "r", kind, (), number, quote, (), "textlayer", part_of=table)
