"""A model that does not look at pictures is found out before it is trusted."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image

from kb_sources.errors import ModelMisconfigured
from vlm.model import Deadline, Picture, Prompt
from vlm.models.scripted import Scripted
from vlm.vision_probe import picture_of, probe_vision, random_word


def reading(spelt: str) -> Scripted:
    """A model that reads the word of the seed 7."""
    return Scripted([spelt.format(word=random_word(random.Random(7)))])


@pytest.mark.parametrize("spelt", ["{word}", "The word is **{word}**.", "图中的词是“{word}”。", " {word}\n"])
def test_the_word_may_be_dressed_up(spelt: str) -> None:
    probe_vision(reading(spelt), Deadline.after(5), random.Random(7))


def test_small_letters_are_letters() -> None:
    model = Scripted([random_word(random.Random(7)).lower()])
    probe_vision(model, Deadline.after(5), random.Random(7))


@pytest.mark.parametrize("said", ["I cannot see any picture.", "A test pattern.", "没有图片。"])
def test_a_model_without_eyes_is_told_of(said: str) -> None:
    with pytest.raises(ModelMisconfigured, match="does not see pictures"):
        probe_vision(Scripted([said]), Deadline.after(5))


def test_the_word_stands_in_the_picture_and_nowhere_in_the_text() -> None:
    model = Scripted(lambda _: "?")
    with pytest.raises(ModelMisconfigured):
        probe_vision(model, Deadline.after(5), random.Random(7))
    prompt: Prompt = model.asked[0][0]
    picture, text = prompt.turns[0].parts
    assert isinstance(picture, Picture)
    assert isinstance(text, str)
    assert random_word(random.Random(7)) not in text
    assert picture.data == picture_of(random_word(random.Random(7))).data


def test_the_word_is_drawn_whole() -> None:
    with Image.open(io.BytesIO(picture_of("WWWWWW").data)) as drawn:
        dark = drawn.convert("L").point(lambda v: 255 if v < 128 else 0).getbbox()
        assert drawn.size == (768, 128)
    assert dark is not None
    assert dark[0] > 4
    assert dark[2] < 764
    assert 16 < dark[1] < dark[3] < 112
