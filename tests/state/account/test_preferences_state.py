"""Language and theme become the person's own."""

from __future__ import annotations

import asyncio

import pytest

from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.shared.formats import money
from chat_app.state.shared.reader import ReaderState, reader_language
from chat_app.wiring import Services
from tests.state.conftest import Tab


class TestPreferences:
    async def test_a_choice_reaches_other_tabs(self, tab: Tab, parts: Services) -> None:
        await tab.call(PreferencesState.choose_theme, "dark")
        await tab.call(PreferencesState.choose_language, "de")
        other = Tab()
        await other.call(PreferencesState.load)
        assert (other.state(ReaderState).theme, other.state(ReaderState).language) == ("dark", "de")

    async def test_errors_come_in_the_chosen_language(self, tab: Tab) -> None:
        await tab.call(PreferencesState.choose_language, "de")
        await tab.call(PreferencesState.choose_theme, "pink")
        assert tab.notice.startswith("So lässt sich das nicht speichern")

    @pytest.mark.parametrize("language", ["fr", "", "de; DROP"])
    async def test_other_languages_are_refused(self, tab: Tab, language: str) -> None:
        await tab.call(PreferencesState.choose_language, language)
        assert tab.state(ReaderState).language == ""


class TestFollow:
    async def test_another_page_takes_over_what_was_chosen(self, tab: Tab, parts: Services) -> None:
        actor = await parts.accounts.owner()
        await parts.accounts.save_preferences(actor, density="compact", shortcuts={"palette.open": "Ctrl+P"})
        assert await tab.call(PreferencesState.follow) is None
        reader = tab.state(ReaderState)
        assert (reader.density, reader.shortcuts) == ("compact", {"palette.open": "Ctrl+P"})

    async def test_other_money_is_written_at_once(self, tab: Tab, parts: Services) -> None:
        await parts.accounts.save_preferences(await parts.accounts.owner(), currency="EUR", exchange_rate=900_000)
        assert ConversationState.rewrite in await tab.call(PreferencesState.follow)
        assert money(1_000_000_000, await reader_language(tab.conversation)) == "≈ €0.90"

    async def test_costs_of_answers_are_converted(self, tab: Tab, parts: Services, settled) -> None:
        await tab.call(ComposerState.submit, "Hello", "key", "")
        await settled()
        dollars = tab.conversation.messages[-1].cost_label
        await parts.accounts.save_preferences(await parts.accounts.owner(), currency="EUR", exchange_rate=2_000_000)
        await tab.call(PreferencesState.follow)
        await tab.call(ConversationState.rewrite)
        euros = tab.conversation.messages[-1].cost_label
        assert dollars.startswith("$")
        assert float(euros.removeprefix("≈ €")) == pytest.approx(2 * float(dollars.removeprefix("$")), rel=0.05)

    async def test_pages_are_told(self, parts: Services) -> None:
        actor = await parts.accounts.owner()
        changes = parts.changes.watch(actor)
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0)
        await parts.accounts.save_preferences(actor, theme="dark")
        assert (await waiting).kind == "settings"
        await changes.aclose()
