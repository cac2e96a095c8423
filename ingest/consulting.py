"""Asks a vision-language model about one page that was read already, and makes one reading of both.

It never loses the reading there was: a model that is away or errs leaves the page as it stood, and says so.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from ingest.crops import cut_out
from ingest.figures import Picture
from ingest.hardness import Reads, figures_on, task_for
from ingest.merging import merge
from ingest.omissions import left_out
from ingest.page import Consulted, FigureSeen, PageRead
from ingest.readers.qwen3vl import Found, Qwen3VlReader
from ingest.readers.rapidocr import turn_back
from kb_sources.errors import ModelBusy, ModelResting, ModelUnavailable, PhotoRejected
from kb_sources.manual import Box
from kb_sources.tongue import language_of
from vlm import prompts
from vlm.loops import exclaims, find_loop
from vlm.model import Deadline, Sampling, VisionModel
from vlm.model import Picture as Shown
from vlm.qwen_formats import PageText
from vlm.reading import Attempt

if TYPE_CHECKING:
    from PIL.Image import Image

T = TypeVar("T")

_UNREAD = (ModelUnavailable, PhotoRejected)  # the second of a page or figure too long and narrow for a model
_PAUSE_S = 2.0  # least time between two askings of a busy model
_FEW = 40  # letters: fewer do not tell whether a text is of this page
_STRANGE = 0.3  # likeness below which a model's text is not of this page …
_CLEAR = 0.8  # … where OCR read it with at least this confidence, or it has a text layer
_FIGURE_TOKENS = 700
_NEAR = 0.06  # of the page: text this close above or below a figure is shown with it
_LONGEST_HINT = 2000  # characters


@dataclass(frozen=True, slots=True)
class Consultant:
    """`reads` says which pages are worth asking about; `page_s` bounds each question about a page.

    A model that is busy or resting is waited for, `patience_s` at most: no one waits for a manual's page as
    for an answer.
    """

    reader: Qwen3VlReader
    model: VisionModel
    reads: Reads
    page_s: float
    patience_s: float = 60.0
    sleep: Callable[[float], None] = time.sleep

    def wants(self, page: PageRead) -> Consulted | None:
        """What the page is to be marked with when the model is to be asked about it."""
        task = task_for(page, self.reads)
        return Consulted("wanted", task.why) if task else None

    def consult(self, page: PageRead, png: bytes) -> PageRead:
        """The page with what the model makes of it. Neither the model nor the page's shape makes it raise."""
        from PIL import Image

        with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
            picture = opened.convert("RGB")
        asked = page.consulted or Consulted("wanted", "")
        try:
            return self._asked(page, picture, asked)
        except _UNREAD as error:
            outcome = f"the model did not read it: {error.message}"
            return replace(page, consulted=replace(asked, state="fell_back", outcome=outcome))

    def _asked(self, page: PageRead, picture: Image, asked: Consulted) -> PageRead:
        task = task_for(page, self.reads)
        done = replace(asked, state="read")
        if task is not None and task.reading:
            found = self._patiently(lambda: self._read(page, picture))
            page, done = self._taken(page, found, asked)
        figures: list[FigureSeen] = []
        try:
            for figure in figures_on(page):
                figures += self._described(page, picture, figure)
        except _UNREAD as error:
            if not done.outcome and not figures:
                raise
            done = replace(done, outcome=f"{done.outcome}; not all figures described: {error.message}")
        if figures:
            done = replace(
                done, outcome="; ".join(filter(None, (done.outcome, f"{len(figures)} figures told")))
            )
        return replace(page, figures=tuple(figures), consulted=done)

    def _read(self, page: PageRead, picture: Image) -> Found:
        upright = picture.rotate(-page.rotation, expand=True) if page.rotation else picture

        def missing(seen: PageText) -> str:
            return "; ".join(left_out(page.lines, _turned_back(seen, page.rotation)))

        return self.reader.read(upright, name=f"page {page.number}", left_out=missing)

    def _taken(self, page: PageRead, found: Found, asked: Consulted) -> tuple[PageRead, Consulted]:
        """The page in the model's words where they are of use, and what is to be noted."""
        attempts = tuple(map(_told, found.attempts))
        asked = replace(asked, attempts=attempts)
        if found.outcome == "blank":
            return page, replace(asked, state="read", outcome="the model sees nothing printed")
        if found.outcome == "given_up":
            why = found.attempts[-1].spoilt_by if found.attempts else "no reading"
            outcome = f"the model's readings are of no use, the last for {why}"
            return page, replace(asked, state="fell_back", outcome=outcome)
        text = _turned_back(found.text, page.rotation)
        merged = merge(page, text, keep_text=page.route in ("textlayer", "mixed"))
        asked = replace(asked, agreement=round(merged.agreement, 3))
        if page.lines and merged.agreement < _STRANGE and _is_clear(page):
            outcome = f"what the model wrote is {merged.agreement:.0%} like what is printed"
            return page, replace(asked, state="fell_back", outcome=outcome)
        taken = merged.page
        if page.route == "failed":
            reason = f"read by the model alone, nothing confirms it ({page.reason})"
            taken = replace(taken, route="model", reason=reason)
        outcome = f"{merged.agreement:.0%} like the other reading" if page.lines else "the only reading"
        return taken, replace(asked, state="read", outcome=outcome)

    def _described(self, page: PageRead, picture: Image, figure: Picture) -> list[FigureSeen]:
        """A figure in the model's words, nothing where these are of no use."""
        data = cut_out(picture, figure.box)
        around = _around(page, figure)
        language = language_of(around) or language_of("".join(n.text for n in page.lines)) or "en"
        shown = Shown(data, *_size(data), name=f"a figure on page {page.number}")
        prompt = prompts.tell_figure(shown, around, language)
        said = self._patiently(
            lambda: self.model.complete(
                prompt, Sampling(max_tokens=_FIGURE_TOKENS), Deadline.after(self.page_s)
            )
        )
        text = said.text.strip()
        if find_loop(text, ended=said.finish == "stop") is not None or exclaims(text):
            return []
        return [FigureSeen(figure.box, text[:_LONGEST_HINT])]

    def _patiently(self, ask: Callable[[], T]) -> T:
        """Ask, and again once a busy or resting model may have come round, while patience lasts."""
        waited = 0.0
        while True:
            try:
                return ask()
            except (ModelBusy, ModelResting) as error:
                told = error.retry_after if isinstance(error, ModelBusy) else None
                pause = min(max(told or _PAUSE_S, _PAUSE_S), self.patience_s - waited)
                if pause <= 0:
                    raise
                self.sleep(pause)
                waited += pause


def _told(attempt: Attempt) -> str:
    wide, high = attempt.size
    return f"{attempt.prompt_version} at {wide} x {high}: {attempt.spoilt_by or 'fine'}"


def _turned_back(text: PageText, rotation: int) -> PageText:
    """The elements with boxes of the page as displayed, where it was shown upright."""
    if not rotation:
        return text
    turned = (replace(e, box=turn_back(e.box, rotation)) if e.box is not None else e for e in text.elements)
    return replace(text, elements=tuple(turned))


def _is_clear(page: PageRead) -> bool:
    """Whether the page's own reading is good enough to tell that the model's is of something else."""
    letters = sum(len(line.text) for line in page.lines)
    sure = sum(line.confidence * len(line.text) for line in page.lines)
    return letters >= _FEW and sure >= _CLEAR * letters


def _around(page: PageRead, figure: Picture) -> str:
    """What the manual prints in and near a figure: caption, labels, then the lines above and below."""
    own = [piece.text for piece in (*figure.caption, *figure.labels)]
    box = figure.box
    reach = Box.clipped(box.x0, box.y0 - _NEAR, box.x1, box.y1 + _NEAR)
    near = [line.text for line in page.lines if line.box.shared(reach) > 0 and line.text not in own]
    return "\n".join((*own, *near))


def _size(png: bytes) -> tuple[int, int]:
    """Width and height from a PNG's header (PNG specification, 11.2.2)."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
