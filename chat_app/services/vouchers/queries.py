"""All SQL about vouchers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app.models import User, Voucher


def find_code(session: Session, code_hash: str) -> Voucher | None:
    return session.exec(select(Voucher).where(Voucher.code_hash == code_hash)).first()


def find_voucher(session: Session, voucher_id: str) -> Voucher | None:
    return session.get(Voucher, voucher_id, with_for_update=True)


def take(session: Session, voucher_id: str, user_id: str, now: datetime) -> bool:
    """Mark a voucher as redeemed; False when somebody was faster, or it has ended."""
    lasts = or_(col(Voucher.expires_at).is_(None), col(Voucher.expires_at) > now)
    is_open = (col(Voucher.redeemed_by).is_(None), col(Voucher.revoked_at).is_(None), lasts)
    statement = update(Voucher).where(col(Voucher.id) == voucher_id, *is_open)
    return session.exec(statement.values(redeemed_by=user_id, redeemed_at=now)).rowcount == 1


def list_vouchers(session: Session, search: str, before: str, limit: int) -> list[tuple[Voucher, str | None]]:
    """Vouchers with the names of who took them, the latest first: all, or those of batches or codes that `search` names."""
    statement = select_columns(Voucher, col(User.name)).outerjoin(User, col(User.id) == col(Voucher.redeemed_by))
    if search:
        named = col(Voucher.batch).icontains(search, autoescape=True)
        statement = statement.where(or_(named, col(Voucher.hint) == search.upper()))
    if before:
        statement = statement.where(col(Voucher.id) < before)
    return [(row[0], row[1]) for row in session.execute(statement.order_by(col(Voucher.id).desc()).limit(limit))]
