"""Files as people save them: one table in any encoding, with the line of what cannot be used."""

import sys
from pathlib import Path

import pytest

from evaluation.reading import Row, folded, json_lines, json_object, read_table, read_text, unusable
from kb_sources.errors import InputRejected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_the_same_in_any_encoding(encoding: str, delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    rows = (("编号", "问题"), ("1", '"黑屏\n了"'), ("", ""), ("2", "why", "more"))
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    table = read_table(path)
    assert table.header == ["编号", "问题"]
    assert table.rows[0] == Row(2, {"编号": "1", "问题": "黑屏\n了"}, over=False)
    assert (table.rows[-1].line, table.rows[-1].over) == (5, True), "a line is where a row begins"


@pytest.mark.parametrize("line", [1, 3])
def test_a_cell_without_an_end_is_named_with_its_line(line: int, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    lines = ["id,question", "1,ok", "2,ok"]
    lines[line - 1] += ',"' + "x" * 200_000
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(InputRejected, match=rf"t\.csv, line {line}: field larger"):
        read_table(path)


def test_what_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with pytest.raises(InputRejected, match="cannot be read"):
        read_text(path)
    path.write_bytes(b"fine\n\xff\xff\xff\n")
    with pytest.raises(InputRejected, match="line 2: neither UTF-8"):
        read_text(path)
    path.write_bytes(b"\n")
    with pytest.raises(InputRejected, match="is empty"):
        read_table(path)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "no JSON: "),
        ("[1]", "no JSON object"),
        ('{"a": ' + "[" * sys.getrecursionlimit() * 100, "no JSON"),
        ('{"a": ' + "9" * 5000 + "}", "no JSON that can be used"),
    ],
)
def test_a_line_that_is_no_json_object_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        json_object(text)


def test_lines_and_names() -> None:
    assert list(json_lines("a\u2028b\n\nc")) == [(1, "a\u2028b"), (3, "c")]
    assert folded(" Ｃase_ID ") == "case id"
    told = str(unusable("t.csv", [f"line {n}: bad" for n in range(30)], "Mend them."))
    assert "has 30 unusable line(s)" in told and "; and 10 more" in told and told.endswith("Mend them.")
