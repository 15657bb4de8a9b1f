"""What happened, in an order that cannot be changed unnoticed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, Text
from sqlmodel import Field, SQLModel


class AuditEntry(SQLModel, table=True):
    """One act: who, what, on what, from where, with which outcome. Triggers refuse to change or delete it.

    Persons are named by id only, so that erasing a person leaves the chain whole.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_actor", "actor_id", "seq"), Index("ix_audit_entries_action", "action", "seq"))

    seq: int = Field(sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False))
    at: datetime = Field(index=True)
    actor_id: str = Field(default="", max_length=36)
    """Empty for nobody (a failed sign-in) and for the system."""
    action: str = Field(max_length=60)
    outcome: str = Field(default="done", max_length=10)
    """`done`, `refused` or `failed`."""
    object_kind: str = Field(default="", max_length=40)
    object_id: str = Field(default="", max_length=100)
    subject_id: str = Field(default="", index=True, max_length=36)
    """The person whom it concerns, when that is somebody else than the actor."""
    network: str = Field(default="", max_length=50)
    details: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    """JSON object without contents, names or addresses."""
    hash: str = Field(max_length=64)
    """SHA-256 of the hash before and of this row in its canonical form."""


class AuditHead(SQLModel, table=True):
    """The end of the chain, and how far retention has shortened its beginning. One row."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True)
    seq: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    hash: str = Field(default="", max_length=64)
    pruned_seq: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """Entries up to here may be deleted, and were."""
    pruned_hash: str = Field(default="", max_length=64)
