"""Assistants as things: list, write, delete; and which one a chat talks to."""

from __future__ import annotations

import json

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.catalogue.parameters import plausible_parameters
from chat_app.services.chat import queries as chat_queries
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.library import queries
from chat_app.services.library.dto import Assistant, AssistantDraft
from chat_app.services.projects.rights import FolderRole

MAX_NAME = 100
MAX_SYSTEM_PROMPT = 100_000
MAX_STARTERS = 8
MAX_STARTER = 500


class AssistantService:
    """A person's assistants."""

    def __init__(self, db: Database, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._clock = clock

    async def list(self, actor: Actor) -> list[Assistant]:
        """All, by name."""
        return [assistant_record(row) for row in await self._db.read(lambda session: queries.list_assistants(session, actor))]

    async def get(self, actor: Actor, assistant_id: str) -> Assistant:
        """One; raises `NotFoundError`."""
        return assistant_record(await self._db.read(lambda session: queries.get_assistant(session, actor, assistant_id)))

    async def create(self, actor: Actor, draft: AssistantDraft) -> Assistant:
        """Make an assistant; raises `InvalidInputError`."""
        check_assistant(draft)
        now = self._clock()
        row = models.Assistant(id=new_id(), owner_id=actor.user_id, name="", created_at=now, updated_at=now)
        write_draft(row, draft)
        await self._db.write(lambda session: session.add(row))
        self._announce(actor)
        return assistant_record(row)

    async def update(self, actor: Actor, assistant_id: str, draft: AssistantDraft) -> Assistant:
        """Change an assistant; chats that use it follow from their next message on."""
        check_assistant(draft)
        now = self._clock()

        def save(session: Session) -> Assistant:
            row = queries.get_assistant(session, actor, assistant_id)
            write_draft(row, draft)
            row.updated_at = now
            return assistant_record(row)

        saved = await self._db.write(save)
        self._announce(actor)
        return saved

    async def delete(self, actor: Actor, assistant_id: str) -> None:
        """Throw an assistant away; `restore` takes it back. Chats that used it go on without it meanwhile."""
        now = self._clock()

        def remove(session: Session) -> None:
            queries.get_assistant(session, actor, assistant_id).deleted_at = now

        await self._db.write(remove)
        self._announce(actor)

    async def restore(self, actor: Actor, assistant_id: str) -> None:
        """Take an assistant back."""

        def bring_back(session: Session) -> None:
            queries.get_assistant(session, actor, assistant_id, in_trash=True).deleted_at = None

        await self._db.write(bring_back)
        self._announce(actor)

    async def choose(self, actor: Actor, conversation_id: str, assistant_id: str) -> None:
        """Let a chat talk to an assistant, or to none for an empty id; its model and parameters become the chat's."""

        def save(session: Session) -> None:
            conversation = chat_queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR)
            use_assistant(session, actor, conversation, assistant_id)

        await self._db.write(save)
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, "conversation"))

    def _announce(self, actor: Actor) -> None:
        self._changes.publish(actor.user_id, ConversationChange("", "library"))


def use_assistant(session: Session, actor: Actor, conversation: models.Conversation, assistant_id: str) -> None:
    """Put an assistant into a chat, within a transaction; raises `NotFoundError`."""
    if not assistant_id:
        conversation.assistant_id = None
        return
    row = queries.get_assistant(session, actor, assistant_id)
    conversation.assistant_id = row.id
    conversation.model_id = row.model_id or conversation.model_id
    if row.parameters != "{}":
        conversation.parameters = row.parameters


def check_assistant(draft: AssistantDraft) -> None:
    """Raises `InvalidInputError` for what cannot be kept."""
    if not draft.name.strip() or len(draft.name) > MAX_NAME:
        raise InvalidInputError("library.error.name", max=MAX_NAME)
    if len(draft.system_prompt) > MAX_SYSTEM_PROMPT:
        raise InvalidInputError("library.error.text", max=MAX_SYSTEM_PROMPT)
    if len(draft.starters) > MAX_STARTERS or any(len(starter) > MAX_STARTER for starter in draft.starters):
        raise InvalidInputError("library.error.starters", max=MAX_STARTERS)
    if len(draft.description) > 500 or len(draft.avatar) > 100 or len(draft.model_id) > 300:
        raise InvalidInputError
    plausible_parameters(draft.parameters)


def write_draft(row: models.Assistant, draft: AssistantDraft) -> None:
    """Put a checked draft into its row."""
    row.name, row.description, row.avatar = " ".join(draft.name.split()), " ".join(draft.description.split()), draft.avatar
    row.system_prompt, row.model_id = draft.system_prompt.strip(), draft.model_id
    row.parameters = json.dumps(dict(draft.parameters))
    row.starters = json.dumps([starter.strip() for starter in draft.starters if starter.strip()])


def assistant_record(row: models.Assistant) -> Assistant:
    """The row as a record."""
    return Assistant(
        id=row.id,
        name=row.name,
        description=row.description,
        avatar=row.avatar,
        system_prompt=row.system_prompt,
        model_id=row.model_id,
        parameters=json.loads(row.parameters),
        starters=tuple(json.loads(row.starters)),
        updated_at=row.updated_at,
    )
