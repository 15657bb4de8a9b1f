"""What people call themselves."""

from __future__ import annotations

import unicodedata

from chat_app.errors import InvalidInputError
from chat_app.services.kernel.texts import is_storable

MAX_NAME = 100


def clean_name(text: object) -> str:
    """One line without invisible characters, at most 100 long; raises `InvalidInputError` when nothing is left of it."""
    if not isinstance(text, str) or len(text) > 10 * MAX_NAME or not is_storable(text):
        raise InvalidInputError("auth.error.name", max=MAX_NAME)
    name = visible(text)
    if not 1 <= len(name) <= MAX_NAME:
        raise InvalidInputError("auth.error.name", max=MAX_NAME)
    return name


def visible(text: str) -> str:
    """One line of what a reader sees: control characters, among them those that turn the direction of writing, become blanks or nothing."""
    blanks = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    return " ".join("".join(sign for sign in blanks if unicodedata.category(sign) != "Cf").split())
