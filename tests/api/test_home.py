"""The page at / as it is sent; what it does is proved in tests/browser."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize(
    ("accept", "lang", "words"), [("zh-CN", "zh-Hans", "哪里坏了？"), ("en-US", "en", "What is broken?")]
)
def test_the_page_speaks_the_askers_language(client, accept: str, lang: str, words: str) -> None:
    text = client.get("/", headers={"Accept-Language": accept}).text
    assert f'<html lang="{lang}">' in text and words in text


def test_nothing_is_loaded_from_elsewhere_and_no_script_stands_inline(client) -> None:
    text = client.get("/").text
    addresses = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert addresses and all(a.startswith(("/", "#", "?")) and not a.startswith("//") for a in addresses)
    for script in re.findall(r"<script[^>]*>", text):
        assert 'src="/static/' in script or 'type="application/json"' in script
    assert not re.search(r"\son\w+=|style=", text)
    for address in addresses:
        if address.startswith("/static/"):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("path", ["//elsewhere.example/x", "//elsewhere.example/x?a=1", "/none"])
def test_the_other_language_is_on_the_same_page_of_the_same_host(client, path: str) -> None:
    text = client.get(f"http://127.0.0.1:8000{path}", headers={"Accept": "text/html"}).text
    (address,) = re.findall(r'<a id="language" href="([^"]*)"', text)
    assert address.startswith("?") and address.endswith("lang=en") and "elsewhere" not in address
