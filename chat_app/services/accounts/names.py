"""What people call themselves."""

from __future__ import annotations

from chat_app.errors import InvalidInputError
from chat_app.services.kernel.texts import is_storable, visible

MAX_NAME = 100


def clean_name(text: object) -> str:
    """One line without invisible characters, at most 100 long; raises `InvalidInputError` when nothing is left of it."""
    if not isinstance(text, str) or len(text) > 10 * MAX_NAME or not is_storable(text):
        raise InvalidInputError("auth.error.name", max=MAX_NAME)
    name = visible(text)
    if not 1 <= len(name) <= MAX_NAME:
        raise InvalidInputError("auth.error.name", max=MAX_NAME)
    return name
