"""What a vision-language model does with the samples, use by use: sees, reads, describes, judges.

It fits nothing: thresholds and prompts are the deployed ones. How it answers is examined like any service.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image
from rapidfuzz.fuzz import partial_ratio

from evaluation.report import table
from evaluation.spoiling import wrong_figure
from evaluation.truth import ALIKE, TrueManual, bare
from kb_sources.errors import ModelMisconfigured, ModelUnavailable
from kb_sources.manual import Language
from vlm.describing import Description
from vlm.judge import Judge, Judgement, Statement
from vlm.model import Deadline, Picture, VisionModel
from vlm.reading import read_page
from vlm.vision_probe import probe_vision

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TOGETHER = 10  # statements judged in one call
Describe = Callable[[Sequence[Picture], Language, Deadline], Sequence[Description | None]]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One use. `text` is Markdown; `failed` counts what the model did not answer at all."""

    name: str
    text: str
    failed: int = 0


@dataclass(frozen=True, slots=True)
class PagePicture:
    name: str  # file and page
    picture: bytes
    printed: Sequence[str]  # its lines, as they were typeset


@dataclass(frozen=True, slots=True)
class SamplePhoto:
    name: str
    picture: Picture
    printed: Sequence[str]  # the words on it
    language: Language


def vision(model: VisionModel, name: str, seconds: float) -> Part:
    """A word that no model can guess, the same each time so that a recording holds the answer."""
    try:
        probe_vision(model, Deadline.after(seconds), random.Random(name))
    except ModelMisconfigured as error:
        return Part("Vision probe", f"Failed: {error}", 1)
    return Part("Vision probe", "Passed: a word drawn in a picture was read.")


def reading(model: VisionModel, pages: Sequence[PagePicture], seconds: float, progress: Progress) -> Part:
    """Per page: the share of printed lines and of printed numbers that stand in what was read."""
    rows, failed = [], 0
    shares: list[tuple[float, float]] = []
    for n, page in enumerate(pages):
        progress("pages", n, len(pages))
        try:
            with Image.open(io.BytesIO(page.picture)) as picture:
                seen = read_page(model, picture.convert("RGB"), page.name, Deadline.after(seconds))
        except ModelUnavailable as error:
            failed += 1
            rows.append((page.name, type(error).__name__, "", "", ""))
            continue
        lines, numbers = _found(page.printed, seen.page.text)
        shares.append((lines, numbers))
        spoilt = ", ".join(attempt.spoilt_by for attempt in seen.attempts if attempt.spoilt_by)
        rows.append((page.name, seen.outcome, f"{lines:.0%}", f"{numbers:.0%}", spoilt or "–"))
    if shares:
        lines, numbers = (sum(each) / len(shares) for each in zip(*shares, strict=True))
        rows.append(("mean", "", f"{lines:.0%}", f"{numbers:.0%}", ""))
    header = ("page", "outcome", "lines found", "numbers found", "asked again because of")
    return Part("Pages read", table(header, rows), failed)


def describing(describe: Describe, photos: Sequence[SamplePhoto], seconds: float, progress: Progress) -> Part:
    """Per photo: the share of its printed words in the description, and what is told of it."""
    rows, failed = [], 0
    for n, photo in enumerate(photos):
        progress("photos", n, len(photos))
        try:
            (said,) = describe((photo.picture,), photo.language, Deadline.after(seconds))
        except ModelUnavailable as error:
            said, problem = None, type(error).__name__
        else:
            problem = "left out"
        if said is None:
            failed += 1
            rows.append((photo.name, photo.language, problem, "", ""))
            continue
        words, _ = _found(photo.printed, "\n".join((said.shows, *said.text, *said.codes)))
        rows.append((photo.name, photo.language, f"{words:.0%}", said.symptom or "–", said.shows))
    header = ("photo", "language", "words found", "symptom", "description")
    return Part("Photos described", table(header, rows), failed)


@dataclass(frozen=True, slots=True)
class Judged:
    kind: str
    statement: Statement
    follows: bool


def statements(one: TrueManual, other: TrueManual, most: int = 200) -> list[Judged]:
    """From two manuals of the same content in two languages, step by step; half of them follow.

    Right: a step as evidence for its translation. Wrong: its neighbour's translation, and the translation
    with one digit changed.
    """
    found: dict[str, list[Judged]] = {"translation": [], "neighbour": [], "digit": []}
    paired = list(zip(one.steps, other.steps, strict=True))
    for n, (step, same) in enumerate(paired):
        for here, there in ((step, same), (same, step)):
            found["translation"].append(Judged("translation", Statement(here.text, (there.text,)), True))
            wrong = wrong_figure(here.text)
            if wrong is not None:
                found["digit"].append(Judged("digit", Statement(wrong, (there.text,)), False))
        neighbour = paired[(n + 1) % len(paired)][1].text
        if step.text != paired[(n + 1) % len(paired)][0].text:
            found["neighbour"].append(Judged("neighbour", Statement(step.text, (neighbour,)), False))
    right = found["translation"][: most // 2]
    digits = found["digit"][: most // 4]
    return [*right, *digits, *found["neighbour"][: most // 2 - len(digits)]]


def judging(judge: Judge, cases: Sequence[Judged], seconds: float, progress: Progress) -> Part:
    """Per kind: how often the judge is right, taking "supported" from a probability of one half."""
    right: dict[str, list[bool]] = {}
    failed = 0
    for start in range(0, len(cases), _TOGETHER):
        progress("statements", start, len(cases))
        some = cases[start : start + _TOGETHER]
        try:
            said: Sequence[Judgement] = judge.judge([c.statement for c in some], Deadline.after(seconds))
        except ModelUnavailable:
            failed += len(some)
            continue
        for case, judgement in zip(some, said, strict=True):
            right.setdefault(case.kind, []).append((judgement.supported >= 0.5) == case.follows)
    rows = [
        (kind, "yes" if kind == "translation" else "no", str(len(each)), f"{sum(each) / len(each):.0%}")
        for kind, each in right.items()
    ]
    return Part("Statements judged", table(("kind", "follows", "judged", "right"), rows), failed)


def pages_worth_reading(
    manuals: Mapping[str, TrueManual], media: Mapping[str, Mapping[int, str]]
) -> Iterator[tuple[str, int]]:
    """File and page, the hard ones of each manual in turn: scans first, then pages by how much is on them."""
    queues = []
    for name, manual in manuals.items():
        medium = media[name]
        order = sorted(manual.lines, key=lambda n: (medium[n] == "digital", -len(manual.lines[n]), n))
        queues.append([(name, page) for page in order if manual.lines[page]])
    for depth in range(max(map(len, queues), default=0)):
        yield from (queue[depth] for queue in queues if depth < len(queue))


def _found(printed: Sequence[str], text: str) -> tuple[float, float]:
    """Shares of the lines, and of the numbers in them, that stand in a text; wherever they stand."""
    read = bare(text)
    numbers = {n for line in printed for n in _NUMBER.findall(line)}
    there = set(_NUMBER.findall(text))
    lines = [bare(line) for line in printed if bare(line)]
    found = sum(line in read or (len(line) > 3 and partial_ratio(line, read) >= ALIKE) for line in lines)
    return found / len(lines) if lines else 1.0, len(numbers & there) / len(numbers) if numbers else 1.0
