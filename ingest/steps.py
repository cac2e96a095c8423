"""Numbered steps and bullets: what a line opens with, and which steps make one procedure.

It does not know where a step's text ends (flow.py) nor which warnings belong to it (cautions.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.blocks import Block

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BLACK = "❶❷❸❹❺❻❼❽❾❿"
_HAN = "零一二三四五六七八九十"
Style = Literal["step", "number", "paren", "bracket", "circle", "letter", "dotted", "bullet"]

# The order matters: the first that matches names the style.
_MARKERS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    (
        "step",
        re.compile(r"^\s*(?:step|stage)\s*(\d{1,3}|[A-Z](?![a-z]))(?:\s*[.:：)、\-–—]|\s+|$)", re.IGNORECASE),
    ),
    (
        "step",
        re.compile(
            rf"^\s*(?:第\s*([{_HAN}\d]{{1,3}})\s*步骤?|步骤\s*([{_HAN}\d]{{1,3}}))(?:\s*[.:：)、，,]|\s*)"
        ),
    ),
    ("dotted", re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2}){1,3})(?:[.)、]\s*|\s+)(?=[^\d\s])")),
    ("number", re.compile(r"^\s*(\d{1,2})\s?(?:[.．。](?!\d)|[、:：](?!\d))\s*(?=\S|$)")),
    ("paren", re.compile(r"^\s*(\d{1,2})\s?[)）]\s*")),
    ("bracket", re.compile(rf"^\s*[(（\[【]\s*(\d{{1,2}}|[a-zA-Z]|[{_HAN}]{{1,3}})\s*[)）\]】]\s*")),
    ("circle", re.compile(rf"^\s*([{_CIRCLED}{_BLACK}])\s*")),
    ("letter", re.compile(r"^\s*([a-zA-Z])(?:\.\s+|[)、）]\s*)(?=\S|$)|^\s*([a-zA-Z])\.$")),
)
_BULLET = re.compile(r"^\s*([•●○◦▪■□◆◇►▶➢➤✓✔‣∙·\uf000-\uf0ff]|[-–—*](?=\s|$))\s*")
_BARE = re.compile(
    r"^\s*(\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-Z]\.\d{1,2}|第\s*[\d一二三四五六七八九十]{1,3}\s*[章节步])\s*$"
)


_UNIT = re.compile(
    r"^(?:mm|cm|m|kg|g|n·?m|v|a|w|ma|mah|ms|s|min|h|hz|khz|mhz|°c|℃|%|x|×|rpm|bar|kpa|mpa|l|ml|pcs|inch|in|ft|lb|db"
    r"|ω|kω|mω|μf|µf|μh|µh)(?![^\W_])",
    re.IGNORECASE,
)


def starts_with_unit(text: str) -> bool:
    """Whether a number before this text is a quantity rather than the number of a step or section."""
    return _UNIT.match(text) is not None


@dataclass(frozen=True, slots=True)
class Marker:
    """What a list item opens with."""

    style: Style
    label: str  # as printed, without dot or brackets: "3", "a", "①"; "" for a bullet
    end: int  # where the item's own words begin

    @property
    def rank(self) -> int | None:
        """Position in its list, counted from 1; None when the label does not count."""
        label = self.label
        if not label:
            return None
        if label.isdigit() and label.isascii():
            return int(label)
        if label in _CIRCLED:
            return _CIRCLED.index(label) + 1
        if label in _BLACK:
            return _BLACK.index(label) + 1
        if len(label) == 1 and label.isascii() and label.isalpha():
            return ord(label.casefold()) - ord("a") + 1
        if self.style == "dotted":
            return int(label.rsplit(".", 1)[1])
        return _read_han(label)


def read_marker(text: str) -> Marker | None:
    """The number, letter or bullet a line opens with; None for a value such as "3.5 mm" or plain text."""
    for style, pattern in _MARKERS:
        found = pattern.match(text)
        if found and not (style == "dotted" and starts_with_unit(text[found.end() :])):
            return Marker(style, next(g for g in found.groups() if g is not None), found.end())
    if found := _BULLET.match(text):
        return Marker("bullet", "", found.end())
    return None


def opens_item(text: str) -> Literal["", "alone", "item"]:
    """Whether a line opens a list item, and whether its number or bullet stands alone on it."""
    marker = read_marker(text)
    if marker is None:
        return "alone" if _BARE.match(text) else ""
    return "item" if text[marker.end :].strip() else "alone"


def number_procedures(blocks: Sequence[Block]) -> list[Block]:
    """Steps with the number of their procedure: one run of steps under one heading, over page breaks.

    A heading ends a procedure, as does a list of the same style that starts or counts anew.
    """
    done: list[Block] = []
    current, count = -1, 0
    last: dict[Style, int] = {}
    for block in blocks:
        if block.kind in ("heading", "title"):
            current, last = -1, {}
        if block.kind != "step":
            done.append(block)
            continue
        marker = read_marker(block.pieces[0].text) or Marker("number", block.label, 0)
        rank = marker.rank
        again = rank is not None and marker.style in last and rank <= last[marker.style]
        nested = again and rank == 1 and marker.style != next(iter(last))
        if current < 0 or (again and not nested):
            current, count, last = count, count + 1, {}
        if rank is not None:
            last[marker.style] = rank
        done.append(replace(block, part_of=current))
    return done


def _read_han(label: str) -> int | None:
    if not label or any(c not in _HAN for c in label):
        return None
    if label[0] == "十":
        return 10 + (_HAN.index(label[1]) if len(label) > 1 else 0)
    if "十" in label:
        tens, _, ones = label.partition("十")
        return 10 * _HAN.index(tens) + (_HAN.index(ones) if ones else 0)
    return _HAN.index(label[0])
