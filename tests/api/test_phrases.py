"""Every phrase stands in both languages with the same gaps."""

import re
import tomllib
from pathlib import Path

import pytest

from api import phrases
from api.phrases import phrase

FILE = tomllib.loads(Path(phrases.__file__).with_name("phrases.toml").read_text("utf-8"))
KEYS = [f"{part}.{name}" for part, names in FILE.items() for name in names]


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_have_the_same_gaps(key: str) -> None:
    part, name = key.split(".")
    gaps = {lang: sorted(re.findall(r"\{(\w+)\}", FILE[part][name][lang])) for lang in ("zh", "en")}
    assert gaps["zh"] == gaps["en"]
    words = dict.fromkeys(gaps["zh"], "X")
    assert phrase(key, "zh", **words)
    assert phrase(key, "en", **words)


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        phrase("clarify.nonsense", "en")
