"""Drafts by quoting: no model, every claim is the manual's own words with the place they stand at.

It writes no sentence of its own but the frame before the quotations, and checks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kb_sources.manual import Language
from vlm.answer import Asked, Claim, ClaimKind, Draft, Reference, Shown
from vlm.asking import asks_everything, asks_how, asks_value
from vlm.drafting import Drafter
from vlm.frames import LeadKind, lead
from vlm.measures import mentions, read_figures
from vlm.sentences import announces, continues, sentences
from vlm.words import asked_words, overlap, rarity, words_of

MOST_CLAIMS = 12  # a single procedure or a table asked for as a whole may be longer
MOST_ROWS = 40
_LOOKED_AT = 6  # passages best first among which the anchor is chosen
_WIDENED_SHARE = 0.6  # what a glossary word counts beside a word of the question
_SHORT = 3  # sentences up to which a passage is quoted whole


@dataclass(frozen=True)
class _Question:
    """What the wording of a question asks for."""

    asked: Asked

    @cached_property
    def wanted(self) -> dict[str, float]:
        names = words_of(" ".join(self.asked.products))
        own = asked_words(self.asked.question) - names
        added = {w for term in self.asked.widened for w in words_of(term)} - own - names
        return dict.fromkeys(own, 1.0) | dict.fromkeys(added, _WIDENED_SHARE)

    @cached_property
    def how_to(self) -> bool:
        return asks_how(self.asked.question)

    @cached_property
    def value(self) -> bool:
        return asks_value(self.asked.question)

    @cached_property
    def everything(self) -> bool:
        return asks_everything(self.asked.question)


class ExtractiveDrafter:
    """Chooses among the shown passages and quotes them: a procedure whole, a table's matching rows, the
    sentences of prose that share most with the question."""

    def draft(self, asked: Asked, shown: Sequence[Shown]) -> Draft:
        question = _Question(asked)
        scene = _Scene(question, [s for s in shown if s.passage.text.strip() and not _described(s)])
        anchor = scene.anchor()
        if anchor is None:
            return Draft((), "extractive")
        claims, kind = _quote(scene, anchor)
        figures = tuple(
            s.label for s in scene.shown if s.passage.kind == "figure" and scene.beside(s, anchor)
        )
        frame = lead(kind, asked.language, anchor.edition.language) if claims else ""
        return Draft(_numbered(claims), "extractive", frame, figures)


def build(settings: object) -> Drafter:
    return ExtractiveDrafter()


def _described(shown: Shown) -> bool:
    """A model's description of a picture helps to find it; it is no evidence."""
    return shown.passage.kind == "figure" and shown.passage.read_by == "qwen3vl"


@dataclass(frozen=True)
class _Scene:
    """The passages that may be quoted, and how well each fits the question."""

    question: _Question
    shown: Sequence[Shown]

    @cached_property
    def weights(self) -> dict[str, float]:
        return dict(rarity([self.words(s) for s in self.shown]))

    @staticmethod
    def words(shown: Shown) -> frozenset[str]:
        return words_of(shown.passage.text) | words_of(" ".join(shown.passage.section))

    @cached_property
    def coded(self) -> list[Shown]:
        """Passages that hold one of the codes asked for, in their text or their heading."""
        codes = self.question.asked.codes
        return [
            s
            for s in self.shown
            if any(mentions(c, s.passage.text) or mentions(c, " ".join(s.passage.section)) for c in codes)
        ]

    def fit(self, shown: Shown) -> float:
        """How much of the question a passage holds, headings included."""
        return overlap(self.question.wanted, self.words(shown), self.weights)

    def anchor(self) -> Shown | None:
        """The passage that the answer is built around: the best by rank and wording together."""
        found = [s for s in self.shown if not s.related] or list(self.shown)
        if self.question.asked.codes and self._asks_for_a_missing_code():
            return None
        if self.coded:
            found = [s for s in found if s in self.coded] or self.coded
        ranked = found[:_LOOKED_AT]
        if not ranked:
            return None
        best = max(self.fit(s) for s in ranked) or 1.0
        return max(ranked, key=lambda s: self.fit(s) / best - 0.15 * ranked.index(s))

    def _asks_for_a_missing_code(self) -> bool:
        named = [c for c in self.question.asked.codes if mentions(c, self.question.asked.question)]
        return bool(named) and not self.coded

    @staticmethod
    def beside(one: Shown, other: Shown) -> bool:
        """Whether two passages stand in the same section of the same edition."""
        return one.edition.id == other.edition.id and one.passage.section == other.passage.section

    def together(self, anchor: Shown, kind: str) -> list[Shown]:
        """The shown passages of a kind that belong to the anchor's procedure or table, in reading order."""
        part = anchor.passage.part_of
        same = [
            s
            for s in self.shown
            if s.passage.kind == kind
            and s.edition.id == anchor.edition.id
            and (s.passage.part_of == part if part else self.beside(s, anchor))
        ]
        return sorted({s.passage.id: s for s in same}.values(), key=lambda s: s.passage.order)


def _quote(scene: _Scene, anchor: Shown) -> tuple[list[Claim], LeadKind]:
    question, kind = scene.question, anchor.passage.kind
    if kind == "step" and not question.value:
        return _steps(scene.together(anchor, "step"))
    if question.how_to and kind in ("text", "figure", "warning", "faq"):
        procedure = _procedure_beside(scene, anchor)
        if procedure:
            return _steps(procedure)
    if kind == "row":
        return _rows(scene, anchor), "row"
    if kind == "warning":
        return [_claim(anchor, 0, len(anchor.passage.text), "fact")], "warning"
    if kind == "figure":
        return [_claim(anchor, 0, len(anchor.passage.text), "fact")], "figure"
    if kind == "faq":
        return [_claim(anchor, 0, len(anchor.passage.text), "fact")], "text"
    return _prose(scene, anchor), "text"


def _steps(steps: Sequence[Shown]) -> tuple[list[Claim], LeadKind]:
    return [_claim(s, 0, len(s.passage.text), "step") for s in steps], "steps"


def _procedure_beside(scene: _Scene, anchor: Shown) -> list[Shown]:
    """The steps in the anchor's section; of several procedures there, the one that fits best."""
    steps = [s for s in scene.shown if s.passage.kind == "step" and scene.beside(s, anchor)]
    parts = dict.fromkeys(s.passage.part_of for s in steps)
    groups = [scene.together(next(s for s in steps if s.passage.part_of == p), "step") for p in parts]
    return max(groups, key=lambda g: max(scene.fit(s) for s in g), default=[])


def _rows(scene: _Scene, anchor: Shown) -> list[Claim]:
    """The rows of the anchor's table that fit as well as the best one; all of them when all are asked for."""
    rows = scene.together(anchor, "row")
    codes = scene.question.asked.codes
    coded = [r for r in rows if any(mentions(c, r.passage.text) for c in codes)]
    if coded:
        chosen = coded
    else:
        weights = rarity([words_of(r.passage.text) for r in rows])
        fits = {r.label: overlap(scene.question.wanted, words_of(r.passage.text), weights) for r in rows}
        best = max(fits.values(), default=0.0)
        if scene.question.everything:
            chosen = rows
        elif best <= 0:
            chosen = [anchor]
        else:
            chosen = [r for r in rows if fits[r.label] >= best * 0.999]
            chosen = chosen if len(chosen) <= 3 or anchor not in chosen else [anchor]
    return [_claim(r, 0, len(r.passage.text), "value") for r in chosen[:MOST_ROWS]]


def _prose(scene: _Scene, anchor: Shown) -> list[Claim]:
    """The best stretch of the anchor's sentences, and of its neighbours where they add to the answer."""
    claims = [_stretch(scene, anchor)]
    covered = words_of(claims[0].text)
    for other in scene.shown:
        if (
            len(claims) >= 3
            or other.label == anchor.label
            or other.passage.kind not in ("text", "warning", "faq")
        ):
            continue
        if not scene.beside(other, anchor) or scene.question.value:
            continue
        claim = _stretch(scene, other)
        missing = {w: share for w, share in scene.question.wanted.items() if w not in covered}
        if overlap(missing, words_of(claim.text), scene.weights) > 0:
            claims.append(claim)
            covered |= words_of(claim.text)
    return claims


def _stretch(scene: _Scene, shown: Shown) -> Claim:
    """The sentences of a passage that answer best, with those that go on with the thought."""
    text = shown.passage.text
    spans = sentences(text, _language(shown))
    if len(spans) <= (1 if scene.question.value else _SHORT) or not spans:
        return _claim(shown, 0, len(text), _kind(text, scene.question))
    weights = rarity([words_of(text[a:b]) for a, b in spans])
    fits = [overlap(scene.question.wanted, words_of(text[a:b]), weights) for a, b in spans]
    first = last = max(range(len(spans)), key=lambda i: fits[i])
    if not scene.question.value:
        strong = [i for i, f in enumerate(fits) if f >= 0.5 * fits[first] > 0 and abs(i - first) <= 2]
        first, last = min([first, *strong]), max([last, *strong])
    while first > 0 and (continues(text[slice(*spans[first])]) or announces(text[slice(*spans[first - 1])])):
        first -= 1
    while last + 1 < len(spans) and (
        continues(text[slice(*spans[last + 1])]) or announces(text[slice(*spans[last])])
    ):
        last += 1
    start, end = spans[first][0], spans[last][1]
    return _claim(shown, start, end, _kind(text[start:end], scene.question))


def _kind(quote: str, question: _Question) -> ClaimKind:
    return "value" if question.value and read_figures(quote) else "fact"


def _language(shown: Shown) -> Language:
    return shown.edition.language


def _claim(shown: Shown, start: int, end: int, kind: ClaimKind) -> Claim:
    quote = shown.passage.text[start:end].strip()
    return Claim("", kind, quote, (Reference(shown.label, quote),), shown.passage.step)


def _numbered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Ids in order; equal texts once; the cap kept unless it is one procedure or table."""
    once = list({c.text: c for c in claims}.values())
    whole = all(c.kind == "step" for c in once) or all(c.kind == "value" for c in once)
    kept = once if whole else once[:MOST_CLAIMS]
    return tuple(Claim(f"c{n}", c.kind, c.text, c.references, c.step) for n, c in enumerate(kept, 1))
