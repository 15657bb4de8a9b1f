"""What can be wrong about a chat."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError, UpstreamError


class TurnRunningError(ConflictError):
    """An answer of this chat is being written; what was asked for has to wait for it."""

    default_key = "error.turn_running"


class IdempotencyConflictError(ConflictError):
    """The idempotency key was used before, for something else."""

    default_key = "error.idempotency_conflict"


class EmptyMessageError(InvalidInputError):
    default_key = "error.message_empty"


class MessageTooLongError(InvalidInputError):
    default_key = "error.message_too_long"


class NothingToSummariseError(InvalidInputError):
    """There are no messages that a summary could stand for."""

    default_key = "error.nothing_to_summarise"


class SummaryFailedError(UpstreamError):
    """The model gave no summary; nothing was changed."""

    default_key = "error.summary_failed"
