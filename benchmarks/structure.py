"""Tables, steps and warnings of our sample manuals against their truth: ours, and PyMuPDF's layout models.

    python benchmarks/structure.py [--layout] [--verbose]

Prints per manual and medium: table cells exact with their header path, steps exact and procedures in order,
warnings bound to exactly the right steps; pages per second of structure + chunk.
"""

from __future__ import annotations

import argparse
import json
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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
        started = time.perf_counter()
        passages = chunk(structure(read_pages, language), edition="sample", reading="sample")
        seconds += time.perf_counter() - started
        pages += len(read_pages)
        score = score_manual(truth, passages)
        total.add(score)
        print(f"\n{name}: {len(read_pages)} pages, {len(passages)} passages")
        show(score, verbose)
    print(f"\nAll samples: {pages} pages, {pages / seconds:.0f} pages/s (structure + chunk)")
    show(total, False)


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
    parser.add_argument("--verbose", action="store_true", help="name what was wrong")
    arguments = parser.parse_args()
    run_ours(arguments.verbose)


if __name__ == "__main__":
    main()
