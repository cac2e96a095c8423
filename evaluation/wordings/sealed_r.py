"""Wording R: other figures, near part numbers, antonyms, added sentences; small lists of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from evaluation.rewording import (
    CODE,
    NUMBER,
    Mutant,
    Wording,
    lower_first,
    put,
    strings,
    swapped,
    words,
)  # fmt: skip
from kb_sources.manual import Language

_UNITS = (("N·m", "kN·m"), ("Ω", "mΩ"), ("mA", "A"), ("mm", "cm"), ("bar", "mbar"), ("秒", "小时"))
_OPPOSITE = {
    "en": words(("anticlockwise", "clockwise"), ("tighten", "loosen"), ("tightened", "loosened")),
    "zh": strings(
        ("拧紧", "拧松"), ("大于", "小于"), ("小于", "大于"), ("低于", "高于"), ("拔[下掉]", "插上")
    ),
}
_INJECTED = {
    "en": ("Finish by painting the screws red.", "A magnet must be glued beside it."),
    "zh": ("完成后把螺钉涂成红色。", "旁边还须粘上一块磁铁。"),
}


class SealedR:
    def mutants(self, text: str, language: Language, rng: Random) -> Iterator[Mutant]:
        if " | " not in text:
            yield from swapped("opposite", _OPPOSITE[language], text)
        for match in NUMBER.finditer(text):
            said = match.group()
            if float(said) and re.match(r" ?(?:N·|[kM]?Ω|m?A\b|mm|°|V|秒|bar)", text[match.end() :]):
                yield Mutant("digit", put(text, match, said[:-1] + str((int(said[-1]) + 3) % 10)))
                wrong = said.replace(".", "") if "." in said else said + "0"
                yield Mutant("decimal", put(text, match, wrong.lstrip("0")))
        for match in CODE.finditer(text):
            if match.group()[-1].isdigit():
                near = match.group()[:-1] + str((int(match.group()[-1]) + 6) % 10)
                yield Mutant("suffix", put(text, match, near))
            elif match.group().endswith("-A"):
                yield Mutant("suffix", put(text, match, f"{match.group()[:-1]}C"))
        for mine, other in _UNITS:
            for match in re.finditer(rf"(?<=\d )(?<!\d\d\d\d ){mine}", text):
                yield Mutant("unit", put(text, match, other))
        for match in re.finditer(r"(\d[\d.]*)( (?:V )?(?:up )?(?:to|至|到) )(\d[\d.]*)", text):
            low, between, high = match.groups()
            yield Mutant("range", put(text, match, f"{low}{between}{float(high) * 1.2:g}"))
        if language == "zh" and " | " not in text:
            yield Mutant("negation", f"以下说法不成立：{text}")
        elif " | " not in text:
            yield Mutant("negation", f"It is not true that this holds: {text}")
        space = " " if language == "en" else ""
        for added in _INJECTED[language]:
            yield Mutant("injected", f"{text.rstrip('.。')}{'.' if space else '。'}{space}{added}")

    def joined(self, first: str, second: str, language: Language) -> str:
        first = first.rstrip(".。")
        if language == "zh":
            return f"先{first}，之后再{second}"
        return f"{first}, and only after that {lower_first(second)}"


def build() -> Wording:
    return SealedR()
