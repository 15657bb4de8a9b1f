"""What was refused leaves one entry a minute per person and action: enough to see it, too little to flood the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import is_id

logger = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
MOST_KNOWN = 10_000
MAX_NAME = 200


class Refusals:
    """Records `access.refuse` for the edges, which answer whatever becomes of it."""

    def __init__(self, audit: AuditLog, now: Callable[[], float] = time.monotonic) -> None:
        self._audit = audit
        self._now = now
        self._noted: dict[tuple[str, str], float] = {}

    async def note(self, actor: Actor, kind: str, name: str, object_id: str = "", *, reason: str = "") -> None:
        """`name` is the route or event that was refused; an actor without id stands for everybody who is not signed in."""
        if not self._is_due((actor.user_id, f"{kind} {name}")):
            return
        try:
            shown = object_id if is_id(object_id) else ""
            await self._audit.note(
                actor, "access.refuse", kind=kind, object_id=shown, outcome="refused", name=name[:MAX_NAME], reason=reason
            )
        except Exception:
            logger.exception("A refusal could not be recorded")

    def _is_due(self, key: tuple[str, str]) -> bool:
        now = self._now()
        if now - self._noted.get(key, -EVERY_SECONDS) < EVERY_SECONDS:
            return False
        if len(self._noted) >= MOST_KNOWN:
            self._noted = {known: at for known, at in self._noted.items() if now - at < EVERY_SECONDS}
        if len(self._noted) >= MOST_KNOWN:
            return False
        self._noted[key] = now
        return True
