"""Holds a statement against its evidence, sentence by sentence: what of it stands there, and what does not.

It counts and compares; what the numbers mean for "supported" is a judge's business (vlm/judges/local.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from vlm.folding import is_cjk, plain_text
from vlm.measures import Figure, read_figures
from vlm.polarity import negations_of, terms_of
from vlm.units import equal
from vlm.words import words_of

_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+|(?<=[。！？；])|\n+")
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*|[\u3400-\u9fff]")
_PRINTED = re.compile(r"[A-Za-z0-9]+(?:['./-][A-Za-z0-9]+)*|[\u3400-\u9fff]+")
_NAME = re.compile(r"(?<![.!?:\"“] )(?<!^)\b[A-Z][A-Za-z0-9'-]*[A-Za-z0-9]\b")
_SHORT = 12  # characters; a shorter piece ("1.", "e.g.") goes with its neighbour
_BRIEF = 5  # sentences of evidence up to which it is a quotation rather than a document
_WINDOW = 3  # neighbouring sentences that may share what one sentence of a claim says
_STRETCH, _LONG = 5, 8  # neighbouring informative words that one sentence of evidence should hold
_LIKE = 0.55  # Dice coefficient of letter trigrams from which two words are forms of one
_TELLS_ITSELF = re.compile(
    r"\b(?:passages?|context|documents?|information|sources?|text|articles?|answer|mention(?:s|ed)?|provided?|given|"
    r"unable|cannot|unclear|not? (?:specif|provid|mention|say|state)\w*)\b|原文|资料|手册中|文中|未提|没有提",
    re.IGNORECASE,
)

SIGNS = (
    "covered", "covered_plain", "covered_alike", "one_sentence", "window", "pairs", "bigrams", "trigrams",
    "run", "letters", "worst_word", "second_word", "missing", "missing_share", "figures", "figures_missing",
    "names", "names_missing", "negations", "opposites", "asked", "itself", "words", "order", "han",
    "brief", "place", "stretch", "long_stretch", "stretches", "gap", "claim",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    words: frozenset[str]
    tokens: tuple[str, ...]
    telling: tuple[str, ...]  # the informative ones of the tokens, stemmed, in order; ideographs one by one
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """Evidence made ready: its sentences, what each word is worth, and its letters."""

    sentences: tuple[_Sentence, ...]
    telling: tuple[frozenset[str], ...]  # of each sentence
    counts: dict[str, int]  # in how many sentences a word stands
    words: frozenset[str]
    grams: frozenset[tuple[str, ...]]
    letters: frozenset[str]
    figures: tuple[Figure, ...]
    han: frozenset[str]
    body: str  # all of it, for names


@dataclass(frozen=True, slots=True)
class Aligned:
    """One sentence of a statement: its numbers in the order of SIGNS, and what only it says."""

    text: str
    signs: tuple[float, ...]
    missing: tuple[str, ...]  # what the evidence does not say, as printed, the weightiest first


def split(text: str) -> tuple[str, ...]:
    """The sentences of a text, Chinese or English; a list's items count as sentences."""
    pieces: list[str] = []
    for piece in _SENTENCE.split(text):
        if not piece.strip():
            continue
        if pieces and (len(pieces[-1]) < _SHORT and not any(is_cjk(c) for c in pieces[-1])):
            pieces[-1] = f"{pieces[-1]} {piece.strip()}"
        else:
            pieces.append(piece.strip())
    return tuple(pieces)


def align(text: str, evidence: tuple[str, ...], question: str = "") -> tuple[Aligned, ...]:
    """Each sentence of the text against the evidence; empty where the text says nothing."""
    source, asked = _prepare(evidence), words_of(question)
    pieces = [piece for piece in split(text) if _read(piece).tokens]
    last = max(len(pieces) - 1, 1)
    bare = len(pieces) < 2 and not question
    return tuple(_align(piece, source, asked, n / last, bare) for n, piece in enumerate(pieces))


@lru_cache(maxsize=4096)
def _read(text: str) -> _Sentence:
    figures = tuple(f for f in read_figures(text) if not f.code)
    tokens = tuple(_TOKEN.findall(plain_text(text).lower()))
    return _Sentence(text, words_of(text), tokens, tuple(w for t in tokens for w in _stem(t)), figures)


@lru_cache(maxsize=65536)
def _stem(token: str) -> tuple[str, ...]:
    return tuple(sorted(words_of(token)))


@lru_cache(maxsize=256)
def _prepare(evidence: tuple[str, ...]) -> _Source:
    sentences = tuple(_read(s) for text in evidence for s in split(text))
    counts: dict[str, int] = {}
    for sentence in sentences:
        for word in sentence.words:
            counts[word] = counts.get(word, 0) + 1
    grams = {g for s in sentences for n in (2, 3) for g in _grams(s.tokens, n)}
    body = " ".join(plain_text(text).lower() for text in evidence)
    figures = tuple(f for sentence in sentences for f in sentence.figures)
    letters = frozenset(g for s in sentences for g in _letters(s.tokens))
    han = frozenset(c for c in body if is_cjk(c))
    telling = tuple(frozenset(s.telling) for s in sentences)
    return _Source(
        sentences, telling, counts, frozenset(counts), frozenset(grams), letters, figures, han, body
    )


def _printed(text: str, missing: dict[str, float], han: frozenset[str]) -> tuple[str, ...]:
    """The missing words as the text prints them, the weightiest first; Chinese ones without ideographs at
    either end that the evidence holds."""
    found: dict[str, float] = {}
    for match in _PRINTED.finditer(text):
        run = match[0]
        if not is_cjk(run[0]):
            weight = max((missing.get(w, 0.0) for w in words_of(run)), default=0.0)
            if weight:
                found[run] = max(weight, found.get(run, 0.0))
            continue
        pairs = [missing.get(run[i : i + 2], 0.0) for i in range(max(len(run) - 1, 1))]
        start = 0
        for end in [n for n, weight in enumerate([*pairs, 0.0]) if not weight]:
            if end > start and (word := run[start : end + 1].strip("".join(han))):
                found[word] = sum(pairs[start:end])
            start = end + 1
    return tuple(sorted(found, key=lambda w: (-found[w], text.find(w))))


def _grams(tokens: Sequence[str], n: int) -> list[tuple[str, ...]]:
    return [tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)]


def _letters(tokens: Sequence[str]) -> set[str]:
    joined = " ".join(tokens)
    return {joined[i : i + 4] for i in range(len(joined) - 3)}


def _worth(word: str, source: _Source) -> float:
    """Inverse document frequency over the evidence's own sentences; a word it never holds weighs most."""
    total = len(source.sentences)
    held = source.counts.get(word, 0)
    return math.log((total + 1) / (held or 0.5)) / math.log(total + 2) + (0.0 if held else 0.2)


@lru_cache(maxsize=65536)
def _trigrams(word: str) -> frozenset[str]:
    padded = f"^{word}$"
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _alike(word: str, source: _Source) -> bool:
    """Whether a form of the word stands there: teach, teacher; of a Chinese pair, both of its ideographs."""
    if is_cjk(word[0]):
        return len(word) > 1 and set(word) <= source.han
    if len(word) < 4:
        return False
    own = _trigrams(word)
    for other in source.words:
        if other[:2] == word[:2] and len(other) > 3:
            theirs = _trigrams(other)
            if 2 * len(own & theirs) / (len(own) + len(theirs)) >= _LIKE:
                return True
    return False


def _align(text: str, source: _Source, asked: frozenset[str], place: float, bare: bool) -> Aligned:
    sentence = _read(_as_printed(text, source))
    words = sentence.words
    worth = {w: _worth(w, source) for w in words}
    total = math.fsum(worth.values()) or 1.0

    def share(some: Iterable[str]) -> float:
        return math.fsum(worth[w] for w in words.intersection(some)) / total

    held = words & source.words
    alike = {w for w in words - held if _alike(w, source)}
    missing = sorted(((w, worth[w]) for w in words - held - alike), key=lambda m: (-m[1], m[0]))
    covers = [share(s.words) for s in source.sentences] or [0.0]
    windows = [
        share({w for s in source.sentences[i : i + _WINDOW] for w in s.words})
        for i in range(max(1, len(source.sentences) - _WINDOW + 1))
    ]
    best = source.sentences[covers.index(max(covers))] if source.sentences else sentence
    own, letters = sentence.tokens, _letters(sentence.tokens)
    two, three = _grams(own, 2), _grams(own, 3)
    absent = [f for f in sentence.figures if not any(_same(f, other) for other in source.figures)]
    names = _NAME.findall(text)
    weights = [w for _, w in missing] + [0.0, 0.0]
    near, far = (_stretches(sentence.telling, source, length) for length in (_STRETCH, _LONG))
    brief = len(source.sentences) <= _BRIEF
    signs = (
        share(held),
        len(held) / (len(words) or 1),
        share(held | alike),
        max(covers),
        max(windows),
        _pairs(sentence, source),
        sum(g in source.grams for g in two) / (len(two) or 1),
        sum(g in source.grams for g in three) / (len(three) or 1),
        _run(own, source.grams) / (len(own) or 1),
        len(letters & source.letters) / (len(letters) or 1),
        weights[0],
        weights[1],
        float(len(missing)),
        len(missing) / (len(words) or 1),
        float(len(sentence.figures)),
        float(len(absent)),
        float(len(names)),
        float(sum(n.lower() not in source.body for n in names)),
        _negated(text, best.text),
        _turned(text, best.text),
        len({w for w, _ in missing} & asked) / (len(missing) or 1),
        float(len(_TELLS_ITSELF.findall(text))),
        math.log1p(len(words)),
        _ordered(own, best.tokens),
        sum(is_cjk(t[0]) for t in own) / (len(own) or 1),
        float(brief),
        place,
        min(near),
        min(far),
        math.fsum(near) / len(near),
        _gap(own, source.grams) / (len(own) or 1),
        float(brief or bare),  # a claim; else a sentence of an answer from documents
    )
    return Aligned(text, signs, _printed(text, dict(missing), source.han))


def _as_printed(text: str, source: _Source) -> str:
    """The text with each figure that says the same as one of the evidence as that one is printed: 25 N·cm for
    0.25 N·m is no other word."""
    for figure in reversed(_read(text).figures):
        same = next((held for held in source.figures if _same(figure, held)), None)
        if same is not None:
            text = f"{text[: figure.start]}{same.text}{text[figure.end :]}"
    return text


def _same(claimed: Figure, held: Figure) -> bool:
    """Whether both ends of a figure are ends of the other, converted; a bare number has the other's unit."""
    ends = zip((claimed.low, claimed.high), claimed.printed, strict=True)
    return all(
        any(
            equal(value, digits, claimed.unit or held.unit, other, held.unit)
            for other in (held.low, held.high)
        )
        for value, digits in ends
    )


def _pairs(sentence: _Sentence, source: _Source) -> float:
    """Share of neighbouring informative words that also stand in one sentence of the evidence."""
    seen = [w for w in sentence.telling if w in sentence.words]
    if is_cjk(sentence.text[:1] or " ") or len(seen) < 2:
        seen = sorted(sentence.words, key=lambda w: (sentence.text.find(w), w))
    pairs = list(pairwise(seen))
    together = sum(any(a in s.words and b in s.words for s in source.sentences) for a, b in pairs)
    return together / (len(pairs) or 1)


def _stretches(telling: Sequence[str], source: _Source, length: int) -> list[float]:
    """Of every `length` neighbouring informative words, the share that one sentence of the evidence holds."""
    found = []
    for start in range(max(len(telling) - length + 1, 1)):
        words = frozenset(telling[start : start + length])
        most = max((len(words & held) for held in source.telling), default=0)
        found.append(most / len(words) if words else 1.0)
    return found


def _gap(tokens: Sequence[str], grams: frozenset[tuple[str, ...]]) -> int:
    """Length of the longest stretch of tokens of which no neighbouring two stand in the evidence."""
    held = [False, *(pair in grams for pair in _grams(tokens, 2)), False]
    most = now = 0
    for before, after in pairwise(held):
        now = 0 if before or after else now + 1
        most = max(most, now)
    return most


def _run(tokens: Sequence[str], grams: frozenset[tuple[str, ...]]) -> int:
    """Length of the longest stretch whose neighbouring triples all stand in the evidence."""
    best = now = 0
    for gram in _grams(tokens, 3):
        now = now + 1 if gram in grams else 0
        best = max(best, now)
    return best + 2 if best else 0


def _negated(text: str, other: str) -> float:
    return float(len(negations_of(text)) - len(negations_of(other)))


def _turned(text: str, other: str) -> float:
    """Words of the text whose opposite stands in the other, and they do not."""
    held = frozenset(side for term in terms_of(other) for side in term.sides)
    return float(
        sum(
            not term.sides & held and any((pair, 1 - side) in held for pair, side in term.sides)
            for term in terms_of(text)
        )
    )


def _ordered(tokens: Sequence[str], other: Sequence[str]) -> float:
    """Share of the shared tokens that come in the same order (longest common subsequence)."""
    shared = [t for t in tokens if t in set(other)]
    if not shared:
        return 0.0
    row = [0] * (len(other) + 1)
    for token in shared:
        last = 0
        for n, there in enumerate(other, 1):
            last, row[n] = row[n], last + 1 if token == there else max(row[n], row[n - 1])
    return row[-1] / len(shared)
