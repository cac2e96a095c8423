"""What a second reading is worth: seeded misreads that are noticed, and rows of tables that are right.

    python benchmarks/second_reading.py [--trials 20]

The scanned sample pages are read by OCR; the model is a flawless one (gold_html.py) that misreads one digit
or capital letter of a number or code per trial. A misread counts as noticed when no sure line says it. Rows:
table rows of these pages whose cells all equal the typeset ones, with OCR alone and with the flawless model:
an upper bound, for no model is flawless. Guards: what they find on any sample page, digital or scanned, that
is read without a fault: each such find is a false alarm, and costs another asking; and how often they notice
that the lower half of a page's regions, or the narrowest column of a table, was left out: by the ink alone,
and with what OCR or the text layer read of the same page.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.agreement import folded
from ingest.chunking import chunk
from ingest.merging import merge
from ingest.omissions import left_out
from ingest.opening import PageDone, read_manual
from ingest.page import Line, PageRead
from ingest.structure import structure
from kb_sources.samples.gold_html import FOLDER, manual, manuals, page_html, page_picture
from vlm.model import Deadline
from vlm.models.scripted import Scripted
from vlm.qwen_formats import parse_page
from vlm.reading import LADDER, read_page

_FILES = ("qinglan-ql35-service-zh.pdf", "orlen-p310-service.pdf")
_TOKEN = re.compile(r"(?=[A-Za-z.-]*[0-9])[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_SHORTEST = 8  # regions
_VALUES = 4  # of a column, beside its heading
_PATIENT = Deadline.after(3600)
_PRINTED = re.compile(r">([^<]+)<")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=20, help="misreads per page")
    trials, chance = parser.parse_args().trials, random.Random(20261127)
    pages = [(file, page) for file in _FILES for page in _scans(file)]
    noticed = seeded = alarms = lines = 0
    for file, page in pages:
        html = page_html(file, page.number)
        flawless = _merged(page, html)
        alarms += max(sum(n.unsure for n in flawless.lines) - sum(n.unsure for n in page.lines), 0)
        lines += len(page.lines)
        for _ in range(trials):
            spoilt = _misread(html, chance)
            if spoilt is not None:
                seeded += 1
                noticed += _is_noticed(_merged(page, spoilt[0]), spoilt[1])
    print(f"{len(pages)} scanned pages, {lines} lines\n")
    print("| what | value |")
    print("|---|---|")
    print(f"| seeded misreads noticed | {noticed} of {seeded} ({noticed / seeded:.1%}) |")
    print(f"| lines unsure though nothing was misread | {alarms} of {lines} |")
    for name, read in (("OCR alone", lambda page, html: page), ("with a flawless model", _merged)):
        right = total = 0
        for file, page in pages:
            found = _rows(read(page, page_html(file, page.number)), manual(file)["language"])
            wanted = _truth(file, page.number)
            right += sum(row in found for row in wanted)
            total += len(wanted)
        print(f"| table rows with every cell right, {name} | {right} of {total} ({right / total:.1%}) |")
    for what, (noticed, count) in _guarded().items():
        print(f"| {what} | {noticed} of {count} |")


def _guarded() -> dict[str, tuple[int, int]]:
    """What was changed and who looked → how many pages' first reading was refused, and of how many."""
    told: dict[str, tuple[int, int]] = {}
    pages = (
        (file, event.page)
        for file in manuals()
        for event in read_manual(FOLDER / file)
        if isinstance(event, PageDone)
    )
    for file, page in pages:
        with Image.open(io.BytesIO(page_picture(file, page.number))) as picture:
            shown = picture.convert("RGB")
        for what, change in _CHANGES.items():
            html = change(page_html(file, page.number))
            for how, lines in (("by ink", ()), ("beside OCR or the text layer", page.lines)):
                if html is not None:
                    key = f"{what}, {how}"
                    noticed, count = told.get(key, (0, 0))
                    told[key] = (noticed + _is_refused(shown, html, lines), count + 1)
    return dict(sorted(told.items()))


def _is_refused(shown: Image.Image, html: str, lines: Sequence[Line]) -> bool:
    seen = read_page(
        Scripted(lambda _: html),
        shown,
        "",
        _PATIENT,
        LADDER[:1],
        lambda text: " ".join(left_out(lines, text)),
    )
    return any(attempt.spoilt_by for attempt in seen.attempts)


def _halved(html: str) -> str | None:
    """The answer without the lower half of its regions; None where it has too few."""
    regions = html.split("\n<div")
    if len(regions) < _SHORTEST:
        return None
    return "\n<div".join(regions[: len(regions) // 2]) + "</body></html>"


def _narrowed(html: str) -> str | None:
    """The answer without the column with the fewest letters of its first table that has four values in each;
    None without such a table."""
    for table in re.finditer(r"<table>.*?</table>", html, re.DOTALL):
        rows = [re.findall(r"<t[dh][^>]*>.*?</t[dh]>", row) for row in table[0].split("</tr>")[:-1]]
        if "span=" in table[0] or len({len(row) for row in rows}) != 1 or len(rows[0]) < 3:
            continue
        columns = [[re.sub(r"<[^>]+>", "", cell) for cell in column] for column in zip(*rows, strict=True)]
        full = [n for n, cells in enumerate(columns) if sum(len(c) > 1 for c in cells) > _VALUES]
        if not full:
            continue
        least = min(full, key=lambda n: sum(map(len, columns[n])))
        kept = "".join(
            f"<tr>{''.join(cell for n, cell in enumerate(row) if n != least)}</tr>" for row in rows
        )
        return f"{html[: table.start()]}<table>{kept}</table>{html[table.end() :]}"
    return None


_CHANGES: dict[str, Callable[[str], str | None]] = {
    "flawless pages asked for again (false alarms)": lambda html: html,
    "lower half left out, noticed": _halved,
    "a table's narrowest column left out, noticed": _narrowed,
}


def _scans(file: str) -> list[PageRead]:
    """The scanned pages of a sample as OCR reads them."""
    media = {p["page"]: p["medium"] for p in manual(file)["pages"]}
    done = frozenset(number for number, medium in media.items() if medium == "digital")
    return [event.page for event in read_manual(FOLDER / file, done=done) if isinstance(event, PageDone)]


def _merged(page: PageRead, html: str) -> PageRead:
    return merge(page, parse_page(html, finish="stop"), keep_text=False).page


def _misread(html: str, chance: random.Random) -> tuple[str, str] | None:
    """The answer with one digit or letter of a code changed, and the text it stands in; None without any."""
    places = [
        match.start(1) + token.start() + i
        for match in _PRINTED.finditer(html)
        for token in _TOKEN.finditer(match[1])
        for i, char in enumerate(token[0])
        if char.isdigit() or char.isupper()
    ]
    if not places:
        return None
    at = chance.choice(places)
    alike = "0123456789" if html[at].isdigit() else "ABCDEFGHKLMNPRSTX"
    spoilt = html[:at] + chance.choice([c for c in alike if c != html[at]]) + html[at + 1 :]
    begin, end = spoilt.rindex(">", 0, at) + 1, spoilt.index("<", at)
    return spoilt, spoilt[max(begin, at - 4) : min(end, at + 5)]


def _is_noticed(page: PageRead, wrong: str) -> bool:
    """Whether no sure line says it; where the page says the same elsewhere, one line in doubt is enough."""
    saying = [n for n in page.lines if folded(wrong) in folded(n.text)]
    return not any(not n.unsure for n in saying) or any(n.unsure for n in saying)


def _rows(page: PageRead, language: str) -> list[tuple[str, ...]]:
    """The rows of a page's tables: their values without headers, folded."""
    passages = chunk(structure([page], "zh" if language == "zh" else "en"), edition="e", reading="r")
    rows = [p.text for p in passages if p.kind == "row"]
    return [tuple(folded(cell.partition(": ")[2] or cell) for cell in row.split(" | ")) for row in rows]


def _truth(file: str, page: int) -> Sequence[tuple[str, ...]]:
    return [
        tuple(folded(cell) for cell in row["cells"])
        for table in manual(file)["tables"]
        for row in table["rows"]
        if row["page"] == page
    ]


if __name__ == "__main__":
    main()
