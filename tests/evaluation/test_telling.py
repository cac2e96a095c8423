"""Every command reads the settings, and says which knowledge base they name."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from evaluation.cli import app
from kb_sources.errors import SettingsInvalid

COMMANDS = (
    ["compare", "a", "b"], ["gate", "a", "b"], ["cases", "check", "a.csv"], ["fetch"], ["perturb"],
    ["checker", "a.jsonl"], ["calibrate", "a.jsonl", "--out", "b"], ["run"], ["report", "a"],
    ["pilot", "a.csv"], ["cases", "from-feedback"], ["cases", "export"],
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_setting_ends_every_command_but_its_help(
    command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_FOO", "1")
    failed = CliRunner().invoke(app, command).exception
    assert isinstance(failed, SettingsInvalid)
    assert "KB_FOO" in str(failed)
    assert failed.exit_code == 2
    assert CliRunner().invoke(app, [*command, "--help"]).exit_code == 0


def test_the_knowledge_base_is_told_once_and_beside_the_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KB_DATA", str(tmp_path / "kb"))
    for command in (["run", "a.csv"], ["fetch"], *COMMANDS[:3], *COMMANDS[8:]):
        told = CliRunner().invoke(app, command)
        assert told.stderr.count(f"KB_DATA={tmp_path / 'kb'}") == 1, command
        assert "KB_DATA" not in told.stdout
    assert "KB_DATA" not in CliRunner().invoke(app, ["fetch", "--json"]).output


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_is_no_knowledge_base_of_any_command(
    command: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kb").write_text("mine", "utf-8")
    monkeypatch.setenv("KB_DATA", "kb")
    failed = CliRunner().invoke(app, command).exception
    assert isinstance(failed, SettingsInvalid)
    assert "is no folder" in str(failed)
    assert [path.name for path in tmp_path.iterdir()] == ["kb"]
