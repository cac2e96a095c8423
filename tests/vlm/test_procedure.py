from __future__ import annotations

from kb_sources.manual import Edition, Manual, Passage
from vlm.answer import Claim, Located, Reference, Shown
from vlm.procedure import printed_order, skipped_steps

MANUAL = Manual("m", "t", "N7", "Norvik", ("N7",), "en")
EDITION = Edition("e" * 64, "m", "1", "en", "live", "n7.pdf", 9)


def shown(order: int, part_of: str = "swap", kind: str = "step") -> Shown:
    text = f"{order}. Do thing number {order}."
    passage = Passage(
        f"{part_of}{order}", EDITION.id, "r", kind, (), order, text, (), "textlayer", part_of, str(order)
    )  # type: ignore[arg-type]
    return Shown(f"S{order}", passage, MANUAL, EDITION)


def cited(*places: Shown) -> tuple[Claim, list[Located]]:
    claim = Claim(f"c{places[0].label}", "step", "x", tuple(Reference(s.label, "x") for s in places))
    return claim, [Located(s, 0, 5) for s in places]


ALL = [shown(n) for n in range(1, 7)]


def test_steps_of_one_procedure_are_put_in_order_where_they_stand() -> None:
    fact = cited(shown(9, "", "text"))
    other = cited(shown(1, "other"))
    claims = [cited(ALL[3]), fact, cited(ALL[0]), other, cited(ALL[2])]
    assert printed_order(claims) == [2, 1, 4, 3, 0]
    assert printed_order([]) == []


def test_only_steps_between_two_that_are_cited_are_put_back() -> None:
    assert skipped_steps([cited(ALL[1])], ALL, "en") == []
    found = skipped_steps([cited(ALL[1]), cited(ALL[4])], ALL, "en")
    assert [(at, c.text, c.step) for at, c in found] == [
        (1, s.passage.text, s.passage.step) for s in ALL[2:4]
    ]
    assert len({c.id for _, c in found}) == 2
    together = skipped_steps([cited(ALL[0], ALL[1]), cited(ALL[2])], ALL, "en")
    assert together == [], "one claim may give two steps"
    assert skipped_steps([cited(ALL[0]), cited(shown(5, "other"))], ALL, "en") == []


def test_in_another_language_a_frame_goes_before_it() -> None:
    ((_, claim),) = skipped_steps([cited(ALL[0]), cited(ALL[2])], ALL, "zh")
    assert "原文为英文" in claim.frame
