"""The index as administrators see it: which model makes its vectors, how far that is, and what another one would cost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from chat_app.db import Database
from chat_app.errors import AppError, InvalidInputError, UpstreamUnavailableError
from chat_app.integrations.vectors.port import IndexUnavailableError
from chat_app.services.access.matrix import require
from chat_app.services.catalogue.dto import Price
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.embedders import Embedders, ModelEmbeddings
from chat_app.services.knowledge.indexing import queries
from chat_app.services.knowledge.indexing.generations import Generations
from chat_app.services.knowledge.indexing.size_queries import Amount, count_texts
from chat_app.services.site import SiteService
from chat_app.services.site.knowledge_section import Knowledge

PERMISSION = Knowledge.permission
WORDS = "none"
SAMPLE = "What is written here only tells whether this model makes vectors."
MILLION = 1_000_000


class EmbeddingPrices(Protocol):
    """Knows what a model takes for vectors (`services/embedding`)."""

    async def price(self, actor: Actor, model_id: str) -> Price | None: ...


@dataclass(frozen=True, slots=True)
class IndexState:
    """Models are ids: that of the one beside the server, or of one of a provider; "" for none, so for words alone."""

    chosen: str
    """As administrators set it: "" for the one beside the server, "none" for words alone."""
    serving: str
    """What searches use now."""
    filling: str
    """What is being made for another one, which takes over when it is complete."""
    local: str
    """The one beside the server; "" where there is none."""
    texts: int
    missing: int
    """Texts that have no vector of the chosen model yet."""
    waiting: int
    """Documents that the index has still to look at."""
    available: bool
    """Whether the index answers."""
    documents_per_person: int


@dataclass(frozen=True, slots=True)
class SwitchEstimate:
    """What vectors of all texts would take with a model."""

    model: str
    texts: int
    tokens: int
    cost_nano: int | None
    """In USD; None where nobody knows the price."""


class IndexAdmin:
    """All but `optimize_now` is for administrators, and `NotFoundError` for others."""

    def __init__(
        self,
        db: Database,
        site: SiteService,
        generations: Generations,
        embedders: Embedders,
        models: ModelEmbeddings,
        prices: EmbeddingPrices,
    ) -> None:
        self._db = db
        self._site = site
        self._generations = generations
        self._embedders = embedders
        self._models = models
        self._prices = prices

    async def state(self, actor: Actor) -> IndexState:
        """How the index is now."""
        require(actor, PERMISSION)
        section = await self._site.load(Knowledge)
        local = await self._embedders.local()
        maker = await self._embedders.current()
        whole = await self._db.read(count_texts)
        missing = await self._missing(maker.model) if maker else Amount(0, 0)
        waiting = await self._db.read(queries.count_tasks)
        state = IndexState(
            section.embedding, "", "", local.model if local else "", whole.texts, missing.texts, waiting, True, section.documents_per_person
        )
        return await self._with_generations(state)

    async def estimate(self, actor: Actor, model_id: str) -> SwitchEstimate:
        """What the vectors that are missing would cost with a model. Raises `InvalidInputError` for one that nobody serves."""
        require(actor, PERMISSION)
        local = await self._embedders.local()
        if model_id == WORDS:
            return SwitchEstimate(model_id, 0, 0, 0)
        model = model_id or (local.model if local else "")
        missing = await self._missing(model) if model else await self._db.read(count_texts)
        if local is None or model != local.model:
            price = await self._price(actor, model) if model else None
            cost = missing.tokens * price.rates.input // MILLION if price else None
            return SwitchEstimate(model_id, missing.texts, missing.tokens, cost if model else 0)
        return SwitchEstimate(model_id, missing.texts, missing.tokens, 0)

    async def choose(self, actor: Actor, model_id: str) -> IndexState:
        """Let another model make the vectors; the index serves as it is until that is done.

        A model of a provider has to make one first; raises `InvalidInputError` when it does not.
        """
        require(actor, PERMISSION)
        local = await self._embedders.local()
        if model_id == (local.model if local else ""):
            model_id = ""
        if model_id not in {"", WORDS}:
            try:
                await self._models.embed(actor, model_id, [SAMPLE])
            except AppError as error:
                raise InvalidInputError("document.no_such_vectors") from error
        section = await self._site.load(Knowledge)
        await self._site.save(actor, Knowledge.model_validate({**section.model_dump(), "embedding": model_id}))
        return await self.state(actor)

    async def limit(self, actor: Actor, documents_per_person: int) -> IndexState:
        """Set how many documents each person may have."""
        require(actor, PERMISSION)
        section = await self._site.load(Knowledge)
        await self._site.save(actor, Knowledge.model_validate({**section.model_dump(), "documents_per_person": documents_per_person}))
        return await self.state(actor)

    async def optimize(self, actor: Actor) -> bool:
        """Put the index in good order now; whether anything was to be done. Raises `UpstreamUnavailableError`."""
        require(actor, PERMISSION)
        try:
            return await self.optimize_now()
        except IndexUnavailableError as error:
            raise UpstreamUnavailableError("document.index_away") from error

    async def optimize_now(self) -> bool:
        """For the scheduled job. Without documents there is nothing, and nothing is opened."""
        if not await self._db.read(lambda session: queries.document_ids_after(session, "", 1)):
            return False
        return any([await generation.index.optimize() for generation in await self._generations.live()])

    async def _price(self, actor: Actor, model: str) -> Price | None:
        try:
            return await self._prices.price(actor, model)
        except AppError as error:
            raise InvalidInputError("document.no_such_vectors") from error

    async def _missing(self, model: str) -> Amount:
        return await self._db.read(lambda session: count_texts(session, model))

    async def _with_generations(self, state: IndexState) -> IndexState:
        if not state.texts:
            return state
        try:
            live = await self._generations.live()
        except IndexUnavailableError:
            return replace(state, available=False)
        return replace(state, serving=live[0].model, filling=live[1].model if len(live) > 1 else "")
