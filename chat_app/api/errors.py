"""Errors of the HTTP API as problem details (RFC 9457)."""

from __future__ import annotations

import logging
import math
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from chat_app.api.refusals import note_refusal
from chat_app.errors import AppError, LimitReachedError, UpstreamRateLimitError
from chat_app.i18n import preferred_language, translate

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong (RFC 9457). Some problems have members of their own besides."""

    type: str
    title: str
    status: int
    detail: str


_DOCUMENT = {"content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "The request cannot be answered, and why", **_DOCUMENT},
    "5XX": {"description": "Parley or a provider of models failed", **_DOCUMENT},
}
"""How every route's errors stand in the OpenAPI document."""


def install(api: FastAPI) -> None:
    """Let every error of `api` leave as problem+json."""
    api.add_exception_handler(AppError, _app_error)
    api.add_exception_handler(RequestValidationError, _validation_error)
    api.add_exception_handler(HTTPException, _http_error)
    api.add_exception_handler(Exception, _unexpected_error)


def problem(request: Request, status: int, key: str, params: dict[str, str | int] | None = None, **members: object) -> Response:
    """A problem document; `type` is the stable name of the problem, `detail` a sentence in the reader's language."""
    language = preferred_language(request.headers.get("accept-language", ""))
    body = {
        "type": f"urn:parley:{key.replace('.', ':')}",
        "title": key,
        "status": status,
        "detail": translate(key, language, **(params or {})),
        **members,
    }
    return JSONResponse(body, status, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


async def _app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)  # noqa: S101  (registered for this class only)
    await note_refusal(request, error)
    response = problem(request, error.status, error.key, error.params, **error.members)
    if isinstance(error, UpstreamRateLimitError | LimitReachedError) and error.retry_after:
        response.headers["Retry-After"] = str(math.ceil(error.retry_after))
    return response


async def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    errors = [{"pointer": "/" + "/".join(map(str, item["loc"][1:])), "detail": item["msg"]} for item in error.errors()]
    return problem(request, 422, "error.invalid_input", errors=errors)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    key = {401: "error.not_authenticated", 403: "error.not_allowed", 404: "error.not_found", 413: "error.too_large"}.get(
        error.status_code, "error.http"
    )
    response = problem(request, error.status_code, key)
    response.headers.update(error.headers or {})
    return response


async def _unexpected_error(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    logger.error("unexpected error %s at %s", reference, request.url.path, exc_info=error)
    return problem(request, 500, "error.unexpected", reference=reference)
