"""The record of what stands where, on the samples' own truth.json."""

from pathlib import Path

import pytest

from evaluation.truth import TrueManual, bare, holds, read_truth, same
from kb_sources.errors import InputRejected

TRUTH = Path(__file__).parents[2] / "kb_sources" / "samples" / "truth.json"


@pytest.fixture(scope="module")
def n7() -> TrueManual:
    return read_truth(TRUTH)["norvik-n7-repair-en.pdf"]


def test_a_quote_belongs_to_the_step_it_is_of(n7: TrueManual) -> None:
    step = n7.step(
        7, "3. Lift J4, inspect the contacts under the microscope, clean them with isopropyl alcohol"
    )
    assert step is not None
    assert step.text.startswith("Lift J4")
    assert len(step.warnings) == 1
    assert n7.step(8, "Lift J4, inspect the contacts under the microscope") is None  # another page


def test_words_have_the_box_of_their_line(n7: TrueManual) -> None:
    (place,) = n7.boxes(7, ["Press the display connector J4 home"])
    assert len(place) == 1
    assert place[0].width > 0.2
    assert place[0].height < 0.05
    assert n7.boxes(7, ["no such words"]) == []


def test_line_breaks_make_no_other_text() -> None:
    assert bare("严禁 刺穿\n电池") == "严禁刺穿电池"
    assert holds("严禁刺穿、弯折\n或挤压", "危险：严禁刺穿、弯折或挤压锂离子电池。")
    assert same("Pull the mains plug before you start", "Pull the mains p1ug before you start")
    assert not same("Open the connector J3", "Close connector J4 with care")
    assert not holds("J4", "Press J4 home")  # too short to say which


def test_what_is_no_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "truth.json"
    path.write_text('{"manuals": {"a.pdf": {}}}', "utf-8")
    with pytest.raises(InputRejected, match="no record"):
        read_truth(path)
