"""A command that reads the settings before it begins: an unknown one ends it, KB_DATA is told."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from evaluation.console import say
from kb_sources.settings import read_settings

_TELLS_ITSELF = ("run", "pilot", "report", "gate")  # as it opens the knowledge base


class TellingCommand(TyperCommand):
    """Raises SettingsInvalid. --help reads nothing."""

    def invoke(self, ctx: Any) -> Any:
        settings = read_settings()
        if ctx.info_name not in _TELLS_ITSELF or ctx.params.get("new"):  # a gate of two runs opens nothing
            say(f"KB_DATA={settings.data.resolve()}", ctx.params.get("as_json", False))
        return super().invoke(ctx)
