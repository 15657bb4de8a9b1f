"""The SQL of a project's figures. Whoever calls it has asked for the folders that the actor may read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, literal
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import Budget, Conversation, Document, Folder, Message, MessageSource, UsageCall
from chat_app.services.budgets.dto import Scope

DEPTH = 50


def folder_tree(session: Session, folder_id: str) -> list[str]:
    """A folder and all that lie in it. Who may read the folder may read these."""
    start = select_columns(col(Folder.id), literal(1).label("depth")).where(col(Folder.id) == folder_id).cte("inside", recursive=True)
    below = select_columns(col(Folder.id), start.c.depth + 1).where(
        col(Folder.parent_id) == start.c.id, col(Folder.deleted_at).is_(None), start.c.depth < DEPTH
    )
    return list(session.execute(select_columns(start.union_all(below).c.id)).scalars())


def usage_by_day(session: Session, folder_ids: Sequence[str], since: date, until: date) -> Sequence[Any]:
    """Day, model, calls, tokens in and out, and what people were asked for it, of calls that were made in these folders."""
    sums = (func.count(), func.sum(col(UsageCall.tokens_in)), func.sum(col(UsageCall.tokens_out)))
    statement = (
        select_columns(col(UsageCall.day), col(UsageCall.model_id), *sums, func.sum(func.coalesce(col(UsageCall.sale_nano), 0)))
        .where(col(UsageCall.folder_id).in_(folder_ids), col(UsageCall.day) >= since, col(UsageCall.day) <= until)
        .group_by(col(UsageCall.day), col(UsageCall.model_id))
        .order_by(col(UsageCall.day), col(UsageCall.model_id))
    )
    return session.execute(statement).all()


def list_budgets(session: Session, folder_ids: Sequence[str], owner_id: str) -> Sequence[Budget]:
    """What the owner set for these folders."""
    statement = select(Budget).where(Budget.owner_id == owner_id, Budget.scope == Scope.FOLDER, col(Budget.scope_id).in_(folder_ids))
    return session.exec(statement.order_by(col(Budget.period), col(Budget.id))).all()


def latest_chats(session: Session, folder_ids: Sequence[str], limit: int) -> Sequence[Any]:
    """Id, title and time of the chats with the latest activity."""
    statement = (
        select_columns(col(Conversation.id), col(Conversation.title), col(Conversation.updated_at))
        .where(col(Conversation.folder_id).in_(folder_ids), col(Conversation.deleted_at).is_(None), col(Conversation.archived_at).is_(None))
        .order_by(col(Conversation.updated_at).desc(), col(Conversation.id).desc())
        .limit(limit)
    )
    return session.execute(statement).all()


def count_files(session: Session, folder_ids: Sequence[str]) -> dict[str, int]:
    """How many documents are in which state."""
    statement = select_columns(col(Document.state), func.count()).where(
        col(Document.folder_id).in_(folder_ids), col(Document.deleted_at).is_(None)
    )
    return {state: count for state, count in session.execute(statement.group_by(col(Document.state))).all()}  # noqa: C416


def most_cited(session: Session, folder_ids: Sequence[str], limit: int) -> Sequence[Any]:
    """The documents of these folders to which most answers in their chats refer: id, name and how many answers."""
    answers = func.count(col(MessageSource.message_id).distinct())
    statement = (
        select_columns(col(Document.id), col(Document.name), answers)
        .join(MessageSource, col(MessageSource.document_id) == col(Document.id))
        .join(Message, col(Message.id) == col(MessageSource.message_id))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(
            col(Document.folder_id).in_(folder_ids),
            col(Document.deleted_at).is_(None),
            col(MessageSource.cited).is_(True),
            col(Conversation.folder_id).in_(folder_ids),
        )
        .group_by(col(Document.id), col(Document.name))
        .order_by(answers.desc(), col(Document.name), col(Document.id))
        .limit(limit)
    )
    return session.execute(statement).all()
