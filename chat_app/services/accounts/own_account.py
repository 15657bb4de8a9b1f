"""What people change about their own account: name, password, address."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import NotAllowedError, NotFoundError
from chat_app.services.accounts import queries, session_queries, token_queries
from chat_app.services.accounts.asking import AskingThrottle
from chat_app.services.accounts.emails import normal_email
from chat_app.services.accounts.names import clean_name
from chat_app.services.accounts.one_time_links import VALID_FOR, LinkGoneError, look_at, make_link, use_up
from chat_app.services.accounts.passwords import PasswordMaker
from chat_app.services.accounts.service import AccountService
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.mail import Outbox


class OwnAccount:
    """Name, password and address of whoever asks."""

    def __init__(
        self,
        db: Database,
        accounts: AccountService,
        outbox: Outbox,
        passwords: PasswordMaker,
        audit: AuditLog,
        clock: Clock,
        asking: AskingThrottle,
    ) -> None:
        self._db = db
        self._accounts = accounts
        self._outbox = outbox
        self._passwords = passwords
        self._audit = audit
        self._clock = clock
        self._asking = asking

    async def email(self, actor: Actor) -> str:
        """The address of `actor`, "" for an owner who has none."""
        user = await self._db.read(lambda session: queries.find_user(session, actor.user_id))
        return user.email or "" if user else ""

    async def waiting_email(self, actor: Actor) -> str:
        """The address that counts once its link is opened, "" while none was asked for."""
        return await self._db.read(lambda session: token_queries.find_waiting_email(session, actor.user_id, self._clock()))

    async def has_password(self, actor: Actor) -> bool:
        """Whether there is one to be asked for; people of an identity provider have none."""
        user = await self._db.read(lambda session: queries.find_user(session, actor.user_id))
        return bool(user and user.password_hash)

    async def rename(self, actor: Actor, name: str) -> str:
        """Change one's name and return it as it is kept; raises `InvalidInputError`."""
        _refuse_programs(actor)
        kept = clean_name(name)

        def save(session: Session) -> None:
            row = queries.lock_user(session, actor.user_id)
            if row is None:
                raise NotFoundError
            row.name = kept
            self._audit.record(session, actor, "account.rename", kind="user", object_id=actor.user_id)

        await self._db.write(save)
        self._accounts.forget_cached()
        self._accounts.tell_pages(actor.user_id)
        return kept

    async def change_password(self, actor: Actor, current: str, new: str) -> None:
        """Set a new password and sign out all other browsers; whoever has none yet needs a recent proof instead of one.

        Raises `NotAllowedError` for a wrong current one, `ProofNeededError`, `InvalidInputError`, `LimitReachedError`.
        """
        _refuse_programs(actor)
        if await self.has_password(actor):
            await self._accounts.prove(actor, current)
        else:
            self._accounts.require_recent_proof(actor)
        address = await self.email(actor)
        hashed = await self._passwords.make(new, actor.name, address)
        await self._db.write(lambda session: self._set_password(session, actor, hashed))
        self._accounts.forget_cached()
        if address:
            self._outbox.post(address, actor.language, "password_changed")

    async def ask_email(self, actor: Actor, email: str) -> None:
        """Send a link to another address, which counts as soon as it is opened, and a note to the one that counts now.

        Raises `ProofNeededError`, `InvalidInputError`, `LimitReachedError`, `NotAllowedError` without a mail server.
        Whether somebody else has the address is not told.
        """
        _refuse_programs(actor)
        self._accounts.require_recent_proof(actor)
        if not self._outbox.is_open:
            raise NotAllowedError("auth.error.no_mail")
        address, before = normal_email(email), await self.email(actor)
        await self._asking.count(actor.network, address)
        token = await self._db.write(lambda session: self._begin_email(session, actor, address))
        hours = VALID_FOR["email"].days * 24
        self._outbox.post(address, actor.language, "new_email", f"/auth/confirm-email?token={token}", hours=hours)
        if before:
            self._outbox.post(before, actor.language, "email_changed")

    async def new_email_of(self, token: object) -> str:
        """The address that a link confirms, "" if it does nothing any more."""
        link = await self._db.read(lambda session: look_at(session, "email", token, self._clock()))
        return link.email if link else ""

    async def confirm_email(self, token: object) -> None:
        """Let the new address count; raises `LinkGoneError`, also when somebody else has it by now."""
        try:
            await self._db.write(lambda session: self._set_email(session, token))
        except IntegrityError:
            raise LinkGoneError from None
        self._accounts.forget_cached()

    def _set_password(self, session: Session, actor: Actor, hashed: str) -> None:
        now = self._clock()
        row = queries.lock_user(session, actor.user_id)
        if row is None:
            raise NotFoundError
        row.password_hash, row.password_changed_at = hashed, now
        token_queries.void_tokens_of(session, actor.user_id, now)
        session_queries.revoke_sessions_of(session, actor.user_id, now, except_id=actor.session_id)
        self._audit.record(session, actor, "password.change", kind="user", object_id=actor.user_id)

    def _begin_email(self, session: Session, actor: Actor, address: str) -> str:
        self._audit.record(session, actor, "email.ask", kind="user", object_id=actor.user_id)
        return make_link(session, "email", self._clock(), email=address, user_id=actor.user_id)[1]

    def _set_email(self, session: Session, token: object) -> None:
        now = self._clock()
        link = use_up(session, "email", token, now)
        row = queries.lock_user(session, link.user_id)
        other = queries.find_user_by_email(session, link.email)
        if row is None or row.deleted_at or row.suspended_at or (other and other.id != row.id):
            raise LinkGoneError
        row.email, row.email_confirmed_at = link.email, now
        # Links that went to the old address are not for whoever reads it from now on.
        token_queries.void_tokens_of(session, row.id, now)
        session.flush()
        self._audit.record(session, Actor(row.id), "email.change", kind="user", object_id=row.id)


def _refuse_programs(actor: Actor) -> None:
    """A key that leaked must not be able to take the account over."""
    if actor.api_key_id:
        raise NotAllowedError
