"""What a person sets for one chat: its system prompt and the parameters of its answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.catalogue.parameters import checked_parameters
from chat_app.services.chat import queries
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.instructions import system_prompt
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole

MAX_PROMPT = 100_000


class Cards(Protocol):
    """Knows models (the catalogue)."""

    async def get(self, actor: Actor, model_id: str) -> ModelCard: ...


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """The chat's own system prompt and parameters, and all that a model is told in the end."""

    system_prompt: str
    parameters: dict[str, Any]
    told: str


class ChatSettingsService:
    """Reads and writes them. Values are checked against the chat's model."""

    def __init__(self, db: Database, changes: ChangeFeed, cards: Cards) -> None:
        self._db = db
        self._changes = changes
        self._cards = cards

    async def get(self, actor: Actor, conversation_id: str) -> ChatSettings:
        """What is set for a chat; raises `NotFoundError`."""

        def load(session: Session) -> ChatSettings:
            row = queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            return ChatSettings(row.system_prompt, json.loads(row.parameters), system_prompt(session, actor, row))

        return await self._db.read(load)

    async def set_system_prompt(self, actor: Actor, conversation_id: str, text: str) -> None:
        """Say what the chat's answers are to follow; raises `NotFoundError` and `InvalidInputError`."""
        checked = checked_prompt(text)

        def save(session: Session) -> None:
            queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR).system_prompt = checked

        await self._save(actor, conversation_id, save)

    async def set_parameters(self, actor: Actor, conversation_id: str, values: Mapping[str, object], model_id: str = "") -> None:
        """Let these values hold and no others; raises `InvalidInputError` for one that the chat's model does not take.

        `model_id` is for a chat that has no model yet.
        """
        row = await self._db.read(lambda session: queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR))
        kept = checked_parameters(await self.card(actor, row.model_id or model_id), values)
        await self._store(actor, conversation_id, kept)

    async def set_parameter(self, actor: Actor, conversation_id: str, name: str, value: object, model_id: str = "") -> None:
        """Change one value, or go back to the model's own with None; what another model had stays as it is."""
        row = await self._db.read(lambda session: queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR))
        kept = {} if value is None else checked_parameters(await self.card(actor, row.model_id or model_id), {name: value})

        def save(session: Session) -> None:
            chat = queries.get_conversation(session, actor, conversation_id, lock=True, least=FolderRole.EDITOR)
            others = {key: each for key, each in json.loads(chat.parameters).items() if key != name}
            chat.parameters = json.dumps({**others, **kept})

        await self._save(actor, conversation_id, save)

    async def use_preset(self, actor: Actor, conversation_id: str, values: Mapping[str, object]) -> None:
        """Let the values of a preset hold, also those that the present model lacks: they are not sent to it."""
        await self._store(actor, conversation_id, values)

    async def card(self, actor: Actor, model_id: str) -> ModelCard:
        """The model whose limits hold; raises `NotFoundError`, and `ModelNotAllowedError` for one that their groups do not allow."""
        return await self._cards.get(actor, model_id)

    async def _store(self, actor: Actor, conversation_id: str, values: Mapping[str, object]) -> None:
        def save(session: Session) -> None:
            queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR).parameters = json.dumps(dict(values))

        await self._save(actor, conversation_id, save)

    async def _save(self, actor: Actor, conversation_id: str, save: Any) -> None:
        await self._db.write(save)
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, "conversation"))


def checked_prompt(text: str) -> str:
    """A system prompt as it is kept; raises `InvalidInputError`."""
    if len(text) > MAX_PROMPT:
        raise InvalidInputError("error.message_too_long", max=MAX_PROMPT)
    return text.strip()
