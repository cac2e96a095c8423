"""Lines out of a PDF's text layer, without what a person could not see on the page.

It knows raw pages and the page's picture, not their library, nor when the layer is to be trusted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ingest.document import RawPage, Rect, Run
from ingest.lines import clean_letter, make_line
from ingest.page import Line, Word
from kb_sources.manual import Box, ReadBy

if TYPE_CHECKING:
    from PIL.Image import Image

Pixels = npt.NDArray[np.uint8]

_SMALLEST = 2.0  # points of letter height: print below it cannot be read
_FAINT = 24  # of 255: a text colour this close to its background cannot be seen
_CLEAR = 30  # of 255: a pixel this far from the background shows that something is there
_MAX_NAMED = 20  # hidden stretches named per page


@dataclass(frozen=True, slots=True)
class LayerText:
    """The lines a person sees, what was left out and why, and the invisible lines."""

    lines: tuple[Line, ...]
    suspicious: tuple[str, ...]
    unpainted: tuple[Line, ...]  # render mode 3: an OCR layer when a picture fills the page, else hidden text


def read_layer(page: RawPage, picture: Image, read_by: ReadBy = "textlayer") -> LayerText:
    """The page's lines in the file's order; `picture` is the whole page as displayed."""
    pixels: Pixels = np.asarray(picture.convert("RGB"))
    seen: list[tuple[int, Line]] = []
    unpainted: list[Line] = []
    hidden: list[str] = []
    odd: Counter[str] = Counter()
    for raw in page.lines:
        shown: list[Run] = []
        for run in raw.runs:
            odd.update(_odd_code_points(run))
            why = _why_hidden(run, page, pixels)
            if not why:
                shown.append(run)
            elif why == _UNPAINTED:
                unpainted += _lines_of([run], read_by)
            elif run.text.strip():
                hidden.append(f"{why}: {run.text.strip()[:80]!r}")
        for line in _lines_of(shown, read_by):
            if not _printed_over(seen, line):
                seen.append((raw.block, line))
    hidden = list(dict.fromkeys(hidden))
    more = [f"and {len(hidden) - _MAX_NAMED} more hidden stretches"] if len(hidden) > _MAX_NAMED else []
    named = [f"{count} {what} left out" for what, count in sorted(odd.items())]
    return LayerText(_rejoined(seen), (*hidden[:_MAX_NAMED], *more, *named), tuple(unpainted))


_UNPAINTED = "text drawn invisibly (render mode 3)"


def _why_hidden(run: Run, page: RawPage, pixels: Pixels) -> str:
    """Why nobody sees this run on the page, "" when it is seen."""
    if not run.text.strip():
        return ""
    if not run.painted:
        return _UNPAINTED
    if run.alpha < 0.06:
        return "transparent text"
    rects = [r for r, letter in zip(run.rects, run.letters, strict=True) if not letter.isspace()]
    x0, y0 = min(r[0] for r in rects), min(r[1] for r in rects)
    x1, y1 = max(r[2] for r in rects), max(r[3] for r in rects)
    if x1 <= 0 or y1 <= 0 or x0 >= 1 or y0 >= 1:
        return "text outside the page"
    if min((x1 - x0) * page.width, (y1 - y0) * page.height) < _SMALLEST and run.size < _SMALLEST:
        return f"text smaller than {_SMALLEST:g} pt"
    return _why_unseen((x0, y0, x1, y1), run.colour, pixels)


def _why_unseen(rect: Rect, colour: int, pixels: Pixels) -> str:
    """Compare the text's colour with the pixels in its box and around it."""
    height, width = pixels.shape[:2]
    left, right = max(int(rect[0] * width) - 2, 0), min(int(rect[2] * width) + 3, width)
    top, bottom = max(int(rect[1] * height) - 2, 0), min(int(rect[3] * height) + 3, height)
    part = pixels[top:bottom, left:right].astype(np.float32)
    if part.size == 0:
        return "text outside the page"
    rim = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    ground = np.median(rim, axis=0)
    ink = np.array([colour >> 16, colour >> 8 & 255, colour & 255], dtype=np.float32)
    away = part - ground
    step = ink - ground
    if float(np.abs(step).max()) < _FAINT:
        busy = float((np.abs(away).max(axis=2) > _CLEAR).mean())
        return "" if busy > 0.1 else "text in the colour of its background"
    along = (away @ step) / float(step @ step)
    return "" if float(along.max()) >= 0.25 else "text covered or not shown"


def _printed_over(seen: list[tuple[int, Line]], line: Line) -> bool:
    """Whether a line repeats one just before at the same place, as fake bold does; the first is bold then."""
    for i in range(len(seen) - 1, max(len(seen) - 6, -1), -1):
        block, before = seen[i]
        if before.text == line.text and before.box.iou(line.box) > 0.6:
            seen[i] = (block, replace(before, bold=True))
            return True
    return False


def _odd_code_points(run: Run) -> Iterator[str]:
    for letter in run.letters:
        code = ord(letter[0]) if letter else 0
        if 0xE0000 <= code <= 0xE007F:
            yield "invisible tag characters"
        elif code in range(0x202A, 0x202F) or code in range(0x2066, 0x206A):
            yield "text direction overrides"


def _lines_of(runs: Sequence[Run], read_by: ReadBy) -> list[Line]:
    """One line of the runs' words, with the style most of its letters have; none when there are no words."""
    words: list[Word] = []
    letters: list[str] = []
    rects: list[Rect] = []
    styles: Counter[tuple[float, bool, int]] = Counter()

    def close() -> None:
        text = "".join(letters)
        boxes = [b for b in map(_clipped, rects) if b is not None]
        if text and boxes:
            words.append(Word(text, Box.around(boxes)))
        letters.clear()
        rects.clear()

    for run in runs:
        for letter, rect in zip(run.letters, run.rects, strict=True):
            if not letter or letter.isspace():
                close()
                continue
            clean = clean_letter(letter)
            if clean:
                letters.append(clean)
                rects.append(rect)
                styles[run.size, run.bold, run.colour] += 1
    close()
    if not words:
        return []
    size, bold, colour = styles.most_common(1)[0][0]
    return [make_line(words, read_by, size=size, bold=bold, colour=colour)]


def _clipped(rect: Rect) -> Box | None:
    if not (rect[2] >= 0 and rect[3] >= 0 and rect[0] <= 1 and rect[1] <= 1):
        return None
    return Box.clipped(*rect)


def _rejoined(lines: Sequence[tuple[int, Line]]) -> tuple[Line, ...]:
    """A word broken by a soft hyphen (U+00AD) is read whole, at its first half; other soft hyphens vanish."""
    done: list[tuple[int, Line]] = []
    for block, line in lines:
        current: Line | None = line
        if done and done[-1][0] == block and done[-1][1].words[-1].text.endswith("\u00ad"):
            before = done[-1][1]
            last, rest = before.words[-1], line.words[1:]
            whole = replace(last, text=last.text + line.words[0].text)
            done[-1] = (block, _reworded(before, (*before.words[:-1], whole)))
            current = _reworded(line, rest) if rest else None
        if current is not None:
            done.append((block, current))
    return tuple(
        _reworded(n, tuple(map(_without_hyphen, n.words))) if "\u00ad" in n.text else n for _, n in done
    )


def _without_hyphen(word: Word) -> Word:
    return replace(word, text=word.text.replace("\u00ad", "") or "-")


def _reworded(line: Line, words: Sequence[Word]) -> Line:
    return make_line(words, line.read_by, size=line.size, bold=line.bold, colour=line.colour)
