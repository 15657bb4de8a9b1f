"""Asks a model for the vectors of texts, on the way that all requests take, and writes down what that used."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Protocol

from chat_app.db import Database
from chat_app.integrations.llm.port import Embeddings, EmbedRequest, TokenUsage
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import Price, Route
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.tokens import estimate_tokens
from chat_app.services.limits.ports import AsideLimiter, NoLimits
from chat_app.services.usage.dto import Call
from chat_app.services.usage.metering import measured
from chat_app.services.usage.recording import record_call


class Router(Protocol):
    """Finds the gateway that serves a model (the routing)."""

    async def route(self, actor: Actor, model_id: str) -> Route: ...


class EmbeddingService:
    """One request a call; how many texts a model takes at once is for the caller to know."""

    def __init__(self, db: Database, router: Router, limits: AsideLimiter | None = None, clock: Clock = utc_now) -> None:
        self._db = db
        self._router = router
        self._limits = limits or NoLimits()
        self._clock = clock

    async def embed(self, actor: Actor, model_id: str, texts: Sequence[str], chat_id: str = "") -> tuple[tuple[float, ...], ...]:
        """A vector for each text, all of one length; nothing is asked where there is no text.

        Raises what the routing and the limits raise, and the provider's `UpstreamError`.
        """
        if not texts:
            return ()
        route, began = await self._router.route(actor, model_id), time.monotonic()
        async with self._limits.aside(actor):
            found = await route.gateway.embed(EmbedRequest(route.model_name, tuple(texts), actor.user_id, chat_id))
            call = self._call(actor, route, texts, found, int((time.monotonic() - began) * 1000), chat_id)
            await self._db.write(lambda session: record_call(session, call))
        return found.vectors

    async def price(self, actor: Actor, model_id: str) -> Price | None:
        """What the provider of a model takes; None when that is unknown. Raises what the routing raises."""
        return (await self._router.route(actor, model_id)).cost

    def _call(self, actor: Actor, route: Route, texts: Sequence[str], found: Embeddings, duration_ms: int, chat_id: str) -> Call:
        used = measured(route, found.usage, TokenUsage(input=sum(map(estimate_tokens, texts))))
        return Call(
            owner_id=actor.user_id,
            kind="embedding",
            status=TurnStatus.COMPLETE,
            model_id=used.model_id,
            usage=used.usage,
            counted_by=used.counted_by,
            charge=used.charge,
            at=self._clock(),
            conversation_id=chat_id,
            api_key_id=actor.api_key_id,
            duration_ms=duration_ms,
            id=used.call_id,
        )
