"""The accounts domain as its callers see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, Unpack

from chat_app.db import Database
from chat_app.integrations.counters.memory import MemoryCounters
from chat_app.integrations.counters.port import CounterStore
from chat_app.services.accounts.authentication import Authenticator, Knock
from chat_app.services.accounts.dto import PreferenceChanges, Preferences
from chat_app.services.accounts.own_sessions import OwnSessions, SessionView
from chat_app.services.accounts.owner import OWNER_ID, Owner
from chat_app.services.accounts.passwords import PasswordMaker
from chat_app.services.accounts.preferences import PreferenceStore
from chat_app.services.accounts.proof import ProofRule
from chat_app.services.accounts.sessions import HalfSession, SessionStore
from chat_app.services.accounts.setup import Setup
from chat_app.services.accounts.sign_in import Door, SecondFactorCheck, SignedIn
from chat_app.services.accounts.throttle import LoginThrottle
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.site.service import SiteService
from chat_app.settings import Settings


class Programs(Protocol):
    """Knows who is behind a key or a token (`services/tokens`)."""

    async def actor_of(self, bearer: str) -> Actor | None: ...

    def forget_cached(self) -> None: ...


class AccountService:
    """Who comes, signing in and out, sessions, preferences."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        clock: Clock = utc_now,
        announce: Callable[[str], None] | None = None,
        audit: AuditLog | None = None,
        site: SiteService | None = None,
        programs: Programs | None = None,
        passwords: PasswordMaker | None = None,
        counters: CounterStore | None = None,
    ) -> None:
        """`announce` is told the id of whoever changed their preferences; `programs` knows who is behind a key or token."""
        self._announce = announce
        self._owner = Owner(db, clock)
        self._audit = audit or AuditLog(db, clock)
        self._sessions = SessionStore(db, clock, self._audit, OWNER_ID if settings.mode == "single" else "")
        self._own_sessions = OwnSessions(db, clock, self._audit, one_person=settings.mode == "single")
        self._preferences = PreferenceStore(db)
        site = site or SiteService(db, self._audit, clock)
        self._setup = Setup(db, settings, self._owner, passwords or PasswordMaker(site), self._audit, clock)
        self._door = Door(
            db, settings, self._sessions, LoginThrottle(counters or MemoryCounters(lambda: clock().timestamp())), self._audit, site
        )
        self._programs = programs
        self._authenticator = Authenticator(settings, self.owner, self._actor_of_session, programs.actor_of if programs else None)
        self.require_recent_proof = ProofRule(settings, clock)
        """Raises `ProofNeededError` unless the actor proved within ten minutes who they are: `require_recent_proof(actor)`."""

    def ask_second_factor(self, check: SecondFactorCheck) -> None:
        """From now on `check` decides after a right password who still owes a second factor."""
        self._door.second_factor_check = check

    async def authenticate(self, knock: Knock, *, is_activity: bool = True) -> Actor:
        """Who comes with this request, websocket or event; raises `NotAuthenticatedError`.

        `is_activity=False` for watchers that only look after a session: they do not keep it from lying idle.
        """
        return await self._authenticator.authenticate(knock, is_activity=is_activity)

    async def owner(self) -> Actor:
        """The owner of `single` mode, made on first use."""
        return await self._owner.actor()

    async def needs_setup(self) -> bool:
        """Whether nobody could sign in: the owner has no password yet or, in `multi` mode, there is no administrator."""
        return await self._setup.is_needed()

    def make_setup_link(self) -> str:
        """A link for setting up, valid once and for an hour; print it where only the operator reads."""
        return self._setup.make_link()

    async def setup_link_if_needed(self) -> str:
        """`make_setup_link` when something has to be set up before anybody can sign in, else ""."""
        return self.make_setup_link() if await self.needs_setup() else ""

    def accepts_setup_token(self, token: object) -> bool:
        """Whether this token would set up now."""
        return self._setup.accepts(token)

    async def set_up(self, token: str, password: str, email: str = "", name: str = "") -> str:
        """Set the owner's first password or, in `multi` mode, make the first administrator; returns the person's id.

        Raises `NotAllowedError` for a wrong or old token, `InvalidInputError`, `ConflictError` when it has been done.
        """
        user_id = await self._setup.complete(token, password, email, name)
        self.forget_cached()
        return user_id

    async def sign_in(self, email: str, password: str, knock: Knock) -> SignedIn:
        """Check a password and begin a session. In `single` mode `email` is not looked at.

        Raises `NotAuthenticatedError` for a wrong password (after the same time as for no account),
        `LimitReachedError` after too many of them, `NotAllowedError` where passwords are switched off and, after the right
        password, for a closed account.
        """
        await self._owner.row()
        return await self._door.sign_in(email, password, knock)

    async def open_session(self, user_id: str, knock: Knock, *, method: str, asks_second_factor: bool = False) -> SignedIn:
        """Let somebody in who has proved by `method` ("oidc", "passkey") who they are; raises `NotAuthenticatedError`."""
        return await self._door.open_session(user_id, knock, method=method, asks_second_factor=asks_second_factor)

    async def begin_session(self, user_id: str, knock: Knock, *, method: str) -> SignedIn:
        """Let somebody in who has just got the account; whoever owes a second factor is asked for it like always."""
        return await self._door.begin_session(user_id, knock, method=method)

    def device_cookie_for(self, email: str, knock: Knock) -> str:
        """The cookie that marks this browser as one of this account's."""
        return self._door.device_cookie_for(email, knock)

    async def half_session(self, token: str) -> HalfSession | None:
        """Whose second factor the session of this cookie waits for, if it does."""
        return await self._sessions.half_session(token)

    async def finish_sign_in(self, half_token: str, knock: Knock, *, method: str) -> SignedIn:
        """The second factor was right: a new session instead of the one that waited; raises `NotAuthenticatedError`."""
        return await self._door.finish(half_token, knock, method=method)

    async def prove(self, actor: Actor, password: str) -> None:
        """Prove once more with the password who one is; raises `NotAllowedError` for a wrong one, `LimitReachedError`."""
        await self._door.check_own_password(actor, password)
        await self.mark_proved(actor, method="password")

    async def mark_proved(self, actor: Actor, *, method: str) -> None:
        """`actor` has just proved by `method` ("totp", "passkey", "oidc") who they are."""
        await self._own_sessions.mark_proved(actor, method)
        self.forget_cached()

    async def actor_of_session(self, token: str) -> Actor | None:
        """Who holds this cookie's secret; None when it was revoked, lay idle or is too old (`sessions.py`)."""
        return await self._sessions.actor_of(token)

    async def login_sessions(self, actor: Actor) -> list[SessionView]:
        """The browsers in which `actor` is signed in, last used first."""
        return await self._own_sessions.list(actor)

    async def login_sessions_of(self, actor: Actor, user_id: str) -> list[SessionView]:
        """Those of anybody, for administrators; raises `NotFoundError` for others."""
        return await self._own_sessions.list_of(actor, user_id)

    async def end_session(self, actor: Actor, session_id: str, user_id: str = "") -> None:
        """Sign a browser out: one's own or, as administrator, that of `user_id`; raises `NotFoundError`."""
        await self._own_sessions.end(actor, session_id, user_id or actor.user_id)
        self.forget_cached()

    async def end_other_sessions(self, actor: Actor) -> int:
        """Sign all browsers out but this one; returns how many."""
        ended = await self._own_sessions.end_others(actor)
        self.forget_cached()
        return ended

    async def end_sessions_of(self, actor: Actor, user_id: str) -> int:
        """As administrator, sign somebody out everywhere; raises `NotFoundError` for whoever may not."""
        ended = await self._own_sessions.end_all_of(actor, user_id)
        self.forget_cached()
        return ended

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
            self.forget_cached()
        self.tell_pages(actor.user_id)
        return saved

    def tell_pages(self, user_id: str) -> None:
        """Call after the commit of what the person's open pages show: preferences, name, address."""
        if self._announce:
            self._announce(user_id)

    def forget_person(self, user_id: str) -> None:
        """Drop from memory what there is of somebody who is gone."""
        self._preferences.forget(user_id)
        self.forget_cached()

    def forget_cached(self) -> None:
        """Call after the commit of whatever changes role, groups, name, state or sessions of a person."""
        self._owner.forget_cached()
        self._sessions.forget_cached()
        if self._programs:
            self._programs.forget_cached()

    async def _actor_of_session(self, token: str, is_activity: bool) -> Actor | None:
        return await self._sessions.actor_of(token, is_activity=is_activity)
