"""What a model's reading of a page leaves out of what OCR or the text layer read there: a column, a part.

It does not know which of the two is right, nor what is done about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.fuzz import partial_ratio

from ingest.agreement import folded
from ingest.gridding import Part, parts_of
from ingest.page import Line
from vlm.qwen_formats import PageText

_LEGIBLE = 0.8  # confidence from which a line is a witness
_LEAST = 2  # letters and digits of a witness: one alone stands in any text
_SHORT = 12  # characters up to which a witness must stand there as it is: codes are alike
_ALIKE = 70.0  # of 100: from which a longer one does
_IN_PICTURE = 0.5  # of a line: words in a drawing need not be written
_COLUMN = 4  # lines below each other that were left out make a column …
_OF_COLUMN = 0.6  # … where they are so many of those that stand there
_OF_PAGE = 0.25  # of the letters: so much left out is more than a column


def left_out(lines: Sequence[Line], seen: PageText) -> list[str]:
    """The words of the largest column that was left out, or of all that was where it is much; else none."""
    shown = [e.box for e in seen.elements if e.kind == "image" and e.box is not None]
    heard = "\n".join(folded(row) for e in seen.elements for row in e.text.split("\n"))
    witnesses = [
        part
        for key, line in enumerate(lines)
        if not line.in_picture and line.confidence >= _LEGIBLE
        for part in parts_of(key, line)
        if sum(char.isalnum() for char in part.line.text) >= _LEAST
        and not any(part.line.box.covered(box) > _IN_PICTURE for box in shown)
    ]
    missing = [part for part in witnesses if not _stands(folded(part.line.text), heard)]
    letters = sum(len(part.line.text) for part in witnesses)
    if sum(len(part.line.text) for part in missing) > _OF_PAGE * letters:
        return [part.line.text for part in missing]
    columns = [_column(part, missing, witnesses) for part in missing]
    return [part.line.text for part in max(columns, key=len, default=[])]


def _stands(text: str, heard: str) -> bool:
    if len(text) > _SHORT:
        return text in heard or partial_ratio(text, heard) >= _ALIKE
    return re.search(rf"(?<![\d.]){re.escape(text)}(?!\.?\d)", heard) is not None  # 1.8 is not in 21.8


def _column(first: Part, missing: Sequence[Part], witnesses: Sequence[Part]) -> list[Part]:
    """What was left out below `first`, where it is most of what stands there; else nothing."""
    own = [part for part in missing if _below(part, first)]
    if len(own) < _COLUMN:
        return []
    end = max(part.middle[1] for part in own)
    there = [part for part in witnesses if _below(part, first) and part.middle[1] <= end]
    return own if len(own) >= _OF_COLUMN * len(there) else []


def _below(part: Part, first: Part) -> bool:
    """Whether it begins no higher and the middle of one lies over or under the other."""
    box, other = part.line.box, first.line.box
    over = box.x0 <= first.middle[0] <= box.x1 or other.x0 <= part.middle[0] <= other.x1
    return over and part.middle[1] >= first.middle[1]
