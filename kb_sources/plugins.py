"""Finds plug-ins: a plug-in is one module of a package, its file name is its configuration name.

It does not know what a plug-in does; every plug-in exposes `build(settings)`.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from kb_sources.errors import PluginUnknown


def names(package: str) -> tuple[str, ...]:
    """The plug-ins of a package (dotted name), sorted; nothing is imported but the package itself."""
    found = importlib.import_module(package)
    return tuple(sorted(m.name for m in pkgutil.iter_modules(found.__path__) if not m.name.startswith("_")))


def load(package: str, name: str) -> ModuleType:
    """The chosen plug-in's module; a dotted name loads code that lives elsewhere.

    Raises PluginUnknown with the names that exist.
    """
    dotted = "." in name and all(part.isidentifier() for part in name.split("."))
    unknown = PluginUnknown(
        f"{package} has no plug-in {name!r}.", hint=f"Choose one of: {', '.join(names(package))}."
    )
    if not dotted and name not in names(package):
        raise unknown
    try:
        return importlib.import_module(name if dotted else f"{package}.{name}")
    except ModuleNotFoundError as error:
        if dotted and f"{name}.".startswith(f"{error.name}."):
            raise unknown from error  # the module itself is not there
        raise PluginUnknown(
            f"The plug-in {name!r} of {package} needs the package {error.name!r}, which is not installed.",
            hint="Install the extra that brings it; README lists the extras.",
        ) from error
