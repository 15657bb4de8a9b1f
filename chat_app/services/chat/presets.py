"""Presets: parameters under a name, for any chat and model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError
from chat_app.services.catalogue.parameters import plausible_parameters
from chat_app.services.chat import preset_queries
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id

MAX_NAME = 100
MOST_PRESETS = 200


@dataclass(frozen=True, slots=True)
class Preset:
    """Parameters under a name."""

    id: str
    name: str
    parameters: dict[str, Any]


class PresetNameTakenError(ConflictError):
    default_key = "error.preset_name_taken"


class PresetService:
    """A person's presets."""

    def __init__(self, db: Database, changes: ChangeFeed) -> None:
        self._db = db
        self._changes = changes

    async def list(self, actor: Actor) -> list[Preset]:
        """All of them, by name."""
        rows = await self._db.read(lambda session: preset_queries.list_presets(session, actor))
        return [_record(row) for row in rows]

    async def get(self, actor: Actor, preset_id: str) -> Preset:
        """One; raises `NotFoundError`."""
        return _record(await self._db.read(lambda session: preset_queries.get_preset(session, actor, preset_id)))

    async def save(self, actor: Actor, name: str, parameters: Mapping[str, object]) -> Preset:
        """Keep values under a name; the same name again takes the new values."""
        title, values = _checked_name(name), json.dumps(plausible_parameters(parameters))

        def write(session: Session) -> models.ParameterPreset:
            known = {row.name: row for row in preset_queries.list_presets(session, actor)}
            if title not in known and len(known) >= MOST_PRESETS:
                raise InvalidInputError("error.too_many_presets", max=MOST_PRESETS)
            row = known.get(title) or models.ParameterPreset(id=new_id(), owner_id=actor.user_id, name=title, parameters=values)
            row.parameters = values
            session.add(row)
            return row

        try:
            row = await self._db.write(write)
        except IntegrityError:
            # Saved at the same moment by another page: its row takes the values.
            row = await self._db.write(write)
        self._announce(actor)
        return _record(row)

    async def rename(self, actor: Actor, preset_id: str, name: str) -> Preset:
        """Give another name; raises `NotFoundError` and `PresetNameTakenError`."""
        title = _checked_name(name)

        def write(session: Session) -> models.ParameterPreset:
            row = preset_queries.get_preset(session, actor, preset_id)
            row.name = title
            session.flush()
            return row

        try:
            row = await self._db.write(write)
        except IntegrityError:
            raise PresetNameTakenError from None
        self._announce(actor)
        return _record(row)

    async def delete(self, actor: Actor, preset_id: str) -> None:
        """Forget one; raises `NotFoundError`. Chats keep the values that they took from it."""
        await self._db.write(lambda session: session.delete(preset_queries.get_preset(session, actor, preset_id)))
        self._announce(actor)

    def _announce(self, actor: Actor) -> None:
        self._changes.publish(actor.user_id, ConversationChange("", "settings"))


def _checked_name(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > MAX_NAME:
        raise InvalidInputError("error.preset_name", max=MAX_NAME)
    return clean


def _record(row: models.ParameterPreset) -> Preset:
    return Preset(row.id, row.name, json.loads(row.parameters))
