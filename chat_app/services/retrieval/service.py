"""What an answer is given of somebody's documents, and what they find in them by themselves."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator

from chat_app.db import Database
from chat_app.integrations.reranking.port import Reranker
from chat_app.integrations.vectors.port import IndexUnavailableError
from chat_app.services.kernel.actor import Actor
from chat_app.services.retrieval import place_queries
from chat_app.services.retrieval.browsing import Browser
from chat_app.services.retrieval.dto import Question, Retrieved, SearchStage, SearchWish
from chat_app.services.retrieval.errors import AWAY, FAILED
from chat_app.services.retrieval.finding import Finder, Finding, Wanted
from chat_app.services.retrieval.noting import Notes
from chat_app.services.retrieval.pinning import Pinned, whole_documents
from chat_app.services.retrieval.rewriting import Rewriter
from chat_app.services.retrieval.searching import Searcher

logger = logging.getLogger(__name__)


class RetrievalService:
    """Finds passages with the rights of the one who asks, as they are at that moment."""

    def __init__(self, db: Database, searcher: Searcher, rewriter: Rewriter | None = None, reranker: Reranker | None = None) -> None:
        self._db = db
        self._reranker = reranker
        self._finder = Finder(db, searcher, rewriter, reranker)
        self._browser = Browser(db, searcher, reranker)

    async def retrieve(self, actor: Actor, question: Question) -> Retrieved:
        """What the question is to be answered from. An index that is away is no error: `failed` says so."""
        notes, pinned, finding, failed = Notes(question.text), Pinned(), Finding(), ""
        try:
            pinned = await self._pinned(actor, question, notes)
            finding = await self._found(actor, question, pinned, notes)
        except IndexUnavailableError as problem:
            logger.warning("the index of passages cannot be reached: %s", problem)
            failed = AWAY
        except Exception:
            # Whoever asked gets an answer all the same, and is told that it does without their documents.
            logger.exception("documents could not be searched")
            failed = FAILED
        sources = (*pinned.sources, *finding.sources)
        answerable = finding.answerable or bool(pinned.sources)
        return Retrieved(sources, answerable, finding.searched and not failed, notes.finished(sources, failed), failed)

    async def search(self, actor: Actor, wish: SearchWish) -> AsyncIterator[SearchStage]:
        """The passages that are found, anew after each step. Raises `NotFoundError` for a foreign project, `IndexAwayError`."""
        async for stage in self._browser.stages(actor, wish):
            yield stage

    async def close(self) -> None:
        """Let go of the reranker."""
        if self._reranker:
            await self._reranker.close()

    async def _pinned(self, actor: Actor, question: Question, notes: Notes) -> Pinned:
        ids, room = question.scope.pinned_ids, question.room
        pinned = await self._db.read(lambda session: whole_documents(session, actor, ids, room)) if ids else Pinned()
        notes.pinned, notes.left_out = list(pinned.document_ids), list(pinned.left_out)
        return pinned

    async def _found(self, actor: Actor, question: Question, pinned: Pinned, notes: Notes) -> Finding:
        scope, room = question.scope, question.room
        budget = question.budget if room is None else min(question.budget, room - pinned.tokens)
        notes.limits["budget"] = budget
        if budget <= 0 or not question.text.strip():
            return Finding()
        where = await self._db.read(
            lambda session: place_queries.places(session, actor, scope.kind, question.folder_id, scope.document_ids)
        )
        if where is None:
            return Finding()
        first = len(pinned.sources) + 1
        return await self._finder.find(actor, Wanted(question, where, budget, frozenset(pinned.document_ids), first), notes)
