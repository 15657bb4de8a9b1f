"""Large files over REST, in pieces that may come again after a lost connection."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from pydantic import Field
from starlette.requests import ClientDisconnect

from chat_app.api.auth import CurrentActor
from chat_app.api.errors import problem
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.errors import LimitReachedError
from chat_app.services.files.dto import UploadProgress
from chat_app.services.files.errors import WrongOffsetError
from chat_app.services.kernel.rates import TokenBuckets

MAX_SIZE = 1_000_000_000_000_000
"""In bytes; above it no number of ours would hold it. How large a file may be is a setting."""
UPLOADS_PER_SECOND = 2
UPLOADS_AT_ONCE = 40


class NewUpload(Body):
    """A file that is going to be sent in pieces. The same `fingerprint` and size go on with an upload begun earlier."""

    name: str = Field(max_length=2_000)
    size: int = Field(ge=0, le=MAX_SIZE)
    conversation_id: str = Field(default="", pattern=r"^([0-9a-f-]{36})?$")
    fingerprint: str = Field(default="", max_length=300)


def create_router() -> APIRouter:
    """The routes, with a limit per person of their own."""
    router = APIRouter(prefix="/uploads", tags=["files"])
    rates = TokenBuckets(UPLOADS_PER_SECOND, UPLOADS_AT_ONCE)

    @router.post("", status_code=201)
    async def begin_upload(actor: CurrentActor, body: NewUpload, response: Response) -> UploadProgress:
        """Announce a file; the answer says from which offset its bytes are wanted."""
        if not rates.take(actor.user_id):
            raise LimitReachedError
        progress = await services().uploads.begin(actor, body.name, body.size, body.conversation_id, body.fingerprint)
        response.headers["Location"] = f"/api/v1/uploads/{progress.id}"
        return progress

    @router.get("")
    async def list_uploads(actor: CurrentActor) -> list[UploadProgress]:
        """Uploads that are not finished."""
        return await services().uploads.list(actor)

    @router.get("/{upload_id}")
    async def get_upload(actor: CurrentActor, upload_id: Id) -> UploadProgress:
        """How far an upload is, and what became of it."""
        return await services().uploads.get(actor, upload_id)

    @router.head("/{upload_id}")
    async def look_at_upload(actor: CurrentActor, upload_id: Id) -> Response:
        """How far an upload is, in the header Upload-Offset."""
        return Response(headers=progress_headers(await services().uploads.get(actor, upload_id)))

    @router.patch("/{upload_id}", response_model=None)
    @router.put("/{upload_id}", response_model=None)
    async def send_piece(
        request: Request, actor: CurrentActor, upload_id: Id, response: Response, upload_offset: Annotated[int, Header(ge=0)]
    ) -> UploadProgress | Response:
        """The next bytes, which begin at Upload-Offset; 409 says where they should. The last ones answer with the file."""
        try:
            progress = await services().uploads.append(actor, upload_id, upload_offset, request.stream())
        except WrongOffsetError as error:
            refusal = problem(request, error.status, error.key)
            refusal.headers["Upload-Offset"] = str(error.offset)
            return refusal
        except ClientDisconnect:
            # What came is kept; nobody hears this answer.
            return Response(status_code=499)
        response.headers.update(progress_headers(progress))
        return progress

    @router.delete("/{upload_id}", status_code=204)
    async def cancel_upload(actor: CurrentActor, upload_id: Id) -> None:
        """Forget an upload."""
        await services().uploads.cancel(actor, upload_id)

    return router


def progress_headers(progress: UploadProgress) -> dict[str, str]:
    return {"Upload-Offset": str(progress.offset), "Upload-Length": str(progress.size)}
