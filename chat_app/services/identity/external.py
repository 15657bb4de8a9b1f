"""Signing in at a provider, and linking what it knows to an account here."""

from __future__ import annotations

import logging

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import (
    AppError,
    ConflictError,
    InvalidInputError,
    LimitReachedError,
    NotAllowedError,
    NotAuthenticatedError,
    NotFoundError,
)
from chat_app.integrations.oidc.port import IdentityProviderError, IdentityProviders, RemoteIdentity
from chat_app.services.accounts import AccountService, Knock, session_queries
from chat_app.services.accounts.closed import require_open
from chat_app.services.accounts.throttle import network_of
from chat_app.services.audit import AuditLog
from chat_app.services.identity import attempts, queries
from chat_app.services.identity.attempts import Attempt, Kind
from chat_app.services.identity.dto import Arrival, Departure, IdentityInfo, Return
from chat_app.services.identity.factors import FactorRules
from chat_app.services.identity.newcomers import add_identity, address_of, create_account, require_registration
from chat_app.services.identity.providers import KnownProvider, ProviderBook
from chat_app.services.identity.second_factors import SecondFactors
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.services.site.sections import SignIn

logger = logging.getLogger(__name__)

BEGUN_AT_ONCE, BEGUN_PER_SECOND = 30, 0.5
MAX_IDENTITIES = 20


class Identities:
    """Accounts at providers: signing in with one, linking and unlinking them."""

    def __init__(
        self,
        db: Database,
        audit: AuditLog,
        accounts: AccountService,
        second_factors: SecondFactors,
        rules: FactorRules,
        providers: ProviderBook,
        gateway: IdentityProviders,
    ) -> None:
        self._db = db
        self._audit = audit
        self._accounts = accounts
        self._factors = second_factors
        self._rules = rules
        self._clock = rules.clock
        self.providers = providers
        self._gateway = gateway
        self._begun, self._arrived = (
            TokenBuckets(BEGUN_PER_SECOND, BEGUN_AT_ONCE, now=lambda: rules.clock().timestamp()) for _ in range(2)
        )

    async def depart(self, slug: str, kind: Kind, target: str, browser: str, knock: Knock, actor: Actor | None = None) -> Departure:
        """The way to a provider; `browser` is what the cookie holds already, if anything.

        Linking takes a recent proof: else whoever finds an open browser could add an identity of theirs.
        Raises `NotFoundError`, `ProofNeededError`, `LimitReachedError`, `InvalidInputError` when the provider does not answer.
        """
        if not self._begun.take(network_of(knock.peer)):
            raise LimitReachedError("identity.error.too_many_codes")
        if kind == "link" and actor is not None:
            self._rules.allow_change(actor)
        provider = await self.providers.find(slug)
        secret = attempts.browser_secret(browser)
        attempt = Attempt(slug, kind, target, actor.user_id if actor else "", actor.session_id if actor else "")
        state = await self._db.write(lambda session: attempts.begin(session, attempt, secret, self._clock()))
        request = attempts.request_of(state, secret, self.providers.redirect_uri(slug), ask_again=kind != "sign_in")
        try:
            return Departure(await self._gateway.authorization_url(provider.registration, request), secret)
        except IdentityProviderError as error:
            logger.warning("provider %s: %s", slug, error)
            raise InvalidInputError("identity.error.provider_away") from error

    async def arrive(self, slug: str, back: Return, knock: Knock, actor: Actor | None) -> Arrival:
        """What somebody's return from a provider leads to; `actor` is who is signed in in this browser.

        Raises `NotAuthenticatedError` for a return that proves nothing, `NotAllowedError` or `ConflictError` for
        somebody who may not come in, each with a sentence. Every failure is in the audit log, so they are limited.
        """
        if not self._arrived.take(network_of(knock.peer)):
            raise LimitReachedError("identity.error.too_many_codes")
        try:
            return await self._arrive(slug, back, knock, actor)
        except AppError as error:
            who = actor or Actor("", network=network_of(knock.peer))
            await self._audit.note(who, "identity.use", kind="provider", object_id=slug, outcome="failed", reason=error.key)
            raise

    async def list(self, actor: Actor) -> list[IdentityInfo]:
        """Those that open the person's account, oldest first."""
        rows = await self._db.read(lambda session: queries.list_identities(session, actor.user_id))
        labels = await self.providers.labels()
        return [
            IdentityInfo(row.id, row.issuer, labels.get(row.issuer.rstrip("/"), row.issuer), row.email, row.created_at, row.last_used_at)
            for row in rows
        ]

    async def unlink(self, actor: Actor, identity_id: str) -> None:
        """Let an identity open the account no more, and end the other sessions: they may have come in with it.

        Raises `NotFoundError` for somebody else's, `ConflictError` for the last way in.
        """
        self._rules.allow_change(actor)

        def unlink(session: Session) -> None:
            user = queries.lock_user(session, actor.user_id)
            row = queries.find_identity_of(session, actor.user_id, identity_id)
            if row is None or user is None:
                raise NotFoundError
            session.delete(row)
            session.flush()
            if not _has_way_in(session, user):
                raise ConflictError("identity.error.last_way")
            session_queries.revoke_sessions_of(session, actor.user_id, self._clock(), except_id=actor.session_id)
            self._audit.record(session, actor, "identity.unlink", kind="identity", object_id=identity_id)

        await self._db.write(unlink)
        self._rules.sessions_changed()

    async def _arrive(self, slug: str, back: Return, knock: Knock, actor: Actor | None) -> Arrival:
        attempt = await self._db.write(lambda session: attempts.take(session, back.state, back.browser, self._clock()))
        if attempt is None or attempt.slug != slug:
            raise NotAuthenticatedError("identity.error.attempt_over")
        if attempt.kind != "sign_in" and (actor is None or (actor.user_id, actor.session_id) != (attempt.user_id, attempt.session_id)):
            raise NotAuthenticatedError("identity.error.attempt_over")
        if back.error or not back.code:
            raise NotAllowedError("identity.error.provider_refused")
        provider = await self.providers.find(slug)
        remote = await self._identify(provider, back, ask_again=attempt.kind != "sign_in")
        if attempt.kind == "sign_in":
            return await self._sign_in(provider, remote, knock, attempt.target)
        assert actor is not None  # noqa: S101  (checked above)
        await (self._link(actor, remote) if attempt.kind == "link" else self._prove(actor, remote))
        return Arrival(attempt.kind, attempt.target)

    async def _identify(self, provider: KnownProvider, back: Return, *, ask_again: bool) -> RemoteIdentity:
        request = attempts.request_of(back.state, back.browser, self.providers.redirect_uri(provider.slug), ask_again=ask_again)
        try:
            return await self._gateway.identify(provider.registration, request, back.code, back.issuer)
        except IdentityProviderError as error:
            logger.warning("sign-in at provider %s: %s", provider.slug, error)
            raise NotAuthenticatedError("identity.error.provider_answer") from error

    async def _sign_in(self, provider: KnownProvider, remote: RemoteIdentity, knock: Knock, target: str) -> Arrival:
        user = await self._known(remote) or await self._newcomer(provider, remote, knock)
        require_open(user)
        asks = await self._factors.is_required(user)
        signed_in = await self._accounts.open_session(user.id, knock, method="oidc", asks_second_factor=asks)
        return Arrival("sign_in", target, signed_in)

    async def _known(self, remote: RemoteIdentity) -> models.User | None:
        def use(session: Session) -> models.User | None:
            row = queries.find_identity(session, remote.issuer, remote.subject)
            if row is None:
                return None
            row.last_used_at, row.email = self._clock(), address_of(remote) or row.email
            return queries.find_user(session, row.user_id)

        return await self._db.write(use)

    async def _newcomer(self, provider: KnownProvider, remote: RemoteIdentity, knock: Knock) -> models.User:
        rules, email = await self._rules.site.load(SignIn), address_of(remote)
        require_registration(provider, rules, email, one_person=self._rules.settings.mode == "single")
        network = network_of(knock.peer)
        try:
            return await self._db.write(lambda session: create_account(session, self._audit, remote, email, network, self._clock()))
        except IntegrityError:
            # Somebody was faster: with this identity in another tab, or with this address.
            known = await self._known(remote)
            if known is None:
                raise ConflictError("identity.error.email_taken") from None
            return known

    async def _link(self, actor: Actor, remote: RemoteIdentity) -> None:
        def link(session: Session) -> None:
            queries.lock_user(session, actor.user_id)
            row = queries.find_identity(session, remote.issuer, remote.subject)
            if row is not None and row.user_id != actor.user_id:
                raise ConflictError("identity.error.identity_taken")
            if row is not None:
                return
            if len(queries.list_identities(session, actor.user_id)) >= MAX_IDENTITIES:
                raise ConflictError("identity.error.too_many_identities", max=MAX_IDENTITIES)
            row = add_identity(session, actor.user_id, remote, self._clock())
            self._audit.record(session, actor, "identity.link", kind="identity", object_id=row.id)

        try:
            await self._db.write(link)
        except IntegrityError:
            raise ConflictError("identity.error.identity_taken") from None

    async def _prove(self, actor: Actor, remote: RemoteIdentity) -> None:
        row = await self._db.read(lambda session: queries.find_identity(session, remote.issuer, remote.subject))
        if row is None or row.user_id != actor.user_id:
            raise NotAllowedError("identity.error.other_identity")
        await self._accounts.mark_proved(actor, method="oidc")


def _has_way_in(session: Session, user: models.User) -> bool:
    return bool(user.password_hash or queries.count_passkeys(session, user.id) or queries.list_identities(session, user.id))
