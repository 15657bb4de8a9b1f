"""The words of the section about keys for programs."""

from __future__ import annotations

from typing import Any

import reflex as rx

from chat_app.components.account.labels import words
from chat_app.components.ui.text import t

SCOPES = {
    "chat": ("account_scope.chat", "account_scope.chat_help"),
    "models": ("account_scope.models", "account_scope.models_help"),
    "files": ("account_scope.files", "account_scope.files_help"),
    "library": ("account_scope.library", "account_scope.library_help"),
    "compare": ("account_scope.compare", "account_scope.compare_help"),
    "sharing": ("account_scope.sharing", "account_scope.sharing_help"),
    "export": ("account_scope.export", "account_scope.export_help"),
    "temporary": ("account_scope.temporary", "account_scope.temporary_help"),
}
"""What a key may be given (`scope` in services/access/matrix.toml), in words."""
KEYS = {
    "keysTitle": "account_key.title",
    "keysHelp": "account_key.help",
    "keysEmpty": "account_key.empty",
    "create": "account_key.create",
    "createTitle": "account_key.create_title",
    "nameHelp": "account_key.name_help",
    "nameMissing": "account_key.name_missing",
    "scopes": "account_key.scopes",
    "scopesMissing": "account_key.scopes_missing",
    "expires": "account_key.expires",
    "days30": "account_key.days_month",
    "days90": "account_key.days_quarter",
    "days365": "account_key.days_year",
    "days0": "account_key.days_endless",
    "budget": "account_key.budget",
    "budgetHelp": "account_key.budget_help",
    "budgetWrong": "account_key.budget_wrong",
    "madeTitle": "account_key.made_title",
    "madeText": "account_key.made_text",
    "expired": "account_key.expired",
    "endless": "account_key.endless",
    "revoke": "account_key.revoke",
    "revokeText": "account_key.revoke_text",
}
OPEN = {
    "budgetUsed": "account_key.budget_used",
    "endsAt": "account_key.ends_at",
    "endedAt": "account_key.ended_at",
    "revokeOne": "account_key.revoke_one",
}


def key_words() -> rx.Var[dict[str, str]]:
    """All of them, for one component."""
    return words(KEYS, OPEN)


def scope_rows() -> rx.Var[Any]:
    """The scopes with their words, in their order."""
    return rx.Var.create([{"id": name, "label": t(label), "help": t(note)} for name, (label, note) in SCOPES.items()])
