"""`kb-eval`: does it tell the truth? Every file of evaluation/commands is a command of its own name."""

from __future__ import annotations

import sys

import typer
from rich.markup import escape

from evaluation.console import ERR
from kb_sources.errors import FixciteError
from kb_sources.plugins import load, names

COMMANDS = "evaluation.commands"


def build() -> typer.Typer:
    """The command line: a file's `command` is a command, its `group` (a Typer) one with commands below."""
    app = typer.Typer(
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
            app.command(name)(module.command)
    return app


app = build()


def main() -> None:
    """The door: errors become one line and an exit code, never a traceback."""
    try:
        app()
    except FixciteError as error:
        ERR.print(f"[red]✗[/red] {escape(str(error))}", highlight=False)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        ERR.print("Stopped. Nothing was written.")
        sys.exit(130)
