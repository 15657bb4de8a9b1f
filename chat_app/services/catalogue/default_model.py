"""The model that answers where none was chosen."""

from __future__ import annotations

from typing import Protocol

from chat_app.services.accounts.dto import Preferences
from chat_app.services.kernel.actor import Actor


class Accounts(Protocol):
    """Knows what a person prefers."""

    async def preferences(self, actor: Actor) -> Preferences: ...


class Models(Protocol):
    """Knows whether a preferred model is still there, and which one is usual (the catalogue)."""

    async def default_model_id(self, actor: Actor, preferred: str = "", folder_id: str = "") -> str: ...
    async def require(self, actor: Actor, *model_ids: str) -> None: ...


class DefaultModel:
    """The person's own default model, else the catalogue's."""

    def __init__(self, accounts: Accounts, models: Models) -> None:
        self._accounts = accounts
        self._models = models

    async def default_model_id(self, actor: Actor, folder_id: str = "") -> str:
        """The id of the model, for a chat in this folder if any is named; raises `NotFoundError` for somebody who is gone."""
        preferences = await self._accounts.preferences(actor)
        return await self._models.default_model_id(actor, preferences.default_model_id, folder_id)

    async def require(self, actor: Actor, *model_ids: str) -> None:
        """Raise `NotFoundError` when one of these models does not exist for this person."""
        await self._models.require(actor, *model_ids)
