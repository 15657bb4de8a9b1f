"""LiteLLM's exceptions as ours: by class first, by status and the vendor's words second."""

from __future__ import annotations

from collections.abc import Mapping

from chat_app import errors
from chat_app.integrations.llm.failures import Failure, error_of
from chat_app.integrations.llm.retry_after import retry_after

_KINDS: dict[str, type[errors.UpstreamError]] = {
    "ContextWindowExceededError": errors.ContextTooLongError,
    "ContentPolicyViolationError": errors.UpstreamRefusedError,
    "RejectedRequestError": errors.UpstreamRefusedError,
    "Timeout": errors.UpstreamTimeoutError,
    "APITimeoutError": errors.UpstreamTimeoutError,
    "APIResponseValidationError": errors.UpstreamProtocolError,
    "UnsupportedParamsError": errors.UpstreamInvalidRequestError,
}
_UNREAD = (LookupError, ValueError, TypeError, AttributeError)
"""What parsers stumble over; the SDK reports it as a lost connection with status 500."""


def error_of_exception(error: Exception, provider: str, key: str, model: str) -> errors.UpstreamError:
    """Return our error for whatever the SDK raised.

    The names of an exception's classes are compared, not the classes: the library may not be loaded here.
    """
    original = _original(error)
    names = [kind.__name__ for kind in type(original).__mro__]
    failure = _failure(original, provider, key)
    kind = next((_KINDS[name] for name in names if name in _KINDS), None)
    if kind is None and (not failure.status or "APIConnectionError" in names):
        kind = errors.UpstreamProtocolError if _was_unreadable(error) else errors.UpstreamUnavailableError
    return kind(provider=provider, detail=failure.detail) if kind else error_of(failure, model)


def _was_unreadable(error: BaseException) -> bool:
    """Tell whether a parser failed, and no connection, anywhere behind this error."""
    causes: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in causes:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    lost = any(isinstance(cause, OSError) for cause in causes)
    return not lost and any(isinstance(cause, _UNREAD) for cause in causes)


def _original(error: Exception) -> Exception:
    """Return what really happened where the SDK wraps it for its own fallback logic."""
    inner = getattr(error, "original_exception", None)
    return inner if isinstance(inner, Exception) else error


def _failure(error: Exception, provider: str, key: str) -> Failure:
    message = str(getattr(error, "message", "") or error)
    status = getattr(error, "status_code", 0)
    # The exception's own response is made up; what the vendor sent is beside it.
    headers: Mapping[str, str] = getattr(error, "litellm_response_headers", None) or {}
    return Failure(provider, status if isinstance(status, int) else 0, type(error).__name__, message, retry_after(headers, message), key)
