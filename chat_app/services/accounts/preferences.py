"""What a person has chosen: read with every page and often, so kept in memory; written in columns and a JSON object."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.accounts import queries
from chat_app.services.accounts.dto import AUTOMATIC_RATE, Preferences
from chat_app.services.kernel.actor import Actor

MOST_CACHED = 2_000
COLUMNS = ("language", "theme", "default_model_id")
"""Those with a column of their own; the rest is JSON in `users.settings`."""

_TYPES = get_type_hints(Preferences, include_extras=True)
_ADAPTERS: dict[str, TypeAdapter[Any]] = {field.name: TypeAdapter(_TYPES[field.name]) for field in fields(Preferences)}


class PreferenceStore:
    """Reads and writes the preferences in a person's row."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: dict[str, Preferences] = {}
        self._writes = 0

    async def load(self, actor: Actor) -> Preferences:
        """What the person has chosen; raises `NotFoundError` for somebody who is gone."""
        known = self._known.get(actor.user_id)
        if known is not None:
            return known
        writes = self._writes
        read = await self._db.read(lambda session: _stored(queries.find_user(session, actor.user_id)))
        # What was read beside a write may be the state before it.
        if writes == self._writes:
            self._remember(actor, read)
        return read

    async def save(self, actor: Actor, changes: Mapping[str, object]) -> Preferences:
        """Change what is given and not None, keep the rest; raises `InvalidInputError`."""
        wanted = checked({name: value for name, value in changes.items() if value is not None})

        def write(session: Session) -> Preferences:
            return _write(queries.lock_user(session, actor.user_id), wanted)

        self._known.pop(actor.user_id, None)
        self._writes += 1
        try:
            return await self._db.write(write)
        finally:
            self._known.pop(actor.user_id, None)
            self._writes += 1

    def forget(self, user_id: str) -> None:
        """Drop what is kept in memory of somebody who is gone."""
        self._known.pop(user_id, None)

    def _remember(self, actor: Actor, preferences: Preferences) -> None:
        if len(self._known) >= MOST_CACHED:
            self._known.clear()
        self._known[actor.user_id] = preferences


def checked(changes: Mapping[str, object]) -> dict[str, Any]:
    """The values as `Preferences` has them; raises `InvalidInputError` that names the one which cannot be."""
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if name not in _ADAPTERS:
            raise InvalidInputError
        try:
            values[name] = _ADAPTERS[name].validate_python(value)
        except (ValidationError, UnicodeEncodeError):
            raise InvalidInputError("error.preference", name=name) from None
    # A rate by hand belongs to its currency, and a dollar is a dollar.
    if values.get("currency") == "USD" or ("currency" in values and "exchange_rate" not in values):
        values["exchange_rate"] = AUTOMATIC_RATE
    return values


def _stored(row: models.User | None) -> Preferences:
    """The preferences in a row. What a later or an earlier Parley wrote and this one cannot read counts as not chosen."""
    if row is None:
        raise NotFoundError
    stored = {**_json(row.settings), **{name: getattr(row, name) for name in COLUMNS}}
    values: dict[str, Any] = {}
    for name, adapter in _ADAPTERS.items():
        try:
            values[name] = adapter.validate_python(stored[name])
        except (KeyError, ValidationError, UnicodeEncodeError):
            continue
    return Preferences(**values)


def _write(row: models.User | None, changes: dict[str, Any]) -> Preferences:
    if row is None:
        raise NotFoundError
    for name in COLUMNS:
        if name in changes:
            setattr(row, name, changes[name])
    rest = {name: value for name, value in changes.items() if name not in COLUMNS}
    if rest:
        row.settings = json.dumps({**_json(row.settings), **rest})
    return _stored(row)


def _json(text: str) -> dict[str, Any]:
    try:
        stored = json.loads(text)
    except ValueError:
        return {}
    return stored if isinstance(stored, dict) else {}
