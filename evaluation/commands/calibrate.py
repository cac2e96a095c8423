"""`kb-eval calibrate`: makes the probabilities of a model that judges claims honest, by one temperature."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from evaluation.console import AsJson, bar, say
from evaluation.dataset import DATASETS, DatasetSettings
from evaluation.judged import JudgedSet
from evaluation.tempering import FOLDS, Fit, Labelled, ask_each, fit, labelled, read_labelled
from evaluation.writing import writable_file
from kb_sources.errors import InputRejected, SettingsInvalid
from kb_sources.plugins import load, names
from kb_sources.settings import read_settings
from vlm.calibration import Calibration, write_calibration
from vlm.judge import JUDGES
from vlm.wiring import build_vlm, judge_of, model_name


def command(
    claims: Annotated[
        str, typer.Argument(metavar="CLAIMS.jsonl|SET", help="Claims with labels, or a set of judged texts.")
    ],
    out: Annotated[Path, typer.Option(help="The file that KB_VLM_JUDGE_CALIBRATION is to name.")],
    judge: Annotated[
        str, typer.Option(help="decisions or json_judge; default KB_VLM_JUDGE.", show_default=False)
    ] = "",
    limit: Annotated[int, typer.Option(min=0, help="Only the first N claims; 0: all.")] = 0,
    data: Annotated[Path, typer.Option(help="Folder of the public datasets.")] = Path("../shared/data"),
    as_json: AsJson = False,
) -> None:
    """Ask the model about claims whose truth is known, and write the temperature that makes it honest.

    A line of CLAIMS.jsonl: {"claim": "…", "evidence": ["…"], "label": true, "question": "…", "source": "…"};
    the label is true, false, "supported", "contradicted" or "not there". What is printed of its worth is of
    claims held out by source, in five folds. It is written only where it helps on these.

    Examples: `kb-eval calibrate claims.jsonl --out var/judge.json` ·
    `kb-eval calibrate own_claims --judge decisions --out var/judge.json`

    Exit code 0: written · 1: it would not help, or the model could not be reached · 2: usage or settings.
    """
    writable_file(out)
    told, about = _claims(claims, data)
    told = told[:limit] if limit else told
    settings = read_settings()
    name = judge or settings.vlm_judge
    kind = getattr(load(JUDGES, name), "KIND", "")
    if not kind:
        raise SettingsInvalid(
            f"The judge {name} asks no model whose probabilities could be calibrated.",
            hint="KB_VLM_JUDGE=decisions or json_judge.",
        )
    bare = settings.model_copy(update={"vlm_judge": name, "vlm_judge_calibration": ""})
    asked = judge_of(bare, build_vlm(bare))
    say(f"asking {model_name(settings)} about {len(told)} claims", as_json)
    with bar(as_json) as shown:
        heard = list(shown.track(ask_each(asked, told), len(told), description="judged"))
    answers = [answer for answer in heard if answer is not None]
    told = tuple(claim for claim, answer in zip(told, heard, strict=True) if answer is not None)
    if len(answers) < len(heard):
        say(f"{len(heard) - len(answers)} claims were left out: the model gave no verdict", as_json)
    found = fit(answers, told)
    helps = found.loss < found.loss_before
    if as_json:
        print(json.dumps({"kind": kind, "claims": len(told), "helps": helps, **asdict(found)}))
    else:
        print(to_text(found, len(told), kind))
    if not helps:
        raise InputRejected(
            "On claims held out the temperature does not help; nothing was written.",
            hint="Label more claims.",
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    write_calibration(
        out, Calibration({kind: round(found.temperature, 4)}, model_name(settings), about, len(told))
    )
    say(f"written: {out}; set KB_VLM_JUDGE_CALIBRATION={out}", as_json)


def _claims(told: str, data: Path) -> tuple[tuple[Labelled, ...], str]:
    """The claims, and what is to stand of them in the file."""
    path = Path(told)
    if path.suffix == ".jsonl" or told not in names(DATASETS):
        found = read_labelled(path)
        return found, f"{path.name} sha256:{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
    built = load(DATASETS, told).build(DatasetSettings(data))
    if not isinstance(built, JudgedSet) or built.rated:
        raise SettingsInvalid(f"{told} holds no texts that were judged right or wrong.")
    return labelled(built.texts), told


def to_text(found: Fit, claims: int, kind: str) -> str:
    """The temperature, and both measures before and after it."""
    return "\n".join(
        [
            f"temperature of {kind}: {found.temperature:.2f}, fitted on {claims} claims",
            f"on claims held out by source ({FOLDS} folds):",
            f"  loss, nats a claim:          {found.loss_before:.3f} → {found.loss:.3f}",
            f"  expected calibration error:  {found.error_before:.3f} → {found.error:.3f}",
            "  said → found (claims): "
            + " · ".join(f"{b.said:.2f} → {b.found:.2f} ({b.n})" for b in found.bins),
        ]
    )
