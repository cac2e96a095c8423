"""Tells what a file is by its content, never by its name, and opens it.

It knows magic bytes; encodings are the plain-text reader's, what a page holds is the documents' affair.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import puremagic

from ingest.document import Document, FileKind
from ingest.pictures import PictureFile
from ingest.readers import plaintext
from ingest.routing import why_garbled
from kb_sources import plugins
from kb_sources.errors import ManualUnreadable

_PDF_WITHIN = 1024  # bytes before %PDF- that readers tolerate (ISO 32000-1, annex H)
_MOST_TEXT = 8 << 20  # bytes of a text file: some 3,000 pages
_MARKED_UP = ("<!doctype html", "<html", "<?xml", "{\\rtf", "%!ps")  # text, but not to be read as it stands
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"II*\0", b"MM\0*")


@dataclass(frozen=True, slots=True)
class OpenFile:
    document: Document
    kind: FileKind
    title: str


def open_file(path: Path, library: str) -> OpenFile:
    """The opened file; ManualUnreadable and its children tell why not. `library` names a plug-in for PDF."""
    content = path.read_bytes()
    open_pdf: Callable[[bytes], Document] = plugins.load("ingest.documents", library).build(None)
    if not content.strip(b"\0 \t\r\n"):
        raise ManualUnreadable("The file is empty.", hint="Check the download or the copy and add it again.")
    if b"%PDF-" in content[:_PDF_WITHIN]:
        document = open_pdf(content)
        opened = OpenFile(document, "pdf", document.title)
    elif content.startswith(_PICTURES) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        opened = OpenFile(PictureFile(content), "image", "")
    else:
        opened = _open_text(content, open_pdf)
    if opened.document.pages < 1:
        raise ManualUnreadable(
            "The file has no page that can be shown.",
            hint="Open it in a viewer, save it anew and add that copy.",
        )
    return opened


def _open_text(content: bytes, open_pdf: Callable[[bytes], Document]) -> OpenFile:
    from ingest.documents.pymupdf import set_pages

    text = plaintext.decode(content) if len(content) <= _MOST_TEXT else None
    if text is None or text.lstrip()[:15].lower().startswith(_MARKED_UP) or _is_guesswork(content, text):
        raise ManualUnreadable(
            f"The file is no PDF, picture, Markdown, text or list of questions{_looks_like(content)}.",
            hint="Save it as PDF and add that.",
        )
    kind = plaintext.kind_of(text)
    body, title = plaintext.to_html(text, kind)
    return OpenFile(open_pdf(set_pages(body)), kind, title)


def _is_guesswork(content: bytes, text: str) -> bool:
    """Whether text that is no UTF-8 makes no sense: GB18030 gives letters to almost any bytes. Text that is
    UTF-8 is believed, however short or repetitive."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return bool(why_garbled(text[:20_000]))
    return False


def _looks_like(content: bytes) -> str:
    try:
        return f"; it looks like {puremagic.magic_string(content[:4096])[0].name}"
    except (puremagic.PureError, ValueError, IndexError):
        return ""
