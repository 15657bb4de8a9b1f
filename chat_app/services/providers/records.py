"""Rows as records, as configurations of gateways, and as the owners of their keys."""

from __future__ import annotations

from collections.abc import Container

from pydantic import SecretStr
from sqlmodel import Session

from chat_app import models
from chat_app.integrations.http.guard import AddressGuard
from chat_app.integrations.llm.json_objects import value_of
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind, vendors
from chat_app.services.providers.dto import ProviderInfo, ProviderState
from chat_app.services.vault import Vault
from chat_app.services.vault.vault import SecretLostError

UNKNOWN_REGION = "unknown"
LOST = "providers.problem.lost"
BLOCKED = "providers.problem.blocked"


def bound_to(row: models.Provider) -> str:
    """What a key is sealed for: this provider, this person, this vendor and this address, and nothing else."""
    return f"provider:{row.id}:{row.owner_id or ''}:{row.vendor}:{row.base_url}"


def config_of(session: Session, vault: Vault, row: models.Provider, guard: AddressGuard) -> ProviderConfig:
    """How to reach it; raises `SecretLostError` when its key cannot be opened, also because the row was tampered with."""
    vendor = vendors()[row.vendor]
    key = SecretStr(vault.reveal(session, row.secret_id, bound_to(row))) if row.secret_id else None
    # LiteLLM's SDK connects by itself, so those vendors' addresses are fixed.
    options = options_of(row)
    base_url = "" if vendor.kind is ProviderKind.LITELLM else vendor.address_of(row.base_url, options)
    return ProviderConfig(row.slug, row.label, vendor.kind, base_url, key, row.vendor, row.region, guard, tuple(options.items()))


def options_of(row: models.Provider) -> dict[str, str]:
    """What its vendor asks for, looked at once more: a value that was tampered with could lead the key somewhere else."""
    vendor, stored = vendors().get(row.vendor), value_of(row.options.encode())
    return vendor.sound(stored) if vendor and isinstance(stored, dict) else {}


def works(row: models.Provider) -> bool:
    """Whether it has what it needs."""
    vendor = vendors().get(row.vendor)
    if not row.enabled or vendor is None or not (row.base_url or vendor.complete(options_of(row))):
        return False
    return row.secret_id is not None or vendor.key == "optional"


def info_of(row: models.Provider, blocked: Container[str], *, lost: bool = False) -> ProviderInfo:
    """The record of a row; `lost`: its key cannot be opened."""
    state, problem = _state(row, blocked, lost=lost)
    vendor = vendors().get(row.vendor)
    return ProviderInfo(
        id=row.id,
        slug=row.slug,
        vendor=row.vendor,
        label=row.label,
        base_url=vendor.address_of(row.base_url, options_of(row)) if vendor else row.base_url,
        options=options_of(row),
        region=row.region,
        enabled=row.enabled,
        key_hint=row.key_hint,
        state=state,
        problem_key=problem,
        created_at=row.created_at,
        tested_at=row.tested_at,
    )


def is_lost(session: Session, vault: Vault, row: models.Provider) -> bool:
    """Whether there is a key that cannot be opened."""
    try:
        return bool(row.secret_id and not vault.reveal(session, row.secret_id, bound_to(row)))
    except SecretLostError:
        return True


def _state(row: models.Provider, blocked: Container[str], *, lost: bool) -> tuple[ProviderState, str]:
    if not row.enabled:
        return "disabled", ""
    if (row.region or UNKNOWN_REGION) in blocked:
        return "blocked", BLOCKED
    if lost:
        return "failing", LOST
    if not works(row):
        return "no_key", ""
    if row.tested_at is None:
        return "untested", ""
    return ("failing", row.test_result) if row.test_result else ("ok", "")
