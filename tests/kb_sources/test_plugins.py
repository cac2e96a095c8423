"""A plug-in is a file; a wrong name says which names are right."""

import pytest

from kb_sources import plugins
from kb_sources.errors import PluginUnknown


def test_names_are_the_files_of_the_package() -> None:
    assert "catalogue" in plugins.names("kb_sources")


def test_an_unknown_name_tells_the_known_ones() -> None:
    with pytest.raises(PluginUnknown, match="catalogue"):
        plugins.load("kb_sources", "nonsense")


def test_a_dotted_name_loads_code_from_elsewhere() -> None:
    assert plugins.load("kb_sources", "json.decoder").__name__ == "json.decoder"


@pytest.mark.parametrize("name", ["good.csv", "bad/good.csv", "../x", "a..b", ".json", "catalogue.", ""])
def test_a_file_is_no_plug_in(name: str) -> None:
    with pytest.raises(PluginUnknown, match="has no plug-in"):
        plugins.load("kb_sources", name)


def test_a_missing_library_is_named() -> None:
    with pytest.raises(PluginUnknown, match="no_such_library"):
        plugins.load("kb_sources", "no_such_library.plugin")
