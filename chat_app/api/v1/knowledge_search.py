"""Searching documents over REST: what each step finds comes as soon as it is there."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from chat_app.api.auth import CurrentActor
from chat_app.api.sse import HEADERS
from chat_app.api.v1.schemas import Id
from chat_app.container import services
from chat_app.errors import AppError, LimitReachedError
from chat_app.i18n import translate
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.services.retrieval.browsing import MOST
from chat_app.services.retrieval.dto import Mode, SearchHit, SearchStage, SearchWish
from chat_app.services.retrieval.scopes import MOST_DOCUMENTS

logger = logging.getLogger(__name__)

SEARCHES_PER_SECOND = 4
SEARCHES_AT_ONCE = 30
LONGEST = 2_000
SCORES = ("cosine", "coverage", "rerank")


def create_router() -> APIRouter:
    """The route, with a limit per person of its own: each search makes a vector."""
    router = APIRouter(tags=["knowledge"])
    rates = TokenBuckets(SEARCHES_PER_SECOND, SEARCHES_AT_ONCE)

    @router.get("/knowledge/search", response_class=Response, responses={200: {"content": {"text/event-stream": {}}}})
    async def search_documents(
        actor: CurrentActor,
        q: Annotated[str, Query(max_length=LONGEST)],
        kind: Literal["everything", "project", "documents"] = "everything",
        folder_id: Annotated[Id | Literal[""], Query()] = "",
        document_ids: Annotated[list[Id] | None, Query(max_length=MOST_DOCUMENTS)] = None,
        media: Annotated[str, Query(max_length=20)] = "",
        mode: Mode = "hybrid",
        limit: Annotated[int, Query(ge=1, le=MOST)] = 20,
    ) -> Response:
        """Find passages in documents that you may read.

        The answer is a stream of events `stage`: `words`, `meaning`, `fused`, `reranked` as far as they are done, and `done` at the
        end. Each has all passages that are known by then, best first, and whether any of them may answer what was asked. `kind` is
        where to look: everything, a project (`folder_id`) with the folders in it, or `document_ids`; `media` is a kind of document.
        """
        if not rates.take(actor.user_id):
            raise LimitReachedError
        wish = SearchWish(q.replace("\0", ""), kind, folder_id, tuple(document_ids or ()), media.replace("\0", ""), mode, limit)
        stages = services().retrieval.search(actor, wish)
        # What is wrong from the beginning is an answer of its own, not the first event of a stream.
        first = await anext(stages)
        return StreamingResponse(_events(first, stages, actor.language), media_type="text/event-stream", headers=HEADERS)

    return router


async def _events(first: SearchStage, stages: AsyncIterator[SearchStage], language: str) -> AsyncIterator[bytes]:
    try:
        yield _event("stage", _stage(first))
        async for stage in stages:
            yield _event("stage", _stage(stage))
    except AppError as error:
        logger.warning("a search of documents broke off: %s", error)
        yield _event("error", {"key": error.key, "text": translate(error.key, language, **error.params)})


def _stage(stage: SearchStage) -> dict[str, Any]:
    return {"stage": stage.stage, "ms": stage.ms, "hits": [_hit(hit) for hit in stage.hits], "answerable": stage.answerable}


def _hit(hit: SearchHit) -> dict[str, Any]:
    found = asdict(hit)
    scores = {name: found.pop(name) for name in SCORES}
    return {**found, "scores": scores}


def _event(name: str, told: dict[str, Any]) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())
