"""The words of the pages: both languages, same gaps, none missing, none idle."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from starlette.datastructures import Headers, QueryParams

from api.site import HERE, STATIC, Site, accepted, language_of, prefers_html, read_words
from vlm.checking import ORDER

SOURCES = [*(HERE / "pages").glob("*.html"), *STATIC.glob("*.js")]
# Keys put together where they are used: stage_<name>, state_<state>, …
FAMILIES = ("stage_", "state_", "read_", "level_", "reason_", "job_", "edition_", "check_")


@pytest.mark.parametrize("key", read_words())
def test_every_word_is_there_in_both_languages_with_the_same_gaps(key: str) -> None:
    said = read_words()[key]
    assert set(said) == {"zh", "en"} and all(said.values())
    assert sorted(re.findall(r"\{(\w+)\}", said["zh"])) == sorted(re.findall(r"\{(\w+)\}", said["en"]))


def test_every_word_that_a_page_uses_is_there_and_none_is_idle() -> None:
    words = set(read_words())
    text = "\n".join(path.read_text("utf-8") for path in SOURCES)
    used = set(re.findall(r'(?:data-t(?:-\w+)?="|\bt\.|say\("|word\("\w+", ")(\w+)"?', text)) - {"format"}
    # keys that a script receives as data: a list of names, a conditional, an argument
    quoted = set(re.findall(r'"(\w+)"', text))
    assert {key for key in used if key not in words} == set()
    idle = {key for key in words if key not in used | quoted and not key.startswith(FAMILIES)}
    assert idle == set()


def test_every_check_has_a_name_on_the_page() -> None:
    assert {key for key in read_words() if key.startswith("check_")} == {f"check_{name}" for name in ORDER}


def request(query: str = "", accept: str | None = None) -> SimpleNamespace:
    headers = Headers({} if accept is None else {"accept-language": accept})
    return SimpleNamespace(query_params=QueryParams(query), headers=headers)


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("lang=en", "zh-CN,zh;q=0.9", "en"),
        ("lang=zh", "en", "zh"),
        ("lang=fr", "en-GB,en;q=0.8", "en"),
        ("", "fr-FR,en;q=0.5,zh;q=0.4", "en"),
        ("", "ZH-hant", "zh"),
        ("", None, "zh"),
        ("", ";;,,q=", "zh"),
    ],
)
def test_the_language_of_a_page(query: str, accept: str | None, expected: str) -> None:
    assert language_of(request(query, accept)) == expected


def test_templates_use_only_values_they_are_given() -> None:
    site = Site()
    asked = SimpleNamespace(url=SimpleNamespace(include_query_params=lambda **_: SimpleNamespace(query="")))
    page = site.render(asked, "home.html", "en", most_photos=4, most_characters=2000)
    assert "<title>Fixcite" in page.body.decode()
    with pytest.raises(Exception, match="most_photos"):
        site.render(asked, "home.html", "en")


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", True),
        ("text/html", True),
        ("application/json, text/html", False),
        ("application/json", False),
        ("application/json;q=0.5, TEXT/HTML", True),
        ("text/html;q=0.5, application/json", False),
        ("text/html;q=0", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_a_browser_is_told_by_what_it_accepts(accept: str, html: bool) -> None:
    assert prefers_html(SimpleNamespace(headers=Headers({"accept": accept}))) is html


@pytest.mark.parametrize(
    ("accept", "named"),
    [
        ("TEXT/EVENT-STREAM", ["text/event-stream"]),
        ("text/event-stream;q=0, */*", ["*/*"]),
        ("text/event-stream; charset=utf-8 ; Q=0.000", []),
        ("a/b;q=0.2,c/d , e/f;q=0.7", ["c/d", "e/f", "a/b"]),
        ("text/event-stream-of-mine;q=x", ["text/event-stream-of-mine"]),
        (",;,", []),
    ],
)
def test_what_is_accepted_is_read_with_its_weights(accept: str, named: list[str]) -> None:
    assert accepted(SimpleNamespace(headers=Headers({"accept": accept}))) == named
