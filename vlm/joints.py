"""Words that only put one step behind another ("with that out of the way", 完事后), told as a plain "then".

It does not know which order is printed: sequence.py compares it. Words that print holds keep what they say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.joints_en import told_plainly_en
from vlm.joints_zh import told_plainly_zh
from vlm.numbering import told_unnumbered

_HAN = re.compile(r"[\u3400-\u9fff]")


def told_plainly(claim: str, printed: Sequence[str]) -> str:
    """The claim with each joint that no passage prints told as "then", "first" or "before that" (然后, 先,
    在此之前), or left out where it tells no order."""
    claim = told_unnumbered(claim)
    is_han = not claim.isascii() and _HAN.search(claim) is not None
    return (told_plainly_zh if is_han else told_plainly_en)(claim, printed)
