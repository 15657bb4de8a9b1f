"""Services are tested on a real SQLite file and a real PostgreSQL server."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from chat_app.db import Database, migrate


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server for the whole run, from the `pgserver` wheel."""
    pgserver = pytest.importorskip("pgserver")
    folder = Path(tempfile.mkdtemp(prefix="parley-pg-"))
    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_database(postgres_url: str) -> str:
    migrate(postgres_url)
    return postgres_url


@pytest.fixture(params=["sqlite", "postgres"])
def db(request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        shutil.copy(empty_database, tmp_path / "test.db")
        database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    else:
        url = request.getfixturevalue("postgres_database")
        _empty(url)
        database = Database(url)
    yield database
    database.close()


def _empty(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("SET lock_timeout = '10s'"))
        # `secrets`, `groups` and the like hang on nobody.
        connection.execute(text("TRUNCATE users, groups, secrets, site_settings, announcements, erasures, audit_entries CASCADE"))
        connection.execute(text("UPDATE audit_head SET seq = 0, hash = '', pruned_seq = 0, pruned_hash = ''"))
    engine.dispose()
