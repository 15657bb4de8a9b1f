"""Lists, tags, marks, archive and trash: one chat or many, and all of it taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session

from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.models import Conversation, Message, Turn
from chat_app.services.kernel.ids import new_id
from chat_app.services.workspace import bulk, listing, tags
from chat_app.services.workspace.dto import BulkVerb, Listing
from chat_app.services.workspace.errors import NameLengthError, TagExistsError, TagNotFoundError, TooManyTagsError
from chat_app.services.workspace.queries import CHUNK
from tests.services.workspace.desk import NOON, Desk


class TestViews:
    async def test_each_shows_its_own(self, desk: Desk) -> None:
        folder = await desk.folder()
        plain, filed, starred, archived, gone = desk.chat(), desk.chat(folder.id), desk.chat(), desk.chat(folder.id), desk.chat()
        await desk.do("favourite", starred)
        await desk.do("archive", archived)
        await desk.do("delete", gone)
        assert await desk.shown() == [starred, filed, plain]
        assert await desk.shown("unfiled") == [starred, plain]
        assert await desk.shown("folder", folder.id) == [filed]
        assert await desk.shown("favourites") == [starred]
        assert await desk.shown("archive") == [archived]
        assert await desk.shown("trash") == [gone]

    async def test_pages_without_gap_or_repetition(self, desk: Desk) -> None:
        folder = await desk.folder()
        made = [desk.chat(folder.id) for _ in range(25)]
        seen: list[str] = []
        cursor = ""
        while True:
            page = await desk.listing.page(desk.actor, Listing("folder", folder.id), cursor, 10)
            seen += [item.id for item in page.items]
            if not (cursor := page.next_cursor):
                break
        assert seen == made[::-1]

    async def test_several_at_one_moment(self, desk: Desk) -> None:
        folder = await desk.folder()
        inside, outside = desk.chat(folder.id), desk.chat()
        wanted = {Listing("unfiled"): 10, Listing("folder", folder.id): 10}
        tag = await desk.tags.create(desk.actor, "later")
        await desk.tags.assign(desk.actor, inside, [tag.id])
        seen = await desk.listing.overview(desk.actor, wanted)
        assert [[(item.id, item.tag_ids) for item in seen.pages[each].items] for each in wanted] == [[(outside, ())], [(inside, (tag.id,))]]
        assert (seen.folders, seen.counts, seen.tags) == ([folder], {folder.id: 1}, [tag])

    async def test_all_ids_up_to_a_limit(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        made = [desk.chat() for _ in range(3)]
        assert await desk.listing.ids(desk.actor, [Listing("unfiled"), Listing()]) == made[::-1]
        monkeypatch.setattr(listing, "MAX_IDS", 2)
        assert len(await desk.listing.ids(desk.actor, [Listing()])) == 2

    @pytest.mark.parametrize("cursor", ["x", "e30", "WyJhIl0", "WyJhIiwgImIiXQ", "ÿ"])
    async def test_refuses_a_foreign_cursor(self, desk: Desk, cursor: str) -> None:
        with pytest.raises(InvalidInputError):
            await desk.listing.page(desk.actor, cursor=cursor)

    @pytest.mark.parametrize(("seen", "unread"), [(None, False), (NOON, True), (NOON + timedelta(hours=2), False)])
    async def test_says_which_answers_nobody_has_seen(self, desk: Desk, seen: object, unread: bool) -> None:
        chat, turn_id, answer_id = desk.chat(seen_at=seen), new_id(), new_id()
        ended = NOON + timedelta(hours=1)
        turn = Turn(
            id=turn_id, owner_id=desk.actor.user_id, conversation_id=chat, kind="send", status="complete", model_id="m",
            idempotency_key="k", created_at=NOON, ended_at=ended,
        )  # fmt: skip
        answer = Message(id=answer_id, conversation_id=chat, role="assistant", turn_id=turn_id, created_at=NOON)

        def write(session: Session) -> None:
            session.add_all([turn, answer])
            row = session.get(Conversation, chat)
            assert row
            row.active_leaf_id = answer_id

        desk.db.write_now(write)
        page = await desk.listing.page(desk.actor)
        assert [(item.unread, item.running) for item in page.items] == [(unread, False)]


class TestBulk:
    @pytest.mark.parametrize("verb", ["favourite", "archive", "delete"])
    async def test_is_taken_back(self, desk: Desk, verb: BulkVerb) -> None:
        chats = [desk.chat() for _ in range(3)]
        before = await desk.listing.page(desk.actor)
        result = await desk.do(verb, *chats)
        assert result.count == 3
        assert await desk.listing.page(desk.actor) != before
        assert (await desk.do(verb, *chats)).count == 0
        await desk.bulk.apply(desk.actor, *result.undo)
        assert await desk.listing.page(desk.actor) == before

    async def test_moves_from_many_places_and_back(self, desk: Desk) -> None:
        one, two = await desk.folder("One"), await desk.folder("Two")
        chats = [desk.chat(one.id), desk.chat(), desk.chat(two.id)]
        result = await desk.do("move", *chats, folder_id=two.id)
        assert result.count == 2
        assert set(await desk.shown("folder", two.id)) == set(chats)
        await desk.bulk.apply(desk.actor, *result.undo)
        assert [await desk.shown("folder", one.id), await desk.shown("unfiled")] == [[chats[0]], [chats[1]]]

    async def test_tags_and_untags(self, desk: Desk) -> None:
        tag = await desk.tags.create(desk.actor, "later")
        chats = [desk.chat(), desk.chat()]
        await desk.do("tag", chats[0], tag_id=tag.id)
        result = await desk.do("tag", *chats, tag_id=tag.id)
        assert result.count == 1
        assert set(await desk.shown("all", "", tag.id)) == set(chats)
        await desk.bulk.apply(desk.actor, *result.undo)
        assert await desk.shown("all", "", tag.id) == [chats[0]]

    async def test_thousands_at_once(self, desk: Desk) -> None:
        rows = [Conversation(id=new_id(), owner_id=desk.actor.user_id, created_at=NOON, updated_at=NOON) for _ in range(CHUNK * 2 + 1)]
        desk.db.write_now(lambda session: session.add_all(rows))
        assert (await desk.do("archive", *(row.id for row in rows))).count == len(rows)

    async def test_not_endlessly_many(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bulk, "MAX_CHATS", 1)
        with pytest.raises(InvalidInputError):
            await desk.do("archive", "a", "b")

    async def test_only_from_the_trash_for_ever(self, desk: Desk) -> None:
        kept, gone = desk.chat(), desk.chat()
        await desk.do("delete", gone)
        assert (await desk.do("purge", kept, gone)).count == 1
        assert await desk.shown() == [kept]
        assert await desk.shown("trash") == []

    async def test_empties_the_trash(self, desk: Desk, make_desk: Callable[[str], Desk], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bulk, "PURGE_AT_ONCE", 2)
        eve = make_desk("Eve")
        await eve.do("delete", eve.chat())
        await desk.do("delete", *(desk.chat() for _ in range(5)))
        assert await desk.bulk.empty_trash(desk.actor) == 5
        assert await desk.shown("trash") == []
        assert len(await eve.shown("trash")) == 1

    @pytest.mark.parametrize("verb", ["move", "favourite", "archive", "delete", "restore", "purge"])
    async def test_leaves_others_chats_alone(self, desk: Desk, make_desk: Callable[[str], Desk], verb: BulkVerb) -> None:
        mine, trashed, eve = desk.chat(), desk.chat(), make_desk("Eve")
        await desk.do("delete", trashed)
        assert (await eve.do(verb, mine, trashed)).count == 0
        assert [await desk.shown(), await desk.shown("trash")] == [[mine], [trashed]]


class TestTags:
    async def test_a_name_is_there_once_whatever_its_case(self, desk: Desk) -> None:
        first = await desk.tags.create(desk.actor, "#Idea")
        assert first.name == "Idea"
        assert await desk.tags.create(desk.actor, " idea ") == first
        other = await desk.tags.create(desk.actor, "Other")
        with pytest.raises(TagExistsError):
            await desk.tags.change(desk.actor, other.id, name="IDEA")

    @pytest.mark.parametrize("name", ["", "#", "x" * 41])
    async def test_needs_a_name(self, desk: Desk, name: str) -> None:
        with pytest.raises(NameLengthError):
            await desk.tags.create(desk.actor, name)

    async def test_rename_colour_delete(self, desk: Desk) -> None:
        tag, chat = await desk.tags.create(desk.actor, "old"), desk.chat()
        await desk.tags.assign(desk.actor, chat, [tag.id])
        changed = await desk.tags.change(desk.actor, tag.id, name="new", color="blue")
        assert (changed.name, changed.color) == ("new", "blue")
        await desk.tags.delete(desk.actor, tag.id)
        assert [item.tag_ids for item in (await desk.listing.page(desk.actor)).items] == [()]

    async def test_a_chat_carries_exactly_what_it_is_given(self, desk: Desk) -> None:
        one, two, three = [await desk.tags.create(desk.actor, name) for name in ("one", "two", "three")]
        chat = desk.chat()
        await desk.tags.assign(desk.actor, chat, [one.id, two.id])
        await desk.tags.assign(desk.actor, chat, [two.id, three.id])
        assert (await desk.listing.page(desk.actor)).items[0].tag_ids == (three.id, two.id)

    async def test_a_limit_of_number_and_colours(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tags, "MAX_TAGS", 1)
        await desk.tags.create(desk.actor, "one")
        with pytest.raises(TooManyTagsError):
            await desk.tags.create(desk.actor, "two")
        with pytest.raises(InvalidInputError):
            await desk.tags.create(desk.actor, "one", "rainbow")

    async def test_others_tags_are_not_found(self, desk: Desk, make_desk: Callable[[str], Desk]) -> None:
        mine, eve = await desk.tags.create(desk.actor, "mine"), make_desk("Eve")
        for attempt in (
            eve.tags.change(eve.actor, mine.id, name="yours"),
            eve.tags.delete(eve.actor, mine.id),
            eve.tags.assign(eve.actor, eve.chat(), [mine.id]),
            eve.do("tag", eve.chat(), tag_id=mine.id),
        ):
            with pytest.raises(TagNotFoundError):
                await attempt
        with pytest.raises(NotFoundError):
            await eve.tags.assign(eve.actor, desk.chat(), [])
