"""What a provider's refusal means for a person: HTTP status and error object to our few errors.

Whatever the vendor wrote goes to `detail`, for the log alone and without keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chat_app import errors
from chat_app.integrations.llm.json_objects import items, mapping, text, value_of
from chat_app.integrations.llm.retry_after import retry_after

_DETAIL_CHARACTERS = 1000
_SECRETS = re.compile(r"(?i)\b(?:bearer\s+\S+|(?:sk|rpa|gsk|xai|key)[-_][\w*.-]{6,}|AIza[\w-]{10,}|(?<=key=)[\w-]{8,})")
_TOO_LONG = re.compile(
    r"(?i)context[ _](?:length|window|size)|maximum (?:context|prompt|input)|prompt is too long|input is too long|too many (?:input )?tokens"
    r"|input token count.{0,40}exceeds|reduce the length of|exceeds? the (?:available|model'?s) (?:context|max)"
)
_CONTENT = re.compile(r"(?i)content[ _]?(?:policy|filter|management)|moderation|flagged|safety system|responsible.?ai")
_NO_CREDIT = re.compile(r"(?i)insufficient[ _](?:quota|credit|balance|funds)|credit balance is too low")
_WRONG_KEY = re.compile(
    r"(?i)api[ _]key (?:not valid|expired|not found)|(?:invalid|incorrect) api[ _]?key|API_KEY_INVALID|security token .{0,40}invalid"
)
_NO_MODEL = re.compile(
    r"(?i)model[ _]?not[ _]?found|model.{0,80}(?:does not exist|not found|not a valid model)|not a valid model|no endpoints found|unknown model|DeploymentNotFound"
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One refusal as it came in. `status` is 0 where the provider gave none."""

    provider: str
    status: int = 0
    code: str = ""
    message: str = ""
    wait: float | None = None
    key: str = ""

    @property
    def detail(self) -> str:
        words = f"HTTP {self.status} {self.code}: {self.message}" if self.status else f"{self.code}: {self.message}"
        return without_secrets(words, self.key)[:_DETAIL_CHARACTERS]


def without_secrets(words: str, key: str = "") -> str:
    """Return the text with our key, and anything that looks like one, struck out."""
    return _SECRETS.sub("[key]", words.replace(key, "[key]") if key else words)


def failure_of_answer(provider: str, key: str, status: int, headers: Mapping[str, str], body: bytes) -> Failure:
    """Read an answer whose status is not 200."""
    words = body.decode("utf-8", "replace")
    value = value_of(body)
    # Gemini wraps its error object in a list.
    found = failure_of_object(provider, key, mapping(next(iter(items(value)), value)), status)
    return Failure(provider, status, found.code, found.message or words, retry_after(headers, words), key)


def failure_of_object(provider: str, key: str, answer: dict[str, Any], status: int = 0) -> Failure:
    """Read an error object; vendors nest it, name its parts and type its code in their own ways."""
    said = answer.get("error") or answer.get("detail") or answer
    error = mapping(said)
    if not error:
        return Failure(provider, status, "", str(said), key=key)
    kinds = [str(error[name]) for name in ("code", "type", "status", "error_type") if error.get(name)]
    number = next((int(kind) for kind in kinds if kind.isdigit() and len(kind) == 3), 0)
    # OpenRouter puts what the vendor behind it said into the metadata.
    inner = text(mapping(error.get("metadata")).get("raw"))
    message = " ".join(part for part in (text(error.get("message")), inner) if part)
    return Failure(provider, status or number, " ".join(kinds), message, retry_after({}, message), key)


def error_of(failure: Failure, model: str = "") -> errors.UpstreamError:
    """Return our error for a failure: what it says first, what its status is second."""
    words = f"{failure.code} {failure.message}"
    status = failure.status
    if status == 429 or "rate_limit" in failure.code or "RESOURCE_EXHAUSTED" in failure.code:
        return _limited(failure, words)
    if status == 413 or ((status in {400, 422, 500} or not status) and _TOO_LONG.search(words)):
        return errors.ContextTooLongError(provider=failure.provider, detail=failure.detail)
    if (status in {400, 403, 422} or not status) and _CONTENT.search(words):
        return errors.UpstreamRefusedError(provider=failure.provider, detail=failure.detail)
    if status == 400 and _WRONG_KEY.search(words):
        return errors.UpstreamAuthError(provider=failure.provider, detail=failure.detail)
    if status in {400, 404} and model and _NO_MODEL.search(words):
        return errors.UpstreamInvalidRequestError("provider.no_model", provider=failure.provider, model=model, detail=failure.detail)
    if status == 402 or ((status in {400, 403} or not status) and _NO_CREDIT.search(words)):
        return errors.UpstreamAuthError("provider.no_credit", provider=failure.provider, detail=failure.detail)
    return _by_status(failure)


def _limited(failure: Failure, words: str) -> errors.UpstreamError:
    """An empty account answers 429 at OpenAI as well; waiting does not fill it."""
    if _NO_CREDIT.search(words):
        return errors.UpstreamAuthError("provider.no_credit", provider=failure.provider, detail=failure.detail)
    return errors.UpstreamRateLimitError(provider=failure.provider, retry_after=failure.wait, detail=failure.detail)


def _by_status(failure: Failure) -> errors.UpstreamError:
    status = failure.status
    kind: type[errors.UpstreamError] = errors.UpstreamUnavailableError
    if status in {401, 403} or "authentication" in failure.code:
        kind = errors.UpstreamAuthError
    elif status in {408, 504, 524}:
        kind = errors.UpstreamTimeoutError
    elif 300 <= status < 400:
        kind = errors.UpstreamProtocolError
    elif status == 424:
        # Bedrock: the model behind it failed.
        kind = errors.UpstreamUnavailableError
    elif 400 <= status < 500 or "invalid_request" in failure.code:
        kind = errors.UpstreamInvalidRequestError
    return kind(provider=failure.provider, detail=failure.detail)
