"""Files as people save them: in any encoding, with the line of what cannot be used."""

import sys
from pathlib import Path

import pytest

from evaluation.reading import delimiter_of, folded, json_lines, json_object, read_text, unusable
from kb_sources.errors import InputRejected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_the_same_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("编号;问题\r\n1;黑屏, 了\r\n".encode(encoding))
    assert read_text(path) == "编号;问题\r\n1;黑屏, 了\r\n"
    assert delimiter_of(read_text(path)) == ";"


def test_what_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    with pytest.raises(InputRejected, match="cannot be read"):
        read_text(path)
    path.write_bytes(b"fine\n\xff\xff\xff\n")
    with pytest.raises(InputRejected, match="line 2: neither UTF-8"):
        read_text(path)


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
