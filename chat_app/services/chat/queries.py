"""All SQL of the chat domain. Whatever touches a person's data takes the actor and filters by it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import CTE, ColumnElement, bindparam, delete, func, literal, literal_column, or_, tuple_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from chat_app.errors import NotFoundError
from chat_app.models import Assistant, Conversation, Folder, Message, Turn, TurnStatus
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import GRANTED, FolderRole
from chat_app.services.projects.rights_queries import readable_folders, role_in

PATH_LIMIT = 20_000
FOLDER_DEPTH = 50

# What every turn asks is built once and bound each time: building a statement costs more than running it.
OWN_CONVERSATION = select(Conversation).where(Conversation.id == bindparam("id"), Conversation.owner_id == bindparam("owner_id"))
OWN_CONVERSATION_LOCKED = OWN_CONVERSATION.with_for_update()
SHARED_CONVERSATION = {
    least: select(Conversation).where(
        Conversation.id == bindparam("id"), col(Conversation.folder_id).in_(readable_folders(bindparam("owner_id"), least))
    )
    for least in GRANTED.values()
}
"""The chats of others in folders in which a person has such a role. Asked for only where a chat is not their own."""
OWN_TURN = (
    select(Turn)
    .join(Conversation, col(Conversation.id) == Turn.conversation_id)
    .where(Turn.id == bindparam("id"), Turn.owner_id == bindparam("owner_id"), col(Conversation.deleted_at).is_(None))
)
TURN_OF_KEY = select(Turn).where(Turn.owner_id == bindparam("owner_id"), Turn.idempotency_key == bindparam("key"))
BESIDE_THE_CHAT = ("title", "rewrite", "summary", "side", "canvas")
"""Kinds of turns that write no message: a chat does not wait for them."""
TURNS_IN_STATUS = (
    select(Turn)
    .where(
        Turn.conversation_id == bindparam("conversation_id"),
        Turn.status == bindparam("status"),
        col(Turn.kind).not_in([literal_column(f"'{kind}'") for kind in BESIDE_THE_CHAT]),
    )
    .order_by(col(Turn.id))
)
FIRST_IN_STATUS = TURNS_IN_STATUS.limit(1)


def get_conversation(
    session: Session,
    actor: Actor,
    conversation_id: str,
    *,
    least: FolderRole = FolderRole.OWNER,
    in_trash: bool = False,
    lock: bool = False,
) -> Conversation:
    """The actor's chat; raises `NotFoundError` for another's, an unknown one, or one that is in the trash.

    `least`: another's will do, too, if it lies in a folder in which the actor has this role, and not in the trash. `lock` holds others off until the transaction ends (PostgreSQL; SQLite has one writer anyway).
    """
    statement = OWN_CONVERSATION_LOCKED if lock else OWN_CONVERSATION
    row = session.exec(statement, params={"id": conversation_id, "owner_id": actor.user_id}).first()
    if row is None and (row := _find_shared(session, actor, conversation_id, least, lock=lock)):
        in_trash = False
    if row is None or (row.deleted_at is not None and not in_trash):
        raise NotFoundError("error.conversation_not_found")
    return row


def _find_shared(session: Session, actor: Actor, conversation_id: str, least: FolderRole, *, lock: bool) -> Conversation | None:
    if least not in SHARED_CONVERSATION:
        return None
    statement = SHARED_CONVERSATION[least]
    params = {"id": conversation_id, "owner_id": actor.user_id}
    return session.exec(statement.with_for_update(of=Conversation) if lock else statement, params=params).first()


def list_conversations(
    session: Session, actor: Actor, after: tuple[datetime, str] | None, limit: int
) -> Sequence[tuple[Conversation, bool]]:
    """The actor's chats, latest activity first, each with whether a turn runs in it."""
    running = select(literal(1)).where(Turn.conversation_id == Conversation.id, Turn.status == TurnStatus.RUNNING).exists()
    statement = select(Conversation, running).where(Conversation.owner_id == actor.user_id, col(Conversation.deleted_at).is_(None))
    if after is not None:
        statement = statement.where(tuple_(Conversation.updated_at, Conversation.id) < after)
    return session.exec(statement.order_by(col(Conversation.updated_at).desc(), col(Conversation.id).desc()).limit(limit)).all()


def get_message(
    session: Session, actor: Actor, message_id: str, *, least: FolderRole = FolderRole.OWNER, in_trash: bool = False
) -> tuple[Message, Conversation]:
    """A message of the actor's with its chat; raises `NotFoundError` as `get_conversation` does, and `least` is as there."""
    statement = (
        select(Message, Conversation)
        .join(Conversation, col(Conversation.id) == Message.conversation_id)
        .where(Message.id == message_id, Conversation.owner_id == actor.user_id, col(Conversation.deleted_at).is_(None))
    )
    row = session.exec(statement).first() or _find_shared_message(session, actor, message_id, least)
    if row is None or (row[0].deleted_at is not None and not in_trash):
        raise NotFoundError("error.message_not_found")
    return row


def _find_shared_message(session: Session, actor: Actor, message_id: str, least: FolderRole) -> tuple[Message, Conversation] | None:
    message = session.get(Message, message_id) if least in SHARED_CONVERSATION else None
    chat = _find_shared(session, actor, message.conversation_id, least, lock=False) if message else None
    return (message, chat) if message and chat and chat.deleted_at is None else None


def list_path(session: Session, leaf_id: str | None, limit: int = PATH_LIMIT) -> list[Message]:
    """The branch that ends in `leaf_id`, at most `limit` messages of it, oldest first."""
    if not leaf_id:
        return []
    path = ancestors_of(leaf_id, limit)
    statement = select(Message).join(path, col(Message.id) == path.c.id).order_by(path.c.depth.desc())
    return list(session.exec(statement).all())


def ancestors_of(leaf_id: str, limit: int) -> CTE:
    """`id` and `depth` of a message (1) and of those before it."""
    start = select(Message.id, Message.parent_id, literal(1).label("depth")).where(Message.id == leaf_id).cte("path", recursive=True)
    step = select(Message.id, Message.parent_id, (start.c.depth + 1).label("depth")).where(
        Message.id == start.c.parent_id, start.c.depth < limit
    )
    return start.union_all(step)


def list_siblings(session: Session, conversation_id: str, parent_ids: Iterable[str | None]) -> dict[str | None, list[str]]:
    """The ids of the living children of each parent, in their order. The parent None stands for the chat's beginning."""
    wanted = set(parent_ids)
    parent_is: list[ColumnElement[bool]] = [col(Message.parent_id).in_([parent for parent in wanted if parent])]
    if None in wanted:
        parent_is.append(col(Message.parent_id).is_(None))
    statement = (
        select(Message.parent_id, Message.id)
        .where(Message.conversation_id == conversation_id, or_(*parent_is), col(Message.deleted_at).is_(None))
        .order_by(col(Message.id))
    )
    siblings: dict[str | None, list[str]] = {}
    for parent_id, message_id in session.exec(statement).all():
        siblings.setdefault(parent_id, []).append(message_id)
    return siblings


def find_latest_leaf(session: Session, message_id: str) -> str:
    """The end of the branch that goes through `message_id` and took its latest turn at every fork."""
    child = aliased(Message)
    path = select(literal(message_id).label("id"), literal(0).label("depth")).cte("path", recursive=True)
    latest = select(func.max(child.id)).where(child.parent_id == path.c.id, col(child.deleted_at).is_(None)).correlate(path)
    path = path.union_all(
        select(latest.scalar_subquery(), path.c.depth + 1).where(path.c.id.is_not(None), path.c.depth < PATH_LIMIT)  # type: ignore[arg-type]
    )
    return session.exec(select(path.c.id).where(path.c.id.is_not(None)).order_by(path.c.depth.desc()).limit(1)).one()


def mark_subtree(session: Session, message_id: str, *, deleted_at: datetime | None, was: datetime | None) -> None:
    """Put a message and all that follows it into the trash, or take out what went there together (at `was`)."""
    tree = select(Message.id).where(Message.id == message_id).cte("tree", recursive=True)
    tree = tree.union_all(select(Message.id).where(Message.parent_id == tree.c.id))
    matches = col(Message.deleted_at).is_(None) if was is None else col(Message.deleted_at) == was
    session.exec(update(Message).where(col(Message.id).in_(select(tree.c.id)), matches).values(deleted_at=deleted_at))


def get_turn(session: Session, actor: Actor, turn_id: str, *, least: FolderRole = FolderRole.OWNER) -> Turn:
    """The actor's turn; raises `NotFoundError` for anyone else's and for chats in the trash.

    `least`: another's will do, too, in a chat in which the actor has this role.
    """
    row = session.exec(OWN_TURN, params={"id": turn_id, "owner_id": actor.user_id}).first()
    if row is None and least < FolderRole.OWNER and (found := session.get(Turn, turn_id)):
        with suppress(NotFoundError):
            get_conversation(session, actor, found.conversation_id, least=least)
            row = found
    if row is None:
        raise NotFoundError("error.turn_not_found")
    return row


def find_turn_by_key(session: Session, actor: Actor, idempotency_key: str) -> Turn | None:
    return session.exec(TURN_OF_KEY, params={"owner_id": actor.user_id, "key": idempotency_key}).first()


def find_running_turn(session: Session, conversation_id: str) -> Turn | None:
    return session.exec(FIRST_IN_STATUS, params={"conversation_id": conversation_id, "status": TurnStatus.RUNNING}).first()


def list_running_turns(session: Session, conversation_id: str) -> list[Turn]:
    """The turns that write into the chat: one, or those of a comparison in the order in which they began."""
    return list(session.exec(TURNS_IN_STATUS, params={"conversation_id": conversation_id, "status": TurnStatus.RUNNING}).all())


def find_next_queued(session: Session, conversation_id: str) -> Turn | None:
    """The message that waits longest."""
    return session.exec(FIRST_IN_STATUS, params={"conversation_id": conversation_id, "status": TurnStatus.QUEUED}).first()


def list_unfinished_turns(session: Session, actor: Actor) -> list[str]:
    """The ids of all turns of the actor that wait or run, those that wait first."""
    statement = select(Turn.id).where(Turn.owner_id == actor.user_id, col(Turn.status).in_((TurnStatus.QUEUED, TurnStatus.RUNNING)))
    return list(session.exec(statement.order_by(col(Turn.status) == TurnStatus.RUNNING, col(Turn.id))).all())


def has_title_turn(session: Session, conversation_id: str) -> bool:
    """Whether a model was already asked for the chat's title."""
    statement = select(Turn.id).where(Turn.conversation_id == conversation_id, Turn.kind == "title").limit(1)
    return session.exec(statement).first() is not None


def list_queued_turns(session: Session, conversation_id: str) -> list[Turn]:
    """The messages that wait for the running answer, in their order."""
    return list(session.exec(TURNS_IN_STATUS, params={"conversation_id": conversation_id, "status": TurnStatus.QUEUED}).all())


def list_turns_of_answers(session: Session, answer_ids: Iterable[str]) -> dict[str, list[Turn]]:
    """The turns that wrote each of these answers; "continue" makes more than one."""
    turns: dict[str, list[Turn]] = {}
    for turn in session.exec(select(Turn).where(col(Turn.answer_id).in_(list(answer_ids))).order_by(col(Turn.id))).all():
        turns.setdefault(turn.answer_id or "", []).append(turn)
    return turns


def sum_cost(session: Session, conversation_id: str) -> int:
    """What all turns of a chat cost, in nano-dollars; turns without a known price count nothing."""
    return session.exec(select(func.sum(Turn.cost_nano)).where(Turn.conversation_id == conversation_id)).one() or 0


def delete_trash(session: Session, before: datetime) -> int:
    """Delete everyone's chats and messages that went into the trash before `before`; the number of chats."""
    _unlink(session, col(Message.deleted_at) < before)
    session.exec(delete(Message).where(col(Message.deleted_at) < before))
    return delete_conversations(session, col(Conversation.deleted_at) < before)


def delete_conversations(session: Session, *conditions: ColumnElement[bool]) -> int:
    """Delete these chats with all that belongs to them; how many. The caller says whose they are."""
    _unlink(session, col(Message.conversation_id).in_(select(Conversation.id).where(*conditions)))
    return session.exec(delete(Conversation).where(*conditions)).rowcount


def _unlink(session: Session, condition: ColumnElement[bool]) -> None:
    """Take messages that are to be deleted out of their chain: SQLite follows a cascade for 1,000 steps only."""
    session.exec(update(Message).where(condition).values(parent_id=None).execution_options(synchronize_session=False))


def list_abandoned_turns(session: Session, before: datetime | None) -> list[Turn]:
    """Running turns whose lease ended before `before`; every running turn for None."""
    statement = select(Turn).where(Turn.status == TurnStatus.RUNNING)
    if before is not None:
        statement = statement.where(or_(col(Turn.lease_until).is_(None), col(Turn.lease_until) < before))
    return list(session.exec(statement).all())


def find_assistant_of_chat(session: Session, conversation: Conversation) -> Assistant | None:
    """The assistant of a chat that the caller may read, whoever chose it, unless it is in the trash."""
    row = session.get(Assistant, conversation.assistant_id) if conversation.assistant_id else None
    return row if row and row.deleted_at is None else None


def find_assistant(session: Session, actor: Actor, assistant_id: str) -> Assistant | None:
    """The actor's assistant, unless it is in the trash."""
    statement = select(Assistant).where(
        Assistant.id == assistant_id, Assistant.owner_id == actor.user_id, col(Assistant.deleted_at).is_(None)
    )
    return session.exec(statement).first()


def list_folder_path(session: Session, actor: Actor, folder_id: str | None) -> list[Folder]:
    """A folder that the actor may read and those it lies in, the outermost first: what these say holds for whoever is in it."""
    if not folder_id or not role_in(session, actor.user_id, folder_id):
        return []
    start = select(Folder.id, Folder.parent_id, literal(1).label("depth")).where(Folder.id == folder_id).cte("folder_path", recursive=True)
    step = select(Folder.id, Folder.parent_id, (start.c.depth + 1).label("depth")).where(
        Folder.id == start.c.parent_id, start.c.depth < FOLDER_DEPTH
    )
    path = start.union_all(step)
    statement = select(Folder).join(path, col(Folder.id) == path.c.id).where(col(Folder.deleted_at).is_(None))
    return list(session.exec(statement.order_by(path.c.depth.desc())).all())
