"""Opens the project's database and brings its tables up to date. It knows no table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event

from kb_sources.errors import SettingsInvalid


def connect(url: str) -> Engine:
    """An engine with the tables migrated to the newest version.

    SQLite runs in WAL mode with synchronous=FULL: what was committed survives a power cut.
    Raises SettingsInvalid when the URL cannot be used.
    """
    try:
        engine = create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
    except Exception as error:
        raise SettingsInvalid(
            f"KB_DATABASE_URL cannot be used: {error}.", hint="Example: sqlite:///var/catalogue.db"
        ) from error
    if engine.dialect.name == "sqlite":
        _tame_sqlite(engine)
    migrate(engine)
    return engine


def migrate(engine: Engine) -> None:
    """Run the migrations that this database has not seen; nothing happens when it is up to date."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _tame_sqlite(engine: Engine) -> None:
    # pysqlite's own transaction handling starts late and takes no write lock: two writers would both read,
    # then one fails at its first write. BEGIN IMMEDIATE queues them instead.
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
