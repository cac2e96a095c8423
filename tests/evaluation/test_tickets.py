"""A help desk's CSV: which column is which, and what is wrong on which line."""

from pathlib import Path

import pytest

from evaluation.tickets import Ticket, read_tickets, refuse_bad
from kb_sources.errors import InputRejected, SettingsInvalid


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "tickets.csv"
    path.write_text(text, encoding)
    return path


def test_columns_are_found_by_their_names_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"picture")
    zh = written(tmp_path, "工单号,问题描述,型号,故障类型,照片\n7,屏幕黑了,N7,黑屏,a.jpg\n", "gb18030")
    assert read_tickets(zh, {}).tickets == [Ticket("7", 2, "屏幕黑了", "N7", "黑屏", tmp_path / "a.jpg")]
    en = written(tmp_path, "Ticket_ID;Description;Brand;Fault type\nA;No picture, no sound;Norvik;screen\n")
    assert read_tickets(en, {}).tickets == [Ticket("A", 2, "No picture, no sound", "Norvik", "screen")]


def test_columns_can_be_named_joined_and_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "problem,brand,model,type\nIt is dead,Norvik,N7,x\n")
    read = read_tickets(path, {"product": "brand+model", "symptom": ""})
    assert [(t.id, t.product, t.symptom) for t in read.tickets] == [("line-2", "Norvik N7", "")]
    assert read.columns["product"] == ["brand", "model"]
    with pytest.raises(SettingsInvalid, match="has no column maker"):
        read_tickets(path, {"product": "maker"})
    with pytest.raises(SettingsInvalid, match="no field colour"):
        read_tickets(path, {"colour": "brand"})


def test_every_bad_line_is_named_with_its_number(tmp_path: Path) -> None:
    rows = [
        "id,question,photo",
        "1,ok,",
        "2,!?,",
        "1,again,",
        f"4,{'x' * 2001},",
        "5,ok,none.jpg",
        "6,ok,,more",
    ]
    read = read_tickets(written(tmp_path, "\n".join(rows)), {})
    assert [t.id for t in read.tickets] == ["1"]
    with pytest.raises(InputRejected) as refused:
        refuse_bad(tmp_path / "tickets.csv", read)
    told = str(refused.value)
    assert "5 unusable" in told
    for wrong in (
        "line 3: the question (question) is empty",
        "line 4: the id '1' occurs twice",
        "line 5: the question has 2,001",
        "line 6: there is no photo 'none.jpg'",
        "line 7: more cells",
        "--skip-bad",
    ):
        assert wrong in told


def test_a_header_beyond_all_measure_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match=r"line 1: .*field larger"):
        read_tickets(written(tmp_path, "x" * 200_000 + "\nok\n"), {})


def test_a_photo_outside_its_folder_is_none(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (tmp_path / "photos").mkdir()
    path = written(tmp_path, "question,photo\nok,../secret.jpg\n")
    assert "no photo" in read_tickets(path, {}, tmp_path / "photos").bad[0]


def test_a_file_without_question_column_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="line 1: no column is known to hold the question"):
        read_tickets(written(tmp_path, "a,b\n1,2\n"), {})
    with pytest.raises(InputRejected, match="is empty"):
        read_tickets(written(tmp_path, ""), {})
    (tmp_path / "broken.csv").write_bytes(b"question\nfine\n\xff\xff\xff\n")
    with pytest.raises(InputRejected, match="line 3: neither UTF-8"):
        read_tickets(tmp_path / "broken.csv", {})


def test_what_a_help_desk_does_not_know_is_no_product(tmp_path: Path) -> None:
    path = written(tmp_path, "question,model,fault\ndead,Unknown,????\n坏了,不详,N/A\n")
    assert [(t.product, t.symptom) for t in read_tickets(path, {}).tickets] == [("", ""), ("", "")]


def test_the_key_changes_with_what_is_asked(tmp_path: Path) -> None:
    one = Ticket("1", 2, "dead", "N7", "")
    assert one.key == Ticket("1", 9, "dead", "N7", "screen").key
    assert one.key != Ticket("1", 2, "dead", "N7 Pro", "").key


WESTERN = [
    "It won’t turn on – the “power” light’s off",
    "Das Gerät läuft nicht mehr, Tür öffnet sich nicht",
    "La bouilloire ne chauffe plus après le détartrage, élément grillé",
    "La cafetera está rota y pierde agua, ¿qué hago, señor?",
    "Bauteil für 20 °C und 50 µF, 10 £",
]
CHINESE = [
    "打印机不进纸",
    "按A键后显示E21，怎么办？",
    "USB口坏",
    "屏幕黑了，won't turn on",
    "“断电”后重启……还是不行",
]


@pytest.mark.parametrize("question", WESTERN)
def test_a_western_file_is_not_read_as_chinese(tmp_path: Path, question: str) -> None:
    read = read_tickets(written(tmp_path, f"question\n{question}\n".replace(",", ""), "cp1252"), {})
    assert (read.encoding, read.tickets[0].question) == ("Windows-1252", question.replace(",", ""))


@pytest.mark.parametrize("question", CHINESE)
def test_a_chinese_file_is_read_as_gb18030(tmp_path: Path, question: str) -> None:
    read = read_tickets(written(tmp_path, f"question\n{question}\n", "gb18030"), {})
    assert (read.encoding, read.tickets[0].question) == ("GB18030", question)


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    path = written(tmp_path, "question\nZařízení nejde zapnout\n", "cp1250")
    read = read_tickets(path, {}, encoding="cp1250")
    assert (read.encoding, read.tickets[0].question) == ("cp1250", "Zařízení nejde zapnout")
    assert read_tickets(written(tmp_path, "question\nx\n", "utf-16"), {}, encoding="utf-16").tickets
    with pytest.raises(SettingsInvalid, match="no encoding 'klingon'"):
        read_tickets(path, {}, encoding="klingon")
    with pytest.raises(InputRejected, match="is not in utf-8"):
        read_tickets(path, {}, encoding="utf-8")


def test_rows_are_not_merged_by_a_quote_and_a_used_column_occurs_once(tmp_path: Path) -> None:
    with pytest.raises(InputRejected, match="line 3: a quote is opened and never closed"):
        read_tickets(written(tmp_path, 'question\nfine\n"dead\nloud\n'), {})
    read = read_tickets(written(tmp_path, 'question,model\nfine,N7\n"a "dead" one",N7\nloud,N7\n'), {})
    assert [t.question for t in read.tickets] == ["fine", "loud"]
    assert read.bad[0].startswith("line 3: the row cannot be read")
    with pytest.raises(InputRejected, match="line 1: the column question occurs twice"):
        read_tickets(written(tmp_path, "question,question\na,b\n"), {})
    assert read_tickets(written(tmp_path, "question,note,note\na,b,c\n"), {}).tickets


def test_what_is_no_text_cannot_be_asked(tmp_path: Path) -> None:
    assert "no text" in read_tickets(written(tmp_path, "question\na\0b\n"), {}).bad[0]
