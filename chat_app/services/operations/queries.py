"""All SQL of operations: counts over everybody, and facts about the database itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from chat_app.models import Attachment, Conversation, Group, LoginSession, Message, Turn, TurnStatus, User
from chat_app.services.operations.dto import Figures

LIVING = (col(User.deleted_at).is_(None), col(User.suspended_at).is_(None))


def read_figures(session: Session, today: datetime) -> Figures:
    """`today` is the midnight before now."""
    by_role = select_columns(col(User.role), func.count()).where(*LIVING).group_by(col(User.role))
    roles: dict[str, int] = {row[0]: row[1] for row in session.execute(by_role)}
    tokens, cost = spent_since(session, today)
    return Figures(
        people=sum(roles.values()),
        people_by_role=roles,
        suspended=count(session, User, col(User.suspended_at).is_not(None), col(User.deleted_at).is_(None)),
        active_today=active_since(session, today),
        groups=count(session, Group),
        chats=count(session, Conversation, col(Conversation.deleted_at).is_(None)),
        chats_today=count(session, Conversation, col(Conversation.created_at) >= today),
        messages_today=count(session, Message, col(Message.created_at) >= today),
        turns_running=count(session, Turn, col(Turn.status) == TurnStatus.RUNNING),
        turns_waiting=count(session, Turn, col(Turn.status) == TurnStatus.QUEUED),
        tokens_today=tokens,
        cost_nano_today=cost,
        cost_nano_this_month=spent_since(session, today.replace(day=1))[1],
    )


def spent_since(session: Session, since: datetime) -> tuple[int, int]:
    """Tokens, and their price in nano-dollars, of everybody."""
    tokens = func.coalesce(func.sum(col(Turn.tokens_in) + col(Turn.tokens_out)), 0)
    cost = func.coalesce(func.sum(col(Turn.cost_nano)), 0)
    row = session.execute(select_columns(tokens, cost).where(col(Turn.created_at) >= since)).one()
    return int(row[0]), int(row[1])


def active_since(session: Session, since: datetime) -> int:
    """How many people used a session."""
    people = func.count(func.distinct(col(LoginSession.user_id)))
    return session.execute(select_columns(people).where(col(LoginSession.last_seen_at) >= since)).scalar_one()


def count(session: Session, table: type, *conditions: object) -> int:
    return session.execute(select_columns(func.count()).select_from(table).where(*conditions)).scalar_one()  # type: ignore[arg-type]


def blobs_bytes(session: Session) -> int:
    """What the files of all people take, each content once."""
    sizes = select_columns(func.max(col(Attachment.size)).label("size")).group_by(col(Attachment.sha256)).subquery()
    return int(session.execute(select_columns(func.coalesce(func.sum(sizes.c.size), 0))).scalar_one())


def database_size(session: Session, *, sqlite: bool) -> int:
    """In bytes."""
    if not sqlite:
        return int(session.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages, size = session.execute(text("PRAGMA page_count")).scalar_one(), session.execute(text("PRAGMA page_size")).scalar_one()
    return int(pages) * int(size)


def database_version(session: Session, *, sqlite: bool) -> str:
    """Such as "SQLite 3.45.1"."""
    if sqlite:
        return f"SQLite {session.execute(text('SELECT sqlite_version()')).scalar_one()}"
    return f"PostgreSQL {str(session.execute(text('SHOW server_version')).scalar_one()).partition(' ')[0]}"
