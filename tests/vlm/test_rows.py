from __future__ import annotations

from dataclasses import replace

import pytest

from kb_sources.manual import Edition, Manual, Passage
from tests.vlm.gated import leaves
from vlm.answer import Asked, Claim, Located, Reference, Shown
from vlm.checking import Examined
from vlm.rows import (
    find_mixed,
    find_stray_column,
    find_stray_row,
    is_written_as_row,
    subject,
    subject_share,
    tell_of_one_part,
)
from vlm.words import words_of


def _row(text: str, label: str = "S1") -> Located:
    passage = Passage(label, "e", "r", "row", (), 0, text, (), "textlayer", part_of="t")
    manual = Manual("m", "t", "Manual", "Maker", ("N7",), "en")
    shown = Shown(label, passage, manual, Edition("e", "m", "1", "en", "live", "n7.pdf", 1))
    return Located(shown, 0, len(text))


HEATER = _row("Position: Heater nut | Torque: 4.0")
PUMP = _row("Position: Pump screws | Torque: 1.8", "S2")


def test_a_row_is_about_its_first_cell() -> None:
    assert subject(HEATER.shown) == "Heater nut"
    assert subject(_row("Mass: 64 kg").shown) == "Mass"
    assert subject_share(HEATER.shown, words_of("the heater nut")) == 1


def test_a_claim_in_the_form_of_a_row_repeats_one_row() -> None:
    assert is_written_as_row("Position: Heater nut | Torque: 4.0")
    assert not find_mixed(["Position: Heater nut | Torque: 4.0"], [HEATER, PUMP], lambda row, text: False)
    assert find_mixed(["Position: Heater nut | Torque: 1.8"], [HEATER, PUMP], lambda row, text: True)


def test_what_leads_in_a_row_is_not_what_only_another_row_says() -> None:
    def carries(row: Located, text: str) -> bool:
        return row is PUMP if "screws" in text else row is HEATER if "heater" in text else True

    assert find_mixed(["When the screws are tight, the heater nut gets 4.0"], [HEATER, PUMP], carries)
    assert not find_mixed(["When it is tight, the heater nut gets 4.0"], [HEATER, PUMP], carries)
    assert not find_mixed(["Tight screws, and the heater nut gets 4.0"], [HEATER], carries)


def test_each_piece_goes_with_the_row_it_names() -> None:
    def carries(row: Located, text: str) -> bool:
        figure = "4.0" if row is HEATER else "1.8"
        name = "heater" if row is HEATER else "pump"
        other = "pump" if row is HEATER else "heater"
        return other not in text and all(f == figure for f in ("4.0", "1.8") if f in text) and bool(name)

    both = "the heater nut gets 4.0, the pump screws get 1.8"
    assert not find_mixed([both], [HEATER, PUMP], carries)
    assert find_mixed(["the heater nut gets 1.8, the pump screws get 4.0"], [HEATER, PUMP], carries)


def test_a_clause_without_a_name_goes_on_with_the_row_before_it() -> None:
    def carries(row: Located, text: str) -> bool:
        return row is HEATER if "4.0" in text else row is PUMP if "1.8" in text else True

    assert not find_mixed(["The heater nut", "it gets 4.0"], [HEATER, PUMP], carries)
    assert find_mixed(["The heater nut", "it gets 1.8"], [HEATER, PUMP], carries)


def test_a_piece_without_a_name_leads_in_the_row_that_comes_next() -> None:
    def carries(row: Located, text: str) -> bool:
        return row is HEATER if "4.0" in text or "7" in text else row is PUMP if "5" in text else True

    both = "Heater nut: 4.0; for M5, take the pump screws"
    assert not find_mixed([both], [HEATER, PUMP], carries)
    assert find_mixed(["Pump screws: M5; for 7, take the pump screws"], [HEATER, PUMP], carries)


def test_two_numbers_joined_are_one_piece() -> None:
    def carries(row: Located, text: str) -> bool:
        return row is HEATER and "3 and 4" in text

    assert not find_mixed(["Between pins 3 and 4 of the heater nut"], [HEATER, PUMP], carries)


def test_a_row_is_about_its_first_cell_that_is_no_number() -> None:
    assert subject(_row("Item: 3 | Part: Battery | Number: NV-1").shown) == "Battery"


def _examined(claim: str, cited: Located, *others: Located) -> Examined:
    references = (Reference(cited.shown.label, cited.shown.passage.text),)
    shown = {row.shown.label: row.shown for row in (cited, *others)}
    return Examined(Claim("c", "fact", claim, references), (cited,), (), shown, Asked("?", "en", ("N7",)))


MOTOR = _row("Name: M2 | Kind: Belt motor | Voltage (V) / off: 0.0 | Voltage (V) / on: 12.0")
LATCH = _row("Name: M3 | Kind: Latch coil | Voltage (V) / off: 12.0 | Voltage (V) / on: 0.0", "S2")
ZH_MOTOR = _row("名称: M2 | 部件: 传送电机 | 标称值（V）: 12 | 最小（V）: 11 | 最大（V）: 13")
ZH_LATCH = _row("名称: M3 | 部件: 门锁线圈 | 标称值（V）: 12 | 最小（V）: 11 | 最大（V）: 13", "S2")


def test_on_is_not_off_nor_a_value_another_in_its_own_unit() -> None:
    assert find_stray_column(_examined("M2 has 12.0 V when on and 12.0 V when off.", MOTOR))
    assert find_stray_column(_examined("M2 has 0.0 V on and 12.0 V off.", MOTOR))
    assert find_stray_column(_examined("For M2 on is 0.0 V, off is 12.0 V.", MOTOR))
    assert find_stray_column(_examined("For M2 on is 12.0 V, off is 0.0 V.", MOTOR)) is None
    assert find_stray_column(_examined("M2 has 12.0 V when on and 0.0 V when off.", MOTOR)) is None
    assert find_stray_column(_examined("M2 has 12.0 V on its plug.", MOTOR)) is None
    assert find_stray_column(_examined("M2 的标称值为 0.011 kV。", ZH_MOTOR))
    assert find_stray_column(_examined("M2 的标称值为 0.012 kV。", ZH_MOTOR)) is None


GLUE = _row("No.: 1 | Part: Cover glue | Remark: Must be renewed")
COVER = _row("No.: 1 | Part: Cover, black | Remark: Includes the glue", "S2")
ZH_GLUE = _row("序号: 1 | 零件: 盖板背胶 | 备注: 必须换新")
ZH_COVER = _row("序号: 1 | 零件: 盖板，黑色 | 备注: 含背胶", "S2")


def test_a_row_has_its_own_remark() -> None:
    assert find_stray_row(_examined("含背胶的盖板背胶。", ZH_GLUE, ZH_COVER))
    assert find_stray_row(_examined("盖板背胶必须换新。", ZH_GLUE, ZH_COVER)) is None
    assert find_stray_row(_examined("The cover glue includes the glue.", GLUE, COVER))
    assert find_stray_row(_examined("The cover glue must be renewed.", GLUE, COVER)) is None


def test_a_row_has_its_own_name() -> None:
    assert find_stray_row(_examined("M2, the latch coil, has 12.0 V when on.", MOTOR, LATCH))
    assert find_stray_row(_examined("M2, the belt motor, has 12.0 V when on.", MOTOR, LATCH)) is None
    assert find_stray_row(_examined("M2 门锁线圈的标称值为 12 V。", ZH_MOTOR, ZH_LATCH))
    assert find_stray_row(_examined("M2 传送电机的标称值为 12 V。", ZH_MOTOR, ZH_LATCH)) is None


def test_rows_of_two_tables_tell_of_one_part_by_its_number() -> None:
    def row(text: str, table: str) -> Located:
        place = _row(text)
        passage = replace(place.shown.passage, part_of=table)
        return replace(place, shown=replace(place.shown, passage=passage))

    remedy = row("Symptom: Camera blurred | Remedy: renew NV-7014-A if scratched", "faults")
    part = row("Part: Camera lens ring | Part number: NV-7014-A", "parts")
    assert tell_of_one_part(remedy, part)
    assert not tell_of_one_part(remedy, row("Part: Battery | Part number: NV-7021-B", "parts"))
    no_pot = row("Code: E0 | Cause: CT1 open | Remedy: Replace board QL-3510", "codes")
    no_power = row("Symptom: Dead | Cause: No 18 V | Remedy: Replace board QL-3510", "symptoms")
    assert not tell_of_one_part(no_pot, no_power)  # "E0: no 18 V, replace QL-3510" is neither
    assert not tell_of_one_part(
        row("Code: E0 | Cause: Pot too small", "codes"), row("Code: E0 | No pot", "shown")
    )
    assert not tell_of_one_part(part, row("Part: Ring, grey | Part number: NV-7014-A", "parts"))


def test_rows_that_one_cell_tells_apart_are_told_together() -> None:
    first = _row("Connector: CN7 | Pin: 1 | Load: NTC | Voltage (V): 5")
    assert tell_of_one_part(first, _row("Connector: CN7 | Pin: 2 | Load: NTC | Voltage (V): 5"))
    assert not tell_of_one_part(first, _row("Connector: CN7 | Pin: 2 | Load: Lock | Voltage (V): 5"))
    assert not tell_of_one_part(_row("Item: Motor | Value: 5 A"), _row("Item: Pump | Value: 5 A"))


DRAIN_TEST = (
    "Selector: 5 | Test: 04 | Function: Drain pump | In order when: Level falls to zero | Time (s): 90"
)
HEAT_TEST = (
    "Selector: 6 | Test: 05 | Function: Heater | In order when: Temperature rises by 2 °C | Time (s): 180"
)
SPIN_ITEM, LOAD_ITEM = "Item: Spin speed | Value: 400 to 1200 rpm", "Item: Load | Value: 6 kg cotton"
PUMP_ITEM, RATED_ITEM = "Item: Drain pump | Value: 30 W, 158 Ω", "Item: Rated power | Value: 2100 W"
SCREWS_ROW = "Position: Midframe, centre | Screw: M1.4x4.5 | Quantity: 2 | Torque (N·m): 0.15"


@pytest.mark.parametrize(
    ("claim", "quotes", "right"),
    [
        ("Test 04 is in order when the level falls to zero in 90 s, test 05 when the temperature rises by"
         " 2 °C in 180 s.", (DRAIN_TEST, HEAT_TEST), True),
        ("Test 04 is in order when the level falls to zero in 180 s, test 05 when the temperature rises by"
         " 2 °C in 90 s.", (DRAIN_TEST, HEAT_TEST), False),
        ("Test 05 is in order when the level falls to zero in 90 s, test 04 when the temperature rises by"
         " 2 °C in 180 s.", (DRAIN_TEST, HEAT_TEST), False),
        ("It takes a load of 6 kg cotton and spins at 400 to 1200 rpm.", (SPIN_ITEM, LOAD_ITEM), True),
        ("It takes a load of 6 kg cotton and spins at 400 to 1000 rpm.", (SPIN_ITEM, LOAD_ITEM), False),
        ("The drain pump has 158 Ω and is rated 2100 W.", (PUMP_ITEM, RATED_ITEM), False),
        ("Torque the two centre midframe screws M1.4x4.5 to 15 N·cm.", (SCREWS_ROW,), True),
        ("The torque of the centre midframe screws M1.4x4.5 is 2.", (SCREWS_ROW,), False),
    ],
)  # fmt: skip
def test_each_half_of_a_sentence_may_tell_one_row(claim: str, quotes: tuple[str, ...], right: bool) -> None:
    assert leaves(claim, *quotes) is right
