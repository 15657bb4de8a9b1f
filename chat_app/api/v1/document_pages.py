"""Documents as one looks at them, over REST: pages as pictures, or the text with its structure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from chat_app.api.auth import CurrentActor
from chat_app.api.csp import SANDBOX_POLICY
from chat_app.api.v1.schemas import Id
from chat_app.container import services
from chat_app.errors import LimitReachedError
from chat_app.i18n import translate
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.services.knowledge.viewing.dto import PageDetails, PageFrame, TextWindow
from chat_app.services.knowledge.viewing.service import WIDTHS

PAGES_PER_SECOND = 10
PAGES_AT_ONCE = 100
MOST_CHARACTERS = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=1_000_000)]
Offset = Annotated[int, Query(ge=0, le=MOST_CHARACTERS)]


@dataclass(frozen=True, slots=True)
class View:
    """What there is to look at; `problem` says in words what could not be read, and what to do."""

    is_drawn: bool
    unit: str
    pages: tuple[PageFrame, ...]
    length: int
    writable: bool
    problem: str


def create_router() -> APIRouter:
    """The routes, with a limit per person of their own for what is drawn."""
    router = APIRouter(tags=["knowledge"])
    rates = TokenBuckets(PAGES_PER_SECOND, PAGES_AT_ONCE)

    @router.get("/documents/{document_id}/pages")
    async def list_pages(actor: CurrentActor, document_id: Id) -> View:
        """How large the pages of a document are, and what of its text stands on which; none for a text without pages."""
        found = await services().viewing.view(actor, document_id)
        problem = translate(found.problem, actor.language, **found.problem_params) if found.problem else ""
        return View(found.is_drawn, found.unit, found.pages, found.length, found.writable, problem)

    @router.get("/documents/{document_id}/pages/{number}.png", response_class=Response, responses={200: {"content": {"image/png": {}}}})
    async def draw_page(
        request: Request, actor: CurrentActor, document_id: Id, number: Number, width: Annotated[int, Query(ge=1, le=WIDTHS[-1])] = 1_200
    ) -> Response:
        """A page of a PDF or a picture, at least so many pixels wide. With `If-None-Match` it is sent only when it is another one."""
        viewing = services().viewing
        headers = {"ETag": f'"{await viewing.picture_tag(actor, document_id, number, width)}"', "Content-Security-Policy": SANDBOX_POLICY}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        if not rates.take(actor.user_id):
            raise LimitReachedError
        return Response(await viewing.picture(actor, document_id, number, width), media_type="image/png", headers=headers)

    @router.get("/documents/{document_id}/pages/{number}")
    async def read_page(actor: CurrentActor, document_id: Id, number: Number, words: bool = False) -> PageDetails:
        """The size of a page in points, and on request its words with their places from the top left corner."""
        if words and not rates.take(actor.user_id):
            raise LimitReachedError
        return await services().viewing.page(actor, document_id, number, words=words)

    @router.get("/documents/{document_id}/text")
    async def read_text(actor: CurrentActor, document_id: Id, start: Offset = 0, end: Offset = 0) -> TextWindow:
        """A part of the text with its structure: from `start`, at most 60,000 characters, and blocks as a whole unless they are long."""
        return await services().viewing.text(actor, document_id, start, end)

    return router
