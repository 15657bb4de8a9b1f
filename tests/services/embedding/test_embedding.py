"""Vectors for texts: what is asked, what is written down, and what keeps texts in the house."""

from __future__ import annotations

import pytest
from sqlmodel import select

from chat_app.db import Database
from chat_app.errors import UpstreamError
from chat_app.integrations.llm.port import Embeddings, EmbedRequest
from chat_app.models import UsageCall
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, ModelCard, Price, Rates
from chat_app.services.embedding import EmbeddingService
from chat_app.services.redaction.gateway import RedactingGateway
from chat_app.services.redaction.placeholders import Placeholders
from chat_app.services.routing.errors import LocalOnlyError
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import MODEL, Chat, chat  # noqa: F401
from tests.services.routing.conftest import House, MakeHouse, house  # noqa: F401
from tests.services.routing.test_local_only import CLOUD, HOME

TEXTS = ["Köln", "Bonn am Rhein"]


class Silent(ScriptedGateway):
    """Counts nothing."""

    async def embed(self, request: EmbedRequest) -> Embeddings:
        return Embeddings((await super().embed(request)).vectors)


def calls(db: Database) -> list[UsageCall]:
    return db.read_now(lambda session: list(session.exec(select(UsageCall)).all()))


class TestWhatItUsed:
    @pytest.fixture
    def embedding(self, chat: Chat) -> EmbeddingService:  # noqa: F811
        chat.model.gateway = ScriptedGateway()
        chat.model.card = ModelCard(MODEL, "Model", "test", "Test", price=Price(Rates(1_000_000, 0), "v1"))
        return EmbeddingService(chat.db, chat.model)

    async def test_is_one_row_of_the_log(self, chat: Chat, embedding: EmbeddingService) -> None:  # noqa: F811
        assert await embedding.embed(chat.actor, MODEL, TEXTS) == ((4.0,), (13.0,))
        (row,) = calls(chat.db)
        assert (row.kind, row.status, row.model_id, row.owner_id) == ("embedding", "complete", MODEL, chat.actor.user_id)
        assert (row.tokens_in, row.tokens_out, row.counted_by, row.cost_nano) == (3, 0, "provider", 3)

    async def test_is_estimated_where_nobody_counted(self, chat: Chat, embedding: EmbeddingService) -> None:  # noqa: F811
        chat.model.gateway = Silent()
        await embedding.embed(chat.actor, MODEL, TEXTS)
        (row,) = calls(chat.db)
        assert row.counted_by == "parley"
        assert 3 <= row.tokens_in <= 9

    async def test_is_nothing_without_texts(self, chat: Chat, embedding: EmbeddingService) -> None:  # noqa: F811
        assert await embedding.embed(chat.actor, MODEL, []) == ()
        assert calls(chat.db) == []


class TestInTheHouse:
    async def test_local_only_holds_for_vectors_too(self, db: Database, house: MakeHouse) -> None:  # noqa: F811
        cloud, home = ScriptedGateway(), ScriptedGateway()
        place: House = await house(configs=(CLOUD, HOME), gateways={"cloud": cloud, "home": home})
        embedding = EmbeddingService(db, place.routing)
        await place.prefer(local_only=True)
        with pytest.raises(LocalOnlyError):
            await embedding.embed(place.actor, "cloud/x", TEXTS)
        route = await place.catalogue.route(place.actor, "cloud/x")
        with pytest.raises(LocalOnlyError):
            await route.gateway.embed(EmbedRequest("x", tuple(TEXTS), place.actor.user_id))
        assert cloud.embedded == []
        assert await embedding.embed(place.actor, "home/llama", TEXTS) == ((4.0,), (13.0,))
        assert calls(db)[0].cost_nano == 0

    async def test_the_built_in_assistant_has_none(self, db: Database, house: MakeHouse) -> None:  # noqa: F811
        place: House = await house()
        with pytest.raises(UpstreamError):
            await EmbeddingService(db, place.routing).embed(place.actor, OFFLINE_MODEL_ID, TEXTS)
        assert calls(db) == []

    async def test_personal_data_goes_out_as_placeholders(self) -> None:
        inner = ScriptedGateway()

        async def hiding(_request: object) -> Placeholders:
            return Placeholders(b"secret", "ada|")

        await RedactingGateway(inner, hiding).embed(EmbedRequest("x", ("Write to ada@example.org",)))
        (sent,) = inner.embedded
        assert "ada@example.org" not in sent.texts[0]
        assert sent.texts[0].startswith("Write to \u27e6EMAIL_")
