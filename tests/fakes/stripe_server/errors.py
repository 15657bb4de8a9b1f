"""What Stripe refuses, in the envelope that its clients read."""

from __future__ import annotations

from typing import Any


class StripeRefusalError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, kind: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message} | {name: value for name, value in more.items() if value is not None}}


def invalid(message: str, code: str | None = None, param: str | None = None) -> StripeRefusalError:
    return StripeRefusalError(400, "invalid_request_error", message, code=code, param=param)


def missing(kind: str, object_id: str) -> StripeRefusalError:
    message = f"No such {kind.replace('.', ' ')}: '{object_id}'"
    return StripeRefusalError(404, "invalid_request_error", message, code="resource_missing", param="id")


def card_error(code: str, message: str, **more: Any) -> StripeRefusalError:
    return StripeRefusalError(402, "card_error", message, code=code, **more)
