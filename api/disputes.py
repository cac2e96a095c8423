"""Shows a conflict as one: where another live edition or manual says otherwise, both stand in the answer.

It does not choose between them. What says otherwise is found by retrieval and compared by vlm/disputes.py;
it leaves through the gate like any claim, quoted, under a frame that names its manual and edition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from api.phrases import phrase
from kb_sources.manual import Passage
from retrieval.query import Hit
from vlm.answer import Asked, CheckedClaim, Claim, ClaimKind, Draft, Grounded, Located, Reference, Shown
from vlm.counterparts import Namer, counterpart
from vlm.disputes import bare, otherwise


class Elsewhere(Protocol):
    def find(self, passages: Sequence[Passage]) -> Sequence[Sequence[Hit]]: ...
    def bound(self, hit: Hit) -> Sequence[Hit]: ...


class Gate(Protocol):
    def check(self, draft: Draft, shown: Sequence[Shown], asked: Asked) -> Grounded: ...


@dataclass(frozen=True, slots=True)
class Rival:
    """What another reading prints in a passage's place: text[start:end] of it is otherwise."""

    shown: Shown
    start: int
    end: int

    @property
    def key(self) -> str:
        return self.shown.passage.id


@dataclass(slots=True)
class _Gathered:
    """Claims in the order of the answer: the answer's own, then what others say instead."""

    main: list[CheckedClaim | Rival] = field(default_factory=list)
    beside: dict[str, CheckedClaim | Rival] = field(default_factory=dict)  # by passage


@dataclass(frozen=True, slots=True)
class Disputes:
    elsewhere: Elsewhere
    gate: Gate
    name: Namer

    def show(
        self, grounded: Grounded, shown: Sequence[Shown], asked: Asked
    ) -> tuple[Grounded, tuple[Shown, ...]]:
        """The claims with what is said otherwise behind them, and all that is shown then.

        A draft that took its claims from several editions is put in order: the edition most cited speaks
        first and whole, the others behind it.
        """
        rivals = self._rivals(grounded.claims)
        if not any(rivals):
            return grounded, tuple(shown)
        first = _most_cited(grounded.claims)
        gathered = _gather(grounded.claims, rivals, first.passage.reading)
        more = self._labelled(gathered, shown)
        main, beside = self._checked(gathered, (*shown, *more), asked)
        if not beside:
            return grounded, tuple(shown)
        others = list({c.located[0].shown.passage.reading: c.located[0].shown for c in beside}.values())
        names = _names([first, *others])
        framed = tuple(_framed(c, names[c.located[0].shown.passage.reading], asked) for c in beside)
        told = {"one": names[first.passage.reading], "other": " / ".join(list(names.values())[1:])}
        note = phrase("dispute.note", asked.language, **told)
        draft = replace(grounded.draft, lead="\n".join(filter(None, (note, grounded.draft.lead))))
        return replace(grounded, claims=(*main, *framed), draft=draft), (*shown, *more)

    def _rivals(self, claims: Sequence[CheckedClaim]) -> list[list[Rival]]:
        """For each claim one from each other reading that says otherwise, place by place."""
        places = [place for claim in claims for place in claim.located]
        near = iter(self.elsewhere.find([place.shown.passage for place in places]))
        found = []
        for claim in claims:
            rivals = [r for place in claim.located for r in _rivals_at(place, next(near), self.name)]
            found.append(list({rival.key: rival for rival in rivals}.values()))
        return found

    def _labelled(self, gathered: _Gathered, shown: Sequence[Shown]) -> list[Shown]:
        """The rivals and the warnings bound to them, under labels of their own."""
        have = {s.passage.id for s in shown}
        more: list[Shown] = []
        for rival in _rivals_of(gathered):
            hit = Hit(rival.shown.passage, rival.shown.manual, rival.shown.edition, 0.0, ())
            for each in (hit, *self.elsewhere.bound(hit)):
                if each.passage.id not in have:
                    have.add(each.passage.id)
                    more.append(_shown(f"S{len(shown) + len(more) + 1}", each))
        return more

    def _checked(
        self, gathered: _Gathered, shown: Sequence[Shown], asked: Asked
    ) -> tuple[list[CheckedClaim], list[CheckedClaim]]:
        """The answer's own claims and those of others, each quoted one through the gate."""
        labels = {s.passage.id: s.label for s in shown}
        drafted = tuple(_quoted(f"d{n}", r, labels) for n, r in enumerate(_rivals_of(gathered), start=1))
        checked = self.gate.check(Draft(drafted, "extractive"), shown, asked)
        passed = {c.located[0].shown.passage.id: c for c in checked.claims}

        def standing(claims: Iterable[CheckedClaim | Rival]) -> list[CheckedClaim]:
            found = (passed.get(c.key) if isinstance(c, Rival) else c for c in claims)
            return [c for c in found if c is not None]

        beside = standing(gathered.beside.values())
        return standing(gathered.main), sorted(beside, key=lambda c: c.located[0].shown.passage.reading)


def _rivals_at(place: Located, hits: Sequence[Hit], name: Namer) -> Iterator[Rival]:
    home = place.shown.passage.reading
    near = [_shown("", hit) for hit in hits]
    own = [s for s in near if s.passage.reading == home]
    mine = {bare(s) for s in own} | {bare(place.shown)}
    for reading in dict.fromkeys(s.passage.reading for s in near if s.passage.reading != home):
        there = [s for s in near if s.passage.reading == reading]
        rival = _first(place, there, mine)
        if rival is not None:
            yield rival
        elif (stated := counterpart(place, there, own, name)) is not None:
            yield Rival(*stated)


def _first(place: Located, there: Sequence[Shown], mine: set[str]) -> Rival | None:
    """The passage that says otherwise; none where one says the same. What the own reading prints too is
    printed of something else."""
    if any(bare(s) == bare(place.shown) for s in there):
        return None
    step = place.shown.passage.step
    for other in sorted(there, key=lambda s: s.passage.step != step):
        stretch = None if bare(other) in mine else otherwise(place, other)
        if stretch is not None:
            return Rival(other, *stretch)
    return None


def _most_cited(claims: Sequence[CheckedClaim]) -> Shown:
    """A passage of the reading that most claims cite."""
    cited = [place.shown for claim in claims for place in claim.located]
    (reading, _), *_ = Counter(s.passage.reading for s in cited).most_common(1)
    return next(s for s in cited if s.passage.reading == reading)


def _gather(claims: Sequence[CheckedClaim], rivals: Sequence[Sequence[Rival]], home: str) -> _Gathered:
    """`home`: the reading that speaks first. What a claim of another one says stands beside what it says."""
    gathered = _Gathered()
    cited = {place.shown.passage.id: claim for claim in claims for place in claim.located}
    for claim, others in zip(claims, rivals, strict=True):
        at_home = [r for r in others if r.shown.passage.reading == home]
        if at_home:
            gathered.main += [r for r in at_home if r.key not in cited]
            gathered.beside.setdefault(claim.located[0].shown.passage.id, claim)
        else:
            gathered.main.append(claim)
            for rival in others:
                gathered.beside.setdefault(rival.key, cited.get(rival.key, rival))
    return gathered


def _rivals_of(gathered: _Gathered) -> Iterable[Rival]:
    return (c for c in (*gathered.main, *gathered.beside.values()) if isinstance(c, Rival))


def _quoted(name: str, rival: Rival, labels: Mapping[str, str]) -> Claim:
    passage = rival.shown.passage
    text = passage.text[rival.start : rival.end]
    kind: ClaimKind = "step" if passage.kind == "step" else "value" if passage.kind == "row" else "fact"
    return Claim(name, kind, text, (Reference(labels[passage.id], text),), passage.step)


def _framed(claim: CheckedClaim, name: str, asked: Asked) -> CheckedClaim:
    own = claim.located[0].shown.edition.language == asked.language
    frame = phrase("dispute.frame" if own else "dispute.frame_foreign", asked.language, name=name)
    return replace(claim, claim=replace(claim.claim, frame=frame))


def _names(each: Sequence[Shown]) -> dict[str, str]:
    """By reading, the manual's title and revision; its file name where these do not tell it from another."""
    names = {s.passage.reading: " · ".join(filter(None, (s.manual.title, s.edition.revision))) for s in each}
    told = Counter(names.values())
    files = {s.passage.reading: s.edition.source_name for s in each}
    return {r: name if told[name] == 1 else f"{name} ({files[r]})" for r, name in names.items()}


def _shown(label: str, hit: Hit) -> Shown:
    return Shown(label, hit.passage, hit.manual, hit.edition, hit.score, related=True)
