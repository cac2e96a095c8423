"""A judge for tests: a statement is borne out when its words stand in the evidence, in any order."""

from collections.abc import Sequence

from kb_sources.errors import ModelTimeout
from vlm.judge import Judgement, JudgeSettings, Statement
from vlm.model import Deadline


class WordJudge:
    def judge(self, statements: Sequence[Statement], deadline: Deadline) -> list[Judgement]:
        if any("late" in s.text for s in statements):
            raise ModelTimeout
        return [
            Judgement(float(set(s.text.split()) <= set(" ".join(s.evidence).split()))) for s in statements
        ]


def build(settings: JudgeSettings) -> WordJudge:
    return WordJudge()
