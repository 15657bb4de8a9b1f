"""The tables as migrations make them: up, down, and equal to the models."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlmodel import SQLModel

from chat_app.db import migrate
from chat_app.models.search import is_full_text


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("postgres_url")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS migrations"))
        connection.execute(text("CREATE DATABASE migrations"))
    engine.dispose()
    return url.replace("/postgres?", "/migrations?")


def is_ours(name: str | None, type_: str, _parents: object) -> bool:
    return not is_full_text(name, type_)


def test_up_matches_the_models_and_down_leaves_nothing(empty_url: str) -> None:
    migrate(empty_url)
    engine = create_engine(empty_url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_ours})
            assert compare_metadata(context, SQLModel.metadata) == []
        migrate(empty_url, "base")
        assert inspect(engine).get_table_names() == ["alembic_version"]
        migrate(empty_url)
        assert "turns" in inspect(engine).get_table_names()
    finally:
        engine.dispose()


def test_changing_a_table_keeps_what_refers_to_it(empty_url: str) -> None:
    migrate(empty_url, "+1")
    engine = create_engine(empty_url)
    try:
        with engine.begin() as connection:
            now = "2026-01-01 00:00:00"
            connection.execute(text(f"INSERT INTO users VALUES ('u', '', 'owner', '', '', 'system', '', '{now}')"))
            connection.execute(
                text(
                    "INSERT INTO conversations (id, owner_id, title, title_by_user, model_id, draft, created_at, updated_at)"
                    f" VALUES ('c', 'u', 'Chat', false, '', '', '{now}', '{now}')"
                )
            )
            connection.execute(
                text(
                    "INSERT INTO messages (id, conversation_id, role, text, reasoning, reasoning_ms, status, model_id, error_key, created_at)"
                    f" VALUES ('m', 'c', 'user', 'Hello', '', 0, 'complete', '', '', '{now}')"
                )
            )
        for revision in ("head", "0001", "head"):
            migrate(empty_url, revision)
            with engine.connect() as connection:
                assert connection.execute(text("SELECT text FROM messages")).scalars().all() == ["Hello"]
                assert connection.execute(text("SELECT title FROM conversations")).scalars().all() == ["Chat"]
    finally:
        engine.dispose()
