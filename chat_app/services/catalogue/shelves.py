"""The providers that somebody sees: those of the environment, those of the platform, their own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from chat_app.errors import AppError
from chat_app.integrations.llm.port import LlmGateway, ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.kernel.clock import Clock

READ_AGAIN = timedelta(seconds=5)
"""For how long a change made by another process may go unnoticed."""
RETIREMENT = timedelta(hours=1)
"""Answers that run when a provider is changed still come through the old connection; none runs longer."""
MOST_OWNERS = 1_000
UNKNOWN_REGION = "unknown"
_PLATFORM = ""


class Rows(Protocol):
    """Knows the providers that were set up in Parley (services/providers)."""

    async def load(self, owner_id: str) -> Sequence[ProviderConfig]:
        """Those that work, of a person or ("") of the platform."""
        ...

    async def blocked_regions(self) -> frozenset[str]:
        """Where no data may be sent."""
        ...

    async def margin_points(self) -> int:
        """Hundredths of a percent on top of what the platform's providers take."""
        ...


class NoRows:
    """There are none but those of the environment."""

    async def load(self, owner_id: str) -> Sequence[ProviderConfig]:  # noqa: ARG002
        return ()

    async def blocked_regions(self) -> frozenset[str]:
        return frozenset()

    async def margin_points(self) -> int:
        return 0


@dataclass(eq=False, slots=True)
class Shelf:
    """A provider with its models as last listed."""

    config: ProviderConfig
    owner_id: str = ""
    """Whose own provider it is; empty for one of the platform."""
    infos: list[ModelInfo] = field(default_factory=list)
    """Its models as it told them."""
    cards: dict[str, ModelCard] = field(default_factory=dict)
    """By the models' ids, in the order of the list."""
    edition: int = 0
    """Of the prices that the cards show."""
    due_at: datetime | None = None
    error: AppError | None = None
    gateway: LlmGateway | None = None
    task: asyncio.Task[None] | None = None
    """That lists its models."""


@dataclass(slots=True)
class _Owned:
    shelves: dict[str, Shelf] = field(default_factory=dict)
    read_at: datetime | None = None


class Shelves:
    """All shelves, by who sees them. Rows are read when they were not for a few seconds, or have changed."""

    def __init__(self, fixed: Iterable[ProviderConfig], rows: Rows, clock: Clock) -> None:
        self._fixed = {config.id: Shelf(config) for config in fixed}
        self._rows = rows
        self._clock = clock
        self._owned: dict[str, _Owned] = {}
        self._blocked: frozenset[str] = frozenset()
        self.margin_points = 0
        self._retired: list[tuple[datetime, LlmGateway]] = []

    async def sync(self, user_id: str) -> None:
        """Know what the platform and this person have set up."""
        for owner_id in {_PLATFORM, user_id}:
            owned = self._owned.get(owner_id)
            if owned is None or owned.read_at is None or owned.read_at + READ_AGAIN <= self._clock():
                await self._read(owner_id)

    def of(self, user_id: str) -> list[Shelf]:
        """What this person sees, as last read."""
        owned = [self._owned.get(owner_id) for owner_id in ((_PLATFORM, user_id) if user_id else (_PLATFORM,))]
        rows = [shelf for each in owned if each for shelf in each.shelves.values()]
        return [shelf for shelf in [*self._fixed.values(), *rows] if (shelf.config.region or UNKNOWN_REGION) not in self._blocked]

    def find(self, user_id: str, slug: str) -> Shelf | None:
        """The provider with this slug, if this person sees it."""
        return next((shelf for shelf in self.of(user_id) if shelf.config.id == slug), None)

    def forget(self, owner_id: str = _PLATFORM) -> None:
        """Read the rows of a person, or of the platform, anew before the next answer: they have changed."""
        if owned := self._owned.get(owner_id):
            owned.read_at = None

    def gateways(self) -> list[LlmGateway]:
        """All that were made, also those that nothing new goes through."""
        shelves = [*self._fixed.values(), *(shelf for owned in self._owned.values() for shelf in owned.shelves.values())]
        return [*(shelf.gateway for shelf in shelves if shelf.gateway), *(gateway for _since, gateway in self._retired)]

    async def _read(self, owner_id: str) -> None:
        now = self._clock()
        configs = await self._rows.load(owner_id)
        if owner_id == _PLATFORM:
            self._blocked, self.margin_points = await self._rows.blocked_regions(), await self._rows.margin_points()
        owned = self._owned.pop(owner_id, _Owned())
        kept = {config.id: _unchanged(owned.shelves.get(config.id), config, owner_id) for config in configs}
        self._retire(shelf for slug, shelf in owned.shelves.items() if kept.get(slug) is not shelf)
        # Last in the order of the dict, so that those who came long ago are first to be forgotten.
        self._owned[owner_id] = _Owned(kept, now)
        self._forget_the_absent()
        await self._close_retired()

    def _forget_the_absent(self) -> None:
        for owner_id in list(self._owned)[: max(0, len(self._owned) - MOST_OWNERS)]:
            if owner_id != _PLATFORM:
                self._retire(self._owned.pop(owner_id).shelves.values())

    def _retire(self, shelves: Iterable[Shelf]) -> None:
        self._retired += [(self._clock(), shelf.gateway) for shelf in shelves if shelf.gateway]

    async def _close_retired(self) -> None:
        old = [entry for entry in self._retired if entry[0] + RETIREMENT <= self._clock()]
        self._retired = [entry for entry in self._retired if entry not in old]
        for _since, gateway in old:
            await gateway.close()


def _unchanged(shelf: Shelf | None, config: ProviderConfig, owner_id: str) -> Shelf:
    """The shelf with its models while the provider is the same in every respect."""
    return shelf if shelf and shelf.config == config else Shelf(config, owner_id)
