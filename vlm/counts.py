"""How many: a claim's "one lever" where its quotes say both, its "position one" where they say eight.

"One" mostly stands for a thing told before, so measures.py reads no figure from it; only where it counts or
numbers is it compared, here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.answer import Reason
from vlm.equivalents import stem_of
from vlm.folding import plain_text
from vlm.measures import CLASSIFIERS, read_figures

_NUMBERED = re.compile(
    r"\b(?:positions?|pins?|tests?|steps?|levels?|selectors?|sections?|figures?|tables?|items?|channels?"
    r"|modes?|no\.?|numbers?) one\b(?! (?:of|at|by|after))|\bone (?:and|to|or|through) \d"
)
_COUNTED = re.compile(r"\b(?:all |only |just )?(?:one|a single) ((?:[a-z-]+ ){0,2}?)([a-z-]+)\b(?! of\b)")
_MANY = r"(?:both|two|three|four|five|six|seven|eight|nine|ten|\d+)"
_HAN_ONE = re.compile(rf"一\s?([{CLASSIFIERS}])\s?([\u3400-\u9fff]{{1,2}})")


def find_lone(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first "one" of the claim that counts or numbers what the quotes count or number otherwise."""
    said, printed = plain_text(claim).lower(), plain_text("\n".join(evidence)).lower()
    numbered = _NUMBERED.search(said)
    if numbered and not any(1 in (f.low, f.high) for f in read_figures(printed)) and " one" not in printed:
        return Reason("figure_not_in_quote", (("figure", numbered[0]), ("printed", _first_figure(printed))))
    for match in _COUNTED.finditer(said):
        nouns = {stem_of(word) for word in (*match[1].split(), match[2])}
        for counted in re.finditer(rf"\b({_MANY}) ((?:[a-z-]+ ){{0,3}}?)([a-z-]+s)\b", printed):
            if stem_of(counted[3]) in nouns and not re.search(r"\b(?:one|single|each|every)\b", printed):
                return Reason("figure_not_in_quote", (("figure", match[0]), ("printed", counted[0])))
    of_pair = re.search(r"\bonly one of (?:the |its |his |your )?([a-z]+s)\b", said)
    if of_pair and re.search(r"\b(?:both|two|together)\b", printed) and "one of" not in printed:
        return Reason("figure_not_in_quote", (("figure", of_pair[0]), ("printed", "both")))
    for match in _HAN_ONE.finditer(said):
        other = re.search(rf"[二两三四五六七八九十\d]\s?{match[1]}\s?{match[2]}", printed)
        if other and match[0] not in printed and not re.search(rf"一\s?{match[1]}", printed):
            return Reason("figure_not_in_quote", (("figure", match[0]), ("printed", other[0])))
    return None


def _first_figure(text: str) -> str:
    return next((f.text for f in read_figures(text)), "")
