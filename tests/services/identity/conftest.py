"""The services of identity on an empty database, with a clock that the test turns."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from pyotp.totp import TOTP
from sqlmodel import select

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.oidc.gateway import OidcGateway
from chat_app.integrations.oidc.web import ProviderWeb
from chat_app.integrations.webauthn.ceremonies import WebAuthnCeremonies
from chat_app.services.access.matrix import permissions_of
from chat_app.services.accounts import AccountService, Knock
from chat_app.services.audit import AuditLog
from chat_app.services.identity.external import Identities
from chat_app.services.identity.factors import FactorRules
from chat_app.services.identity.passkey_sign_in import PasskeySignIn
from chat_app.services.identity.passkeys import Passkeys
from chat_app.services.identity.providers import ProviderBook
from chat_app.services.identity.second_factors import SecondFactors
from chat_app.services.identity.second_step import SecondStep
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.site import SiteService
from chat_app.services.vault import Vault
from chat_app.settings import Settings
from tests.fakes.authenticator import Authenticator

ORIGIN = "https://parley.test"
SECRET = b"a secret of at least thirty-two characters"


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class House:
    """Everything about signing in, wired as `wiring/people.py` does it."""

    db: Database
    clock: Clock
    settings: Settings
    audit: AuditLog
    vault: Vault
    site: SiteService
    accounts: AccountService
    second_factors: SecondFactors
    second_step: SecondStep
    passkeys: Passkeys
    passkey_sign_in: PasskeySignIn
    identities: Identities

    def add_user(self, email: str = "ada@example.org", role: str = "user") -> models.User:
        user = models.User(id=new_id(), name="Ada", email=email, role=role, created_at=self.clock())
        self.db.write_now(lambda session: session.add(user))
        return user

    async def sign_in(self, user: models.User) -> Actor:
        """As after a complete sign-in, moments ago."""
        signed_in = await self.accounts.open_session(user.id, knock(), method="test")
        return await self.accounts.authenticate(knock(signed_in.token))

    async def half_way(self, user: models.User) -> Knock:
        """As after the right password of somebody who owes a second factor."""
        signed_in = await self.accounts.open_session(user.id, knock(), method="password", asks_second_factor=True)
        return knock(signed_in.token)

    async def is_open(self, actor: Actor) -> bool:
        row = self.db.read_now(lambda session: session.get_one(models.LoginSession, actor.session_id))
        return row.revoked_at is None

    async def with_totp(self, actor: Actor) -> TOTP:
        """Set up an app, and wait until its first code is over."""
        setup = await self.second_factors.begin_totp(actor)
        app = TOTP(setup.secret)
        await self.second_factors.confirm_totp(actor, app.at(self.clock()))
        self.clock.advance(seconds=30)
        return app

    async def with_passkey(self, actor: Actor) -> Authenticator:
        device = Authenticator(ORIGIN)
        await self.passkeys.add(actor, device.create((await self.passkeys.begin(actor)).options), "Key")
        return device

    def acts(self) -> list[tuple[str, str]]:
        rows = self.db.read_now(lambda session: session.exec(select(models.AuditEntry).order_by(models.AuditEntry.seq)).all())
        return [(row.action, row.outcome) for row in rows]

    def details(self, action: str) -> dict:
        statement = select(models.AuditEntry).where(models.AuditEntry.action == action)
        return json.loads(self.db.read_now(lambda session: session.exec(statement).all())[-1].details)


def knock(token: str = "", peer: str = "8.8.8.8") -> Knock:
    return Knock({"cookie": f"__Host-parley={token}"} if token else {}, peer, "https")


def aged(actor: Actor, clock: Clock) -> Actor:
    """The same person, whose proof is an hour old."""
    return replace(actor, proved_at=clock() - timedelta(hours=1))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(db: Database, clock: Clock, tmp_path) -> House:
    return make_house(db, clock, Settings(data_dir=tmp_path, host="0.0.0.0", mode="multi", public_url=ORIGIN))


def make_house(db: Database, clock: Clock, settings: Settings) -> House:
    audit, vault = AuditLog(db, clock), Vault(lambda: [SECRET], clock)
    site = SiteService(db, audit, clock)
    accounts = AccountService(db, settings, clock, audit=audit, site=site)
    rules = FactorRules(site, settings, clock, accounts.require_recent_proof, accounts.forget_cached)
    second_factors, ceremonies = SecondFactors(db, vault, audit, rules), WebAuthnCeremonies()
    accounts.ask_second_factor(second_factors.is_required)
    passkeys = Passkeys(db, audit, rules, ceremonies)
    gateway = OidcGateway(ProviderWeb(OutboundClient(allowed=settings.outbound_hosts), settings.outbound_hosts), clock)
    book = ProviderBook(db, vault, site, settings, gateway)
    return House(
        db, clock, settings, audit, vault, site, accounts, second_factors,
        SecondStep(db, accounts, second_factors, clock),
        passkeys, PasskeySignIn(db, audit, accounts, passkeys, ceremonies, site, clock),
        Identities(db, audit, accounts, second_factors, rules, book, gateway),
    )  # fmt: skip


ADMIN = Actor("admin", role="admin", permissions=permissions_of("admin"))
