"""`kb-eval fetch`: a public set, from its repository, at a pinned commit."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import httpx
import typer

from evaluation.console import AsJson, say, stages, when_stopped
from evaluation.fetching import fetch, pinned_set, read_pins
from evaluation.report import table
from evaluation.writing import writable_folder

_WAIT_S = 30.0


def command(
    dataset: Annotated[str, typer.Argument(help="The set's name; without it the sets are listed.")] = "",
    data: Annotated[Path, typer.Option(help="Folder of the public datasets.")] = Path("../shared/data"),
    as_json: AsJson = False,
) -> None:
    """Download a public set over https at its pinned commit, check every byte, print its licence.

    What is there and right is left alone, what was cut off is taken up, what is wrong thrown away. The sets
    are not part of this project; mind their licences.

    Examples: `kb-eval fetch` lists the sets · `kb-eval fetch cmrc2018 --data sets` (then
    `kb-eval run cmrc2018 --data sets`)

    Exit code 0: the set is there, whole · 1: it could not be had · 2: usage or settings.
    """
    pins = read_pins()
    if not dataset:
        rows = [
            (name, s.licence, f"{sum(f.bytes for f in s.files):,}", s.repository, s.about)
            for name, s in pins.items()
        ]
        told = {name: asdict(one) for name, one in pins.items()}
        header = ("set", "licence", "bytes", "repository", "about")
        print(json.dumps(told, ensure_ascii=False) if as_json else table(header, rows))
        return
    wanted = pinned_set(dataset)
    writable_folder(data / wanted.folder, "--data")
    going_on = "Stopped. What came is kept; the same command goes on from there."
    with when_stopped(lambda: going_on), stages(as_json) as progress, httpx.Client(timeout=_WAIT_S) as client:
        came = fetch(wanted, data, client, progress)
    folder = (data / wanted.folder).resolve()
    if as_json:
        print(json.dumps(asdict(wanted) | {"folder": str(folder), "came": [str(path) for path in came]}))
        return
    print(f"{dataset}: {len(came)} of {len(wanted.files)} files fetched, all in {folder}")
    print(f"Repository: {wanted.repository} at {wanted.commit}")
    print(f"Licence: {wanted.licence}")
    say("Every file has the pinned sha256.", as_json)
