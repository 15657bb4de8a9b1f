"""The test bench of a project's documents over REST: questions whose passages are known, and runs of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field, TypeAdapter
from starlette.responses import Response, StreamingResponse

from chat_app.api.auth import CurrentActor
from chat_app.api.sse import HEADERS
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.errors import LimitReachedError
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.services.retrieval_bench.dto import BenchProgress, BenchQuestion, BenchRun, Place

RUNS_PER_SECOND = 0.1
RUNS_AT_ONCE = 10
_RUN = TypeAdapter(BenchRun)


class PlaceBody(Body):
    """A passage, or (without `chunk_id`) any of a document."""

    document_id: Id
    chunk_id: Id | Literal[""] = ""


class QuestionBody(Body):
    """A question, and where its answer stands: any of `expected` will do."""

    text: str = Field(max_length=10_000)
    expected: Annotated[tuple[PlaceBody, ...], Field(max_length=100)]

    def places(self) -> tuple[Place, ...]:
        return tuple(Place(place.document_id, place.chunk_id) for place in self.expected)


class NewRun(Body):
    """How to search. With `stream` the answer is a line of events, `progress` and at the end `run`."""

    mode: Literal["hybrid", "words", "meaning"] = "hybrid"
    stream: bool = False


def create_router() -> APIRouter:
    """The routes, with a limit per person of their own for runs: each of them searches many times."""
    router = APIRouter(prefix="/projects", tags=["knowledge"])
    rates = TokenBuckets(RUNS_PER_SECOND, RUNS_AT_ONCE)

    @router.get("/{folder_id}/questions")
    async def list_questions(actor: CurrentActor, folder_id: Id) -> list[BenchQuestion]:
        """The questions of a project, the oldest first."""
        return await services().bench_questions.list(actor, folder_id)

    @router.post("/{folder_id}/questions", status_code=201)
    async def create_question(actor: CurrentActor, folder_id: Id, body: QuestionBody) -> BenchQuestion:
        """Write a question down, as an editor of the project."""
        return await services().bench_questions.create(actor, folder_id, body.text, body.places())

    @router.put("/questions/{retrieval_question_id}")
    async def change_question(actor: CurrentActor, retrieval_question_id: Id, body: QuestionBody) -> BenchQuestion:
        """Another wording, and other places."""
        return await services().bench_questions.change(actor, retrieval_question_id, body.text, body.places())

    @router.delete("/questions/{retrieval_question_id}", status_code=204)
    async def delete_question(actor: CurrentActor, retrieval_question_id: Id) -> None:
        """Forget a question; runs keep their figures."""
        await services().bench_questions.delete(actor, retrieval_question_id)

    @router.get("/{folder_id}/runs")
    async def list_runs(actor: CurrentActor, folder_id: Id) -> list[BenchRun]:
        """The latest runs of a project, the newest first, without their outcomes."""
        return await services().bench_runs.list(actor, folder_id)

    @router.post("/{folder_id}/runs", response_model=BenchRun, responses={200: {"content": {"text/event-stream": {}}}})
    async def run_questions(actor: CurrentActor, folder_id: Id, body: NewRun) -> Response | BenchRun | None:
        """Ask all questions, as an editor of the project; the run is kept."""
        if not rates.take(actor.user_id):
            raise LimitReachedError
        progress = services().bench_runs.run(actor, folder_id, body.mode)
        # Whatever is wrong with the request is said before the line begins.
        first = await anext(progress)
        if body.stream:
            return StreamingResponse(_events(first, progress), media_type="text/event-stream", headers=HEADERS)
        *_, last = [first, *[each async for each in progress]]
        return last.run

    @router.get("/runs/{retrieval_run_id}")
    async def read_run(actor: CurrentActor, retrieval_run_id: Id) -> BenchRun:
        """One run, with what became of each question."""
        return await services().bench_runs.get(actor, retrieval_run_id)

    return router


async def _events(first: BenchProgress, progress: AsyncIterator[BenchProgress]) -> AsyncIterator[bytes]:
    yield _event(first)
    async for each in progress:
        yield _event(each)


def _event(progress: BenchProgress) -> bytes:
    if progress.run is not None:
        return b"event: run\ndata: %s\n\n" % _RUN.dump_json(progress.run)
    return b'event: progress\ndata: {"done":%d,"total":%d}\n\n' % (progress.done, progress.total)
