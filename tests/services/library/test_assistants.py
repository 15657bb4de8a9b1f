"""Assistants, and the library as a file, on both databases."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from chat_app.db import Database
from chat_app.errors import InvalidInputError, NotFoundError
from chat_app.services.chat.conversations import ConversationService
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.library.assistants import AssistantService
from chat_app.services.library.builtin import builtin_prompts
from chat_app.services.library.dto import AssistantDraft, PromptDraft
from chat_app.services.library.prompts import PromptService
from chat_app.services.library.transfer import LibraryTransfer

DRAFT = AssistantDraft(
    "Editor", "Reads proofs", "feather:petrol", "You are an editor.", "openai/small", {"temperature": 0.2}, ("Read this", " ")
)


@pytest.fixture
def assistants(db: Database, changes: ChangeFeed) -> AssistantService:
    return AssistantService(db, changes)


class NothingRuns:
    def stop(self, turn_id: str) -> bool:
        return False


class TestAssistants:
    async def test_write_and_read(self, assistants: AssistantService, actor: Actor) -> None:
        made = await assistants.create(actor, DRAFT)
        assert (made.parameters, made.starters) == ({"temperature": 0.2}, ("Read this",))
        changed = await assistants.update(actor, made.id, replace(DRAFT, name="Reader"))
        assert [item.name for item in await assistants.list(actor)] == [changed.name] == ["Reader"]

    @pytest.mark.parametrize(
        "draft", [replace(DRAFT, name=" "), replace(DRAFT, starters=("x",) * 9), replace(DRAFT, system_prompt="x" * 100_001)]
    )
    async def test_refuses(self, assistants: AssistantService, actor: Actor, draft: AssistantDraft) -> None:
        with pytest.raises(InvalidInputError):
            await assistants.create(actor, draft)

    async def test_a_chat_takes_over_model_and_parameters(
        self, assistants: AssistantService, actor: Actor, db: Database, changes: ChangeFeed
    ) -> None:
        chats = ConversationService(db, changes, NothingRuns())
        chat, made = await chats.create(actor), await assistants.create(actor, DRAFT)
        await assistants.choose(actor, chat.id, made.id)
        now = await chats.get(actor, chat.id)
        assert (now.assistant_id, now.model_id, now.parameters) == (made.id, "openai/small", {"temperature": 0.2})
        await assistants.choose(actor, chat.id, "")
        assert (await chats.get(actor, chat.id)).assistant_id == ""

    async def test_delete_and_restore(self, assistants: AssistantService, actor: Actor) -> None:
        made = await assistants.create(actor, DRAFT)
        await assistants.delete(actor, made.id)
        assert await assistants.list(actor) == []
        await assistants.restore(actor, made.id)
        assert (await assistants.get(actor, made.id)).name == "Editor"

    async def test_nobody_else_finds_it(
        self, assistants: AssistantService, actor: Actor, other: Actor, db: Database, changes: ChangeFeed
    ) -> None:
        made = await assistants.create(actor, DRAFT)
        theirs = await ConversationService(db, changes, NothingRuns()).create(other)
        calls = (assistants.get(other, made.id), assistants.update(other, made.id, DRAFT), assistants.delete(other, made.id))
        for call in (
            *calls,
            assistants.restore(other, made.id),
            assistants.choose(other, theirs.id, made.id),
            assistants.choose(actor, theirs.id, made.id),
        ):
            with pytest.raises(NotFoundError):
                await call


class TestTransfer:
    async def test_there_and_back_without_doubles(
        self, assistants: AssistantService, actor: Actor, other: Actor, db: Database, changes: ChangeFeed
    ) -> None:
        prompts, transfer = PromptService(db, changes), LibraryTransfer(db, changes)
        await prompts.create(actor, PromptDraft("hi", "Hi", "Say hi to {{who}}"))
        await assistants.create(actor, DRAFT)
        file = await transfer.export(actor)
        assert (await transfer.import_(actor, file)).unchanged == 2
        report = await transfer.import_(other, file)
        assert (report.added, report.refused) == (2, ())
        exported = await transfer.export(other)
        assert exported == file

    async def test_a_bad_entry_stops_nothing_else(self, actor: Actor, db: Database, changes: ChangeFeed) -> None:
        good, bad = {"command": "a", "title": "A", "text": "x"}, {"command": "b", "title": "B"}
        wrong = {"command": "c c", "title": "C", "text": "x"}
        report = await LibraryTransfer(db, changes).import_(
            actor, {"format": "parley-library", "version": 1, "prompts": [good, bad, wrong, 7]}
        )
        assert report.added == 1
        assert report.refused == (("B", "library.error.entry"), ("C", "library.error.command"), ("", "library.error.entry"))

    async def test_texts_that_cannot_be_kept_are_refused(self, actor: Actor, db: Database, changes: ChangeFeed) -> None:
        prompts = [{"command": "a", "title": "A\ud800", "text": "x"}, {"command": "b", "title": "B", "text": "\0"}]
        assistants = [{"name": "C", "starters": ["\ud800"]}, {"name": "D", "parameters": {"temperature": "hot"}}]
        report = await LibraryTransfer(db, changes).import_(
            actor, {"format": "parley-library", "version": 1, "prompts": prompts, "assistants": assistants}
        )
        assert report.added == 0
        assert [name for name, _ in report.refused] == ["A?", "B", "C", "D"]

    async def test_a_large_file_with_one_command_takes_no_minutes(self, actor: Actor, db: Database, changes: ChangeFeed) -> None:
        prompts = [{"command": "same", "title": "Title", "text": f"Text {number}"} for number in range(400)]
        began = time.perf_counter()
        report = await LibraryTransfer(db, changes).import_(actor, {"format": "parley-library", "version": 1, "prompts": prompts})
        assert report.added == 400
        assert time.perf_counter() - began < 60

    @pytest.mark.parametrize(
        "data", [None, [], {}, {"format": "other", "version": 1}, {"format": "parley-library", "version": 1, "prompts": {}}]
    )
    async def test_another_file_is_refused(self, data: object, actor: Actor, db: Database, changes: ChangeFeed) -> None:
        with pytest.raises(InvalidInputError):
            await LibraryTransfer(db, changes).import_(actor, data)
        assert await PromptService(db, changes).list(actor, "en") == list(builtin_prompts("en"))
