"""Fault codes, part numbers and model names as people write them, in a question or in the text of a photo.

It knows no product list and no manual: whether a code exists is for retrieval to say. Precision comes before
recall, because a wrong code sends the search to the wrong page and a missed one is still found by its words.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

LONGEST_TEXT = 20_000  # characters looked at; a question or a photo has far fewer
MOST_MODELS = 20  # labels looked at; a plate has one

_LEFT = r"(?<![A-Za-z0-9_+])(?<![A-Za-z0-9][-.])"
_RIGHT = r"(?![A-Za-z0-9_+%°]|[-.,][A-Za-z0-9]|\s?(?:°|℃|mm\b|V\b|Hz\b))"

# Shapes no other word of the trade has: a hexadecimal stop code, a generic OBD-II code (SAE J2012, "P0" + 3).
_ALWAYS = re.compile(_LEFT + r"(?:0x[0-9a-f]{2,8}|P0[0-9]{3})" + _RIGHT, re.IGNORECASE)
# Shapes a maker also uses for products: accepted unless the word before makes a name of it ("Gigaset E36").
_LIKELY = re.compile(
    _LEFT
    + r"(?:E[0-9]{2,3}|F0[0-9]{1,2}|F[1-9][0-9]|ERR?[-. ]?[0-9]{1,3}|[EFHJLPUC]-[0-9]{1,3})(?:-[0-9]{1,2})?"
    + _RIGHT,
    re.IGNORECASE,
)
# Shapes that many things have: accepted only beside a word such as 故障 or "error".
_HINTED = re.compile(
    _LEFT
    + r"(?:[A-Z]{1,2}-?[0-9]{1,4}[A-F]?|[EFHJLUC] [0-9]{1,3}|[PBCU][0-3][0-9A-F]{3})(?:-[0-9]{1,2})?"
    + _RIGHT,
    re.IGNORECASE,
)
# A display photographed alone: one short code and nothing else on its line; a question that is nothing else.
_ALONE = re.compile(r"[ \t]*(E[- ]?[0-9]{1,3}|F[- ]?0[0-9]{1,2})[ \t]*", re.IGNORECASE)
_ALL = re.compile(r"\W*([EFHJLUC][- ]?[0-9]{1,3})\W*", re.IGNORECASE)
# Codes told together, "E0 to E8", "E1、E3 和 E5": E says that it is one, other letters where one of them is.
_UP_TO = r"(?:-|~|to|through|thru|till|until|up to|到|至)"
_AND = r"(?:[,、/&+]|[,、]?\s*(?:and|or|vs\.?|和|与|及|以及|跟|还有|或者?))"
_MEMBER = r"[A-Z]{1,2}[- ]?[0-9]{1,4}"
_CHAIN = re.compile(
    rf"(?<![A-Za-z0-9_+])(?<![A-Za-z0-9][-.]){_MEMBER}(?:\s*(?:{_AND}|{_UP_TO}|\s)\s*{_MEMBER})+(?![A-Za-z0-9_+%°])",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?<![A-Za-z0-9])([A-Z]{{1,2}}-?)([0-9]{{1,4}})\s*{_UP_TO}\s*\1([0-9]{{1,4}})(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_MOST_BETWEEN = 100
_NUMERIC = re.compile(
    r"(?:故障代?码|错误代?码|报警代?码|代码|(?:error|fault|stop|alarm)\s+codes?|\bcodes?|\berror|错误|故障)"
    r"\s*(?:是|为|is)?\s*[:：#]?\s*([0-9]{2,5})(?![0-9A-Za-z.%°]|\s*(?:次|个|处|条|页|年|月|日|天|times?\b))",
    re.IGNORECASE,
)

_FAULT_WORD = re.compile(
    r"故障|错误|出错|报|告警|代码|异常|\b(?:errors?|err|faults?|codes?|alarms?|warning light|DTC)\b",
    re.IGNORECASE,
)
# The fault word right after the code, or after a second code: "E21故障", "F6 E1 error".
_FAULT_FOLLOWS = re.compile(
    r"[ _:：\"'”/,、-]{0,2}(?:[A-Z][0-9]{1,2}[ ]?)?(?:" + _FAULT_WORD.pattern + ")", re.IGNORECASE
)
_SHOW_WORD = re.compile(
    r"显示|提示|出现|跳出|闪烁|闪|\b(?:shows?|showing|displays?|displaying|displayed|says|reads|flash(?:es|ing)?"
    r"|meaning of|blink(?:s|ing)?|reports?|throws?)\b",
    re.IGNORECASE,
)
# What such a thing means is asked of a code: "what does J12 mean", "J12 是什么意思", "the meaning of J12".
_MEANING_FOLLOWS = re.compile(
    r"[\"'”]?\s*(?:mean\b|means\b|(?:代表|表示|是)?(?:什么|啥|何)(?:意思|含义|故障|毛病))", re.IGNORECASE
)
_NEAR = 16  # characters looked at on either side of a code
_CLAUSE_END = re.compile(r"[\n。！？!?;；]")
_KEY_BEFORE = re.compile(r"(?:按下?|键|\b(?:press|hit|hold|key|tap))\s*(?:住|the)?\s*\Z", re.IGNORECASE)
_KEY = re.compile(r"F(?:[1-9]|1[0-2])", re.IGNORECASE)
_AT_KEYS = re.compile(
    r"键盘|热键|快捷键|启动项|引导|\b(?:bios|uefi|boot(?:s|ing)?|keyboard|hotkey|key|grub)\b", re.IGNORECASE
)
_THING_AFTER = re.compile(
    r"\s*(?:纸|螺|号?电池|号?螺|灯[头座泡]|接口|插座|键|汽油|燃油|(?:paper|screws?|bolts?|nuts?|bulbs?|lamps?|sockets?|bases?"
    r"|batter(?:y|ies)|keys?|ports?|size[ds]?|sheets?|fuels?|petrol|gas(?:oline)?)\b)",
    re.IGNORECASE,
)
_LATIN_WORD_BEFORE = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:['’](s|t|re|ve|ll|d|m))?[ -]?\Z", re.IGNORECASE)
_ENDINGS = ("s", "es", "d", "ed", "ing")
_SIZES = re.compile(r"[AM][0-9]{1,2}", re.IGNORECASE)  # paper and threads: showing one is not yet a fault
# Letters that carry a number and are no fault: connectors, cells, versions (V2), models (S10, X570, W11).
_NOT_CODES = re.compile(
    "PS|MP|RJ|IP|SD|PC|OS|CR|LR|GB|MB|TB|KB|NO|SN|PN|ID|IC|GT|RX|TV|AC|DC|MM|CM|KG|HZ|KV|MA|[VRXSZGKQW]",
    re.IGNORECASE,
)

_PART_LABEL = re.compile(
    r"(?:料号|部件号|部件编号|配件号|配件编号|零件号|零件编号|备件号|订货号|货号|物料号|\bP/?N\b|\b(?:spare\s+)?part\s*(?:no\.?|number"
    r"|num\.?|#)|\border\s*(?:no\.?|number)|\bFRU\b)"
    r"\s*(?:是|为|is)?\s*[:：#.]?\s*"
    r"((?=[A-Z0-9./-]{0,25}[0-9])[A-Z0-9][A-Z0-9./-]{2,24}[A-Z0-9])(?![A-Za-z0-9])",
    re.IGNORECASE,
)
# Samsung GH82-18850A, Apple 661-05511, Lenovo 5B20-X12345: hyphen, letters and at least three digits.
_PART_SHAPE = re.compile(
    _LEFT
    + r"(?:(?=[A-Z0-9-]{0,40}[A-Z])(?=(?:[A-Z-]{0,12}[0-9]){4})[A-Z0-9]{2,8}(?:-[A-Z0-9]{3,10}){1,3}"
    + r"|[0-9]{3}-[0-9]{5})"
    + _RIGHT
)
_STANDARD = re.compile(r"(?:ISO|IEC|EN|GB|GBT|DIN|UL|IEEE|RFC|USB|DDR|PCI|UTF|SN|IMEI|CVE|COVID)[0-9]*-")
_SERIAL_BEFORE = re.compile(
    r"(?:\bS\s?/?\s?N\b|serial|IMEI|序列|串|机身|出厂)\s*(?:no\b\.?|number|号码?|编号)?[\s:：#.]*\Z",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-")

_MODEL_LABEL = re.compile(
    r"(?:产品|规格|设备|整机|机器)?(?:型号|机型)(?:名称|编号)?|(?<![A-Za-z])model\s*(?:no\b\.?|number|name|#)?",
    re.IGNORECASE,
)
_MODEL_JOINT = re.compile(r"[ \t]*(?:[:：#=]|是|为)[ \t]*|[ \t]+|(?=[A-Za-z0-9])")
_MODEL_VALUE = re.compile(
    r"[^\s,，;；。、|()（）\[\]【】\"'“”]{1,32}(?:[ ][^\s,，;；。、|()（）\[\]【】\"'“”:：]{1,16}){0,4}"
)
_NEXT_LABEL = re.compile(r"[ ](?=[^\s:：]{1,16}(?:[ ][^\s:：]{1,12}){0,1}[:：])")
_MODEL_TOKEN = re.compile(
    r"(?=[A-Za-z0-9+./-]{0,24}[0-9])(?=[A-Za-z0-9+./-]{0,24}[A-Za-z])[A-Za-z0-9][A-Za-z0-9+./-]{1,24}"
)
_TRIM = r"[A-Za-z0-9+]*[0-9][A-Za-z0-9+.]*|(?:pro|max|plus|mini|lite|ultra|se|neo|air|duo)\+?"
_MODEL_TAIL = re.compile(_TRIM, re.IGNORECASE)  # what may follow the first word of a model: "V2", "Pro", "S1"


def codes_in(text: str, products: Sequence[str] = ()) -> tuple[str, ...]:
    """Fault codes and part numbers in `text`, in order, once each, after NFKC, in capitals (`0x7B` keeps x).

    A code is kept whole: `E-03` stays `E-03`, `ER 03` stays `ER 03`. Names in `products`, and models the text
    itself names after a word such as 型号, are not taken for codes ("E3 V2.0").
    """
    plain = _plain(text)
    masked = _mask(plain, (*products, *models_in(plain)))
    alone = {*_fault_codes(masked), *_part_numbers(masked)}
    found = {*alone, *_told_together(masked, alone)}
    kept: list[tuple[int, int]] = []
    for start, stop in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, stop))
    return tuple(dict.fromkeys(_canonical(masked[start:stop]) for start, stop in kept))


def spelled_out(text: str) -> str:
    """The text with its ranges of codes in words, "E0-E8" as "E0 to E8": a hyphen is part of many codes."""
    return _RANGE.sub(lambda told: f"{told[1]}{told[2]} to {told[1]}{told[3]}", _plain(text))


def between(text: str) -> tuple[str, ...]:
    """The codes from one to another that `text` tells by their ends, without these: "E0 to E3" → E1, E2."""
    found: dict[str, None] = {}
    for letters, first, last in _RANGE.findall(_plain(text)):
        inner = range(int(first) + 1, min(int(last), int(first) + _MOST_BETWEEN))
        found |= dict.fromkeys(f"{letters.upper()}{number:0{len(first)}}" for number in inner)
    return tuple(found)


def models_in(text: str) -> tuple[str, ...]:
    """Model names that `text` states after a label (型号, 机型, MODEL NO), in order, once each, after NFKC.

    The value stands on the label's line or, when the label ends its line, on the next one (as on a plate).
    """
    lines = _plain(text).split("\n")
    found: list[str] = []
    for number, line in enumerate(lines):
        for label in _MODEL_LABEL.finditer(line):
            after = line[label.end() :]
            if not after.strip(" \t:：#.") and number + 1 < len(lines):
                value = _bare_model(lines[number + 1].strip())
            else:
                value = _model_after(after)
            if value:
                found.append(value)
    return tuple(dict.fromkeys(found[:MOST_MODELS]))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:LONGEST_TEXT])
    return re.sub(r"[‐‑‒–—−]", "-", folded)


def _canonical(code: str) -> str:
    shouted = re.sub(r"\s+", " ", code).upper()
    return "0x" + shouted[2:] if shouted.startswith("0X") else shouted


def _mask(text: str, names: Sequence[str]) -> str:
    for name in sorted({_plain(n).strip() for n in names}, key=len, reverse=True):
        words = name.split()
        if words:
            pattern = r"(?<![A-Za-z0-9])" + r"\s*".join(map(re.escape, words)) + r"(?![A-Za-z0-9])"
            text = re.sub(pattern, lambda m: "\x00" * len(m[0]), text, flags=re.IGNORECASE)
    return text


def _fault_codes(text: str) -> Iterator[tuple[int, int]]:
    for match in _ALWAYS.finditer(text):
        yield match.span()
    for match in _LIKELY.finditer(text):
        if _hinted(text, match) or not _makes_a_name(
            text[max(0, match.start() - 30) : match.start()], match[0]
        ):
            yield from _unless_thing(text, match)
    for match in _HINTED.finditer(text):
        letters = re.match(r"[A-Za-z]+", match[0])
        assert letters is not None  # every hinted shape begins with a letter
        if not _NOT_CODES.fullmatch(letters[0]) and _hinted(text, match):
            yield from _unless_thing(text, match)
    for match in _NUMERIC.finditer(text):
        yield match.span(1)
    if whole := _ALL.fullmatch(text):
        yield whole.span(1)
    start = 0
    for line in text.split("\n"):
        if alone := _ALONE.fullmatch(line):
            yield start + alone.start(1), start + alone.end(1)
        start += len(line) + 1


def _told_together(text: str, known: Collection[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The members of a list or range of codes that begin with the same letters."""
    starts = {start for start, _ in known}
    for chain in _CHAIN.finditer(text):
        members = [
            (chain.start() + m.start(), chain.start() + m.end())
            for m in re.finditer(_MEMBER, chain[0], re.IGNORECASE)
        ]
        kinds = {"".join(filter(str.isalpha, text[start:stop])).upper() for start, stop in members}
        sure = len(kinds) == 1 and any(start in starts for start, _ in members)
        if ("E" in kinds <= {"E", "F"} or sure) and not _THING_AFTER.match(text, chain.end()):
            yield from members


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """The word lists of codes.toml."""
    loaded = tomllib.loads(Path(__file__).with_name("codes.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in loaded.items()}


def is_common(word: str) -> bool:
    """Whether an English word is one that names no maker and no product, in any of its forms."""
    plain, said = word.casefold(), _words()["said"]
    stems = {plain, *(plain.removesuffix(e) for e in _ENDINGS)}
    return plain.endswith("ly") or any(stem in said or f"{stem}e" in said for stem in stems)


def _makes_a_name(before: str, code: str) -> bool:
    """Whether the last word of `before` makes a product's name with the code: a word that is no common one,
    with a capital, or where the writer uses none."""
    last = _LATIN_WORD_BEFORE.search(before)
    if last is None or last[2]:
        return False
    if is_common(last[1]):
        return False
    return last[1] != last[1].casefold() or code == code.casefold()


def _unless_thing(text: str, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Nothing when the shape names a key, a paper size, a thread, a lamp base, a cell or a connector."""
    before = text[max(0, match.start() - 30) : match.start()]
    key = _KEY.fullmatch(match[0]) and (_KEY_BEFORE.search(before) or _AT_KEYS.search(text))
    if not key and not _bears_number(before) and not _THING_AFTER.match(text, match.end()):
        yield match.span()


def _bears_number(before: str) -> bool:
    """Whether the last word of `before` names what has a number of its own: "connector J-12", 插座J4."""
    last, words = _LATIN_WORD_BEFORE.search(before), _words()
    if last is not None:
        return last[1].casefold() in words["numbered"]
    return before.rstrip().endswith(tuple(words["numbered_zh"]))


def _hinted(text: str, match: re.Match[str]) -> bool:
    before = _CLAUSE_END.split(text[max(0, match.start() - _NEAR) : match.start()])[-1]
    after = _CLAUSE_END.split(text[match.end() : match.end() + _NEAR])[0]
    if _FAULT_WORD.search(before) or _FAULT_FOLLOWS.match(after):
        return True
    shown = _SHOW_WORD.search(before) or _MEANING_FOLLOWS.match(after)
    return shown is not None and not _SIZES.fullmatch(match[0])


def _part_numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _PART_LABEL.finditer(text):
        yield match.span(1)
    for match in _PART_SHAPE.finditer(text):
        serial = _SERIAL_BEFORE.search(text[max(0, match.start() - 20) : match.start()])
        if not serial and not _STANDARD.match(match[0]) and not _DATE.match(match[0]):
            yield match.span()


def _model_after(after: str) -> str:
    joint = _MODEL_JOINT.match(after)
    if joint is None:
        return ""
    rest = after[joint.end() :]
    if not re.search(r"[:：#=是为]", joint[0]):
        return _bare_model(rest)
    value = _MODEL_VALUE.match(_NEXT_LABEL.split(rest[:120])[0])
    if value is None:
        return ""
    name = value[0].strip(" .:：-/")
    latin = re.match(r"[A-Za-z0-9+./ -]+(?=[一-鿿])", name)
    if latin and re.search(r"[0-9]", latin[0]):
        name = latin[0].strip()  # "型号是XR-200的手机": the sentence goes on in Chinese
    return name if re.search(r"[A-Za-z0-9]", name) and len(name) > 1 else ""


def _bare_model(rest: str) -> str:
    """A model without a colon before it must look like one: letters and digits in its first word."""
    first = _MODEL_TOKEN.match(rest)
    if first is None:
        return ""
    words = [first[0].rstrip(".-/")]
    for word in rest[first.end() :].split(" ")[1:4]:
        if not _MODEL_TAIL.fullmatch(word):
            break
        words.append(word)
    return " ".join(words)
