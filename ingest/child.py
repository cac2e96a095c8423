"""`python -m ingest.child`: the killable process in which files are opened and pages read.

It keeps nothing: pages go to the parent as frames on standard output. Limits on time and memory are the
parent's to enforce; only a limit on processor time is set here, so that an orphan ends by itself.
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from ingest.frames import PAGE, write_frame
from kb_sources.errors import ManualUnreadable


def main() -> None:
    """Read the order (JSON) from standard input and answer with frames."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # libraries that print cannot disturb the frames
    if hasattr(os, "nice"):
        os.nice(10)
    order = json.loads(sys.stdin.buffer.read())
    try:
        _serve(pipe, order)
    except ManualUnreadable as error:
        fields = {"error": type(error).__name__, "message": error.message, "hint": error.hint}
        write_frame(pipe, "rejected", fields)


def _serve(pipe: BinaryIO, order: dict[str, Any]) -> None:
    from ingest.filekind import open_document
    from ingest.reader import PageReader

    _limit_processor_time(order["open_s"])
    document = open_document(Path(order["path"]), order["document"])
    if document.pages > order["max_pages"]:
        raise ManualUnreadable(
            f"The file has {document.pages} pages, more than the {order['max_pages']} allowed.",
            hint="Split it, or raise the page limit.",
        )
    write_frame(
        pipe, "opened", {"pages": document.pages, "title": document.title[:300], "kind": document.kind}
    )
    reader = PageReader(document)
    done = frozenset(order["done"])
    for number in range(1, document.pages + 1):
        if number in done:
            continue
        _limit_processor_time(order["page_s"] + order["ocr_s"])
        write_frame(pipe, "reading", {"page": number, "stage": "page"})
        try:
            page, picture = reader.read(number)
        except Exception as error:  # a page that fails in any way must not take the others with it
            reason = f"{type(error).__name__}: {error}"[:300]
            write_frame(pipe, "failed", {"page": number, "reason": reason})
            continue
        png = io.BytesIO()
        picture.save(png, "PNG", compress_level=3)
        write_frame(pipe, "page", {"page": PAGE.dump_python(page, mode="json")}, png.getvalue())
    write_frame(pipe, "end", {})


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
