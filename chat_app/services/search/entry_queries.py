"""The SQL that writes the index."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

# Every turn runs these: the driver takes them as they are, which saves two thirds of their time.
COLUMNS = ("id", "owner_id", "conversation_id", "message_id", "attachment_id", "kind", "stems")
ADD = f"INSERT INTO search_entries ({', '.join(COLUMNS)}) VALUES (%s) ON CONFLICT (id) DO NOTHING"  # noqa: S608  (no value stands in it)
FORGET = {
    "chat": "DELETE FROM search_entries WHERE conversation_id = {} AND kind = 'chat'",
    "message": "DELETE FROM search_entries WHERE message_id = {} AND kind = 'message'",
    "file": "DELETE FROM search_entries WHERE attachment_id = {}",
}
DRIVERS = {"sqlite": ("?", "?"), "postgresql": ("%s", "%s::tsvector")}
"""How a driver writes a parameter, and a vector."""
ADDING = {name: ADD % ", ".join([*[mark] * (len(COLUMNS) - 1), vector]) for name, (mark, vector) in DRIVERS.items()}
FORGETTING = {name: {kind: statement.format(mark) for kind, statement in FORGET.items()} for name, (mark, _) in DRIVERS.items()}


def is_postgres(session: Session) -> bool:
    return session.connection().dialect.name == "postgresql"


def add_entry(session: Session, values: Mapping[str, object]) -> bool:
    """Write a row; False when its place is taken."""
    connection = session.connection()
    return connection.exec_driver_sql(ADDING[connection.dialect.name], tuple(values[name] for name in COLUMNS)).rowcount == 1


def forget_entry(session: Session, kind: str, identifier: str) -> None:
    """Delete the row of a chat, message or file."""
    connection = session.connection()
    connection.exec_driver_sql(FORGETTING[connection.dialect.name][kind], (identifier,))
