"""The estimate of tokens against Qwen's own vocabulary (qwen.tiktoken of Alibaba's `dashscope` package).

That file is the base of Qwen2 to Qwen3-VL: the same merges, the same split of words; control tokens apart.
"""

from __future__ import annotations

import base64
import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kb_sources.samples.gold_html import FOLDER
from vlm.budget import tokens_in

# tokenization_qwen2.py of transformers
_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)
MOST_TOO_MANY = 2.2  # a budget twice too careful shows half the passages


@cache
def qwen() -> Any:
    import tiktoken

    found = importlib.util.find_spec("dashscope")
    assert found is not None and found.origin is not None
    lines = (Path(found.origin).parent / "resources" / "qwen.tiktoken").read_bytes().splitlines()
    ranks = {base64.b64decode(token): int(rank) for token, rank in (line.split() for line in lines if line)}
    return tiktoken.Encoding("qwen", pat_str=_SPLIT, mergeable_ranks=ranks, special_tokens={})


def real(text: str) -> int:
    return len(qwen().encode_ordinary(text))


def pages() -> list[tuple[str, str]]:
    """What is printed on every sample page, by manual and page."""
    truth = json.loads((FOLDER / "truth.json").read_text("utf-8"))["manuals"]
    return [
        (f"{file} {page['page']}", "\n".join(line["text"] for line in page["lines"]))
        for file, manual in truth.items()
        for page in manual["pages"]
    ]


def test_no_sample_page_takes_more_than_was_told() -> None:
    short = {name: (tokens_in(text), real(text)) for name, text in pages() if tokens_in(text) < real(text)}
    assert not short, "fewer tokens told than there are"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_estimate_is_not_wasteful(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [text for name, text in pages() if ("-zh." in name) is (language == "zh")]
    told, there = sum(map(tokens_in, texts)), sum(map(real, texts))
    with capsys.disabled():
        print(f"\ntokens of {len(texts)} sample pages ({language}): {told / there:.2f}x told of {there} real")
    assert there <= told <= MOST_TOO_MANY * there


@pytest.mark.parametrize(
    "text",
    [
        '{"claims":[{"kind":"step","text":"拧下螺钉。","sources":[{"id":"S2","quote":"拧下底壳螺钉"}]}]}',
        "NV-7021-B / OR-3501 (230 V) 0.25 N·m ±5 % 25 °C ≤ 10 Ω 2 MΩ µF ①②③ →",
        '<html><body><div class="text" data-bbox="83 128 158 156">清岚</div></body></html>',
        "ＱＬ－３５　全角　１２３",
        "鼙龘麤 髙﨑 𠮷野家 😀🔧",
        "    \n\n\t\tindented\n\n\n",
        "Reinigungsflüssigkeit nachfüllen; Ø 12 mm — Größe",
    ],
)
def test_what_is_not_plain_prose_is_not_underrated(text: str) -> None:
    assert tokens_in(text) >= real(text)
