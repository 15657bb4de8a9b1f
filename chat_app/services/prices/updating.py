"""Fetches the published lists and takes over what they say, or says why not."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.price_lists.errors import ListRefusedError
from chat_app.integrations.llm.price_lists.facts import Listing
from chat_app.models import PriceRun
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id
from chat_app.services.prices import fetching, queries
from chat_app.services.prices.applying import apply_list
from chat_app.services.prices.fetching import ListUnreachableError
from chat_app.services.prices.overlay import PriceOverlay
from chat_app.services.prices.sources import SOURCES, Source
from chat_app.services.site import SiteService
from chat_app.services.site.sections import PriceLists

logger = logging.getLogger(__name__)

EVERY = timedelta(hours=24)
AGAIN = timedelta(hours=6)
"""After a list that was refused or did not come."""
_LONGEST_DETAIL = 500


@dataclass(frozen=True, slots=True)
class PriceUpdater:
    """The work of the job; asks nobody whether they may."""

    db: Database
    site: SiteService
    outbound: OutboundClient
    book: ModelFactsBook
    overlay: PriceOverlay
    clock: Clock

    async def run_due(self) -> None:
        """Fetch what was not fetched for a day, if the lists are to be fetched at all."""
        wish = await self.site.load(PriceLists)
        for source in SOURCES if wish.fetch else ():
            if source.url(wish) and await self._is_due(source):
                await self.run(source)

    async def run_all(self) -> list[PriceRun]:
        """Fetch every list that has an address, now."""
        wish = await self.site.load(PriceLists)
        return [await self.run(source) for source in SOURCES if source.url(wish)]

    async def run(self, source: Source) -> PriceRun:
        """Fetch one list. Whatever goes wrong with it stands in the run; what held before goes on to hold."""
        wish = await self.site.load(PriceLists)
        await self.book.load()
        run = PriceRun(id=new_id(), source=source.name, status="failed", fetched_at=self.clock())
        try:
            body = await fetching.fetch(self.outbound, source.url(wish))
            run.checksum = hashlib.sha256(body).hexdigest()
            listing = await fetching.read(source, body, await self._known(source))
        except ListRefusedError as problem:
            return await self._write_problem(run, problem)
        return await self._apply(run, listing)

    async def _apply(self, run: PriceRun, listing: Listing) -> PriceRun:
        run.models = fetching.models_in(listing)
        await self.db.write(lambda session: apply_list(session, run, listing, self.book.ground))
        self.overlay.forget()
        logger.info("list of prices %s: %d models, %d changes", run.source, run.models, run.changed)
        return run

    async def _write_problem(self, run: PriceRun, problem: ListRefusedError) -> PriceRun:
        run.status = "failed" if isinstance(problem, ListUnreachableError) else "refused"
        run.problem_key, run.detail = problem.key, json.dumps(problem.params)[:_LONGEST_DETAIL]
        await self.db.write(lambda session: session.add(run))
        logger.warning("list of prices %s: %s %s", run.source, problem.key, run.detail)
        return run

    async def _is_due(self, source: Source) -> bool:
        last = await self.db.read(lambda session: queries.last_run(session, source.name))
        if last is None:
            return True
        pause = EVERY if last.status in queries.GOOD else AGAIN
        return last.fetched_at + pause <= self.clock()

    async def _known(self, source: Source) -> int:
        """How many models the list named when it was last believed; before that, as many as ship with Parley."""

        def known(session: Session) -> int | None:
            run = queries.last_run(session, source.name, good=True)
            return run.models if run else None

        models = await self.db.read(known)
        return sum(len(self.book.ground.get(brand, {})) for brand in source.brands) if models is None else models
