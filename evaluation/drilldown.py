"""One case from question to page picture: what was claimed, what that cites, what was found, what was gold.

It only lays out what a run kept (scores.json, results.jsonl); it judges nothing and knows no HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluation.scorer import Result

PageKey = tuple[str, int]  # edition, page


def lay_out(row: Mapping[str, Any], result: Result | None) -> dict[str, Any]:
    """What the page shows of a case: its row of scores.json with the claims, citations and hits behind it."""
    answer = result.answer if result else {}
    gold = _gold(row)
    cites = {c["n"]: list(_places(c, gold)) for c in answer.get("citations", ())}
    quotes = {c["n"]: c["quote"] for c in answer.get("citations", ())}
    stated = [(w, True) for w in answer.get("warnings", ())] + [(c, False) for c in answer.get("claims", ())]
    usage = (result.trail.get("usage") or {}) if result else {}
    return {
        **{k: row.get(k) for k in ("id", "lang", "kind", "tags", "photo", "question", "wanted", "got", "ms")},
        "cause": row["cause"],
        "why": row["why"],
        "product": row.get("product"),
        "mode": answer.get("mode"),
        "said": answer.get("text", ""),
        "claims": [_claim(one, warning, cites, quotes) for one, warning in stated],
        "closest": [place for n in _others(answer) for place in cites.get(n, ())],
        "cites": [place for places in cites.values() for place in places],
        "dropped": list(answer.get("dropped", ())),
        "hits": [_hit(hit, gold) for hit in (result.trail.get("hits", ()) if result else ())][:8],
        "gold": row.get("gold"),
        "scores": row["scores"],
        "tokens": sum(usage.get(kind) or 0 for kind in ("prompt", "completion")),
    }


def pages_of(cases: Sequence[Mapping[str, Any]]) -> Iterator[PageKey]:
    """Every page that the cases cite, each once; those of failed cases first."""
    ordered = sorted(cases, key=lambda case: not case["cause"])
    yield from dict.fromkeys((c["edition"], c["page"]) for case in ordered for c in case["cites"])


def _gold(row: Mapping[str, Any]) -> Mapping[str, Sequence[int]]:
    """Pages by manual; an empty list means any page of it."""
    told: dict[str, list[int]] = {}
    for manual, pages in (row.get("gold") or {}).get("places", ()):
        told.setdefault(manual, []).extend(pages)
    return told


def _on_gold(gold: Mapping[str, Sequence[int]], manual: str, page: int) -> bool:
    return manual in gold and (not gold[manual] or page in gold[manual])


def _places(citation: Mapping[str, Any], gold: Mapping[str, Sequence[int]]) -> Iterator[dict[str, Any]]:
    manual = citation["manual"]
    for place in citation["places"]:
        yield {
            "n": citation["n"],
            "edition": citation.get("edition", {}).get("id", ""),
            "page": place["page"],
            "boxes": place["boxes"],
            "where": f"{manual.get('title') or manual['source_name']} · {manual['source_name']}",
            "read_by": citation.get("read_by", ""),
            "gold": _on_gold(gold, manual["source_name"], place["page"]),
        }


def _claim(
    one: Mapping[str, Any],
    warning: bool,
    cites: Mapping[int, Sequence[dict[str, Any]]],
    quotes: Mapping[int, str],
) -> dict[str, Any]:
    text = one["text"]
    told = dict.fromkeys(quotes[n] for n in one["citations"] if n in quotes)
    return {
        "text": text,
        "warning": warning,
        "cites": [place for n in one["citations"] for place in cites.get(n, ())],
        "quotes": [quote for quote in told if quote.strip() != text.strip()],
        "checks": list(one.get("verdict", {}).get("checks", ())),
    }


def _others(answer: Mapping[str, Any]) -> Sequence[int]:
    """Citations that no claim makes: the closest pages of a refusal, the evidence of a hand-off."""
    refusal, handoff = answer.get("refusal") or {}, answer.get("handoff") or {}
    return [*refusal.get("closest", ()), *handoff.get("evidence", ())]


def _hit(hit: Mapping[str, Any], gold: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    pages = hit["pages"]
    return {
        "where": f"{hit['source_name']} {', '.join(map(str, dict.fromkeys(pages)))}",
        "section": " › ".join(hit.get("section", ())),
        "score": hit.get("score", ""),
        "gold": any(_on_gold(gold, hit["source_name"], page) for page in pages),
    }
