"""What a claim allows though its quotes only forbid, warn or put in order ("J4 may be opened live"), and what
it makes a wish of though they order it ("try not to").

Plain negation is for scopes.py. It knows the words that allow and weaken, not what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.content import content_of
from vlm.equivalents import count_told
from vlm.measures import read_figures
from vlm.polarity import lowered, negations_of
from vlm.scopes import segments_of

_POSSIBLE = re.compile(
    r"(?<!\byou )(?<!anyone )(?<!everyone )(?<!anybody )(?<!everybody )(?<!users )(?<!customers )"
    r"\b(?:may|can)$"
)
_IS_DONE = re.compile(r"\s*be (?![a-z]+ing\b)")  # "J4 may be opened" is leave to do it
_MOST = 0.6  # of what is called possible that a printed statement tells
_CLAUSE = re.compile(r"[.!?](?=\s|$)|[,;:](?!\d)|[。；！？，：\n]")
_ALLOWS = Bilingual(
    r"\b(?:may|can|you could)\b(?! (?:not|never|cause|lead|result|only|also mean|have|happen|occur|appear"
    r"|hold|burn|ignite|indicate|mean|show|take|last|reach|come from|stem|point|still(?! be [a-z]+ed\b)"
    r"|stay|remain|heat|get"
    r"|exceed|go|be (?:the|a|an|due|caused|because|found|seen|faulty|defective|damaged|worn|broken|loose|hot"
    r"|up))\b)"
    r"|\b(?:is|are|it's|that's|be) (?:also |still |perfectly |quite )?(?:allowed|permitted|permissible|ok"
    r"|okay|fine|safe|acceptable|all right|alright|harmless|optional|suitable"
    r"|(?:completely )?(?:normal|usual|to be expected|expected|tolerable|no fault|no defect))\b"
    r"|\b(?:will do|does the job|works (?:just )?(?:fine|as well)|good enough|no harm"
    r"|free to|welcome to|no problem|nothing wrong|up to you)\b",
    r"可以|允许|准许|无妨|不妨|没关系|属正常|是正常的?(?=$|[，。])|不要紧|不碍事|无碍|不算故障|不必理会|可忽略|随意|任意|(?<![不只才就性功智可])能(?![力量耗源级])|也行|都行|[之以]前就[能可行]",
)
_GUARDED = re.compile(
    r"\b(?:only|unless|once|after|until|as soon as|as long as)\b|只有|才|方可|只能|之后|以后|后|除非"
)
_EVEN = re.compile(
    r"\b(?:even|before|prior to|while|without|at once|immediately|straight ?away|right away)\b"
    r"|立即|立刻|马上|之前|以前|前(?![面方部盖框置端])|直接|照样|仍"
)
_NEVER = re.compile(
    r"\b(?:never|under no circumstances|in no case|on no account)\b"
    r"|绝不可?|切勿|严禁|绝对不[要能可得]|决不"
)
_HARM = re.compile(
    r"\b(?:destroy|damag|harm|injur|burn|fire|shock|risk|danger|hazard|kill|toxic|poison|ignite|strip|pierc)\w*"
    r"|[烧毁损伤坏]|起火|触电|危险|致命"
)
_IN_ORDER = re.compile(r"\b(?:before|until|first|then|after|only)\b|之前|以前|再|先|然后|后方可|才")
_HEDGES = Bilingual(
    r"\btry(?:ing)? (?:not )?to\b|\battempt(?:ing)? (?:not )?to\b"
    r"|\b(?:preferably|ideally|usually|normally|generally|typically|mostly|often|sometimes|occasionally"
    r"|perhaps|maybe|probably|possibly|not necessarily|recommended|advisable|suggested|desirable|better not"
    r"|best not|rather not|voluntary|optional|up to you|if (?:at all )?possible|where possible"
    r"|as far as possible|if (?:you )?(?:feel|care|like|can|want|wish|prefer|need|have time)"
    r"|some other time|at some (?:later )?time"
    r"|if (?:convenient|necessary|needed|required|need be)|as a rule|in general|most of the time"
    r"|now and then|at will|need not always|as you (?:like|wish|please)|if time (?:allows|permits)"
    r"|time permitting|when convenient|at your discretion|for once)\b|\bnot only\b(?!.*\bbut\b)",
    r"尽量|最好|尽可能|可能的话|如果可能|如有可能|一般(?:来说|情况|不|要|应|用|在)|通常|往往|有时|偶尔|不一定|未必|不见得"
    r"|不必每次|酌情|视情况|视需要|如有必要|必要时|有必要的话|方便的话|有空|有时间|来得及的话|愿意的话|想的话|随你|看情况"
    r"|建议|推荐|估计|恐怕|或许|也许|暂时|大可|宜(?=[将把用在])|过一会儿|以后再说|改天|不只(?!.*还)|不光(?!.*还)",
)
_DELAYS = re.compile(
    r"\b(?:some (?:other|later) time|at some time|when convenient|time permitting|time allows|have time)\b"
    r"|有空|有时间|来得及|过一会儿|以后再说|改天|方便的话"
)
_HEDGED = re.compile(
    r"\b(?:may|might|can|could|possibl[ey]|usually|normally|generally|often|sometimes|typically"
    r"|recommend\w*|prefer\w*|optional|try|if (?:necessary|needed|required)|suspect\w*|likely|probabl[ey])\b"
    r"|可能|通常|一般|有时|建议|推荐|宜|必要时|如有|疑似|尽量|最好"
)


def find_weakened(claim: str, evidence: Sequence[str]) -> Reason | None:
    """A word that makes an order a wish ("try not to", 尽量), where nothing printed does."""
    said = [match[0] for match in _HEDGES.finditer(lowered(claim))]
    printed = "\n".join(map(lowered, evidence)) if said else ""
    new = [word for word in said if word not in printed]
    word = next(filter(_DELAYS.search, new), new[0] if new else "")
    delays = _DELAYS.search(word) is not None and not _DELAYS.search(printed)  # "may" puts nothing off
    if not word or (not delays and _HEDGED.search(printed)):
        return None
    return Reason("word_not_in_quote", (("word", word), ("printed", evidence[0] if evidence else "")))


def find_allowed(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first word that allows something where nothing printed allows anything, and something printed
    forbids, warns, or says what has to come first."""
    printed = "\n".join(map(lowered, evidence))
    if _ALLOWS.search(printed):
        return None
    for clause in _CLAUSE.split(lowered(claim)):
        allows = _ALLOWS.search(clause) if clause else None
        if allows is None or _denied(clause):
            continue
        if any(f.bound in ("<=", ">=") for f in read_figures(clause)):
            continue  # "up to 90 °C is allowed": the figures are compared elsewhere
        if _POSSIBLE.search(clause, 0, allows.end()) and _happens(clause[allows.end() :], evidence):
            continue
        if _is_cause(clause[allows.end() :], evidence):
            continue
        guarded = _GUARDED.search(clause) and not _EVEN.search(clause)
        if guarded and not _is_banned(clause, allows.end(), printed):
            continue
        ordered = _EVEN.search(clause) is not None and _IN_ORDER.search(printed) is not None
        if ordered or _HARM.search(printed) or any(n.polarity == "no" for n in negations_of(printed)):
            return Reason("negation_lost", (("word", allows[0]),))
    return None


_CAUSE = re.compile(
    r"(?:^|\| )(?:(?:possible|likely|probable) )?causes?: ([^|]+)|原因: ([^|]+)", re.IGNORECASE
)
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")


def _is_cause(state: str, evidence: Sequence[str]) -> bool:
    """Whether a row gives as a cause what may be so: "the sieve may be clogged" allows nobody anything."""
    keys = content_of(_ASIDE.sub("", state))
    causes = (m[1] or m[2] for text in evidence if " | " in text for m in _CAUSE.finditer(text))
    return bool(keys) and any(keys <= content_of(cause) for cause in causes)


def _happens(deed: str, evidence: Sequence[str]) -> bool:
    """Whether what a clause calls possible is printed as a fact: "the drum may turn" of "the drum turns"."""
    keys = content_of(deed)
    return (
        bool(keys)
        and _IS_DONE.match(deed) is None
        and _EVEN.search(deed) is None
        and any(
            s.sense == "yes" and count_told(keys, s.content) >= max(1, _MOST * len(keys))
            for text in evidence
            for s in segments_of(text)
        )
    )


def _is_banned(clause: str, at: int, printed: str) -> bool:
    """Whether what a clause allows is forbidden at any time: "after 2 minutes you may" for "never"."""
    deed = content_of(clause[at:])
    banned = (part[ban.end() :] for part in _CLAUSE.split(printed) if part and (ban := _NEVER.search(part)))
    return any(deed and deed <= content_of(part) and not _GUARDED.search(part) for part in banned)


def _denied(clause: str) -> bool:
    return any(n.polarity == "no" for n in negations_of(clause))
