"""Which words of a text say something, as keys that equal words share.

It compares nothing; scopes, sequence, partners and backing do.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from vlm.equivalents import HAN, LATIN, is_listed, lists, stem_of
from vlm.folding import plain_text
from vlm.units import load_units

_PARTICLES = frozenset(
    "的了着过吗呢吧是为在和与或及而但若则就便即把将被让使用从到由对于等才也都还又再会能可应要需须请其该此"
)
_REMAINS = re.compile(
    r"(?<!the )(?<!to )(?<!first )\bleft\b(?=[\s]+(?:in|on|under|over|behind|inside|without)\b)"
)
_IDIOM = re.compile(
    rf"{_REMAINS.pattern}|\b(?:under no circumstances|by no means|in no case|on no account)\b"
    r"|\b[ei]\.\s?[ge]\b\.?|\bpay(?:ing)? (?:close |special |particular )?attention\b"
    r"|\b(?:any|all) work (?=on\b|in\b|at\b|inside\b)"
    r"|(?<=\x00)['’]s\b|\bup to (?=\x00)"
    r"|\b(?:any|some)thing (?=[a-z]{4,}\b)(?!(?:else|other|more|less|that|which|when|from|over|under)\b)"
    r"|\bany(?:thing|where)(?= (?:from|between|up|over|under|above|below))"
)
_IDIOMATIC = re.compile(
    r"left|no [cma]|pay|any|all work|\x00['’]|up to \x00|something|[ei]\.\s?[ge]"
)  # in every _IDIOM
_AFTER_FIGURE = re.compile(
    r"(?<=\x00) x(?= )|\x00[\s-]*(?:old|later|long|high|wide|deep|thick|tall|apart|away|each|apiece"
    r"|[厚宽深](?!度|入)|长(?!按|期|时|度)|高(?!于|温|压|度|速)|重(?![新复启量要焊做装插连涂试物]))"
)
_DIGIT = re.compile(r"\d")


@cache
def _figured() -> re.Pattern[str]:
    """A number with its unit, or a code, roughly: measures.py tells them apart, here they only step aside."""
    return re.compile(
        rf"(?<![A-Za-z\d])\d[\d.,]*(?:[\s-]?{load_units().pattern})?(?![A-Za-z\d_-])"
        r"|(?P<code>(?!(?<=[A-Za-z])[A-Za-z])[A-Za-z*#]*+[A-Za-z_-]*+\d[A-Za-z\d_.*#+×-]*)"
    )


@lru_cache(maxsize=8192)
def content_of(text: str) -> frozenset[str]:
    """The words of a text that say something, as keys that equal words share: stems that are not free, codes,
    pairs of ideographs outside free words."""
    body, keys = plain_text(text), set[str]()
    if _DIGIT.search(body):
        parts = _figured().split(body)  # what lies between figures, and of each its code
        keys.update(code.upper() for code in parts[1::2] if code)
        body = "\x00".join(parts[::2])
    body = body.lower()
    keys.update(map(_key, LATIN.findall(spared(body))))
    keys.discard("")
    for match in () if body.isascii() else HAN.finditer(body):
        for word in outside_free(match[0]):
            keys.update([word[i : i + 2] for i in range(max(1, len(word) - 1))])
    return frozenset(keys)


@lru_cache(maxsize=16384)
def _key(word: str) -> str:
    """The stem of a Latin word, "" where it is free."""
    return "" if is_listed(word, lists().free) else stem_of(word)


def outside_free(run: str) -> list[str]:
    """What is left of a run when free words are cut out, the longest first at each place."""
    sizes_of, free = lists().han_free_sizes, lists().han_free
    kept, begin, at, end = list[str](), 0, 0, len(run)
    while at < end:
        char, size = run[at], 0
        for longer in sizes_of.get(char, ()):
            if 1 < longer <= end - at and run[at : at + longer] in free:
                size = longer
                break
        else:
            size = int(char in _PARTICLES)
        if size:
            if begin < at:
                kept.append(run[begin:at])
            begin = at = at + size
        else:
            at += 1
    if begin < end:
        kept.append(run[begin:])
    return kept


def spared(body: str) -> str:
    """Without what belongs to a figure, and idioms whose words mean nothing alone."""
    if "\x00" in body:
        body = _AFTER_FIGURE.sub("\x00", body)
    return _IDIOM.sub("", body) if _IDIOMATIC.search(body) else body
