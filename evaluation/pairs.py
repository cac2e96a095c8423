"""Approved question–answer pairs for training, as docs/training-pairs.md has them.

Only answers that somebody approved and nobody spoke against; every claim in them passed the gate.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.audit import Audit
from api.reply import Reply
from evaluation.candidates import Opinion, store_photo
from kb_sources.blobs import Blobs
from kb_sources.catalogue import Catalogue
from kb_sources.errors import FixciteError, NotFound
from kb_sources.manual import Passage


@dataclass(frozen=True, slots=True)
class Exported:
    """How many pairs were written, and why other approved answers were not."""

    pairs: int
    left_out: Mapping[str, int]


def export(
    opinions: Iterable[Opinion], audit: Audit, catalogue: Catalogue, blobs: Blobs, folder: Path, tenant: str
) -> Exported:
    """Write pairs.jsonl and photos into `folder`, whole or not at all."""
    spoken: dict[str, list[Opinion]] = {}
    for opinion in opinions:
        spoken.setdefault(opinion.answer, []).append(opinion)
    lines: list[str] = []
    left_out: dict[str, int] = {}
    for answer_id, said in spoken.items():
        pair = _pair(answer_id, said, audit, catalogue, tenant)
        if isinstance(pair, str):
            left_out[pair] = left_out.get(pair, 0) + 1
            continue
        pair["photos"] = [store_photo(folder, key, blobs) for key in pair["photos"]]
        lines.append(json.dumps(pair, ensure_ascii=False) + "\n")
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "pairs.jsonl.part"
    part.write_text("".join(lines), "utf-8")
    part.replace(folder / "pairs.jsonl")
    return Exported(len(lines), left_out)


def _pair(
    answer_id: str, said: Sequence[Opinion], audit: Audit, catalogue: Catalogue, tenant: str
) -> dict[str, Any] | str:
    """A line of the file, or why there is none."""
    if not all(opinion.good for opinion in said):
        return "somebody spoke against it"
    try:
        reply, trail = audit.answer(answer_id), audit.trail(answer_id)
    except NotFound:
        return "the answer is gone"
    if reply.action != "answer" or not reply.claims:
        return "it claims nothing"
    if not trail["question"]:
        return "it was asked in a photo alone"
    ids = list(dict.fromkeys([hit["passage"] for hit in trail["hits"]] + list(trail["related"])))
    try:
        passages = catalogue.passages(ids)
        shown = [p for p in (passages[i] for i in ids) if not p.hint]  # no model learns a model's
        titles = {p.edition: _title(catalogue, tenant, p.edition) for p in shown}
    except (KeyError, FixciteError):
        return "a passage was removed"
    if not all(passage.places for passage in shown):
        return "a passage has no page"
    labels = {passage.id: f"S{n}" for n, passage in enumerate(shown, start=1)}
    claims = _claims(reply, labels)
    if claims is None:
        return "a quote is of no passage that was shown"
    return {
        "id": reply.id,
        "language": reply.language,
        "question": trail["question"],
        "product": trail["product"],
        "photos": [key for key in trail["photos"] if key],
        "photo_text": trail["photo_text"],
        "codes": list(trail["codes"]),
        "passages": [_passage(labels[p.id], p, titles[p.edition]) for p in shown],
        "claims": claims,
        "approved": {"by": said[-1].by, "at": said[-1].day},
    }


def _claims(reply: Reply, labels: Mapping[str, str]) -> list[dict[str, Any]] | None:
    by_number = {citation.n: citation for citation in reply.citations}
    claims = []
    for claim in reply.claims:
        cited = [by_number[n] for n in claim.citations]
        if not all(c.passage_id in labels for c in cited):
            return None
        quotes = [{"label": labels[c.passage_id], "quote": c.quote} for c in cited]
        claims.append({"kind": claim.kind, "step": claim.step or "", "text": claim.text, "quotes": quotes})
    return claims


def _passage(label: str, passage: Passage, title: str) -> dict[str, Any]:
    return {
        "label": label,
        "text": passage.text,
        "manual": title,
        "edition": passage.edition,
        "page": passage.places[0].page,
        "section": list(passage.section),
    }


def _title(catalogue: Catalogue, tenant: str, edition: str) -> str:
    return catalogue.manual(tenant, catalogue.edition(tenant, edition).manual_id).title
