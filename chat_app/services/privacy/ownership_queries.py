"""Which rows of the database belong to a person: found from the foreign keys, so that no new table is forgotten."""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, Table, or_, select
from sqlmodel import SQLModel

import chat_app.models  # noqa: F401  (fills the metadata)

USERS = "users"
BUDGETS = ("budgets", "budget_periods", "budget_uses")
"""Without a foreign key on people: their budgets may belong to groups as well. Deleted by hand, the last one first."""


@cache
def owned_tables() -> tuple[str, ...]:
    """The tables whose rows go with their person, the person's own first, then what hangs on what."""
    found: list[str] = [USERS]
    for table in SQLModel.metadata.sorted_tables:
        if table.name != USERS and _parent_column(table, found) is not None:
            found.append(table.name)
    return (*found, *BUDGETS)


def rows_of(name: str, user_id: str) -> ColumnElement[bool]:
    """The condition of the rows in the table `name` that belong to a person."""
    table = SQLModel.metadata.tables[name]
    if name == USERS:
        return table.c.id == user_id
    if name in BUDGETS:
        return _of_budget(table, user_id)
    column = _parent_column(table, owned_tables())
    assert column is not None  # noqa: S101  (asked for owned tables only)
    parent = next(iter(column.foreign_keys)).column
    if parent.table.name == USERS:
        return column == user_id
    return column.in_(select(parent).where(rows_of(parent.table.name, user_id)))


def _of_budget(table: Table, user_id: str) -> ColumnElement[bool]:
    """Their own budgets, those that are set for them, and what they used of a group's."""
    if table.name == "budgets":
        return or_(table.c.owner_id == user_id, (table.c.scope == "user") & (table.c.scope_id == user_id))
    budgets = SQLModel.metadata.tables["budgets"]
    return or_(table.c.subject_id == user_id, table.c.budget_id.in_(select(budgets.c.id).where(_of_budget(budgets, user_id))))


def _parent_column(table: Table, known: tuple[str, ...] | list[str]) -> ColumnElement[str] | None:
    """The column that says whose a row is, at best the person directly, else what it goes with."""
    keys = [key for key in table.foreign_keys if key.ondelete == "CASCADE" and key.column.table.name in known and key.column.table != table]
    keys.sort(key=lambda key: (key.column.table.name != USERS, key.parent.name))
    return keys[0].parent if keys else None
