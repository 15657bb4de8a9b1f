"""Reads and changes what administrators set; read often, so kept in memory for seconds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.access.matrix import require
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.site import queries
from chat_app.services.site.sections import Section

CACHE = timedelta(seconds=5)
"""How long a change made by another process may go unnoticed."""

S = TypeVar("S", bound=Section)
Consequence = Callable[[Session, Section, Section], None]
"""What else a change does in its transaction; given the section before and after."""


def no_proof(_actor: Actor) -> None:
    """Asks nobody for anything."""


class SiteService:
    """The settings of the site, section by section."""

    def __init__(self, db: Database, audit: AuditLog, clock: Clock, proof: Callable[[Actor], None] = no_proof) -> None:
        """`proof` raises `ProofNeededError` unless the actor has just proved who they are."""
        self._db = db
        self._proof = proof
        self._audit = audit
        self._clock = clock
        self._cache: dict[str, tuple[datetime, Section]] = {}
        self.consequences: list[Consequence] = []

    async def load(self, section: type[S]) -> S:
        """The section as it is set now. Whoever needs it may ask: it decides what everybody may do."""
        cached = self._cache.get(section.name)
        if cached and cached[0] > self._clock() and isinstance(cached[1], section):
            return cached[1]
        text = await self._db.read(lambda session: queries.read_setting(session, section.name))
        loaded = section.model_validate_json(text) if text else section()
        self._cache[section.name] = (self._clock() + CACHE, loaded)
        return loaded

    async def save(self, actor: Actor, section: Section) -> None:
        """Set a section as a whole; raises `NotFoundError` for whoever may not, `ProofNeededError`."""
        require(actor, section.permission)
        if section.needs_proof:
            self._proof(actor)
        await self._db.write(lambda session: self.write(session, actor, section))
        self.forget(type(section))

    def write(self, session: Session, actor: Actor, section: Section) -> None:
        """Set a section within a transaction, without asking who may: for what the house does by itself. Then `forget` it."""
        before = type(section).model_validate_json(queries.read_setting(session, section.name) or "{}")
        changed = sorted(name for name in type(section).model_fields if getattr(before, name) != getattr(section, name))
        queries.write_setting(session, section.name, section.model_dump_json(), self._clock())
        for consequence in self.consequences:
            consequence(session, before, section)
        self._audit.record(session, actor, "site.change", kind="section", object_id=section.name, fields=changed)

    def forget(self, section: type[Section]) -> None:
        """The next `load` reads what is stored."""
        self._cache.pop(section.name, None)
