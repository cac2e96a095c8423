"""A run's summary as Markdown: tables, and every failed case with its cause. It computes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evaluation.bootstrap import RESAMPLES, SEED, Estimate
from evaluation.confusion import ACTIONS
from evaluation.cost import Cost
from evaluation.summary import Summary

SHORT = ("hit@1", "hit@5", "correct", "action", "cited page", "grounded", "no forbidden", "not answered")
MEANING = {
    "hit@1": "a gold page is the first page found",
    "hit@3": "… among the first three",
    "hit@5": "… among the first five",
    "rr": "reciprocal rank of the first gold page (mean: MRR)",
    "ndcg@10": "nDCG; every gold page counts, though one is enough to answer",
    "correct": "the wanted action, all gold strings of an answer, no forbidden value",
    "action": "answer, clarify, refuse, handoff as wanted",
    "must": "share of the gold strings that the answer holds",
    "complete": "answered, with all of them",
    "not answered": "where there is no answer, none is given",
    "no forbidden": "no forbidden value, whatever the action",
    "cited page": "a claim cites a gold page",
    "citation precision": "share of cited places on a gold page",
    "citation recall": "share of claims that cite a gold page",
    "grounded": "claims and warnings that stand in their quotes (extractive: quotes only, by construction)",
    "figures": "share of figures that stand in their quotes, exactly",
    "warnings": "share of the warnings binding a cited step that came with it",
    "region": "gold words that are quoted: their printed line lies under a cited box",
    "box iou": "what is lit and the lines that print the quote: intersection over union",
    "alce recall": "share of claims that their citations carry (ALCE; reworded claims need a judge)",
    "alce precision": "share of citations that their claim needs (ALCE)",
    "not fabricated": "share of cited quotes that are printed in the manuals at all",
    "not misattributed": "share of cited quotes that are not printed elsewhere instead",
}


def to_markdown(summary: Summary) -> str:
    parts = [
        _head(summary),
        _measures(summary),
        _beside(summary),
        *(_group(name, rows) for name, rows in summary.groups.items()),
        _actions(summary),
        _latency(summary),
        _failed(summary),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(_cell(c) for c in line) + " |" for line in lines)


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def interval(value: Estimate) -> str:
    return "–" if value.low is None else f"{number(value.low)} … {number(value.high)}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _head(summary: Summary) -> str:
    run = summary.run
    lines = [
        f"# Evaluation: {run['source']}",
        " · ".join(
            (f"{run['cases']} cases", run["when"], f"asked {run['asked']}", f"photos {run['photos']}")
        ),
        f"Answers: {run['modes']}. n: cases that could be judged. "
        f"95 %: bootstrap intervals over cases ({RESAMPLES:,} resamples, seed {SEED}).",
    ]
    if run.get("absent"):
        lines.append(f"**Gold manuals not in the knowledge base:** {', '.join(run['absent'])}")
    return "\n\n".join(lines)


def _measures(summary: Summary) -> str:
    rows = [
        (name, number(e.mean), interval(e), str(e.n), str(e.unjudged or ""), MEANING.get(name, ""))
        for name, e in summary.measures.items()
    ]
    return "## Measures\n" + table(("measure", "mean", "95 %", "n", "not judged", "what it says"), rows)


def _beside(summary: Summary) -> str:
    if not summary.beside:
        return ""
    rows = [
        (
            name,
            number(summary.measures[name].mean),
            number(b.baseline.mean),
            f"{b.gain.mean or 0:+.3f}",
            interval(b.gain),
            str(b.gain.n),
        )
        for name, b in summary.beside.items()
    ]
    what = "Reader → SentenceSplitter → the same search; no structure, no filter, no photo."
    return f"## Retrieval beside stock LlamaIndex\n{what}\n\n" + table(
        ("measure", "ours", "LlamaIndex", "difference", "95 %", "n"), rows
    )


def _group(name: str, rows: Mapping[str, Mapping[str, Estimate]]) -> str:
    shown = [m for m in SHORT if any(m in row for row in rows.values())]
    lines = [
        (value, str(max(e.n + e.unjudged for e in row.values())), *(_brief(row[m]) for m in shown))
        for value, row in rows.items()
    ]
    return f"## By {name}\n" + table((name, "cases", *shown), lines)


def _brief(value: Estimate) -> str:
    return "–" if value.mean is None else f"{value.mean:.2f} [{value.low:.2f}, {value.high:.2f}] n={value.n}"


def _actions(summary: Summary) -> str:
    confusion = summary.confusion
    if not confusion.counts:
        return ""  # nothing was asked: a set of texts is searched
    rows = []
    for action in ACTIONS:
        hits = confusion.hits(action)
        counts = (str(confusion.count(action, got)) for got in confusion.columns)
        rows.append((f"**{action}**", *counts, number(hits.precision), number(hits.recall), number(hits.f1)))
    header = ("wanted \\ got", *confusion.columns, "precision", "recall", "F1")
    return "## Actions\n" + table(header, rows)


def _latency(summary: Summary) -> str:
    told = " · ".join(f"{name} {value:,.0f} ms" for name, value in summary.latency.items())
    return f"## Latency and cost\n{told or 'nothing was answered'}\n\n{spent(summary.cost)}"


def spent(cost: Cost) -> str:
    """What a reply took on average: time, tokens where a model was asked, money where prices are named."""
    parts = [f"{cost.seconds:.3f} s a reply"]
    if cost.prompt_tokens is not None:
        parts.append(f"{cost.prompt_tokens:,.0f} tokens in, {cost.completion_tokens or 0:,.0f} out")
    if cost.per_reply is not None:
        parts.append(f"{cost.per_reply:.6f} {cost.currency} a reply".replace("  ", " "))
    return " · ".join(parts)


def _failed(summary: Summary) -> str:
    failed = [row for row in summary.cases if row["cause"]]
    title = f"## Failed: {len(failed)} of {len(summary.cases)}\n"
    if not failed:
        return title + "None."
    order = list(summary.causes)
    counts = " · ".join(f"{cause} {n}" for cause, n in summary.causes.items())
    rows = [
        (row["id"], row["cause"], f"{row['wanted']} → {row['got']}", _cut(row["why"]), _cut(row["question"]))
        for row in sorted(failed, key=lambda row: order.index(row["cause"]))
    ]
    return f"{title}{counts}\n\n" + table(("case", "cause", "action", "why", "question"), rows)


def _cut(text: str, most: int = 110) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
