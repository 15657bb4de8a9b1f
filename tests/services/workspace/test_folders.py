"""Folders: nesting, order, limits, what they hold, deleting and taking back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.models import Turn
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.workspace import folder_rules, tree
from chat_app.services.workspace.dto import FolderChanges
from chat_app.services.workspace.errors import FolderInItselfError, FolderTooDeepError, NameLengthError, TooManyFoldersError
from chat_app.services.workspace.folders import folder_path, starting_model
from tests.services.workspace.desk import Desk


class TestRules:
    @given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=60))
    def test_no_series_of_moves_makes_a_ring_or_goes_too_deep(self, moves: list[tuple[int, int]]) -> None:
        parents = {str(number): "" for number in range(1, 13)}
        for folder, target in moves:
            if not folder:
                continue
            try:
                tree.check_move(parents, str(folder), str(target) if target else "")
            except (FolderInItselfError, FolderTooDeepError):
                continue
            parents[str(folder)] = str(target) if target else ""
            for start in parents:
                path = tree.path_to(parents, start)
                assert len(path) <= tree.MAX_DEPTH
                assert parents[path[0]] == ""

    @given(st.dictionaries(st.integers(1, 20), st.integers(0, 20), max_size=20))
    def test_a_subtree_is_what_has_the_folder_in_its_path(self, raw: dict[int, int]) -> None:
        parents = {str(child): str(parent) if parent < child and parent in raw else "" for child, parent in raw.items()}
        for folder in parents:
            assert set(tree.subtree(parents, folder)) == {each for each in parents if folder in tree.path_to(parents, each)}


class TestMake:
    async def test_nests_and_is_listed_by_name(self, desk: Desk) -> None:
        work = await desk.folder("Work")
        await desk.folder("beta", work.id)
        await desk.folder("Alpha", work.id)
        assert await desk.names() == {"Alpha": "Work", "beta": "Work", "Work": ""}
        assert [folder.name for folder in await desk.folders.list(desk.actor) if folder.parent_id] == ["Alpha", "beta"]

    @pytest.mark.parametrize("name", ["", "  ", "x" * 101])
    async def test_needs_a_name(self, desk: Desk, name: str) -> None:
        with pytest.raises(NameLengthError):
            await desk.folder(name)

    async def test_a_limit_of_depth(self, desk: Desk) -> None:
        parent = ""
        for level in range(tree.MAX_DEPTH):
            parent = (await desk.folder(f"Level {level}", parent)).id
        with pytest.raises(FolderTooDeepError):
            await desk.folder("Too deep", parent)

    async def test_a_limit_of_number(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(folder_rules, "MAX_FOLDERS", 1)
        await desk.folder()
        with pytest.raises(TooManyFoldersError):
            await desk.folder()

    @pytest.mark.parametrize(
        "changes", [FolderChanges(color="#fff"), FolderChanges(instructions="x" * 50_001), FolderChanges(model_id="x" * 301)]
    )
    async def test_refuses_what_cannot_be(self, desk: Desk, changes: FolderChanges) -> None:
        with pytest.raises(InvalidInputError):
            await desk.folders.change(desk.actor, (await desk.folder()).id, changes)


class TestMove:
    async def test_into_another_and_back_to_the_top(self, desk: Desk) -> None:
        one, two = await desk.folder("One"), await desk.folder("Two")
        await desk.folders.move(desk.actor, two.id, one.id)
        assert (await desk.names())["Two"] == "One"
        await desk.folders.move(desk.actor, two.id, "")
        assert (await desk.names())["Two"] == ""

    async def test_not_into_itself_nor_into_what_it_holds(self, desk: Desk) -> None:
        outer = await desk.folder("Outer")
        inner = await desk.folder("Inner", (await desk.folder("Middle", outer.id)).id)
        for target in (outer.id, inner.id):
            with pytest.raises(FolderInItselfError):
                await desk.folders.move(desk.actor, outer.id, target)

    async def test_before_a_sibling(self, desk: Desk) -> None:
        ids = [(await desk.folder(name)).id for name in ("a", "b", "c")]
        await desk.folders.move(desk.actor, ids[2], "", ids[0])
        await desk.folders.move(desk.actor, ids[0], "")
        assert [folder.name for folder in await desk.folders.list(desk.actor)] == ["c", "b", "a"]
        await desk.folder("new")
        assert [folder.name for folder in await desk.folders.list(desk.actor)][-1] == "new"

    async def test_a_tall_tree_does_not_fit_deep_down(self, desk: Desk) -> None:
        deep = ""
        for level in range(tree.MAX_DEPTH - 1):
            deep = (await desk.folder(f"Level {level}", deep)).id
        tall = await desk.folder("Tall")
        await desk.folder("Child", tall.id)
        with pytest.raises(FolderTooDeepError):
            await desk.folders.move(desk.actor, tall.id, deep)


class TestHolds:
    async def test_the_nearest_starting_model(self, desk: Desk) -> None:
        outer = await desk.folder("Outer")
        inner = await desk.folder("Inner", outer.id)
        await desk.folders.change(desk.actor, outer.id, FolderChanges(model_id="test/outer"))
        assert (await desk.conversations.create(desk.actor, folder_id=inner.id)).model_id == "test/outer"
        await desk.folders.change(desk.actor, inner.id, FolderChanges(model_id="test/inner"))
        made = await desk.conversations.create(desk.actor, folder_id=inner.id)
        assert (made.model_id, made.folder_id) == ("test/inner", inner.id)
        assert desk.db.read_now(lambda session: starting_model(session, desk.actor, inner.id)) == "test/inner"

    async def test_a_path_from_the_top(self, desk: Desk) -> None:
        outer = await desk.folder("Outer")
        inner = await desk.folder("Inner", outer.id)
        assert [row.name for row in desk.db.read_now(lambda session: folder_path(session, desk.actor, inner.id))] == ["Outer", "Inner"]

    async def test_counts_what_is_in_use(self, desk: Desk) -> None:
        folder = await desk.folder()
        ids = [desk.chat(folder.id) for _ in range(4)]
        await desk.do("archive", ids[0])
        await desk.do("delete", ids[1])
        assert await desk.folders.counts(desk.actor) == {folder.id: 2}


class TestDelete:
    async def test_with_all_in_it_and_back(self, desk: Desk) -> None:
        outer = await desk.folder("Outer")
        inner = await desk.folder("Inner", outer.id)
        chats = [desk.chat(outer.id), desk.chat(inner.id)]
        free = desk.chat()
        removal = await desk.folders.delete(desk.actor, outer.id, keep_chats=False)
        assert await desk.names() == {}
        assert await desk.shown() == [free]
        assert removal.count == 2
        await desk.folders.restore(desk.actor, removal)
        assert await desk.names() == {"Outer": "", "Inner": "Outer"}
        assert await desk.shown("folder", inner.id) == [chats[1]]

    async def test_what_was_in_the_trash_before_stays_there(self, desk: Desk) -> None:
        folder = await desk.folder()
        gone = desk.chat(folder.id)
        await desk.do("delete", gone)
        await desk.folders.restore(desk.actor, await desk.folders.delete(desk.actor, folder.id, keep_chats=False))
        assert await desk.shown("trash") == [gone]

    async def test_keeping_what_is_in_it_and_back(self, desk: Desk) -> None:
        outer = await desk.folder("Outer")
        middle = await desk.folder("Middle", outer.id)
        await desk.folder("Inner", middle.id)
        chat = desk.chat(middle.id)
        removal = await desk.folders.delete(desk.actor, middle.id, keep_chats=True)
        assert await desk.names() == {"Outer": "", "Inner": "Outer"}
        assert await desk.shown("folder", outer.id) == [chat]
        await desk.folders.restore(desk.actor, removal)
        assert await desk.names() == {"Outer": "", "Middle": "Outer", "Inner": "Middle"}
        assert await desk.shown("folder", middle.id) == [chat]

    async def test_ends_the_answers_in_it(self, desk: Desk) -> None:
        folder = await desk.folder()
        chat = desk.chat(folder.id)
        turn = Turn(
            id=new_id(), owner_id=desk.actor.user_id, conversation_id=chat, kind="send", status="running", model_id="m",
            idempotency_key="k", created_at=utc_now(),
        )  # fmt: skip
        desk.db.write_now(lambda session: session.add(turn))
        await desk.folders.delete(desk.actor, folder.id, keep_chats=False)
        assert desk.runner.stopped == [turn.id]

    async def test_a_chat_comes_back_to_the_nearest_folder_that_is_left(self, desk: Desk) -> None:
        outer = await desk.folder("Outer")
        inner = await desk.folder("Inner", outer.id)
        one, two = desk.chat(inner.id), desk.chat(inner.id)
        await desk.folders.delete(desk.actor, inner.id, keep_chats=False)
        await desk.do("restore", one)
        await desk.conversations.restore(desk.actor, two)
        assert await desk.shown("folder", outer.id) == [two, one]

    async def test_is_forgotten_after_its_time(self, desk: Desk) -> None:
        folder = await desk.folder()
        chat = desk.chat(folder.id)
        await desk.folders.delete(desk.actor, folder.id, keep_chats=False)
        assert await desk.folders.purge(timedelta(days=30)) == 0
        assert await desk.folders.purge(timedelta(0)) == 1
        await desk.do("restore", chat)
        assert await desk.shown("unfiled") == [chat]


class TestOwner:
    async def test_others_folders_are_not_found(self, desk: Desk, make_desk: Callable[[str], Desk]) -> None:
        mine, eve = await desk.folder(), make_desk("Eve")
        for attempt in (
            eve.folders.get(eve.actor, mine.id),
            eve.folders.change(eve.actor, mine.id, FolderChanges(name="Mine now")),
            eve.folders.move(eve.actor, mine.id, ""),
            eve.folders.delete(eve.actor, mine.id, keep_chats=False),
            eve.folders.create(eve.actor, "In yours", mine.id),
            eve.folders.path(eve.actor, mine.id),
            eve.folders.move(eve.actor, (await eve.folder()).id, mine.id),
            eve.conversations.create(eve.actor, folder_id=mine.id),
            eve.do("move", eve.chat(), folder_id=mine.id),
        ):
            with pytest.raises(NotFoundError):
                await attempt
        assert await eve.folders.counts(eve.actor) == {}

    async def test_every_change_is_announced(self, desk: Desk) -> None:
        watching = desk.changes.watch(desk.actor)
        task = asyncio.ensure_future(anext(watching))
        await asyncio.sleep(0)
        await desk.folder()
        assert (await task).kind == "folders"
