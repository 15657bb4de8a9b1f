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
    # Control characters, among them those that turn the direction of writing, become blanks or nothing.
    visible = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)
    name = " ".join("".join(sign for sign in visible if unicodedata.category(sign) != "Cf").split())
    if not 1 <= len(name) <= MAX_NAME:
        raise InvalidInputError("auth.error.name", max=MAX_NAME)
    return name
