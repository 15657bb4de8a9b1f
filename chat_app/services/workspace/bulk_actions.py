"""What can be done to many chats at once: one function per verb, each saying what takes it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlmodel import Session, col

from chat_app.models import Conversation, ConversationTag
from chat_app.services.chat.personal import personal
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import require_folder
from chat_app.services.workspace import queries
from chat_app.services.workspace.dto import BulkAction, BulkResult

LIVING = col(Conversation.deleted_at).is_(None)
TRASHED = col(Conversation.deleted_at).is_not(None)
Apply = Callable[[Session, Actor, BulkAction, datetime | None], BulkResult]


def apply_action(session: Session, actor: Actor, action: BulkAction, now: datetime | None) -> BulkResult:
    """Do it to those of the chats that are the actor's and not so already. `now` may be None where no time is written."""
    return _VERBS[action.verb](session, actor, action, now)


def moved_back(chats: Iterable[Conversation]) -> tuple[BulkAction, ...]:
    """What puts chats where they are now, after they will have been moved."""
    by_folder: dict[str, list[str]] = {}
    for chat in chats:
        by_folder.setdefault(chat.folder_id or "", []).append(chat.id)
    return tuple(BulkAction("move", tuple(ids), folder_id=folder_id) for folder_id, ids in by_folder.items())


def living_folder_id(session: Session, actor: Actor, folder_id: str | None) -> str | None:
    """The folder, or the nearest one above it that has not been deleted; None for no folder."""
    while folder_id:
        row = queries.get_folder(session, actor, folder_id, in_trash=True)
        if row.deleted_at is None:
            return row.id
        folder_id = row.parent_id
    return None


def _move(session: Session, actor: Actor, action: BulkAction, _now: datetime | None) -> BulkResult:
    target = require_folder(session, actor, action.folder_id, FolderRole.EDITOR).id if action.folder_id else None
    chats = [chat for chat in queries.movable_chats(session, actor, action.ids, target) if chat.folder_id != target]
    undo = moved_back(chats)
    for chat in chats:
        chat.folder_id = target
    return BulkResult(len(chats), undo)


def _tag(session: Session, actor: Actor, action: BulkAction, _now: datetime | None) -> BulkResult:
    queries.get_tag(session, actor, action.tag_id)
    ids = _ids(queries.own_chats(session, actor, action.ids, LIVING))
    carried = queries.tags_of_chats(session, ids)
    new = tuple(id_ for id_ in ids if action.tag_id not in carried.get(id_, ()))
    session.add_all(ConversationTag(conversation_id=id_, tag_id=action.tag_id) for id_ in new)
    return _done(new, "untag", tag_id=action.tag_id)


def _untag(session: Session, actor: Actor, action: BulkAction, _now: datetime | None) -> BulkResult:
    queries.get_tag(session, actor, action.tag_id)
    ids = _ids(queries.own_chats(session, actor, action.ids, LIVING))
    carried = queries.tags_of_chats(session, ids)
    old = tuple(id_ for id_ in ids if action.tag_id in carried.get(id_, ()))
    queries.remove_tag(session, old, action.tag_id)
    return _done(old, "tag", tag_id=action.tag_id)


def _favourite(session: Session, actor: Actor, action: BulkAction, _now: datetime | None) -> BulkResult:
    wanted = action.verb == "favourite"
    found = [(chat, personal(session, actor, chat)) for chat in queries.readable_chats(session, actor, action.ids, LIVING)]
    changed = [(chat, marks) for chat, marks in found if marks.favourite != wanted]
    for _, marks in changed:
        marks.favourite = wanted
    return _done(_ids([chat for chat, _ in changed]), "unfavourite" if wanted else "favourite")


def _archive(session: Session, actor: Actor, action: BulkAction, now: datetime | None) -> BulkResult:
    wanted = action.verb == "archive"
    chats = [chat for chat in queries.own_chats(session, actor, action.ids, LIVING) if (chat.archived_at is not None) != wanted]
    for chat in chats:
        chat.archived_at = now if wanted else None
    return _done(_ids(chats), "unarchive" if wanted else "archive")


def _delete(session: Session, actor: Actor, action: BulkAction, now: datetime | None) -> BulkResult:
    chats = queries.own_chats(session, actor, action.ids, LIVING)
    for chat in chats:
        chat.deleted_at = now
    return _done(_ids(chats), "restore")


def _restore(session: Session, actor: Actor, action: BulkAction, _now: datetime | None) -> BulkResult:
    chats = queries.own_chats(session, actor, action.ids, TRASHED)
    living: dict[str | None, str | None] = {}
    for chat in chats:
        if chat.folder_id not in living:
            living[chat.folder_id] = living_folder_id(session, actor, chat.folder_id)
        chat.deleted_at, chat.folder_id = None, living[chat.folder_id]
    return _done(_ids(chats), "delete")


def _purge(session: Session, actor: Actor, action: BulkAction, _now: datetime | None) -> BulkResult:
    return BulkResult(queries.delete_chats(session, actor, action.ids))


def _ids(chats: Sequence[Conversation]) -> tuple[str, ...]:
    return tuple(chat.id for chat in chats)


def _done(ids: tuple[str, ...], back: str, tag_id: str = "") -> BulkResult:
    return BulkResult(len(ids), (BulkAction(back, ids, tag_id=tag_id),) if ids else ())  # type: ignore[arg-type]


_VERBS: dict[str, Apply] = {
    "move": _move,
    "tag": _tag,
    "untag": _untag,
    "favourite": _favourite,
    "unfavourite": _favourite,
    "archive": _archive,
    "unarchive": _archive,
    "delete": _delete,
    "restore": _restore,
    "purge": _purge,
}
