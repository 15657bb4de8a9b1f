"""Administrators give credit, and take back what was given. What was bought only goes back as a refund."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, NotFoundError
from chat_app.services.access.matrix import require_person
from chat_app.services.accounting import wallet_queries
from chat_app.services.accounting.dto import Gift
from chat_app.services.audit.log import AuditLog
from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.ledger import book, queries, rules
from chat_app.services.ledger.credits import NewCredit, add_credit, take_from_lots
from chat_app.services.ledger.dto import AccountKind, JournalKind
from chat_app.services.ledger.errors import InsufficientCreditError

MOST = 1_000_000_000_000
"""A thousand euros at once: what is more is a slip of the finger."""


class NotGivenError(ConflictError):
    """The wallet has less given credit than is to be taken back."""

    default_key = "error.not_given"


class Giving:
    """Gifts are recorded with who gave them; the person reads the reason in their history."""

    def __init__(self, db: Database, audit: AuditLog, proof: Callable[[Actor], None], clock: Clock = utc_now) -> None:
        """`proof` raises `ProofNeededError` unless the actor has just proved who they are."""
        self._db = db
        self._audit = audit
        self._proof = proof
        self._clock = clock

    async def give(self, actor: Actor, gift: Gift, key: str = "") -> str:
        """Give credit, or take given credit back; the id of the journal. The same `key` does it once.

        Raises `NotAllowedError` for programs, `ProofNeededError`, `InvalidInputError`, `NotFoundError` for nobody,
        `NotGivenError`, and `ConflictError` for a key that stood for something else.
        """
        require_person(actor, "admin.billing")
        self._proof(actor)
        self._check(gift)
        event = f"gift:{actor.user_id}:{key or new_id()}"
        return await self._db.write(lambda session: self._give(session, actor, gift, event))

    def _check(self, gift: Gift) -> None:
        if not 0 < abs(gift.amount) <= MOST or not gift.reason.strip():
            raise InvalidInputError("error.invalid_gift")
        if gift.expires_at and (gift.amount < 0 or gift.expires_at <= self._clock()):
            raise InvalidInputError("error.invalid_expiry")

    def _give(self, session: Session, actor: Actor, gift: Gift, event: str) -> str:
        if wallet_queries.find_person(session, gift.person_id) is None:
            raise NotFoundError
        book.open_books(session, LEDGER_CURRENCY, self._clock())
        book.wallet(session, gift.person_id, LEDGER_CURRENCY, self._clock())
        if known := queries.find_journal(session, event):
            return _same(session, known, gift)
        journal = self._add(session, gift, event) if gift.amount > 0 else self._take_back(session, gift, event)
        self._audit.record(
            session,
            actor,
            "credit.give" if gift.amount > 0 else "credit.take_back",
            kind="journal",
            object_id=journal.id,
            subject_id=gift.person_id,
            amount_nano=str(gift.amount),
        )
        return journal.id

    def _add(self, session: Session, gift: Gift, event: str) -> models.Journal:
        credit = NewCredit(gift.person_id, gift.amount, event, expires_at=gift.expires_at, ref=gift.reason)
        return add_credit(session, credit, LEDGER_CURRENCY, self._clock())

    def _take_back(self, session: Session, gift: Gift, event: str) -> models.Journal:
        """Out of given lots alone, those that expire first before the others."""
        given = [lot for lot in queries.list_lots(session, gift.person_id) if not lot.paid]
        if sum(lot.spendable for lot in given) < -gift.amount:
            raise NotGivenError
        amounts = {gift.person_id: gift.amount, AccountKind.PROMOTION: -gift.amount}
        try:
            journal = book.post(session, JournalKind.CORRECTION, event, amounts, self._clock(), gift.reason)
        except InsufficientCreditError as error:
            raise NotGivenError from error
        take_from_lots(session, journal.id, rules.burn(given, -gift.amount))
        return journal


def _same(session: Session, known: models.Journal, gift: Gift) -> str:
    """The journal of before, if it did the same."""
    found = wallet_queries.find_entry(session, known.key, gift.person_id)
    if found is None or (found[1], found[0].ref, found[2]) != (gift.amount, gift.reason, gift.expires_at):
        raise ConflictError("error.other_request")
    return known.id
