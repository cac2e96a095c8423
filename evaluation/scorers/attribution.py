"""Is every quote printed where it is said to be? Printed nowhere: fabricated; elsewhere: misattributed.

The manuals' own record (truth.json) is asked, in which no reader of ours had a hand; others cannot be judged.
"""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.case import Case
from evaluation.scorer import Cited, Result, Score, ScorerSettings
from evaluation.truth import TrueManual, read_truth


class Attribution:
    def __init__(self, truth: Mapping[str, TrueManual]) -> None:
        self._truth = truth

    def score(self, case: Case, result: Result) -> Mapping[str, Score]:
        """Share of the quotes behind claims and warnings; one over several pages stands on any."""
        stated = [*result.answer.get("claims", ()), *result.answer.get("warnings", ())]
        numbers = dict.fromkeys(n for one in stated for n in one["citations"])
        found = [verdict for n in numbers if (verdict := self._where(result.places(n)))]
        fabricated = [quote for where, quote in found if where == "nowhere"]
        misattributed = [quote for where, quote in found if where == "elsewhere"]
        return {
            "not fabricated": Score(_share(len(fabricated), len(found)), "; ".join(fabricated)),
            "not misattributed": Score(_share(len(misattributed), len(found)), "; ".join(misattributed)),
        }

    def _where(self, places: tuple[Cited, ...]) -> tuple[str, str] | None:
        if not places or places[0].manual not in self._truth:
            return None
        quote, manual = places[0].quote, self._truth[places[0].manual]
        pages = sorted({place.page for place in places})
        if manual.prints(pages, quote):
            return "there", quote
        anywhere = any(other.prints(other.lines, quote) for other in self._truth.values())
        return ("elsewhere" if anywhere else "nowhere"), quote


def _share(wrong: int, judged: int) -> float | None:
    return 1 - wrong / judged if judged else None


def build(settings: ScorerSettings) -> Attribution:
    return Attribution(read_truth(settings.truth) if settings.truth else {})
