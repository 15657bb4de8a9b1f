"""Projects as ZIP files over REST: all of one out, and in again."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile
from starlette.responses import StreamingResponse

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.files import download_headers, pieces_of
from chat_app.api.v1.schemas import Id
from chat_app.container import services
from chat_app.errors import AppError, InvalidInputError, LimitReachedError
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.services.project_files.dto import ImportState

WAITED = 20.0
"""Seconds for which a request waits for its import; small projects are there by then."""
FILES_PER_SECOND = 0.1
FILES_AT_ONCE = 10

export_router = APIRouter(prefix="/projects", tags=["projects"])


@export_router.get("/{folder_id}/export", response_class=Response, responses={200: {"content": {"application/zip": {}}}})
async def export_project(actor: CurrentActor, folder_id: Id) -> Response:
    """All of a project that you may read as a ZIP that can be imported: folders, settings, notes, chats, documents; not its people."""
    name, pieces = await services().project_export.begin(actor, folder_id)
    return StreamingResponse(pieces, media_type="application/zip", headers=download_headers(name))


def create_import_router() -> APIRouter:
    """The routes, with a limit per person of their own."""
    router = APIRouter(prefix="/projects", tags=["projects"])
    rates = TokenBuckets(FILES_PER_SECOND, FILES_AT_ONCE)

    @router.post("/import", status_code=201, openapi_extra={"requestBody": _BODY}, responses={202: {"model": ImportState}})
    async def import_project(request: Request, actor: CurrentActor, response: Response) -> ImportState:
        """Make a project of a ZIP that was exported: one file of a form, or the body itself. 202 while it takes longer; ask again then."""
        if not rates.take(actor.user_id):
            raise LimitReachedError
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            return await _import(actor, request.stream(), response)
        async with request.form(max_files=1, max_fields=10) as form:
            file = next((value for _, value in form.multi_items() if isinstance(value, UploadFile)), None)
            if file is None:
                raise InvalidInputError("attachment.none_sent")
            return await _import(actor, pieces_of(file), response)

    @router.get("/imports/{import_id}")
    async def get_import(actor: CurrentActor, import_id: Id) -> ImportState:
        """How far an import is; with the project once it is there."""
        return services().project_import.get(actor, import_id)

    return router


async def _import(actor: CurrentActor, pieces: AsyncIterator[bytes], response: Response) -> ImportState:
    begun = await services().project_import.begin(actor, pieces)
    state = await services().project_import.wait(actor, begun.id, WAITED)
    if state.state == "failed":
        raise _problem(state)
    if state.state == "running":
        response.status_code = 202
    if state.folder:
        response.headers["Location"] = f"/api/v1/projects/{state.folder.id}"
    return state


def _problem(state: ImportState) -> AppError:
    return InvalidInputError(state.problem, **state.params)


_FILE = {"type": "string", "format": "binary"}
_BODY = {
    "content": {
        "multipart/form-data": {"schema": {"type": "object", "properties": {"file": _FILE}}},
        "application/zip": {"schema": _FILE},
    }
}
