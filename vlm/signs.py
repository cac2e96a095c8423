"""Which words and ideographs a text holds at all: the cheapest answer to whether a rule has anything to read.

It tells neither where they stand nor what they mean.
"""

from __future__ import annotations

import re
from functools import lru_cache

from vlm.folding import plain_text

_SIGN = re.compile(r"[a-z]+|[\u3400-\u9fff]")


@lru_cache(maxsize=4096)
def signs_of(text: str) -> frozenset[str]:
    """The Latin words of a text in lower case, parted at whatever is no letter ("can't" is "can" and "t"),
    and each of its ideographs, forms folded."""
    return frozenset(_SIGN.findall(plain_text(text).lower()))
