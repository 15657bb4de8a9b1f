"""Answers that are given passages: what models read, what is kept, and what becomes of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, update

from chat_app import models
from chat_app.errors import UpstreamError
from chat_app.services.chat import settlement
from chat_app.services.chat.asked import asked_by_chat
from chat_app.services.chat.dto import NewTurn
from chat_app.services.chat.events import EventType, TurnEvent
from chat_app.services.chat.forks import ForkService
from chat_app.services.citations.scoping import checked_scope
from chat_app.services.citations.turn_knowledge import AWAY
from chat_app.services.exports.service import ExportService
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.errors import DocumentNotFoundError
from chat_app.services.knowledge.removal import remove_documents
from chat_app.services.retrieval.dto import Question, Retrieved
from chat_app.services.retrieval.scopes import Scope
from chat_app.services.routing.dto import Chain
from chat_app.services.sharing.service import ShareService
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.citations.conftest import Desk

EVERYTHING = '{"kind": "everything"}'
BEES = "Bees dance in the dark of the hive."
WASPS = "Wasps build with paper."


def told(events: list[TurnEvent]) -> list[dict[str, object]]:
    return [event.data for event in events if event.type == EventType.CITATION]


class TestAsking:
    async def test_passages_stand_before_the_question_and_the_answer_keeps_them(self, desk: Desk) -> None:
        bees = desk.document(BEES)
        desk.document(WASPS, name="wasps.txt")
        desk.chat.model.gateway = ScriptedGateway(['Bees "dance in the dark" [1][7] and [3].'])
        turn = await desk.chat.begin("Where do bees dance?", knowledge=EVERYTHING)
        events = await desk.chat.end(turn)
        turn = await desk.chat.turns.get(desk.chat.actor, turn.id)
        assert '<source number="1" document="bees.txt" page="2">\nBees dance' in desk.prompt()
        question = desk.chat.model.gateway.requests[0].messages[-1].text
        assert question.endswith("</source>\n\nWhere do bees dance?")
        assert "in square brackets: [1]" in desk.chat.model.gateway.requests[0].messages[0].text
        searching, found = told(events)
        assert searching == {"state": "searching"}
        assert [source["number"] for source in found["sources"]] == [1, 2]  # type: ignore[attr-defined]
        assert found["answerable"] is True
        message = await desk.chat.messages.get(desk.chat.actor, turn.answer_id)
        assert (message.text, message.source_count) == ('Bees "dance in the dark" [1] and.', 2)
        assert events[-1].data["message"] == message
        assert json.loads(events[-1].brief)["message"]["text"] == message.text
        assert [(row.number, row.cited, row.document_id == bees.document_id) for row in desk.rows(message.id)] == [
            (1, True, True),
            (2, False, False),
        ]
        first, second = await desk.citations.sources(desk.chat.actor, message.id)
        assert [(quote.text, quote.literal) for quote in first.quotes] == [("dance in the dark", True)]
        assert (second.title, second.cited, second.page, second.boxes) == ("wasps.txt", False, 2, ((2.0, 1.0, 2.0, 3.0, 4.0),))
        why = await desk.citations.why(desk.chat.actor, message.id)
        assert (why.question, [passage.text for passage in why.known]) == ("Where do bees dance?", [BEES, WASPS])
        assert "in square brackets: [1]" in why.prompt
        assert BEES in why.prompt

    async def test_a_chat_without_documents_asks_nobody_and_keeps_its_brackets(self, desk: Desk) -> None:
        desk.chat.model.gateway = ScriptedGateway(["As [5] says."])
        turn = await desk.chat.ask("Hello")
        turn = await desk.chat.ask("Again", turn.conversation_id)
        assert desk.search.asked == []
        assert (await desk.chat.shown(turn.conversation_id))[-1].text == "As [5] says."

    async def test_what_is_not_in_the_documents_is_said(self, desk: Desk) -> None:
        desk.search.answerable = False
        desk.chat.model.gateway = ScriptedGateway(["It is not there [1]."])
        turn = await desk.chat.ask("Where?", knowledge=EVERYTHING)
        assert "nothing that answers it was found" in desk.prompt()
        shown = (await desk.chat.shown(turn.conversation_id))[-1]
        assert (shown.text, shown.source_count, shown.searched) == ("It is not there.", 0, True)
        assert (await desk.citations.why(desk.chat.actor, turn.answer_id)).prompt.startswith("The user's documents were searched")

    @pytest.mark.parametrize("raises", [True, False])
    async def test_a_search_that_fails_does_not_fail_the_turn(self, desk: Desk, raises: bool) -> None:
        if raises:
            desk.search.problem = RuntimeError("the index is away")
        else:
            desk.search.failed, desk.search.searched = AWAY, False
        desk.chat.model.gateway = ScriptedGateway(["I could not look."])
        turn = await desk.chat.begin("Where?", knowledge=EVERYTHING)
        events = await desk.chat.end(turn)
        assert told(events)[1:] == [{"state": "failed", "key": AWAY}]
        assert "could not be searched" in desk.prompt()
        assert events[-1].data["status"] == "complete"

    @pytest.mark.parametrize("away", ["erased", "closed"])
    async def test_what_goes_during_the_search_is_neither_given_nor_kept(
        self, desk: Desk, make_actor: Callable[[str], Actor], monkeypatch: pytest.MonkeyPatch, away: str
    ) -> None:
        bees = desk.document(BEES)
        wasps = desk.document(WASPS, name="wasps.txt")
        stranger, search = make_actor("Eve"), desk.search.retrieve

        def go(session: Session) -> None:
            if away == "erased":
                remove_documents(session, [bees.document_id], utc_now())
            else:
                session.get_one(models.Document, bees.document_id).owner_id = stranger.user_id

        async def slow(actor: Actor, question: Question) -> Retrieved:
            found = await search(actor, question)
            desk.db.write_now(go)
            return found

        monkeypatch.setattr(desk.search, "retrieve", slow)
        desk.chat.model.gateway = ScriptedGateway(["Paper [2]."])
        turn = await desk.chat.begin("Where?", knowledge=EVERYTHING)
        events = await desk.chat.end(turn)
        assert BEES not in desk.prompt()
        assert WASPS in desk.prompt()
        assert [(row.number, row.document_id) for row in desk.rows(turn.answer_id)] == [(2, wasps.document_id)]
        assert [source["number"] for source in told(events)[-1]["sources"]] == [2]  # type: ignore[attr-defined]

    async def test_nothing_to_look_in_says_nothing(self, desk: Desk) -> None:
        desk.search.searched = False
        desk.chat.model.gateway = ScriptedGateway(["Hello [1]."])
        turn = await desk.chat.begin("Where?", knowledge=EVERYTHING)
        events = await desk.chat.end(turn)
        assert told(events)[1:] == [{"state": "found", "sources": [], "answerable": True}]
        assert "documents" not in desk.prompt()
        assert (await desk.chat.shown(turn.conversation_id))[-1].text == "Hello [1]."

    async def test_the_window_says_how_much_room_there_is(self, desk: Desk) -> None:
        desk.document(BEES)
        desk.chat.model.gateway = ScriptedGateway(["Yes [1]."])
        turn = await desk.chat.ask("Where?", knowledge=EVERYTHING)
        room = desk.search.asked[0][1].room
        assert room is not None
        assert 5_000 < room < 6_000
        events = await desk.chat.end(await desk.chat.begin("long " * 6_000, turn.conversation_id))
        assert told(events)[1:] == [{"state": "failed", "key": "citation.no_room"}]
        assert desk.search.asked[1][1].room == 0
        assert "none of them fits" in desk.prompt()
        assert desk.rows(turn.answer_id)
        assert desk.search.asked[1][1].earlier[0] == ("user", "Where?")


class TestEnding:
    async def test_a_stopped_answer_keeps_its_sources(self, desk: Desk) -> None:
        desk.document(BEES)
        gate = asyncio.Event()
        desk.chat.model.gateway = ScriptedGateway(["Bees dance [1][4]", gate])
        turn = await desk.chat.begin("Where?", knowledge=EVERYTHING)
        while not desk.chat.model.gateway.waiting:
            await asyncio.sleep(0.01)
        await desk.chat.turns.stop(desk.chat.actor, turn.id)
        message = (await desk.chat.shown(turn.conversation_id))[-1]
        assert (message.text, message.status) == ("Bees dance [1]", "stopped")
        assert [row.cited for row in desk.rows(message.id)] == [True]

    async def test_an_answer_whose_process_died_keeps_them_too(self, desk: Desk) -> None:
        desk.document(BEES)
        gate = asyncio.Event()
        desk.chat.model.gateway = ScriptedGateway(["", gate])
        turn = await desk.chat.begin("Where?", knowledge=EVERYTHING)
        while not desk.chat.model.gateway.waiting:
            await asyncio.sleep(0.01)
        answer_id = (await desk.chat.turns.get(desk.chat.actor, turn.id)).answer_id
        late = utc_now() + timedelta(minutes=5)

        def die(session: Session) -> None:
            session.exec(update(models.Message).where(col(models.Message.id) == answer_id).values(text="Bees [1] dance [9]."))
            session.flush()
            settlement.interrupt_abandoned(session, late, all_of_them=True, running_here=())

        desk.db.write_now(die)
        message = await desk.chat.messages.get(desk.chat.actor, answer_id)
        assert (message.text, message.status) == ("Bees [1] dance.", "interrupted")
        assert [row.cited for row in desk.rows(answer_id)] == [True]
        gate.set()

    async def test_a_continued_answer_goes_on_with_its_sources(self, desk: Desk) -> None:
        desk.document(BEES)
        gate = asyncio.Event()
        desk.chat.model.gateway = ScriptedGateway(["Bees [1] ", gate], ["dance [1], wasps [2]."])
        turn = await desk.chat.begin("Where?", knowledge=EVERYTHING)
        while not desk.chat.model.gateway.waiting:
            await asyncio.sleep(0.01)
        await desk.chat.turns.stop(desk.chat.actor, turn.id)
        answer_id = (await desk.chat.turns.get(desk.chat.actor, turn.id)).answer_id
        await desk.chat.ask("", turn.conversation_id, kind="continue", message_id=answer_id)
        assert len(desk.search.asked) == 1
        assert BEES in desk.prompt()
        assert (await desk.chat.messages.get(desk.chat.actor, answer_id)).text == "Bees [1] dance [1], wasps."

    async def test_regenerating_looks_anew_with_the_rights_of_now(self, desk: Desk) -> None:
        desk.document(BEES)
        desk.chat.model.gateway = ScriptedGateway(["Bees [1]."], ["Wasps [1]."])
        turn = await desk.chat.ask("Where?", knowledge=EVERYTHING)
        desk.search.sources.clear()
        wasps = desk.document(WASPS)
        again = await desk.chat.ask("", turn.conversation_id, kind="regenerate", message_id=turn.answer_id)
        assert len(desk.search.asked) == 2
        assert [row.document_id for row in desk.rows(again.answer_id)] == [wasps.document_id]


class TestTogether:
    async def test_compared_models_are_given_the_same_by_one_search(self, desk: Desk) -> None:
        desk.document(BEES)
        desk.chat.model.gateway = ScriptedGateway(["Bees [1]."], ["Also bees [1][2]."])
        new = NewTurn("", text="Where?", model_ids=("test/model", "test/other"), knowledge=EVERYTHING)
        first = await desk.chat.turns.begin(desk.chat.actor, new)
        async for _ in await desk.chat.turns.follow_all(desk.chat.actor, {first.id: 0}):
            pass
        answers = await self._answers(desk, first.conversation_id)
        assert len(desk.search.asked) == 1
        assert len(answers) == 2
        assert [[row.cited for row in desk.rows(answer.id)] for answer in answers] == [[True], [True]]

        added = await desk.chat.ask("", first.conversation_id, kind="compare", message_id=answers[0].id, model_id="test/third")
        assert len(desk.search.asked) == 1
        assert [row.number for row in desk.rows(added.answer_id)] == [1]
        # An answer from other passages: its numbers are other ones in what is made of all.
        desk.search.sources.clear()
        wasps = desk.document(WASPS)
        desk.chat.model.gateway = ScriptedGateway(["Wasps [1]."], ["Bees [1], wasps [2], hornets [3]."])
        again = await desk.chat.ask("", first.conversation_id, kind="regenerate", message_id=answers[1].id)
        merged = await desk.chat.ask("", first.conversation_id, kind="merge", message_id=answers[0].id, recipe="fuse")
        assert again.status == merged.status == "complete"
        assert "Wasps [2]." in desk.prompt()
        assert [(row.number, row.cited) for row in desk.rows(merged.answer_id)] == [(1, True), (2, True)]
        assert desk.rows(merged.answer_id)[1].document_id == wasps.document_id
        assert (await desk.chat.messages.get(desk.chat.actor, merged.answer_id)).text == "Bees [1], wasps [2], hornets."

    async def _answers(self, desk: Desk, conversation_id: str) -> list[models.Message]:
        def load(session: Session) -> list[models.Message]:
            from sqlmodel import select

            statement = select(models.Message).where(models.Message.conversation_id == conversation_id, models.Message.role == "assistant")
            return list(session.exec(statement.order_by(col(models.Message.comparison_place))).all())

        rows = await desk.db.read(load)
        while any(row.status == "running" for row in rows):
            await asyncio.sleep(0.02)
            rows = await desk.db.read(load)
        return rows

    async def test_a_waiting_message_looks_when_its_time_comes(self, desk: Desk) -> None:
        desk.document(BEES)
        gate = asyncio.Event()
        desk.chat.model.gateway = ScriptedGateway(["One [1]", gate], ["Two [1]."])
        first = await desk.chat.begin("One?", knowledge=EVERYTHING)
        second = await desk.chat.begin("Two?", first.conversation_id)
        assert second.status == "queued"
        gate.set()
        await desk.chat.end(second)
        assert [question.text for _, question in desk.search.asked] == ["One?", "Two?"]
        assert [row.cited for row in desk.rows((await desk.chat.turns.get(desk.chat.actor, second.id)).answer_id)] == [True]

    async def test_a_fork_takes_the_sources_along(self, desk: Desk) -> None:
        bees = desk.document(BEES)
        desk.chat.model.gateway = ScriptedGateway(["Bees [1]."])
        turn = await desk.chat.ask("Where?", knowledge=EVERYTHING)
        made = await ForkService(desk.db, desk.chat.changes).fork(desk.chat.actor, turn.answer_id)
        copy = (await desk.chat.shown(made.id))[-1]
        (source,) = await desk.citations.sources(desk.chat.actor, copy.id)
        assert (source.document_id, source.text, source.cited, copy.source_count) == (bees.document_id, BEES, True, 1)
        assert (await desk.citations.why(desk.chat.actor, copy.id)).question == "Where?"


class TestReading:
    async def test_only_who_may_read_the_document_now_sees_the_passage(self, desk: Desk, make_actor: Callable[[str], Actor]) -> None:
        bob = make_actor("Bob")
        now = utc_now()
        folder = models.Folder(id=new_id(), owner_id=desk.chat.actor.user_id, name="Project", created_at=now)
        desk.add(folder)
        member = models.FolderMember(
            id=new_id(), folder_id=folder.id, person_id=bob.user_id, role="viewer", invited_by=desk.chat.actor.user_id, created_at=now
        )
        desk.add(member)
        shared, private = desk.document(BEES, folder_id=folder.id), desk.document(WASPS)
        gate = asyncio.Event()
        desk.chat.model.gateway = ScriptedGateway(['"Bees dance" [1], "Wasps build" [2].', gate])
        turn = await desk.chat.begin("Where?", knowledge=EVERYTHING, folder_id=folder.id)
        batches = desk.chat.turns.follow(bob, turn.id)
        seen: list[TurnEvent] = []
        while not any(event.type == EventType.CITATION and "sources" in event.data for event in seen):
            seen += await anext(batches)
        assert told(seen)[-1]["sources"] == [{"number": 1, "hidden": True}, {"number": 2, "hidden": True}]
        gate.set()
        await desk.chat.end(turn)
        answer_id = (await desk.chat.turns.get(desk.chat.actor, turn.id)).answer_id
        first, second = await desk.citations.sources(bob, answer_id)
        assert (first.document_id, first.text, first.hidden) == (shared.document_id, BEES, False)
        assert (second.hidden, second.deleted, second.cited) == (True, False, True)
        assert not any((second.title, second.text, second.document_id, second.chunk_id, second.boxes, second.quotes, second.page))
        why = await desk.citations.why(bob, answer_id)
        assert private.chunk_id not in str(why)
        assert WASPS not in str(why)
        assert [hit.chunk_id for hit in why.steps[0].hits] == [shared.chunk_id]
        desk.db.write_now(lambda session: session.delete(session.get_one(models.FolderMember, member.id)))
        with pytest.raises(Exception, match="not_found"):
            await desk.citations.sources(bob, answer_id)

    async def test_a_document_that_goes_takes_its_words_along(self, desk: Desk) -> None:
        bees = desk.document(BEES)
        desk.chat.model.gateway = ScriptedGateway(["Bees [1]."])
        turn = await desk.chat.ask("Where?", knowledge=EVERYTHING)
        made = await ForkService(desk.db, desk.chat.changes).fork(desk.chat.actor, turn.answer_id)
        now = utc_now()
        desk.db.write_now(lambda session: setattr(session.get_one(models.Document, bees.document_id), "deleted_at", now))
        (source,) = await desk.citations.sources(desk.chat.actor, turn.answer_id)
        assert (source.deleted, source.text) == (True, "")
        desk.db.write_now(lambda session: setattr(session.get_one(models.Document, bees.document_id), "deleted_at", None))
        assert (await desk.citations.sources(desk.chat.actor, turn.answer_id))[0].text == BEES
        desk.db.write_now(lambda session: remove_documents(session, [bees.document_id], now))
        for answer_id in (turn.answer_id, (await desk.chat.shown(made.id))[-1].id):
            (row,) = desk.rows(answer_id)
            assert (row.number, row.title, row.heading, row.text, row.boxes) == (1, "", "", "", "[]")
            assert (await desk.citations.sources(desk.chat.actor, answer_id))[0].deleted
        assert (await desk.chat.messages.get(desk.chat.actor, turn.answer_id)).text == "Bees [1]."


class OtherModels:
    """Names models as they are."""

    async def label(self, model_id: str) -> str:
        return model_id


class TestLeaving:
    async def test_files_and_public_pages_name_what_may_be_read_and_show_no_passages(
        self, desk: Desk, make_actor: Callable[[str], Actor]
    ) -> None:
        stranger = make_actor("Eve")
        desk.document(BEES, name="bees.pdf")
        theirs = desk.document(WASPS, name="wasps.pdf")
        desk.document(WASPS, name="unused.pdf")
        desk.chat.model.gateway = ScriptedGateway(["Bees [1], wasps [2]."])
        turn = await desk.chat.ask("Where?", knowledge=EVERYTHING)
        desk.db.write_now(lambda session: setattr(session.get_one(models.Document, theirs.document_id), "owner_id", stranger.user_id))
        exports = ExportService(desk.db, OtherModels(), None)  # type: ignore[arg-type]
        markdown = (await exports.export(desk.chat.actor, turn.conversation_id, "markdown", "branch", "en")).data.decode()
        assert "- [1] bees.pdf · page 2\n- [2] a document that is not open" in markdown
        assert not any(word in markdown for word in ("wasps.pdf", "unused.pdf", BEES))
        kept = json.loads((await exports.export(desk.chat.actor, turn.conversation_id, "json", "all", "en")).data)["sources"]
        assert [(each["number"], each["text"], each["cited"]) for each in kept] == [(1, BEES, True), (2, "", True), (3, WASPS, False)]
        assert theirs.document_id not in json.dumps(kept)
        shares = ShareService(desk.db, exports, desk.chat.changes)
        link = await shares.create(desk.chat.actor, turn.conversation_id)
        page = await shares.page(link.path.removeprefix("/s/"), "en")
        assert "[1] bees.pdf" in page
        assert BEES not in page
        assert "wasps.pdf" not in page


class TestOthers:
    async def test_a_model_that_stands_in_is_given_the_same(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.document(BEES)

        async def chain(_actor: Actor, _model_id: str, _chat_id: str = "") -> Chain:
            return Chain(("test/other",))

        monkeypatch.setattr(desk.chat.model, "chain", chain)
        desk.chat.model.gateway = ScriptedGateway([UpstreamError("error.upstream")], ["Bees [1][3]."])
        turn = await desk.chat.begin("Where?", knowledge=EVERYTHING)
        events = await desk.chat.end(turn)
        assert len(desk.search.asked) == 1
        assert [event["state"] for event in told(events)] == ["searching", "found"]
        assert desk.prompt(0) == desk.prompt(1)
        assert (await desk.chat.shown(turn.conversation_id))[-1].text == "Bees [1]."

    async def test_pinned_documents_count_before_anything_is_sent(self, desk: Desk, make_actor: Callable[[str], Actor]) -> None:
        mine, theirs = desk.document(BEES), desk.document(WASPS, owner=make_actor("Eve"))
        desk.chat.model.gateway = ScriptedGateway(["Bees [1]."])
        turn = await desk.chat.ask("Where?", knowledge=json.dumps({"kind": "none", "pinned_ids": [mine.document_id]}))
        assert desk.search.asked[0][1].scope.pinned_ids == (mine.document_id,)

        def extra(session: Session) -> int:
            chat = session.get_one(models.Conversation, turn.conversation_id)
            chat.knowledge = json.dumps({"pinned_ids": [mine.document_id, theirs.document_id]})
            return asked_by_chat(session, desk.chat.actor, chat, 7).extra

        assert desk.db.write_now(extra) == 27

    async def test_a_new_chat_names_no_document_of_others(self, desk: Desk, make_actor: Callable[[str], Actor]) -> None:
        theirs = desk.document(WASPS, owner=make_actor("Eve"))
        with pytest.raises(DocumentNotFoundError):
            await desk.chat.begin("Where?", knowledge=json.dumps({"kind": "documents", "document_ids": [theirs.document_id]}))

    async def test_what_others_chose_stays_chosen_and_unseen(self, desk: Desk, make_actor: Callable[[str], Actor]) -> None:
        mine, theirs = desk.document(BEES), desk.document(WASPS, owner=make_actor("Eve"))
        before = Scope("documents", (theirs.document_id,))
        found = desk.db.read_now(lambda session: checked_scope(session, desk.chat.actor, Scope("documents", (mine.document_id,)), before))
        assert found.document_ids == (mine.document_id, theirs.document_id)
