"""Do the citations of a claim carry it, and is each of them needed? ALCE's recall and precision.

Gao et al. 2023, "Enabling Large Language Models to Generate Text with Citations" (arXiv 2305.14627).
Entailment is asked of whatever judge the settings bring; without one only what is quoted word for word is
known to be carried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.case import Case
from evaluation.scorer import Result, Score, ScorerSettings, Supports

_MEASURES = ("alce recall", "alce precision")


class Support:
    def __init__(self, supports: Supports) -> None:
        self._supports = supports

    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Over the claims that can be judged; a claim without a citation is carried by nothing.

        Recall: share of claims that their quotes carry together. Precision: share of citations that are
        needed: of a carried claim, one that carries it alone or without which the rest does not.
        """
        carried: list[bool] = []
        needed: list[bool] = []
        loose: list[str] = []
        for claim in result.answer.get("claims", ()):
            quotes = result.quotes(claim["citations"])
            verdict = self._supports(claim["text"], quotes)
            if verdict is None:
                continue
            carried.append(verdict)
            needed += [verdict and self._needed(claim, quotes, n) for n in range(len(quotes))]
            if not verdict:
                loose.append(claim["text"])
        told = "; ".join(loose)
        return {"alce recall": Score(_share(carried), told), "alce precision": Score(_share(needed), told)}

    def _needed(self, claim: Mapping[str, Any], quotes: Sequence[str], n: int) -> bool:
        if self._supports(claim["text"], quotes[n : n + 1]):
            return True
        rest = [quote for k, quote in enumerate(quotes) if k != n]
        return not self._supports(claim["text"], rest)


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None


def build(settings: ScorerSettings) -> Support:
    return Support(settings.supports)
