"""The read side: a query becomes hits, and the procedures and warnings that belong to them.

It does not know how an answer is made, and trusts the catalogue alone about what is live.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import Protocol

from kb_sources.faults import cause_of, code_cell_of, fault_of, key_of
from kb_sources.manual import Edition, Language, Manual, Passage
from retrieval.fusion import Fusing
from retrieval.lexical import Encoder, plain, whole_codes
from retrieval.live import by_language, manuals_of, names_of, spoken_in, unmet
from retrieval.looking import Looking
from retrieval.procedures import Procedures
from retrieval.products import without
from retrieval.query import Evidence, Hit, Query
from retrieval.question import NAMES, Question, Reader, Wish
from retrieval.rarity import UNUSED, Rarities
from retrieval.reranker import Reranking
from retrieval.store import DEPTH, Lookup, PassageStore, Scored
from retrieval.subject import Subjects

CANDIDATES = 30  # passages beyond those wanted, to make up for equal ones and translations
ROWS_OF_CODE = 4  # … for each further code that is asked for
MOST_CANDIDATES = 300
MOST_ROWS = 60  # of the codes asked for, all found whatever the limit
FOREIGN = 0.6  # of its weight keeps a word that a passage in another language cannot hold
OTHER_NAME = 0.6  # … a wish whose concept is there under another name
COVERED = 1.0  # what covering the whole question counts in the order of hits, in multiples of the best score
TITLED = 1.0  # … what a step's titles count that cover it
TOLD = 1.0  # … what it counts that a passage is the remedy for all that is told to be wrong
RELATED = 80  # passages of procedures and warnings that come with the hits, at most


class Library(Protocol):
    """What the catalogue tells a search."""

    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]: ...
    def excluded(self, tenant: str) -> frozenset[str]: ...
    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]: ...
    def part(self, reading: str, part_of: str) -> Sequence[Passage]: ...
    def passages_of(self, reading: str, first: int = ..., last: int = ...) -> Iterable[Passage]: ...


class Search:
    """Threads may share one."""

    def __init__(
        self,
        store: PassageStore,
        library: Library,
        encoder: Encoder,
        reader: Reader,
        fusing: Fusing | None = None,
        reranking: Reranking | None = None,
        looking: Looking | None = None,
    ) -> None:
        self._store = store
        self._library = library
        self._encoder = encoder
        self._name = lru_cache(maxsize=NAMES)(self._read_name)  # the glossary's are met again and again
        self._reader = reader
        self._rarities = Rarities(store)
        self._subjects = Subjects(library, reader.hear)
        self._procedures = Procedures(library, reader)
        self._fusing = fusing
        self._reranking = reranking
        self._looking = looking

    def find(self, query: Query) -> Evidence:
        """The passages that answer best. Nothing live or no manual of the products: no hits, no error."""
        live = self._library.live(query.tenant)
        excluded = self._library.excluded(query.tenant)
        manuals = manuals_of(live, query.products)
        text = without(query.text, names_of(live, query.products)) if query.products else query.text
        titles = {r: m.title for r, (m, _) in live.items() if manuals is None or m.id in manuals}
        about = self._subjects.of(titles if query.products else {})
        kind = self._subjects.held_to(text, titles)
        if len(kind.readings) < len(titles):
            manuals = frozenset(live[reading][0].id for reading in kind.readings)
        asked = {e.language for m, e in live.values() if manuals is None or m.id in manuals}
        foreign = query.language is not None and query.language not in asked
        question = self._reader.read(
            text, query.codes, query.photo_text, foreign=foreign, about=about, given=kind.kinds
        )
        wanted = CANDIDATES + query.limit + ROWS_OF_CODE * max(len(query.codes) - 1, 0)
        lookup = Lookup(query.tenant, question.words, manuals, excluded, min(wanted, MOST_CANDIDATES))
        if self._fusing:
            lookup = self._fusing.add(lookup, text, query.codes, query.language)
        scored = self._store.search(lookup)
        alone = {s.id: s.score for s in scored}
        if lookup.dense:
            by_words = self._store.search(replace(lookup, words=question.words, dense=(), limit=DEPTH))
            alone = {s.id: s.score for s in by_words}
        found = _collapse(self._ranked(query, live, scored, alone))
        if query.procedure:
            found = self._procedures.led(found, question)
        rarities = self._rarities.of(query.tenant, frozenset(live), question, self._encoder)
        spoken = spoken_in(query, live)
        told = [self._told(query, hit, question, spoken) for hit in found]
        if query.procedure:
            found, told = self._procedures.halved(found, told, question)
        judged = self._judged(found, question, rarities, told, "dense" if lookup.dense else "words")
        contenders = tuple({hit.manual.id: hit for hit, _ in reversed(judged)}.values())[::-1]
        if self._reranking:
            has_of = {id(hit.passage): has for hit, has in judged}
            ordered = self._reranking.order(text, [hit for hit, _ in judged], lambda hit: _text(hit.passage))
            judged = [(hit, has_of[id(hit.passage)]) for hit in ordered]
        rows = sum(_is_looked_up(hit, question) for hit, _ in judged)
        chosen = (
            _spread(judged, query.limit)
            if rows <= query.limit // 2
            else judged[: max(min(rows, MOST_ROWS), query.limit)]
        )
        hits, held = tuple(hit for hit, _ in chosen), [has for _, has in chosen]
        hits += self._alike(query, live, lookup, {hit.passage.id for hit in hits})
        return Evidence(
            query,
            hits,
            self._related(hits),
            question.widened,
            contenders,
            _uncovered(question.wishes, rarities, held),
            unmet([live[reading][0] for reading in sorted(kind.sure)], contenders, query.language),
            tuple(sorted(excluded)),
            self._store.rarities(query.tenant, (UNUSED,))[0],
            question.dangers,
        )

    def _alike(
        self,
        query: Query,
        live: Mapping[str, tuple[Manual, Edition]],
        lookup: Lookup,
        have: Collection[str],
    ) -> tuple[Hit, ...]:
        """Figures that look like the photos, behind the hits: what they show is no word of the question."""
        if not self._looking or not query.photos:
            return ()
        scored = self._looking.find(query.tenant, query.photos, query.text, lookup.manuals, lookup.excluded)
        found = self._ranked(query, live, [s for s in scored if s.id not in have], {})
        return tuple(replace(hit, found_by=("picture",)) for hit in found)

    def knows(self, tenant: str, text: str) -> bool:
        """Whether passages hold every word of a text, or the whole of it when it has digits."""
        return self._rarities.known(tenant, self._reader.dimensions(text))

    def of_kind(self, tenant: str, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """A text's names for kinds of device, and the products whose manuals are for that kind."""
        live = self._library.live(tenant)
        kind = self._subjects.held_to(text, {reading: m.title for reading, (m, _) in live.items()})
        names = tuple(w.matched for w in self._reader.hear(text) if w.kind == "device")
        return names, tuple(dict.fromkeys(p for r in sorted(kind.sure) for p in live[r][0].products))

    def _ranked(
        self,
        query: Query,
        live: Mapping[str, tuple[Manual, Edition]],
        scored: Sequence[Scored],
        alone: Mapping[str, float],
    ) -> list[Hit]:
        passages = self._library.passages([s.id for s in scored])
        spoken = spoken_in(query, live)
        found = []
        for candidate in scored:
            passage = passages.get(candidate.id)
            if passage is None or candidate.reading not in live:
                continue
            manual, edition = live[candidate.reading]
            factor = by_language(query, manual, edition, spoken)
            score, fused = factor * alone.get(passage.id, 0.0), factor * candidate.score
            found.append(Hit(passage, manual, edition, score, (), fused=fused))
        return sorted(found, key=attrgetter("fused"), reverse=True)

    def _judged(
        self,
        found: Sequence[Hit],
        question: Question,
        rarities: Mapping[str, float],
        each_told: Sequence[float | None],
        otherwise: str,
    ) -> list[tuple[Hit, _Held]]:
        """The hits in the order of what they hold of the question, beside their score."""
        if not found:
            return []
        wishes, best = question.wishes, found[0].fused
        alone = [self._held(_text(h.passage), h.manual, wishes) for h in found]
        judged = []
        for hit, told, own, has in zip(found, each_told, alone, _together(found, alone), strict=True):
            language = hit.edition.language
            coverage = _coverage(wishes, rarities, has, language)
            titled = self._titled(hit, wishes, rarities)
            keyed = self._reader.named(question, key_of(hit.passage))
            if hit.passage.kind == "row" and told is not None:
                keyed = told  # a "vertical white line" is no "vertical black line"
            judged.append(
                (
                    hit.fused / best
                    + COVERED * _coverage(wishes, rarities, own, language)
                    + TITLED * titled
                    + TOLD * (told or 0.0),
                    replace(
                        hit,
                        found_by=has.found_by or (otherwise,),
                        coverage=coverage,
                        keyed=keyed,
                        told=told,
                    ),
                    has,
                )
            )
        judged.sort(key=lambda j: (self._comes_first(j[1], question), j[0]), reverse=True)
        return [(hit, has) for _, hit, has in judged]

    def _comes_first(self, hit: Hit, question: Question) -> bool:
        return _is_looked_up(hit, question) or self._is_warned_of(hit, question)

    def _is_warned_of(self, hit: Hit, question: Question) -> bool:
        """Whether a passage stands under a title of a danger that the question tells of, or warns of it."""
        passage = hit.passage
        warning = (passage.text,) if passage.kind == "warning" else ()
        return self._reader.warned_of(question, (*passage.section, *warning))

    def _told(self, query: Query, hit: Hit, question: Question, spoken: Collection[str]) -> float | None:
        """How far a passage tells what to do about what the question tells or wants done, or about its code;
        None where another edition tells it in the asker's language.
        """
        if by_language(query, hit.manual, hit.edition, spoken) < 1:
            return None
        if _is_looked_up(hit, question) or self._is_warned_of(hit, question):
            return 1.0
        if hit.titled or self._reader.warned_of(question, (cause_of(hit.passage),)):
            return 1.0
        return self._reader.told(question, fault_of(hit.passage))

    def _titled(self, hit: Hit, wishes: Sequence[Wish], rarities: Mapping[str, float]) -> float:
        """What the titles above a step hold of the question: steps seldom say what they are for."""
        if hit.passage.kind != "step":
            return 0.0
        held = self._held("\n".join(hit.passage.section), hit.manual, wishes)
        return _coverage(wishes, rarities, held, hit.edition.language)

    def _held(self, text: str, manual: Manual, wishes: Iterable[Wish]) -> _Held:
        stems = self._encoder.stems(text)
        title = " ".join((manual.title, manual.maker, *manual.products))
        named, titled = self._encoder.stems(title), plain(title)
        folded, codes = plain(text), whole_codes(text)
        own, other, neutral = set(), set(), set()
        for wish in wishes:
            if wish.code:
                if wish.code in codes:
                    own.add(wish.text)
            elif self._names(wish, named, titled):
                neutral.add(wish.text)
            elif wish.terms and all(_stands(t.text, folded) or t.stem in stems for t in wish.terms):
                own.add(wish.text)
            elif any(self._says(phrase, folded, stems) for phrase in wish.phrases):
                other.add(wish.text)
        found_by = [name for name, any_ in (("words", own), ("widened", other)) if any_]
        if any(wish.code and wish.text in own for wish in wishes):
            found_by.append("code")
        return _Held(frozenset(own), frozenset(other), frozenset(neutral), tuple(found_by))

    def _names(self, wish: Wish, stems: frozenset[int], folded: str) -> bool:
        """Whether a manual's title says it: 洗衣机 tells no passage in a washing machine's manual."""
        if wish.terms and all(t.stem in stems for t in wish.terms):
            return True
        return not wish.symptom and any(self._says(phrase, folded, stems) for phrase in wish.phrases)

    def _says(self, phrase: str, folded: str, stems: frozenset[int]) -> bool:
        """Whether the text holds a name of a concept, word for word or with other endings."""
        printed, own = self._name(phrase)
        return printed in folded or (bool(own) and own <= stems)

    def _read_name(self, phrase: str) -> tuple[str, frozenset[int]]:
        return plain(phrase), frozenset(t.stem for t in self._encoder.terms(phrase))

    def _related(self, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The rest of each hit's procedure or table, and every warning that must come with any of them."""
        have = {hit.passage.id for hit in hits}
        found: list[Hit] = []
        for hit in hits:
            if hit.passage.part_of and hit.passage.kind != "row":
                for passage in self._procedures.parts(hit):
                    if passage.id not in have and not passage.hint:
                        have.add(passage.id)
                        found.append(_belonging(passage, hit, "part"))
        owners = {w: hit for hit in (*hits, *found) for w in reversed(hit.passage.warned_by)}
        missing = [w for w in owners if w not in have]
        warnings = self._library.passages(missing)
        found = [_belonging(warnings[w], owners[w], "warning") for w in missing if w in warnings] + found
        return tuple(found[:RELATED])


@dataclass(frozen=True, slots=True)
class _Held:
    """Which wishes a passage fulfils; neutral ones only name the manual it is in."""

    wishes: frozenset[str]  # in the question's own words
    renamed: frozenset[str]  # under another name of the concept
    neutral: frozenset[str]
    found_by: tuple[str, ...]


def _is_looked_up(hit: Hit, question: Question) -> bool:
    """Whether a row is the one of a code that was asked for; a row may also mention another's code."""
    asked = {wish.code for wish in question.wishes if wish.code}
    return bool(asked) and not asked.isdisjoint(whole_codes(code_cell_of(hit.passage)))


def _coverage(
    wishes: Sequence[Wish], rarities: Mapping[str, float], held: _Held, language: Language
) -> float:
    """Share of the wishes' weight that is held. A word no passage of this language can hold weighs little."""
    weights = {
        w.text: rarities[w.text] * (FOREIGN if w.language not in (None, language) else 1.0)
        for w in wishes
        if w.text not in held.neutral
    }
    total = sum(weights.values())
    credit = {w.text: 1.0 if w.symptom else OTHER_NAME for w in wishes if w.text in held.renamed}
    credit.update(dict.fromkeys(held.wishes, 1.0))
    return sum(weight * credit.get(text, 0.0) for text, weight in weights.items()) / total if total else 0.0


def _uncovered(
    wishes: Sequence[Wish], rarities: Mapping[str, float], held: Sequence[_Held]
) -> tuple[str, ...]:
    covered = {text for h in held for text in h.wishes | h.renamed | h.neutral}
    open_ = [w.text for w in wishes if w.text not in covered]
    return tuple(sorted(open_, key=lambda text: -rarities[text]))


def _spread(judged: Sequence[tuple[Hit, _Held]], limit: int) -> list[tuple[Hit, _Held]]:
    """The first `limit`; the last third of them from pages of their own, while there are any."""
    first = list(judged[: limit - limit // 3])
    seen = {_page(hit.passage) for hit, _ in first}
    new: list[tuple[Hit, _Held]] = []
    rest: list[tuple[Hit, _Held]] = []
    for one in judged[len(first) :]:
        page = _page(one[0].passage)
        (rest if page in seen else new).append(one)
        seen.add(page)
    return (first + new + rest)[:limit]


def _text(passage: Passage) -> str:
    return "\n".join((*passage.section, passage.text))


def _together(hits: Sequence[Hit], held: Sequence[_Held]) -> list[_Held]:
    """Hits on one page, or of one section where there are no pages, complete each other."""
    pages: dict[object, list[_Held]] = {}
    for hit, one in zip(hits, held, strict=True):
        pages.setdefault(_page(hit.passage), []).append(one)
    found = []
    for hit, one in zip(hits, held, strict=True):
        page = pages[_page(hit.passage)]
        own = frozenset().union(*(h.wishes for h in page))
        found.append(replace(one, wishes=own, renamed=frozenset().union(*(h.renamed for h in page))))
    return found


def _page(passage: Passage) -> object:
    return passage.reading, passage.spans[0].page if passage.spans else passage.section


def _collapse(hits: Iterable[Hit]) -> list[Hit]:
    """Equal texts become one hit in the place of the best; it tells the other places. Those of a section are
    of one reading where they can be: a table's rows belong together."""
    by_text: dict[str, list[Hit]] = {}
    for hit in hits:
        by_text.setdefault(hit.passage.text_hash, []).append(hit)
    readings: dict[tuple[str, ...], str] = {}
    found = []
    for best, *others in by_text.values():
        reading = readings.setdefault(best.passage.section, best.passage.reading)
        chosen = next((h for h in (best, *others) if h.passage.reading == reading), best)
        also = tuple(h for h in (best, *others) if h is not chosen)
        found.append(replace(chosen, score=best.score, fused=best.fused, also=also))
    return found


def _stands(word: str, folded: str) -> bool:
    """Chinese words may be cut otherwise in the passage; they count wherever they stand."""
    return not word.isascii() and len(word) > 1 and word in folded


def _belonging(passage: Passage, hit: Hit, why: str) -> Hit:
    return Hit(passage, hit.manual, hit.edition, hit.score, (why,), hit.coverage, fused=hit.fused)
