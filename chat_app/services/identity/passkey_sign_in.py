"""Signing in with a passkey: instead of a password, or after one as second factor; and proving with it who one is."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import LimitReachedError, NotAllowedError, NotAuthenticatedError
from chat_app.integrations.webauthn.port import Answer, Ceremonies, CeremonyError
from chat_app.services.accounts import AccountService, Knock
from chat_app.services.accounts.sign_in import SignedIn
from chat_app.services.accounts.throttle import network_of
from chat_app.services.audit import AuditLog
from chat_app.services.identity import handshakes, queries
from chat_app.services.identity.dto import Ceremony
from chat_app.services.identity.handshakes import Handshake
from chat_app.services.identity.passkeys import CHALLENGE_LIFETIME, Passkeys, decoded, encoded
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.services.site import SiteService
from chat_app.services.site.sections import SignIn

SHOWING = "passkey.show"
BEGUN_AT_ONCE, BEGUN_PER_SECOND = 30, 0.5
"""Sign-ins that a network may begin: each keeps a challenge for five minutes."""


class PasskeySignIn:
    """A passkey that verified its person is possession and knowledge at once: nothing else is asked for."""

    def __init__(
        self,
        db: Database,
        audit: AuditLog,
        accounts: AccountService,
        passkeys: Passkeys,
        ceremonies: Ceremonies,
        site: SiteService,
        clock: Clock,
    ) -> None:
        self._db = db
        self._audit = audit
        self._accounts = accounts
        self._passkeys = passkeys
        self._ceremonies = ceremonies
        self._site = site
        self._clock = clock
        self._begun, self._shown = (TokenBuckets(BEGUN_PER_SECOND, BEGUN_AT_ONCE, now=lambda: clock().timestamp()) for _ in range(2))

    async def begin(self, knock: Knock) -> Ceremony:
        """Options for whoever knocks; after a password only that person's passkeys will do."""
        if not self._begun.take(network_of(knock.peer)):
            raise LimitReachedError("identity.error.too_many_codes")
        half = await self._accounts.half_session(knock.token)
        return await self._begin(half.user_id if half else "")

    async def sign_in(self, knock: Knock, credential: dict[str, object]) -> SignedIn:
        """Let in whoever holds the passkey; raises `NotAuthenticatedError`, `NotAllowedError` where only providers may sign in."""
        network = network_of(knock.peer)
        if not self._shown.take(network):
            # Each try leaves an entry in the audit log.
            raise LimitReachedError("identity.error.too_many_codes")
        half = await self._accounts.half_session(knock.token)
        user = await self._show(Actor(half.user_id if half else "", network=network), credential)
        if half:
            return await self._accounts.finish_sign_in(knock.token, knock, method="passkey")
        if user.role != "admin" and not (await self._site.load(SignIn)).passwords:
            await self._audit.note(Actor(user.id, network=network), "session.fail", outcome="failed", method="passkey")
            raise NotAllowedError("identity.error.provider_only")
        return await self._accounts.open_session(user.id, knock, method="passkey")

    async def begin_proof(self, actor: Actor) -> Ceremony:
        """Options for proving once more who one is."""
        return await self._begin(actor.user_id)

    async def prove(self, actor: Actor, credential: dict[str, object]) -> None:
        """Take a passkey of the person as recent proof; raises `NotAuthenticatedError`."""
        await self._show(actor, credential)
        await self._accounts.mark_proved(actor, method="passkey")

    async def _begin(self, user_id: str) -> Ceremony:
        challenge, now = secrets.token_bytes(32), self._clock()

        def begin(session: Session) -> list[bytes]:
            handshakes.remember(session, SHOWING, encoded(challenge), now, CHALLENGE_LIFETIME, user_id=user_id)
            return [row.credential_id for row in queries.list_passkeys(session, user_id)] if user_id else []

        allowed = await self._db.write(begin)
        return Ceremony(self._ceremonies.authentication_options(self._passkeys.party, challenge, allowed))

    async def _show(self, actor: Actor, credential: dict[str, object]) -> models.User:
        """Whose passkey this is; `actor` is the person it has to be, or nobody yet."""
        try:
            answer = self._ceremonies.read_answer(credential, "get")
            asked = await self._db.write(lambda session: handshakes.take(session, SHOWING, answer.challenge, self._clock()))
            if asked is None or asked.user_id != actor.user_id:
                raise CeremonyError("the challenge is not one of ours")
            return await self._db.write(lambda session: self._verify(session, asked, answer, credential))
        except CeremonyError as error:
            await self._audit.note(actor, "passkey.show", outcome="failed")
            raise NotAuthenticatedError("identity.error.passkey_refused") from error

    def _verify(self, session: Session, asked: Handshake, answer: Answer, credential: dict[str, object]) -> models.User:
        found = queries.lock_credential(session, answer.credential_id)
        if found is None:
            raise CeremonyError("the credential is not known, or nobody may sign in with it")
        passkey, user = found
        if asked.user_id not in {"", user.id} or answer.user_handle not in {b"", user.id.encode()}:
            raise CeremonyError("the credential is somebody else's")
        challenge = decoded(answer.challenge)
        count = self._ceremonies.verify_authentication(self._passkeys.party, credential, challenge, passkey.public_key, passkey.sign_count)
        _used(passkey, count, self._clock())
        return user


def _used(passkey: models.Passkey, sign_count: int, now: datetime) -> None:
    passkey.sign_count = sign_count
    passkey.last_used_at = now
