"""A question that compares products: each is asked about alone, so that nothing of one is said of another.

It neither searches nor drafts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from api.phrases import phrase
from kb_sources.manual import Language
from retrieval.products import Family, Match, Named, without
from vlm.answer import Answered, CheckedClaim, Draft, Grounded, Mode, Outcome

_MOST = 3  # products; who speaks of more means a family
_COMPARES = re.compile(
    r"(?<![a-z])(?:differ(?:s|ent|ently|ence|ences)?(?:\s+(?:from|to|than|between))?|compar(?:e|ed|es|ing|ison)"
    r"(?:\s+(?:to|with))?|versus|vs\.?|(?:the\s+)?same(?:\s+as)?|identical(?:\s+to)?|unlike|as\s+on)(?![a-z])"
    r"|(?:是不是|是否)?(?:有(?:什么|何|哪些)?(?:区别|不同|差别|差异)|区别|不同|不一样|一样|相同|差别|差异)[吗么]?"
    r"|相比|对比|比较|比起",
    re.IGNORECASE,
)
# What tells the plain model from its sibling.
_PLAIN = re.compile(
    r"(?<![a-z])(?:the\s+)?(?:regular|normal|standard|ordinary|plain|basic)(?:\s+(?:one|model|version))?"
    r"(?![a-z])|(?:普通|标准|基本)(?:版|款|型)?",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"(?<![a-z])(?:on|of|for|from|between|and|with|the|than|to)(?=\s*[?？.,，]?\s*$)|[和跟与同比](?=\s)"
)


def compared(question: str, recognise: Callable[[str], Match]) -> tuple[Named, ...]:
    """The products that a question compares, each in all its spellings; none where it does not."""
    spoken = recognise(question)
    if not isinstance(spoken, Family) or not _COMPARES.search(question):
        return ()
    each: dict[tuple[str, ...], Named] = {}
    for product in spoken.products:
        match = recognise(product)
        if isinstance(match, Named):
            each.setdefault(match.products, match)
    return tuple(each.values()) if 1 < len(each) <= _MOST else ()


def subject(question: str, each: Sequence[Named]) -> str:
    """What is compared: the question without the products and the words that compare them."""
    bare = without(question, [name for named in each for name in named.products])
    bare = _PLAIN.sub(" ", _COMPARES.sub(" ", bare))
    return " ".join(_LEFT.sub(" ", bare).split()).lstrip("和跟与同比的 ")


def together(parts: Sequence[tuple[str, Outcome]], language: Language) -> Answered | None:
    """One answer of those to each product, under the products' names; None where there is none to any.

    What is not answered of a product is said to be so.
    """
    found = [(name, outcome.grounded) for name, outcome in parts if isinstance(outcome, Answered)]
    if not found:
        return None
    silent = [name for name, outcome in parts if not isinstance(outcome, Answered)]
    claims = [_framed(claim, name) for name, grounded in found for claim in grounded.claims]
    numbered = tuple(replace(c, claim=replace(c.claim, id=f"c{n}")) for n, c in enumerate(claims, start=1))
    first = found[0][1].draft
    notes = [phrase("compare.nothing", language, name=name) for name in silent]
    mode: Mode = "generated" if any(g.draft.mode == "generated" for _, g in found) else "extractive"
    draft = Draft(
        tuple(c.claim for c in numbered),
        mode,
        "\n".join((phrase("compare.lead", language), *notes)),
        model=first.model,
        prompt_version=first.prompt_version,
    )
    return Answered(Grounded(numbered, tuple(d for _, g in found for d in g.dropped), draft))


def _framed(claim: CheckedClaim, name: str) -> CheckedClaim:
    own = claim.claim.frame
    return replace(claim, claim=replace(claim.claim, frame=f"{name}: {own}" if own else f"{name}:"))
