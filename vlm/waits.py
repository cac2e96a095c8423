"""How long a deed goes on and what it comes after: "A until B" of "A. Wait until B", "2 minutes after A" of
"2 minutes after B", one of two ways told with the time of the other.

It compares whole clauses; which of two events comes first is for vlm/sequence.py, whether a time is one
within which or after which for vlm/deadlines.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.equivalents import count_told
from vlm.measures import Figure, read_figures
from vlm.partners import measure_of
from vlm.polarity import denies, lowered

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。！？；\n]| \| ")
_DIGIT = re.compile(r"\d")
_MOST = 0.7  # of the words of a clause from which it is told
_MEANT = 0.6  # … where more may be told
_HALF = 0.5
_LITTLE = 0.34  # … up to which another is told instead
_WORDS = 2
_UNTIL = Bilingual(
    r"(?:,? |^)(?:until|till|up to the (?:point|moment) (?:where|when)) "
    r"|(?:(?<=minutes)|(?<=seconds)|(?<=hours)|(?<=hour)) for (?=(?:the|its?|an?|all)\b[^.,;]* to [a-z])",
    "[，,]?(?:直到|直至)",
)
_ORDERED = Bilingual(r"\b(?:after|once|as soon as|when|then|later|from)\b", "[后内]|[再然]")
_STOP = re.compile(r"[,，:：](?!\d)|\b(?:and then|then|before|after)\b|然后|之后|后(?![面盖部侧壳])|为止")


_CLAUSE = re.compile(
    r"[,，:：](?!\d)|\b(?:and|before|after|when|while|if)\b|并且?|然后|再|一直|之?前|(?<![小同及随])时(?=[，,])"
)


class _Sentence(NamedTuple):
    """A printed sentence or cell: of which quote, the how manieth of all, and what it says."""

    quote: int
    number: int
    text: str
    keys: frozenset[str]


def find_waited(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first deed that goes on until, or comes after, what print ties to something else."""
    if " | " in claim:
        return None
    body = lowered(claim)
    if any(body in lowered(text) for text in evidence):
        return None
    reason = _find_other_end(body, evidence) or _find_other_way(body, evidence)
    if reason is not None or not _ORDERED.search(body):
        return reason
    reason = _find_overtaken(body, evidence)
    if reason is not None or not any(measure_of(f) == "time" for f in read_figures(claim) if f.unit):
        return reason
    return (
        _find_other_start(body, evidence)
        or _find_other_haste(body, evidence)
        or _find_outlasted(body, evidence)
    )


def _tied(word: frozenset[str], to: frozenset[str], printed: frozenset[str]) -> Reason:
    one, two, own = (min(filter(str.isalnum, keys), default="") for keys in (word, to, printed))
    return Reason("tied_otherwise", (("word", one), ("to", two), ("printed", own)))


@lru_cache(maxsize=2048)
def _keys(text: str) -> frozenset[str]:
    """What a stretch says, figures with a unit too."""
    if not _DIGIT.search(text):
        return content_of(text)
    return content_of(text).union(f"{f.low:g} {f.unit}" for f in read_figures(text) if f.unit and not f.code)


@lru_cache(maxsize=1024)
def _sentences(texts: tuple[str, ...]) -> tuple[_Sentence, ...]:
    found = list[_Sentence]()
    for quote, text in enumerate(texts):
        for sentence in _SENTENCE.split(lowered(text)):
            if sentence.strip():
                found.append(_Sentence(quote, len(found), sentence, _keys(sentence)))
    return tuple(found)


def _is_told(keys: frozenset[str], by: frozenset[str], most: float = _MOST) -> bool:
    return bool(keys) and count_told(keys, by) >= most * len(keys)


class _End(NamedTuple):
    """What may go on, clause by clause, and until when; whether it goes on at all, and its end is a deed."""

    deeds: Sequence[frozenset[str]]
    end: frozenset[str]
    denied: bool
    is_deed: bool


def _ends(sentence: str) -> Iterator[_End]:
    for match in _UNTIL.finditer(sentence):
        behind = sentence[match.end() :]
        stop = _STOP.search(behind)
        ahead = sentence[: match.start()]
        if not ahead.strip() and stop:  # "until it clicks, push it on"
            ahead = _CLAUSE.split(behind[stop.end() :])[0]
        clauses = [(keys, part) for part in _CLAUSE.split(ahead) if (keys := _keys(part))]
        if clauses:
            nearest = clauses[-1:] if match[0][0] != "," else clauses  # "slide it on, arrow up, until"
            end = behind[: stop.start()] if stop else behind
            denied = denies(clauses[-1][1])
            yield _End([keys for keys, _ in nearest], _keys(end), denied, _DEED.search(end) is not None)


def _find_other_end(body: str, evidence: Sequence[str]) -> Reason | None:
    """ "Clean it until the tab clicks" of "clean it. Slide the roller on until the tab clicks"."""
    if not _UNTIL.search(body):
        return None
    printed = _sentences(tuple(evidence))
    told = _keys(body)
    for said in (each for s in _SENTENCE.split(body) for each in _ends(s)):
        hosts = [s for s in printed if _is_told(said.end, s.keys)]
        if hosts and not said.denied and all(_is_parted(d, said.is_deed, hosts, printed) for d in said.deeds):
            return _tied(said.end, said.deeds[-1], hosts[0].keys - said.end)
        for other in (each for s in printed if hosts for each in _ends(s.text)):
            same, own = _is_told(other.deeds[-1], said.deeds[-1], _HALF), other.end
            if same and count_told(own, told) <= _LITTLE * len(own) and not _is_told(said.end, own, _LITTLE):
                return _tied(said.end, said.deeds[-1], own)
    return None


def _is_parted(
    deed: frozenset[str], until_deed: bool, hosts: Sequence[_Sentence], printed: Sequence[_Sentence]
) -> bool:
    """Whether a deed stands in no sentence with its end, nor right before it where that comes of it."""
    homes = [s for s in printed if _is_told(deed, s.keys, _MEANT)]
    comes = not until_deed and any(
        s.number == h.number + 1 and s.quote == h.quote and _RESULT.search(s.text)
        for s in hosts
        for h in homes
    )
    most = _MEANT if until_deed else _LITTLE  # two deeds may have a thing in common
    apart = all(count_told(deed, s.keys) <= most * len(deed) for s in hosts)
    return bool(homes) and apart and not comes


_DEED = Bilingual(
    r"^\s*(?:you|we|one)\b|\b(?:must|should|shall|do not|don't|never)\b", "必须|不要|不得|应(?!声)|须"
)
_RESULT = Bilingual(
    r"^\s*(?:the|an?|all|both|it|they|this|these|its|each|every|no|then the|after that,? the|[a-z]*\d+) ",
    "显示|亮|灭|响|出现|消失|停|达到|变|弹|咔|闪|卡住|到位|为止|降|升",
)


_OR = re.compile(
    r",? or (?:else )?(?!(?:more|less|higher|lower|longer|above|below|over|under|so|not)\b)|[，,]?或者?"
)
_EITHER = Bilingual(
    r"\b(?:either|alternatively|instead|otherwise|one of|faster|quicker)\b", "[任或要]|也|二选一|另"
)
_PART = re.compile(r"[,，:：](?!\d)|、")
_PIECE = re.compile(r"[,，;；.。](?!\d)|、|\bor\b|或|\band\b|并|再|然后")


@lru_cache(maxsize=1024)
def _ways(text: str) -> tuple[tuple[str, str], ...]:
    """What stands on either side of an "or", up to the next mark, where one side has a value of its own."""
    found = list[tuple[str, str]]()
    body = lowered(text)
    for sentence in _SENTENCE.split(body) if _DIGIT.search(body) and _OR.search(body) else ():
        for match in _OR.finditer(sentence):
            left = _PART.split(sentence[: match.start()])[-1]
            right = _PART.split(sentence[match.end() :])[0]
            found.append((left, right))
    return tuple(found)


def _find_other_way(body: str, evidence: Sequence[str]) -> Reason | None:
    """ "Discharge it for 5 minutes", or "wait so long and discharge it", of "wait 5 minutes or discharge"."""
    ways = [pair for text in evidence for pair in _ways(text)] if _DIGIT.search(body) else []
    for one, two in ways:
        for mine, theirs in ((one, two), (two, one)):
            own, other = content_of(mine) - content_of(theirs), content_of(theirs) - content_of(mine)
            values = _keys(mine) - content_of(mine) - _keys(theirs)
            if not own or not other or not values:
                continue
            if sum(bool(values & s.keys) for s in _sentences(tuple(evidence))) > 1:
                continue
            for keys in map(_keys, _PIECE.split(body)):
                if keys & values and count_told(other, keys) and not count_told(own, keys):
                    return _tied(keys & values, other, own)
            if _OR.search(body) or _EITHER.search(body) or any(f.bound for f in read_figures(mine)):
                continue  # of cases any may hold
            for keys in map(_keys, _SENTENCE.split(body)):
                if keys & values and _is_told(own, keys, _MEANT) and _is_told(other, keys, _MEANT):
                    return _tied(keys & values, other, own)
    return None


_AFTER = re.compile(
    r"^(?P<deed>.+?),? (?:only )?(?:after|once(?! more| again)|as soon as|when) (?P<event>[^,]+)"
    r"|^(?:only )?(?:after|once|as soon as) (?P<event2>[^,]+), ?(?P<deed2>.+)"
    r"|^(?:first )?wait (?:until|till|for) (?P<event4>[^,]+?),? (?:and )?then (?P<deed4>.+)"
    r"|^(?:先)?(?:等待|等到?|待)(?P<event5>[^，]+?)[，,]?(?:之?后)?(?:再|然后)(?P<deed5>.+)"
    r"|^(?P<event3>[^，]+?)(?:之后|以后|后)(?![面部侧端盖壳框置备续背缀])(?P<deed3>.+)"
)
_AHEAD = Bilingual(r"\b(?:wait|before)\b", "[等待前]")  # in every _WAIT and _BEFORE
_WAIT = re.compile(
    r"^(?P<deed>.+?)(?:,? (?:and|then|and then) )wait (?:until|till|for) (?P<event>.+)"
    r"|^(?P<deed2>.+?)[，,]?(?:并|然后|再)?(?:等待|等到|等|待)(?P<event2>[^，]+)"
)
_BEFORE = re.compile(
    r"^(?P<deed>.+?),? before (?P<event>[^,]+)|^before (?P<event2>[^,]+), ?(?P<deed2>.+)"
    r"|^(?P<event3>[^，]+?)(?:之前|以前|前)(?![面方部侧端后框置盖言提])(?P<deed3>.+)"
)


def _pairs(pattern: re.Pattern[str], sentence: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """A deed and the event that a mark puts it by."""
    match = pattern.match(sentence.strip())
    if match is not None:
        deed, event = (
            next(v for k, v in match.groupdict().items() if k.startswith(name) and v)
            for name in ("deed", "event")
        )
        yield _keys(deed), _keys(event)


_TIMED = re.compile(r"\s?(?:after|from) (?P<event>[^,.;]+)|\s?(?:之|以)?后")
_EVENT_HAN = re.compile(r"(?P<event>[^，。；,、]+?)(?:之后|以后|后|起)?(?:等待?|过|再过|约|大约)?\s?$")


def _timed(text: str) -> Iterator[tuple[Figure, frozenset[str]]]:
    """The times after an event, and the event."""
    for figure in read_figures(text):
        if figure.code or measure_of(figure) != "time":
            continue
        match = _TIMED.match(text, figure.end)
        if match is None:
            continue
        if match["event"]:
            yield figure, content_of(match["event"])
        elif not text.isascii():
            ahead = _EVENT_HAN.search(text, 0, figure.start)
            if ahead is not None:
                yield figure, content_of(ahead["event"])


def _find_other_start(body: str, evidence: Sequence[str]) -> Reason | None:
    """ "2 minutes after the drum stands" of "2 minutes after the plug is pulled"."""
    said = [pair for s in _SENTENCE.split(body) for pair in _timed(s) if pair[1]]
    printed = [pair for s in _sentences(tuple(evidence)) for pair in _timed(s.text)] if said else []
    for figure, event in said:
        kin = [own for f, own in printed if f.low == figure.low and f.unit == figure.unit]
        if kin and all(own and not count_told(event, own) and not count_told(own, event) for own in kin):
            return _tied(frozenset({figure.text}), event, kin[0])
    return None


def _find_overtaken(body: str, evidence: Sequence[str]) -> Reason | None:
    """ "Pull the plug once the drum stands" of "pull the plug and wait until the drum stands"; "disconnect it
    after clamping the screen" of "before pressing the screen on, disconnect it. Press it on and clamp it"."""
    if not any(_AHEAD.search(lowered(text)) for text in evidence):
        return None
    said = [pair for s in _SENTENCE.split(body) for pair in _pairs(_AFTER, s) if all(pair)]
    printed = _sentences(tuple(evidence)) if said else ()
    for deed, event in said:
        for sentence in printed:
            for own, later in _pairs(_WAIT, sentence.text):
                if (
                    _is_told(deed, own, _MEANT)
                    and _is_told(event, later, _MEANT)
                    and not _is_told(deed, later, _HALF)
                ):
                    return _tied(deed, event, own)
            for own, later in _pairs(_BEFORE, sentence.text):
                if not _is_told(deed, own, _MEANT) or _is_told(event, own, _HALF):
                    continue
                between = [
                    s for s in printed if _is_told(event, s.keys, _MEANT) and _is_told(later, s.keys, _MEANT)
                ]
                if between:
                    return _tied(deed, event, later)
    return None


_WITHIN = re.compile(
    r"\s?(?:之|以)?内(?![部侧外])[，,]?(?:应|须|必须|要|会|可|能|将)?(?P<deed>[^，。；,、]+)"
)


def _find_other_haste(body: str, evidence: Sequence[str]) -> Reason | None:
    """ "3 秒内更换锅具" of "3 秒内应显示 E0"."""
    said = [*_hasty(body)] if "内" in body else []
    printed = _sentences(tuple(evidence)) if said else ()
    for figure, deed in said:
        kin = [
            own for s in printed for f, own in _hasty(s.text) if (f.low, f.unit) == (figure.low, figure.unit)
        ]
        apart = bool(kin) and all(own and not count_told(deed, own) for own in kin)
        if apart and any(_is_told(deed, s.keys) for s in printed):
            return _tied(frozenset({figure.text}), deed, kin[0])
    return None


def _hasty(text: str) -> Iterator[tuple[Figure, frozenset[str]]]:
    for figure in read_figures(text) if "内" in text else ():
        match = _WITHIN.match(text, figure.end) if measure_of(figure) == "time" else None
        if match is not None and len(deed := content_of(match["deed"])) >= _WORDS:
            yield figure, deed


_LATER = re.compile(
    r"\s?(?:之|以)?后(?![面部侧端盖壳])[，,]?(?P<state>.+)|\s?(?:later|on),? (?P<state2>.+)|,? (?P<state3>.+)"
)
_AFTER_TIME = re.compile(r"^(?P<state>.*?)\bafter (?:waiting )?(?:for )?(?:about |another )?$")


def _find_outlasted(body: str, evidence: Sequence[str]) -> Reason | None:
    """ "After 5 minutes C3 holds 310 V" of "C3 holds 310 V. Wait 5 minutes": what a wait is to end."""
    said = [pair for s in _SENTENCE.split(body) for pair in _outlasting(s)]
    printed = _sentences(tuple(evidence)) if said else ()
    for figure, state in said:
        key = f"{figure.low:g} {figure.unit}"
        waits = [s for s in printed if key in s.keys]
        hosts = [s for s in printed if _is_told(state, s.keys)]
        if not waits or not hosts or any(count_told(state, s.keys) > _LITTLE * len(state) for s in waits):
            continue
        if all(any(h.quote == w.quote and h.number < w.number for w in waits) for h in hosts):
            return _tied(frozenset({figure.text}), state, waits[0].keys)
    return None


def _outlasting(sentence: str) -> Iterator[tuple[Figure, frozenset[str]]]:
    """What is so after a time alone."""
    for figure in read_figures(sentence):
        if figure.code or measure_of(figure) != "time" or _TIMED_EN.match(sentence, figure.end):
            continue
        ahead = _AFTER_TIME.search(sentence[: figure.start])
        behind = _LATER.match(sentence, figure.end)
        told = next(filter(_keys, reversed(_CLAUSE.split(ahead["state"]))), "") if ahead else ""
        if not told and behind is not None and (ahead is not None or not behind["state3"]):
            told = next(filter(None, behind.groups()))
        state = _keys(told)
        if len(state) >= _WORDS:
            yield figure, state


_TIMED_EN = re.compile(r"\s?(?:after|from|of|for|before|in)\b")
