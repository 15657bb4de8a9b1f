"""Placeholders such as ⟦EMAIL_4821⟧. Derived from the value and the chat by a secret of ours, so nothing has to be stored."""

from __future__ import annotations

import hashlib
import hmac
import re

from chat_app.services.redaction.finding import find
from chat_app.services.redaction.patterns import compact

OPEN, CLOSE = "⟦", "⟧"
LONGEST = 16
SMALLEST, RANGE = 1_000, 9_000
_PLACEHOLDER = re.compile(f"{OPEN}[A-Z]{{4,5}}_[0-9]{{4,6}}{CLOSE}")


class Placeholders:
    """Those of one request. The same value gets the same placeholder in all requests of a chat, and another in other chats."""

    def __init__(self, secret: bytes, chat: str) -> None:
        self._key = hmac.new(secret, chat.encode(), hashlib.sha256).digest()
        self._values: dict[str, str] = {}
        self._names: dict[tuple[str, str], str] = {}

    def __bool__(self) -> bool:
        """Whether anything was replaced."""
        return bool(self._values)

    def hide(self, text: str) -> str:
        """The text with placeholders for what was found in it."""
        pieces, end = list[str](), 0
        for found in find(text):
            pieces += [text[end : found.start], self._name(found.kind, text[found.start : found.end])]
            end = found.end
        return "".join([*pieces, text[end:]]) if pieces else text

    def restore(self, text: str) -> str:
        """The text with the values in place of our placeholders; any others stay as they are."""
        return _PLACEHOLDER.sub(lambda match: self._values.get(match.group(), match.group()), text)

    def _name(self, kind: str, value: str) -> str:
        same = kind, value.casefold() if kind == "EMAIL" else compact(value)
        if same not in self._names:
            digest = hmac.new(self._key, "\0".join(same).encode(), hashlib.sha256).digest()
            number = SMALLEST + int.from_bytes(digest[:8]) % RANGE
            while (name := f"{OPEN}{kind}_{number}{CLOSE}") in self._values:
                number += 1
            self._names[same], self._values[name] = name, value
        return self._names[same]


class StreamRestorer:
    """Restores a text that comes in pieces: holds back what may be the beginning of a placeholder."""

    def __init__(self, placeholders: Placeholders) -> None:
        self._placeholders = placeholders
        self._held = ""

    def feed(self, piece: str) -> str:
        """What may be shown after this piece."""
        text = self._held + piece
        opened = text.rfind(OPEN)
        if opened < 0 or CLOSE in text[opened:] or len(text) - opened > LONGEST:
            opened = len(text)
        self._held = text[opened:]
        return self._placeholders.restore(text[:opened])

    def rest(self) -> str:
        """What was held back and came to nothing."""
        held, self._held = self._held, ""
        return held
