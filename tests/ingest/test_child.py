"""The reading child, spoken to as its parent does."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pymupdf

from ingest.frames import read_frame

ROOT = Path(__file__).parents[2]


def frames(path: Path, **changes: Any) -> list[tuple[dict[str, Any], bytes]]:
    order = {
        "path": str(path),
        "document": "pymupdf",
        "done": [],
        "ocr": False,
        "ocr_failed": {},
        "open_s": 20,
        "page_s": 10,
        "ocr_s": 60,
        "max_pages": 10,
        **changes,
    }
    child = subprocess.run(
        [sys.executable, "-m", "ingest.child"],
        cwd=ROOT,
        input=json.dumps(order).encode(),
        capture_output=True,
        check=True,
    )
    pipe, found = io.BytesIO(child.stdout), []
    while (frame := read_frame(pipe)) is not None:
        found.append(frame)
    return found


def test_frames_tell_what_is_being_done(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    pdf.new_page(width=300, height=200).insert_text((20, 40), "Remove the cover before cleaning the filter.")
    pdf.new_page(width=300, height=200)
    pdf.save(tmp_path / "m.pdf")
    found = frames(tmp_path / "m.pdf", done=[2])
    assert [fields["is"] for fields, _ in found] == ["opened", "reading", "page", "end"]
    assert found[1][0] == {"is": "reading", "page": 1, "stage": "page", "size": [300, 200]}
    assert found[2][0]["page"]["lines"][0]["text"] == "Remove the cover before cleaning the filter."
    assert found[2][1].startswith(b"\x89PNG")


def test_a_rejection_is_told_with_its_kind(tmp_path: Path) -> None:
    (tmp_path / "m.pdf").write_bytes(b"%PDF-1.7 and nothing")
    ((fields, _),) = frames(tmp_path / "m.pdf")
    assert (fields["is"], fields["error"]) == ("rejected", "ManualUnreadable")
    assert fields["hint"]
