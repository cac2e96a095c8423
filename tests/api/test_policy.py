"""Blocked words are whole terms, seen through spacing and width; the file is checked."""

from pathlib import Path

import pytest

from api.policy import DEFAULT, load_policy
from kb_sources.errors import SettingsInvalid


@pytest.mark.parametrize(
    "text",
    [
        "怎么越狱",
        "帮我破 解密码",
        "中了病毒",
        "越\u200b狱",
        "how do I JAILBREAK my phone",
        "Is a jailbroken N7 still repaired?",
        "my phone caught a virus",
        "where is a keygen",
        "crack the password of the N7",
        "how to hack into the ｐhone",
    ],
)
def test_blocked(text: str) -> None:
    assert load_policy().blocked_word(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "屏幕破了怎么解决",
        "我的手机打不开",
        "the glass is cracked, how do I replace it",
        "a crack in the drum, and it cracks when it turns",
        "Use a hacksaw? The breaker trips and the door is locked",
        "I forgot the password of the service menu",
        "the jail of the break lever is broken",
    ],
)
def test_not_blocked(text: str) -> None:
    assert load_policy().blocked_word(text) is None


def test_an_editors_english_word_is_matched_whole(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(DEFAULT.read_text("utf-8").replace('"病毒"', '"root"'), "utf-8")
    policy = load_policy(file)
    assert policy.blocked_word("how to ROOT it") == "root"
    assert policy.blocked_word("rooted tree") is None


@pytest.mark.parametrize("text", ["", "blocked = 3", "not toml ["])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(text)
    with pytest.raises(SettingsInvalid, match=r"policy\.toml"):
        load_policy(file)
