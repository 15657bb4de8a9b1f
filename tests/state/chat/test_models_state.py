"""Choose a model."""

from __future__ import annotations

from chat_app.integrations.llm.rates import Rates
from chat_app.services.catalogue.dto import LOCAL_PRICE, Price
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_views import model_view, price_label
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.chat.views import cost_label
from chat_app.wiring import Services
from tests.state.conftest import CARDS, PRICE, Tab


class TestModels:
    async def test_the_list_comes_when_it_is_opened(self, tab: Tab) -> None:
        await tab.call(ModelsState.load)
        assert tab.state(ModelsState).models == []
        assert not tab.state(ModelsState).offline_only
        await tab.call(ModelsState.load_list)
        assert [view.label for view in tab.state(ModelsState).models] == ["Small", "Large"]
        assert "Away" in tab.state(ModelsState).problems[0]

    async def test_new_chats_begin_with_the_model_used_last(self, tab: Tab, parts: Services) -> None:
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ModelsState.choose, "test/large")
        assert (tab.conversation.model_label, tab.conversation.model_context) == ("Large", 200_000)
        await tab.call(ConversationState.open_conversation, "")
        assert tab.conversation.model_id == "test/large"

    async def test_or_with_the_one_that_was_made_the_default(self, tab: Tab, parts: Services) -> None:
        await tab.call(ConversationState.open_conversation, "")
        await tab.call(ModelsState.set_default, "test/small")
        await tab.call(ModelsState.choose, "test/large")
        await tab.call(ConversationState.open_conversation, "")
        assert tab.conversation.model_id == "test/small"
        assert (tab.state(ModelsState).default_id, tab.state(ModelsState).recent_ids) == ("test/small", ["test/large"])

    async def test_favourites_are_kept(self, tab: Tab, parts: Services) -> None:
        await tab.call(ModelsState.set_favourite, "test/large", True)
        await tab.call(ModelsState.set_favourite, "test/small", True)
        await tab.call(ModelsState.set_favourite, "test/large", False)
        assert Tab().state(ModelsState).favourite_ids == []
        other = Tab()
        await other.call(ModelsState.load_list)
        assert other.state(ModelsState).favourite_ids == ["test/small"]

    async def test_an_unknown_model_is_not_taken(self, tab: Tab, parts: Services) -> None:
        for handler, arguments in ((ModelsState.choose, ()), (ModelsState.set_favourite, (True,)), (ModelsState.set_default, ())):
            await tab.call(handler, "no/model", *arguments)
            assert "model" in tab.notice
        assert (tab.state(ModelsState).favourite_ids, tab.state(ModelsState).recent_ids) == ([], [])


class TestViews:
    def test_labels_follow_the_language(self) -> None:
        view = model_view(CARDS[1], "de")
        assert (view.context_label, view.vision, view.price_label) == ("200k", True, "")
        assert view.price_note == "Der Preis dieses Modells ist Parley nicht bekannt."

    def test_prices(self) -> None:
        assert price_label(PRICE, "en") == "$1 / $2"
        assert price_label(PRICE, "de") == "1 $ / 2 $"
        cheap = Price(Rates(50_000_000, 400_000_000), "v")
        assert (price_label(cheap, "en"), price_label(cheap, "de")) == ("$0.05 / $0.40", "0,05 $ / 0,40 $")
        dear = Price(Rates(1_000_000_000_000, 2_000_000_000), "v")
        assert (price_label(dear, "en"), price_label(dear, "de")) == ("$1,000 / $2", "1.000 $ / 2 $")
        assert price_label(LOCAL_PRICE, "de") == "kostenlos"
        assert cost_label(0, "en") == "free"
