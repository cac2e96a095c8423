"""Asks an earlier question again, as it was understood then, and compares. It changes no stored answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from api.audit import Audit
from api.reply import Reply
from api.turn import AskRequest
from vlm.describing import Description

_COMPARED = ("action", "text", "claims", "warnings", "citations", "refusal", "clarify")


@dataclass(frozen=True, slots=True)
class Replayed:
    """`changed` names the parts of the answer that differ; empty when the same answer came back.

    How a verdict is worded counts for nothing: an answer is kept as it was worded then.
    """

    changed: tuple[str, ...]
    then: Reply
    now: Reply


def replay(answer_id: str, ask: Callable[[AskRequest], Reply], audit: Audit) -> Replayed:
    """Raises NotFound for an unknown answer.

    The photo is not read again: it may not have been stored. What was read in it is in the audit record.
    """
    then, trail = audit.answer(answer_id), audit.trail(answer_id)
    now = ask(
        AskRequest(
            question=trail["question"],
            product=trail["product"],
            language=trail["language"],
            limit=trail["limit"],
            sampling=trail["sampling"],
            photo_text=trail["photo_text"],
            codes=tuple(trail["codes"]),
            plates=tuple(trail["plates"]),
            photos_then=len(trail["photos"]),
            said_before=trail.get("said_before", ""),
            described=tuple(_description(d) for d in trail["described"]),
        )
    )
    one, other = _unexplained(then), _unexplained(now)
    return Replayed(tuple(p for p in _COMPARED if getattr(one, p) != getattr(other, p)), then, now)


def _unexplained(reply: Reply) -> Reply:
    """With the verdicts' findings alone."""
    claims = []
    for claim in reply.claims:
        checks = tuple(replace(check, reason="") for check in claim.verdict.checks)
        claims.append(replace(claim, verdict=replace(claim.verdict, checks=checks)))
    return replace(reply, claims=tuple(claims))


def _description(kept: Mapping[str, Any]) -> Description:
    return Description(kept["shows"], tuple(kept["text"]), tuple(kept["codes"]), kept["symptom"])
