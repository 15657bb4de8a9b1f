"""The pages of a withdrawal: plain HTML, as those before the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from starlette.responses import HTMLResponse

from chat_app.api.auth_html import Field, email_field, form, links, note, page, paragraph
from chat_app.errors import AppError
from chat_app.i18n import translate
from chat_app.services.accounts.names import MAX_NAME
from chat_app.services.kernel.ids import new_id
from chat_app.services.withdrawals.declaring import MAX_CONTRACT
from chat_app.services.withdrawals.dto import Declaration, Receipt
from chat_app.services.withdrawals.service import receipt_words

_HOME = ("/", "withdrawal.back")


def closed_page(language: str) -> HTMLResponse:
    """Where nothing was ever sold."""
    return page("withdrawal.title", language, paragraph("withdrawal.closed_intro", language) + links(language, _HOME))


def form_page(language: str, given: Mapping[str, str], error: AppError | None = None) -> HTMLResponse:
    """The first step: who withdraws from what, and where the confirmation goes."""
    fields = (
        Field("name", translate("withdrawal.name", language), "text", "name", MAX_NAME, given.get("name", "")),
        Field(
            "contract",
            translate("withdrawal.contract", language),
            "text",
            "off",
            MAX_CONTRACT,
            given.get("contract", ""),
            translate("withdrawal.contract_hint", language),
        ),
        _email(language, given.get("email", "")),
    )
    body = paragraph("withdrawal.intro", language) + form(language, "/withdraw", "withdrawal.go_on", fields, error=error)
    return page("withdrawal.title", language, body + links(language, _HOME), error.status if error else 200)


def check_page(language: str, declaration: Declaration) -> HTMLResponse:
    """The second step. The declaration has an id from here on: a form that is sent twice counts once."""
    said = asdict(declaration)
    confirm = form(language, "/withdraw/confirm", "withdrawal.confirm", [], {**said, "key": new_id()})
    change = form(language, "/withdraw", "withdrawal.change", [], {**said, "change": "1"}, second=True)
    body = paragraph("withdrawal.check_intro", language) + _declared(language, declaration) + confirm + change
    return page("withdrawal.check", language, body)


def receipt_page(language: str, receipt: Receipt, country: str, *, mailed: bool) -> HTMLResponse:
    """That it was received, with its content, date and time."""
    words = receipt_words(receipt, country, language)
    when = {name: words[name] for name in ("date", "time", "zone", "id")}
    body = (
        note("withdrawal.received_at", language, **when)
        + _declared(language, receipt.declaration)
        + paragraph("withdrawal.mailed" if mailed else "withdrawal.not_mailed", language)
        + paragraph("withdrawal.next", language)
        + links(language, _HOME)
    )
    return page("withdrawal.received", language, body)


def _declared(language: str, declaration: Declaration) -> str:
    return f'<blockquote class="auth-quote">{paragraph("withdrawal.declaration", language, **asdict(declaration))}</blockquote>\n'


def _email(language: str, value: str) -> Field:
    usual = email_field(language, value, "email")
    return Field(
        usual.name,
        translate("withdrawal.email", language),
        usual.type,
        usual.autocomplete,
        usual.max_length,
        value,
        translate("withdrawal.email_hint", language),
    )
