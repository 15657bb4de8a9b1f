"""The passkeys of a person: adding, naming and removing them."""

from __future__ import annotations

import base64
import ipaddress
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, NotFoundError
from chat_app.integrations.webauthn.port import Ceremonies, CeremonyError, Registered, RelyingParty
from chat_app.services.audit import AuditLog
from chat_app.services.identity import factors, handshakes, queries
from chat_app.services.identity.dto import Ceremony, FactorConfirmed, PasskeyInfo
from chat_app.services.identity.factors import FactorRules
from chat_app.services.identity.recovery_codes import codes_if_none
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.texts import is_storable

CHALLENGE_LIFETIME = timedelta(minutes=5)
MAX_PASSKEYS = 20
MAX_NAME = 100
ADDING = "passkey.add"


class Passkeys:
    """Passkeys of the acting person. Adding and removing asks for a recent proof and ends the person's other sessions."""

    def __init__(self, db: Database, audit: AuditLog, rules: FactorRules, ceremonies: Ceremonies) -> None:
        self._db = db
        self._audit = audit
        self._rules = rules
        self._clock = rules.clock
        self._ceremonies = ceremonies

    @property
    def party(self) -> RelyingParty:
        """Who we are to authenticators."""
        origin = self._rules.settings.origin
        return RelyingParty(urlsplit(origin).hostname or "", "Parley", origin)

    @property
    def possible(self) -> bool:
        """Whether browsers do WebAuthn at our address: over https or on this machine, under a name."""
        parts = urlsplit(self._rules.settings.origin)
        return (parts.scheme == "https" or parts.hostname == "localhost") and not _is_address(parts.hostname or "")

    async def list(self, actor: Actor) -> list[PasskeyInfo]:
        """Oldest first."""
        return await self._db.read(lambda session: [_info(row) for row in queries.list_passkeys(session, actor.user_id)])

    async def begin(self, actor: Actor) -> Ceremony:
        """Options for a new passkey, good once and for five minutes, for this person in this session."""
        self._rules.allow_change(actor)
        challenge = secrets.token_bytes(32)

        def begin(session: Session) -> tuple[str, list[bytes]]:
            user = factors.hold(session, actor.user_id)
            handshakes.remember(
                session, ADDING, encoded(challenge), self._clock(), CHALLENGE_LIFETIME, user_id=user.id, session_id=actor.session_id
            )
            return user.email or user.name or "Parley", [row.credential_id for row in queries.list_passkeys(session, user.id)]

        name, known = await self._db.write(begin)
        return Ceremony(self._ceremonies.registration_options(self.party, actor.user_id, name, challenge, known))

    async def add(self, actor: Actor, credential: dict[str, object], name: str) -> FactorConfirmed:
        """Take the new passkey; raises `InvalidInputError` for an answer that is not one to our challenge.

        The first factor brings recovery codes, which are told here and never again.
        """
        self._rules.allow_change(actor)
        registered = await self._registered(actor, credential)

        def add(session: Session) -> FactorConfirmed:
            factors.hold(session, actor.user_id)
            passkey = self._insert(session, actor, registered, name)
            factors.end_others(session, actor, self._clock())
            self._audit.record(session, actor, "passkey.add", kind="passkey", object_id=passkey.id)
            return FactorConfirmed(codes_if_none(session, actor.user_id, self._clock()))

        confirmed = await self._db.write(add)
        self._rules.sessions_changed()
        return confirmed

    async def rename(self, actor: Actor, passkey_id: str, name: str) -> PasskeyInfo:
        """Raises `NotFoundError` for somebody else's."""

        def rename(session: Session) -> PasskeyInfo:
            row = _require(session, actor, passkey_id)
            row.name = checked_name(name)
            self._audit.record(session, actor, "passkey.rename", kind="passkey", object_id=row.id)
            return _info(row)

        return await self._db.write(rename)

    async def remove(self, actor: Actor, passkey_id: str) -> None:
        """Forget a passkey; raises `NotFoundError` for somebody else's, `ConflictError` for the last factor of who needs one."""
        self._rules.allow_change(actor)
        admins_must = await self._rules.admins_must()

        def remove(session: Session) -> None:
            user = factors.hold(session, actor.user_id)
            session.delete(_require(session, actor, passkey_id))
            factors.after_removal(session, user, admins_must)
            factors.end_others(session, actor, self._clock())
            self._audit.record(session, actor, "passkey.remove", kind="passkey", object_id=passkey_id)

        await self._db.write(remove)
        self._rules.sessions_changed()

    async def _registered(self, actor: Actor, credential: dict[str, object]) -> Registered:
        try:
            claimed = self._ceremonies.read_answer(credential, "create")
            asked = await self._db.write(lambda session: handshakes.take(session, ADDING, claimed.challenge, self._clock()))
            if asked is None or (asked.user_id, asked.details["session_id"]) != (actor.user_id, actor.session_id):
                raise CeremonyError("the challenge is not one of ours")
            return self._ceremonies.verify_registration(self.party, credential, decoded(claimed.challenge))
        except CeremonyError as error:
            await self._audit.note(actor, "passkey.add", kind="user", object_id=actor.user_id, outcome="failed")
            raise InvalidInputError("identity.error.passkey_refused") from error

    def _insert(self, session: Session, actor: Actor, registered: Registered, name: str) -> models.Passkey:
        if queries.credential_exists(session, registered.credential_id):
            raise ConflictError("identity.error.passkey_known")
        if queries.count_passkeys(session, actor.user_id) >= MAX_PASSKEYS:
            raise ConflictError("identity.error.too_many_passkeys", max=MAX_PASSKEYS)
        row = models.Passkey(
            id=new_id(),
            user_id=actor.user_id,
            credential_id=registered.credential_id,
            public_key=registered.public_key,
            sign_count=registered.sign_count,
            name=checked_name(name),
            created_at=self._clock(),
        )
        session.add(row)
        session.flush()
        return row


def checked_name(name: str) -> str:
    """A name as it is kept: one line; raises `InvalidInputError`."""
    plain = " ".join(name.split())
    if not is_storable(plain) or len(plain) > MAX_NAME:
        raise InvalidInputError("identity.error.passkey_name", max=MAX_NAME)
    return plain or "Passkey"


def encoded(challenge: bytes) -> str:
    """Base64url without padding, as browsers write it."""
    return base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()


def decoded(challenge: str) -> bytes:
    return base64.urlsafe_b64decode(challenge + "=" * (-len(challenge) % 4))


def _require(session: Session, actor: Actor, passkey_id: str) -> models.Passkey:
    row = queries.find_passkey(session, actor.user_id, passkey_id)
    if row is None:
        raise NotFoundError
    return row


def _info(row: models.Passkey) -> PasskeyInfo:
    return PasskeyInfo(row.id, row.name, row.created_at, row.last_used_at)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
