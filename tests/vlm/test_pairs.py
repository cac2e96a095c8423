"""Approved pairs become the drafter's prompt and the answer as it should be; a wrong line is named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kb_sources.errors import InputRejected
from tests.vlm.approved import line, write_pairs
from vlm.finetune.pairs import read_pairs
from vlm.model import Completion, Picture
from vlm.written import read_claims


def test_a_pair_is_the_prompt_of_the_drafter_and_its_answer(tmp_path: Path) -> None:
    file = write_pairs(tmp_path, [line("a1", photos=["photos/a.jpg"])])
    (pair,) = read_pairs(file).pairs
    user = pair.prompt.turns[-1].parts
    assert isinstance(user[0], Picture) and (user[0].width, user[0].height) == (64, 48)
    assert "[S1]" in str(user[-1]) and "0.25 N·m" in str(user[-1]) and "后盖螺丝拧多紧？" in str(user[-1])
    assert pair.prompt.version
    # The drafter reads its own answer back.
    (claim,) = read_claims(Completion(pair.answer, "stop"), ()).claims
    assert claim.kind == "step" and claim.references[0].label == "S1"


def test_a_line_ends_at_its_end_alone(tmp_path: Path) -> None:
    file = write_pairs(tmp_path, [line("a1")])
    file.write_text(
        json.dumps(line("a1") | {"photo_text": "N7\u2028\u0085"}, ensure_ascii=False) + "\n", "utf-8"
    )
    assert len(read_pairs(file).pairs) == 1


def test_the_digest_tells_lines_and_photos_apart(tmp_path: Path) -> None:
    names = ["one", "two", "three", "four"]
    files = [write_pairs(tmp_path / name, [line("a1", photos=["photos/a.jpg"])]) for name in names]
    files[1].write_text(files[1].read_text("utf-8").replace("T3", "T4"), "utf-8")
    (files[2].parent / "photos" / "a.jpg").write_bytes((files[2].parent / "photos" / "b.jpg").read_bytes())
    digests = [read_pairs(file).digest for file in files]
    assert digests[0] == digests[3]
    assert len(set(digests)) == 3


def test_a_pair_stays_on_its_side_when_the_file_grows(tmp_path: Path) -> None:
    first = {
        p.id: p.held_out for p in read_pairs(write_pairs(tmp_path, [line(f"a{n}") for n in range(40)])).pairs
    }
    more = read_pairs(write_pairs(tmp_path, [line(f"a{n}") for n in range(80)])).pairs
    assert {p.id: p.held_out for p in more if p.id in first} == first
    assert 0 < sum(first.values()) < 20


def wrong(**changes: Any) -> dict[str, Any]:
    return {**line("a2"), **changes}


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (wrong(extra=1), "extra"),
        (wrong(id="a1"), "stands on an earlier line"),
        (wrong(claims=[]), "claims"),
        (wrong(language="de"), "language"),
        (
            wrong(
                claims=[{"kind": "fact", "step": "", "text": "x", "quotes": [{"label": "S9", "quote": "x"}]}]
            ),
            "S9",
        ),
        (
            wrong(
                claims=[
                    {"kind": "fact", "step": "", "text": "x", "quotes": [{"label": "S1", "quote": "0.52"}]}
                ]
            ),
            "does not hold '0.52'",
        ),
        (wrong(photos=["../outside.jpg"]), "does not lie beside"),
        (wrong(photos=["photos/none.jpg"]), "cannot be opened"),
        (wrong(photos=["photos/text.jpg"]), "cannot be opened"),
    ],
)
def test_a_wrong_line_is_refused_by_its_number(tmp_path: Path, second: dict[str, Any], told: str) -> None:
    file = write_pairs(tmp_path / "set", [line("a1"), second])
    (tmp_path / "outside.jpg").write_bytes((tmp_path / "set" / "photos" / "a.jpg").read_bytes())
    (tmp_path / "set" / "photos" / "text.jpg").write_text("no picture", "utf-8")
    with pytest.raises(InputRejected, match="line 2: ") as error:
        read_pairs(file)
    assert told in error.value.message


def test_no_json_and_no_pair_are_told(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(json.dumps(line("a1")) + "\n{", "utf-8")
    with pytest.raises(InputRejected, match="line 2"):
        read_pairs(file)
    file.write_text("\n", "utf-8")
    with pytest.raises(InputRejected, match="holds no pair"):
        read_pairs(file)
    with pytest.raises(InputRejected, match="cannot be read"):
        read_pairs(tmp_path / "none.jsonl")
