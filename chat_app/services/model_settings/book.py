"""What is set for models, in memory: the catalogue asks for each of thousands of cards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.kernel.clock import Clock
from chat_app.services.model_settings import queries
from chat_app.services.model_settings.dto import NO_FACTS, UNSET, Facts, Setting
from chat_app.services.model_settings.spelling import spelling_of

READ_AGAIN = timedelta(seconds=5)
"""For how long a change made by another process may go unnoticed."""
MOST_OWNERS = 1_000
PLATFORM = ""


@dataclass(slots=True)
class _Owned:
    rows: Sequence[Any] = ()
    settings: dict[str, Setting] = field(default_factory=dict)
    closed: dict[str, list[Setting]] = field(default_factory=dict)
    """What is off or not for everybody, by its spelling."""
    group_ids: frozenset[str] = frozenset()
    read_at: datetime | None = None


class SettingsBook:
    """Settings by owner ("" for those of administrators), read again when they were not for a few seconds or have changed."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._owned: dict[str, _Owned] = {}
        self._changes = 0

    async def sync(self, user_id: str) -> None:
        """Know what administrators and this person have set, and their groups."""
        for owner_id in {PLATFORM, user_id}:
            owned = self._owned.get(owner_id)
            if owned is None or owned.read_at is None or owned.read_at + READ_AGAIN <= self._clock():
                await self._read(owner_id)

    def forget(self, owner_id: str = PLATFORM) -> None:
        """Something was changed: read it anew before the next answer."""
        self._changes += 1
        if owned := self._owned.get(owner_id):
            owned.read_at = None

    @property
    def ready(self) -> bool:
        """Whether what administrators set has been read; until then nobody may know of any model."""
        return PLATFORM in self._owned

    def setting(self, owner_id: str, model_id: str) -> Setting:
        """What is set for exactly this model."""
        return self.settings(owner_id).get(model_id, UNSET)

    def settings(self, owner_id: str) -> Mapping[str, Setting]:
        """All that this owner set, by model."""
        owned = self._owned.get(owner_id)
        return owned.settings if owned else {}

    def for_all(self, user_id: str, card: ModelCard, *, listed: bool) -> ModelCard | None:
        """The card as administrators want it seen; None where it does not exist for this person."""
        groups = owned.group_ids if (owned := self._owned.get(user_id)) else frozenset()
        return self._applied(PLATFORM, card, listed, groups)

    def for_person(self, user_id: str, card: ModelCard, *, own: bool, listed: bool) -> ModelCard | None:
        """The card as the person wants it; what a model can is theirs to say only with their `own` providers."""
        return self._applied(user_id, card, listed, frozenset(), facts=own) if user_id else card

    def _applied(self, owner_id: str, card: ModelCard, listed: bool, groups: frozenset[str], *, facts: bool = True) -> ModelCard | None:
        owned = self._owned.get(owner_id)
        if owned is None or not owned.settings:
            return card
        setting = owned.settings.get(card.id)
        if setting is None:
            hidden = not listed and any(_closed_to(each, groups) for each in owned.closed.get(spelling_of(card.id), ()))
            return None if hidden else card
        return None if _closed_to(setting, groups) else dressed(card, setting, facts=facts)

    async def _read(self, owner_id: str) -> None:
        now, changes = self._clock(), self._changes
        rows, group_ids = await self._db.read(lambda session: _load(session, owner_id))
        owned = self._owned.pop(owner_id, _Owned())
        if rows != owned.rows:
            settings = {row[0]: setting_of(*row[1:]) for row in rows}
            owned = _Owned(rows, settings, _closed(settings.items()))
        owned.group_ids = frozenset(group_ids)
        # What was changed while we read may not be among it.
        owned.read_at = now if changes == self._changes else None
        # Last in the order of the dict, so that those who came long ago are first to be forgotten.
        self._owned[owner_id] = owned
        for absent in [key for key in self._owned if key != PLATFORM][: max(0, len(self._owned) - MOST_OWNERS)]:
            del self._owned[absent]


def setting_of(enabled: bool | None, label: str, facts: str, group_ids: str) -> Setting:
    """A row as a record."""
    known = NO_FACTS if facts == "{}" else Facts.model_validate_json(facts)
    return Setting(enabled is not False, label, known, tuple(json.loads(group_ids)))


def dressed(card: ModelCard, setting: Setting, *, facts: bool = True) -> ModelCard:
    """The card with the name and the facts that were set."""
    changes: dict[str, Any] = {"label": setting.label} if setting.label else {}
    if facts and setting.facts != NO_FACTS:
        changes |= setting.facts.model_dump(exclude_none=True)
        if (json_mode := changes.pop("json_mode", None)) is not None:
            changes["traits"] = replace(card.traits, json_mode=json_mode)
    return replace(card, **changes) if changes else card


def _closed_to(setting: Setting, groups: frozenset[str]) -> bool:
    return not setting.enabled or (bool(setting.group_ids) and groups.isdisjoint(setting.group_ids))


def _closed(settings: Iterable[tuple[str, Setting]]) -> dict[str, list[Setting]]:
    closed: dict[str, list[Setting]] = {}
    for model_id, setting in settings:
        if not setting.enabled or setting.group_ids:
            closed.setdefault(spelling_of(model_id), []).append(setting)
    return closed


def _load(session: Session, owner_id: str) -> tuple[Sequence[Any], list[str]]:
    groups = queries.read_group_ids(session, owner_id) if owner_id else []
    return queries.read_settings(session, owner_id or None), groups
