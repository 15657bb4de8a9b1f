"""Documents that answers are found in, over REST: take in, look at, change, read again, delete."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field, ValidationError
from starlette.datastructures import UploadFile
from starlette.responses import Response, StreamingResponse

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.files import download_headers, pieces_of
from chat_app.api.v1.schemas import Body, Id
from chat_app.api.v1.shown_documents import ShownAdded, ShownDocument, shown, shown_added
from chat_app.container import services
from chat_app.errors import InvalidInputError, LimitReachedError
from chat_app.i18n import translate
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.rates import TokenBuckets
from chat_app.services.knowledge.adding_texts import LONGEST_ADDRESS, LONGEST_PASTE
from chat_app.services.knowledge.dto import Added, Document, DocumentFilter, Params, Refused, Standing

MOST_FILES = 1_000
MOST_JSON = 6 * LONGEST_PASTE
"""Bytes: a character takes at most six of them."""
REQUESTS_PER_SECOND = 4
REQUESTS_AT_ONCE = 60
FolderId = Annotated[Id | Literal[""], Query()]


class NewDocument(Body):
    """A text, an address, or a chat (`conversation_id`): exactly one of them."""

    text: str = Field(default="", max_length=LONGEST_PASTE)
    url: str = Field(default="", max_length=LONGEST_ADDRESS)
    conversation_id: Id | Literal[""] = ""
    name: str = Field(default="", max_length=200)
    folder_id: Id | Literal[""] = ""


class DocumentPatch(Body):
    """What may be changed of a document; fields left out stay as they are. `deleted` moves it to the trash or back."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    folder_id: Id | Literal[""] | None = None
    enabled: bool | None = None
    deleted: bool | None = None


@dataclass(frozen=True, slots=True)
class DocumentList:
    """A page of documents; `next_cursor` is empty at the end. `standing` is about all of the list."""

    items: list[ShownDocument]
    next_cursor: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class LogEntry:
    """What happened to a document, in the words of the reader."""

    at: str
    key: str
    params: Params
    text: str


def create_router() -> APIRouter:
    """The routes, with a limit per person of their own for what comes in."""
    router = APIRouter(tags=["knowledge"])
    rates = TokenBuckets(REQUESTS_PER_SECOND, REQUESTS_AT_ONCE)

    @router.get("/documents")
    async def list_documents(
        actor: CurrentActor,
        folder_id: Annotated[Id | Literal["none", ""], Query()] = "",
        state: Annotated[Literal["", "waiting", "working", "ready", "failed", "cancelled"], Query()] = "",
        words: Annotated[str, Query(max_length=200)] = "",
        in_trash: bool = False,
        cursor: str = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
    ) -> DocumentList:
        """Documents that you may read, newest first: all of them, those of a folder, or ("none") those in no folder."""
        folder = None if not folder_id else "" if folder_id == "none" else folder_id
        wanted = DocumentFilter(folder, state, words, in_trash)
        page = await services().documents.list(actor, wanted, cursor, limit)
        items = [shown(document, actor.language) for document in page.items]
        return DocumentList(items, page.next_cursor, await services().documents.standing(actor, wanted))

    @router.post("/documents", status_code=201, openapi_extra={"requestBody": _BODIES})
    async def add_documents(request: Request, actor: CurrentActor, folder_id: FolderId = "", replace: bool = False) -> ShownAdded:
        """Take documents in: files of a form, or a JSON body with a text, an address or a chat. They are read in their turn.

        A file's name may be a path: the same path again is a new version. So is the same name, with `replace`.
        """
        if not rates.take(actor.user_id):
            raise LimitReachedError
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            return shown_added(await _add_files(request, actor, folder_id, replace=replace), actor.language)
        return shown_added(await _add_one(request, actor), actor.language)

    @router.get("/documents/{document_id}")
    async def read_document(actor: CurrentActor, document_id: Id) -> ShownDocument:
        """One document, with its progress while it is read."""
        return shown(await services().documents.get(actor, document_id), actor.language)

    @router.patch("/documents/{document_id}")
    async def change_document(actor: CurrentActor, document_id: Id, body: DocumentPatch) -> ShownDocument:
        """Rename, move, switch on or off, put into the trash or take out of it."""
        documents = services().documents
        if body.deleted is False:
            await services().document_trash.restore(actor, [document_id])
        found = await documents.get(actor, document_id)
        if body.name is not None:
            found = await documents.rename(actor, document_id, body.name)
        if body.enabled is not None:
            found = await documents.enable(actor, document_id, enabled=body.enabled)
        if body.folder_id is not None:
            await documents.move(actor, [document_id], body.folder_id)
            found = await documents.get(actor, document_id)
        if body.deleted:
            await services().document_trash.delete(actor, [document_id])
        return shown(found, actor.language)

    @router.delete("/documents/{document_id}", status_code=204)
    async def delete_document(actor: CurrentActor, document_id: Id) -> None:
        """Delete a document for good, with its passages; the trash is `deleted` of PATCH."""
        if not await services().document_trash.delete(actor, [document_id], for_good=True):
            await services().documents.get(actor, document_id)

    @router.post("/documents/{document_id}/retry")
    async def retry_document(actor: CurrentActor, document_id: Id) -> ShownDocument:
        """Read a document again; an address is fetched again. 409 while that is going on."""
        return shown(await services().document_reading.retry(actor, document_id), actor.language)

    @router.post("/documents/{document_id}/cancel")
    async def cancel_document(actor: CurrentActor, document_id: Id) -> ShownDocument:
        """Stop reading a document, wherever that is."""
        await services().documents.get(actor, document_id)
        await services().document_reading.cancel(actor, [document_id])
        return shown(await services().documents.get(actor, document_id), actor.language)

    @router.get("/documents/{document_id}/log")
    async def read_log(actor: CurrentActor, document_id: Id) -> list[LogEntry]:
        """What happened to a document, oldest first."""
        lines = await services().documents.log(actor, document_id)
        return [LogEntry(line.at.isoformat(), line.key, line.params, translate(line.key, actor.language, **line.params)) for line in lines]

    @router.get("/documents/{document_id}/file", response_class=Response, responses={200: {"content": {"application/octet-stream": {}}}})
    async def download_document(actor: CurrentActor, document_id: Id) -> Response:
        """The file that the document was made of."""
        document, pieces = await services().documents.content(actor, document_id)
        headers = download_headers(document.name) | {"Content-Length": str(document.size)}
        return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)

    return router


async def _add_files(request: Request, actor: Actor, folder_id: str, *, replace: bool) -> Added:
    documents, refused = list[Document](), list[Refused]()
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FILES) as form:
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        if not files:
            raise InvalidInputError("attachment.none_sent")
        for file in files:
            added = await services().new_documents.add(actor, pieces_of(file), file.filename or "", folder_id, replace=replace)
            documents += added.documents
            refused += added.refused
    return Added(tuple(documents), tuple(refused))


async def _json(request: Request) -> bytes:
    """The body, which may be as long as a text at its longest, and not as long as files."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_JSON:
            raise InvalidInputError("document.paste_length", max=LONGEST_PASTE)
    return bytes(body)


async def _add_one(request: Request, actor: Actor) -> Added:
    try:
        body = NewDocument.model_validate_json(await _json(request))
    except ValidationError as error:
        raise InvalidInputError from error
    adding = services().new_texts
    if sum(map(bool, (body.text, body.url, body.conversation_id))) != 1:
        raise InvalidInputError
    if body.url:
        return Added((await adding.add_address(actor, body.url, body.folder_id),))
    if body.conversation_id:
        return Added((await adding.add_chat(actor, body.conversation_id, body.folder_id),))
    return Added((await adding.paste(actor, body.text, body.name, body.folder_id),))


_BODIES = {
    "content": {
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}}}
        },
        "application/json": {"schema": NewDocument.model_json_schema()},
    }
}
