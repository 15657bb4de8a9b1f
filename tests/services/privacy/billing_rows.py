"""What a person leaves who bought credit, in the order in which the rows refer to each other."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import SQLModel

from chat_app import models
from chat_app.services.kernel.ids import new_id

NAMED = ("topup_orders", "invoices", "invoice_mails", "vat_checks", "withdrawals")
"""Where a name may stay."""


def billing_rows(person: str, name: str, now: datetime) -> list[list[SQLModel]]:
    """All that is written about buying credit and using it; texts hold `name`."""
    return [*_account(person, name, now), *_wallet(person, now), *_purchase(person, name, now)]


def _account(person: str, name: str, now: datetime) -> list[list[SQLModel]]:
    budget = models.Budget(
        id=new_id(), scope="user", scope_id=person, period="month", amount_nano=1, action="stop", created_at=now, updated_at=now
    )
    return [
        [models.BillingProfile(owner_id=person, name=name, updated_at=now), budget],
        [
            models.LowCreditNotice(owner_id=person, told_at=now),
            models.PaymentAccount(owner_id=person, customer_id=f"cus_{person}", updated_at=now),
            models.BudgetPeriod(budget_id=budget.id, begins="2026-03-01"),
            models.BudgetUse(call_id=new_id(), budget_id=budget.id, begins="2026-03-01", held_nano=1, created_at=now),
        ],
    ]


def _wallet(person: str, now: datetime) -> list[list[SQLModel]]:
    journal, lot = new_id(), new_id()
    return [
        [
            models.LedgerAccount(id=person, kind="wallet", currency="EUR", balance=7, created_at=now),
            models.Journal(id=journal, kind="top_up", key=f"order:{journal}", created_at=now),
        ],
        [
            models.Posting(journal_id=journal, account_id=person, amount=7),
            models.Lot(id=lot, account_id=person, journal_id=journal, paid=True, amount=8, remaining=7, created_at=now),
            models.Hold(id=new_id(), account_id=person, request_id=new_id(), amount=1, state="voided", created_at=now, expires_at=now),
        ],
        [models.LotUse(journal_id=journal, lot_id=lot, amount=1)],
        [models.Voucher(id=new_id(), code_hash=f"v{person}", hint="7K3M", amount_nano=1, created_at=now, redeemed_by=person)],
    ]


def _purchase(person: str, name: str, now: datetime) -> list[list[SQLModel]]:
    series, invoice, paid, open_ = f"R-{person[-12:]}", new_id(), new_id(), new_id()
    frozen = models.Invoice(
        id=invoice, event=f"order:{paid}", buyer_country="DE", number=f"{series}-00001", series=series, place=1, kind="invoice", owner_id=person, order_id=paid, currency="EUR",
        net_cents=1_000, vat_cents=190, total_cents=1_190, tax_category="S", rate_points=1_900, country="DE", business=False,
        language="en", content=f'{{"buyer": "{name}"}}', content_hash="x", issued_at=now, supplied_on=now.date(),
    )  # fmt: skip
    return [
        [models.InvoiceSeries(name=series), _order(paid, "paid", person, name, now), _order(open_, "open", person, f"unpaid {name}", now)],
        [
            frozen,
            models.Refund(id=new_id(), order_id=paid, owner_id=person, net_cents=1, vat_cents=0, total_cents=1, created_at=now),
            models.Dispute(id=f"dp_{person}", order_id=paid, owner_id=person, amount_cents=1, state="won", created_at=now),
            models.VatCheck(id=new_id(), owner_id=person, vat_id="DE1", outcome="valid", name=name, checked_at=now),
            models.Withdrawal(
                id=new_id(), order_id=paid, name=name, contract=series, email=f"{name.lower()}@example.test", declared_at=now
            ),
        ],
        [
            models.InvoiceDocument(invoice_id=invoice, format="pdf", blob_key="k", sha256="x", size=1, created_at=now),
            models.InvoiceMail(id=new_id(), invoice_id=invoice, email=f"{name.lower()}@example.test", created_at=now, due_at=now),
        ],
    ]


def _order(id_: str, status: str, person: str, buyer: str, now: datetime) -> models.TopUpOrder:
    return models.TopUpOrder(
        id=id_, owner_id=person, status=status, currency="EUR", net_cents=1_000, vat_cents=190, total_cents=1_190, tax="{}",
        buyer=f'{{"name": "{buyer}"}}', idempotency_key=id_, created_at=now,
    )  # fmt: skip
