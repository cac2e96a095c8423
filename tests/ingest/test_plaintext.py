"""Markdown, text and question lists: nothing lost, nothing active, nothing fetched."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.agreement import folded
from ingest.documents.pymupdf import MuPdf, set_pages
from ingest.readers.plaintext import decode, kind_of, to_html
from ingest.readers.textlayer import read_layer

MARKDOWN = """# XR-200 手机维修手册

## 1. 无法开机

**警告**：请先断开电池。 Do not pierce the office ﬁle.

1. 按住电源键 15 秒。
2. Measure the battery voltage.

| Code | 原因 |
|---|---|
| E21 | 排水故障 |

![the connector](images/plug.jpg) <script>alert(1)</script>
"""


def pages_text(body: str) -> str:
    document = MuPdf(set_pages(body))
    lines = []
    for number in range(1, document.pages + 1):
        lines += read_layer(document.page(number), document.render(number, 100), "plaintext").lines
    assert all(line.read_by == "plaintext" for line in lines)
    return "\n".join(line.text for line in lines)


def test_markdown_is_set_with_all_its_words_and_headings_stand_out() -> None:
    body, title = to_html(MARKDOWN, "markdown")
    assert title == "XR-200 手机维修手册"
    document = MuPdf(set_pages(body))
    lines = read_layer(document.page(1), document.render(1, 100)).lines
    text = folded("".join(line.text for line in lines))
    for part in (
        "无法开机",
        "警告：请先断开电池。",
        "officefile",
        "1.按住电源键15秒。",
        "E21",
        "[theconnector]",
    ):
        assert folded(part) in text
    sizes = {line.text: line.size for line in lines}
    assert sizes["XR-200 手机维修手册"] > sizes["1. 无法开机"] > sizes["E21"]


def test_nothing_in_a_text_becomes_markup_or_is_fetched() -> None:
    body, _ = to_html(MARKDOWN, "markdown")
    assert "<script" not in body
    assert "<img" not in body
    assert "plug.jpg" not in body


def test_a_long_text_runs_over_pages() -> None:
    body, _ = to_html("\n\n".join(f"Paragraph {n}: turn the knob." for n in range(200)), "text")
    document = MuPdf(set_pages(body))
    assert document.pages > 3
    text = pages_text(body)
    assert all(f"Paragraph {n}:" in text for n in range(200))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("question,answer,products\nWhy?,Because.,X1\n", "faq"),
        ("问题,答案\n打不开怎么办,按住电源键\n", "faq"),
        ("# Title\n\ntext", "markdown"),
        ("see [here](http://x)", "markdown"),
        ("| a | b |\n|---|---|\n", "markdown"),
        ("Just a line, and another.\nquestion of taste", "text"),
        ("按住电源键。\n", "text"),
    ],
)
def test_the_kind_is_told_by_content(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_a_question_list_keeps_question_answer_and_products_together() -> None:
    body, _ = to_html('问题,答案,产品\n手机打不开,"按住电源键 15 秒。\n再试。",XR-200\n,没有问题,\n', "faq")
    text = pages_text(body)
    order = [text.index(part) for part in ("手机打不开", "按住电源键 15 秒。", "再试。", "[XR-200]")]
    assert order == sorted(order)
    assert "没有问题" not in text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_told_apart(codec: str) -> None:
    assert decode("电池电压 3.7 V\r\n".encode(codec)) == "电池电压 3.7 V\n"


@pytest.mark.parametrize("content", [bytes(range(256)), b"\x00" * 50, b"MZ\x90\x00\x03" * 20])
def test_binary_is_no_text(content: bytes) -> None:
    assert decode(content) is None


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=200))
def test_text_comes_out_of_html_as_it_went_in(text: str) -> None:
    body, _ = to_html(text, "text")
    assert html.unescape(re.sub(r"<br/>|</?p>", "\n", body)).split() == text.split()
