"""What can go wrong with prices."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, NotFoundError


class ChangeNotFoundError(NotFoundError):
    default_key = "prices.error.change_not_found"


class ChangeDecidedError(ConflictError):
    """Somebody, or a later list, was faster."""

    default_key = "prices.error.change_decided"


class ModelNotPricedError(NotFoundError):
    default_key = "prices.error.model_not_found"


class NoSuchProviderError(InvalidInputError):
    default_key = "prices.error.no_provider"


class RateError(InvalidInputError):
    default_key = "prices.error.rate"
