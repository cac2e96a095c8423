"""What a drafting model wrote becomes claims with their quotes; and a draft as such a model should write it.

It believes nothing of it: labels and quotes are looked up by the gate. Total on any text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb_sources.errors import AnswerCut, AnswerUnusable
from kb_sources.tongue import language_of
from vlm.answer import Claim, ClaimKind, Draft, Reference, Shown
from vlm.chatter import plain_statement, without_thoughts
from vlm.markers import Marked, MarkedAnswer, read_marked, series
from vlm.model import Completion
from vlm.qwen_json import Json, read_json
from vlm.sentences import sentences
from vlm.words import words_of

MOST_CLAIMS = 40
_ENOUGH = 0.5  # of a claim's words that a passage must hold to be quoted for it
_LONGEST_CLAIM, _LONGEST_QUOTE = 1200, 2400  # characters
_KINDS: Mapping[str, ClaimKind] = {"step": "step", "value": "value", "fact": "fact"}
_SAID_IN = ("text", "claim", "statement")
_SOURCES_IN = ("sources", "source", "citations", "citation", "references")
_QUOTED_IN = ("quote", "quotes", "text", "verbatim")
_LABEL = re.compile(r"\s*[\[【(（]?\s?(?:S|source|passage)?\s?(\d{1,3})\s?[\]】)）]?\s*", re.IGNORECASE)
_NUMBER = re.compile(
    r"\A\s*(?:step\s+|步骤\s*|第\s*)?\d{1,2}\s*(?:[.)）、:：](?!\d)|步[:：,，]?)\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Written:
    claims: tuple[Claim, ...]
    figures: tuple[str, ...] = ()  # labels


def read_claims(completion: Completion, shown: Sequence[Shown]) -> Written:
    """The claims of a model's answer, c1, c2, … unless it names them itself; none: it found no answer.

    Raises AnswerCut where the end is missing: a procedure without its last steps is worse than none.
    AnswerUnusable where it is neither JSON nor prose that cites.
    """
    text = without_thoughts(completion.text)
    read = read_json(text, completion.finish)
    if read.has("cut") or (completion.finish == "length" and read.findings):
        raise AnswerCut("The model's draft broke off.", hint="Ask again, or allow more tokens.")
    if read.value is None:
        return Written(_from_prose(text, shown))
    by_label = {s.label: s for s in shown}
    stated = list(_statements(read.value))
    claims = (_claim(n, o, by_label) for n, o in enumerate(stated[:MOST_CLAIMS], start=1))
    once = {c.text: c for c in claims if c is not None}
    if not once and not _says_none(read.value):
        raise AnswerUnusable("The model's draft holds no claims.", hint="Ask again.")
    figures = (_label(each) for each in _listed(_first(read.value, ("figures", "figure"))))
    return Written(tuple(once.values()), tuple(dict.fromkeys(f for f in figures if f in by_label)))


def as_written(draft: Draft) -> str:
    """A draft in the words that vlm/prompts.py asks for, on one line: what a model does that does well."""
    claims = [
        {"kind": c.kind, "text": c.text, "sources": [{"id": r.label, "quote": r.quote} for r in c.references]}
        for c in draft.claims
    ]
    told = {"claims": claims, "figures": list(draft.figures)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


# JSON


def _claim(number: int, said: dict[str, Json], shown: Mapping[str, Shown]) -> Claim | None:
    """None where nothing is stated: courtesies, dummy values, "the manual does not say"."""
    marked = read_marked(_stated(said)[:_LONGEST_CLAIM], series(len(shown)))
    text = _joined(marked.sentences)
    if not text or marked.abstained or "false_action" in marked.findings:
        return None
    references = list(_references(said, text, shown))
    if not references:
        labels = dict.fromkeys(label for s in marked.sentences for label in (*s.labels, *s.unknown))
        references = [_pointed(label, text, shown) for label in labels]
    return _made(str(said.get("id", "")), number, str(said.get("kind", "")), text, references, shown)


def _made(
    name: str, number: int, kind: str, text: str, references: Sequence[Reference], shown: Mapping[str, Shown]
) -> Claim:
    cited = [shown[r.label].passage for r in references if r.label in shown]
    named = cited[0].kind if cited else "text"
    kind_ = _KINDS.get(kind.lower()) or ("step" if named == "step" else "value" if named == "row" else "fact")
    step = cited[0].step if kind_ == "step" and len({p.id for p in cited}) == 1 else ""
    if kind_ == "step":
        text = _NUMBER.sub("", text) or text
    name = name if re.fullmatch(r"c\d{1,2}", name) else f"c{number}"
    return Claim(name, kind_, text, tuple(references), step)


def _statements(value: Json) -> Iterator[dict[str, Json]]:
    """The innermost objects that state something, in order; what they give as sources states nothing."""
    waiting: list[Json] = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, dict):
            inner = [v for k, v in each.items() if k not in _SOURCES_IN and isinstance(v, dict | list)]
            waiting += reversed(inner)
            if not inner and _stated(each):
                yield each


def _stated(said: dict[str, Json]) -> str:
    found = _first(said, _SAID_IN)
    return found if isinstance(found, str) else ""


def _references(said: dict[str, Json], text: str, shown: Mapping[str, Shown]) -> Iterator[Reference]:
    sources = _listed(_first(said, _SOURCES_IN))
    if "quote" in said and all(not isinstance(each, dict) for each in sources):
        sources = [{"id": each, "quote": said["quote"]} for each in sources]
    for each in sources:
        if not isinstance(each, dict):
            yield _pointed(_label(each), text, shown)
            continue
        label = _label(_first(each, ("id", "source", "label", "ref")))
        for quote in _listed(_first(each, _QUOTED_IN)) or [""]:
            words = quote[:_LONGEST_QUOTE] if isinstance(quote, str) else ""
            yield Reference(label, words) if words.strip() else _pointed(label, text, shown)


def _label(said: Json) -> str:
    """S3 for "S3", "[3]", "source 3" and 3; anything else stays as it is, for the gate to refuse."""
    written = str(said)[:40]
    match = _LABEL.fullmatch(written)
    return f"S{int(match[1])}" if match else written


def _first(said: Json, keys: Sequence[str]) -> Json:
    known = said if isinstance(said, dict) else {}
    return next((known[key] for key in keys if known.get(key) not in (None, "")), None)


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _says_none(value: Json) -> bool:
    """{"claims": []}, or an empty list: the model says that nothing answers."""
    return value in ([], {}) or (isinstance(value, dict) and any(k in value for k in ("claims", "figures")))


# prose


def _from_prose(text: str, shown: Sequence[Shown]) -> tuple[Claim, ...]:
    """Sentences that point at what was shown. They quote nothing: what they point at is quoted for them."""
    marked = read_marked(text, series(len(shown)))
    if not any(s.labels or s.unknown for s in marked.sentences):
        if marked.abstained:
            return ()
        raise AnswerUnusable("The model's draft is no JSON and cites nothing.", hint="Ask again.")
    return tuple(_prose_claims(marked, {s.label: s for s in shown}))[:MOST_CLAIMS]


def _prose_claims(marked: MarkedAnswer, shown: Mapping[str, Shown]) -> Iterator[Claim]:
    for number, sentence in enumerate(marked.sentences, start=1):
        text = plain_statement(sentence.text)
        if text and (sentence.labels or sentence.unknown):
            references = [_pointed(label, text, shown) for label in (*sentence.labels, *sentence.unknown)]
            yield _made("", number, "", text.lstrip("-• "), references, shown)


def _joined(said: Sequence[Marked]) -> str:
    told = [text for s in said if (text := plain_statement(s.text))]
    return ("" if language_of("".join(told)) == "zh" else " ").join(told)


def _pointed(label: str, text: str, shown: Mapping[str, Shown]) -> Reference:
    """A reference to the sentence of the passage that says most of `text`; a row or step whole."""
    if label not in shown:
        return Reference(label, text)
    passage = shown[label].passage
    wanted = words_of(text)
    whole = ((0, len(passage.text)),)
    spans = sentences(passage.text, shown[label].edition.language) or whole
    if passage.kind in ("row", "step"):
        spans = whole
    held = {span: len(wanted & words_of(passage.text[span[0] : span[1]])) for span in spans}
    start, end = max(spans, key=lambda span: held[span])
    if held[start, end] < _ENOUGH * len(wanted):
        return Reference(label, text)  # nothing there says it: the gate will not find these words
    return Reference(label, passage.text[start:end])
