"""Tags become blocks in the order in which they stand; nothing of their words is lost."""

from __future__ import annotations

from vlm.qwen_html import BREAK, read_blocks


def test_blocks_keep_tag_class_and_box() -> None:
    (block,) = read_blocks('<h2 class="Title X" data-bbox="1 2 3 4">A</h2>').blocks
    assert (block.kind, block.tag, block.shape, block.bbox, block.text) == (
        "text",
        "h2",
        "title x",
        "1 2 3 4",
        "A",
    )


def test_an_inner_block_takes_its_box_from_the_one_around_it() -> None:
    blocks = read_blocks(
        '<div class="text" data-bbox="1 2 3 4"><p>A</p><p data-bbox="5 6 7 8">B</p></div>'
    ).blocks
    assert [(b.text, b.bbox, b.shape) for b in blocks] == [("A", "1 2 3 4", "text"), ("B", "5 6 7 8", "text")]


def test_a_break_is_no_new_line_yet() -> None:
    (block,) = read_blocks("| a<br>b | c |").blocks
    assert block.text == f"| a{BREAK}b | c |"


def test_comments_stand_in_their_place() -> None:
    blocks = read_blocks("A<!-- Image (1, 2, 3, 4) -->B").blocks
    assert [(b.kind, b.text) for b in blocks] == [
        ("text", "A"), ("comment", " Image (1, 2, 3, 4) "), ("text", "B"),
    ]  # fmt: skip


def test_a_picture_takes_its_box_from_the_tag_within() -> None:
    (block,) = read_blocks('<div class="image"><img data-bbox="1 2 3 4" src="a.png"></div>').blocks
    assert (block.kind, block.bbox) == ("image", "1 2 3 4")


def test_addresses_are_counted_and_left_out() -> None:
    read = read_blocks(
        '<a href="#">x</a><img src="path_to_image_1" alt="A pump"><img src="data:image/png;base64,x">'
    )
    assert read.invented == 2
    assert [b.text for b in read.blocks] == ["x"]


def test_a_flat_block_with_a_box_ends_a_table_that_has_no_end() -> None:
    blocks = read_blocks('<table><tr><td>a</td></tr><div class="text" data-bbox="1 2 3 4">B</div>').blocks
    assert [b.kind for b in blocks] == ["table", "text"]


def test_words_between_cells_are_kept() -> None:
    blocks = read_blocks("<table><caption>Torques</caption>words<tr><td>a</td></tr></table>").blocks
    assert [b.text or b.table.text if b.table else b.text for b in blocks] == ["Torqueswords", "a"]


def test_what_is_open_at_the_end_is_told() -> None:
    assert read_blocks("<div>A").unclosed
    assert read_blocks("<table><tr><td>A").unclosed
    assert not read_blocks("<html><body><div>A</div>").unclosed
    assert not read_blocks("plain").unclosed


def test_depth_is_bounded() -> None:
    assert [b.text for b in read_blocks("<div>" * 5000 + "A" + "</div>" * 5000).blocks] == ["A"]


def test_powers_in_and_out_of_cells() -> None:
    blocks = read_blocks(
        "<p>10<sup>3</sup></p><table><tr><td>m<sup>2</sup></td></tr></table><p>a<sup>b</p>"
    ).blocks
    assert blocks[0].text == "10³"
    assert blocks[1].table is not None
    assert blocks[1].table.grid == (("m²",),)
    assert blocks[2].text == "ab"
