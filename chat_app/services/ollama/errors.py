"""Why something with local models is not done."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, LimitReachedError, NotFoundError


class ServerNotFoundError(NotFoundError):
    default_key = "ollama_errors.no_server"


class PullNotFoundError(NotFoundError):
    default_key = "ollama_errors.no_pull"


class PullRunningError(ConflictError):
    default_key = "ollama_errors.still_running"


class NothingMissingError(ConflictError):
    default_key = "ollama_errors.nothing_missing"


class TooManyPullsError(LimitReachedError):
    default_key = "ollama_errors.too_many"


class ModelNameError(InvalidInputError):
    default_key = "ollama_errors.name"


class RegistryError(InvalidInputError):
    default_key = "ollama_errors.registry"
