"""What people set for single models, as the catalogue asks for it."""

from __future__ import annotations

from typing import Protocol

from chat_app.services.catalogue.dto import ModelCard


class ByHand(Protocol):
    """Knows what was set (services/model_settings). A model that is off, or for others only, is None."""

    @property
    def ready(self) -> bool:
        """Whether what administrators set is known."""
        ...

    async def sync(self, user_id: str) -> None:
        """Know what was set a few seconds ago."""
        ...

    def for_all(self, user_id: str, card: ModelCard, *, listed: bool) -> ModelCard | None:
        """What administrators made of it; `listed` says whether its provider's list names it."""
        ...

    def for_person(self, user_id: str, card: ModelCard, *, own: bool, listed: bool) -> ModelCard | None:
        """What the person made of it; `own` says whether the provider is theirs."""
        ...


class NothingByHand:
    """Nothing was set."""

    ready = True

    async def sync(self, user_id: str) -> None:
        """Nothing to read."""

    def for_all(self, user_id: str, card: ModelCard, *, listed: bool) -> ModelCard | None:  # noqa: ARG002
        return card

    def for_person(self, user_id: str, card: ModelCard, *, own: bool, listed: bool) -> ModelCard | None:  # noqa: ARG002
        return card
