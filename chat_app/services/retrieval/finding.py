"""From a question to the passages that it is answered from: search, order, leave out, widen, pack."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from chat_app.db import Database
from chat_app.integrations.reranking.port import Reranker
from chat_app.integrations.vectors.port import Hit, IndexFilter
from chat_app.services.kernel.actor import Actor
from chat_app.services.retrieval import passage_queries, threshold
from chat_app.services.retrieval.candidates import Candidate
from chat_app.services.retrieval.dto import Question, Source
from chat_app.services.retrieval.duplicates import without_duplicates
from chat_app.services.retrieval.expanding import joined, numbers_around, widened
from chat_app.services.retrieval.noting import Notes, found_notes, hit_notes, passage_notes
from chat_app.services.retrieval.ordering import reordered, rerank_scores
from chat_app.services.retrieval.packing import Packed, pack
from chat_app.services.retrieval.rewriting import Rewriter, as_it_is
from chat_app.services.retrieval.searching import Found, Search, Searcher, best_of

CONSIDERED = 40
"""Passages that are looked at after the search, best first."""
MOST_FOUND = 20
FOUND_SHARE = 0.75
"""Of the budget that passages may take before what stands around them has its turn."""
WEAK_SHARE = 1 / 3
"""Of the best score: what has less is not given."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a search."""

    sources: tuple[Source, ...] = ()
    answerable: bool = False
    searched: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be found where, and how much of it."""

    question: Question
    where: IndexFilter
    budget: int
    pinned: AbstractSet[str] = frozenset()
    """Documents that the answer is given in full."""
    first_number: int = 1


class Finder:
    """Finds passages."""

    def __init__(self, db: Database, searcher: Searcher, rewriter: Rewriter | None = None, reranker: Reranker | None = None) -> None:
        self._db = db
        self._searcher = searcher
        self._rewriter = rewriter
        self._reranker = reranker

    async def find(self, actor: Actor, wanted: Wanted, notes: Notes) -> Finding:
        """Raises `IndexUnavailableError`."""
        search = await self._searcher.begin(actor, wanted.where, wanted.question.chat_id)
        notes.passages = search.passages
        if not search.passages:
            return Finding()
        queries = await self._queries(actor, wanted.question, notes)
        found = await self._searched(search, queries, notes)
        passages = await self._allowed(actor, wanted, found, notes)
        found = [one for one in found if one.hit.id in passages]
        if not self._is_answerable(found, search, notes):
            notes.leave_out(((one.hit.id, one.hit.document_id) for one in found), "weak")
            return Finding(searched=True)
        ranked = await self._reranked(queries[0], found, passages, notes)
        ranked = _without_weak(await _without_twins(ranked, passages, notes), notes)
        best = [passages[one.hit.id] for one in ranked]
        sources = await self._packed(actor, wanted, best, notes)
        return Finding(tuple(sources), answerable=True, searched=True)

    async def _queries(self, actor: Actor, question: Question, notes: Notes) -> list[str]:
        wordings, model = await self._rewriter.rewritten(actor, question) if self._rewriter else ((), "")
        if wordings:
            notes.models["rewrite"] = model
        notes.queries = list(wordings) or as_it_is(question)
        return notes.queries

    async def _searched(self, search: Search, queries: Sequence[str], notes: Notes) -> list[Found]:
        """The best of both lists of all wordings."""
        words, meanings = list[list[Hit]](), list[list[Hit]]()
        encoded = [self._searcher.encoded(query) for query in queries]
        with notes.step("words") as hits:
            for number, query in enumerate(encoded):
                words.append(await search.by_words(query))
                hits.extend(hit_notes(words[-1], number))
        with notes.step("meaning") as hits:
            for number, vector in enumerate(await search.vectors(queries)):
                meanings.append(await search.by_meaning(vector))
                hits.extend(hit_notes(meanings[-1], number))
        if meanings:
            notes.models["meaning"] = search.model
        with notes.step("fused") as hits:
            dense = meanings or [list[Hit]() for _ in queries]
            lists = [search.fused(near, lexical, query) for near, lexical, query in zip(dense, words, encoded, strict=True)]
            found = best_of(lists)[:CONSIDERED]
            hits.extend(found_notes(found))
        return found

    async def _allowed(self, actor: Actor, wanted: Wanted, found: Sequence[Found], notes: Notes) -> dict[str, Candidate]:
        """What the database says of them now: the index may be behind, and rights may have changed."""
        ids = [one.hit.id for one in found]
        there = await self._db.read(lambda session: passage_queries.list_passages(session, actor, ids))
        there = {chunk_id: one for chunk_id, one in there.items() if one.lies_in(wanted.where)}
        notes.leave_out(((one.hit.id, one.hit.document_id) for one in found if one.hit.id not in there), "gone")
        return {chunk_id: one for chunk_id, one in there.items() if one.passage.document_id not in wanted.pinned}

    def _is_answerable(self, found: Sequence[Found], search: Search, notes: Notes) -> bool:
        size = search.passages
        limits = {"coverage": threshold.least_coverage(size)}
        if "meaning" in notes.models:
            limits = {"score": threshold.least_score(size), "cosine": threshold.ENOUGH_COSINE}
        notes.limits |= {name: round(limit, 4) for name, limit in limits.items()}
        return bool(found) and threshold.is_answerable([one.hit for one in found], size)

    async def _reranked(self, question: str, found: Sequence[Found], passages: Mapping[str, Candidate], notes: Notes) -> list[Found]:
        if self._reranker is None:
            return list(found)
        with notes.step("reranked") as hits:
            scores = await rerank_scores(self._reranker, question, found, passages)
            ordered = reordered(found, scores)
            if scores:
                notes.models["rerank"] = self._reranker.model
                hits.extend(found_notes(ordered[: len(scores)], scores))
        return ordered

    async def _packed(self, actor: Actor, wanted: Wanted, best: Sequence[Candidate], notes: Notes) -> list[Source]:
        packed = pack([one.weighed() for one in best[:MOST_FOUND]], int(wanted.budget * FOUND_SHARE))
        by_id = {one.id: one for one in best}
        taken = [by_id[one.id] for one in packed.taken]
        ranked = [one for one in best if one in taken]
        with notes.step("neighbours") as hits:
            numbers = numbers_around(ranked)
            near = await self._db.read(lambda session: passage_queries.list_numbered(session, actor, numbers))
            more = widened(ranked, {one.place: one for one in near}, wanted.budget - packed.tokens)
            hits.extend(passage_notes(more))
        with notes.step("packed") as hits:
            kept = _filled(packed, [*taken, *more], by_id, wanted.budget)
            hits.extend(passage_notes(kept))
        given = {one.id for one in kept}
        notes.leave_out(((one.id, one.passage.document_id) for one in best if one.id not in given), "budget")
        return joined(_in_order(kept), [one.id for one in best], wanted.first_number)


def _filled(packed: Packed, kept: list[Candidate], by_id: Mapping[str, Candidate], budget: int) -> list[Candidate]:
    """What was cut at first gets the room that is left."""
    there = {one.id for one in kept}
    left = budget - sum(one.weighed().tokens for one in kept)
    later = pack([one for one in packed.cut if one.id not in there], max(0, left))
    return [*kept, *(by_id[one.id] for one in later.taken)]


def _in_order(kept: Sequence[Candidate]) -> list[Candidate]:
    """Document by document as they came, each in its own order."""
    first: dict[str, int] = {}
    for place, one in enumerate(kept):
        first.setdefault(one.passage.document_id, place)
    return sorted(kept, key=lambda one: (first[one.passage.document_id], one.passage.number))


async def _without_twins(found: Sequence[Found], passages: Mapping[str, Candidate], notes: Notes) -> list[Found]:
    with notes.step("duplicates") as hits:
        same = await asyncio.to_thread(without_duplicates, [passages[one.hit.id].passage.text for one in found])
        twins = {found[at].hit.id: found[holder].hit.id for at, holder in enumerate(same) if holder is not None}
        hits.extend(found_notes(one for one in found if one.hit.id in twins))
    notes.leave_out(((one.hit.id, one.hit.document_id) for one in found if one.hit.id in twins), "duplicate", twins)
    return [one for one in found if one.hit.id not in twins]


def _without_weak(found: Sequence[Found], notes: Notes) -> list[Found]:
    least = max((one.hit.score for one in found), default=0.0) * WEAK_SHARE
    notes.leave_out(((one.hit.id, one.hit.document_id) for one in found if one.hit.score < least), "weak")
    return [one for one in found if one.hit.score >= least]
