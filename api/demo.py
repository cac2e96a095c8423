"""`make demo`: ingests the sample manuals, asks in both languages and from a photo, and shows it on a page.

It uses the same doors as everybody; nothing here is prepared in advance.
"""

from __future__ import annotations

import base64
import importlib.util
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from api.picture import light
from api.turn import AskRequest
from api.wire import answer_json
from api.wiring import Service, build
from ingest.desk import Described
from ingest.owner import Held, hold_or_reach
from ingest.wiring import can_ocr
from kb_sources.errors import Busy, FixciteError
from kb_sources.manifest import read_manifest
from kb_sources.manual import Box
from kb_sources.settings import Settings

_TEMPLATES = Environment(loader=FileSystemLoader(Path(__file__).with_name("pages")), autoescape=True)
SAMPLES = Path(__file__).parents[1] / "kb_sources" / "samples"


@dataclass(frozen=True, slots=True)
class Showing:
    """One ask of the demonstration."""

    question: str
    product: str | None = None
    photo: str | None = None


SHOWINGS = (
    Showing("我的手机打不开，怎么办？", "N7", "black-phone.jpg"),
    Showing("What torque for the midframe screws?", "N7"),
    Showing("What does this code mean?", "WM-620", "wm-e21-display.jpg"),
    Showing("洗衣机不排水怎么办", "WM-620"),
    Showing("How long is the warranty?", "N7"),
)


PARTS: tuple[tuple[str, Callable[[], bool], str], ...] = (
    ("OCR of scans and photos", lambda: not can_ocr(), ".venv/bin/pip install -e '.[ocr]'"),
    (
        "a Qdrant server for the index",
        lambda: not _installed("qdrant_client"),
        ".venv/bin/pip install -e '.[server]'",
    ),
)


def _installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None


def run(data: Path) -> Path:
    """Ingest, ask, write the page. Returns its path."""
    settings = Settings(data=data)
    with hold_or_reach(data) as holder:
        if not isinstance(holder, Held):
            raise Busy(f"kb-serve is running on {data}.", hint="Stop it, or ask it: see its page.")
        service = build(settings)
        try:
            _ingest(service)
            shown = [_shown(service, showing, _ask(service, showing)) for showing in SHOWINGS]
            page = data / "demo.html"
            page.write_text(_TEMPLATES.get_template("demo.html").render(shown=shown), "utf-8")
        finally:
            service.stop()
    return page


def _ingest(service: Service) -> None:
    for line in read_manifest(SAMPLES / "manifest.csv"):
        described = Described(line.title, line.maker, line.products, line.language, line.revision)
        began = time.monotonic()
        receipt = service.desk.add(line.file, line.file.name, described)
        if receipt.job is None:
            print(f"  ✓ {receipt.message}")
            continue
        service.workshop.worker.work_off()
        job = service.desk.job(receipt.job)
        spent = f"{job.pages_total} pages in {time.monotonic() - began:.1f} s"
        print(f"  {'✓' if job.state == 'done' else '✗'} {line.file.name}: {job.reason or spent}")


def _ask(service: Service, showing: Showing) -> dict[str, Any]:
    photos = ((SAMPLES / "photos" / showing.photo).read_bytes(),) if showing.photo else ()
    answer = answer_json(service.ask(AskRequest(showing.question, photos, showing.product)))
    print(f"\n? {showing.question}  [{showing.product}{' + ' + showing.photo if showing.photo else ''}]")
    print(f"→ {answer['action']}\n{answer['text']}")
    for citation in answer["citations"]:
        place = citation["places"][0]
        print(f"  [{citation['n']}] {citation['manual']['source_name']}, page {place['page']}")
    return answer


def _shown(service: Service, showing: Showing, answer: dict[str, Any]) -> dict[str, Any]:
    """What the page's template needs for one ask."""
    pages = []
    for citation in answer["citations"][:2] if answer["action"] == "answer" else ():
        place = citation["places"][0]
        picture = service.desk.picture(citation["edition"]["id"], place["page"])
        lit = light(picture, [Box(*box) for box in place["boxes"]], width=900)
        caption = f"[{citation['n']}] {citation['manual']['title']}, page {place['page']}"
        pages.append({"picture": _data_uri(lit, "png"), "caption": caption})
    photo = _data_uri((SAMPLES / "photos" / showing.photo).read_bytes(), "jpeg") if showing.photo else ""
    return {"showing": showing, "answer": answer, "photo": photo, "pages": pages}


def _data_uri(data: bytes, kind: str) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def main() -> None:
    data = Path(os.environ.get("KB_DATA", "var"))
    print(f"KB_DATA={data.resolve()}\nReading the sample manuals …")
    try:
        page = run(data)
    except FixciteError as error:
        print(f"✗ {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    print(f"\nPhoto, answer and the lit manual page: {page.resolve()}")
    print("Off in this installation, and how to turn it on:")
    for part, off, how in PARTS:
        if off():
            print(f"  {part:42} {how}")
    print("The service with its page: make serve")


if __name__ == "__main__":
    main()
