"""Which documents a chat's answers are found in: what its row says, checked against what people may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.llm.port import TokenUsage
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.catalogue.pricing import cost_nano
from chat_app.services.chat import queries as chat_queries
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.citations import queries
from chat_app.services.citations.dto import ChatKnowledge, PinnedDocument
from chat_app.services.citations.scoping import checked_scope
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole
from chat_app.services.retrieval.scopes import Scope, read_scope, scope_text


class Cards(Protocol):
    """Knows models (the catalogue)."""

    async def card(self, actor: Actor, model_id: str) -> ModelCard | None: ...


class ChatKnowledgeService:
    """Reads and writes it."""

    def __init__(self, db: Database, changes: ChangeFeed, cards: Cards) -> None:
        self._db = db
        self._changes = changes
        self._cards = cards

    async def get(self, actor: Actor, conversation_id: str) -> ChatKnowledge:
        """Where the answers of a chat are found; raises `NotFoundError`."""

        def load(session: Session) -> tuple[str, ChatKnowledge]:
            chat = chat_queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            return chat.model_id, _shown(session, actor, read_scope(chat.knowledge), chat.folder_id or "")

        model_id, shown = await self._db.read(load)
        return replace(shown, pinned=await self._with_costs(actor, model_id, shown.pinned))

    async def of_new_chat(self, actor: Actor, scope: Scope, folder_id: str, model_id: str) -> ChatKnowledge:
        """The same for a chat that has not begun."""
        shown = await self._db.read(lambda session: _shown(session, actor, scope, folder_id))
        return replace(shown, pinned=await self._with_costs(actor, model_id, shown.pinned))

    async def set(self, actor: Actor, conversation_id: str, scope: Scope) -> ChatKnowledge:
        """Let answers be found there from now on; raises `NotFoundError`, `DocumentNotFoundError` for what the actor may not read.

        Documents that somebody else chose and the actor may not read stay chosen: they do not see them.
        """

        def save(session: Session) -> None:
            chat = chat_queries.get_conversation(session, actor, conversation_id, lock=True, least=FolderRole.EDITOR)
            chat.knowledge = scope_text(checked_scope(session, actor, scope, read_scope(chat.knowledge)))

        await self._db.write(save)
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, "conversation"))
        return await self.get(actor, conversation_id)

    async def _with_costs(self, actor: Actor, model_id: str, pinned: list[PinnedDocument]) -> list[PinnedDocument]:
        card = await self._cards.card(actor, model_id) if pinned and model_id else None
        if card is None or card.price is None:
            return pinned
        return [replace(each, cost_nano=cost_nano(card.price, TokenUsage(input=each.tokens))) for each in pinned]


def _shown(session: Session, actor: Actor, scope: Scope, folder_id: str) -> ChatKnowledge:
    open_to: Mapping[str, models.Document] = queries.list_readable(session, actor, {*scope.document_ids, *scope.pinned_ids})
    pinned = [PinnedDocument(id_, open_to[id_].name, open_to[id_].tokens) for id_ in scope.pinned_ids if id_ in open_to]
    return ChatKnowledge(
        kind=scope.kind,
        document_ids=tuple(id_ for id_ in scope.document_ids if id_ in open_to),
        pinned_ids=tuple(each.id for each in pinned),
        rewrite=scope.rewrite,
        pinned=pinned,
        documents=queries.count_in_scope(session, actor, scope, folder_id),
    )
