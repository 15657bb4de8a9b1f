"""What is said when a limit is reached: always what it is, and when it goes on."""

from __future__ import annotations

from chat_app.errors import LimitReachedError


class RequestLimitError(LimitReachedError):
    default_key = "usage_limits.error.requests"


class TurnLimitError(LimitReachedError):
    default_key = "usage_limits.error.turns"


class TokenLimitError(LimitReachedError):
    default_key = "usage_limits.error.tokens"


class UploadLimitError(LimitReachedError):
    default_key = "usage_limits.error.uploads"


class UploadSizeLimitError(LimitReachedError):
    default_key = "usage_limits.error.upload_size"


class BudgetLimitError(LimitReachedError):
    default_key = "usage_limits.error.budget"


class KeyBudgetLimitError(LimitReachedError):
    default_key = "usage_limits.error.key_budget"
