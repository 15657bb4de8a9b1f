"""Between password and session: a half session that opens nothing until a second factor was shown, or set up."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import ConflictError, NotAuthenticatedError
from chat_app.services.accounts import AccountService, Knock
from chat_app.services.accounts.sign_in import SignedIn
from chat_app.services.accounts.throttle import network_of
from chat_app.services.identity import factors, queries
from chat_app.services.identity.dto import PendingSignIn, TotpSetup
from chat_app.services.identity.second_factors import SecondFactors
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock


class SecondStep:
    """Finishes a sign-in. `Knock.token` is the secret of the half session; the finished one has a new secret."""

    def __init__(self, db: Database, accounts: AccountService, second_factors: SecondFactors, clock: Clock) -> None:
        self._db = db
        self._accounts = accounts
        self._factors = second_factors
        self._clock = clock

    async def waiting(self, knock: Knock) -> PendingSignIn | None:
        """The sign-in that waits for a second factor in this browser, if one does."""
        half = await self._accounts.half_session(knock.token)
        if half is None:
            return None

        def read(session: Session) -> PendingSignIn:
            has_passkey = queries.count_passkeys(session, half.user_id) > 0
            return PendingSignIn(half.user_id, factors.has_totp(session, half.user_id), has_passkey)

        return await self._db.read(read)

    async def enter(self, knock: Knock, code: str) -> SignedIn:
        """Show a code of the app or a recovery code.

        Raises `NotAuthenticatedError` for a wrong code or when nothing is waited for, `LimitReachedError` after too many.
        """
        way = await self._factors.check(await self._actor(knock), code)
        if not way:
            raise NotAuthenticatedError("identity.error.wrong_code")
        return await self._accounts.finish_sign_in(knock.token, knock, method=way)

    async def newcomer(self, knock: Knock) -> Actor:
        """Who has to set up a first factor, and may do nothing else: they hold no permission.

        Raises `NotAuthenticatedError` when nothing is waited for, `ConflictError` for somebody who has a factor to show.
        """
        actor = await self._actor(knock)
        if await self._db.read(lambda session: factors.has_factor(session, actor.user_id)):
            raise ConflictError("identity.error.has_factor")
        # A half session is minutes old and began with the right password: that is the proof.
        return replace(actor, proved_at=self._clock())

    async def begin_totp(self, knock: Knock) -> TotpSetup:
        """`SecondFactors.begin_totp` for a newcomer."""
        return await self._factors.begin_totp(await self.newcomer(knock))

    async def confirm_totp(self, knock: Knock, code: str) -> tuple[SignedIn, tuple[str, ...]]:
        """`SecondFactors.confirm_totp` for a newcomer, whose sign-in is finished by that; also gives the recovery codes."""
        confirmed = await self._factors.confirm_totp(await self.newcomer(knock), code)
        return await self._accounts.finish_sign_in(knock.token, knock, method="totp"), confirmed.recovery_codes

    async def _actor(self, knock: Knock) -> Actor:
        half = await self._accounts.half_session(knock.token)
        if half is None:
            raise NotAuthenticatedError("identity.error.not_waiting")
        user = await self._db.read(lambda session: queries.find_user(session, half.user_id))
        if user is None:
            raise NotAuthenticatedError("identity.error.not_waiting")
        return Actor(user.id, user.name, user.language, half.id, role=user.role, network=network_of(knock.peer))
