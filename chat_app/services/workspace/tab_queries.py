"""The SQL of the tab strip. Everything takes the actor and filters by it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func
from sqlmodel import Session, col, select

from chat_app.models import Conversation, DeskTab
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights_queries import may_read
from chat_app.services.workspace.queries import RUNNING, UNREAD

TabRow = tuple[DeskTab, Conversation, bool, bool]


def _living(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """A tab shows nothing of a chat that is in the trash, or that its person may not read any more."""
    return (col(Conversation.deleted_at).is_(None), may_read(Conversation, actor.user_id))


def list_tabs(session: Session, actor: Actor) -> Sequence[TabRow]:
    """The open tabs in their order, pinned ones first, each with whether an answer runs and whether one is unread."""
    statement = (
        select(DeskTab, Conversation, RUNNING, UNREAD)
        .join(Conversation, col(Conversation.id) == DeskTab.conversation_id)
        .where(DeskTab.owner_id == actor.user_id, col(DeskTab.closed_at).is_(None), *_living(actor))
        .order_by(col(DeskTab.pinned).desc(), col(DeskTab.position), col(DeskTab.conversation_id))
    )
    return session.exec(statement).all()


def list_closed(session: Session, actor: Actor) -> Sequence[DeskTab]:
    """The tabs that can be opened again, the one closed last first."""
    statement = (
        select(DeskTab)
        .join(Conversation, col(Conversation.id) == DeskTab.conversation_id)
        .where(DeskTab.owner_id == actor.user_id, col(DeskTab.closed_at).is_not(None), *_living(actor))
        .order_by(col(DeskTab.closed_at).desc(), col(DeskTab.position).desc())
    )
    return session.exec(statement).all()


def count_closed(session: Session, actor: Actor) -> int:
    statement = (
        select(func.count())
        .select_from(DeskTab)
        .join(Conversation, col(Conversation.id) == DeskTab.conversation_id)
        .where(DeskTab.owner_id == actor.user_id, col(DeskTab.closed_at).is_not(None), *_living(actor))
    )
    return session.exec(statement).one()


def find_tab(session: Session, actor: Actor, conversation_id: str) -> DeskTab | None:
    """The tab of a chat, also a closed one."""
    return session.get(DeskTab, (actor.user_id, conversation_id))


def forget_tabs(session: Session, actor: Actor, conversation_ids: Sequence[str]) -> None:
    """Delete the tabs of these chats; the chats stay."""
    session.exec(delete(DeskTab).where(col(DeskTab.owner_id) == actor.user_id, col(DeskTab.conversation_id).in_(conversation_ids)))


def is_unread(session: Session, conversation_id: str) -> bool:
    """Whether an answer ended after the chat's person last looked at it."""
    return bool(session.exec(select(UNREAD).select_from(Conversation).where(Conversation.id == conversation_id)).first())
