"""Which models are asked when one fails, and which failures are worth it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from chat_app import errors
from chat_app.services.site.sections import Fallbacks

MOST_BEHIND = 5
_WORTH = (
    errors.UpstreamRateLimitError,
    errors.UpstreamTimeoutError,
    errors.UpstreamUnavailableError,
    errors.UpstreamProtocolError,
)
REASONS = {
    "error.upstream_rate_limit": "fallback.reason.rate_limit",
    "error.upstream_timeout": "fallback.reason.timeout",
    "error.upstream_unavailable": "fallback.reason.unavailable",
    "error.upstream_paused": "fallback.reason.paused",
    "error.upstream_protocol": "fallback.reason.unreadable",
    "error.upstream_auth": "fallback.reason.key",
    "provider.no_credit": "fallback.reason.no_credit",
    "provider.no_model": "fallback.reason.no_model",
    "error.model_unknown": "fallback.reason.no_model",
    "error.upstream_refused": "fallback.reason.refused",
    "error.upstream_invalid_request": "fallback.reason.does_not_fit",
    "error.context_too_long": "fallback.reason.does_not_fit",
    "error.fit_message": "fallback.reason.does_not_fit",
    "error.fit_images": "fallback.reason.does_not_fit",
    "error.empty_answer": "fallback.reason.empty",
    "error.local_only_person": "fallback.reason.not_local",
    "error.local_only_folder": "fallback.reason.not_local",
}
CUT = "fallback.reason.cut"
SLOW = "fallback.reason.slow"
OTHER = "fallback.reason.other"


def is_worth_another(error: errors.AppError) -> bool:
    """Whether another model may do better: the provider failed, and not the request, the key or the content."""
    return isinstance(error, _WORTH) or (isinstance(error, errors.UpstreamError) and error.key in {"error.upstream", "error.empty_answer"})


def reason_of(error: errors.AppError, *, in_mid_answer: bool) -> str:
    """The key of the few words that say why a model did not answer."""
    if in_mid_answer and isinstance(error, errors.UpstreamUnavailableError):
        return CUT
    return REASONS.get(error.key, OTHER)


def wanted_after(model_id: str, of_person: Iterable[str], of_site: Fallbacks) -> list[str]:
    """The models to ask after this one: the person's own first, then the administrator's for it."""
    chain = next((chain.model_ids for chain in of_site.chains if fnmatchcase(model_id, chain.pattern)), ())
    return [each for each in dict.fromkeys((*of_person, *chain)) if each and each != model_id]
