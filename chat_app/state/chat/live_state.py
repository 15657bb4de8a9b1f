"""What happens elsewhere: another tab, the phone, a title that was made."""

import reflex as rx
from reflex.event import EventCallback

from chat_app.container import services
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.chat.coalescing import coalesced
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.shared.guards import current_actor, signed_in

TOGETHER_SECONDS = 0.08
FOLLOWERS: dict[str, list[EventCallback]] = {
    "turn": [SidebarState.follow],
    "conversation": [SidebarState.follow],
    "list": [SidebarState.follow],
    "settings": [PreferencesState.follow],
}
"""Which events take over which kind of change, whatever chat it is about."""


class LiveState(rx.State):
    """One watcher per tab. Reflex cancels it with the connection and starts it again with the next `on_load`."""

    @rx.event(background=True)
    @signed_in
    async def watch(self):
        """Bring every change of the person's chats onto this page, until the tab goes."""
        async with self:
            actor = await current_actor(self)
        async for batch in coalesced(services().changes.watch(actor), TOGETHER_SECONDS):
            for follow in followers_of({change.kind for change in batch}):
                yield follow()
            async with self:
                shown = (await self.get_state(ConversationState)).current_id
            if any(change.conversation_id == shown for change in batch):
                yield ConversationState.follow(shown)


def followers_of(kinds: set[str]) -> list[EventCallback]:
    """The events that these kinds of change call for, each once."""
    return list(dict.fromkeys(follow for kind in FOLLOWERS if kind in kinds for follow in FOLLOWERS[kind]))
