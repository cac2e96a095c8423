"""The gold cases on the samples are true: held against truth.json, which no PDF reader had a hand in."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evaluation.case import Case, fold, read_cases

ROOT = Path(__file__).parents[2]
FILE = ROOT / "evaluation" / "cases" / "samples.jsonl"
SAMPLES = ROOT / "kb_sources" / "samples"
SUPERSEDED = "helmar-wm620-service-revA.pdf"

STOP_EN = frozenset(
    re.findall(
        r"\w+",
        "a about after all am an and any are as at be been but by can could did do does for from get "
        "gets go goes got had has have how i if in into is it its just me my no not of off on one or our "
        "out so some that the their them then there they this to up was we what when where which while "
        "who why will with without you your",
    )
)
STOP_ZH = re.compile(
    "怎么|没有|什么|为什么|可以|一个|这个|那个|[的了吗呢啊呀吧就都还是我你他它在和与或把被也不没有要能会]"
)
SUFFIXES = ("ing", "ed", "es", "s", "e")


@cache
def truth() -> dict[str, Any]:
    manuals: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text("utf-8"))["manuals"]
    return manuals


@cache
def lines() -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in map(json.loads, FILE.read_text("utf-8").splitlines())}


@cache
def page_text(manual: str, page: int) -> str:
    return " ".join(line["text"] for line in truth()[manual]["pages"][page - 1]["lines"])


def unsaid(case: Case, manual: str, pages: tuple[int, ...]) -> list[tuple[str, ...]]:
    """The `must` groups that stand on none of the pages; a line break within Chinese is no blank."""
    text = " ".join(page_text(manual, page) for page in pages)
    unbroken = re.sub(r"(?<=[\u4e00-\u9fff，。；]) (?=[\u4e00-\u9fff])", "", text)
    return [group for group in case.missing(text) if group in case.missing(unbroken)]


def sections(note: str) -> list[str]:
    """The section numbers that a note begins with: "sections 4.1, 10.1; …"."""
    found = re.match(r"sections? ([\d.]+(?:, [\d.]+)*)", note)
    return found[1].split(", ") if found else []


def headings(case: Case, note: str) -> list[str]:
    """Titles of the gold sections and of their chapters, in every gold manual."""
    numbers = {n for number in sections(note) for n in (number, number.split(".")[0])}
    manuals = {place.manual for place in case.places}
    return [s["title"] for m in manuals for s in truth()[m]["sections"] if s["number"] in numbers]


def stem(word: str) -> str:
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word.removesuffix(suffix)
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def content_words(text: str) -> set[str]:
    """Stemmed English words without stop words, and the bigrams of what Chinese is left without them."""
    folded = fold(text)
    words = {
        stem(w) for w in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", folded) if w not in STOP_EN and len(w) > 1
    }
    runs = re.findall(r"[\u4e00-\u9fff]{2,}", STOP_ZH.sub(" ", folded))
    return words | {run[i : i + 2] for run in runs for i in range(len(run) - 1)}


def is_far(case: Case, note: str) -> bool:
    """Lay or cross-language, to be answered, and no content word of it in the gold headings."""
    if case.action != "answer" or not case.tags & {"lay", "cross"}:
        return False
    return not content_words(case.question) & content_words(" ¶ ".join(headings(case, note)))


CASES = read_cases(FILE, SAMPLES / "photos")
ANSWERED = [case for case in CASES if case.action == "answer"]


def by_id(case: Case) -> str:
    return case.id


def test_counts_are_as_the_readme_promises() -> None:
    tags = [tag for case in ANSWERED for tag in case.tags]
    assert len(CASES) >= 120
    assert len({case.question for case in CASES}) == len(CASES)
    assert tags.count("zh→en") >= 12
    assert tags.count("en→zh") >= 12
    assert tags.count("far") >= 60
    assert len(CASES) - len(ANSWERED) >= len(CASES) / 4
    readme = (FILE.parent / "README.md").read_text("utf-8")
    assert f"{len(CASES)} questions" in readme
    assert f"answer {len(ANSWERED)}," in readme
    assert f"{tags.count('far')} are `far`" in readme


@pytest.mark.parametrize("case", ANSWERED, ids=by_id)
def test_what_an_answer_must_say_stands_on_its_gold_pages(case: Case) -> None:
    first, *others = case.places
    assert case.must
    if "picture" not in case.tags:
        assert unsaid(case, first.manual, first.pages) == []
    for place in others:
        assert len(unsaid(case, place.manual, place.pages)) < len(case.must), place


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_the_gold_answer_keeps_its_own_rules(case: Case) -> None:
    answer = lines()[case.id]["answer"]
    assert case.missing(answer) == ()
    assert case.forbidden(answer) == ()
    assert case.forbidden(case.question) == ()
    assert case.photo is None or case.photo.is_file()


@pytest.mark.parametrize("case", ANSWERED, ids=by_id)
def test_gold_pages_lie_in_the_sections_that_the_note_names(case: Case) -> None:
    named = sections(lines()[case.id]["note"])
    assert named
    for place in case.places:
        assert place.manual != SUPERSEDED
        manual = truth()[place.manual]
        numbered = [s for s in manual["sections"] if s["number"]]
        covered: set[int] = set()
        for at, section in enumerate(numbered):
            if section["number"] in named:
                rest = (s["page"] for s in numbered[at + 1 :] if s["level"] <= section["level"])
                covered |= set(range(section["page"], next(rest, len(manual["pages"])) + 1))
        assert set(place.pages) <= covered


@pytest.mark.parametrize("case", ANSWERED, ids=by_id)
def test_tags_follow_from_languages_and_headings(case: Case) -> None:
    written = {truth()[place.manual]["language"] for place in case.places}
    assert ("cross" in case.tags) == (case.lang not in written)
    for tag in case.tags & {"zh→en", "en→zh"}:
        assert tag == f"{case.lang}→{'en' if case.lang == 'zh' else 'zh'}"
    assert ("cross" in case.tags) == bool(case.tags & {"zh→en", "en→zh"})
    assert ("far" in case.tags) == is_far(case, lines()[case.id]["note"])


@pytest.mark.parametrize("case", [c for c in CASES if c.action != "answer"], ids=by_id)
def test_where_nothing_is_to_be_answered_nothing_is_gold(case: Case) -> None:
    assert case.places == ()
    assert case.must == ()
    assert "far" not in case.tags


def test_a_shared_word_is_seen_in_both_languages() -> None:
    assert content_words("it charges slowly") & content_words("Charging port")
    assert content_words("电池怎么取出来") & content_words("更换电池")
    assert not content_words("the back is bulging") & content_words("Before every repair")
    assert not content_words("怎么按都不亮") & content_words("没有故障代码的故障")
