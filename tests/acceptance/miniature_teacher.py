"""A model that knows what the miniature is to say: plugged in for it, it answers a real run of the service.

What it was asked on the way, with what it answered, are the miniature's lessons: so the same run with the
miniature meets prompts that it knows, byte for byte. Loaded by its dotted name as KB_VLM_MODEL.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb_sources.samples.gold_html import FOLDER, page_html
from vlm import prompts
from vlm.miniature.lessons import Lesson
from vlm.model import ModelSettings, Prompt
from vlm.models.scripted import Scripted

if TYPE_CHECKING:
    from api.reply import Reply
    from api.wiring import Service

SCAN = "qinglan-ql35-service-zh.pdf"
PAGES = (6,)  # replacing the fan
PRODUCT = "QL-35"
SURE = 0.93  # how sure the judge says it is: no other judge of ours says just this


@dataclass(frozen=True, slots=True)
class Told:
    """A claim: kind, text, and the words quoted for it from a passage."""

    kind: str
    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question and the claims that answer it; `slip` is what is drafted first where that is wrong."""

    question: str
    claims: tuple[Told, ...]
    slip: tuple[Told, ...] = ()
    judged: bool = False  # reworded, so that a judge is asked


_WINDING = "测量风扇绕组电阻：约 72 Ω"
_VOLTAGE = "测量风扇电压：18 V"
_FAN = (
    "拧下底壳螺钉，取下面板和线圈盘。",
    "拔下插头 CN3，测量风扇绕组电阻：约 72 Ω。",
    "拧下两颗自攻螺钉，取出风扇。",
    "装上新风扇 QL-3530，标签面朝向散热片，拧紧螺钉至 0.5 N·m。",
)
QUESTIONS = (
    Wanted("QL-35 的风扇电压应该是多少？", (Told("value", "风扇电压为 18 V。", _VOLTAGE),), judged=True),
    Wanted("QL-35 的风扇怎么更换？", tuple(Told("step", said, said) for said in _FAN)),
    Wanted("QL-35 fan voltage", (Told("value", "The fan voltage is 18 V.", _VOLTAGE),), judged=True),
    Wanted(
        "QL-35 的风扇绕组电阻是多少？",
        (Told("value", "风扇绕组电阻约 72 Ω。", _WINDING),),
        slip=(Told("value", "风扇绕组电阻约 12 Ω。", _WINDING),),
        judged=True,
    ),
)
PHOTO = "cooker-e3.jpg"
SHOWS = "电磁炉的面板，显示 E3。"
_DESCRIBED = {"shows": SHOWS, "text": ["E3"], "codes": ["E3"], "symptom": "显示 E3"}
_FIGURE = "底壳内的风扇，旁边是插头 CN3 和散热片。\n1 风扇\n2 插头 CN3\n3 散热片"


class Teacher(Scripted):
    """Says what is to be learnt, page after page in printed order; a prompt it cannot answer is a fault."""

    def __init__(self, pages: Sequence[str]) -> None:
        super().__init__(self._answer)
        self.lessons: list[Lesson] = []
        self._pages = iter(pages)

    def _answer(self, prompt: Prompt) -> str:
        said = self._said(prompt)
        self.lessons.append(Lesson(prompt, said))
        return said

    def _said(self, prompt: Prompt) -> str:
        if prompt.version.startswith("read-html"):
            return next(self._pages)
        if prompt.version.startswith("figure"):
            return _FIGURE
        if prompt.version == prompts.DESCRIBE:
            return _json([_DESCRIBED])
        if prompt.version == prompts.JUDGE:
            return _json([{"id": 1, "verdict": "supported", "sure": SURE}])
        text = str(prompt.turns[1].parts[-1])
        wanted = next((w for w in QUESTIONS if f"Question: {w.question}" in text), None)
        if wanted is None or (prompt.version == prompts.REPAIR and not wanted.slip):
            raise AssertionError(f"no answer was given to {prompt.version}: {prompt.turns[-1].parts[-1]}")
        first = prompt.version == prompts.DRAFT
        return _draft(wanted.slip if first and wanted.slip else wanted.claims, text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _draft(claims: Sequence[Told], text: str) -> str:
    told = [
        {"kind": c.kind, "text": c.text, "sources": [{"id": _label(text, c.quote), "quote": c.quote}]}
        for c in claims
    ]
    return _json({"claims": told, "figures": []})


def _label(text: str, quote: str) -> str:
    """The label of the passage that holds the quote."""
    for block in re.split(r"\n\n(?=\[S\d+\] )", text):
        if (head := re.match(r"(?:.*\n\n)?\[(S\d+)\] ", block, re.DOTALL)) and quote in block:
            return head[1]
    raise AssertionError(f"no passage holds {quote!r}:\n{text}")


_TEACHERS: list[Teacher] = []


def build(settings: ModelSettings) -> Teacher:
    _TEACHERS.append(Teacher([page_html(SCAN, page) for page in PAGES]))
    return _TEACHERS[-1]


def lessons() -> list[Lesson]:
    """What the service asks while it reads the small manual and answers the questions, each prompt once."""
    with (
        tempfile.TemporaryDirectory() as folder,
        service_of(Path(folder), vlm_model=__name__) as service,
    ):
        for wanted in QUESTIONS:
            ask(service, wanted.question)
        ask(service, "怎么办？", photo=PHOTO)
    return list({lesson.prompt: lesson for lesson in _TEACHERS.pop().lessons}.values())


@contextmanager
def service_of(folder: Path, **settings: Any) -> Iterator[Service]:
    """The service over the small manual, read with the model of these settings, page after page.

    Nobody hurries it: with a slow processor it must ask the same as with a quick one. The store is the one
    that keeps passages of equal score in printed order.
    """
    from api.wiring import build as build_service
    from ingest.desk import Described
    from kb_sources.settings import Settings

    unhurried = {"vlm_in_flight": 1, "vlm_page_s": 600, "ask_deadline": 600}
    told = {"data": folder / "data", "retrieval_store": "exact", "vlm_judge": "json_judge", **unhurried}
    service = build_service(Settings.model_validate({**told, **settings}))
    try:
        described = Described(title="QL-35 维修手册", maker="清岚", products=(PRODUCT,), language="zh")
        service.desk.add(_manual(folder), "ql35.pdf", described)
        service.workshop.worker.work_off()
        yield service
    finally:
        service.stop()


def ask(service: Service, question: str, *, photo: str = "") -> Reply:
    """The reply; with a photo of the samples where one is named."""
    from api.turn import AskRequest

    photos = ((FOLDER / "photos" / photo).read_bytes(),) if photo else ()
    return service.ask(AskRequest(question, photos=photos, product=PRODUCT))


def _manual(folder: Path) -> Path:
    """A scanned page of a sample manual; the same bytes each time."""
    import pymupdf

    with pymupdf.open(FOLDER / SCAN) as whole:
        whole.select([page - 1 for page in PAGES])
        whole.save(folder / "ql35.pdf", no_new_id=True)
    return folder / "ql35.pdf"
