"""What models are and cost, as Parley learnt it after its release: versions of prices, lists that were fetched, rates of exchange."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text, text
from sqlmodel import Field, SQLModel


class PriceVersion(SQLModel, table=True):
    """What a vendor's model costs from a moment on. Never changed: a new price is a new row (a trigger refuses the rest)."""

    __tablename__ = "price_versions"
    __table_args__ = (Index("ix_price_versions_model", "brand", "model", "valid_from"),)

    id: str = Field(primary_key=True, max_length=36)
    """What a charge names as its price version."""
    brand: str = Field(max_length=40)
    """The vendor, or the slug of a provider where its administrator set the price."""
    model: str = Field(max_length=250)
    """The vendor's own name of the model."""
    currency: str = Field(default="USD", max_length=3)
    rates: str = Field(sa_column=Column(Text, nullable=False))
    """JSON object: `Rates` in whole nano-units per million, with "long_above", "long" and "higher" for long inputs.

    "{}" says: unknown again, and from an administrator: what the lists say holds again."""
    source: str = Field(max_length=20)
    """"litellm", "openrouter" or "admin"."""
    run_id: str | None = Field(default=None, foreign_key="price_runs.id", max_length=36)
    valid_from: datetime
    created_at: datetime


class PriceRun(SQLModel, table=True):
    """One fetching of a published list, and what became of it."""

    __tablename__ = "price_runs"

    id: str = Field(primary_key=True, max_length=36)
    source: str = Field(index=True, max_length=20)
    checksum: str = Field(default="", max_length=64)
    """SHA-256 of what came; empty when nothing came."""
    status: str = Field(max_length=20)
    """"applied", "unchanged", "refused" or "failed"."""
    problem_key: str = Field(default="", max_length=100)
    """The sentence that says why it was refused or failed."""
    detail: str = Field(default="", max_length=500)
    models: int = 0
    """How many models the list named."""
    changed: int = 0
    fetched_at: datetime


class PriceChange(SQLModel, table=True):
    """A difference between what is known of a model and what a list says. One that jumps waits for an administrator."""

    __tablename__ = "price_changes"
    __table_args__ = (Index("ix_price_changes_state", "state", "brand", "model"),)

    id: str = Field(primary_key=True, max_length=36)
    run_id: str = Field(foreign_key="price_runs.id", ondelete="CASCADE", index=True, max_length=36)
    brand: str = Field(max_length=40)
    model: str = Field(max_length=250)
    before: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    after: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON objects: rates as in `PriceVersion.rates`, facts under "facts"."""
    jump: bool = False
    state: str = Field(max_length=10)
    """"applied", "waiting", "approved", "rejected", or "outdated" when a later list said something else before anybody decided."""
    created_at: datetime
    decided_at: datetime | None = None
    decided_by: str | None = Field(default=None, foreign_key="users.id", ondelete="SET NULL", max_length=36)


class PublishedFacts(SQLModel, table=True):
    """What a published list says of a model besides its price, where the list that ships with Parley says something else or nothing."""

    __tablename__ = "published_facts"

    brand: str = Field(primary_key=True, max_length=40)
    model: str = Field(primary_key=True, max_length=250)
    facts: str = Field(sa_column=Column(Text, nullable=False))
    """JSON object with the fields of `ModelFacts` but for those of the price."""
    updated_at: datetime


class ModelSetting(SQLModel, table=True):
    """What was set by hand for one model of one provider: on or off, its name, what it can, who sees it."""

    __tablename__ = "model_settings"
    __table_args__ = (
        Index("ix_model_settings_own", "owner_id", "model_id", unique=True),
        # NULLs are distinct in the index above.
        Index(
            "ix_model_settings_platform",
            "model_id",
            unique=True,
            sqlite_where=text("owner_id IS NULL"),
            postgresql_where=text("owner_id IS NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str | None = Field(default=None, foreign_key="users.id", ondelete="CASCADE", max_length=36)
    """None for what administrators set for all, else the person who set it for themselves."""
    model_id: str = Field(max_length=300)
    enabled: bool | None = None
    """None: as the catalogue has it."""
    label: str = Field(default="", max_length=100)
    facts: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON object of what overrides the catalogue: "context_tokens", "max_output_tokens", "vision", "tools", "reasoning", "json_mode"."""
    group_ids: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list: only members of these groups see it; empty for everybody."""
    updated_at: datetime


class ExchangeRate(SQLModel, table=True):
    """What a euro is worth on a day, as the European Central Bank published it. Never changed."""

    __tablename__ = "exchange_rates"
    __table_args__ = (CheckConstraint("rate_micro > 0", name="ck_exchange_rates_positive"),)

    day: date = Field(primary_key=True)
    currency: str = Field(primary_key=True, max_length=3)
    rate_micro: int = Field(sa_column=Column(BigInteger, nullable=False))
    """Millionths of the currency for one euro."""
    source: str = Field(default="ecb", max_length=20)
