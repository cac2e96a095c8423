"""Does searching by meaning help? Words alone, meaning alone and both, on public manuals and on our samples.

    python benchmarks/fusion.py --data ../shared/data [--kb samples=FOLDER manuals_pdf=FOLDER] [--out FILE.md]

The weight of the cosine is fitted with one manual left out (its questions in every task), over all public
tasks alike, and told on the questions left out. `--kb` names knowledge bases of a dataset's manuals; their
questions are only told, with the weight fitted on all of the public ones. Vectors are kept in `--cache`, so
that a second run is quick.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from finding import HITS, NOT_FOUND, TASKS, folds, rank

from evaluation.case import Case
from evaluation.dataset import DATASETS, Dataset, DatasetSettings
from evaluation.shelf import Desk, Shelf
from kb_sources.catalogue import Catalogue
from kb_sources.codes import codes_in
from kb_sources.database import connect
from kb_sources.manual import Language
from kb_sources.plugins import load
from kb_sources.vectors import Vectors
from retrieval.embedder import Dense, Embedder, EmbedderSettings, Meanings
from retrieval.fusion import Fusing
from retrieval.glossary import Glossary
from retrieval.index import Index
from retrieval.lexical import Encoder
from retrieval.products import Named, Products
from retrieval.query import Query
from retrieval.question import Reader, Weights
from retrieval.search import Library, Search
from retrieval.store import Fusion, Lookup, PassageStore, Ranks, StoreSettings, Sum

PUBLIC = ("ohr-gt", "ohr-MinerU", "samsung-filtered")
WEIGHTS = (0.0, 4.0, 8.0, 12.0, 16.0, 20.0, 30.0)
MEANING = Sum(1e6)  # words tell only what no vector was near to
RANKS = (Ranks(1.0), Ranks(0.3))
RESAMPLES = 2000
STORE = "qdrant_edge"
OWN = "default"

Found = tuple[int, ...]  # the rank of the first gold page of each case


class Dial(Fusing):
    """A fusion that can be changed or, as None, turned off."""

    way: Fusion | None = None

    def add(self, lookup: Lookup, text: str, codes: Sequence[str], language: Language | None) -> Lookup:
        if self.way is None:
            return lookup
        self._fusion = self.way
        return super().add(lookup, text, codes, language)


class Once:
    """The embedder with the vectors of questions remembered: each is asked many times here."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedding, self.languages = embedder.embedding, embedder.languages
        self.passages = embedder.passages
        self._ask = lru_cache(maxsize=None)(embedder.question)

    def question(self, text: str) -> Dense:
        return self._ask(text)


@dataclass(frozen=True, slots=True)
class Bench:
    embedder: Embedder
    memory: Vectors
    folder: Path

    @contextmanager
    def opened(self, library: Library) -> Iterator[tuple[Index, Search, Dial]]:
        encoder = Encoder()
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            settings = StoreSettings(Path(folder) / "index", embedding=self.embedder.embedding)
            store: PassageStore = load("retrieval.stores", STORE).build(settings)
            try:
                index = Index(store, encoder, (OWN,), Meanings(self.embedder, self.memory))
                dial = Dial(self.embedder, store, encoder, MEANING)
                reader = Reader(encoder, Glossary.load(), Weights())
                yield index, Search(store, library, encoder, reader, dial), dial
            finally:
                store.close()


@dataclass(frozen=True, slots=True)
class Task:
    """The ranks of every way of searching, and which cases are left out together."""

    name: str
    folds: tuple[str, ...]
    found: Mapping[Fusion | None, Found]


def public(bench: Bench, name: str, data: Path) -> Task:
    texts = TASKS[name](DatasetSettings(data))
    shelf = Shelf(texts.pages)
    with bench.opened(shelf) as (index, search, dial):
        shelf.fill(index)
        desk = Desk(shelf, search)
        found: dict[Fusion | None, Found] = {}
        for way in (None, MEANING, *RANKS, *map(Sum, WEIGHTS)):
            dial.way = way
            results = desk.find(texts.cases, HITS)
            found[way] = tuple(rank(case, result) for case, result in zip(texts.cases, results, strict=True))
    return Task(name, folds(texts.cases), found)


def own(bench: Bench, name: str, kb: Path, data: Path, weight: float) -> list[Task]:
    """The English questions of a dataset to a knowledge base of its manuals, by how they are worded."""
    dataset: Dataset = load(DATASETS, name).build(DatasetSettings(data))
    catalogue = Catalogue(connect(f"sqlite:///{(kb / 'catalogue.db').resolve()}"))
    groups: dict[str, list[Case]] = {}
    for case in dataset.cases():
        if case.action == "answer" and case.places and case.lang == "en" and case.question:
            kind = "cross" if "cross" in case.tags else "lay" if "lay" in case.tags else "rest"
            groups.setdefault(kind, []).append(case)
    tasks = []
    with bench.opened(catalogue) as (index, search, dial):
        index.rebuild(catalogue)
        products = Products(catalogue, OWN, lambda text: search.knows(OWN, text))
        for kind, cases in sorted(groups.items()):
            found: dict[Fusion | None, Found] = {}
            for way in (None, MEANING, Sum(weight)):
                dial.way = way
                found[way] = tuple(_ask(search, products, case) for case in cases)
            tasks.append(Task(f"{name}: {kind}", tuple(case.id for case in cases), found))
    return tasks


def _ask(search: Search, products: Products, case: Case) -> int:
    match = products.recognise(case.product, [case.question])
    chosen = match.products if isinstance(match, Named) else ()
    codes = codes_in(case.question, products.known())
    hits = search.find(Query(OWN, case.question, case.lang, chosen, codes, limit=HITS)).hits
    places = [
        (hit.edition.source_name, hit.passage.spans[0].page if hit.passage.spans else 1) for hit in hits
    ]
    right = (n for n, place in enumerate(dict.fromkeys(places), start=1) if case.on_gold(*place))
    return next(right, NOT_FOUND)


def fitted(tasks: Sequence[Task], without: str = "") -> float:
    """The weight with the best reciprocal rank, every task counting alike; the least of equal ones."""

    def worth(weight: float) -> float:
        means = []
        for task in tasks:
            kept = [1 / r for r, f in zip(task.found[Sum(weight)], task.folds, strict=True) if f != without]
            means.append(statistics.fmean(kept))
        return round(statistics.fmean(means), 6)

    return max(WEIGHTS, key=lambda weight: (worth(weight), -weight))


def held_out(tasks: Sequence[Task]) -> tuple[list[Found], list[float]]:
    """Of each task the ranks under the weight fitted without the case's manual; and those weights."""
    chosen = {fold: fitted(tasks, fold) for fold in {f for task in tasks for f in task.folds}}
    ranks = [tuple(task.found[Sum(chosen[fold])][n] for n, fold in enumerate(task.folds)) for task in tasks]
    return ranks, sorted(chosen.values())


def gain(before: Found, after: Found, folds_: Sequence[str], k: int) -> str:
    """The difference of hits among the first k, in points, with its 95 % interval by resampling folds."""
    groups: dict[str, list[float]] = {}
    for old, new, fold in zip(before, after, folds_, strict=True):
        groups.setdefault(fold, []).append(100.0 * ((new <= k) - (old <= k)))
    rng, names, means = random.Random(0), list(groups), []
    for _ in range(RESAMPLES):
        drawn = [x for name in rng.choices(names, k=len(names)) for x in groups[name]]
        means.append(statistics.fmean(drawn))
    means.sort()
    middle = statistics.fmean([x for some in groups.values() for x in some])
    return f"{middle:+.1f} [{means[int(0.025 * RESAMPLES)]:+.1f}, {means[int(0.975 * RESAMPLES)]:+.1f}]"


def line(task: Task, way: str, ranks: Found) -> str:
    cells = [task.name, str(len(ranks)), way]
    cells += [f"{sum(r <= k for r in ranks) / len(ranks):.3f}" for k in (1, 5)]
    cells.append(f"{statistics.fmean(1 / r for r in ranks):.3f}")
    words = task.found[None]
    cells += ["", ""] if ranks is words else [gain(words, ranks, task.folds, k) for k in (1, 5)]
    return "| " + " | ".join(cells) + " |"


def table(tasks: Sequence[Task], others: Sequence[Task], weight: float) -> list[str]:
    lines = [
        "| task | questions | searched by | @1 | @5 | RR | @1 against words, points [95 %] | @5 |",
        "|---|---|---|---|---|---|---|---|",
    ]
    ranks, weights = held_out(tasks) if tasks else ([], [])
    for task, left_out in zip(tasks, ranks, strict=True):
        lines.append(line(task, "words", task.found[None]))
        lines.append(line(task, "meaning", task.found[MEANING]))
        lines += [line(task, f"ranks fused, weight {way.weight:g}", task.found[way]) for way in RANKS]
        lines.append(line(task, "sum, weight fitted on other manuals", left_out))
    for task in others:
        lines.append(line(task, "words", task.found[None]))
        lines.append(line(task, "meaning", task.found[MEANING]))
        lines.append(line(task, f"sum, weight {weight:g}", task.found[Sum(weight)]))
    if weights:
        lines += ["", f"Weights fitted: {weights[0]:g} to {weights[-1]:g}; on all public tasks {weight:g}."]
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public sets")
    parser.add_argument("--only", nargs="*", choices=(*PUBLIC, "none"), default=list(PUBLIC))
    parser.add_argument("--kb", nargs="*", default=[], metavar="DATASET=FOLDER")
    parser.add_argument("--embedder", default="minilm")
    parser.add_argument("--cache", type=Path, default=Path("out/fusion"))
    parser.add_argument("--weight", type=float, help="of the cosine, where none is fitted")
    parser.add_argument("--out", type=Path, help="also write the Markdown there")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    names = [name for name in options.only if name != "none"]
    if names or options.kb:
        embedder = Once(load("retrieval.embedders", options.embedder).build(EmbedderSettings()))
        kind = embedder.embedding
        engine = connect(f"sqlite:///{(options.cache / 'vectors.db').resolve()}")
        bench = Bench(embedder, Vectors(engine, kind.name, kind.dimension), options.cache)
        tasks = [public(bench, name, options.data) for name in names]
        weight = options.weight or (fitted(tasks) if tasks else 0.0)
        others = []
        for pair in options.kb:
            name, _, folder = pair.partition("=")
            others += own(bench, name, Path(folder), options.data, weight)
        lines = [f"Embedder: {kind}.", "", *table(tasks, others, weight)]
    print("\n".join(lines))
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
