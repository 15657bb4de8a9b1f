"""Models switched, renamed, told what they can, shown to some: what administrators and people set, on both databases."""

from __future__ import annotations

import asyncio
import json

import pytest

from chat_app.errors import InvalidInputError, NotAllowedError, NotFoundError
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from chat_app.integrations.llm.rates import PriceKind
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.model_settings.dto import Facts, ModelChange, ModelFilter
from tests.services.model_settings.conftest import Desk, People

ALL = ["house/alpha", "house/beta", "house/gamma-2024-08-06"]
OFF, ON = ModelChange(enabled=False), ModelChange(enabled=True)


async def of_platform(desk: Desk, actor: Actor, model_id: str, change: ModelChange) -> None:
    await desk.settings.change(actor, model_id, change, platform=True)


class TestOff:
    async def test_what_is_off_does_not_exist_for_anybody(self, desk: Desk, people: People) -> None:
        assert await desk.ids(people.bob) == ALL
        await of_platform(desk, people.admin, "house/alpha", OFF)
        for actor in (people.bob, people.admin):
            assert await desk.ids(actor) == ALL[1:]
            assert [card.id for card in desk.catalogue.shown(actor)] == ALL[1:]
            assert desk.catalogue.known(actor, "house/alpha") is None
            with pytest.raises(NotFoundError):
                await desk.catalogue.get(actor, "house/alpha")
            with pytest.raises(NotFoundError):
                await desk.catalogue.route(actor, "house/alpha")
        assert await desk.catalogue.default_model_id(people.bob, "house/alpha") == "house/beta"
        assert await desk.catalogue.label("house/alpha") == "alpha"

    async def test_on_again_leaves_no_row(self, desk: Desk, people: People) -> None:
        await of_platform(desk, people.admin, "house/alpha", OFF)
        await of_platform(desk, people.admin, "house/alpha", ON)
        assert await desk.ids(people.bob) == ALL
        assert desk.book.setting("", "house/alpha").enabled

    @pytest.mark.parametrize(
        "spelling", ["house/ALPHA", "house/alpha-2024-08-06", "house/models/alpha", "house/alpha-latest", "house/alpha:latest"]
    )
    async def test_another_spelling_is_no_way_round(self, desk: Desk, people: People, spelling: str) -> None:
        await of_platform(desk, people.admin, "house/alpha", OFF)
        with pytest.raises(NotFoundError):
            await desk.catalogue.route(people.bob, spelling)

    async def test_a_listed_model_answers_for_itself_alone(self, desk: Desk, people: People) -> None:
        await of_platform(desk, people.admin, "house/gamma-2024-08-06", OFF)
        assert await desk.ids(people.bob) == ALL[:2]
        assert (await desk.catalogue.route(people.bob, "house/delta")).model_name == "delta"

    async def test_people_switch_for_themselves_only(self, desk: Desk, people: People) -> None:
        await desk.settings.change(people.ada, "house/alpha", OFF, platform=False)
        assert await desk.ids(people.ada) == [*ALL[1:], "my-ada/alpha", "my-ada/beta", "my-ada/gamma-2024-08-06"]
        assert await desk.ids(people.bob) == ALL

    async def test_nobody_brings_back_what_administrators_took(self, desk: Desk, people: People) -> None:
        await of_platform(desk, people.admin, "house/alpha", OFF)
        with pytest.raises(NotFoundError):
            await desk.settings.change(people.ada, "house/alpha", ON, platform=False)
        page = await desk.settings.list(people.ada, ModelFilter(search="alpha"), platform=False)
        assert [entry.id for entry in page.items] == ["my-ada/alpha"]


class TestNamesAndFacts:
    async def test_a_name_is_everybodys_and_ones_own_goes_before_it(self, desk: Desk, people: People) -> None:
        await of_platform(desk, people.admin, "house/alpha", ModelChange(label="  House   model "))
        await desk.settings.change(people.ada, "house/alpha", ModelChange(label="Mine"), platform=False)
        assert (await desk.catalogue.get(people.bob, "house/alpha")).label == "House model"
        assert (await desk.catalogue.get(people.ada, "house/alpha")).label == "Mine"
        assert await desk.catalogue.label("house/alpha") == "House model"

    async def test_an_empty_name_is_the_catalogues_again(self, desk: Desk, people: People) -> None:
        await of_platform(desk, people.admin, "house/alpha", ModelChange(label="Other"))
        await of_platform(desk, people.admin, "house/alpha", ModelChange(label=""))
        assert (await desk.catalogue.get(people.bob, "house/alpha")).label == "alpha"

    async def test_facts_go_before_what_the_provider_says(self, desk: Desk, people: People) -> None:
        facts = Facts(context_tokens=64_000, max_output_tokens=4_000, vision=False, reasoning=True, json_mode=False)
        await of_platform(desk, people.admin, "house/alpha", ModelChange(facts=facts))
        card = await desk.catalogue.get(people.bob, "house/alpha")
        assert (card.context_tokens, card.max_output_tokens, card.vision, card.tools) == (64_000, 4_000, False, True)
        details = await desk.settings.get(people.admin, "house/alpha", platform=True)
        assert (details.listed.context_tokens, details.listed.vision, details.entry.json_mode) == (8_000, True, False)
        assert "json_mode" not in [spec.name for spec in details.parameters]
        await of_platform(desk, people.admin, "house/alpha", ModelChange(facts=Facts()))
        assert (await desk.catalogue.get(people.bob, "house/alpha")).context_tokens == 8_000

    async def test_people_say_what_their_own_models_can_and_no_others(self, desk: Desk, people: People) -> None:
        facts = ModelChange(facts=Facts(context_tokens=1_000))
        await desk.settings.change(people.ada, "my-ada/alpha", facts, platform=False)
        assert (await desk.catalogue.get(people.ada, "my-ada/alpha")).context_tokens == 1_000
        with pytest.raises(InvalidInputError):
            await desk.settings.change(people.ada, "house/alpha", facts, platform=False)
        with pytest.raises(InvalidInputError):
            await desk.settings.change(people.ada, "my-ada/alpha", ModelChange(group_ids=()), platform=False)

    @pytest.mark.parametrize("label", ["x" * 101, "nul\0"])
    async def test_names_that_cannot_be(self, desk: Desk, people: People, label: str) -> None:
        with pytest.raises(InvalidInputError):
            await of_platform(desk, people.admin, "house/alpha", ModelChange(label=label))


class TestGroups:
    async def test_only_members_see_it(self, desk: Desk, people: People) -> None:
        group_id = desk.group(people.bob)
        await of_platform(desk, people.admin, "house/beta", ModelChange(group_ids=(group_id,)))
        assert "house/beta" in await desk.ids(people.bob)
        for actor in (people.ada, people.admin):
            assert "house/beta" not in await desk.ids(actor)
            with pytest.raises(NotFoundError):
                await desk.catalogue.route(actor, "house/beta")
        with pytest.raises(NotFoundError):
            await desk.settings.change(people.ada, "house/beta", OFF, platform=False)
        # Who works in the background has no groups in hand, only a name.
        assert await desk.catalogue.card(Actor(people.bob.user_id), "house/beta")

    async def test_a_group_that_is_gone_opens_nothing(self, desk: Desk, people: People) -> None:
        group_id = desk.group(people.bob)
        await of_platform(desk, people.admin, "house/beta", ModelChange(group_ids=(group_id,)))
        await desk.house.groups.delete(people.admin, group_id)
        desk.house.wait(seconds=6)
        assert "house/beta" not in await desk.ids(people.bob)

    async def test_groups_that_are_none_are_refused(self, desk: Desk, people: People) -> None:
        with pytest.raises(InvalidInputError):
            await of_platform(desk, people.admin, "house/beta", ModelChange(group_ids=(new_id(),)))


class TestManyAtOnce:
    async def test_a_search_is_switched_in_one_act(self, desk: Desk, people: People) -> None:
        wanted = ModelFilter(provider="house", tools=True)
        assert await desk.settings.switch(people.admin, wanted, enabled=False, platform=True) == 2
        assert await desk.ids(people.bob) == ["house/beta"]
        assert await desk.settings.switch(people.admin, wanted, enabled=False, platform=True) == 0
        assert await desk.settings.switch(people.admin, ModelFilter(), enabled=True, platform=True) == 2
        assert await desk.ids(people.bob) == ALL
        (off, on) = desk.house.acts("model.switch")
        assert json.loads(off.details) == {"count": 2, "enabled": False}
        assert (off.actor_id, off.object_id, on.object_id) == (people.admin.user_id, "house", "")

    async def test_names_survive_the_switch(self, desk: Desk, people: People) -> None:
        await of_platform(desk, people.admin, "house/alpha", ModelChange(label="Kept"))
        await desk.settings.switch(people.admin, ModelFilter(), enabled=False, platform=True)
        await desk.settings.switch(people.admin, ModelFilter(), enabled=True, platform=True)
        assert (await desk.catalogue.get(people.bob, "house/alpha")).label == "Kept"

    async def test_people_switch_theirs_without_a_word_in_the_log(self, desk: Desk, people: People) -> None:
        assert await desk.settings.switch(people.ada, ModelFilter(provider="my-ada"), enabled=False, platform=False) == 3
        assert await desk.ids(people.ada) == ALL
        assert await desk.ids(people.bob) == ALL
        assert desk.house.acts() == []

    async def test_two_at_once_leave_one_row(self, desk: Desk, people: People) -> None:
        changes = [of_platform(desk, people.admin, "house/alpha", ModelChange(label=f"n{number}")) for number in range(6)]
        done = await asyncio.gather(*changes, return_exceptions=True)
        assert any(each is None for each in done)
        assert (await desk.catalogue.get(people.bob, "house/alpha")).label.startswith("n")


class TestWho:
    async def test_administration_is_nothing_to_others(self, desk: Desk, people: People) -> None:
        for attempt in (
            desk.settings.list(people.ada, ModelFilter(), platform=True),
            desk.settings.get(people.ada, "house/alpha", platform=True),
            desk.settings.change(people.ada, "house/alpha", OFF, platform=True),
            desk.settings.switch(people.ada, ModelFilter(), enabled=False, platform=True),
        ):
            with pytest.raises(NotFoundError):
                await attempt
        with pytest.raises(NotAllowedError):
            await desk.settings.list(Actor(people.ada.user_id), ModelFilter(), platform=False)

    async def test_others_own_models_are_none(self, desk: Desk, people: People) -> None:
        await desk.ids(people.ada)
        for platform, actor in ((False, people.bob), (True, people.admin)):
            with pytest.raises(NotFoundError):
                await desk.settings.change(actor, "my-ada/alpha", OFF, platform=platform)
            page = await desk.settings.list(actor, ModelFilter(), platform=platform)
            assert [entry.id for entry in page.items] == ALL

    async def test_administrators_do_not_decide_about_own_providers(self, desk: Desk, people: People) -> None:
        await desk.settings.switch(people.admin, ModelFilter(), enabled=False, platform=True)
        assert await desk.ids(people.ada) == ["my-ada/alpha", "my-ada/beta", "my-ada/gamma-2024-08-06"]

    async def test_every_act_of_administrators_is_recorded(self, desk: Desk, people: People) -> None:
        await of_platform(desk, people.admin, "house/alpha", ModelChange(enabled=False, label="Secret name"))
        await of_platform(desk, people.admin, "house/alpha", OFF)
        (entry,) = desk.house.acts("model.change")
        assert (entry.object_id, json.loads(entry.details)) == ("house/alpha", {"enabled": False, "fields": ["enabled", "label"]})


class TestOtherProcesses:
    async def test_know_within_five_seconds(self, desk: Desk, other_desk: Desk, people: People) -> None:
        assert await other_desk.ids(people.bob) == ALL
        await of_platform(desk, people.admin, "house/alpha", OFF)
        await desk.settings.change(people.bob, "house/beta", OFF, platform=False)
        assert await desk.ids(people.bob) == ALL[2:]
        assert await other_desk.ids(people.bob) == ALL
        desk.house.wait(seconds=5)
        assert await other_desk.ids(people.bob) == ALL[2:]

    async def test_nothing_is_known_before_the_first_reading(self, other_desk: Desk, people: People) -> None:
        assert other_desk.catalogue.shown(people.bob) == []
        assert other_desk.catalogue.known(people.bob, "house/alpha") is None


class TestPrices:
    async def test_people_see_what_they_pay_administrators_what_the_provider_takes(self, desk: Desk, people: People) -> None:
        desk.rows[""] = [ProviderConfig("anthropic", "Anthropic", ProviderKind.LITELLM)]
        desk.margin, desk.models = 2_000, (ModelInfo("claude-sonnet-4-5"),)
        wanted = ModelFilter(price="priced", sort="price")
        bought = (await desk.settings.list(people.admin, wanted, platform=True)).items[0]
        sold = (await desk.settings.list(people.bob, wanted, platform=False)).items[0]
        assert bought.price_in
        assert sold.id == bought.id
        assert sold.price_in == -(-bought.price_in * 12 // 10)
        lines = {line.kind: line.nano for line in (await desk.settings.get(people.bob, sold.id, platform=False)).prices}
        assert (lines[PriceKind.INPUT], lines[PriceKind.OUTPUT]) == (sold.price_in, sold.price_out)
