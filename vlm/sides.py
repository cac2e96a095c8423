"""What is said of which side of a limit: the harm beyond it, the deed that is banned there, the other branch.

It compares equal figures alone; whether a limit is printed at all is for vlm/checks/figures.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.folding import plain_text
from vlm.limits import OPENINGS, opening_of
from vlm.measures import Figure, read_figures
from vlm.polarity import negations_of
from vlm.units import equal

_TURN = {"<": ">", ">": "<"}
_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。；！？\n]")
_PART = re.compile(r",(?!\d)|[，、]")
_LIMIT = Bilingual(
    r"\b(?:above|over|below|under|than|beyond|exceed\w*|least|most|up to|max\w*|min\w*)\b"
    r"|\bor (?:more|less|higher|lower|above|below|over|under)\b",
    r"[高低大小多少长短]于|超过?|以[上下内]|至[多少]|最[多少大小高低长短]|不[到足满]|未达",
)
_OTHERWISE = re.compile(
    r"\W*\b(?:otherwise|or else|lest|failing (?:that|this)|if not\b)\W*"
    r"|, or (?=(?:the|an?|it|they|this|that|your|its|their|all|both) )"
    r"|(?:否则|不然|要不|以免|免得|以防)的?话?[，,]?"
    r"|[，,](?:如果|若|一旦)?(?:超过|高于|低于|大于|小于|不足|超出|更高|更低|再高|再低)(?:此值"
    r"|该值)?(?:则|时|就|会)"
)
_BEYOND = re.compile(
    r"\s*(?:above|beyond|over|below|under) (?:this|that|it)\b|\s*(?:超过|高于|低于|超出)(?:则|时|就|会)"
)
_REASON = re.compile(
    r"\b(?:because|since|as|so that|to (?:avoid|prevent))\b|因为|由于|避免|防止|[为以]免|免得|[为以]防"
)
_DUTY = re.compile(
    r"\b(?:must|shall|should|ha(?:s|ve) to|keep|kept|stays?|only|limit\w*|do not|don't|never"
    r"|ensure|make sure)\b|必须|务必|须|应|请|要(?!是)|控制|保持|限|只"
)
_MAY = re.compile(r"\b(?:may|can|could|allowed|permitted)\b|可以|允许|(?<!可)能够?")
_ANY_MORE = re.compile(
    r"\b(?:any(?:thing)?|much|a little|even) (?:(?P<more>more|longer|higher|above|over|greater|larger|hotter"
    r"|warmer)|less|shorter|lower|below|under|smaller|cooler|colder)\b"
    r"|再(?:(?P<zhmore>多|高|长|大|热|深)|少|低|短|小|冷|浅)(?![些点次])"
)
# "do not go beyond that", 不要超过这个温度
_THAT_LIMIT = re.compile(
    r"\b(?:(?P<more>above|over|beyond|exceed)|(?P<less>below|under)) (?:this|that|it)\b"
    r"|(?:(?P<zhmore>超过|高于|大于)|(?P<zhless>低于|小于|少于|不到))(?:[这那]个?|此|该)"
)
_HALF = 0.5


class _Harm(NamedTuple):
    """What comes about on one side of a limit."""

    limit: Figure
    side: str
    words: frozenset[str]


def find_harmed(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Below 90 °C the layer turns yellow" for "do not heat it above 90 °C, or else it turns yellow"."""
    if not _LIMIT.search(claim.lower()):
        return None
    harms = [harm for text in evidence for harm in _harms(text)]
    for sentence in _SENTENCE.split(plain_text(claim)) if harms else ():
        if not sentence or _OTHERWISE.search(sentence.lower()) or _REASON.search(sentence.lower()):
            continue
        words = content_of(sentence)
        for figure, part in _limits(sentence):
            if _DUTY.search(part.lower()) or _denials(part):
                continue
            for limit, side, harm in harms:
                that = _THAT_LIMIT.search(sentence.lower(), figure.end) if _is_same(figure, limit) else None
                if that is not None and not _keeps_off(sentence[: that.start()], that, side):
                    return _told(figure, limit)
                if not _tells(words, harm) or not _is_same(figure, limit):
                    continue
                if opening_of(figure, sentence) != side and _more_behind(figure, sentence) != side:
                    return _told(figure, limit)
    return None


def _keeps_off(ahead: str, that: re.Match[str], side: str) -> bool:
    """Whether a bare "above that" is forbidden where the harm is, or ordered where it is not."""
    named = ">" if that["more"] or that["zhmore"] else "<"
    return (named == side) == (_denials(_PART.split(ahead)[-1]) % 2 == 1)


def tells_harm(claimed: Figure, clause: str, text: str) -> bool:
    """Whether a clause tells what comes of going beyond a limit of a text: "above 90 °C it yellows" for "do
    not heat it above 90 °C, or it yellows"."""
    harms = [h for h in _harms(text) if _is_same(claimed, h.limit)]
    if not harms or _OTHERWISE.search(clause.lower()) or _REASON.search(clause.lower()):
        return False
    words, body = content_of(clause), plain_text(clause)
    parts = [part for figure, part in _limits(body) if _is_same(figure, claimed)]
    if any(_DUTY.search(p.lower()) or _MAY.search(p.lower()) or _denials(p) for p in parts):
        return False  # it orders, allows or forbids
    return any(_tells(words, h.words) and opening_of(claimed, clause) == h.side for h in harms)


def _tells(words: frozenset[str], harm: frozenset[str]) -> bool:
    return len(words & harm) >= max(1, _HALF * len(harm))


def _more_behind(figure: Figure, sentence: str) -> str:
    """The side that "any more" behind a limit is on: "90 °C at most, any hotter and it yellows"."""
    more = _ANY_MORE.search(sentence.lower(), figure.end)
    return "" if more is None else ">" if more["more"] or more["zhmore"] else "<"


@lru_cache(maxsize=1024)
def _harms(text: str) -> tuple[_Harm, ...]:
    """What comes of going beyond the limits of a text: behind "otherwise", or in the sentence after a ban."""
    body, found = plain_text(text), list[_Harm]()
    if " | " in body or not _LIMIT.search(body.lower()):
        return ()
    sentences = [s for s in _SENTENCE.split(body) if s.strip()]
    for sentence, behind in zip(sentences, [*sentences[1:], ""], strict=True):
        joint = _OTHERWISE.search(sentence.lower())
        beyond = joint is not None or _BEYOND.match(behind.lower()) is not None
        order = sentence[: joint.start()] if joint else sentence
        harm = sentence[joint.end() :] if joint else behind
        limits = [(f, part) for f, part in _limits(order) if opening_of(f, order)]
        words = content_of(harm) - content_of(order)
        if len(limits) != 1 or not words or read_figures(harm):
            continue
        figure, raw, opening = limits[0][0], OPENINGS[limits[0][0].bound], opening_of(limits[0][0], order)
        bans = _denials(order) > 0
        if opening != raw or (beyond and not bans):
            found.append(_Harm(figure, _TURN[opening], words))
        elif bans:
            found.append(_Harm(figure, raw, words))
    return tuple(found)


def _limits(sentence: str) -> Iterator[tuple[Figure, str]]:
    """The figures of a sentence that are limits, each with the part between commas that it stands in."""
    for figure in read_figures(sentence):
        if figure.bound and figure.unit and not figure.is_range:
            begin = max((m.end() for m in _PART.finditer(sentence, 0, figure.start)), default=0)
            stop = _PART.search(sentence, figure.end)
            yield figure, sentence[begin : stop.start() if stop else None]


def _denials(text: str) -> int:
    return sum(n.polarity == "no" for n in negations_of(text))


def _is_same(one: Figure, other: Figure) -> bool:
    return equal(one.low, one.printed[0], one.unit, other.low, other.unit)


def _told(figure: Figure, printed: Figure) -> Reason:
    return Reason("figure_not_in_quote", (("figure", figure.text), ("printed", printed.text)))


class _Ban(NamedTuple):
    """A limit, what is forbidden on the side it names ("" for none), and the sentence's words."""

    limit: Figure
    side: str
    deed: frozenset[str]
    words: frozenset[str]


_ORDERED = re.compile(
    r"\b(?:before|until|unless|first|wait|otherwise|only|or else|once)\b|之前|以前|前|先|再|否则|才|等|只"
)
_WORD = re.compile(r"[a-z'-]+|[\u3400-\u9fff]{2}")


def find_banned(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A ban that a claim puts on the other side of its limit, or makes an order there: "no battery of 3 V or
    more is to be connected" for "do not connect a battery below 3 V"."""
    if not _LIMIT.search(claim.lower()):
        return None
    printed = [ban for text in evidence for ban in _bans(text)]
    if not any(ban.deed for ban in printed):
        return None
    harms = [harm for text in evidence for harm in _harms(text)]
    for mine in _bans(claim):
        if not mine.deed and any(_comes_of(mine, harm) for harm in harms):
            continue  # "heating above 90 °C makes it yellow"
        same = [ban for ban in printed if _is_same(mine.limit, ban.limit)]
        banned = [ban for ban in same if ban.deed and ban.deed & mine.words]
        if banned and len(banned) == len(same) and all(_is_against(mine, ban) for ban in banned):
            return _told(mine.limit, banned[0].limit)
    return None


def _comes_of(mine: _Ban, harm: _Harm) -> bool:
    return mine.side == harm.side and _is_same(mine.limit, harm.limit) and _tells(mine.words, harm.words)


def _is_against(mine: _Ban, printed: _Ban) -> bool:
    """Whether the other side is banned, or the same side is not."""
    return (mine.side != printed.side) if mine.deed else (mine.side == printed.side)


@lru_cache(maxsize=2048)
def _bans(text: str) -> tuple[_Ban, ...]:
    body = plain_text(text)
    found = list[_Ban]()
    for sentence in _SENTENCE.split(body) if " | " not in body and _LIMIT.search(body.lower()) else ():
        for figure, _ in _limits(sentence):
            forbids = [n for n in negations_of(sentence) if n.polarity == "no"]
            raw, words = OPENINGS[figure.bound], content_of(sentence)
            if len(forbids) == 1 and forbids[0].forbids:
                deed = _head(sentence[forbids[0].start + len(forbids[0].text) :])
                found += [_Ban(figure, raw, deed, words)] if deed else []
            elif not forbids and not _ORDERED.search(sentence.lower()):
                found.append(_Ban(figure, raw, frozenset(), words))
    return tuple(found)


def _head(text: str) -> frozenset[str]:
    """The first word that says something."""
    return next(filter(None, map(content_of, _WORD.findall(text.lower()))), frozenset())


_BARE_SIDE = re.compile(
    r"(?:(?<=[.;,] )|(?<=[。；，]))(?:and |but |if |when )?(?:若|如果|而)?"
    r"(?:(?P<below>below|under|less|lower|(?:低于|小于|少于|不到)(?=[此该这其时则：:，,])|更[低小少])"
    r"|above|over|more|higher|(?:高于|大于|多于|超过)(?=[此该这其时则：:，,])|更[高大多])"
    r"(?:(?: than)? (?:that|this|it)\b|此值|该值|这个值|其)?(?=时|则|就|[:：,，]| [a-z])(?! than)"
)


def find_overlapping(claim: str, evidence: Sequence[str]) -> Reason | None:
    """Two branches of a claim that lie on one side of a limit: "0.15 A or less: …. Below: …"."""
    for figure in _overlapping(plain_text(claim)):
        printed = [f for text in evidence for f in read_figures(text) if not f.code]
        same = [f for f in printed if _is_same(figure, f)]
        if same and not any(True for text in evidence for _ in _overlapping(plain_text(text))):
            return _told(figure, same[0])
    return None


def _overlapping(body: str) -> Iterator[Figure]:
    """The limits behind which a text tells a bare "below" or "above" of the side that they name."""
    for match in _BARE_SIDE.finditer(body.lower()):
        ahead = [f for f in read_figures(body) if f.end <= match.start() and f.bound]
        side = "<" if match["below"] else ">"
        if ahead and opening_of(ahead[-1], body) == side:
            yield ahead[-1]


_CAUSE_CELL = re.compile(
    r"(?:^| \| )[^|:：]*(?:cause|reason|原因)[^|:：]*[:：] (?P<cause>[^|]+)", re.IGNORECASE
)
_TOLD_AS_CAUSE = re.compile(
    r"\b(?:if|when|where|because|since|causes?|caused|due|leads?|makes?|lets?|means?|may|can|was|were)\b"
    r"|如果|若|因|由于|导致|造成|(?<!小)时(?=[^间候])|的话|会|就|可能|说明"
)


_REASONED = re.compile(
    r"[\s,，]*(?:as|because|since|or|otherwise|lest|so|to)\b|[\s,，]*(?:因为|由于|否则|不然|以免|以防|防止)"
)


def find_ordered_cause(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Load it for less than 60 minutes" where that causes a fault, and "for 60 minutes" is ordered."""
    if " | " in claim or not _LIMIT.search(claim.lower()):
        return None
    causes = [limit for text in evidence if " | " in text for limit in _caused(text)]
    prose = [text for text in evidence if " | " not in text] if causes else []
    for sentence in _SENTENCE.split(plain_text(claim)) if prose else ():
        for figure, part in _limits(sentence):
            if _TOLD_AS_CAUSE.search(part.lower()) or _denials(part):
                continue
            for cause, row in causes:
                if not _is_same(figure, cause) or opening_of(figure, sentence) != OPENINGS[cause.bound]:
                    continue
                ordered = [(f, text) for text in prose for f in read_figures(text) if _is_same(figure, f)]
                said = content_of(part)
                for printed, text in ordered:
                    words, fault = content_of(text), content_of(row)
                    rest = sentence[sentence.find(part) + len(part) :]
                    comes = (fault - words) & (
                        said if _REASONED.match(rest.lower()) else said | content_of(rest)
                    )
                    if not printed.bound and not comes and said & words:
                        return _told(figure, printed)
    return None


@lru_cache(maxsize=1024)
def _caused(row: str) -> tuple[tuple[Figure, str], ...]:
    """The limits of a row's cause, each with the row's other cells."""
    found = list[tuple[Figure, str]]()
    for match in _CAUSE_CELL.finditer(row):
        rest = row[: match.start("cause")] + row[match.end("cause") :]
        found += [(f, rest) for f in read_figures(match["cause"]) if f.bound and f.unit and not f.is_range]
    return tuple(found)
