"""Questions whose passages are known: editors of a project write them, everybody in it reads them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.knowledge.errors import DocumentNotFoundError
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import require_folder
from chat_app.services.retrieval_bench import queries
from chat_app.services.retrieval_bench.dto import BenchQuestion, Place
from chat_app.services.retrieval_bench.errors import NothingExpectedError, QuestionLengthError, TooManyQuestionsError
from chat_app.services.retrieval_bench.records import expected_of, names_of, places_text, question_record

LONGEST = 2_000
MOST_QUESTIONS = 200
MOST_EXPECTED = 20


class BenchQuestions:
    """Writes, lists, changes and deletes them."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db = db
        self._clock = clock

    async def list(self, actor: Actor, folder_id: str) -> list[BenchQuestion]:
        """Those of a project, the oldest first; raises `FolderNotFoundError`."""

        def load(session: Session) -> list[BenchQuestion]:
            require_folder(session, actor, folder_id)
            rows = queries.list_questions(session, folder_id)
            names = names_of(session, actor, (place for row, _ in rows for place in expected_of(row)))
            return [question_record(row, author, names) for row, author in rows]

        return await self._db.read(load)

    async def create(self, actor: Actor, folder_id: str, text: str, expected: Sequence[Place]) -> BenchQuestion:
        """Write a question down. Raises `InvalidInputError`, `DocumentNotFoundError`, `FolderNotFoundError`, `NotAllowedError`."""
        wording = _checked(text, expected)

        def save(session: Session) -> BenchQuestion:
            require_folder(session, actor, folder_id, FolderRole.EDITOR)
            if queries.count_questions(session, folder_id) >= MOST_QUESTIONS:
                raise TooManyQuestionsError(max=MOST_QUESTIONS)
            row = models.RetrievalQuestion(
                id=new_id(), folder_id=folder_id, author_id=actor.user_id, text=wording, created_at=self._clock()
            )
            session.add(row)
            return self._expect(session, actor, row, expected)

        return await self._db.write(save)

    async def change(self, actor: Actor, question_id: str, text: str, expected: Sequence[Place]) -> BenchQuestion:
        """Put another wording and other places in the place of those before; raises as `create`, and `QuestionNotFoundError`."""
        wording = _checked(text, expected)

        def save(session: Session) -> BenchQuestion:
            row = queries.get_question(session, actor, question_id)
            row.text = wording
            return self._expect(session, actor, row, expected)

        return await self._db.write(save)

    async def delete(self, actor: Actor, question_id: str) -> None:
        """Forget a question; runs keep their figures. Raises `QuestionNotFoundError`."""
        await self._db.write(lambda session: session.delete(queries.get_question(session, actor, question_id)))

    def _expect(self, session: Session, actor: Actor, row: models.RetrievalQuestion, expected: Sequence[Place]) -> BenchQuestion:
        names = names_of(session, actor, expected)
        if any(place.document_id not in names.titles for place in expected):
            raise DocumentNotFoundError
        row.expected = places_text(dict.fromkeys(expected))
        author = session.get(models.User, row.author_id) if row.author_id else None
        return question_record(row, author.name if author else "", names)


def _checked(text: str, expected: Sequence[Place]) -> str:
    clean = " ".join(text.split())
    if not clean or len(clean) > LONGEST:
        raise QuestionLengthError(max=LONGEST)
    if not 0 < len(expected) <= MOST_EXPECTED:
        raise NothingExpectedError(max=MOST_EXPECTED)
    return clean
