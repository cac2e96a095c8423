"""Files are told by content, whatever their name."""

from __future__ import annotations

import io
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from ingest.filekind import open_file
from kb_sources.errors import ManualUnreadable, PluginUnknown


def pdf() -> bytes:
    document = pymupdf.open()
    document.new_page()
    return bytes(document.tobytes())


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, form)
    return out.getvalue()


FILES = {
    "pdf": pdf(),
    "pdf behind rubbish": b"rubbish\n" * 20 + pdf(),
    "image": picture("JPEG"),
    "image png": picture("PNG"),
    "image tiff": picture("TIFF"),
    "image webp": picture("WEBP"),
    "markdown": "# 标题\n\n文字".encode(),
    "text": "请勿拆开。".encode("gb18030"),
    "faq": b"question,answer\nWhy?,Because.\n",
}


@pytest.mark.parametrize("name", FILES)
def test_the_content_decides(tmp_path: Path, name: str) -> None:
    path = tmp_path / "manual.docx"
    path.write_bytes(FILES[name])
    opened = open_file(path, "pymupdf")
    assert opened.kind == name.split(maxsplit=1)[0]
    assert opened.document.pages == 1


REFUSED = {
    "nothing": b"",
    "zeros": b"\0" * 100,
    "web page": b"<!DOCTYPE html><html><body>text</body></html>",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n(text) show\n",
    "word processor": b"PK\x03\x04\x14\x00\x06\x00" + b"word/document.xml" * 3,
    "noise": bytes((i * 37 + i // 7 * 91) % 256 for i in range(4000)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_manual_is_refused_with_a_hint(tmp_path: Path, name: str) -> None:
    path = tmp_path / "manual.pdf"
    path.write_bytes(REFUSED[name])
    with pytest.raises(ManualUnreadable) as raised:
        open_file(path, "pymupdf")
    assert raised.value.hint


def test_an_unknown_library_is_named_with_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "manual.pdf"
    path.write_bytes(pdf())
    with pytest.raises(PluginUnknown, match="pymupdf"):
        open_file(path, "acrobat")
