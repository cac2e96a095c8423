"""Makes wrong claims from right ones by rule and seed: what is claimed, or what is cited or shown, is wrong.

How wrong things are worded comes from evaluation/wordings; it knows no check and asks no gate.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from evaluation.claims import GoldClaims
from evaluation.evidence import Source
from evaluation.rewording import CODE, KINDS, NUMBER, Mutant, Wording, put, sentences
from kb_sources.errors import InputRejected
from kb_sources.manual import Language, Passage
from vlm.answer import Asked, Claim, Reference, Shown

EVIDENCE_KINDS = ("row", "warning", "misattributed", "joined", "product", "edition")
ALL_KINDS = (*KINDS, *EVIDENCE_KINDS)
_ZERO = re.compile(r"(?<![\d.])0 ?[mkMµ]?[VAΩgW](?![A-Za-z])")
_LATIN = re.compile(r"[a-z\d][a-z\d.×*-]*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_COUNTED = re.compile("[一二两三四五六七八九](?=[个颗枚根条块片只件])")
_LETTER = re.compile(r"[^\W\d_]")
_SPELLED = {"两": "2", **{han: str(n) for n, han in enumerate("一二三四五六七八九", start=1)}}
_GROUPED = re.compile(r"(?<=\d)[ ,](?=\d{3}(?!\d))")
_LITTLE = frozenset(
    ["a", "an", "and", "are", "as", "at", "be", "by", "for", "in", "is", "it", "of", "on", "or", "the", "to"]
)
_SOME = 2  # words and codes that a claim has of the passages at least where a quote is held to say the same
_PIECE = 12  # characters that a piece of a joined quote has at least


@dataclass(frozen=True, slots=True)
class Trial:
    """One claim before the gate with all that it is shown; `kind` is "right" or how it was made wrong."""

    kind: str
    language: Language
    form: str  # verbatim, by hand, or how it was paraphrased
    text: str
    references: tuple[Reference, ...]
    shown: tuple[Shown, ...]
    asked: Asked
    gold: str

    @property
    def claim(self) -> Claim:
        return Claim("c1", "fact", self.text, self.references)


def perturb(
    claims: Sequence[GoldClaims],
    sources: Mapping[str, Source],
    wording: Wording,
    seed: int,
    of_each: int = 2,
) -> tuple[Trial, ...]:
    """The right claims, verbatim and paraphrased, and at most `of_each` wrong ones per claim and kind.

    The same arguments give the same trials. Raises InputRejected on a quote that its manual does not hold.
    """
    trials: list[Trial] = []
    for gold in claims:
        rng = Random(f"{seed}|{gold.id}")
        for right in _right(gold, sources):
            trials.append(right)
            made: dict[str, list[Trial]] = {}
            for wrong in (*_reworded(right, wording, rng), *_misled(right, sources, rng)):
                made.setdefault(wrong.kind, []).append(wrong)
            for kind in sorted(made):
                trials += rng.sample(made[kind], min(of_each, len(made[kind])))
            if right.form == "verbatim":
                trials += [replace(right, kind=k, text=t, form="by hand") for k, t in gold.wrong]
    return (*trials, *_out_of_order(claims, sources, wording))


def _right(gold: GoldClaims, sources: Mapping[str, Source]) -> Iterator[Trial]:
    source = sources.get(gold.manual)
    if source is None:
        raise InputRejected(f"{gold.id}: the manual {gold.manual} is not at hand.")
    held = [(quote, source.holding(quote)) for quote in gold.quotes]
    cited = [passage for _, passage in held if passage is not None]
    if len(cited) < len(held):
        missing = next(quote for quote, passage in held if passage is None)
        raise InputRejected(f"{gold.id}: {gold.manual} does not hold {missing!r}.")
    shown = shown_with(source, cited)
    label = {s.passage.id: s.label for s in shown}
    references = tuple(Reference(label[p.id], quote) for (quote, _), p in zip(held, cited, strict=True))
    asked = Asked("?", gold.language, source.manual.products)
    joint = " " if gold.language == "en" else ""
    verbatim = joint.join(gold.quotes)
    yield Trial("right", gold.language, "verbatim", verbatim, references, shown, asked, gold.id)
    for how, text in gold.right:
        yield Trial("right", gold.language, how, text, references, shown, asked, gold.id)


def shown_with(source: Source, cited: Iterable[Passage]) -> tuple[Shown, ...]:
    """The cited passages first, then what stands beside them, labelled S1, S2, …"""
    first = list(dict.fromkeys(cited))
    beside = [p for passage in first for p in source.beside(passage)]
    passages = dict.fromkeys((*first, *beside))
    return tuple(
        Shown(f"S{n}", passage, source.manual, source.edition) for n, passage in enumerate(passages, start=1)
    )


def _reworded(right: Trial, wording: Wording, rng: Random) -> Iterator[Trial]:
    seen = {right.text}
    for mutant in wording.mutants(right.text, right.language, rng):
        same = mutant.kind == "unit" and _ZERO.search(mutant.text) is not None  # 0 mV is 0 V, 6.00 is 6.0
        same = same or (mutant.kind in ("digit", "decimal") and _values(mutant.text) == _values(right.text))
        rows = [r.quote for r in right.references if " | " in r.quote] if mutant.kind == "suffix" else []
        same = same or any(_bears(mutant.text, right, row) for row in rows)
        if mutant.text not in seen and not same:
            seen.add(mutant.text)
            yield replace(right, kind=mutant.kind, text=mutant.text)


def _values(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"\d+(?:\.\d+)?", unicodedata.normalize("NFKC", text))]


def _misled(right: Trial, sources: Mapping[str, Source], rng: Random) -> Iterator[Trial]:
    """The claim is as it was, or holds another row's value; what it cites or is shown does not bear it."""
    by_label = {s.label: s for s in right.shown}
    cited = [by_label[r.label] for r in right.references]
    yield from _borrowed(right, cited)
    bound = {w for s in cited for w in s.passage.warned_by}
    if bound:
        left = tuple(s for s in right.shown if s.passage.id not in bound)
        yield replace(right, kind="warning", shown=left)
    yield from _misattributed(right, cited)
    yield from _joined(right, cited, rng)
    yield from _other_product(right, sources)
    old = tuple(replace(s, edition=replace(s.edition, state="superseded")) for s in right.shown)
    yield replace(right, kind="edition", shown=old)
    yield from _older_value(right, cited, sources)


def _borrowed(right: Trial, cited: Sequence[Shown]) -> Iterator[Trial]:
    """A value, a part or the subject of another row of the same table, cited from this row or from both."""
    rows = [s for s in cited if s.passage.kind == "row"]
    for row in rows:
        for other in right.shown:
            kin = other.passage.kind == "row" and other.passage.part_of == row.passage.part_of
            if not kin or other in rows:
                continue
            both = (*right.references, Reference(other.label, other.passage.text))
            for text in _with_cell_of(right.text, row.passage.text, other.passage.text):
                if _tells_less(text, right):
                    continue
                others = [r for r in both if r.quote != row.passage.text and _is_about(text, right, r.quote)]
                bearing = [r for r in others if _bears(text, right, r.quote)]
                if not any(r in right.references for r in bearing):
                    yield replace(right, kind="row", text=text)
                if not bearing:
                    yield replace(right, kind="row", text=text, references=both)


def _with_cell_of(claim: str, row: str, other: str) -> Iterator[str]:
    mine, theirs = _cells(row), _cells(other)
    for number, ((head, cell), (same, foreign)) in enumerate(zip(mine, theirs, strict=False)):
        if head != same or cell == foreign or not foreign.strip("–"):
            continue
        if cell in claim:
            text = claim.replace(cell, foreign)
            if number or not _tells(text, theirs):
                yield text
            continue
        for pattern in (CODE, NUMBER):
            own, its = pattern.findall(cell), pattern.findall(foreign)
            for match in pattern.finditer(claim):
                if own and its and _same(match.group(), own[0]) and not _same(own[0], its[0]):
                    yield put(claim, match, its[0])


def _tells(claim: str, row: Sequence[tuple[str, str]]) -> bool:
    """Whether another row says all the figures that a claim says; then the claim is right, cited or not."""
    text = " | ".join(cell for _, cell in row)
    figures = [*NUMBER.findall(claim), *CODE.findall(claim)]
    return all(f in text for f in figures)


def _tells_less(text: str, right: Trial) -> bool:
    """Whether the product's own name was put in, which the claim tells anyway: "on P310, the P310"."""
    names = [re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])") for name in right.asked.products]
    return any(0 < len(n.findall(right.text)) < len(n.findall(text)) for n in names)


def _is_about(text: str, right: Trial, row: str) -> bool:
    """Whether the row's subject, its first cell with a word, is what was put in."""
    values = [value for _, value in _cells(row)]
    subject = next(filter(_LETTER.search, values), values[0])
    return subject in text and subject not in right.text


def _bears(text: str, right: Trial, other: str) -> bool:
    """Whether another quote says all that a changed claim has of any passage: every word, every code, every
    number or its thousandfold (1800 ms of 1.8 s), each as often, and all that was put in. A claim that has
    little of any is not taken to be borne, nor one in the form of a row with other cells. 一块 is 1 where no
    other number is told."""
    if " | " in text:
        return {*text.split(" | ")} <= {*other.split(" | ")}
    if not any(char.isdigit() for char in text):
        text = _COUNTED.sub(lambda match: _SPELLED[match[0]], text)
    said, held = _words(text), _words(other)
    known = {word for each in right.shown for word in _words(each.passage.text)}
    figures = {float(word): count for word, count in said.items() if _is_number(word)}
    words = {w for w in said if w in known or any(c.isdigit() for c in w)} | (
        said - _words(right.text)
    ).keys()
    words = {w for w in words - _LITTLE if not _is_number(w)}
    printed = [float(word) for word in held if _is_number(word)]
    told = all(any(_is_scaled(n, p) for p in printed) for n in figures)
    once = all(count <= max(1, held[f"{n:g}"]) for n, count in figures.items())
    once = once and all(said[w] <= max(1, held[w]) for w in words if any(c.isdigit() for c in w))
    return told and once and bool(figures) and len(words) >= _SOME and words <= held.keys()


def _is_number(word: str) -> bool:
    return word[0].isdigit() and word.replace(".", "", 1).isdigit()


def _is_scaled(number: float, printed: float) -> bool:
    return any(abs(number - printed * by) < 1e-9 * max(1.0, abs(number)) for by in (1, 1000, 0.001))


def _words(text: str) -> Counter[str]:
    """The words and numbers of a text in lower case; of ideographs but 的 each two that follow each other."""
    body = _GROUPED.sub("", unicodedata.normalize("NFKC", text).lower()).replace("的", " ")
    runs = _HAN.findall(body)
    pairs = (run[n : n + 2] for run in runs for n in range(len(run) - 1))
    return Counter(word.strip(".-") for word in (*_LATIN.findall(body), *pairs))


def _cells(row: str) -> list[tuple[str, str]]:
    parts = (cell.partition(": ") for cell in row.split(" | "))
    return [(head, value) for head, _, value in parts]


def _same(one: str, other: str) -> bool:
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other


def _misattributed(right: Trial, cited: Sequence[Shown]) -> Iterator[Trial]:
    """The quote under another passage's label, and another passage quoted in its place."""
    quoted = " ".join(r.quote for r in right.references)
    for other in right.shown:
        if other in cited or len(other.passage.text) < _PIECE:
            continue
        first, *rest = right.references
        if first.quote not in other.passage.text:
            yield replace(
                right, kind="misattributed", references=(Reference(other.label, first.quote), *rest)
            )
        bears = set(re.findall(r"\w+", quoted)) <= set(re.findall(r"\w+", other.passage.text))
        if not bears and not rest and not _bears(right.text, right, other.passage.text):
            own = Reference(other.label, other.passage.text)
            yield replace(right, kind="misattributed", references=(own,))


def _joined(right: Trial, cited: Sequence[Shown], rng: Random) -> Iterator[Trial]:
    """One quote made of the beginning of one sentence and the end of another."""
    place = cited[0]
    pieces = [p for p in sentences(place.passage.text, right.language) if len(p) >= _PIECE]
    others = [s.passage.text for s in right.shown if s not in cited and len(s.passage.text) >= _PIECE]
    tails = pieces[1:] or rng.sample(others, min(1, len(others)))
    if not pieces or not tails:
        return
    head, tail = pieces[0], tails[-1]
    glued = f"{_half(head, 0, right.language)} {_half(tail, 1, right.language)}"
    if glued not in place.passage.text:
        _, *rest = right.references
        yield replace(right, kind="joined", text=glued, references=(Reference(place.label, glued),))
        yield replace(right, kind="joined", references=(Reference(place.label, glued), *rest))


def _half(text: str, which: int, language: Language) -> str:
    if language == "zh":
        middle = len(text) // 2
        return text[:middle] if which == 0 else text[middle:]
    words = text.split()
    middle = (len(words) + 1) // 2
    return " ".join(words[:middle] if which == 0 else words[middle:])


def _other_product(right: Trial, sources: Mapping[str, Source]) -> Iterator[Trial]:
    own = set(right.shown[0].manual.products)
    others = sorted({p for s in sources.values() for p in s.manual.products} - own)
    if not others:
        return
    near = [o for o in others if any(o.startswith(p) or p.startswith(o) for p in own)]
    other = (near or others)[0]
    yield replace(right, kind="product", asked=replace(right.asked, products=(other,)))
    said = f"对于 {other}：{right.text}" if right.language == "zh" else f"On the {other}: {right.text}"
    yield replace(right, kind="product", text=said)


def _older_value(right: Trial, cited: Sequence[Shown], sources: Mapping[str, Source]) -> Iterator[Trial]:
    """What another edition of the same manual printed at this place, cited from the one at hand."""
    mine = cited[0]
    for name, source in sources.items():
        if name == mine.manual.id or source.manual.title != mine.manual.title:
            continue
        theirs = next((p for p in source.passages if p.order == mine.passage.order), None)
        if theirs is not None and theirs.kind == mine.passage.kind and not _is_cited(theirs.text, cited):
            text = theirs.text
            yield replace(right, kind="edition", text=text)
            yield replace(right, kind="edition", text=text, references=(Reference(mine.label, text),))


def _is_cited(text: str, cited: Sequence[Shown]) -> bool:
    return any(shown.passage.text == text for shown in cited)


def _out_of_order(
    claims: Sequence[GoldClaims], sources: Mapping[str, Source], wording: Wording
) -> Iterator[Trial]:
    """Two steps that follow each other, told in their order (right) and the other way round."""
    done: set[tuple[str, str]] = set()
    for gold in claims:
        source = sources[gold.manual]
        for quote in gold.quotes:
            first = source.holding(quote)
            if first is None or first.kind != "step" or (gold.manual, first.id) in done:
                continue
            done.add((gold.manual, first.id))
            second = next(
                (p for p in source.passages if p.part_of == first.part_of and p.order == first.order + 1),
                None,
            )
            if second is None:
                continue
            shown = shown_with(source, (first, second))
            one, two = (_bare_step(p.text, gold.language) for p in (first, second))
            references = (Reference("S1", one), Reference("S2", two))
            asked = Asked("?", gold.language, source.manual.products)
            right = wording.joined(one, two, gold.language)
            wrong = wording.joined(two, one, gold.language)
            base = Trial("right", gold.language, "verbatim", right, references, shown, asked, gold.id)
            yield base
            yield replace(base, kind="order", text=wrong)


def _bare_step(text: str, language: Language) -> str:
    """The first sentence of a step, without its number."""
    body = re.sub(r"^\d+\. ", "", text)
    return sentences(body, language)[0].rstrip(";；")


__all__ = ["ALL_KINDS", "Mutant", "Trial", "perturb"]
