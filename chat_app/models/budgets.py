"""Budgets: how much may be used of a wallet or of own keys by whom, and how much was. Nano-units of the ledger's currency."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field, SQLModel


class Budget(SQLModel, table=True):
    """A limit in money for a person, a group, a project, a program's key or one run of an agent."""

    __tablename__ = "budgets"
    __table_args__ = (Index("ix_budgets_scope", "scope", "scope_id", "period", "owner_id", unique=True),)

    id: str = Field(primary_key=True, max_length=36)
    scope: str = Field(max_length=10)
    """"user", "group" (all members together), "member" (each member of a group), "folder", "key" or "run"."""
    scope_id: str = Field(max_length=36)
    owner_id: str = Field(default="", index=True, max_length=36)
    """Who set it for their own things; empty for what administrators set."""
    period: str = Field(max_length=6)
    """"day", "month" (UTC) or "total"."""
    amount_nano: int = Field(sa_column=Column(BigInteger, nullable=False))
    action: str = Field(max_length=6)
    """What happens at its end: "warn", "ask" (the person may go on) or "stop"."""
    warn_percent: int = 80
    """When people are told, in percent of the amount."""
    created_at: datetime
    updated_at: datetime


class BudgetPeriod(SQLModel, table=True):
    """What was used of a budget in one of its periods. Changed by conditional updates only, like a wallet."""

    __tablename__ = "budget_periods"

    budget_id: str = Field(foreign_key="budgets.id", ondelete="CASCADE", primary_key=True, max_length=36)
    subject_id: str = Field(default="", primary_key=True, max_length=36)
    """The person, for a budget of each member; else empty."""
    begins: str = Field(primary_key=True, max_length=10)
    """First day of the period, "2026-11-01"; empty for "total"."""
    used_nano: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    held_nano: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """What calls that are under way may cost."""
    extra_nano: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """What was allowed beyond the amount, by whoever was asked."""
    warned_at: datetime | None = None


class BudgetUse(SQLModel, table=True):
    """What one call holds of a budget, until it is known what it cost."""

    __tablename__ = "budget_uses"

    call_id: str = Field(primary_key=True, max_length=36)
    budget_id: str = Field(foreign_key="budgets.id", ondelete="CASCADE", primary_key=True, max_length=36)
    subject_id: str = Field(default="", max_length=36)
    begins: str = Field(max_length=10)
    held_nano: int = Field(sa_column=Column(BigInteger, nullable=False))
    used_nano: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    """None while it is under way."""
    created_at: datetime = Field(index=True)


class LowCreditNotice(SQLModel, table=True):
    """A wallet has little left, and its person was told. The row goes once there is enough again."""

    __tablename__ = "low_credit_notices"

    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True, max_length=36)
    told_at: datetime
