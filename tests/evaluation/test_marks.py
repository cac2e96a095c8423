"""What people marked: read, matched with what they marked, and told with an exact interval."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.marks import Mark, known_marks, read_marks, share, share_out
from evaluation.scorer import Result
from kb_sources.errors import InputRejected


def test_marks_come_back_as_the_page_saves_them(tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    path.write_text(
        json.dumps({"pilot": "may", "answers": {"a": {"mark": "unsafe", "comment": " 未断电 "}}}), "utf-8"
    )
    assert read_marks(path) == [Mark("a", "unsafe", "未断电")]


def test_marks_made_in_a_spreadsheet_name_answers_or_cases(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("\ufeffcase,mark,comment\nt1,right,\nt2,,not yet\nt3,wrong, 页码不对\n", "utf-8")
    marks = read_marks(path)
    assert marks == [Mark("t1", "right", ""), Mark("t3", "wrong", "页码不对")]
    results = [Result(f"t{n}", {"id": f"ans{n}", "action": "answer"}, {}, 0) for n in (1, 2, 3)]
    assert [result.answer["id"] for _, result in known_marks(marks, results)] == ["ans1", "ans3"]
    for bad, why in (
        ("ticket,mark\na,right\n", "the columns are"),
        ("case,mark\na,good\n", "answers.a.mark"),
    ):
        path.write_text(bad, "utf-8")
        with pytest.raises(InputRejected, match=why):
            read_marks(path)


@pytest.mark.parametrize(
    "text", ["Case,Mark\nt1,Right\n", "case;mark\nt1;right\n", "ANSWER\tMARK\nt1\tright\n"]
)
def test_a_spreadsheet_may_write_its_headers_as_it_likes(text: str, tmp_path: Path) -> None:
    path = tmp_path / "marks.CSV"
    path.write_text(text, "utf-16")
    assert read_marks(path) == [Mark("t1", "right", "")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("case,mark\nt1,right\nt2,\nt1,wrong\n", "'t1' is marked twice, in lines 2 and 4"),
        ("case,mark\nt1,right,x\n", "line 2: more cells"),
        (f"case,mark\nt1,{'x' * 200_000}\n", "line 2: .*field larger"),
        (f"{'x' * 200_000},mark\nt1,right\n", "line 1: .*field larger"),
        ("", "is empty"),
    ],
)
def test_what_cannot_be_a_mark_is_named(text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputRejected, match=why):
        read_marks(path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "no marks"),
        ("", "it is empty"),
        ('{"pilot": "x", "answers": {"a": {"mark": "perfect"}}}', "answers.a.mark"),
        ('{"pilot": "x", "answers": {}, "more": 1}', "more"),
    ],
)
def test_what_is_no_file_of_marks_is_refused(content: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "marks.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InputRejected, match=why):
        read_marks(path)


def test_marks_of_another_pilot_are_refused() -> None:
    result = Result("t", {"id": "a"}, {}, 0)
    assert known_marks([Mark("a", "right", "")], [result]) == [(Mark("a", "right", ""), result)]
    with pytest.raises(InputRejected, match="1 of 2 marks"):
        known_marks([Mark("a", "right", ""), Mark("b", "right", "")], [result])
    with pytest.raises(InputRejected, match="Nothing is marked yet"):
        known_marks([], [result])


def test_shares_with_exact_intervals() -> None:
    marks = [Mark(str(n), "right" if n < 45 else "wrong", "") for n in range(50)]
    told = share_out(marks)
    assert (told["right"].count, told["right"].of) == (45, 50)
    # Clopper & Pearson by scipy.stats.binomtest(45, 50).proportion_ci()
    assert (told["right"].low, told["right"].high) == pytest.approx((0.78186, 0.96672), abs=1e-4)
    assert told["unsafe"].low == 0
    assert told["unsafe"].high == pytest.approx(1 - 0.025 ** (1 / 50), abs=1e-9)
    assert share(0, 0).high == 1


@given(st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_an_interval_holds_its_share(pair: tuple[int, int]) -> None:
    told = share(*pair)
    assert 0 <= told.low <= told.count / told.of <= told.high <= 1
