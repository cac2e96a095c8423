"""After a start, what lives is left alone and young objects are looked through seldom."""

import subprocess
import sys

_SCRIPT = """
import gc
from kb_sources.collecting import collect_seldom

kept = [[] for _ in range(1000)]
collect_seldom()
passed = []
gc.callbacks.append(lambda phase, info: passed.append(phase))
answers = [[n] for n in range(5000)]
assert gc.get_freeze_count() > 1000, gc.get_freeze_count()
assert not passed, passed
more = [[n] for n in range(50_000)]
assert passed, "cycles would never be freed"
"""


def test_a_start_ends_with_what_lives_left_out_of_collections() -> None:
    """In a process of its own: the suite keeps its thresholds."""
    ran = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
