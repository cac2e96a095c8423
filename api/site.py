"""The web pages: templates, and every word on them in Chinese and English side by side.

It does not know what the pages show; whatever is put in is escaped.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from kb_sources.manual import Language

HERE = Path(__file__).parent
STATIC = HERE / "static"
_WEIGHT = re.compile(r"[01](?:\.[0-9]{0,3})?")  # RFC 9110 12.4.2
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


def language_of(request: Request, otherwise: Language = "zh") -> Language:
    """?lang= decides, else the first of our languages in Accept-Language, else Chinese or `otherwise`."""
    wanted = request.query_params.get("lang", "")
    for part in (wanted, *request.headers.get("accept-language", "").split(",")):
        short = part.split(";")[0].strip().lower().partition("-")[0]
        for language in _LANGUAGES:
            if short == language:
                return language
    return otherwise


def accepted(request: Request) -> list[str]:
    """The media types that a caller names and takes (not `;q=0`), in small letters, the most wanted first."""
    weighed = []
    for part in request.headers.get("accept", "").split(","):
        name, *parameters = (one.strip().lower() for one in part.split(";"))
        weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        weighed.append((name, float(weight) if _WEIGHT.fullmatch(weight) else 1.0))
    return [name for name, weight in sorted(weighed, key=lambda one: -one[1]) if name and weight > 0]


def prefers_html(request: Request) -> bool:
    """Whether the caller is a browser: it names text/html, and not after application/json."""
    named = accepted(request)
    if "text/html" not in named:
        return False
    return "application/json" not in named[: named.index("text/html")]
