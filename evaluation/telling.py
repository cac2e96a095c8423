"""The one way in which a command says which knowledge base it uses: before it begins, beside the data."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

from evaluation.console import say
from kb_sources.errors import SettingsInvalid
from kb_sources.settings import Settings, read_settings


def tell(settings: Settings, quiet: bool) -> None:
    """Raises SettingsInvalid where KB_DATA is a file."""
    say(f"KB_DATA={settings.data.resolve()}", quiet)
    if settings.data.exists() and not settings.data.is_dir():
        raise SettingsInvalid(f"KB_DATA={settings.data} is no folder.", hint="Name the knowledge base's.")


class TellingCommand(TyperCommand):
    """Tells before anything is done. Raises SettingsInvalid, for an unknown setting too. --help reads
    nothing."""

    def invoke(self, ctx: Any) -> Any:
        tell(read_settings(), ctx.params.get("as_json", False))
        return super().invoke(ctx)
