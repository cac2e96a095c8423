"""Blocked words and the disclaimer, from a file an editor may replace. It does not decide anything else."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kb_sources.errors import SettingsInvalid
from kb_sources.manual import Language

DEFAULT = Path(__file__).with_name("policy.toml")
_HAN = re.compile(r"[\u3400-\u9fff]")


class _PolicyFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    blocked: list[str]
    disclaimer: dict[Language, str]
    refusal: dict[Language, str]


@dataclass(frozen=True, slots=True)
class Policy:
    """What is not answered, and what is said under every answer."""

    blocked: tuple[tuple[str, re.Pattern[str]], ...]
    disclaimer: dict[Language, str]
    refusal: dict[Language, str]

    def blocked_word(self, text: str) -> str | None:
        """The first blocked term the text contains, None when it contains none."""
        folded = _fold(text)
        return next((word for word, pattern in self.blocked if pattern.search(folded)), None)


def load_policy(path: Path = DEFAULT) -> Policy:
    """Read a policy file. Raises SettingsInvalid that names the file and what is wrong in it."""
    try:
        file = _PolicyFile.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise SettingsInvalid(
            f"The policy file {path} cannot be used: {error}.", hint=f"{DEFAULT.name} shows the form."
        ) from error
    for part, texts in (("disclaimer", file.disclaimer), ("refusal", file.refusal)):
        if set(texts) != {"zh", "en"}:
            raise SettingsInvalid(f"The policy file {path} needs [{part}] in zh and en.")
    words = tuple((w.strip(), _pattern(_fold(w.strip()))) for w in file.blocked if w.strip())
    return Policy(words, file.disclaimer, file.refusal)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _pattern(word: str) -> re.Pattern[str]:
    if _HAN.search(word):
        # Spaces and invisible characters between the characters do not hide a blocked word.
        return re.compile(r"[\s\u200b-\u200f\u2060\ufeff·.\-_*]*".join(map(re.escape, word)))
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
