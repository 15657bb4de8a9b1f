"""Chats as things: make, list, open, rename, draft, trash."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.chat import queries
from chat_app.services.chat.dto import ChangeKind, Conversation, ConversationChange, ConversationSummary
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.gauge import image_tokens_in_context, tokens_in_context
from chat_app.services.chat.personal import personal, read_personal
from chat_app.services.chat.records import conversation_record
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.kernel.pagination import Page, decode_moment, encode_cursor
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import require_folder, role_in
from chat_app.services.search.indexing import index_title
from chat_app.services.workspace.bulk_actions import living_folder_id
from chat_app.services.workspace.folders import starting_assistant, starting_model

MAX_PAGE = 100
MAX_TITLE = 200
MAX_DRAFT = 400_000


class TurnStopper(Protocol):
    """Ends a running turn (the runner)."""

    def stop(self, turn_id: str) -> bool: ...


class ConversationService:
    """What a person does with a chat as a whole."""

    def __init__(self, db: Database, changes: ChangeFeed, runner: TurnStopper, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._runner = runner
        self._clock = clock

    async def create(self, actor: Actor, *, model_id: str = "", folder_id: str = "") -> Conversation:
        """Make an empty chat, in a folder with the model that its chats begin with; raises `FolderNotFoundError`."""

        def make(session: Session) -> models.Conversation:
            if folder_id:
                require_folder(session, actor, folder_id, FolderRole.EDITOR)
            of_folder = starting_model(session, actor, folder_id) if folder_id else ""
            row = new_conversation(actor, model_id or of_folder, self._clock(), folder_id)
            row.assistant_id = starting_assistant(session, actor, folder_id)
            session.add(row)
            return row

        row = await self._db.write(make)
        self._announce(actor, row.id, "list")
        return conversation_record(row)

    async def list(self, actor: Actor, cursor: str = "", limit: int = 50) -> Page[ConversationSummary]:
        """A page of the actor's chats, latest activity first; raises `InvalidInputError` for a foreign cursor."""
        after, size = decode_moment(cursor), max(1, min(limit, MAX_PAGE))
        rows = await self._db.read(lambda session: queries.list_conversations(session, actor, after, size + 1))
        items = [ConversationSummary(row.id, row.title, row.model_id, row.updated_at, running) for row, running in rows[:size]]
        more = len(rows) > size
        return Page(items, encode_cursor(items[-1].updated_at.isoformat(), items[-1].id) if more else "")

    async def get(self, actor: Actor, conversation_id: str) -> Conversation:
        """One chat with what its page shows; raises `NotFoundError`."""

        def load(session: Session) -> Conversation:
            row = queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            theirs = row.owner_id == actor.user_id
            return conversation_record(
                row,
                read_personal(session, actor, row),
                role="owner" if theirs else role_in(session, actor.user_id, row.folder_id or "").name.lower(),
                running_turn_ids=[turn.id for turn in queries.list_running_turns(session, row.id)],
                cost_nano=queries.sum_cost(session, row.id),
                tokens_in_context=tokens_in_context(session, row),
                image_tokens=image_tokens_in_context(session, row),
            )

        return await self._db.read(load)

    async def rename(self, actor: Actor, conversation_id: str, title: str) -> None:
        """Give a title; from then on it is the person's and no longer made by us."""
        clean = " ".join(title.split())
        if not clean or len(clean) > MAX_TITLE:
            raise InvalidInputError("error.title_length", max=MAX_TITLE)
        await self._change(actor, conversation_id, title=clean, title_by_user=True)

    async def choose_model(self, actor: Actor, conversation_id: str, model_id: str) -> None:
        """The model that answers from now on. Whether it exists is asked when it has to answer."""
        if not model_id or len(model_id) > 300:
            raise InvalidInputError("error.model_unknown")
        await self._change(actor, conversation_id, model_id=model_id)

    async def save_draft(self, actor: Actor, conversation_id: str, text: str) -> None:
        """Keep what is in the composer; other pages take it over where nobody is writing."""
        if len(text) > MAX_DRAFT:
            raise InvalidInputError("error.message_too_long", max=MAX_DRAFT)

        def save(session: Session) -> bool:
            row = queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            marks = personal(session, actor, row)
            differs, marks.draft = marks.draft != text, text
            return differs

        if await self._db.write(save):
            self._announce(actor, conversation_id, "draft")

    async def delete(self, actor: Actor, conversation_id: str) -> None:
        """Put a chat into the trash; answers that are being written end with what has come."""
        now = self._clock()

        def remove(session: Session) -> list[str]:
            row = queries.get_conversation(session, actor, conversation_id)
            row.deleted_at = now
            return [turn.id for turn in queries.list_running_turns(session, row.id)]

        for running_turn_id in await self._db.write(remove):
            self._runner.stop(running_turn_id)
        self._announce(actor, conversation_id, "list")

    async def restore(self, actor: Actor, conversation_id: str) -> None:
        """Take a chat out of the trash; where its folder is gone, it comes back to the nearest one above."""

        def take_out(session: Session) -> None:
            row = queries.get_conversation(session, actor, conversation_id, in_trash=True)
            row.deleted_at, row.folder_id = None, living_folder_id(session, actor, row.folder_id)

        await self._db.write(take_out)
        self._announce(actor, conversation_id, "list")

    async def purge(self, older_than: timedelta) -> int:
        """Delete chats and messages that have been in the trash for longer; how many chats. For the scheduled job."""
        before = self._clock() - older_than
        return await self._db.write(lambda session: queries.delete_trash(session, before))

    async def _change(self, actor: Actor, conversation_id: str, *, kind: ChangeKind = "conversation", **values: object) -> None:
        def save(session: Session) -> None:
            row = queries.get_conversation(session, actor, conversation_id, least=FolderRole.EDITOR)
            for name, value in values.items():
                setattr(row, name, value)
            if "title" in values:
                index_title(session, row)

        await self._db.write(save)
        self._announce(actor, conversation_id, kind)

    def _announce(self, actor: Actor, conversation_id: str, kind: ChangeKind) -> None:
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, kind))


def new_conversation(actor: Actor, model_id: str, now: datetime, folder_id: str = "") -> models.Conversation:
    """A fresh row, not yet in any session. That the folder is the actor's has been checked."""
    return models.Conversation(
        id=new_id(), owner_id=actor.user_id, model_id=model_id, folder_id=folder_id or None, created_at=now, updated_at=now
    )
