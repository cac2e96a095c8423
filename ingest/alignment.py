"""What a model wrote about a page, laid onto the lines that OCR or the text layer found there.

Boxes stay those of the lines. It knows text and boxes, not who read them, nor what a table is (gridding.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio

from ingest.agreement import differ, folded, similarity, values
from ingest.lines import join_words
from ingest.page import Line, Word
from kb_sources.manual import Box

SUPPORTED = 0.55  # likeness from which a line's words and the model's are two readings of one print
_BELONGS = 60.0  # of 100: how well a line must fit somewhere into a text to be looked for there
_PLAIN = 90.0  # of 100: so well must a line fit into a text whose box is elsewhere
_ROOM = 1.2  # times a text's length that its lines may have together
_TOUCHED = 0.2  # share of a line inside the (widened) box of its text
_SHORT = 4  # characters: a shorter line fits nearly everywhere, so its place must tell
_NEAR = 0.02  # of the page: boxes of a model drift by up to 1.5 %
_UNSEEN = 12  # characters in a row, an ideograph counting two, that no line holds: text of their own
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[.,/×·:+-][A-Za-z0-9]+)*|\S")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of a model's text: text[start:end], and the place in it of each comparable character."""

    chars: str
    origins: tuple[int, ...]


def comparable(text: str) -> Stretch:
    """The text without spaces, forms folded, each character with the index it stems from."""
    chars: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(text):
        for each in unicodedata.normalize("NFKC", char).casefold():
            if not each.isspace():
                chars.append(each)
                origins.append(index)
    return Stretch("".join(chars), tuple(origins))


@dataclass(frozen=True, slots=True)
class Laid:
    """What became of one text: the model's words for each line it covers, and its words that no line holds.

    `after` of an unseen run is the line it was written behind, None for the beginning.
    """

    covered: tuple[tuple[int, str, tuple[Word, ...]], ...]  # key of a line, the model's words for it
    unseen: tuple[tuple[int | None, str], ...]


def lay(text: str, lines: Sequence[tuple[int, Line]]) -> Laid:
    """Cut the text along lines (key and line, in reading order) by the cheapest edit from one to the other.

    Levenshtein distance over comparable characters; a token goes whole to the line that holds most of it.
    """
    target = comparable(text)
    source, owners = _joined(lines)
    came_from = _mapped(source, target.chars)
    tokens = [_Token(m.start(), m.end()) for m in _TOKEN.finditer(text)]
    at = 0
    for token in tokens:
        sources: list[int] = []
        while at < len(target.origins) and target.origins[at] < token.end:
            token.length += 1
            sources += [came_from[at]] if came_from[at] >= 0 else []
            at += 1
        if sources:
            middle = sources[len(sources) // 2]
            token.line = owners[middle][0]
            token.sources = [s for s in sources if owners[s][0] == token.line]
    _adopt_strays(tokens, text)
    covered: list[tuple[int, str, tuple[Word, ...]]] = []
    unseen: list[tuple[int | None, str]] = []
    by_key = dict(lines)
    last: int | None = None
    for key, run in groupby(tokens, key=lambda t: t.line):
        own = list(run)
        words = text[own[0].start : own[-1].end]
        if key is None:
            unseen.append((last, words))
            continue
        last = key
        covered.append((key, join_words(words.split()), tuple(_words(words, own, by_key[key], owners))))
    return Laid(tuple(_merged(covered)), tuple(unseen))


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    length: int = 0  # comparable characters
    line: int | None = None
    sources: list[int] | None = None  # where its characters stand among those of the lines


_Owner = tuple[int, int, float, float]  # key of the line, its word, and the stretch (0..1) of that word


def _joined(lines: Sequence[tuple[int, Line]]) -> tuple[str, list[_Owner]]:
    chars: list[str] = []
    owners: list[_Owner] = []
    for key, line in lines:
        for number, word in enumerate(line.words):
            own = comparable(word.text)
            wide = max(len(word.text), 1)
            chars.append(own.chars)
            owners += [(key, number, o / wide, (o + 1) / wide) for o in own.origins]
    return "".join(chars), owners


def _mapped(source: str, target: str) -> list[int]:
    """For each character of `target` where it stands in `source`, -1 where it was put in."""
    came_from = [-1] * len(target)
    for code in Levenshtein.opcodes(source, target):
        if code.tag in ("equal", "replace"):
            for step in range(code.dest_end - code.dest_start):
                came_from[code.dest_start + step] = code.src_start + step
    return came_from


def _adopt_strays(tokens: Sequence[_Token], text: str) -> None:
    """Tokens that no line holds go with the line before them (else after); a long run stands for itself."""
    runs = [(key, list(run)) for key, run in groupby(tokens, key=lambda t: t.line)]
    for i, (key, run) in enumerate(runs):
        if key is not None or _weight(text[run[0].start : run[-1].end]) >= _UNSEEN:
            continue
        before = runs[i - 1][0] if i else None
        after = runs[i + 1][0] if i + 1 < len(runs) else None
        for token in run:
            token.line = before if before is not None else after


def _weight(text: str) -> int:
    return sum(2 if ord(c) > 0x2E80 else 1 for c in text if not c.isspace())


def _words(text: str, tokens: Sequence[_Token], line: Line, owners: Sequence[_Owner]) -> Iterator[Word]:
    """The words of a run with boxes cut out of the line's words."""
    shift = tokens[0].start
    for match in re.finditer(r"\S+", text):
        start, end = shift + match.start(), shift + match.end()
        sources = [s for t in tokens if start <= t.start < end for s in t.sources or ()]
        boxes = [_slice(line, owners[s]) for s in sources]
        yield Word(match[0], Box.around(boxes) if boxes else line.box, line.confidence)


def _slice(line: Line, owner: _Owner) -> Box:
    _, number, start, end = owner
    box = line.words[number].box
    if box.height > box.width and len(line.words[number].text) > 1:  # set sideways: which way is not known
        return box
    return Box(box.x0 + start * box.width, box.y0, min(box.x0 + end * box.width, box.x1), box.y1)


def _merged(
    covered: Iterable[tuple[int, str, tuple[Word, ...]]],
) -> Iterator[tuple[int, str, tuple[Word, ...]]]:
    """One entry a line: where an unseen run parted a line's words, they are joined again."""
    by_key: dict[int, tuple[str, tuple[Word, ...]]] = {}
    for key, text, words in covered:
        old = by_key.get(key)
        by_key[key] = (join_words((old[0], text)), old[1] + words) if old else (text, words)
    yield from ((key, text, words) for key, (text, words) in by_key.items())


@dataclass(frozen=True, slots=True)
class Claimed:
    """A line in the model's words, or as it was where these are of something else."""

    line: Line
    alike: float  # 0..1
    supported: bool


def reconcile(line: Line, text: str, words: Sequence[Word], *, keep_text: bool) -> Claimed:
    """Two readings of one line made one: the model's words (or the line's own, `keep_text`) at its box.

    Where numbers, units, part numbers or negations differ the line is unsure and tells what the other reading
    has; where they agree a doubt of the first reading is settled.
    """
    alike = similarity(line.text, text)
    if alike < SUPPORTED or not words:
        doubtful = not keep_text and bool(values(line.text))
        return Claimed(replace(line, unsure=line.unsure or doubtful), alike, supported=False)
    apart = differ(line.text, text)
    if keep_text:
        doubt = replace(line, unsure=True, other=text) if apart else line
        return Claimed(doubt, alike, supported=True)
    settled = line.confidence if apart else max(line.confidence, alike)
    other = line.text if apart else ""
    ours = replace(
        line,
        text=text,
        words=tuple(words),
        read_by="qwen3vl",
        unsure=apart,
        other=other,
        confidence=min(settled, 1.0),
    )
    return Claimed(ours, alike, supported=True)


@dataclass(frozen=True, slots=True)
class Home:
    """A text of the model that lines may belong to, and the box it drew around it."""

    text: str
    box: Box | None


def assign(lines: Sequence[tuple[int, Line]], homes: Sequence[Home]) -> dict[int, int]:
    """Key of a line → index of the text it belongs to; lines that fit nowhere are left out.

    Long lines by likeness and place; short ones fit nearly everywhere and follow their neighbours.
    """
    plain = [folded(home.text) for home in homes]
    room = [_ROOM * len(text) + _SHORT for text in plain]
    found: dict[int, int] = {}
    for key, line in sorted(lines, key=lambda pair: -len(pair[1].text)):
        own = folded(line.text)
        if not own:
            continue
        best: tuple[float, int] | None = None
        for index, home in enumerate(homes):
            fits = _fit(own, plain[index])
            inside = line.box.covered(_wider(home.box)) if home.box is not None else 0.0
            if fits < _BELONGS or (len(own) < _SHORT and not _placed(own, plain[index], inside)):
                continue
            if len(own) > room[index]:
                continue  # other lines say all of it
            if home.box is not None and inside < _TOUCHED and (fits < _PLAIN or len(own) < 2 * _SHORT):
                continue  # it stands elsewhere
            score = fits + 25 * inside
            if len(own) < 2 * _SHORT and home.box is None:
                score -= 20 * _distance(line, index, lines, found)
            if best is None or score > best[0]:
                best = score, index
        if best is not None:
            found[key] = best[1]
            room[best[1]] -= len(own)
    return found


def _fit(own: str, whole: str) -> float:
    if not whole:
        return 0.0
    return float(partial_ratio(own, whole)) * min(1.0, 1.2 * len(whole) / len(own))


def _placed(own: str, whole: str, inside: float) -> bool:
    return inside > 0.5 or own == whole


def _wider(box: Box) -> Box:
    return Box.clipped(box.x0 - _NEAR, box.y0 - _NEAR, box.x1 + _NEAR, box.y1 + _NEAR)


def _distance(line: Line, index: int, lines: Sequence[tuple[int, Line]], found: dict[int, int]) -> float:
    """How far (page heights, at most 1) the nearest line is that belongs to that text."""
    own = (line.box.y0 + line.box.y1) / 2
    gaps = [abs((o.box.y0 + o.box.y1) / 2 - own) for key, o in lines if found.get(key) == index]
    return min(gaps, default=1.0)
