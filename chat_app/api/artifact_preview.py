"""HTML and drawings that answers made, as documents of their own: they run in no origin and reach no network."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from chat_app.api.auth import CurrentActor
from chat_app.api.errors import DOCUMENTED
from chat_app.api.v1.schemas import Id
from chat_app.container import services
from chat_app.errors import NotFoundError

router = APIRouter(responses=DOCUMENTED, prefix="/api/v1", tags=["documents"])

# `sandbox` without `allow-same-origin` gives the document an origin of nobody, also when it is opened by itself.
PREVIEW_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; media-src data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
MEDIA_TYPES = {"html": "text/html", "htm": "text/html", "svg": "image/svg+xml", "xml": "image/svg+xml", "": "image/svg+xml"}


@router.get("/messages/{message_id}/blocks/{index}/preview", response_class=Response)
async def preview_block(actor: CurrentActor, message_id: Id, index: Annotated[int, Path(ge=0, le=10_000)]) -> Response:
    """One block of an answer for the sandboxed frame; only HTML and SVG have a preview of this kind."""
    language, content = await services().artifacts.block(actor, message_id, index)
    if language not in MEDIA_TYPES:
        raise NotFoundError("artifact.error.not_found")
    return Response(
        content,
        media_type=f"{MEDIA_TYPES[language]}; charset=utf-8",
        headers={"Content-Security-Policy": PREVIEW_POLICY, "X-Frame-Options": "SAMEORIGIN"},
    )
