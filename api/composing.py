"""Turns an outcome into the Reply a client gets: numbering, citations, text.

It checks and decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from api.phrases import phrase
from api.reply import (
    CitedEdition,
    CitedManual,
    CitedPlace,
    ModelUsed,
    Reply,
    ReplyCheck,
    ReplyCitation,
    ReplyClaim,
    ReplyClarify,
    ReplyDropped,
    ReplyFigure,
    ReplyHandoff,
    ReplyOption,
    ReplyPhoto,
    ReplyRefusal,
    ReplyVerdict,
    ReplyWarning,
    figure_url,
    page_url,
)
from kb_sources.manual import Language, Place
from vlm.answer import (
    Answered,
    CheckedClaim,
    Clarify,
    Dropped,
    Grounded,
    HandedOff,
    Located,
    Outcome,
    Refused,
    Shown,
)
from vlm.explaining import Explainer
from vlm.frames import told, told_together

# A printed signal word; the line has one in the asker's language.
_SIGNAL = re.compile(
    r"\A\s*(?:(?:DANGER|WARNING|CAUTION|NOTICE)[!！:：\s]+|(?:危险|警告|小心|注意)[!！:：\s]*)", re.IGNORECASE
)

PageLabel = Callable[[str, int], str]  # reading, page → printed label


@dataclass(slots=True)
class _Citations:
    """Numbers places in the order in which the text first names them; the same quote keeps its number."""

    label: PageLabel
    made: dict[tuple[str, int, int], ReplyCitation] = field(default_factory=dict)

    def number(self, located: Located) -> int:
        key = (located.shown.passage.id, located.start, located.end)
        if key not in self.made:
            self.made[key] = self._cite(len(self.made) + 1, located)
        return self.made[key].n

    def whole(self, shown: Shown) -> int:
        return self.number(Located(shown, 0, len(shown.passage.text)))

    def _cite(self, n: int, located: Located) -> ReplyCitation:
        passage, manual, edition = located.shown.passage, located.shown.manual, located.shown.edition
        return ReplyCitation(
            n=n,
            passage_id=passage.id,
            manual=CitedManual(manual.id, manual.title, manual.maker, manual.products, edition.source_name),
            edition=CitedEdition(edition.id, edition.revision, edition.language, edition.state),
            places=tuple(self._place(edition.id, passage.reading, p) for p in located.places),
            quote=located.quote,
            read_by=passage.read_by,
        )

    def _place(self, edition: str, reading: str, place: Place) -> CitedPlace:
        return CitedPlace(
            page=place.page,
            page_label=self.label(reading, place.page),
            boxes=tuple((b.x0, b.y0, b.x1, b.y1) for b in place.boxes),
            page_url=page_url(edition, place.page, place.boxes),
        )


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes replies; `label` tells a page's printed label, `disclaimer` stands under every answer.

    `explainer` knows the gate's settings.
    """

    label: PageLabel
    disclaimer: Mapping[Language, str]
    explainer: Explainer

    def compose(
        self,
        outcome: Outcome,
        *,
        answer_id: str,
        conversation_id: str,
        language: Language,
        photos: tuple[ReplyPhoto, ...],
        timings_ms: Mapping[str, float],
        shown: Sequence[Shown] = (),
        dropped: Sequence[Dropped] = (),
        notes: Sequence[str] = (),
        model: ModelUsed | None = None,
        confidence: float | None = None,
    ) -> Reply:
        """The Reply of an outcome.

        `dropped` are the claims that did not pass the gate; `notes` stand before the text.
        """
        frame = Reply(
            id=answer_id,
            conversation_id=conversation_id,
            action="answer",
            mode="extractive",
            language=language,
            text="",
            photos=photos,
            timings_ms=dict(timings_ms),
            dropped=tuple(ReplyDropped(d.claim.text, told(d.reason, language)) for d in dropped),
            vlm=model,
            confidence=confidence,
        )
        reply = self._worded(frame, outcome, shown)
        return replace(reply, text="\n".join((*notes, reply.text)))

    def _worded(self, frame: Reply, outcome: Outcome, shown: Sequence[Shown]) -> Reply:
        if isinstance(outcome, Answered):
            return self._answer(frame, outcome, shown)
        citations = _Citations(self.label)
        if isinstance(outcome, Clarify):
            options = tuple(ReplyOption(o.label, o.set) for o in outcome.options)
            return replace(
                frame,
                action="clarify",
                text=outcome.question,
                clarify=ReplyClarify(outcome.question, outcome.about, options),
            )
        shown = outcome.closest if isinstance(outcome, Refused) else outcome.evidence
        numbers = tuple(citations.whole(s) for s in shown)
        if isinstance(outcome, HandedOff):
            return replace(
                frame,
                action="handoff",
                text=outcome.reason,
                handoff=ReplyHandoff(outcome.id, outcome.reason, numbers),
                citations=tuple(citations.made.values()),
            )
        return replace(
            frame,
            action="refuse",
            text=outcome.reason,
            refusal=ReplyRefusal(outcome.reason, numbers),
            citations=tuple(citations.made.values()),
        )

    def _answer(self, frame: Reply, outcome: Answered, shown: Sequence[Shown]) -> Reply:
        grounded, language = outcome.grounded, frame.language
        citations = _Citations(self.label)
        warnings: dict[str, ReplyWarning] = {}
        claims: list[ReplyClaim] = []
        lines = [grounded.draft.lead] if grounded.draft.lead else []
        spoken_of = ""
        warners = {w.passage.id for checked in grounded.claims for w in checked.warnings}
        parts = _parts(grounded.claims)
        part = ""
        for checked in grounded.claims:
            itself = _warning_itself(checked, warners)
            due = [w for w in (*itself, *checked.warnings) if w.passage.id not in warnings]
            if (due or not itself) and checked.claim.frame != spoken_of:
                spoken_of = checked.claim.frame
                lines += ["", spoken_of] if spoken_of else []
            if (head := parts.get(_section(checked), part)) != part:
                part = head
                lines.append(f"{part}:" if part.isascii() else f"{part}：")
            for warner in due:
                if warner.passage.id not in warnings:
                    warning = _warning(warner, citations.whole(warner))
                    warnings[warning.id] = warning
                    lines.append(_warning_line(warning, language))
            numbers = tuple(dict.fromkeys(citations.number(x) for x in checked.located))
            claims.append(_claim(checked, numbers, self._verdict(checked, language)))
            if not itself:
                lines.append(_claim_line(checked, numbers))
        if _has_gap(grounded):
            lines.append(phrase("note.steps_missing", language))
        lines += ["", self.disclaimer[language]]
        return replace(
            frame,
            mode=grounded.draft.mode,
            text="\n".join(lines),
            claims=tuple(claims),
            warnings=tuple(warnings.values()),
            figures=_figures(grounded.draft.figures, shown, citations),
            citations=tuple(citations.made.values()),
            prompt_version=grounded.draft.prompt_version or None,
        )

    def _verdict(self, checked: CheckedClaim, language: Language) -> ReplyVerdict:
        explained = zip(checked.verdict.findings, self.explainer.explain(checked), strict=True)
        return ReplyVerdict(
            checked.verdict.supported,
            tuple(
                ReplyCheck(f.check, f.passed, f.score, told_together(why, language)) for f, why in explained
            ),
        )


def _figures(labels: Sequence[str], shown: Sequence[Shown], citations: _Citations) -> tuple[ReplyFigure, ...]:
    """The figures a draft names, by label; a label that was not shown names nothing."""
    found = []
    named = (s for s in shown if s.label in labels and s.passage.kind == "figure" and not s.passage.hint)
    for figure in (s for s in named if s.passage.places):
        place = figure.passage.places[0]
        url = (
            figure_url(figure.edition.id, figure.passage.id)
            if figure.passage.figure
            else page_url(figure.edition.id, place.page, place.boxes)  # read before pictures were kept
        )
        caption = figure.passage.text.splitlines()[0]
        found.append(ReplyFigure(figure.passage.id, caption, citations.whole(figure), url))
    return tuple(found)


def _section(checked: CheckedClaim) -> tuple[str, ...]:
    """Edition and titles of a step; () for anything else."""
    if checked.claim.kind != "step" or not checked.located:
        return ()
    passage = checked.located[-1].shown.passage
    return (passage.edition, *passage.section)


def _parts(claims: Sequence[CheckedClaim]) -> dict[tuple[str, ...], str]:
    """The titles of the parts of a procedure, where steps of one manual stand under several."""
    told = {section for section in map(_section, claims) if len(section) > 1}
    manuals = Counter(edition for edition, *_ in told)
    return {section: section[-1] for section in told if manuals[section[0]] > 1}


def _has_gap(grounded: Grounded) -> bool:
    """Whether a procedure is given without some of its steps: one was held back, or a number is left out."""
    numbers: dict[tuple[str, str], list[int]] = {}
    for checked in grounded.claims:
        passage = checked.located[-1].shown.passage if checked.located else None
        if checked.claim.kind == "step" and passage is not None and passage.step.isdecimal():
            numbers.setdefault((passage.edition, passage.part_of), []).append(int(passage.step))
    procedures = [told for told in numbers.values() if len(told) > 1]
    held_back = any(dropped.claim.kind == "step" for dropped in grounded.dropped)
    skipped = any(set(told) != set(range(1, max(told) + 1)) for told in procedures)
    return bool(procedures) and (skipped or (held_back and grounded.draft.mode == "extractive"))


def _warning_itself(checked: CheckedClaim, warners: Set[str]) -> tuple[Shown, ...]:
    """The warning that a claim quotes whole, where it is due in this answer: it is told as that, and once."""
    places = checked.located
    if checked.claim.kind == "step" or not any(place.shown.passage.id in warners for place in places):
        return ()
    whole = all(place.quote == checked.claim.text == place.shown.passage.text for place in places)
    return (places[0].shown,) if whole and len({p.shown.passage.id for p in places}) == 1 else ()


def _warning(shown: Shown, n: int) -> ReplyWarning:
    return ReplyWarning(shown.passage.id, shown.passage.level or "notice", shown.passage.text, (n,))


def _warning_line(warning: ReplyWarning, language: Language) -> str:
    told = _SIGNAL.sub("", warning.text, count=1).strip() or warning.text
    return f"⚠ {phrase(f'warning.{warning.level}', language)}: {told} [{warning.citations[0]}]"


def _claim_line(checked: CheckedClaim, numbers: tuple[int, ...]) -> str:
    marks = "".join(f"[{n}]" for n in numbers)
    step = checked.claim.step
    lead = f"{step}. " if step and not checked.claim.text.startswith(step) else "" if step else "• "
    return f"{lead}{checked.claim.text} {marks}"


def _claim(checked: CheckedClaim, numbers: tuple[int, ...], verdict: ReplyVerdict) -> ReplyClaim:
    return ReplyClaim(
        id=checked.claim.id,
        kind=checked.claim.kind,
        text=checked.claim.text,
        citations=numbers,
        warnings=tuple(s.passage.id for s in checked.warnings),
        verdict=verdict,
        step=checked.claim.step or None,
    )
