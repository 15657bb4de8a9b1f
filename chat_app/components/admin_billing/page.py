"""The page of the house's money. It speaks to the REST interface by itself; the server's state knows nothing of it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from chat_app.components.admin.form import field, form_labels
from chat_app.components.admin.frame import page_head
from chat_app.components.admin.table import list_labels
from chat_app.components.admin.words import words
from chat_app.components.admin_billing.library import module
from chat_app.components.billing.seller import seller
from chat_app.components.billing.tax_reports import tax_reports
from chat_app.components.ui.library import LUCIDE

WORDS = (
    *("failed", "retry", "cancel", "close", "tabs", "tab_overview", "tab_wallets", "tab_purchases", "tab_invoices", "tab_vouchers"),
    *("tab_settings", "period", "days", "day", "figure_turnover", "turnover_note", "figure_provider_cost", "figure_margin"),
    *("figure_sold", "sold_note", "figure_given", "given_note", "figure_written_off", "written_off_note", "written_off_much"),
    *("figure_wallets", "wallets_note", "per_day", "as_table", "accounts", "accounts_text", "account_stripe_clearing", "account_revenue"),
    *("account_promotion", "account_provider_cost", "account_provider_due", "account_vat_payable", "account_refund_clearing"),
    *("account_dispute_loss", "account_payment_fees", "account_bank", "account_writeoff", "todo", "todo_none", "todo_seller"),
    *("todo_refused_orders", "todo_open_disputes", "todo_differences", "todo_waiting_events", "todo_overdue_holds", "todo_old_clearing"),
    *("look", "books", "books_text", "books_new", "books_right", "books_odd", "check_now", "stop", "stop_title", "stop_text", "stopped"),
    *("stopped_by_itself", "stopped_by_hand", "stopped_reason", "start", "accept", "expected_found", "and_more", "rule_I1", "rule_I2"),
    *("rule_I3", "rule_I4", "rule_I5", "rule_I6", "rule_I7", "rule_I8", "rule_I9", "rule_I10", "person", "nameless", "gone", "wallet"),
    *("balance", "bought", "given_lot", "held", "search_people", "no_wallets", "holds", "holds_text", "no_holds", "holds_of", "amount"),
    *("for_what", "for_call", "for_refund", "overdue", "since", "until", "lots", "left_of", "no_lots", "entries", "no_entries"),
    *("kind_top_up", "kind_grant", "kind_charge", "kind_expiry", "kind_refund", "kind_dispute", "kind_correction", "give", "give_title"),
    *("give_help", "take_back", "take_back_title", "take_back_help", "amount_eur", "amount_wrong", "reason", "reason_help"),
    *("reason_missing", "expires", "expires_help", "optional", "credit", "total", "net", "vat", "state", "what", "all", "automatic"),
    *("invoice", "search_orders", "no_orders", "order_id", "order_open", "order_pending", "order_paid", "order_failed", "order_expired"),
    *("order_refused", "paid_at", "problem", "refunded", "refund", "refund_title", "refund_text", "refund_amount", "refund_help"),
    *("refunds", "no_refunds", "refund_asked", "refund_pending", "refund_done", "refund_failed", "because_withdrawal"),
    *("because_goodwill", "because_provider", "because_closing", "disputes", "disputes_text", "no_disputes", "dispute_dispute"),
    *("dispute_warning", "dispute_state_needs_response", "dispute_state_under_review", "dispute_state_won", "dispute_state_lost"),
    *("reconciliation", "reconciliation_text", "no_reconciliations", "compare", "compared", "ran_at", "equal", "differences"),
    *("differences_of", "differences_title", "difference_not_in_books", "difference_not_at_provider", "difference_amount"),
    *("difference_currency", "difference_unknown", "blocks", "release", "release_title", "release_text", "messages", "messages_text"),
    *("no_messages", "message_new", "message_waiting", "message_done", "message_ignored", "message_failed", "provider_books"),
    *("buyer", "email"),
    *("tax", "issued", "corrects", "search_invoices", "no_invoices", "category_AE", "category_E", "category_O", "files_text"),
    *("files_later", "format_pdf", "format_xml", "format_xrechnung", "make_vouchers", "make", "batch", "batch_help", "no_batch", "count"),
    *("count_wrong", "amount_each", "voucher_until", "credit_days", "credit_days_help", "search_vouchers", "no_vouchers", "code_end"),
    *("redeemed_by", "voucher_open", "voucher_redeemed", "voucher_expired", "voucher_revoked", "revoke", "revoke_title", "revoke_text"),
    *("codes_title", "codes_text", "copy_codes", "copied", "save_codes", "charging", "charging_text", "margins", "margins_help"),
    *("margins_wrong", "models", "group", "everybody", "percent", "fixed", "add_rule", "remove_rule", "move_up", "top_ups"),
    *("top_ups_text", "todo_withdrawals", "withdrawals", "withdrawals_text", "no_withdrawals", "withdrawal_of", "withdrawal_decide"),
    *("withdrawal_outcome", "withdrawal_note", "withdrawal_note_help", "withdrawal_sends_nothing", "withdrawal_received"),
    *("withdrawal_refunded", "withdrawal_refused", "withdrawal_by_hand", "contract", "declared", "no_match", "withdrawal_why_unknown"),
    *("withdrawal_why_business", "withdrawal_why_late", "withdrawal_why_spent", "withdrawal_why_uninformed", "withdrawal_why_closed"),
)


class AdminBilling(rx.Component):
    """Tabs over everything about money, and the banner of stopped wallets."""

    library = module("page.jsx")
    tag = "AdminBilling"
    lib_dependencies: list[str] = [LUCIDE]
    labels: rx.Var[dict[str, str]]
    fields: rx.Var[dict[str, list]]
    form_labels: rx.Var[dict[str, str]]
    list_labels: rx.Var[dict[str, str]]
    seller: rx.Var[rx.Component]
    reports: rx.Var[rx.Component]


def admin_billing_page() -> rx.Component:
    return rx.fragment(
        page_head("admin_nav.billing", text="admin_billing.text"),
        AdminBilling.create(
            labels=words("admin_billing", WORDS),
            fields=rx.Var.create({"credit": _credit(), "top_ups": _top_ups()}),
            seller=seller(),
            reports=tax_reports(),
            form_labels=form_labels(),
            list_labels=list_labels(""),
        ),
    )


def _credit() -> list[dict[str, Any]]:
    return [
        field("charging", "switch", "admin_billing.charging_on", note="admin_billing.charging_help"),
        field(
            "exchange_points",
            "text",
            "admin_billing.exchange_points",
            note="admin_billing.exchange_help",
            unit="admin_billing.percent_sign",
        ),
        field("minimum_nano", "text", "admin_billing.minimum", note="admin_billing.minimum_help", unit="admin_billing.euro"),
        field("low_nano", "text", "admin_billing.low", unit="admin_billing.euro"),
        field("free_models", "lines", "admin_billing.free_models", note="admin_billing.free_models_help"),
    ]


def _top_ups() -> list[dict[str, Any]]:
    return [
        field("amounts_cents", "lines", "admin_billing.amounts", note="admin_billing.amounts_help"),
        field("least_cents", "text", "admin_billing.least", unit="admin_billing.euro"),
        field("most_cents", "text", "admin_billing.most", unit="admin_billing.euro"),
        field("automatic", "switch", "admin_billing.may_automatic"),
        field("most_per_month_cents", "text", "admin_billing.most_per_month", unit="admin_billing.euro"),
    ]
