"""No paid action of any kind goes without cover: whatever asks a model is refused where there is no credit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from chat_app.errors import AppError
from chat_app.integrations.llm.port import EmbedRequest, LlmRequest, TokenUsage, UsageReport
from chat_app.services.chat.side_questions import SideQuestion, SideQuestionService
from chat_app.services.chat.summaries import SummaryService
from chat_app.services.documents.canvas import CanvasService
from chat_app.services.documents.rewriting import CanvasRewriter
from chat_app.services.embedding import EmbeddingService
from chat_app.services.ledger.errors import InsufficientCreditError, LedgerError
from chat_app.services.temporary import TemporaryChats
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.charging.shop import COST, USED, Shop
from tests.services.chat.conftest import MODEL
from tests.waiting import eventually


class Action:
    """Something that asks a model, in a chat that was paid for."""

    def __init__(self, shop: Shop, chat_id: str) -> None:
        self.shop = shop
        self.chat_id = chat_id

    async def title(self) -> None:
        await eventually(lambda: not self.shop.chat.turns._background)

    async def answer(self) -> None:
        await self.shop.chat.ask("And then?", self.chat_id)

    async def summary(self) -> None:
        chat = self.shop.chat
        await SummaryService(chat.db, chat.model, chat.changes).summarise(chat.actor, self.chat_id)

    async def side_question(self) -> None:
        chat = self.shop.chat
        side = SideQuestionService(chat.db, chat.model, chat.changes)
        async for _ in await side.ask(chat.actor, SideQuestion(self.chat_id, "How?")):
            pass
        await side.close()

    async def canvas(self) -> None:
        chat = self.shop.chat
        canvases = CanvasService(chat.db, chat.changes)
        made = await canvases.create(chat.actor, self.chat_id, "A long passage.")
        await CanvasRewriter(chat.db, chat.model, canvases).rewrite(chat.actor, made.id, made.revision, 0, 6, "shorter")

    async def temporary(self) -> None:
        chat = self.shop.chat
        temporary = TemporaryChats(chat.db, chat.hub, chat.model, chat.model)
        opened = await temporary.create(chat.actor)
        await temporary.send(chat.actor, opened.id, "Hello")
        async for _ in temporary.follow(chat.actor, opened.id):
            pass
        await eventually(lambda: temporary.get(chat.actor, opened.id).messages[-1].role == "assistant")
        await temporary.close()

    async def vectors(self) -> None:
        chat = self.shop.chat
        await EmbeddingService(chat.db, chat.model).embed(chat.actor, MODEL, ["A text of some length."])


ACTIONS = ("answer", "summary", "side_question", "canvas", "temporary", "vectors")


async def _after_a_paid_answer(shop: Shop) -> Action:
    """A chat with several answers behind it, and a wallet that pays for exactly these."""
    shop.give(10**12)
    shop.model.gateway = ScriptedGateway(["Yes.", USED])
    first = await shop.chat.ask("word " * 400)
    for _ in range(3):
        await shop.chat.ask("word " * 400, first.conversation_id)
    return Action(shop, first.conversation_id)


@pytest.mark.parametrize("name", ACTIONS)
async def test_without_credit_no_model_is_asked(shop: Shop, name: str) -> None:
    action = await _after_a_paid_answer(shop)
    gateway = shop.model.gateway = ScriptedGateway(["No.", USED])
    _spend_all(shop)
    await _refused(getattr(action, name))
    assert (gateway.requests, gateway.embedded) == ([], [])
    assert len(shop.calls()) == 4


@pytest.mark.parametrize("name", ACTIONS)
async def test_with_credit_all_of_it_is_charged(shop: Shop, name: str) -> None:
    action = await _after_a_paid_answer(shop)
    shop.model.gateway = ScriptedGateway(["Shorter.", UsageReport(TokenUsage(10, 5))])
    await getattr(action, name)()
    await eventually(lambda: len(shop.calls()) > 4)
    new = shop.calls()[4:]
    assert all(call.charged_nano == call.sale_nano and call.charged_nano for call in new)
    assert 10**12 - shop.balance().balance == 4 * COST + sum(call.charged_nano or 0 for call in new)


async def _refused(ask: Callable[[], Awaitable[None]]) -> None:
    try:
        await ask()
    except AppError as error:
        assert isinstance(error, InsufficientCreditError)


def _spend_all(shop: Shop) -> None:
    from chat_app.services.ledger.holds import Charge, debit

    left = shop.balance().available
    shop.db.write_now(lambda session: debit(session, shop.actor.user_id, "elsewhere", Charge(left), shop.now))


async def test_a_title_is_not_made_on_credit_that_is_gone(shop: Shop) -> None:
    shop.chat = (titled := Shop(shop.db, titles=True)).chat
    gateway = titled.model.gateway = ScriptedGateway(["Yes.", UsageReport(TokenUsage(10, 10_000))])
    titled.give(450_000, "just enough")
    await titled.chat.ask()
    await eventually(lambda: not titled.chat.turns._background)
    assert len(gateway.requests) == 1


async def test_one_way_is_for_one_call(shop: Shop) -> None:
    shop.give(10**12)
    shop.model.gateway = ScriptedGateway(["Yes.", USED])
    route = await shop.model.route(shop.actor, MODEL)
    await route.gateway.embed(EmbedRequest("model", ("text",)))
    with pytest.raises(LedgerError):
        await route.gateway.embed(EmbedRequest("model", ("text",)))
    with pytest.raises(LedgerError):
        await anext(aiter(route.gateway.stream(LlmRequest("model", ()))))
    await shop.cover.void(route.call_id)
