"""Tells the tags a text really holds from its bare `<`, `>` and `&`, so that an HTML parser eats no words.

It does not know what a tag means. Linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

# Tags that format words within a line: `a<b and c>d` is none of them.
INLINE = frozenset({
    "a", "b", "i", "u", "s", "em", "strong", "sub", "sup", "small", "span", "code", "mark", "del",
    "ins", "font", "big", "label", "tt",
})  # fmt: skip
_LETTERS = frozenset({"a", "b", "i", "s", "u"})  # tags only where they are closed, else printed letters
BLOCKS = frozenset({
    "html", "body", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "address",
    "article", "section", "header", "footer", "main", "nav", "aside", "figure", "figcaption", "pre",
    "blockquote", "dl", "dt", "dd", "center", "form",
})  # fmt: skip
TABLES = frozenset({
    "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col",
})  # fmt: skip
SKIPPED = frozenset({
    "head", "title", "style", "script", "svg",
})  # fmt: skip
_EMPTY = frozenset({
    "br", "hr", "img", "input", "meta", "link", "wbr",
})  # fmt: skip
_KNOWN = INLINE | BLOCKS | TABLES | SKIPPED | _EMPTY
# Tags with attributes that have no value: <td nowrap>, <ol reversed>.
_MAY_STAND_BARE = frozenset({
    "table", "td", "th", "tr", "ol", "li", "img", "input",
})  # fmt: skip

# The last kind of value has lost its closing quotation mark.
_VALUE = r"""(?:"[^"\n]{0,1000}"|'[^'\n]{0,1000}'|[^\s"'<>=]{1,300}|["'][^"'<>\n]{0,300}(?=/?>))"""
_ATTRIBUTE = rf"\s{{1,9}}[a-zA-Z_:@][\w:.\-]{{0,40}}(?:\s?=\s?{_VALUE})?"
_TAG = re.compile(
    rf"<(?:/(?P<close>[a-zA-Z][a-zA-Z0-9]{{0,12}})\s{{0,9}}>"
    rf"|(?P<open>[a-zA-Z][a-zA-Z0-9]{{0,12}})(?P<attributes>(?:{_ATTRIBUTE}){{0,20}})\s{{0,9}}(?P<empty>/?)>"
    rf"|!--(?P<comment>[^<>]{{0,300}}?)--+>|[!?][a-zA-Z][^<>]{{0,300}}>)"
)
_CUT_TAG = re.compile(r"<(?:!-{0,2}[^<>]{0,300}|/?(?P<name>[a-zA-Z][a-zA-Z0-9]{0,12})(?:\s[^<>]{0,1000})?)\Z")
_CLOSING = re.compile(r"</([abisu])\s{0,9}>", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|([a-zA-Z][a-zA-Z0-9]{1,31};))?")
_CONTROL_TOKEN = re.compile(r"<\|[a-zA-Z_]{1,40}\|>")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text in which every `<` that is left begins a whole, known tag or comment."""

    text: str
    tags: int  # block and table tags
    cut: bool  # it ends within a tag, which is left out


def mark_up(text: str) -> Marked:
    """The text with everything that is no tag escaped."""
    text = _CONTROL_TOKEN.sub("", text)
    last_closing = {m[1].lower(): m.start() for m in _CLOSING.finditer(text)}
    out: list[str] = []
    at = tags = 0
    for match in _TAG.finditer(text):
        if not _is_tag(match, last_closing):
            continue
        out += [_escaped(text[at : match.start()]), _rewritten(match)]
        at = match.end()
        name = (match["open"] or match["close"] or "").lower()
        tags += name in BLOCKS or name in TABLES
    rest = text[at:]
    cut = _CUT_TAG.search(rest, max(0, len(rest) - 1400))
    is_cut = cut is not None and _was_a_tag(cut, tags)
    if cut is not None and is_cut:
        rest = rest[: cut.start()]
    out.append(_escaped(rest))
    return Marked("".join(out), tags, is_cut)


def _was_a_tag(cut: re.Match[str], tags: int) -> bool:
    """Whether the unfinished end of a text is a tag rather than `U <b`."""
    name = (cut["name"] or "").lower()
    if not name:
        return cut[0].startswith("<!-")
    whole = name in _KNOWN and (" " in cut[0] or cut[0][1] == "/")
    return whole or (tags > 0 and any(known.startswith(name) for known in _KNOWN))


def _is_tag(match: re.Match[str], last_closing: dict[str, int]) -> bool:
    name = (match["open"] or match["close"] or "").lower()
    if not name:
        return True  # a comment or declaration
    if name not in _KNOWN:
        return False
    if match["close"]:
        return True
    attributes = match["attributes"]
    if attributes.strip() and "=" not in attributes and name not in _MAY_STAND_BARE:
        return False
    return name not in _LETTERS or bool(match["empty"]) or last_closing.get(name, -1) > match.start()


def _rewritten(match: re.Match[str]) -> str:
    """The tag without what a parser could trip over."""
    if match["open"] is None:
        return match[0] if match["close"] or match["comment"] is not None else ""
    attributes = match["attributes"].replace("<", "&lt;").replace(">", "&gt;")
    if attributes.count('"') % 2 and attributes.count("'") == 0:
        attributes += '"'
    return f"<{match['open']}{attributes}{match['empty'] and ' /'}>"


def _escaped(text: str) -> str:
    return _REFERENCE.sub(_kept, text).replace("<", "&lt;").replace(">", "&gt;")


def _kept(match: re.Match[str]) -> str:
    """A reference to a character stays one; any other & is a printed sign."""
    is_reference = match[1] in html5 if match[1] else len(match[0]) > 1
    return match[0] if is_reference else f"&amp;{match[0][1:]}"
