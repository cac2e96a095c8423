"""The page of a run: hostile words stay words, nothing is fetched, every case is there."""

import csv
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from evaluation.case import Case
from evaluation.drilldown import lay_out
from evaluation.judging import judge, load_scorers
from evaluation.page import data_uri, embed, meanings, render, to_csv, words
from evaluation.report import MEANING
from evaluation.scorer import Result, ScorerSettings
from evaluation.summary import summarise, to_json

pytest.importorskip("matplotlib", reason="the extra `eval` is not installed")
MakeCase = Callable[..., Case]
MakeResult = Callable[..., Result]
HOSTILE = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(2)> ${7*7} {{7*7}} 屏幕黑了"
RUN = {
    "source": HOSTILE, "cases": 1, "when": "today", "asked": "in process", "photos": "shown",
    "modes": "extractive 1", "absent": [HOSTILE],
}  # fmt: skip


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture
def page(make_case: MakeCase, make_result: MakeResult) -> str:
    case = make_case(
        "a\"><b>", question=HOSTILE, product=HOSTILE, kind=HOSTILE, tags=frozenset({HOSTILE}), answer=HOSTILE,
        must=((HOSTILE,),), forbid=(HOSTILE,),
    )  # fmt: skip
    result = make_result('a"><b>', cites=[(HOSTILE, 5, HOSTILE, (0.1, 0.2, 0.5, 0.3))], warnings=[HOSTILE])
    scores = to_json(summarise(RUN, judge([case], [result], load_scorers(ScorerSettings()))))
    cases = [lay_out(row, result) for row in scores["cases"]]
    return render(scores, cases, {HOSTILE: "data:image/webp;base64,AA=="}, "en")


def test_hostile_words_become_neither_tag_nor_script(page: str) -> None:
    parser = Tags()
    parser.feed(page)
    scripts = [attributes for tag, attributes in parser.tags if tag == "script"]
    assert scripts == [{"id": "pictures", "type": "application/json"}, {}]
    assert not [t for t, attributes in parser.tags if t == "img" or "onerror" in attributes]
    assert "{{7*7}}" in page  # a template in the text is text
    assert "屏幕黑了" in page


def test_nothing_is_fetched_and_no_script_but_its_own_may_run(page: str) -> None:
    parser = Tags()
    parser.feed(page)
    sources = [v for _, a in parser.tags for k, v in a.items() if k in ("src", "href", "xlink:href") and v]
    assert [s for s in sources if not s.startswith(("#", "data:"))] == []
    (policy,) = [a["content"] or "" for t, a in parser.tags if t == "meta" and "http-equiv" in a]
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'sha256-[\w+/]+=*'", policy)
    assert "unsafe-inline" not in policy.partition("script-src")[2]


def test_pictures_are_embedded_small_once_and_those_that_are_gone_left_out() -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (2000, 1000), "white").save(drawn, "PNG")
    asked: list[tuple[str, int]] = []

    def picture(edition: str, page: int) -> bytes | None:
        asked.append((edition, page))
        return None if page == 2 else drawn.getvalue()

    found = embed([("e", 1), ("e", 2), ("e", 3), ("e", 4)], picture, 2)
    assert list(found) == ["e/1", "e/3"]
    assert asked == [("e", 1), ("e", 2), ("e", 3)]
    assert found["e/1"] == data_uri(drawn.getvalue())
    assert len(found["e/1"]) < 3000


def test_a_spreadsheet_computes_nothing(make_case: MakeCase, make_result: MakeResult) -> None:
    case = make_case(question='=HYPERLINK("http://x")')
    scores = to_json(summarise(RUN, judge([case], [make_result()], load_scorers(ScorerSettings()))))
    (row,) = csv.DictReader(io.StringIO(to_csv(scores)))
    assert row["question"] == '\'=HYPERLINK("http://x")'
    assert row["hit@1"] == "1.0"


@pytest.mark.parametrize("part", ["report"])
def test_both_languages_say_everything(part: str) -> None:
    zh, en = words(part, "zh"), words(part, "en")
    assert zh.keys() == en.keys()
    assert all(zh.values()) and all(en.values())


def test_every_measure_is_explained_in_both_languages() -> None:
    assert meanings("zh").keys() == MEANING.keys()


def test_a_browser_lights_the_quote_and_sifts_the_cases(
    make_case: MakeCase, make_result: MakeResult, tmp_path: Path, browser: Browser
) -> None:
    cases = [make_case("a", question="屏幕黑了？"), make_case("b", question="What torque?")]
    cites = [
        ("n7.pdf", 5, "Tighten to 0.25 N·m.", (0.1, 0.2, 0.5, 0.3)),
        ("n7.pdf", 6, "Close it.", (0, 0, 1, 1)),
    ]
    results = [make_result("a", cites=cites), make_result("b", action="refuse")]
    scores = to_json(summarise(RUN, judge(cases, results, load_scorers(ScorerSettings()))))
    shown = [lay_out(row, result) for row, result in zip(scores["cases"], results, strict=True)]
    drawn = io.BytesIO()
    Image.new("RGB", (400, 500), "white").save(drawn, "PNG")
    file = tmp_path / "report.html"
    file.write_text(render(scores, shown, {"ed-n7.pdf/5": data_uri(drawn.getvalue())}, "zh"), "utf-8")
    tab = browser.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(f"{file.as_uri()}#case-a")
    sheet = tab.locator("#case-a .sheet")
    assert sheet.locator("img").evaluate("one => one.naturalWidth") == 400
    page, lit = sheet.bounding_box(), sheet.locator("i").bounding_box()
    assert page and lit
    assert lit["width"] / page["width"] == pytest.approx(0.4, abs=0.02)
    tab.locator("#case-a button.cite").nth(1).click()  # a page without a picture
    assert sheet.locator("img").count() == 0
    assert "没有该页图片" in sheet.inner_text()
    tab.fill("#words", "torque")
    assert tab.locator("details.case:visible").count() == 1
    assert tab.locator("#left").inner_text() == "1"
    tab.select_option("select[name=got]", "answer")
    assert tab.locator("details.case:visible").count() == 0
    assert said == []
    tab.close()
