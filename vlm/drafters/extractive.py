"""Drafts by quoting: no model, every claim is the manual's own words with the place they stand at.

It writes no sentence of its own but the frame before the quotations, and checks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vlm.answer import Asked, Claim, Draft, Reference, Shown
from vlm.drafting import Drafter, Terms
from vlm.fault_codes import beside_code
from vlm.frames import LeadKind, lead
from vlm.measures import read_figures
from vlm.scene import Extract, Scene

MOST_CLAIMS = 12  # one procedure, or a table asked for as a whole, may be longer
MOST_ROWS = 60


class ExtractiveDrafter:
    """Chooses among the shown passages and quotes them: a procedure whole, a table's matching rows, the
    sentences of prose that share most with the question."""

    def draft(self, asked: Asked, shown: Sequence[Shown], terms: Terms | None = None) -> Draft:
        scene = Scene(*beside_code(asked, shown))
        extracts = scene.answer()
        claims = _numbered(_claim(e, scene) for e in extracts)
        if not claims:
            return Draft((), "extractive")
        main = extracts[0].shown
        frame = lead(_kind_of(extracts), asked.language, main.edition.language)
        return Draft(claims, "extractive", frame, scene.figures(extracts))


def build(settings: object) -> Drafter:
    """The drafter has nothing to set."""
    return ExtractiveDrafter()


def _claim(extract: Extract, scene: Scene) -> Claim:
    passage = extract.shown.passage
    quote = passage.text[extract.start : extract.end]
    reference = (Reference(extract.shown.label, quote),)
    if passage.kind == "step":
        return Claim("", "step", quote, reference, passage.step)
    valued = passage.kind == "row" or (scene.asks_value and bool(read_figures(quote)))
    return Claim("", "value" if valued else "fact", quote, reference)


def _numbered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Ids in order, equal texts once, and the cap kept."""
    once = list({c.text: c for c in claims}.values())
    steps = sum(c.kind == "step" for c in once)
    most = (
        len(once) if steps * 2 > len(once) else MOST_ROWS if once and once[0].kind == "value" else MOST_CLAIMS
    )
    return tuple(Claim(f"c{n}", c.kind, c.text, c.references, c.step) for n, c in enumerate(once[:most], 1))


def _kind_of(extracts: Sequence[Extract]) -> LeadKind:
    kinds = [e.shown.passage.kind for e in extracts]
    if kinds[0] != "row" and kinds.count("step") * 2 >= len(kinds) > 1:
        return "steps"
    named: dict[str, LeadKind] = {"row": "row", "figure": "figure", "warning": "warning"}
    return named.get(kinds[0], "text")
