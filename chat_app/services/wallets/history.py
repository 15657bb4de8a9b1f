"""Explains what happened in a wallet: each journal with the call, the order or the voucher that it was about.

Which event a journal is about stands in its key ("charge:<call>", "order:<order>", "refund:<refund>", "voucher:<voucher>",
"dispute:<dispute>:…"); a correction names in `ref` what it corrects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from chat_app import models
from chat_app.services.usage.records import own_call
from chat_app.services.wallets import queries
from chat_app.services.wallets.dto import KINDS, Entry, EntryKind, OrderFacts

Told = tuple[models.Journal, int]


@dataclass(frozen=True, slots=True)
class Known:
    """What the journals of a page are about, by id."""

    calls: dict[str, Row[Any]]
    orders: dict[str, models.TopUpOrder]
    invoices: dict[str, models.Invoice]
    """By order, and those of refunds by refund."""
    refunds: dict[str, models.Refund]
    disputes: dict[str, models.Dispute]
    vouchers: dict[str, models.Voucher]
    lots: dict[str, models.Lot]
    given: dict[str, int]


def entries(session: Session, wallet_id: str, kind: EntryKind | None, before: str, limit: int) -> list[Entry]:
    """The movements of a wallet, the latest first."""
    told = queries.list_entries(session, wallet_id, kind, before, limit)
    known = _known(session, wallet_id, told)
    after = _balance_behind(session, wallet_id, told) if kind is None else None
    found: list[Entry] = []
    for journal, amount in told:
        found.append(_entry(journal, amount, after, known, wallet_id))
        after = None if after is None else after - amount
    return found


def _balance_behind(session: Session, wallet_id: str, told: list[Told]) -> int | None:
    if not told:
        return None
    journal, amount = told[0]
    return queries.balance(session, wallet_id) - queries.sum_from(session, wallet_id, journal.id) + amount


def subject(journal: models.Journal) -> tuple[str, str]:
    """What a journal is about: the word of its event, and the id."""
    event, _, rest = journal.key.partition(":")
    if event == "correction":
        return event, journal.ref
    return event, rest.partition(":")[0] if event != "charge" else rest


def _known(session: Session, wallet_id: str, told: list[Told]) -> Known:
    subjects = [subject(journal) for journal, _ in told]
    journals = [journal.id for journal, _ in told]
    refunds = queries.list_refunds(session, wallet_id, _ids(subjects, "refund"))
    disputes = queries.list_disputes(session, wallet_id, _ids(subjects, "dispute"))
    wanted = {*_ids(subjects, "order"), *(refund.order_id for refund in refunds.values()), *(each.order_id for each in disputes.values())}
    orders = queries.list_orders(session, wallet_id, wanted)
    invoices = queries.list_invoices(session, wallet_id, orders)
    return Known(
        calls=queries.list_calls(session, wallet_id, _ids(subjects, "charge", "correction")),
        orders=orders,
        invoices={invoice.refund_id or invoice.order_id: invoice for invoice in invoices},
        refunds=refunds,
        disputes=disputes,
        vouchers=queries.list_vouchers(session, wallet_id, _ids(subjects, "voucher")),
        lots=queries.list_lots(session, wallet_id, journals),
        given=queries.sum_given(session, wallet_id, journals),
    )


def _ids(subjects: Iterable[tuple[str, str]], *events: str) -> set[str]:
    return {id_ for event, id_ in subjects if event in events and id_}


def _entry(journal: models.Journal, amount: int, after: int | None, known: Known, wallet_id: str) -> Entry:
    _, about = subject(journal)
    call, lot, voucher = known.calls.get(about), known.lots.get(journal.id), known.vouchers.get(about)
    refund = known.refunds.get(about)
    return Entry(
        id=journal.id,
        at=journal.created_at,
        kind=kind_of(journal),
        amount=amount,
        after=after,
        given=known.given.get(journal.id, 0),
        call=own_call(*call) if call else None,
        by_other=bool(call and call[0].owner_id != wallet_id),
        order=_order(about, known),
        refunded_cents=refund.total_cents if refund else 0,
        voucher_hint=voucher.hint if voucher else "",
        note=journal.ref if kind_of(journal) in {"grant", "correction"} and not call else "",
        expires_at=lot.expires_at if lot else None,
        left=lot.remaining if lot else None,
    )


def kind_of(journal: models.Journal) -> EntryKind:
    """What its owner calls it."""
    event, _ = subject(journal)
    if event in queries.SPECIAL:
        return "voucher" if event == "voucher" else "allowance"
    return next(kind for kind in KINDS if kind == journal.kind)


def _order(about: str, known: Known) -> OrderFacts | None:
    """The order itself, or the one that was refunded or disputed; a refund's invoice is its correction."""
    refund, dispute = known.refunds.get(about), known.disputes.get(about)
    order = known.orders.get(refund.order_id if refund else dispute.order_id if dispute else about)
    if order is None:
        return None
    invoice = known.invoices.get(refund.id if refund else order.id)
    numbered = (invoice.id, invoice.number) if invoice else ("", "")
    return OrderFacts(order.id, order.total_cents, order.vat_cents, order.automatic, *numbered)
