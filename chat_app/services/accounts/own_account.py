"""What people change about their own account: name, password, address."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app.errors import NotAllowedError, NotFoundError
from chat_app.services.accounts import queries, session_queries, token_queries
from chat_app.services.accounts.emails import normal_email
from chat_app.services.accounts.names import clean_name
from chat_app.services.accounts.one_time_links import VALID_FOR, LinkGoneError, look_at, make_link, use_up
from chat_app.services.accounts.parts import AccountParts
from chat_app.services.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class OwnAccess:
    """With what somebody signs in."""

    email: str
    """Empty for an owner who has none."""
    waiting_email: str
    """The address that counts once its link is opened; empty while none was asked for."""
    has_password: bool
    """Whether there is one to be asked for; people of an identity provider have none."""


class OwnAccount:
    """Name, password and address of whoever asks."""

    def __init__(self, parts: AccountParts) -> None:
        self._parts = parts

    async def access(self, actor: Actor) -> OwnAccess:
        """With what `actor` signs in."""

        def load(session: Session) -> OwnAccess:
            user = queries.find_user(session, actor.user_id)
            waiting = token_queries.find_waiting_email(session, actor.user_id, self._parts.clock())
            return OwnAccess(user.email or "", waiting, user.password_hash != "") if user else OwnAccess("", waiting, False)

        return await self._parts.db.read(load)

    async def rename(self, actor: Actor, name: str) -> str:
        """Change one's name and return it as it is kept; raises `InvalidInputError`."""
        _refuse_programs(actor)
        kept = clean_name(name)

        def save(session: Session) -> None:
            row = queries.lock_user(session, actor.user_id)
            if row is None:
                raise NotFoundError
            row.name = kept
            self._parts.audit.record(session, actor, "account.rename", kind="user", object_id=actor.user_id)

        await self._parts.db.write(save)
        self._parts.accounts.forget_cached()
        self._parts.accounts.tell_pages(actor.user_id)
        return kept

    async def change_password(self, actor: Actor, current: str, new: str) -> None:
        """Set a new password and sign out all other browsers; whoever has none yet needs a recent proof instead of one.

        Raises `NotAllowedError` for a wrong current one, `ProofNeededError`, `InvalidInputError`, `LimitReachedError`.
        """
        _refuse_programs(actor)
        own = await self.access(actor)
        if own.has_password:
            await self._parts.accounts.prove(actor, current)
        else:
            self._parts.accounts.require_recent_proof(actor)
        hashed = await self._parts.passwords.make(new, actor.name, own.email)
        await self._parts.db.write(lambda session: self._set_password(session, actor, hashed))
        self._parts.accounts.forget_cached()
        if own.email:
            self._parts.outbox.post(own.email, actor.language, "password_changed")

    async def ask_email(self, actor: Actor, email: str) -> None:
        """Send a link to another address, which counts as soon as it is opened, and a note to the one that counts now.

        Raises `ProofNeededError`, `InvalidInputError`, `LimitReachedError`, `NotAllowedError` without a mail server.
        Whether somebody else has the address is not told.
        """
        _refuse_programs(actor)
        self._parts.accounts.require_recent_proof(actor)
        if not self._parts.outbox.is_open:
            raise NotAllowedError("auth.error.no_mail")
        address, before = normal_email(email), (await self.access(actor)).email
        await self._parts.asking.count(actor.network, address)
        token = await self._parts.db.write(lambda session: self._begin_email(session, actor, address))
        hours = VALID_FOR["email"].days * 24
        self._parts.outbox.post(address, actor.language, "new_email", f"/auth/confirm-email?token={token}", hours=hours)
        if before:
            self._parts.outbox.post(before, actor.language, "email_changed")

    async def new_email_of(self, token: object) -> str:
        """The address that a link confirms, "" if it does nothing any more."""
        link = await self._parts.db.read(lambda session: look_at(session, "email", token, self._parts.clock()))
        return link.email if link else ""

    async def confirm_email(self, token: object) -> None:
        """Let the new address count; raises `LinkGoneError`, also when somebody else has it by now."""
        try:
            await self._parts.db.write(lambda session: self._set_email(session, token))
        except IntegrityError:
            raise LinkGoneError from None
        self._parts.accounts.forget_cached()

    def _set_password(self, session: Session, actor: Actor, hashed: str) -> None:
        now = self._parts.clock()
        row = queries.lock_user(session, actor.user_id)
        if row is None:
            raise NotFoundError
        row.password_hash, row.password_changed_at = hashed, now
        token_queries.void_tokens_of(session, actor.user_id, now)
        session_queries.revoke_sessions_of(session, actor.user_id, now, except_id=actor.session_id)
        self._parts.audit.record(session, actor, "password.change", kind="user", object_id=actor.user_id)

    def _begin_email(self, session: Session, actor: Actor, address: str) -> str:
        self._parts.audit.record(session, actor, "email.ask", kind="user", object_id=actor.user_id)
        return make_link(session, "email", self._parts.clock(), email=address, user_id=actor.user_id)[1]

    def _set_email(self, session: Session, token: object) -> None:
        now = self._parts.clock()
        link = use_up(session, "email", token, now)
        row = queries.lock_user(session, link.user_id)
        other = queries.find_user_by_email(session, link.email)
        if row is None or row.deleted_at or row.suspended_at or (other and other.id != row.id):
            raise LinkGoneError
        row.email, row.email_confirmed_at = link.email, now
        # Links that went to the old address are not for whoever reads it from now on.
        token_queries.void_tokens_of(session, row.id, now)
        session.flush()
        self._parts.audit.record(session, Actor(row.id), "email.change", kind="user", object_id=row.id)


def _refuse_programs(actor: Actor) -> None:
    """A key that leaked must not be able to take the account over."""
    if actor.api_key_id:
        raise NotAllowedError
