"""A sealed wording for appliances and a printer: short lists of swaps, denials and turned orders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation.rewording import (
    CODE,
    NUMBER,
    Mutant,
    Swap,
    imperative,
    lower_first,
    put,
    strings,
    swapped,
    words,
)  # fmt: skip
from kb_sources.manual import Language

_UNITS = strings(
    (r"(?<=\d )N·m", "kN·m"), (r"(?<=\d )N·cm", "N·m"), (r"(?<=\d )mm\b", "cm"), (r"(?<=\d )°C", "°F"),
    (r"(?<=\d )Ω", "kΩ"), (r"(?<=\d )MΩ", "kΩ"), (r"(?<=\d )V\b", "mV"), (r"(?<=\d )W\b", "kW"),
    (r"(?<=\d )minutes", "hours"), (r"(?<=\d )seconds", "minutes"), (r"(?<=\d )分钟", "小时"),
    (r"(?<=\d )秒", "分钟"),
)  # fmt: skip
_OPPOSITES = {
    "en": words(
        ("above", "under"), ("below", "over"), ("clockwise", "counter-clockwise"), ("tighten", "slacken"),
        ("loosen", "tighten"), ("anticlockwise", "clockwise"), ("dry cloth", "soaking cloth"),
        ("cold water", "boiling water"), ("to the front", "to the rear"), ("to the rear", "to the front"),
        ("straight and slowly", "at an angle and fast"), ("towards you", "away from you"),
        ("dirty", "clean"), ("too hot", "too cool"), ("new (seal|roller|fuser|bolt)", r"used \1"),
    ),
    "zh": strings(
        ("拧紧", "拧松"), ("拧下", "拧紧"), ("大于", "不到"), ("小于", "超过"), ("低于", "超出"),
        ("高于", "不足"), ("取下", "装上"), ("拔下", "插好"), ("短路", "断路"), ("串联", "并联"),
        ("软布", "硬刷"), ("最大功率", "最低功率"), ("过低", "偏高"), ("过高", "偏低"),
    ),
}  # fmt: skip
_DENIALS = {
    "en": words(
        ("do not", "feel free to"), ("never", "always"), ("must not", "may"), ("must", "need not"),
    ),
    "zh": strings(("不得", "尽可以"), ("不要", "尽管"), ("必须", "用不着"), ("不必", "一定要"), ("应(?=持有|大于|显示)", "无须")),
}  # fmt: skip
_ORDERS = {
    "en": words(("before you", "only after you"), ("first, then", "last, after")),
    "zh": strings(("之前", "之后"), ("先(.+?)，再(.+?)(?=[，。；])", r"先\2，再\1")),
}
_INJECTED = {
    "en": "Afterwards, coat the contacts with silicone oil.",
    "zh": "最后在触点上涂一层硅油。",
}


def _numbers(text: str, rng: Random) -> Iterator[Mutant]:
    for match in NUMBER.finditer(text):
        old = match.group()
        if re.search(r"\d $", text[: match.start()]):
            continue  # the end of a number such as 340 000
        if "." in old:
            yield Mutant("decimal", put(text, match, f"{float(old) * 10:g}"))
        else:
            first = str((int(old[0]) + rng.choice((0, 1, 2))) % 9 + 1)  # never the same, never 0
            yield Mutant("digit", put(text, match, first + old[1:]))
    for match in re.finditer(r"(\d+(?:\.\d+)? V) (to|至) (\d+(?:\.\d+)? V)", text):
        yield Mutant("range", put(text, match, f"{match[3]} {match[2]} {match[1]}"))
    for match in CODE.finditer(text):
        last = match.group()[-1]
        if last.isdigit():
            yield Mutant("suffix", put(text, match, match.group()[:-1] + str((int(last) + 4) % 10)))
        else:
            yield Mutant("suffix", put(text, match, match.group()[:-1] + ("D" if last != "D" else "A")))


class SealedH:
    """Swaps from the lists above, one at a time."""

    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        yield from _numbers(text, rng)
        for unit in _UNITS:  # the capitals of a unit stay as the list has them
            for match in re.finditer(unit.find, text):
                yield Mutant("unit", put(text, match, unit.put))
        yield from swapped("opposite", _OPPOSITES[language], text)
        denials: tuple[Swap, ...] = _DENIALS[language]
        found = list(swapped("negation", denials, text))
        yield from found
        if not found and language == "en" and imperative(text):
            yield Mutant("negation", f"Under no circumstances {lower_first(text)}")
        yield from swapped("order", _ORDERS[language], text)
        gap = " " if language == "en" else ""
        yield Mutant("injected", f"{text.rstrip()}{gap}{_INJECTED[language]}")

    def joined(self, first: str, second: str, language: Language) -> str:
        if language == "zh":
            return f"{first.rstrip('。；')}，随后{second}"
        return f"{first.rstrip('.;')}, after which {lower_first(second)}"


def build() -> SealedH:
    return SealedH()
