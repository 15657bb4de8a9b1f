"""Signing in, and administration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chat_app.integrations.mail.smtp import configured_mail
from chat_app.integrations.oidc.gateway import OidcGateway
from chat_app.integrations.oidc.web import ProviderWeb
from chat_app.integrations.webauthn.ceremonies import WebAuthnCeremonies
from chat_app.services.accounts.asking import AskingThrottle
from chat_app.services.accounts.breaches import fetch_through
from chat_app.services.accounts.invitations import Invitations
from chat_app.services.accounts.operator import Operator
from chat_app.services.accounts.own_account import OwnAccount
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.accounts.parts import AccountParts
from chat_app.services.accounts.passwords import PasswordMaker
from chat_app.services.accounts.recovery import Recovery
from chat_app.services.accounts.registration import Registration
from chat_app.services.accounts.service import AccountService
from chat_app.services.announcements import AnnouncementService
from chat_app.services.api_keys import ApiKeyService
from chat_app.services.audit.export import AuditExport
from chat_app.services.audit.keeping import AuditKeeper
from chat_app.services.audit.reading import AuditTrail
from chat_app.services.audit.refusals import Refusals
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.halting import TurnHalt
from chat_app.services.content_access import ContentAccessService
from chat_app.services.content_access.reading import ContentReading
from chat_app.services.groups import GroupService
from chat_app.services.identity.external import Identities
from chat_app.services.identity.factors import FactorRules
from chat_app.services.identity.passkey_sign_in import PasskeySignIn
from chat_app.services.identity.passkeys import Passkeys
from chat_app.services.identity.providers import ProviderBook
from chat_app.services.identity.second_factors import SecondFactors
from chat_app.services.identity.second_step import SecondStep
from chat_app.services.kernel.clock import utc_now
from chat_app.services.mail import Outbox
from chat_app.services.operations import OperationsService
from chat_app.services.operations.job_book import JobBook
from chat_app.services.people import PeopleService
from chat_app.services.people.leaving import Leaving
from chat_app.services.privacy.building import PrivacyDoors, PrivacyParts, build_privacy
from chat_app.services.temporary import TemporaryChats
from chat_app.services.tokens import Programs, TokenService
from chat_app.services.usage.reports import UsageReports
from chat_app.wiring.chats import Answering
from chat_app.wiring.ground import Ground


@dataclass(frozen=True, slots=True)
class SigningIn:
    """Who people are, and how they show it."""

    accounts: AccountService
    passwords: PasswordMaker
    outbox: Outbox
    asking: AskingThrottle
    services: dict[str, Any]
    """All use cases of signing in, by their names in `Services`."""


def build_signing_in(ground: Ground) -> SigningIn:
    """Accounts, programs, second factors and providers of identities."""
    db, audit, site, settings = ground.db, ground.audit, ground.site, ground.settings
    programs = Programs(db, utc_now, OWNER_ID if settings.mode == "single" else "")
    programs.tokens = tokens = TokenService(db, ground.vault, audit, settings.origin, on_change=programs.forget_cached)
    passwords = PasswordMaker(site, fetch_through(ground.outbound))
    outbox, asking = Outbox(configured_mail(settings), settings.origin), AskingThrottle(ground.counters)
    accounts = AccountService(
        db,
        settings,
        utc_now,
        announce=lambda user_id: ground.changes.publish(user_id, ConversationChange("", "settings")),
        audit=audit,
        site=site,
        programs=programs,
        passwords=passwords,
        counters=ground.counters,
    )
    parts = AccountParts(db, accounts, outbox, passwords, audit, utc_now, asking)
    services: dict[str, Any] = {
        "accounts": accounts,
        "tokens": tokens,
        "api_keys": ApiKeyService(db, audit, accounts.require_recent_proof, on_change=programs.forget_cached),
        "outbox": outbox,
        "recovery": Recovery(parts, proof=accounts.require_recent_proof),
        "own_account": OwnAccount(parts),
        "operator": Operator(db, settings, accounts, passwords, audit, utc_now),
    }
    return SigningIn(accounts, passwords, outbox, asking, services | _factors(ground, accounts))


def _factors(ground: Ground, accounts: AccountService) -> dict[str, Any]:
    db, audit, site, settings = ground.db, ground.audit, ground.site, ground.settings
    rules = FactorRules(site, settings, utc_now, accounts.require_recent_proof, accounts.forget_cached)
    site.consequences.append(rules.after_site_change)
    second_factors, ceremonies = SecondFactors(db, ground.vault, audit, rules), WebAuthnCeremonies()
    accounts.ask_second_factor(second_factors.is_required)
    passkeys = Passkeys(db, audit, rules, ceremonies)
    gateway = OidcGateway(ProviderWeb(ground.outbound, settings.outbound_hosts), utc_now)
    identity_providers = ProviderBook(db, ground.vault, site, settings, gateway)
    return {
        "second_factors": second_factors,
        "second_step": SecondStep(db, accounts, second_factors, utc_now),
        "passkeys": passkeys,
        "passkey_sign_in": PasskeySignIn(db, audit, accounts, passkeys, ceremonies, site, utc_now),
        "identities": Identities(db, audit, accounts, second_factors, rules, identity_providers, gateway),
    }


def build_administration(ground: Ground, people: SigningIn, chats: Answering) -> dict[str, Any]:
    """People and groups, the audit log, data protection, and what runs by itself."""
    db, audit, site, accounts = ground.db, ground.audit, ground.site, people.accounts
    halt, proof = TurnHalt(db, chats.turns), accounts.require_recent_proof
    keeper = AuditKeeper(db, audit, ground.settings.data_dir.resolve() / "audit-anchors.log", utc_now)
    privacy = _privacy(ground, people, chats, keeper, halt)

    def rights_changed() -> None:
        accounts.forget_cached()
        ground.changes.tell_of_rights()

    joining = (people.outbox, people.passwords, audit, utc_now)
    return {
        "audit_trail": AuditTrail(db),
        "audit_export": AuditExport(db, audit),
        "audit_keeper": keeper,
        "refusals": Refusals(audit),
        "data_exports": privacy.data_exports,
        "erasure": privacy.erasure,
        "retention": privacy.retention,
        "consents": privacy.consents,
        "registration": Registration(db, site, *joining, people.asking, privacy.consents, one_person=ground.settings.mode == "single"),
        "invitations": Invitations(db, site, *joining, privacy.consents, proof=proof),
        "people": PeopleService(db, audit, Leaving(audit, utc_now), rights_changed, halt, proof),
        "groups": GroupService(db, audit, rights_changed),
        "content_access": ContentAccessService(db, audit, site, ground.changes, proof),
        "content_reading": ContentReading(db, audit, site, chats.conversations, chats.messages, chats.exports),
        "announcements": AnnouncementService(db, audit, tell=lambda: ground.changes.publish_to_all(ConversationChange("", "banners"))),
        "currencies": ground.currencies,
        "usage_reports": UsageReports(db, ground.currencies),
        "operations": OperationsService(db, audit, ground.settings, ground.blobs, JobBook()),
    }


def _privacy(ground: Ground, people: SigningIn, chats: Answering, keeper: AuditKeeper, halt: TurnHalt) -> PrivacyParts:
    temporary: TemporaryChats = chats.services["temporary"]

    async def closed(user_id: str) -> None:
        people.accounts.forget_cached()
        temporary.forget(user_id)
        await halt(user_id)

    forget = (people.accounts.forget_person, ground.changes.forget, temporary.forget)
    doors = PrivacyDoors(
        ground.db,
        ground.audit,
        ground.site,
        ground.blobs,
        chats.files,
        chats.exports,
        ground.changes,
        ground.settings.data_dir.resolve(),
        people.accounts.require_recent_proof,
        closed,
        forget,
        utc_now,
    )
    return build_privacy(doors, keeper)
