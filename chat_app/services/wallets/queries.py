"""All SQL about wallets as their owners see them. Each takes the id of the wallet, which is the id of its owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from chat_app import models
from chat_app.services.wallets.dto import EntryKind

Journal, Posting, Lot, Use = models.Journal, models.Posting, models.Lot, models.LotUse
SPECIAL = ("voucher", "allowance")
"""Kinds of grants, told apart by the event that their journal's key names."""


def list_given(session: Session, wallet_id: str) -> Sequence[models.Lot]:
    """What is left of given credit, in the order in which it is used."""
    given = (Lot.account_id == wallet_id, col(Lot.paid).is_(False), Lot.remaining > 0)
    order = (col(Lot.expires_at).is_(None), col(Lot.expires_at), col(Lot.created_at))
    return session.exec(select(Lot).where(*given).order_by(*order)).all()


def has_entries(session: Session, wallet_id: str) -> bool:
    return session.exec(select(Posting.journal_id).where(Posting.account_id == wallet_id).limit(1)).first() is not None


def list_entries(session: Session, wallet_id: str, kind: EntryKind | None, before: str, limit: int) -> list[tuple[models.Journal, int]]:
    """Journals with what they did to the wallet, the latest first, from behind the journal `before`."""
    statement = select_columns(Journal, col(Posting.amount)).join(Posting, col(Posting.journal_id) == col(Journal.id))
    statement = statement.where(col(Posting.account_id) == wallet_id, *_of_kind(kind))
    if before:
        statement = statement.where(col(Posting.journal_id) < before)
    return [(row[0], row[1]) for row in session.execute(statement.order_by(col(Posting.journal_id).desc()).limit(limit))]


def sum_from(session: Session, wallet_id: str, journal_id: str) -> int:
    """What the journals from this one on did to the wallet: what has to be taken off the balance to know the one before them."""
    since = (Posting.account_id == wallet_id, Posting.journal_id >= journal_id)
    return int(session.exec(select(func.coalesce(func.sum(Posting.amount), 0)).where(*since)).one())


def balance(session: Session, wallet_id: str) -> int:
    found = session.get(models.LedgerAccount, wallet_id)
    return found.balance if found else 0


def list_open_requests(session: Session, wallet_id: str) -> Sequence[str]:
    """What something is held for, but for refunds, which keep a lot of their own until the money is back."""
    hold = models.Hold
    is_open = (hold.account_id == wallet_id, hold.state == "open", col(hold.lot_id).is_(None))
    return session.exec(select(hold.request_id).where(*is_open)).all()


def list_calls(session: Session, wallet_id: str, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """Calls with the title of their chat and the names of project and key, as far as these are the wallet's owner's."""
    call, chat, folder, key = models.UsageCall, models.Conversation, models.Folder, models.ApiKey
    mine = (col(chat.owner_id) == wallet_id) & col(chat.deleted_at).is_(None)
    statement = (
        select_columns(call, col(chat.title), col(folder.name), col(key.name))
        .outerjoin(chat, (col(chat.id) == col(call.conversation_id)) & mine)
        .outerjoin(folder, (col(folder.id) == col(call.folder_id)) & (col(folder.owner_id) == wallet_id))
        .outerjoin(key, (col(key.id) == col(call.api_key_id)) & (col(key.owner_id) == wallet_id))
        .where(col(call.id).in_(list(ids)))
    )
    return {row[0].id: row for row in session.execute(statement)}


def list_orders(session: Session, wallet_id: str, ids: Iterable[str]) -> dict[str, models.TopUpOrder]:
    order = models.TopUpOrder
    found = session.exec(select(order).where(col(order.id).in_(list(ids)), order.owner_id == wallet_id)).all()
    return {each.id: each for each in found}


def list_refunds(session: Session, wallet_id: str, ids: Iterable[str]) -> dict[str, models.Refund]:
    refund = models.Refund
    found = session.exec(select(refund).where(col(refund.id).in_(list(ids)), refund.owner_id == wallet_id)).all()
    return {each.id: each for each in found}


def list_disputes(session: Session, wallet_id: str, ids: Iterable[str]) -> dict[str, models.Dispute]:
    dispute = models.Dispute
    found = session.exec(select(dispute).where(col(dispute.id).in_(list(ids)), dispute.owner_id == wallet_id)).all()
    return {each.id: each for each in found}


def list_invoices(session: Session, wallet_id: str, order_ids: Iterable[str]) -> Sequence[models.Invoice]:
    """Invoices and corrections of these orders."""
    invoice = models.Invoice
    return session.exec(select(invoice).where(col(invoice.order_id).in_(list(order_ids)), invoice.owner_id == wallet_id)).all()


def list_vouchers(session: Session, wallet_id: str, ids: Iterable[str]) -> dict[str, models.Voucher]:
    voucher = models.Voucher
    found = session.exec(select(voucher).where(col(voucher.id).in_(list(ids)), voucher.redeemed_by == wallet_id)).all()
    return {each.id: each for each in found}


def list_lots(session: Session, wallet_id: str, journal_ids: Iterable[str]) -> dict[str, models.Lot]:
    """The lots that these journals brought, by journal."""
    found = session.exec(select(Lot).where(col(Lot.journal_id).in_(list(journal_ids)), Lot.account_id == wallet_id)).all()
    return {lot.journal_id: lot for lot in found}


def sum_given(session: Session, wallet_id: str, journal_ids: Iterable[str]) -> dict[str, int]:
    """What these journals took of credit that had been given."""
    statement = (
        select_columns(col(Use.journal_id), func.sum(col(Use.amount)))
        .join(Lot, col(Lot.id) == col(Use.lot_id))
        .where(col(Use.journal_id).in_(list(journal_ids)), col(Lot.account_id) == wallet_id, col(Lot.paid).is_(False))
        .group_by(col(Use.journal_id))
    )
    return {row[0]: int(row[1]) for row in session.execute(statement)}


def _of_kind(kind: EntryKind | None) -> list[ColumnElement[bool]]:
    if kind is None:
        return []
    if kind in SPECIAL:
        return [col(Journal.key).startswith(f"{kind}:", autoescape=True)]
    of_kind = [col(Journal.kind) == kind]
    return of_kind + [~col(Journal.key).startswith(f"{each}:", autoescape=True) for each in SPECIAL if kind == "grant"]
