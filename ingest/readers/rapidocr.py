"""Lines out of a picture with RapidOCR (PP-OCRv6 small, Chinese and English, bundled in its wheel).

It knows pictures, not pages: boxes are fractions of the picture it was given, however that lies.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import fmean, median
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from ingest.lines import make_line
from ingest.page import Line, Word
from kb_sources.manual import Box
from vlm.redaction import ReadWord

Pixels = npt.NDArray[np.uint8]  # height, width, BGR
Quad = npt.NDArray[np.float32]  # 4 corners from top left, clockwise, in pixels

_KEPT = 0.5  # recognition confidence below which a line is no text
_DOUBTFUL = 0.8  # mean confidence below which a page may stand upside down
_TALL = 1.5  # height to width above which a detected box holds a line that runs downwards
_SAMPLE = 6  # lines read to tell how a page stands
_GAP = 2.5  # line heights between two letters that part two cells on one line


class Letter(NamedTuple):
    text: str
    centre: float  # fraction of its line's width
    confidence: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a picture holds: its lines, and the turn (degrees clockwise) that set it upright for reading."""

    lines: tuple[Line, ...]
    turned: int = 0


def build(settings: None = None) -> RapidOcrReader:
    return RapidOcrReader()


class RapidOcrReader:
    """Detects and recognises lines on two threads; the models are loaded by the first picture."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._loaded: Any = None
        self._loading = Lock()  # photos of several askers may arrive at once

    def read(self, picture: Image.Image, *, any_way_up: bool = False) -> Found:
        """The lines of a picture, top to bottom; with `any_way_up` even if it lies on its side or head."""
        pixels: Pixels = np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])
        turned = 0
        quads = self._detect(pixels)
        if any_way_up and quads:
            turned = self._turn(pixels, quads)
            if turned:
                pixels = np.ascontiguousarray(np.rot90(pixels, -turned // 90))
                quads = self._detect(pixels)
        lines = [line for quad in quads for line in self._lines_in(pixels, quad)]
        return Found(tuple(unturned(line, turned) for line in lines), turned)

    def read_words(self, picture: Image.Image) -> Sequence[ReadWord]:
        """The words of a photo for redaction and search (vlm's WordReader)."""
        found = self.read(picture, any_way_up=True)
        return [ReadWord(word.text, word.box, word.confidence) for line in found.lines for word in line.words]

    def read_line(self, picture: Image.Image) -> tuple[str, float]:
        """The text and confidence of a picture that holds one line."""
        pixels: Pixels = np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])
        letters = self._recognise(pixels)
        return half_width("".join(n.text for n in letters)).strip(), _confidence(letters)

    @property
    def _engine(self) -> Any:
        with self._loading:
            if self._loaded is None:
                self._loaded = self._load()
        return self._loaded

    def _load(self) -> Any:
        from rapidocr import EngineType, RapidOCR

        engine = RapidOCR(
            params={
                "Det.engine_type": EngineType.ONNXRUNTIME,
                "Rec.engine_type": EngineType.ONNXRUNTIME,
                "EngineConfig.onnxruntime.intra_op_num_threads": self._threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                "Global.use_cls": False,
                "Global.log_level": "critical",
                "Rec.rec_batch_num": 1,  # batches pad every line to the longest: slower, more memory
                "Rec.rec_img_shape": [3, 48, 160],  # least width; 320 reads short lines no better
            }
        )
        engine.return_word_box = True
        return engine

    def _detect(self, pixels: Pixels) -> list[Quad]:
        """Boxes of lines, top to bottom; the picture is padded where it is too small for the detector."""
        height, width = pixels.shape[:2]
        if min(height, width) < 8:
            return []
        found = self._engine._load_det_model()(pixels)
        return [] if found.boxes is None else [np.asarray(q, dtype=np.float32) for q in found.boxes]

    def _recognise(self, crop: Pixels) -> list[Letter]:
        """The letters of a crop that holds one line, spaces included."""
        result = self._engine.recognize_txt([crop])
        text, info = result.txts[0], result.word_results[0]
        columns = [column for word in info.word_cols for column in word]
        if not text or not columns:
            return []
        letters: list[Letter] = []
        at = 0
        for letter, confidence in zip(text, info.confs, strict=True):
            if letter.isspace():
                letters.append(Letter(" ", letters[-1].centre if letters else 0.0, confidence))
                continue
            letters.append(Letter(letter, min((columns[at] + 0.5) / info.line_txt_len, 1.0), confidence))
            at += 1
        return letters

    def _turn(self, pixels: Pixels, quads: Sequence[Quad]) -> int:
        """Degrees clockwise that set the picture upright: by the boxes' shape, then by what reads better."""
        sides = [_sides(q) for q in quads]
        tall = sum(w * h for w, h in sides if h > _TALL * w)
        wide = sum(w * h for w, h in sides if w > _TALL * h)
        by_length = sorted(quads, key=lambda q: max(_sides(q)))
        first = max(len(by_length) // 2 - _SAMPLE // 2, 0)
        crops = [_crop(pixels, q) for q in by_length[first : first + _SAMPLE]]  # of middle length
        if tall > 2 * wide:
            upright, turns = [np.ascontiguousarray(np.rot90(c, 1)) for c in crops], (270, 90)
        else:
            upright, turns = crops, (0, 180)
        as_it_is = self._mean_confidence(upright)
        if as_it_is >= _DOUBTFUL and turns[0] == 0:
            return 0
        on_its_head = self._mean_confidence([np.ascontiguousarray(np.rot90(c, 2)) for c in upright])
        return turns[0] if as_it_is >= on_its_head else turns[1]

    def _mean_confidence(self, crops: Sequence[Pixels]) -> float:
        scores = [letter.confidence for crop in crops for letter in self._recognise(crop)]
        return fmean(scores) if scores else 0.0

    def _lines_in(self, pixels: Pixels, quad: Quad) -> Iterator[Line]:
        """The lines in one detected box: one, or the cells that a wide gap parts."""
        height, width = pixels.shape[:2]
        across, down = _sides(quad)
        if min(across, down) < 3:
            return
        crop = _crop(pixels, quad)
        letters = self._recognise(crop)
        if down > _TALL * across:
            # A tall box is one narrow sign ("1", "I") or a line set sideways: what reads better counts.
            for turn in (1, -1):
                turned = self._recognise(np.ascontiguousarray(np.rot90(crop, turn)))
                if len(turned) > 1 and _confidence(turned) > _confidence(letters):
                    letters, quad = turned, np.roll(quad, -turn, axis=0)
            across, down = _sides(quad)
        if _confidence(letters) < _KEPT:
            return
        aspect = across / max(down, 1.0)
        for part in _cells(letters, aspect):
            words = list(_words(part, quad, (width, height), aspect))
            if words:
                yield make_line(words, "rapidocr")


def unturned(line: Line, turned: int) -> Line:
    """The line with boxes as they lie on the picture before it was turned clockwise by `turned` degrees."""
    if not turned:
        return line
    words = tuple(replace(word, box=turn_back(word.box, turned)) for word in line.words)
    return replace(line, words=words, box=Box.around(w.box for w in words))


def turn_back(box: Box, turned: int) -> Box:
    """Where a box of a picture turned clockwise by 90, 180 or 270 degrees lay before the turn."""
    match turned:
        case 90:
            return Box.clipped(box.y0, 1 - box.x1, box.y1, 1 - box.x0)
        case 180:
            return Box.clipped(1 - box.x1, 1 - box.y1, 1 - box.x0, 1 - box.y0)
        case 270:
            return Box.clipped(1 - box.y1, box.x0, 1 - box.y0, box.x1)
        case _:
            return box


def _confidence(letters: Sequence[Letter]) -> float:
    return fmean(n.confidence for n in letters) if letters else 0.0


def _sides(quad: Quad) -> tuple[float, float]:
    """Width and height of a quad: the longer of opposite sides."""
    a, b, c, d = quad
    across = max(math.dist(a, b), math.dist(d, c))
    return across, max(math.dist(a, d), math.dist(b, c))


def _crop(pixels: Pixels, quad: Quad) -> Pixels:
    """The quad cut out and set straight, never turned (RapidOCR's own crop turns every tall box)."""
    import cv2

    across, down = (max(round(side), 1) for side in _sides(quad))
    target = np.array([[0, 0], [across, 0], [across, down], [0, down]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    cut = cv2.warpPerspective(
        pixels, matrix, (across, down), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cut, dtype=np.uint8)


def _cells(letters: Sequence[Letter], aspect: float) -> Iterator[Sequence[Letter]]:
    """Stretches of a line without a wide gap; `aspect` is the line's width in line heights."""
    start, last = 0, letters[0].centre
    for i, letter in enumerate(letters):
        if letter.text.isspace():
            continue
        if (letter.centre - last) * aspect > _GAP and letters[i - 1].text.isspace():
            yield letters[start:i]
            start = i
        last = letter.centre
    yield letters[start:]


def _words(letters: Sequence[Letter], quad: Quad, size: tuple[int, int], aspect: float) -> Iterator[Word]:
    """Words with boxes; a space between two Chinese characters does not part them."""
    half = _half_width_of_a_letter([n.centre for n in letters], aspect)
    word: list[Letter] = []
    for letter in letters:
        if not letter.text.isspace():
            word.append(letter)
        elif word:
            yield _word(word, half, quad, size)
            word = []
    if word:
        yield _word(word, half, quad, size)


def _half_width_of_a_letter(centres: Sequence[float], aspect: float) -> float:
    """From the distance of neighbours, at most half a square; a fraction of the line's width."""
    steps = [b - a for a, b in pairwise(centres) if b > a]
    square = 0.5 / max(aspect, 0.5)
    return min(median(steps) / 2 if steps else square, square)


def _word(letters: Sequence[Letter], half: float, quad: Quad, size: tuple[int, int]) -> Word:
    left, right = max(letters[0].centre - half, 0.0), min(letters[-1].centre + half, 1.0)
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    corners = [quad[0] + top * left, quad[0] + top * right, quad[3] + bottom * left, quad[3] + bottom * right]
    xs = [float(c[0]) / size[0] for c in corners]
    ys = [float(c[1]) / size[1] for c in corners]
    text = half_width("".join(n.text for n in letters))
    return Word(text, Box.clipped(min(xs), min(ys), max(xs), max(ys)), min(_confidence(letters), 1.0))


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width; punctuation of Chinese text stays."""
    return "".join(
        chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E and c not in "！，：；？（）［］｛｝" else c
        for c in text
    )
