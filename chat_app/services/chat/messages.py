"""Messages as things: read a branch, choose another, edit, delete."""

from __future__ import annotations

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import NotFoundError
from chat_app.models import MessageStatus
from chat_app.services.chat import branch_queries, queries
from chat_app.services.chat.dto import ConversationChange, Message, MessagePage, Summary
from chat_app.services.chat.errors import EmptyMessageError, MessageTooLongError, TurnRunningError
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.reading import read_branch
from chat_app.services.chat.records import message_record, summary_record
from chat_app.services.citations.queries import count_sources, list_searched
from chat_app.services.files.queries import list_of_messages
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.projects.rights import FolderRole
from chat_app.services.search.indexing import index_message
from chat_app.services.search.queries import has_files

MAX_MESSAGE = 1_000_000
MAX_PAGE = 200


class MessageService:
    """What a person does with the messages of a chat, without asking a model."""

    def __init__(self, db: Database, changes: ChangeFeed, clock: Clock = utc_now) -> None:
        self._db = db
        self._changes = changes
        self._clock = clock

    async def page(self, actor: Actor, conversation_id: str, before: str = "", limit: int = 30) -> MessagePage:
        """The last `limit` messages of the branch on show, or those before the message `before`."""
        size = max(1, min(limit, MAX_PAGE))

        def load(session: Session) -> MessagePage:
            conversation = queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            leaf = conversation.active_leaf_id
            if before:
                message, owner = queries.get_message(session, actor, before, least=FolderRole.VIEWER)
                if owner.id != conversation.id:
                    raise NotFoundError("error.message_not_found")
                leaf = message.parent_id
            path = queries.list_path(session, leaf, size + 1)
            return MessagePage(message_records(session, conversation.id, path[-size:]), has_earlier=len(path) > size)

        return await self._db.read(load)

    async def get(self, actor: Actor, message_id: str) -> Message:
        """One message with its siblings and usage; raises `NotFoundError`."""

        def load(session: Session) -> Message:
            message, conversation = queries.get_message(session, actor, message_id, least=FolderRole.VIEWER)
            return message_records(session, conversation.id, [message])[0]

        return await self._db.read(load)

    async def show_branch(self, actor: Actor, message_id: str) -> None:
        """Show the branch through this message: its latest end becomes the chat's active leaf. What is on show stays."""

        def choose(session: Session) -> str:
            message, conversation = queries.get_message(session, actor, message_id, least=FolderRole.EDITOR)
            if message.id in {mark.id for mark in branch_queries.list_marks(session, conversation.active_leaf_id)}:
                return conversation.id
            conversation.active_leaf_id = queries.find_latest_leaf(session, message.id)
            return conversation.id

        self._announce(actor, await self._db.write(choose))

    async def edit_text(self, actor: Actor, message_id: str, text: str) -> None:
        """Change a message in place, without a new answer; raises `TurnRunningError` while it is being written."""
        clean = checked_text(text, may_be_empty=True)

        def edit(session: Session) -> str:
            message, conversation = queries.get_message(session, actor, message_id, least=FolderRole.EDITOR)
            if message.status == MessageStatus.RUNNING:
                raise TurnRunningError
            if not clean.strip() and not has_files(session, message.id):
                raise EmptyMessageError
            message.text = clean
            message.edited_at = self._clock()
            index_message(session, conversation.owner_id, message, has_file=has_files(session, message.id))
            return conversation.id

        self._announce(actor, await self._db.write(edit))

    async def delete(self, actor: Actor, message_id: str) -> None:
        """Put a message and all that follows it into the trash; the nearest branch left comes on show."""
        now = self._clock()

        def remove(session: Session) -> str:
            message, conversation = queries.get_message(session, actor, message_id, least=FolderRole.EDITOR)
            if queries.find_running_turn(session, conversation.id):
                raise TurnRunningError
            on_show = any(row.id == message.id for row in queries.list_path(session, conversation.active_leaf_id))
            queries.mark_subtree(session, message.id, deleted_at=now, was=None)
            if on_show:
                conversation.active_leaf_id = _leaf_without(session, conversation, message)
            return conversation.id

        self._announce(actor, await self._db.write(remove))

    async def restore(self, actor: Actor, message_id: str) -> None:
        """Take a message and what went with it out of the trash, and show it."""

        def bring_back(session: Session) -> str:
            message, conversation = queries.get_message(session, actor, message_id, in_trash=True, least=FolderRole.EDITOR)
            if (
                message.parent_id
                and queries.get_message(session, actor, message.parent_id, in_trash=True, least=FolderRole.EDITOR)[0].deleted_at
            ):
                # It would hang on something that is thrown away: what went first comes back first.
                raise NotFoundError("error.message_not_found")
            if message.deleted_at is not None:
                queries.mark_subtree(session, message.id, deleted_at=None, was=message.deleted_at)
                session.flush()
                conversation.active_leaf_id = queries.find_latest_leaf(session, message.id)
            return conversation.id

        self._announce(actor, await self._db.write(bring_back))

    def _announce(self, actor: Actor, conversation_id: str) -> None:
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, "messages"))


def checked_text(text: str, *, may_be_empty: bool = False) -> str:
    """The text of a message, or `EmptyMessageError` / `MessageTooLongError`. One with files may be empty."""
    # PostgreSQL cannot hold NUL in text; lone surrogates have no UTF-8.
    clean = text.replace("\x00", "").encode("utf-8", "replace").decode()
    if not clean.strip() and not may_be_empty:
        raise EmptyMessageError
    if len(clean) > MAX_MESSAGE:
        raise MessageTooLongError(max=MAX_MESSAGE)
    return clean


def message_records(session: Session, conversation_id: str, rows: list[models.Message]) -> list[Message]:
    """Messages of one chat with their siblings and usage."""
    answers = [row.id for row in rows if row.role == "assistant"]
    siblings = queries.list_siblings(session, conversation_id, {row.parent_id for row in rows})
    turns = queries.list_turns_of_answers(session, answers)
    summaries = _summaries(session, rows)
    files = list_of_messages(session, [row.id for row in rows if row.role == "user"])
    sources, searched = count_sources(session, answers), list_searched(session, answers)
    return [
        message_record(
            row,
            siblings.get(row.parent_id, []),
            turns.get(row.id, []),
            summaries.get(row.id),
            files.get(row.id, []),
            sources.get(row.id, 0),
            searched=row.id in searched,
        )
        for row in rows
    ]


def _summaries(session: Session, rows: list[models.Message]) -> dict[str, Summary]:
    """What stands behind which of these messages; an earlier summary's messages are counted among those of a later one."""
    found = branch_queries.list_summaries_on(session, [row.id for row in rows])
    counts = {message_id: len(read_branch(branch_queries.list_marks(session, message_id), always=0).messages) for message_id in found}
    return {message_id: summary_record(row, counts[message_id]) for message_id, row in found.items()}


def _leaf_without(session: Session, conversation: models.Conversation, message: models.Message) -> str | None:
    """The end of the branch to show once `message` is gone: its neighbour's, else its parent."""
    siblings = queries.list_siblings(session, conversation.id, {message.parent_id}).get(message.parent_id, [])
    before = [sibling for sibling in siblings if sibling < message.id]
    if neighbour := (before or siblings)[-1:]:
        return queries.find_latest_leaf(session, neighbour[0])
    return message.parent_id
