"""The verbs of providers. `platform` tells whose: an administrator's for everybody, or the actor's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from sqlmodel import Session
from yarl import URL

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, LimitReachedError, NotFoundError
from chat_app.integrations.llm.port import LlmGateway
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import Vendor, vendors
from chat_app.services.access.matrix import require
from chat_app.services.audit import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id
from chat_app.services.providers import queries, rules
from chat_app.services.providers.changes import apply_change, set_key
from chat_app.services.providers.dto import NewProvider, ProviderChange, ProviderInfo, ProviderTest
from chat_app.services.providers.records import BLOCKED, LOST, UNKNOWN_REGION, config_of, info_of, is_lost
from chat_app.services.providers.rows import ProviderRows
from chat_app.services.providers.testing import try_out
from chat_app.services.vault import Vault
from chat_app.services.vault.vault import SecretLostError


class Addresses(Protocol):
    """Knows which addresses may be opened (the outbound client)."""

    async def check(self, url: str, *, set_by_admin: bool = False) -> str: ...


Changed = Callable[[str], None]
"""Called with the owner's id, "" for the platform, after their providers have changed."""


class ProviderService:
    """Sets up providers, tries them out, and removes them with their keys."""

    def __init__(
        self,
        db: Database,
        vault: Vault,
        audit: AuditLog,
        rows: ProviderRows,
        addresses: Addresses,
        gateways: Callable[[ProviderConfig], LlmGateway],
        changed: Changed,
        clock: Clock,
    ) -> None:
        self._db = db
        self._vault = vault
        self._audit = audit
        self._rows = rows
        self._addresses = addresses
        self._gateways = gateways
        self._changed = changed
        self._clock = clock

    def vendors(self, actor: Actor, *, platform: bool = False) -> list[Vendor]:
        """What can be set up, in the order of the menu."""
        _owner_of(actor, platform=platform)
        return [vendor for vendor in vendors().values() if platform or not vendor.admin_only]

    async def list(self, actor: Actor, *, platform: bool = False) -> list[ProviderInfo]:
        """All of them, oldest first."""
        owner_id, blocked = _owner_of(actor, platform=platform), await self._rows.blocked_regions()

        def load(session: Session) -> list[ProviderInfo]:
            rows = queries.list_providers(session, owner_id)
            return [info_of(row, blocked, lost=is_lost(session, self._vault, row)) for row in rows]

        return await self._db.read(load)

    async def get(self, actor: Actor, provider_id: str, *, platform: bool = False) -> ProviderInfo:
        """One of them; raises `NotFoundError`."""
        found = [info for info in await self.list(actor, platform=platform) if info.id == provider_id]
        if not found:
            raise NotFoundError
        return found[0]

    async def create(self, actor: Actor, new: NewProvider, *, platform: bool = False) -> ProviderInfo:
        """Set one up; raises `InvalidInputError` in words for what cannot be, `AddressRefusedError` for an address we do not open."""
        owner_id, vendor = _owner_of(actor, platform=platform), rules.vendor_for(new.vendor, platform=platform)
        label, key = rules.checked_label(new.label, vendor), rules.checked_key(new.key)
        options = rules.checked_options(new.options, vendor)
        base_url = await self._address(new.base_url, vendor, platform=platform)
        region = rules.checked_region(new.region) if platform and new.region else vendor.region_at(base_url, options)

        def save(session: Session) -> str:
            if queries.count_providers(session, owner_id) >= (rules.MOST_OF_PLATFORM if platform else rules.MOST_OWN):
                raise LimitReachedError("providers.error.too_many")
            slug = rules.platform_slug(label, queries.platform_slugs(session)) if platform else rules.own_slug()
            now = self._clock()
            row = models.Provider(
                id=new_id(), owner_id=owner_id, slug=slug, vendor=vendor.id, label=label, base_url=base_url, region=region,
                options=json.dumps(options), created_at=now, updated_at=now,
            )  # fmt: skip
            session.add(row)
            set_key(session, self._vault, row, key)
            self._audit.record(session, actor, "provider.create", kind="provider", object_id=row.id, vendor=vendor.id, platform=platform)
            return row.id

        return await self._after(actor, await self._db.write(save), platform=platform)

    async def change(self, actor: Actor, provider_id: str, change: ProviderChange, *, platform: bool = False) -> ProviderInfo:
        """Change what is not None. Another address takes the key with it: it was meant for the one before."""
        owner_id = _owner_of(actor, platform=platform)
        before = await self.get(actor, provider_id, platform=platform)
        vendor = rules.vendor_for(before.vendor, platform=platform)
        base_url = None if change.base_url is None else await self._address(change.base_url, vendor, platform=platform)
        key = None if change.key is None else rules.checked_key(change.key)
        options = None if change.options is None else rules.checked_options(change.options, vendor)
        if change.region is not None and not platform:
            raise InvalidInputError("providers.error.region_own")

        def save(session: Session) -> None:
            row = queries.get_provider(session, owner_id, provider_id)
            fields = apply_change(session, self._vault, row, replace(change, base_url=base_url, key=key, options=options), vendor)
            if fields:
                row.updated_at = self._clock()
                self._audit.record(session, actor, "provider.change", kind="provider", object_id=row.id, fields=fields, platform=platform)

        await self._db.write(save)
        return await self._after(actor, provider_id, platform=platform)

    async def delete(self, actor: Actor, provider_id: str, *, platform: bool = False) -> None:
        """Remove it and its key for good."""
        owner_id = _owner_of(actor, platform=platform)

        def remove(session: Session) -> None:
            row = queries.get_provider(session, owner_id, provider_id)
            set_key(session, self._vault, row, "")
            session.delete(row)
            self._audit.record(session, actor, "provider.delete", kind="provider", object_id=provider_id, platform=platform)

        await self._db.write(remove)
        self._changed(owner_id or "")

    async def test(self, actor: Actor, provider_id: str, *, platform: bool = False) -> ProviderTest:
        """List the models with the stored key at the stored address, and keep how that went."""
        owner_id = _owner_of(actor, platform=platform)
        guard = self._rows.for_platform if platform else self._rows.for_people

        def load(session: Session) -> tuple[ProviderConfig | None, datetime]:
            row = queries.get_provider(session, owner_id, provider_id)
            try:
                return config_of(session, self._vault, row, guard), row.updated_at
            except SecretLostError:
                return None, row.updated_at

        config, since = await self._db.read(load)
        if config and (config.region or UNKNOWN_REGION) in await self._rows.blocked_regions():
            raise ConflictError(BLOCKED)
        problem, count = await try_out(config, self._gateways) if config else (LOST, 0)
        await self._keep_result(actor, owner_id, provider_id, problem, since)
        return ProviderTest(await self._after(actor, provider_id, platform=platform), count)

    async def _keep_result(self, actor: Actor, owner_id: str | None, provider_id: str, problem: str, since: datetime) -> None:
        outcome = "failed" if problem else "done"

        def keep(session: Session) -> None:
            row = queries.get_provider(session, owner_id, provider_id)
            if row.updated_at == since:
                row.tested_at, row.test_result = self._clock(), problem
            self._audit.record(
                session, actor, "provider.test", kind="provider", object_id=provider_id, outcome=outcome, platform=owner_id is None
            )

        await self._db.write(keep)

    async def _after(self, actor: Actor, provider_id: str, *, platform: bool) -> ProviderInfo:
        self._changed("" if platform else actor.user_id)
        return await self.get(actor, provider_id, platform=platform)

    async def _address(self, text: str, vendor: Vendor, *, platform: bool) -> str:
        """What to store; an address that may not be opened is refused here already, and again at each connection."""
        url = rules.checked_address(text, vendor)
        if not url:
            return ""
        checked = rules.stored_form(await self._addresses.check(url, set_by_admin=platform))
        if checked.startswith("http://") and not (platform and self._rows.for_platform.names(URL(checked))):
            # A key would travel in clear.
            raise InvalidInputError("providers.error.https")
        return checked


def _owner_of(actor: Actor, *, platform: bool) -> str | None:
    """Whose providers; raises for whoever may not set them up."""
    require(actor, "admin.providers" if platform else "own_providers")
    return None if platform else actor.user_id
