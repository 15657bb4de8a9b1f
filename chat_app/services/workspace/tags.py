"""Tags: make, rename, colour, delete, and which ones a chat carries."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import InvalidInputError
from chat_app.services.accounts.serial import in_turn
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.feed import ChangeFeed
from chat_app.services.chat.queries import get_conversation
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.workspace import queries
from chat_app.services.workspace.bulk_actions import apply_action
from chat_app.services.workspace.dto import COLORS, BulkAction, Tag
from chat_app.services.workspace.errors import TagExistsError, TooManyTagsError
from chat_app.services.workspace.folder_rules import clean_name
from chat_app.services.workspace.records import tag_record

MAX_NAME = 40
MAX_TAGS = 500


class TagService:
    """What a person does with tags."""

    def __init__(self, db: Database, changes: ChangeFeed) -> None:
        self._db = db
        self._changes = changes

    async def list(self, actor: Actor) -> list[Tag]:
        """All tags by name."""
        return await self._db.read(lambda session: [tag_record(row) for row in queries.list_tags(session, actor)])

    async def create(self, actor: Actor, name: str, color: str = "") -> Tag:
        """Make a tag; one with this name, whatever its case, is returned as it is. Raises `NameLengthError`, `TooManyTagsError`."""
        clean = clean_tag(name)
        _check_color(color)

        def make(session: Session) -> Tag:
            rows = queries.list_tags(session, actor)
            if found := next((row for row in rows if row.name.casefold() == clean.casefold()), None):
                return tag_record(found)
            if len(rows) >= MAX_TAGS:
                raise TooManyTagsError(max=MAX_TAGS)
            row = models.Tag(id=new_id(), owner_id=actor.user_id, name=clean, color=color)
            session.add(row)
            return tag_record(row)

        made = await self._db.write(in_turn(actor, make))
        self._announce(actor)
        return made

    async def change(self, actor: Actor, tag_id: str, name: str | None = None, color: str | None = None) -> Tag:
        """Rename or colour a tag; raises `TagExistsError` when another one has the name."""
        clean = clean_tag(name) if name is not None else None
        _check_color(color or "")

        def save(session: Session) -> Tag:
            row = queries.get_tag(session, actor, tag_id)
            if clean and any(
                other.id != tag_id and other.name.casefold() == clean.casefold() for other in queries.list_tags(session, actor)
            ):
                raise TagExistsError
            row.name = clean or row.name
            row.color = row.color if color is None else color
            return tag_record(row)

        changed = await self._db.write(in_turn(actor, save))
        self._announce(actor)
        return changed

    async def delete(self, actor: Actor, tag_id: str) -> None:
        """Take a tag from all chats and forget it."""
        await self._db.write(in_turn(actor, lambda session: session.delete(queries.get_tag(session, actor, tag_id))))
        self._announce(actor)

    async def assign(self, actor: Actor, conversation_id: str, tag_ids: Collection[str]) -> None:
        """Let a chat carry exactly these tags; raises `NotFoundError`."""

        def save(session: Session) -> None:
            get_conversation(session, actor, conversation_id)
            carried = set(queries.tags_of_chats(session, [conversation_id]).get(conversation_id, ()))
            for tag_id in carried - set(tag_ids):
                apply_action(session, actor, BulkAction("untag", (conversation_id,), tag_id=tag_id), None)
            for tag_id in set(tag_ids) - carried:
                apply_action(session, actor, BulkAction("tag", (conversation_id,), tag_id=tag_id), None)

        await self._db.write(in_turn(actor, save))
        self._changes.publish(actor.user_id, ConversationChange(conversation_id, "list"))

    def _announce(self, actor: Actor) -> None:
        self._changes.publish(actor.user_id, ConversationChange("", "tags"))


def clean_tag(name: str) -> str:
    """A tag's name without "#", on one line; raises `NameLengthError`."""
    return clean_name(name.replace("#", " "), MAX_NAME)


def _check_color(color: str) -> None:
    if color not in COLORS:
        raise InvalidInputError
