"""What happens elsewhere: another tab, the phone, a title that was made."""

import reflex as rx
from reflex.event import EventCallback

from chat_app.container import services
from chat_app.state.account.account_state import AccountState
from chat_app.state.account.preferences_state import PreferencesState
from chat_app.state.announcements.banner_state import BannerState
from chat_app.state.chat.coalescing import coalesced
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.marks_state import MarksState
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.compare.standings_state import StandingsState
from chat_app.state.documents.canvas_state import CanvasState
from chat_app.state.knowledge.document_news_state import DocumentNewsState
from chat_app.state.library.library_state import LibraryState
from chat_app.state.models.parameters_state import ParametersState
from chat_app.state.projects.project_news_state import ProjectNewsState
from chat_app.state.settings.answer_news_state import AnswerNewsState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.sharing.share_state import ShareState
from chat_app.state.workspace.tabs_state import TabsState

TOGETHER_SECONDS = 0.08
APART_SECONDS = 0.25
"""While much happens elsewhere, a page follows in steps."""
FOLLOWERS: dict[str, list[EventCallback]] = {
    "turn": [SidebarState.follow, TabsState.follow, AnswerNewsState.follow, ProjectNewsState.follow],
    "conversation": [SidebarState.follow, TabsState.follow, ParametersState.follow],
    "messages": [MarksState.follow, StandingsState.follow],
    "list": [SidebarState.follow, TabsState.follow, ProjectNewsState.follow],
    "folders": [SidebarState.follow, ProjectNewsState.follow],
    "tags": [SidebarState.follow],
    "tabs": [TabsState.follow],
    "canvas": [CanvasState.follow],
    "documents": [DocumentNewsState.follow, ProjectNewsState.follow],
    "shares": [ShareState.follow],
    "library": [LibraryState.follow],
    "settings": [PreferencesState.follow, AccountState.load, ModelsState.follow, ParametersState.follow, BannerState.load],
    "banners": [BannerState.load],
}
"""Which events take over which kind of change, whatever chat it is about."""


class LiveState(rx.State):
    """One watcher per tab. Reflex cancels it with the connection and starts it again with the next `on_load`."""

    _count: int = 0
    _watching: int = 0
    """Counts the watchers that were started: another page of the same tab brings its own, and the one before it ends."""

    @rx.event
    @signed_in
    async def begin(self):
        """Before the page reads anything: note how far the changes have come, so that none gets lost until it watches."""
        self._count = services().changes.count((await current_actor(self)).user_id)

    @rx.event(background=True)
    @signed_in
    async def watch(self):
        """Bring every change of the person's chats onto this page, until the tab goes."""
        async with self:
            actor, count = await current_actor(self), self._count
            self._watching += 1
            mine = self._watching
        async for batch in coalesced(services().changes.watch(actor, count), TOGETHER_SECONDS, APART_SECONDS):
            async with self:
                if self._watching != mine:
                    return
            for follow in followers_of({change.kind for change in batch}):
                yield follow()
            async with self:
                shown = (await self.get_state(ConversationState)).current_id
            kinds = {change.kind for change in batch if change.conversation_id == shown}
            if "draft" in kinds and (kinds == {"draft"} or not shown):
                yield ConversationState.follow_draft(shown)
            elif shown and kinds:
                yield ConversationState.follow(shown)


def followers_of(kinds: set[str]) -> list[EventCallback]:
    """The events that these kinds of change call for, each once."""
    return list(dict.fromkeys(follow for kind in FOLLOWERS if kind in kinds for follow in FOLLOWERS[kind]))
