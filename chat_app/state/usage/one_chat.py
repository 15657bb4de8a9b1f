"""The usage of one chat, which its header leads to."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from chat_app.container import services
from chat_app.errors import NotFoundError
from chat_app.i18n import translate
from chat_app.services.chat.dto import Conversation
from chat_app.services.kernel.actor import Actor
from chat_app.state.usage.views import Option


async def since_it_began(actor: Actor, given: Mapping[str, str]) -> dict[str, str]:
    """All of a chat that is asked for without a period: what its header says is no sum of thirty days."""
    chat = await _chat(actor, given.get("chat", ""))
    if chat is None or "period" in given:
        return dict(given)
    return {**given, "period": "custom", "first": chat.created_at.date().isoformat()}


async def chat_option(actor: Actor, chat_id: str, language: str) -> dict[str, list[Option]]:
    """The name of the chat that is looked at; nothing for an empty id."""
    if not chat_id:
        return {}
    chat = await _chat(actor, chat_id)
    name = chat.title or translate("usage.untitled", language) if chat else translate("usage.gone_chat", language)
    return {"chat": [Option(chat_id, name)]}


async def _chat(actor: Actor, chat_id: str) -> Conversation | None:
    """None for one that is not there, or not theirs."""
    with suppress(NotFoundError):
        return await services().conversations.get(actor, chat_id) if chat_id else None
    return None
