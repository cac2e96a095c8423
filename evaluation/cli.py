"""`kb-eval`: does it tell the truth? Every file of evaluation/commands is a command of its own name."""

from __future__ import annotations

import sys
from typing import Any

import typer
from rich.markup import escape
from typer.core import TyperGroup

from evaluation.console import ERR
from evaluation.telling import TellingCommand
from kb_sources.errors import FixciteError
from kb_sources.plugins import load, names

COMMANDS = "evaluation.commands"
_STOPPED = 130


class _Stoppable(TyperGroup):
    """Says what Ctrl-C left behind, where the command told it; typer alone would end without a word."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stopped:
            ERR.print(str(stopped) or "Stopped.", markup=False, highlight=False)
            raise typer.Exit(_STOPPED) from stopped


def build() -> typer.Typer:
    """The command line: a file's `command` is a command, its `group` (a Typer) one with commands below."""
    app = typer.Typer(
        cls=_Stoppable,
        help="Ask the deployed service questions whose answers are known, and score what comes back.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for name in names(COMMANDS):
        module = load(COMMANDS, name)
        if hasattr(module, "group"):
            app.add_typer(module.group, name=name)
        else:
            app.command(name, cls=TellingCommand)(module.command)
    return app


app = build()


def main() -> None:
    """The door: errors become one line and an exit code, never a traceback."""
    try:
        app()
    except FixciteError as error:
        _failed(str(error), error.exit_code)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        told = error.strerror or str(error) or type(error).__name__
        _failed(f"{where}{told}. Is it there, yours to read and write, and is there room?", 1)
    except KeyboardInterrupt:
        _failed("Stopped.", _STOPPED)


def _failed(told: str, code: int) -> None:
    ERR.print(f"[red]✗[/red] {escape(told)}", highlight=False)
    sys.exit(code)
