"""Any vision-language model as a judge: it is asked for a verdict on each statement, as JSON.

Portable, and the weaker way: how sure it is it says itself. What it does not say, or says in another form, is
no support.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb_sources.errors import AnswerUnusable, SettingsInvalid
from vlm.calibration import Calibration
from vlm.chatter import without_thoughts
from vlm.judge import Judgement, JudgeSettings, Statement
from vlm.model import Completion, Deadline, Sampling, VisionModel
from vlm.prompts import judge_statements
from vlm.qwen_json import Json, flat_objects, read_json

KIND = "json"
_TOKENS = 40  # of one verdict
_VERDICTS = ("supported", "contradicted", "not there")
_LEAST_SURE = 0.5


class JsonJudge:
    """One call for all statements it is given at once. Threads may share it."""

    passes_from = passes_from_ocr = 0.5
    crosses = True

    def __init__(self, model: VisionModel, calibration: Calibration) -> None:
        self._model = model
        self._calibration = calibration

    def judge(self, statements: Sequence[Statement], deadline: Deadline) -> list[Judgement]:
        """Raises the ModelUnavailable that the model meets, AnswerUnusable where there is no verdict."""
        if not statements:
            return []
        sampling = Sampling(max_tokens=_TOKENS * (len(statements) + 1))
        completion = self._model.complete(judge_statements(statements), sampling, deadline)
        told = read_verdicts(completion, len(statements))
        if not told:
            raise AnswerUnusable("The model gave no verdict.", hint="Ask again.")
        return [self._judgement(told.get(n)) for n in range(1, len(statements) + 1)]

    def _judgement(self, told: Mapping[str, float] | None) -> Judgement:
        if told is None:
            return Judgement(0.0)
        honest = self._calibration.calibrated(KIND, told)
        return Judgement(honest["supported"], honest["contradicted"])


def read_verdicts(completion: Completion, statements: int) -> dict[int, dict[str, float]]:
    """Probabilities by the statement's number; two verdicts on one statement are none."""
    read = read_json(without_thoughts(completion.text), completion.finish)
    found: dict[int, list[dict[str, float]]] = {}
    for each in flat_objects(read.value):
        number, verdict = _number(each.get("id"), statements), str(each.get("verdict", "")).strip().lower()
        if number and verdict.replace("_", " ") in _VERDICTS:
            sure = _sure(each.get("sure"))
            rest = (1 - sure) / (len(_VERDICTS) - 1)
            told = {name: sure if name == verdict.replace("_", " ") else rest for name in _VERDICTS}
            found.setdefault(number, []).append(told)
    return {number: told[0] for number, told in found.items() if len(told) == 1}


def _number(said: Json, statements: int) -> int:
    """0 for a number that no statement has. A lone statement needs none."""
    if said is None and statements == 1:
        return 1
    if isinstance(said, bool) or not isinstance(said, int | str) or not str(said).strip().isdecimal():
        return 0
    return int(said) if len(str(said)) < 4 and 1 <= int(said) <= statements else 0


def _sure(said: Json) -> float:
    """From 0.5 to 1; a verdict without it is barely one."""
    known = isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said <= 1
    return max(float(said), _LEAST_SURE) if known and isinstance(said, int | float) else _LEAST_SURE


def build(settings: JudgeSettings) -> JsonJudge:
    """Needs a model. Raises SettingsInvalid."""
    if settings.model is None:
        raise SettingsInvalid("KB_VLM_JUDGE=json_judge needs a model.", hint="Set KB_VLM_MODEL.")
    return JsonJudge(settings.model, settings.calibration)
