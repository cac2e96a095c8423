"""Signal words and what they mean: danger, warning, caution, notice; and to which steps a warning belongs.

It does not find the extent of a warning on the page (flow.py) and changes no text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Block
from kb_sources.manual import WarningLevel

_LEVELS: dict[str, WarningLevel] = {
    "danger": "danger",
    "危险": "danger",
    "warning": "warning",
    "警告": "warning",
    "警示": "warning",
    "caution": "caution",
    "小心": "caution",
    "当心": "caution",
    "attention": "caution",
    "notice": "notice",
    "important": "notice",
    "注意": "notice",
    "重要": "notice",
    "note": "notice",
    "注": "notice",
    "备注": "notice",
    "提示": "notice",
}
_MILD = ("note", "注", "备注", "提示")  # cautions only when what they say is one
_MARK = r"[\s⚠\ufe0f△▲◆●•※*\uf000-\uf0ff【\[（(!！]*"
_ENGLISH = re.compile(
    rf"^{_MARK}(danger|warning|caution|notice|important|attention|note)s?(?:\s+information)?"
    r"(?P<after>\s*[】\]）)]?\s*(?:[:：!！]+|[-–—]\s|$))",
    re.IGNORECASE,
)
_CAPITALS = re.compile(
    rf"^{_MARK}(DANGER|WARNING|CAUTION|NOTICE|IMPORTANT|ATTENTION)S?[】\]）)]?(?P<after>\s+)(?=[A-Z0-9“\"(])"
)
_CHINESE = re.compile(
    rf"^{_MARK}(?:特别|安全|重要|严重)?(危险|警告|警示|小心|当心|注意|重要|备注|提示|注)(?:事项|提示|信息|说明)?"
    r"(?P<after>\s*[】\]）)]?\s*(?:[:：!！]+|[-–—]|$)|\s*[】\]])"
)
_SIGN = re.compile(r"^[\s]*[⚠☠☢☣⚡]")
_SAFETY = re.compile(
    r"\b(?:do not|don['’]t|never|must(?: not)?|can ?not|not allowed|avoid|prevent|damag\w*|injur\w*|shock"
    r"|burn\w*|hot|fire|hazard\w*|dangerous|death|explo\w+|ensure|make sure|be careful|will not work"
    r"|disconnect|power(?:ed)? off|only be)\b"
    r"|不要|不可|不能|不得|切勿|请勿|勿|禁止|严禁|必须|务必|避免|防止|损坏|烧毁|烧坏|触电|烫|受伤|伤害|危险|断电"
    r"|爆炸|起火|只支持|只能",
    re.IGNORECASE,
)
_SAFETY_TITLE = re.compile(
    r"\b(?:safety|precautions?|warnings?|cautions?|notes?|important)\b[\w\s]*[:：]?$|安全|注意事项|警告|须知|注意[:：]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal word at the start of a line."""

    level: WarningLevel
    alone: bool  # nothing follows on its line
    mild: bool  # a note: a warning only when it speaks of harm or of what must not be done


def read_signal(text: str) -> Signal | None:
    """The signal a line opens with: a word in capitals, alone, or with a colon or mark after it; or a sign.

    Levels follow ANSI Z535.6 (danger, warning, caution, notice); 注意 is a notice, 小心 a caution.
    """
    found = _ENGLISH.match(text) or _CAPITALS.match(text) or _CHINESE.match(text)
    if found is None:
        return Signal("warning", len(text.strip()) <= 2, False) if _SIGN.match(text) else None
    word = found[1].casefold()
    return Signal(_LEVELS[word], not text[found.end() :].strip(), word in _MILD)


def speaks_of_harm(text: str) -> bool:
    return _SAFETY.search(text) is not None


def is_safety_title(title: str) -> bool:
    """Whether the list under this heading is one of cautions ("Safety precautions", 注意事项)."""
    return len(title) <= 40 and _SAFETY_TITLE.search(title) is not None


def bind(blocks: Sequence[Block]) -> list[Block]:
    """Every step, and text where a section has no steps, with the warnings that must come with it.

    Before the first step of a heading: all steps below that heading. Right before a step: that step. After a
    step and indented like its text: that step. After the last step: every step of the procedure.
    """
    warned: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.kind == "warning":
            for target in _targets(blocks, index):
                warned.setdefault(target, []).append(index)
    return [replace(b, warned_by=tuple(warned[i])) if i in warned else b for i, b in enumerate(blocks)]


def _targets(blocks: Sequence[Block], index: int) -> list[int]:
    section = blocks[index].section
    low, high = _section_range(blocks, index)
    steps = [i for i in range(low, high) if blocks[i].kind == "step"]
    before = [i for i in steps if i < index and blocks[i].section == section]
    after = [i for i in steps if i > index]
    if not steps:
        return _neighbours(blocks, index, low, high)
    if not before:
        return after
    if _stands_within(blocks[index], blocks[before[-1]]):
        return [before[-1]]
    same = [i for i in after if blocks[i].section == section]
    if not same:
        return [i for i in before if blocks[i].part_of == blocks[before[-1]].part_of]
    following = same[0]
    if blocks[following].part_of != blocks[before[-1]].part_of:
        return [i for i in same if blocks[i].part_of == blocks[following].part_of]
    return [following]


def _section_range(blocks: Sequence[Block], index: int) -> tuple[int, int]:
    """First and past-last block under the warning's own heading, headings below it included."""
    section = blocks[index].section
    size = len(section)
    low = index
    while low > 0 and blocks[low - 1].section[:size] == section and blocks[low - 1].kind != "title":
        low -= 1
        if blocks[low].kind == "heading" and blocks[low].section == section:
            break
    high = index + 1
    while high < len(blocks) and blocks[high].section[:size] == section:
        if blocks[high].kind == "heading" and blocks[high].section == section:
            break
        high += 1
    return low, high


def _stands_within(warning: Block, step: Block) -> bool:
    """Whether a warning is indented like the text of the step before it, on the same page and column."""
    first, marker = warning.pieces[0], step.pieces[0]
    if first.page != step.pieces[-1].page or len(step.pieces) < 2:
        return False
    hanging = min(p.x0 for p in step.pieces[1:])
    return hanging > marker.x0 + 4 and first.x0 >= hanging - 2


def _neighbours(blocks: Sequence[Block], index: int, low: int, high: int) -> list[int]:
    """In a section without steps: the text after the warning up to the next heading, else right before it."""
    spoken = ("text", "bullet", "table", "faq")
    after: list[int] = []
    for i in range(index + 1, high):
        if blocks[i].kind == "heading" or (blocks[i].kind == "warning" and after):
            break
        if blocks[i].kind in spoken:
            after.append(i)
    if after:
        return after
    before = [
        i
        for i in range(low, index)
        if blocks[i].kind in spoken and blocks[i].section == blocks[index].section
    ]
    return before[-1:]
