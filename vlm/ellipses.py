"""What is left out because it was just said: "if it rings, A; if not, B" says B of where it does not ring,
and "above 5 V: A. Below: B" says B of below 5 V.

It judges nothing; the words that deny are polarity.py's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from vlm.measures import read_figures

_NOT = (
    r"if (?:not|(?:it|they|this|that) (?:(?:does|is|has|do|are|have|did|was)(?: not|n['’]t)))(?=\s*[,:])"
    r"|(?<=[.;] )otherwise\b"
)
_LATIN = re.compile(
    rf"(?P<told>\b(?:if|when) (?P<on>[^,;:.]+(?:\.\d[^,;:.]*)*)[,:]"
    r"(?:(?!\b(?:if|when)\b)[^;])*?[.;,] (?:and )?)"
    rf"(?P<not>{_NOT})(?P<end>[,:]?)",
    re.IGNORECASE,
)
_HAN = re.compile(
    r"(?P<told>(?:如果|如|若|当)(?P<on>[^，。；：,;:若如]+?)(?:时|的话)?[，：则,:](?:(?!如果|若)[^；。;])*?"
    r"(?:[；。;]\s*|[，,](?!否则|不然|反之)))"
    r"(?P<not>否则|不然|反之|(?:如果|若|如)(?:不是|不然|没有|未|不|否)(?=[，：则,:]))(?P<end>[，：,:则]?)"
)
_LIMIT = re.compile(
    r"(?P<told>(?:\b(?:above|over|more than|higher than|below|under|less than|lower than) "
    r"|(?:高于|大于|超过|低于|小于) ?)"
    r"(?P<limit>\d[^:：,，;；。]{0,12}?)(?:时|则)?[:：,，][^。]*?(?:[.;] |[。；]\s*)"
    r"(?:above|over|more|higher|below|under|less|lower|高于|大于|超过|低于|小于))(?=时?[:：,，则])",
    re.IGNORECASE,
)


_IT = re.compile(
    r"(?P<told>\b(?:measure|check|test|read|inspect) (?:the )?(?P<what>[a-z\d][^.;,:]{1,30}?)\. (?:if|when) )"
    r"it(?= (?:is|has|does|reads|shows|lies|stays|drops|rises)\b)",
    re.IGNORECASE,
)
_HAN_IT = re.compile(
    r"(?P<told>(?:测量|检查|测试|查看)\s?(?P<what>[^。；，,;：:]{2,16})[。，,;；]\s?(?:如果|若))"
    r"(?:其|它)?(?=低于|高于|小于|大于|超过|不|为)"
)


_IF_SO = re.compile(
    r"(?P<told>\b(?:if|when) (?P<what>the [a-z]+(?: [a-z]+)?) (?:does not|doesn't) (?P<deed>[a-z]+),"
    r"[^;]*?; (?:and )?(?:if|when) )(?:it does|so|yes)(?=,)",
    re.IGNORECASE,
)
_FIGURE = r"(?P<what>\d[\d.]*\s?[A-Za-zΩ]{1,3})"
_WITHOUT_IT = re.compile(rf"(?P<told>{_FIGURE}\b[^.]{{0,24}}?\b[Ww]ithout )it\b")
_TAKES_UP = re.compile("[有无少](?:该|此|这个?)(?:电压|电流|信号|值)")
_HAN_WITHOUT_IT = re.compile(
    rf"(?P<told>{_FIGURE}[^。]{{0,24}}?(?:没有|无|缺少|有))(?=(?:该|此|这个?)(?:电压|电流|信号|值))"
)


def spelled_out(text: str) -> str:
    """A text with the condition that "if not" denies put behind it, and its limit behind a bare "below"."""
    if ". If it " in text or ". When it " in text:
        text = _IT.sub(r"\g<told>\g<what>", text)
    if "如果" in text or "若" in text:
        text = _HAN_IT.sub(r"\g<told>\g<what>", text)
    if "if it does," in text or "if so," in text:
        text = _IF_SO.sub(r"\g<told>\g<what> \g<deed>s", text)
    if "if " in text or "If " in text or "hen " in text:
        text = _LATIN.sub(r"\g<told>if not \g<on>,", text)
    if "若" in text or "如" in text or "当" in text:
        text = _HAN.sub(r"\g<told>如果没有\g<on>，", text)
    return _LIMIT.sub(_with_limit, text) if ":" in text or "：" in text else text


def _with_limit(match: re.Match[str]) -> str:
    than = " than" if match["told"].lower().endswith(("more", "higher", "less", "lower")) else ""
    return f"{match['told']}{than} {match['limit']}"


_VALUE = r"[^\s，。；,;和与、]+(?: [^\s，。；,;和与、]+)*"
_HAN_RESPECTIVELY = re.compile(
    r"(?P<a>[^，。；,;和与、]{2,16})[和与、](?P<b>[^，。；,;和与、]{2,16}?)(?P<what>的[^，。；,;和与、]{1,8})?分别"
    rf"(?P<deed>[为是用拧装按以到]*)\s?(?P<x>{_VALUE})\s?[和与、]\s?(?P<y>[^，。；,;和与、]+)"
)
_RESPECTIVELY = re.compile(
    r"(?P<a>[^.,;]{2,40}?) and (?P<b>the [^.,;]{2,40}?|[A-Z\d][\w-]*) "
    r"(?P<deed>(?:(?:is|are|has|have|takes?|needs?|gets?|uses?|must|should|be) ?)+[a-z]*"
    r"(?: (?:to|at|with|by|of|for))?) "
    r"(?P<x>[^,;]+?) and (?P<y>[^,;]+?),? respectively"
)


def told_apart(text: str) -> str:
    """A text that gives two things their values in one list, one after the other: "A and B have 3 and 4,
    respectively"."""
    if "respectively" in text:
        return _RESPECTIVELY.sub(r"\g<a> \g<deed> \g<x>, \g<b> \g<deed> \g<y>", text)
    if "分别" in text:
        return _HAN_RESPECTIVELY.sub(r"\g<a>\g<what>\g<deed> \g<x>，\g<b>\g<what>\g<deed> \g<y>", text)
    return text


def with_values(text: str) -> str:
    """A text that names again the value whose lack it tells: "nominal is 5 V; without it" """
    if "ithout it" in text:
        return _WITHOUT_IT.sub(r"\g<told>\g<what>,", text)
    return _HAN_WITHOUT_IT.sub(r"\g<told>\g<what>的", text) if takes_up(text) else text


def takes_up(text: str) -> bool:
    """Whether a text tells of the lack of a value that it does not name there."""
    return "ithout it" in text or _TAKES_UP.search(text) is not None


_TELLS_VALUE = re.compile(
    r"\b(?:(?:up|down|ris\w+|rose|drops?|falls?|climbs?|increases?|rais\w+|lower\w*|heats?|cools?|reduced) to"
    r"|at|(?:it|this|that) is|reaches)\s?$|(?:[升降]到?至?|达到?)\s?$"
)
_ENDS_VALUE = re.compile(r"\s?(?:$|[,;)，；。）]|\.(?!\d)|(?:when|if|for|with|while|during|where)\b|[时的])")


def with_units(claim: str, printed: Sequence[str]) -> str:
    """A claim with the unit of a value that the value before it has, where it is printed with it: "195 °C,
    and up to 210 for thick paper"."""
    for before, after in reversed([*pairwise(read_figures(claim))]):
        if not before.unit or after.unit or after.code or after.ordinal or after.is_range:
            continue
        if not _TELLS_VALUE.search(claim, before.end, after.start) or not _ENDS_VALUE.match(claim, after.end):
            continue
        units = {f.unit for text in printed for f in read_figures(text) if f.low == f.high == after.low}
        unit = before.text.rpartition(before.printed[1])[2].strip()
        if unit and before.unit in units and "" not in units:
            claim = f"{claim[: after.end]} {unit}{claim[after.end :]}"
    return claim
