"""The sample manuals: built from their sources byte for byte, and told truly by truth.json."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pymupdf as _pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kb_sources import samples
from kb_sources.samples import build
from kb_sources.samples.markup import choose_edition, read_source
from kb_sources.samples.scan import Scan
from kb_sources.samples.tables import resolve, split_groups
from kb_sources.samples.truth import dump, read_unit
from kb_sources.samples.typography import CLOSERS, Run, join_lines, measure, plain, wrap

pymupdf: Any = _pymupdf  # it ships no types
FOLDER = Path(samples.__file__).parent
TRUTH: dict[str, Any] = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
MANUALS: dict[str, Any] = TRUTH["manuals"]
PHOTOS: dict[str, Any] = TRUTH["photos"]
N7, N7_ZH, PRO = "norvik-n7-repair-en.pdf", "norvik-n7-repair-zh.pdf", "norvik-n7-pro-repair-en.pdf"
REV_A, REV_B = "helmar-wm620-service-revA.pdf", "helmar-wm620-service-revB.pdf"
P310, QL35 = "orlen-p310-service.pdf", "qinglan-ql35-service-zh.pdf"


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def open_pdf(name: str) -> Any:
    return pymupdf.open(FOLDER / name)


def test_the_committed_files_are_what_the_sources_give() -> None:
    here = {name: version(name) for name in TRUTH["built_with"]}
    if here != TRUTH["built_with"]:
        pytest.skip(f"bytes are promised for {TRUTH['built_with']}, installed are {here}")
    built = build.build_all()
    assert [name for name, content in built.items() if (FOLDER / name).read_bytes() != content] == []


def test_check_tells_of_a_difference_and_building_removes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "HERE", tmp_path)
    monkeypatch.setattr(build, "build_all", lambda: {"photos/a.jpg": b"a", "manifest.csv": b"b"})
    assert build.main(["--check"]) == 1 and "manifest.csv" in capsys.readouterr().out
    assert not list(tmp_path.iterdir())
    assert build.main([]) == 0 and build.main(["--check"]) == 0
    assert (tmp_path / "photos" / "a.jpg").read_bytes() == b"a"


def test_the_manifest_lists_every_pdf_and_no_other() -> None:
    rows = list(csv.DictReader(io.StringIO((FOLDER / "manifest.csv").read_text(encoding="utf-8"))))
    assert [row["file"] for row in rows] == list(MANUALS)
    assert {row["file"] for row in rows} == {path.name for path in FOLDER.glob("*.pdf")}
    for row in rows:
        told = MANUALS[row["file"]]
        assert row["products"].split(";") == told["products"]
        assert (row["title"], row["maker"], row["language"], row["revision"]) == (
            told["title"],
            told["maker"],
            told["language"],
            told["revision"],
        )


def test_page_counts() -> None:
    counts = {name: len(open_pdf(name)) for name in MANUALS}
    assert counts == {name: len(told["pages"]) for name, told in MANUALS.items()}
    assert sum(counts.values()) >= 66
    least = {N7: 13, N7_ZH: 13, PRO: 4, REV_A: 11, REV_B: 11, P310: 11, QL35: 9}
    assert all(counts[name] >= pages for name, pages in least.items())


@pytest.mark.parametrize("name", list(MANUALS))
def test_truth_is_what_the_text_layer_says_in_the_same_order(name: str) -> None:
    document = open_pdf(name)
    for page in MANUALS[name]["pages"]:
        layer = squeeze(document[page["page"] - 1].get_text())
        said = squeeze("".join(line["text"] for line in page["lines"]))
        assert layer == ("" if page["medium"] == "scan" else said), (name, page["page"])


@pytest.mark.parametrize("name", [name for name in MANUALS if name != QL35])
def test_every_word_stands_inside_the_box_of_its_line(name: str) -> None:
    document = open_pdf(name)
    for page in MANUALS[name]["pages"]:
        sheet = document[page["page"] - 1]
        width, height = sheet.rect.width, sheet.rect.height
        for word in sheet.get_text("words"):
            seen = pymupdf.Rect(word[:4]) * sheet.rotation_matrix
            x, y = (seen.x0 + seen.x1) / 2 / width, (seen.y0 + seen.y1) / 2 / height
            homes = [
                line["text"]
                for line in page["lines"]
                if line["box"][0] - 0.005 <= x <= line["box"][2] + 0.005
                and line["box"][1] - 0.005 <= y <= line["box"][3] + 0.005
            ]
            assert any(squeeze(word[4]) in squeeze(home) for home in homes), (name, page["page"], word)


def test_scanned_pages_are_pictures_and_only_one_carries_invisible_words() -> None:
    for name in (P310, QL35):
        document = open_pdf(name)
        for page in MANUALS[name]["pages"]:
            sheet = document[page["page"] - 1]
            modes = {span["type"] for span in sheet.get_texttrace()}
            if page["medium"] == "digital":
                assert modes <= {0, 2} and not sheet.get_images()
            else:
                assert len(sheet.get_images()) == 1 and 1.0 <= abs(page["skew"]) <= 2.0
                assert modes == ({3} if page["medium"] == "scan+ocr" else set())
    media = [page["medium"] for told in MANUALS.values() for page in told["pages"]]
    assert media.count("scan+ocr") == 1
    assert {page["medium"] for page in MANUALS[QL35]["pages"]} == {"scan"}


def test_one_page_is_stored_turned() -> None:
    turned = {(name, p["page"]) for name, told in MANUALS.items() for p in told["pages"] if p["rotate"]}
    assert turned == {(P310, 7)}
    assert open_pdf(P310)[6].rotation == 90
    assert open_pdf(P310)[6].rect.width > open_pdf(P310)[6].rect.height


def test_ink_lies_under_the_boxes_of_a_scan() -> None:
    for name, number in ((P310, 6), (QL35, 4)):
        page = MANUALS[name]["pages"][number - 1]
        pixmap = open_pdf(name)[number - 1].get_pixmap(dpi=72, colorspace=pymupdf.csGRAY)
        scan = Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)
        for line in page["lines"]:
            x0, y0, x1, y1 = (v * side for v, side in zip(line["box"], scan.size * 2, strict=True))
            darkest, _ = scan.crop((int(x0), int(y0), int(x1) + 1, int(y1) + 1)).getextrema()
            assert int(str(darkest)) < 170, line


def test_printed_labels_differ_from_file_order_and_are_declared_where_promised() -> None:
    for name in (N7, N7_ZH, PRO, REV_A, REV_B):
        pages = MANUALS[name]["pages"]
        assert [page.get_label() for page in open_pdf(name)][1:] == [page["label"] for page in pages][1:]
    assert [page["label"] for page in MANUALS[P310]["pages"]][:2] == ["41", "42"]
    assert MANUALS[N7]["pages"][2]["label"] == "1"


def test_warnings_come_in_every_level_and_style_and_bind_to_steps_that_exist() -> None:
    for language in ("en", "zh"):
        found = [w for told in MANUALS.values() if told["language"] == language for w in told["warnings"]]
        assert {w["level"] for w in found} == {"danger", "warning", "caution", "notice"}
        assert {w["style"] for w in found} == {"word", "box", "icon"}
        assert any(w["binds"] for w in found) and any(not w["binds"] for w in found)
    for told in MANUALS.values():
        for warning in told["warnings"]:
            for bound in warning["binds"]:
                homes = [p for p in told["procedures"] if p["title"] == bound["procedure"]]
                held = {s["number"] for p in homes for s in p["steps"] if warning["id"] in s["warnings"]}
                assert set(bound["steps"]) <= held


def test_a_warning_between_steps_is_for_the_next_step_one_above_them_for_all() -> None:
    removal = next(
        p for p in MANUALS[N7]["procedures"] if p["path"][-2:] == ["5.1 Replacing the battery", "Removal"]
    )
    texts = {w["id"]: w["text"] for w in MANUALS[N7]["warnings"]}
    told = {step["number"]: [texts[name] for name in step["warnings"]] for step in removal["steps"]}
    assert all(any("metal tools" in text for text in each) for each in told.values())
    assert [n for n, each in told.items() if any("no deeper than 3 mm" in text for text in each)] == [4]


@pytest.mark.parametrize("name", list(MANUALS))
def test_steps_count_up_and_references_lead_somewhere(name: str) -> None:
    told = MANUALS[name]
    for procedure in told["procedures"]:
        assert [step["number"] for step in procedure["steps"]] == list(range(1, len(procedure["steps"]) + 1))
    text = " ".join(line["text"] for page in told["pages"] for line in page["lines"])
    sections = {section["number"] for section in told["sections"]}
    assert set(re.findall(r"(?:section |第 )(\d+\.\d+)", text)) <= sections
    captions = " ".join(
        [t["caption"] for t in told["tables"]] + [f["caption"] for f in told["figures"]]
    ).lower()
    for kind, number in re.findall(r"(table|figure|表|图) (\d+-\d+)", text, re.I):
        assert re.search(rf"{kind.lower()} {number}\b", captions), (kind, number)


def rows_of(name: str, caption: str) -> dict[str, list[str]]:
    table = next(t for t in MANUALS[name]["tables"] if caption in t["caption"])
    return {row["cells"][0]: row["cells"][1:] for row in table["rows"]}


def test_english_and_chinese_phone_manuals_give_the_same_numbers() -> None:
    numbers = re.compile(r"\d+(?:\.\d+)?")
    for left, right in zip(MANUALS[N7]["tables"], MANUALS[N7_ZH]["tables"], strict=True):
        assert left["units"] == right["units"] and left["merged"] == right["merged"]
        for a, b in zip(left["rows"], right["rows"], strict=True):
            assert sorted(numbers.findall(" ".join(a["cells"]))) == sorted(
                numbers.findall(" ".join(b["cells"]))
            ), a
    for left, right in zip(MANUALS[N7]["procedures"], MANUALS[N7_ZH]["procedures"], strict=True):
        for a, b in zip(left["steps"], right["steps"], strict=True):
            assert set(re.findall(r"\d+\.\d\d|[A-Z]{2}-?\d+", a["text"])) == set(
                re.findall(r"\d+\.\d\d|[A-Z]{2}-?\d+", b["text"])
            )


def test_the_sibling_phone_has_other_values_under_the_same_names() -> None:
    ours, theirs = rows_of(N7, "Voltages at"), rows_of(PRO, "Voltages at")
    assert set(ours) == set(theirs) and all(ours[name][1:4] != theirs[name][1:4] for name in ours)
    ours, theirs = rows_of(N7, "Torques of"), rows_of(PRO, "Torques of")
    assert set(ours) == set(theirs) and all(ours[name][-1] != theirs[name][-1] for name in ours)


def test_revision_b_changes_one_torque_and_one_step_and_says_so() -> None:
    a, b = rows_of(REV_A, "Tightening"), rows_of(REV_B, "Tightening")
    assert [name for name in a if a[name] != b[name]] == ["Heater nut"]
    steps = [
        [(p["title"], s["number"], s["text"]) for p in MANUALS[name]["procedures"] for s in p["steps"]]
        for name in (REV_A, REV_B)
    ]
    changed = [(x[0], x[1]) for x, y in zip(*steps, strict=True) if x != y]
    assert changed == [("Replacing the drain pump", 4), ("Replacing the heating element", 9)]
    assert len(rows_of(REV_B, "revisions")) == 2 and len(rows_of(REV_A, "revisions")) == 1


def test_the_fault_table_runs_over_a_page_break_with_its_header_again() -> None:
    table = next(t for t in MANUALS[REV_A]["tables"] if t["caption"] == "Table 3-1 Fault codes")
    assert len({row["page"] for row in table["rows"]}) == 2
    assert table["columns"][4] == ["Set value", "Value (Ω)"] and table["units"][4] == "Ω"
    assert {"E10", "E11", "E18", "E21", "E23", "F05"} <= {row["cells"][0] for row in table["rows"]}
    assert table["merged"]
    second = MANUALS[REV_A]["pages"][table["rows"][-1]["page"] - 1]["lines"]
    assert any(line["text"] == "Table 3-1 Fault codes (continued)" for line in second)
    assert [line["text"] for line in second if line["kind"] == "table-head"][:2] == ["Code", "Fault"]


@pytest.mark.parametrize("name", list(PHOTOS))
def test_photos_are_small_jpegs_of_a_phone_camera_s_size(name: str) -> None:
    path = FOLDER / "photos" / name
    picture = Image.open(path)
    assert picture.format == "JPEG" and path.stat().st_size <= 250_000
    assert 1200 <= max(picture.size) <= 2000 and PHOTOS[name]["words"]


def test_private_numbers_are_well_formed_and_cannot_belong_to_anyone() -> None:
    resident, card, _ = PHOTOS["id-number.jpg"]["private"]
    weights = [2**i % 11 for i in range(17, 0, -1)]
    check = sum(int(d) * w for d, w in zip(resident, weights, strict=False)) % 11
    assert resident[-1] == "10X98765432"[check] and resident[14:17] == "000"
    digits = [int(d) for d in reversed(squeeze(card))]
    assert sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0


# The tools the manuals are made with


WORDS = st.lists(
    st.sampled_from(["pump", "3.82 V", "拆下", "电池，", "（图", "N·m", "a", "E21"]), min_size=1, max_size=40
)


@given(WORDS, st.floats(80, 400))
def test_wrapping_loses_nothing_and_keeps_to_the_width(words: list[str], width: float) -> None:
    text = (Run(" ".join(words)),)
    lines = wrap(text, width, 10)
    assert squeeze("".join(plain(line) for line in lines)) == squeeze(plain(text))
    assert all(measure(line, 10) <= width + 0.1 for line in lines)
    assert not any(plain(line)[0] in CLOSERS for line in lines)


def test_a_word_that_does_not_fit_is_an_error_of_the_source() -> None:
    with pytest.raises(ValueError, match="wider than its column"):
        wrap((Run("Kondensatormotor"),), 30, 10)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_truth_is_written_as_json(value: Any) -> None:
    assert json.loads(dump(value)) == value


@given(st.floats(-3, 3), st.floats(0.2, 0.7), st.floats(0.2, 0.7))
def test_a_turned_box_still_holds_its_middle(skew: float, x: float, y: float) -> None:
    box = Scan(skew, 1).move((x, y, x + 0.1, y + 0.02), 595, 842)
    there = Scan(skew, 1).move((x + 0.05, y + 0.01, x + 0.05, y + 0.01), 595, 842)
    assert box[0] <= there[0] <= box[2] and box[1] <= there[1] <= box[3]


def test_merged_cells_go_on_from_above_and_from_the_left() -> None:
    rows = [("E10", "a", "<"), ("^", "b", "c"), ("E11", "d", "e")]
    assert resolve(rows) == [["E10", "a", "a"], ["E10", "b", "c"], ["E11", "d", "e"]]
    assert split_groups(rows) == [(0, 2), (2, 3)]


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        (["Limits", "min. (V)"], "V"),
        (["扭矩（N·m）"], "N·m"),
        (["Remark (optional)"], None),
        (["Figure 8-1"], None),
    ],
)
def test_units_are_read_from_the_header(path: list[str], unit: str | None) -> None:
    assert read_unit(path) == unit


def test_editions_keep_their_own_lines() -> None:
    text = "?A one\n?B two\nboth {{A:5.5}}{{B:4.0}}"
    assert choose_edition(text, "A") == "one\nboth 5.5"
    assert choose_edition(text, "B") == "two\nboth 4.0"


def test_a_chinese_line_goes_on_without_a_space() -> None:
    assert join_lines(["拆下", "  电池 NV-1", "  and pump"]) == "拆下电池 NV-1 and pump"


def test_a_table_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        read_source("@language en\n%table T | 1 1 | grid\n|= a | b\n| x")
