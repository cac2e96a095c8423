"""Takes the force out of a text that is put before a model: no chat token, tag or source label in it counts.

It does not judge what the text says; the drafter's claims are checked whatever it was told.
"""

from __future__ import annotations

import re

# Qwen's chat template and tokenizer read <|im_end|>, <|image_pad|>, <think>, <tool_call> wherever they stand.
_TAG = re.compile(r"<(?=[|｜/!?A-Za-z])")
_LABEL = re.compile(r"([\[【])(?=\s?[Ss]\s?\d)")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)


def defused(text: str) -> str:
    """The text with a gap after what would open a token, a tag or a label, and without invisible signs.

    Folding (vlm/folding.py) drops the gaps again: a quote of this text is found in the original.
    """
    return _LABEL.sub(r"\1 ", _TAG.sub("< ", _INVISIBLE.sub("", text)))
