from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from evaluation.claims import WrongKind, read_claims
from evaluation.gauntlet import BY_HAND_ALONE
from evaluation.perturb import ALL_KINDS
from kb_sources.errors import InputRejected

CASES = Path(__file__).parents[2] / "evaluation" / "cases"


def test_every_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    good = '{"id": "a", "lang": "en", "manual": "m.pdf", "quotes": ["q"], "right": ["r"]}'
    file.write_text(
        f'{good}\nno json\n{{"id": "b", "lang": "fr", "manual": "m", "quotes": []}}\n{good}\n', "utf-8"
    )
    with pytest.raises(
        InputRejected, match=r"line 2: no JSON.*line 3: lang.*line 4: the id 'a' occurs twice"
    ):
        read_claims(file)
    file.write_text("{}\n" * 40, "utf-8")
    with pytest.raises(InputRejected, match=r"has 40 unusable line.*; and 32 more"):
        read_claims(file)
    file.write_text("\n", "utf-8")
    with pytest.raises(InputRejected, match="holds no claims"):
        read_claims(file)


def test_the_halves_share_no_paraphrase_and_hold_enough_in_both_languages() -> None:
    seen, heldout = (read_claims(CASES / f"claims_{half}.jsonl") for half in ("first", "second"))
    texts = [text for gold in (*seen, *heldout) for _, text in gold.right]
    assert len(texts) == len(set(texts)) >= 200
    for language in ("zh", "en"):
        assert sum(len(g.right) for g in (*seen, *heldout) if g.language == language) >= 80


def test_no_paraphrase_is_a_piece_of_its_quotes() -> None:
    for gold in (*read_claims(CASES / "claims_first.jsonl"), *read_claims(CASES / "claims_second.jsonl")):
        quoted = "".join("".join(gold.quotes).split()).casefold()
        for _, text in gold.right:
            assert "".join(text.split()).casefold().rstrip(".。") not in quoted, text


def test_a_kind_that_nothing_counts_and_a_quote_of_nothing_or_of_a_book_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    for quotes, kind, told in (
        ('["q"]', "oposite", r"line 1: wrong\.0\.kind"),
        ('[""]', "opposite", r"line 1: quotes\.0"),
        ('["q", " "]', "opposite", r"line 1: quotes\.1"),
        (f'["{"q" * 10_001}"]', "opposite", r"line 1: quotes\.0: .* 10000 characters"),
    ):
        file.write_text(
            f'{{"id": "a", "lang": "en", "manual": "m", "quotes": {quotes},'
            f' "wrong": [{{"kind": "{kind}", "text": "t"}}]}}\n',
            "utf-8",
        )
        with pytest.raises(InputRejected, match=told):
            read_claims(file)


def test_the_kinds_that_are_known_are_those_that_are_counted() -> None:
    assert set(get_args(WrongKind)) == {*ALL_KINDS, *BY_HAND_ALONE}
