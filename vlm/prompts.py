"""Every prompt, with its version. It does not know who asks."""

from __future__ import annotations

from vlm.model import Picture, Prompt, Turn

# The two modes Qwen3-VL was trained on; the words must be exactly these, without a system prompt.
_READ_HTML = "qwenvl html"
_READ_MARKDOWN = "qwenvl markdown"
_READ_PLAINLY = (
    "Write down all text of this page, in reading order, exactly as printed, in its own language. "
    "Write tables as Markdown tables. Do not describe pictures. Do not add anything. "
    "Leave out what you cannot read."
)
_READ_ONE_WORD = "Read the word in the picture. Answer with this one word only."


def read_as_html(page: Picture) -> Prompt:
    return Prompt((Turn("user", (page, _READ_HTML)),), "read-html-1")


def read_as_markdown(page: Picture) -> Prompt:
    return Prompt((Turn("user", (page, _READ_MARKDOWN)),), "read-markdown-1")


def read_plainly(page: Picture) -> Prompt:
    """For a page that both modes failed on."""
    return Prompt((Turn("user", (page, _READ_PLAINLY)),), "read-plainly-1")


def read_one_word(picture: Picture) -> Prompt:
    """For the probe that a model sees at all."""
    return Prompt((Turn("user", (picture, _READ_ONE_WORD)),), "probe-1")
