"""SQL of the news about answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from chat_app.models import Conversation, Turn, TurnStatus
from chat_app.services.chat.queries import BESIDE_THE_CHAT
from chat_app.services.kernel.actor import Actor


def running_turn_ids(session: Session, actor: Actor) -> frozenset[str]:
    """The actor's turns that run now and write an answer into a chat."""
    statement = select(Turn.id).where(
        Turn.status == TurnStatus.RUNNING, Turn.owner_id == actor.user_id, col(Turn.kind).not_in(BESIDE_THE_CHAT)
    )
    return frozenset(session.exec(statement).all())


def ended_by_themselves(session: Session, actor: Actor, turn_ids: Collection[str]) -> Sequence[tuple[Turn, Conversation]]:
    """Those of the turns that came to an end which nobody asked for, with their chats; the trash is left out."""
    statement = (
        select(Turn, Conversation)
        .join(Conversation, col(Conversation.id) == Turn.conversation_id)
        .where(
            col(Turn.id).in_(turn_ids),
            Turn.owner_id == actor.user_id,
            col(Turn.status).in_([TurnStatus.COMPLETE, TurnStatus.FAILED, TurnStatus.INTERRUPTED]),
            col(Conversation.deleted_at).is_(None),
        )
        .order_by(col(Turn.id))
    )
    return session.exec(statement).all()
