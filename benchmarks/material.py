"""What the speed benchmarks work on: manuals made of the samples' pages, a large photo, a knowledge base.

It measures nothing. Truth comes from the samples' truth.json, never from reading a page.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from PIL import Image

from evaluation.case import Case, read_cases
from ingest.documents.pymupdf import pymupdf
from kb_sources.manual import Box

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "kb_sources" / "samples"
_RASTER_DPI = 300  # twice what OCR looks at: turning a page into a picture costs it nothing that is read
_PHOTO_SIZE = (4000, 3000)  # 12 megapixels


@dataclass(frozen=True, slots=True)
class TrueLine:
    """A line as it was typeset."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class TruePage:
    """A page of a sample: where it stands, whether it is a scan, and what is printed on it."""

    file: Path
    number: int
    scanned: bool
    chinese: bool
    lines: tuple[TrueLine, ...]


@dataclass(frozen=True, slots=True)
class Mixed:
    """A manual of sample pages, and the same with every page turned into a picture of itself."""

    path: Path
    pictured: Path
    pages: Sequence[TruePage]


def sample_pages(*, scanned: bool) -> list[TruePage]:
    """The samples' digital or scanned pages; those that lie on their side are left out."""
    truth = json.loads((SAMPLES / "truth.json").read_text("utf-8"))
    return [
        _true_page(manual, page)
        for manual in truth["manuals"].values()
        for page in manual["pages"]
        if (page["medium"] != "digital") == scanned and not page["rotate"]
    ]


def _true_page(manual: dict[str, Any], page: dict[str, Any]) -> TruePage:
    lines = tuple(TrueLine(line["text"], Box.clipped(*line["box"])) for line in page["lines"])
    return TruePage(
        SAMPLES / manual["file"],
        page["page"],
        page["medium"] != "digital",
        manual["language"] == "zh",
        lines,
    )


def mixed_manual(folder: Path, pages: int) -> Mixed:
    """Every fifth page a scan, Chinese and English in turn; `pages` should be a multiple of ten."""
    digital = cycle(_in_turn(sample_pages(scanned=False)))
    scans = cycle(_in_turn(sample_pages(scanned=True)))
    chosen = [next(scans if n % 5 == 4 else digital) for n in range(pages)]
    path, pictured = folder / "mixed.pdf", folder / "pictured.pdf"
    with pymupdf.open() as manual, pymupdf.open() as pictures:
        for page in chosen:
            with pymupdf.open(page.file) as source:
                manual.insert_pdf(source, from_page=page.number - 1, to_page=page.number - 1)
        for sheet in manual:
            picture = sheet.get_pixmap(dpi=_RASTER_DPI).tobytes("png")
            copy = pictures.new_page(width=sheet.rect.width, height=sheet.rect.height)
            copy.insert_image(copy.rect, stream=picture)
        manual.save(path, deflate=True)
        pictures.save(pictured, deflate=True)
    return Mixed(path, pictured, chosen)


def _in_turn(pages: Sequence[TruePage]) -> Iterator[TruePage]:
    chinese = [p for p in pages if p.chinese]
    english = [p for p in pages if not p.chinese]
    for pair in zip(cycle(english), cycle(chinese), range(max(len(english), len(chinese))), strict=False):
        yield from pair[:2]


def long_manual(folder: Path, pages: int) -> Path:
    """A digital manual of the samples' pages over and over, each with a line of its own."""
    path = folder / "long.pdf"
    with pymupdf.open() as manual:
        for number, page in enumerate(islice(cycle(sample_pages(scanned=False)), pages), start=1):
            with pymupdf.open(page.file) as source:
                manual.insert_pdf(source, from_page=page.number - 1, to_page=page.number - 1)
            manual[-1].insert_text((72, 24), f"Sheet {number} of {pages}", fontsize=7)
        manual.save(path, deflate=True, garbage=4)
    return path


def large_photo() -> bytes:
    """A sample photo as a telephone of 12 megapixels would send it (JPEG)."""
    with Image.open(SAMPLES / "photos" / "rating-plate-wm620.jpg") as photo:
        large = photo.resize(_PHOTO_SIZE, Image.Resampling.BICUBIC)
    file = io.BytesIO()
    large.save(file, "JPEG", quality=92)
    return file.getvalue()


def worded_cases() -> list[Case]:
    """The samples' gold questions that come without a photo."""
    cases = read_cases(ROOT / "evaluation" / "cases" / "samples.jsonl", SAMPLES / "photos")
    return [case for case in cases if case.photo is None]


def sample_base(folder: Path, ready: Path | None) -> Path:
    """A knowledge base of the samples: a copy of `ready`, else read now (minutes: two manuals are scans)."""
    data = folder / "kb"
    if data.exists():
        return data
    if ready is not None:
        shutil.copytree(ready, data)
        return data
    command = [sys.executable, "-m", "ingest", "add", "--manifest", str(SAMPLES / "manifest.csv")]
    subprocess.run(command, cwd=ROOT, env=environment(data), check=True, stdout=subprocess.DEVNULL)
    return data


def environment(data: Path) -> dict[str, str]:
    """This process's environment with KB_DATA alone of all settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    return kept | {"KB_DATA": str(data)}
