"""Every claim names passages that were shown, and these are the manual's own words.

It does not look at the quoted words.
"""

from __future__ import annotations

from vlm.answer import Finding, Reason, Shown
from vlm.checking import Check, Examined, GateSettings


def build(settings: GateSettings) -> Check:
    return check


def check(examined: Examined) -> Finding:
    """Fails on a claim without reference, on an unknown label, and on a model's description of a figure."""
    reason = None if examined.claim.references else Reason("no_citation")
    for reference in examined.claim.references:
        cited = examined.shown.get(reference.label)
        if cited is None:
            reason = Reason("unknown_label", (("label", reference.label),))
        elif _is_description(cited):
            reason = Reason("not_evidence", (("label", reference.label),))
        if reason is not None:
            break
    return Finding("cited", reason is None, None, reason)


def _is_description(cited: Shown) -> bool:
    return cited.passage.hint
