"""The two databases that tests run on."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import Any

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine, create_engine, text
from sqlmodel import SQLModel

import chat_app.models  # noqa: F401  (fills the metadata)
from chat_app.db import make_postgres_engine, make_sqlite_engine


def empty_postgres(url: str) -> None:
    """Take every row out of the database, for the next test.

    Much faster than TRUNCATE with forty tables. The role of a replica sets foreign keys and triggers aside for it,
    the one that protects the audit log among them.
    """
    statements = [f'DELETE FROM "{table.name}"' for table in SQLModel.metadata.sorted_tables if table.name != "audit_head"]
    statements.append("UPDATE audit_head SET seq = 0, hash = '', pruned_seq = 0, pruned_hash = ''")
    with _engine(url).begin() as connection:
        connection.execute(text("SET lock_timeout = '10s'"))
        connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text("; ".join(statements)))


@lru_cache
def _engine(url: str) -> Engine:
    """One connection for the whole run: a new one would read about all tables first, which takes longer than emptying them."""
    return create_engine(url, pool_size=1)


def try_at_random(url: str, machine: Any, examples: int, steps: int) -> Counter[str]:
    """Let Hypothesis work on a database with a state machine made of an engine and of a counter; what it counted.

    The machine commits nothing, so each example finds the database as it was.
    """
    engine = make_sqlite_engine(url, writes=True) if url.startswith("sqlite") else make_postgres_engine(url)
    done: Counter[str] = Counter()
    chosen = settings(max_examples=examples, stateful_step_count=steps, deadline=None, print_blob=True, database=None)
    try:
        run_state_machine_as_test(lambda: machine(engine, done), settings=chosen)
    finally:
        engine.dispose()
    return done
