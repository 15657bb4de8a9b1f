"""SQL of the test bench. Whoever may read a project may read its questions and runs; what they name is filtered by `rights`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, delete, select

from chat_app.models import Chunk, Document, RetrievalQuestion, RetrievalRun, User
from chat_app.services.kernel.actor import Actor
from chat_app.services.knowledge.rights import readable
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import require_folder, role_in
from chat_app.services.retrieval_bench.errors import QuestionNotFoundError, RunNotFoundError

PORTION = 400


def list_questions(session: Session, folder_id: str) -> Sequence[Any]:
    """Of a project that has been checked to be readable, in the order in which they were written; with the names of who did."""
    statement = (
        select_columns(RetrievalQuestion, func.coalesce(col(User.name), ""))
        .outerjoin(User, col(User.id) == col(RetrievalQuestion.author_id))
        .where(col(RetrievalQuestion.folder_id) == folder_id)
    )
    return session.execute(statement.order_by(col(RetrievalQuestion.created_at), col(RetrievalQuestion.id))).all()


def count_questions(session: Session, folder_id: str) -> int:
    return session.exec(select(func.count()).select_from(RetrievalQuestion).where(RetrievalQuestion.folder_id == folder_id)).one()


def get_question(session: Session, actor: Actor, question_id: str) -> RetrievalQuestion:
    """For a change; raises `QuestionNotFoundError`, and `NotAllowedError` for whoever may only read it."""
    row = session.get(RetrievalQuestion, question_id)
    if row is None or not role_in(session, actor.user_id, row.folder_id):
        raise QuestionNotFoundError
    require_folder(session, actor, row.folder_id, FolderRole.EDITOR)
    return row


def list_runs(session: Session, folder_id: str, limit: int) -> Sequence[Any]:
    """The latest first, with the names of who ran them."""
    statement = (
        select_columns(RetrievalRun, func.coalesce(col(User.name), ""))
        .outerjoin(User, col(User.id) == col(RetrievalRun.runner_id))
        .where(col(RetrievalRun.folder_id) == folder_id)
    )
    return session.execute(statement.order_by(col(RetrievalRun.created_at).desc(), col(RetrievalRun.id).desc()).limit(limit)).all()


def get_run(session: Session, actor: Actor, run_id: str) -> RetrievalRun:
    """Raises `RunNotFoundError`, also for one of a project that the actor may not read."""
    row = session.get(RetrievalRun, run_id)
    if row is None or not role_in(session, actor.user_id, row.folder_id):
        raise RunNotFoundError
    return row


def forget_old_runs(session: Session, folder_id: str, keep: int) -> None:
    """Only the latest runs of a project are kept."""
    latest = select(RetrievalRun.id).where(RetrievalRun.folder_id == folder_id)
    old = session.exec(latest.order_by(col(RetrievalRun.created_at).desc(), col(RetrievalRun.id).desc()).offset(keep)).all()
    session.exec(delete(RetrievalRun).where(col(RetrievalRun.id).in_(old)))


def titles_of(session: Session, actor: Actor, document_ids: Iterable[str]) -> dict[str, str]:
    """The names of those documents that the actor may read now."""
    found: dict[str, str] = {}
    for part in _portions(document_ids):
        columns = select(Document.id, Document.name).where(col(Document.id).in_(part), readable(actor), col(Document.deleted_at).is_(None))
        found |= dict(session.exec(columns).all())
    return found


def passages_of(session: Session, actor: Actor, chunk_ids: Iterable[str]) -> dict[str, tuple[str, int]]:
    """Heading and page of those passages that the actor may read now."""
    found: dict[str, tuple[str, int]] = {}
    for part in _portions(chunk_ids):
        columns = select(Chunk.id, Chunk.heading, Chunk.page).join(Document, col(Document.id) == col(Chunk.document_id))
        rows = session.exec(columns.where(col(Chunk.id).in_(part), readable(actor), col(Document.deleted_at).is_(None))).all()
        found |= {id_: (heading, page) for id_, heading, page in rows}
    return found


def _portions(ids: Iterable[str]) -> Iterable[list[str]]:
    listed = list(dict.fromkeys(id_ for id_ in ids if id_))
    return (listed[start : start + PORTION] for start in range(0, len(listed), PORTION))
