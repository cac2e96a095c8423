"""One transcript of each use of a vision-language model, from a run of the service with the miniature.

    python benchmarks/transcripts.py > docs/miniature.md

A real checkpoint of Qwen3-VL's architecture gets the real prompts and pictures; it was fitted to say just
this (tests/acceptance/miniature_teacher.py): the way is shown, and nothing of what a Qwen3-VL says.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.acceptance import miniature_teacher as teacher
from tests.acceptance.miniature_teacher import QUESTIONS, ask, service_of
from vlm import prompts
from vlm.miniature.building import miniature
from vlm.recording import Entry, read_recording

_USES = {
    "read-html": "Reading a page",
    "figure": "Describing a figure",
    prompts.DESCRIBE: "Looking at a customer's photo",
    prompts.DRAFT: "Drafting",
    prompts.REPAIR: "Repairing a draft that the gate held back",
    prompts.JUDGE: "Judging a reworded claim",
}
_LONG = 900  # characters of a text that are shown, half of them from its end
HEAD = """# What Qwen3-VL is asked, and what comes back

`python benchmarks/transcripts.py` wrote this page. The model is the miniature: half a million weights of
Qwen3-VL's architecture, **fitted to exactly these answers**. Template, pixels, generation, parsing and checks
are the real ones; nothing here tells what a Qwen3-VL says. That, and the speed, memory and quality of any
real checkpoint, could not be shown without its weights: `make verify-qwen` does, where they are. Long texts
are cut in the middle.
"""


def main() -> None:
    folder = miniature(teacher.lessons(), tell=lambda words: print(words, file=sys.stderr))
    with tempfile.TemporaryDirectory() as scratch:
        recording = Path(scratch) / "said.jsonl"
        settings = {"vlm_name": str(folder), "vlm_revision": "fitted", "vlm_recording": str(recording)}
        with service_of(Path(scratch), vlm_model="transformers_local", **settings) as service:
            replies = [ask(service, wanted.question) for wanted in QUESTIONS]
            ask(service, "怎么办？", photo=teacher.PHOTO)
        entries = read_recording(recording)
    print(HEAD)
    for version, use in _USES.items():
        said = [entry for entry in entries if entry.version.startswith(version)]
        if not said:
            raise SystemExit(f"The run never asked for {version}.")
        print(_transcript(use, said[-1] if version == prompts.JUDGE else said[0]))
    print("## What the client gets\n")
    for wanted, reply in zip(QUESTIONS, replies, strict=True):
        print(f"**{wanted.question}** ({reply.mode})\n\n{_quoted(reply.text)}\n")


def _transcript(use: str, entry: Entry) -> str:
    lines = [f"## {use} (`{entry.version}`)\n"]
    for turn in entry.request["turns"]:
        parts = "\n".join(_part(part) for part in turn["parts"])
        lines.append(f"`{turn['role']}`\n\n{_quoted(parts)}\n")
    answer = getattr(entry.outcome, "text", repr(entry.outcome))
    return "\n".join([*lines, f"**Qwen3-VL, the miniature:**\n\n{_quoted(answer)}\n"])


def _part(part: Any) -> str:
    return part if isinstance(part, str) else f"[picture, {part['width']} x {part['height']} pixels]"


def _quoted(text: str) -> str:
    short = text if len(text) <= _LONG else f"{text[: _LONG // 2]}\n[…]\n{text[-_LONG // 2 :]}"
    return f"~~~\n{short}\n~~~"


if __name__ == "__main__":
    main()
