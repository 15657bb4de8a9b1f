"""Changing the row of a provider, and the key that hangs on it, within one transaction."""

from __future__ import annotations

import json

from sqlmodel import Session

from chat_app import models
from chat_app.integrations.llm.vendors import Vendor
from chat_app.services.providers import rules
from chat_app.services.providers.dto import ProviderChange
from chat_app.services.providers.records import bound_to, options_of
from chat_app.services.vault import Vault


def apply_change(session: Session, vault: Vault, row: models.Provider, change: ProviderChange, vendor: Vendor) -> list[str]:
    """Set what differs; the names of the fields. `change` holds a checked address, checked options and a checked key.

    The address goes before the key: a new key is sealed for the new address.
    """
    fields: list[str] = []
    if change.label is not None and (label := rules.checked_label(change.label, vendor)) != row.label:
        row.label = label
        fields.append("label")
    if change.enabled is not None and change.enabled != row.enabled:
        row.enabled = change.enabled
        fields.append("enabled")
    if change.base_url is not None and change.base_url != row.base_url:
        set_key(session, vault, row, "")
        row.base_url, row.region = change.base_url, vendor.region_at(change.base_url)
        fields.append("base_url")
    if change.options is not None and change.options != options_of(row):
        _set_options(row, dict(change.options), vendor)
        fields.append("options")
    if change.region is not None and (region := rules.checked_region(change.region)) != row.region:
        row.region = region
        fields.append("region")
    if change.key is not None:
        set_key(session, vault, row, change.key)
        fields.append("key")
    return fields


def _set_options(row: models.Provider, options: dict[str, str], vendor: Vendor) -> None:
    """The key stays: no option leads to another host."""
    row.options, row.tested_at, row.test_result = json.dumps(options), None, ""
    if "region" in options:
        row.region = vendor.region_at(row.base_url, options)


def set_key(session: Session, vault: Vault, row: models.Provider, key: str) -> None:
    """Put the key in place of the one before, which is deleted; with an empty one there is none then."""
    before = row.secret_id
    row.secret_id, row.key_hint, row.tested_at, row.test_result = None, rules.hint_of(key), None, ""
    session.flush()
    vault.forget(session, before)
    if key:
        row.secret_id = vault.keep(session, key, bound_to(row))
