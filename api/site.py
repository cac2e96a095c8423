"""The web pages: templates, and every word on them in Chinese and English side by side.

It does not know what the pages show; whatever is put in is escaped.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from kb_sources.manual import Language

HERE = Path(__file__).parent
STATIC = HERE / "static"
_LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Site:
    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "pages"),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.words = read_words()

    def render(
        self, request: Request, name: str, language: Language, *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page in one language. `t` gives its words, `other_language` the query of the same page."""
        other: Language = "en" if language == "zh" else "zh"
        page = self._templates.get_template(name).render(
            t={key: said[language] for key, said in self.words.items()},
            words=self.words,
            lang=language,
            other=other,
            other_language=str(request.url.include_query_params(lang=other).query),
            **values,
        )
        return HTMLResponse(page, status, headers={"Vary": "Accept, Accept-Language"})


def read_words() -> dict[str, dict[Language, str]]:
    """Key → the words in each language."""
    with (HERE / "pages" / "words.toml").open("rb") as file:
        words: dict[str, dict[Language, str]] = tomllib.load(file)
    return words


def language_of(request: Request) -> Language:
    """?lang= decides, else the first of our languages in Accept-Language, else Chinese."""
    wanted = request.query_params.get("lang", "")
    accepted = [wanted, *request.headers.get("accept-language", "").split(",")]
    for part in accepted:
        short = part.split(";")[0].strip().lower().partition("-")[0]
        for language in _LANGUAGES:
            if short == language:
                return language
    return "zh"


def prefers_html(request: Request) -> bool:
    """Whether the caller is a browser: it names text/html, and not after application/json."""
    accepted = [part.split(";")[0].strip().lower() for part in request.headers.get("accept", "").split(",")]
    if "text/html" not in accepted:
        return False
    return "application/json" not in accepted[: accepted.index("text/html")]
