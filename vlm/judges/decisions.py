"""A vision-language model as a judge through typed decisions: probabilities from one look, no text to read.

In process through transformers' `pipeline("decision")`; where KB_VLM_URL is set, over HTTP through
/v1/systemone, which `transformers serve` and vLLM offer in the same form.
"""

from __future__ import annotations

import copy
import json
import math
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager
from typing import Any

from kb_sources.errors import (
    AnswerUnusable,
    ModelMisconfigured,
    ModelTimeout,
    ModelUnavailable,
    SettingsInvalid,
)
from vlm.calibration import Calibration
from vlm.caller import Caller, address, told
from vlm.checkpoints import Checkpoint, Lender, check_checkpoint, load_checkpoint
from vlm.control_tokens import defused
from vlm.judge import Judgement, JudgeSettings, Statement
from vlm.metering import count
from vlm.model import Completion, Deadline, ModelSettings, Usage
from vlm.replies import error_of

KIND = "choice"
_AT_ONCE = 16  # statements of a request; servers take up to 64 questions
_MOST_BYTES = 1_000_000
_CRITERIA = {
    "supported": "the evidence alone says all of it, with the same numbers, parts, directions and conditions",
    "contradicted": "the evidence says something else about the same matter",
    "not there": "the evidence does not say it, or only a part of it",
}
_NO_ENDPOINT = frozenset({404, 405, 501})

Request = dict[str, Any]
Decide = Callable[[Request, Deadline], Mapping[str, Any]]  # state and questions → answers by question


class DecisionsJudge:
    """Statements are asked about together, each with its own evidence."""

    passes_from = passes_from_ocr = 0.5
    crosses = True

    def __init__(self, decide: Decide, calibration: Calibration) -> None:
        self._decide = decide
        self._calibration = calibration

    def judge(self, statements: Sequence[Statement], deadline: Deadline) -> list[Judgement]:
        """Raises the ModelUnavailable that the model meets, AnswerUnusable where an answer is missing."""
        out: list[Judgement] = []
        for at in range(0, len(statements), _AT_ONCE):
            some = statements[at : at + _AT_ONCE]
            answers = self._decide(request_of(some), deadline)
            out += [self._judgement(answers.get(f"s{n}")) for n in range(1, len(some) + 1)]
        return out

    def _judgement(self, answer: object) -> Judgement:
        probabilities = answer.get("probabilities") if isinstance(answer, Mapping) else None
        told_ = dict(probabilities) if isinstance(probabilities, Mapping) else {}
        if set(told_) != set(_CRITERIA) or not all(_is_probability(p) for p in told_.values()):
            raise AnswerUnusable("The model's server decided nothing.", hint="Ask again.")
        honest = self._calibration.calibrated(KIND, told_)
        return Judgement(honest["supported"], honest["contradicted"])


def request_of(statements: Sequence[Statement]) -> Request:
    """A System One request: one state with all statements, one question about each."""
    listed = {str(n): _told(s) for n, s in enumerate(statements, start=1)}
    questions = {
        f"s{n}": {
            "type": "choice",
            "instructions": f"How does the statement of {n} stand to the evidence of {n}?",
            "criteria": _CRITERIA,
        }
        for n in range(1, len(statements) + 1)
    }
    return {"state": listed, "questions": questions}


def _told(statement: Statement) -> dict[str, Any]:
    asked = {"question": defused(statement.question)} if statement.question else {}
    evidence = [defused(words) for words in statement.evidence]
    return {**asked, "evidence": evidence, "statement": defused(statement.text)}


def _is_probability(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and 0 <= value <= 1


class OverHttp:
    """Asks /v1/systemone; any number of threads may."""

    def __init__(self, url: str, name: str, caller: Caller) -> None:
        base = address(url, "http://127.0.0.1:8000/v1")
        path = base.path.removesuffix("/chat/completions")
        self._url = str(base.copy_with(path=f"{path if path.endswith('/v1') else f'{path}/v1'}/systemone"))
        self._name = name
        self._caller = caller

    def __call__(self, request: Request, deadline: Deadline) -> Mapping[str, Any]:
        def attempt() -> Iterator[str | Completion]:
            head, data = self._caller.send("POST", self._url, deadline, {"model": self._name, **request})
            if head.status in _NO_ENDPOINT:
                raise ModelMisconfigured(
                    f"The server of {self._name} has no /v1/systemone.", hint="Set KB_VLM_JUDGE=json_judge."
                )
            if head.status != 200:
                raise error_of(head.status, told(data), head.headers, self._name)
            yield Completion(body := _body(data), "stop", _usage(body))

        said = self._caller.complete(attempt, deadline)
        count(said.usage)
        return _answers(said.text)


def _body(data: Iterator[bytes]) -> str:
    body = b""
    for chunk in data:
        body += chunk
        if len(body) > _MOST_BYTES:
            raise AnswerUnusable(f"The model's server sent more than {_MOST_BYTES} bytes.")
    _answers(text := body.decode("utf-8", "replace"))  # unusable ones count as a fault of the server
    return text


def _usage(text: str) -> Usage:
    """Tokens read, by the name of `transformers serve` or of chat completions; a decision writes none."""
    told_ = json.loads(text).get("usage")
    counts = told_ if isinstance(told_, dict) else {}
    read = counts.get("input_tokens", counts.get("prompt_tokens"))
    return Usage(read, 0) if isinstance(read, int) else Usage()


def _answers(text: str) -> Mapping[str, Any]:
    try:
        answers = json.loads(text).get("answers")
    except (ValueError, RecursionError, AttributeError) as error:
        raise AnswerUnusable("The model's server sent no decisions.", hint="Ask again.") from error
    if not isinstance(answers, dict):
        raise AnswerUnusable("The model's server sent no decisions.", hint="Ask again.")
    return answers


class OwnCheckpoint:
    """A checkpoint that nobody else uses, loaded when first asked."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._loaded: Checkpoint | None = None

    @contextmanager
    def lent(self, deadline: Deadline) -> Iterator[Checkpoint]:
        with self._lock:
            self._loaded = self._loaded or load_checkpoint(self._settings)
            yield self._loaded


class InProcess:
    """A checkpoint in this process, its own or the one that answers; one request after the other."""

    def __init__(self, lender: Lender, name: str) -> None:
        self._lender = lender
        self._name = name
        self._pipeline: Any = None
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="judge")

    def __call__(self, request: Request, deadline: Deadline) -> Mapping[str, Any]:
        waiting = self._worker.submit(self._run, request, deadline)
        try:
            answers, tokens = waiting.result(timeout=deadline.left)
        except NotYet:
            waiting.cancel()
            raise ModelTimeout(f"{self._name} did not decide in time.", hint="Give it more time.") from None
        except (OSError, ValueError, RuntimeError, ImportError) as error:
            raise ModelUnavailable(
                f"{self._name} cannot decide: {type(error).__name__}: {error}",
                hint="KB_VLM_JUDGE=json_judge works with any model.",
            ) from error
        count(Usage(tokens, 0))  # here, not in the worker: the meter is of the thread that asks
        return answers

    def _run(self, request: Request, deadline: Deadline) -> tuple[Mapping[str, Any], int]:
        """The answers, and the tokens that were read for them."""
        if deadline.left <= 0:
            raise ModelTimeout(f"No time was left to ask {self._name}.", hint="Give it more time.")
        with self._lender.lent(deadline) as loaded:
            if self._pipeline is None:
                from transformers import pipeline

                own = copy.deepcopy(loaded.processor)  # a tokenizer changes its own state while it reads
                self._pipeline = pipeline(
                    "decision", model=loaded.model, tokenizer=own.tokenizer, processor=own
                )
            read = self._pipeline.preprocess(request)
            answers: Mapping[str, Any] = self._pipeline.postprocess(self._pipeline.forward(read))
            return answers, sum(inputs["input_ids"].shape[-1] for inputs, _ in read["prompts"])


def build(settings: JudgeSettings) -> DecisionsJudge:
    """Over HTTP where there is a URL; else the model's checkpoint in process, or a second one called `name`.

    Raises SettingsInvalid.
    """
    if not settings.name:
        raise SettingsInvalid("KB_VLM_JUDGE=decisions needs a model.", hint="Set KB_VLM_NAME.")
    if settings.url:
        caller = Caller(settings.name, settings.key)
        return DecisionsJudge(OverHttp(settings.url, settings.name, caller), settings.calibration)
    if settings.lender is not None:
        return DecisionsJudge(InProcess(settings.lender, settings.name), settings.calibration)
    checkpoint = ModelSettings(
        name=settings.name,
        revision=settings.revision,
        quantization=settings.quantization,
        adapter=settings.adapter,
    )
    check_checkpoint(checkpoint)
    return DecisionsJudge(InProcess(OwnCheckpoint(checkpoint), settings.name), settings.calibration)
