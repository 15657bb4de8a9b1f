"""Settings of models written, each within the transaction that also writes the audit log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from chat_app import models
from chat_app.errors import InvalidInputError
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.texts import is_storable
from chat_app.services.model_settings import queries
from chat_app.services.model_settings.book import setting_of
from chat_app.services.model_settings.dto import MAX_GROUPS, MAX_LABEL, UNSET, ModelChange, Setting


def change(session: Session, owner_id: str | None, model_id: str, wanted: ModelChange, now: datetime) -> list[str]:
    """Set what was asked for; a row that says nothing is none. Returns the names of what became different."""
    row = queries.lock_setting(session, owner_id, model_id)
    before = _of(row) if row else UNSET
    after = _changed(session, before, wanted)
    if after == UNSET:
        queries.delete_settings(session, [row.id] if row else [])
    elif row:
        row.enabled, row.label, row.facts, row.group_ids = _columns(after)
        row.updated_at = now
    else:
        queries.insert_settings(session, [_new(owner_id, model_id, after, now)])
    return [name for name in ("enabled", "label", "facts", "group_ids") if getattr(before, name) != getattr(after, name)]


def switch(session: Session, owner_id: str | None, model_ids: Sequence[str], now: datetime, *, enabled: bool) -> int:
    """Switch all of these on or off; returns how many were not so before."""
    rows = queries.lock_settings(session, owner_id, frozenset(model_ids))
    changed = [model_id for model_id in model_ids if (_of(rows[model_id]).enabled if model_id in rows else True) != enabled]
    for model_id in changed:
        if row := rows.get(model_id):
            row.enabled, row.updated_at = None if enabled else False, now
    session.flush()
    queries.insert_settings(session, [_new(owner_id, each, Setting(enabled=enabled), now) for each in changed if each not in rows])
    queries.delete_settings(session, [rows[each].id for each in changed if each in rows and _of(rows[each]) == UNSET])
    return len(changed)


def _changed(session: Session, before: Setting, wanted: ModelChange) -> Setting:
    """The whole setting; raises `InvalidInputError` for a name or groups that cannot be."""
    label = before.label if wanted.label is None else " ".join(wanted.label.split())
    if len(label) > MAX_LABEL or not is_storable(label):
        raise InvalidInputError("model_settings.error.label", max=MAX_LABEL)
    group_ids = before.group_ids
    if wanted.group_ids is not None:
        group_ids = tuple(dict.fromkeys(wanted.group_ids))
        if len(group_ids) > MAX_GROUPS or queries.existing_groups(session, group_ids) != set(group_ids):
            raise InvalidInputError("model_settings.error.groups")
    enabled = before.enabled if wanted.enabled is None else wanted.enabled
    return Setting(enabled, label, wanted.facts or before.facts, group_ids)


def _of(row: models.ModelSetting) -> Setting:
    return setting_of(row.enabled, row.label, row.facts, row.group_ids)


def _columns(setting: Setting) -> tuple[bool | None, str, str, str]:
    facts = setting.facts.model_dump_json(exclude_none=True)
    return None if setting.enabled else False, setting.label, facts, json.dumps(setting.group_ids)


def _new(owner_id: str | None, model_id: str, setting: Setting, now: datetime) -> dict[str, Any]:
    enabled, label, facts, group_ids = _columns(setting)
    columns = {"enabled": enabled, "label": label, "facts": facts, "group_ids": group_ids, "updated_at": now}
    return {"id": new_id(), "owner_id": owner_id, "model_id": model_id, **columns}
