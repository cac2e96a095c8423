"""What a customer says that no page of a manual answers: wants a person, or says that the device is done for.

It decides nothing. Words are matched as they stand; what a model would make of them it does not know.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

_PART = re.compile(r"<([a-z_]+)>")
_CLAUSE_END = re.compile(r"[.;:!?。；：！？,，、\n]|\bbut\b|但", re.IGNORECASE)
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
    """Whether a text asks for a person, rather than says that none is wanted."""
    return next(_wishes(_plain(text)), None) is not None


def without_wish(text: str) -> str:
    """What else is said than that a person is wanted."""
    said = _plain(text)
    for wish in reversed(list(_wishes(said))):
        said = f"{said[: wish.start()]} {said[wish.end() :]}"
    return " ".join(said.split())


def _wishes(said: str) -> Iterator[re.Match[str]]:
    call = _pattern("call").fullmatch(said)
    if call:
        yield call
        return
    for wish in _pattern("person").finditer(said):
        clause = _CLAUSE_END.split(said[: wish.start()])[-1]
        if not _pattern("denied").search(clause):
            yield wish


def is_done_for(text: str) -> bool:
    """Whether a text says that the device is at its end: not repairable, not worth it, or without parts."""
    return _END.search(_plain(text).casefold()) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    lists = _lists()
    found, expanded = "|".join((*lists[name]["en"], *lists[name]["zh"])), ""
    while found != expanded:
        found, expanded = _PART.sub(lambda part: f"(?:{'|'.join(lists['parts'][part[1]])})", found), found
    return re.compile(found, re.IGNORECASE)


@cache
def _lists() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("wishes.toml").read_text("utf-8"))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("’", "'").strip()
