"""By what the rows of fault tables and the sections of a manual are looked up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.faults import cause_of, code_cell_of, fault_of, key_of
from kb_sources.manual import Passage, PassageKind


def passage(text: str, kind: PassageKind = "row", section: tuple[str, ...] = ()) -> Passage:
    return Passage("p", "e", "r", kind, section, 0, text, (), "textlayer")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Symptom: Machine wanders | Cause: Feet not level | Remedy: Level the feet", "Machine wanders"),
        ("Code: E18 | Fault: Water does not drain | Remedy: Clean the filter", "Water does not drain"),
        ("故障现象: 加热断续 | 原因: 锅具变形 | 措施: 更换锅具", "加热断续"),
        ("代码: E3 | 故障: IGBT 过热 | 原因: 风扇不转 | 措施: 更换风扇", "IGBT 过热"),
        ("Code: J-49 | Place: Several sheets | Sensor: PS1 | Remedy: Fan the paper", "Several sheets"),
        ("代码: J-49 | 位置: 多张进纸 | 处理方法: 抖松纸张", "多张进纸"),
        ("Code: C1 | Function: Pump | Time (s): 90", ""),  # a table of tests tells no remedy
        ("Part: Fan | Part number: QL-3530 | Quantity: 1", ""),
        ("Item: Error margin | Value: 2 %", ""),
    ],
)  # fmt: skip
def test_a_row_is_looked_up_by_the_fault_it_tells_a_remedy_for(row: str, fault: str) -> None:
    assert fault_of(passage(row)) == fault


def test_other_passages_are_looked_up_by_the_last_title_above() -> None:
    section = ("4 Diagnosis", "4.1 The phone does not start")
    assert fault_of(passage("1. Charge it.", "step", section)) == "4.1 The phone does not start"
    assert fault_of(passage("A cover", "text")) == ""


@given(st.text(), st.sampled_from(["row", "step", "text"]))
def test_any_text_is_read(text: str, kind: PassageKind) -> None:
    assert isinstance(fault_of(passage(text, kind)), str)


@pytest.mark.parametrize(
    ("row", "key", "code"),
    [
        ("Code: E21 | Fault: No current", "E21", "E21"),
        ("No.: 3 | Error code: E21 | Fault: No current", "3", "E21"),
        ("序号: 3 | 故障代码: E21 | 故障: 无电流", "3", "E21"),
        ("Selector: 3 | Test: 02 | In order when: E31 does not appear", "3", "3"),
        ("E21", "", ""),
    ],
)
def test_a_row_is_the_one_of_the_code_in_its_code_cell(row: str, key: str, code: str) -> None:
    assert (key_of(passage(row)), code_cell_of(passage(row))) == (key, code)


def test_only_rows_have_cells() -> None:
    assert (key_of(passage("E21: stop", "text")), code_cell_of(passage("E21: stop", "step"))) == ("", "")


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("故障现象: 按键失灵 | 原因: 面板下进水 | 措施: 烘干", "面板下进水"),
        ("Symptom: Does not start | Possible cause: Connector open | Remedy: Close it", "Connector open"),
        ("Code: J-49 | Place: Several sheets | Remedy: Fan the paper", ""),
    ],
)
def test_a_row_names_the_cause_of_its_fault(row: str, cause: str) -> None:
    assert cause_of(passage(row)) == cause
    assert cause_of(passage(row, "text")) == ""
