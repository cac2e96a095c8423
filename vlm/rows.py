"""Rows of tables as evidence: what a row is about, what stands under which heading, which carries a clause.

It compares no units; whether a row holds a clause's figures is asked of its caller.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from functools import lru_cache

from vlm.answer import Located, Reason, Shown
from vlm.checking import Examined
from vlm.folding import folded_text
from vlm.headings import unit_in
from vlm.measures import Figure, read_figures
from vlm.polarity import terms_of
from vlm.units import equal
from vlm.words import words_of

_PIECE = re.compile(r"[;；。,，、|\n]\s*|[.!?！？](?=\s|$)|\band\b|和|与")
_SWITCHED = re.compile(
    r"(?:^|[\s,])(on|off)(?=\s*(?:$|[.,;:]|state|position|(?:it )?(?:is|reads|has)\b))"
)  # 24 V when on, 0 V when off
_JOINT = re.compile(
    r"(?:[;；，]|,(?!\d{3}))\s*|(?<!\d )\b(?:and|while|whereas|or)\b|\b(?:and|or)\b(?! \d)|而|和|或(?:者|是)?"
)
_LEAD = re.compile(
    r"^\s*(?:when(?:ever)?|if|once|after|while|with|at|rated|during|as soon as|because|since)\b"
    r"|(?:时|的话|后|期间)\s*$",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"\s?(?:times\b|[次遍回])")  # how often something is done stands in no column
_OF_DEVICE = re.compile(
    r"\s*(?:It|(?:The|This) (?:machine|device|appliance|printer|phone|washer|hob|cooker|oven|set|model))\b"
)
_THINGS = re.compile(r" (?:[a-z-]+ ){0,3}[a-z-]+s\b")
_WORDED = re.compile(r"[^\W\d_]")
_NAME = 4  # letters of what a row is called, at least
_HALF = 0.5  # of the words of a row's subject: who tells no more of them may mean another row
_Carries = Callable[[Located, str], bool]


_TWINS = 3  # cells of rows that one cell tells apart, at least
_PART_NUMBER = re.compile(r"(?=.*\d)[A-Z0-9]+(?:-[A-Z0-9]+)+(?<=.{5})")


def find_mixed(clauses: Sequence[str], rows: Sequence[Located], carries: _Carries) -> str:
    """The first clause that says of one row what another row says, "" where none does.

    A piece of a clause is about the row whose subject it names, in words that no other cited row's subject
    has; a piece that names none goes on with the row before it, or with another row of the same subject.
    """
    current: Sequence[Located] = rows
    for clause in clauses:
        if is_written_as_row(clause):
            cells = {folded_text(cell) for cell in clause.split(" | ")}
            if not any(cells <= _folded_cells(row.shown) for row in rows):
                return clause
            continue
        if len(rows) < 2:
            continue  # its figures were found in the one row; words are for the opposites check
        pieces = [piece for piece in _JOINT.split(clause) if piece.strip()]
        named = [_named(piece, rows, _OF_DEVICE.match(clause) is not None) for piece in pieces]
        if any(
            _leads_astray(pieces[n], named[n], named[n + 1], rows, carries) for n in range(len(pieces) - 1)
        ):
            return clause
        for at, piece in enumerate(pieces):
            carrying = [row for row in rows if carries(row, piece)]
            same = {subject(row.shown) for row in current}
            goes_on = [row for row in rows if row in current or subject(row.shown) in same]
            current = [row for row in carrying if row in (named[at] or goes_on)]
            if not current and not named[at]:  # "at position 5, test 04 …" leads in what comes next
                current = [row for row in carrying if row in (named[at + 1] if at + 1 < len(pieces) else ())]
            if not current:
                return clause
    return ""


def _leads_astray(
    piece: str, own: Sequence[Located], then: Sequence[Located], rows: Sequence[Located], carries: _Carries
) -> bool:
    """Whether a piece that leads in what is told of a row is what only another row of that table says: "when
    the cover is closed, FAN1 runs" of the cover's switch."""
    if own or not then or not _LEAD.search(piece):
        return False
    tables = {row.shown.passage.part_of for row in then}
    kin = [row for row in rows if row.shown.passage.part_of in tables and row not in then]
    return any(carries(row, piece) for row in kin) and not any(
        carries(row, piece) for row in rows if row not in kin
    )


def tell_of_one_part(row: Located, other: Located) -> bool:
    """Whether one of two tables' rows lists a part by a number that the other holds, as the list of parts and
    a remedy that names it do, two remedies for two faults not; or rows of one table are the same but for one
    cell, as those of two pins of one plug."""
    one, two = row.shown.passage, other.shown.passage
    if (one.edition, one.part_of) == (two.edition, two.part_of):
        cells = [*zip(one.text.split(" | "), two.text.split(" | "), strict=False)]
        same = one.text.count(" | ") == two.text.count(" | ") and len(cells) > _TWINS
        return same and sum(mine != theirs for mine, theirs in cells) == 1
    return any(
        _listed(a).intersection(f.code for f in read_figures(b))
        for a, b in ((one.text, two.text), (two.text, one.text))
    )


@lru_cache(maxsize=1024)
def _listed(row: str) -> frozenset[str]:
    """The part numbers that are a row's cells by themselves."""
    cells = (cell.partition(": ")[2] for cell in row.split(" | "))
    return frozenset(cell for cell in cells if _PART_NUMBER.fullmatch(cell))


def _named(piece: str, rows: Sequence[Located], of_device: bool) -> list[Located]:
    """The rows of whose subject's own words a piece tells most; half of them are enough in a sentence about
    the whole device: "it spins at 1200 rpm" of `Spin speed: 1200 rpm`."""
    words = words_of(piece)
    subjects = [words_of(subject(row.shown)) for row in rows]
    shared = _shared(subjects)
    own = [_without_seams(mine - shared, shared) for mine in subjects]
    told = [len(words & mine) / len(mine) if mine else 0.0 for mine in own]
    best = max(told, default=0.0)
    enough = best > _HALF or (best == _HALF and not piece.isascii())  # pairs of ideographs overlap
    if of_device and best == _HALF and told.count(best) == 1 and not enough:
        enough = _prints_all(rows[told.index(best)].shown.passage.text, piece)
    if not enough:
        keyed = [
            row for row in rows if any(key in folded_text(piece) for key in _keys(row.shown.passage.text))
        ]
        return keyed if len(keyed) == 1 else []
    return [row for row, share in zip(rows, told, strict=True) if enough and share == best]


def _prints_all(row: str, piece: str) -> bool:
    """Whether a piece has figures with a unit, and a row prints all of them."""
    printed = {(f.low, f.high, f.unit) for f in read_figures(row) if f.unit}
    said = {(f.low, f.high, f.unit) for f in read_figures(piece) if f.unit}
    return bool(said) and said <= printed


@lru_cache(maxsize=1024)
def _keys(row: str) -> tuple[str, ...]:
    """The bare cells before what a row is about, with their headings: "test 04"."""
    keys = list[str]()
    for cell in row.split(" | "):
        heading, colon, value = cell.partition(": ")
        if not colon or _WORDED.search(value):
            break
        keys.append(folded_text(f"{heading} {value}"))
    return tuple(keys)


def _without_seams(own: Set[str], shared: Set[str]) -> Set[str]:
    """Without the pairs of ideographs of which one belongs to what all subjects say: of 中框中部 beside
    中框上部 only 中部 is its own."""
    ends = {w[-1] for w in shared if not w.isascii()}
    starts = {w[0] for w in shared if not w.isascii()}
    kept = {w for w in own if w.isascii() or (w[0] not in ends and w[-1] not in starts)}
    return kept or own


def _shared(subjects: Sequence[Set[str]]) -> frozenset[str]:
    """The words that different subjects have in common."""
    different = {frozenset(s) for s in subjects}
    return frozenset(w for s in different for w in s if sum(w in other for other in different) > 1)


def is_written_as_row(clause: str) -> bool:
    """Whether a claim repeats the form of a row: `Header: cell | Header: cell`."""
    cells = clause.split(" | ")
    return len(cells) > 1 and all(": " in cell for cell in cells)


def _folded_cells(row: Shown) -> set[str]:
    return {folded_text(cell) for cell in row.passage.text.split(" | ")}


def find_stray_row(examined: Examined) -> Reason | None:
    """A claim that speaks of one row's subject (its first cell) while it cites another row of that table."""
    words = words_of(examined.claim.text)
    cited = [p.shown for p in examined.located if p.shown.passage.kind == "row"]
    subjects = {subject(each) for each in cited}
    said = folded_text(examined.claim.text)
    best: dict[str, float] = {}
    for row in cited:
        table = row.passage.part_of
        best[table] = max(best.get(table, 0.0), subject_share(row, words))
    for row in cited:
        own = best[row.passage.part_of]
        for other in examined.shown.values():
            passage = other.passage
            sibling = passage.kind == "row" and passage.part_of and passage.part_of == row.passage.part_of
            if not sibling or subject(other) in subjects:
                continue
            share = subject_share(other, words)
            if (
                (share > own and share > _HALF)
                or (share == 1 and _is_foreign(other, row, examined))
                or _is_named(other, cited, said)
                or _tells_cell(other, cited, said, examined)
            ):
                values = (("other", subject(other)), ("row", subject(row)))
                return Reason("subject_of_another_row", values)
    return None


def _is_foreign(other: Shown, row: Shown, examined: Examined) -> bool:
    """Whether neither a cited row nor a quote holds all words of another row's subject."""
    beside = words_of("\n".join(p.quote for p in examined.located))
    return not words_of(subject(other)) <= words_of(row.passage.text) | beside


def _tells_cell(other: Shown, cited: Sequence[Shown], said: str, examined: Examined) -> bool:
    """Whether a claim repeats a cell of another row, in words that no quote has, in place of the own one."""
    for heading, (value, printed) in _worded_cells(other.passage.text).items():
        if value not in said or read_figures(printed):
            continue
        if value in folded_text("\n".join(p.shown.passage.text for p in examined.located)):
            continue
        own = [_worded_cells(row.passage.text).get(heading) for row in cited]
        if all(cell is not None and cell[0] not in said and not read_figures(cell[1]) for cell in own):
            return True
    return False


@lru_cache(maxsize=1024)
def _worded_cells(row: str) -> dict[str, tuple[str, str]]:
    """The cells of a row that hold words, folded and as printed, by their headings."""
    cells = (cell.partition(": ") for cell in row.split(" | "))
    worded = ((h, folded_text(v), v) for h, _, v in cells if _WORDED.search(v))
    return {h: (v, printed) for h, v, printed in worded if len(v) >= (_NAME if v.isascii() else _NAME - 1)}


def _is_named(other: Shown, cited: Sequence[Shown], said: str) -> bool:
    """Whether a claim says what another row is called, which no cited row says."""
    name = _name_of(other.passage.text)
    if len(name[1]) < _NAME or name[1] not in said:
        return False
    if any(name[1] in folded_text(row.passage.text) for row in cited):
        return False
    names = (_name_of(row.passage.text) for row in cited)
    return all(name[0] == heading and own not in said for heading, own in names if own)


@lru_cache(maxsize=1024)
def _name_of(row: str) -> tuple[str, str]:
    """The heading and words of the first cell behind the subject that holds no figure, "" for none."""
    for cell in row.split(" | ")[1:]:
        heading, _, value = cell.partition(": ")
        if _WORDED.search(value) and not read_figures(value):
            return heading, folded_text(value)
    return "", ""


def find_stray_column(examined: Examined) -> Reason | None:
    """A figure that the claim puts under another heading than the row does: the maximum as the minimum."""
    if is_written_as_row(examined.claim.text):
        return None
    pieces = [*_one_figure_each(examined.claim.text)]
    if not pieces:
        return None
    for row in (p.shown for p in examined.located if p.shown.passage.kind == "row"):
        cells = [cell.partition(": ") for cell in row.passage.text.split(" | ")]
        columns = [(header, read_figures(value)) for header, _, value in cells if value]
        columns = [(header, figures) for header, figures in columns if any(not f.code for f in figures)]
        for piece, figure in pieces:
            keys = _heading_keys(piece)
            named = {header: len(keys & _heading_keys(header)) for header, _ in columns}
            best = max(named, key=lambda h: named[h], default="")
            if not named or not named[best]:
                continue
            if not figure.unit and unit_in(best) and _THINGS.match(piece, figure.end):
                continue  # "torque the two screws"
            under = [h for h, printed in columns if any(_alike(figure, f, h) for f in printed)]
            if under and max(named[h] for h in under) < named[best]:
                values = (("figure", figure.text), ("column", under[0]), ("other", best))
                return Reason("figure_of_another_column", values)
    return None


def _one_figure_each(claim: str) -> Iterator[tuple[str, Figure]]:
    """The pieces of a claim that hold one figure, and this."""
    for piece in _PIECE.split(claim):
        figures = [f for f in read_figures(piece) if not f.code]
        if len(figures) == 1 and not _OFTEN.match(piece, figures[0].end):
            yield piece, figures[0]


def _alike(claimed: Figure, printed: Figure, heading: str) -> bool:
    """Whether they are one value; a value of a row may have its unit in its heading."""
    if printed.code:
        return False
    if claimed.low == printed.low and claimed.high == printed.high:
        return True
    unit = printed.unit or unit_in(heading)
    return equal(claimed.low, claimed.printed[0], claimed.unit, printed.low, unit) and equal(
        claimed.high, claimed.printed[1], claimed.unit, printed.high, unit
    )


def subject(row: Shown) -> str:
    """What a row is about: the value of its first cell that is no bare number, or the name where it reads
    `name: value`."""
    return _subject(row.passage.text)


@lru_cache(maxsize=1024)
def _subject(row: str) -> str:
    first, bar, _ = row.partition(" | ")
    if not bar:
        return first.partition(": ")[0].strip()
    cells = [cell.partition(": ") for cell in row.split(" | ")]
    values = [(value if colon else name).strip() for name, colon, value in cells]
    return next((v for v in values if _WORDED.search(v)), values[0])


def subject_share(row: Shown, words: Set[str]) -> float:
    """How much of a row's first cell a claim names, 0..1."""
    named = words_of(subject(row))
    return len(named & words) / len(named) if named else 0.0


def _heading_keys(text: str) -> frozenset[str]:
    """The words of a text, and which limits it names, in either language: "Min" and 最小 are one key."""
    limits = {f"{pair}:{side}" for term in terms_of(text) for pair, side in term.sides if pair == "extreme"}
    return words_of(text) | limits | {match[1] for match in _SWITCHED.finditer(text)}
