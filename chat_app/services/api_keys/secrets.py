"""What a key looks like: `parley_<prefix>_<secret>`. The prefix finds it, the secret opens."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_PREFIX_LENGTH = 8
_SECRET_BYTES = 32
_SHAPE = re.compile(r"(parley_[a-z0-9]{8})_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class KeyText:
    """A whole key, to be shown once."""

    text: str

    @property
    def prefix(self) -> str:
        """The part that may be shown later."""
        return self.text[: len("parley_") + _PREFIX_LENGTH]

    @property
    def hash(self) -> str:
        """SHA-256 is enough: the secret has 256 random bits, nothing can be guessed."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def opens(self, secret_hash: str) -> bool:
        """Whether this is the key with that hash; takes the same time wherever they differ."""
        return hmac.compare_digest(self.hash, secret_hash)


def make_key() -> KeyText:
    """A new key."""
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(_PREFIX_LENGTH))
    return KeyText(f"parley_{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}")


def parse_key(text: str) -> KeyText | None:
    """The key that `text` is; None for what cannot be one."""
    return KeyText(text) if _SHAPE.fullmatch(text) else None
