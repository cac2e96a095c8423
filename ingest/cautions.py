"""To which steps, or which text, a warning belongs.

It goes by order, headings and indentation alone; it does not read what the warning says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.blocks import Block
from ingest.signals import is_safety_title, read_signal

_SAID = ("text", "bullet", "table", "faq")


def bind(blocks: Sequence[Block]) -> list[Block]:
    """Every step, and text where a section has no steps, with the warnings that must come with it.

    Before the first step of a heading: all steps below that heading. Right before a step: that step. After
    a step and indented like its text, or between that step's further paragraphs: that step. After a step's
    further paragraphs and right before the next step: both. After the last step: the whole procedure.
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
    if section and is_safety_title(section[-1]):
        if read_signal(blocks[index].text) is None:
            return []  # one of a list of general cautions
        steps = [i for i in steps if blocks[i].section == section]
    before = [i for i in steps if i < index and blocks[i].section == section]
    after = [i for i in steps if i > index]
    if not steps:
        return _neighbours(blocks, index, low, high)
    if not before:
        return after
    last = before[-1]
    if _stands_within(blocks[index], blocks[last]):
        return [last]
    same = [i for i in after if blocks[i].section == section]
    if not same:
        return [i for i in before if blocks[i].part_of == blocks[before[-1]].part_of]
    following = same[0]
    if any(blocks[i].kind in _SAID for i in range(index + 1, following)):
        return [last]
    if blocks[following].part_of != blocks[before[-1]].part_of:
        return [i for i in same if blocks[i].part_of == blocks[following].part_of]
    if any(blocks[i].kind in _SAID for i in range(last + 1, index)):
        return [last, following]
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
    if warning.pieces[0].page != step.pieces[-1].page or len(step.pieces) < 2:
        return False
    hanging = min(p.x0 for p in step.pieces[1:])
    return hanging > step.left + 4 and warning.left >= hanging - 2


def _neighbours(blocks: Sequence[Block], index: int, low: int, high: int) -> list[int]:
    """In a section without steps: the text after the warning up to the next heading, else right before it."""
    if read_signal(blocks[index].text) is None:
        return []  # one of a list
    after: list[int] = []
    for i in range(index + 1, high):
        if blocks[i].kind == "heading" or (blocks[i].kind == "warning" and after):
            break
        if blocks[i].kind in _SAID:
            after.append(i)
    if after:
        return after
    before = [
        i for i in range(low, index) if blocks[i].kind in _SAID and blocks[i].section == blocks[index].section
    ]
    return before[-1:]
