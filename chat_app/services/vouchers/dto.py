"""What crosses the border of the domain of vouchers. Amounts are nano-units of the ledger's currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

VoucherState = Literal["open", "redeemed", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class NewBatch:
    """Vouchers to make, all alike."""

    name: str
    """What for, in the administrator's words."""
    count: int
    amount_nano: int
    expires_at: datetime | None = None
    """After this moment the codes are worth nothing."""
    credit_days: int | None = None
    """For how long their credit lasts once it is taken; None for ever."""


@dataclass(frozen=True, slots=True)
class MadeVoucher:
    """A new voucher with its code, which is shown this once."""

    id: str
    code: str


@dataclass(frozen=True, slots=True)
class VoucherRecord:
    """A voucher as administrators see it."""

    id: str
    batch: str
    hint: str
    amount_nano: int
    state: VoucherState
    created_at: datetime
    expires_at: datetime | None
    credit_days: int | None
    redeemed_by: str
    """The id of the person; empty when nobody has."""
    redeemed_name: str
    redeemed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What somebody got for a code."""

    amount_nano: int
    expires_at: datetime | None
