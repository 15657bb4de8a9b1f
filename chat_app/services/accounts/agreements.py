"""What accounts ask of the texts that people agree to (services/privacy/consents.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from sqlmodel import Session


class Agreements(Protocol):
    """Looks at what was agreed to, and records it with the account."""

    async def check(self, given: Mapping[str, str]) -> Mapping[Any, str]: ...

    def record_all(self, session: Session, user_id: str, agreed: Mapping[Any, str]) -> None: ...
