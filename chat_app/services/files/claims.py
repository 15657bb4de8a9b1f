"""Files become part of messages: within the transaction that writes the message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from chat_app.models import Attachment, Message, Turn
from chat_app.services.files import queries
from chat_app.services.files.errors import AttachmentNotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id


def claim_for_message(
    session: Session, actor: Actor, attachment_ids: Sequence[str], message: Message, turn: Turn, *, after: int = 0
) -> list[Attachment]:
    """Give the actor's unsent files to a message, in this order; raises `AttachmentNotFoundError`.

    Those that waited with `turn` are its own. `after`: how many files the message has already.
    """
    rows = _claimable(session, actor, attachment_ids, turn.id)
    for row in rows:
        row.message_id, row.turn_id = message.id, None
    return _placed(rows, message.conversation_id, after)


def claim_for_turn(session: Session, actor: Actor, attachment_ids: Sequence[str], turn: Turn) -> list[Attachment]:
    """Give the actor's unsent files to a message that waits, in this order; raises `AttachmentNotFoundError`."""
    rows = _claimable(session, actor, attachment_ids, turn.id)
    for row in rows:
        row.turn_id = turn.id
    return _placed(rows, turn.conversation_id)


def copy_files(session: Session, from_message_id: str, to: Message, *, without: Iterable[str] = ()) -> list[Attachment]:
    """The files of a message for another one that is written anew or forked from it; the bytes are shared.

    The caller has checked whose messages they are. `without`: ids of files that the new message leaves out.
    """
    left_out = set(without)
    rows = queries.list_of_messages(session, [from_message_id], with_text=True).get(from_message_id, [])
    copies = [_copy(row, to, place) for place, row in enumerate(row for row in rows if row.id not in left_out)]
    session.add_all(copies)
    return copies


def names_of_turns(session: Session, turn_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The names of the files that waiting messages hold, by turn."""
    names: dict[str, tuple[str, ...]] = {}
    for row in queries.list_of_turn(session, turn_ids):
        names[row.turn_id or ""] = (*names.get(row.turn_id or "", ()), row.name)
    return names


def _claimable(session: Session, actor: Actor, attachment_ids: Sequence[str], turn_id: str) -> list[Attachment]:
    if not attachment_ids:
        return []
    found = {row.id: row for row in queries.list_claimable(session, actor, attachment_ids, turn_id, lock=True)}
    if len(found) != len(attachment_ids):
        raise AttachmentNotFoundError
    return [found[attachment_id] for attachment_id in attachment_ids]


def _placed(rows: list[Attachment], conversation_id: str, first: int = 0) -> list[Attachment]:
    for position, row in enumerate(rows, first):
        row.conversation_id, row.position = conversation_id, position
    return rows


def _copy(row: Attachment, to: Message, position: int) -> Attachment:
    values = row.model_dump(exclude={"id", "message_id", "conversation_id", "turn_id", "position"})
    return Attachment(id=new_id(), message_id=to.id, conversation_id=to.conversation_id, position=position, **values)
