"""The public pages on which anybody withdraws from a purchase, signed in or not (§ 356a BGB): declare, check, confirm, receipt."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from chat_app.api import withdrawal_pages as pages
from chat_app.api.auth import knock_of
from chat_app.api.auth_forms import form_of, language_of
from chat_app.container import services
from chat_app.errors import AppError

router = APIRouter(prefix="/withdraw", include_in_schema=False)


@router.get("")
async def show(request: Request) -> Response:
    """Ask who withdraws from what; a purchase may be named in the address (`?contract=`)."""
    language = language_of(request)
    if not await services().withdrawals.is_offered():
        return pages.closed_page(language)
    return pages.form_page(language, {"contract": request.query_params.get("contract", "")[:60]})


@router.post("")
async def check(request: Request) -> Response:
    """Show the declaration as it would count, with the button that makes it count."""
    form, language = await form_of(request), language_of(request)
    if "change" in form:
        return pages.form_page(language, form)
    try:
        declaration = services().withdrawals.check(form)
    except AppError as error:
        return pages.form_page(language, form, error)
    return pages.check_page(language, declaration)


@router.post("/confirm")
async def confirm(request: Request) -> Response:
    """Receive it; the answer is the same for a purchase that does not exist."""
    form, language = await form_of(request), language_of(request)
    try:
        receipt = await services().withdrawals.declare(form, language, knock_of(request.scope))
    except AppError as error:
        return pages.form_page(language, form, error)
    return pages.receipt_page(language, receipt, await services().withdrawals.country(), mailed=services().withdrawals.can_mail)
