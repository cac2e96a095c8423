"""How many: a number that counts what is printed without a numeral (a thing, a pair, a list's items), and
"one" where it counts or numbers what is printed with another.

"One" mostly stands for a thing told before, so measures.py, which reads the figures, reads none from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vlm.answer import Reason
from vlm.bilingual import Bilingual
from vlm.equivalents import stem_of
from vlm.folding import plain_text
from vlm.measures import CLASSIFIERS, Figure, read_figures
from vlm.numerals import EN_NUMERALS, read_en, read_zh

_SINGLE_EN, _SINGLE_ZH = "an?|one|single|the", "一单"
_PAIR_EN, _PAIR_ZH = "both|two|pair of", "两双二"
_THING = re.compile(r"\s?[个种件样项处类点档挡]")
_OPENED = re.compile(r"^[\u4e00-\u9fff]{0,8}[:：]")
_CLOSED = re.compile(r"([^，,。；;：:]+)(?:[，,]\s?(?:这|以上|上述)|(?<=[A-Za-zΩ℃%])\s?这?)$")
_BETWEEN = re.compile(r"[、，,]|以?及|或者?|[和与并]")
_CLOSE_BETWEEN = re.compile(r"、|以?及|或者?|[和与]")
_SENTENCE = re.compile(r"[。；;\n]")
_NUMBERED = re.compile(
    r"\b(?:positions?|pins?|tests?|steps?|levels?|selectors?|sections?|figures?|tables?|items?|channels?"
    r"|modes?|no\.?|numbers?) one\b(?! (?:of|at|by|after))|\bone (?:and|to|or|through) \d"
)
_COUNTED = re.compile(
    r"\b(?:one|a single|a lone|either|whichever|any(?: one| single)?)(?: of (?:the|its|these|those"
    r"|both)(?: two)?)?"
    r"(?P<what>(?: (?!(?:of|from|in|on|at|to|for|with|and|or|by|after|before|is|are|has|have|can|may|must"
    r"|until"
    r"|down|up|off|out|per|each|more|other|another)\b)[a-z-]+){1,4})(?! (?:on each|per|for each"
    r"|at each)\b)"
)
_MANY = r"(?:both|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_OF_MANY = re.compile(
    rf"(?<![\w.-]){_MANY} (?P<what>(?:(?!(?:and|or|the|of|to)\b)[a-z-]+ ){{0,3}}?)(?P<noun>[a-z-]+s)\b"
)
_SINGLE = re.compile(r"\b(?:one|single|each|every|either|any)((?: (?!of\b)[a-z-]+){1,3})")
_BY_TURNS = re.compile(
    r"\bone(?: [a-z-]+){0,3} (?:after (?:the other|another)|by one|at a time|at once)\b|\bone-by-one\b"
)
_HAN_ONE = re.compile(rf"一\s?([{CLASSIFIERS}])\s?([\u3400-\u9fff]{{1,2}})")


def is_counted(figure: Figure, clause: str, text: str) -> bool:
    """ "1 screw" for "the screw", "2 hands" for "both hands", 两件事 for two things told one by one."""
    if figure.is_range or figure.unit or figure.code:
        return False
    return (
        _is_told(figure, clause, text) or _is_listed(figure, clause, text) or _are_alike(figure, clause, text)
    )


def _is_told(figure: Figure, clause: str, text: str) -> bool:
    words = {"1": (_SINGLE_EN, _SINGLE_ZH), "2": (_PAIR_EN, _PAIR_ZH)}.get(figure.printed[0])
    if words is None:
        return False
    after = plain_text(clause[figure.end : figure.end + 24]).lower()
    latin, han = (
        re.findall(r"[a-z]+", after)[:2],
        re.match(rf"\s?[{CLASSIFIERS}]?([\u4e00-\u9fff]{{2}})", after),
    )
    nouns = [n for n in latin if n.endswith("s") == (figure.printed[0] == "2") and len(n) > 2]
    body = plain_text(text).lower()
    return any(re.search(rf"\b(?:{words[0]})\s+(?:[a-z-]+\s+)?{noun}\b", body) for noun in nouns) or (
        han is not None and re.search(rf"[{words[1]}][{CLASSIFIERS}]?{han[1]}", body) is not None
    )


def _is_listed(figure: Figure, clause: str, text: str) -> bool:
    """Whether the clause lists as many items as it says, and a sentence of the text lists as many."""
    thing = _THING.match(clause, figure.end)
    if thing is None or figure.ordinal or figure.bound or not 2 <= figure.low <= 9:
        return False
    rest = clause[thing.end() :]
    opened, closed = _OPENED.match(rest), _CLOSED.search(clause[: figure.start])
    if opened is not None:
        said = max(_items(rest[opened.end() :], _BETWEEN), default=[], key=len)
    else:
        said = _split(closed[1], _CLOSE_BETWEEN) if closed is not None else []
    parts = (items for part in re.split("[，,]", text) for items in _items(part, _CLOSE_BETWEEN))
    printed = [*_items(text, _BETWEEN), *parts]
    return len(said) == figure.low and any(len(items) == figure.low for items in printed)


_NAMED_HAN = re.compile(rf"\s?[{CLASSIFIERS}]\s?(?P<what>[\u3400-\u9fff])")


def _are_alike(figure: Figure, clause: str, text: str) -> bool:
    """两个键 for 电源键和音量减键: a sentence lists as many things of one name."""
    named = _NAMED_HAN.match(clause, figure.end)
    if named is None or figure.ordinal or figure.bound or not 2 <= figure.low <= 9:
        return False
    name, few = re.escape(named["what"]), int(figure.low) - 1
    listed = (
        rf"{name}(?:(?:、|以?及|[和与或])[^，。；、和与或及]{{1,8}}{name}){{{few}}}(?!(?:、|以?及|[和与或]))"
    )
    return re.search(listed, text) is not None


def _items(text: str, between: re.Pattern[str]) -> list[list[str]]:
    """The items of each sentence."""
    return [_split(sentence, between) for sentence in _SENTENCE.split(text) if sentence.strip()]


def _split(text: str, between: re.Pattern[str]) -> list[str]:
    return [item for item in between.split(text) if item.strip()]


def find_lone(claim: str, evidence: Sequence[str]) -> Reason | None:
    """The first "one" of the claim that counts or numbers what the quotes count or number otherwise."""
    said, printed = plain_text(claim).lower(), plain_text("\n".join(evidence)).lower()
    numbered = _NUMBERED.search(said)
    if numbered and not any(1 in (f.low, f.high) for f in read_figures(printed)) and " one" not in printed:
        return Reason("figure_not_in_quote", (("figure", numbered[0]), ("printed", _first_figure(printed))))
    if reason := _find_one_of_many(said, printed):
        return reason
    of_pair = re.search(r"\bonly one of (?:the |its |his |your )?([a-z]+s)\b", said)
    if of_pair and re.search(r"\b(?:both|two|together)\b", printed) and "one of" not in printed:
        return Reason("figure_not_in_quote", (("figure", of_pair[0]), ("printed", "both")))
    for match in _HAN_ONE.finditer(said):
        other = re.search(rf"[二两三四五六七八九十\d]\s?{match[1]}\s?{match[2].rstrip('的')}", printed)
        if other and match[0] not in printed and not re.search(rf"一\s?{match[1]}", printed):
            return Reason("figure_not_in_quote", (("figure", match[0]), ("printed", other[0])))
    return _find_recounted(said, printed)


_SOME = "|".join(w for w in EN_NUMERALS if w not in ("half", "quarter", "zero"))
_MANY_EN = re.compile(rf"(?<![\w.])({_SOME}|both|\d{{1,2}}) ((?:[a-z-]+ ){{0,2}}?[a-z-]+(?<!s)s)\b")
_LONE_EN = re.compile(r"\b(?:one|a single|an?) ((?:[a-z-]+ ){0,2})([a-z-]+)\b")
_LATIN = re.compile(r"[a-z-]+")
_COUNT_HAN = re.compile(
    rf"(?P<many>[一二两三四五六七八九十\d]+)\s?(?P<by>[{CLASSIFIERS}声遍圈])\s?(?P<what>[\u3400-\u9fff]{{1,2}})"
)
_TIMES_HAN = re.compile(
    r"(?P<what>[\u3400-\u9fff])了?\s?(?P<many>[一二两三四五六七八九十\d]+)\s?(?P<by>[声次遍圈下])"
)
_EACH = re.compile(r"\b(?:each|every|another|other)\b|[每各另]")


def _find_recounted(said: str, printed: str) -> Reason | None:
    """ "Three digits", 三位数字, where one digit is printed and another thing is told three times."""
    if _EACH.search(printed):
        return None
    if said.isascii():
        return _find_recounted_en(said, printed)
    for pattern in (_COUNT_HAN, _TIMES_HAN):
        held = [((m["by"], m["what"]), m["many"], m[0]) for m in pattern.finditer(printed)]
        for match in pattern.finditer(said):
            kin = [(many, text) for key, many, text in held if key == (match["by"], match["what"])]
            values = {_value(many) for many, _ in kin}
            if kin and _value(match["many"]) not in values and not _is_quantity(match["many"], printed):
                return Reason("figure_not_in_quote", (("figure", match[0]), ("printed", kin[0][1])))
    return None


def _find_recounted_en(said: str, printed: str) -> Reason | None:
    for match in _MANY_EN.finditer(said):
        noun = stem_of(match[2].rpartition(" ")[2])
        lone = [m for m in _LONE_EN.finditer(printed) if noun in map(stem_of, f"{m[1]}{m[2]}".split())]
        plural = any(word.endswith("s") and stem_of(word) == noun for word in _LATIN.findall(printed))
        if len(lone) == 1 and not plural and not _is_quantity(match[1], printed):
            return Reason("figure_not_in_quote", (("figure", match[0]), ("printed", lone[0][0])))
    return None


_DISTRIBUTED = Bilingual(
    rf"\b(?:{_SOME}|\d{{1,2}}) (?:[a-z-]+ ){{0,3}}(?:each|apiece)\b"
    rf"|\b(?:{_SOME}|\d{{1,2}}) (?:[a-z-]+ ){{1,3}}(?:per|for each|in each|at each|on each) [a-z]+"
    rf"|\b(?:each|every)(?: [a-z-]+){{0,4}} (?:{_SOME}|\d{{1,2}}) [a-z-]+s\b",
    rf"(?:各|每[处个位颗孔边侧](?:[^，。；]{{0,6}}?)?)[装有用需配拧]?\s?[一二两三四五六七八九十\d]+\s?[{CLASSIFIERS}]",
)
_EACHWISE = Bilingual(r"\b(?:each|every|per|apiece|respective\w*)\b", "各|每|分别")


def find_distributed(claim: str, evidence: Sequence[str]) -> Reason | None:
    """ "Two screws each" where two screws in all are printed."""
    said = plain_text(claim).lower()
    told = _DISTRIBUTED.search(said)
    if told is None or any(_EACHWISE.search(plain_text(text).lower()) for text in evidence):
        return None
    counted = [f for f in read_figures(told[0]) if not f.unit and not f.code]
    printed = [f for text in evidence for f in read_figures(text) if not f.unit and not f.code]
    if any(f.low == p.low > 1 for f in counted for p in printed):
        return Reason(
            "figure_not_in_quote", (("figure", told[0]), ("printed", _first_figure("\n".join(evidence))))
        )
    return None


_QUANTITY = re.compile(r"(?:quantity|qty\.?|count|pieces|数量|件数)[^|:]{0,8}: (\d+)")


def _is_quantity(numeral: str, printed: str) -> bool:
    """Whether a column of quantities prints a number."""
    return _value(numeral) in {float(m[1]) for m in _QUANTITY.finditer(printed)}


def _value(numeral: str) -> float | None:
    if numeral.isdecimal():
        return float(numeral)
    if numeral == "both":
        return 2.0
    spelled = read_en(numeral, 0, len(numeral)) if numeral.isascii() else None
    return spelled[0] if spelled else read_zh(numeral) if not numeral.isascii() else None


def _find_one_of_many(said: str, printed: str) -> Reason | None:
    """ "Push one green lever down" for "push both green levers down"."""
    if not _OF_MANY.search(printed):
        return None
    said, printed = _BY_TURNS.sub("", said), _BY_TURNS.sub("", printed)
    singles = {stem_of(word) for match in _SINGLE.finditer(printed) for word in match[1].split()}
    for counted in _OF_MANY.finditer(printed):
        if counted[0] in said:
            continue
        noun = counted["noun"]
        for match in _COUNTED.finditer(said):
            if stem_of(noun) in {stem_of(word) for word in match["what"].split()} - singles:
                return Reason("figure_not_in_quote", (("figure", match[0]), ("printed", counted[0])))
        if not counted[0].startswith(("both", "two")):
            continue
        what = "|".join(counted["what"].split()) or noun
        single = re.search(rf"\b(?:an?|the|this|that|whichever) (?:(?:{what}) )*{noun[:-1]}\b", said)
        if single and noun not in said and not re.search(rf"\b{noun[:-1]}\b", printed):
            return Reason("figure_not_in_quote", (("figure", single[0]), ("printed", counted[0])))
    return None


_AT_ONCE = Bilingual(
    r"\b(?:both|all|two|everything) at once\b|\bin one (?:go|pull|sweep|move|operation|piece)\b"
    r"|\bsimultaneous"
    r"|\bat the same time\b|\btogether\b",
    r"一次(?=[全就把将拉拔拧取拆装撕揭按]|性)|同时|一起|一并|一齐|一口气|一下子|一把",
)
_IN_TURN = Bilingual(
    r"\bone(?: [a-z-]+){0,3} (?:after (?:the other|another)|by one|at a time)\b|\bin turn\b|\bsuccessive"
    r"|\bsingly\b|\bindividually\b|\bseparately\b",
    r"逐[条个一根颗片层张块]|依次|一([条个根颗片张块])一\1|先后|轮流|挨个|分别",
)


def find_at_once(claim: str, evidence: Sequence[str]) -> Reason | None:
    """Both at once for one after the other, and the other way round."""
    said = plain_text(claim).lower()
    for mine, theirs in ((_AT_ONCE, _IN_TURN), (_IN_TURN, _AT_ONCE)):
        told = mine.search(said)
        if told is None or theirs.search(said):
            continue
        printed = plain_text("\n".join(evidence)).lower()
        held = theirs.search(printed)
        if held is not None and not mine.search(printed):
            return Reason("opposite_in_quote", (("word", told[0]), ("opposite", held[0])))
    return None


def _first_figure(text: str) -> str:
    return next((f.text for f in read_figures(text)), "")
