"""An Ask over fakes: passages that were put there, a drafter that quotes, photos said to be clean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from api.ask import Ask
from api.audit import Audit
from api.composing import Composer
from api.confidence import Calibration
from api.conversation import Conversations
from api.deciding import Thresholds
from api.disputes import Disputes
from api.grounding import Drafter, Grounding
from api.policy import load_policy
from api.reply import ModelUsed
from api.understanding import Kinds, Understanding
from kb_sources.blobs import Blobs
from kb_sources.database import connect
from kb_sources.manual import Box, Edition, Manual, Passage, Span
from retrieval.glossary import Widening
from retrieval.products import Products
from retrieval.query import Evidence, Hit, Query
from retrieval.question import DANGERS
from vlm.answer import Asked, Claim, Draft, Reference, Shown
from vlm.checking import GateSettings, build_gate
from vlm.describing import Describer
from vlm.drafters.generated import GeneratedDrafter, GeneratedSettings
from vlm.drafting import Terms
from vlm.explaining import Explainer
from vlm.model import VisionModel
from vlm.photo import Photo, Quality


def manual(product: str) -> Manual:
    return Manual(f"m-{product}", "t", f"{product} manual", "Norvik", (product,), "en")


def hit(product: str, text: str, score: float = 10.0, coverage: float = 1.0, **changes: object) -> Hit:
    edition = Edition(product.ljust(64, "0"), f"m-{product}", "1", "en", "live", f"{product}.pdf", 9)
    passage = Passage(
        id=f"{product}-{text[:9]}",
        edition=edition.id,
        reading=f"r-{product}",
        kind="text",
        section=("4 Diagnosis",),
        order=1,
        text=text,
        spans=(Span(0, len(text), 7, Box(0.1, 0.2, 0.9, 0.22)),),
        read_by="textlayer",
    )
    return Hit(replace(passage, **changes), manual(product), edition, score, ("words",), coverage)  # type: ignore[arg-type]


@dataclass
class Finder:
    """Finds what it was given, of the wanted products; remembers the queries."""

    hits: list[Hit] = field(default_factory=list)
    related: list[Hit] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)
    uncovered: tuple[str, ...] = ("warranty",)
    widen: Callable[[str], tuple[Widening, ...]] = lambda text: ()

    def find(self, query: Query) -> Evidence:
        self.queries.append(query)
        wanted = [h for h in self.hits if not query.products or set(query.products) & set(h.manual.products)]
        return Evidence(
            query,
            tuple(wanted),
            tuple(self.related),
            self.widen(query.text),
            contenders=tuple(wanted),
            uncovered=self.uncovered,
            rarest=9.0,
            dangers=tuple(w for w in self.widen(query.text) if w.concept in DANGERS),
        )


@dataclass
class Elsewhere:
    """What other editions and manuals print; nothing unless a test says so."""

    hits: list[Hit] = field(default_factory=list)
    warnings: list[Hit] = field(default_factory=list)

    def find(self, passages: Sequence[Passage]) -> list[list[Hit]]:
        return [[h for h in self.hits if h.passage.id != passage.id] for passage in passages]

    def bound(self, hit: Hit) -> list[Hit]:
        return [w for w in self.warnings if w.passage.id in hit.passage.warned_by]


class Library:
    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]:
        return {h.passage.reading: (h.manual, h.edition) for h in (hit("N7", "x"), hit("N7 Pro", "x"))}


@dataclass
class Quoting:
    """Claims the first shown passage word for word, or `says` instead."""

    says: str | None = None

    def draft(self, asked: Asked, shown: Sequence[Shown], terms: Terms) -> Draft:
        first = shown[0]
        text = self.says or first.passage.text
        return Draft(
            (Claim("c1", "fact", text, (Reference(first.label, first.passage.text),)),), "extractive"
        )


class Bench:
    """An Ask over fakes, in tenant "t"; with a `model` it looks at photos and writes."""

    def __init__(self, folder: Path, model: VisionModel | None = None) -> None:
        self.engine = connect(f"sqlite:///{folder}/c.db")
        self.finder, self.policy = Finder(), load_policy()
        self.elsewhere = Elsewhere()
        self.drafter: Drafter = Quoting()
        self.blobs = Blobs(str(folder / "blobs"))
        self.audit = Audit(self.engine, self.blobs, "t")
        self.photos: dict[bytes, Photo] = {}
        self.model = model
        self.calibration: Calibration | None = None
        self.patience_s = 60.0
        self.kinds: Kinds = lambda words: ((), ())
        self.gate = build_gate(GateSettings())

    @property
    def ask(self) -> Ask:
        products = Products(Library(), "t", lambda word: word == "GH82-18850A")
        conversations = Conversations(self.engine, "t")
        describer = Describer(self.model) if self.model else None
        writing = GeneratedDrafter(GeneratedSettings(self.model, "stub-vl")) if self.model else None
        return Ask(
            tenant="t",
            understanding=Understanding(
                products, lambda d: self.photos[d], conversations, self.blobs, describer, self.kinds
            ),
            finder=self.finder,
            products=products,
            grounding=Grounding(self.drafter, self.gate, writing),
            disputes=Disputes(self.elsewhere, self.gate, lambda text: ((), text)),
            conversations=conversations,
            policy=self.policy,
            composer=Composer(
                lambda reading, page: f"p-{page}", self.policy.disclaimer, Explainer(GateSettings())
            ),
            audit=self.audit,
            limits=Thresholds(),
            model=ModelUsed("stub-vl", "r1") if self.model else None,
            calibration=self.calibration,
            patience_s=self.patience_s,
        )


def photo(**changes: object) -> Photo:
    plain = Photo("s" * 64, b"jpeg", 9, 9, "", (), (), (), Quality(False, False, 0.8, 0.5), (), True)
    return replace(plain, **changes)  # type: ignore[arg-type]
