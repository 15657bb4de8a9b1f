"""Why there are no new exchange rates."""

from __future__ import annotations

from chat_app.errors import AppError, InvalidInputError, NotFoundError


class RatesUnavailableError(AppError):
    """The rates could not be fetched, or what came is not a list of rates that one may believe."""

    status = 502
    default_key = "currency.error.unavailable"


class RateNotWaitingError(NotFoundError):
    """There is no refused rate of this currency."""

    default_key = "currency.error.not_waiting"


class NoRateError(InvalidInputError):
    """Nobody knows what this currency is worth."""

    default_key = "currency.error.no_rate"
