"""Who pays for a call: whoever makes it, unless the folder of the chat says that its owner does."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.services.budgets import queries, rules
from chat_app.services.kernel.actor import Actor


def payer_of(session: Session, actor: Actor, folder_id: str) -> str:
    """The id of the person whose wallet pays for what the actor calls in a chat of this folder (empty for none)."""
    return rules.payer_of(actor.user_id, [folder for _, folder in queries.folder_path(session, folder_id)])
