"""One transcript of each use of a vision-language model, from a run of the service with the miniature.

    KB_TEST_GRADIO=PYTHON-WITH-GRADIO python benchmarks/transcripts.py > docs/miniature.md

A real checkpoint of Qwen3-VL's architecture gets the real prompts and pictures; it was fitted to say just
this (tests/acceptance/miniature_teacher.py): the way is shown, and nothing of what a Qwen3-VL says.
Without KB_TEST_GRADIO the Gradio that `make test` installed is used.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from transcript_commands import Stage, quoted, sections

from kb_sources.samples.gold_html import FOLDER
from tests.acceptance import miniature_teacher as teacher
from tests.acceptance.miniature_teacher import QUESTIONS, ask, service_of
from vlm import prompts
from vlm.miniature.building import miniature
from vlm.recording import Entry, read_recording

if TYPE_CHECKING:
    from api.wiring import Service

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

`python benchmarks/transcripts.py` wrote this page: nothing on it was typed by hand. The model is the
miniature: half a million weights of Qwen3-VL's architecture, **fitted to exactly these answers**. Template,
pixels, generation, HTTP, parsing and checks are the real ones. Long texts are cut in the middle.

Of reading, routing, figures, photo, drafting, repair and judging it shows that a scanned page was routed to
the model, read, described, asked about, answered and judged, and that every answer passed the gate. It cannot
show how well a Qwen3-VL reads, sees, drafts and judges: `make verify-qwen` does, where weights are. Nor speed
and memory (`make bench-gpu`), nor vLLM, SGLang, llama.cpp and DashScope, which serve no miniature here. What
each of the other uses cannot show stands beside it.
"""


def main() -> None:
    folder = miniature(teacher.lessons(), tell=lambda words: print(words, file=sys.stderr))
    with tempfile.TemporaryDirectory() as scratch:
        recording = Path(scratch) / "said.jsonl"
        settings = {"vlm_name": str(folder), "vlm_revision": "fitted", "vlm_recording": str(recording)}
        with service_of(Path(scratch), vlm_model="transformers_local", **settings) as service:
            replies = [ask(service, wanted.question) for wanted in QUESTIONS]
            ask(service, "怎么办？", photo=teacher.PHOTO)
            routed = _routed(service)
        entries = read_recording(recording)
        stage = Stage(folder, Path(scratch) / "data", Path(scratch))
        photo = (FOLDER / "photos" / teacher.PHOTO).read_bytes()
        commands = [*sections(stage, [wanted.question for wanted in QUESTIONS], photo, _gradio())]
    print(HEAD)
    print(f"## Routing\n\nWhat ingest noted of the scanned page:\n\n{quoted(routed)}\n")
    for version, use in _USES.items():
        said = [entry for entry in entries if entry.version.startswith(version)]
        if not said:
            raise SystemExit(f"The run never asked for {version}.")
        print(_transcript(use, said[-1] if version == prompts.JUDGE else said[0]))
    print("## What the client gets\n")
    for wanted, reply in zip(QUESTIONS, replies, strict=True):
        print(f"**{wanted.question}** ({reply.mode})\n\n{quoted(reply.text, _LONG)}\n")
    print("\n".join(commands))


def _routed(service: Service) -> str:
    (edition,) = service.catalogue.editions("default")
    page = service.desk.page(edition.id, 1)
    asked = page.consulted
    if asked is None:
        raise SystemExit("The page was not routed to the model.")
    return "\n".join(
        (
            f"page 1: {page.route}, {page.reason}",
            f"asked the model because: {asked.why}",
            *(f"attempt: {attempt}" for attempt in asked.attempts),
            f"{asked.state}: {asked.outcome}",
        )
    )


def _gradio() -> Path | None:
    named = Path(os.environ.get("KB_TEST_GRADIO", Path(sys.prefix) / "webui" / "bin" / "python"))
    return named if named.exists() else None


def _transcript(use: str, entry: Entry) -> str:
    lines = [f"## {use} (`{entry.version}`)\n"]
    for turn in entry.request["turns"]:
        parts = "\n".join(_part(part) for part in turn["parts"])
        lines.append(f"`{turn['role']}`\n\n{quoted(parts, _LONG)}\n")
    answer = getattr(entry.outcome, "text", repr(entry.outcome))
    return "\n".join([*lines, f"**Qwen3-VL, the miniature:**\n\n{quoted(answer, _LONG)}\n"])


def _part(part: Any) -> str:
    return part if isinstance(part, str) else f"[picture, {part['width']} x {part['height']} pixels]"


if __name__ == "__main__":
    main()
