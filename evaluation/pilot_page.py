"""The pilot's page: shares, gaps, and the sampled answers with their manual pages for a person to mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation import plots
from evaluation.drilldown import lay_out
from evaluation.page import as_cite, data_uri, fill, words
from evaluation.pilot import OUTCOMES, Findings, Outcome, Row
from kb_sources.errors import FixciteError
from kb_sources.manual import Language
from vlm.photo import Photo

Clean = Callable[[bytes], Photo]
_ROWS = 40  # products or symptoms in a table, the most frequent first
_GAPS = 30
_PHOTO = 480  # pixels


def lay_out_sample(outcome: Outcome, clean: Clean | None = None) -> dict[str, Any]:
    """A sampled ticket as the page shows it: question and photo as the service keeps them, and the claims.

    Without `clean`, the service's own, nothing can redact a photo, and none is shown.
    """
    result, ticket = outcome.result, outcome.ticket
    row = {"id": ticket.id, "cause": "", "why": "", "scores": {}, "tags": []}
    told = lay_out(row, result)
    return told | {
        "answer": result.answer["id"],
        "question": result.trail.get("question") or ticket.question,
        "product": result.trail.get("product") or ticket.product,
        "symptom": ticket.symptom,
        "photo": _photo(ticket.photo, clean) if ticket.photo and clean else "",
    }


def render(
    name: str,
    found: Findings,
    sampled: Sequence[Mapping[str, Any]],
    pictures: Mapping[str, str],
    language: Language,
    *,
    asked: str,
    columns: str,
    bad: int,
    milliseconds: Sequence[float],
) -> str:
    """The whole page; `sampled` as `lay_out_sample` gives them, `pictures` as page.embed does."""
    w = words("pilot", language)
    there = [name for name in OUTCOMES if name in found.shares]
    return fill(
        "pilot",
        language,
        pictures=pictures,
        w=w,
        pilot=name,
        found=found,
        asked=asked,
        columns=columns,
        bad=bad,
        tiles=_tiles(found, w),
        outcomes=there,
        gaps=[gap_line(gap, language) for gap in found.gaps[:_GAPS]],
        plots={
            "outcomes": plots.plot_bars(
                {w[n]: round((found.shares[n].mean or 0) * found.tickets) for n in there}, plots.ACCENT
            ),
            "time": plots.plot_time(milliseconds),
        },
        tables=[
            {"title": w["by_product"], "head": w["product"], "rows": _rows(found.by_product, there)},
            {"title": w["by_symptom"], "head": w["symptom"], "rows": _rows(found.by_symptom, there)},
        ],
        cases=[
            {**one, "claims": [{**c, "cites": [as_cite(p) for p in c["cites"]]} for c in one["claims"]]}
            for one in sampled
        ],
    )


def gap_line(gap: tuple[int, str, str, str], language: Language) -> str:
    """As it is said aloud: "37 tickets, no passage: E21 on model B"."""
    n, why, about, product = gap
    w = words("pilot", language)
    return w["gap"].format(
        n=n, tickets=w["ticket" if n == 1 else "tickets"], why=w[why], about=about, on=product
    )


def _photo(path: Path, clean: Clean) -> str:
    """Upright and redacted; "" where it cannot be opened any more, or may not be kept."""
    try:
        photo = clean(path.read_bytes())
    except (OSError, FixciteError):
        return ""
    return data_uri(photo.jpeg, _PHOTO) if photo.stored else ""


def _tiles(found: Findings, w: Mapping[str, str]) -> list[dict[str, str]]:
    tiles = [
        {"name": w[name], "value": f"{share.mean:.1%}", "note": f"{share.low:.1%} … {share.high:.1%}"}
        for name, share in found.shares.items()
        if share.mean is not None
    ]
    spent = found.latency_ms
    if spent:
        note = f"p95 {spent['p95']:,.0f} ms"
        tiles.append({"name": "p50", "value": f"{spent['p50']:,.0f} ms", "note": note})
    if found.cost.per_reply is not None:
        value = f"{found.cost.per_reply:.5f}"
        tiles.append({"name": w["cost"], "value": value, "note": found.cost.currency})
    return tiles


def _rows(rows: Sequence[Row], outcomes: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "name": row.name,
            "tickets": row.tickets,
            "cells": [f"{row.counts.get(n, 0)} ({row.counts.get(n, 0) / row.tickets:.0%})" for n in outcomes],
        }
        for row in rows[:_ROWS]
    ]
