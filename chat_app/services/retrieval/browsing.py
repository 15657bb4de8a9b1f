"""Searching without an answer: what each step finds is told as soon as it is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from chat_app.db import Database
from chat_app.integrations.reranking.port import Reranker
from chat_app.integrations.vectors.port import Hit, IndexFilter, IndexUnavailableError, SparseVector
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights_queries import require_folder
from chat_app.services.retrieval import passage_queries, place_queries, threshold
from chat_app.services.retrieval.candidates import Candidate
from chat_app.services.retrieval.dto import SearchHit, SearchStage, SearchWish, StageName
from chat_app.services.retrieval.duplicates import without_duplicates
from chat_app.services.retrieval.errors import IndexAwayError
from chat_app.services.retrieval.ordering import RERANKED, reordered, rerank_scores
from chat_app.services.retrieval.searching import Found, Search, Searcher, best_of

MOST = 50


@dataclass(slots=True)
class _Browsing:
    """One search while it goes on."""

    actor: Actor
    wish: SearchWish
    search: Search
    query: SparseVector
    words: list[Hit] = field(default_factory=list)
    near: list[Hit] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def found(self) -> list[Found]:
        return best_of([self.search.fused(self.near, self.words, self.query)])


class Browser:
    """Searches step by step."""

    def __init__(self, db: Database, searcher: Searcher, reranker: Reranker | None) -> None:
        self._db = db
        self._searcher = searcher
        self._reranker = reranker

    async def stages(self, actor: Actor, wish: SearchWish) -> AsyncIterator[SearchStage]:
        """Raises `NotFoundError` for a foreign project, `IndexAwayError`; what nothing is found in has the last stage alone."""
        where = await self._db.read(lambda session: _places(session, actor, wish))
        try:
            search = await self._searcher.begin(actor, where) if where and wish.text.strip() else None
            if search is None or not search.passages:
                yield SearchStage("done", 0, (), answerable=False)
                return
            async for stage in self._steps(_Browsing(actor, wish, search, self._searcher.encoded(wish.text))):
                yield stage
        except IndexUnavailableError as problem:
            raise IndexAwayError from problem

    async def _steps(self, browsing: _Browsing) -> AsyncIterator[SearchStage]:
        wish, search = browsing.wish, browsing.search
        if wish.mode != "meaning":
            browsing.words = await search.by_words(browsing.query)
            yield await self._stage("words", browsing, browsing.found())
        if wish.mode != "words" and (vectors := await search.vectors([wish.text])):
            browsing.near = await search.by_meaning(vectors[0])
            alone = search.fused(browsing.near, (), browsing.query)
            yield await self._stage("meaning", browsing, best_of([alone]))
        elif wish.mode == "meaning":
            # Nothing makes vectors now: words find something, and the stage says that it was them.
            browsing.words = await search.by_words(browsing.query)
            yield await self._stage("words", browsing, browsing.found())
        found = browsing.found()
        if wish.mode == "hybrid" and browsing.near:
            yield await self._stage("fused", browsing, found)
        scores = dict[str, float]()
        if self._reranker and wish.mode == "hybrid":
            passages = await self._passages(browsing, found[:RERANKED])
            best = [one for one in found[:RERANKED] if one.hit.id in passages]
            scores = await rerank_scores(self._reranker, wish.text, best, passages)
            found = reordered(found, scores)
            if scores:
                yield await self._stage("reranked", browsing, found, scores)
        yield await self._stage("done", browsing, found, scores, alike=False)

    async def _stage(
        self, name: StageName, browsing: _Browsing, found: Sequence[Found], scores: Mapping[str, float] | None = None, *, alike: bool = True
    ) -> SearchStage:
        """With what the actor may read now; `alike` keeps what says the same as a better one."""
        limit = max(1, min(browsing.wish.limit, MOST))
        considered = found[: 2 * limit]
        passages = await self._passages(browsing, considered)
        kept = [one for one in considered if one.hit.id in passages]
        is_answerable = bool(kept) and threshold.is_answerable([one.hit for one in kept], browsing.search.passages)
        if not alike:
            same = await asyncio.to_thread(without_duplicates, [passages[one.hit.id].passage.text for one in kept])
            kept = [one for one, holder in zip(kept, same, strict=True) if holder is None]
        hits = tuple(_hit(one, passages[one.hit.id], (scores or {}).get(one.hit.id)) for one in kept[:limit])
        return SearchStage(name, round((time.monotonic() - browsing.began) * 1000), hits, is_answerable)

    async def _passages(self, browsing: _Browsing, found: Sequence[Found]) -> dict[str, Candidate]:
        ids, actor, where = [one.hit.id for one in found], browsing.actor, browsing.search.where
        there = await self._db.read(lambda session: passage_queries.list_passages(session, actor, ids))
        return {chunk_id: one for chunk_id, one in there.items() if one.lies_in(where)}


def _places(session: Session, actor: Actor, wish: SearchWish) -> IndexFilter | None:
    if wish.kind == "project":
        require_folder(session, actor, wish.folder_id)
        where = place_queries.in_folders(session, actor, place_queries.below(session, wish.folder_id))
    else:
        where = place_queries.places(session, actor, wish.kind, "", wish.document_ids)
    return place_queries.only_media(session, actor, where, wish.media) if where and wish.media else where


def _hit(found: Found, passage: Candidate, rerank: float | None) -> SearchHit:
    hit, here = found.hit, passage.passage
    return SearchHit(
        chunk_id=here.id,
        document_id=here.document_id,
        title=passage.title,
        heading=here.heading,
        text=here.text,
        page=here.page,
        start=here.start,
        end=here.end,
        boxes=here.boxes,
        number=here.number,
        score=hit.score,
        cosine=hit.cosine,
        coverage=hit.coverage,
        rerank=rerank,
    )
