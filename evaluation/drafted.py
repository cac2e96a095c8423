"""Claims that a model drafted under the service's own prompt, before the gate as they were and as repaired.

It counts nothing: benchmarks/drafted.py does.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evaluation.evidence import Source
from evaluation.perturb import shown_with
from kb_sources.manual import Language
from vlm.answer import Asked, Claim, Draft, Reference
from vlm.checking import Gate
from vlm.frames import told

CASES = Path(__file__).parent / "cases" / "drafted.jsonl"


class Version(BaseModel):
    """A claim and the words that it cites."""

    model_config = ConfigDict(extra="forbid")

    quotes: tuple[str, ...]
    text: str


class Drafted(Version):
    """… of one manual; `repaired` is what the model made of it after it was held back."""

    id: str
    set: str
    lang: Language
    manual: str  # file name
    repaired: Version | None = None

    @property
    def last(self) -> Version:
        return self.repaired or self


def read_drafted(path: Path = CASES) -> tuple[Drafted, ...]:
    """One claim a line. Raises OSError and ValueError."""
    return tuple(map(Drafted.model_validate_json, path.read_text("utf-8").splitlines()))


def reason_of(version: Version, of: Drafted, sources: Mapping[str, Source], gate: Gate) -> str:
    """Why the gate holds a version of a claim back, in English; "" where it stands."""
    source = sources[of.manual]
    cited = [(quote, passage) for quote in version.quotes if (passage := source.holding(quote)) is not None]
    shown = shown_with(source, [passage for _, passage in cited])
    label = {s.passage.id: s.label for s in shown}
    references = tuple(Reference(label[passage.id], quote) for quote, passage in cited)
    draft = Draft((Claim("c1", "fact", version.text, references),), "generated")
    grounded = gate.check(draft, shown, Asked("?", of.lang, source.manual.products))
    return told(grounded.dropped[0].reason, "en") if grounded.dropped else ""
