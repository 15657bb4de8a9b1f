"""How each engine finds the entries that match: FTS5 by its own table, PostgreSQL among the newest rows and by its index."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, cast, column, literal_column, table
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col

from chat_app.models import SearchEntry
from chat_app.services.kernel.actor import Actor
from chat_app.services.search.candidates import Reach, Wanted
from chat_app.services.search.entry_queries import COLUMNS, is_postgres
from chat_app.services.search.expression import LATER_MARK, Expression, one

# FTS5's table has no model; its hidden column of the same name takes the expression.
FULL_TEXT = table("search_index", column("rowid"), column("search_index"))
NEWEST = 2_000
"""On PostgreSQL so many entries are looked through before the index is asked."""
NEVER = "set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true)"
STEER = f"SELECT {NEVER}, set_config('enable_mergejoin', 'off', true), set_config('enable_indexscan', '%s', true)"
"""On PostgreSQL, until the transaction ends: the rows of what is found are looked up one by one, until there are enough."""
_ENTRY = (
    col(SearchEntry.id),
    col(SearchEntry.owner_id),
    col(SearchEntry.kind),
    col(SearchEntry.conversation_id),
    col(SearchEntry.message_id),
    col(SearchEntry.attachment_id),
)


def sqlite_matches(expression: Expression) -> Any:
    # The sum keeps SQLite from beginning with the other table, which takes a hundred times as long.
    same = col(SearchEntry.id) == FULL_TEXT.c.rowid + literal_column("0")
    statement = select_columns(FULL_TEXT.c.rowid.label("id"), *_ENTRY[1:]).join_from(FULL_TEXT, SearchEntry, same)
    return statement.where(FULL_TEXT.c.search_index.op("MATCH")(expression.for_sqlite())).subquery("found")


def postgres_newest(actor: Actor, wanted: Wanted, most: int) -> Any:
    """The newest entries of a person are read, and those that match are kept."""
    statement = (
        select_columns(*_ENTRY, col(SearchEntry.stems))
        .where(*own(SearchEntry, actor, wanted))
        .order_by(col(SearchEntry.id).desc())
        .limit(NEWEST)
    )
    newest = statement.cte("newest").prefix_with("MATERIALIZED")
    matches = select_columns(*(newest.c[name] for name in COLUMNS[:-1])).where(newest.c.stems.op("@@")(_tsquery(wanted.expression)))
    return matches.order_by(newest.c.id.desc()).limit(most).subquery("found")


def postgres_matches(wanted: Wanted) -> Any:
    """All that the index finds, newest first.

    The inner query asks nothing else, so that no other way to the rows looks better than the index; the offset keeps the order from
    being mixed with the look-ups that follow, which end as soon as there are enough.
    """
    matching = select_columns(_ENTRY[0]).where(col(SearchEntry.stems).op("@@")(_tsquery(wanted.expression)))
    found = matching.cte("matching").prefix_with("MATERIALIZED")
    ids = (
        select_columns(found.c.id).where(*_in_span(found.c, wanted)).order_by(found.c.id.desc()).offset(literal_column("0")).subquery("ids")
    )
    return select_columns(ids.c.id, *_ENTRY[1:]).join_from(ids, SearchEntry, col(SearchEntry.id) == ids.c.id).subquery("found")


def list_waiting_files(session: Session, limit: int) -> list[str]:
    """The ids of everybody's files whose texts are not in the index yet."""
    waiting = Expression((one(LATER_MARK),))
    if is_postgres(session):
        session.connection().exec_driver_sql(STEER % "off")
        found = select_columns(col(SearchEntry.attachment_id)).where(col(SearchEntry.stems).op("@@")(_tsquery(waiting)))
    else:
        found = select_columns(sqlite_matches(waiting).c.attachment_id)
    return list(session.execute(found.limit(limit)).scalars())


def own(entries: Any, actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [_whose(entries, actor, wanted.reach)]
    conditions.append(entries.kind == "chat" if wanted.titles else entries.kind != "chat")
    return [*conditions, *_in_span(entries, wanted)]


def _whose(entries: Any, actor: Actor, reach: Reach) -> ColumnElement[bool]:
    return entries.owner_id.in_([actor.user_id, *sorted(reach.owner_ids)]) if reach.owner_ids else entries.owner_id == actor.user_id


def _in_span(entries: Any, wanted: Wanted) -> list[ColumnElement[bool]]:
    return [entries.id >= wanted.span[0], entries.id < wanted.span[1]] if wanted.span else []


def _tsquery(expression: Expression) -> Any:
    return cast(expression.for_postgres(), TSQUERY)
