from __future__ import annotations

from vlm.answer import Claim, Dropped, Finding, Reason, Verdict


def _dropped(*findings: Finding) -> Dropped:
    return Dropped(Claim("c1", "fact", "x", ()), (), Verdict(findings))


def test_a_verdict_without_findings_supports_nothing() -> None:
    assert not Verdict(()).supported
    assert Verdict((Finding("cited", True),)).supported
    assert not Verdict((Finding("cited", True), Finding("quoted", False))).supported


def test_the_reason_of_a_dropped_claim_is_its_first_failed_check_s() -> None:
    lost = Reason("negation_lost")
    assert _dropped(Finding("cited", True), Finding("opposites", False, 0.0, lost)).reason is lost
    marked = Finding("figures", True, 1.0, Reason("converted"))
    assert _dropped(marked, Finding("opposites", False, 0.0, lost)).reason is lost, "a remark drops nothing"
    assert _dropped().reason.code == "not_checked"
