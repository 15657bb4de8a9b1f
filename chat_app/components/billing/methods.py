"""Saved means of payment, and buying credit by itself."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words
from chat_app.components.billing.library import Part, module
from chat_app.components.ui.text import t
from chat_app.services.topups import problems

WORDS = (
    "title", "text", "failed", "retry", "none", "add", "expires", "expired", "automatic_badge", "forget", "forget_title", "forget_text",
    "forget_automatic", "cancel", "saved", "kind_card", "kind_sepa_debit", "kind_link", "kind_other", "automatic_title",
    "automatic_text", "automatic_off", "automatic_first", "enabled", "method", "method_choose", "threshold", "threshold_help", "amount",
    "amount_help", "cap", "cap_help", "begin", "begin_link", "save", "saved_rules", "amount_wrong", "bought", "problem_title",
)  # fmt: skip


class PaymentMethods(Part):
    """Both lists of them; `problems` are sentences by the key that the server names."""

    library = module("methods.jsx")
    tag = "PaymentMethods"
    problems: rx.Var[dict[str, str]]


def methods() -> rx.Component:
    """For /billing."""
    said = {
        problems.DECLINED: t("topups.problem.declined"),
        problems.CONFIRM: t("topups.problem.confirm"),
        problems.METHOD: t("topups.problem.method"),
        problems.PROFILE: t("topups.problem.profile"),
        problems.AMOUNT: t("topups.problem.amount"),
        problems.CAP: t("topups.problem.cap"),
        problems.RETURNED: t("topups.problem.returned"),
        problems.FAILED: t("topups.problem.failed"),
    }
    return PaymentMethods.create(labels=words("payment_methods", WORDS), problems=rx.Var.create(said))
