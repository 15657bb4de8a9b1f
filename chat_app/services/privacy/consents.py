"""What people agreed to: of which text, when, where, and that they took it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, NotFoundError
from chat_app.models import Consent
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import new_id
from chat_app.services.privacy.consent_queries import list_consents
from chat_app.services.site import SiteService
from chat_app.services.site.sections import ConsentTexts

Purpose = Literal["terms", "privacy"]
Source = Literal["registration", "settings", "api"]
PURPOSES: tuple[Purpose, ...] = ("terms", "privacy")
REQUIRED: frozenset[Purpose] = frozenset({"terms"})
"""Without agreeing to these nobody gets an account; the others are free."""


@dataclass(frozen=True, slots=True)
class ConsentState:
    """A text that administrators put up, and where the person stands with it."""

    purpose: Purpose
    url: str
    version: str
    granted: bool
    """Whether this version was agreed to, and not taken back since."""
    at: datetime | None
    """When that was decided."""


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A text as it stands before whoever has no account yet."""

    purpose: Purpose
    url: str
    version: str
    required: bool
    """Whether there is no account without agreeing to it."""


@dataclass(frozen=True, slots=True)
class ConsentRecord:
    """One decision."""

    purpose: str
    version: str
    granted: bool
    source: str
    at: datetime


class ConsentService:
    """Records decisions; nothing of it is ever changed."""

    def __init__(self, db: Database, site: SiteService, audit: AuditLog, clock: Clock) -> None:
        self._db = db
        self._site = site
        self._audit = audit
        self._clock = clock

    async def asked(self) -> list[ConsentText]:
        """The texts that whoever makes an account is asked for."""
        texts = _texts(await self._site.load(ConsentTexts))
        return [ConsentText(purpose, *text, required=purpose in REQUIRED) for purpose, text in texts.items()]

    async def check(self, given: Mapping[str, str]) -> dict[Purpose, str]:
        """What somebody who makes an account agreed to: versions by purpose, of texts that there are.

        Raises `ConflictError` when one of them is not the present version, `InvalidInputError` when a required text is missing.
        """
        asked = {text.purpose: text for text in await self.asked()}
        agreed: dict[Purpose, str] = {text.purpose: given[text.purpose] for text in asked.values() if given.get(text.purpose)}
        if any(asked[purpose].version != version for purpose, version in agreed.items()):
            raise ConflictError("consent.error.newer_text")
        if any(text.required and text.purpose not in agreed for text in asked.values()):
            raise InvalidInputError("consent.error.required")
        return agreed

    def record_all(self, session: Session, user_id: str, agreed: Mapping[Purpose, str]) -> None:
        """Record what `check` found, within the transaction that makes the account."""
        for purpose, version in agreed.items():
            self.record(session, Actor(user_id), purpose, version, granted=True, source="registration")

    async def states(self, actor: Actor) -> list[ConsentState]:
        """The texts that there are, each with what the person decided about its present version."""
        texts = _texts(await self._site.load(ConsentTexts))
        rows = await self._db.read(lambda session: list(list_consents(session, actor.user_id)))
        return [_state(purpose, *text, rows) for purpose, text in texts.items()]

    async def missing(self, actor: Actor) -> list[ConsentState]:
        """The texts that still have to be agreed to."""
        return [state for state in await self.states(actor) if not state.granted]

    async def newer(self, actor: Actor) -> list[ConsentState]:
        """The texts whose present version the person has not decided about, if it is required or they agreed to one before."""
        texts = _texts(await self._site.load(ConsentTexts))
        rows = await self._db.read(lambda session: list(list_consents(session, actor.user_id))) if texts else []
        agreed = {row.purpose for row in rows if row.granted}
        found = [_state(purpose, *text, rows) for purpose, text in texts.items()]
        return [state for state in found if state.at is None and (state.purpose in REQUIRED or state.purpose in agreed)]

    async def history(self, actor: Actor) -> list[ConsentRecord]:
        """All decisions, newest first."""
        rows = await self._db.read(lambda session: list(list_consents(session, actor.user_id)))
        return [ConsentRecord(row.purpose, row.version, row.granted, row.source, row.at) for row in rows]

    async def decide(self, actor: Actor, purpose: Purpose, version: str, *, granted: bool, source: Source = "settings") -> None:
        """Record that the person agrees, or takes it back.

        `version` is that of the text they saw: raises `ConflictError` when there is a newer one by now, `NotFoundError`
        when there is no such text.
        """
        text = _texts(await self._site.load(ConsentTexts)).get(purpose)
        if text is None:
            raise NotFoundError
        if granted and text[1] != version:
            raise ConflictError("consent.error.newer_text")
        await self._db.write(lambda session: self.record(session, actor, purpose, version, granted=granted, source=source))

    def record(self, session: Session, actor: Actor, purpose: Purpose, version: str, *, granted: bool, source: Source) -> None:
        """The same within a transaction, such as that of a registration; whoever calls it has looked at the version."""
        row = Consent(
            id=new_id(), user_id=actor.user_id, purpose=purpose, version=version, granted=granted, source=source, at=self._clock()
        )
        session.add(row)
        self._audit.record(
            session, actor, "consent.decide", kind="consent", object_id=row.id, purpose=purpose, version=version, granted=granted
        )


def _texts(section: ConsentTexts) -> dict[Purpose, tuple[str, str]]:
    """Address and version of the texts that are set."""
    texts: dict[Purpose, tuple[str, str]] = {
        "terms": (section.terms_url, section.terms_version),
        "privacy": (section.privacy_url, section.privacy_version),
    }
    return {purpose: text for purpose, text in texts.items() if all(text)}


def _state(purpose: Purpose, url: str, version: str, rows: list[Consent]) -> ConsentState:
    last = next((row for row in rows if row.purpose == purpose and row.version == version), None)
    return ConsentState(purpose, url, version, bool(last and last.granted), last.at if last else None)
