"""Searching hand-made manuals through the store, the encoder and the shipped glossary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from kb_sources.manual import Box, Edition, Language, Manual, Passage, PassageKind, Span
from retrieval.embedder import Dense, Embedding, Sights
from retrieval.glossary import Glossary
from retrieval.index import Index
from retrieval.lexical import Encoder
from retrieval.looking import Looking
from retrieval.query import Evidence, Query
from retrieval.question import Reader, Weights
from retrieval.reranker import Reranking
from retrieval.search import Search
from retrieval.store import StoreSettings
from retrieval.stores.exact import ExactStore, build

ENCODER = Encoder()
READER = Reader(ENCODER, Glossary.load(), Weights())


def passage(
    name: str,
    text: str,
    *,
    reading: str = "r1",
    kind: PassageKind = "text",
    section: tuple[str, ...] = (),
    part_of: str = "",
    warned_by: tuple[str, ...] = (),
    order: int = 0,
) -> Passage:
    return Passage(
        name,
        "e-" + reading,
        reading,
        kind,
        section,
        order,
        text,
        (),
        "textlayer",
        part_of,
        warned_by=warned_by,
    )


@dataclass
class Shelf:
    """A catalogue in memory, with the index filled from it."""

    store: ExactStore = field(default_factory=lambda: build(StoreSettings()))
    readings: dict[str, tuple[Manual, Edition]] = field(default_factory=dict)
    held: dict[str, Passage] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.index = Index(self.store, ENCODER, ("t",))
        self.search = Search(self.store, self, ENCODER, READER)

    def add(
        self, reading: str, passages: Sequence[Passage], product: str = "XR-200", language: Language = "en"
    ) -> None:
        manual = Manual("m-" + product + language, "t", f"{product} manual", "Acme", (product,), language)
        edition = Edition("e-" + reading, manual.id, "1", language, "live", "f.pdf", 1)
        self.readings[reading] = (manual, edition)
        self.held.update({p.id: p for p in passages})
        self.index.publish(reading, manual, passages)

    def live(self, tenant: str) -> Mapping[str, tuple[Manual, Edition]]:
        return {r: v for r, v in self.readings.items() if r not in self.stale} if tenant == "t" else {}

    def excluded(self, tenant: str) -> frozenset[str]:
        return self.stale

    def passages(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        return {i: self.held[i] for i in ids if i in self.held}

    def passages_of(self, reading: str, first: int = 0, last: int = 9999) -> list[Passage]:
        found = (p for p in self.held.values() if p.reading == reading and first <= p.order <= last)
        return sorted(found, key=lambda p: p.order)

    def part(self, reading: str, part_of: str) -> list[Passage]:
        found = [p for p in self.passages_of(reading) if p.part_of == part_of]
        return sorted(found, key=lambda p: p.order)

    def ask(
        self,
        text: str,
        *,
        language: Language | None = None,
        products: tuple[str, ...] = (),
        codes: tuple[str, ...] = (),
        limit: int = 8,
    ) -> Evidence:
        return self.search.find(Query("t", text, language, products, codes, limit=limit))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


WASHER = [
    passage("cover", "Washing machine WM-9", reading="w"),
    passage(
        "pump",
        "Loosen the screws.",
        reading="w",
        kind="step",
        section=("5.1 Replacing the drain pump",),
        order=5,
    ),
]
PHONE = [
    passage("cover-p", "智能手机 N7", reading="p"),
    passage("start-p", "手机无法开机时,按住电源键。", reading="p", section=("电源",), order=5),
]
COOKER = [
    passage("cover-c", "电磁炉 QL-35", reading="c"),
    passage("start-c", "无法开机,通电无反应:更换保险丝。", reading="c", section=("故障",), order=5),
]


@pytest.mark.parametrize(
    ("kind", "products"),
    [("洗衣机的", ()), ("洗衣机的", ("WM-9",)), ("我家滚筒洗衣机的", ())],
)
def test_the_kind_of_device_takes_nothing_from_a_question(
    shelf: Shelf, kind: str, products: tuple[str, ...]
) -> None:
    shelf.add("w", WASHER, product="WM-9")
    shelf.add("c", COOKER, product="QL-35", language="zh")
    plain = shelf.ask("排水泵怎么更换", language="zh", products=("WM-9",))
    asked = shelf.ask(f"{kind}排水泵怎么更换", language="zh", products=products)
    assert best(asked) == "pump"
    assert not asked.uncovered
    assert asked.hits[0].coverage >= plain.hits[0].coverage


def test_another_kind_of_device_is_not_searched_and_does_not_rival(shelf: Shelf) -> None:
    shelf.add("p", PHONE, product="N7", language="zh")
    shelf.add("c", COOKER, product="QL-35", language="zh")
    shelf.add("e", [passage("cover-e", "Smartphone N7 Pro", reading="e")], product="N7 Pro")
    found = shelf.ask("我的手机打不开", language="zh")
    assert {hit.manual.products for hit in found.contenders} == {("N7",)}
    assert found.kin == ("N7 Pro",), "a phone, too, but its manual is in English"
    assert shelf.ask("打不开", language="zh").kin == ()
    assert {h.manual.products for h in shelf.ask("打不开", language="zh").contenders} > {("QL-35",)}


def test_a_how_to_brings_all_parts_of_the_procedure_that_it_names(shelf: Shelf) -> None:
    def step(name: str, order: int, *section: str) -> Passage:
        path = ("5 Battery", *section)
        return passage(name, f"1. Step {name}.", kind="step", section=path, part_of=section[-1], order=order)

    title = "5.1 Replacing the battery"
    parts = [step("out", 5, title, "Removal"), step("in", 7, title, "Installation")]
    head = passage("head", "Fit", section=("5 Battery", title), order=6)
    shelf.add("r1", [*parts, head, step("other", 8, "5.2 Storing the battery", "Charging")])
    query = Query("t", "how do I replace the battery", "en", ("XR-200",), procedure=True, limit=1)
    found = shelf.search.find(query)
    assert found.hits[0].titled == 2
    ids = {hit.passage.id for hit in (*found.hits, *found.related)}
    assert ids == {"out", "head", "in"}
    alone = shelf.search.find(replace(query, procedure=False))
    assert {hit.passage.id for hit in (*alone.hits, *alone.related)} < ids


def test_a_kind_that_no_manual_is_for_has_to_be_found_like_any_word(shelf: Shelf) -> None:
    shelf.add("w", WASHER, product="WM-9")
    found = shelf.ask("洗碗机的排水泵怎么更换", language="zh")
    assert "洗碗机" in found.uncovered


EN = [
    passage(
        "battery", "Measure the battery voltage. The normal range is 3.7 V to 4.2 V.", section=("Battery",)
    ),
    passage("pump", "Clean the drain pump filter. E21 is a drain fault.", section=("Drain pump",)),
    passage("start", "It does not turn on: hold the power button for 15 seconds.", section=("Power",)),
    passage("flex", "Reseat flex cable J401. Part number 90-1234-A.", section=("Display",)),
]
ZH = [
    passage("电池", "测量电池电压,正常范围为 3.7 V 至 4.2 V。", section=("电池",), reading="z"),
    passage("水泵", "清洁排水泵过滤器,错误代码 E21 表示排水故障。", section=("排水泵",), reading="z"),
    passage("开机", "无法开机时,按住电源键 15 秒。", section=("电源",), reading="z"),
    passage("芯片", "更换 U2 电源管理芯片(料号 90-1234-A)。", section=("主板",), reading="z"),
]


def best(evidence: Evidence) -> str:
    return evidence.hits[0].passage.id


def test_short_words_are_heard_as_the_products_manual_means_them_and_cover_nothing(shelf: Shelf) -> None:
    washer = [
        passage("spin", "If the drum does not rotate, check the drive belt of the drum.", reading="w"),
        passage("door", "The door lock of the drum. Bearing of the drum.", reading="w"),
    ]
    shelf.add("w", washer, product="WM-9")
    shelf.add("r", EN)
    found = shelf.ask("转筒不甩", language="zh", products=("WM-9",))
    assert best(found) == "spin"
    assert "wash.no_spin" in {w.concept for w in found.widened}
    assert max(hit.coverage for hit in found.hits) < 1
    assert "wash.no_spin" not in {w.concept for w in shelf.ask("甩", products=("XR-200",)).widened}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what is the battery voltage", "battery"),
        ("my phone is dead", "start"),
        ("Fault E-21 on the display", "pump"),
        ("90-1234-A", "flex"),
        ("电池电压多少", "电池"),
        ("我的手机打不开怎么办", "开机"),
        ("洗衣机报E21", "水泵"),
        ("電池電壓", "电池"),
        ("料号９０－１２３４－Ａ是什么芯片", "芯片"),
    ],
)
def test_the_passage_that_answers_comes_first(shelf: Shelf, question: str, expected: str) -> None:
    shelf.add("r1", EN)
    shelf.add("z", ZH, language="zh")
    language: Language = "zh" if not question.isascii() else "en"
    assert best(shelf.ask(question, language=language)) == expected


def test_a_question_in_one_language_finds_the_manual_in_the_other(shelf: Shelf) -> None:
    shelf.add("r1", EN)
    assert best(shelf.ask("手机开不了机", language="zh")) == "start"
    other = Shelf()
    other.add("z", ZH, language="zh")
    assert best(other.ask("the phone won't turn on", language="en")) == "开机"


def test_only_manuals_of_the_named_products(shelf: Shelf) -> None:
    shelf.add("r1", [passage("a", "Fuse F1 is 5 A.")], product="One")
    shelf.add("r2", [passage("b", "Fuse F1 is 10 A.", reading="r2")], product="Two")
    assert [h.passage.id for h in shelf.ask("which fuse", products=("Two",)).hits] == ["b"]
    assert shelf.ask("which fuse", products=("Three",)).hits == ()
    assert {h.passage.id for h in shelf.ask("which fuse").hits} == {"a", "b"}


def test_what_is_not_live_does_not_come_back_and_is_told(shelf: Shelf) -> None:
    shelf.add("r1", [passage("old", "Tighten to 5 N·m.")])
    shelf.add("r2", [passage("new", "Tighten to 7 N·m.", reading="r2")])
    shelf.stale = frozenset({"r1"})
    evidence = shelf.ask("tighten torque")
    assert [h.passage.id for h in evidence.hits] == ["new"]
    assert evidence.excluded == ("r1",)


def test_a_reading_the_catalogue_does_not_know_is_dropped(shelf: Shelf) -> None:
    shelf.add("r1", [passage("a", "Tighten the screw.")])
    shelf.readings.clear()
    assert shelf.ask("tighten the screw").hits == ()


def test_equal_texts_are_one_hit_that_tells_its_other_places(shelf: Shelf) -> None:
    shelf.add("r1", [passage("a", "Unplug the machine.")], product="One")
    shelf.add("r2", [passage("b", "Unplug the machine.", reading="r2")], product="Two")
    evidence = shelf.ask("unplug the machine")
    assert len(evidence.hits) == 1
    assert {evidence.hits[0].manual.products[0], evidence.hits[0].also[0].manual.products[0]} == {
        "One",
        "Two",
    }


def test_a_step_brings_its_procedure_and_the_warnings_of_all_steps(shelf: Shelf) -> None:
    shelf.add(
        "r1",
        [
            passage("w", "DANGER: high voltage.", kind="warning"),
            passage("s1", "Remove the cover.", kind="step", part_of="p", order=1),
            passage("s2", "Discharge the capacitor.", kind="step", part_of="p", order=2, warned_by=("w",)),
        ],
    )
    evidence = shelf.ask("how to remove the cover", limit=1)
    assert [h.passage.id for h in evidence.hits] == ["s1"]
    assert [(h.passage.id, h.found_by) for h in evidence.related] == [("w", ("warning",)), ("s2", ("part",))]


def test_a_models_words_about_a_figure_bring_the_figure_and_are_not_brought_along(shelf: Shelf) -> None:
    figure = passage("f", "Figure 3-1 Rear view", kind="figure", part_of="f1", order=1)
    told = passage("h", "A ribbon cable hangs loose beside the hinge.", kind="figure", part_of="f1", order=2)
    shelf.add("r1", [figure, replace(told, hint=True)])
    evidence = shelf.ask("ribbon cable hangs loose", limit=1)
    assert [h.passage.id for h in evidence.hits] == ["h"]
    assert [h.passage.id for h in evidence.related] == ["f"]
    assert shelf.ask("rear view", limit=1).related == ()


def test_coverage_falls_when_the_rare_word_is_missing(shelf: Shelf) -> None:
    shelf.add("r1", EN)
    shelf.add("z", ZH, language="zh")
    full = shelf.ask("How do I measure the battery voltage?").hits[0]
    assert full.coverage == pytest.approx(1.0)
    half = shelf.ask("How do I measure the battery telemetry?")
    assert half.hits[0].coverage < 0.7
    assert half.uncovered == ("telemetry",)
    assert shelf.ask("请问怎么测量电池的蓝牙？").hits[0].coverage < 0.7


def test_a_word_under_another_name_counts_as_covered(shelf: Shelf) -> None:
    shelf.add("r1", EN)
    evidence = shelf.ask("it is dead")
    assert evidence.hits[0].coverage > 0.5
    assert evidence.uncovered == ()
    assert "widened" in evidence.hits[0].found_by


def test_the_name_of_the_manual_neither_helps_nor_hurts_coverage(shelf: Shelf) -> None:
    shelf.add("r1", EN)
    plain = shelf.ask("battery telemetry").hits[0].coverage
    assert shelf.ask("XR-200 battery telemetry").hits[0].coverage == pytest.approx(plain)


def test_a_question_without_any_informative_word_covers_nothing(shelf: Shelf) -> None:
    shelf.add("r1", EN)
    evidence = shelf.ask("what should I do?")
    assert all(hit.coverage == 0 for hit in evidence.hits)


def test_a_code_from_the_photo_is_found_whole(shelf: Shelf) -> None:
    shelf.add(
        "r1", [passage("e2", "E2: door open."), passage("e21", "E21: drain fault."), passage("x", "21 E")]
    )
    evidence = shelf.ask("what is this", codes=("E 21",))
    assert best(evidence) == "e21"
    assert "code" in evidence.hits[0].found_by
    assert evidence.hits[0].coverage == pytest.approx(1.0)


class Longest:
    def scores(self, question: str, passages: Sequence[str]) -> list[float]:
        return [len(text) for text in passages]


def test_a_reranker_makes_the_order_and_no_decision(shelf: Shelf) -> None:
    shelf.add("r1", EN)
    plain = shelf.ask("battery voltage normal range", limit=3)
    shelf.search = Search(shelf.store, shelf, ENCODER, READER, reranking=Reranking(Longest()))
    reranked = shelf.ask("battery voltage normal range", limit=3)
    lengths = [hit.reranked or 0 for hit in reranked.hits]
    assert lengths == sorted(lengths, reverse=True)
    scores = {hit.passage.id: (hit.score, hit.coverage) for hit in plain.hits}
    assert all(
        (hit.score, hit.coverage) == scores.get(hit.passage.id, (hit.score, hit.coverage))
        for hit in reranked.hits
    )
    assert reranked.uncovered == plain.uncovered


def test_a_reranker_does_not_choose_who_contends(shelf: Shelf) -> None:
    says = passage("p1", "Cover screws: 0.3 N·m torque.")
    shelf.add("r1", [says, passage("p2", "The torque of a motor, told at length: it is what makes it turn.")])
    shelf.search = Search(shelf.store, shelf, ENCODER, READER, reranking=Reranking(Longest()))
    found = shelf.ask("torque of the cover screws", limit=2)
    assert [hit.passage.id for hit in found.hits] == ["p2", "p1"]
    assert [hit.passage.id for hit in found.contenders] == ["p1"]


def test_a_code_stays_first_whatever_a_reranker_says(shelf: Shelf) -> None:
    shelf.add("r1", EN)
    shelf.search = Search(shelf.store, shelf, ENCODER, READER, reranking=Reranking(Longest()))
    assert best(shelf.ask("what does E21 mean", codes=("E21",))) == "pump"


class Eye:
    """Sees the first letter of a picture's bytes, and of a caption's."""

    languages: frozenset[Language] = frozenset({"en", "zh"})
    embedding = Embedding("eye", "1", 3, pictures=True)

    def figures(self, shown: Sequence[tuple[bytes, str]]) -> list[Dense]:
        return [self.photo(picture) for picture, _ in shown]

    def photo(self, picture: bytes, text: str = "") -> Dense:
        return {b"p": (1.0, 0.0, 0.0), b"d": (0.0, 1.0, 0.0)}.get(picture[:1], (0.0, 0.0, 1.0))

    def passages(self, texts: Sequence[str]) -> list[Dense]:
        return [(0.0, 0.0, 1.0) for _ in texts]

    def question(self, text: str) -> Dense:
        return (0.0, 0.0, 1.0)


class Kept(dict[str, Dense]):
    def held(self, hashes: Sequence[str]) -> Mapping[str, Dense]:
        return {key: self[key] for key in hashes if key in self}

    def keep(self, vectors: Mapping[str, Sequence[float]]) -> None:
        self.update({key: tuple(vector) for key, vector in vectors.items()})


def looking_shelf(kept: Kept) -> Shelf:
    shelf = Shelf(store=build(StoreSettings(embedding=Eye.embedding)))
    shelf.index = Index(shelf.store, ENCODER, ("t",), None, Sights(Eye(), kept, lambda key: key.encode()))
    shelf.search = Search(shelf.store, shelf, ENCODER, READER, looking=Looking(Eye(), shelf.store))
    pump = replace(passage("figure", "Figure 3 Drain system", kind="figure"), figure="pump.png")
    door = replace(passage("other", "Figure 4 Door lock", kind="figure"), figure="door.png")
    shelf.add("r1", [*EN, pump, door])
    return shelf


def test_a_photo_finds_the_figure_that_looks_like_it_behind_what_words_find() -> None:
    kept = Kept()
    shelf = looking_shelf(kept)
    assert len(kept) == 2
    query = Query("t", "what is the battery voltage", "en", limit=3)
    plain = shelf.search.find(query).hits
    seen = shelf.search.find(replace(query, photos=(b"photo of a pump",))).hits
    assert seen[: len(plain)] == plain
    assert [(hit.passage.id, hit.found_by, hit.score) for hit in seen[len(plain) :]] == [
        ("figure", ("picture",), 0.0)
    ]
    assert shelf.search.find(replace(query, photos=(b"x",))).hits == plain
    both = shelf.search.find(replace(query, photos=(b"d", b"p"))).hits
    assert {hit.passage.id for hit in both[len(plain) :]} == {"figure", "other"}


def test_a_figure_that_words_found_already_comes_once_and_stale_ones_never() -> None:
    shelf = looking_shelf(Kept())
    found = shelf.search.find(Query("t", "drain system figure", "en", limit=8, photos=(b"p",))).hits
    assert [hit.passage.id for hit in found].count("figure") == 1
    shelf.stale = frozenset({"r1"})
    assert shelf.search.find(Query("t", "battery", "en", photos=(b"p",))).hits == ()


def test_other_tenants_find_nothing(shelf: Shelf) -> None:
    shelf.add("r1", EN)
    assert shelf.search.find(Query("other", "battery voltage")).hits == ()


def test_of_passages_that_score_alike_the_one_that_covers_more_comes_first(shelf: Shelf) -> None:
    often = "The pump. A pump is a pump; see the pump in the pump drawing, the pump list and the pump index."
    shelf.add(
        "r1",
        [
            passage("often", often, section=("Index",)),
            passage("covers", "Replace the pump when the impeller rattles.", section=("Service",)),
        ],
    )
    found = shelf.ask("pump impeller rattles, replace?")
    assert found.hits[0].passage.id == "covers"


def test_the_last_hits_come_from_pages_of_their_own(shelf: Shelf) -> None:
    same = [passage(f"a{n}", f"The fuse F{n} guards the pump.", section=("Fuses",)) for n in range(9)]
    shelf.add("r1", [*same, passage("b", "The pump drains the tub.", section=("Drain",))])
    ids = [hit.passage.id for hit in shelf.ask("which fuse guards the pump", limit=6).hits]
    assert len(ids) == 6 and "b" in ids


def test_every_manual_that_speaks_of_it_contends(shelf: Shelf) -> None:
    shelf.add("r1", [passage("p1", "Cover screws: 0.3 N·m torque.", reading="r1")], "A-100")
    shelf.add("r2", [passage("p2", "Cover screws: 0.5 N·m torque.", reading="r2")], "B-200")
    found = shelf.ask("torque of the cover screws", limit=1)
    assert len(found.hits) == 1
    assert {hit.manual.products[0] for hit in found.contenders} == {"A-100", "B-200"}


def test_a_row_whose_first_cell_is_asked_for_is_keyed(shelf: Shelf) -> None:
    rows = [
        passage("fan", "部件: 风扇 | 电压: 18 V", kind="row", part_of="t"),
        passage("relay", "部件: 继电器 | 电压: 12 V", kind="row", part_of="t", order=1),
    ]
    shelf.add("r1", rows, language="zh")
    keyed = {hit.passage.id: hit.keyed for hit in shelf.ask("fan voltage", language="en").hits}
    assert keyed["fan"] == 1.0 and keyed.get("relay", 0.0) == 0.0


FAULTS = (
    "Symptom: Loud while spinning | Cause: Bearings worn | Remedy: Renew the bearings",
    "Symptom: Machine wanders | Cause: Transport bolts not removed | Remedy: Remove the bolts",
    "Symptom: Laundry stays wet | Cause: Unbalance | Remedy: Spread the load",
)


def test_the_row_of_the_fault_that_is_told_comes_first_whatever_its_words() -> None:
    shelf = Shelf()
    rows = [passage(f"f{n}", text, kind="row", order=n) for n, text in enumerate(FAULTS)]
    shelf.add("r1", [*rows, passage("s", "1. Start a fast spin.", kind="step", order=9)], "WM-620")
    found = shelf.search.find(
        Query("t", "it walks across the kitchen during the fast spin", "en", ("WM-620",))
    )
    assert found.hits[0].passage.id == "f1"
    assert (found.hits[0].told, found.hits[0].keyed) == (1.0, 1.0)
    assert {hit.told for hit in found.hits if hit.passage.id in {"f0", "f2"}} <= {0.0}


CODE_ROWS = (
    "Code: E10 | Fault: Water does not run in | Remedy: Open the tap",
    "Code: E31 | Fault: Door lock does not lock | Remedy: Replace the lock",
    "Code: E31 | Fault: Door lock does not lock | Remedy: Check the plug",
)
TEST_ROW = "Selector: 3 | Test: 02 | Function: Door lock | In order when: Click, then E31 does not appear"


@pytest.mark.parametrize(
    "question", ["E31", "What does E31 mean?", "the E31 error", "故障代码 E31", "测试时出现E31"]
)
def test_the_rows_of_a_code_come_before_what_only_mentions_it(question: str) -> None:
    shelf = Shelf()
    rows = [passage(f"c{n}", text, kind="row", part_of="t", order=n) for n, text in enumerate(CODE_ROWS)]
    shelf.add("r1", [*rows, passage("t2", TEST_ROW, kind="row", part_of="u", order=9)], "WM-620")
    found = shelf.ask(question, products=("WM-620",), codes=("E31",))
    assert {hit.passage.id for hit in found.hits[:2]} == {"c1", "c2"}
    assert all((hit.keyed, hit.told) == (1.0, 1.0) for hit in found.hits[:2])
    assert all(not hit.told for hit in found.hits[2:])


@pytest.mark.parametrize("written", ["J12", "J-12", "J 12"])
def test_a_code_is_found_however_it_is_written_and_nothing_of_it_stays_open(written: str) -> None:
    shelf = Shelf()
    shelf.add("r1", [passage("row", "Code: J-12 | Place: Tray 1", kind="row"), passage("t", "Paper jams.")])
    found = shelf.ask(f"what is {written}", codes=(written,))
    assert best(found) == "row"
    assert found.uncovered == ()


def test_equal_rows_of_two_editions_are_taken_from_one_of_them() -> None:
    """Though the first fits better in one, for what else stands on its page, and the second in the other."""
    shelf = Shelf()
    for reading, page in (("r1", 1), ("r2", 2)):
        rows = [
            passage(f"{reading}-{n}", text, reading=reading, kind="row", section=("Codes",), part_of=reading)
            for n, text in enumerate(CODE_ROWS[1:], start=1)
        ]
        more = passage(f"{reading}-more", f"The door lock, see E31. {reading}", reading=reading)
        placed = zip((*rows, more), (1, 2, page), strict=True)
        shelf.add(reading, [replace(p, spans=(Span(0, 9, n, Box(0, 0, 1, 1)),)) for p, n in placed])
    hits = [hit for hit in shelf.ask("E31 door lock", codes=("E31",)).hits if hit.passage.kind == "row"]
    assert len(hits) == 2
    assert len({hit.passage.part_of for hit in hits}) == 1
    assert all({other.passage.reading for other in (hit, *hit.also)} == {"r1", "r2"} for hit in hits)


def test_what_a_passage_holds_itself_orders_it_not_what_its_page_holds() -> None:
    shelf = Shelf()
    texts = ["The pump hums and the pump leaks water.", "The lock of the pump flap.", "Tighten the flap."]
    shelf.add("r1", [passage(str(n), text, order=n) for n, text in enumerate(texts)])
    found = shelf.search.find(Query("t", "flap lock", "en"))
    assert found.hits[0].passage.id == "1"


def test_steps_under_a_title_that_does_what_is_asked_come_first() -> None:
    shelf = Shelf()
    shelf.add(
        "r1",
        [
            passage("d", "5. Measure the battery; replace the battery if it is low.", kind="step",
                    section=("4.1 The phone does not start",), part_of="a"),
            passage("b", "1. Pull the tabs.", kind="step",
                    section=("5.1 Replacing the battery",), part_of="b",
                    order=5),
        ],
    )  # fmt: skip
    query = Query("t", "how do I swap the battery", "en", procedure=True)
    assert shelf.search.find(query).hits[0].passage.id == "b"


def test_a_row_that_names_a_danger_as_a_cause_tells_what_to_do_about_it() -> None:
    shelf = Shelf()
    texts = [
        "故障现象: 按键失灵 | 原因: 面板下进水 | 措施: 烘干控制板",
        "故障现象: 有异响 | 原因: 锅底松动 | 措施: 更换锅具",
    ]
    shelf.add("r1", [passage(f"f{n}", text, kind="row", order=n) for n, text in enumerate(texts)])
    found = shelf.ask("进水了", language="zh")
    assert {hit.passage.id: hit.told for hit in found.hits} | {"f1": 0.0} == {"f0": 1.0, "f1": 0.0}
    assert [danger.matched for danger in found.dangers] == ["进水"]


def test_the_products_of_a_kind_of_device_are_told(shelf: Shelf) -> None:
    shelf.add("w", WASHER, product="WM-9")
    shelf.add("p", PHONE, product="N7", language="zh")
    assert shelf.search.of_kind("t", "the washing machine") == (("washing machine",), ("WM-9",))
    assert shelf.search.of_kind("t", "我的手机") == (("手机",), ("N7",))
    assert shelf.search.of_kind("t", "the screws") == ((), ())


def test_every_row_of_the_codes_that_are_asked_for_is_found_whatever_the_limit() -> None:
    shelf = Shelf()
    rows = [
        passage(f"c{n}", f"Code: E{n} | Fault: Fault {n} | Remedy: Do {n}", kind="row", part_of="t", order=n)
        for n in range(10, 40)
    ]
    shelf.add("r1", [*rows, passage("more", "E10 to E39 are stored until they are cleared.", order=90)])
    codes = tuple(f"E{n}" for n in range(10, 40))
    found = shelf.ask("E10 to E39", codes=codes, limit=12)
    assert {hit.passage.id for hit in found.hits} >= {p.id for p in rows}
    assert len(shelf.ask("E10", codes=("E10",), limit=12).hits) <= 12
