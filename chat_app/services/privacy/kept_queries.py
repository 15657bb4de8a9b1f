"""What stays when its person is erased: the books, and what was bought, for as long as the law asks (§ 147 AO, § 14b UStG).

Its rows name the person by an id that nobody bears any more. Names and addresses are left only where the law wants them: on
invoices, in what proves their tax, and in what the person declared about a purchase.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select, update
from sqlmodel import Session, SQLModel, col

from chat_app.models import TopUpOrder

OWNERS = {
    "ledger_accounts": "id",
    "ledger_holds": "account_id",
    "ledger_lots": "account_id",
    "ledger_postings": "account_id",
    "topup_orders": "owner_id",
    "refunds": "owner_id",
    "disputes": "owner_id",
    "invoices": "owner_id",
    "vat_checks": "owner_id",
    "vouchers": "redeemed_by",
}
"""Tables with the column that says whose a row is."""

HANGING = {
    "ledger_journals": ("id", "ledger_postings", "journal_id"),
    "ledger_lot_uses": ("lot_id", "ledger_lots", "id"),
    "invoice_documents": ("invoice_id", "invoices", "id"),
    "invoice_mails": ("invoice_id", "invoices", "id"),
    "withdrawals": ("order_id", "topup_orders", "id"),
}
"""Tables whose rows belong to whoever has the row of another table: their column, that table, its column."""

UNPAID = ("open", "failed", "expired")
"""Orders that nobody has to account for."""


def kept_tables() -> tuple[str, ...]:
    """The tables with rows of people that outlive them."""
    return (*OWNERS, *HANGING)


def kept_rows_of(name: str, user_id: str) -> ColumnElement[bool]:
    """The condition of the rows in such a table that are about a person."""
    table = SQLModel.metadata.tables[name]
    if name in OWNERS:
        return table.c[OWNERS[name]] == user_id
    column, parent, key = HANGING[name]
    return table.c[column].in_(select(SQLModel.metadata.tables[parent].c[key]).where(kept_rows_of(parent, user_id)))


def forget_buyer(session: Session, user_id: str) -> None:
    """Drop the address from orders of theirs that came to nothing: no invoice needs it."""
    mine = (col(TopUpOrder.owner_id) == user_id, col(TopUpOrder.status).in_(UNPAID))
    session.exec(update(TopUpOrder).where(*mine).values(buyer="{}"))
