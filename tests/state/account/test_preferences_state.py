"""Language and theme become the person's own."""

from __future__ import annotations

import pytest

from chat_app.container import Services
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.shared.reader import ReaderState
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
