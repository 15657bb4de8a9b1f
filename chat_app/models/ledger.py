"""Money: accounts, what moved between them, what is held, and where credit came from. Amounts are integer nano-units."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel


def _amount(default: Any = ...) -> Any:
    return Field(default=default, sa_column=Column(BigInteger, nullable=False))


class LedgerAccount(SQLModel, table=True):
    """A wallet, or one of the house's accounts."""

    __tablename__ = "ledger_accounts"
    __table_args__ = (CheckConstraint("balance >= held AND held >= 0", name="ck_ledger_accounts_covered"),)

    id: str = Field(primary_key=True, max_length=36)
    """Whose wallet it is (a person's id; it stays when the person is deleted), or the kind of an account of the house."""
    kind: str = Field(max_length=20)
    """As `services.ledger.dto.AccountKind`."""
    currency: str = Field(max_length=3)
    balance: int = _amount(0)
    """The sum of a wallet's postings. The house's are summed when somebody asks: a row that every charge writes would
    make all wallets wait for each other."""
    held: int = _amount(0)
    """What open holds keep back."""
    created_at: datetime


class Journal(SQLModel, table=True):
    """One event that moved money. Never changed and never deleted (triggers): what was wrong is made good by another one."""

    __tablename__ = "ledger_journals"

    id: str = Field(primary_key=True, max_length=36)
    kind: str = Field(max_length=20)
    """As `services.ledger.dto.JournalKind`."""
    key: str = Field(unique=True, max_length=120)
    """Names the event itself: the same event is posted once, however often it is told."""
    ref: str = Field(default="", index=True, max_length=120)
    """What it was about: a usage call, an order, a voucher."""
    created_at: datetime = Field(index=True)


class Posting(SQLModel, table=True):
    """What a journal did to one account; those of a journal add up to nothing. Never changed and never deleted (triggers)."""

    __tablename__ = "ledger_postings"
    __table_args__ = (Index("ix_ledger_postings_account", "account_id", "journal_id"),)

    journal_id: str = Field(primary_key=True, foreign_key="ledger_journals.id", max_length=36)
    account_id: str = Field(primary_key=True, foreign_key="ledger_accounts.id", max_length=36)
    amount: int = _amount()


class Lot(SQLModel, table=True):
    """Credit of one origin in a wallet; what is left of all lots is the wallet's balance."""

    __tablename__ = "ledger_lots"
    __table_args__ = (
        Index("ix_ledger_lots_left", "account_id", sqlite_where=text("remaining > 0"), postgresql_where=text("remaining > 0")),
        CheckConstraint("remaining >= reserved AND reserved >= 0 AND remaining <= amount", name="ck_ledger_lots_remaining"),
    )

    id: str = Field(primary_key=True, max_length=36)
    account_id: str = Field(foreign_key="ledger_accounts.id", max_length=36)
    journal_id: str = Field(foreign_key="ledger_journals.id", index=True, max_length=36)
    paid: bool
    """Bought, and not given: spent last, and it does not expire."""
    amount: int = _amount()
    remaining: int = _amount()
    reserved: int = _amount(0)
    """Of what remains, what a refund or a dispute keeps from being spent."""
    expires_at: datetime | None = None
    created_at: datetime


class LotUse(SQLModel, table=True):
    """What a journal took from a lot, or gave back to it when negative. Never changed and never deleted (triggers)."""

    __tablename__ = "ledger_lot_uses"

    journal_id: str = Field(primary_key=True, foreign_key="ledger_journals.id", max_length=36)
    lot_id: str = Field(primary_key=True, foreign_key="ledger_lots.id", index=True, max_length=36)
    amount: int = _amount()


class Hold(SQLModel, table=True):
    """Credit kept back for something whose cost is not known yet. It ends once: captured or voided."""

    __tablename__ = "ledger_holds"
    __table_args__ = (
        Index("ix_ledger_holds_open", "expires_at", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        CheckConstraint("amount > 0", name="ck_ledger_holds_amount"),
    )

    id: str = Field(primary_key=True, max_length=36)
    account_id: str = Field(foreign_key="ledger_accounts.id", index=True, max_length=36)
    request_id: str = Field(unique=True, max_length=120)
    """What it is for: the same request holds once."""
    lot_id: str | None = Field(default=None, foreign_key="ledger_lots.id", max_length=36)
    """The lot that it reserves, for a refund; None for whatever the wallet has."""
    amount: int = _amount()
    state: str = Field(default="open", max_length=10)
    """"open", "captured" or "voided"."""
    captured: int = _amount(0)
    journal_id: str | None = Field(default=None, foreign_key="ledger_journals.id", max_length=36)
    """The journal that captured it."""
    created_at: datetime
    expires_at: datetime
    """When a sweep may end it, because whoever held it has not been heard of."""


class LedgerSeal(SQLModel, table=True):
    """A link of the chain over all journals: what was written down once cannot go or change without being noticed."""

    __tablename__ = "ledger_seals"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    journal_id: str = Field(unique=True, foreign_key="ledger_journals.id", max_length=36)
    hash: str = Field(max_length=64)
    """SHA-256 over the hash before it and the journal with its postings."""
