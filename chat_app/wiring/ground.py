"""The ground that all domains share."""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.db import Database
from chat_app.integrations.counters.port import CounterStore
from chat_app.integrations.counters.redis import configured_counters
from chat_app.integrations.files.blob_store import configured_blobs
from chat_app.integrations.files.port import BlobStore
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.services.accounts.proof import ProofRule
from chat_app.services.audit import AuditLog
from chat_app.services.chat.feed import ChangeFeed, TurnHub
from chat_app.services.currency import CurrencyService
from chat_app.services.kernel.clock import utc_now
from chat_app.services.limits import LimitService
from chat_app.services.projects.feed import SharedFeed
from chat_app.services.site import SiteService
from chat_app.services.vault import Vault
from chat_app.settings import Settings


@dataclass(frozen=True, slots=True)
class Ground:
    """What every domain stands on."""

    settings: Settings
    db: Database
    vault: Vault
    audit: AuditLog
    site: SiteService
    counters: CounterStore
    limits: LimitService
    changes: ChangeFeed
    hub: TurnHub
    outbound: OutboundClient
    blobs: BlobStore
    currencies: CurrencyService


def build_ground(settings: Settings) -> Ground:
    """Databases, secrets, the audit log, settings of the site, limits and the way out. Opens nothing."""
    db = Database(settings.sqlalchemy_url)
    audit = AuditLog(db, utc_now)
    site = SiteService(db, audit, utc_now, ProofRule(settings, utc_now))
    counters = configured_counters(settings.redis_url.get_secret_value() if settings.redis_url else "")
    outbound = OutboundClient(allowed=settings.outbound_hosts)
    return Ground(
        settings=settings,
        db=db,
        vault=Vault(lambda: settings.all_secrets, utc_now),
        audit=audit,
        site=site,
        counters=counters,
        limits=LimitService(db, site, counters, settings),
        changes=SharedFeed(db),
        hub=TurnHub(),
        outbound=outbound,
        blobs=configured_blobs(settings),
        currencies=CurrencyService(db, outbound, audit, utc_now, settings.exchange_rates_url),
    )
