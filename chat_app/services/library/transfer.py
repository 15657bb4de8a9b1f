"""Prompts and assistants as a file: out, and in again without doubles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import AppError, InvalidInputError
from chat_app.services.accounts.serial import in_turn
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.texts import is_storable
from chat_app.services.library import queries
from chat_app.services.library.assistants import assistant_record, check_assistant, write_draft
from chat_app.services.library.dto import AssistantDraft, ImportReport, PromptDraft
from chat_app.services.library.prompts import checked_prompt, free_command, insert_prompt

FORMAT = "parley-library"
VERSION = 1
MAX_ENTRIES = 2_000


class _Entry(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class PromptEntry(_Entry):
    """A prompt in the file."""

    command: str
    title: str
    text: str
    description: str = ""
    folder: str = ""


class AssistantEntry(_Entry):
    """An assistant in the file."""

    name: str
    description: str = ""
    avatar: str = ""
    system_prompt: str = ""
    model_id: str = ""
    parameters: dict[str, object] = {}
    starters: list[str] = []


@dataclass(slots=True)
class _Known:
    """What the person has already, and what of the file was taken."""

    prompts: set[tuple[str, str]]
    commands: set[str]
    assistants: set[tuple[str, str]]

    @classmethod
    def of(cls, session: Session, actor: Actor) -> _Known:
        prompts, assistants = queries.list_prompts(session, actor), queries.list_assistants(session, actor)
        return cls(
            {(row.title, row.text) for row in prompts},
            {row.command for row in prompts},
            {(row.name, row.system_prompt) for row in assistants},
        )


class LibraryTransfer:
    """Export and import of a person's library."""

    def __init__(self, db: Database, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._clock = clock

    async def export(self, actor: Actor) -> dict[str, object]:
        """Everything the person wrote, as the JSON object of the file."""

        def read(session: Session) -> dict[str, object]:
            return {
                "format": FORMAT,
                "version": VERSION,
                "prompts": [_prompt_entry(row) for row in queries.list_prompts(session, actor)],
                "assistants": [_assistant_entry(row) for row in queries.list_assistants(session, actor)],
            }

        return await self._db.read(read)

    async def import_(self, actor: Actor, data: object) -> ImportReport:
        """Take over what is not there yet. What cannot be read is named in the report and stops nothing else.

        Raises `InvalidInputError` for something that is no such file at all.
        """
        prompts, assistants = _entries(data)

        def write(session: Session) -> ImportReport:
            known = _Known.of(session, actor)
            outcomes = [_take(lambda entry: self._take_prompt(session, actor, known, entry), entry) for entry in prompts]
            outcomes += [_take(lambda entry: self._take_assistant(session, actor, known, entry), entry) for entry in assistants]
            return ImportReport(
                added=sum(outcome is True for outcome in outcomes),
                unchanged=sum(outcome is False for outcome in outcomes),
                refused=tuple(outcome for outcome in outcomes if isinstance(outcome, tuple)),
            )

        report = await self._db.write(in_turn(actor, write))
        self._changes.publish(actor.user_id, ConversationChange("", "library"))
        return report

    def _take_prompt(self, session: Session, actor: Actor, known: _Known, entry: object) -> bool:
        draft = checked_prompt(PromptDraft(**PromptEntry.model_validate(entry).model_dump()))
        if (draft.title, draft.text) in known.prompts:
            return False
        command = free_command(known.commands.__contains__, draft.command)
        insert_prompt(session, actor, replace(draft, command=command), self._clock())
        known.prompts.add((draft.title, draft.text))
        known.commands.add(command)
        return True

    def _take_assistant(self, session: Session, actor: Actor, known: _Known, entry: object) -> bool:
        given = AssistantEntry.model_validate(entry)
        draft = AssistantDraft(**given.model_dump(exclude={"starters"}), starters=tuple(given.starters))
        check_assistant(draft)
        if (draft.name, draft.system_prompt) in known.assistants:
            return False
        now = self._clock()
        row = models.Assistant(id=new_id(), owner_id=actor.user_id, name="", created_at=now, updated_at=now)
        write_draft(row, draft)
        session.add(row)
        known.assistants |= {(draft.name, draft.system_prompt), (row.name, row.system_prompt)}
        return True


def _entries(data: object) -> tuple[Sequence[object], Sequence[object]]:
    if not isinstance(data, dict) or data.get("format") != FORMAT or data.get("version") != VERSION:
        raise InvalidInputError("library.error.file")
    prompts, assistants = data.get("prompts", []), data.get("assistants", [])
    if not isinstance(prompts, list) or not isinstance(assistants, list) or len(prompts) + len(assistants) > MAX_ENTRIES:
        raise InvalidInputError("library.error.file")
    return prompts, assistants


def _take(take: Callable[[object], bool], entry: object) -> bool | tuple[str, str]:
    try:
        return take(entry) if is_storable(entry) else (_name(entry), "library.error.entry")
    except ValidationError:
        return (_name(entry), "library.error.entry")
    except AppError as problem:
        return (_name(entry), problem.key)


def _name(entry: object) -> str:
    name = (entry.get("title") or entry.get("name")) if isinstance(entry, dict) else ""
    return name[:100].encode("utf-8", "replace").decode() if isinstance(name, str) else ""


def _prompt_entry(row: models.Prompt) -> dict[str, object]:
    return PromptEntry(command=row.command, title=row.title, text=row.text, description=row.description, folder=row.folder).model_dump()


def _assistant_entry(row: models.Assistant) -> dict[str, object]:
    record = assistant_record(row)
    return AssistantEntry(
        name=record.name,
        description=record.description,
        avatar=record.avatar,
        system_prompt=record.system_prompt,
        model_id=record.model_id,
        parameters=dict(record.parameters),
        starters=list(record.starters),
    ).model_dump()
