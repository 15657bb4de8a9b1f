"""LiteLLM's exceptions as ours: by class first, by status and the vendor's words second."""

from __future__ import annotations

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
_LOST = frozenset({"APIConnectionError", "ConnectError", "RemoteProtocolError", "ReadError", "ClientConnectorError"})


def error_of_exception(error: Exception, provider: str, key: str, model: str) -> errors.UpstreamError:
    """Return our error for whatever the SDK raised.

    The names of an exception's classes are compared, not the classes: the library may not be loaded here.
    """
    error = _original(error)
    names = [kind.__name__ for kind in type(error).__mro__]
    failure = _failure(error, provider, key)
    kind = next((_KINDS[name] for name in names if name in _KINDS), None)
    if kind is not None:
        return kind(provider=provider, detail=failure.detail)
    if failure.status and not _LOST.intersection(names):
        return error_of(failure, model)
    # A lost connection is reported with status 500; a JSON or type error inside the SDK has no status at all.
    lost = _LOST.intersection(names) or isinstance(error, OSError)
    unknown = errors.UpstreamUnavailableError if lost else errors.UpstreamProtocolError
    return unknown(provider=provider, detail=failure.detail)


def _original(error: Exception) -> Exception:
    """Return what really happened where the SDK wraps it for its own fallback logic."""
    inner = getattr(error, "original_exception", None)
    return inner if isinstance(inner, Exception) else error


def _failure(error: Exception, provider: str, key: str) -> Failure:
    message = str(getattr(error, "message", "") or error)
    status = getattr(error, "status_code", 0)
    # The exception's own response is made up; what the vendor sent is beside it.
    headers = getattr(error, "litellm_response_headers", None) or {}
    return Failure(provider, status if isinstance(status, int) else 0, type(error).__name__, message, retry_after(headers, message), key)
