"""The passages that gold claims are held against: from a truth.json, else the quotes themselves.

It cuts as ingest cuts (one passage per step, warning, row; prose by section) and reads no PDF.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.claims import GoldClaims
from evaluation.truth import bare
from kb_sources.errors import InputRejected
from kb_sources.manual import Edition, Manual, Passage, PassageKind

NEIGHBOURS = 3  # passages of the same table or procedure shown beside a cited one, on either side


@dataclass(frozen=True, slots=True)
class Source:
    """One manual with its passages in reading order."""

    manual: Manual
    edition: Edition
    passages: tuple[Passage, ...]

    def holding(self, quote: str) -> Passage | None:
        """The first passage in which a quote stands; a passage that is the quote goes before."""
        wanted = bare(quote)
        held = [p for p in self.passages if wanted in bare(p.text)]
        return min(held, key=lambda p: (len(p.text), p.order), default=None)

    def beside(self, passage: Passage) -> tuple[Passage, ...]:
        """What a search shows with a passage: neighbours of its table or procedure, and its warnings."""
        kin = [p for p in self.passages if passage.part_of and p.part_of == passage.part_of]
        at = kin.index(passage) if passage in kin else 0
        near = kin[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1]
        bound = {w for p in (passage, *near) for w in p.warned_by}
        return tuple(p for p in self.passages if p in near or p.id in bound)


def read_sources(truth: Path) -> Mapping[str, Source]:
    """Every manual of a truth.json by file name. Raises InputRejected."""
    try:
        manuals = json.loads(truth.read_text("utf-8"))["manuals"]
        return {name: _source(name, manual) for name, manual in manuals.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputRejected(f"{truth} is no record of true manuals: {error!r}.") from error


def quotes_as_sources(claims: Iterable[GoldClaims]) -> Mapping[str, Source]:
    """Each quote a passage of its own, for gold on manuals whose text is not at hand."""
    quotes: dict[str, list[str]] = {}
    language = {}
    for gold in claims:
        quotes.setdefault(gold.manual, []).extend(gold.quotes)
        language[gold.manual] = gold.language
    sources = {}
    for name, texts in quotes.items():
        drafts = [_lone(text) for text in dict.fromkeys(texts)]
        record = {"title": name, "maker": "", "products": [name], "language": language[name], "revision": ""}
        sources[name] = _assembled(name, record, drafts)
    return sources


_Drafted = tuple[PassageKind, str, str, Sequence[str], Sequence[str]]  # …, part_of, warnings, section


def _lone(text: str) -> _Drafted:
    return ("row" if " | " in text else "text", text, "", (), ())


def _source(name: str, manual: Any) -> Source:
    drafts: list[_Drafted] = []
    for number, procedure in enumerate(manual["procedures"]):
        drafts += [
            ("step", f"{s['number']}. {s['text']}", f"procedure {number}", s["warnings"], procedure["path"])
            for s in procedure["steps"]
        ]
    for number, table in enumerate(manual["tables"]):
        heads = [" / ".join(path) for path in table["columns"]]
        for row in table["rows"]:
            cells = [f"{h}: {c}" for h, c in zip(heads, row["cells"], strict=True) if c]
            drafts.append(("row", " | ".join(cells), f"table {number}", (), (table["caption"],)))
    drafts += [("text", text, "", (), ()) for text in _prose(manual)]
    return _assembled(name, manual, drafts)


def _prose(manual: Any) -> Iterator[str]:
    """Running text and bullets from one title to the next, lines joined."""
    joint = "" if manual["language"] == "zh" else " "
    gathered: list[str] = []
    for line in (line for page in manual["pages"] for line in page["lines"]):
        if line["kind"] in ("body", "bullet"):
            new = line["kind"] == "bullet" and gathered and gathered[-1].endswith((".", "。"))
            if gathered and not new:
                gathered[-1] += joint + line["text"]
            else:
                gathered.append(line["text"])
        elif line["kind"] == "title" and gathered:
            yield "\n".join(gathered)
            gathered = []
    if gathered:
        yield "\n".join(gathered)


def _assembled(name: str, record: Any, drafts: Sequence[_Drafted]) -> Source:
    language = record["language"]
    manual = Manual(name, "eval", record["title"], record["maker"], tuple(record["products"]), language)
    edition = Edition(name, name, record["revision"], language, "live", name, 1)
    passages = [
        Passage(
            id=f"{name}|{order}", edition=name, reading=name, kind=kind, section=tuple(section), order=order,
            text=text, spans=(), read_by="textlayer", part_of=part and f"{name}|{part}",
            step=text.partition(".")[0] if kind == "step" else "",
            warned_by=tuple(f"{name}|{w}" for w in warned),
        )
        for order, (kind, text, part, warned, section) in enumerate(drafts)
    ]  # fmt: skip
    passages += [
        Passage(
            id=f"{name}|{w['id']}", edition=name, reading=name, kind="warning", section=(),
            order=len(passages) + n, text=f"{w['word']}: {w['text']}", spans=(), read_by="textlayer",
            level=w["level"],
        )
        for n, w in enumerate(record.get("warnings", ()))
    ]  # fmt: skip
    return Source(manual, edition, tuple(passages))
