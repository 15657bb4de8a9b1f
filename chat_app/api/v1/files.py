"""Files over REST: take in, look at, hand out, delete. Reflex's own upload is closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.datastructures import UploadFile
from starlette.responses import Response, StreamingResponse

from chat_app.api.auth import CurrentActor
from chat_app.api.csp import SANDBOX_POLICY
from chat_app.api.v1.schemas import Id
from chat_app.container import services
from chat_app.errors import InvalidInputError, LimitReachedError
from chat_app.services.files.dto import Attachment, AttachmentText, FileLimits, SharedContent, UploadProgress
from chat_app.services.kernel.rates import TokenBuckets

FILES_PER_SECOND = 4
FILES_AT_ONCE = 60
PIECE = 256 * 1024
ConversationId = Annotated[Id | str, Query(pattern=r"^([0-9a-f-]{36})?$")]


@dataclass(frozen=True, slots=True)
class FileList:
    """A page of files; `next_cursor` is empty at the end."""

    items: list[Attachment]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class Tray:
    """What waits in a composer: files, uploads that are not finished, and how much is taken."""

    items: list[Attachment]
    uploads: list[UploadProgress]
    limits: FileLimits


def create_router() -> APIRouter:
    """The routes, with a limit per person of their own."""
    router = APIRouter(tags=["files"])
    rates = TokenBuckets(FILES_PER_SECOND, FILES_AT_ONCE)

    @router.post(
        "/files", status_code=201, openapi_extra={"requestBody": {"content": {"application/octet-stream": {}, "multipart/form-data": {}}}}
    )
    async def add_file(
        request: Request, actor: CurrentActor, name: Annotated[str, Query(max_length=2_000)] = "", conversation_id: ConversationId = ""
    ) -> Attachment:
        """Take a file in: its bytes as the body with `?name=`, or one file of a form. It waits for the message that takes it along."""
        if not rates.take(actor.user_id):
            raise LimitReachedError
        files = services().files
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            return await files.add(actor, request.stream(), name, conversation_id)
        async with request.form(max_files=1, max_fields=5) as form:
            found = next((value for _, value in form.multi_items() if isinstance(value, UploadFile)), None)
            if found is None:
                raise InvalidInputError("attachment.none_sent")
            return await files.add(actor, pieces_of(found), name or found.filename or "", conversation_id)

    @router.get("/files")
    async def list_files(actor: CurrentActor, cursor: str = "", limit: Annotated[int, Query(ge=1, le=100)] = 50) -> FileList:
        """All files, newest first."""
        page = await services().files.list(actor, cursor, limit)
        return FileList(page.items, page.next_cursor)

    @router.get("/files/waiting")
    async def waiting_files(actor: CurrentActor, conversation_id: ConversationId = "") -> Tray:
        """What waits in the composer of a chat, or of the new one."""
        parts = services()
        coming = [upload for upload in await parts.uploads.list(actor) if upload.conversation_id == conversation_id]
        return Tray(await parts.files.waiting(actor, conversation_id), coming, parts.files.limits)

    @router.get("/files/{file_id}", response_class=Response, responses={200: {"content": {"application/octet-stream": {}}}})
    async def download_file(actor: CurrentActor, file_id: Id) -> Response:
        """The file itself. Images have lost what their camera wrote into them."""
        file, pieces = await services().files.content(actor, file_id)
        headers = download_headers(file.name) | {"Content-Length": str(file.size)}
        return StreamingResponse(pieces, media_type=served_type(file), headers=headers)

    @router.get("/files/{file_id}/thumbnail", response_class=Response, responses={200: {"content": {"image/webp": {}}}})
    async def thumbnail(actor: CurrentActor, file_id: Id) -> Response:
        """A small copy of an image."""
        file, pieces = await services().files.content(actor, file_id, thumbnail=True)
        return StreamingResponse(pieces, media_type="image/webp", headers=download_headers(f"{file.name}.webp"))

    @router.get("/files/{file_id}/details")
    async def file_details(actor: CurrentActor, file_id: Id) -> Attachment:
        """What is known about a file."""
        return await services().files.get(actor, file_id)

    @router.get("/files/{file_id}/text")
    async def file_text(actor: CurrentActor, file_id: Id) -> AttachmentText:
        """The beginning of the text that was read out of a file."""
        return await services().files.text(actor, file_id)

    @router.delete("/files/{file_id}", status_code=204)
    async def delete_file(actor: CurrentActor, file_id: Id) -> None:
        """Delete a file that was not sent; a sent one goes with its message."""
        await services().files.delete(actor, file_id)

    @router.post("/shared/{share_id}/take")
    async def take_shared(actor: CurrentActor, share_id: Id) -> SharedContent:
        """What another app shared with this one, once."""
        return await services().share_inbox.take(actor, share_id)

    return router


async def pieces_of(file: UploadFile) -> AsyncIterator[bytes]:
    """The bytes of a file of a form, which lies on the disk."""
    while piece := await file.read(PIECE):
        yield piece


def download_headers(name: str) -> dict[str, str]:
    """A document that is saved and never opened in our origin; the name as RFC 6266 writes it."""
    return {
        "Content-Disposition": f"attachment; filename=\"file\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": SANDBOX_POLICY,
    }


def served_type(file: Attachment) -> str:
    """The type for the way out: pictures are ones that we wrote ourselves, anything else is only bytes to a browser."""
    return file.media_type if file.kind == "image" else "application/octet-stream"
