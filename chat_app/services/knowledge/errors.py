"""What can go wrong with documents; the sentences are in `i18n/documents.toml`."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, LimitReachedError, NotFoundError


class DocumentNotFoundError(NotFoundError):
    default_key = "document.not_found"


class PassageNotFoundError(NotFoundError):
    default_key = "document.passage_not_found"


class DocumentBusyError(ConflictError):
    """What is asked for does not fit to where its ingestion is."""

    default_key = "document.busy"


class TooManyDocumentsError(LimitReachedError):
    default_key = "document.too_many"


class PassageLengthError(InvalidInputError):
    default_key = "document.passage_length"
