"""What a customer says that no page of a manual answers: wants a person, or says that the device is done for.

It decides nothing. Words are matched as they stand; what a model would make of them it does not know.
"""

from __future__ import annotations

import re
import unicodedata

_PERSON = (
    "转人工",
    "人工客服",
    "找人工",
    "真人",
    "talk to a person",
    "talk to a human",
    "human agent",
    "real person",
)
_DEVICE = r"(?:device|product|machine|printer|phone|mobile|appliance|unit|it|cooker|washer)"
# A device that cannot be repaired, or not for its price, or for which there are no parts. A part's own life
# (a drum, a battery) is in its manual and not meant; nor is fixing something with a screw.
_END = re.compile(
    rf"\b{_DEVICE}\b[^.!?;]{{0,25}}\bend of (?:its |the |useful |service |working )*life\b"
    r"|\b(?:deemed )?beyond (?:economic(?:al)? )?repair\b"
    r"|\b(?:un|ir)repair?able\b|\bunfixable\b|\bnot (?:repairable|fixable)\b"
    r"|\b(?:can(?:no|')?t|cannot|could(?: not|n't)) be (?:repaired|fixed)\b"
    r"|\b(?:not able|unable|impossible) to (?:be )?(?:repair|fix(?:ed)?)\b"
    r"|\brepair (?:is |was )?(?:not possible|impossible|un(?:-)?economic(?:al)?)\b"
    r"|\b(?:not|un-?) ?economic(?:al)? to repair\b|\bnot economic(?:al)?\b"
    r"|\btoo (?:costly|expensive) to (?:be )?(?:repair|fix)\w*\b"
    r"|\bnot worth (?:the repair|repairing|fixing)\b"
    r"|\bno (?:spare|replacement) parts?\b|\bno (?:apparent )?source of (?:the )?parts?\b"
    r"|\bparts? (?:is |are )?(?:not|no longer) (?:available|made|sold|to be had)\b"
    r"|报废|(?:没有?|缺少?|买不到|找不到)(?:备件|配件|零件|备品)|(?:备件|配件|零件)(?:已经?)?(?:停产|没有了|买不到|没货)"
    r"|无法(?:修复|维修了)|修不[好了]了|不能再修|不值得修|没有?维修价值|(?:机器|设备|产品|手机|打印机|洗衣机)[^。！？]{0,8}寿命(?:已?到|尽)"
)


def wants_a_person(text: str) -> bool:
    said = _folded(text)
    return any(wish in said for wish in _PERSON)


def is_done_for(text: str) -> bool:
    """Whether a text says that the device is at its end: not repairable, not worth it, or without parts."""
    return _END.search(_folded(text)) is not None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
