"""What a provider's refusal means for a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import orjson
import pytest

from chat_app import errors
from chat_app.integrations.llm.failures import error_of, failure_of_answer, without_secrets
from chat_app.integrations.llm.retry_after import retry_after


def mapped(status: int, body: object, headers: dict[str, str] | None = None) -> errors.UpstreamError:
    data = body.encode() if isinstance(body, str) else orjson.dumps(body)
    return error_of(failure_of_answer("P", "the-key-of-this-test", status, headers or {}, data), "m-1")


@pytest.mark.parametrize(
    ("status", "body", "kind", "key"),
    [
        (
            404,
            {"error": {"code": "model_not_found", "message": "The model `m-1` does not exist"}},
            errors.UpstreamInvalidRequestError,
            "provider.no_model",
        ),
        (400, {"error": {"message": "m-1 is not a valid model ID", "code": 400}}, errors.UpstreamInvalidRequestError, "provider.no_model"),
        (404, "<html>nginx</html>", errors.UpstreamInvalidRequestError, "error.upstream_invalid_request"),
        (
            429,
            {"error": {"code": "insufficient_quota", "message": "You exceeded your current quota"}},
            errors.UpstreamAuthError,
            "provider.no_credit",
        ),
        (402, {"error": {"message": "Insufficient Balance"}}, errors.UpstreamAuthError, "provider.no_credit"),
        (400, {"error": {"message": "Your credit balance is too low to access the API"}}, errors.UpstreamAuthError, "provider.no_credit"),
        (403, {"error": {"message": "Input flagged by moderation", "code": 403}}, errors.UpstreamRefusedError, "error.upstream_refused"),
        (400, {"error": {"code": "content_policy_violation", "message": "…"}}, errors.UpstreamRefusedError, "error.upstream_refused"),
        (413, "", errors.ContextTooLongError, "error.context_too_long"),
        (
            413,
            {"error": {"message": "Request too large, tokens per minute", "code": "rate_limit_exceeded"}},
            errors.UpstreamRateLimitError,
            "error.upstream_rate_limit",
        ),
        (
            400,
            {"object": "error", "message": "This model's maximum context length is 4096 tokens."},
            errors.ContextTooLongError,
            "error.context_too_long",
        ),
        (400, {"error": "input length exceeds the context length"}, errors.ContextTooLongError, "error.context_too_long"),
        (
            422,
            {"detail": [{"loc": ["body", "x"], "msg": "Extra inputs"}]},
            errors.UpstreamInvalidRequestError,
            "error.upstream_invalid_request",
        ),
        (
            400,
            [{"error": {"code": 400, "message": "API key not valid"}}],
            errors.UpstreamAuthError,
            "error.upstream_auth",
        ),
        (408, "", errors.UpstreamTimeoutError, "error.upstream_timeout"),
        (504, "<html>gateway time-out</html>", errors.UpstreamTimeoutError, "error.upstream_timeout"),
        (529, {"error": {"type": "overloaded_error"}}, errors.UpstreamUnavailableError, "error.upstream_unavailable"),
        (502, "Bad gateway", errors.UpstreamUnavailableError, "error.upstream_unavailable"),
    ],
)
def test_status_and_words(status: int, body: object, kind: type[errors.UpstreamError], key: str) -> None:
    error = mapped(status, body)
    assert (type(error), error.key, error.params["provider"]) == (kind, key, "P")


def test_a_missing_model_is_named() -> None:
    assert mapped(404, {"error": {"code": "model_not_found"}}).params == {"provider": "P", "model": "m-1"}


def test_the_detail_is_short_and_holds_no_key() -> None:
    error = mapped(
        401,
        {"error": {"message": "Incorrect key: the-key-of-this-test sk-proj-abcdefgh1234 AIzaSyA-1234567890 Bearer abc.def " + "x" * 5000}},
    )
    for secret in ("the-key-of-this-test", "sk-proj", "AIza", "abc.def"):
        assert secret not in error.detail
    assert error.detail.startswith("HTTP 401")
    assert len(error.detail) <= 1000


def test_words_without_keys_stay() -> None:
    assert without_secrets("task-force: the key point") == "task-force: the key point"


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"retry-after": "12"}, "", 12),
        ({"retry-after": "1.5"}, "", 1.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, "", 0.25),
        ({}, "Please try again in 6m0s.", 360),
        ({}, "Please retry in 48.939935699s.", 48.939935699),
        ({}, '{"retryDelay": "34.4s"}', 34.4),
        ({}, "Please try again in 20ms", 0.02),
        ({"retry-after": "soon"}, "", None),
        ({"retry-after": "-5"}, "", None),
        ({}, "", None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], body: str, seconds: float | None) -> None:
    assert retry_after(headers, body) == pytest.approx(seconds)


def test_how_long_to_wait_as_a_date() -> None:
    moment = datetime.now(UTC) + timedelta(seconds=30)
    assert retry_after({"retry-after": format_datetime(moment, usegmt=True)}, "") == pytest.approx(30, abs=2)
    assert retry_after({"retry-after": "Sat, 01 Jan 2000 00:00:00 GMT"}, "") == 0
