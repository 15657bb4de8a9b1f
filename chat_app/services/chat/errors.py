"""What can be wrong about a chat."""

from __future__ import annotations

from chat_app.errors import ConflictError, InvalidInputError


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
