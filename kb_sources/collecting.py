"""When the interpreter looks for garbage, in a process in which people wait for answers."""

from __future__ import annotations

import gc

_YOUNG = 20_000  # new objects; the interpreter's own 700 make it look several times during one answer


def collect_seldom() -> None:
    """Leaves what lives by now out of every collection, and looks through new objects less often.

    For the end of a start: whatever was loaded stays as long as the process. Reference counts free nearly all
    garbage at once; only cycles wait longer (https://docs.python.org/3/library/gc.html).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
