"""Tables, steps and warnings of our sample manuals against their truth: ours, and PyMuPDF's layout models.

    python benchmarks/structure.py [--layout] [--verbose]

Prints per manual and medium: table cells exact with their header path, steps exact and procedures in order,
warnings bound to exactly the right steps; pages per CPU second of structure + chunk. `--layout` also runs
PyMuPDF's layout models on the same files (seconds a page): its tables are read with as many header rows as
the truth has, a step or warning counts as found when one of its boxes holds exactly that text. It has no
procedures, levels or bindings to compare. The samples were looked at while the rules were written.
"""

from __future__ import annotations

import argparse
import json
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from ingest.chunking import chunk
from ingest.opening import PageDone, read_manual
from ingest.page import PageRead
from ingest.steps import read_marker
from ingest.structure import structure
from kb_sources.manual import Language, Passage

SAMPLES = Path(__file__).parents[1] / "kb_sources" / "samples"
_OCR_LIKENESS = 92.0  # of 100: a scanned line counts as the same from here on; values are compared exactly


@dataclass(slots=True)
class Score:
    """Right and all, per thing counted."""

    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    all: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: list[str] = field(default_factory=list)

    def count(self, what: str, right: bool, note: str = "") -> None:
        self.all[what] += 1
        self.right[what] += right
        if not right and note:
            self.wrong.append(f"{what}: {note}")

    def add(self, other: Score) -> None:
        for what in other.all:
            self.all[what] += other.all[what]
            self.right[what] += other.right[what]


def fold(text: str) -> str:
    """Without white space, compatibility forms as plain ones."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def same(a: str, b: str, scanned: bool) -> bool:
    a, b = fold(a), fold(b)
    return a == b or (scanned and fuzz.ratio(a, b) >= _OCR_LIKENESS)


def score_tables(
    truth: dict[str, Any], passages: Sequence[Passage], media: dict[int, str], score: Score
) -> None:
    """A cell is right when its row's passage says `header path: cell`, and nothing for an empty cell."""
    rows = [p for p in passages if p.kind == "row"]
    used: set[str] = set()
    for table in truth["tables"]:
        heads = [fold(" / ".join(path)) for path in table["columns"]]
        for row in table["rows"]:
            medium = media[row["page"]]
            expected = [f"{h}:{fold(c)}" if c else "" for h, c in zip(heads, row["cells"], strict=True)]
            best, parts = None, []
            for passage in rows:
                if passage.id in used or row["page"] not in {p.page for p in passage.places}:
                    continue
                own = [fold(part) for part in passage.text.split(" | ")]
                if best is None or _hits(expected, own) > _hits(expected, parts):
                    best, parts = passage, own
            if best is not None and _hits(expected, parts):
                used.add(best.id)
            for head, want in zip(heads, expected, strict=True):
                right = want in parts if want else not any(p.startswith(f"{head}:") for p in parts)
                score.count(
                    f"cells {medium}", right, f"p{row['page']} {table['caption']}: {want!r} not in {parts}"
                )
    extra = sum(p.id not in used for p in rows)
    score.count("no extra rows", not extra, f"{extra} rows: {[p.text for p in rows if p.id not in used][:5]}")


def _hits(expected: Sequence[str], parts: Sequence[str]) -> int:
    return sum(1 for want in expected if want and want in parts)


def score_steps(
    truth: dict[str, Any], passages: Sequence[Passage], media: dict[int, str], score: Score
) -> dict[tuple[int, int], str]:
    """Steps whose whole text and number are right; procedures whose steps are all there and in order.

    Returns the passage of each (procedure, step number) found, procedures counted from 0.
    """
    steps = [p for p in passages if p.kind == "step"]
    found: dict[tuple[int, int], str] = {}
    for number, procedure in enumerate(truth["procedures"]):
        hits: list[Passage] = []
        for step in procedure["steps"]:
            medium = media[step["page"]]
            scanned = medium != "digital"
            match = next(
                (
                    p
                    for p in steps
                    if p.id not in found.values()
                    and p.step == str(step["number"])
                    and p.places[0].page == step["page"]
                    and same(_bare(p.text), step["text"], scanned)
                ),
                None,
            )
            note = f"p{step['page']} {step['number']} {step['text'][:70]!r}"
            score.count(f"steps {medium}", match is not None, note)
            if match is not None:
                hits.append(match)
                found[number, step["number"]] = match.id
        own = {p.part_of for p in hits}
        whole = len(hits) == len(procedure["steps"]) and len(own) == 1
        ordered = [p.id for p in passages if p.kind == "step" and p.part_of in own] == [p.id for p in hits]
        score.count(
            "procedures in order",
            whole and ordered,
            f"{procedure['title']}: {len(hits)} steps, {len(own)} parts",
        )
    return found


def _bare(text: str) -> str:
    marker = read_marker(text)
    return text[marker.end :] if marker else text


def score_warnings(
    truth: dict[str, Any],
    passages: Sequence[Passage],
    media: dict[int, str],
    found: dict[tuple[int, int], str],
    score: Score,
) -> None:
    """Warnings whose whole text and level are right, and that come with exactly the steps they bind."""
    warnings = [p for p in passages if p.kind == "warning"]
    matched: set[str] = set()
    by_id = {p.id: p for p in passages}
    for warning in truth["warnings"]:
        medium = media[warning["page"]]
        scanned = medium != "digital"
        match = next(
            (
                p
                for p in warnings
                if p.id not in matched
                and p.places[0].page == warning["page"]
                and same(_said(p.text, warning["word"]), warning["text"], scanned)
            ),
            None,
        )
        note = f"p{warning['page']} {warning['word']} {warning['text'][:60]!r}"
        score.count(f"warnings whole {medium}", match is not None, note)
        if match is None:
            score.count(f"warnings bound {medium}", False, note + " not found")
            continue
        matched.add(match.id)
        score.count("warning level", match.level == warning["level"], f"{note}: {match.level}")
        wanted = {
            found.get((number, step["number"]), f"missing {procedure['title']} {step['number']}")
            for number, procedure in enumerate(truth["procedures"])
            for step in procedure["steps"]
            if warning["id"] in step["warnings"]
        }
        have = {p.id for p in passages if p.kind == "step" and match.id in p.warned_by}
        shown = [by_id[i].step for i in have]
        score.count(
            f"warnings bound {medium}",
            wanted == have,
            f"{note}: wanted {warning['binds']}, has steps {shown}",
        )
    extra = [p.text[:60] for p in warnings if p.id not in matched]
    score.count("no extra warnings", not extra, f"{extra}")


def _said(text: str, word: str) -> str:
    return text.removeprefix(word).lstrip(" :：!！")


def read(path: Path) -> list[PageRead]:
    return [each.page for each in read_manual(path) if isinstance(each, PageDone)]


def score_manual(truth: dict[str, Any], passages: Sequence[Passage]) -> Score:
    score = Score()
    media = {page["page"]: page["medium"] for page in truth["pages"]}
    score_tables(truth, passages, media, score)
    found = score_steps(truth, passages, media, score)
    score_warnings(truth, passages, media, found, score)
    return score


def samples() -> Iterator[tuple[str, dict[str, Any]]]:
    content = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    yield from content["manuals"].items()


def run_ours(verbose: bool) -> None:
    total, pages, seconds = Score(), 0, 0.0
    for name, truth in samples():
        read_pages = read(SAMPLES / name)
        language: Language = truth["language"]
        started = time.process_time()
        passages = chunk(structure(read_pages, language), edition="sample", reading="sample")
        seconds += time.process_time() - started
        pages += len(read_pages)
        score = score_manual(truth, passages)
        total.add(score)
        print(f"\n{name}: {len(read_pages)} pages, {len(passages)} passages")
        show(score, verbose)
    print(f"\nAll samples: {pages} pages, {pages / seconds:.0f} pages per CPU second (structure + chunk)")
    show(total, False)


def run_layout(verbose: bool) -> None:
    """PyMuPDF's layout models on the same truth."""
    total, pages, seconds = Score(), 0, 0.0
    for name, truth in samples():
        started = time.process_time()
        boxes = read_layout(SAMPLES / name)
        seconds += time.process_time() - started
        pages += len(truth["pages"])
        score = score_layout(truth, boxes)
        total.add(score)
        print(f"\n{name}, PyMuPDF layout")
        show(score, verbose)
    print(f"\nAll samples, layout: {pages} pages, {pages / seconds:.2f} pages per CPU second, with reading")
    show(total, False)


def read_layout(path: Path) -> list[tuple[int, str, list[list[str]]]]:
    """Page, text and table rows of every box that PyMuPDF's layout finds."""
    layout: Any = import_module("pymupdf.layout")
    layout.activate()
    pages = json.loads(layout.pymupdf.open(path).to_json())["pages"]
    boxes: list[tuple[int, str, list[list[str]]]] = []
    for page in pages:
        for box in page["boxes"]:
            lines = ["".join(span["text"] for span in line["spans"]) for line in box["textlines"] or []]
            rows = [[cell or "" for cell in row] for row in (box["table"] or {}).get("extract", [])]
            boxes.append((page["page_number"], " ".join(lines), rows))
    return boxes


def score_layout(truth: dict[str, Any], boxes: Sequence[tuple[int, str, list[list[str]]]]) -> Score:
    score = Score()
    media = {page["page"]: page["medium"] for page in truth["pages"]}
    for table in truth["tables"]:
        heads = [fold(" / ".join(path)) for path in table["columns"]]
        depth = max(len(path) for path in table["columns"])
        for row in table["rows"]:
            expected = [f"{h}:{fold(c)}" if c else "" for h, c in zip(heads, row["cells"], strict=True)]
            found = [
                _layout_row(rows, depth, r) for page, _, rows in boxes if page == row["page"] for r in rows
            ]
            best = max(found, key=lambda parts: _hits(expected, parts), default=[])
            for head, want in zip(heads, expected, strict=True):
                right = want in best if want else not any(p.startswith(f"{head}:") for p in best)
                score.count(f"cells {media[row['page']]}", right, f"p{row['page']} {want!r} not in {best}")
    for kind, things in (
        ("steps", [s for procedure in truth["procedures"] for s in procedure["steps"]]),
        ("warnings whole", truth["warnings"]),
    ):
        for thing in things:
            medium = media[thing["page"]]
            said = [
                _said(_bare(text), thing.get("word", "")) for page, text, _ in boxes if page == thing["page"]
            ]
            right = any(same(text, thing["text"], medium != "digital") for text in said)
            score.count(f"{kind} {medium}", right, f"p{thing['page']} {thing['text'][:60]!r}")
    return score


def _layout_row(rows: Sequence[Sequence[str]], depth: int, row: Sequence[str]) -> list[str]:
    """A row as `header path: cell`, its first `depth` rows taken as header, empty header cells as spanned."""
    parts = []
    for column, cell in enumerate(row):
        path: list[str] = []
        for head in rows[:depth]:
            filled = [text for text in head[: column + 1] if text]
            title = head[column] or (filled[-1] if filled and head is rows[0] and depth > 1 else "")
            if title and title not in path:
                path.append(title)
        if cell:
            parts.append(fold(" / ".join(path) + ":" + cell))
    return parts


def show(score: Score, verbose: bool) -> None:
    for what in sorted(score.all):
        print(
            f"  {what:28} {score.right[what]:5} / {score.all[what]:5}",
            f"{score.right[what] / score.all[what]:.1%}",
        )
    if verbose:
        for line in score.wrong:
            print(f"    - {line[:400]}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--layout", action="store_true", help="run PyMuPDF's layout models as well")
    parser.add_argument("--verbose", action="store_true", help="name what was wrong")
    arguments = parser.parse_args()
    run_ours(arguments.verbose)
    if arguments.layout:
        run_layout(arguments.verbose)


if __name__ == "__main__":
    main()
