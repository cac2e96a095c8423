"""`python -m ingest.child`: the killable process in which files are opened and pages read.

It keeps nothing: pages go to the parent as frames on standard output. Limits on time and memory are the
parent's to enforce; only a limit on processor time is set here, so that an orphan ends by itself.
"""

from __future__ import annotations

import io
import json
import os
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, cast

from ingest.document import Document
from ingest.filekind import open_file
from ingest.frames import PAGE, write_frame
from ingest.reader import PageReader, PictureReader
from kb_sources.errors import ManualUnreadable
from kb_sources.manual import ReadBy


def main() -> None:
    """Read the order (JSON) from standard input and answer with frames."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # libraries that print cannot disturb the frames
    if hasattr(os, "nice"):
        os.nice(10)
    # PyMuPDF imports its layout model, which nothing here uses: a second of processor time a child.
    sys.modules["pymupdf.layout"] = cast(ModuleType, None)
    order = json.loads(sys.stdin.buffer.read())
    try:
        _serve(pipe, order)
    except ManualUnreadable as error:
        fields = {"error": type(error).__name__, "message": error.message, "hint": error.hint}
        write_frame(pipe, "rejected", fields)


def _serve(pipe: BinaryIO, order: dict[str, Any]) -> None:
    _limit_processor_time(order["open_s"])
    opened = open_file(Path(order["path"]), order["document"])
    document = opened.document
    if document.pages > order["max_pages"]:
        raise ManualUnreadable(
            f"The file has {document.pages} pages, more than the {order['max_pages']} allowed.",
            hint="Split it, or raise the page limit.",
        )
    write_frame(pipe, "opened", {"pages": document.pages, "title": opened.title[:300], "kind": opened.kind})
    ocr, no_ocr = _picture_reader(order["ocr"])
    read_by: ReadBy = "textlayer" if opened.kind in ("pdf", "image") else "plaintext"
    reader = PageReader(document, ocr, no_ocr=no_ocr, read_by=read_by)
    done, spoilt = frozenset(order["done"]), order["ocr_failed"]
    for number in range(1, document.pages + 1):
        if number in done:
            continue
        _limit_processor_time(order["page_s"] + order["ocr_s"])
        write_frame(pipe, "reading", {"page": number, "stage": "page", "size": _size(document, number)})
        announce = partial(write_frame, pipe, "reading", {"page": number, "stage": "ocr"})
        try:
            page, picture = reader.read(number, on_ocr=announce, why_not=spoilt.get(str(number), ""))
        except Exception as error:  # a page that fails in any way must not take the others with it
            reason = f"{type(error).__name__}: {error}"[:300]
            write_frame(pipe, "failed", {"page": number, "reason": reason})
            continue
        png = io.BytesIO()
        picture.save(png, "PNG", compress_level=3)
        write_frame(pipe, "page", {"page": PAGE.dump_python(page, mode="json")}, png.getvalue())
    write_frame(pipe, "end", {})


def _picture_reader(wanted: bool) -> tuple[PictureReader | None, str]:
    """The OCR reader, or None and why there is none."""
    if not wanted:
        return None, "OCR is switched off"
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        return None, "OCR is not installed; install the extra `ocr`"
    from ingest.readers import rapidocr

    return rapidocr.build(), ""


def _size(document: Document, number: int) -> tuple[float, float]:
    """The page's size, (0, 0) where even that fails; reading the page then tells why."""
    try:
        return document.size(number)
    except Exception:
        return 0.0, 0.0


def _limit_processor_time(seconds: float) -> None:
    """Let the kernel end this process after `seconds` of work more (several threads count together)."""
    try:
        import resource
    except ImportError:  # not on Windows; there the parent's limits alone hold
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + 4 * seconds) + 10, hard))


if __name__ == "__main__":
    main()
