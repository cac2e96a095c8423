"""What a decision for conversations does to repair questions: the samples', each asked as a second question.

    kb-eval run samples                  # reads the sample manuals into KB_DATA/datasets
    python benchmarks/follow_ups.py --data ../shared/data

Before each case stands another answerable question about the same product in the same language, drawn
FIRST_QUESTIONS times with a fixed seed: one that has nothing to do with the second is hardest. `answered` is
the share of the answerable whose evidence suffices, `false answers` that of those without an answer.
Beside the deployed decision: the question alone, and the regression of mtrag_un.py without the last
answer, fitted on all of MTRAG-UN, with the threshold that its folds set.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from mtrag_un import NO_ANSWER, Floats, Found, Odds, find, regression, signs_of, threshold_of
from sklearn.metrics import roc_auc_score

from api.ask import Ask
from api.conversation import all_said
from api.deciding import Thresholds, likely
from api.turn import AskRequest
from evaluation.case import Case
from evaluation.dataset import DatasetSettings
from evaluation.datasets.mtrag_un import Dialogue, read
from evaluation.datasets.samples import Samples
from evaluation.shelf import Shelf, opened
from evaluation.wiring import open_stand, settings_for
from kb_sources.settings import read_settings
from retrieval.products import Unknown
from retrieval.query import Query
from vlm.model import Deadline

FIRST_QUESTIONS = 3
SEED = 0


@dataclass(frozen=True, slots=True)
class Second:
    """A case asked after another question, and what the search brings for it."""

    case: Case
    dialogue: Dialogue
    found: Found


def seconds(ask: Ask, cases: Sequence[Case]) -> list[Second]:
    """Without photos, and without products that are refused before anything is searched."""
    rng, made = random.Random(SEED), []
    plain = [case for case in cases if case.photo is None and case.action != "clarify"]
    for case in plain:
        turn = ask.understanding.understand(
            AskRequest(case.question, product=case.product), Deadline.after(60)
        )
        match = ask.products.recognise(turn.stated, [turn.question])
        if isinstance(match, Unknown):
            continue
        query = Query(ask.tenant, turn.question, turn.language, getattr(match, "products", ()), turn.codes)
        kin = [c for c in plain if c.action == "answer" and c.lang == case.lang and c is not case]
        same = [c for c in kin if c.product == case.product] or kin
        question = ask.finder.find(query)
        for first in rng.sample(same, min(FIRST_QUESTIONS, len(same))):
            dialogue = Dialogue(case.id, turn.question, (first.question,), ("",), case.action, ())
            talk = ask.finder.find(replace(query, text=all_said(dialogue.earlier, turn.question)))
            made.append(Second(case, dialogue, Found(question, talk, question)))
    return made


def fitted(data: Path) -> tuple[Odds, float]:
    """The regression fitted on MTRAG-UN, and the threshold of its folds."""
    pages, dialogues = read(DatasetSettings(data))
    judged = [d for d in dialogues if d.label in ("ANSWERABLE", "UNANSWERABLE")]
    with opened(Shelf(pages, cut=lambda text: [text])) as desk:
        signs = np.array([signs_of(d, find(desk, d)) for d in judged])[:, NO_ANSWER]
    y = np.array([float(d.label == "ANSWERABLE") for d in judged])
    return regression(signs, y), threshold_of(signs, y, regression, SEED)


def row(name: str, odds: Sequence[float] | Floats, limit: float, wanted: Sequence[bool]) -> str:
    above, right = np.array(odds) >= limit, np.array(wanted)
    area = roc_auc_score(right, np.nan_to_num(np.array(odds), neginf=-99))
    return f"| {name} | {area:.3f} | {above[right].mean():.1%} | {above[~right].mean():.1%} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the public sets")
    data = parser.parse_args().data
    with open_stand(settings_for(read_settings(), "samples")) as stand:
        assert stand.service is not None, "stop kb-serve"
        made = seconds(stand.service.ask, Samples().cases())
    wanted, limit = [one.case.action == "answer" for one in made], Thresholds().sufficient
    score, threshold = fitted(data)
    signs = np.array([signs_of(one.dialogue, one.found) for one in made])[:, NO_ANSWER]
    print(f"{len(made)} second questions, {sum(wanted)} of them answerable.")
    print("| | AUROC | answered | false answers |\n|---|---|---|---|")
    print(row("the question alone", [likely(o.found.question) for o in made], limit, wanted))
    deployed = [likely(o.found.question, o.found.customer) for o in made]
    print(row("deployed: with all that the customer said", deployed, limit, wanted))
    print(row("regression fitted on MTRAG-UN", score(signs), threshold, wanted))


if __name__ == "__main__":
    main()
