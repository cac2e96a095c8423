"""Whatever a model writes becomes claims or a named error; what it wrote well comes back as it was meant."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_sources.errors import AnswerCut, AnswerUnusable, ModelMisbehaved
from kb_sources.manual import Edition, Manual, Passage
from vlm.answer import Claim, Draft, Reference, Shown
from vlm.model import Completion
from vlm.written import as_written, read_claims

MANUAL = Manual("m", "t", "N7", "Norvik", ("N7",), "en")
EDITION = Edition("e" * 64, "m", "1", "en", "live", "n7.pdf", 9)


def shown(label: str, kind: str, text: str, step: str = "") -> Shown:
    passage = Passage(f"p{label}", EDITION.id, "r", kind, (), 1, text, (), "textlayer", step=step)  # type: ignore[arg-type]
    return Shown(label, passage, MANUAL, EDITION)


SHOWN = [
    shown("S1", "text", "The battery is glued. Hold the power key for 12 seconds. Then wait."),
    shown("S2", "step", "2. Remove the four screws.", "2"),
    shown("S3", "row", "Midframe screw | 0.12 N·m"),
    shown("S4", "figure", "Fig. 3 Screws"),
]


def read(text: str, finish: str = "stop") -> list[tuple[str, str, list[tuple[str, str]]]]:
    claims = read_claims(Completion(text, finish), SHOWN).claims  # type: ignore[arg-type]
    return [(c.kind, c.text, [(r.label, r.quote) for r in c.references]) for c in claims]


HOLD = ("S1", "Hold the power key for 12 seconds.")


@pytest.mark.parametrize(
    "said",
    [
        '{"claims":[{"kind":"fact","text":"Hold it for 12 seconds.","sources":[{"id":"S1","quote":"%s"}]}]}',
        '```json\n{"claims":[{"text":"Hold it for 12 seconds.","source":[{"id":"[1]","quote":"%s"}]}],}\n```',
        'Sure! Here you are:\n[{"text":"Hold it for 12 seconds. [S1]","source":1,"quote":"%s"}]',
        '<think>hm</think>[{"claim":"✅ Hold it for 12 seconds.","source":{"label":"S1","text":"%s"}}]',
        '{"text":"Hold it for 12 seconds.","sources":["S1"],"quote":"%s"}',
        '[{"text":"Hold it for 12 seconds.","sources":[{"id":"S1","quote":""}]},{"text":"Hope this helps!"}]',
        "Of course! Hold it for 12 seconds. [1]",
    ],
)
def test_one_claim_in_many_dialects(said: str) -> None:
    assert read(said.replace("%s", HOLD[1])) == [("fact", "Hold it for 12 seconds.", [HOLD])]


def test_kind_and_step_follow_the_source_where_they_are_not_told() -> None:
    claims = read_claims(
        Completion(
            '[{"text":"2. Take out the screws.","source":"S2","quote":"Remove the four screws"},'
            '{"text":"The torque is 0.12 N·m.","source":"S3","quote":"0.12 N·m"}]'
        ),
        SHOWN,
    ).claims
    assert [(c.id, c.kind, c.step, c.text) for c in claims] == [
        ("c1", "step", "2", "Take out the screws."),
        ("c2", "value", "", "The torque is 0.12 N·m."),
    ]


def test_an_unknown_source_stays_for_the_gate_to_refuse() -> None:
    said = '{"claims":[{"text":"Hold.","sources":[{"id":"manual.pdf","quote":"Hold the power key"}]}]}'
    assert read(said) == [("fact", "Hold.", [("manual.pdf", "Hold the power key")])]
    assert read("Hold it. [9]") == [("fact", "Hold it.", [("9", "Hold it.")])]


def test_figures_are_named_by_label_only() -> None:
    said = '{"claims":[{"text":"Hold.","sources":["S1"]}],"figures":["S4","image.png","[4]",9]}'
    assert read_claims(Completion(said), SHOWN).figures == ("S4",)


@pytest.mark.parametrize(
    "said",
    [
        '{"claims":[],"figures":[]}',
        "[]",
        "The passages do not state the warranty period.",
        "提供的资料中没有提及保修期。",
        '{"claims":[{"text":"The passages do not mention it.","sources":[]}]}',
        '{"claims":[{"text":"N/A","sources":["S1"]}]}',
    ],
)
def test_no_answer_is_no_claim(said: str) -> None:
    assert read(said) == []


@pytest.mark.parametrize(
    ("said", "finish", "error"),
    [
        ('{"claims":[{"text":"Hold.","sources":[{"id":"S1","quo', "length", AnswerCut),
        ('{"claims":[{"text":"Hold.","sources":[{"id":"S1","quote":"x"}]},{"te', "unknown", AnswerCut),
        ("Hold the power key.", "stop", AnswerUnusable),
        ('{"type":"object","properties":{"claims":{"type":"array"}}}', "stop", AnswerUnusable),
        ("<think>for ever", "length", AnswerCut),
        ('{"result":42}', "stop", AnswerUnusable),
    ],
)
def test_what_cannot_be_used_is_named(said: str, finish: str, error: type[ModelMisbehaved]) -> None:
    with pytest.raises(error):
        read(said, finish)


def test_what_a_good_model_writes_comes_back() -> None:
    claims = (
        Claim("c1", "fact", "按住电源键 12 秒。", (Reference(*HOLD),)),
        Claim("c2", "step", "Remove the four screws.", (Reference("S2", "Remove the four screws."),), "2"),
    )
    draft = Draft(claims, "generated", figures=("S4",))
    written = read_claims(Completion(as_written(draft), "stop"), SHOWN)
    assert written.claims == claims
    assert written.figures == draft.figures


_JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text(max_size=12) | st.sampled_from(["S1", "[2]"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["claims", "text", "sources", "id", "quote", "figures", "kind", "claim"]), inner
        )
    ),
    max_leaves=12,
)


@given(_JSONISH | st.text(), st.sampled_from(["stop", "length", "unknown"]), st.integers(0, 200))
def test_nothing_else_is_ever_raised(said: object, finish: str, cut: int) -> None:
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    for each in (text, text[:cut]):
        try:
            written = read_claims(Completion(each, finish), SHOWN)  # type: ignore[arg-type]
        except ModelMisbehaved:
            continue
        assert all(c.text.strip() for c in written.claims)
        assert len({c.id for c in written.claims}) == len(written.claims)
