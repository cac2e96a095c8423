"""Every check, found by its file: right drafts leave, poisoned ones are stopped by the check that should."""

from __future__ import annotations

import gc
import re
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from kb_sources.manual import Edition, Language, Manual, Passage, PassageKind
from kb_sources.plugins import load, names
from tests.api.bench import hit
from vlm.answer import Asked, Claim, Draft, Reference, Shown
from vlm.checking import ORDER, GateSettings, build_gate
from vlm.frames import told
from vlm.judge import JudgeSettings, build_judge

DRAFTS = Path(__file__).with_name("drafts")
LANGUAGES = ("zh", "en")
MEANT_FOR = {"cited": 10, "quoted": 10, "figures": 10, "opposites": 10, "applicable": 10, "warned": 10}
LOOPED = "tighten the four screws crosswise to 0.9 and wait 15 minutes " * 4
LOOP = 0.0007  # seconds of `_loop`, reckoned for the hour in which 15 ms were met from the gate of then
JUDGED = GateSettings(judge=build_judge("local", JudgeSettings()))


def _table(language: str) -> dict[str, Any]:
    return tomllib.loads((DRAFTS / f"{language}.toml").read_text(encoding="utf-8"))


def _passage(name: str, entry: dict[str, Any], order: int) -> Passage:
    text = entry["text"]
    unsure = tuple((text.index(u), text.index(u) + len(u)) for u in entry.get("unsure", ()))
    return Passage(
        name, entry.get("edition", "edition"), "reading", entry["kind"], ("Service",), order, text, (),
        entry.get("read_by", "textlayer"), entry.get("part_of", ""), entry.get("step", ""),
        "warning" if entry["kind"] == "warning" else None, tuple(entry.get("warned_by", ())), unsure,
        hint=entry.get("hint", False),
    )  # fmt: skip


def _shown(table: dict[str, Any]) -> list[Shown]:
    shown = []
    for order, (name, entry) in enumerate(table["passages"].items()):
        own = entry.get("product")
        products = (own,) if own else (table["product"], table["product"] + " Pro")
        manual = Manual("m", "t", table["title"], "Norvik", products, table["language"])
        state = entry.get("state", "live")
        edition = Edition(entry.get("edition", "edition"), "m", "1", table["language"], state, "n7.pdf", 10)
        shown.append(Shown(name, _passage(name, entry, order), manual, edition))
    return shown


def _draft(entry: dict[str, Any]) -> Draft:
    references = tuple(Reference(label, quote) for label, quote in entry["cites"])
    return Draft((Claim("c1", "fact", entry["text"], references),), "generated")


def _cases(kind: str) -> list[Any]:
    return [
        pytest.param(language, entry, id=f"{language}-{n:02d}-{entry.get('reason', 'right')}")
        for language in LANGUAGES
        for n, entry in enumerate(_table(language)[kind])
    ]


@pytest.mark.parametrize(("language", "entry"), _cases("right"))
def test_a_right_claim_leaves(language: str, entry: dict[str, Any]) -> None:
    table = _table(language)
    asked = Asked("?", table["language"], (table["product"],))
    grounded = build_gate(GateSettings()).check(_draft(entry), _shown(table), asked)
    assert not grounded.dropped, told(grounded.dropped[0].reason, "en")
    assert len(grounded.claims[0].located) == len(entry["cites"])


@pytest.mark.parametrize(("language", "entry"), _cases("wrong"))
def test_a_poisoned_claim_is_stopped(language: str, entry: dict[str, Any]) -> None:
    table = _table(language)
    asked = Asked("?", table["language"], (table["product"],))
    grounded = build_gate(JUDGED).check(_draft(entry), _shown(table), asked)
    assert not grounded.claims
    findings = grounded.dropped[0].verdict.findings
    assert [f.check for f in findings if not f.passed] == [entry["check"]]
    assert grounded.dropped[0].reason.code == entry["reason"]
    for tongue in LANGUAGES:
        assert told(grounded.dropped[0].reason, tongue)


def test_the_judge_holds_back_few_right_claims() -> None:
    held, told_right = [], 0
    for language in LANGUAGES:
        table = _table(language)
        asked = Asked("?", table["language"], (table["product"],))
        for entry in table["right"]:
            told_right += 1
            dropped = build_gate(JUDGED).check(_draft(entry), _shown(table), asked).dropped
            held += [entry["text"] for _ in dropped]
    assert len(held) <= 0.12 * told_right, held


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_poison_for_every_check(language: str) -> None:
    counted = Counter(entry["check"] for entry in _table(language)["wrong"])
    for name in names("vlm.checks"):
        if (
            name in ORDER and name != "entailed"
        ):  # test_entailed.py: the rules stop what is plainly wrong before
            assert counted[name] >= MEANT_FOR[name], name


@pytest.mark.parametrize("name", names("vlm.checks"))
def test_a_check_judges_any_claim_without_raising(name: str) -> None:
    check = load("vlm.checks", name).build(GateSettings())
    table = _table("zh")
    gate = build_gate(GateSettings(), ())
    for entry in [*table["right"], *table["wrong"]]:
        examined = gate.examine(_draft(entry).claims[0], _shown(table), Asked("?", "zh"))
        finding = check(examined)
        assert finding.check == name
        told = finding.reason.code if finding.reason else ""
        assert told in ("", "converted") if finding.passed else told


@pytest.mark.parametrize(
    ("settings", "most"), [(GateSettings(), 0.020), (JUDGED, 0.060)], ids=["rules", "all"]
)
def test_all_checks_of_ten_claims_take_20_ms_and_60_with_the_judge(
    settings: GateSettings, most: float
) -> None:
    """In the time of a machine that runs `_loop` in `LOOP`: one that is slower, or busier, is so at both. Of
    each answer the least of five. That the gate gets no slower is held here; the 15 ms that it is meant to
    take are judged by `benchmarks/checks.py`, in milliseconds as they are."""
    tries = [_timed(settings) for _ in range(5)]
    slower = max(1.0, median(loop for _, loops in tries for loop in loops) / LOOP)
    took = sorted(min(answer) / slower for answer in zip(*(took for took, _ in tries), strict=True))
    assert took[int(0.99 * len(took)) - 1] < most
    assert took[len(took) // 2] < most / 3  # on passages that are known it is plenty


def _timed(settings: GateSettings) -> tuple[list[float], list[float]]:
    """Seconds for each answer of ten claims, and for a `_loop` behind each."""
    for module in [module for name, module in sys.modules.items() if name.startswith("vlm.")]:
        for cached in filter(lambda value: hasattr(value, "cache_parameters"), vars(module).values()):
            if cached.cache_parameters()["maxsize"] is not None:  # lists are read once, with the process
                cached.cache_clear()
    took, loops = [], []
    for language in LANGUAGES:
        table = _table(language)
        shown, asked = _shown(table), Asked("?", table["language"], (table["product"],))
        gate = build_gate(settings)
        entries = [*table["right"], *table["wrong"]]
        # the first answer of a process reads the lists: it is not timed, as in benchmarks/checks.py
        gate.check(Draft(tuple(_draft(entry).claims[0] for entry in entries[:10]), "generated"), shown, asked)
        gc.disable()  # the rest of the suite's rubbish is not ours
        try:
            for n in range(0, len(entries) * 10, 10):
                claims = tuple(_draft(entries[(n + i) % len(entries)]).claims[0] for i in range(10))
                begun = time.thread_time()  # the machine may be busy with others
                gate.check(Draft(claims, "generated"), shown, asked)
                took.append(time.thread_time() - begun)
                loops.append(_loop())
        finally:
            gc.enable()
    return took, loops


def _loop() -> float:
    """Seconds of a fixed piece of work of the checks' kind: words found, looked up and counted."""
    begun, counted = time.thread_time(), Counter[str]()
    for _ in range(40):
        counted.update(word[:4] for word in re.findall(r"[a-z]+|\d+", LOOPED))
    return time.thread_time() - begun


def test_a_sentence_in_another_language_beside_the_quotes_own_does_not_leave() -> None:
    words = "Clean the shaft with a dry cloth."
    found = hit("QL", words)
    shown = Shown("S1", found.passage, found.manual, found.edition)
    for said, passes in ((words, True), (f"{words}再往电路板上喷一些汽油清洗。", False)):
        draft = Draft((Claim("c1", "fact", said, (Reference("S1", words),)),), "generated")
        grounded = build_gate(GateSettings()).check(draft, [shown], Asked("?", "en"))
        assert bool(grounded.claims) is passes


@pytest.mark.parametrize(
    ("quotes", "right", "wrong"),
    [
        (
            ("Turn the motor anticlockwise and pull it off.", "Lock the seal by turning it clockwise."),
            "Pull the motor off after turning it anticlockwise.",
            "Pull the motor off after turning it clockwise.",
        ),
        (
            ("目视检查：面板无裂纹，螺钉齐全。", "面板有裂纹时立即停止使用，不得通电检查。"),
            "面板一旦有裂纹，就不能通电检查。",
            "面板一旦有裂纹，就应通电检查。",
        ),
    ],
)
def test_a_word_that_one_quote_turns_and_another_holds_is_free(
    quotes: tuple[str, ...], right: str, wrong: str
) -> None:
    language: Language = "en" if quotes[0].isascii() else "zh"
    manual = Manual("m", "t", "Manual", "Maker", ("N7",), language)
    edition = Edition("e", "m", "1", language, "live", "n7.pdf", 1)
    shown = [
        Shown(f"S{n}", Passage(f"p{n}", "e", "r", "text", (), n, q, (), "textlayer"), manual, edition)
        for n, q in enumerate(quotes)
    ]
    references = tuple(Reference(s.label, s.passage.text) for s in shown)
    gate = build_gate(GateSettings())
    for text, leaves in ((right, True), (wrong, False)):
        draft = Draft((Claim("c1", "fact", text, references),), "generated")
        assert bool(gate.check(draft, shown, Asked("?", language)).claims) is leaves, text


def _of_one_table(texts: Mapping[str, PassageKind], language: Language) -> list[Shown]:
    """Passages of these texts and kinds, the rows of one table."""
    manual = Manual("m", "t", "Manual", "Maker", ("N7",), language)
    edition = Edition("e", "m", "1", language, "live", "n7.pdf", 1)
    return [
        Shown(
            f"S{n}",
            Passage(f"p{n}", "e", "r", kind, (), n, text, (), "textlayer", part_of="t"),
            manual,
            edition,
        )
        for n, (text, kind) in enumerate(texts.items())
    ]


def test_a_row_that_a_sentence_beside_it_names_is_not_the_row_that_is_told() -> None:
    texts: dict[str, PassageKind] = {
        "装上 IGBT，以 0.8 N·m 拧紧螺钉。": "text",
        "位置: 整流桥与散热片 | 数量: 1 | 扭矩（N·m）: 0.6": "row",
        "位置: IGBT 与散热片 | 数量: 1 | 扭矩（N·m）: 0.8": "row",
    }
    shown = _of_one_table(texts, "zh")
    quotes = [s.passage.text for s in shown[:2]]
    claim = Claim("c1", "fact", "".join(quotes), tuple(Reference(s.label, s.passage.text) for s in shown[:2]))
    grounded = build_gate(GateSettings()).check(Draft((claim,), "generated"), shown, Asked("?", "zh"))
    assert not grounded.dropped


@pytest.mark.parametrize(
    ("quote", "claim", "leaves"),
    [
        ("The lock must click within 6 seconds.", "The lock has to click in no more than 6 seconds.", True),
        ("The lock must click within 6 seconds.", "The lock has to click after more than 6 seconds.", False),
        ("微晶面板在使用后温度可达 300 °C。", "使用后微晶面板可热到 300 °C。", True),
        ("微晶面板在使用后温度可达 300 °C。", "使用后微晶面板高于 300 °C。", False),
        ("微晶面板在使用后温度可达 300 °C。", "使用后微晶面板绝对到不了 300 °C。", False),
        ("The resistance is above 1 MΩ.", "The resistance is by no means above 1 MΩ.", False),
        ("线圈盘电感 82 µH ± 3 µH。", "线圈盘电感 82 H ± 3 µH。", False),
        ("线圈盘电感 82 µH ± 3 µH。", "线圈盘的电感为 82 微亨 ± 3 微亨。", True),
        ("The fuser reaches 210 °C.", "The fuser gets as hot as 210 °C.", True),
        ("同时按住电源键和音量减键。", "同时按住电源键和音量减键这两个键。", True),
        ("同时按住电源键和音量减键。", "同时按住电源键和音量减键这三个键。", False),
        ("A fully drained battery shows nothing.", "A half-charged battery shows nothing.", False),
        ("Do not connect a battery below 3 V.", "Do not connect a battery unless it is below 3 V.", False),
        ("Load the cover with 3 kg.", "Load the cover with less than a 3 kg load.", False),
        ("Wait until it reaches 60 °C.", "Wait until it is at most 60 °C.", False),
        ("按 1 至 6 的顺序拧紧（表 6-1）。", "按低于 1 或高于 6 的顺序拧紧（表 6-1）。", False),
        ("微晶面板在使用后温度可达 300 °C。", "使用后微晶面板最低可达 300 °C。", False),
        ("The fuser stays below 210 °C.", "The fuser gets as hot as 210 °C.", False),
        ("Load the cover with 3 kg for an hour.", "The cover stays under a 3 kg load for an hour.", True),
        ("Load the cover with 3 kg for an hour.", "Load the cover with under 3 kg for an hour.", False),
    ],
)
def test_a_limit_may_be_told_in_other_words(quote: str, claim: str, leaves: bool) -> None:
    language: Language = "en" if quote.isascii() else "zh"
    manual = Manual("m", "t", "Manual", "Maker", ("N7",), language)
    passage = Passage("p", "e", "r", "text", (), 0, quote, (), "textlayer")
    shown = Shown("S1", passage, manual, Edition("e", "m", "1", language, "live", "n7.pdf", 1))
    draft = Draft((Claim("c1", "fact", claim, (Reference("S1", quote),)),), "generated")
    assert bool(build_gate(GateSettings()).check(draft, [shown], Asked("?", language)).claims) is leaves


def test_a_row_told_behind_a_sentence_is_one_row() -> None:
    texts: dict[str, PassageKind] = {
        "Fit the lid with glue KX-40.": "text",
        "Symptom: Lid comes loose | Cause: Pressed too briefly | Remedy: Renew KX-40": "row",
        "Symptom: Key dead | Cause: Flex of the key damaged | Remedy: Replace KX-51": "row",
    }
    shown = _of_one_table(texts, "en")
    text = " ".join([*texts][:2])
    references = tuple(Reference(s.label, s.passage.text) for s in shown)

    def leaves(claim: str) -> bool:
        draft = Draft((Claim("c1", "fact", claim, references),), "generated")
        return not build_gate(GateSettings()).check(draft, shown, Asked("?", "en")).dropped

    assert leaves(text)
    assert not leaves(text.replace("Pressed too briefly", "Flex of the key damaged"))


@pytest.mark.parametrize(
    ("claim", "leaves"),
    [
        ("On the N7: values of the N7 manual do not apply to this phone.", False),
        ("在 N7 上：N7 手册的数值不适用于本机。", False),
        ("On the N7 Pro: values of the N7 manual do not apply to this phone.", True),
        ("Values of the N7 manual do not apply to this phone.", True),
    ],
)
def test_a_claim_about_another_product_says_so_at_its_beginning(claim: str, leaves: bool) -> None:
    language: Language = "en" if claim.isascii() else "zh"
    texts = {
        "en": "N7 and N7 Pro look alike. Values of the N7 manual do not apply to this phone.",
        "zh": "N7 与 N7 Pro 的零件相似。N7 手册的数值不适用于本机。",
    }
    manual = Manual("m", "t", "Manual", "Maker", ("N7 Pro",), language)
    passage = Passage("p", "e", "r", "text", (), 0, texts[language], (), "textlayer")
    shown = Shown("S1", passage, manual, Edition("e", "m", "1", language, "live", "n7.pdf", 1))
    draft = Draft((Claim("c1", "fact", claim, (Reference("S1", texts[language]),)),), "generated")
    asked = Asked("?", language, ("N7 Pro",))
    assert bool(build_gate(GateSettings()).check(draft, [shown], asked).claims) is leaves
