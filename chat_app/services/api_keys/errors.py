"""What can go wrong with keys."""

from __future__ import annotations

from chat_app.errors import InvalidInputError, LimitReachedError, NotAllowedError, NotFoundError


class ApiKeyNotFoundError(NotFoundError):
    default_key = "api_keys.error.not_found"


class ScopeNotAllowedError(NotAllowedError):
    """A scope that is none, or that the owner does not have themselves."""

    default_key = "api_keys.error.scope"


class TooManyKeysError(LimitReachedError):
    default_key = "api_keys.error.too_many"


class KeyNameError(InvalidInputError):
    default_key = "api_keys.error.name"


class KeyExpiryError(InvalidInputError):
    default_key = "api_keys.error.expiry"


class KeyBudgetError(InvalidInputError):
    default_key = "api_keys.error.budget"
