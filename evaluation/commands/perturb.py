"""`kb-eval perturb`: wrong claims made of right ones, and what of both leaves the gate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from evaluation import gauntlet
from evaluation.console import AsJson, bar
from vlm.checking import GateSettings, build_gate
from vlm.judge import JudgeSettings, build_judge


def command(
    gold: Annotated[
        list[Path] | None, typer.Argument(help="Files of gold claims (.jsonl); none: those on the samples.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed makes the same wrong claims.")] = 1,
    each: Annotated[int, typer.Option(min=1, help="Wrong claims at most per right one and kind.")] = 2,
    part: Annotated[str, typer.Option(help="Only the claims of this part: the file claims_PART.jsonl.")] = "",
    judged: Annotated[
        bool, typer.Option("--judged", help="After the rules ask our own checker, as the service does.")
    ] = False,
    show: Annotated[int, typer.Option(min=0, help="List so many that left or were blocked wrongly.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Make wrong claims from right ones, run both through the gate, and count what leaves.

    A sealed part, where there is one, is for reporting: do not write rules by what --show tells of it.
    evaluation/cases/README.md tells the fields and how the parts came about.

    Examples: `kb-eval perturb` · `kb-eval perturb --part open --show 20` · `kb-eval perturb my-claims.jsonl`

    Exit code 0: every target of DESIGN §7 is met · 1: one is not · 2: usage or settings.
    """
    trials = gauntlet.assemble(gold or [], seed, each, part)
    gate = build_gate(GateSettings(judge=build_judge("local", JudgeSettings()) if judged else None))
    outcomes: list[gauntlet.Outcome] = []
    with bar(as_json) as shown:
        task = shown.add_task("claims", total=sum(len(t) for t in trials.values()))
        for name, of_part in trials.items():
            outcomes += gauntlet.run(name, of_part, gate, lambda: shown.advance(task))
    cells = gauntlet.count(outcomes)
    targets, missed = gauntlet.judge(cells), gauntlet.missed(outcomes)[:show]
    if as_json:
        print(json.dumps(gauntlet.to_json(cells, targets, missed), ensure_ascii=False))
    else:
        print(gauntlet.to_markdown(cells, targets, missed))
    raise typer.Exit(0 if all(t.met for t in targets) else 1)
