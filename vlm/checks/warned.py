"""No step leaves without the warnings that belong to it.

It does not decide which warnings belong to a step: reading the manual did (Passage.warned_by).
"""

from __future__ import annotations

from vlm.answer import Finding, Reason
from vlm.checking import Check, Examined, GateSettings


def build(settings: GateSettings) -> Check:
    return check


def check(examined: Examined) -> Finding:
    """Fails when a warning bound to a cited passage is not among the shown, word for word as it was read."""
    bound = [
        (place.shown.passage.edition, warning)
        for place in examined.located
        for warning in place.shown.passage.warned_by
    ]
    shown = (s.passage for s in examined.shown.values() if bound)
    at_hand = {(passage.edition, passage.id) for passage in shown if passage.kind == "warning"}
    if not at_hand.issuperset(bound):
        return Finding("warned", False, 0.0, Reason("warning_missing"))
    return Finding("warned", True, 1.0)
