"""Triggers that keep rows: what was written once is not changed, and what is kept is not deleted. For migrations."""

from __future__ import annotations

SQLITE_KEPT = """CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} BEGIN
    SELECT RAISE(ABORT, '{table} cannot be deleted');
END"""
SQLITE_APPENDED = (
    SQLITE_KEPT,
    """CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} BEGIN
        SELECT RAISE(ABORT, '{table} cannot be changed');
    END""",
    # INSERT OR REPLACE deletes without asking a trigger of deletion.
    """CREATE TRIGGER {table}_added BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) BEGIN
        SELECT RAISE(ABORT, '{table} has this row');
    END""",
)
POSTGRES_KEPT = (
    "CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER {table}_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change()",
)
POSTGRES_APPENDED = (
    *POSTGRES_KEPT,
    "CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


def kept(dialect: str, table: str) -> tuple[str, ...]:
    """Statements after which rows of a table cannot be deleted."""
    return _of(POSTGRES_KEPT if dialect == "postgresql" else (SQLITE_KEPT,), table)


def appended(dialect: str, table: str, same: str) -> tuple[str, ...]:
    """Statements after which rows of a table are only added; `same` tells, in SQL, that a row is the `new` one already."""
    return _of(POSTGRES_APPENDED if dialect == "postgresql" else SQLITE_APPENDED, table, same)


def _of(statements: tuple[str, ...], table: str, same: str = "") -> tuple[str, ...]:
    return tuple(statement.format(table=table, same=same) for statement in statements)
