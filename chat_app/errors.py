"""The few errors of Parley, safe to show to a person.

    AppError
    ├── NotAuthenticatedError 401        ├── NotFoundError 404 (also for "not yours")
    ├── NotAllowedError 403              ├── ConflictError 409
    ├── InvalidInputError 422            ├── LimitReachedError 429
    └── UpstreamError 502
        ├── UpstreamAuthError            the provider refuses our key
        ├── UpstreamRateLimitError       the provider asks us to wait
        ├── UpstreamTimeoutError         nothing came in time
        ├── UpstreamUnavailableError     the provider is down or unreachable
        │   └── UpstreamPausedError      it was, and is left alone for some seconds
        ├── UpstreamProtocolError        the provider sent what we cannot read
        ├── UpstreamRefusedError         the provider's content policy says no
        ├── UpstreamInvalidRequestError  the model does not take this request
        └── ContextTooLongError          the chat is longer than the model's window

`key` names a sentence of the catalogue (`chat_app/i18n`); `params` fill it. Anything else that
is raised is a bug: it is logged with a reference, and only the reference is shown.
"""

from __future__ import annotations

from typing import ClassVar


class AppError(Exception):
    """Base of all errors that may be shown. `key` is the message's name in the catalogue."""

    status: ClassVar[int] = 400
    default_key: ClassVar[str] = "error.unexpected"
    further_keys: ClassVar[frozenset[str]] = frozenset()
    """Other sentences that say the same more closely."""

    def __init__(self, key: str | None = None, **params: str | int) -> None:
        self.key = key or self.default_key
        self.params = params
        super().__init__(self.key)

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed a little later."""
        return False

    @property
    def members(self) -> dict[str, object]:
        """What a program gets to know about the problem besides the sentence."""
        return {}


class NotAuthenticatedError(AppError):
    status = 401
    default_key = "error.not_authenticated"


class NotAllowedError(AppError):
    status = 403
    default_key = "error.not_allowed"


class NotFoundError(AppError):
    """The object does not exist, or it belongs to someone else: both look the same."""

    status = 404
    default_key = "error.not_found"


class ConflictError(AppError):
    status = 409
    default_key = "error.conflict"


class InvalidInputError(AppError):
    status = 422
    default_key = "error.invalid_input"


class LimitReachedError(AppError):
    """Too much of something; `retry_after` is the seconds until there may be more, where that is known."""

    status = 429
    default_key = "error.limit_reached"

    def __init__(self, key: str | None = None, *, retry_after: float | None = None, **params: str | int) -> None:
        super().__init__(key, **params)
        self.retry_after = retry_after


class UpstreamError(AppError):
    """A model provider failed. `provider` in `params` names it; `detail` never leaves the log."""

    status = 502
    default_key = "error.upstream"

    def __init__(self, key: str | None = None, *, detail: str = "", **params: str | int) -> None:
        super().__init__(key, **params)
        self.detail = detail


class UpstreamAuthError(UpstreamError):
    default_key = "error.upstream_auth"


class UpstreamRateLimitError(UpstreamError):
    status = 503
    default_key = "error.upstream_rate_limit"

    def __init__(self, key: str | None = None, *, retry_after: float | None = None, detail: str = "", **params: str | int) -> None:
        super().__init__(key, detail=detail, **params)
        self.retry_after = retry_after

    @property
    def retryable(self) -> bool:
        return True


class UpstreamTimeoutError(UpstreamError):
    status = 504
    default_key = "error.upstream_timeout"

    @property
    def retryable(self) -> bool:
        return True


class UpstreamUnavailableError(UpstreamError):
    status = 503
    default_key = "error.upstream_unavailable"

    @property
    def retryable(self) -> bool:
        return True


class UpstreamPausedError(UpstreamUnavailableError):
    """The provider failed several times just now: nothing is sent before it had a moment."""

    default_key = "error.upstream_paused"

    @property
    def retryable(self) -> bool:
        return False


class UpstreamProtocolError(UpstreamError):
    default_key = "error.upstream_protocol"


class UpstreamRefusedError(UpstreamError):
    status = 422
    default_key = "error.upstream_refused"


class UpstreamInvalidRequestError(UpstreamError):
    status = 422
    default_key = "error.upstream_invalid_request"


class ContextTooLongError(UpstreamError):
    status = 413
    default_key = "error.context_too_long"


def error_of(key: str) -> AppError:
    """The error that a stored key stands for; for a key of its own, one of the provider's failures."""
    waiting = [AppError]
    while waiting:
        kind = waiting.pop()
        if kind.default_key == key:
            return kind()
        if key in kind.further_keys:
            return kind(key)
        waiting += kind.__subclasses__()
    return UpstreamError(key)
