"""The words that stretches are made of which only join steps, and what such a stretch tells: vlm/joints.toml.

It knows no claim; joints_en.py reads one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

Kind = Literal["", "lead", "also", "first", "before", "then"]  # the stronger, the later
_BEFORE_IT = re.compile(
    r"^(?:and |but )*(?:before(?: doing)? (?:that|this|it|so)|beforehand|prior to (?:that|this|doing so))$"
    r"|^(?:this|that|it) (?:comes|goes|is|is done|is to be done)(?: only)? after(?: the following| this)?$"
    r"|^but first$"
)
_OBJECT = re.compile(  # "then in the second stage", "first to that" say what is done with
    r"(?<!proceed )(?<!continue )(?<!according )(?<!subsequent )\bto (?:the|a|this|that|it)\b"
    r"|^(?:and )?(?:then|first|next|second|last|now)(?: (?:in|on|at|with|from|of|for|by))?"
    r" (?:the|a|an|your)\b"
)
_CONNECTS = re.compile(
    r"\b(?:step|action|task|job|thing|operation|phase|stage|instruction|do|your \w+|on|that)(?: is|'s) to$"
    r"|\bit's to$"
    r"|proceed to$|\byou(?:'re| are)?(?: then| now| next)* (?:ready|need|want|have) to$|\bahead and$|\bthen$"
    r"|\b(?:can|may) now$|\bnow you (?:can|may)$"
)
_STATES = re.compile(r"\b(?:is|are|has|have|was|were)\b")
_ENDS = re.compile(r"[.!;]")
_INTRODUCES = re.compile(r":|[-–—]\s*$|[?)]")
_OPENS = re.compile(r"[\"“]$")
_GRAMMAR = frozenset(
    {
        "more",
        "pronoun",
        "opener",
        "about",
        "unfinished",
        "no_deed",
        "alone",
        "number",
        "common",
        "tail",
        "weak",
        "thing",
        "sign",
        "onward",
        "ordinal",
        "determiner",
        "adverb",
    }
)


@cache
def joining_words() -> Mapping[str, frozenset[str]]:
    """The lists of joints.toml, "every" word of a joint, "cues" of one, with what one "begins"."""
    loaded = _loaded()
    lists = {name: frozenset[str](words) for name, words in loaded.items() if name != "phrases"}
    every = frozenset[str]().union(*(words for name, words in lists.items() if name not in _GRAMMAR))
    known = " ".join((*lists["more"], *loaded["phrases"])).split()
    cues = {"→", "->", "=>", *every, *known} - lists["little"] - lists["step"] - lists["common"] | lists[
        "sign"
    ]
    begins = every.union(phrase.split()[0] for phrase in (*lists["more"], *loaded["phrases"]))
    return {**lists, "every": every, "cues": frozenset(cues), "begins": begins}


@cache
def _loaded() -> Mapping[str, Any]:
    loaded = tomllib.loads(Path(__file__).with_name("joints.toml").read_text(encoding="utf-8"))
    return cast(Mapping[str, Any], loaded["english"])


@cache
def _phrases() -> Mapping[str, Sequence[tuple[Sequence[str], Sequence[str]]]]:
    """What several words tell, by the first, the longest first."""
    found: dict[str, list[tuple[Sequence[str], Sequence[str]]]] = {}
    for phrase, told in sorted(_loaded()["phrases"].items(), key=lambda item: -len(item[0])):
        words = phrase.split()
        found.setdefault(words[0], []).append((words, told.split()))
    return found


def joint_of(words: Sequence[str]) -> tuple[Sequence[str], int]:
    """The joining words with which a stretch begins, phrases as what they tell, and how many these are."""
    every, phrases = joining_words()["every"], _phrases()
    joint, at = list[str](), 0
    while at < len(words):
        for phrase, told in phrases.get(words[at], ()):
            if words[at : at + len(phrase)] == phrase:
                joint += told
                at += len(phrase)
                break
        else:
            if words[at] not in every:
                break
            joint.append(words[at])
            at += 1
    return joint, at


def is_led(joint: Sequence[str], ahead: str, mark: str) -> bool:
    """Whether a stretch of joining words leads to a statement, by the marks before and behind it.

    Where no colon or dash says so it has to be an adverbial: "the second" and "finish it" tell what is done.
    """
    if joint[-1] in joining_words()["unfinished"] or _OPENS.search(ahead):
        return False
    if _INTRODUCES.search(mark):
        return True
    is_adverbial = _is_adverbial(joint, not ahead or _ENDS.search(ahead) is not None or ":" in ahead)
    if not is_adverbial or not _ENDS.search(mark or "."):
        return is_adverbial
    return refers(joint) or (joint[-1] == "done" and _ENDS.search(ahead) is not None)


def _is_adverbial(joint: Sequence[str], begins: bool) -> bool:
    """Whether joining words stand for themselves: "next", "with that done", "as the second step"."""
    lists = joining_words()
    own = next((joint[n:] for n, word in enumerate(joint) if word not in lists["weak"]), ())
    if not own or kind_of(joint) == "before" or (len(own) < len(joint) and not kind_of(own)):
        return not own or kind_of(joint) == "before"
    here = frozenset(own)
    if own[0] in ("do", "get"):
        return refers(own) and ("first" in here or "done" in here)
    if kind_of(own) == "lead":
        return not here.isdisjoint(("says", "said", "states", "according", "per"))
    if any(
        word in lists["ordinal"] and before in lists["determiner"] and behind not in lists["step"]
        for before, word, behind in zip(("", *own), own, (*own[1:], ""), strict=False)
    ):
        return False
    if own[0] in lists["pronoun"]:
        return not here.isdisjoint(lists["done"] | {"comes", "goes", "is", "that's"})
    if own[0] in lists["ordinal"] and len(own) == 1:
        return begins or own == ["next"]
    return own[0] in lists["opener"] or own == ["done"] or here <= lists["adverb"]


def refers(joint: Sequence[str]) -> bool:
    """Whether a joint is of what was said before it: "do this first"."""
    return not joining_words()["pronoun"].isdisjoint(joint)


def goes_on(joint: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether a joint is whole though no mark ends it: "the next step is to"."""
    last, follows, lists = joint[-1], rest[0], joining_words()
    if follows in lists["no_deed"]:
        return False
    if len(joint) == 1:
        return last in lists["alone"]
    if _CONNECTS.search(" ".join(joint)) or (joint[0] in ("and", "only") and last in lists["onward"]):
        return True
    if tuple(joint) == ("but", "first"):
        return True
    here = frozenset(joint)
    if last == "you":
        return not here.isdisjoint(("then", "now", "next", "only"))
    if last in ("is", "by"):
        return follows.endswith("ing") or (last == "is" and "do" in here)
    if follows.endswith("ing") or (joint[0] not in lists["opener"] and joint[0] not in lists["pronoun"]):
        return False
    if last in lists["pronoun"]:
        return "only" in here and not _STATES.search(" ".join(rest))
    return last in lists["step"] or (
        last in lists["done"] and not here.isdisjoint(lists["pronoun"] | lists["step"])
    )


def kind_of(words: Sequence[str]) -> Kind:
    """What a stretch of nothing but joining words tells, "" where it tells no order nor that more is said."""
    lists, joint, here = joining_words(), " ".join(words), frozenset(words)
    if _BEFORE_IT.search(joint):
        return "before"
    if not here.isdisjoint(lists["before"]) or _OBJECT.search(joint):
        return ""
    if not here.isdisjoint(lists["also"]):
        return "also"
    first = not here.isdisjoint(lists["first"])
    later = any(map(_is_later, words, [*words[1:], ""]))
    to_do = first and (
        words[-1] == "first"
        or (words[0] not in lists["opener"] | lists["pronoun"] and words[-1] not in lists["done"])
    )
    if later or (_is_over(here) and not to_do):
        return "then"
    if first:
        return "first"
    return "lead" if len(words) > 1 and not here.isdisjoint(lists["lead"]) else ""


def _is_later(word: str, behind: str) -> bool:
    lists = joining_words()
    if word == "after":
        return not behind or behind in lists["about"]
    return (
        word in lists["then"]
        or (word == "following" and (behind in lists["pronoun"] or behind in lists["step"]))
        or (word in lists["step"] and behind in lists["number"])
    )


def _is_over(here: frozenset[str]) -> bool:
    lists = joining_words()
    about = "all" in here or not here.isdisjoint(lists["pronoun"] | lists["step"])
    if not here.isdisjoint(("over", "through")):
        return about and here.isdisjoint(("it", "it's"))  # "when it is over" tells of a thing
    return not here.isdisjoint(lists["done"])
