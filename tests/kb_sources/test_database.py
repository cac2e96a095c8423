"""Migrations: a fresh database equals the tables the code believes in; a second start changes nothing."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kb_sources.database import connect
from kb_sources.errors import SettingsInvalid
from kb_sources.schema import metadata


def test_migrations_and_schema_agree(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/catalogue.db"
    connect(url).dispose()
    engine = connect(url)
    with engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), metadata) == []
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_a_wrong_url_is_a_setting_error() -> None:
    with pytest.raises(SettingsInvalid, match="KB_DATABASE_URL"):
        connect("nonsense")
