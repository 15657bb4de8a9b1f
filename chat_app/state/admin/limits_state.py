"""The page of everybody's limits."""

from decimal import Decimal, InvalidOperation
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.services.access.policy import Limits
from chat_app.services.kernel.money import NANO_PER_UNIT
from chat_app.services.site.sections import UsageLimits
from chat_app.state.admin.gate_state import for_admins
from chat_app.state.admin.section_form import SectionMixin

BUDGET = "budget_nano_per_month"
PROBLEMS = {name: "admin_limits.problem_number" for name in Limits.model_fields if name != BUDGET} | {BUDGET: "admin_limits.problem_budget"}
MAX_DOLLARS = Decimal(9_000_000_000)


class LimitsState(SectionMixin, rx.State):
    """The form; the budget is written in dollars."""

    @rx.event
    @for_admins("admin.limits")
    async def load(self):
        """Show what is stored."""
        self._show_section(_shown((await services().site.load(UsageLimits)).limits))

    @rx.event
    @for_admins("admin.limits")
    async def save(self, values: dict[str, Any]):
        """Store the form as a whole."""
        limits = values | {BUDGET: nano_of(values.get(BUDGET))}
        stored = (await services().site.load(UsageLimits)).model_dump()
        kept = await self._save_section(UsageLimits, stored | {"limits": limits}, PROBLEMS)
        if kept:
            self.values = _shown(kept.limits)


def nano_of(text: object) -> object:
    """An amount of dollars as it is written, "12.50" or "12,50", in nano-dollars; None for nothing, the text for what is no amount."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return None
    try:
        amount = Decimal(str(text).strip().removeprefix("$").replace(",", "."))
    except InvalidOperation:
        return text
    if not amount.is_finite() or not 0 <= amount <= MAX_DOLLARS:
        return text
    return int(amount * NANO_PER_UNIT)


def _shown(limits: Limits) -> dict[str, Any]:
    shown: dict[str, Any] = limits.model_dump(mode="json")
    if (nano := limits.budget_nano_per_month) is not None:
        amount = Decimal(nano) / NANO_PER_UNIT
        shown[BUDGET] = f"{amount:.2f}" if amount == amount.quantize(Decimal("0.01")) else f"{amount.normalize():f}"
    return shown
