"""What may still be wrong with figures that are all printed: the rules about them, in their order.

It holds no rule of its own; each is a function of a claim and the texts of its quotes.
"""

from __future__ import annotations

from collections.abc import Sequence

from vlm.answer import Reason
from vlm.attributes import find_other_attribute
from vlm.cells import find_item_as_quantity, find_other_cell, find_other_code
from vlm.columns import find_limit_as_value
from vlm.crossing import find_crossed_rows, find_misnumbered, find_other_remedy
from vlm.deadlines import find_late
from vlm.enumerations import find_misplaced
from vlm.impossible import find_impossible, find_other_sound
from vlm.limits import find_unlike, find_unreached
from vlm.pairings import find_other_count, find_unpaired
from vlm.partners import find_misnamed, find_more_than_both, find_other_letter, find_told_again
from vlm.places import find_unplaced
from vlm.placing import find_other_deed, find_other_repeated, find_put_elsewhere
from vlm.sides import find_banned, find_harmed, find_ordered_cause, find_overlapping

_OF_ROWS = (find_crossed_rows, find_other_remedy, find_misnumbered, find_other_cell, find_item_as_quantity)
_OF_ALL = (
    find_misnamed, find_told_again, find_misplaced, find_put_elsewhere, find_unreached,
    find_late, find_other_letter, find_more_than_both, find_unlike, find_harmed,
    find_banned, find_overlapping, find_limit_as_value, find_unpaired, find_unplaced,
    find_other_count, find_impossible, find_other_sound, find_other_deed, find_other_repeated,
    find_other_code, find_ordered_cause, find_other_attribute,
)  # fmt: skip


def find_told_wrong(claim: str, rows: Sequence[str], texts: Sequence[str]) -> Reason | None:
    """The first thing wrong with the printed figures of a claim. `rows` are the texts that are rows."""
    reasons = (find(claim, rows) for find in _OF_ROWS if rows)
    of_row = next((reason for reason in reasons if reason is not None), None)
    return of_row or next(filter(None, (find(claim, texts) for find in _OF_ALL)), None)
