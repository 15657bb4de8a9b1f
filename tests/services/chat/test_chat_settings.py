"""A chat's system prompt and parameters, and presets of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.chat.chat_settings import ChatSettingsService
from chat_app.services.chat.presets import PresetNameTakenError, PresetService
from chat_app.services.kernel.actor import Actor
from tests.services.chat.conftest import Chat
from tests.services.chat.test_fit import Shelf

GPT = ModelCard("openai/gpt-4o", "GPT-4o", "openai", "OpenAI", max_output_tokens=16_384)
O3 = ModelCard("openai/o3", "o3", "openai", "OpenAI", reasoning=True)


@pytest.fixture
def settings(chat: Chat) -> ChatSettingsService:
    return ChatSettingsService(chat.db, chat.changes, Shelf(GPT, O3))


@pytest.fixture
def presets(chat: Chat) -> PresetService:
    return PresetService(chat.db, chat.changes)


async def a_chat(chat: Chat, model_id: str = GPT.id) -> str:
    return (await chat.conversations.create(chat.actor, model_id=model_id)).id


class TestParameters:
    async def test_only_what_differs_is_kept(self, chat: Chat, settings: ChatSettingsService) -> None:
        chat_id = await a_chat(chat)
        await settings.set_parameters(chat.actor, chat_id, {"temperature": 0.2, "top_p": 1})
        assert (await chat.conversations.get(chat.actor, chat_id)).parameters == {"temperature": 0.2}
        await settings.set_parameter(chat.actor, chat_id, "seed", 7)
        await settings.set_parameter(chat.actor, chat_id, "temperature", None)
        assert (await settings.get(chat.actor, chat_id)).parameters == {"seed": 7}

    async def test_the_models_limits_hold(self, chat: Chat, settings: ChatSettingsService) -> None:
        chat_id = await a_chat(chat, O3.id)
        with pytest.raises(InvalidInputError, match="parameter_unsupported"):
            await settings.set_parameter(chat.actor, chat_id, "temperature", 0.2)
        assert (await settings.get(chat.actor, chat_id)).parameters == {}

    async def test_what_another_model_had_stays(self, chat: Chat, settings: ChatSettingsService) -> None:
        chat_id = await a_chat(chat)
        await settings.set_parameter(chat.actor, chat_id, "temperature", 0.2)
        await chat.conversations.choose_model(chat.actor, chat_id, O3.id)
        await settings.set_parameter(chat.actor, chat_id, "reasoning_effort", "high")
        assert (await settings.get(chat.actor, chat_id)).parameters == {"temperature": 0.2, "reasoning_effort": "high"}

    async def test_a_prompt_is_told(self, chat: Chat, settings: ChatSettingsService) -> None:
        chat_id = await a_chat(chat)
        await settings.set_system_prompt(chat.actor, chat_id, "  Rhyme.  ")
        assert (await settings.get(chat.actor, chat_id)).told == "Rhyme."
        with pytest.raises(InvalidInputError):
            await settings.set_system_prompt(chat.actor, chat_id, "x" * 100_001)

    async def test_other_peoples_chats_do_not_exist(
        self, chat: Chat, settings: ChatSettingsService, make_actor: Callable[[str], Actor]
    ) -> None:
        chat_id, eve = await a_chat(chat), make_actor("Eve")
        for attempt in (
            settings.get(eve, chat_id),
            settings.set_system_prompt(eve, chat_id, "x"),
            settings.set_parameter(eve, chat_id, "seed", 1),
            settings.set_parameters(eve, chat_id, {}),
            settings.use_preset(eve, chat_id, {}),
        ):
            with pytest.raises(NotFoundError):
                await attempt


class TestPresets:
    async def test_saved_again_it_takes_the_new_values(self, chat: Chat, presets: PresetService) -> None:
        first = await presets.save(chat.actor, " Strict ", {"temperature": 0})
        again = await presets.save(chat.actor, "Strict", {"temperature": 0.1, "top_k": 5})
        assert (first.id, first.name) == (again.id, "Strict")
        assert [preset.parameters for preset in await presets.list(chat.actor)] == [{"temperature": 0.1, "top_k": 5}]

    async def test_two_pages_at_once_make_one(self, chat: Chat, presets: PresetService) -> None:
        await asyncio.gather(*(presets.save(chat.actor, "Twice", {"seed": number}) for number in range(4)))
        assert len(await presets.list(chat.actor)) == 1

    async def test_renamed_and_deleted(self, chat: Chat, presets: PresetService) -> None:
        one, two = await presets.save(chat.actor, "One", {}), await presets.save(chat.actor, "Two", {})
        with pytest.raises(PresetNameTakenError):
            await presets.rename(chat.actor, one.id, "Two")
        assert (await presets.rename(chat.actor, one.id, "Three")).name == "Three"
        await presets.delete(chat.actor, two.id)
        assert [preset.name for preset in await presets.list(chat.actor)] == ["Three"]

    @pytest.mark.parametrize("values", [{"temperature": 3}, {"bogus": 1}, {"stop": "END"}])
    async def test_refuses_what_no_model_takes(self, chat: Chat, presets: PresetService, values: dict[str, object]) -> None:
        with pytest.raises(InvalidInputError):
            await presets.save(chat.actor, "Bad", values)

    async def test_applied_it_keeps_what_the_present_model_lacks(
        self, chat: Chat, settings: ChatSettingsService, presets: PresetService
    ) -> None:
        chat_id = await a_chat(chat, O3.id)
        preset = await presets.save(chat.actor, "Warm", {"temperature": 1.2, "seed": 3})
        await settings.use_preset(chat.actor, chat_id, preset.parameters)
        assert (await settings.get(chat.actor, chat_id)).parameters == {"temperature": 1.2, "seed": 3}

    async def test_other_peoples_do_not_exist(self, chat: Chat, presets: PresetService, make_actor: Callable[[str], Actor]) -> None:
        mine, eve = await presets.save(chat.actor, "Mine", {}), make_actor("Eve")
        for attempt in (presets.get(eve, mine.id), presets.rename(eve, mine.id, "Hers"), presets.delete(eve, mine.id)):
            with pytest.raises(NotFoundError):
                await attempt
        assert await presets.list(eve) == []
