"""What models were used for, call by call."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel


class UsageCall(SQLModel, table=True):
    """One call of a model. It stays when the chat is deleted; nothing in it is content."""

    __tablename__ = "usage_calls"
    __table_args__ = (
        Index("ix_usage_calls_owner", "owner_id", "created_at", "id"),
        Index("ix_usage_calls_created", "created_at", "id"),
        Index("ix_usage_calls_day", "day", "model_id"),
        Index("ix_usage_calls_turn", "turn_id"),
    )

    id: str = Field(primary_key=True, max_length=36)
    owner_id: str = Field(foreign_key="users.id", ondelete="CASCADE", max_length=36)
    day: date
    """UTC."""
    created_at: datetime
    kind: str = Field(max_length=20)
    """As `Turn.kind`, or "temporary", "embedding", "tool"."""
    status: str = Field(max_length=20)
    conversation_id: str = Field(default="", max_length=36)
    """Where it belonged to; the chat, its folder or its turn may be gone."""
    folder_id: str = Field(default="", index=True, max_length=36)
    turn_id: str = Field(default="", max_length=36)
    api_key_id: str = Field(default="", max_length=36)
    provider: str = Field(max_length=40)
    """The first part of the model's id."""
    own_key: bool = False
    """Whether the person's own provider served it: then nothing is charged."""
    model_id: str = Field(max_length=300)
    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    tokens_reasoning: int = 0
    counted_by: str = Field(default="", max_length=10)
    """As `Turn.counted_by`."""
    lines: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    """JSON list of [kind, count, nano per million, nano, sold nano per million, sold nano], in `currency`: how cost and sale came about."""
    currency: str = Field(default="USD", max_length=3)
    cost_nano: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    """What the provider takes, in nano-units of `currency`; None when no price is known."""
    sale_nano: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    """What its person pays here, 0 with an own key. The difference is the margin."""
    price_version: str = Field(default="", max_length=100)
    rate_day: date | None = None
    """The day of the exchange rates at the time of the call."""
    eur_rate_micro: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    """Millionths of `currency` that a euro was worth on that day."""
    payer_id: str = Field(default="", index=True, max_length=36)
    """Whose wallet paid; empty where nothing was charged."""
    charged_nano: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    """What that wallet paid, in nano-units of the ledger's currency; None where no credit was asked for."""
    duration_ms: int | None = None
    ttft_ms: int | None = None
