"""A model that does well is told from one that does badly, use by use."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from evaluation import verification
from evaluation.truth import read_truth
from evaluation.verification import PagePicture, SamplePhoto
from kb_sources.errors import ModelTimeout
from vlm.describing import Describer, Description, as_described
from vlm.judge import Judgement, Statement
from vlm.model import Deadline, Prompt
from vlm.models.scripted import Scripted
from vlm.vision_probe import picture_of, random_word

LINES = ("Battery replacement", "Tighten the screws to 0.25 N·m", "更换电池，部件号 NV-7021-B", "E21")
TRUTH = Path("kb_sources/samples/truth.json")


def quiet(what: str, done: int, total: int) -> None:
    assert done <= total


def page(printed: Sequence[str] = LINES) -> PagePicture:
    canvas = Image.new("RGB", (600, 800), "white")
    pen = ImageDraw.Draw(canvas)
    for n, _ in enumerate(printed):
        pen.rectangle((60, 80 + 60 * n, 500, 100 + 60 * n), fill="black")
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return PagePicture("manual.pdf p. 3", out.getvalue(), printed)


def html(*lines: str) -> str:
    told = [
        f'<div class="text" data-bbox="90 {95 + 75 * n} 840 {130 + 75 * n}">{line}</div>'
        for n, line in enumerate(lines)
    ]
    return "<html><body>" + "\n".join(told) + "</body></html>"


def test_a_model_that_sees_passes_and_the_word_is_the_same_each_time() -> None:
    word = random_word(random.Random("Qwen3-VL-4B"))
    assert verification.vision(Scripted([f"It says {word}."]), "Qwen3-VL-4B", 5).failed == 0
    part = verification.vision(Scripted([f"It says {word}."]), "another", 5)
    assert part.failed == 1
    assert "does not see pictures" in part.text


def test_a_page_read_whole_and_one_with_a_wrong_digit() -> None:
    good = verification.reading(Scripted([html(*LINES)]), [page()], 5, quiet)
    assert "| manual.pdf p. 3 | read | 100% | 100% | – |" in good.text
    misread = [line.replace("0.25", "0.26") for line in LINES]
    bad = verification.reading(Scripted([html(*misread)]), [page()], 5, quiet)
    assert "| 100% | 67% |" in bad.text  # one digit is no other line, but another number
    lost = verification.reading(
        Scripted([html(LINES[0], "and nothing else of it at all")]), [page()], 5, quiet
    )
    assert "| 25% | 0% |" in lost.text


def test_a_page_that_is_not_answered_is_counted() -> None:
    part = verification.reading(Scripted([ModelTimeout("late")]), [page()], 5, quiet)
    assert (part.failed, "ModelTimeout" in part.text) == (1, True)


def test_a_photo_described() -> None:
    photo = SamplePhoto("plate.jpg", picture_of("WM620"), ("HELMAR", "WM-620"), "en")
    said = as_described([Description("A rating plate.", ("HELMAR", "WM-620"), (), "")])
    part = verification.describing(Describer(Scripted([said])).describe, [photo], 5, quiet)
    assert "| plate.jpg | en | 100% | – | A rating plate. |" in part.text
    failing = Describer(Scripted([ModelTimeout("late")])).describe
    assert verification.describing(failing, [photo, photo], 5, quiet).failed == 2


class Sure:
    """Says the same of everything."""

    def __init__(self, supported: float) -> None:
        self._supported = supported

    def judge(self, statements: Sequence[Statement], deadline: Deadline) -> list[Judgement]:
        if self._supported < 0:
            raise ModelTimeout("late")
        return [Judgement(self._supported) for _ in statements]


def test_the_statements_are_200_half_of_them_follow_and_wrong_ones_are_wrong() -> None:
    manuals = read_truth(TRUTH)
    cases = verification.statements(manuals["norvik-n7-repair-en.pdf"], manuals["norvik-n7-repair-zh.pdf"])
    assert len(cases) == 200
    assert sum(case.follows for case in cases) == 100
    for case in cases:
        assert case.statement.text not in case.statement.evidence
    yes = verification.judging(Sure(0.9), cases, 5, quiet)
    assert "| translation | yes | 100 | 100% |" in yes.text
    assert "| digit | no | 50 | 0% |" in yes.text
    no = verification.judging(Sure(0.1), cases, 5, quiet)
    assert "| neighbour | no | 50 | 100% |" in no.text
    assert verification.judging(Sure(-1), cases[:25], 5, quiet).failed == 25


def test_the_pages_come_from_every_manual_scans_first() -> None:
    manuals = read_truth(TRUTH)
    media = {
        name: {page: "scan" if page == 6 else "digital" for page in manual.lines}
        for name, manual in manuals.items()
    }
    order = list(verification.pages_worth_reading(manuals, media))
    assert {name for name, _ in order[: len(manuals)]} == set(manuals)
    assert order[0][1] == 6
    assert len(set(order)) == len(order) == sum(1 for m in manuals.values() for n in m.lines if m.lines[n])


@pytest.mark.parametrize("text", ["", "一二三", "{"])
def test_nothing_printed_is_found_in_anything(text: str) -> None:
    assert verification._found((), text) == (1.0, 1.0)


def test_a_prompt_is_sent_for_each_page(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Scripted(lambda prompt: html(*LINES) if prompt.version.startswith("read") else "?")
    verification.reading(model, [page(), page()], 5, quiet)
    asked: list[Prompt] = [prompt for prompt, _ in model.asked]
    assert len(asked) == 2
