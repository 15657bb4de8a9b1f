"""Tokens that are paid for and never seen: thoughts, pictures, searches. They come with the provider's report, at the end."""

from __future__ import annotations

from dataclasses import replace

from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.services.ledger.dto import AccountKind
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.charging.shop import CARD, Shop

THOUGHT = UsageReport(TokenUsage(input=10, output=20_000, reasoning=19_990))
PRICE = 10 * 1_000 + 20_000 * 2_000


async def test_thoughts_out_of_sight_are_paid_by_who_has_the_credit(shop: Shop) -> None:
    shop.model.card = replace(CARD, max_output_tokens=50_000)
    shop.give(10 * PRICE)
    shop.model.gateway = ScriptedGateway(["Yes.", THOUGHT])
    await shop.chat.ask()
    assert [call.charged_nano for call in shop.calls()] == [PRICE]
    assert shop.posted(AccountKind.WRITE_OFF) == 0


async def test_what_there_is_no_credit_for_is_still_the_houses_loss(shop: Shop) -> None:
    shop.model.card = replace(CARD, max_output_tokens=None)
    shop.give(PRICE - 7)
    shop.model.gateway = ScriptedGateway(["Yes.", THOUGHT])
    await shop.chat.ask()
    assert [call.charged_nano for call in shop.calls()] == [PRICE - 7]
    assert (shop.balance().available, shop.posted(AccountKind.WRITE_OFF)) == (0, -7)
