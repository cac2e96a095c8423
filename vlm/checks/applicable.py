"""A cited passage is of a live edition and about a product that was asked for; two do not gainsay each other.

It does not resolve product names: Asked.products and Manual.products are canonical already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from vlm.answer import Finding, Located, Reason
from vlm.checking import Check, Examined, GateSettings
from vlm.disputes import among
from vlm.folding import folded_text
from vlm.polarity import lowered

_ENDING = re.compile(r"[ -]?(?:pro|max|plus|mini|lite|ultra|se|s)$")
_SCOPE = re.compile(r"(?:on|for|with|in) (?:the |an? )?|(?:在|对于?|关于)")
_RUN = re.compile(r"[a-z]+|[0-9]+")
_END = re.compile(r"[.!?;\n。！？；]")


def build(settings: GateSettings) -> Check:
    return check


def check(examined: Examined) -> Finding:
    """Fails on an edition that is not live, a manual of other products, words that are only about another
    product of the same manual, and on one claim that rests on two editions which say otherwise."""
    for located in examined.located:
        reason = _unfit(located, examined)
        if reason is not None:
            return Finding("applicable", False, 0.0, reason)
    pair = among(examined.located)
    if pair is not None:
        values = (("one", pair[0].shown.label), ("other", pair[1].shown.label))
        return Finding("applicable", False, 0.0, Reason("editions_disagree", values))
    return Finding("applicable", True, 1.0)


def _unfit(located: Located, examined: Examined) -> Reason | None:
    shown, asked = located.shown, examined.asked.products
    if shown.edition.state != "live":
        return Reason("edition_not_live", (("title", shown.manual.title),))
    if not asked:
        return None
    wanted = {folded_text(p) for p in asked}
    known = {folded_text(p): p for p in shown.manual.products}
    if not wanted & known.keys():
        return _other(shown.manual.products, asked)
    names = {**known, **{folded_text(p): p for p in asked}}
    for text in (*shown.passage.section[-1:], _sentence(located), examined.claim.text):
        named = _named(text, names)
        if named and not named & wanted:
            return _other([names[n] for n in named], asked)
    foreign = _sibling(examined.claim.text, located.shown.passage.text, names)
    return _other([foreign], asked) if foreign else None


def _sibling(claim: str, printed: str, names: Iterable[str]) -> str:
    """A model that the claim names by a known name with another ending (N7 Pro, or N7 for the N7 Pro), where
    the passage does not; "" where it names none."""
    known = set(names)
    stems = {stem for name in known if _may_name(claim, stem := _ENDING.sub("", name))}
    said = folded_text(claim) if stems else ""
    found = {m[0].strip() for stem in stems for m in _family_pattern(stem).finditer(said)}
    strange = sorted(found - known)
    if not strange:
        return ""
    pattern = _family_pattern(strange[0])
    scope = _SCOPE.match(said)
    about = pattern.match(said, scope.end()) if scope else None
    if about is not None and said[: about.end()] not in folded_text(printed):
        return strange[0]  # "On the N7: values of the N7 manual …" of a manual of the N7 Pro
    told_more = len(pattern.findall(said)) > len(pattern.findall(folded_text(printed)))
    return strange[0] if told_more else ""


def _other(products: Iterable[str], asked: Iterable[str]) -> Reason:
    return Reason("other_product", (("products", ", ".join(products)), ("asked", ", ".join(asked))))


def _sentence(located: Located) -> str:
    """The words around a quote up to the ends of its sentence."""
    text = located.shown.passage.text
    before = max((m.end() for m in _END.finditer(text, 0, located.start)), default=0)
    after = _END.search(text, located.end)
    return text[before : after.start() if after else len(text)]


def _named(text: str, names: Iterable[str]) -> set[str]:
    """The products that a text names; the longest name wins, so `N7 Pro` does not name the `N7`."""
    names = [name for name in names if _may_name(text, name)]
    body = folded_text(text) if names else ""
    found: set[str] = set()
    for name in sorted(names, key=len, reverse=True):
        pattern = _name_pattern(name)
        if pattern.search(body):
            found.add(name)
            body = pattern.sub(" ", body)
    return found


def _may_name(text: str, name: str) -> bool:
    """Whether every run of letters, and of digits, of a folded name stands in a text."""
    body = lowered(text)
    return all(run in body for run in _runs(name))


@lru_cache(maxsize=1024)
def _runs(name: str) -> tuple[str, ...]:
    return tuple(sorted(_RUN.findall(name), key=str.isalpha))  # digits first: they are rarer


@lru_cache(maxsize=1024)
def _family_pattern(stem: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z0-9-]){re.escape(stem)}(?:[ -]?(?:pro|max|plus|mini|lite|ultra|se|s))?"
        r"(?![a-z0-9+]|\.\d|-[a-z0-9])"
    )


@lru_cache(maxsize=1024)
def _name_pattern(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9+]|\.\d|[ -](?:pro|max|plus|mini|lite|ultra|s)\b)"
    )
