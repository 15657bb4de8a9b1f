"""A shared chat for whoever has its link: a page without scripts, outside all search engines."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse

from chat_app.api.login_pages import notice_page
from chat_app.container import services
from chat_app.errors import LimitReachedError, NotFoundError
from chat_app.i18n import preferred_language
from chat_app.services.exports.html_file import POLICY
from chat_app.services.kernel.rates import TokenBuckets

PAGES_PER_SECOND = 2
PAGES_AT_ONCE = 30
MAX_TOKEN = 100


def create_router() -> APIRouter:
    """The route, with a limit per address that asks: links cannot be guessed, and reading costs little."""
    router = APIRouter()
    rates = TokenBuckets(PAGES_PER_SECOND, PAGES_AT_ONCE)

    @router.get("/s/{token}", response_class=HTMLResponse, include_in_schema=False)
    async def shared_chat(request: Request, token: str) -> Response:
        """The chat as it was when its link was made."""
        language = preferred_language(request.headers.get("accept-language", ""))
        if not rates.take(request.client.host if request.client else ""):
            raise LimitReachedError
        try:
            page = await services().shares.page(token[:MAX_TOKEN], language)
        except NotFoundError as error:
            return notice_page(language, error.key, 404)
        return HTMLResponse(
            page, headers={"Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'", "X-Robots-Tag": "noindex, nofollow"}
        )

    return router
