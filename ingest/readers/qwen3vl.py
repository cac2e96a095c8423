"""Lines out of a page picture with Qwen3-VL, through whatever model the settings name.

Its boxes are the model's, for order alone: who has better ones lays its words onto those (merging.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.merging import drawn_lines
from ingest.page import Line
from vlm.model import Deadline, VisionModel
from vlm.qwen_formats import PageText
from vlm.reading import LADDER, Attempt, Outcome, Rung, read_page

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True, slots=True)
class QwenSettings:
    """Who is asked, how long one page may take in seconds, and in which ways it is asked for."""

    model: VisionModel
    page_s: float = 120.0
    ladder: Sequence[Rung] = LADDER


@dataclass(frozen=True, slots=True)
class Found:
    """What the model wrote: as elements, and as lines at its own boxes."""

    outcome: Outcome
    text: PageText
    attempts: tuple[Attempt, ...]
    turned: int = 0

    @property
    def lines(self) -> tuple[Line, ...]:
        return drawn_lines(self.text)


class Qwen3VlReader:
    """Reads whole pages; any number of threads may ask at once."""

    def __init__(
        self, settings: QwenSettings, deadline: Callable[[float], Deadline] = Deadline.after
    ) -> None:
        self._settings, self._deadline = settings, deadline

    def read(
        self,
        picture: Image,
        *,
        any_way_up: bool = False,
        name: str = "the page",
        left_out: Callable[[PageText], str] = lambda page: "",
    ) -> Found:
        """The page as the model reads it; it is shown as it lies. `left_out` as in vlm/reading.py. Raises
        ModelUnavailable.

        The lines of a page given up are for a person to see, not to index.
        """
        settings = self._settings
        deadline = self._deadline(settings.page_s)
        seen = read_page(settings.model, picture, name, deadline, settings.ladder, left_out)
        return Found(seen.outcome, seen.page, seen.attempts)


def build(settings: QwenSettings) -> Qwen3VlReader:
    return Qwen3VlReader(settings)
