"""Our own claims on the sample manuals, written by hand: right ones, and ones wrong as a model errs.

Our own checker was trained on them, so each manual's are scored by trees that never saw that manual.
"""

from __future__ import annotations

from pathlib import Path

from evaluation.dataset import DatasetSettings
from evaluation.judged import JudgedSet, JudgedText
from evaluation.reading import json_lines, json_object, read_text
from kb_sources.errors import InputRejected, SettingsInvalid

_CASES = Path(__file__).parents[1] / "cases"
FILES = (_CASES / "entailed_zh.jsonl", _CASES / "entailed_en.jsonl")


def build(settings: DatasetSettings) -> JudgedSet:
    for file in FILES:
        if not file.is_file():
            raise SettingsInvalid(f"{file} is missing.", hint="It comes with the repository alone.")
    return JudgedSet(tuple(text for file in FILES for text in read_claims(file)), "Apache-2.0", fitted=True)


def read_claims(file: Path) -> list[JudgedText]:
    """The claims of a file of `{id, lang, manual, quotes, right: [text], wrong: [{text}]}`, one a line.

    Raises InputRejected with the line's number where one is not of that form.
    """
    texts: list[JudgedText] = []
    for number, line in json_lines(read_text(file)):
        try:
            row = json_object(line)
            quotes = _strings(row["quotes"])
            told = [(text, 1.0) for text in _strings(row["right"])]
            told += [(text, 0.0) for text in _strings([wrong["text"] for wrong in row["wrong"]])]
            language, manual, name = row["lang"], str(row["manual"]), str(row["id"])
            if language not in ("zh", "en"):
                raise ValueError(f"lang is {language!r}")
        except (ValueError, KeyError, TypeError) as error:
            raise InputRejected(
                f"{file.name}, line {number} holds no claims: {error}.",
                hint='One object a line: {"id": "c1", "lang": "zh", "manual": "n7.pdf", "quotes": ["…"], '
                '"right": ["…"], "wrong": [{"text": "…"}]}.',
            ) from error
        texts += [
            JudgedText(f"{name}-{n}", manual, language, text, tuple(quotes), gold, kind=language)
            for n, (text, gold) in enumerate(told)
        ]
    return texts


def _strings(value: object) -> list[str]:
    if isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value):
        return value
    raise ValueError(f"no list of texts: {value!r}"[:120])
