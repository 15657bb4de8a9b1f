"""Who a message that waited acts for when its turn comes: rights may have been taken in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from chat_app.errors import NotAllowedError
from chat_app.services.access import queries as access_queries
from chat_app.services.chat import queries
from chat_app.services.kernel.actor import Actor


def actor_of_waiting(session: Session, actor: Actor, turn_id: str, now: datetime) -> Actor:
    """`actor` as of now, with the key with which the message was sent.

    Raises `NotAllowedError` when the account is closed or the key is worth nothing any more.
    """
    turn = queries.get_turn(session, actor, turn_id)
    if not access_queries.may_act(session, actor.user_id, turn.api_key_id, now):
        raise NotAllowedError
    return replace(actor, policy=access_queries.policy_of(session, actor.user_id), api_key_id=turn.api_key_id)
