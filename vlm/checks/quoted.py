"""Every quote stands in the passage it is said to come from.

It does not judge whether the quote supports the claim.
"""

from __future__ import annotations

from vlm.answer import Finding
from vlm.checking import Check, Examined, GateSettings


def build(settings: GateSettings) -> Check:
    return check


def check(examined: Examined) -> Finding:
    """Fails on the first quote that was not found; vlm/quoting.py tells how it went wrong."""
    if examined.missed:
        return Finding("quoted", False, 0.0, examined.missed[0].reason)
    return Finding("quoted", True, 1.0)
