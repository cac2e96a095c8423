"""Tells what a file is by its content, never by its name, and opens it.

It knows magic bytes and text encodings; what a page holds is the documents' affair.
"""

from __future__ import annotations

from pathlib import Path

from ingest.document import Document
from kb_sources import plugins
from kb_sources.errors import ManualUnreadable

_PDF_WITHIN = 1024  # bytes before %PDF- that readers tolerate (ISO 32000-1, annex H)


def open_document(path: Path, library: str) -> Document:
    """The opened file; ManualUnreadable and its children tell why not."""
    content = path.read_bytes()
    if not content:
        raise ManualUnreadable("The file is empty.", hint="Check the download or the copy and add it again.")
    if b"%PDF-" in content[:_PDF_WITHIN]:
        document: Document = plugins.load("ingest.documents", library).build()(content)
    else:
        raise ManualUnreadable(
            "The file is neither a PDF, a picture, Markdown, text nor a question list.",
            hint="Save it as PDF and add that.",
        )
    if document.pages < 1:
        raise ManualUnreadable(
            "The file has no page that can be shown.",
            hint="Open it in a viewer, save it anew and add that copy.",
        )
    return document
