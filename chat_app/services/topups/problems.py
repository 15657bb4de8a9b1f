"""Why an automatic payment failed, in words for its person: the provider's codes as keys of the catalogue."""

from __future__ import annotations

DECLINED = "topups.problem.declined"
CONFIRM = "topups.problem.confirm"
METHOD = "topups.problem.method"
PROFILE = "topups.problem.profile"
AMOUNT = "topups.problem.amount"
CAP = "topups.problem.cap"
RETURNED = "topups.problem.returned"
FAILED = "topups.problem.failed"

_KEYS = {
    "authentication_required": CONFIRM,
    "requires_action": CONFIRM,
    "resource_missing": METHOD,
    "payment_method_unactivated": METHOD,
    "expired_card": METHOD,
    "no_answer": FAILED,
    "key_used_otherwise": FAILED,
    "key_refused": FAILED,
    "key_lacks_permission": FAILED,
    "invalid_request": FAILED,
    "provider_failed": FAILED,
    "rate_limit": FAILED,
}


def problem_of(code: str) -> str:
    """The key for a code of the provider; what a bank says beyond those above is that it declined."""
    return _KEYS.get(code, DECLINED)
