"""Images of other websites, fetched by the server after the reader's click: the reader's browser talks to us only."""

from __future__ import annotations

from fastapi import APIRouter, Query, Request, Response

from chat_app.api.auth import CurrentActor
from chat_app.api.csp import SANDBOX_POLICY
from chat_app.container import services
from chat_app.errors import InvalidInputError, LimitReachedError, NotAllowedError
from chat_app.services.kernel.rates import TokenBuckets

IMAGES_PER_SECOND = 2
IMAGES_AT_ONCE = 20


def create_router() -> APIRouter:
    """The route, with a limit per person of its own."""
    router = APIRouter(prefix="/remote-image", tags=["images"])
    rates = TokenBuckets(IMAGES_PER_SECOND, IMAGES_AT_ONCE)

    @router.get("", response_class=Response)
    async def remote_image(request: Request, actor: CurrentActor, url: str = Query(max_length=2_000)) -> Response:
        """The image at `url`: PNG, JPEG, GIF, WebP or AVIF. Only for pages of Parley itself."""
        if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            raise NotAllowedError("error.foreign_origin")
        if not rates.take(actor.user_id):
            raise LimitReachedError
        fetched = await services().outbound.get(url, accept="image/avif,image/webp,image/png,image/jpeg,image/gif")
        media_type = image_type(fetched.body)
        if fetched.status != 200 or not media_type:
            raise InvalidInputError("error.not_an_image")
        return Response(
            fetched.body, media_type=media_type, headers={"Content-Security-Policy": SANDBOX_POLICY, "Content-Disposition": "inline"}
        )

    return router


def image_type(body: bytes) -> str:
    """The type of a raster image by its first bytes, or "". What the server calls it is not asked; SVG is no raster image."""
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if body.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "image/webp"
    return "image/avif" if body[4:8] == b"ftyp" and body[8:12] in {b"avif", b"avis"} else ""
