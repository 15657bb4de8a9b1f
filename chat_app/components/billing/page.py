"""The page of credit: balance, buying, history, invoices, means of payment, budgets."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.frame import page_alone, page_head
from chat_app.components.admin.words import words
from chat_app.components.billing.library import Part, module
from chat_app.components.billing.parts import parts
from chat_app.components.usage.page import KINDS, UNITS

WORDS = (
    "tabs", "tab_credit", "tab_invoices", "tab_payment", "tab_budgets", "failed", "retry", "close", "available", "held", "held_note",
    "paid", "paid_note", "given", "given_note", "given_until", "low", "empty", "off_title", "off_text", "to_chat", "to_usage",
    "blocked_dispute", "blocked_dispute_text", "blocked_stopped", "blocked_stopped_text", "history", "history_text", "kind",
    "all_kinds", "kind_charge", "kind_top_up", "kind_grant", "kind_voucher", "kind_allowance", "kind_expiry", "kind_refund",
    "kind_dispute", "kind_correction", "csv", "nothing", "nothing_of_kind", "more", "after", "explain", "by_other", "untitled",
    "explain_charge", "explain_top_up", "explain_grant", "explain_voucher", "explain_allowance", "explain_expiry", "explain_refund",
    "explain_dispute", "explain_correction", "of_it_vat", "order_automatic", "fact_of_it_given", "fact_order_total", "fact_order_how",
    "fact_refunded", "fact_invoice", "fact_correction_invoice", "fact_note", "fact_left", "fact_expires", "fact_tokens",
    "fact_project", "fact_key", "fact_price_version", "fact_rate", "fact_status", "tokens", "rate_of", "status_stopped",
    "status_interrupted", "status_failed", "split", "split_unit", "split_count", "split_rate", "split_amount", "price", "charged",
    "corrected", "estimated", "voucher", "voucher_text", "voucher_code", "voucher_redeem", "voucher_missing", "voucher_offline",
    "voucher_taken", "voucher_taken_until", "back_open", "back_open_text", "back_paid", "back_paid_text", "back_pending",
    "back_pending_text", "back_failed", "back_failed_text", "back_expired", "back_expired_text", "back_refused", "back_refused_text",
    "back_cancelled", "back_cancelled_text", "back_invoice", "back_to_chat", "withdraw",
)  # fmt: skip


class BillingPage(Part):
    """Lays out the parts in tabs; a part that is not there yet leaves its place empty."""

    library = module("page.jsx")
    tag = "BillingPage"
    top_up: rx.Var[rx.Component]
    profile: rx.Var[rx.Component]
    invoices: rx.Var[rx.Component]
    methods: rx.Var[rx.Component]
    budgets: rx.Var[rx.Component]
    kinds: rx.Var[dict[str, str]]
    """What calls are made for."""
    units: rx.Var[dict[str, str]]
    """What is counted of them."""


def billing_page() -> rx.Component:
    """The frame that all pages have, and the parts in it."""
    labels, kinds, units = words("billing", WORDS), words("usage_kinds", KINDS), words("usage_units", UNITS)
    content = BillingPage.create(labels=labels, kinds=kinds, units=units, **parts())
    return page_alone("billing.title", "billing-page", page_head("billing.title", text="billing.text"), content)
