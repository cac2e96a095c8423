"""Which product a text speaks of: one there are manuals for, several that fit, or one there are none for.

It does not search passages and decides nothing; a wrong product is worse than none, so a name must fit whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from kb_sources.codes import codes_in
from kb_sources.manual import Edition, Manual


@dataclass(frozen=True, slots=True)
class Named:
    """The text names these, in every spelling their manuals use."""

    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """The text says less than a whole name, or names several; each of these fits."""

    name: str  # as the text has it
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """The text names a product there is no manual for."""

    name: str


@dataclass(frozen=True, slots=True)
class NotNamed:
    """The text names no product."""


Match = Named | Family | Unknown | NotNamed


class LiveManuals(Protocol):
    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]: ...


_PIECE = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)*|[\u3400-\u9fff]")
_SOFT = re.compile(r"[\s\-_/·.]{0,2}")
# What makes another product of a name: N7 Pro, Ender 3 V2, CR-10 S5. A plain number after a blank does not.
_VARIANT = frozenset(
    ("pro", "max", "plus", "mini", "lite", "ultra", "se", "neo", "air", "duo", "turbo", "ii")
)
_REVISION = re.compile(r"[\s\-_]?(?:v|rev|mk|mark|s|e|x|t)\.?[0-9]", re.IGNORECASE)
_FAULT_CODE = re.compile(r"[EF]-?[0-9]{1,3}", re.IGNORECASE)
# Two letters and two digits, as models are written; connectors, standards and units are not.
_MODEL = re.compile(
    r"(?<![A-Za-z0-9_.-])(?=[A-Za-z0-9-]*[0-9]{2})[A-Z]{2,6}-?[0-9]{1,5}[A-Za-z]{0,2}"
    r"(?:[ -](?:Pro|Max|Plus|Mini|Lite|Ultra|SE|Turbo|[SVX][0-9](?:\.[0-9])?))*(?![A-Za-z0-9_])"
)
_NO_MODEL = re.compile(
    r"(?:[CL]R[0-9]{2,4}|(?:AC|DC|IP|RJ|ISO|EN|IEC|DIN|UL|USB|HDMI|GB|RS|AAA?|PT|PH|DDR|PCI|SATA|EXP|GPIO|PIN|JST|ERR?|PM|OBD|COM"
    r"|LED|FAN|PWM|ADC|UART|SPI|MOS|PCB|SMD|MM|KV|HZ|BLE|WIFI|LTE|UTF|NO|SN|PN)-?[0-9].*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    whole: bool  # the whole of a name
    names: frozenset[tuple[str, ...]]
    stretched: int  # where the mention ends with what makes another product of it; `end` when nothing does


class Products:
    """The names of live manuals; threads may share one. `seen` tells whether any passage holds a word."""

    def __init__(self, library: LiveManuals, tenant: str, seen: Callable[[str], bool]) -> None:
        self._library = library
        self._tenant = tenant
        self._seen = seen

    def known(self) -> tuple[str, ...]:
        """Every product there is a live manual for, one spelling each."""
        return tuple(sorted({spellings[0] for spellings in self._names().values()}))

    def makers(self) -> tuple[str, ...]:
        """Every maker there is a live manual of."""
        return tuple(sorted({manual.maker for manual, _ in self._library.live(self._tenant).values()} - {""}))

    def heard(self, word: str) -> bool:
        """Whether any passage holds a word or code."""
        return self._seen(word)

    def recognise(self, stated: str | None, texts: Sequence[str]) -> Match:
        """What the asker states as the product goes before what the texts say; texts narrow it down."""
        names = self._names()
        spoken = self._match("\n".join(texts), names)
        if stated is None or not stated.strip():
            return spoken
        said = self._match(stated, names)
        if isinstance(said, NotNamed):
            return spoken if self._is_ordinary(stated) else Unknown(stated.strip())
        if isinstance(said, Family) and isinstance(spoken, Named | Family):
            both = tuple(p for p in said.products if p in spoken.products)
            if both:
                return _outcome(said.name, both, names)
        return said

    def _names(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The keys of each product, also "Acme 620" for the WM-620 of Acme, and its spellings."""
        found: dict[tuple[str, ...], dict[str, None]] = {}
        for manual, _ in self._library.live(self._tenant).values():
            maker = _keys(manual.maker)
            for product in manual.products:
                key = _keys(product)
                if maker and key[: len(maker)] == maker and len(key) > len(maker):
                    key = key[len(maker) :]
                numbers = tuple(k for k in key if k[0].isdigit())
                said = (key, (*maker, *numbers)) if maker and len("".join(numbers)) > 2 else (key,)
                for name in filter(None, said):
                    found.setdefault(name, {})[product] = None
        return {key: tuple(spellings) for key, spellings in found.items()}

    def _match(self, text: str, names: Mapping[tuple[str, ...], tuple[str, ...]]) -> Match:
        plain = unicodedata.normalize("NFKC", text)
        mentions = [self._without_code(m, plain) for m in _mentions(plain, names)]
        fitting = [m for m in mentions if m.stretched == m.end]
        whole = [m for m in fitting if m.whole]
        if whole:
            said = " / ".join(dict.fromkeys(plain[m.start : m.end].strip() for m in whole))
            return _outcome(said, _spellings((key for m in whole for key in m.names), names), names)
        stretched = [m for m in mentions if m.stretched != m.end]
        if stretched:
            return Unknown(plain[stretched[0].start : stretched[0].stretched].strip())
        if fitting:
            agreed = fitting[0].names
            for mention in fitting[1:]:
                agreed = agreed & mention.names or agreed
            name = plain[fitting[0].start : fitting[0].end].strip()
            return _outcome(name, _spellings(agreed, names), names)
        return self._foreign(plain, names)

    def _without_code(self, mention: _Mention, plain: str) -> _Mention:
        """A name with a code that the manuals speak of is no other product: "WM-620 E21"."""
        tail = plain[mention.end : mention.stretched].strip(" -_")
        if _FAULT_CODE.fullmatch(tail) and self._seen(tail):
            return replace(mention, stretched=mention.end)
        return mention

    def _foreign(self, plain: str, names: Mapping[tuple[str, ...], tuple[str, ...]]) -> Match:
        """A name that has the shape of a model, or that of a known one with another number: N9 beside N7."""
        codes = set(codes_in(plain))
        for match in (*_MODEL.finditer(plain), *_of_a_line(names).finditer(plain)):
            name = match[0]
            if name.upper() in codes or _NO_MODEL.fullmatch(name) or self._seen(name):
                continue
            return Unknown(name)
        return NotNamed()

    def _is_ordinary(self, stated: str) -> bool:
        """Words our manuals use, such as "printer": they name a thing, not a product."""
        return not re.search(r"[0-9]", stated) and self._seen(stated)


def without(text: str, names: Iterable[str]) -> str:
    """`text` (NFKC) with every mention of the names taken out: once a search is held to a product, its name
    finds title pages and running text, not answers."""
    plain = unicodedata.normalize("NFKC", text)
    for name in sorted(set(names), key=len, reverse=True):
        keys = _keys(name)
        if keys:
            before = r"(?<![A-Za-z0-9])" if keys[0].isascii() else ""  # 诺维N7: no blank parts the names
            after = r"(?:\.0)?(?![A-Za-z0-9])" if keys[-1].isascii() else ""
            mention = before + _SOFT.pattern.join(map(re.escape, keys)) + after
            plain = re.sub(mention, " ", plain, flags=re.IGNORECASE)
    return plain if plain.strip() else text


def _of_a_line(names: Mapping[tuple[str, ...], tuple[str, ...]]) -> re.Pattern[str]:
    """Numbers behind the capitals of a known name; as many digits where there is one letter: J3 is no N7."""
    lines = set()
    for (letters, number), spellings in ((key[:2], names[key]) for key in names if len(key) > 1):
        capitals = letters.isascii() and any(letters.upper() in spelled for spelled in spellings)
        if capitals and letters.isalpha() and number.isdigit():
            digits = f"{{{len(number)}}}" if len(letters) == 1 else "{1,5}"
            lines.add(f"{letters.upper()}-?[0-9]{digits}")
    known = "|".join(sorted(lines)) or "(?!)"
    return re.compile(rf"(?<![A-Za-z0-9_.-])(?:{known})(?![A-Za-z0-9_]|[.-][A-Za-z0-9])")


def _outcome(
    name: str, products: tuple[str, ...], names: Mapping[tuple[str, ...], tuple[str, ...]]
) -> Named | Family:
    distinct = {spellings[0] for spellings in names.values() if set(spellings) & set(products)}
    return Named(products) if len(distinct) == 1 else Family(name, products)


def _spellings(
    keys: Iterable[tuple[str, ...]], names: Mapping[tuple[str, ...], tuple[str, ...]]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s for key in sorted(keys, key=str) for s in names[key]))


def _keys(text: str) -> tuple[str, ...]:
    return tuple(token.key for token in _tokens(unicodedata.normalize("NFKC", text)))


def _tokens(plain: str) -> list[_Token]:
    """Letters, numbers and Chinese characters apart: "E3V2" and "E-3 V2.0" have the same keys."""
    folded = plain.lower()
    if len(folded) != len(plain):  # a letter whose small form is longer; offsets must hold
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
    found = []
    for match in _PIECE.finditer(folded):
        key = re.sub(r"(?:\.0)+$", "", match[0])
        found.append(_Token(key, match.start(), match.end()))
    return found


def _mentions(plain: str, names: Iterable[tuple[str, ...]]) -> list[_Mention]:
    """Maximal runs of the text that are a name or a telling part of one, none inside another."""
    tokens = _tokens(plain)
    parts: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for name in names:
        for i in range(len(name)):
            for j in range(i + 1, len(name) + 1):
                parts.setdefault(name[i:j], set()).add(name)
    longest = max(map(len, parts), default=0)
    found: list[_Mention] = []
    position = 0
    while position < len(tokens):
        for last in range(min(len(tokens), position + longest), position, -1):
            mention = _mention(plain, tokens, position, last, parts)
            if mention is not None:
                found.append(mention)
                position = last
                break
        else:
            position += 1
    return found


def _mention(
    plain: str,
    tokens: Sequence[_Token],
    first: int,
    last: int,
    parts: Mapping[tuple[str, ...], set[tuple[str, ...]]],
) -> _Mention | None:
    run = tokens[first:last]
    key = tuple(token.key for token in run)
    fits = parts.get(key)
    if fits is None or not all(_SOFT.fullmatch(plain[a.end : b.start]) for a, b in pairwise(run)):
        return None
    if first and _glued(tokens[first - 1], run[0]):
        return None
    whole, end = key in fits, run[-1].end
    begins = any(name[: len(key)] == key for name in fits)
    stretched = _stretch(plain, tokens, last) if begins else end
    if not whole and not _telling(plain, run, begins=begins, numbered=stretched != end):
        return None
    return _Mention(run[0].start, end, whole, frozenset([key] if whole else fits), stretched)


def _glued(a: _Token, b: _Token) -> bool:
    return a.end == b.start and a.key.isascii() and b.key.isascii()


def _telling(plain: str, run: Sequence[_Token], *, begins: bool, numbered: bool) -> bool:
    """Whether a part of a name is enough to speak of it: E3, V3.0, TFT35, SKR mini; never "mini" or 3.

    `begins`: it is how a name begins; `numbered`: a number or the like follows, as in a model.
    """
    if any(
        a.end == b.start and a.key.isalpha() and a.key.isascii() and b.key[0].isdigit()
        for a, b in pairwise(run)
    ):
        return True
    first = plain[run[0].start : run[0].end]
    if not begins or len(first) < 3 or not (first.isascii() and first.isalpha()):
        return False
    capital = first[0].isupper() and (numbered or not _begins_sentence(plain, run[0]))
    return capital or first[1:] != first[1:].lower() or not re.search("[aeiouy]", first.lower())


def _begins_sentence(plain: str, token: _Token) -> bool:
    before = plain[: token.start].rstrip(" \"'(")
    return not before or before[-1] in ".!?。！？\n"


def _stretch(plain: str, tokens: Sequence[_Token], last: int) -> int:
    """Where a mention ends when what follows makes it another product: "N7" in "N7 Pro", "TFT" in "TFT70"."""
    end = tokens[last - 1].end
    reach = end
    while last < len(tokens):
        token = tokens[last]
        gap = plain[reach : token.start]
        if not token.key.isascii() or len(gap) > 1 or gap not in ("", " ", "-", "_"):
            break
        ends_in_letters = tokens[last - 1].key.isalpha() and tokens[last - 1].key.isascii()
        revision = _REVISION.match(plain, reach) is not None
        number = token.key[0].isdigit() and (gap in ("", "-") or ends_in_letters)
        if not (gap == "" or token.key in _VARIANT or revision or number or (reach != end and gap == "")):
            break
        reach = token.end
        last += 1
    return reach
