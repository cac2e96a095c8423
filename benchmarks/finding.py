"""Measures retrieval on public manuals with the very Search the service uses.

    python benchmarks/finding.py --data ../shared/data [--only ohr-gt ...] [--store exact] [--json out.json]

It prints Markdown; a page or section is one unit, cut into passages of some 90 words.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kb_sources.manual import Box, Edition, Language, Manual, Passage, Span
from kb_sources.plugins import load
from retrieval.glossary import Glossary
from retrieval.index import Index
from retrieval.lexical import Encoder
from retrieval.query import Evidence, Query
from retrieval.question import Reader, Weights, Widener
from retrieval.search import Search
from retrieval.store import PassageStore, StoreSettings

PASSAGE_WORDS = 90
RESAMPLES = 1000
HITS = 20
SYNTHETIC = 10_000


@dataclass(frozen=True, slots=True)
class Unit:
    """A page or section, what a question's gold names."""

    manual: str
    name: str
    titles: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    question: str
    gold: frozenset[tuple[str, str]]  # (manual, unit)
    fold: str  # what is left out together
    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    name: str
    units: Sequence[Unit]
    cases: Sequence[Case]
    language: Language


class NoGlossary:
    def widen(self, text: str) -> tuple[()]:
        return ()


@dataclass
class Shelf:
    """A catalogue in memory with the units of a task, each reading one manual."""

    task: Task
    readings: dict[str, tuple[Manual, Edition]] = field(default_factory=dict)
    held: dict[str, Passage] = field(default_factory=dict)
    unit_of: dict[str, tuple[str, str]] = field(default_factory=dict)

    def fill(self, index: Index) -> None:
        by_manual: dict[str, list[Unit]] = {}
        for unit in self.task.units:
            by_manual.setdefault(unit.manual, []).append(unit)
        for name, units in by_manual.items():
            manual = Manual(name, "t", "", "", (name,), self.task.language)
            edition = Edition("e-" + name, name, "", self.task.language, "live", name, len(units))
            self.readings[name] = (manual, edition)
            passages = [p for page, unit in enumerate(units, 1) for p in self._cut(unit, page)]
            self.held.update({p.id: p for p in passages})
            index.publish(name, manual, passages)

    def _cut(self, unit: Unit, page: int) -> Iterable[Passage]:
        for number, text in enumerate(cut(unit.text)):
            id_ = f"{unit.manual}|{unit.name}|{number}"
            self.unit_of[id_] = (unit.manual, unit.name)
            spans = (Span(0, len(text), page, Box(0, 0, 1, 1)),)
            yield Passage(id_, "e", unit.manual, "text", unit.titles, number, text, spans, "textlayer")

    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]:
        return self.readings

    def excluded(self, tenant: str) -> frozenset[str]:
        return frozenset()

    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        return {i: self.held[i] for i in ids}

    def passages_of(self, reading: str) -> list[Passage]:
        return [p for p in self.held.values() if p.reading == reading]

    def part(self, reading: str, part_of: str) -> Sequence[Passage]:
        return ()


def cut(text: str) -> list[str]:
    """Whole lines up to about PASSAGE_WORDS words; two Chinese characters count as one."""
    pieces: list[str] = []
    size = PASSAGE_WORDS
    for line in filter(str.strip, text.split("\n")):
        words = len(line.split()) + len(re.findall("[\u4e00-\u9fff]", line)) // 2
        if size + words > PASSAGE_WORDS:
            pieces.append(line)
            size = words
        else:
            pieces[-1] += "\n" + line
            size += words
    return pieces or [" "]


def ohr(data: Path, kind: str) -> Task:
    units = [
        Unit(file.stem, str(page["page_idx"]), (), page["text"])
        for file in sorted((data / "ohr-bench-manual/corpus" / kind).glob("*.json"))
        for page in json.loads(file.read_text())
    ]
    cases = []
    for row in json.loads((data / "ohr-bench-manual/dev/qas_manual_dev.json").read_text()):
        manual = row["doc_name"].removeprefix("manual/")
        cases.append(Case(row["questions"], frozenset({(manual, str(row["evidence_page_no"]))}), manual))
    return Task(f"ohr-{kind}", units, cases, "en")


def samsung(data: Path, *, filtered: bool) -> Task:
    folder = data / "emanual-samsung"
    files = {"S10": folder / "dev/s10_manual_corpus.json"}
    files.update({f.stem: f for f in sorted((folder / "distractors").glob("*.json"))})
    units = []
    for manual, file in files.items():
        sections = json.loads(file.read_text())
        for key, section in sections.items():
            path = [sections[k]["title"] for k in section["section_hierarchy"].split(">") if k in sections]
            units.append(Unit(manual, f"{key}|{'>'.join(path)}", tuple(path), "\n".join(section["text"])))
    cases = []
    own = [u.name for u in units if u.manual == "S10"]
    with (folder / "dev/s10_50_questions.csv").open() as rows:
        for row in csv.DictReader(rows):
            gold = frozenset(("S10", name) for name in _sections(own, row["section_path"]))
            cases.append(Case(row["question"], gold, row["question_id"], ("S10",) if filtered else ()))
    return Task("samsung-filtered" if filtered else "samsung", units, cases, "en")


def _sections(names: Sequence[str], path: str) -> list[str]:
    """The sections of a path; one path of the set has no section of its own, its parent holds the text."""
    while True:
        found = [name for name in names if name.split("|")[1] == path]
        if found or ">" not in path:
            return found
        path = path.rpartition(">")[0]


def cmrc(data: Path) -> Task:
    units: list[Unit] = []
    cases: list[Case] = []
    for article in json.loads((data / "cmrc2018-zh/dev/cmrc2018_trial.json").read_text())["data"]:
        for paragraph in article["paragraphs"]:
            name = paragraph["id"]
            units.append(Unit(name, "0", (), paragraph["context"]))
            cases.extend(Case(q["question"], frozenset({(name, "0")}), name) for q in paragraph["qas"])
    return Task("cmrc2018-zh", units, cases, "zh")


def home(data: Path) -> Task:
    """Chinese repair articles: thing and photo caption must find the article. Easy, 16 articles."""
    root = data / "repair-zh-home"
    units = []
    for file in sorted((root / "dev").glob("*-*/*.md")):
        text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", file.read_text())
        title = text.split("\n")[0].lstrip("# ").strip()
        units.append(Unit(str(file.relative_to(root / "dev")), "0", (title,), text))
    cases = []
    with (root / "image_to_article.tsv").open() as rows:
        for row in csv.DictReader(rows, delimiter="\t"):
            caption = re.sub(r"\d+$", "", row["alt"])
            title = Path(row["article"]).stem.split("-", 1)[1]
            question = f"{title[2:]} {caption}"
            cases.append(Case(question, frozenset({(row["article"], "0")}), row["article"]))
    distinct = {(c.question, c.gold): c for c in cases}
    return Task("repair-zh-home", units, list(distinct.values()), "zh")


TASKS: dict[str, Callable[[Path], Task]] = {
    "ohr-gt": lambda data: ohr(data, "gt"),
    "ohr-MinerU": lambda data: ohr(data, "MinerU"),
    "samsung-filtered": lambda data: samsung(data, filtered=True),
    "samsung": lambda data: samsung(data, filtered=False),
    "cmrc2018-zh": cmrc,
    "repair-zh-home": home,
}


@dataclass(frozen=True, slots=True)
class Result:
    ranks: tuple[int, ...]  # of the first gold unit, 1-based; 99 when it is not among the hits
    folds: tuple[str, ...]
    milliseconds: tuple[float, ...]

    def at(self, k: int) -> float:
        return sum(r <= k for r in self.ranks) / len(self.ranks)

    def interval(self, k: int) -> tuple[float, float]:
        """95 %, by resampling what belongs together (manual, article)."""
        groups: dict[str, list[bool]] = {}
        for rank, fold in zip(self.ranks, self.folds, strict=True):
            groups.setdefault(fold, []).append(rank <= k)
        rng = random.Random(0)
        names = list(groups)
        means = []
        for _ in range(RESAMPLES):
            drawn = [hit for name in rng.choices(names, k=len(names)) for hit in groups[name]]
            means.append(sum(drawn) / len(drawn))
        means.sort()
        return means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES)]


def run(task: Task, shelf: Shelf, search: Search) -> Result:
    ranks, times = [], []
    for case in task.cases:
        began = time.perf_counter()
        evidence = search.find(Query("t", case.question, task.language, case.products, limit=HITS))
        times.append((time.perf_counter() - began) * 1000)
        ranks.append(rank(evidence, shelf, case))
    return Result(tuple(ranks), tuple(c.fold for c in task.cases), tuple(times))


def rank(evidence: Evidence, shelf: Shelf, case: Case) -> int:
    """Of the gold unit among the distinct units hit; an equal text elsewhere counts as what it repeats."""
    seen: set[tuple[str, str]] = set()
    for hit in evidence.hits:
        first, *others = (shelf.unit_of[h.passage.id] for h in (hit, *hit.also))
        seen.add(first)
        if case.gold & {first, *others}:
            return len(seen)
    return 99


def measure_speed(encoder: Encoder, glossary: Widener, store_name: str) -> tuple[int, float, float]:
    """Passages, p50 and p95 in milliseconds of a whole search among synthetic passages of Zipf words."""
    rng = random.Random(0)
    words = [
        f"{a}{b}{c}"
        for a in "bcdfgklmnprst"
        for b in ("an", "el", "or", "ui")
        for c in ("ta", "mo", "ix", "ed")
    ]
    chances = [1 / rank for rank in range(1, len(words) + 1)]
    units = [
        Unit(
            f"m{n % 50}",
            str(n),
            (rng.choice(words),),
            "\n".join(" ".join(rng.choices(words, chances, k=12)) for _ in range(7)),
        )
        for n in range(SYNTHETIC)
    ]
    cases = [Case(" ".join(rng.choices(words, chances, k=8)), frozenset(), "") for _ in range(200)]
    result, held = measure(Task("speed", units, cases, "en"), encoder, glossary, store_name)
    ordered = sorted(result.milliseconds)
    return held, statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def measure(task: Task, encoder: Encoder, glossary: Widener, store_name: str) -> tuple[Result, int]:
    """Index a task in a temporary folder and ask it; also how many passages there were."""
    with tempfile.TemporaryDirectory() as folder:
        store: PassageStore = load("retrieval.stores", store_name).build(
            StoreSettings(path=Path(folder) / "index")
        )
        shelf = Shelf(task)
        shelf.fill(Index(store, encoder, ("t",)))
        reader = Reader(encoder, glossary, Weights())
        result = run(task, shelf, Search(store, shelf, encoder, reader))
        store.close()
    return result, len(shelf.held)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public sets")
    parser.add_argument("--only", nargs="*", choices=TASKS, default=list(TASKS))
    parser.add_argument("--store", default="qdrant_edge")
    parser.add_argument("--no-glossary", action="store_true")
    parser.add_argument("--speed", action="store_true", help=f"also time {SYNTHETIC:,} synthetic passages")
    parser.add_argument("--json", type=Path, help="also write the ranks there")
    options = parser.parse_args()
    encoder = Encoder()
    glossary: Widener = NoGlossary() if options.no_glossary else Glossary.load()
    rows = {}
    print("| task | questions | units | @1 | 95 % | @5 | 95 % | p50 ms |")
    print("|---|---|---|---|---|---|---|---|")
    for name in options.only:
        task = TASKS[name](options.data)
        result, _ = measure(task, encoder, glossary, options.store)
        cells = [name, str(len(task.cases)), str(len(task.units))]
        for k in (1, 5):
            low, high = result.interval(k)
            cells += [f"{result.at(k):.3f}", f"{low:.3f}–{high:.3f}"]
        cells.append(f"{statistics.median(result.milliseconds):.1f}")
        print("| " + " | ".join(cells) + " |", flush=True)
        rows[name] = {"at_1": result.at(1), "at_5": result.at(5), "ranks": result.ranks}
    if options.speed:
        held, median, slow = measure_speed(encoder, glossary, options.store)
        print(f"\n{held:,} passages: p50 {median:.1f} ms, p95 {slow:.1f} ms with {HITS} hits")
    if options.json:
        options.json.write_text(json.dumps(rows))


if __name__ == "__main__":
    main()
