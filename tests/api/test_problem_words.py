"""What a customer can be told of a problem is there in Chinese; the sentences are those of the code."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import pytest
from PIL import Image

import api.problem_words
import vlm.pictures
from api.limits import Limits
from api.problem_words import worded
from api.running import Running
from api.turn import AskRequest
from api.turnstile import Turnstile
from api.wire import too_many_photos
from kb_sources.errors import Busy, FixciteError, InputRejected
from tests.api.bench import Bench
from vlm.pictures import PhotoLimits, upright

FILE = Path(api.problem_words.__file__).with_name("problems.toml")
SENTENCES = tomllib.loads(FILE.read_text("utf-8"))["sentence"]
SOURCE = "\n".join(
    path.read_text("utf-8") for module in (api, vlm) for path in Path(module.__path__[0]).rglob("*.py")
)


def picture(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "PNG")
    return out.getvalue()


PHOTOS = {
    "empty": b"",
    "text": b"no picture at all",
    "document": b"%PDF-1.7\n" + b"x" * 200,
    "cut": picture(60, 60)[:50],
    "small": picture(3, 60),
    "large": picture(60, 60) + b"x" * 9_000,
    "pixels": picture(200, 200),
}


@pytest.mark.parametrize("entry", SENTENCES, ids=lambda entry: entry["en"][:30])
def test_every_sentence_is_one_of_the_code_and_tells_no_more_in_chinese(entry: dict[str, str]) -> None:
    parts = re.split(r"\{\w+\}", entry["en"])
    assert all(part.strip(" .,)") in SOURCE for part in parts if part.strip(" .,)"))
    assert set(re.findall(r"\{(\w+)\}", entry["zh"])) <= set(re.findall(r"\{(\w+)\}", entry["en"]))


def told(error: FixciteError) -> tuple[str, str]:
    assert (worded(error.message, "en"), worded(error.hint, "en")) == (error.message, error.hint)
    return worded(error.message, "zh"), worded(error.hint, "zh")


def in_chinese(*sentences: str) -> bool:
    """Numbers, names of formats and of a field may stand in them."""
    return all(
        re.search(r"[\u4e00-\u9fff]", s) and not re.search(r"[a-z]{3,} [a-z]{2,}", s) for s in sentences
    )


@pytest.mark.parametrize("name", PHOTOS)
def test_what_is_wrong_with_a_photo_is_told_in_chinese(name: str) -> None:
    limits = PhotoLimits(max_bytes=8_000, max_pixels=30_000)
    with pytest.raises(InputRejected) as raised:
        upright(PHOTOS[name], limits)
    assert in_chinese(*told(raised.value)), told(raised.value)


@pytest.mark.parametrize(
    ("question", "detail"),
    [
        ("x" * 2001, "问题有 2,001 个字符，最多 2,000 个。"),
        ("", "问题是空的。"),
        ("?!", "问题里没有文字。"),
    ],
    ids=["long", "empty", "marks"],
)
def test_what_is_wrong_with_a_question_is_told_in_chinese(tmp_path: Path, question: str, detail: str) -> None:
    with pytest.raises(InputRejected) as raised:
        Bench(tmp_path).ask(AskRequest(question))
    assert told(raised.value)[0] == detail and in_chinese(told(raised.value)[1])


def test_a_service_that_cannot_answer_now_says_so_in_chinese() -> None:
    running = Running(lambda: None, "", Limits())  # type: ignore[arg-type, return-value]
    with pytest.raises(FixciteError) as raised:
        assert running.turnstile
    assert in_chinese(*told(raised.value))
    full = Turnstile(lambda request, progress: None, 1)  # type: ignore[arg-type, return-value]
    full._free.acquire()
    with pytest.raises(Busy) as busy:
        full.start(AskRequest("x"), lambda stage: None)
    assert in_chinese(*told(busy.value), *told(too_many_photos()))


def test_what_nobody_worded_stays_as_it_is() -> None:
    assert worded("Qdrant at x did not do {this}.", "zh") == "Qdrant at x did not do {this}."
    odd = "The file is not a photo we can read, it looks like {0}\n."
    assert worded(odd, "zh") == "这个文件不是可以读取的照片。"
