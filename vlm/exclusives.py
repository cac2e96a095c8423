"""What is done with, by or at one thing only, and whether a claim does it with another, or with others too.

It compares what stands behind the same word ("by its shaft only"); "only if" and "only after" are conditions,
for vlm/scopes.py and vlm/denials.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from vlm.answer import Reason
from vlm.content import content_of
from vlm.equivalents import members_of
from vlm.polarity import lowered, negations_of, sides_in, turned
from vlm.words import words_of

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。；！？|\n]")
_HOW = "by|with|at|from|on|in|through|using|via|use|uses|used|take|fit"
_END = r"(?=[.;,:()|]|$|\b(?:when|if|while|and|or|to|until|after|before|because|as|for)\b)"
_WHAT = r"(?:(?!\b(?:by|with|at|from|on|in|through|using|via|for|to)\b)[^.;,:()|]){2,40}?"
_ONLY = re.compile(
    rf"\b(?P<how>{_HOW}) (?P<what>{_WHAT}) (?:only|alone|exclusively|and nothing else)\b"
    r"(?! (?:when|if|while|after|once|until|as|for|to)\b)"
    rf"|\b(?:only|exclusively|solely|nothing but) (?P<how2>{_HOW}) (?P<what2>{_WHAT}){_END}"
    rf"|\b(?P<how3>use|uses|used|take|fit) (?:only|nothing but) (?P<what3>{_WHAT}){_END}"
)
_LONE = re.compile("only|alone|exclusively|solely|nothing|[只仅]")
_DEED = 2  # words that tell of the same deed
_NAME = 4  # ideographs up to which a stretch is one name
_USING = frozenset({"use", "uses", "used", "using", "with"})
_SLOT = re.compile(
    rf"\b(?P<how>{_HOW}) (?P<what>[^.;:()|]+?)(?=[.;:()|]|$|\b(?:{_HOW}|when|if|while|to|until|after"
    rf"|before|because|for)\b)"
)
_ITEM = re.compile(r"\bas well as\b|\b(?:and|or)\b|,")
_OTHERS = re.compile(
    r"\b(?:other|others|else|apart from|besides|aside from|except|also|too|as well|not only|not just|any"
    r"|anything"
    r"|whatever|both|either|separately|on its own|by itself|alone or)\b"
)
_IF = re.compile(
    r"\b(?:if|when|where|unless|because|since|so that)\b|如果|若|因为|由于|以免|时[^。；]*[会将致]"
)
_HAN_HOW = (
    "(?P<use>使用|采用|改用|换用|用|以|靠|凭)|(?P<hold>握住?|抓住?|拿住?|捏住?|扶住?)"
    "|(?P<along>随|跟|同|与)|(?P<from>从|由|自)"
    "|(?P<in>在|于)|(?P<by>按照?|依|照)|(?P<through>通过|经)"
)
_HAN_ONLY = re.compile(
    rf"(?:只能|只可以?|只许|只准|只应|仅能|仅可|仅限|仅"
    rf"|只)\s?(?:{_HAN_HOW})\s?(?P<what>[\u3400-\u9fff]{{1,14}})"
)
_HAN_SLOT = re.compile(rf"(?:{_HAN_HOW})\s?(?P<what>[\u3400-\u9fff]{{1,14}})")
_HAN_OTHERS = re.compile(r"[也还亦又既均都][可能行]|[也还]可以|其[他它]|另行|任何|任意|单独|除[^，。]{1,8}外")
_HAN_OR = re.compile("或者?|以?及|和")


class _Only(NamedTuple):
    """How something is done ("by"), the words of what it is done by alone, and the sentence."""

    how: str
    name: str
    what: frozenset[str]
    sentence: str

    @property
    def deed(self) -> frozenset[str]:
        return _words(self.sentence) - self.what


def find_unlimited(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "By its foam" for "by its shaft only", "by number or by name" for "by number only"."""
    onlies = [only for text in evidence for only in _onlies(text)]
    if not onlies:
        return None
    for sentence in _SENTENCE.split(lowered(claim)):
        if not sentence or _IF.search(sentence) or any(n.polarity == "no" for n in negations_of(sentence)):
            continue
        said = _words(sentence)
        for only in onlies:
            enough = len(only.deed) if sentence.isascii() else max(1, len(only.deed) // 2)
            if len(said & only.deed) < min(_DEED, enough):
                continue
            other = (_other_en if sentence.isascii() else _other_han)(sentence, only)
            if other:
                return Reason("word_not_in_quote", (("word", other), ("printed", only.sentence.strip())))
    return None


@lru_cache(maxsize=1024)
def _onlies(text: str) -> tuple[_Only, ...]:
    body = lowered(text)
    if not _LONE.search(body):
        return ()
    return tuple(only for sentence in _SENTENCE.split(body) if sentence for only in _read(sentence))


def _read(sentence: str) -> Iterator[_Only]:
    for match in _ONLY.finditer(sentence):
        name = match["what"] or match["what2"] or match["what3"]
        what = content_of(name)
        if what:
            yield _Only(_manner(match["how"] or match["how2"] or match["how3"]), name, what, sentence)
    for match in _HAN_ONLY.finditer(sentence):
        name = _first(match["what"])
        what = content_of(name)
        if what:
            yield _Only(_han_manner(match), name, what, sentence)


def _words(text: str) -> frozenset[str]:
    return content_of(text).union(words_of(text)) - {"only", "alone"}


def _manner(how: str) -> str:
    return "with" if how in _USING else how


def _han_manner(match: re.Match[str]) -> str:
    return next(name for name in ("use", "hold", "along", "from", "in", "by", "through") if match[name])


def _first(what: str) -> str:
    """The thing itself: 轴 of 转印辊的轴, 清水 of 清水清洁辊子."""
    thing = what.rpartition("的")[2]
    return thing if len(thing) <= _NAME else thing[:2]


def _shares(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(key in other or not other.isdisjoint(members_of(key)) for key in one)


def _holds(said: frozenset[str], what: frozenset[str]) -> bool:
    return all(key in said or not said.isdisjoint(members_of(key)) for key in what)


def _other_en(sentence: str, only: _Only) -> str:
    """What stands behind the same word though it is another thing, "" where nothing does."""
    slots = [m["what"] for m in _SLOT.finditer(sentence) if _manner(m["how"]) == only.how]
    printed = [content_of(m["what"]) for m in _SLOT.finditer(only.sentence) if _manner(m["how"]) == only.how]
    known = frozenset(key for keys in printed for key in keys)
    items = [(item.strip(), content_of(item)) for slot in slots for item in _ITEM.split(slot)]
    own = [item for item, keys in items if _shares(keys, only.what)]
    others = [item for item, keys in items if keys and not _shares(keys, known)]
    if others and (
        not own or re.search(rf"\b(?:or|and|as well as)\b[^.;,]*{re.escape(others[0])}", sentence)
    ):
        return others[0]
    widened = _OTHERS.search(sentence) if own and not _OTHERS.search(only.sentence) else None
    return widened[0] if widened else ""


def _other_han(sentence: str, only: _Only) -> str:
    slots = [m["what"] for m in _HAN_SLOT.finditer(sentence) if _han_manner(m) == only.how]
    own = [slot for slot in slots if _holds(content_of(slot), only.what)]
    beside = re.search(f"{re.escape(only.name)}(?:和|或者?|以?及|与|、)([\u3400-\u9fff]{{2,4}})", sentence)
    if beside is not None and beside[1][:2] not in only.sentence.replace(only.name, ""):
        return beside[0]
    if slots and not own:
        return slots[0][:4]
    listed = [
        item for slot in own for item in _HAN_OR.split(slot)[1:] if item and item[:2] not in only.sentence
    ]
    widened = _HAN_OTHERS.search(sentence) if own and not _HAN_OTHERS.search(only.sentence) else None
    return listed[0][:4] if listed else widened[0] if widened else ""


_SPATIAL = frozenset({"side", "edge", "vertical", "top", "front", "inside"})
_NARROWS = re.compile(r"\b(?:only|just|alone|solely|exclusively)\b|只(?!要)|[仅单]")
_ONLY_NOT = re.compile(
    r"\bonly\b[^.;]*?\b(?:must|may|can|should|shall|need|is|are|do|does)\b[^.;]{0,40}?\b(?:not|never)\b"
    r"|\bonly\b[^.;]*?\b(?:cannot|forbidden|prohibited)\b"
    r"|(?:只(?![要好])|仅)(?:有|在|限|对)?[^。；]*?(?:才?不[得能可许准应要]|禁止|严禁|切勿)"
)


def find_one_sided(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "To the left only" for "first to the left, then to the right"."""
    narrows = _NARROWS.search(lowered(claim))
    if narrows is None or any(_NARROWS.search(lowered(text)) for text in evidence):
        return None
    said = {side for side in sides_in(claim) if side[0] in _SPATIAL}
    if not said or any(n.polarity == "no" for text in (claim, *evidence) for n in negations_of(text)):
        return None
    for text in evidence:
        held = sides_in(text)
        for pair, _ in said - turned(said):
            if {(pair, 0), (pair, 1)} <= held:
                return Reason("word_not_in_quote", (("word", narrows[0]), ("printed", text)))
    return None


def find_banned_only(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Only after the test must it not be touched" where it must not be touched at all."""
    ban = _ONLY_NOT.search(lowered(claim))
    if ban is None or any(_NARROWS.search(lowered(text)) for text in evidence):
        return None
    return Reason("word_not_in_quote", (("word", ban[0]), ("printed", evidence[0] if evidence else "")))


_GUARDED = re.compile(
    r"\bonly (?:the |an? )?(?P<guard>(?!be\b)[a-z][a-z ]{2,40}?) (?:may|can|should|must|(?:is"
    r"|are) (?:allowed|permitted) to)\b"
    r" (?P<deed>[^.;,]+)"
    r"|(?P<deed2>[^.;,]+?) only (?P<guard2>(?:while|when|if|after|once|with|by) [^.;,]+)"
    r"|只有(?P<guard3>[^。；，]{2,16}?)，?才(?:可以?|能|允许|准)(?P<deed3>[^。；，]+)"
)
_FREELY = re.compile(
    r"\b(?:anyone|anybody|everyone|everybody|whoever|always|at any time|any time|at all times|in any case"
    r"|freely"
    r"|customers?|users?|may|can|allowed|permitted)\b|任何|随时|总是|始终|人人|谁都|用户|可以|允许"
    r"|可(?!能)|能(?![量源力])"
)


def find_unguarded(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Anyone may open it" for "only the service may", "it always opens" for "only while offline"."""
    body = lowered(claim)
    freely = _FREELY.search(body)
    if freely is None or any(n.polarity == "no" for n in negations_of(body)):
        return None
    said = _words(body)
    for match in (
        m for text in map(lowered, evidence) if _LONE.search(text) for m in _GUARDED.finditer(text)
    ):
        guard = content_of(match["guard"] or match["guard2"] or match["guard3"])
        deed = content_of(match["deed"] or match["deed2"] or match["deed3"]) - guard
        if guard and deed and deed <= said and not _shares(guard, said):
            return Reason("word_not_in_quote", (("word", freely[0]), ("printed", match[0])))
    return None
