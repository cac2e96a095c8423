"""Typeset pages to a PDF file whose bytes depend on nothing but the source.

It does not know blocks or truth; scans are pictures of the digital page (scan.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pymupdf as _pymupdf

from kb_sources.samples.scan import Scan, photograph
from kb_sources.samples.sheets import Sheet
from kb_sources.samples.typography import load_font

FONTS = ("Sans", "Bold", "Mono", "Han")
pymupdf: Any = _pymupdf  # it ships no types
DATE = "D:20260105080000Z"  # fixed, so that two builds are equal


def assemble(
    sheets: Sequence[Sheet],
    scans: Mapping[int, Scan],
    meta: Mapping[str, str],
    labels: Sequence[dict[str, Any]],
) -> bytes:
    """The PDF; `scans` maps page numbers to how that page was scanned, `labels` are PDF page label rules."""
    document = pymupdf.open()
    for sheet in sheets:
        if sheet.number in scans:
            _add_scan(document, sheet, scans[sheet.number])
        else:
            _add_page(document, sheet)
    if labels:
        document.set_page_labels(list(labels))
    named = {"title": meta["title"], "author": meta["maker"], "subject": meta["revision"]}
    document.set_metadata(named | {"creator": "", "producer": "", "creationDate": DATE, "modDate": DATE})
    document.subset_fonts()
    return bytes(document.tobytes(garbage=3, deflate=True, no_new_id=True))


def _add_page(document: Any, sheet: Sheet) -> Any:
    """A digital page; a landscape one is stored upright with /Rotate 90, as scanners and CAD exports do."""
    canvas = sheet.canvas
    if sheet.landscape:
        page = document.new_page(width=canvas.height, height=canvas.width)
        body = [f"q 0 1 -1 0 {canvas.height:g} 0 cm", *canvas.operators, "Q"]
    else:
        page = document.new_page(width=canvas.width, height=canvas.height)
        body = canvas.operators
    _add_content(document, page, body)
    if sheet.landscape:
        page.set_rotation(90)
    return page


def _add_content(document: Any, page: Any, operators: Sequence[str]) -> None:
    text = "\n".join(operators)
    for name in FONTS:
        if f"/{name} " in text:
            page.insert_font(fontname=name, fontbuffer=load_font(name).buffer)
    xref = document.get_new_xref()
    document.update_object(xref, "<<>>")
    document.update_stream(xref, text.encode())
    page.set_contents(xref)


def _add_scan(document: Any, sheet: Sheet, scan: Scan) -> None:
    """A page that is one picture; with `scan.ocr` its words lie over it, invisible (render mode 3)."""
    proof = pymupdf.open()
    pixmap = _add_page(proof, sheet).get_pixmap(dpi=scan.dpi, colorspace=pymupdf.csGRAY)
    picture = photograph(bytes(pixmap.samples), (pixmap.width, pixmap.height), scan)
    page = document.new_page(width=sheet.canvas.width, height=sheet.canvas.height)
    page.insert_image(page.rect, stream=picture)
    if scan.ocr:
        image = page.get_contents()
        _add_content(
            document,
            page,
            [document.xref_stream(xref).decode() for xref in image] + _hidden_text(sheet, scan),
        )


def _hidden_text(sheet: Sheet, scan: Scan) -> list[str]:
    """The page's text operators, invisible and turned like the picture."""
    a, b, c, d, e, f = scan.matrix(sheet.canvas.width, sheet.canvas.height)
    hidden = [each.replace("0 Tr", "3 Tr") for each in sheet.canvas.operators if each.startswith("BT ")]
    return [f"q {a:.6f} {b:.6f} {c:.6f} {d:.6f} {e:.4f} {f:.4f} cm", *hidden, "Q"]
