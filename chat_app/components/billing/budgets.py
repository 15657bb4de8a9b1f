"""Budgets: the list with its bars, and the form of one."""

from __future__ import annotations

import reflex as rx

from chat_app.components.admin.words import words
from chat_app.components.billing.library import Part, module
from chat_app.services.charging.dto import LEDGER_CURRENCY

WORDS = (
    "title", "text", "house_text", "none", "none_house", "add", "add_title", "edit", "edit_title", "remove", "remove_title", "remove_text",
    "cancel", "save", "failed", "retry", "used", "held", "extra", "anew", "most_used", "by_house", "gone", "allow", "of_me", "of_user", "of_group",
    "of_member", "of_folder", "of_key", "for", "for_user", "for_group", "for_member", "for_folder", "for_key", "choose", "no_folder", "no_key",
    "amount", "amount_needed", "thing_needed", "period", "period_day", "period_month", "period_total", "warn", "warn_needed", "action",
    "action_stop", "action_stop_text", "action_ask", "action_ask_text", "action_warn", "action_warn_text",
)  # fmt: skip


class Budgets(Part):
    """Own budgets, or with `house` those of a person or a group: {"scope": "user" or "group", "scopeId": its id}."""

    library = module("budgets.jsx")
    tag = "Budgets"
    house: rx.Var[dict[str, str]]
    currency: rx.Var[str]


def budgets() -> rx.Component:
    """The person's own, for /billing."""
    return Budgets.create(currency=LEDGER_CURRENCY, labels=words("budget_list", WORDS))


def house_budgets(scope: str, scope_id: rx.Var[str] | str) -> rx.Component:
    """What administrators set for a person ("user") or a group."""
    house = rx.Var.create({"scope": scope, "scopeId": scope_id})
    return Budgets.create(house=house, currency=LEDGER_CURRENCY, labels=words("budget_list", WORDS))
