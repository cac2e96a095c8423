"""Turns text into sparse vectors: what a passage holds, field by field, and what a question asks for.

One vector carries every field; a field is a range of dimensions, so one lookup scores them all and weighs
them when asking, not when indexing. It does not know the glossary, the store or what is live.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise

import qdrant_edge as edge

from retrieval.store import Sparse
from retrieval.wording import SIMPLIFIED


class Field(IntEnum):
    """Where a word stands; the value keeps the dimensions of the fields apart."""

    WORDS = 0x00000000  # the passage's own words
    STEMS = 0x2545F491  # the same, English endings cut off
    PAIRS = 0x5851F42D  # words or Chinese characters that follow each other
    PAGE = 0x9E3779B9  # words of the page or section around it
    TITLES = 0xC2B2AE35  # stems of the section path
    CODES = 0xE7037ED1  # fault codes, part numbers and models, whole


# Term frequency saturation and length normalisation of BM25; lengths are in tokens. Flat around these values:
# benchmarks/retrieval.py --sweep.
SATURATION, NORMALISATION = 1.2, 0.75
OWN_LENGTH, PAGE_LENGTH, TITLE_LENGTH = 60, 150, 8

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z0-9]+")
_TOKEN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[^\W_\u3400-\u9fff]+(?:['.\-_/][^\W_\u3400-\u9fff]+)*")
# A number of two digits or more stands as n15: the segmenter drops bare numbers.
_NUMBER = re.compile(r"(?<![a-z0-9.,])([0-9]+(?:[.,][0-9]+)+|[0-9]{2,})(?![a-z0-9])")
# A letter and a digit, or groups of digits joined by hyphens: E21, P0420, 90-1234-A, SKR-V1.3.
_CODE = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9.+_/\-]*[0-9])(?=[A-Za-z0-9.+_/]*[A-Za-z\-])"
    r"[A-Za-z0-9]+(?:[.+_/\-][A-Za-z0-9]+)*(?![A-Za-z0-9])"
)
_SPACED_CODE = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,3}) ([0-9]{1,4})(?![A-Za-z0-9.])")
_LONGEST_WORD = 6  # characters of a Chinese word the segmenter may cut


def plain(text: str) -> str:
    """NFKC, case folded, traditional characters simplified: how words are compared."""
    return unicodedata.normalize("NFKC", text).casefold().translate(SIMPLIFIED)


def whole_codes(text: str) -> frozenset[str]:
    """Every code-like token of a text, in capitals without its separators: "ER 03", "er-03" → ER03."""
    folded = unicodedata.normalize("NFKC", text)
    found = {bare(match[0]) for match in _CODE.finditer(folded)}
    found.update(letters + digits for letters, digits in _SPACED_CODE.findall(folded))
    return frozenset(found)


def bare(code: str) -> str:
    """A code in capitals without separators, for comparing."""
    return re.sub(r"[\s.+_/\-]", "", unicodedata.normalize("NFKC", code)).upper()


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a question and the dimension it has in each field that holds single words."""

    text: str
    word: int
    stem: int


class Encoder:
    """Stateless but for caches; threads may share one."""

    def __init__(self) -> None:
        self._words = _bm25(OWN_LENGTH, stemmed=False)
        self._stems = _bm25(OWN_LENGTH, stemmed=True)
        self._page = _bm25(PAGE_LENGTH, stemmed=False)
        self._titles = _bm25(TITLE_LENGTH, stemmed=True)
        self._pairs = _bm25(OWN_LENGTH, stemmed=False, tokenizer=edge.TokenizerType.Whitespace)
        self._ones = lru_cache(maxsize=65536)(self._one)

    def page(self, text: str) -> Sparse:
        """What the page or section around a passage holds; made once, given to each of its passages."""
        weights: dict[int, float] = {}
        _add(weights, Field.PAGE, self._page.embed_document(plain(text)))
        return _sparse(weights)

    def document(self, text: str, page: Sparse, section: Iterable[str]) -> Sparse:
        """What a passage holds: its own text, the page around it, its section path."""
        own = plain(text)
        numbered = _NUMBER.sub(r"n\1", own)
        weights = dict(zip(page.indices, page.values, strict=True))
        _add(weights, Field.WORDS, self._words.embed_document(numbered))
        _add(weights, Field.STEMS, self._stems.embed_document(numbered))
        _add(weights, Field.PAIRS, self._pairs.embed_document(" ".join(_pairs(own))))
        titles = "\n".join(section)
        _add(weights, Field.TITLES, self._titles.embed_document(plain(titles)))
        for code in whole_codes(f"{titles}\n{text}"):
            weights[self.code(code)] = 1.0
        return _sparse(weights)

    def terms(self, text: str) -> tuple[Term, ...]:
        """The words of a text as the index cuts them, in order, each once; punctuation is none."""
        found: dict[str, Term] = {}
        for match in _TOKEN.finditer(plain(text)):
            for piece in self._cut(match[0]):
                word = self._ones(piece)
                if word is not None and piece not in found:
                    found[piece] = Term(piece, *word)
        return tuple(found.values())

    def pairs(self, text: str) -> tuple[int, ...]:
        """The dimensions of neighbouring words and characters."""
        embedded = self._pairs.embed_query(" ".join(_pairs(plain(text))))
        return tuple(dimension(Field.PAIRS, index) for index in embedded.indices)

    def code(self, code: str) -> int:
        """The dimension of a whole code, however its separators are written."""
        (index,) = self._pairs.embed_query(bare(code).lower()).indices
        return dimension(Field.CODES, index)

    def stems(self, text: str) -> frozenset[int]:
        """The stems a text holds, as the `stem` of a Term."""
        return frozenset(self._stems.embed_query(_NUMBER.sub(r"n\1", plain(text))).indices)

    def _one(self, piece: str) -> tuple[int, int] | None:
        numbered = _NUMBER.sub(r"n\1", piece)
        words, stems = self._words.embed_query(numbered).indices, self._stems.embed_query(numbered).indices
        return (words[0], stems[0]) if len(words) == len(stems) == 1 else None

    def _cut(self, piece: str) -> Iterable[str]:
        """Chinese is cut where the index cuts it; it tells only hashes, so pieces are tried against them."""
        if not _HAN.fullmatch(piece):
            if self._ones(piece) is not None:
                return [piece]
            return re.findall(r"[^\W_]+", piece)
        whole = set(self._words.embed_query(piece).indices)
        words, start = [], 0
        while start < len(piece):
            for end in range(min(len(piece), start + _LONGEST_WORD), start, -1):
                one = self._ones(piece[start:end])
                if one is not None and one[0] in whole:
                    words.append(piece[start:end])
                    start = end
                    break
            else:
                start += 1
        return words


def dimension(field: Field, index: int) -> int:
    """The dimension of a word, by its index in a Term, in a field."""
    return index ^ field


def _sparse(weights: dict[int, float]) -> Sparse:
    return Sparse(tuple(weights), tuple(weights.values()))


def _add(weights: dict[int, float], field: Field, embedded: edge.SparseVector) -> None:
    for index, value in zip(embedded.indices, embedded.values, strict=True):
        weights[index ^ field] = value


def _pairs(folded: str) -> Iterable[str]:
    """Latin words two by two as "a_b", Chinese characters two by two as they stand."""
    last, last_end = "", -1
    for match in _RUN.finditer(folded):
        run = match[0]
        if _HAN.match(run):
            for first, second in pairwise(run):
                yield first + second
            last = ""
            continue
        if last and not folded[last_end : match.start()].strip(" -/'\n"):
            yield f"{last}_{run}"
        last, last_end = run, match.end()


def _bm25(
    length: float, *, stemmed: bool, tokenizer: edge.TokenizerType = edge.TokenizerType.Multilingual
) -> edge.Bm25:
    stemmer: edge.SnowballParams | edge.DisabledStemmer = edge.DisabledStemmer()
    if stemmed:
        stemmer = edge.SnowballParams(edge.SnowballLanguage.English)
    config = edge.Bm25Config(
        k=SATURATION,
        b=NORMALISATION,
        avg_len=length,
        tokenizer=tokenizer,
        stemmer=stemmer,
        stopwords=edge.StopwordsSet(languages=set(), custom=set()),
    )
    return edge.Bm25(config)
