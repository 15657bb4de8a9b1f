"""The panel of parameters, and the card that says what does not fit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest_asyncio

from chat_app.container import override_services
from chat_app.services.chat.chat_settings import ChatSettingsService
from chat_app.services.chat.fitting import FitService
from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.models.fit_state import FitState
from chat_app.state.models.parameters_state import ParametersState
from chat_app.wiring import Services
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.test_fit import Shelf
from tests.state.conftest import CARDS, Tab


@pytest_asyncio.fixture(autouse=True)
async def shelf(parts: Services) -> AsyncIterator[None]:
    cards = Shelf(*(replace(card, context_tokens=1_000) if card.id == "test/small" else card for card in CARDS))
    fit = FitService(parts.db, parts.changes, cards)
    parts.turns._check = fit.check
    with override_services(parts, fit=fit, chat_settings=ChatSettingsService(parts.db, parts.changes, cards)):
        yield


async def begin(tab: Tab, settled: Callable[[], object], text: str = "Hello") -> None:
    await tab.call(ConversationState.open_conversation, "")
    await tab.call(ComposerState.submit, text, "first-key-of-the-test", "")
    await settled()  # type: ignore[misc]


class TestParameters:
    async def test_what_is_set_before_the_first_message_goes_with_it(
        self, tab: Tab, settled: Callable[[], object], gateway: ScriptedGateway
    ) -> None:
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ParametersState.load)
        await tab.call(ParametersState.set_value, "temperature", 0.5)
        await tab.call(ParametersState.set_system_prompt, "Rhyme.")
        shown = {view.name: view.value for view in tab.state(ParametersState).parameters}
        assert (shown["temperature"], shown["seed"], tab.state(ParametersState).changed) == ("0.5", "", 2)
        await tab.call(ComposerState.submit, "Hello", "first-key-of-the-test", "")
        await settled()  # type: ignore[misc]
        assert gateway.requests[0].sampling.temperature == 0.5
        assert gateway.requests[0].messages[0].text == "Rhyme."
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ParametersState.load)
        assert (tab.state(ParametersState).changed, tab.state(ParametersState).system_prompt) == (0, "")

    async def test_a_value_outside_the_limits_is_said_and_not_kept(self, tab: Tab, settled: Callable[[], object]) -> None:
        await begin(tab, settled)
        await tab.call(ParametersState.set_value, "temperature", 9.0)
        assert "temperature" in tab.notice
        await tab.call(ParametersState.load)
        assert tab.state(ParametersState).changed == 0

    async def test_presets_go_from_chat_to_chat(self, tab: Tab, settled: Callable[[], object]) -> None:
        await begin(tab, settled)
        await tab.call(ParametersState.set_value, "seed", 7)
        await tab.call(ParametersState.save_preset, "Lucky")
        preset = tab.state(ParametersState).presets[0]
        await tab.call(ParametersState.rename_preset, preset.id, "Luckier")
        await tab.call(ParametersState.reset_all)
        assert tab.state(ParametersState).changed == 0
        await tab.call(ParametersState.use_preset, preset.id)
        assert next(view.value for view in tab.state(ParametersState).parameters if view.name == "seed") == "7"
        assert [each.name for each in tab.state(ParametersState).presets] == ["Luckier"]
        await tab.call(ParametersState.delete_preset, preset.id)
        assert tab.state(ParametersState).presets == []


class TestFit:
    async def test_switching_says_what_does_not_fit(self, tab: Tab, settled: Callable[[], object]) -> None:
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ModelsState.choose, "test/large")
        await begin(tab, settled, "hello " * 900)
        assert tab.state(FitState).problems == []
        await tab.call(ModelsState.choose, "test/small")
        problem = tab.state(FitState).problems[0]
        assert (problem.kind, problem.offers, [model.id for model in problem.models]) == (
            "context",
            ["summarise", "drop_oldest", "pick"],
            ["test/large"],
        )
        assert "Small" in problem.text
        await tab.call(FitState.drop_oldest)
        assert tab.state(FitState).problems == []

    async def test_a_chat_that_has_not_begun_is_told_too(self, tab: Tab, settled: Callable[[], object]) -> None:
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ModelsState.choose, "test/small")
        await tab.call(ComposerState.submit, "hello " * 2_000, "first-key-of-the-test", "")
        await tab.call(FitState.check, 4_000)
        assert [problem.kind for problem in tab.state(FitState).problems] == ["message"]
        await tab.call(FitState.check, 0)
        assert tab.state(FitState).problems == []

    async def test_a_refused_message_goes_back_and_the_card_says_why(self, tab: Tab, settled: Callable[[], object]) -> None:
        await begin(tab, settled)
        await tab.call(ComposerState.submit, "hello " * 2_000, "second-key-of-the-test", tab.conversation.current_id)
        assert tab.state(ComposerState).rejected_key == "second-key-of-the-test"
        assert [problem.kind for problem in tab.state(FitState).problems] == ["message"]
        assert len(tab.conversation.messages) == 2
        await tab.call(FitState.dismiss)
        assert tab.state(FitState).problems == []
