"""What /billing is put together from. A part is here under the name that `page.jsx` places it by: "top_up", "methods", "profile",
"invoices" or "budgets".
"""

from __future__ import annotations

from collections.abc import Callable

import reflex as rx

from chat_app.components.billing.budgets import budgets
from chat_app.components.billing.invoices import invoices
from chat_app.components.billing.methods import methods
from chat_app.components.billing.profile import profile
from chat_app.components.billing.top_up import top_up

PARTS: dict[str, Callable[[], rx.Component]] = {
    "top_up": top_up,
    "invoices": invoices,
    "profile": profile,
    "methods": methods,
    "budgets": budgets,
}


def parts() -> dict[str, rx.Component]:
    """All of them, made."""
    return {name: make() for name, make in PARTS.items()}
