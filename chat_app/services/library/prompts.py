"""Prompts as things: list, write, look at what they said before, take back, use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, NotFoundError
from chat_app.services.accounts.serial import in_turn
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.library import queries
from chat_app.services.library.builtin import PREFIX, builtin_prompts, find_builtin
from chat_app.services.library.dto import Prompt, PromptDraft, PromptVersion
from chat_app.services.library.variables import fill, parse_variables

T = TypeVar("T")

MAX_TEXT = 100_000
MAX_VERSIONS = 100
_COMMAND = re.compile(r"^[\w][\w-]{0,59}$")


class PromptService:
    """A person's prompts and the built-in ones."""

    def __init__(self, db: Database, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._clock = clock

    async def list(self, actor: Actor, language: str) -> list[Prompt]:
        """The person's own prompts, then the built-in ones whose command is not taken by an own one."""
        own = [prompt_record(row) for row in await self._db.read(lambda session: queries.list_prompts(session, actor))]
        taken = {prompt.command for prompt in own}
        return own + [prompt for prompt in builtin_prompts(language) if prompt.command not in taken]

    async def get(self, actor: Actor, prompt_id: str, language: str) -> Prompt:
        """One prompt; raises `NotFoundError`."""
        if prompt_id.startswith(PREFIX):
            if prompt := find_builtin(prompt_id, language):
                return prompt
            raise NotFoundError("library.error.prompt_not_found")
        return prompt_record(await self._db.read(lambda session: queries.get_prompt(session, actor, prompt_id)))

    async def create(self, actor: Actor, draft: PromptDraft) -> Prompt:
        """Write a new prompt; raises `InvalidInputError`, and `ConflictError` when the command is taken."""
        clean = checked_prompt(draft)

        def write(session: Session) -> Prompt:
            return prompt_record(insert_prompt(session, actor, clean, self._clock()))

        return self._announced(actor, await self._db.write(in_turn(actor, write)))

    async def update(self, actor: Actor, prompt_id: str, draft: PromptDraft) -> Prompt:
        """Change a prompt; a new title or text becomes its next version."""
        clean, now = checked_prompt(draft), self._clock()

        def write(session: Session) -> Prompt:
            row = queries.get_prompt(session, actor, prompt_id)
            _refuse_taken(session, actor, clean.command, row.id)
            if (row.title, row.text) != (clean.title, clean.text):
                _add_version(session, row, clean.title, clean.text, now)
            row.command, row.description, row.folder = clean.command, clean.description, clean.folder
            return prompt_record(row)

        return self._announced(actor, await self._db.write(in_turn(actor, write)))

    async def copy(self, actor: Actor, prompt_id: str, language: str) -> Prompt:
        """Make a prompt of one's own from any other; its command gets a number where it is taken."""
        source = await self.get(actor, prompt_id, language)

        def write(session: Session) -> Prompt:
            command = free_command(lambda name: queries.has_command(session, actor, name), source.command)
            draft = PromptDraft(command, source.title, source.text, source.description, source.folder)
            return prompt_record(insert_prompt(session, actor, draft, self._clock()))

        return self._announced(actor, await self._db.write(in_turn(actor, write)))

    async def versions(self, actor: Actor, prompt_id: str) -> list[PromptVersion]:
        """What the prompt said, newest first."""

        def read(session: Session) -> list[PromptVersion]:
            row = queries.get_prompt(session, actor, prompt_id)
            return [PromptVersion(old.number, old.title, old.text, old.created_at) for old in queries.list_versions(session, row.id)]

        return await self._db.read(read)

    async def restore_version(self, actor: Actor, prompt_id: str, number: int) -> Prompt:
        """Let an old version be the newest again; nothing in between is lost. Raises `NotFoundError`."""
        now = self._clock()

        def write(session: Session) -> Prompt:
            row = queries.get_prompt(session, actor, prompt_id)
            old = session.get(models.PromptVersion, (row.id, number))
            if old is None:
                raise NotFoundError("library.error.version_not_found")
            _add_version(session, row, old.title, old.text, now)
            return prompt_record(row)

        return self._announced(actor, await self._db.write(in_turn(actor, write)))

    async def delete(self, actor: Actor, prompt_id: str) -> None:
        """Throw a prompt away; `restore` takes it back."""
        now = self._clock()

        def write(session: Session) -> None:
            queries.get_prompt(session, actor, prompt_id).deleted_at = now

        self._announced(actor, await self._db.write(in_turn(actor, write)))

    async def restore(self, actor: Actor, prompt_id: str) -> None:
        """Take a prompt back; its command gets a number when another one took it meanwhile."""

        def write(session: Session) -> None:
            row = queries.get_prompt(session, actor, prompt_id, in_trash=True)
            row.command = free_command(lambda name: queries.has_command(session, actor, name, row.id), row.command)
            row.deleted_at = None

        self._announced(actor, await self._db.write(in_turn(actor, write)))

    async def fill(self, actor: Actor, prompt_id: str, values: Mapping[str, str], language: str) -> str:
        """The text to send, its variables filled; raises `InvalidInputError` that names the field."""
        return fill((await self.get(actor, prompt_id, language)).text, values)

    def _announced(self, actor: Actor, result: T) -> T:
        self._changes.publish(actor.user_id, ConversationChange("", "library"))
        return result


def checked_prompt(draft: PromptDraft) -> PromptDraft:
    """The draft in tidy form; raises `InvalidInputError`."""
    command, title = draft.command.strip().removeprefix("/").lower(), " ".join(draft.title.split())
    if not _COMMAND.match(command):
        raise InvalidInputError("library.error.command")
    if not title or len(title) > 200 or len(draft.description) > 500:
        raise InvalidInputError("library.error.title", max=200)
    if not draft.text.strip() or len(draft.text) > MAX_TEXT:
        raise InvalidInputError("library.error.text", max=MAX_TEXT)
    folder = "/".join(part for part in (" ".join(piece.split()) for piece in draft.folder.split("/")) if part)
    if len(folder) > 200:
        raise InvalidInputError("library.error.folder", max=200)
    return PromptDraft(command, title, draft.text.strip(), " ".join(draft.description.split()), folder)


def insert_prompt(session: Session, actor: Actor, draft: PromptDraft, now: datetime) -> models.Prompt:
    """Add a checked draft with its first version; raises `ConflictError` when the command is taken."""
    _refuse_taken(session, actor, draft.command)
    row = models.Prompt(
        id=new_id(),
        owner_id=actor.user_id,
        command=draft.command,
        title=draft.title,
        description=draft.description,
        folder=draft.folder,
        text=draft.text,
        version=0,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    _add_version(session, row, draft.title, draft.text, now)
    return row


def free_command(is_taken: Callable[[str], bool], command: str) -> str:
    """`command`, or the same with the first number that is free."""
    name, number = command, 2
    while is_taken(name):
        name, number = f"{command[:55]}-{number}", number + 1
    return name


def _refuse_taken(session: Session, actor: Actor, command: str, besides: str = "") -> None:
    if queries.has_command(session, actor, command, besides):
        raise ConflictError("library.error.command_taken", command=command)


def _add_version(session: Session, row: models.Prompt, title: str, text: str, now: datetime) -> None:
    row.version, row.title, row.text, row.updated_at = row.version + 1, title, text, now
    session.add(models.PromptVersion(prompt_id=row.id, number=row.version, title=title, text=text, created_at=now))
    queries.delete_versions(session, row.id, up_to=row.version - MAX_VERSIONS)


def prompt_record(row: models.Prompt) -> Prompt:
    """The row as a record, its variables read out of the text."""
    return Prompt(
        id=row.id,
        command=row.command,
        title=row.title,
        description=row.description,
        folder=row.folder,
        text=row.text,
        version=row.version,
        updated_at=row.updated_at,
        variables=parse_variables(row.text),
    )
