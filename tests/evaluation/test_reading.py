"""Files as people save them: in any encoding, with the line of what cannot be used."""

import codecs
import sys
from pathlib import Path

import pytest

from evaluation.reading import (
    delimiter_of,
    folded,
    json_lines,
    json_object,
    read_encoded,
    read_text,
    unusable,
)
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


UTF_8_MARK = "\ufeff".encode()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("坏了".encode(), "UTF-8"),
        ("\ufeff坏了".encode(), "UTF-8"),
        ("\ufeff坏了".encode("utf-16-le"), "UTF-16-LE"),
        ("\ufeff坏了".encode("utf-16-be"), "UTF-16-BE"),
        ("\ufeff坏了".encode("utf-32-le"), "UTF-32-LE"),
        ("\ufeff坏了".encode("utf-32-be"), "UTF-32-BE"),
        ("\ufeff坏了".encode("gb18030"), "GB18030"),
        ("坏了".encode("gb18030"), "GB18030"),
    ],
)
def test_how_a_file_is_written_is_found_out_and_told(data: bytes, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    assert read_encoded(path) == ("坏了", encoding)


def test_no_byte_is_read_that_does_not_belong(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for data, told in (
        (UTF_8_MARK + b"fine\n\xff\n", "is not in UTF-8"),
        (codecs.BOM_UTF16_LE + b"a", "is not in UTF-16-LE"),
        ("打印机坏了，屏幕不亮".encode("gb18030") + b"\n\xff", "line 2: neither UTF-8"),
    ):
        path.write_bytes(data)
        with pytest.raises(InputRejected, match=told):
            read_encoded(path)


@pytest.mark.parametrize("text", ["question\n坏\n漏\n", "code,state\nE21,关\nA,开\n", "灯 on\n灯 off\n"])
def test_han_characters_that_stand_alone_are_chinese(text: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode("gb18030"))
    assert read_encoded(path) == (text, "GB18030")


@pytest.mark.parametrize(
    "text",
    ["20 °C\n", "pièce créée, déjà vue\n", "50 µF – 10 £ – 20½° – §3\n", "“off” … it’s\n", "Ø 5 mm ± 1\n"],
)
def test_western_signs_and_accents_are_not_chinese(text: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode("cp1252"))
    assert read_encoded(path) == (text, "Windows-1252")


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
