"""Withdrawals as everybody declares them, signed in or not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.einvoice.wording import long_date
from chat_app.services.accounts.asking import AskingThrottle
from chat_app.services.accounts.authentication import Knock
from chat_app.services.accounts.throttle import network_of
from chat_app.services.audit.log import AuditLog
from chat_app.services.invoices.seller import seller_in
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock
from chat_app.services.kernel.ids import is_id, new_id
from chat_app.services.mail import Outbox
from chat_app.services.tax.calendar import zone_of
from chat_app.services.withdrawals import queries
from chat_app.services.withdrawals.declaring import declaration_of
from chat_app.services.withdrawals.dto import Declaration, Receipt
from chat_app.services.withdrawals.settling import Settling


class WithdrawalService:
    """For everybody. Nothing that it answers tells whether a purchase exists."""

    def __init__(
        self, db: Database, audit: AuditLog, outbox: Outbox, asking: AskingThrottle, settling: Settling, *, sells: bool, clock: Clock
    ) -> None:
        """`sells`: whether credit can be bought."""
        self._db = db
        self._audit = audit
        self._outbox = outbox
        self._asking = asking
        self._settling = settling
        self._sells = sells
        self._clock = clock

    @property
    def can_mail(self) -> bool:
        return self._outbox.is_open

    async def is_offered(self) -> bool:
        """Whether there is anything that somebody could withdraw from."""
        return self._sells or await self._db.read(queries.has_orders)

    def check(self, form: Mapping[str, str]) -> Declaration:
        """What would be declared; raises `InvalidInputError`."""
        return declaration_of(form)

    async def declare(self, form: Mapping[str, str], language: str, knock: Knock) -> Receipt:
        """Receive a declaration and confirm it. The same form sent twice counts once. Raises `InvalidInputError`, `LimitReachedError`.

        What becomes of it is found out beside the request: the answer takes as long whether there is a purchase or not.
        """
        declaration = declaration_of(form)
        await self._asking.count(knock.peer, declaration.email)
        receive = partial(self._receive, declaration=declaration, key=form.get("key", ""), network=network_of(knock.peer))
        try:
            receipt, is_new, country = await self._db.write(receive)
        except IntegrityError:
            # Sent twice at once: the other one is there by now.
            receipt, is_new, country = await self._db.write(receive)
        if is_new:
            self._outbox.post(declaration.email, language, "withdrawal_received", **receipt_words(receipt, country, language))
            self._outbox.soon(self._settling.settle(receipt.id))
        return receipt

    async def country(self) -> str:
        """The seller's: whose clock a receipt shows."""
        return await self._db.read(_country)

    def _receive(self, session: Session, declaration: Declaration, key: str, network: str) -> tuple[Receipt, bool, str]:
        country, now = _country(session), self._clock()
        known = session.get(models.Withdrawal, key) if is_id(key) else None
        if known and (known.name, known.contract, known.email) == (declaration.name, declaration.contract, declaration.email):
            return Receipt(known.id, declaration, known.declared_at), False, country
        made = Receipt(key if is_id(key) and known is None else new_id(), declaration, now)
        row = models.Withdrawal(id=made.id, name=declaration.name, contract=declaration.contract, email=declaration.email, declared_at=now)
        session.add(row)
        self._audit.record(session, Actor("", network=network), "withdrawal.declare", kind="withdrawal", object_id=made.id)
        return made, True, country


def receipt_words(receipt: Receipt, country: str, language: str) -> dict[str, str]:
    """Content, date and time of a declaration, as its confirmation has to say them (§ 356a Abs. 4 BGB)."""
    moment = receipt.declared_at.astimezone(zone_of(country))
    said = receipt.declaration
    return {
        "id": receipt.id,
        "name": said.name,
        "contract": said.contract,
        "email": said.email,
        "date": long_date(moment.date(), language),
        "time": f"{moment:%H:%M:%S}",
        "zone": str(moment.tzinfo),
    }


def _country(session: Session) -> str:
    return seller_in(session).country or "DE"
