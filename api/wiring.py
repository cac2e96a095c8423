"""Builds the service from settings: the workshop below, and the Ask on top of it."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from PIL.Image import Image

from api.ask import Ask
from api.audit import Audit
from api.composing import Composer
from api.confidence import calibration_path, read_calibration
from api.conversation import Conversations
from api.deciding import Thresholds
from api.disputes import Disputes
from api.grounding import Grounding
from api.policy import DEFAULT, load_policy
from api.reply import ModelUsed
from api.sight import look
from api.understanding import Understanding
from ingest import wiring as ingest_wiring
from ingest.desk import Desk
from ingest.sheets import Sheets
from ingest.wiring import Workshop, can_ocr
from kb_sources.catalogue import Catalogue
from kb_sources.settings import Settings
from vlm.checking import GateSettings, build_gate
from vlm.describing import Describer
from vlm.drafters.generated import GeneratedSettings
from vlm.drafting import Drafter, build_drafter
from vlm.explaining import Explainer
from vlm.model import VisionModel
from vlm.photo import ReadWord, WordReader, clean
from vlm.wiring import judge_of


@dataclass(frozen=True, slots=True)
class Service:
    """What the doors open onto. The caller owns KB_DATA (ingest.owner)."""

    settings: Settings
    workshop: Workshop
    ask: Ask
    audit: Audit

    @property
    def desk(self) -> Desk:
        return self.workshop.desk

    @property
    def catalogue(self) -> Catalogue:
        return self.workshop.catalogue

    def start(self) -> None:
        """Begin to work off the queue; what a killed owner left running is taken up again."""
        self.workshop.queue.requeue_abandoned()
        self.workshop.worker.start()
        look(self.settings, self.workshop.vlm)

    def stop(self) -> None:
        self.workshop.close()


def build(settings: Settings) -> Service:
    """Open the knowledge base and everything that answers from it."""
    policy = load_policy(Path(settings.policy) if settings.policy else DEFAULT)
    workshop = ingest_wiring.build(settings)
    engine, tenant = workshop.catalogue.engine, settings.tenant
    retrieval = workshop.retrieval
    audit, conversations = Audit(engine, workshop.blobs, tenant), Conversations(engine, tenant)
    model = workshop.vlm
    judge = judge_of(settings, model)
    reader = _LazyReader() if can_ocr() else None
    gated = GateSettings(same_concept=retrieval.glossary.same_concept, judge=judge)
    gate = build_gate(gated)
    ask = Ask(
        tenant=tenant,
        understanding=Understanding(
            retrieval.products,
            partial(clean, reader=reader),
            conversations,
            workshop.blobs,
            Describer(model) if model else None,
            partial(retrieval.search.of_kind, tenant),
        ),
        finder=retrieval.search,
        products=retrieval.products,
        grounding=Grounding(
            build_drafter("extractive", None),
            gate,
            _writing(model, settings) if model else None,
            judge.crosses,
        ),
        disputes=Disputes(retrieval.elsewhere, gate, retrieval.glossary.name),
        conversations=conversations,
        policy=policy,
        composer=Composer(_page_labels(workshop.sheets), policy.disclaimer, Explainer(gated)),
        audit=audit,
        limits=Thresholds(sufficient=settings.ask_sufficient),
        model=_used(settings) if model else None,
        calibration=read_calibration(calibration_path(settings.data, tenant)),
        patience_s=settings.ask_deadline,
    )
    return Service(settings, workshop, ask, audit)


def _used(settings: Settings) -> ModelUsed:
    name = settings.vlm_name or settings.vlm_model
    return ModelUsed(name, settings.vlm_revision, Path(settings.vlm_adapter).name or None)


def _writing(model: VisionModel, settings: Settings) -> Drafter:
    return build_drafter("generated", GeneratedSettings(model, settings.vlm_name, settings.vlm_prompt_tokens))


def _page_labels(sheets: Sheets) -> Callable[[str, int], str]:
    @lru_cache(maxsize=4096)
    def label(reading: str, page: int) -> str:
        return sheets.label(reading, page)

    return label


class _LazyReader:
    """Loads OCR with the first photo: the service must be up long before that, and most asks bring none."""

    def __init__(self) -> None:
        self._reader: WordReader | None = None
        self._loading = threading.Lock()

    def read_words(self, picture: Image) -> Sequence[ReadWord]:
        with self._loading:
            if self._reader is None:
                self._reader = importlib.import_module("ingest.readers.rapidocr").build(None)
        return self._reader.read_words(picture)
