"""A seeded wrong digit: always one, never in the quote, the same in every run."""

from hypothesis import given
from hypothesis import strategies as st

from evaluation.spoiling import SpoiledDrafter, spoil, spoils
from vlm.answer import Asked, Claim, Draft, Reference
from vlm.drafting import Terms
from vlm.model import Deadline


def draft(*texts: str) -> Draft:
    claims = tuple(Claim(f"c{n}", "step", text, (Reference("S1", text),)) for n, text in enumerate(texts))
    return Draft(claims, "extractive")


def test_one_digit_of_the_first_figure_is_changed_and_the_quote_stays() -> None:
    spoilt = spoil(draft("Pull the plug.", "Tighten to 0.25 N·m.", "Wait 10 s."))
    assert [c.text for c in spoilt.claims] == ["Pull the plug.", "Tighten to 0.26 N·m.", "Wait 10 s."]
    assert spoilt.claims[1].references[0].quote == "Tighten to 0.25 N·m."


def test_a_step_number_is_no_figure_and_nine_becomes_nought() -> None:
    assert spoil(draft("3. Fit NV-7040-E9.")).claims[0].text == "3. Fit NV-7040-E0."
    nothing = draft("3. Pull the plug.")
    assert spoil(nothing) == nothing


@given(st.text(max_size=60))
def test_any_text_is_spoiled_in_one_digit_or_left(text: str) -> None:
    changed = spoil(draft(text)).claims[0].text
    assert len(changed) == len(text)
    assert sum(a != b for a, b in zip(text, changed, strict=True)) <= 1


def test_the_share_is_of_the_questions_and_settled_by_them() -> None:
    questions = [f"question {n}?" for n in range(400)]
    assert not any(spoils(q, 0.0) for q in questions)
    assert all(spoils(q, 1.0) for q in questions)
    assert 150 < sum(spoils(q, 0.5) for q in questions) < 250

    class Drafter:
        def draft(self, asked: Asked, shown: object, terms: Terms) -> Draft:
            return draft("Tighten to 0.25 N·m.")

    def text(share: float) -> str:
        terms = Terms(Deadline.after(1.0))
        return SpoiledDrafter(Drafter(), share).draft(Asked("How tight?", "en"), [], terms).claims[0].text

    assert (text(0.0), text(1.0)) == ("Tighten to 0.25 N·m.", "Tighten to 0.26 N·m.")
