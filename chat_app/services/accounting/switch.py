"""The kill switch over all wallets: turned by an administrator with a proof, or by the watch over the books."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import ConflictError
from chat_app.services.access.matrix import require
from chat_app.services.accounting.dto import BooksState
from chat_app.services.accounting.examination import ONLY_TOLD, alarming, fingerprint
from chat_app.services.audit.log import NOBODY
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.ledger.dto import Violation
from chat_app.services.operations.dto import Check
from chat_app.services.site import SiteService, queries
from chat_app.services.site.billing_sections import WalletStop

MOST_NAMED = 5
"""Violations that the stored reason names."""
MOST_SHOWN = 100

Tell = Callable[[str], Awaitable[None]]


class BooksWrongError(ConflictError):
    """Wallets cannot be used again as long as the books are wrong, unless somebody takes them as they are."""

    default_key = "error.books_wrong"


async def tell_nobody(_reason: str) -> None:
    """No alarm."""


class WalletSwitch:
    """Turns the switch, and knows what the last look at the books of this process found."""

    def __init__(self, db: Database, site: SiteService, clock: Clock, tell: Tell = tell_nobody) -> None:
        """`tell` alarms administrators when wallets were stopped by themselves."""
        self._db = db
        self._site = site
        self._clock = clock
        self._tell = tell
        self._found: list[Violation] = []
        self._looked_at: datetime | None = None

    async def state(self, actor: Actor) -> BooksState:
        """How it stands."""
        require(actor, WalletStop.permission)
        return await self.current()

    async def current(self) -> BooksState:
        """`state` for what the house asks itself."""
        stop = await self._db.read(read_stop)
        shown = self._found[:MOST_SHOWN]
        return BooksState(stop.stopped, stop.reason, stop.by_itself, stop.since, self._looked_at, shown, len(stop.accepted))

    async def health(self) -> Check:
        """How the books are, for the page of health."""
        now = await self.current()
        if now.stopped:
            return Check("books", "failed", "operations.check.books_stopped", {"reason": now.reason})
        if now.checked_at is None:
            return Check("books", "good", "operations.check.books_new")
        if now.violations:
            return Check("books", "warning", "operations.check.books_odd", {"count": len(now.violations)})
        return Check("books", "good", "operations.check.books_good")

    async def stop(self, actor: Actor, reason: str) -> None:
        """Refuse everything new; raises `ProofNeededError`."""
        before = await self._db.read(read_stop)
        await self._site.save(actor, WalletStop(stopped=True, reason=reason, since=self._clock(), accepted=before.accepted))

    async def start(self, actor: Actor, found: list[Violation], *, accept: bool = False) -> None:
        """Let wallets be used again; raises `BooksWrongError` for violations in `found`, unless they are taken as they are."""
        require(actor, WalletStop.permission)
        before = await self._db.read(read_stop)
        await self._site.save(actor, _started(before, found, accept=accept))

    async def stop_by_itself(self, alarms: list[Violation]) -> None:
        """Stop wallets for what is wrong with the books, and tell; does nothing when they are stopped already."""
        reason = reason_of(alarms)
        stop = WalletStop(stopped=True, reason=reason, by_itself=True, since=self._clock())
        if await self._db.write(lambda session: self._write_stop(session, stop)):
            self._site.forget(WalletStop)
            await self._tell(reason)

    def stop_now(self, reason: str) -> None:
        """`stop` for the command line: whoever runs the server may."""
        stop = WalletStop(stopped=True, reason=reason, since=self._clock())
        self._db.write_now(lambda session: self._write_stop(session, stop))

    def start_now(self, found: list[Violation], *, accept: bool = False) -> None:
        """`start` for the command line."""

        def start(session: Session) -> None:
            self._site.write(session, NOBODY, _started(read_stop(session), found, accept=accept))

        self._db.write_now(start)

    def remember(self, found: list[Violation], at: datetime) -> None:
        """What was found by looking."""
        self._found, self._looked_at = found, at

    def read_accepted(self, session: Session) -> frozenset[str]:
        """The violations that somebody lives with."""
        return frozenset(read_stop(session).accepted)

    def _write_stop(self, session: Session, stop: WalletStop) -> bool:
        before = read_stop(session)
        if before.stopped:
            return False
        self._site.write(session, NOBODY, stop.model_copy(update={"accepted": before.accepted}))
        return True


def read_stop(session: Session) -> WalletStop:
    """The switch as it is stored."""
    return WalletStop.model_validate_json(queries.read_setting(session, WalletStop.name) or "{}")


def reason_of(alarms: list[Violation]) -> str:
    """The rules and places, as short as a reason may be."""
    named = ", ".join(f"{each.rule} {each.where}" for each in alarms[:MOST_NAMED])
    return (named if len(alarms) <= MOST_NAMED else f"{named}, … ({len(alarms)})")[:200]


def _started(before: WalletStop, found: list[Violation], *, accept: bool) -> WalletStop:
    wrong = [each for each in found if each.rule not in ONLY_TOLD]
    if not accept and (alarms := alarming(found, frozenset(before.accepted))):
        raise BooksWrongError(count=len(alarms), first=f"{alarms[0].rule} {alarms[0].where}")
    # What is right again is forgotten: should it go wrong once more, that is news.
    return WalletStop(accepted=tuple(fingerprint(each) for each in wrong)[:2_000])
