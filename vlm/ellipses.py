"""What is left out because it was just said: "if it rings, A; if not, B" says B of where it does not ring,
and "above 5 V: A. Below: B" says B of below 5 V.

It judges nothing; the words that deny are polarity.py's.
"""

from __future__ import annotations

import re

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


def spelled_out(text: str) -> str:
    """A text with the condition that "if not" denies put behind it, and its limit behind a bare "below"."""
    if ". If it " in text or ". When it " in text:
        text = _IT.sub(r"\g<told>\g<what>", text)
    if "如果" in text or "若" in text:
        text = _HAN_IT.sub(r"\g<told>\g<what>", text)
    if "if " in text or "If " in text or "hen " in text:
        text = _LATIN.sub(r"\g<told>if not \g<on>,", text)
    if "若" in text or "如" in text or "当" in text:
        text = _HAN.sub(r"\g<told>如果没有\g<on>，", text)
    return _LIMIT.sub(_with_limit, text) if ":" in text or "：" in text else text


def _with_limit(match: re.Match[str]) -> str:
    than = " than" if match["told"].lower().endswith(("more", "higher", "less", "lower")) else ""
    return f"{match['told']}{than} {match['limit']}"
