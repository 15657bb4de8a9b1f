"""The first person: sets the password of the one owner, or becomes the first administrator. Never whoever comes first."""

from __future__ import annotations

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import ConflictError, NotAllowedError
from chat_app.services.accounts import queries, session_queries
from chat_app.services.accounts.emails import normal_email
from chat_app.services.accounts.names import clean_name
from chat_app.services.accounts.new_accounts import NewAccount, add_first_admin
from chat_app.services.accounts.owner import OWNER_ID, Owner
from chat_app.services.accounts.passwords import PasswordMaker
from chat_app.services.accounts.setup_link import SetupLink
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.settings import Settings


class Setup:
    """What has to be done once before anybody can sign in."""

    def __init__(self, db: Database, settings: Settings, owner: Owner, passwords: PasswordMaker, audit: AuditLog, clock: Clock) -> None:
        self._db = db
        self._settings = settings
        self._owner = owner
        self._passwords = passwords
        self._audit = audit
        self._clock = clock
        self._link = SetupLink(clock)

    async def is_needed(self) -> bool:
        """Whether nobody could sign in: the owner has no password yet, or there is no administrator."""
        if self._settings.mode == "multi":
            return not await self._db.read(queries.has_admin)
        return not self._settings.without_login and not (await self._owner.row()).password_hash

    def make_link(self) -> str:
        """A link that works once and for an hour; print it where only the operator reads."""
        return f"{self._settings.origin}/auth/setup?token={self._link.make()}"

    def accepts(self, token: object) -> bool:
        """Whether this token would do it now."""
        return self._link.accepts(token)

    async def complete(self, token: str, password: str, email: str, name: str) -> str:
        """Set it up; returns the person's id. Address and name are asked for in `multi` mode only.

        Raises `NotAllowedError` for a wrong or old token, `InvalidInputError`, `ConflictError` when it has been done.
        """
        if not self._link.accepts(token):
            raise NotAllowedError("auth.error.setup_link")
        if self._settings.mode == "multi":
            user_id = await self._make_admin(normal_email(email), clean_name(name), password)
        else:
            user_id = await self._set_owners_password(password)
        self._link.use_up()
        return user_id

    async def _make_admin(self, email: str, name: str, password: str) -> str:
        new = NewAccount(email, name, await self._passwords.make(password, name, email))

        def save(session: Session) -> str:
            row = add_first_admin(session, new, self._clock())
            if row is None:
                raise ConflictError("auth.error.admin_exists")
            session_queries.revoke_sessions_of(session, row.id, self._clock())
            self._audit.record(session, Actor(row.id), "account.create", kind="user", object_id=row.id, way="setup", role="admin")
            return row.id

        await self._owner.row()
        return await self._db.write(save)

    async def _set_owners_password(self, password: str) -> str:
        hashed = await self._passwords.make(password)
        await self._owner.row()

        def save(session: Session) -> None:
            row = queries.lock_user(session, OWNER_ID)
            if row is None or row.password_hash:
                raise ConflictError("auth.error.password_exists")
            row.password_hash, row.password_changed_at = hashed, self._clock()
            session_queries.revoke_sessions_of(session, OWNER_ID, self._clock())
            self._audit.record(session, Actor(OWNER_ID), "password.change", kind="user", object_id=OWNER_ID, way="setup")

        await self._db.write(save)
        return OWNER_ID
