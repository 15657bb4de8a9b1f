"""Setting up, asking for and giving up the codes of authenticator apps, and the recovery codes beside them."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, LimitReachedError
from chat_app.services.access.matrix import require
from chat_app.services.accounts import session_queries
from chat_app.services.audit import AuditLog
from chat_app.services.identity import factors, queries, totp
from chat_app.services.identity.dto import FactorConfirmed, SecondFactorState, TotpSetup
from chat_app.services.identity.factors import FactorRules
from chat_app.services.identity.recovery_codes import codes_if_none, hash_of, replace_codes
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.services.vault import Vault

GUESSES = 8
GUESS_SECONDS = 15 * 60
"""Eight wrong codes, then one more every two minutes: with three of a million right at a time, years of guessing."""
MAX_CODE = 60
UNCONFIRMED = timedelta(hours=1)
"""How long a secret waits for its first code."""


class SecondFactors:
    """The factors of the acting person. Every change asks for a recent proof and ends the person's other sessions."""

    def __init__(self, db: Database, vault: Vault, audit: AuditLog, rules: FactorRules) -> None:
        self._db = db
        self._vault = vault
        self._audit = audit
        self._rules = rules
        self._clock = rules.clock
        self._guesses = TokenBuckets(GUESSES / GUESS_SECONDS, GUESSES, now=lambda: rules.clock().timestamp())

    async def is_required(self, user: models.User) -> bool:
        """Whether a password alone does not let this person in: a factor is set up, or administrators must have one."""
        if factors.must_have_factor(user, await self._rules.admins_must()):
            return True
        return await self._db.read(lambda session: factors.has_factor(session, user.id))

    async def state(self, actor: Actor) -> SecondFactorState:
        """What the person has set up."""
        admins_must = await self._rules.admins_must()

        def read(session: Session) -> SecondFactorState:
            return SecondFactorState(
                totp=factors.has_totp(session, actor.user_id),
                passkeys=queries.count_passkeys(session, actor.user_id),
                recovery_codes=queries.count_recovery_codes(session, actor.user_id),
                required=admins_must and actor.role == "admin",
                available=not self._rules.settings.without_login and bool(actor.session_id),
            )

        return await self._db.read(read)

    async def begin_totp(self, actor: Actor) -> TotpSetup:
        """A secret for an authenticator app; it counts for nothing until `confirm_totp`.

        Asked again before that, the secret stays the same, so that a reloaded page does not spoil what was scanned.
        Raises `ConflictError` when there is an app already.
        """
        self._rules.allow_change(actor)

        def begin(session: Session) -> tuple[str, str]:
            user = factors.hold(session, actor.user_id)
            return self._unconfirmed_secret(session, user.id), user.email or user.name or "owner"

        secret, account = await self._db.write(begin)
        uri = totp.uri_of(secret, account, _issuer(self._rules.settings.origin))
        return TotpSetup(secret, uri, totp.qr_svg(uri))

    async def confirm_totp(self, actor: Actor, code: str) -> FactorConfirmed:
        """Use the app from now on, proved by a code of it; raises `InvalidInputError` for a wrong one.

        The first factor brings recovery codes, which are told here and never again.
        """
        self._rules.allow_change(actor)
        self._count_guess(actor.user_id)

        def confirm(session: Session) -> FactorConfirmed:
            factors.hold(session, actor.user_id)
            factor = queries.lock_totp(session, actor.user_id)
            if factor is None or factor.confirmed_at is not None:
                raise ConflictError("identity.error.not_begun")
            if not self._takes(session, factor, code):
                raise InvalidInputError("identity.error.wrong_code")
            factor.confirmed_at = self._clock()
            factors.end_others(session, actor, self._clock())
            self._audit.record(session, actor, "totp.enable", kind="user", object_id=actor.user_id)
            return FactorConfirmed(codes_if_none(session, actor.user_id, self._clock()))

        confirmed = await self._db.write(confirm)
        self._rules.sessions_changed()
        return confirmed

    async def disable_totp(self, actor: Actor) -> None:
        """Ask for no more codes; raises `ConflictError` for the last factor of somebody who must have one."""
        self._rules.allow_change(actor)
        admins_must = await self._rules.admins_must()

        def disable(session: Session) -> None:
            user = factors.hold(session, actor.user_id)
            factor = queries.lock_totp(session, actor.user_id)
            if factor is None:
                return
            self._drop(session, factor)
            factors.after_removal(session, user, admins_must)
            factors.end_others(session, actor, self._clock())
            self._audit.record(session, actor, "totp.disable", kind="user", object_id=actor.user_id)

        await self._db.write(disable)
        self._rules.sessions_changed()

    async def new_recovery_codes(self, actor: Actor) -> tuple[str, ...]:
        """Ten new codes, told once; those before stop working. Raises `ConflictError` for somebody without a factor."""
        self._rules.allow_change(actor)

        def renew(session: Session) -> tuple[str, ...]:
            factors.hold(session, actor.user_id)
            if not factors.has_factor(session, actor.user_id):
                raise ConflictError("identity.error.no_factor")
            self._audit.record(session, actor, "recovery_codes.renew", kind="user", object_id=actor.user_id)
            return replace_codes(session, actor.user_id, self._clock())

        return await self._db.write(renew)

    async def reset(self, actor: Actor, user_id: str) -> None:
        """As administrator, take app, passkeys and recovery codes from somebody who has lost them, and end their sessions.

        Raises `NotFoundError` for whoever may not and for nobody, `ProofNeededError`.
        """
        require(actor, "admin.users")
        self._rules.allow_change(actor)

        def reset(session: Session) -> None:
            user = factors.hold(session, user_id)
            if factor := queries.lock_totp(session, user.id):
                self._drop(session, factor)
            queries.delete_passkeys(session, user.id)
            queries.delete_recovery_codes(session, user.id)
            session_queries.revoke_sessions_of(session, user.id, self._clock())
            self._audit.record(session, actor, "second_factor.reset", kind="user", object_id=user.id, subject_id=user.id)

        await self._db.write(reset)
        self._rules.sessions_changed()

    async def check(self, actor: Actor, code: str) -> str:
        """Use up a code of the person's app or a recovery code; returns which it was: "totp", "recovery_code" or "" for a wrong one.

        Raises `LimitReachedError` after too many; every try is in the audit log.
        """
        self._count_guess(actor.user_id)
        # Committed also when the code is wrong: the entry in the log has to stay.
        return await self._db.write(lambda session: self._check(session, actor, code))

    def _check(self, session: Session, actor: Actor, code: str) -> str:
        factor = queries.lock_totp(session, actor.user_id)
        way = "totp" if factor and factor.confirmed_at and self._takes(session, factor, code) else ""
        if not way and len(code) <= MAX_CODE and queries.use_recovery_code(session, actor.user_id, hash_of(code), self._clock()):
            way = "recovery_code"
        self._audit.record(
            session, actor, "second_factor.enter", kind="user", object_id=actor.user_id, outcome="done" if way else "failed", way=way
        )
        return way

    def _count_guess(self, user_id: str) -> None:
        if not self._guesses.take(user_id):
            raise LimitReachedError("identity.error.too_many_codes")

    def _takes(self, session: Session, factor: models.TotpFactor, code: str) -> bool:
        secret = self._vault.reveal(session, factor.secret_id, _bound(factor.user_id))
        step = totp.matching_step(secret, code[:MAX_CODE], self._clock(), factor.last_step)
        if step is None:
            return False
        factor.last_step = step
        return True

    def _unconfirmed_secret(self, session: Session, user_id: str) -> str:
        factor, now = queries.lock_totp(session, user_id), self._clock()
        if factor is not None and factor.confirmed_at is not None:
            raise ConflictError("identity.error.has_totp")
        if factor is not None and now - factor.created_at < UNCONFIRMED:
            return self._vault.reveal(session, factor.secret_id, _bound(user_id))
        if factor is not None:
            self._drop(session, factor)
        secret = totp.new_secret()
        secret_id = self._vault.keep(session, secret, _bound(user_id))
        session.add(models.TotpFactor(user_id=user_id, secret_id=secret_id, created_at=now))
        return secret

    def _drop(self, session: Session, factor: models.TotpFactor) -> None:
        session.delete(factor)
        session.flush()
        self._vault.forget(session, factor.secret_id)


def _bound(user_id: str) -> str:
    return f"totp:{user_id}"


def _issuer(origin: str) -> str:
    """How the app names us: with the host, since people may use more than one Parley."""
    host = urlsplit(origin).hostname or ""
    return "Parley" if host == "localhost" else f"Parley ({host})"
