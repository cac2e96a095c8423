"""Which words of a claim its quotes do not back: not in them, in no equivalent, and not free of meaning.

It does not judge how the words are put together; opposites.py and figures.py do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from vlm.answer import Located
from vlm.content import outside_free, spared
from vlm.equivalents import HAN, LATIN, is_listed, lists, stem_of
from vlm.folding import plain_text
from vlm.joints_en import DONE
from vlm.joints_zh import HAN_DONE, HAN_NEXT
from vlm.measures import read_figures
from vlm.polarity import clauses_of, rules, terms_of

_CLAUSE = re.compile(r"[.;!?。；！？\n|](?!\d)")
_PIECE = re.compile(r"[.,;:!?。，、；：！？\n|](?!\d)")
_NO_NAME = re.compile(r"(?<=\w{4})[.!?]\s*\w|[。！？]\s*\w|\n|://|[<>{}]")
_ANY_WORD = re.compile(f"{LATIN.pattern}|{HAN.pattern}")
_SHORT_HAN = 4  # ideographs of most listed words
_LONGEST = 8  # ideographs of a listed word at most
_ROOT = 5  # letters that two words of one family share at least: insulated, insulation
_ENDINGS = (
    "", "able", "ement", "es", "ption", "s", "ed", "ing", "ion", "ions",
    "ation", "al", "ment", "ance", "or", "d", "ly", "ive", "e",
)  # fmt: skip
_APART = 6  # words within which the parts of a phrase belong together: "take the cover off"
_SHORTEST_SIDE = 2
_PARTED = frozenset({"off", "out", "away"})
_ORDINALS = frozenset({"second"})  # "12 seconds" backs no second technician
_TAIL = 3  # words with which a stretch ends that are taken to say something where they are printed so
NOUNS = frozenset({"plug"})  # as often a thing as a deed
# what may stand between two marks and say nothing: it joins what is said before and after
_JOINING = re.compile(
    r"(?:(?:and|but|so|or|in|if|for|that|this|is|as|then|first|second|finally|next|however|therefore"
    r"|otherwise|afterwards|respectively|case|example|instance|such|not|also|now|well|e|g|i|please|note|way|addition|short"
    r"|other|words|begin|start|as|follows|do|when|once|after|until|soon|it|been|done|finished|complete|completed|over|having|has|have"
    r"|you|only|all|be|careful|carefully|take|great|care|do)\W*)+"
    rf"|(?:and )?(?:only )?{DONE}|(?:请|一定|务必)*(?:小心|当心|注意安全|仔细)(?:操作|行事)?"
    rf"|{HAN_DONE}|{HAN_NEXT}|首先|其次|然后|接着|随后|最后|再|先|否则|不然|因此|所以|此时|这时|例如|比如"
    r"|也就是说|即|也即|在此之前|注意|请注意|另外|此外|同时|如果是|如果没有|若是|若不是|这样|那么|则|但|但是|而且|并且|之后|以后|完成后"
)
# "Service, Counters, Fuser": how a menu's path is printed; a claim names it as a menu
_PATH = re.compile(r"(?<![.!?] )\b([A-Z][a-z]+), (?=[A-Z][a-z]+(?:, [A-Z][a-z]+)?(?:[,:.]| (?:and|menu)|$))")
_LONE, _UNBACKED = 1.0, 100.0  # what a lone ideograph and an unbacked one cost against a listed word


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words of a claim may rest on: the quoted sentences, and names of products."""

    text: str
    stems: frozenset[str]
    groups: frozenset[int]
    han: str
    han_groups: frozenset[int]
    sides: frozenset[tuple[str, int]]
    pieces: frozenset[str]  # what stands between two marks


@lru_cache(maxsize=1024)
def gather(text: str) -> Evidence:
    """The words, and all that they back, of quoted sentences."""
    body = _lower(text)
    masked = _masked(text) if "'" in body else ""  # a code may hang on a word by an apostrophe
    stems = {stem_of(w) for w in LATIN.findall(masked)}
    groups: set[int] = set()
    for clause in _CLAUSE.split(body):
        tokens = [stem_of(w) for w in LATIN.findall(clause)]
        stems.update(tokens)
        groups |= _groups_in(tokens)
    if " | " not in text and _PATH.search(text):
        groups |= lists().groups[(stem_of("menu"),)]
    han = "\n".join(HAN.findall(body))
    held = _han_groups(body)
    terms = (term for clause in clauses_of(text) for term in terms_of(clause.text))
    sides = frozenset(side for term in terms if term.text not in NOUNS for side in term.sides)
    pieces = frozenset(_pieces(body))
    return Evidence(body, frozenset(stems), frozenset(groups), han, frozenset(held), sides, pieces)


@lru_cache(maxsize=1024)
def _names(text: str) -> Evidence:
    """The bare words of names: neither their equivalents nor their sides back anything."""
    body = _lower(text)
    stems = frozenset(stem_of(w) for w in LATIN.findall(body))
    none: frozenset[Any] = frozenset()
    return Evidence(body, stems, none, "\n".join(HAN.findall(body)), none, none, none)


def _han_groups(body: str) -> set[int]:
    """The lists of which a member stands in a text."""
    known = lists()
    held: set[int] = set()
    for match in HAN.finditer(body):
        run = match[0]
        for at, char in enumerate(run):
            for size in known.han_sizes.get(char, ()):
                held.update(known.han_groups.get(run[at : at + size], ()))
    if held or HAN.search(body):
        held |= {number for word, number in known.han_others if word in body}
    return held


def names_of(located: Iterable[Located]) -> str:
    """What a claim may name though no quote holds it: the product and its maker, as the editor gave them.

    Titles and headings back nothing: the manual prints them, so "Pour petrol" above a step would lend its
    words to a claim about the step. What is no name backs nothing either.
    """
    shown = [place.shown for place in located]
    names = ((*s.manual.products, s.manual.maker) for s in shown)
    of_rows = lists().of_rows if any(s.passage.kind == "row" for s in shown) else ()
    told = (name for each in names for name in each if is_name(name))
    return "\n".join(dict.fromkeys((*told, *of_rows)))


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Whether a text may be one: two sentences, an address or markup tell somebody to do something."""
    return _NO_NAME.search(text) is None


def unbacked(claim: str, evidence: Evidence, names: str = "") -> str:
    """The first word of a claim that nothing backs, "" where all are; figures and codes are left aside.

    `names` are words that may be said though no quote holds them: product and maker.
    """
    body, named = _without_joints(_masked(claim)), _names(names)
    missing = (
        *_missing_latin(body, evidence, named),
        *_missing_han(body, evidence, named),
        *_missing_sides(claim, evidence, named),
    )
    return min(missing, default=(0, ""))[1] or _assented(claim, evidence)


def _without_joints(body: str) -> str:
    """A masked claim whose stretches that only join ("begin as follows:") say nothing."""
    kept, at = "", 0
    for end in (*(m.start() for m in _PIECE.finditer(body)), len(body)):
        piece = body[at:end]
        kept += " " * len(piece) if _JOINING.fullmatch(piece.strip(" .,;:!?。，、；：！？\n|")) else piece
        at = end
    return kept


def _assented(claim: str, evidence: Evidence) -> str:
    """What rests on no word of a quote: a yes or no, which answers a question alone, or only names."""
    said = [piece for piece in _pieces(_lower(claim)) if piece not in evidence.pieces]
    if said and not read_figures(claim) and not shares_a_word(spared(_lower(claim)), evidence):
        return said[0]
    known = lists().assents
    return next((piece for piece in said if piece in known or _says_nothing_printed(piece, evidence)), "")


def _says_nothing_printed(piece: str, evidence: Evidence) -> bool:
    """Whether a stretch between two marks has words, and none that a quote backs: "if you feel like it"."""
    if _JOINING.fullmatch(piece) or shares_a_word(spared(piece), evidence):
        return False
    if " ".join(piece.split()[-_TAIL:]) in evidence.text:
        return False  # "it is in order" of "25 Ω is in order"
    return not read_figures(piece)


def shares_a_word(body: str, evidence: Evidence) -> bool:
    """Whether a quote backs any word of a text without figures that is not free."""
    known, nothing = lists(), gather("")
    return any(
        key in evidence.han or bool(known.han_claimed.get(key, frozenset()) & evidence.han_groups)
        if HAN.fullmatch(key)
        else _is_backed(key, key, evidence, nothing)
        for key in _keys_of(body)
    )


def _keys_of(body: str) -> Iterator[str]:
    """The stems of its words, and every run of ideographs outside free words that is up to four long."""
    known = lists()
    words = (w for w in LATIN.findall(body) if w not in _ORDINALS and not is_listed(w, known.free))
    yield from map(stem_of, words)
    for match in HAN.finditer(body):
        for word in outside_free(match[0]):
            for size in range(1, _SHORT_HAN + 1):
                yield from (word[i : i + size] for i in range(len(word) - size + 1))


def _pieces(text: str) -> list[str]:
    """What stands between two marks, where it holds a word."""
    pieces = (piece.strip() for piece in _PIECE.split(text))
    return [piece for piece in pieces if _ANY_WORD.search(piece)]


def _lower(text: str) -> str:
    return plain_text(text).lower()


def _masked(claim: str) -> str:
    """The claim in lower case without its figures and codes."""
    masked = claim
    for figure in read_figures(claim):
        gap = "\x00" * (figure.end - figure.start)
        masked = masked[: figure.start] + gap + masked[figure.end :]
    return spared(_lower(masked))


def _groups_in(tokens: Sequence[str]) -> set[int]:
    """The lists of which a member stands in a clause."""
    known, here, held = lists(), frozenset(tokens), set[int]()
    for token in here:
        held.update(known.groups.get((token,), ()))
        for phrase in _begun(token, here):
            numbers = known.groups.get(phrase, held)
            if here.issuperset(phrase) and not held.issuperset(numbers) and _stand(phrase, tokens):
                held |= numbers
    return held


def _begun(first: str, seconds: Set[str]) -> list[tuple[str, ...]]:
    """The listed phrases that begin with a stem and go on with one of the others."""
    known = lists().second.get(first)
    return [phrase for second in known.keys() & seconds for phrase in known[second]] if known else []


def _stand(phrase: tuple[str, ...], tokens: Sequence[str]) -> bool:
    """Whether the parts of a phrase stand in this order, near each other."""
    return any(_end(phrase, tokens, at) for at, token in enumerate(tokens) if token == phrase[0])


def _end(phrase: tuple[str, ...], tokens: Sequence[str], at: int) -> int:
    """One past the last part of a phrase that begins at `at`; 0 when it does not stand there."""
    place = at + 1
    for part in phrase[1:]:
        window = tokens[place : place + _APART]
        if part not in window:
            return 0
        place += window.index(part) + 1
    return place


def _missing_latin(body: str, evidence: Evidence, named: Evidence) -> Iterator[tuple[int, str]]:
    known, begin = lists(), 0
    for end in (*(m.start() for m in _CLAUSE.finditer(body)), len(body)):
        found = [*LATIN.finditer(body, begin, end)]
        tokens = [stem_of(m[0]) for m in found]
        here, done = frozenset(tokens), set[int]()
        for at, token in enumerate(tokens):
            if token in known.second:
                taken = [] if at in done else _unbacked_phrase(tokens, at, evidence)
                if taken:
                    yield found[at].start(), " ".join(found[n][0] for n in taken)
                    done |= {*taken}
                    continue
                done |= _backed_phrase(tokens, at, here, evidence)
            if at in done or token in evidence.stems or _is_backed(found[at][0], token, evidence, named):
                continue
            if not is_listed(found[at][0], known.besides):
                yield found[at].start(), found[at][0]
        begin = end


def _is_backed(word: str, token: str, evidence: Evidence, named: Evidence) -> bool:
    if len(word) == 1 and not word.isalpha():
        return True
    if token in evidence.stems or token in named.stems:
        return True
    if lists().claimed.get((token,), frozenset()) & evidence.groups:
        return True
    root = token[:_ROOT]
    if len(root) == _ROOT and any(s.startswith(root) and _kindred(word, token, s) for s in evidence.stems):
        return True
    return any(rules().supports(evidence.sides, side) for side in _sides_of(word))


@lru_cache(maxsize=16384)
def _sides_of(word: str) -> frozenset[tuple[str, int]]:
    """The sides of opposites that a word alone stands for and that are compared."""
    return frozenset(s for term in terms_of(word) for s in term.sides if s[0] not in rules().left_out)


def _unbacked_phrase(tokens: Sequence[str], at: int, evidence: Evidence) -> list[int]:
    """Where "take off" or the like stands, though the quote knows nothing of it; its words alone are free."""
    known = lists()
    found: list[int] = []
    begun = known.second.get(tokens[at]) if at + 1 < len(tokens) else None
    for phrase in begun.get(tokens[at + 1], ()) if begun else ():
        if phrase[-1] in _PARTED and tokens[at + 1 : at + len(phrase)] == list(phrase[1:]):
            if known.claimed[phrase] & evidence.groups or {*phrase} <= evidence.stems:
                return []
            found = list(range(at, at + len(phrase)))
    return found


def _backed_phrase(tokens: Sequence[str], at: int, here: Set[str], evidence: Evidence) -> set[int]:
    """Where the parts of a phrase that begins here stand, when the quote backs it."""
    known = lists()
    if known.second.get(tokens[at], {}).keys().isdisjoint(here):
        return set()
    ends = [
        (-len(phrase), end, phrase)
        for phrase in known.first[tokens[at]]
        if phrase[1] in here and not known.claimed[phrase].isdisjoint(evidence.groups)
        if (end := _end(phrase, tokens, at))
    ]
    _, end, phrase = min(ends, default=(0, 0, ()))  # of "keep … away from" it is "keep away" that says it
    return {i for i in range(at, end) if tokens[i] in phrase}


@lru_cache(maxsize=16384)
def _kindred(word: str, token: str, other: str) -> bool:
    """Two words of one family: they differ by an ending that does not turn the meaning."""
    shared = 0
    while shared < min(len(token), len(other)) and token[shared] == other[shared]:
        shared += 1
    if shared < _ROOT:
        return False
    return token[shared:] in _ENDINGS and other[shared:] in _ENDINGS


def _missing_han(body: str, evidence: Evidence, named: Evidence) -> Iterator[tuple[int, str]]:
    for match in HAN.finditer(body):
        for start, end in _uncovered(match[0], evidence, named):
            yield match.start() + start, match[0][start:end]


def _missing_sides(claim: str, evidence: Evidence, named: Evidence) -> Iterator[tuple[int, str]]:
    """A Chinese word of an opposite of which the ideographs are printed, but no word of its side."""
    known, body = lists(), _lower(claim)
    for term in () if body.isascii() else terms_of(claim):
        sides = {side for side in term.sides if side[0] not in rules().left_out}
        if term.text.isascii() or len(term.text) < _SHORTEST_SIDE or rules().is_weak(term) or not sides:
            continue
        end = term.start + len(term.text)
        longer = (body[term.start : end + more] for more in (1, 2))
        if any(phrase in known.han_claimed or phrase in known.han_besides for phrase in longer):
            continue  # 擦干净 is more than 擦干
        printed = (
            term.text[:_SHORTEST_SIDE] in evidence.han
            or term.text in named.han
            or term.text in known.han_besides
        )
        listed = known.han_claimed.get(term.text, frozenset()) & evidence.han_groups
        if not printed and not listed and not any(rules().supports(evidence.sides, s) for s in sides):
            yield term.start, term.text


def _uncovered(run: str, evidence: Evidence, named: Evidence) -> list[tuple[int, int]]:
    """The stretches of a run that no covering by printed, equivalent and free words reaches."""
    if len(run) > 1 and (run in evidence.han or run in named.han):
        return []
    known = lists()
    cost: list[float] = [0.0] + [float("inf")] * len(run)
    back: list[tuple[int, bool]] = [(0, True)] * (len(run) + 1)
    for at in range(len(run)):
        sizes = known.han_sizes.get(run[at], (1,))
        for size in range(1, min(_LONGEST, len(run) - at) + 1):
            word = run[at : at + size]
            printed = word in evidence.han or word in named.han
            listed = size in sizes and (
                word in known.han_besides
                or not evidence.han_groups.isdisjoint(known.han_claimed.get(word, ()))
            )
            if listed or (printed and size > 1):
                price = 0.2
            elif printed:
                price = _LONE
            elif size == 1:
                price = _UNBACKED
            elif size < sizes[0]:
                continue
            else:
                break
            if cost[at] + price < cost[at + size]:
                cost[at + size] = cost[at] + price
                back[at + size] = (at, price < _UNBACKED)
    missing: list[tuple[int, int]] = []
    at = len(run)
    while at:
        begin, covered = back[at]
        if not covered and missing and missing[0][0] == at:
            missing[0] = (begin, missing[0][1])
        elif not covered:
            missing.insert(0, (begin, at))
        at = begin
    return missing
