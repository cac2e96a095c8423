"""The judges that need no model: what the trained one tells, and any checkpoint, on tiny ones made here."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kb_sources.errors import SettingsInvalid
from kb_sources.plugins import load
from vlm.judge import JUDGES, Judge, JudgeSettings, Statement, build_judge
from vlm.model import Deadline

ZH = Statement("拧紧四颗螺丝。", ("顺时针拧紧四颗螺丝，扭矩为 0.25 N·m。",), "怎么拧紧螺丝？")
EN = Statement("Tighten the four screws.", ("Tighten the four screws clockwise to 0.25 N·m.",))
INVENTED_ZH = Statement("浸入酒精中清洗并晾干，再涂硅脂。", ZH.evidence)
INVENTED_EN = Statement("Soak the mirror in alcohol and dry it with a soft cloth.", EN.evidence)
ODD = Statement("…", ("",))
LONG = Statement("螺丝 screw " * 400, ("screw 螺丝 " * 4000,))


def tiny(folder: Path, kind: str, labels: dict[int, str]) -> Path:
    """A BERT of a few thousand random numbers, with a tokenizer of single characters."""
    transformers = pytest.importorskip("transformers")
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    letters = sorted(
        {c for s in (ZH, EN, INVENTED_ZH, INVENTED_EN) for c in s.text + "".join(s.evidence)} - {" "}
    )
    folder.mkdir(exist_ok=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{c}" for c in letters)]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    tokenizer = transformers.BertTokenizer(str(folder / "vocab.txt"), do_lower_case=False)
    config = transformers.BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=128, id2label=labels,
        label2id={v: k for k, v in labels.items()},
    )  # fmt: skip
    model = getattr(transformers, f"BertFor{kind}")(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


MARKS = {0: "supported", 1: "hallucinated"}
PAIRS = {0: "contradiction", 1: "entailment", 2: "neutral"}


@pytest.fixture(params=["local", "none", "by token", "by pair"])
def judge(request: pytest.FixtureRequest, tmp_path: Path) -> Judge:
    if request.param == "by token":
        folder = tiny(tmp_path / "tokens", "TokenClassification", MARKS)
        return build_judge("token_classifier", JudgeSettings(name=str(folder)))
    if request.param == "by pair":
        folder = tiny(tmp_path / "pairs", "SequenceClassification", PAIRS)
        return build_judge("token_classifier", JudgeSettings(name=str(folder)))
    return build_judge(request.param, JudgeSettings())


def test_one_judgement_a_statement_in_order(judge: Judge) -> None:
    statements = [ZH, EN, INVENTED_ZH, INVENTED_EN, ODD, LONG]
    together = judge.judge(statements, Deadline.after(60))
    assert len(together) == len(statements)
    for judgement, statement in zip(together, statements, strict=True):
        assert 0 <= judgement.supported <= 1
        assert 0 <= judgement.contradicted <= 1
        assert judgement.supported + judgement.contradicted <= 1.0001
        assert all(word and word in statement.text for word in judgement.against)
    alone = [judge.judge([statement], Deadline.after(60))[0] for statement in statements]
    assert [j.supported for j in alone] == pytest.approx([j.supported for j in together], abs=1e-4)


def test_nothing_asked_nothing_said(judge: Judge) -> None:
    assert list(judge.judge([], Deadline.after(1))) == []


def test_thresholds_are_probabilities_and_ocr_is_not_judged_harder(judge: Judge) -> None:
    assert 0 < judge.passes_from_ocr <= judge.passes_from <= 1


def said(name: str, statements: Sequence[Statement]) -> list[Any]:
    return build_judge(name, JudgeSettings()).judge(statements, Deadline.after(10))


def test_local_tells_what_is_said_from_what_is_invented() -> None:
    right_zh, right_en, wrong_zh, wrong_en = said("local", [ZH, EN, INVENTED_ZH, INVENTED_EN])
    assert min(right_zh.supported, right_en.supported) > 0.5
    assert max(wrong_zh.supported, wrong_en.supported) < build_judge("local", JudgeSettings()).passes_from_ocr
    assert "alcohol" in wrong_en.against
    assert any("酒精" in word for word in wrong_zh.against)


def test_local_supports_nothing_in_another_language() -> None:
    (judgement,) = said("local", [Statement("Tighten the screws.", ZH.evidence)])
    assert (judgement.supported, judgement.against) == (0.0, ())


def test_none_supports_nothing() -> None:
    assert [j.supported for j in said("none", [ZH, EN])] == [0.0, 0.0]


def test_a_checkpoint_that_is_not_there_or_says_nothing_of_the_kind(tmp_path: Path) -> None:
    settings = JudgeSettings(name=str(tmp_path / "absent"))
    with pytest.raises(SettingsInvalid, match="cannot be loaded"):
        build_judge("token_classifier", settings).judge([EN], Deadline.after(10))
    with pytest.raises(SettingsInvalid, match="KB_VLM_JUDGE_NAME"):
        build_judge("token_classifier", JudgeSettings())
    folder = tiny(tmp_path / "moods", "SequenceClassification", {0: "happy", 1: "sad"})
    with pytest.raises(SettingsInvalid, match="happy, sad"):
        build_judge("token_classifier", JudgeSettings(name=str(folder))).judge([EN], Deadline.after(10))
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps(config | {"architectures": ["BertModel"]}), "utf-8")
    with pytest.raises(SettingsInvalid, match="neither tokens nor pairs"):
        build_judge("token_classifier", JudgeSettings(name=str(folder))).judge([EN], Deadline.after(10))


def test_marked_tokens_are_told_as_words() -> None:
    of_tokens = load(JUDGES, "token_classifier")._of_tokens
    judgement = of_tokens("Use blue glue.", [(0, 3, 0.1), (4, 6, 0.7), (6, 8, 0.9), (9, 13, 0.2)])
    assert judgement.supported == pytest.approx(0.1)
    assert judgement.against == ("blue",)


@pytest.mark.parametrize("label", ["not_entailment", "non-entailment", "unsupported", "inconsistent"])
def test_a_denied_label_supports_nothing(label: str) -> None:
    of_pair = load(JUDGES, "token_classifier")._of_pair
    assert of_pair({0: label, 1: "entailment"}, [0.8, 0.2]).supported == pytest.approx(0.2)


def test_threads_may_share_a_tokenizer(tmp_path: Path) -> None:
    """Used by two at once a fast tokenizer may raise `Already borrowed`."""
    folder = tiny(tmp_path, "TokenClassification", MARKS)
    judge: Any = build_judge("token_classifier", JudgeSettings(name=str(folder)))
    tokenizer, model, by_token = judge._load()
    inside = threading.Lock()

    def watched(*args: Any, **more: Any) -> Any:
        assert inside.acquire(blocking=False), "two threads at once"
        time.sleep(0.01)
        inside.release()
        return tokenizer(*args, **more)

    judge._loaded = (watched, model, by_token)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda s: judge.judge([s], Deadline.after(60))[0], [EN, ZH] * 6))
    assert len(found) == 12
