"""What whoever runs the server does on its command line: make administrators, and links for people who cannot sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, NotFoundError
from chat_app.services.accounts import queries
from chat_app.services.accounts.emails import normal_email
from chat_app.services.accounts.names import clean_name
from chat_app.services.accounts.new_accounts import NewAccount, add_account, add_first_admin
from chat_app.services.accounts.one_time_links import make_link
from chat_app.services.accounts.passwords import PasswordMaker
from chat_app.services.accounts.service import AccountService
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.settings import Settings

OPERATOR = Actor("")


@dataclass(frozen=True, slots=True)
class AdminView:
    """An administrator, for the command line."""

    email: str
    name: str
    created_at: datetime
    is_suspended: bool


class Operator:
    """Acts without signing in: whoever runs commands on the server owns it anyway. The audit log names nobody for it."""

    def __init__(
        self, db: Database, settings: Settings, accounts: AccountService, passwords: PasswordMaker, audit: AuditLog, clock: Clock
    ) -> None:
        self._db = db
        self._settings = settings
        self._accounts = accounts
        self._passwords = passwords
        self._audit = audit
        self._clock = clock

    async def create_admin(self, email: str, name: str, password: str) -> str:
        """Make an administrator; the first one is the owner of `single` mode, with all their chats.

        Without a password returns a link with which it is chosen, else "". Raises `ConflictError` for an address that has
        an account, `InvalidInputError`.
        """
        address = normal_email(email)
        name = clean_name(name or address.partition("@")[0])
        hashed = await self._passwords.make(password, name, address) if password else ""
        await self._accounts.owner()
        token = await self._db.write(lambda session: self._create(session, NewAccount(address, name, hashed)))
        return self._link(token)

    async def reset_password(self, email: str) -> str:
        """A link for a new password, valid for half an hour; raises `NotFoundError` for an address without an account."""
        address = normal_email(email)

        def make(session: Session) -> str:
            user = queries.find_user_by_email(session, address)
            if user is None or user.deleted_at:
                raise NotFoundError
            self._audit.record(session, OPERATOR, "password.hand_out", kind="user", object_id=user.id, subject_id=user.id)
            return self._reset_token(session, user)

        return self._link(await self._db.write(make))

    async def admins(self) -> list[AdminView]:
        """Everybody who administers."""
        rows = await self._db.read(queries.list_admins)
        return [AdminView(row.email or "", row.name, row.created_at, row.suspended_at is not None) for row in rows]

    def _create(self, session: Session, new: NewAccount) -> str:
        if queries.find_user_by_email(session, new.email):
            raise ConflictError("auth.error.email_taken")
        now = self._clock()
        row = add_first_admin(session, new, now) or add_account(session, new, "admin", now)
        self._audit.record(
            session, OPERATOR, "account.create", kind="user", object_id=row.id, subject_id=row.id, way="command", role="admin"
        )
        return "" if new.password_hash else self._reset_token(session, row)

    def _reset_token(self, session: Session, user: models.User) -> str:
        return make_link(session, "reset", self._clock(), email=str(user.email), user_id=user.id)[1]

    def _link(self, token: str) -> str:
        return f"{self._settings.origin}/auth/reset?token={token}" if token else ""
