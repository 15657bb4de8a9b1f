"""All SQL of the files domain. Whatever touches a person's data takes the actor and filters by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, or_, update
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from chat_app.models import Attachment, Conversation, Document, InvoiceDocument, Turn, TurnStatus, Upload
from chat_app.services.files.errors import AttachmentNotFoundError, UploadNotFoundError
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import may, may_write

WITHOUT_TEXT = defer(Attachment.text)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
# Asked by every turn: built once, bound each time.
OF_MESSAGES = (
    select(Attachment)
    .where(col(Attachment.message_id).in_(bindparam("message_ids", expanding=True)))
    .order_by(col(Attachment.message_id), col(Attachment.position), col(Attachment.id))
)
OF_MESSAGES_WITHOUT_TEXT = OF_MESSAGES.options(WITHOUT_TEXT)
MANY = 500


def get_attachment(
    session: Session, actor: Actor, attachment_id: str, *, least: FolderRole = FolderRole.OWNER, with_text: bool = False
) -> Attachment:
    """The actor's file; raises `AttachmentNotFoundError` for another's, an unknown one, and one of a chat in the trash.

    `least`: another's will do, too, that was sent in a chat in which the actor has this role.
    """
    theirs = col(Attachment.owner_id) == actor.user_id
    if least < FolderRole.OWNER:
        theirs |= col(Attachment.message_id).is_not(None) & may(Conversation, actor.user_id, least)
    statement = (
        select(Attachment)
        .outerjoin(Conversation, col(Conversation.id) == Attachment.conversation_id)
        .where(Attachment.id == attachment_id, theirs, col(Conversation.deleted_at).is_(None))
    )
    row = session.exec(statement if with_text else statement.options(WITHOUT_TEXT)).first()
    if row is None:
        raise AttachmentNotFoundError
    return row


def list_attachments(session: Session, actor: Actor, after: tuple[datetime, str] | None, limit: int) -> Sequence[Attachment]:
    """The actor's files, newest first, those in the trash left out."""
    statement = (
        select(Attachment)
        .outerjoin(Conversation, col(Conversation.id) == Attachment.conversation_id)
        .where(Attachment.owner_id == actor.user_id, col(Conversation.deleted_at).is_(None))
        .options(WITHOUT_TEXT)
        .order_by(col(Attachment.created_at).desc(), col(Attachment.id).desc())
        .limit(limit)
    )
    if after is not None:
        moment, last_id = after
        earlier = col(Attachment.created_at) < moment
        statement = statement.where(or_(earlier, (col(Attachment.created_at) == moment) & (col(Attachment.id) < last_id)))
    return session.exec(statement).all()


def list_waiting(session: Session, actor: Actor, conversation_id: str) -> Sequence[Attachment]:
    """What waits in the composer of a chat, or of the new one for an empty id, in the order in which it came."""
    chat = col(Attachment.conversation_id).is_(None) if not conversation_id else col(Attachment.conversation_id) == conversation_id
    statement = (
        select(Attachment)
        .where(Attachment.owner_id == actor.user_id, chat, col(Attachment.message_id).is_(None), col(Attachment.turn_id).is_(None))
        .options(WITHOUT_TEXT)
        .order_by(col(Attachment.id))
    )
    return session.exec(statement).all()


def list_claimable(
    session: Session, actor: Actor, attachment_ids: Iterable[str], turn_id: str = "", *, lock: bool = False
) -> Sequence[Attachment]:
    """Those of these files that are the actor's and not yet sent; they may wait with the turn `turn_id`. `lock`: nobody else takes them."""
    statement = select(Attachment).where(
        col(Attachment.id).in_(list(attachment_ids)),
        Attachment.owner_id == actor.user_id,
        col(Attachment.message_id).is_(None),
        or_(col(Attachment.turn_id).is_(None), col(Attachment.turn_id) == turn_id),
    )
    return session.exec((statement.with_for_update() if lock else statement).options(WITHOUT_TEXT)).all()


def list_of_turn(session: Session, turn_ids: Iterable[str]) -> Sequence[Attachment]:
    """What waiting messages hold."""
    statement = select(Attachment).where(col(Attachment.turn_id).in_(list(turn_ids))).options(WITHOUT_TEXT)
    return session.exec(statement.order_by(col(Attachment.position), col(Attachment.id))).all()


def list_of_messages(session: Session, message_ids: Iterable[str], *, with_text: bool = False) -> dict[str, list[Attachment]]:
    """The files of messages, whose owner the caller has checked, by message."""
    ids, found = list(message_ids), dict[str, list[Attachment]]()
    statement = OF_MESSAGES if with_text else OF_MESSAGES_WITHOUT_TEXT
    for start in range(0, len(ids), MANY):
        for row in session.exec(statement, params={"message_ids": ids[start : start + MANY]}).all():
            found.setdefault(row.message_id or "", []).append(row)
    return found


def may_write_in(session: Session, actor: Actor, conversation_id: str) -> bool:
    """Whether the actor may send files into a chat."""
    statement = select(Conversation.id).where(
        Conversation.id == conversation_id, may_write(Conversation, actor.user_id), col(Conversation.deleted_at).is_(None)
    )
    return session.exec(statement).first() is not None


def sum_storage(session: Session, actor: Actor) -> int:
    """Bytes of the actor's files and documents, and of those on their way."""
    documents = session.exec(select(func.sum(Document.size)).where(Document.owner_id == actor.user_id)).one() or 0
    kept = session.exec(select(func.sum(Attachment.size)).where(Attachment.owner_id == actor.user_id)).one() or 0
    coming = session.exec(select(func.sum(Upload.size)).where(Upload.owner_id == actor.user_id)).one() or 0
    return int(kept) + int(coming) + int(documents)


def get_upload(session: Session, actor: Actor, upload_id: str) -> Upload:
    """The actor's upload; raises `UploadNotFoundError`."""
    row = session.exec(select(Upload).where(Upload.id == upload_id, Upload.owner_id == actor.user_id)).first()
    if row is None:
        raise UploadNotFoundError
    return row


def find_upload(session: Session, actor: Actor, fingerprint: str, size: int) -> Upload | None:
    """The upload of the same file that was begun earlier."""
    statement = select(Upload).where(Upload.owner_id == actor.user_id, Upload.fingerprint == fingerprint, Upload.size == size)
    return session.exec(statement.order_by(col(Upload.id).desc())).first()


def list_uploads(session: Session, actor: Actor) -> Sequence[Upload]:
    return session.exec(select(Upload).where(Upload.owner_id == actor.user_id).order_by(col(Upload.id))).all()


def release_turn(session: Session, turn_id: str) -> None:
    """A message that waited is not sent: its files are nobody's again."""
    session.exec(update(Attachment).where(col(Attachment.turn_id) == turn_id).values(turn_id=None))


def delete_unsent(session: Session, before: datetime) -> int:
    """Delete everyone's files that were attached before `before` and never sent; how many."""
    waiting = select(Turn.id).where(Turn.status == TurnStatus.QUEUED)
    unsent = col(Attachment.message_id).is_(None) & or_(col(Attachment.turn_id).is_(None), col(Attachment.turn_id).not_in(waiting))
    return session.exec(delete(Attachment).where(col(Attachment.created_at) < before, unsent)).rowcount


def delete_uploads(session: Session, before: datetime) -> int:
    """Delete everyone's uploads that nothing has come for since `before`."""
    return session.exec(delete(Upload).where(col(Upload.touched_at) < before)).rowcount


def list_upload_ids(session: Session) -> set[str]:
    return set(session.exec(select(Upload.id)).all())


def list_used_blobs(session: Session) -> set[str]:
    """The hashes of all blobs that a file stands for, a document, or an invoice."""
    columns = (Attachment.sha256, Attachment.thumbnail_sha256, Attachment.model_sha256, Document.sha256, InvoiceDocument.sha256)
    return {sha256 for column in columns for sha256 in session.exec(select(column).distinct()).all() if sha256}
