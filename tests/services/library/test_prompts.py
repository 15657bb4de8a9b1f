"""Prompts of a person, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, NotFoundError
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.library.dto import PromptDraft
from chat_app.services.library.prompts import PromptService

DRAFT = PromptDraft("thanks", "Say thanks", "Thank {{who!}}", folder=" Work / Mails ")


@pytest.fixture
def prompts(db: Database, changes: ChangeFeed) -> PromptService:
    return PromptService(db, changes)


class TestWrite:
    async def test_create_list_get(self, prompts: PromptService, actor: Actor) -> None:
        made = await prompts.create(actor, DRAFT)
        assert (made.folder, made.version, [item.name for item in made.variables]) == ("Work/Mails", 1, ["who"])
        listed = await prompts.list(actor, "en")
        assert listed[0] == made
        assert len(listed) > 30
        assert await prompts.get(actor, made.id, "en") == made

    @pytest.mark.parametrize(
        "draft",
        [
            replace(DRAFT, command="two words"),
            replace(DRAFT, command=""),
            replace(DRAFT, title=" "),
            replace(DRAFT, text=""),
            replace(DRAFT, folder="x" * 300),
        ],
    )
    async def test_refuses(self, prompts: PromptService, actor: Actor, draft: PromptDraft) -> None:
        with pytest.raises(InvalidInputError):
            await prompts.create(actor, draft)

    async def test_a_command_is_there_once_and_hides_the_built_in_one(self, prompts: PromptService, actor: Actor) -> None:
        await prompts.create(actor, replace(DRAFT, command="/Summarise"))
        with pytest.raises(ConflictError):
            await prompts.create(actor, replace(DRAFT, command="summarise"))
        assert sum(prompt.command == "summarise" for prompt in await prompts.list(actor, "en")) == 1

    async def test_a_command_stays_one_when_two_pages_write_it(self, prompts: PromptService, actor: Actor) -> None:
        draft = PromptDraft("same", "Title", "Text")
        outcomes = await asyncio.gather(*(prompts.create(actor, draft) for _ in range(4)), return_exceptions=True)
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ConflictError", "ConflictError", "ConflictError", "Prompt"]

    async def test_copy_of_a_built_in_one(self, prompts: PromptService, actor: Actor) -> None:
        first = await prompts.copy(actor, "builtin:translate", "de")
        second = await prompts.copy(actor, "builtin:translate", "de")
        assert (first.command, second.command, first.builtin) == ("übersetzen", "übersetzen-2", False)

    async def test_fill(self, prompts: PromptService, actor: Actor) -> None:
        made = await prompts.create(actor, DRAFT)
        assert await prompts.fill(actor, made.id, {"who": "Ada"}, "en") == "Thank Ada"


class TestVersions:
    async def test_roll_back_keeps_everything(self, prompts: PromptService, actor: Actor) -> None:
        made = await prompts.create(actor, DRAFT)
        await prompts.update(actor, made.id, replace(DRAFT, text="Thank {{who}} warmly"))
        await prompts.update(actor, made.id, replace(DRAFT, text="Thank {{who}} warmly", folder="Other"))
        restored = await prompts.restore_version(actor, made.id, 1)
        assert (restored.text, restored.version, restored.folder) == ("Thank {{who!}}", 3, "Other")
        assert [version.number for version in await prompts.versions(actor, made.id)] == [3, 2, 1]
        with pytest.raises(NotFoundError):
            await prompts.restore_version(actor, made.id, 9)


class TestTrash:
    async def test_delete_and_restore_with_a_taken_command(self, prompts: PromptService, actor: Actor) -> None:
        made = await prompts.create(actor, DRAFT)
        await prompts.delete(actor, made.id)
        with pytest.raises(NotFoundError):
            await prompts.get(actor, made.id, "en")
        await prompts.create(actor, DRAFT)
        await prompts.restore(actor, made.id)
        assert (await prompts.get(actor, made.id, "en")).command == "thanks-2"


class TestRights:
    async def test_nobody_else_finds_it(self, prompts: PromptService, actor: Actor, other: Actor) -> None:
        made = await prompts.create(actor, DRAFT)
        assert all(prompt.builtin for prompt in await prompts.list(other, "en"))
        for call in (
            prompts.get(other, made.id, "en"),
            prompts.update(other, made.id, DRAFT),
            prompts.copy(other, made.id, "en"),
            prompts.versions(other, made.id),
            prompts.restore_version(other, made.id, 1),
            prompts.delete(other, made.id),
            prompts.restore(other, made.id),
            prompts.fill(other, made.id, {}, "en"),
        ):
            with pytest.raises(NotFoundError):
                await call
