"""Settings: environment over file, unknown names refused, test variables left alone."""

from pathlib import Path

import pytest

from kb_sources.errors import SettingsInvalid
from kb_sources.settings import read_settings


def test_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "kb.toml"
    file.write_text('data = "/a"\ntenant = "shop"\n')
    settings = read_settings({"KB_DATA": "/b", "KB_TEST_KAFKA_URL": "x", "PATH": "y"}, file)
    assert (settings.data, settings.tenant) == (Path("/b"), "shop")
    assert settings.catalogue_url == "sqlite:////b/catalogue.db"


@pytest.mark.parametrize("environ", [{"KB_DTAA": "x"}, {"KB_TENANT": ""}])
def test_a_wrong_setting_is_named_with_the_right_ones(environ: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid, match=next(iter(environ))) as caught:
        read_settings(environ, tmp_path / "none.toml")
    assert "KB_DATA" in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "kb.toml"
    file.write_text("data = ")
    with pytest.raises(SettingsInvalid, match=r"kb\.toml"):
        read_settings({}, file)
