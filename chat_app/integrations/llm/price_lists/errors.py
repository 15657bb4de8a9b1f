"""Why a published list is not believed."""

from __future__ import annotations

from chat_app.errors import AppError

TOO_FEW = "prices.problem.too_few"
UNREACHABLE = "prices.problem.unreachable"
STATUS = "prices.problem.status"


class ListRefusedError(AppError):
    """`key` is one of "prices.problem.…"."""

    default_key = "prices.problem.not_json"
