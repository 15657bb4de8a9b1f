"""Coming in: password, then what a second factor adds, then a session."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from chat_app import models
from chat_app.db import Database
from chat_app.errors import NotAllowedError, NotAuthenticatedError
from chat_app.services.accounts import queries
from chat_app.services.accounts.authentication import Knock
from chat_app.services.accounts.closed import require_open
from chat_app.services.accounts.emails import InvalidEmailError, account_key, normal_email
from chat_app.services.accounts.known_devices import KnownDevices
from chat_app.services.accounts.owner import OWNER_ID
from chat_app.services.accounts.passwords import verify_password
from chat_app.services.accounts.sessions import SessionStore
from chat_app.services.accounts.throttle import LoginThrottle, network_of
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.sections import SignIn
from chat_app.services.site.service import SiteService
from chat_app.settings import Settings

PARALLEL_CHECKS = 2
"""Passwords checked at once; each takes 19 MiB and a core."""

SecondFactorCheck = Callable[[models.User], Awaitable[bool]]


async def no_second_factor(_user: models.User) -> bool:
    """Nobody is asked for more than a password."""
    return False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the browser gets: the session's secret and the mark of a device that the person has used before."""

    token: str
    needs_second_factor: bool
    """Whether the session opens nothing yet but /auth/second-factor."""
    device_cookie: str


class Door:
    """Checks passwords and opens sessions."""

    def __init__(
        self, db: Database, settings: Settings, sessions: SessionStore, throttle: LoginThrottle, audit: AuditLog, site: SiteService
    ) -> None:
        self._db = db
        self._settings = settings
        self._sessions = sessions
        self._throttle = throttle
        self._audit = audit
        self._site = site
        self._devices = KnownDevices(lambda: settings.secret)
        self._checks = asyncio.Semaphore(PARALLEL_CHECKS)
        self.second_factor_check: SecondFactorCheck = no_second_factor

    async def sign_in(self, email: str, password: str, knock: Knock) -> SignedIn:
        """Check a password and begin a session; in `single` mode there is one account and the address is not looked at.

        Raises `NotAuthenticatedError` for a wrong password (after the same time as for no account),
        `LimitReachedError` after too many of them, `NotAllowedError` where passwords are switched off and, after the right
        password, for a closed account.
        """
        account = self._account(email)
        device = self._devices.device_of(knock.device_cookie, account)
        await self._throttle.begin(knock.peer, account, device)
        user = await self._checked(email, password, knock)
        await self._throttle.forgive(knock.peer, account, device)
        if user.role != "admin" and not (await self._site.load(SignIn)).passwords:
            raise NotAllowedError("auth.error.passwords_off")
        return await self.open_session(user.id, knock, method="password", asks_second_factor=await self.second_factor_check(user))

    async def open_session(self, user_id: str, knock: Knock, *, method: str, asks_second_factor: bool = False) -> SignedIn:
        """Let somebody in who has proved by `method` ("oidc", "passkey", …) who they are.

        Raises `NotAuthenticatedError` for accounts that are suspended, deleted or not there.
        """
        user = await self._db.read(lambda session: queries.find_user(session, user_id))
        token = await self._sessions.open(user_id, knock, method=method, needs_second_factor=asks_second_factor)
        cookie = knock.device_cookie if asks_second_factor else self.device_cookie_for(user.email or "" if user else "", knock)
        return SignedIn(token, asks_second_factor, cookie)

    async def begin_session(self, user_id: str, knock: Knock, *, method: str) -> SignedIn:
        """`open_session`, unless a second factor is owed first."""
        user = await self._db.read(lambda session: queries.find_user(session, user_id))
        asks = user is not None and await self.second_factor_check(user)
        return await self.open_session(user_id, knock, method=method, asks_second_factor=asks)

    def device_cookie_for(self, email: str, knock: Knock) -> str:
        """The cookie that marks this browser as one of the account's."""
        return self._devices.remember(knock.device_cookie, self._account(email))

    async def finish(self, half_token: str, knock: Knock, *, method: str) -> SignedIn:
        """Exchange a session that waited for its second factor, which was right, for one that opens everything.

        Raises `NotAuthenticatedError` when it waited longer than ten minutes, or never did.
        """
        half = await self._sessions.half_session(half_token)
        if half is None:
            raise NotAuthenticatedError
        await self._sessions.close(half_token)
        return await self.open_session(half.user_id, knock, method=method)

    async def check_own_password(self, actor: Actor, password: str) -> None:
        """Raise `NotAuthenticatedError` unless this is the password of `actor`; wrong ones are counted."""
        account = f"own {actor.user_id}"
        await self._throttle.begin(actor.network, account)
        user = await self._db.read(lambda session: queries.find_user(session, actor.user_id))
        async with self._checks:
            is_right = await verify_password(password, user.password_hash if user else "")
        if not is_right:
            await self._audit.note(actor, "session.prove", outcome="failed")
            raise NotAllowedError("auth.error.wrong_password")
        await self._throttle.forgive(actor.network, account)

    async def _checked(self, email: str, password: str, knock: Knock) -> models.User:
        async with self._checks:
            user = await self._find(email)
            is_right = await verify_password(password, user.password_hash if user else "")
        if user is None or not is_right or user.suspended_at or user.deleted_at:
            subject = user.id if user else ""
            await self._audit.note(Actor("", network=network_of(knock.peer)), "session.fail", subject_id=subject, outcome="failed")
        if user is None or not is_right:
            raise NotAuthenticatedError("auth.error.wrong_password" if self._is_single else "auth.error.wrong_sign_in")
        require_open(user)
        return user

    async def _find(self, email: str) -> models.User | None:
        if self._is_single:
            return await self._db.read(lambda session: queries.find_user(session, OWNER_ID))
        try:
            address = normal_email(email)
        except InvalidEmailError:
            return None
        return await self._db.read(lambda session: queries.find_user_by_email(session, address))

    def _account(self, email: str) -> str:
        return OWNER_ID if self._is_single else account_key(email)

    @property
    def _is_single(self) -> bool:
        return self._settings.mode == "single"
