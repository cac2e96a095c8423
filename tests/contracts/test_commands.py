"""Every file of evaluation/commands: a command of its own name, whose help teaches."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from evaluation.cli import COMMANDS, app
from kb_sources.plugins import load, names

GROUPS = [name for name in names(COMMANDS) if hasattr(load(COMMANDS, name), "group")]


@pytest.mark.parametrize("name", names(COMMANDS))
def test_help_teaches(name: str) -> None:
    module = load(COMMANDS, name)
    below = [[name, c.name or ""] for c in module.group.registered_commands] if name in GROUPS else [[name]]
    for command in below:
        done = CliRunner().invoke(app, [*command, "--help"])
        assert done.exit_code == 0
        assert "Example" in done.output


def test_a_command_is_named_as_its_file() -> None:
    assert sorted(get_command(app).commands) == sorted(names(COMMANDS))  # type: ignore[attr-defined]


def test_the_door_opens_without_what_only_some_commands_need() -> None:
    code = "import sys, evaluation.cli; print(*sorted({'matplotlib', 'ir_measures'} & set(sys.modules)))"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
