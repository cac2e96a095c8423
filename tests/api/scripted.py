"""A service whose Ask is scripted; desk, catalogue, pages and pictures are real. Also for tests/browser."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from PIL import Image, ImageDraw
from sqlalchemy import Engine, insert

from api.reply import (
    CitedEdition,
    CitedManual,
    CitedPlace,
    Reply,
    ReplyCheck,
    ReplyCitation,
    ReplyClaim,
    ReplyClarify,
    ReplyDropped,
    ReplyHandoff,
    ReplyOption,
    ReplyPhoto,
    ReplyRefusal,
    ReplyVerdict,
    ReplyWarning,
    page_url,
)
from api.turn import AskRequest
from ingest.desk import Desk
from ingest.jobs import Jobs
from ingest.opening import Opened, PageDone
from ingest.page import Line, PageRead, Word
from ingest.sheets import Sheets
from kb_sources import schema
from kb_sources.blobs import Blobs
from kb_sources.catalogue import Catalogue
from kb_sources.database import connect
from kb_sources.errors import IndexUnavailable, ManualUnreadable, NotFound, QuestionRejected
from kb_sources.manual import Box, Edition, Manual, Passage
from kb_sources.naming import new_id
from kb_sources.settings import Settings
from vlm.answer import Asked, Shown

EDITION = "e" * 64
OLD_EDITION = "d" * 64
HOSTILE = "<script>document.title='broken into'</script><img src=x onerror=alert(1)>"
STEP_BOX = Box(0.1, 0.3, 0.9, 0.36)
WARN_BOX = Box(0.1, 0.2, 0.9, 0.26)


class Shelf:
    """The write side of an index that holds nothing."""

    def publish(self, reading: str, manual: Manual, passages: Iterable[Passage]) -> int:
        return len(list(passages))

    def remove(self, tenant: str, reading: str) -> None:
        return None

    def rebuild(self, catalogue: Catalogue) -> int:
        return len(catalogue.live("default"))


class Notes:
    """The audit: replies as they left, in memory; their ids in the table so that feedback finds them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[str, Reply] = {}

    def keep(self, reply: Reply) -> None:
        self._kept[reply.id] = reply
        row = {"id": reply.id, "tenant": "default", "conversation": reply.conversation_id, "created": 0.0}
        with self._engine.begin() as db:
            db.execute(insert(schema.answers).values(answer={}, audit={}, **row))

    def answer(self, answer_id: str) -> Reply:
        if answer_id not in self._kept:
            raise NotFound("There is no such answer.")
        return self._kept[answer_id]

    def trail(self, answer_id: str) -> dict[str, Any]:
        self.answer(answer_id)
        return dict.fromkeys(("photo_text", "product", "language")) | {
            "question": "why",
            "limit": 8,
            "sampling": {},
            "codes": [],
            "plates": [],
            "photos": [],
            "described": [],
        }


@dataclass
class Script:
    """Answers by what the question contains. `gate` holds every ask until it is set."""

    store: Callable[[Reply], None]
    asked: list[AskRequest] = field(default_factory=list)
    gate: threading.Event | None = None
    asks_back: bool = False  # also where a product is stated, as when a plate names another

    def __call__(self, request: AskRequest, progress: Callable[[str], None] = lambda stage: None) -> Reply:
        self.asked.append(request)
        for stage in (("photo",) if request.photos else ()) + ("search", "draft", "check", "finish"):
            progress(stage)
        if self.gate is not None and not self.gate.wait(20):
            raise AssertionError("the gate stayed shut")
        reply = replace(
            self._reply(request), id=new_id("ans"), conversation_id=request.conversation_id or "c1"
        )
        self.store(reply)
        return reply

    def foresee(self, request: AskRequest) -> tuple[Asked, tuple[Shown, ...]]:
        if not request.question and not request.photos:
            raise QuestionRejected("The question is empty.", hint="Write what is wrong with the device.")
        return Asked(request.question, request.language or "en"), ()

    def _reply(self, request: AskRequest) -> Reply:
        question = request.question
        if not question and not request.photos:
            raise QuestionRejected("The question is empty.", hint="Write what is wrong with the device.")
        if "unusable" in question:
            raise QuestionRejected("The question cannot be used.", hint="Say it in other words.")
        if "fault" in question:
            raise ZeroDivisionError("the secret of the inside")
        if "broken index" in question:
            raise IndexUnavailable("The index is being rebuilt.")
        photos = tuple(
            ReplyPhoto("E04 WM-200", ("E04",), ("WM-200",), None, {"sharp": True}) for _ in request.photos
        )
        if "which" in question and (self.asks_back or not request.product):
            options = (
                ReplyOption("WM-200", {"product": "WM-200"}),
                ReplyOption(HOSTILE, {"product": "WM-300"}),
            )
            asked = ReplyClarify("Which device do you have?", "product", options)
            return replace(_frame("clarify", "en"), text=asked.question, clarify=asked, photos=photos)
        if "refuse" in question:
            refusal = ReplyRefusal("The manuals hold nothing that answers this.", (1,))
            return replace(
                _frame("refuse", "en"), text=refusal.reason, refusal=refusal, citations=(_citation(),)
            )
        if "person" in question:
            handoff = ReplyHandoff("H-7", "A person will take over.", (1,))
            return replace(
                _frame("handoff", "en"), text=handoff.reason, handoff=handoff, citations=(_citation(),)
            )
        if "differ" in question:
            first, second, third = (answered := _answered("en", "Close it.", "Hot.")).claims
            (warning,) = answered.warnings
            lines = (
                "The manual of each says:\nThe manuals of WM-400 say nothing.\n",
                f"WM-200:\n⚠ DANGER: {warning.text} [2]\n1. {first.text} [1]\n",
                f"WM-300:\n2. {second.text} [3]\n• {third.text} [1]\n",
                "The page decides.",
            )
            return replace(answered, text="\n".join(lines))
        if "signal" in question:
            warned = _answered("en", "Close the inlet valve.", "DANGER! Pull the mains plug.\nWait a minute.")
            line = "⚠ DANGER: Pull the mains plug.\nWait a minute. [2]"
            return replace(
                warned, text=f"From the manual:\n{line}\n1. Close the inlet valve. [1]\n\nThe page decides."
            )
        if "script" in question:
            return replace(_answered("en", HOSTILE, HOSTILE), photos=photos)
        if "disagree" in question:
            return _disputed()
        if any("\u4e00" <= c <= "\u9fff" for c in question):
            return replace(_answered("zh", "关闭进水阀。", "关闭进水阀之前请勿打开机门。"), photos=photos)
        return replace(
            _answered("en", "Close the inlet valve.", "Do not open the door before."), photos=photos
        )


def _frame(action: str, language: str) -> Reply:
    return Reply("", "", action, "extractive", language, "", timings_ms={"total": 12.0})


def _answered(language: str, statement: str, warning: str) -> Reply:
    passed = ReplyVerdict(True, (ReplyCheck("quoted", True, 1.0, "The quote stands letter for letter."),))
    claims = (
        ReplyClaim("c1", "step", statement, (1,), ("w1",), passed, "1"),
        ReplyClaim("c2", "step", "Drain the water. / 排水。", (3,), (), passed, "2"),
        ReplyClaim("c3", "value", "12 N·m", (1,), (), passed),
    )
    return replace(
        _frame("answer", language),
        text=f"From the manual:\n! {warning} [2]\n1. {statement} [1]\n\nThe page decides.",
        claims=claims,
        warnings=(ReplyWarning("w1", "danger", warning, (2,)),),
        citations=(
            _citation(),
            replace(_citation(WARN_BOX), n=2, quote=warning),
            replace(_citation(page=2), n=3),
        ),
        dropped=(ReplyDropped("Use 40 N·m.", "The number is not in the quote."),),
    )


def _disputed() -> Reply:
    """Two editions, each with a value of its own."""
    answer = _answered("en", "Close the inlet valve.", "Do not open the door before.")
    older = replace(_citation(), n=4, edition=CitedEdition(OLD_EDITION, "A", "en", "live"))
    other = replace(answer.claims[2], id="d1", text="15 N·m", citations=(4,))
    return replace(answer, claims=(*answer.claims, other), citations=(*answer.citations, older))


def _citation(box: Box = STEP_BOX, page: int = 1) -> ReplyCitation:
    place = CitedPlace(page, str(page), ((box.x0, box.y0, box.x1, box.y1),), page_url(EDITION, page, (box,)))
    return ReplyCitation(
        1,
        "p1",
        CitedManual("man_1", f"Washer {HOSTILE}", "Acme", ("WM-200",), "washer.pdf"),
        CitedEdition(EDITION, "B", "en", "live"),
        (place,),
        f"1. Close the inlet valve. {HOSTILE}",
        "textlayer",
    )


@dataclass
class ScriptedService:
    desk: Desk
    ask: Script
    audit: Notes
    workshop: SimpleNamespace
    settings: Settings = field(default_factory=Settings)
    started: int = 0

    @property
    def catalogue(self) -> Catalogue:
        return self.desk.catalogue

    def start(self) -> None:
        self.started += 1

    def stop(self) -> None:
        self.started -= 1


def fill(folder: Path) -> None:
    """One live manual of two pages with an older edition."""
    desk = _desk(folder)
    manual = Manual("man_1", "default", f"Washer {HOSTILE}", "Acme", ("WM-200", "WM-300"), "en")
    for edition_id, revision in ((OLD_EDITION, "A"), (EDITION, "B")):
        edition = Edition(edition_id, manual.id, revision, "en", "staged", "washer.pdf", 2)
        desk.catalogue.register(manual, edition, beside=False)
        reading = desk.catalogue.begin_reading("default", edition_id, "recipe-1", again=False)
        for number in (1, 2):
            picture = desk.blobs.put(page_picture(number, revision))
            desk.sheets.store(reading.id, _page(number, picture))
        desk.catalogue.store_passages(reading.id, [], {"pages": 2})
        desk.catalogue.publish(reading)
    desk.catalogue.engine.dispose()


def scripted_service(folder: Path) -> ScriptedService:
    """The service over a folder that `fill` has filled."""
    with patch("kb_sources.database.migrate"):  # the copy is up to date; looking takes longer than most tests
        desk = _desk(folder)
    audit = Notes(desk.catalogue.engine)
    workshop = SimpleNamespace(retrieval=SimpleNamespace(index=desk.index))
    return ScriptedService(desk, Script(audit.keep), audit, workshop)


def _desk(folder: Path) -> Desk:
    engine = connect(f"sqlite:///{folder}/catalogue.db")
    catalogue, sheets, blobs = Catalogue(engine), Sheets(engine), Blobs(str(folder / "blobs"))
    return Desk("default", "recipe-1", catalogue, sheets, Jobs(engine), blobs, Shelf(), _open)


def page_picture(number: int, revision: str) -> bytes:
    """A page of 620 × 877 pixels with a title, a warning and a step."""
    page = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(page)
    pen.text((62, 80), f"Washer, revision {revision}, page {number}", fill="black")
    pen.text((66, 190), "DANGER  Do not open the door before.", fill="black")
    pen.text((66, 278), "1. Close the inlet valve.", fill="black")
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _page(number: int, picture: str) -> PageRead:
    text = f"1. Close the inlet valve. {HOSTILE}"
    words = tuple(Word(word, STEP_BOX) for word in text.split())
    line = Line(words, STEP_BOX, "textlayer", text)
    return PageRead(number, str(number), 595, 842, "textlayer", "sound text layer", (line,), picture=picture)


def _open(path: Path, done: frozenset[int]) -> Iterator[Opened | PageDone]:
    if not path.read_bytes().startswith(b"%PDF"):
        raise ManualUnreadable("The file is not a PDF.", hint="Add a PDF.")
    yield Opened(pages=3, title="Dryer", kind="pdf")
