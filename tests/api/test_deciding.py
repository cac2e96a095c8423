"""The decision before drafting: too little is refused, rivals are asked about, translations are no rivals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.deciding import (
    Sufficiency,
    Thresholds,
    beside_the_point,
    clarify_product,
    insufficient,
    likely,
    refuse_unknown,
    rivals,
    unlisted,
    which_product,
)
from kb_sources.manual import Edition, Language, Manual, Passage
from retrieval.glossary import Widening
from retrieval.query import Evidence, Hit, Query
from vlm.answer import CheckedClaim, Claim, Located, Shown, Verdict

LIMITS = Thresholds(sufficient=0.4, rival=0.5, rival_score=0.6, certain=0.5)


def hit(products: tuple[str, ...], score: float, coverage: float) -> Hit:
    name = products[0]
    manual = Manual(name, "t", name, "Acme", products, "en")
    edition = Edition(name, name, "", "en", "live", "x.pdf", 1)
    return Hit(
        Passage(name, name, name, "text", (), 0, "x", (), "textlayer"), manual, edition, score, (), coverage
    )


def found(*hits: Hit, uncovered: tuple[str, ...] = (), text: str = "q", rarest: float = 9) -> Evidence:
    return Evidence(Query("t", text), hits, uncovered=uncovered, rarest=rarest)


def test_evidence_that_covers_little_is_refused_with_what_is_missing() -> None:
    evidence = found(hit(("A",), 9, 0.1), uncovered=("warranty",), rarest=9)
    outcome = insufficient(evidence, (), "en", LIMITS)
    assert outcome is not None and "warranty" in outcome.reason
    assert insufficient(found(hit(("A",), 9, 0.9), rarest=9), (), "en", LIMITS) is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_refusal_names_what_is_missing_only_where_something_is(language: Language) -> None:
    evidence = found(hit(("A",), 9, 0.1), rarest=9)
    plain = insufficient(evidence, (), language, LIMITS)
    named = insufficient(replace(evidence, uncovered=("warranty",)), (), language, LIMITS)
    assert plain is not None and named is not None
    assert not set("(（–") & set(plain.reason)
    assert "warranty" in named.reason


@pytest.mark.parametrize("better", [{"coverage": 0.8}, {"score": 30.0}, {"keyed": 1.0}])
def test_each_sign_of_evidence_raises_the_odds(better: dict[str, float]) -> None:
    plain = hit(("A",), 9, 0.4)
    assert Sufficiency()(found(replace(plain, **better), rarest=10)) > Sufficiency()(found(plain, rarest=10))


def test_a_code_that_was_asked_for_is_evidence_enough() -> None:
    assert insufficient(found(replace(hit(("A",), 1, 0.0), found_by=("code",))), (), "en", LIMITS) is None


def test_a_page_about_a_danger_that_is_named_is_evidence_enough() -> None:
    water = Widening("pc.water", "wet", 0, 3, (), "symptom")
    told = replace(found(replace(hit(("A",), 1, 0.0), told=1.0)), dangers=(water,))
    assert insufficient(told, (), "en", LIMITS) is None
    assert insufficient(replace(told, dangers=()), (), "en", LIMITS) is not None
    assert insufficient(replace(told, hits=(hit(("A",), 1, 0.0),)), (), "en", LIMITS) is not None


@pytest.mark.parametrize(
    ("titled", "coverage", "uncovered", "enough"),
    [(2, 0.6, (), True), (2, 0.4, (), False), (2, 0.6, ("waste toner box",), False), (0, 0.6, (), False)],
)
def test_the_procedure_whose_title_names_all_that_is_asked_is_evidence_enough(
    titled: int, coverage: float, uncovered: tuple[str, ...], enough: bool
) -> None:
    led = replace(hit(("A",), 1, coverage), titled=titled, told=1.0)
    evidence = found(led, uncovered=uncovered, rarest=9)
    assert (insufficient(evidence, (), "en", Thresholds()) is None) is enough


def test_nothing_found_is_refused() -> None:
    assert insufficient(found(), (), "zh", LIMITS) is not None


def test_rivals_are_products_that_answer_about_as_well() -> None:
    a, b, far = hit(("A",), 10, 0.9), hit(("B",), 9, 0.6), hit(("C",), 3, 0.9)
    assert rivals([a, b, far], LIMITS) == ("A", "B")
    assert rivals([a, far], LIMITS) == ()
    assert rivals([a, hit(("B",), 9, 0.3)], LIMITS) == ()
    assert rivals([], LIMITS) == ()
    assert rivals([hit(("A",), 10, 0.9), hit(("A", "A 中文"), 9.9, 0.9)], LIMITS) == (), (
        "the same product twice"
    )


def test_a_vague_question_is_open_among_all_that_score_alike() -> None:
    assert rivals([hit(("A",), 10, 0.4), hit(("B",), 9, 0.0)], LIMITS) == ("A", "B")


def test_products_of_the_kind_that_was_named_are_rivals_though_nothing_of_them_was_found() -> None:
    a, b = hit(("A", "A 中文"), 10, 0.9), hit(("B",), 9, 0.6)
    assert rivals([a], LIMITS, ("A 中文", "C")) == ("A", "C")
    assert rivals([a, b], LIMITS, ("C",)) == ("A", "B", "C")
    assert rivals([a], LIMITS, ("A",)) == ()
    assert rivals([], LIMITS, ("A", "C")) == ()
    assert rivals([replace(a, found_by=("code",))], LIMITS, ("C",)) == ()


def test_a_code_in_one_manual_alone_settles_which() -> None:
    coded = replace(hit(("B",), 5, 0.5), found_by=("code",))
    assert rivals([hit(("A",), 10, 0.9), coded], LIMITS) == ()
    assert rivals([coded, replace(hit(("A",), 1, 0.1), found_by=("code",))], LIMITS) == ("B", "A")


def in_section(section: str, score: float = 9, coverage: float = 1.0) -> Hit:
    one = hit(("A",), score, coverage)
    return replace(one, passage=replace(one.passage, section=(section,)))


def test_without_a_product_evidence_has_to_be_clear() -> None:
    """A "paper jam" fits the one printer there is a manual for, whichever printer the asker has."""
    same, apart = [in_section("6 Jams")] * 5, [in_section("6 Jams")] * 4 + [in_section("7 Codes")]
    assert which_product(found(*same, rarest=2), LIMITS, "en") is None
    scattered = which_product(found(*apart, rarest=2), LIMITS, "en")
    assert scattered is not None
    assert (scattered.about, [dict(o.set) for o in scattered.options]) == ("product", [{"product": "A"}])
    weak = [in_section("6 Jams", coverage=0.5)] * 5
    assert which_product(found(*weak, rarest=9), LIMITS, "zh") is not None
    coded = replace(apart[0], found_by=("code",))
    assert which_product(found(*apart, coded, rarest=2), LIMITS, "en") is None, "a code says which"


def test_products_that_come_near_are_offered_best_first() -> None:
    near, best, far = hit(("B",), 8, 0.6), hit(("A",), 9, 0.9), hit(("C",), 20, 0.2)
    evidence = replace(found(best, rarest=9), contenders=(far, near, best))
    asked = which_product(evidence, LIMITS, "en")
    assert asked is not None
    assert [o.label for o in asked.options] == ["A", "B"]


def test_clarify_and_refusal_name_the_products() -> None:
    clarify = clarify_product(("A", "B"), "en")
    assert [dict(o.set) for o in clarify.options] == [{"product": "A"}, {"product": "B"}]
    assert "WM-900" in refuse_unknown("WM-900", ("A",), "zh").reason
    assert "kb-ingest add" in refuse_unknown("WM-900", (), "en").reason


def test_many_rare_words_make_up_for_a_long_story() -> None:
    assert insufficient(found(hit(("A",), 9, 0.35), rarest=2), (), "en", LIMITS) is None
    assert insufficient(found(hit(("A",), 9, 0.35), rarest=9), (), "en", LIMITS) is not None


@pytest.mark.parametrize(
    ("text", "refused"), [("bed temperature for PETG", True), ("bed temperature for petal", False)]
)
def test_a_name_that_no_passage_holds_is_not_answered_about(text: str, refused: bool) -> None:
    evidence = found(hit(("A",), 9, 0.9), uncovered=(text.rsplit(maxsplit=1)[-1].lower(),), text=text)
    assert (insufficient(evidence, (), "en", LIMITS) is not None) is refused


def claim(text: str, kind: str = "row") -> CheckedClaim:
    passage = Passage("p", "e", "r", kind, ("3 Data",), 0, text, (), "textlayer")  # type: ignore[arg-type]
    manual = Manual("m", "t", "m", "Acme", ("A",), "en")
    shown = Shown("S1", passage, manual, Edition("e", "m", "", "en", "live", "x.pdf", 1))
    return CheckedClaim(Claim("c", "value", text, ()), (Located(shown, 0, len(text)),), Verdict(()))


def asked_about(*concepts: tuple[str, str, tuple[str, ...]]) -> Evidence:
    widened = tuple(Widening("unit.x", matched, 0, 1, added, kind) for matched, kind, added in concepts)
    return Evidence(Query("t", "q"), (), widened=widened)


def test_a_value_of_another_part_is_beside_the_point() -> None:
    fan = asked_about(("fan", "part", ("风扇",)), ("voltage", "property", ("电压",)))
    assert beside_the_point([claim("项目: 额定电压 | 数值: 220 V")], fan)
    assert not beside_the_point([claim("项目: 风扇电压 | 数值: 18 V")], fan)
    assert not beside_the_point([claim("Rated: 220 V"), claim("Fan: 18 V")], fan)


def test_a_fastener_names_no_part_and_a_warning_beside_a_row_tells_no_value() -> None:
    said = (
        Widening("pc.back_cover", "rear cover", 0, 1, ("后盖",), "part"),
        Widening("fast.screw", "screws", 0, 1, ("screw",), "part"),
        Widening("unit.torque", "torque", 0, 1, (), "property"),
    )
    asked = Evidence(Query("t", "What torque for the rear cover screws?"), (), widened=said)
    warning = claim("A screw of 4.5 mm pierces the display.", "warning")
    assert beside_the_point([warning, claim("Rear camera | Screw: M1.2 | Torque (N·m): 0.07")], asked)
    assert not beside_the_point([warning, claim("Rear cover | Screw: M1.2 | Torque (N·m): 0.07")], asked)


def test_a_row_that_bears_the_name_asked_for_is_to_the_point() -> None:
    said = (
        Widening("mech.hinge", "hinge", 0, 1, ("铰链",), "part"),
        Widening("unit.length", "How long", 0, 1, (), "property"),
    )
    asked = Evidence(Query("t", "How long does the hinge screw for D3P need to be?"), (), widened=said)
    assert not beside_the_point([claim("Joint: D3P | Screw: 25 mm")], asked)
    assert beside_the_point([claim("Joint: D3D | Screw: 20 mm")], asked)


def test_who_asks_for_a_password_is_told_one_or_nothing() -> None:
    for question, beside, told in (
        (
            "default wifi password of the TFT35?",
            "First burn the firmware of the wifi module.",
            "Password: 1234.",
        ),
        ("Wi-Fi 密码是多少？", "请先刷写无线模块固件。", "默认密码为 1234。"),
    ):
        asked = Evidence(Query("t", question), ())
        assert beside_the_point([claim(beside, "text")], asked)
        assert not beside_the_point([claim(told, "text")], asked)


def test_a_sentence_without_a_quantity_tells_none() -> None:
    how_tight = asked_about(("screw", "part", ()), ("how tight", "property", ()))
    tool = "Use the torque screwdriver NV-T112 for every screw."
    assert beside_the_point([claim(tool, "warning")], how_tight)
    assert beside_the_point([claim(tool, "text")], how_tight)
    assert not beside_the_point([claim("Tighten to 0.12 N·m.", "text")], how_tight)
    torque = Evidence(
        Query("t", "how tight is the nut?"),
        (),
        widened=(Widening("unit.torque", "how tight", 0, 1, (), "property"),),
    )
    assert beside_the_point([claim("Loosen the nut by six turns.", "text")], torque)
    assert not beside_the_point([claim("Tighten the nut to 4 N·m.", "text")], torque)
    assert not beside_the_point([claim(tool, "warning")], Evidence(Query("t", "swollen"), ()))


def asked_temperature(question: str) -> Evidence:
    widened = (Widening("unit.temperature", "temperature", 0, 1, ("温度",), "property"),)
    return Evidence(Query("t", question), (), widened=widened)


def test_a_bare_number_tells_a_quantity_where_the_passage_names_it() -> None:
    asked = asked_temperature("which temperature for PLA?")
    assert not beside_the_point([claim("PLA: temperature of the nozzle is 190-220.", "text")], asked)
    assert beside_the_point([claim("PLA: see figure 7-26.", "text")], asked)


def test_whether_a_value_may_be_chosen_freely_needs_no_value() -> None:
    told = [claim("The temperature must match the filament.", "text")]
    assert beside_the_point(told, asked_temperature("which temperature?"))
    assert not beside_the_point(told, asked_temperature("can I choose any temperature?"))


def test_in_a_conversation_all_that_was_said_can_only_take_away() -> None:
    question = found(hit(("A",), 9, 0.8), rarest=9)
    more, less = found(hit(("A",), 30, 0.9), rarest=9), found(hit(("A",), 3, 0.1), rarest=9)
    alone = likely(question)
    assert likely(question, more) == alone
    assert likely(question, less) == pytest.approx((alone + likely(less)) / 2)
    yes_or_no = replace(question, query=replace(question.query, text="Is it safe to grease the pump?"))
    assert likely(yes_or_no) == alone
    assert likely(yes_or_no, question) == pytest.approx(alone - 0.5)
    assert likely(found()) == float("-inf")
    strict = replace(LIMITS, sufficient=likely(question) - 0.01)
    assert insufficient(question, (), "en", strict) is None
    assert insufficient(question, (), "en", strict, less) is not None


def of_fault(told: float | None) -> Evidence:
    passage = claim("Symptom: Pages black | Remedy: Clean the contacts").located[0].shown.passage
    one = replace(hit(("A",), 9, 0.9), told=told)
    return found(replace(one, passage=passage), text="black lines on every page")


@pytest.mark.parametrize(("told", "beside"), [(0.0, True), (1.0, False), (None, False)])
def test_the_remedy_for_another_fault_is_beside_the_point(told: float | None, beside: bool) -> None:
    cited = claim("Symptom: Pages black | Remedy: Clean the contacts")
    assert beside_the_point([cited], of_fault(told)) is beside
    warning = claim("Pull the mains plug.", "warning")
    assert beside_the_point([warning, cited], of_fault(told)) is beside
    assert not beside_the_point([warning], of_fault(told))


@pytest.mark.parametrize(
    ("question", "uncovered", "asked"),
    [
        ("What does E21 mean on a Bosch?", ("bosch",), True),
        ("Siemens dryer E21", ("siemens", "dryer"), True),
        ("Resetting E21 does not help", ("resetting",), False),
        ("my washer shows E21", ("washer",), False),
        ("What does E21 mean on a Helmar?", (), False),
    ],
)
def test_a_code_is_clear_unless_beside_a_name_that_no_manual_holds(
    question: str, uncovered: tuple[str, ...], asked: bool
) -> None:
    coded = replace(hit(("A",), 30, 0.9), found_by=("code",))
    outcome = which_product(found(coded, text=question, uncovered=uncovered), LIMITS, "en")
    assert (outcome is not None) is asked


@pytest.mark.parametrize("question", ["how to fix C-02", "C-02 是什么意思", "what is C 02?"])
def test_a_code_that_no_hit_holds_is_refused_by_name(question: str) -> None:
    query = Query("t", question, codes=("C-02",))
    evidence = Evidence(query, (hit(("A",), 30, 0.9),), uncovered=("C-02",), rarest=9)
    refused = insufficient(evidence, (), "en", LIMITS)
    assert refused is not None and "C-02" in refused.reason
    pictured = replace(evidence, query=replace(query, text="what is this?"))
    assert insufficient(pictured, (), "en", LIMITS) is None


@pytest.mark.parametrize(
    ("passage", "refused"), [("Toner: OR-3110", True), ("The price of the toner is 9 EUR", False)]
)
def test_a_price_is_not_answered_with_the_part(passage: str, refused: bool) -> None:
    said = (Widening("doc.cost", "how much is", 0, 1, ("price", "价格"), "property"),)
    one = hit(("A",), 9, 0.9)
    one = replace(one, passage=replace(one.passage, text=passage))
    evidence = replace(found(one, text="how much is the toner"), widened=said)
    outcome = insufficient(evidence, (), "en", LIMITS)
    assert (outcome is not None) is refused
    assert outcome is None or "how much is" in outcome.reason


def test_one_row_of_another_fault_spoils_rows_that_tell_none_that_is_known() -> None:
    cited = claim("Symptom: Pages black | Remedy: Clean the contacts")
    odd = replace(cited.located[0].shown.passage, id="odd")
    known = of_fault(0.0)
    evidence = replace(known, hits=(*known.hits, replace(known.hits[0], passage=odd, told=None)))
    unknown = replace(
        cited, located=(replace(cited.located[0], shown=replace(cited.located[0].shown, passage=odd)),)
    )
    assert beside_the_point([unknown, cited], evidence)
    assert not beside_the_point([unknown], evidence)


@pytest.mark.parametrize(
    ("uncovered", "refused"), [(("E99",), False), (("E21", "E99"), True), ((), False), (("PETG",), True)]
)
def test_of_several_codes_one_has_to_be_listed(uncovered: tuple[str, ...], refused: bool) -> None:
    text = "what do E21 and E99 mean for PETG"
    coded = found(replace(hit(("A",), 1, 0.0), found_by=("code",)), uncovered=uncovered, text=text)
    evidence = replace(coded, query=replace(coded.query, codes=("E21", "E99")))
    assert (insufficient(evidence, (), "en", LIMITS) is not None) is refused
    assert unlisted(evidence, ("E21", "E99")) == tuple(c for c in ("E21", "E99") if c in uncovered)
