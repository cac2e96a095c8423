"""How many tokens a prompt takes, told beforehand, and which passages it has room for.

It knows no tokenizer: the count is an upper estimate for Qwen's vocabulary, so no server refuses a prompt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from vlm.answer import Shown
from vlm.model import Picture, Prompt
from vlm.pixels import PixelBudget, fit_size, tokens_of

# Qwen splits numbers into digits, Chinese into words of one or two signs, English into words or pieces; a
# space before a digit or a foreign sign stands alone. Letters in capitals are codes and rarely one piece.
_TOKENS = re.compile(r"[A-Z]{2}|[A-Za-z][a-z]{0,3}|\d|\n| (?=[\d\u0080-\U0010ffff])|\u3000|[^\sA-Za-z\d]")
# Signs of one token: Latin-1, and what GB 2312 has, but for numbers in circles or in Roman, and wide letters.
_NUMBERED = re.compile(r"[\u2160-\u24ff\u3220-\u32ff\uff21-\uff5a]")
_TURN = 6  # the marks around a turn
_LEAST = 200  # tokens of a cut passage that still say something


def tokens_in(text: str) -> int:
    """Tokens that a text takes at most."""
    return sum(1 for _ in _TOKENS.finditer(text)) + sum(_more(sign) for sign in text if sign > "\xff")


def _more(sign: str) -> int:
    """Tokens beyond one that a sign may take: seldom used ones are written as bytes."""
    if _NUMBERED.match(sign):
        return 1
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return 3 if sign > "\uffff" else 2
    return 0


def tokens_of_prompt(prompt: Prompt, pixels: PixelBudget | None = None) -> int:
    """Tokens of all turns, pictures at the size they are sent in."""
    budget = pixels or PixelBudget()
    return sum(
        _TURN + sum(tokens_in(p) if isinstance(p, str) else _picture(p, budget) for p in turn.parts)
        for turn in prompt.turns
    )


def _picture(picture: Picture, budget: PixelBudget) -> int:
    return tokens_of(*fit_size(picture.width, picture.height, budget, picture.name))


def within(
    shown: Sequence[Shown], most: int, prompt: Callable[[Sequence[Shown]], Prompt]
) -> tuple[Shown, ...]:
    """The passages that `prompt` has room for in `most` tokens, in their order; the most useful first.

    Passages are left out before any is cut; only the best one is, where not even that fits.
    """
    cost = tokens_of_prompt(prompt(()))
    taken: list[Shown] = []
    for each in _by_use(shown):
        beside = taken[:1]  # what parts two passages costs, too
        needed = tokens_of_prompt(prompt((*beside, each))) - tokens_of_prompt(prompt(beside))
        if cost + needed <= most:
            taken.append(each)
            cost += needed
        elif not taken:
            taken.append(_cut(each, max(most - cost - (needed - tokens_in(each.passage.text)), _LEAST)))
            break
    chosen = {s.label for s in taken}
    return tuple(next(t for t in taken if t.label == s.label) for s in shown if s.label in chosen)


def _by_use(shown: Sequence[Shown]) -> Iterable[Shown]:
    """Each hit with the rest of its procedure behind it; warnings last: the gate adds those that belong."""
    mates: dict[str, list[Shown]] = {}
    for each in shown:
        if each.related and each.passage.part_of and each.passage.kind != "warning":
            mates.setdefault(each.passage.part_of, []).append(each)
    found = [s for s in shown if not s.related]
    ordered = [x for s in found for x in (s, *mates.pop(s.passage.part_of, ()))]
    return {s.label: s for s in (*ordered, *shown)}.values()


def _cut(shown: Shown, tokens: int) -> Shown:
    """The passage's beginning, up to a gap between words; what is quoted from it stands in the whole, too."""
    text, end = shown.passage.text, 0
    for count, match in enumerate(_TOKENS.finditer(text), start=1):
        if count > tokens:
            break
        end = match.end()
    kept = text[:end].rsplit(" ", 1)[0] if " " in text[:end] else text[:end]
    return replace(shown, passage=replace(shown.passage, text=kept, spans=()))
