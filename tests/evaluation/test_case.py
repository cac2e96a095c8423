"""Cases as people write them: JSON lines and CSV, with every unusable line named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.case import GoldPlace, fold, read_cases, stands
from kb_sources.errors import InputRejected

LINE = (
    '{"id": "a", "lang": "zh", "question": "黑屏？", "manual": "n7.pdf", "pages": [3, 4], "must": [["0.25"]]}'
)


def test_a_csv_means_the_same_as_json_lines(tmp_path: Path) -> None:
    json_lines, table = tmp_path / "cases.jsonl", tmp_path / "cases.csv"
    json_lines.write_text(
        '{"id": "a", "lang": "en", "question": "Which torque?", "manual": "n7.pdf", "pages": [3, 4],'
        ' "must": [["0.25 N·m", "25 N·cm"], ["screw"]], "forbid": ["0.35"],'
        ' "tags": ["lay"], "photo": "a.jpg"}',
        "utf-8",
    )
    table.write_text(
        "\ufeffid,lang,question,manual,pages,must,forbid,tags,photo\n"
        "a,en,Which torque?,n7.pdf,3; 4,0.25 N·m | 25 N·cm; screw,0.35,lay,a.jpg\n",
        "utf-8",
    )
    assert read_cases(json_lines) == read_cases(table)
    (case,) = read_cases(table, tmp_path / "pictures")
    assert case.must == (("0.25 N·m", "25 N·cm"), ("screw",))
    assert case.photo == tmp_path / "pictures" / "a.jpg"


def test_a_line_ends_at_its_end_alone(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(LINE.replace("黑屏", "黑屏\u2028\u0085") + "\r\n", "utf-8")
    assert [case.question for case in read_cases(path)] == ["黑屏\u2028\u0085？"]


def test_every_unusable_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f'{LINE}\nnonsense\n{LINE}\n{{"id": "b", "lang": "fr", "question": ""}}\n', "utf-8")
    with pytest.raises(
        InputRejected, match=r"3 unusable.*line 2.*line 3: the id 'a' occurs twice.*line 4: lang"
    ):
        read_cases(path)


def test_a_row_of_a_table_with_more_cells_than_columns_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("id,lang,question\na,en,why?\nb,en,why, oh why?\n", "utf-8")
    with pytest.raises(InputRejected, match=r"1 unusable line\(s\): line 3: more cells than columns"):
        read_cases(path)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("header", ["id;lang;question", "ID;Lang;Question"])
def test_a_table_is_read_as_a_spreadsheet_saves_it(header: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f"{header}\na;zh;黑屏？\n", encoding)
    assert [(case.id, case.question) for case in read_cases(path)] == [("a", "黑屏？")]


def test_what_is_wrong_with_a_line_is_said_in_a_word(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    deep = '{"id": ' + "[" * 100_000
    path.write_text(f'nonsense\n{deep}\n[1]\n{{"id": "b", "lang": "en", "question": "?", "q": 1}}\n', "utf-8")
    with pytest.raises(InputRejected) as refused:
        read_cases(path)
    said = str(refused.value).removesuffix(refused.value.hint)
    assert "line 1: no JSON: Expecting value; line 2: no JSON that can be used" in said
    assert "line 3: no JSON object; line 4: q: " in said
    assert "README" in refused.value.hint
    path.write_text("x\n" * 500, "utf-8")
    with pytest.raises(InputRejected, match=r"500 unusable.*; and 480 more"):
        read_cases(path)


def test_a_field_that_is_none_is_named_with_the_nearest_and_with_all(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    place = '"also": [{"manual": "a.pdf", "page": [1]}]'
    path.write_text(
        f'{LINE}\n{{"id": "b", "lang": "en", "question": "?!a", "Forbiden": ["x"], "wxyz": 1, {place}}}\n',
        "utf-8",
    )
    with pytest.raises(InputRejected) as refused:
        read_cases(path)
    said = str(refused.value)
    for told in (
        "line 2: ",
        "Forbiden: no such field (did you mean forbid?)",
        "wxyz: no such field. ",
        "also.0.page: no such field (did you mean pages?)",
        "Fields of a case: id, lang, question, product, manual, pages, also, ",
        "in also: manual, pages",
    ):
        assert told in said, told
    assert "Extra inputs" not in said


def test_a_column_that_is_no_field_is_named_once(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("id,lang,question,Langauge,empty\na,en,why?,x,\nb,en,how?,y,\nc,en,,z,\n", "utf-8")
    with pytest.raises(InputRejected) as refused:
        read_cases(path)
    said = str(refused.value)
    assert "2 unusable line(s): line 1: langauge: no such field (did you mean lang?); line 4: " in said
    assert "Fields of a case: id, " in said


def test_a_cell_beyond_all_measure_is_named(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f"id,lang,question\na,en,ok\nb,en,{'x' * 200_000}\n", "utf-8")
    with pytest.raises(InputRejected, match=r"line 3: .*field larger"):
        read_cases(path)


def test_a_file_without_cases_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text("\n", "utf-8")
    with pytest.raises(InputRejected, match="no cases"):
        read_cases(path)


def test_gold_without_pages_is_the_whole_manual() -> None:
    assert GoldPlace("a.pdf", ()).holds("a.pdf", 7)
    assert not GoldPlace("a.pdf", ()).holds("b.pdf", 7)
    assert not GoldPlace("a.pdf", (6,)).holds("a.pdf", 7)


@pytest.mark.parametrize(
    ("word", "text", "there"),
    [
        ("5 V", "apply 5 V", True),
        ("5 V", "apply 0.5 V", False),
        ("5 V", "apply 15 V", False),
        ("E2", "code E21", False),
        ("25", "2.5", False),
        ("1,5", "1,500", False),
        ("30", "30.", True),
        ("ＵＳＢ", "a usb plug", True),
        ("½", "1⁄2 turn", True),
        ("音量减", "同时按住音量减键", True),
    ],
)
def test_gold_strings_are_found_folded_and_numbers_whole(word: str, text: str, there: bool) -> None:
    assert stands(word, fold(text)) is there


@given(st.text(min_size=1).filter(lambda t: fold(t) != ""))
def test_what_is_there_is_found(word: str) -> None:
    assert stands(word, fold(f"« {word} »"))


def test_empty_parts_are_left_out_of_a_csv_and_refused_in_json(tmp_path: Path) -> None:
    table = tmp_path / "cases.csv"
    table.write_text("id,lang,question,must,forbid\na,en,why?,a||b;|;,;x;\n", "utf-8")
    (case,) = read_cases(table)
    assert (case.must, case.forbid) == ((("a", "b"),), ("x",))
    for field in ('"must": [["x", ""]]', '"must": [[]]', '"forbid": [""]', '"forbid": ["\\u3000"]'):
        path = tmp_path / "cases.jsonl"
        path.write_text(f'{{"id": "a", "lang": "en", "question": "why?", {field}}}\n', "utf-8")
        with pytest.raises(InputRejected, match="line 1: must or forbid has an empty part"):
            read_cases(path)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ('"question": "why?", "manual": "a.pdf", "pages": [0]', "pages.0: .* greater than or equal to 1"),
        ('"question": "why?", "manual": "a.pdf", "pages": [2, -3]', "pages.1: "),
        ('"question": "why?", "pages": [1]', "pages need the manual"),
        ('"question": "  ?! "', "the question is empty"),
        (f'"question": "{"x" * 2001}"', "the question has 2,001 characters"),
        ('"question": "why\\u0000?"', "no text"),
        ('"question": "why?", "product": "\\ud800"', "no text"),
        ('"question": "why?", "photo": "../a.jpg"', "outside"),
        ('"question": "why?", "photo": "/etc/passwd"', "outside"),
        ('"question": "why?", "must": [["5 V"]], "forbid": ["V"]', "what must be said is forbidden"),
    ],
)
def test_a_case_that_can_never_be_right_or_asked_is_named(tmp_path: Path, fields: str, told: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(f'{LINE}\n{{"id": "b", "lang": "en", {fields}}}\n', "utf-8")
    with pytest.raises(InputRejected, match=f"1 unusable.*line 2: .*{told}"):
        read_cases(path)


def test_a_photo_may_ask_without_words_and_one_alternative_may_be_free(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(
        '{"id": "a", "lang": "en", "question": "", "photo": "a.jpg", "must": [["5 V", "five"]],'
        ' "forbid": ["5 V"]}\n',
        "utf-8",
    )
    assert len(read_cases(path)) == 1


def test_a_table_with_a_column_twice_or_an_open_quote_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("id,lang,question,must,must\na,en,why?,x,y\n", "utf-8")
    with pytest.raises(InputRejected, match="line 1: the column must occurs twice"):
        read_cases(path)
    path.write_text('id,lang,question\na,en,"why?\nb,en,how?\nc,en,where?\n', "utf-8")
    with pytest.raises(InputRejected, match="line 2: a quote is opened and never closed"):
        read_cases(path)
