"""Which words of a claim that no quote backs may stand all the same: those of a freely worded sentence that
say nothing another passage, an opposite or an edit of the quote would tell.

It does not find the words; backing.py does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from vlm.backing import Evidence, Missing, content_of, gather, missing_of
from vlm.equivalents import HAN, LATIN, stem_of
from vlm.folding import plain_text
from vlm.lexicon import are_opposed, are_related
from vlm.polarity import Term, rules, terms_of

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。；！？;])|\n")
_TOKEN = re.compile(r"[A-Za-z0-9']+|[^\W]")
import os
_COPIED = float(os.environ.get("LW_COPIED", "0.6"))
_SHARE = float(os.environ.get("LW_SHARE", "0.45"))
_MOST = int(os.environ.get("LW_MOST", "4"))
_FLAGS = os.environ.get("LW_FLAGS", "sido")


def strange(claim: str, evidence: Evidence, names: str, beside: str) -> str:
    """The first unbacked word of a claim that makes it unsupported, "" where none does."""
    for sentence in _SENTENCE.split(claim):
        if not sentence or not sentence.strip():
            continue
        missing = missing_of(sentence, evidence, names)
        if not missing:
            continue
        word = _strange(sentence, missing, evidence, beside)
        if word:
            return word
    return ""


def _strange(sentence: str, missing: Sequence[Missing], evidence: Evidence, beside: str) -> str:
    tolerated = 0
    other = gather(beside)
    common = frozenset(w for w, n in Counter(s for p in beside.split("\f") for s in gather(p).stems).items() if n >= 3)
    copied = _is_copy(sentence, evidence.text)
    for each in missing:
        if each.side and "s" in _FLAGS:
            return each.word
        latin = LATIN.fullmatch(each.word.split()[0]) is not None
        if latin:
            verdict = _latin(each.word, evidence, other.stems - common)
        else:
            verdict = _han(each, sentence, evidence, other)
        if verdict == "backed":
            continue
        if verdict == "against" or copied:
            return each.word
        tolerated += 1
    content = content_of(sentence)
    backed = sum(key in evidence.stems or (not key.isascii() and key in evidence.han) for key in content)
    if tolerated > _MOST or tolerated > _SHARE * len(content) or tolerated > backed:
        return missing[0].word
    return ""


def _latin(word: str, evidence: Evidence, other: frozenset[str]) -> str:
    stem = stem_of(word.split()[-1] if False else word.split()[0])
    if any(are_opposed(stem, q) for q in evidence.stems):
        return "against"
    if any(are_related(stem, q) for q in evidence.stems):
        return "backed"
    if any(_turns(term, evidence) for term in terms_of(word)) or word in _TIMES:
        return "against"
    if "o" in _FLAGS and stem in other:
        return "against"
    return ""


_TIMES = frozenset("second seconds minute minutes hour hours day days week weeks month months year years".split())
_TIMED_HAN = re.compile("秒|分钟|小时|钟头|天|周|月|年")


def _turns(term: Term, evidence: Evidence) -> bool:
    """Whether a side of opposites is not in the quotes; of a weak word, whether its opposite is."""
    sides = [s for s in term.sides if s[0] not in rules().left_out]
    if any(rules().supports(evidence.sides, s) for s in sides):
        return False
    if rules().is_weak(term) or not any(pair in rules().must_stand for pair, _ in sides):
        return any(rules().excludes(evidence.sides, s) for s in sides)
    return bool(sides)


def _han(missing: Missing, sentence: str, evidence: Evidence, other: Evidence) -> str:
    body = plain_text(sentence).lower()
    start, end = missing.start, missing.start + len(missing.word)
    for term in terms_of(sentence):
        a, b = term.start, term.start + len(term.text)
        if a < end and start < b and _turns(term, evidence):
            return "against"
    if _TIMED_HAN.search(missing.word):
        return "against"
    if "o" in _FLAGS:
        for at in range(max(start - 1, 0), end):
            pair = body[at : at + 2]
            if len(pair) == 2 and HAN.fullmatch(pair) and pair in other.han and pair not in evidence.han:
                return "against"
    return ""


@lru_cache(maxsize=2048)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(map(str.lower, _TOKEN.findall(text)))


def _is_copy(sentence: str, text: str) -> bool:
    """Whether a sentence repeats its quotes but for a few words, which then are edits."""
    mine = _tokens(sentence)
    matcher = SequenceMatcher(None, mine, _tokens(text), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks() if block.size > 1) >= _COPIED * len(mine)
