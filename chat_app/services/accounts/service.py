"""The accounts domain as its callers see it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Unpack

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import ConflictError, NotAllowedError, NotAuthenticatedError
from chat_app.services.accounts import queries
from chat_app.services.accounts.authentication import Authenticator, Knock
from chat_app.services.accounts.dto import PreferenceChanges, Preferences
from chat_app.services.accounts.owner import OWNER_ID, Owner
from chat_app.services.accounts.passwords import check_password_rules, hash_password, verify_password
from chat_app.services.accounts.preferences import PreferenceStore
from chat_app.services.accounts.sessions import SessionStore
from chat_app.services.accounts.setup_link import SetupLink
from chat_app.services.accounts.throttle import LoginThrottle
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.settings import Settings

PARALLEL_CHECKS = 2
"""Passwords checked at once; each takes 19 MiB and a core."""


class AccountService:
    """Who the owner is, signing in and out, preferences."""

    def __init__(self, db: Database, settings: Settings, clock: Clock = utc_now, announce: Callable[[str], None] | None = None) -> None:
        """`announce` is told the id of whoever changed their preferences."""
        self._db = db
        self._announce = announce
        self._settings = settings
        self._clock = clock
        self._owner = Owner(db, clock)
        self._sessions = SessionStore(db, clock)
        self._preferences = PreferenceStore(db)
        self._throttle = LoginThrottle(clock)
        self._setup = SetupLink(clock)
        self._checks = asyncio.Semaphore(PARALLEL_CHECKS)
        self._authenticator = Authenticator(settings, self.owner, self.actor_of_session)

    async def authenticate(self, knock: Knock) -> Actor:
        """Who comes with this request, websocket or event; raises `NotAuthenticatedError`."""
        return await self._authenticator.authenticate(knock)

    async def owner(self) -> Actor:
        """The owner of `single` mode, made on first use."""
        return await self._owner.actor()

    async def needs_setup(self) -> bool:
        """Whether people reach us over a network and the owner has no password yet."""
        return not self._settings.without_login and not (await self._owner.row()).password_hash

    def make_setup_link(self) -> str:
        """A link for setting the first password, valid once and for an hour; print it where only the owner reads."""
        return f"{self._settings.origin}/auth/setup?token={self._setup.make()}"

    async def setup_link_if_needed(self) -> str:
        """`make_setup_link` when a password has to be set before anybody can sign in, else ""."""
        return self.make_setup_link() if await self.needs_setup() else ""

    def accepts_setup_token(self, token: object) -> bool:
        """Whether this token would set a password now."""
        return self._setup.accepts(token)

    async def set_password(self, setup_token: str, password: str) -> None:
        """Set the owner's first password and end all sessions.

        Raises `NotAllowedError` for a wrong or old token, `InvalidInputError` for a weak password,
        `ConflictError` when there is a password already.
        """
        if not self._setup.accepts(setup_token):
            raise NotAllowedError("auth.error.setup_link")
        check_password_rules(password)
        hashed, now = await hash_password(password), self._clock()
        await self._owner.row()

        def save(session: Session) -> None:
            row = queries.find_user(session, OWNER_ID)
            if row is None or row.password_hash:
                raise ConflictError("auth.error.password_exists")
            row.password_hash = hashed
            queries.revoke_sessions_of(session, OWNER_ID, now)

        await self._db.write(save)
        self._setup.use_up()
        self._forget_cached()

    async def sign_in(self, password: str, user_agent: str, peer: str) -> str:
        """Check the owner's password and begin a session; returns the secret for the cookie.

        `peer` is the address it comes from. Raises `NotAuthenticatedError` for a wrong password (after the same
        time as for none), `LimitReachedError` after too many of them.
        """
        self._throttle.check(peer, OWNER_ID)
        self._throttle.record_wrong(peer, OWNER_ID)
        async with self._checks:
            row = await self._owner.row()
            if not await verify_password(password, row.password_hash):
                raise NotAuthenticatedError("auth.error.wrong_password")
        self._throttle.forgive(peer, OWNER_ID)
        return await self._sessions.open(row.id, user_agent)

    async def actor_of_session(self, token: str) -> Actor | None:
        """Who holds this cookie's secret; None when it was revoked, lay idle for 12 hours or is 30 days old."""
        return await self._sessions.actor_of(token)

    async def sign_out(self, token: str) -> None:
        """End a session at once."""
        await self._sessions.close(token)

    async def preferences(self, actor: Actor) -> Preferences:
        """What the person has chosen."""
        return await self._preferences.load(actor)

    async def save_preferences(self, actor: Actor, **changes: Unpack[PreferenceChanges]) -> Preferences:
        """Change what is given and return all; raises `InvalidInputError`. The person's other pages follow."""
        saved = await self._preferences.save(actor, changes)
        # Who reads sessions or the owner's row reads the language with it.
        if changes.get("language") is not None:
            self._forget_cached()
        if self._announce:
            self._announce(actor.user_id)
        return saved

    def _forget_cached(self) -> None:
        self._owner.forget_cached()
        self._sessions.forget_cached()
