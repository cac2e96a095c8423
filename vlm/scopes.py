"""What a text affirms, denies, excuses and puts off: its segments and their sense; how two texts compare.

It knows no opposites; which of two events comes first is for vlm/sequence.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from vlm.absences import figures_in, is_bare_figure, is_figure, missing_in, tells_present
from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.equivalents import members_of
from vlm.polarity import ABSENT, Negated, clauses_of, lowered, negations_of

# "later": not before something else. "so long": up to something else, then no more.
Sense = Literal["yes", "no", "need not", "later", "so long"]
_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。；！？\n]")
_BEFORE_HAN = "之前|以前|前(?=[^面方部侧端后框置盖])"
_JOINTS = (
    "if|when|whenever|while|until|before|prior to|after|because|since|as|unless|although|though|but"
    "|so that|otherwise|where|once|that|which|whose"
)
_JOINT = re.compile(
    rf"\b(?:{_JOINTS}|and(?=\s+(?:do not|don't|never|no|not|must not|cannot)\b))\b"
    rf"|如果|若|{_BEFORE_HAN}|之后|以后|时(?=[^间候])|但|否则|不然"
    r"|因为|因此|所以|就(?!绪)|才|而(?!且)|(?:[并而]|(?<![并而]))且(?!慢)|直到|直至|仍|、"
)
_PUTS_OFF = frozenset({"until", "before", "prior to", "unless"})
# … and a compound word that a joint parts: who knows what is left of it.
_PUTTING_OFF = Bilingual(
    rf"\b(?:until|before|prior to)\b|['-](?:{_JOINTS})\b|\b(?:{_JOINTS})['-]", _BEFORE_HAN
)
_AHEAD_HAN = frozenset({"之前", "以前", "前"})
_UNDONE = re.compile(r"^\s*(?:未|没有|没|不)(?!得|能|可|要|会|应|宜|该|许|准|用|必|需)")
_WITHOUT = re.compile(r"\bwithout\b")
_EXCLUDING = re.compile(r"\b(?:only|unless|except(?= when| if| while| where))\b|只有|除非|仅")
_UP_TO_A_LIMIT = r"(?:\W+(?!(?:while|when|if|whose|which|that|until|before|after|unless)\b)[a-z]+){0,9}?\W+"
_LIMITING = re.compile(
    r"\s*(?:be |by |go )*(?:above|below|over|under)\b(?=[^.;,]*\d)"
    rf"|{_UP_TO_A_LIMIT}(?:above|below|over|beyond) \d"
    r"| (?:drop|fall|go|sink|dip|get) under \d"
    rf"|{_UP_TO_A_LIMIT}(?:[a-z]+er than|(?:more|less) than|exceed)"
    r"|(?!在).{0,6}?(?:高于|低于|大于|小于|超过|多于|少于|长于|短于)"
)
# "keep the screws apart and lift off the frame" keeps nothing off
_NEXT_DEED = r"\band (?:lift|pull|take|switch|turn|slide|peel|wipe|push|cut|break|unplug|screw)"
_KEPT_AWAY = re.compile(
    r"(?<!\bmm )(?<!\bcm )(?<!\bm )\b(away from)\b"
    rf"|\bkeep\b(?:(?!{_NEXT_DEED})[^,.;]){{0,60}}?"
    r"(?:\b(off|clear of|out of)\b|\b(away)\b(?=\s*(?:[,.;:]|$)))"
)  # forbids what follows
# 不得在电池进水时充电: the charging is denied
_WHEN_HAN = re.compile(r"^在[^，。]*?(?:时|期间|状态下|情况下|之前|以前|前|之后|以后|后)(?=.)")
_ADJUNCT = re.compile(
    r"\b(?:within|during|by|with|for (?=up to|at least|at most|\d))\b"
    r"|说明|表示|意味|引起|导致|造成|使得|则|就|可能|多半|是"
)
_GUARD = re.compile(
    r"\b(?:only|unless|before|after|until|once|at most|up to|no more|instead|rather|otherwise)\b"
    r"|只|仅|才|方可|之前|以前|之后|以后|后|前|最多|以内|否则"
)
_WORD = re.compile(r"[a-z'-]+|[\u3400-\u9fff]+")
_PRONOUN = re.compile(r"\s*(?:they|it|this|these|those)\b|它|其(?!他|它|余)|这")
_TIMED = re.compile(
    r"\b(?:before|after|until|once|when|while|first|then)\b|之前|以前|之后|以后|后|前|先|再|期间|时"
)


class Segment(NamedTuple):
    """A stretch with one sense. `content` are the words it holds for, `word` is what turns it."""

    text: str
    sense: Sense
    word: str
    content: frozenset[str]
    head: frozenset[str] = frozenset()  # the first of these words after a negation
    loose: bool = False  # the negation stands behind its words: "sprays with gas are forbidden"


@lru_cache(maxsize=4096)
def segments_of(text: str) -> tuple[Segment, ...]:
    """The segments of a text in order."""
    turns = may_turn(text)
    sentences = (sentence for sentence in _SENTENCE.split(lowered(text)) if sentence and sentence.strip())
    return tuple([segment for sentence in sentences for segment in _segments(sentence, turns)])


@lru_cache(maxsize=4096)
def _segments(sentence: str, turns: bool) -> list[Segment]:
    """… of one sentence, which is read once for all texts it stands in."""
    return (_senses if turns else _affirmed)(_pieces(sentence))


def _affirmed(pieces: list[_Piece]) -> list[Segment]:
    """The segments of a text in which nothing turns anything."""
    return [Segment(piece.text, "yes", "", content_of(piece.text)) for piece in pieces]


@dataclass(slots=True)
class _Piece:
    text: str
    ahead: str  # the joint it follows, "" where none
    behind: str
    inherited: str  # the negation of the list it goes on with
    opens: bool  # whether a negation may stand in it


def _pieces(sentence: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for clause in clauses_of(sentence):
        own = negations_of(clause.text) if clause.polarities else ()
        inherited = "" if any(n.polarity == "no" for n in own) else clause.polarities.get("no", "")
        at, ahead = 0, ""
        lists_things = any(n.text in ABSENT for n in own)  # 无水、过热: what is listed stands apart
        forbids = any(n.forbids for n in own)  # 不得弯折且挤压: a ban reaches on
        joints = [
            j
            for j in _JOINT.finditer(clause.text)
            if (j[0] != "、" or lists_things) and not (forbids and j[0].endswith("且"))
        ]
        for joint in [*joints, None]:
            body = clause.text[at : joint.start() if joint else None]
            word = joint[0] if joint else ""
            if body.strip():
                pieces.append(_Piece(body, ahead, word, inherited, clause.opens))
                ahead = word
            elif word:
                ahead = word
                if pieces and not pieces[-1].behind:
                    pieces[-1].behind = word
            at = joint.end() if joint else 0
    return pieces


def _senses(pieces: list[_Piece]) -> list[Segment]:
    found: list[Segment] = []
    carried: tuple[Sense, str] = ("yes", "")
    undone = False  # "without consent, do not": the consent is affirmed, the deed put off
    for number, piece in enumerate(pieces):
        turning = _turning(piece.text, piece.opens)
        sense, word = _sense(turning)
        goes_on = bool(found) and found[-1].sense in ("no", "later")
        if sense == "yes" and piece.inherited and not turning and goes_on:
            sense, word = "no", piece.inherited
        content = _scope(piece.text, turning, sense)
        if sense == "yes" and not turning and carried[0] != "yes":
            sense, word = carried
        carried = (sense, word) if sense != "yes" and not content else ("yes", "")
        opens = sense == "no" and _UNDONE.match(piece.text) is not None
        if opens and any(_forbids(later.text) for later in pieces[number + 1 : number + 2]):
            sense, undone = "yes", True
        elif undone and sense == "no":
            sense, undone = "later", False
        else:
            sense = _timed(sense, piece, pieces[number - 1] if number else None)
        before_without = _WITHOUT.search(piece.text)
        if before_without and len(turning) == 2:
            head, tail = piece.text[: before_without.start()], piece.text[before_without.end() :]
            found.append(Segment(head, "later", turning[0].text, _scope(head, turning[:1], "no")))
            found.append(Segment(tail, "yes", "", content_of(tail)))
            continue
        rest = piece.text[turning[0].start + len(turning[0].text) :] if turning else ""
        loose = bool(turning) and not content_of(_ADJUNCT.split(rest)[0])
        found.append(Segment(piece.text, sense, word, content, _head(rest), loose))
    return found


def _turning(text: str, opens: bool = True) -> list[Negated]:
    """The negations of a stretch, without those that make a limit: "not more than 5" denies nothing."""
    found = [
        n
        for n in (negations_of(text) if opens else ())
        if n.polarity == "need not"
        or (n.polarity == "no" and not _LIMITING.match(text, n.start + len(n.text)))
    ]
    kept = _kept_away(text)
    if kept is None:
        return found
    which = kept.lastindex or 1
    return [*found, Negated(kept[which], kept.start(which), "no", True)]


def _sense(turning: Sequence[Negated]) -> tuple[Sense, str]:
    """Two negations cancel; being excused from something is neither yes nor no."""
    excused = next((n.text for n in turning if n.polarity == "need not"), "")
    if excused:
        return "need not", excused
    return ("no", turning[0].text) if len(turning) % 2 else ("yes", "")


def _scope(text: str, turning: Sequence[Negated], sense: Sense) -> frozenset[str]:
    """The words a sense holds for: those after a negation, or those before it where none follows."""
    if sense == "yes" or not turning:
        return content_of(text)
    start, end = turning[0].start, turning[0].start + len(turning[0].text)
    rest = _reach(_WHEN_HAN.sub("", text[end:]))
    missing = missing_in(text[:start], rest, turning[0].text in ABSENT)
    return missing or content_of(rest) or content_of(text[:start])


def _reach(rest: str) -> str:
    """The words behind a negation that it reaches: up to an adjunct, or the adjunct that it denies."""
    return next(filter(str.strip, _ADJUNCT.split(rest)), "")


def _head(rest: str) -> frozenset[str]:
    """The word, or the figure, a negation stands next to, of the words behind it."""
    if is_bare_figure(rest):
        return figures_in(_ADJUNCT.split(rest)[0])
    words = _WORD.findall(rest)
    return next((c for w in words if (c := content_of(w[:4] if not w.isascii() else w))), frozenset())


def _forbids(text: str) -> bool:
    return any(n.forbids for n in negations_of(text))


def _timed(sense: Sense, piece: _Piece, before: _Piece | None) -> Sense:
    put_off = piece.behind in _PUTS_OFF
    after_event = before is not None and before.behind in _AHEAD_HAN
    if sense == "no" and (put_off or after_event):
        return "later"
    if sense == "yes" and piece.behind == "until":
        return "so long"
    if sense == "yes" and piece.ahead in ("before", "prior to"):
        return "later"
    if sense == "yes" and piece.behind in _AHEAD_HAN:
        return "later"
    return sense


_FITS: dict[Sense, frozenset[Sense]] = {
    "yes": frozenset({"yes", "later", "so long"}),
    "no": frozenset({"no"}),
    "need not": frozenset({"need not"}),
    "later": frozenset({"later", "yes"}),
    "so long": frozenset({"so long", "yes"}),
}


def _taken_up(mine: Segment, printed: Sequence[Segment]) -> frozenset[str]:
    """The words of what is forbidden, where a segment tells of it all that is told of it next: "use no sprays
    with gas. They explode"."""
    return frozenset(
        key
        for ban, told in pairwise(printed)
        if ban.sense == "no" and told.sense == "yes" and _PRONOUN.match(told.text)
        if told.content and told.content <= mine.content
        for key in ban.content
    )


def _says_otherwise(mine: Segment, claim: str, printed: Sequence[Segment], denials: int) -> bool:
    """Whether a denial takes up one of the quotes', and the claim denies no more often than they do."""
    if mine.sense not in ("no", "later") or count_denials(claim) > denials:
        return False
    return any(segment.sense == "no" and segment.content & mine.content for segment in printed)


@lru_cache(maxsize=4096)
def count_denials(text: str) -> int:
    """How often a text says no; "do not, or" says it of each."""
    return sum(n.polarity == "no" for s in _SENTENCE.split(lowered(text)) if s for n in _turning(s))


def may_turn(text: str) -> bool:
    """Whether a text may hold a segment that is not plainly affirmed."""
    if any(clause.opens for clause in clauses_of(text)):
        return True
    body = lowered(text)
    return _PUTTING_OFF.search(body) is not None or _kept_away(body) is not None


def _kept_away(text: str) -> re.Match[str] | None:
    return _KEPT_AWAY.search(text) if "away from" in text or "keep" in text else None


def _held(printed: Sequence[Segment], asked: frozenset[str]) -> tuple[dict[str, set[Sense]], dict[str, str]]:
    """The senses in which printed words stand, also for words of the same meaning, and what turns each."""
    senses: dict[str, set[Sense]] = {}
    words: dict[str, str] = {}
    for segment in printed:
        for key in segment.content:
            senses.setdefault(key, set()).add(segment.sense)
            if segment.word:
                words[key] = segment.word
    for key in asked - senses.keys():
        meant: set[Sense] = {sense for m in members_of(key) for sense in senses.get(m, ())}
        if meant:
            senses[key] = meant
    return senses, words


def find_turned(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A segment of the claim that says yes of what the quotes say no to, or the other way round."""
    if not any(may_turn(text) for text in (claim, *evidence)):
        return _find_excluded(claim, evidence)
    printed = [segment for text in evidence for segment in segments_of(text)]
    senses, words = _held(printed, frozenset(key for s in segments_of(claim) for key in s.content))
    timed = any(_TIMED.search(lowered(text)) for text in evidence)
    said = segments_of(claim)
    guarded = any(s.word or s.sense != "yes" for s in said) or _GUARD.search(lowered(claim)) is not None
    denies = any(s.sense in ("no", "need not", "later") and s.word for s in printed)
    if any(s.sense == "need not" for s in said) and not any(s.sense == "need not" for s in printed):
        word = next(s.word for s in said if s.sense == "need not")
        return Reason("negation_added", (("word", word),))
    obliged = _find_obliged(claim, said, printed)
    if obliged is not None:
        return obliged
    denials = sum(map(count_denials, evidence))
    denied = frozenset(key for s in said if s.sense in ("no", "later") for key in s.content)
    excused = frozenset(k for s in printed if s.sense == "no" and s.content & denied for k in s.content)
    told_of = frozenset[str]()
    for mine in said:
        fits = _FITS[mine.sense]
        if mine.sense == "later" and mine.word and timed:
            fits = fits | {"no"}
        known = [senses[key] for key in sorted(mine.content) if key in senses]
        against = [key for key in sorted(mine.content) if key in senses and not fits & senses[key]]
        if mine.sense == "yes":  # "it got wet, never charge it": what is denied is denied in the claim, too
            against = [key for key in against if key not in excused]
            told_of |= _taken_up(mine, printed) if against else frozenset[str]()
            against = [key for key in against if key not in told_of]
        elif mine.loose and any(fits & senses.get(key, set()) for key in mine.content):
            continue
        if mine.word and _says_otherwise(mine, claim, printed, denials):
            continue
        if mine.word and not known and not denies:
            return Reason("negation_added", (("word", mine.word),))
        lone = [key for key in against if senses[key] == {"no"}]
        if lone and mine.sense == "yes" and not guarded:
            return Reason("negation_lost", (("word", words.get(lone[0], "")),))
        tied = len(against) * 2 == len(known)
        if tied and any(fits & senses.get(key, set()) for key in mine.head):
            continue
        if against and len(against) * 2 >= len(known):
            if mine.word and not words.get(against[0]):
                return Reason("negation_added", (("word", mine.word),))
            return Reason("negation_lost", (("word", words.get(against[0], mine.word)),))
    if denies and count_denials(claim) > denials:
        word = next((n.text for n in negations_of(claim) if n.polarity == "no"), "")
        return Reason("negation_added", (("word", word),))
    missing = frozenset(key for s in printed if s.sense == "no" for key in s.content if is_figure(key))
    if missing and not count_denials(claim) and tells_present(claim, missing):
        return Reason("negation_lost", (("word", next(s.word for s in printed if s.content & missing)),))
    affirmed = frozenset(key for s in said if s.sense == "yes" for key in s.content) - told_of
    for segment in printed:
        taken_up = segment.content and segment.content <= affirmed
        if segment.sense == "no" and taken_up and all(senses[key] == {"no"} for key in segment.content):
            return Reason("negation_lost", (("word", segment.word),))
    return _find_excluded(claim, evidence)


_ALONE = re.compile(r"\b[Oo]nly (?:the |one )?(?=[A-Z]+\d|[A-Z]{2})|(?:只有|仅有|仅|只)\s?(?=[A-Z]+\d)")
_LIMITED = re.compile(r"\b(?:only|just|solely|alone|exclusively|except|unless)\b|只|仅|单独|除")
_UNLESS_SAID = re.compile(r"\b(?:unless|only|if not|except|otherwise|without)\b|除非|只有|否则|才")
_DUTY = re.compile(r"\b(?:must|has to|have to|needs? to|required)\b|必须|务必|一定要|得先|须")


def _find_obliged(claim: str, said: Sequence[Segment], printed: Sequence[Segment]) -> Reason | None:
    """A deed that the claim orders and the quotes excuse from."""
    duty = _DUTY.search(lowered(claim))
    excuse = next((s for s in printed if s.sense == "need not"), None)
    if duty is None or excuse is None or any(s.sense == "need not" for s in said):
        return None
    ordered = any(excuse.content & s.content for s in said if duty[0] in s.text)
    return Reason("negation_lost", (("word", excuse.word),)) if ordered else None


def _may_except(sentence: str) -> bool:
    """Whether a printed sentence may be told with "unless": it excepts, or "not before", "not if not"."""
    denials = sum(n.polarity == "no" for n in negations_of(sentence))
    puts_off = denials and _PUTTING_OFF.search(sentence) is not None
    return bool(_UNLESS_SAID.search(sentence) or puts_off or denials > 1)


def _find_excluded(claim: str, evidence: Sequence[str]) -> Reason | None:
    """An "only" or "unless" of the claim where nothing printed limits, forbids or orders."""
    said = _EXCLUDING.search(lowered(claim))
    joined = lowered("\n".join(evidence))
    alone = _ALONE.search(claim)
    if alone and not _LIMITED.search(joined):
        return Reason("word_not_in_quote", (("word", alone[0]), ("printed", evidence[0] if evidence else "")))
    if said is None:
        return None
    if said[0] in ("unless", "除非", "except") and not any(map(_may_except, _SENTENCE.split(joined))):
        return Reason("negation_added", (("word", said[0]),))
    if negations_of(joined) or _EXCLUDING.search(joined) or _TIMED.search(joined):
        return None
    return Reason("negation_added", (("word", said[0]),))
