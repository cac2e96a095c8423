"""One scanned sample page in all readings there are, line by line beside what is printed.

    python benchmarks/readings_side_by_side.py [--page orlen-p310-service.pdf:8] [--qwen ANSWER.html]
        [--out docs/readings.md]

`--qwen` names a file with what Qwen3-VL answered to `qwenvl html` about that page;
without it its column says so. A reading's line is the one most like the printed one at its place; CER is the
edit distance over the printed letters, spaces and bullets left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.agreement import similarity, words_at
from ingest.documents.pymupdf import MuPdf
from ingest.lines import make_line
from ingest.merging import merge
from ingest.page import Line, PageRead, Word
from ingest.readers import rapidocr
from ingest.readers.textlayer import read_layer
from kb_sources.manual import Box
from kb_sources.samples.gold_html import FOLDER, manual
from vlm.qwen_formats import parse_page

_DPI = 150
_NOT_YET = "not recorded yet"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--page", action="append", help="FILE:PAGE of the samples; may be repeated")
    parser.add_argument("--qwen", type=Path, help="what Qwen3-VL answered about the (one) page")
    parser.add_argument("--out", type=Path, default=Path("docs/readings.md"))
    chosen = parser.parse_args()
    pages = chosen.page or ["orlen-p310-service.pdf:8", "qinglan-ql35-service-zh.pdf:7"]
    told = "\n".join(_page(*each.rsplit(":", 1), chosen.qwen) for each in pages)
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(
        "# One page, several readings\n\nWritten by `python benchmarks/readings_side_by_side.py`; "
        "only lines in which a reading differs are listed.\n\n" + told,
        "utf-8",
    )
    print(told)


def _page(file: str, number: str, qwen: Path | None) -> str:
    page = int(number)
    record = next(p for p in manual(file)["pages"] if p["page"] == page)
    printed = [_printed(line) for line in record["lines"]]
    document = MuPdf((FOLDER / file).read_bytes())
    raw, picture = document.page(page), document.render(page, _DPI)
    layer = read_layer(raw, picture)
    ocr = rapidocr.build().read(picture, any_way_up=True).lines
    readings: dict[str, Sequence[Line] | None] = {
        "text layer": (*layer.lines, *layer.unpainted) or None,
        "RapidOCR": ocr,
        "Qwen3-VL": None,
    }
    if qwen is not None:
        own = PageRead(page, "", raw.width, raw.height, "ocr", "", tuple(ocr))
        readings["Qwen3-VL"] = merge(own, parse_page(qwen.read_text("utf-8")), keep_text=False).page.lines
    absent = {"text layer": "none in the file", "Qwen3-VL": _NOT_YET}
    out = [f"## {file}, page {page} ({record['medium']}, {record['skew']:+.1f}°)", ""]
    out += ["| printed | " + " | ".join(readings) + " |", "|---" * (1 + len(readings)) + "|"]
    lines = {name: [_read(p, r) if r else "" for p in printed] for name, r in readings.items()}
    for i, line in enumerate(printed):
        cells = [lines[name][i] if r else "" for name, r in readings.items()]
        if any(r and _bare(c) != _bare(line.text) for c, r in zip(cells, readings.values(), strict=True)):
            out.append("| " + " | ".join(_cell(c) for c in (line.text, *cells)) + " |")
    whole = [_cer(printed, lines[n]) if r else absent.get(n, "") for n, r in readings.items()]
    out.append(f"| **CER of {len(printed)} lines** | " + " | ".join(whole) + " |")
    return "\n".join(out) + "\n"


def _read(printed: Line, reading: Sequence[Line]) -> str:
    """What a reading has there: of its lines at the place the one most like the printed one, bullets off."""
    near = [line.text.lstrip("·•●▪■ ") for line in reading if line.box.shared(printed.box) > 0]
    near.append(words_at(printed, reading))
    return max(near, key=lambda text: similarity(printed.text, text), default="")


def _printed(line: dict[str, Any]) -> Line:
    return make_line([Word(line["text"], Box.clipped(*line["box"]))], "textlayer")


def _cer(printed: Sequence[Line], read: Sequence[str]) -> str:
    wrong = sum(Levenshtein.distance(_bare(p.text), _bare(r)) for p, r in zip(printed, read, strict=True))
    return f"{wrong / sum(len(_bare(p.text)) for p in printed):.2%}"


def _bare(text: str) -> str:
    return "".join(text.split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|") or "–"


if __name__ == "__main__":
    main()
