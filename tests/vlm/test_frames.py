from __future__ import annotations

from typing import get_args

from vlm.answer import Reason
from vlm.frames import LeadKind, lead, reasons, told, told_together


def test_every_reason_is_worded_in_both_languages() -> None:
    for code in reasons():
        values = [
            (k, "x")
            for k in ("label", "quote", "where", "figure", "figures", "other", "row", "word", "words")
        ]
        more = [(k, "y") for k in ("opposite", "products", "asked", "title", "column")]
        more += [(k, "z") for k in ("near", "earlier", "later", "one", "printed", "to")]
        more += [(k, "9") for k in ("page", "score", "wanted", "edition", "judge", "count", "warnings")]
        reason = Reason(code, (*values, *more))
        assert told(reason, "zh") != told(reason, "en")
        assert "{" not in told(reason, "zh") + told(reason, "en")


def test_reasons_are_told_one_after_the_other() -> None:
    two = (Reason("no_figure"), Reason("no_warning_bound"))
    assert told_together(two, "en") == " ".join(told(reason, "en") for reason in two)
    assert told_together(two, "zh") == "".join(told(reason, "zh") for reason in two)
    assert told_together((), "en") == ""


def test_a_lead_says_when_the_words_are_in_another_language() -> None:
    for kind in get_args(LeadKind):
        assert lead(kind, "zh", "en") != lead(kind, "zh", "zh")
        assert "Chinese" in lead(kind, "en", "zh")


def test_a_long_quotation_is_cut_in_a_reason() -> None:
    told_so = told(Reason("quote_not_found", (("label", "S1"), ("quote", "x" * 500))), "en")
    assert len(told_so) < 200
    assert "…" in told_so
