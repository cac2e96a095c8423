"""Prints how well and how fast pages are read: OCR against the text layer of digital manuals; routes.

    python benchmarks/reading.py --data FOLDER_OF_PDFS [--pages 60] [--dpi 150]
    python benchmarks/reading.py --routing FILE.pdf [--pages 20]

Every PDF page with a sound text layer is pictured and read by OCR; per text-layer line, the OCR words inside
its box are compared with it (NFKC, no spaces, no dot leaders).
Character error rate = edits / characters of the line.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from rapidfuzz.distance import Levenshtein

from ingest import routing, shapes
from ingest.agreement import folded, values
from ingest.documents.pymupdf import MuPdf, pymupdf
from ingest.lines import is_cjk
from ingest.page import Word
from ingest.reader import PageReader
from ingest.readers.rapidocr import RapidOcrReader
from ingest.readers.textlayer import read_layer
from kb_sources.manual import Box


@dataclass(frozen=True, slots=True)
class Compared:
    file: str
    page: int
    chinese: bool
    printed: str
    read: str
    confidence: float

    @property
    def error(self) -> float:
        return min(Levenshtein.distance(self.printed, self.read) / len(self.printed), 1.0)


def compare_page(
    file: Path, number: int, reader: RapidOcrReader, dpi: int
) -> tuple[list[Compared], int, float]:
    """The page's lines against OCR, the count of OCR words in pictures only, and seconds of OCR."""
    document = MuPdf(file.read_bytes())
    raw = document.page(number)
    layer = read_layer(raw, document.render(number, 150)).lines
    began = time.perf_counter()
    found = reader.read(document.render(number, dpi)).lines
    seconds = time.perf_counter() - began
    words = [w for line in found for w in line.words]
    used: set[int] = set()
    compared = []
    for line in layer:
        mine = [w for w in words if _inside(w, line.box)]
        used |= {id(w) for w in mine}
        printed = without_leaders(line.text)
        if len(printed) < 2 or not any(c.isalnum() for c in printed):
            continue
        read = without_leaders("".join(w.text for w in _in_order(mine)))
        confidence = min((w.confidence for w in mine), default=0.0)
        compared.append(Compared(file.name, number, any(map(is_cjk, line.text)), printed, read, confidence))
    pictures = [a.box for a in shapes.areas(raw) if a.kind == "picture"]
    outside = [w for w in words if id(w) not in used and any(w.box.covered(p) > 0.8 for p in pictures)]
    return compared, len(outside), seconds


def _inside(word: Word, box: Box) -> bool:
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    return box.holds(x, y)


def _in_order(words: list[Word]) -> list[Word]:
    return sorted(words, key=lambda w: w.box.x0)


def without_leaders(text: str) -> str:
    """Folded text without the dots that lead the eye to a page number: nobody counts them."""
    return re.sub(r"\.{3,}|…+", "", folded(text))


def digital_pages(folder: Path) -> Iterator[tuple[Path, int]]:
    """Pages with a sound text layer of some length, one of each file in turn."""
    lists = []
    for file in sorted(folder.rglob("*.pdf")):
        document = MuPdf(file.read_bytes())
        numbers = []
        for number in range(1, document.pages + 1):
            raw = document.page(number)
            picture = document.render(number, 72)
            layer = read_layer(raw, picture)
            text = "".join(line.text for line in layer.lines)
            if len(text) >= 80 and not routing.why_garbled(text):
                numbers.append(number)
        lists.append([(file, n) for n in numbers])
    while any(lists):
        for pages in lists:
            if pages:
                yield pages.pop(0)


def print_errors(compared: list[Compared], pictured: int, worst: int) -> None:
    for name, rows in (
        ("en", [c for c in compared if not c.chinese]),
        ("zh", [c for c in compared if c.chinese]),
    ):
        if not rows:
            continue
        errors = [c.error for c in rows]
        letters = sum(len(c.printed) for c in rows)
        valued = [c for c in rows if values(c.printed)]
        wrong = [c for c in valued if values(c.printed) != values(c.read)]
        print(
            f"{name}: {len(rows)} lines, CER median {median(errors):.2%}, mean {fmean(errors):.2%}, "
            f"by letters {sum(c.error * len(c.printed) for c in rows) / letters:.2%}, "
            f"missed {sum(not c.read for c in rows)}, values wrong {len(wrong)} of {len(valued)} lines, "
            f"{sum(c.confidence < 0.9 for c in wrong)} of them below confidence 0.9"
        )
    print(f"words only in pictures: {pictured}")
    for c in sorted(compared, key=lambda c: -c.error)[:worst]:
        print(f"  {c.error:4.0%} {c.file[:30]} p{c.page} {c.printed[:60]!r} -> {c.read[:60]!r}")


def with_scans(file: Path, pages: int) -> bytes:
    """The first pages of a manual, every fifth turned into a picture of itself."""
    source, mixed = pymupdf.open(file), pymupdf.open()
    for number in range(min(pages, source.page_count)):
        if number % 5 == 4:
            rect = source[number].rect
            sheet = mixed.new_page(width=rect.width, height=rect.height)
            sheet.insert_image(sheet.rect, pixmap=source[number].get_pixmap(dpi=200))
        else:
            mixed.insert_pdf(source, from_page=number, to_page=number)
    return bytes(mixed.tobytes())


def print_routing(file: Path, pages: int) -> None:
    """Processor seconds per page by route, and against OCR of every page, in one process."""
    document, ocr = MuPdf(with_scans(file, pages)), RapidOcrReader()
    ocr.read(document.render(1, 150))  # loads the models
    reader = PageReader(document, ocr)
    spent: dict[str, list[float]] = {}
    all_ocr = 0.0
    for number in range(1, document.pages + 1):
        began = time.process_time()
        page, _ = reader.read(number)
        between = time.process_time()
        ocr.read(document.render(number, 150))
        all_ocr += time.process_time() - between
        spent.setdefault(page.route, []).append(between - began)
    for route, seconds in sorted(spent.items()):
        print(f"{route}: {len(seconds)} pages, median {median(seconds):.3f} processor s/page")
    routed = sum(map(sum, spent.values()))
    print(f"{file.name}: routed {routed:.1f} s, all OCR {all_ocr:.1f} s, {all_ocr / routed:.1f} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--data", type=Path, help="folder of PDF manuals")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--dpi", type=int, default=150)
    parser.add_argument("--worst", type=int, default=15)
    parser.add_argument("--routing", type=Path, help="measure the routes of this manual instead of errors")
    order = parser.parse_args()
    if order.routing:
        print_routing(order.routing, order.pages)
        return
    if not order.data:
        parser.error("name a folder with --data")
    reader = RapidOcrReader()
    compared: list[Compared] = []
    pictured, seconds, count = 0, 0.0, 0
    for file, number in digital_pages(order.data):
        if count == order.pages:
            break
        lines, outside, took = compare_page(file, number, reader, order.dpi)
        compared += lines
        pictured, seconds, count = pictured + outside, seconds + took, count + 1
    print(f"{count} pages at {order.dpi} dpi, OCR {seconds / max(count, 1):.2f} s/page")
    print_errors(compared, pictured, order.worst)


if __name__ == "__main__":
    main()
