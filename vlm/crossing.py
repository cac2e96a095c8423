"""One row of a table told with the cells of another, in words as in figures.

It knows cells by their headings and the words that only one cited row prints; what a claim may leave out is
for others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations

from vlm.answer import Reason
from vlm.measures import CLASSIFIERS, read_figures
from vlm.words import words_of

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;；。！？\n]")
_TOLD = 0.5  # of the words that only this row's cell has: who tells fewer need not mean the cell


def find_crossed_rows(claim: str, rows: Sequence[str]) -> Reason | None:
    """A sentence that tells one cell of a row and another cell of a second row of the same headings.

    Who tells of two rows side by side tells the same of both: a code and its remedy, and again a code and its
    remedy. Where no heading is told of both, the cells of two rows have been put together as one.
    """
    if len(rows) < 2 or " | " in claim:
        return None
    tables: dict[tuple[str, ...], list[list[str]]] = {}
    for row in dict.fromkeys(rows):
        cells = [cell.partition(": ") for cell in row.split(" | ")]
        if len(cells) > 1:
            tables.setdefault(tuple(c[0] for c in cells), []).append([c[2] for c in cells])
    for table in tables.values():
        if len(table) > 1:
            reason = _find_crossed(claim, [[words_of(cell) for cell in row] for row in table])
            if reason is not None:
                return reason
    return None


def _find_crossed(claim: str, table: Sequence[Sequence[frozenset[str]]]) -> Reason | None:
    whole = [frozenset(word for cell in row for word in cell) for row in table]
    others = [
        frozenset(w for m, words in enumerate(whole) if m != n for w in words) for n in range(len(table))
    ]
    own = [[cell - others[n] for cell in row] for n, row in enumerate(table)]
    once = [[_only(cell, row) for cell in row] for row in own]
    for sentence in _SENTENCE.split(claim):
        words = words_of(sentence) if sentence.strip() else frozenset[str]()
        apart = any(words.isdisjoint(_shared(row)) for row in own)
        for cells in (own, once) if apart else (own,):
            for one, two in combinations(filter(None, (_told(row, words) for row in cells)), 2):
                if one.keys().isdisjoint(two):
                    listed = ", ".join(min(row[min(row)]) for row in (one, two))
                    return Reason("figures_of_different_rows", (("figures", listed),))
    return None


def _told(row: Sequence[frozenset[str]], words: frozenset[str]) -> dict[int, frozenset[str]]:
    """Which cells of a row a sentence tells, and in which words."""
    return {
        at: cell & words for at, cell in enumerate(row) if cell and len(cell & words) >= _TOLD * len(cell)
    }


def _shared(row: Sequence[frozenset[str]]) -> frozenset[str]:
    """The words of two cells of a row or more: a part that is the cause, and of which the remedy tells."""
    return frozenset(word for one, two in combinations(row, 2) for word in one & two)


def _only(cell: frozenset[str], row: Sequence[frozenset[str]]) -> frozenset[str]:
    """The words of a cell that no other cell of the row has, or all where there is none."""
    return cell - _shared(row) or cell


_BARE = re.compile(r"[A-Z]|\d{1,3}")
_HEADED = re.compile(r"([A-Za-z]{3,}|[\u4e00-\u9fff]{2,4})\.? ?$")
_LETTER = re.compile(r"(?:\b[A-Za-z]{3,}\.? |[\u4e00-\u9fff] ?)([B-Z]|A(?! [a-z]+ing\b))(?![A-Za-z0-9'’&/-])")
_COUNTS = re.compile(rf"\s*(?:times|or|to|and|x\b|[{CLASSIFIERS}次遍倍至到和或、–-]|[,，] ?\d)")


def find_misnumbered(claim: str, rows: Sequence[str]) -> Reason | None:
    """A number or letter right behind a heading that prints another one: "test 6" of `Test: 05`."""
    cells = [cell.partition(": ") for row in rows for cell in row.split(" | ")]
    headed: dict[str, list[str]] = {}
    for heading, _, value in cells:
        headed.setdefault(heading.strip(" .").lower(), []).append(value.strip())
    bare = {h: v for h, v in headed.items() if all(map(_BARE.fullmatch, v))}
    if not bare or " | " in claim:
        return None
    told = [(f.start, f.end, f"{f.low:g}") for f in read_figures(claim) if not f.code and not f.unit]
    told += [(m.start(1), m.end(1), m[1]) for m in _LETTER.finditer(claim)]
    for start, end, value in told:
        word = _HEADED.search(claim[:start])
        if word is None or _COUNTS.match(claim[end:]):
            continue
        noun = word[1].lower()
        printed = next((v for h, v in bare.items() if len(h) > 1 and noun.startswith(h)), [])
        if printed and value not in {v.lstrip("0") or "0" for v in printed}:
            values = (("figure", claim[start:end]), ("printed", ", ".join(printed)))
            return Reason("figure_not_in_quote", values)
    return None


_CAUSE = re.compile(r"cause|reason|原因", re.IGNORECASE)
_REMEDY = re.compile(r"remed|action|solution|measure|what to do|措施|处理|对策|解决|排除", re.IGNORECASE)
_CODED = re.compile(r"[a-z]+-?\d+[a-z]?(?:-[a-z\d]+)*")
_LITTLE = 0.34  # of the words of a cause: who tells fewer does not tell the cause
_MARK = re.compile(r"[,;](?!\d)|[，；（(]")  # what a remedy is, without what else is to be done
_PLAIN = 3  # words that only one row has that a sentence tells where it is about this row


def find_other_remedy(claim: str, rows: Sequence[str]) -> Reason | None:
    """The cause of one row with the remedy of another, also where both have one code and one fault; a code of
    another row among one row's words."""
    if len(rows) < 2 or " | " in claim:
        return None
    table = [_Remedied.read(row) for row in dict.fromkeys(rows)]
    causal = [row for row in table if row.cause and row.remedy]
    for sentence in _SENTENCE.split(claim):
        words = words_of(sentence) if sentence.strip() else frozenset[str]()
        for one, two in permutations(causal, 2) if words else ():
            cause, other_cause = one.cause - two.all, two.cause - one.cause - two.remedy
            remedy = one.remedy - two.remedy - one.cause  # "calibrate" is told by "not calibrated" alone
            other_remedy = two.own(one) - one.all
            is_told = _share(cause, words) >= _TOLD and _share(other_cause, words) < _LITTLE
            if is_told and _share(other_remedy, words) >= _TOLD > _share(remedy, words):
                listed = f"{min(cause & words)}, {min(other_remedy & words)}"
                return Reason("figures_of_different_rows", (("figures", listed),))
        reason = _find_foreign_code(words, table) if words else None
        if reason is not None:
            return reason
    return _find_uncaused(words_of(claim), causal) or _find_code_of_other_cause(words_of(claim), causal)


def _find_code_of_other_cause(words: frozenset[str], causal: Sequence[_Remedied]) -> Reason | None:
    """The code of one row's remedy where a claim tells the cause of another row alone, be it in another
    sentence."""
    for one, two in permutations(causal, 2):
        cause, other, fault = one.cause - two.all, two.cause - one.all, two.subject - one.all
        if (
            _share(cause, words) < _TOLD
            or not other
            or max(_share(k, words) for k in (other, fault)) >= _LITTLE
        ):
            continue
        codes = {w for w in (two.remedy_whole - one.all) & words if _CODED.fullmatch(w)}
        remedy, strange = one.remedy - two.remedy - one.cause, two.own(one) - one.all
        if strange and _share(strange, words) >= _TOLD > _share(remedy, words):
            codes |= strange & words
        if codes:
            return Reason("figures_of_different_rows", (("figures", f"{min(cause & words)}, {min(codes)}"),))
    return None


def _find_uncaused(words: frozenset[str], causal: Sequence[_Remedied]) -> Reason | None:
    """The remedy for one cause of a code told as that for the code, where two causes of it are cited."""
    for one, two in permutations(causal, 2):
        if one.subject != two.subject or one.cause == two.cause or not one.subject <= words:
            continue
        remedy, others = one.own(two) - two.all, two.own(one) - one.all
        causes = (one.cause - one.remedy - two.all) | (two.cause - one.all)
        if _share(remedy, words) >= _TOLD and words.isdisjoint(causes | others):
            values = (("figures", f"{', '.join(sorted(one.subject))}, {min(remedy & words)}"),)
            return Reason("figures_of_different_rows", values)
    return None


@dataclass(frozen=True, slots=True)
class _Remedied:
    """The words of a row, of its cause and of its remedy."""

    subject: frozenset[str]
    all: frozenset[str]
    cause: frozenset[str]
    remedy: frozenset[str]
    remedy_whole: frozenset[str]  # with what else is to be done

    @classmethod
    @lru_cache(maxsize=1024)
    def read(cls, row: str) -> _Remedied:
        cells = [cell.partition(": ") for cell in row.split(" | ")]
        causes = " | ".join(value for heading, _, value in cells if _CAUSE.search(heading))
        remedies = " | ".join(_MARK.split(value)[0] for heading, _, value in cells if _REMEDY.search(heading))
        whole = " | ".join(value for _, _, value in cells)
        all_of_it = " | ".join(value for heading, _, value in cells if _REMEDY.search(heading))
        return cls(
            words_of(cells[0][2]), _worded(whole), _worded(causes), _worded(remedies), _worded(all_of_it)
        )

    def own(self, other: _Remedied) -> frozenset[str]:
        """The words that only this remedy has, those that its cause has too left aside where others are."""
        words = self.remedy - other.remedy
        return words - self.cause or words


def _worded(text: str) -> frozenset[str]:
    return frozenset(word for word in words_of(text) if not word[0].isdigit())


def _share(own: frozenset[str], words: frozenset[str]) -> float:
    return len(own & words) / len(own) if own else 0.0


def _find_foreign_code(words: frozenset[str], table: Sequence[_Remedied]) -> Reason | None:
    """A code that only another row prints, in a sentence all of whose other own words are of one row, which
    has codes that the sentence leaves out."""
    codes = {w for w in words if _CODED.fullmatch(w)}
    for one, two in permutations(table, 2) if codes else ():
        mine, theirs = (one.all - two.all) & words, (two.all - one.all) & words
        plain = {w for w in mine if not _CODED.fullmatch(w)}
        left = {w for w in one.remedy - two.all - words if _CODED.fullmatch(w)}
        if len(plain) >= _PLAIN and theirs and left and theirs <= codes:
            return Reason("figures_of_different_rows", (("figures", f"{min(plain)}, {min(theirs)}"),))
    return None
