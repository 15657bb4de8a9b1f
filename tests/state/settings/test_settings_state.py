"""Settings are saved at once; what is refused changes nothing and says so."""

from __future__ import annotations

import pytest

from chat_app.services.chat.dto import NewTurn
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.settings.answer_news_state import AnswerNewsState
from chat_app.state.settings.settings_state import SettingsState
from chat_app.state.shared.reader import ReaderState
from chat_app.wiring import Services
from tests.state.conftest import Tab


class TestSettings:
    async def test_a_change_is_saved_and_told(self, tab: Tab, parts: Services) -> None:
        await tab.call(SettingsState.save, {"font_size": 125, "default_model_id": "test/large"})
        state = tab.state(SettingsState)
        assert (state.saved, state.refused, state.default_model_id) == (1, 0, "test/large")
        assert (await parts.accounts.preferences(await parts.accounts.owner())).font_size == 125

    @pytest.mark.parametrize("changes", [{"font_size": 99}, {"shortcuts": {"chat.new": "Meta+X"}}, {"currency": "XXX"}])
    async def test_what_cannot_be_is_refused_with_its_name(self, tab: Tab, changes: dict[str, object]) -> None:
        await tab.call(SettingsState.save, changes)
        state = tab.state(SettingsState)
        assert (state.saved, state.refused) == (0, 1)
        assert next(iter(changes)) in tab.notice

    @pytest.mark.parametrize("changes", [{}, {"role": "admin"}, {"open_folder_ids": []}])
    async def test_only_settings_are_taken(self, tab: Tab, changes: dict[str, object]) -> None:
        await tab.call(SettingsState.save, changes)
        assert tab.state(SettingsState).saved == 0
        assert tab.notice

    async def test_the_page_lists_all_models(self, tab: Tab) -> None:
        await tab.call(SettingsState.load)
        state = tab.state(SettingsState)
        assert state.ready
        assert [model.id for model in state.models] == ["test/small", "test/large"]


class TestAnswerNews:
    async def test_tells_of_answers_that_ended_by_themselves(self, tab: Tab, parts: Services, settled) -> None:
        await tab.call(SettingsState.save, {"notifications": "hidden"})
        await tab.call(PreferencesState.follow)
        state = tab.state(AnswerNewsState)
        turn = await parts.turns.begin(await parts.accounts.owner(), _new("Hello"))
        await tab.call(AnswerNewsState.follow)
        await tab.call(ConversationState.open_conversation, turn.conversation_id)
        await settled()
        await tab.call(AnswerNewsState.follow)
        assert state.serial == 1
        assert [(one["id"], one["turn"]) for one in state.ended] == [(turn.conversation_id, turn.id)]
        await tab.call(AnswerNewsState.follow)
        assert state.serial == 1

    async def test_who_wants_none_gets_none(self, tab: Tab, parts: Services) -> None:
        state = tab.state(AnswerNewsState)
        state._running = frozenset({"anything"})
        await tab.call(AnswerNewsState.follow)
        assert (tab.state(ReaderState).notifications, state.serial) == ("off", 0)


def _new(text: str) -> NewTurn:
    return NewTurn("", text=text, idempotency_key=text)
