"""The limits of the site, of groups, keys and networks. Whoever sits before a machine of their own has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import LimitReachedError
from chat_app.integrations.counters.port import Count, CounterStore
from chat_app.services.access.policy import Limits
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.limits import queries
from chat_app.services.limits.dto import UsageSoFar
from chat_app.services.limits.errors import RequestLimitError, UploadLimitError, UploadSizeLimitError
from chat_app.services.limits.rules import in_words, seconds_to_tomorrow, strictest
from chat_app.services.limits.turns import TurnGate
from chat_app.services.site.sections import UsageLimits
from chat_app.services.site.service import SiteService
from chat_app.settings import Settings

MINUTE = 60
MEGABYTE = 1_000_000
LEAST_TO_SET_LIMITS = 120
"""Requests a minute that whoever may change the limits always has: a limit too low for a page could not be raised again."""


class LimitService:
    """Counts, and raises `LimitReachedError` with the seconds to wait. Never lets through because something is broken."""

    def __init__(self, db: Database, site: SiteService, counters: CounterStore, settings: Settings, clock: Clock = utc_now) -> None:
        self._db = db
        self._site = site
        self._counters = counters
        self._settings = settings
        self._clock = clock
        self._asides: Counter[str] = Counter()

    def is_free(self, actor: Actor) -> bool:
        """Whether this is the person before their own machine: there is nobody to share it with."""
        return self._settings.without_login and not actor.api_key_id

    async def limits_of(self, actor: Actor) -> Limits:
        """What counts for this person: the stricter of site and groups."""
        return Limits() if self.is_free(actor) else strictest((await self._site.load(UsageLimits)).limits, actor.policy.limits)

    async def network(self, network: str) -> None:
        """A request from this network (`throttle.network_of`), before anybody knows whose it is."""
        most = (await self._site.load(UsageLimits)).network_requests_per_minute
        await self._take([(Count(f"net:{network}", most, MINUTE), RequestLimitError)])

    async def request(self, actor: Actor) -> None:
        """A request over REST or an event of a page."""
        most = (await self.limits_of(actor)).requests_per_minute
        if most is not None:
            most = max(most, LEAST_TO_SET_LIMITS) if UsageLimits.permission in actor.permissions else most
            await self._take([(Count(f"requests:{actor.user_id}", most, MINUTE), RequestLimitError)])

    async def upload(self, actor: Actor, size: int) -> None:
        """A file of `size` bytes is about to be taken in."""
        limits, now = await self.limits_of(actor), self._clock()
        name, seconds = f"{actor.user_id}:{now.date().isoformat()}", seconds_to_tomorrow(now)
        wanted: list[tuple[Count, type[LimitReachedError]]] = []
        if limits.uploads_per_day is not None:
            wanted.append((Count(f"uploads:{name}", limits.uploads_per_day, seconds), UploadLimitError))
        if limits.upload_mb_per_day is not None:
            wanted.append((Count(f"upload-bytes:{name}", limits.upload_mb_per_day * MEGABYTE, seconds, size), UploadSizeLimitError))
        await self._take(wanted)

    async def gate(self, actor: Actor) -> TurnGate | None:
        """What to ask within the transaction that begins answers; None where nothing is limited."""
        if self.is_free(actor):
            return None
        return TurnGate(actor, await self.limits_of(actor), self._clock(), self._asides[actor.user_id])

    @asynccontextmanager
    async def aside(self, actor: Actor) -> AsyncIterator[None]:
        """Around a request beside the chat: side questions, summaries on demand, passages of a document."""
        await self.begin_aside(actor)
        try:
            yield
        finally:
            self.end_aside(actor)

    async def begin_aside(self, actor: Actor) -> None:
        """Like `aside` for what ends elsewhere: call `end_aside` there."""
        self._asides[actor.user_id] += 1
        place = self._asides[actor.user_id]
        try:
            if gate := await self.gate(actor):
                # Whoever comes later counts us; we count those before us.
                await self._db.write(replace(gate, aside=place).check)
        except BaseException:
            self.end_aside(actor)
            raise

    def end_aside(self, actor: Actor) -> None:
        self._asides -= Counter([actor.user_id])

    async def usage(self, actor: Actor) -> UsageSoFar:
        """What the person has used so far, beside what they may use."""
        limits, today = await self.limits_of(actor), self._clock().date()

        def load(session: Session) -> UsageSoFar:
            return UsageSoFar(
                limits=limits,
                tokens_today=queries.tokens_since(session, actor.user_id, today),
                cost_nano_this_month=queries.cost_since(session, actor.user_id, today.replace(day=1)),
                running_turns=queries.count_running(session, actor.user_id),
            )

        return await self._db.read(load)

    async def close(self) -> None:
        """Release connections."""
        await self._counters.close()

    async def _take(self, wanted: list[tuple[Count, type[LimitReachedError]]]) -> None:
        full = await self._counters.take([count for count, _ in wanted]) if wanted else None
        if full:
            count, error = wanted[full.place]
            shown = count.limit // MEGABYTE if error is UploadSizeLimitError else count.limit
            raise error(retry_after=full.seconds, max=shown, wait=in_words(full.seconds))
