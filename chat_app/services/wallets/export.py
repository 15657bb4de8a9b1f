"""The history of a wallet as a table for spreadsheets, piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator

from chat_app.services.charging.dto import LEDGER_CURRENCY
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.csv_text import BYTE_ORDER_MARK, Cell, csv_line
from chat_app.services.kernel.money import exact_amount
from chat_app.services.wallets.dto import Entry, EntryKind
from chat_app.services.wallets.service import MOST, WalletService

COLUMNS = (
    "at", "kind", "amount", "balance", "currency", "of_it_given", "model", "what", "tokens_in", "tokens_out", "counted_by",
    "price_version", "rate_day", "chat", "order", "invoice", "voucher", "note", "expires_at", "id",
)  # fmt: skip


async def table(wallets: WalletService, actor: Actor, kind: EntryKind | None) -> AsyncIterator[bytes]:
    """The actor's entries, latest first; amounts with a point and nine places."""
    yield (BYTE_ORDER_MARK + csv_line(COLUMNS)).encode()
    page = await wallets.entries(actor, kind, "", MOST)
    while page.items:
        yield "".join(csv_line(cells(entry)) for entry in page.items).encode()
        if not page.next_cursor:
            break
        page = await wallets.entries(actor, kind, page.next_cursor, MOST)


def cells(entry: Entry) -> list[Cell]:
    """A line of it."""
    return [
        entry.at.isoformat(),
        entry.kind,
        exact_amount(entry.amount),
        "" if entry.after is None else exact_amount(entry.after),
        LEDGER_CURRENCY,
        exact_amount(entry.given) if entry.given else "",
        *_call(entry),
        entry.order.order_id if entry.order else "",
        entry.order.invoice_number if entry.order else "",
        entry.voucher_hint,
        entry.note,
        entry.expires_at.isoformat() if entry.expires_at else "",
        entry.id,
    ]


def _call(entry: Entry) -> list[Cell]:
    call = entry.call
    if call is None:
        return [""] * 8
    day = call.rate_day.isoformat() if call.rate_day else ""
    return [
        call.model_id, call.kind, call.tokens_in, call.tokens_out, call.counted_by, call.price_version, day, call.conversation_title,
    ]  # fmt: skip
