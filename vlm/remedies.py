"""What a claim makes of the causes and remedies of rows: the remedy as the cause, a cause that no cell tells,
a part put in that the remedy does not name.

Which row's remedy goes with which cause is for vlm/crossing.py, cause and effect for vlm/causation.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from vlm.answer import Reason
from vlm.backing import NOUNS, gather, shares_a_word
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.measures import read_figures
from vlm.polarity import lowered, negations_of

_CAUSED = re.compile(
    r"\b(?:because(?: of)?|since|due to|caused by|owing to|the (?:cause|reason) (?:is|may be|can be))\b"
    r"(?P<en>[^.;:]+)|(?:因为|由于|原因[是为]|起因是|是因)(?P<zh>[^。；：，]+)"
)
_CAUSE = re.compile(r"cause|reason|原因", re.IGNORECASE)
_REMEDY = re.compile(r"remed|action|solution|措施|处理|对策|解决", re.IGNORECASE)
_SYMPTOM = re.compile(r"symptom|fault|error|problem|现象|故障|症状|错误|问题", re.IGNORECASE)
_PART = re.compile(r"[,;](?!\d)|[，；、]")
_FEW = 2  # words that a cause has at least that may be held to be another than the printed


def find_miscaused(claim: str, evidence: Sequence[str]) -> Reason | None:
    """What a claim gives as the cause, though the rows print it under the remedy alone, deny it, or print
    another one."""
    body = lowered(claim)
    said = _CAUSED.search(body)
    rows = [text for text in evidence if " | " in text]
    if said is None:
        return _find_implied(body, rows) if rows and " | " not in claim else None
    phrase = _PART.split(said["en"] or said["zh"])[0]
    told = content_of(phrase)
    for row in rows:
        causes, remedies, others = _cells(row)
        if not causes or not remedies:
            continue
        by_cause, by_remedy = content_of(causes), content_of(remedies)
        only_there = told & by_remedy - content_of(others)
        if only_there and not told & by_cause - by_remedy:
            return Reason("remedy_as_cause", (("word", min(only_there)),))
        reason = _find_turned(phrase, causes, remedies)
        if reason is not None:
            return reason
    return _find_untold(phrase, evidence, rows)


_SENTENCE = re.compile(r"[.!?](?=\s|$)|[;。！？；\n]")
_IMPLIED = (
    re.compile(
        r"^(?P<cause>.+?) (?:(?:can|may|will|might) )?(?:makes?|causes?|leads? to|results? in|brings? about)"
        r" (?P<effect>.+)$"
    ),
    re.compile(r"^(?P<effect>.+?) (?:when|once|after|as soon as|if) (?P<cause>[^,]+)$"),
    re.compile(
        r"^(?:if|when) (?P<effect>[^,]+), (?:then )?"
        r"(?P<cause>[^,]*?\b(?:has|have|had|was|were) (?:\w+ )?[^,]+)$"
    ),
    re.compile(r"^(?P<effect>.+?) (?:means|indicates|shows|tells|suggests|says)(?: that)? (?P<cause>[^,]+)$"),
    re.compile(r"^(?P<cause>[^，]+?)(?:会|可能)*(?:导致|引起|造成|引发|使得?|令|让)(?P<effect>.+)$"),
    re.compile(r"^(?P<cause>[^，]+?)(?:以后|之后|后|时|了)，?(?:会|就会|就|便)?(?P<effect>[^，]+)$"),
    re.compile(r"^(?P<effect>[^，]+?)，?(?:说明|表示|表明|意味着|是因|多半是|往往是|就是)(?P<cause>[^，]+)$"),
)
_ENDED = re.compile(
    r"\b(?:disappears?|stops?|gone|no longer|fixed|solved|over|better|ceases?|checks?|make sure)\b"
    r"|消失|恢复|解决|不再|停止|排除"
)
_MOST = 0.6  # of what a symptom says that tells that a claim is about it


def _find_implied(body: str, rows: Sequence[str]) -> Reason | None:
    """What comes before the symptom, or is said to be behind it, though it is what is done about it."""
    for row in rows:
        causes, remedies, _ = _cells(row)
        symptom = content_of(_symptom(row)) if causes and remedies else frozenset[str]()
        for sentence in _SENTENCE.split(body) if symptom and len(symptom & content_of(body)) else ():
            for shape in _IMPLIED:
                match = shape.match(sentence.strip())
                if match is None or _ENDED.search(match["effect"]):
                    continue
                told = content_of(match["effect"])
                if len(told & symptom) < _MOST * len(symptom):
                    continue
                reason = _find_turned(_PART.split(match["cause"])[0], causes, remedies)
                if reason is not None:
                    return reason
    return None


@lru_cache(maxsize=1024)
def _symptom(row: str) -> str:
    cells = [cell.partition(": ") for cell in row.split(" | ")]
    return _joined(value for heading, _, value in cells if _SYMPTOM.search(heading))


def _find_turned(phrase: str, causes: str, remedies: str) -> Reason | None:
    """The printed cause with what is done about it for what is wrong, or denied otherwise than printed."""
    told = content_of(phrase)
    parts = [(len(told & content_of(part)), part) for part in _PART.split(causes)]
    shared, part = max(parts)
    if not shared:
        return None
    own = content_of(part)
    done = told & content_of(remedies) - content_of(causes)
    if done and not own <= told:
        return Reason("remedy_as_cause", (("word", min(done)),))
    denied = _denials(part)
    own = content_of(part.lower().replace(denied[0], " ")) if denied else own
    if denied and own <= told and not _denials(phrase):
        return Reason("negation_lost", (("word", denied[0]),))
    return None


def _denials(text: str) -> list[str]:
    return [n.text for n in negations_of(lowered(text)) if n.polarity == "no"]


def _find_untold(phrase: str, evidence: Sequence[str], rows: Sequence[str]) -> Reason | None:
    """A cause of which no word stands in what the rows print but their remedies, nor in another quote."""
    tables = [_cells(row) for row in rows]
    if not rows or not all(causes for causes, _, _ in tables) or len(content_of(phrase)) < _FEW:
        return None
    texts = [others for _, _, others in tables] + [text for text in evidence if " | " not in text]
    if read_figures(phrase):
        return None
    for text in texts:
        strange = NOUNS - content_of(text)  # a plug is not what plugs a pump
        words = " ".join(word for word in phrase.split() if word not in strange)
        if shares_a_word(words, gather(text)):
            return None
    return Reason("word_not_in_quote", (("word", phrase.strip()), ("printed", tables[0][0])))


@lru_cache(maxsize=1024)
def _cells(row: str) -> tuple[str, str, str]:
    """The causes of a row, its remedies, and all but its remedies."""
    cells = [cell.partition(": ") for cell in row.split(" | ")]
    causes = (value for heading, _, value in cells if _CAUSE.search(heading))
    remedies = (value for heading, _, value in cells if _REMEDY.search(heading))
    others = (value for heading, _, value in cells if not _REMEDY.search(heading))
    return _joined(causes), _joined(remedies), _joined(others)


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


_ANEW = Bilingual(
    r"\b(?:replac|renew|exchang|swap|chang|fit|install)(?:e|es|ed|ing|s|p(?:ed|ing)?|t(?:ed|ing))?\b",
    "更换|换上|换成|换用|换新|换掉|调换|替换",
)
_PUT_IN_EN = re.compile(
    r"\b(?:replac|renew|exchang|swap|chang)(?:e|es|ed|ing|p(?:ed|ing)?)? (?:out )?"
    r"(?:(?:the|a|an|its|new|your|whole) )*(?P<what>[a-z]+(?:-[a-z]+)*)(?P<more>(?: [a-z]+)?)"
)
_PUT_IN_ZH = re.compile(
    r"(?:更换|换上|换成|换用|换掉|调换|替换)(?![之前后时完过好并才再需以，])(?:新的?|整个|一[个块只根])?(?P<what>[\u3400-\u9fff]{2,6})"
)
_CODE_PUT_IN = re.compile(
    r"(?:\b(?:replac|renew|exchang|swap|chang|fit|install)(?:e|es|ed|ing|s|p(?:ed|ing)?|t(?:ed|ing))?\b"
    r"(?![^.;|]{0,40}\b(?:at|on|to|of|from|into|in|through|with|under|check|measure|plug|if|when|and|or|then|before|after)\b)"
    r"|更换|换上|换成|换用|换掉|调换|替换)(?P<between>[^.;|。；，]{0,40}?)$",
    re.IGNORECASE,
)
_ANY_PART = frozenset(
    {"part", "parts", "it", "them", "one", "ones", "unit", "this", "that", "these", "with", "by"}
)
_ANY_PART_ZH = ("零件", "部件", "配件", "备件", "新件", "该件")


def _codes_put_in(text: str) -> Iterator[str]:
    for figure in read_figures(text):
        if figure.code and _CODE_PUT_IN.search(text, max(0, figure.start - 60), figure.start):
            yield figure.code


def find_other_part(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A code put in that is printed of something else, and the code that is to be put in left out.

    A code that nothing prints is for vlm/checks/figures.py.
    """
    if " | " in claim or not _ANEW.search(lowered(claim)):
        return None
    said = {*_codes_put_in(claim)}
    printed = {code for text in evidence for code in _codes_put_in(text)} if said else set[str]()
    told = {f.code for f in read_figures(claim)}
    others = (
        {f.code for text in evidence for f in read_figures(text)} & said - printed if printed else set[str]()
    )
    if others and printed.isdisjoint(told):
        values = (("figure", min(others)), ("printed", ", ".join(sorted(printed))))
        return Reason("figure_not_in_quote", values)
    return None


_BARE_CODE = re.compile(
    r"(?:\b(?:replace|renew|exchange|swap|change) (?:the )?|更换 ?|换上 ?)(?=(?P<code>[A-Z]{1,4}-?\d))"
)


def find_unnamed_part(claim: str, rows: Sequence[str]) -> Reason | None:
    """A part put in for which the rows give a number alone: no word of theirs calls NV-7021-B a charger."""
    if " | " in claim or not any(_BARE_CODE.search(row) for row in rows if " | " in row):
        return None
    body, printed = lowered(claim), lowered("\n".join(rows))
    for match in _PUT_IN_ZH.finditer(body):
        what = match["what"]
        if not what.startswith(_ANY_PART_ZH) and content_of(what) - content_of(printed):
            return Reason("word_not_in_quote", (("word", what), ("printed", _remedies_of(rows))))
    for match in _PUT_IN_EN.finditer(body):
        words = [w for w in (match["what"], match["more"].strip()) if w]
        if not _ANY_PART.intersection(words) and not any(w.rstrip("s") in printed for w in words):
            return Reason("word_not_in_quote", (("word", match["what"]), ("printed", _remedies_of(rows))))
    return None


def _remedies_of(rows: Sequence[str]) -> str:
    return _joined(filter(None, (_cells(row)[1] for row in rows if " | " in row)))
