"""Which words of a claim that no quote backs may stand all the same: those of a freely worded sentence that
nothing speaks against.

A word is held against its claim where the sentence otherwise copies its quotes, where another shown passage
holds the word, where it is a side of opposites that the quotes do not hold, and where too little else of the
sentence is backed. It does not find the words; backing.py does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from difflib import SequenceMatcher
from functools import lru_cache

from vlm.backing import Evidence, Missing, assented, missing_of, shares_a_word
from vlm.content import content_of
from vlm.equivalents import HAN, LATIN, stem_of
from vlm.folding import plain_text
from vlm.polarity import Term, rules, terms_of

_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。；！？;])|\n")
_PART = re.compile(r"[,，、](?!\d)")
_TIES = 2  # ideographs, or twice the Latin words, that only tie a sentence together
_TOKEN = re.compile(r"[A-Za-z0-9']+|[^\W]")
_COPIED = 0.6  # share of a sentence's words, in runs of two at least, from which it copies its quotes
_SHARE = 0.25  # of the words that say something, how many at most may be unbacked
_COMMON = 3  # passages from which a word is one of the manual's common words, and tells none of them apart
_TURNING = ("un", "dis", "in", "im", "non", "de", "mis")
_TIMES = re.compile("(?:second|minute|hour|day|week|month|year)s?")
_TIMES_HAN = re.compile("秒|分钟|小时|钟头|天|周|月|年")


def strange(claim: str, evidence: Evidence, names: str, beside: Sequence[str]) -> str:
    """The first unbacked word of a claim that makes it unsupported, "" where none does.

    `names` may be said in any case; `beside` are the passages that were shown and are not cited.
    """
    alone = assented(claim, evidence)
    if alone:
        return alone
    for sentence in _SENTENCE.split(claim):
        missing = missing_of(sentence, evidence, names) if sentence and sentence.strip() else ()
        added = _added(sentence, evidence, names) if missing else ""
        word = added or (_strange(sentence, missing, evidence, beside) if missing else "")
        if word:
            return word
    return ""


def _added(sentence: str, evidence: Evidence, names: str) -> str:
    """The first unbacked word of a part between commas that shares none with the quotes and says something.

    It was put in: "…，同时浇汽油". A word or two that tie a sentence together are left to the rules below.
    """
    for part in _PART.split(sentence):
        missing = missing_of(part, evidence, names) if part.strip() else ()
        said = sum(2 if LATIN.match(each.word) else len(each.word) for each in missing)
        if said > _TIES and not shares_a_word(part, evidence):
            return missing[0].word
    return ""


def _strange(sentence: str, missing: Sequence[Missing], evidence: Evidence, beside: Sequence[str]) -> str:
    copied = _is_copy(sentence, evidence.text)
    counted = Counter(stem for text in beside for stem in _stems(text))
    telling = {stem for stem, passages in counted.items() if passages < _COMMON} - rules().weak
    for each in missing:
        latin = LATIN.match(each.word) is not None
        against = each.side or copied
        against = against or (latin and _speaks_against(each.word, evidence, telling))
        if against or (not latin and _speaks_against_han(each, sentence, evidence, beside)):
            return each.word
    content = content_of(sentence)
    backed = sum(key in evidence.stems or (not key.isascii() and key in evidence.han) for key in content)
    few = len(missing) <= min(backed, _SHARE * len(content))
    return "" if few else missing[0].word


def _speaks_against(word: str, evidence: Evidence, telling: Set[str]) -> bool:
    stem = stem_of(word.partition(" ")[0])
    if stem in telling or _TIMES.fullmatch(word) or any(_turns(term, evidence) for term in terms_of(word)):
        return True
    return any(turn + stem in evidence.stems or stem == turn + s for s in evidence.stems for turn in _TURNING)


def _speaks_against_han(missing: Missing, sentence: str, evidence: Evidence, beside: Sequence[str]) -> bool:
    body, start = plain_text(sentence).lower(), missing.start
    end = start + len(missing.word)
    if _TIMES_HAN.search(missing.word):
        return True
    here = [t for t in terms_of(sentence) if t.start < end and start < t.start + len(t.text)]
    if any(_turns(term, evidence) for term in here):
        return True
    pairs = (body[at : at + 2] for at in range(max(start - 1, 0), end))
    return any(
        HAN.fullmatch(pair) and pair not in evidence.han and any(pair in text for text in beside)
        for pair in pairs
        if len(pair) == 2
    )


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem_of(word) for word in LATIN.findall(plain_text(text).lower()))


def _turns(term: Term, evidence: Evidence) -> bool:
    """Whether a word is a side that the quotes do not hold; of most pairs, whether they hold its opposite."""
    sides = [side for side in term.sides if side[0] not in rules().left_out]
    if any(rules().supports(evidence.sides, side) for side in sides):
        return False
    if not rules().is_weak(term) and any(pair in rules().must_stand for pair, _ in sides):
        return True
    return any(rules().excludes(evidence.sides, side) for side in sides)


def _is_copy(sentence: str, text: str) -> bool:
    """Whether a sentence repeats its quotes but for a few words, which are edits then."""
    mine = [word.lower() for word in _TOKEN.findall(sentence)]
    matcher = SequenceMatcher(None, mine, [w.lower() for w in _TOKEN.findall(text)], autojunk=False)
    return sum(b.size for b in matcher.get_matching_blocks() if b.size > 1) >= _COPIED * len(mine)
