"""Customers' tickets out of a help desk's CSV: which column means what, and what is wrong where.

It asks nothing and changes no word of a customer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.case import LONGEST, can_be_sent, has_words
from evaluation.reading import delimiter_of, folded, read_encoded, unusable
from evaluation.tables import read_table
from kb_sources.errors import InputRejected, SettingsInvalid

# A help desk names its columns as it likes; the first that is there is taken.
NAMES: Mapping[str, tuple[str, ...]] = {
    "question": (
        "question", "problem", "description", "text", "message", "complaint", "summary",
        "问题", "问题描述", "故障描述", "描述", "内容", "客户描述",
    ),
    "id": (
        "id", "ticket", "ticket id", "ticket number", "case", "number", "id ords",
        "工单号", "工单", "编号", "单号",
    ),
    "product": ("product", "model", "device", "brand", "产品", "型号", "机型", "产品型号", "品牌"),
    "symptom": (
        "symptom", "fault type", "fault", "issue type", "type", "category",
        "症状", "故障类型", "故障", "分类",
    ),
    "photo": ("photo", "picture", "image", "attachment", "照片", "图片", "附件"),
}  # fmt: skip
_UNKNOWN = (
    "",
    "-",
    "unknown",
    "n/a",
    "none",
    "未知",
    "不详",
    "无",
)  # how a help desk says that it is not known


@dataclass(frozen=True, slots=True)
class Ticket:
    """`key` changes with anything that is asked, so that an answer to another wording is not taken over."""

    id: str
    line: int
    question: str
    product: str
    symptom: str
    photo: Path | None = None

    @property
    def key(self) -> str:
        asked = "\0".join((self.question, self.product, str(self.photo or "")))
        return hashlib.sha256(asked.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Tickets:
    """`columns` says which columns were taken for what; `bad` the lines that cannot be asked, and why."""

    tickets: Sequence[Ticket]
    columns: Mapping[str, Sequence[str]]
    bad: Sequence[str]
    encoding: str  # that the file was read as


def read_tickets(
    path: Path, chosen: Mapping[str, str], photos: Path | None = None, encoding: str = ""
) -> Tickets:
    """The tickets of a CSV with a header. `chosen` names columns: a+b joins two, "" leaves one out.

    Raises InputRejected when the file is no such CSV or names no question, SettingsInvalid for a column that
    is not there and an encoding that nobody knows.
    """
    text, encoding = read_encoded(path, encoding)
    header, rows = read_table(text, path.name, delimiter_of(text))
    if not any(header):
        raise InputRejected(f"{path.name} is empty.", hint="A CSV with a line of column names is needed.")
    columns = _columns([name for name in header if name], chosen, path.name)
    twice = sorted({name for some in columns.values() for name in some if header.count(name) > 1})
    if twice:
        raise InputRejected(
            f"{path.name}, line 1: the column {', '.join(twice)} occurs twice.", hint="Rename one of them."
        )
    tickets: list[Ticket] = []
    bad: list[str] = []
    seen: set[str] = set()
    for row in rows:
        ticket, wrong = _ticket(row.cells, row.line, columns, photos or path.parent)
        wrong = row.wrong or wrong
        if ticket.id in seen:
            wrong = wrong or f"the id {ticket.id!r} occurs twice"
        seen.add(ticket.id)
        if wrong:
            bad.append(f"line {row.line}: {wrong}")
        else:
            tickets.append(ticket)
    return Tickets(tickets, columns, bad, encoding)


def refuse_bad(path: Path, tickets: Tickets) -> None:
    """Raises InputRejected that names the bad lines."""
    if tickets.bad:
        raise unusable(path.name, tickets.bad, "Mend them, or leave them out with --skip-bad.")


def _ticket(
    row: Mapping[str, str], line: int, columns: Mapping[str, Sequence[str]], photos: Path
) -> tuple[Ticket, str]:
    """A ticket, and what is wrong with it ("" when nothing is)."""

    def of(field: str) -> str:
        return " ".join(filter(None, (row.get(name, "").strip() for name in columns.get(field, ()))))

    def known(field: str) -> str:
        value = of(field)
        return "" if value.casefold().strip("?") in _UNKNOWN else value

    name = of("photo")
    photo = photos / name if name else None
    ticket = Ticket(
        of("id") or f"line-{line}", line, of("question"), known("product"), known("symptom"), photo
    )
    if not all(map(can_be_sent, (ticket.id, ticket.question, ticket.product, name))):
        return ticket, "it holds a character that is no text (NUL, or half of one)"
    if photo is not None and not (photo.is_file() and photo.resolve().is_relative_to(photos.resolve())):
        return ticket, f"there is no photo {name!r} in {photos.name or photos}"
    if not has_words(ticket.question) and photo is None:
        return ticket, f"the question ({'+'.join(columns['question'])}) is empty"
    if len(ticket.question) > LONGEST:
        return ticket, f"the question has {len(ticket.question):,} characters; {LONGEST:,} can be asked"
    return ticket, ""


def _columns(header: Sequence[str], chosen: Mapping[str, str], file: str) -> dict[str, list[str]]:
    unknown = set(chosen) - NAMES.keys()
    if unknown:
        raise SettingsInvalid(
            f"There is no field {', '.join(sorted(unknown))}.", hint=f"Fields: {', '.join(NAMES)}."
        )
    named = {folded(name): name for name in header}
    columns: dict[str, list[str]] = {}
    for field, names in NAMES.items():
        if field in chosen:
            wanted = [part.strip() for part in chosen[field].split("+") if part.strip()]
            absent = [name for name in wanted if folded(name) not in named]
            if absent:
                raise SettingsInvalid(
                    f"{file} has no column {', '.join(absent)}.", hint=f"Its columns: {', '.join(header)}."
                )
            columns[field] = [named[folded(name)] for name in wanted]
        else:
            columns[field] = [named[name] for name in names if name in named][:1]
    if not columns["question"]:
        raise InputRejected(
            f"{file}, line 1: no column is known to hold the question.",
            hint=f"Name it: --column question=NAME. Its columns: {', '.join(header)}.",
        )
    return columns
