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
    at_hand = {
        (s.passage.edition, s.passage.id) for s in examined.shown.values() if s.passage.kind == "warning"
    }
    for located in examined.located:
        passage = located.shown.passage
        if any((passage.edition, warning) not in at_hand for warning in passage.warned_by):
            return Finding("warned", False, 0.0, Reason("warning_missing"))
    return Finding("warned", True, 1.0)
