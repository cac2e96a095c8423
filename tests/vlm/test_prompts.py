"""Prompts carry their picture and a version, and say exactly what the model was trained on."""

from __future__ import annotations

import pytest

from vlm import prompts
from vlm.model import Picture

PAGE = Picture(b"x", 32, 32, "page 1")


def test_the_trained_modes_are_asked_for_word_for_word() -> None:
    # cookbooks/document_parsing.ipynb of Qwen3-VL: no system prompt, nothing else
    assert prompts.read_as_html(PAGE).turns[0].parts == (PAGE, "qwenvl html")
    assert prompts.read_as_markdown(PAGE).turns[0].parts == (PAGE, "qwenvl markdown")


@pytest.mark.parametrize(
    "ask", [prompts.read_as_html, prompts.read_as_markdown, prompts.read_plainly, prompts.read_one_word]
)
def test_the_picture_comes_first_and_there_is_no_system_prompt(ask: object) -> None:
    assert callable(ask)
    prompt = ask(PAGE)
    assert [turn.role for turn in prompt.turns] == ["user"]
    assert prompt.turns[0].parts[0] is PAGE
    assert prompt.version


def test_versions_are_distinct() -> None:
    every = [prompts.read_as_html, prompts.read_as_markdown, prompts.read_plainly, prompts.read_one_word]
    assert len({ask(PAGE).version for ask in every}) == len(every)
