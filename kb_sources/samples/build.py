"""Builds the sample manuals, their truth, the manifest and the photos.

Run `python kb_sources/samples/build.py [--check]`.
Two runs give the same bytes; `--check` compares with what lies here instead of writing.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kb_sources.samples.assembly import assemble
from kb_sources.samples.blocks import Style
from kb_sources.samples.flow import Labels, Typesetter
from kb_sources.samples.markup import Source, read_source
from kb_sources.samples.photos import PHOTOS
from kb_sources.samples.scan import Scan
from kb_sources.samples.sheets import A4
from kb_sources.samples.truth import FigureTruth, ManualTruth, RowTruth, WarningTruth, write_truth

HERE = Path(__file__).parent
SOURCES: tuple[tuple[str, str], ...] = (
    ("norvik-n7.en.txt", ""),
    ("norvik-n7.zh.txt", ""),
    ("norvik-n7-pro.en.txt", ""),
    ("helmar-wm620.en.txt", "A"),
    ("helmar-wm620.en.txt", "B"),
    ("orlen-p310.en.txt", ""),
    ("qinglan-ql35.zh.txt", ""),
)
BUILT_WITH = ("pymupdf", "pillow", "numpy")


@dataclass(frozen=True, slots=True)
class Built:
    pdf: bytes
    truth: ManualTruth


def build_manual(name: str, edition: str) -> Built:
    """One PDF and its truth; typeset twice, because the contents page needs the labels of the first run."""
    source = read_source((HERE / "sources" / name).read_text(encoding="utf-8"), edition)
    style = read_style(source)
    labels: Labels = {}
    setter = Typesetter(source, style, labels)
    for _ in range(2):
        setter = Typesetter(source, style, labels)
        setter.run()
        labels = setter.labels
    scans = read_scans(source, len(setter.sheets.all))
    for page in setter.truth.pages:
        if page.page in scans:
            age_truth(setter.truth, page.page, scans[page.page])
    pdf = assemble(setter.sheets.all, scans, source.meta, page_labels(source, setter))
    return Built(pdf, setter.truth)


def read_style(source: Source) -> Style:
    meta = source.meta
    red, green, blue = (float(part) for part in meta.get("accent", "0 0 0").split())
    return Style(
        size=float(meta.get("size", "10")),
        table_size=float(meta.get("table_size", "8.8")),
        accent=(red, green, blue),
        step=meta.get("steps", "{}."),
        band="band" in meta,
    )


def read_scans(source: Source, pages: int) -> dict[int, Scan]:
    """Which pages were scanned and how crooked: `@scan 3 4` or `@scan all`, `@ocr 4`."""
    chosen = range(1, pages + 1) if source.meta.get("scan") == "all" else source.listed("scan")
    skews = (1.2, -1.6, 1.9, -1.1, 1.4, -1.8, 1.0, -1.3, 1.7)
    return {n: Scan(skews[n % len(skews)], 100 + n, ocr=n in source.listed("ocr")) for n in chosen}


def age_truth(truth: ManualTruth, number: int, scan: Scan) -> None:
    """Turns what is recorded of a scanned page like the page itself."""
    page = truth.pages[number - 1]
    page.medium, page.skew = ("scan+ocr" if scan.ocr else "scan"), scan.skew
    for line in page.lines:
        line.box = scan.move(line.box, *A4)
    rows = [row for table in truth.tables for row in table.rows]
    parts: list[RowTruth | FigureTruth | WarningTruth] = [*rows, *truth.figures, *truth.warnings]
    for part in parts:
        if part.page == number:
            part.box = scan.move(part.box, *A4)


def page_labels(source: Source, setter: Typesetter) -> list[dict[str, Any]]:
    """PDF page label rules for manuals that declare them; others only print their folios."""
    if source.meta.get("pdf_labels") != "yes":
        return []
    rules: list[dict[str, Any]] = []
    for sheet in setter.sheets.all:
        head, dash, tail = sheet.label.rpartition("-")
        if tail.isdigit():
            new = not rules or rules[-1]["style"] != "D" or rules[-1]["prefix"] != head + dash
            rule = {
                "startpage": sheet.number - 1,
                "prefix": head + dash,
                "style": "D",
                "firstpagenum": int(tail),
            }
        else:
            new = not rules
            rule = {"startpage": sheet.number - 1, "prefix": "", "style": "r", "firstpagenum": 1}
        if new:
            rules.append(rule)
    return rules


def write_manifest(manuals: list[ManualTruth]) -> str:
    """The manifest `kb-ingest add --manifest` reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("file", "title", "maker", "products", "language", "revision"))
    for each in manuals:
        writer.writerow(
            (each.file, each.title, each.maker, ";".join(each.products), each.language, each.revision)
        )
    return out.getvalue()


def build_all() -> dict[str, bytes]:
    """Every file the script makes, by its path under this folder."""
    built = [build_manual(name, edition) for name, edition in SOURCES]
    truths = [each.truth for each in built]
    files = {each.truth.file: each.pdf for each in built}
    photos = {name: take() for name, take in PHOTOS.items()}
    files |= {f"photos/{name}": photo.jpeg for name, photo in photos.items()}
    seen = {name: {"words": photo.words, "private": photo.private} for name, photo in photos.items()}
    files["manifest.csv"] = write_manifest(truths).encode()
    files["truth.json"] = write_truth(truths, seen, {name: version(name) for name in BUILT_WITH}).encode()
    return files


def main(arguments: list[str] | None = None) -> int:
    """Exit code 1 when `--check` finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the files here, write nothing")
    options = parser.parse_args(arguments)
    different = []
    for name, content in build_all().items():
        path = HERE / name
        if not path.is_file() or path.read_bytes() != content:
            different.append(name)
            if not options.check:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
    verb = "differ from their sources" if options.check else "written"
    print(f"{len(different)} files {verb}{': ' + ', '.join(different) if different else ''}")
    return 1 if options.check and different else 0


if __name__ == "__main__":
    sys.exit(main())
