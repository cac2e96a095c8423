"""What a claim denies without denying the quotes' words: that a cause is one, that a condition counts; and
which printed segment a segment of the claim turns round.

Plain negation is for scopes.py, permission for permissions.py. It knows no opposites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.absences import is_figure
from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.polarity import TURNING, lowered, negations_of
from vlm.scopes import Segment, count_denials, may_turn, segments_of

_CAUSE = (
    r"(?:(?:possib|probab|like|usual|necessari|direct|real|actual)ly )?(?:be |been )?(?:caused|due|owing"
    r"|because|triggered|produced|brought about|attributable|related|connected to|linked"
    r"|the (?:cause|reason|fault)"
    r"|a (?:cause|reason|sign)|down to|the result|a result|come from|stem|result from|arise|originate|cause\b"
    r"|lead to|trigger|produce|point to|indicate|mean\b|affect|matter\b|influence)"
)
_NO_CAUSE = Bilingual(
    rf"\b(?:not|never|cannot|can't|won't|doesn't|don't|isn't|aren't|wasn't|hardly) {_CAUSE}"
    r"|\bno (?:possible |likely |known )?(?:cause|reason|effect|influence|bearing|connection"
    r"|relation|link|consequence)\b"
    r"|\bnot behind\b|\b(?:cause|reason) (?:is|was) (?:not|never|hardly)\b"
    r"|\b(?:does not|doesn't|cannot|can't) (?:yet )?(?:prove|show|tell|confirm) that\b"
    r"|\b(?:nothing|little) to do with\b|\bunrelated to\b|\bindependent(?:ly)? of\b|\brule[sd]? out as\b"
    r"|\bunaffected\b|\bneither .{0,40}\b(?:causes?|reason)\b",
    r"原因(?:不是|并非|绝非|不在)|无关(?!紧要)|没有关系|没关系|不相干|不相关|毫不相干|不影响|没有影响|没影响|不受.{0,8}影响"
    r"|(?:不是|并非|绝非|未必是)[^，。；]{0,12}?(?:引起|造成|导致|所致|的原因|的起因|触发|带来的)"
    r"|不(?:会|能|由|因)?(?:引起|造成|导致|触发)|(?:不是|并非|绝非|不可能是?|不会是)(?:因为|由于|因|由)|不说明|不表示|不代表|不意味"
    r"|不能(?:说明|表示|证明|代表|表明|断定)|(?:说明|证明|代表)不了|不足以(?:说明|证明|断定)",
)
_SAYING = "(?:say|claim|think|believe|assume|suppose|state|assert|maintain|imagine)"
_DISOWNS = Bilingual(
    r"\b(?:to|people|some|they|who|nobody|no one|anyone|you) (?:(?:may|might|should|must|would|could|not) )*"
    rf"{_SAYING}\b"
    r"|\b(?:is|are|be|it's|hardly|far from) (?:(?:not|simply|just|an?) )*"
    r"(?:untrue|false|wrong|incorrect|mistaken|error|mistake|myth|misconception|fallacy|lie|nonsense)"
    r"(?: (?:to|that)\b| ?:)"
    r"|\b(?:is|are|it's) not (?:true|correct|right|so|the case)(?: that\b| ?:)|\bcontrary to\b",
    r"(?:说法|讲法|观点|看法|想法|传言|这句话|这话|下列|以下)[^，。；]{0,4}"
    r"(?:不对|不成立|不实|不属实|有误|错|站不住|不正确|不可信)"
    r"|(?:别|不要|切勿|请勿|误|不能|不可|不应)(?:以|认)为|并非事实|不是事实|纯属谣",
)
_REGARDLESS = Bilingual(
    r"\b(?:whether or not|whether .{1,40}? or not|no matter|regardless|irrespective|even (?:if|when|while"
    r"|without|then|though)|in any (?:case|event|condition)|either way|in all cases|at any time|any time"
    r"|under any|come what may|independent(?:ly)? of|with or without|even so|all the same|just the same"
    r"|doesn't matter|does not matter|makes no difference|whatever|wherever|however long"
    r"|as you (?:like|please|wish)|at will|whichever|as often as you like|any order)\b",
    r"无论|不论|不管|不拘|不限|不分|任凭|哪怕|即使|即便|就算|纵使|随时|任何时候|任何情况|任何条件|任意|随意|随便|照样|照旧"
    r"|照常|与否|都行|都可以|均可|皆可|也可以|也能|也行|可有可无|不受限制",
)
_WITHIN = re.compile(r"\d\s?[a-zωμ°℃%]{1,3}\s?(?:都行|都可以|均可|皆可)$")
_FREE_ANYWAY = re.compile(
    r"\b(?:any|every|each|all|always|never|both|either|whatever|whenever|whichever|even|also|still|regardless"
    r"|irrespective|whether|under no|in no case|on no account|no)\b"
    r"|任何|无论|不论|不管|所有|一律|总是|始终|每|都|均|皆|任意|任一|也|仍|不限|绝不|切勿|严禁|即使|随时|各"
)
_EXCEPTS = Bilingual(
    r"\b(?:except|save|other than|apart from|but not) (?:when|if|while|where|during|for)\b|\bunless\b",
    r"除非|除了?[^，。；]{1,20}(?:时|期间|以外|之外|外)",
)
_EXCEPTING = re.compile(
    r"\b(?:except|save|apart|unless|only|otherwise|else|but|not|no|never|until|without|alone)\b"
    r"|[除只仅不没无未非别勿]|否则|才|直到"
)
_ONLY_IF = Bilingual(
    r"\bonly (?:if|when|where|in case|on request)\b",
    r"(?:只有|仅在|只在|仅当|只当)[^，。；]{1,20}(?:时|才|情况下|的话)",
)
_ANY_IF = re.compile(
    r"\b(?:if|when|whenever|where|while|only|unless|once|case|until|request)\b|[如若当只仅]|时|才|除非|一旦"
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|[;。；！？\n]")
_NOT_BUT = re.compile(
    r"\b(?P<en>[a-z]+), (?:and |but )?not (?:(?:by|with|from|on|in|to|for|at|of|the|a) )*(?P<not>[a-z]+)\b"
    r"|(?P<way>[按用从在由朝往凭靠])(?P<zh>[\u3400-\u9fff]{2,4})[，,、]?而?不(?:是|要|能|得|可)?(?P=way)"
    r"(?P<zhnot>[\u3400-\u9fff]{2})"
)
_LACKS = frozenset(
    {"missing", "lacking", "lacks", "absent", "缺", "缺少", "缺乏", "缺失"}
)  # a state, denied or not
_MOST = 3  # words that a segment shares with the printed one it is held to repeat


def find_uncaused(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "No cause of", 与…无关: a tie denied that nothing printed denies."""
    said = _NO_CAUSE.search(lowered(claim))
    if (
        said is not None
        and said[0].endswith("connected to")
        and any("connect" in lowered(e) for e in evidence)
    ):
        return None  # a plug is, or is not, connected to something
    if said is None or any(_NO_CAUSE.search(lowered(text)) for text in evidence):
        return None
    return Reason("negation_added", (("word", said[0]),))


def find_regardless(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Whether or not", 无论: a condition taken away where nothing printed holds for all."""
    said = _REGARDLESS.search(lowered(claim))
    if said is not None and _WITHIN.search(said.string, 0, said.end()):
        return None  # "16 V to 19 V will do": what is said of a range
    printed = "\n".join(map(lowered, evidence)) if said else ""
    if said is None or _FREE_ANYWAY.search(printed) or _REGARDLESS.search(printed):
        return None
    return Reason("word_not_in_quote", (("word", said[0]), ("printed", evidence[0] if evidence else "")))


def find_disowned(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "It is an error to say", 别以为: a statement about what is said or thought, where print has none."""
    said = _DISOWNS.search(lowered(claim))
    if said is None or any(_DISOWNS.search(lowered(text)) for text in evidence):
        return None
    return Reason("word_not_in_quote", (("word", said[0]), ("printed", evidence[0] if evidence else "")))


def find_excepted(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Except when", "only if", 除非: an exception or a condition made where nothing printed makes one."""
    said = lowered(claim)
    for makes, excuses in ((_EXCEPTS, _EXCEPTING), (_ONLY_IF, _ANY_IF)):
        match = makes.search(said)
        printed = "\n".join(map(lowered, evidence)) if match else ""
        if match is not None and not excuses.search(printed) and not makes.search(printed):
            return Reason(
                "word_not_in_quote", (("word", match[0]), ("printed", evidence[0] if evidence else ""))
            )
    return None


def find_exchanged(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "By length, not by position" for "by position, not by length"."""
    said = _NOT_BUT.search(lowered(claim))
    if said is None:
        return None
    mine = said["en"] or said["zh"], said["not"] or said["zhnot"]
    for match in (m for text in evidence for m in _NOT_BUT.finditer(lowered(text))):
        theirs = match["en"] or match["zh"], match["not"] or match["zhnot"]
        if mine[0].startswith(theirs[1]) and theirs[0].startswith(mine[1]):
            return Reason("negation_lost", (("word", theirs[0]),))
    return None


_UNTIL = re.compile(r"\buntil\b[^.;]*?\b(?:has|have|is|are|was|were)\b")
_UP_TO = re.compile(r"\b(?:until|till|up to|as long as|while|wait|keep|leave|stay)|直到|直至|为止|期间")
_UNLESS = re.compile(r"^(?P<deed>.*?),?\s*\bunless\b.+$|^.+?[,;]\s*(?:or else|otherwise|else)\b(?P<then>.+)$")
_ONLY_WHILE = re.compile(r"\bonly (?:while|when|if|after|once|with)\b")


def find_unlocked(claim: str, evidence: Sequence[str]) -> Reason | None:
    """What a claim lets happen until, or unless, or otherwise, where the quotes let it happen only after or
    while: "reached until it has cured" for "reached only after curing"."""
    printed = lowered("\n".join(evidence))
    for sentence in _SENTENCE_END.split(lowered(claim)):
        if not sentence:
            continue
        until = _UNTIL.search(sentence)
        if until and not _UP_TO.search(printed) and not count_denials(sentence):
            return Reason("word_not_in_quote", (("word", "until"), ("printed", printed)))
        unless = _UNLESS.match(sentence)
        if unless and _ONLY_WHILE.search(printed) and not count_denials(printed):
            consequence = unless["deed"] or unless["then"] or ""
            if not count_denials(consequence) and content_of(consequence) & content_of(printed):
                return Reason("negation_lost", (("word", "only"),))
    return None


_RULES_OUT = Bilingual(
    r",? (?:and )?not (?:by |with |on |in |to |at |the |a )*(?P<en>[a-z]+)",
    r"[，、]?(?:而不是|而非|不要?按|不按)(?P<zh>[\u3400-\u9fff]{2})",
)


def find_uncontrasted(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "By position or by length" for "by position, not by length": what is ruled out is offered."""
    said = lowered(claim)
    for match in (m for text in evidence for m in _RULES_OUT.finditer(lowered(text))):
        word = match["en"] or match["zh"]
        here = re.search(rf"\b{word}\b" if match["en"] else word, said)
        if here and count_denials(said) == 0 and _offers(said, word):
            return Reason("negation_lost", (("word", "not" if match["en"] else "不"),))
    return None


def _offers(said: str, word: str) -> bool:
    """Whether a word is one of two that "or" joins."""
    return (
        re.search(rf"\bor (?:by |with |on |in |to |at |the |a )*{word}\b|或(?:者|按|用)*{word}", said)
        is not None
    )


def find_repeated(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A segment of the claim in the other sense than the printed one that it repeats word for word."""
    if not any(map(may_turn, (claim, *evidence))):
        return None  # every segment is affirmed
    affirmed = _find_affirmed(claim, evidence)
    if affirmed is not None:
        return affirmed
    said = [s for s in segments_of(claim) if s.sense in ("yes", "no") and _size(s) >= _MOST]
    if any(n.polarity == "no" and n.text not in _LACKS for n in negations_of(claim)):
        said = [s for s in said if s.sense == "no"]  # the claim denies by itself; where is for scopes.py
    if not said:
        return None
    printed = [s for text in evidence for s in segments_of(text) if s.content]
    if not any(s.sense == "no" for s in (*said, *printed)):
        return None
    for mine in said:
        against = _best(mine, printed, other=True)
        if against is None or _overlap(mine, against) < max(_MOST, 0.75 * len(content_of(mine.text))):
            continue
        if _parity(mine.text) == _parity(against.text):
            continue
        along = _best(mine, printed, other=False)
        if along is None or 2 * _overlap(mine, along) < _overlap(mine, against):
            word = mine.word or against.word
            return Reason("negation_added" if mine.word else "negation_lost", (("word", word),))
    return None


def _find_affirmed(claim: str, evidence: Sequence[str]) -> Reason | None:
    """What a cell of a row denies, told whole by a claim that denies nothing: "water drains"."""
    rows = [text for text in evidence if " | " in text]
    if not rows or count_denials(claim):
        return None
    said = [content_of(segment.text) for segment in segments_of(claim)]
    values = [cell.partition(": ")[2] for row in rows for cell in row.split(" | ")]
    plain = [content_of(v) for v in values if not any(n.polarity == "no" for n in negations_of(v))]
    for value in values:
        denials = [n.text for n in negations_of(value) if n.polarity == "no"]
        words = content_of(value) if len(denials) == 1 else frozenset[str]()
        if any(words <= other for other in plain):
            continue  # "PTC of the door lock open" beside "door lock does not lock"
        if len(words) > 1 and any(words <= mine for mine in said):
            return Reason("negation_lost", (("word", denials[0]),))
    return None


def _size(segment: Segment) -> int:
    """How many words it holds for; a figure is none."""
    return sum(not is_figure(key) for key in segment.content)


def _parity(text: str) -> int:
    return sum(n.polarity == "no" for n in negations_of(text)) % 2


def _overlap(mine: Segment, other: Segment) -> int:
    return len(content_of(mine.text) & content_of(other.text))


def _best(mine: Segment, printed: Sequence[Segment], other: bool) -> Segment | None:
    sense = {"yes": "no", "no": "yes"}[mine.sense] if other else mine.sense
    held = [s for s in printed if s.sense == sense or (not other and s.sense not in ("yes", "no"))]
    return max(held, key=lambda s: _overlap(mine, s), default=None)


def find_turned_abroad(claim: str, evidence: Sequence[str]) -> Reason | None:
    """Between two languages clauses cannot be matched by words: claim and quotes are compared whole."""
    said = {n.polarity: n.text for n in negations_of(claim)}
    printed = {n.polarity: n.text for text in evidence for n in negations_of(text)}
    for polarity in TURNING:
        if polarity in said and polarity not in printed:
            return Reason("negation_added", (("word", said[polarity]),))
        if polarity in printed and polarity not in said:
            return Reason("negation_lost", (("word", printed[polarity]),))
    return None
