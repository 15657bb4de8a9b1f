"""What is on show is what is charged, to whom it concerns; and who pays, within what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import Session

from chat_app import models
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline.gateway import OfflineGateway
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from chat_app.services.access.policy import Policy, combined
from chat_app.services.access.queries import policy_of
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.catalogue.pricing import with_margin
from chat_app.services.catalogue.stockroom import Patience
from chat_app.services.charging.gateway import CoveredGateway
from chat_app.services.kernel.ids import new_id
from chat_app.services.site.billing_sections import MarginRule
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.charging.shop import COST, USED, Shop

HOUSE = ProviderConfig(id="openai", label="OpenAI", kind=ProviderKind.LITELLM)


class TestShownPrices:
    async def test_are_those_that_are_charged_by_group(self, shop: Shop) -> None:
        shop.set(
            margins=(MarginRule(pattern="openai/*", group_id="lab", points=1_000),),
            exchange_points=100,
            free_models=("openai/gpt-4o-mini",),
        )
        gateway = ScriptedGateway(models=[ModelInfo("gpt-4o"), ModelInfo("gpt-4o-mini")])
        catalogue = CatalogueService(
            [HOUSE], lambda _: gateway, OfflineGateway(), ModelFactsBook(), shop.clock, Patience(30, 30, 30), sales=shop.cover
        )
        member = replace(shop.actor, policy=combined([Policy()], frozenset({"lab"})))
        for actor, points in ((shop.actor, 100), (member, 1_110)):
            cards = {card.id: card for card in await catalogue.models(actor)}
            route = await catalogue.route(actor, "openai/gpt-4o")
            assert route.provider_price is not None
            assert cards["openai/gpt-4o"].price == route.card.price == with_margin(route.provider_price, points)
            assert isinstance(route.gateway, CoveredGateway)
            offers = {offer.card.id: offer for offer in await catalogue.offers(actor, platform=False)}
            assert offers["openai/gpt-4o"].margin_points == points
            free = cards["openai/gpt-4o-mini"].price
            assert free is not None
            assert free.is_nothing
        await catalogue.close()


def test_the_most_generous_group_gives_and_all_of_them_count(shop: Shop) -> None:
    ids = [new_id() for _ in range(2)]

    def add(session: Session) -> None:
        for group_id, amount in zip(ids, (5, 9), strict=True):
            policy = Policy(allowance_nano=amount).model_dump_json()
            session.add(models.Group(id=group_id, name=group_id, policy=policy, created_at=shop.now, updated_at=shop.now))
            session.flush()
            session.add(models.GroupMember(group_id=group_id, user_id=shop.actor.user_id, added_at=shop.now))

    shop.db.write_now(add)
    found = shop.db.read_now(lambda session: policy_of(session, shop.actor.user_id))
    assert (found.allowance_nano, found.group_ids) == (9, frozenset(ids))


class TestWhoPays:
    async def test_the_owner_of_a_folder_who_wants_to(self, shop: Shop) -> None:
        """For those who may write there: the owner's wallet, allowance and all. Of a stranger's chat the owner pays nothing."""
        owner = Shop(shop.db)
        folder_id = new_id()
        first = await _free_chat(shop)

        def move(session: Session) -> None:
            session.add(
                models.Folder(id=folder_id, owner_id=owner.actor.user_id, name="P", payer="owner", created_at=shop.now, updated_at=shop.now)
            )
            session.flush()
            session.get_one(models.Conversation, first).folder_id = folder_id

        shop.db.write_now(move)
        shop.set()
        owner.give(10**12, "of the owner")
        await shop.chat.ask("And?", first)
        assert shop.balance(owner.actor.user_id).balance == 10**12
        member = models.FolderMember(id=new_id(), folder_id=folder_id, person_id=shop.actor.user_id, role="editor", created_at=shop.now)
        shop.db.write_now(lambda session: session.add(member))
        await shop.chat.ask("And now?", first)
        assert shop.calls()[-1].payer_id == owner.actor.user_id
        assert 10**12 - shop.balance(owner.actor.user_id).balance == COST
        await owner.chat.turns.close()


async def _free_chat(shop: Shop) -> str:
    shop.set(charging=False)
    shop.model.gateway = ScriptedGateway(["Yes.", USED])
    return (await shop.chat.ask()).conversation_id


class TestBudgets:
    @pytest.mark.parametrize("own_key", [False, True])
    async def test_count_what_is_paid_and_stop_what_they_do_not_cover(self, shop: Shop, own_key: bool) -> None:
        shop.give(10**12)
        shop.model.own_key = own_key
        limit = {"amount_nano": 500_000, "action": "stop", "created_at": shop.now, "updated_at": shop.now}
        budget = models.Budget(id=new_id(), scope="user", scope_id=shop.actor.user_id, period="total", **limit)
        shop.db.write_now(lambda session: session.add(budget))
        gateway = shop.model.gateway = ScriptedGateway(["Yes.", USED])
        for _ in range(3):
            assert (await shop.chat.ask()).error_key == ""
        used = shop.db.read_now(lambda session: session.get_one(models.BudgetPeriod, (budget.id, "", "")))
        assert (used.used_nano, used.held_nano) == (3 * COST, 0)
        shop.db.write_now(lambda session: setattr(session.get_one(models.BudgetPeriod, (budget.id, "", "")), "used_nano", 499_000))
        assert (await shop.chat.ask()).error_key == "budgets.error.user"
        assert len(gateway.requests) == 3
