"""The list of chats and folders beside the page, as far as it is on show."""

from typing import Annotated, Literal

import reflex as rx
from pydantic import Field

from chat_app.container import services
from chat_app.errors import InvalidInputError
from chat_app.services.chat.dto import ConversationSummary
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.pagination import Page
from chat_app.services.workspace.dto import Listing
from chat_app.services.workspace.sidebar import FOLDER_PAGE, FOLDERS_AT_ONCE, PAGE_SIZE, UNFILED
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.workspace.sidebar_views import ChatRowView, FolderView, TagView, chat_rows, folder_view, tag_view

MAX_REFRESH = 100

SidebarView = Literal["all", "favourites", "archive", "trash"]
TagIds = Annotated[list[str], Field(max_length=20)]


class SidebarState(rx.State):
    """Rows from the latest on; more come when the reader scrolls to the end or opens a folder."""

    view: rx.Field[str] = rx.field("all")
    tag_ids: rx.Field[list[str]] = rx.field(default_factory=list)
    """Only chats that carry all of these; the folders are not on show then."""
    chats: rx.Field[list[ChatRowView]] = rx.field(default_factory=list)
    """The list itself: beside folders, the chats in none."""
    has_more: rx.Field[bool] = rx.field(False)
    folders: rx.Field[list[FolderView]] = rx.field(default_factory=list)
    counts: rx.Field[dict[str, int]] = rx.field(default_factory=dict)
    """How many chats lie directly in each folder that has any."""
    inside: rx.Field[dict[str, list[ChatRowView]]] = rx.field(default_factory=dict)
    """The chats of folders that have been opened."""
    inside_more: rx.Field[list[str]] = rx.field(default_factory=list)
    """The folders of which not all chats are there yet."""
    open_ids: rx.Field[list[str]] = rx.field(default_factory=list)
    tags: rx.Field[list[TagView]] = rx.field(default_factory=list)
    all_ids: rx.Field[list[str]] = rx.field(default_factory=list)
    """Every chat of the list, also those further down: for selecting all of them."""
    all_serial: rx.Field[int] = rx.field(0)
    width: rx.Field[int] = rx.field(280)
    """In pixels."""
    is_open: rx.Field[bool] = rx.field(True)
    ready: rx.Field[bool] = rx.field(False)
    _cursor: str = ""
    _cursors: dict[str, str] = {}

    @rx.event
    @signed_in
    async def load(self):
        """Read everything as far as it was shown."""
        actor = await current_actor(self)
        if not self.ready:
            preferences = await services().accounts.preferences(actor)
            self.open_ids = list(preferences.open_folder_ids)
            self.width, self.is_open = preferences.sidebar_width, preferences.sidebar_open
        await self._refresh(actor)
        self.ready = True

    @rx.event
    @signed_in
    async def show(self, view: SidebarView, tag_ids: TagIds):
        """Show another list: all, favourites, archive or trash, perhaps only what carries some tags."""
        self.view, self.tag_ids = view, tag_ids
        self.chats, self.has_more, self._cursor = [], False, ""
        await self._refresh(await current_actor(self))

    @rx.event
    @signed_in
    async def load_more(self):
        """Append the next page."""
        if not self._cursor:
            return
        page = await services().listing.page(await current_actor(self), self._listing(), self._cursor, PAGE_SIZE)
        known = {row.id for row in self.chats}
        self.chats = [*self.chats, *(row for row in await chat_rows(page.items) if row.id not in known)]
        self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)

    @rx.event
    @signed_in
    async def load_folder(self, folder_id: str):
        """The chats of a folder, or the next page of them."""
        if folder_id in self.inside and folder_id not in self._cursors:
            return
        actor, listing = await current_actor(self), Listing("folder", folder_id)
        page = await services().listing.page(actor, listing, self._cursors.get(folder_id, ""), FOLDER_PAGE)
        known = {row.id for row in self.inside.get(folder_id, [])}
        rows = [*self.inside.get(folder_id, []), *(row for row in await chat_rows(page.items) if row.id not in known)]
        self.inside = {**self.inside, folder_id: rows}
        self._note_cursors({listing: page})

    @rx.event
    @signed_in
    async def set_open(self, folder_ids: Annotated[list[str], Field(max_length=2_000)]):
        """Which folders are open, on every device; the chats of those just opened come along."""
        actor = await current_actor(self)
        opened = [folder_id for folder_id in folder_ids if folder_id not in self.inside and folder_id not in self.open_ids]
        known = {folder.id for folder in self.folders}
        self.open_ids = [folder_id for folder_id in folder_ids if folder_id in known]
        await services().accounts.save_preferences(actor, open_folder_ids=self.open_ids)
        await self._read_inside(actor, opened[:FOLDERS_AT_ONCE])

    @rx.event
    @signed_in
    async def set_width(self, width: int):
        """How wide the sidebar is, on every device."""
        await services().accounts.save_preferences(await current_actor(self), sidebar_width=width)
        self.width = width

    @rx.event
    @signed_in
    async def set_shown(self, is_open: bool):
        """Whether the sidebar is there, on every device that has room for it."""
        await services().accounts.save_preferences(await current_actor(self), sidebar_open=is_open)
        self.is_open = is_open

    @rx.event
    @signed_in
    async def rename(self, conversation_id: str, title: str):
        """Give a chat a title of one's own."""
        actor = await current_actor(self)
        await services().conversations.rename(actor, conversation_id, title)
        await self._refresh(actor)
        (await self.get_state(ConversationState))._follow_title(conversation_id, title)

    @rx.event
    @signed_in
    async def list_ids(self):
        """Every chat of the list and of the open folders, also those that have not been read yet."""
        listings = [self._listing(), *(Listing("folder", folder_id) for folder_id in self._shown_folders())]
        self.all_ids = await services().listing.ids(await current_actor(self), listings)
        self.all_serial += 1

    @rx.event
    @signed_in
    async def follow(self):
        """The lists changed elsewhere."""
        await self._refresh(await current_actor(self))

    def _has_tree(self) -> bool:
        return self.view == "all" and not self.tag_ids

    def _listing(self) -> Listing:
        if self._has_tree():
            return UNFILED
        if self.view not in {"all", "favourites", "archive", "trash"}:
            raise InvalidInputError
        return Listing(self.view, tag_ids=tuple(self.tag_ids))  # pyright: ignore[reportArgumentType]  (checked above)

    def _shown_folders(self) -> list[str]:
        return [folder.id for folder in self.folders if folder.id in self.inside] if self._has_tree() else []

    async def _read_inside(self, actor: Actor, folder_ids: list[str]) -> None:
        if not folder_ids:
            return
        pages = (await services().listing.overview(actor, {Listing("folder", each): FOLDER_PAGE for each in folder_ids})).pages
        self.inside = {**self.inside, **{listing.folder_id: await chat_rows(page.items) for listing, page in pages.items()}}
        self._note_cursors(pages)

    async def _refresh(self, actor: Actor) -> None:
        """Read what is on show again; of long lists the latest rows, those further down stay until they are reached anew."""
        shown = self._listing()
        sizes = {shown: min(max(len(self.chats), PAGE_SIZE), MAX_REFRESH)}
        for each in [each for each in self.open_ids if each in self.inside] or self.open_ids[:FOLDERS_AT_ONCE]:
            sizes[Listing("folder", each)] = min(max(len(self.inside.get(each, [])), FOLDER_PAGE), MAX_REFRESH)
        seen = await services().listing.overview(actor, sizes)
        known = {folder.id for folder in seen.folders}
        await self._take_list(seen.pages[shown])
        await self._take_folders({listing: page for listing, page in seen.pages.items() if listing.folder_id in known})
        self._take(folders=[folder_view(folder) for folder in seen.folders], counts=seen.counts, tags=[tag_view(tag) for tag in seen.tags])

    def _take(self, **values: object) -> None:
        """Assign only what differs: each assignment travels to the browser."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)

    async def _take_list(self, page: Page[ConversationSummary]) -> None:
        rows = await chat_rows(page.items)
        keep = len(self.chats) > MAX_REFRESH and bool(page.next_cursor)
        if not keep:
            self._cursor, self.has_more = page.next_cursor, bool(page.next_cursor)
        fresh = {row.id for row in rows}
        tail = [row for row in self.chats[MAX_REFRESH:] if row.id not in fresh] if keep else []
        self._take(chats=rows + tail)

    async def _take_folders(self, pages: dict[Listing, Page[ConversationSummary]]) -> None:
        self._take(inside={listing.folder_id: await chat_rows(page.items) for listing, page in pages.items()})
        self._cursors = {}
        self._note_cursors(pages)

    def _note_cursors(self, pages: dict[Listing, Page[ConversationSummary]]) -> None:
        """Where each folder goes on; none for those that are there as a whole."""
        cursors = {**self._cursors, **{listing.folder_id: page.next_cursor for listing, page in pages.items()}}
        self._cursors = {folder_id: cursor for folder_id, cursor in cursors.items() if cursor}
        self._take(inside_more=sorted(self._cursors))
