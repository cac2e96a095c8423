"""A run as one web page that works from a file, with JSON and CSV beside it: plots, tables, every case.

It draws on what `drilldown` lays out and embeds page pictures; it asks and judges nothing. All text is
data: nothing in it becomes markup, and no script but the page's own runs.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from PIL import Image

from evaluation import plots
from evaluation.drilldown import PageKey
from evaluation.report import MEANING, SHORT
from kb_sources.manual import Language

Pictures = Callable[[str, int], bytes | None]  # edition, page → PNG, None where there is none
_PAGES = Path(__file__).with_name("pages")
_WIDTH, _QUALITY = 1000, 50  # pixels and WebP quality of an embedded page: readable, some 40 kB
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(
    scores: Mapping[str, Any],
    cases: Sequence[Mapping[str, Any]],
    pictures: Mapping[str, str],
    language: Language,
) -> str:
    """The page of a run; `pictures` as `embed` gives them."""
    w = words("report", language)
    return fill(
        "report",
        language,
        pictures=pictures,
        w=w,
        run=scores["run"],
        tiles=_tiles(scores, w),
        plots={
            "measures": plots.plot_measures(scores["measures"]),
            "actions": plots.plot_actions(scores["actions"]),
            "causes": plots.plot_bars(scores["causes"]),
            "time": plots.plot_time([row["ms"] for row in scores["cases"]]),
        },
        measures=[_measure(name, e, meanings(language)) for name, e in scores["measures"].items()],
        groups=[_group(name, rows) for name, rows in scores["groups"].items()],
        picks=_picks(cases, w),
        cases=[_shown(case) for case in cases],
    )


def fill(name: str, language: Language, *, pictures: Mapping[str, str] | None = None, **values: Any) -> str:
    """A page of evaluation/pages with its own style and script inside, and a policy against any other."""
    script = "\n".join((_PAGES / file).read_text("utf-8") for file in ("viewer.js", f"{name}.js"))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        _templates()
        .get_template(f"{name}.html")
        .render(
            language=language,
            style=(_PAGES / "report.css").read_text("utf-8"),
            script=script,
            script_hash=f"sha256-{digest}",
            pictures=script_json(pictures or {}),
            **values,
        )
    )


def words(part: str, language: Language) -> dict[str, str]:
    """What a page says, in one language."""
    return {key: told[language] for key, told in _words()[part].items()}


def script_json(value: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


def embed(pages: Iterable[PageKey], pictures: Pictures, most: int) -> dict[str, str]:
    """The first `most` pages that there are pictures of, as data URIs by `edition/page`."""
    found: dict[str, str] = {}
    for edition, page in pages:
        if len(found) >= most:
            break
        picture = pictures(edition, page)
        if picture is not None:
            found[f"{edition}/{page}"] = data_uri(picture)
    return found


def data_uri(picture: bytes, width: int = _WIDTH) -> str:
    """A picture, made small."""
    with Image.open(io.BytesIO(picture)) as opened:
        drawn = opened.convert("RGB")
    if drawn.width > width:
        height = max(1, round(drawn.height * width / drawn.width))
        drawn = drawn.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=_QUALITY)
    return f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode()}"


def to_csv(scores: Mapping[str, Any]) -> str:
    """A line a case, a column a measure; a cell that a spreadsheet would compute is put in quotes."""
    measures = list(scores["measures"])
    head = [
        "id",
        "lang",
        "kind",
        "tags",
        "photo",
        "question",
        "wanted",
        "got",
        "cause",
        "why",
        "answer",
        "ms",
    ]
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow([*head, *measures])
    for row in scores["cases"]:
        told = [" ".join(row[k]) if k == "tags" else row[k] for k in head]
        rows.writerow([cell(x) for x in (*told, *(row["scores"].get(m) for m in measures))])
    return out.getvalue()


def cell(value: Any) -> Any:
    """What a spreadsheet takes for text (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _tiles(scores: Mapping[str, Any], w: Mapping[str, str]) -> list[dict[str, str]]:
    tiles = []
    for name in SHORT:
        e = scores["measures"].get(name)
        if e and e["mean"] is not None:
            note = f"{e['low']:.2f} … {e['high']:.2f} · n={e['n']}"
            tiles.append({"name": name, "value": f"{e['mean']:.1%}", "note": note})
    refusal = scores["actions"]["refuse"]["f1"]
    if refusal is not None:
        tiles.append({"name": w["refusal_f1"], "value": f"{refusal:.2f}", "note": ""})
    spent = scores["latency_ms"]
    if spent:
        value = f"{spent['p50']:,.0f} ms"
        tiles.append({"name": "p50", "value": value, "note": f"p95 {spent['p95']:,.0f} ms"})
    cost = scores.get("cost", {})
    if cost.get("per_reply") is not None:
        tiles.append({"name": w["cost"], "value": f"{cost['per_reply']:.5f}", "note": cost["currency"]})
    return tiles


def meanings(language: Language) -> Mapping[str, str]:
    """What each measure says."""
    return MEANING if language == "en" else words("meaning", language)


def _measure(name: str, e: Mapping[str, Any], meaning: Mapping[str, str]) -> dict[str, Any]:
    low, high = e["low"], e["high"]
    return {
        "name": name,
        "mean": "–" if e["mean"] is None else f"{e['mean']:.3f}",
        "interval": "–" if low is None else f"{low:.3f} … {high:.3f}",
        "n": e["n"],
        "unjudged": e["unjudged"] or "",
        "meaning": meaning.get(name, ""),
    }


def _group(name: str, rows: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, Any]:
    columns = [m for m in SHORT if any(row.get(m, {}).get("n") for row in rows.values())]
    return {
        "name": name,
        "columns": columns,
        "rows": [
            {
                "value": value,
                "cases": max((e["n"] + e["unjudged"] for e in row.values()), default=0),
                "cells": [_brief(row[m]) for m in columns],
            }
            for value, row in rows.items()
        ],
    }


def _brief(e: Mapping[str, Any]) -> str:
    return "–" if e["mean"] is None else f"{e['mean']:.2f} [{e['low']:.2f}, {e['high']:.2f}] n={e['n']}"


def _picks(cases: Sequence[Mapping[str, Any]], w: Mapping[str, str]) -> list[dict[str, Any]]:
    def pick(name: str, label: str, values: Iterable[str], right: str = "") -> dict[str, Any]:
        keys = list(dict.fromkeys(values))
        return {"name": name, "label": label, "options": [{"key": k, "label": right or k} for k in keys]}

    causes = sorted({case["cause"] for case in cases if case["cause"]})
    outcome = pick("cause", w["all_causes"], ["right", *causes])
    outcome["options"][0]["label"] = w["right"]
    return [
        outcome,
        pick("lang", w["all_languages"], sorted({case["lang"] for case in cases})),
        pick("got", w["all_actions"], sorted({case["got"] for case in cases})),
        pick("tag", w["all_tags"], sorted({tag for case in cases for tag in case["tags"]})),
    ]


def _shown(case: Mapping[str, Any]) -> dict[str, Any]:
    """A case in the words of the template."""
    gold = case["gold"]
    told = None
    if gold:
        places = [f"{manual} {', '.join(map(str, pages))}".strip() for manual, pages in gold["places"]]
        must = "; ".join(" | ".join(group) for group in gold["must"])
        told = {"answer": gold["answer"], "places": places, "must": must, "forbid": "; ".join(gold["forbid"])}
    scores = " · ".join(f"{name} {value:.2f}" for name, value in case["scores"].items() if value is not None)
    return {
        **case,
        "claims": [{**claim, "cites": [as_cite(c) for c in claim["cites"]]} for claim in case["claims"]],
        "closest": [as_cite(c) for c in case["closest"]],
        "gold": told,
        "scores": scores,
    }


def as_cite(place: Mapping[str, Any]) -> dict[str, Any]:
    """A cited place in the words of a template."""
    return {**place, "key": f"{place['edition']}/{place['page']}", "boxes": json.dumps(place["boxes"])}


@cache
def _words() -> dict[str, dict[str, dict[Language, str]]]:
    return tomllib.loads((_PAGES / "words.toml").read_text("utf-8"))


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined)
