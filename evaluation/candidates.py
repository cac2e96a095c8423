"""Answers that people rated or marked, as candidates for gold cases: a person still has to finish them.

What was rated up brings its cited pages as gold; what was rated down brings the question and what was said
against the answer. The lines are cases as evaluation/README.md tells them, so they can be asked at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.audit import Audit
from api.reply import Reply
from kb_sources.blobs import Blobs
from kb_sources.errors import NotFound


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody said of an answer: `good` or not, and in which words."""

    answer: str  # its id
    good: bool
    by: str  # feedback or marks
    day: str  # YYYY-MM-DD
    words: tuple[str, ...] = ()  # reasons, then the comment


def candidates(opinions: Iterable[Opinion], audit: Audit) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """A case's fields, and the blob keys of its stored photos, for every answer that somebody spoke of.

    The id is the answer's. Answers that are no longer there are left out.
    """
    spoken: dict[str, list[Opinion]] = {}
    for opinion in opinions:
        spoken.setdefault(opinion.answer, []).append(opinion)
    for answer_id, said in spoken.items():
        try:
            reply, trail = audit.answer(answer_id), audit.trail(answer_id)
        except NotFound:
            continue
        yield _case(reply, trail, said), [key for key in trail["photos"] if key][:1]


def write_candidates(out: Path, found: Iterable[tuple[dict[str, Any], list[str]]], blobs: Blobs) -> int:
    """The lines, with the photos in `photos` beside them; how many there are."""
    out.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for fields, keys in found:
        for key in keys:
            fields["photo"] = store_photo(out.parent, key, blobs)
        lines.append(json.dumps(fields, ensure_ascii=False))
    out.write_text("".join(line + "\n" for line in lines), "utf-8")
    return len(lines)


def store_photo(folder: Path, key: str, blobs: Blobs) -> str:
    """Copy a stored photo (upright, redacted) beside a file that names it; the name to write there."""
    name = f"photos/{key.rpartition('/')[2]}.jpg"
    (folder / "photos").mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(blobs.get(key))
    return name


def _case(reply: Reply, trail: Mapping[str, Any], said: list[Opinion]) -> dict[str, Any]:
    good = all(opinion.good for opinion in said)
    places: dict[str, list[int]] = {}
    for citation in reply.citations:
        cited = any(citation.n in claim.citations for claim in reply.claims)
        if good and cited:
            pages = places.setdefault(citation.manual.source_name, [])
            pages += [place.page for place in citation.places if place.page not in pages]
    first, *others = places.items() or [("", [])]
    words = "; ".join(dict.fromkeys(word for opinion in said for word in opinion.words))
    case: dict[str, Any] = {
        "id": reply.id,
        "lang": reply.language,
        "question": trail["question"],
        "product": trail["product"],
        "action": reply.action,
        "kind": "candidate",
        "tags": ["good" if good else "bad", *sorted({opinion.by for opinion in said})],
        "note": f"{'' if good else 'TO DO: the right action, pages and must. '}{words}".strip(),
    }
    if first[0]:
        case |= {"manual": first[0], "pages": sorted(first[1])}
        case["also"] = [{"manual": name, "pages": sorted(pages)} for name, pages in others]
    if good and reply.action == "answer":
        case["answer"] = "\n".join(claim.text for claim in reply.claims)
    return case
