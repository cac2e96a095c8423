"""The words between us and whoever judges whether a claim follows from its evidence.

It knows neither a model nor a feature; a judge is a file of vlm/judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kb_sources.plugins import load
from vlm.calibration import UNCALIBRATED, Calibration
from vlm.checkpoints import Lender
from vlm.model import Deadline, VisionModel

JUDGES = "vlm.judges"


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim and the words it must follow from, each in its own language."""

    text: str
    evidence: tuple[str, ...]
    question: str = ""  # what the claim answers: "yes" alone says nothing


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities, a model's own until a temperature is fitted; what is left of 1 is "it does not say"."""

    supported: float  # 0..1
    contradicted: float = 0.0  # 0..1
    against: tuple[str, ...] = ()  # words of the claim that weighed most against it


class Judge(Protocol):
    """One judgement a statement, in order. A model's judge raises the ModelUnavailable it meets.

    A claim passes from `passes_from` (0..1, of `supported`), and from `passes_from_ocr` where one of its
    quotes was read by OCR: a misread letter must not tell against the claim. `crosses` says whether it
    compares a claim with a quote in another language.
    """

    passes_from: float
    passes_from_ocr: float
    crosses: bool

    def judge(self, statements: Sequence[Statement], deadline: Deadline) -> list[Judgement]: ...


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """What a file of vlm/judges may need to know."""

    model: VisionModel | None = None
    lender: Lender | None = None  # that model, where its checkpoint is in this process
    name: str = ""  # folder or name of a checkpoint, for judges that load one
    revision: str = ""
    url: str = ""  # of a model's server, for judges that ask one
    key: str = ""
    quantization: str = ""  # of a model in process, as is its adapter
    adapter: str = ""
    calibration: Calibration = UNCALIBRATED


def build_judge(name: str, settings: JudgeSettings) -> Judge:
    """The judge of that name in vlm/judges. Raises PluginUnknown, SettingsInvalid."""
    judge: Judge = load(JUDGES, name).build(settings)
    return judge
