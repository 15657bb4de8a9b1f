"""A forgotten password: a link to the account's address, and a new one through it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from chat_app import models
from chat_app.errors import NotAllowedError, NotFoundError
from chat_app.services.access.matrix import require
from chat_app.services.accounts import queries, session_queries, token_queries
from chat_app.services.accounts.authentication import Knock
from chat_app.services.accounts.emails import normal_email
from chat_app.services.accounts.one_time_links import VALID_FOR, LinkGoneError, look_at, make_link, use_up
from chat_app.services.accounts.parts import AccountParts
from chat_app.services.accounts.proof import ProofRule
from chat_app.services.accounts.throttle import network_of
from chat_app.services.kernel.actor import Actor

MINUTES = VALID_FOR["reset"].seconds // 60


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A link that was mailed, or that has to be handed out because no mail leaves this Parley."""

    id: str
    link: str
    """Empty when it was mailed: then nobody but the person gets to see it."""


class Recovery:
    """Replaces passwords of people who cannot sign in."""

    def __init__(self, parts: AccountParts, *, proof: ProofRule) -> None:
        self._parts = parts
        self._require_proof = proof

    @property
    def is_possible(self) -> bool:
        """Whether people get a link themselves; without a mail server administrators hand it out."""
        return self._parts.outbox.is_open

    async def ask(self, email: str, language: str, knock: Knock) -> None:
        """Send a link if an account has this address. The caller cannot tell whether.

        Raises `NotAllowedError` without a mail server, `InvalidInputError` for what is no address, `LimitReachedError`.
        """
        if not self._parts.outbox.is_open:
            raise NotAllowedError("auth.error.no_mail_reset")
        address = normal_email(email)
        await self._parts.asking.count(knock.peer, address)
        self._parts.outbox.soon(self._answer(address, language, network_of(knock.peer)))

    async def _answer(self, address: str, language: str, network: str) -> None:
        found = await self._parts.db.write(lambda session: self._begin(session, address, network))
        if found:
            self._parts.outbox.post(address, found[0] or language, "reset", f"/auth/reset?token={found[1]}", minutes=MINUTES)

    async def hand_out(self, actor: Actor, user_id: str) -> HandedOut:
        """As administrator, send somebody a link or, without a mail server, get it; raises `NotFoundError`, `ProofNeededError`."""
        require(actor, "admin.users")
        self._require_proof(actor)
        row, token_id, token = await self._parts.db.write(lambda session: self._for(session, actor, user_id))
        path = f"/auth/reset?token={token}"
        self._parts.outbox.post(str(row.email), row.language or actor.language, "reset", path, minutes=MINUTES)
        return HandedOut(token_id, "" if self._parts.outbox.is_open else self._parts.outbox.link(path))

    async def address_of(self, token: object) -> str:
        """Whose password a link would replace, "" if it does nothing any more."""
        link = await self._parts.db.read(lambda session: look_at(session, "reset", token, self._parts.clock()))
        return link.email if link else ""

    async def reset(self, token: object, password: str) -> str:
        """Set a new password and sign out everywhere; second factors stay. Returns the address.

        Raises `LinkGoneError`, `InvalidInputError` (then the link still works).
        """
        address = await self.address_of(token)
        user = await self._parts.db.read(lambda session: queries.find_user_by_email(session, address)) if address else None
        if user is None:
            raise LinkGoneError
        hashed = await self._parts.passwords.make(password, user.name, address)
        await self._parts.db.write(lambda session: self._replace(session, token, hashed))
        self._parts.accounts.forget_cached()
        self._parts.outbox.post(address, user.language, "password_changed")
        return address

    def _begin(self, session: Session, address: str, network: str) -> tuple[str, str] | None:
        user = queries.find_user_by_email(session, address)
        self._parts.audit.record(session, Actor("", network=network), "password.ask", subject_id=user.id if user else "")
        if user is None or user.suspended_at or user.deleted_at:
            return None
        return user.language, make_link(session, "reset", self._parts.clock(), email=address, user_id=user.id)[1]

    def _for(self, session: Session, actor: Actor, user_id: str) -> tuple[models.User, str, str]:
        user = queries.find_user(session, user_id)
        if user is None or not user.email or user.deleted_at:
            raise NotFoundError
        self._parts.audit.record(session, actor, "password.hand_out", kind="user", object_id=user_id, subject_id=user_id)
        return user, *make_link(session, "reset", self._parts.clock(), email=user.email, user_id=user.id, created_by=actor.user_id)

    def _replace(self, session: Session, token: object, hashed: str) -> None:
        now = self._parts.clock()
        link = use_up(session, "reset", token, now)
        user = queries.lock_user(session, link.user_id)
        if user is None or user.deleted_at or user.email != link.email:
            raise LinkGoneError
        user.password_hash, user.password_changed_at = hashed, now
        user.email_confirmed_at = user.email_confirmed_at or now
        token_queries.void_tokens_of(session, user.id, now)
        session_queries.revoke_sessions_of(session, user.id, now)
        self._parts.audit.record(session, Actor(user.id), "password.reset", kind="user", object_id=user.id)
