"""The sidebar of a page: lists, folders, what is done in it and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.sidebar_state import FOLDER_PAGE, SidebarState
from chat_app.state.chat.trash_state import TrashState
from chat_app.state.workspace.arrange_state import ArrangeState
from chat_app.state.workspace.folder_state import FolderState
from chat_app.state.workspace.tag_state import TagState
from chat_app.wiring import Services
from tests.state.conftest import Tab


async def make_folder(tab: Tab, name: str = "Work", parent_id: str = "") -> str:
    await tab.call(FolderState.create, name, parent_id, "")
    return str(tab.state(FolderState).made_id)


async def make_chats(parts: Services, count: int, folder_id: str = "") -> list[str]:
    actor = await parts.accounts.owner()
    return [(await parts.conversations.create(actor, folder_id=folder_id)).id for _ in range(count)]


async def act(tab: Tab, verb: str, *ids: str, folder_id: str = "", tag_id: str = "", key: str = "key") -> None:
    await tab.call(ArrangeState.act, verb, list(ids), folder_id, tag_id, key)


def listed(tab: Tab) -> list[str]:
    return [row.id for row in tab.state(SidebarState).chats]


class TestFolders:
    async def test_their_chats_come_when_they_are_opened_and_stay_open(self, tab: Tab, parts: Services) -> None:
        folder = await make_folder(tab)
        chats = await make_chats(parts, FOLDER_PAGE + 5, folder)
        await tab.call(SidebarState.load)
        sidebar = tab.state(SidebarState)
        assert (listed(tab), sidebar.inside, sidebar.counts) == ([], {}, {folder: FOLDER_PAGE + 5})
        await tab.call(SidebarState.set_open, [folder])
        assert len(sidebar.inside[folder]) == FOLDER_PAGE
        assert sidebar.inside_more == [folder]
        await tab.call(SidebarState.load_folder, folder)
        assert [row.id for row in sidebar.inside[folder]] == chats[::-1]
        assert sidebar.inside_more == []
        other = Tab()
        await other.call(SidebarState.load)
        assert other.state(SidebarState).open_ids == [folder]
        assert folder in other.state(SidebarState).inside

    async def test_settings_are_read_and_kept(self, tab: Tab, parts: Services) -> None:
        folder = await make_folder(tab)
        await tab.call(FolderState.save, folder, "Office", "teal", "test/large", "Be brief.", "on", "budget")
        await tab.call(FolderState.read, folder)
        form = tab.state(FolderState)
        assert (form.form_id, form.form_model_id, form.form_instructions) == (folder, "test/large", "Be brief.")
        assert (form.form_local_only, form.form_payer) == ("on", "budget")
        assert [(view.name, view.color) for view in tab.state(SidebarState).folders] == [("Office", "teal")]

    async def test_a_new_chat_in_one_has_its_model_and_its_place(self, tab: Tab, parts: Services, settled: Callable[[], Any]) -> None:
        folder = await make_folder(tab)
        await tab.call(FolderState.save, folder, "Work", "", "test/large", "", "inherit", "inherit")
        await tab.call(ConversationState.load)
        await tab.call(FolderState.begin_chat, folder)
        place = tab.state(FolderState)
        assert (place.place_id, place.place_opened) == (folder, tab.conversation.opened)
        assert tab.conversation.model_id == "test/large"
        await tab.call(ComposerState.submit, "Hello", "key", "", {"folder_id": folder})
        await settled()
        chat = await parts.conversations.get(await parts.accounts.owner(), tab.conversation.current_id)
        assert (chat.folder_id, chat.model_id) == (folder, "test/large")

    @pytest.mark.parametrize(("keep", "chats"), [(True, 1), (False, 0)])
    async def test_delete_and_undo(self, tab: Tab, parts: Services, keep: bool, chats: int) -> None:
        folder = await make_folder(tab)
        await make_folder(tab, "Inner", folder)
        await make_chats(parts, 1, folder)
        await tab.call(SidebarState.load)
        await tab.call(FolderState.delete, folder, keep)
        sidebar = tab.state(SidebarState)
        assert ([view.name for view in sidebar.folders], len(listed(tab))) == (["Inner"] if keep else [], chats)
        await tab.call(TrashState.undo)
        assert [view.parent_id for view in sidebar.folders if view.name == "Inner"] == [folder]
        assert (sidebar.counts, listed(tab)) == ({folder: 1}, [])

    async def test_a_refused_move_is_answered_too(self, tab: Tab) -> None:
        folder = await make_folder(tab)
        await tab.call(ArrangeState.move_folder, folder, folder, "", "refused")
        assert "itself" in tab.notice
        assert tab.state(ArrangeState).answered_key == "refused"
        other = await make_folder(tab, "Other")
        await tab.call(ArrangeState.move_folder, other, folder, "", "done")
        assert tab.state(ArrangeState).answered_key == "done"
        assert {view.name: view.parent_id for view in tab.state(SidebarState).folders} == {"Work": "", "Other": folder}


class TestLists:
    async def test_each_view_shows_its_own(self, tab: Tab, parts: Services) -> None:
        folder = await make_folder(tab)
        plain, starred, archived, gone = await make_chats(parts, 4)
        (filed,) = await make_chats(parts, 1, folder)
        for verb, chat in (("favourite", starred), ("archive", archived), ("delete", gone)):
            await act(tab, verb, chat)
        assert listed(tab) == [starred, plain]
        for view, expected in (("favourites", [starred]), ("archive", [archived]), ("trash", [gone]), ("all", [starred, plain])):
            await tab.call(SidebarState.show, view, [])
            assert listed(tab) == expected
        await tab.call(SidebarState.list_ids)
        assert tab.state(SidebarState).all_ids == [starred, plain]
        assert filed not in listed(tab)

    async def test_tags_filter_all_folders(self, tab: Tab, parts: Services) -> None:
        folder = await make_folder(tab)
        await make_chats(parts, 1)
        (filed,) = await make_chats(parts, 1, folder)
        await tab.call(TagState.create, "later", "", [filed])
        (tag,) = tab.state(SidebarState).tags
        await tab.call(SidebarState.show, "all", [tag.id])
        assert listed(tab) == [filed]
        await tab.call(TagState.change, tag.id, "soon", "blue")
        assert [(view.name, view.color) for view in tab.state(SidebarState).tags] == [("soon", "blue")]
        await tab.call(TagState.delete, tag.id)
        assert (tab.state(SidebarState).tag_ids, len(listed(tab))) == ([], 1)

    async def test_what_is_done_elsewhere_is_followed(self, tab: Tab, parts: Services) -> None:
        await tab.call(SidebarState.load)
        other = Tab()
        folder = await make_folder(other)
        await other.call(TagState.create, "later", "", [])
        (chat,) = await make_chats(parts, 1)
        await tab.call(SidebarState.follow)
        sidebar = tab.state(SidebarState)
        assert ([view.id for view in sidebar.folders], [view.name for view in sidebar.tags], listed(tab)) == ([folder], ["later"], [chat])

    async def test_width_and_whether_it_is_open_are_kept(self, tab: Tab) -> None:
        await tab.call(SidebarState.set_width, 333)
        await tab.call(SidebarState.set_shown, False)
        other = Tab()
        await other.call(SidebarState.load)
        assert (other.state(SidebarState).width, other.state(SidebarState).is_open) == (333, False)


class TestArrange:
    async def test_many_are_deleted_and_come_back(self, tab: Tab, parts: Services) -> None:
        chats = await make_chats(parts, 3)
        await tab.call(ConversationState.open_conversation, chats[0])
        await act(tab, "delete", *chats)
        assert (listed(tab), tab.notice, tab.conversation.current_id) == ([], "3 chats moved to the trash", "")
        await tab.call(TrashState.undo)
        assert sorted(listed(tab)) == sorted(chats)

    async def test_moved_from_many_places_and_back(self, tab: Tab, parts: Services) -> None:
        one, two = await make_folder(tab, "One"), await make_folder(tab, "Two")
        chats = [*await make_chats(parts, 1, one), *await make_chats(parts, 1)]
        await act(tab, "move", *chats, folder_id=two)
        assert tab.state(SidebarState).counts == {two: 2}
        await tab.call(TrashState.undo)
        assert (tab.state(SidebarState).counts, listed(tab)) == ({one: 1}, [chats[1]])

    async def test_an_unknown_verb_or_id_does_nothing(self, tab: Tab, parts: Services) -> None:
        (chat,) = await make_chats(parts, 1)
        await tab.call(SidebarState.load)
        await act(tab, "explode", chat)
        await act(tab, "delete", "x")
        assert listed(tab) == [chat]

    async def test_the_trash_is_emptied(self, tab: Tab, parts: Services) -> None:
        await act(tab, "delete", *await make_chats(parts, 2))
        await tab.call(SidebarState.show, "trash", [])
        assert len(listed(tab)) == 2
        await tab.call(ArrangeState.empty_trash)
        assert listed(tab) == []


async def test_a_turn_is_not_begun_in_a_folder_of_nobody(tab: Tab, parts: Services) -> None:
    await tab.call(ComposerState.submit, "Hello", "key", "", {"folder_id": "00000000-0000-7000-8000-000000000000"})
    assert tab.state(ComposerState).rejected_key == "key"
