"""`make verify-qwen`: what a real model does with every use, as a report and a recording to replay.

`python -m evaluation.verify_qwen` asks the model of KB_VLM_* (a checkpoint in a folder, or a server) to read
ten sample pages, describe ten photos, answer the samples' questions and judge 200 statements.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from api.wiring import Service
from evaluation import report, verification
from evaluation.console import ERR, say, stages
from evaluation.datasets.samples import Samples
from evaluation.judging import judge, load_scorers
from evaluation.run import ask_all
from evaluation.scorer import ScorerSettings
from evaluation.summary import summarise
from evaluation.telling import tell
from evaluation.truth import TrueManual, read_truth
from evaluation.verification import PagePicture, Part, Progress, SamplePhoto
from evaluation.wiring import Stand, add_manuals, open_stand, settings_for
from kb_sources.errors import FixciteError, SettingsInvalid
from kb_sources.manual import Language
from kb_sources.settings import Settings, read_settings
from vlm.describing import Describer
from vlm.model import Picture, VisionModel
from vlm.recording import Entry, read_recording
from vlm.wiring import judge_of

PAGES, PHOTOS, STATEMENTS = 10, 10, 200
_SAME = ("norvik-n7-repair-en.pdf", "norvik-n7-repair-zh.pdf")  # one content in two languages
_SHOWN = 1500  # characters of a transcript
JUDGES = ("decisions", "json_judge")  # those that ask the model
PARTS = ("vision", "pages", "photos", "answers", "statements")

Out = Annotated[Path, typer.Option(help="Folder of the report and the recording.")]
Only = Annotated[list[str] | None, typer.Option(help=f"One use alone; may be repeated: {', '.join(PARTS)}.")]
Limit = Annotated[int, typer.Option(min=0, help="At most so many pages, questions and so on; 0: all.")]


def command(
    out: Out = Path("docs/qwen3vl"),
    only: Only = None,
    limit: Limit = 0,
    seconds: Annotated[float, typer.Option(min=1, help="For one page, photo or ten statements.")] = 300.0,
) -> None:
    """Show what the model of KB_VLM_* does with every use, and keep a recording of it.

    It needs real weights: KB_VLM_NAME with the folder of a checkpoint, or KB_VLM_URL and KB_VLM_NAME of a
    server. Writes OUT/<model>@<revision>.md, and OUT/<model>@<revision>.jsonl, which KB_VLM_MODEL=recorded
    replays. The recording holds the samples' texts and the model's replies; no key and no picture.

    Exit code 0: every use was shown, whatever the scores · 1: the model failed at some · 2: settings.
    """
    unknown = sorted(set(only or ()) - set(PARTS))
    if unknown:
        raise SettingsInvalid(
            f"There is no use {', '.join(unknown)}.", hint=f"Choose of: {', '.join(PARTS)}."
        )
    tell(read_settings(), quiet=False)
    settings = chosen(read_settings())
    stem = out / title_of(settings).replace("/", "--").replace(" ", "_")
    recording = stem.with_name(f"{stem.name}.jsonl")
    aside = recording.with_name(f"{recording.name}.part")  # an old recording stays until this one is whole
    aside.unlink(missing_ok=True)
    settings = settings_for(settings, "samples").model_copy(
        update={"vlm_recording": str(aside), "vlm_reads": "never"}
    )
    with open_stand(settings) as stand, stages(False) as progress:
        parts = list(verify(stand, tuple(only or PARTS), limit, seconds, progress))
    entries = read_recording(aside)
    aside.replace(recording)
    page = stem.with_name(f"{stem.name}.md")
    page.write_text(written(title_of(settings), parts, entries), "utf-8")
    print(page.read_text("utf-8"))
    say(f"Written to {page} and {recording} ({len(entries)} requests)", False)
    raise typer.Exit(1 if any(part.failed for part in parts) else 0)


def chosen(settings: Settings) -> Settings:
    """The settings with the kind of model that name and address call for. Raises SettingsInvalid."""
    if settings.vlm_model != "none":
        return settings
    if settings.vlm_url:
        return settings.model_copy(update={"vlm_model": "openai_http"})
    if settings.vlm_name:
        return settings.model_copy(update={"vlm_model": "transformers_local"})
    raise SettingsInvalid(
        "There is no model to verify: this needs real weights, and none come with the project.",
        hint="Set KB_VLM_NAME to the folder of a Qwen3-VL checkpoint, or KB_VLM_URL and KB_VLM_NAME to a "
        "server of one; docs/serving.md tells how to start it.",
    )


def title_of(settings: Settings) -> str:
    name = settings.vlm_name.rstrip("/")
    name = Path(name).name if Path(name).is_dir() else name
    return f"{name or settings.vlm_model}@{settings.vlm_revision or 'unnamed'}"


def verify(
    stand: Stand, uses: Sequence[str], limit: int, seconds: float, progress: Progress
) -> Iterator[Part]:
    """The parts in order; a model that does not see is asked nothing more."""
    service = stand.service
    if service is None or service.workshop.vlm is None:
        raise SettingsInvalid("Another process owns KB_DATA/datasets/samples.", hint="Stop it first.")
    model, samples, name = service.workshop.vlm, Samples(), service.settings.vlm_name
    truth = samples.truth or Path()
    if "vision" in uses:
        part = verification.vision(model, name, seconds)
        yield part
        if part.failed:
            return
    if {"pages", "answers"} & set(uses):
        files = [line.file.name for line in samples.manuals()]
        add_manuals(
            service, samples, progress=lambda f: progress(f"preparing {f}", files.index(f), len(files))
        )
    if "pages" in uses:
        pages = list(islice(sample_pages(service, truth), limit or PAGES))
        yield verification.reading(model, pages, seconds, progress)
    if "photos" in uses:
        photos = sample_photos(service, truth)[: limit or PHOTOS]
        yield verification.describing(Describer(model).describe, photos, seconds, progress)
    if "answers" in uses:
        yield answering(stand, samples, limit, progress)
    if "statements" in uses:
        manuals = read_truth(truth)
        one, other = (manuals[file] for file in _SAME)
        cases = verification.statements(one, other, limit or STATEMENTS)
        yield from judged(service.settings, model, cases, seconds, progress)


def judged(
    settings: Settings,
    model: VisionModel,
    cases: Sequence[verification.Judged],
    seconds: float,
    progress: Progress,
) -> Iterator[Part]:
    """Every judge that asks the model."""
    for name in JUDGES:
        try:
            judge_ = judge_of(settings.model_copy(update={"vlm_judge": name}), model)
        except FixciteError as error:
            yield Part(f"Statements judged ({name})", f"Not shown: {error}")
            continue
        part = verification.judging(judge_, cases, seconds, progress)
        yield Part(f"{part.name} ({name})", part.text, part.failed)


def answering(stand: Stand, samples: Samples, limit: int, progress: Progress) -> Part:
    """The samples' questions through the deployed service, scored as `kb-eval run samples` scores them."""
    cases = samples.cases()
    cases = cases[:limit] if limit else cases
    results = ask_all(cases, stand.door, lambda done: progress("questions", done, len(cases)))
    about = {"source": "samples", "cases": len(cases), "when": "", "asked": stand.asked}
    modes = [result.answer.get("mode", "") for result in results if result.answer]
    about |= {"modes": ", ".join(f"{m} {modes.count(m)}" for m in sorted(set(modes))) or "none"}
    about |= {"photos": "shown", "absent": [], "dataset": "samples", "without_check": "", "spoiled": 0.0}
    summary = summarise(about, judge(cases, results, load_scorers(ScorerSettings(samples.truth))))
    text = re.sub(r"^#", "##", report.to_markdown(summary), flags=re.MULTILINE)
    return Part("Questions answered", text, sum(bool(result.error) for result in results))


def sample_pages(service: Service, truth: Path) -> Iterator[PagePicture]:
    manuals = read_truth(truth)
    raw = json.loads(truth.read_text("utf-8"))["manuals"]
    media = {name: {p["page"]: p["medium"] for p in manual["pages"]} for name, manual in raw.items()}
    live = service.catalogue.live(service.settings.tenant).values()
    editions = {edition.source_name: edition.id for _, edition in live}
    there: dict[str, TrueManual] = {name: manual for name, manual in manuals.items() if name in editions}
    for name, page in verification.pages_worth_reading(there, media):
        printed = [line.text for line in there[name].lines[page]]
        yield PagePicture(f"{name} p. {page}", service.desk.picture(editions[name], page), printed)


def sample_photos(service: Service, truth: Path) -> list[SamplePhoto]:
    """Those that may be shown to a model, in English; then from the first on in Chinese."""
    raw: Mapping[str, Any] = json.loads(truth.read_text("utf-8"))["photos"]
    found: list[SamplePhoto] = []
    languages: tuple[Language, ...] = ("en", "zh")
    for language in languages:
        for name, told in raw.items():
            photo = service.ask.understanding.clean((truth.parent / "photos" / name).read_bytes())
            if photo.stored:
                picture = Picture(photo.jpeg, photo.width, photo.height, name, "image/jpeg")
                found.append(SamplePhoto(name, picture, told["words"], language))
    return found


def written(title: str, parts: Sequence[Part], entries: Sequence[Entry]) -> str:
    """The report: each use with its numbers, then one transcript of each kind of request."""
    spent = sum(entry.seconds for entry in entries)
    lines = [
        f"# {title}",
        f"Written by `make verify-qwen` on {datetime.now(UTC):%Y-%m-%d}: {len(entries)} requests, "
        f"{spent:.0f} s of the model's time. The samples are ours and fictitious. For the questions, pages "
        "were read by text layer or OCR; the model wrote, described and judged.",
    ]
    for part in parts:
        failed = f"\n\n{part.failed} not answered." if part.failed else ""
        lines.append(f"## {part.name}\n\n{part.text.strip()}{failed}")
    lines.append("## Transcripts")
    lines += [_transcript(version, entry) for version, entry in _first_of_each(entries).items()]
    return "\n\n".join(lines) + "\n"


def _first_of_each(entries: Sequence[Entry]) -> dict[str, Entry]:
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.version, entry)
    return first


def _transcript(version: str, entry: Entry) -> str:
    said: list[str] = []
    for turn in entry.request["turns"]:
        for part in turn["parts"]:
            told = part if isinstance(part, str) else f"[picture {part['width']}x{part['height']}]"
            said.append(f"{turn['role']}: {_cut(told)}")
    outcome = entry.outcome
    reply = f"{type(outcome).__name__}: {outcome}" if isinstance(outcome, Exception) else outcome.text
    fence = "~" * 8
    body = "\n".join(said)
    return f"### {version or 'no version'}\n\n{fence}\n{body}\n\nmodel: {_cut(reply)}\n{fence}"


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"


def main() -> None:
    """The door: errors become one line and an exit code, never a traceback."""
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(command)
    try:
        app()
    except FixciteError as error:
        ERR.print(f"✗ {error}", style="red", highlight=False, markup=False)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
