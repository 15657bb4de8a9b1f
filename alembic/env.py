"""How Alembic runs: our own URL and metadata, types compared, never waiting long for a lock."""

from sqlalchemy import text
from sqlmodel import SQLModel

import chat_app.models  # noqa: F401  (fills the metadata)
from alembic import context
from chat_app.db import make_postgres_engine, make_sqlite_engine
from chat_app.models.search import is_full_text
from chat_app.settings import get_settings

LOCK_TIMEOUT = "5s"


def run() -> None:
    url = context.config.attributes.get("url") or get_settings().sqlalchemy_url
    sqlite = url.startswith("sqlite")
    engine = make_sqlite_engine(url, writes=True) if sqlite else make_postgres_engine(url)
    try:
        with engine.connect() as connection:
            if sqlite:
                # SQLite changes a table by copying it; dropping the old one must not take along what refers to it.
                connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
            else:
                connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
                connection.commit()
            context.configure(
                connection=connection,
                target_metadata=SQLModel.metadata,
                compare_type=True,
                render_as_batch=sqlite,
                include_name=lambda name, type_, _parents: not is_full_text(name, type_),
            )
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
    finally:
        engine.dispose()


run()
