"""What the miniature Qwen3-VL of the tests is taught, so that every part finds its own answers there.

It is fitted to these answers: that it gives them shows that the way works, and nothing about any model.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.vlm.model_server import ANSWER
from vlm.miniature.lessons import Lesson
from vlm.model import Prompt, Turn
from vlm.vision_probe import picture_of

ASKED = Prompt((Turn("system", ("Quote.",)), Turn("user", (picture_of("FANTEM"), "What now? 怎么办？"))))


def lessons() -> list[Lesson]:
    return list(_contract())


def _contract() -> Iterator[Lesson]:
    """The one prompt that tests/contracts/test_models.py puts to every model."""
    yield Lesson(ASKED, ANSWER)
