"""Citation markers in a model's prose: which sentence points at which of what the model was shown.

It does not check that they support it. A marker proves nothing: models cite as readily what they invented.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb_sources.tongue import language_of
from vlm.sentences import sentences

_LONGEST = 20_000  # characters of an answer
_ID = r"(?:S|source|text|quote|passage|image|img|picture|图片?)?\s?\d{1,3}"
_IDS = rf"{_ID}(?:\s?(?:[,，、;；&]|and|和)\s?{_ID}){{0,20}}"
_MARKER = re.compile(
    rf"!\[(?P<alt>[^\]\n]{{0,300}})\]\((?P<pictures>[^)\n]{{0,200}})\)"
    rf"|\(?\[(?P<linked>{_ID})\]\((?P<target>[#\w ,]{{0,60}})\)\)?"
    rf"|\*?(?P<ids>[\[【]\s?{_IDS}\s?[\]】](?:\s?[,，]\s?[\[【]\s?{_IDS}\s?[\]】]){{0,9}})\*?"
    r"|[(（](?P<shown>(?:image|picture|img|图片?)\s?\d{1,3}(?:\s?[,，、]\s?(?:image|picture|img|图片?)?\s?\d{1,3}){0,9})\s?[)）]"
    r"|(?P<said>\b(?:image|picture)\s?\d{1,3}\b)",
    re.IGNORECASE,
)  # fmt: skip
_EACH = re.compile(r"(S|source|text|quote|passage|image|img|picture|图片?)?\s?(\d{1,3})", re.IGNORECASE)
_PICTURE_WORDS = frozenset({"image", "img", "picture", "图", "图片"})
_CODE = re.compile(r"```.{0,8000}?(?:```|\Z)|`[^`\n]{1,300}`|\$[^$\n]{1,300}\$", re.DOTALL)
_ECHO = re.compile(r"\{[a-z_]{3,30}\}")
_DECORATION = re.compile(
    r"[✅❌☑✔✘]\ufe0f?\s?|\*\*\s?(?:final )?answer\s?:?\s?\*\*:?"
    r"|\A\s*(?:of course|sure|certainly|当然)[.!。！,，]\s*",
    re.IGNORECASE,
)
_DUMMY = re.compile(
    r"(?:(?:final )?answer|答案|回答)\s?[:：]\s?"
    r"(?:nan|n/a|none|null|unknown|0(?:\.0+)?|无|未知)\s?[.。]?\s{0,9}$",
    re.IGNORECASE,
)
_ABSTAINS = re.compile(
    r"\b(?:do(?:es)? not|don't|doesn't|did not|cannot|no(?:t)?)\b[^.]{0,30}\b(?:state|provide|mention|specify"
    r"|contain|include|give|say|stated|provided|mentioned|specified|answerable|determine|information)"
    r"|(?:没有|未|并未|不)(?:明确)?(?:提及|提到|说明|提供|给出|涉及|找到|包含)|无法(?:确定|回答|得知|判断)",
    re.IGNORECASE,
)
_FALSE_ACTION = re.compile(
    r"\b(?:search|lookup|browsing)\b[^.]{0,80}\b(?:confirm|show|reveal|indicate)s?\b|(?:搜索|查询|联网)[^。]{0,20}(?:显示|证实|表明)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its markers, and what they point at."""

    text: str
    labels: tuple[str, ...] = ()  # of what was shown, in the order of the markers
    unknown: tuple[str, ...] = ()  # markers, as written, that point at nothing that was shown

    @property
    def cites(self) -> bool:
        """Whether it points at something, and at nothing that was not shown."""
        return bool(self.labels) and not self.unknown


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    sentences: tuple[Marked, ...]
    abstained: bool  # says that what was shown does not tell
    findings: tuple[str, ...] = ()  # template_echo, dummy_answer, false_action


def series(passages: int, pictures: int = 0, *, first_picture: int = 1) -> dict[str, str]:
    """What a model may write → the label it means: one series S1..Sn, pictures after the passages.

    `first_picture` is 0 for pages sent without labels: Qwen counts them from 0.
    """
    known = {str(n): f"S{n}" for n in range(1, passages + pictures + 1)}
    return known | {f"image{first_picture + n}": f"S{passages + 1 + n}" for n in range(pictures)}


def read_marked(answer: str, known: Mapping[str, str]) -> MarkedAnswer:
    """The sentences of an answer with the labels their markers stand for; total on any text.

    A marker at the beginning of a line belongs to the sentence after it, any other to the one before it.
    """
    text = answer[:_LONGEST]
    findings = ["template_echo"] if _ECHO.search(text) else []
    text = _DECORATION.sub("", _ECHO.sub("", text))
    stripped, found = _strip(text)
    said = _bound(stripped, found, known)
    if said and (dummy := _DUMMY.search(said[-1].text)):
        rest = said[-1].text[: dummy.start()].rstrip()
        if any(_ABSTAINS.search(each.text) for each in said):
            findings.append("dummy_answer")
            said = [*said[:-1], *([Marked(rest, said[-1].labels, said[-1].unknown)] if rest else [])]
    if any(_FALSE_ACTION.search(each.text) for each in said):
        findings.append("false_action")
    abstained = bool(said) and all(_ABSTAINS.search(each.text) or not each.text.strip() for each in said)
    return MarkedAnswer(tuple(said), abstained, tuple(findings))


@dataclass(frozen=True, slots=True)
class _Found:
    at: int  # offset in the text without markers
    written: tuple[str, ...]
    leads: bool  # it stands at the beginning of a line


def _strip(text: str) -> tuple[str, list[_Found]]:
    """The text without its markers, and where each stood; what is quoted as code or formula stays."""
    code = [m.span() for m in _CODE.finditer(text)]
    starts = [start for start, _ in code]
    plain = ""
    found: list[_Found] = []
    at = 0
    for match in _MARKER.finditer(text):
        inside = bisect_right(starts, match.start()) - 1
        if inside >= 0 and match.start() < code[inside][1]:
            continue
        plain = _joined(plain, text[at : match.start()])
        leads = not plain.rsplit("\n", 1)[-1].strip(" \t*-•>")
        found.append(_Found(len(plain.rstrip(" ")) if not leads else len(plain), tuple(_ids(match)), leads))
        at = match.end()
        if match["said"]:
            plain += match[0]
    return _joined(plain, text[at:]), found


def _joined(plain: str, words: str) -> str:
    """No gap is left where a marker stood between a word and its full stop."""
    if words[:1] in tuple(" \n.,;:!?。，；：！？)）"):
        plain = plain.rstrip(" ")
    return plain + words


def _ids(match: re.Match[str]) -> Iterator[str]:
    """The ids of a marker, normalised: "5" for a passage, "image5" for a picture, "" for none."""
    written = match["pictures"]
    if written is None:
        written = match["ids"] or match["shown"] or match["said"]
    if written is None:  # [3](image3): the target is what is meant
        written = match["target"] if _EACH.search(match["target"]) else match["linked"]
    name = ""
    ids = list(_EACH.finditer(written))
    if not ids:
        yield ""
    for each in ids:
        name = each[1].lower() if each[1] else name
        yield f"image{int(each[2])}" if name in _PICTURE_WORDS else str(int(each[2]))


def _bound(text: str, found: Sequence[_Found], known: Mapping[str, str]) -> list[Marked]:
    spans = sentences(text, language_of(text) or "en")
    if not spans:
        return []
    starts = [start for start, _ in spans]
    own: list[tuple[list[str], list[str]]] = [([], []) for _ in spans]
    for marker in found:
        if marker.leads:
            index = min(bisect_left(starts, marker.at), len(spans) - 1)
            if index and marker.at < spans[index - 1][1]:
                index -= 1  # the sentence began before it, on this line
        else:
            index = max(bisect_left(starts, marker.at) - 1, 0)
        labels, unknown = own[index]
        for written in marker.written:
            label = known.get(written)
            target = unknown if label is None else labels
            value = written if label is None else label
            if value not in target:
                target.append(value)
    return [
        Marked(text[start:end], tuple(labels), tuple(unknown))
        for (start, end), (labels, unknown) in zip(spans, own, strict=True)
    ]
