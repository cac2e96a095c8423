"""`kb-ask`: one question from the command line, asked back on a terminal. It parses, asks and prints."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

import httpx
import typer
from rich.console import Console
from rich.markup import escape

from api.preview import preview
from api.replay import replay
from api.turn import AskRequest
from api.wire import answer_json, replayed_json
from api.wiring import Service, build
from ingest.counter import problem_of
from ingest.owner import Held, hold_or_reach
from kb_sources.errors import FixciteError, PhotoRejected, SettingsInvalid, SourceUnavailable
from kb_sources.settings import read_settings

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
_out = Console(soft_wrap=True)
_err = Console(stderr=True, soft_wrap=True)
Answer = dict[str, Any]
_COLOURS = {"answer": "green", "clarify": "cyan", "refuse": "yellow", "handoff": "magenta"}
_MOST_TURNS = 5


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="What is wrong, in Chinese or English.")] = "",
    photo: Annotated[list[Path] | None, typer.Option(help="A picture of the device; up to four.")] = None,
    product: Annotated[str, typer.Option(help="The device, when you know it.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the Answer as JSON.")] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Show what was searched and found, and how each statement was checked."
        ),
    ] = False,
    show_request: Annotated[
        bool,
        typer.Option(
            "--show-request", help="Print what a vision-language model would be sent, and ask nothing."
        ),
    ] = False,
    replay_id: Annotated[
        str,
        typer.Option("--replay", metavar="ID", help="Ask an earlier answer's question again and compare."),
    ] = "",
) -> None:
    """Ask the manuals. Every statement printed was checked against the page it cites.

    Examples: `kb-ask "我的手机打不开，怎么办？" --product N7` ·
    `kb-ask "what does this code mean" --photo panel.jpg` · `kb-ask --replay ans_0123456789abcdef`

    Exit code 0: an action came back (answer, clarify, refuse, handoff) · 1: it failed · 2: usage or settings.
    """
    if not question and not photo and not replay_id:
        raise SettingsInvalid("Nothing to ask.", hint='Try: kb-ask "手机黑屏怎么办"')
    with _answerer() as answerer:
        if replay_id:
            _show_replayed(answerer.replay(replay_id), as_json)
        request = AskRequest(question, tuple(_photo(p) for p in photo or ()), product or None)
        if show_request:
            _show_request(answerer.preview(request), as_json)
        answer = answerer.ask(request)
        for _ in range(_MOST_TURNS):
            if as_json or answer["action"] != "clarify" or not sys.stdin.isatty():
                break
            _print(answer)
            said = typer.prompt("?")
            answer = answerer.ask(AskRequest(said, conversation_id=answer["conversation_id"]))
        if as_json:
            print(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            _print(answer)
        if explain:
            _explain(answerer.trail(answer["id"]))
            _explain_claims(answer)


def _photo(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PhotoRejected(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from error


def _print(answer: Answer) -> None:
    colour = _COLOURS[answer["action"]]
    _out.print(
        f"[{colour}]{answer['action']}[/{colour}] · {answer['mode']} · {answer['id']}", highlight=False
    )
    _out.print(escape(answer["text"]), highlight=False)
    for number, option in enumerate(answer.get("clarify", {}).get("options", ()), start=1):
        _out.print(f"  {number}. {escape(option['label'])}", highlight=False)
    for citation in answer["citations"]:
        pages = ", ".join(_page(place) for place in citation["places"])
        source = f"{citation['manual']['title']} ({citation['manual']['source_name']})"
        revision = f", rev. {citation['edition']['revision']}" if citation["edition"]["revision"] else ""
        _out.print(
            f"[dim]\\[{citation['n']}][/dim] {escape(source)}{escape(revision)}, {pages}", highlight=False
        )
    for dropped in answer["dropped"]:
        _out.print(
            f"[dim]not said: {escape(dropped['text'])} — {escape(dropped['reason'])}[/dim]", highlight=False
        )


def _page(place: Mapping[str, Any]) -> str:
    label = place["page_label"]
    return f"p. {place['page']}" + (f" (printed {label})" if label and label != str(place["page"]) else "")


def _explain(trail: Mapping[str, Any]) -> None:
    _err.print(f"question: {trail['question']} · product: {trail['product']} · codes: {trail['codes']}")
    if trail["photo_text"]:
        _err.print(f"read in the photo: {escape(trail['photo_text'])}")
    for seen in trail.get("described", ()):
        said = " · ".join(x for x in (seen["shows"], seen["symptom"], *seen["codes"]) if x)
        _err.print(f"seen in the photo, a hint only: {escape(said)}", highlight=False)
    if trail.get("fault"):
        _err.print(f"the model was of no use: {escape(trail['fault'])}", highlight=False)
    for w in trail["widened"]:
        _err.print(f"widened by {w['concept']}: {w['matched']} → {', '.join(w['added'])}", highlight=False)
    for rank, hit in enumerate(trail["hits"], start=1):
        where = f"{hit['source_name']} p. {hit['pages']} {' › '.join(hit['section'])}"
        found = f"{rank:2}. score {hit['score']:.3f} coverage {hit['coverage']:.2f} {hit['kind']:7}"
        told = " · tells what to do about it" if hit.get("told") else ""
        _err.print(f"{found} {where} by {'+'.join(hit['found_by'])}{told}", highlight=False, markup=False)


def _explain_claims(answer: Answer) -> None:
    for claim in answer["claims"]:
        marks = "".join(f"[{n}]" for n in claim["citations"])
        _err.print(f"{claim['id']} {claim['text']} {marks}", highlight=False, markup=False)
        for check in claim["verdict"]["checks"]:
            score = "" if check["score"] is None else f" {check['score']:.2f}"
            mark = "✓" if check["passed"] else "✗"
            told = f"  {mark} {check['check']}{score}: {check['reason']}"
            _err.print(told, highlight=False, markup=False)


def _show_replayed(told: Mapping[str, Any], as_json: bool) -> None:
    changed = told["changed"]
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print(told["now"])
        _out.print(
            "[green]the same answer[/green]"
            if not changed
            else f"[yellow]changed: {', '.join(changed)}[/yellow]"
        )
    raise typer.Exit(1 if changed else 0)


def _show_request(told: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        raise typer.Exit
    if not told["requests"]:
        _out.print("Nothing was found, so no model would be asked.")
    for request in told["requests"]:
        sampling = ", ".join(f"{name} {value}" for name, value in request["sampling"].items())
        _out.rule(
            f"{request['use']} · {request['prompt_version']} · at most {request['tokens_at_most']} tokens"
        )
        _out.print(f"[dim]{sampling}[/dim]", highlight=False)
        for message in request["messages"]:
            _out.print(f"[bold]{message['role']}[/bold]")
            for part in message["content"]:
                _out.print(
                    part["text"] if part["type"] == "text" else _picture(part), markup=False, highlight=False
                )
        for passage in request.get("passages", ()):
            where = f"{passage['id']} {passage['manual']}, p. {', '.join(map(str, passage['pages']))}"
            _out.print(f"{where} ({passage['kind']}, {passage['tokens']} tokens)", style="dim", markup=False)
        if request.get("left_out"):
            _out.print(f"no room for {', '.join(request['left_out'])}", style="dim")
    raise typer.Exit


def _picture(part: Mapping[str, Any]) -> str:
    size = f"{part['width']}x{part['height']} → {part['sent_width']}x{part['sent_height']} pixels"
    return f"<{part['name']}: {part['kind']}, {part['bytes']} bytes, {size}, {part['tokens']} tokens>"


class Answerer(Protocol):
    """Where questions go: this process, or the service that owns the knowledge base."""

    def ask(self, request: AskRequest) -> Answer: ...
    def trail(self, answer_id: str) -> Answer: ...
    def replay(self, answer_id: str) -> Answer: ...
    def preview(self, request: AskRequest) -> Answer: ...


@dataclass(frozen=True, slots=True)
class _Own:
    service: Service

    def ask(self, request: AskRequest) -> Answer:
        return answer_json(self.service.ask(request))

    def trail(self, answer_id: str) -> Answer:
        return dict(self.service.audit.trail(answer_id))

    def replay(self, answer_id: str) -> Answer:
        return replayed_json(replay(answer_id, self.service.ask, self.service.audit))

    def preview(self, request: AskRequest) -> Answer:
        return preview(self.service.ask, request, self.service.settings.vlm_prompt_tokens)


@dataclass(frozen=True, slots=True)
class _Remote:
    client: httpx.Client

    def ask(self, request: AskRequest) -> Answer:
        return self._call("POST", "/ask", json=_body(request))

    def trail(self, answer_id: str) -> Answer:
        return self._call("GET", f"/answers/{answer_id}/trail")

    def replay(self, answer_id: str) -> Answer:
        return self._call("POST", f"/answers/{answer_id}/replay")

    def preview(self, request: AskRequest) -> Answer:
        return self._call("POST", "/ask/preview", json=_body(request))

    def _call(self, method: str, path: str, **content: Any) -> Answer:
        try:
            response = self.client.request(method, path, **content)
        except httpx.HTTPError as error:
            raise SourceUnavailable(
                f"kb-serve at {self.client.base_url} does not answer: {error}."
            ) from error
        if not response.is_success:
            raise problem_of(response)
        told: Answer = response.json()
        return told


@contextmanager
def _answerer() -> Iterator[Answerer]:
    settings = read_settings()
    _err.print(f"KB_DATA={settings.data.resolve()}", style="dim", highlight=False)
    with hold_or_reach(settings.data) as holder:
        if isinstance(holder, Held):
            service = build(settings)
            try:
                yield _Own(service)
            finally:
                service.stop()
            return
        headers = {"Authorization": f"Bearer {holder.token}", "Accept": "application/json"}
        with httpx.Client(base_url=holder.url, headers=headers, timeout=300) as client:
            yield _Remote(client)


def _body(request: AskRequest) -> dict[str, Any]:
    photos = [{"data": base64.b64encode(data).decode()} for data in request.photos]
    body = {
        "question": request.question,
        "photos": photos,
        "product": request.product,
        "language": request.language,
        "conversation_id": request.conversation_id,
        "limit": request.limit,
    }
    return {k: v for k, v in body.items() if v}


def main() -> None:
    """The door: errors become one line and an exit code, never a traceback."""
    try:
        app()
    except FixciteError as error:
        _err.print(f"[red]✗[/red] {escape(str(error))}", highlight=False)
        sys.exit(error.exit_code)
