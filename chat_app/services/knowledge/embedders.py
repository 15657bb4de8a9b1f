"""What makes vectors of texts here: the model beside the server, or one of a provider, as administrators chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from chat_app.errors import AppError, LimitReachedError, NotAllowedError
from chat_app.integrations.embeddings.port import Embedder, EmbeddingRefusedError, EmbeddingUnavailableError, Kind
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.ledger.errors import InsufficientCreditError
from chat_app.services.site import SiteService
from chat_app.services.site.knowledge_section import Knowledge

ASK_AGAIN = timedelta(minutes=5)


class Maker(Protocol):
    """Makes vectors for somebody, who pays for it where it costs."""

    @property
    def model(self) -> str:
        """Vectors of different models do not compare."""
        ...

    @property
    def dimensions(self) -> int | None:
        """Length of the vectors; None before the first one is there."""
        ...

    async def embed(self, actor: Actor, texts: Sequence[str], kind: Kind = "passage", chat_id: str = "") -> list[list[float]]:
        """A vector per text; what holds for a chat holds for what it asks. Raises `EmbeddingUnavailableError`."""
        ...


class ModelEmbeddings(Protocol):
    """Asks models of providers (`services/embedding`)."""

    async def embed(self, actor: Actor, model_id: str, texts: Sequence[str], chat_id: str = "") -> tuple[tuple[float, ...], ...]: ...


@dataclass(frozen=True, slots=True)
class LocalMaker:
    """The embedder of this server; costs nobody anything."""

    embedder: Embedder

    @property
    def model(self) -> str:
        return self.embedder.model

    @property
    def dimensions(self) -> int | None:
        return self.embedder.dimensions

    async def embed(self, actor: Actor, texts: Sequence[str], kind: Kind = "passage", chat_id: str = "") -> list[list[float]]:  # noqa: ARG002
        return await self.embedder.embed(texts, kind)


@dataclass(slots=True)
class ProviderMaker:
    """A model of a provider or of Ollama, counted and charged like every other request."""

    models: ModelEmbeddings
    model: str
    dimensions: int | None = None

    async def embed(self, actor: Actor, texts: Sequence[str], kind: Kind = "passage", chat_id: str = "") -> list[list[float]]:  # noqa: ARG002
        try:
            found = await self.models.embed(actor, self.model, texts, chat_id)
        except (InsufficientCreditError, LimitReachedError, NotAllowedError) as error:
            raise EmbeddingRefusedError(error.key) from error
        except AppError as error:
            raise EmbeddingUnavailableError(error.key) from error
        self.dimensions = len(found[0]) if found else self.dimensions
        return [list(vector) for vector in found]


class LocalSource(Protocol):
    """Knows whether there is a model beside the server (`integrations/embeddings`)."""

    async def embedder(self) -> Embedder | None:
        """What embeds; None where there is no model. Finding out may take seconds."""
        ...

    async def fetch_missing(self) -> bool:
        """Get its files, where they are not here and may be fetched; whether they came. Takes minutes, and is tried again now and then."""
        ...

    async def close(self) -> None: ...


class Embedders:
    """Which maker there is now, and which made the vectors that are there."""

    def __init__(self, site: SiteService, source: LocalSource, models: ModelEmbeddings, clock: Clock) -> None:
        self._site = site
        self._source = source
        self._models = models
        self._clock = clock
        self._local: LocalMaker | None = None
        self._ask_again: datetime | None = None
        self._makers: dict[str, ProviderMaker] = {}

    async def current(self) -> Maker | None:
        """What passages are embedded with from now on; None where they are found by their words alone."""
        chosen = (await self._site.load(Knowledge)).embedding
        if chosen == "none":
            return None
        return await self.of(chosen) if chosen else await self.local()

    async def of(self, model: str) -> Maker | None:
        """What makes vectors of this name; None where it is gone."""
        local = await self.local()
        if local is not None and model == local.model:
            return local
        known = model in self._makers or model == (await self._site.load(Knowledge)).embedding
        return self._makers.setdefault(model, ProviderMaker(self._models, model)) if known else None

    async def local(self) -> Maker | None:
        """The one beside the server. Where there is none, that is asked again after a while: it may have been put there."""
        now = self._clock()
        if self._local is None and (self._ask_again is None or self._ask_again <= now):
            found = await self._source.embedder()
            self._local, self._ask_again = (LocalMaker(found) if found else None), now + ASK_AGAIN
        return self._local

    async def fetch_missing(self) -> None:
        """Get the model beside the server, unless administrators chose another. For when there are documents that it is for."""
        if not (await self._site.load(Knowledge)).embedding and await self.local() is None and await self._source.fetch_missing():
            self._ask_again = None
