"""Choose a model."""

from __future__ import annotations

from chat_app.container import Services
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_views import model_view, price_label
from chat_app.state.chat.models_state import ModelsState
from tests.state.conftest import CARDS, PRICE, Tab


class TestModels:
    async def test_the_list_comes_when_it_is_opened(self, tab: Tab) -> None:
        await tab.call(ModelsState.load)
        assert tab.state(ModelsState).models == []
        assert not tab.state(ModelsState).offline_only
        await tab.call(ModelsState.load_list)
        assert [view.label for view in tab.state(ModelsState).models] == ["Small", "Large"]
        assert "Away" in tab.state(ModelsState).problems[0]

    async def test_a_choice_counts_for_this_and_for_new_chats(self, tab: Tab, parts: Services) -> None:
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ModelsState.choose, "test/large")
        assert (tab.conversation.model_label, tab.conversation.model_context) == ("Large", 200_000)
        await tab.call(ConversationState.open_conversation, "")
        assert tab.conversation.model_id == "test/large"


class TestViews:
    def test_labels_follow_the_language(self) -> None:
        view = model_view(CARDS[1], "de")
        assert (view.context_label, view.vision, view.price_label) == ("200k", True, "")
        assert view.price_note == "Der Preis dieses Modells ist Parley nicht bekannt."

    def test_prices(self) -> None:
        assert price_label(PRICE, "en") == "$1 / $2"
        assert price_label(PRICE, "de") == "1 $ / 2 $"
