"""How an entry is hashed: SHA-256 over the hash before it and the row in one canonical form."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Protocol

FIELDS = ("actor_id", "action", "outcome", "object_kind", "object_id", "subject_id", "network", "details")


class Hashed(Protocol):
    """An entry, or a row of its columns."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...


def hash_of(before: str, entry: Hashed) -> str:
    """The hash of `entry` as the one that follows `before`, in hexadecimal."""
    row = [entry.seq, entry.at.astimezone(UTC).isoformat(timespec="microseconds"), *(getattr(entry, name) for name in FIELDS)]
    return hashlib.sha256((before + json.dumps(row, ensure_ascii=False, separators=(",", ":"))).encode()).hexdigest()
