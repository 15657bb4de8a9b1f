"""What the catalogue reads: the providers of a person, or of the platform, ready to be spoken with."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.http.guard import AddressGuard
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.services.providers import queries
from chat_app.services.providers.records import config_of, works
from chat_app.services.site import SiteService
from chat_app.services.site.sections import Pricing, Privacy
from chat_app.services.vault import Vault
from chat_app.services.vault.vault import SecretLostError

logger = logging.getLogger(__name__)


class ProviderRows:
    """Opens the keys. The guard of people knows no exceptions; that of the platform knows the operator's allow-list."""

    def __init__(self, db: Database, vault: Vault, site: SiteService, for_people: AddressGuard, for_platform: AddressGuard) -> None:
        self._db = db
        self._vault = vault
        self._site = site
        self.for_people = for_people
        self.for_platform = for_platform

    async def load(self, owner_id: str) -> Sequence[ProviderConfig]:
        """Those that have what they need; one whose key cannot be opened is left out and named in the log."""
        guard = self.for_people if owner_id else self.for_platform
        return await self._db.read(lambda session: self._configs(session, owner_id or None, guard))

    async def blocked_regions(self) -> frozenset[str]:
        """Where no data may be sent."""
        return frozenset((await self._site.load(Privacy)).blocked_regions)

    async def margin_points(self) -> int:
        """What people pay on top."""
        return (await self._site.load(Pricing)).margin_points

    def _configs(self, session: Session, owner_id: str | None, guard: AddressGuard) -> list[ProviderConfig]:
        found: list[ProviderConfig] = []
        for row in queries.list_providers(session, owner_id):
            try:
                found += [config_of(session, self._vault, row, guard)] if works(row) else []
            except SecretLostError:
                logger.warning("The key of provider %s cannot be opened", row.id)
        return found
