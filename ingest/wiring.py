"""Builds the ingest side from settings: desk, worker and what they share."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ingest.consulting import Consultant
from ingest.desk import MAX_BYTES, Desk
from ingest.jobs import Jobs
from ingest.opening import Opened, PageDone, read_manual
from ingest.pipeline import Observer, Pipeline
from ingest.readers import qwen3vl
from ingest.sheets import Sheets
from ingest.stamps import Stamps
from ingest.worker import Worker
from kb_sources.blobs import Blobs
from kb_sources.catalogue import Catalogue
from kb_sources.database import connect
from kb_sources.settings import Settings
from kb_sources.source import Source, SourceSettings, open_source
from retrieval import wiring as retrieval_wiring
from retrieval.wiring import Retrieval
from vlm.model import VisionModel
from vlm.prompts import READING
from vlm.wiring import build_vlm

# Raise it when reading, structure or chunking change what comes out: added again, manuals are then read anew.
RECIPE = "3"


@dataclass(frozen=True, slots=True)
class Workshop:
    """Everything the ingest side consists of."""

    settings: Settings
    catalogue: Catalogue
    sheets: Sheets
    blobs: Blobs
    queue: Jobs
    retrieval: Retrieval
    desk: Desk
    worker: Worker
    vlm: VisionModel | None  # the one model of this process

    def close(self) -> None:
        """Stop the worker, then let go of the index and the catalogue."""
        self.worker.stop()
        self.retrieval.close()
        self.catalogue.engine.dispose()


def can_ocr() -> bool:
    return importlib.util.find_spec("rapidocr") is not None


def recipe(settings: Settings) -> str:
    """What a reading is made by; a file that was read by another recipe is read anew when it is added."""
    own = f"{RECIPE}/{settings.ingest_document}/{'ocr' if can_ocr() else 'no-ocr'}"
    if not _model_reads(settings):
        return own
    model = f"{settings.vlm_model}:{settings.vlm_name}@{settings.vlm_revision}"
    if settings.vlm_adapter or settings.vlm_quantization:
        model += f"+{settings.vlm_adapter}+{settings.vlm_quantization}"
    return f"{own}/{settings.vlm_reads}/{model}/{READING}"


def _model_reads(settings: Settings) -> bool:
    return settings.vlm_model != "none" and settings.vlm_reads != "never"


def stamps(settings: Settings) -> Stamps:
    return Stamps(settings.data / "stamps", f"{settings.tenant}/{recipe(settings)}")


def source(settings: Settings, location: str) -> Source:
    """Where a path, folder or address leads. Raises SettingsInvalid, SourceUnavailable."""
    hosts = (host.strip().casefold() for host in settings.sources_own_hosts.split(","))
    return open_source(SourceSettings(location, frozenset(h for h in hosts if h), MAX_BYTES))


def build(settings: Settings, observe: Observer = lambda step: None) -> Workshop:
    """Open the knowledge base; the caller owns KB_DATA (ingest.owner)."""
    settings.data.mkdir(parents=True, exist_ok=True)
    catalogue = Catalogue(connect(settings.catalogue_url))
    sheets = Sheets(catalogue.engine)
    blobs = Blobs(settings.blobs_address)
    queue = Jobs(catalogue.engine)
    retrieval = retrieval_wiring.build(settings, catalogue, _ready_for_qwen, blobs.get)
    ocr = can_ocr()
    read = partial(_read, ocr=ocr, document=settings.ingest_document)
    vlm = build_vlm(settings)
    pipeline = Pipeline(
        catalogue,
        sheets,
        queue,
        blobs,
        retrieval.index,
        read,
        settings.data / "scratch",
        observe,
        _consultant(settings, vlm),
        settings.vlm_in_flight,
    )
    worker = Worker(queue, pipeline)
    desk = Desk(
        tenant=settings.tenant,
        recipe=recipe(settings),
        catalogue=catalogue,
        sheets=sheets,
        queue=queue,
        blobs=blobs,
        index=retrieval.index,
        read=read,
        wake=worker.wake,
        forget=stamps(settings).forget,
    )
    return Workshop(settings, catalogue, sheets, blobs, queue, retrieval, desk, worker, vlm)


def _consultant(settings: Settings, vlm: VisionModel | None) -> Consultant | None:
    if vlm is None or not _model_reads(settings):
        return None
    reader = qwen3vl.build(qwen3vl.QwenSettings(vlm, settings.vlm_page_s))
    return Consultant(reader, vlm, settings.vlm_reads, settings.vlm_page_s)


def _read(path: Path, done: frozenset[int], *, ocr: bool, document: str) -> Iterator[Opened | PageDone]:
    return read_manual(path, done=done, ocr=ocr, document=document)


def _ready_for_qwen() -> None:
    """The stock processor of Qwen3-VL wants torchvision; ours is registered before one is loaded."""
    from vlm.qwen_processor import register_processor

    register_processor()
