"""The page for a manager: hostile tickets stay words, and marks made in a browser come back as a file."""

import base64
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

from evaluation.cost import UNPRICED
from evaluation.marks import Mark, read_marks
from evaluation.page import words
from evaluation.pilot import Outcome, find
from evaluation.pilot_page import gap_line, lay_out_sample, render
from evaluation.scorer import Result
from evaluation.tickets import Ticket
from kb_sources.errors import InputRejected
from kb_sources.manual import Language
from vlm.photo import Photo, Quality

pytest.importorskip("matplotlib", reason="the extra `eval` is not installed")
HOSTILE = "</script><script>document.title='hacked'</script><img src=x onerror=alert(1)> 屏幕黑了"
CITATION = {
    "n": 1, "manual": {"source_name": HOSTILE, "title": HOSTILE}, "quote": HOSTILE, "read_by": "textlayer",
    "edition": {"id": "e"}, "places": [{"page": 1, "boxes": [[0.1, 0.1, 0.9, 0.2]]}],
}  # fmt: skip


def outcome(n: int) -> Outcome:
    answer: dict[str, Any] = {
        "id": f"ans-{n}", "action": "answer", "text": HOSTILE, "mode": "extractive", "warnings": [],
        "claims": [{"text": f"{HOSTILE} {n}", "citations": [1]}], "citations": [CITATION],
    }  # fmt: skip
    trail = {"question": HOSTILE, "product": None, "codes": [], "widened": [], "hits": [], "rarest": 1.0}
    return Outcome(Ticket(str(n), n, "raw", HOSTILE, HOSTILE), Result(str(n), answer, trail, 0.1))


def page(language: Language) -> str:
    outcomes = [outcome(n) for n in range(3)]
    sampled = [lay_out_sample(one) for one in outcomes]
    return render(
        HOSTILE, find(outcomes, UNPRICED), sampled, {}, language,
        asked="in process", columns=HOSTILE, bad=2, milliseconds=[100.0],
    )  # fmt: skip


def test_a_gap_as_it_is_said_aloud() -> None:
    assert gap_line((37, "no_passage", "E21", "model B"), "en") == "37 tickets, no passage: E21 on model B"
    assert gap_line((1, "no_manual", "制冷", "BCD-500"), "zh") == "1 个工单，没有手册：BCD-500 的“制冷”"


def test_both_languages_say_everything() -> None:
    zh, en = words("pilot", "zh"), words("pilot", "en")
    assert zh.keys() == en.keys()
    assert "请判定这些答案" in page("zh")


def cleaned(stored: bool) -> Photo:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "black").save(out, "JPEG")
    quality = Quality(blurred=False, dark=False, sharpness=0.7, brightness=0.0)
    return Photo("0", out.getvalue(), 40, 20, "", (), (), (), quality, (), stored)


def test_a_photo_is_shown_as_the_service_would_keep_it_or_not_at_all(tmp_path: Path) -> None:
    raw = tmp_path / "raw.jpg"
    Image.new("RGB", (600, 300), "white").save(raw)
    one = outcome(1)
    with_photo = replace(one, ticket=replace(one.ticket, photo=raw))

    def refuse(data: bytes) -> Photo:
        raise InputRejected("no picture")

    shown = lay_out_sample(with_photo, lambda data: cleaned(stored=True))["photo"]
    with Image.open(io.BytesIO(base64.b64decode(shown.partition("base64,")[2]))) as picture:
        assert picture.size == (40, 20)
    assert lay_out_sample(with_photo)["photo"] == ""
    assert lay_out_sample(with_photo, lambda data: cleaned(stored=False))["photo"] == ""
    assert lay_out_sample(with_photo, refuse)["photo"] == ""
    raw.unlink()
    assert lay_out_sample(with_photo, lambda data: cleaned(stored=True))["photo"] == ""


def test_marks_made_in_a_browser_come_back(tmp_path: Path, browser: Browser) -> None:
    file = tmp_path / "pilot.html"
    file.write_text(page("en"), "utf-8")
    tab = browser.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("dialog", lambda dialog: said.append("dialog"))
    tab.goto(file.as_uri())
    assert tab.title() == f"Pilot: {HOSTILE}"
    cards = tab.locator(".sampled")
    assert cards.count() == 3
    cards.nth(0).locator("input[value=right]").check()
    cards.nth(2).locator("input[value=unsafe]").check()
    cards.nth(2).locator(".comment").fill("未断电")
    tab.reload()  # what was marked is still there
    assert tab.locator("#marked").inner_text() == "2"
    with tab.expect_download() as caught:
        tab.locator("#save").click()
    caught.value.save_as(tmp_path / "marks.json")
    assert said == []
    tab.close()
    assert read_marks(tmp_path / "marks.json") == [
        Mark("ans-0", "right", ""),
        Mark("ans-2", "unsafe", "未断电"),
    ]
    assert json.loads((tmp_path / "marks.json").read_text("utf-8"))["pilot"] == HOSTILE
