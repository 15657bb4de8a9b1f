"""What the palette brings from the server."""

from __future__ import annotations

from chat_app.services.chat.dto import NewTurn
from chat_app.state.palette.palette_state import PaletteState
from chat_app.wiring import Services
from tests.state.conftest import Tab


class TestPalette:
    async def test_opens_with_the_latest_chats_and_all_models(self, tab: Tab, parts: Services) -> None:
        actor = await parts.accounts.owner()
        await parts.accounts.save_preferences(actor, recent_model_ids=("test/large",))
        turn = await parts.turns.begin(actor, NewTurn("", text="Plan a journey", idempotency_key="1"))
        await tab.call(PaletteState.open)
        state = tab.state(PaletteState)
        assert [chat.id for chat in state.chats] == [turn.conversation_id]
        assert [model.title for model in state.models] == ["Large", "Small"]

    async def test_finds_chats_by_what_is_typed(self, tab: Tab, parts: Services) -> None:
        actor = await parts.accounts.owner()
        for number, text in enumerate(("Plan a journey", "Bake bread")):
            turn = await parts.turns.begin(actor, NewTurn("", text=text, idempotency_key=str(number)))
        await parts.conversations.rename(actor, turn.conversation_id, "Bread at last")
        await tab.call(PaletteState.search, "  bread ")
        state = tab.state(PaletteState)
        assert state.query == "bread"
        assert [chat.title for chat in state.chats] == ["Bread at last"]
