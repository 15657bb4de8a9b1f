"""Services are tested on a real SQLite file and a real PostgreSQL server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_app.db import Database
from tests.databases import empty_postgres


@pytest.fixture(params=["sqlite", "postgres"])
def db(request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        shutil.copy(empty_database, tmp_path / "test.db")
        database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    else:
        url = request.getfixturevalue("postgres_database")
        empty_postgres(url)
        database = Database(url)
    yield database
    database.close()
