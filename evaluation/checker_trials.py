"""What would make the local checker better: more of the same data, or MiniLM's similarity as one more sign.

Both are scored on sources that the trees never saw (five folds; of our own claims each manual left out). The
numbers decide and are told in docs/checker.md; nothing here is shipped.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version

import numpy as np

from evaluation import train_checker
from evaluation.checker import Embed, area
from evaluation.keeping import Kept
from evaluation.train_checker import Learnt, folds, grow_one, rows_of
from vlm.alignment import align, split
from vlm.forest import Floats, Forest
from vlm.judges.local import support_of

SHARES = (0.1, 0.3, 1.0)  # of the sources of RAGTruth
OWN_SHARES = (0.0, 0.3, 1.0)  # of our own claims on the other manuals
LETTERS = 600  # of a sentence that are embedded
TOGETHER = 512  # sentences that are embedded, and kept, at once
_HEAD = "| AUROC | sentences | RAGTruth QA | RAGTruth summary | own, Chinese | own, English |"
_RULE = "|---|---|---|---|---|---|"


def try_sizes(learnt: Sequence[Learnt], kept: Kept) -> Iterator[str]:
    """The learning curve as a table, line by line: each is grown on a part of what it may see.

    RAGTruth's answers are told by trees of their own, our claims by trees grown on both, as shipped.
    """
    answers, own = [one for one in learnt if not one.own], [one for one in learnt if one.own]
    kept.expect(len(SHARES) * len(list(_parts(answers))) + len(OWN_SHARES) * len(list(_parts(own))))
    yield from (_HEAD, _RULE)
    for share in SHARES:
        told: dict[str, float] = {}
        sizes: list[int] = []
        for tested, rest in _parts(answers):
            some = _some_sources(rest, share)
            sizes.append(sum(len(one.wrong) for one in some))
            told |= _scored(some, tested, kept)
        yield _line(f"{share:.0%} of RAGTruth's sources", sizes, _areas(told, answers))
    for share in OWN_SHARES:
        told, sizes = {}, []
        for tested, rest in _parts(own):
            some = [*answers, *_some(rest, share)]
            sizes.append(sum(len(one.wrong) for one in some))
            told |= _scored(some, tested, kept)
        yield _line(f"all RAGTruth, {share:.0%} of our own", sizes, _areas(told, own))


def try_minilm(learnt: Sequence[Learnt], kept: Kept, embed: Embed | None = None) -> Iterator[str]:
    """AUROC without and with two more signs: the cosine with the nearest sentence of the evidence, and the
    mean of the nearest three. Raises PluginUnknown where the wheel of MiniLM is missing.
    """
    own = [one for one in learnt if one.own]
    answers = [one for one in learnt if not one.own]
    kept.expect(2 * (len(list(_parts(answers))) + len(list(_parts(own)))))
    cosines = _cosines(learnt, embed or _embedder(), kept)
    joined = [
        replace(one, signs=np.hstack([one.signs, near])) for one, near in zip(learnt, cosines, strict=True)
    ]
    alone = {
        one.text.id: float(near[:, 0].min(initial=1.0)) for one, near in zip(learnt, cosines, strict=True)
    }
    yield from (_HEAD, _RULE, _line("cosine alone, weakest sentence", [], _areas(alone, learnt)))
    for name, some, further in (("without MiniLM", learnt, 0), ("with MiniLM", joined, 2)):
        answers, own = [one for one in some if not one.own], [one for one in some if one.own]
        told: dict[str, float] = {}
        for tested, rest in _parts(answers):
            told |= _scored(rest, tested, kept, further)
        for tested, rest in _parts(own):
            told |= _scored([*answers, *rest], tested, kept, further)
        yield _line(name, [sum(len(one.wrong) for one in some)], _areas(told, some))


def _parts(learnt: Sequence[Learnt]) -> Iterator[tuple[list[Learnt], list[Learnt]]]:
    """What is scored and what may be learnt from, by folds of sources."""
    for left_out in folds(one.text for one in learnt):
        yield (
            [one for one in learnt if one.text.source in left_out],
            [one for one in learnt if one.text.source not in left_out],
        )


def _some_sources(learnt: Sequence[Learnt], share: float) -> list[Learnt]:
    sources = sorted({one.text.source for one in learnt})
    kept = np.random.default_rng(1).permutation(len(sources))[: max(round(share * len(sources)), 1)]
    chosen = {sources[i] for i in kept}
    return [one for one in learnt if one.text.source in chosen]


def _some(learnt: Sequence[Learnt], share: float) -> list[Learnt]:
    kept = np.random.default_rng(1).permutation(len(learnt))[: round(share * len(learnt))]
    return [learnt[i] for i in np.sort(kept)]


def _scored(
    some: Sequence[Learnt], tested: Sequence[Learnt], kept: Kept, further: int = 0
) -> dict[str, float]:
    """What trees grown on some say of others, by text; kept by the signs of both and the code that grows."""
    rows = rows_of(some)
    sizes = [len(one.wrong) for one in tested]
    made_of = (
        inspect.getsource(train_checker.grow_one),
        f"{train_checker.TREES} {train_checker.MEMBERS} {train_checker.MONOTONE} {further}",
        f"scikit-learn {version('scikit-learn')}",
        *(rows.signs, rows.wrong, rows.weights),
        *(np.concatenate([one.signs for one in tested]), np.array(sizes)),
    )
    told = kept.get(made_of, lambda: np.array(list(_told(grow_one(rows, further), tested).values())))
    return {one.text.id: float(value) for one, value in zip(tested, told, strict=True)}


def _told(forest: Forest, learnt: Sequence[Learnt]) -> dict[str, float]:
    return {one.text.id: support_of(forest.odds(one.signs)) if len(one.signs) else 0.0 for one in learnt}


def _areas(told: Mapping[str, float], learnt: Sequence[Learnt]) -> list[float | None]:
    """In the order of the table; None for a part that was not asked for."""
    found: list[float | None] = []
    for kind in ("qa", "summary", "zh", "en"):
        here = [one.text for one in learnt if one.text.kind == kind]
        found.append(area([told[text.id] for text in here], [text.gold for text in here]) if here else None)
    return found


def _line(name: str, sizes: Sequence[int], areas: Sequence[float | None]) -> str:
    count = f"{np.mean(sizes):.0f}" if sizes else "–"
    cells = [f"{value:.3f}" if value is not None else "–" for value in areas]
    return f"| {' | '.join([name, count, *cells])} |"


def _cosines(learnt: Sequence[Learnt], embed: Embed, kept: Kept) -> list[Floats]:
    """(sentences, 2) for each text."""
    pieces = [
        ([s[:LETTERS] for s in _sentences(one)], [s[:LETTERS] for t in one.text.evidence for s in split(t)])
        for one in learnt
    ]
    order = sorted({s for said, printed in pieces for s in (*said, *printed)}, key=lambda s: (len(s), s))
    batches = [order[at : at + TOGETHER] for at in range(0, len(order), TOGETHER)]
    kept.expect(len(batches))
    made = (kept.get(("MiniLM", *some), partial(_embedded, embed, some)) for some in batches)
    vectors = dict(zip(order, np.concatenate(list(made)), strict=True))
    found = []
    for said, printed in pieces:
        near = np.zeros((len(said), 2))
        if said and printed:
            table = np.array([vectors[s] for s in said]) @ np.array([vectors[s] for s in printed]).T
            nearest = np.sort(table, axis=1)[:, ::-1]
            near = np.column_stack([nearest[:, 0], nearest[:, :3].mean(axis=1)])
        found.append(near)
    return found


def _embedded(embed: Embed, texts: Sequence[str]) -> Floats:
    return np.array(embed(texts), dtype=np.float64)


def _sentences(one: Learnt) -> list[str]:
    return [sentence.text for sentence in align(one.text.text, one.text.evidence, one.text.question)]


def _embedder() -> Embed:
    from retrieval.embedder import EmbedderSettings
    from retrieval.embedders.minilm import build

    return build(EmbedderSettings()).passages
