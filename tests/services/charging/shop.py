"""A chat whose model costs credit: 1 nano-euro for a nano-dollar unless a test says otherwise, and a clock that tests set."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from chat_app import models
from chat_app.db import Database
from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.models import UsageCall
from chat_app.services.audit import AuditLog
from chat_app.services.catalogue.dto import ModelCard, Route
from chat_app.services.catalogue.pricing import with_margin
from chat_app.services.charging.cover import CoverService
from chat_app.services.currency.dto import DayRate, RateTable
from chat_app.services.kernel.actor import Actor
from chat_app.services.ledger.book import open_books
from chat_app.services.ledger.credits import NewCredit, add_credit, balance_of
from chat_app.services.ledger.dto import AccountKind, Balance
from chat_app.services.ledger.invariants import violations
from chat_app.services.site import SiteService
from chat_app.services.site.billing_sections import Credit
from chat_app.services.site.queries import write_setting
from chat_app.services.site.sections import Section
from tests.services.chat.conftest import MODEL, PRICE, Chat, OneModel, make_chat, make_user

DAY = date(2026, 5, 1)
CARD = ModelCard(MODEL, "Model", "test", "Test", context_tokens=100_000, max_output_tokens=200, price=PRICE)
USED = UsageReport(TokenUsage(input=10, output=5))
COST = 10 * 1_000 + 5 * 2_000
"""Of `USED`, at `PRICE`."""
ONE_EACH = {"USD": DayRate(DAY, 1_000_000)}


@dataclass
class CoveredModel(OneModel):
    """The catalogue of one model as the real one does it: shown with the margin, and covered."""

    cover: CoverService | None = None
    general: int = 0

    async def route(self, actor: Actor, model_id: str) -> Route:
        assert self.cover is not None
        assert self.gateway is not None
        await self.cover.sync()
        points, price = self.cover.points(actor, model_id, self.general), self.card.price
        card = replace(self.card, price=with_margin(price, 0 if self.own_key else points) if price else None)
        return await self.cover.cover(actor, Route(self.gateway, model_id.partition("/")[2], card, self.own_key, price))


@dataclass
class Shop:
    """A house that charges, and one of its people."""

    db: Database
    rates: dict[str, DayRate] = field(default_factory=lambda: dict(ONE_EACH))
    now: datetime = datetime(2026, 5, 1, 12, tzinfo=UTC)
    titles: bool = False

    def __post_init__(self) -> None:
        self.actor = make_user(self.db)
        self.site = SiteService(self.db, AuditLog(self.db, self.clock), self.clock)
        self.cover = CoverService(self.db, self.site, self, self.clock)
        self.model = CoveredModel(card=CARD, cover=self.cover)
        self.chat: Chat = make_chat(self.db, self.actor, titles=self.titles, model=self.model)
        self.set(charging=True)

    def clock(self) -> datetime:
        return self.now

    async def current(self) -> RateTable:
        return RateTable(DAY, self.rates)

    def set(self, **fields: Any) -> None:
        """What administrators set about credit."""
        self.store(Credit(**{"charging": True, **fields}))

    def store(self, section: Section) -> None:
        self.db.write_now(lambda session: write_setting(session, section.name, section.model_dump_json(), self.now))
        self.site._cache.clear()

    def give(self, amount: int, key: str = "gift", *, paid: bool = False, expires: datetime | None = None, to: str = "") -> None:
        credit = NewCredit(to or self.actor.user_id, amount, key, paid=paid, expires_at=expires)

        def add(session: Session) -> None:
            open_books(session, "EUR", self.now)
            add_credit(session, credit, "EUR", self.now)

        self.db.write_now(add)

    def balance(self, person_id: str = "") -> Balance:
        return self.db.read_now(lambda session: balance_of(session, person_id or self.actor.user_id, "EUR"))

    def posted(self, kind: AccountKind) -> int:
        """The balance of an account of the house."""
        mine = select(models.Posting.amount).where(models.Posting.account_id == kind)
        return self.db.read_now(lambda session: sum(session.exec(mine).all()))

    def calls(self) -> list[UsageCall]:
        return self.db.read_now(lambda session: list(session.exec(select(UsageCall).order_by(col(UsageCall.id))).all()))

    def holds(self) -> list[models.Hold]:
        return self.db.read_now(lambda session: list(session.exec(select(models.Hold).order_by(col(models.Hold.id))).all()))

    def is_right(self) -> None:
        """The books are right, and nothing is held any more."""
        assert self.db.read_now(lambda session: violations(session, self.now)) == []
        assert [hold.request_id for hold in self.holds() if hold.state == "open"] == []

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)
