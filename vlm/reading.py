"""A page picture is read by a vision-language model, guarded: asked again another way, or given up by name.

It does not know where the page comes from, nor what is done with a page that was given up (OCR, a person).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kb_sources.errors import AnswerCut, AnswerEmpty, ContextTooLong, ModelUnavailable
from vlm import ink, prompts
from vlm.folding import is_cjk
from vlm.model import Deadline, Picture, Prompt, Sampling, VisionModel
from vlm.pixels import CELL, PixelBudget, drawn_at
from vlm.qwen_formats import Finding, PageText, parse_page

if TYPE_CHECKING:
    from PIL.Image import Image

# Findings that make a reading useless; the next rung of the ladder may do better.
_SPOILT = frozenset({"loop", "truncated", "lazy_ocr", "invented_text", "no_text", "uncovered_ink"})
_MOST_UNCOVERED = 0.25  # share of the ink
_BOXED = 0.8  # share of the elements that must have boxes for coverage to be judged
_SMALLER = 0.6  # of the pixels
_LEFT_OUT = "left_out"
_TALL = 4.0  # height over width of the box of a line that was printed sideways
_SIDEWAYS_LETTERS = 8

Outcome = Literal["read", "blank", "given_up"]


@dataclass(frozen=True, slots=True)
class Rung:
    """One way of asking for a page."""

    ask: Callable[[Picture], Prompt]
    most_pixels: int
    max_tokens: int = 8192


# Another size first, then another prompt: more pixels are not always read better.
LADDER = (
    Rung(prompts.read_as_html, 2048 * CELL * CELL),
    Rung(prompts.read_as_html, 1280 * CELL * CELL),
    Rung(prompts.read_as_markdown, 2048 * CELL * CELL),
    Rung(prompts.read_plainly, 1280 * CELL * CELL),
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One asking: which prompt, the size in pixels it was shown, and what was wrong ("" for nothing)."""

    prompt_version: str
    size: tuple[int, int]
    spoilt_by: str


@dataclass(frozen=True, slots=True)
class PageSeen:
    """`page` is the reading; of a page given up the least spoilt one, for a person to see, not to index."""

    outcome: Outcome
    page: PageText
    attempts: tuple[Attempt, ...]


_EMPTY = PageText((), (), "plain", False)


def read_page(
    model: VisionModel,
    picture: Image,
    name: str,
    deadline: Deadline,
    ladder: Sequence[Rung] = LADDER,
    left_out: Callable[[PageText], str] = lambda page: "",
) -> PageSeen:
    """Reads one page picture; `name` stands in messages ("page 3"). `left_out` tells what another reading of
    the page has that this one has not, "" for nothing that matters: then the model is asked once more, and
    what it leaves out twice is left to the other reading.

    A blank page is not shown to the model; one that is almost blank and only ever gets invented text is
    taken for blank. Raises ModelUnavailable for what another asking cannot help:
    the server is away, misconfigured, or its engine is broken.
    """
    printed = ink.ink_of(picture)
    if ink.is_blank(printed):
        return PageSeen("blank", _EMPTY, ())
    attempts: list[Attempt] = []
    best: tuple[int, PageText] | None = None
    short: PageText | None = None
    for rung in ladder:
        shown = drawn_at(picture, PixelBudget(most=rung.most_pixels), name)
        prompt, size = rung.ask(shown), (shown.width, shown.height)
        if any((a.prompt_version, a.size) == (prompt.version, size) for a in attempts):
            # A small page fits every budget; the same question would get the same answer.
            shown = drawn_at(picture, PixelBudget(most=int(size[0] * size[1] * _SMALLER)), name)
            prompt, size = rung.ask(shown), (shown.width, shown.height)
        try:
            said = model.complete(prompt, Sampling(max_tokens=rung.max_tokens), deadline)
        except (AnswerEmpty, AnswerCut, ContextTooLong) as error:
            attempts.append(Attempt(prompt.version, size, type(error).__name__))
            continue
        except ModelUnavailable:
            if short is None:
                raise
            break
        page = _judged(parse_page(said.text, sent=size, finish=said.finish), printed, size)
        spoilt = [finding.name for finding in page.findings if finding.name in _SPOILT]
        if not spoilt and (missing := left_out(page)):
            attempts.append(Attempt(prompt.version, size, _LEFT_OUT))
            if short is not None:
                break
            short = replace(page, findings=(*page.findings, Finding(_LEFT_OUT, missing)))
            continue
        attempts.append(Attempt(prompt.version, size, spoilt[0] if spoilt else ""))
        if not spoilt:
            return PageSeen("read", page, tuple(attempts))
        if best is None or len(spoilt) < best[0]:
            best = len(spoilt), page
    if short is not None:
        return PageSeen("read", short, tuple(attempts))
    invented = all(attempt.spoilt_by == "invented_text" for attempt in attempts)
    outcome: Outcome = "blank" if invented and ink.is_almost_blank(printed) else "given_up"
    return PageSeen(outcome, best[1] if best else _EMPTY, tuple(attempts))


def _judged(page: PageText, printed: ink.Mask, size: tuple[int, int]) -> PageText:
    """The page with what its picture says about it; invented text is not kept."""
    if ink.too_little_for(printed, page.text):
        found = Finding("invented_text", f"{len(page.text)} characters, but {printed.mean():.2%} ink")
        return replace(page, elements=(), findings=(*page.findings, found))
    findings = list(page.findings)
    if not any(element.text or element.kind == "image" for element in page.elements):
        findings.append(Finding("no_text", "something is printed, but nothing was read"))
    boxes = [element.box for element in page.elements if element.box is not None]
    if boxes and len(boxes) >= _BOXED * len(page.elements):
        share = ink.uncovered(printed, boxes)
        if share > _MOST_UNCOVERED:
            findings.append(
                Finding("uncovered_ink", f"{share:.0%} of what is printed lies outside all boxes")
            )
    findings += [
        Finding("sideways_text", page.elements[n].text[:80], n)
        for n in range(len(page.elements))
        if _lies_sideways(page, n, size)
    ]
    return replace(page, findings=tuple(findings))


def _lies_sideways(page: PageText, index: int, size: tuple[int, int]) -> bool:
    """Whether Latin words stand in a tall narrow box: rotated small print is invented, not read."""
    element = page.elements[index]
    if element.box is None or element.kind not in ("text", "caption", "title") or "\n" in element.text:
        return False
    letters = sum(char.isalnum() and not is_cjk(char) for char in element.text)
    tall = element.box.height * size[1] > _TALL * element.box.width * size[0]
    return tall and letters >= _SIDEWAYS_LETTERS
