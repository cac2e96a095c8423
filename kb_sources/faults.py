"""What a passage is looked up by: a row by its first cell, its code, and what stands under Symptom, Fault,
故障现象 …; anything else by its title.

It does not know concepts or questions; search.py compares what both tell.
"""

from __future__ import annotations

import re

from kb_sources.manual import Passage

# The heading alone, or with a word that says no more ("Fault description", 故障现象).
_FAULT = re.compile(
    r"(?:symptoms?|faults?|problems?|errors?|troubles?|malfunctions?|defects?|complaints?|failures?"
    r"|(?:image|print) (?:fault|defect|quality|problem)s?)(?: (?:description|message|name))?"
    r"|(?:常见)?(?:故障|问题|异常|症状|不良)(?:现象|描述|内容|名称|类型)?|现象",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"(?:(?:fault|error|trouble|service|display) )?codes?|(?:故障|错误|报警)?代码|(?:故障|错误)码",
    re.IGNORECASE,
)
_CAUSE = re.compile(r"(?:possible |probable |likely )?causes?|(?:可能|故障)?(?:的)?原因", re.IGNORECASE)
_REMEDY = re.compile(
    r"(?:remed(?:y|ies)|(?:corrective )?actions?|solutions?|what to do|measures?|repair)"
    r"|(?:处理|解决|纠正|排除)?(?:措施|方法|办法|对策)|处理",
    re.IGNORECASE,
)


def fault_of(passage: Passage) -> str:
    """The words for the fault that a passage tells a remedy for: of a row the cells under such a heading, or
    the one behind a code; else the last title above. "" for a row of another table."""
    if passage.kind != "row":
        return passage.section[-1] if passage.section else ""
    cells = [cell.partition(": ") for cell in passage.text.split(" | ")]
    told = [cell.strip() for heading, _, cell in cells if _FAULT.fullmatch(heading.strip())]
    if not told and len(cells) > 2 and _CODE.fullmatch(cells[0][0].strip()):
        remedied = any(_REMEDY.fullmatch(heading.strip()) for heading, _, _ in cells[2:])
        told = [cells[1][2].strip()] if remedied else []
    return "\n".join(told)


def cause_of(passage: Passage) -> str:
    """What a row names as the cause of its fault; "" for anything else."""
    cells = [cell.partition(": ") for cell in passage.text.split(" | ")] if passage.kind == "row" else []
    return "\n".join(cell.strip() for heading, _, cell in cells if _CAUSE.fullmatch(heading.strip()))


def key_of(passage: Passage) -> str:
    """The first cell of a row, without its heading; "" for anything else."""
    return passage.text.split(" | ")[0].partition(": ")[2] if passage.kind == "row" else ""


def code_cell_of(passage: Passage) -> str:
    """The cell of a row that holds its code: the one headed so, or the first; "" for anything else."""
    if passage.kind != "row":
        return ""
    cells = [cell.partition(": ") for cell in passage.text.split(" | ")]
    return next((cell for heading, _, cell in cells if _CODE.fullmatch(heading.strip())), cells[0][2])
