"""The words of budgets. Amounts are nano-units of the ledger's currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Scope(StrEnum):
    """Whose calls count."""

    USER = "user"
    GROUP = "group"
    """All members of a group together."""
    MEMBER = "member"
    """Each member of a group for themselves."""
    FOLDER = "folder"
    """Calls in the chats of a folder and of the folders below it."""
    KEY = "key"
    RUN = "run"
    """One run of an agent."""


class Period(StrEnum):
    """When counting begins anew (UTC)."""

    DAY = "day"
    MONTH = "month"
    TOTAL = "total"


class Action(StrEnum):
    """What happens at the end of a budget."""

    WARN = "warn"
    ASK = "ask"
    """Calls wait until somebody who may allows more."""
    STOP = "stop"


class Payer(StrEnum):
    """Who pays for answers in the chats of a folder."""

    ACTOR = "actor"
    OWNER = "owner"
    BUDGET = "budget"
    """The owner, for as long as the folder's budget lasts; without a budget, whoever writes."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A budget in one of its periods, as it applies to a call."""

    budget_id: str
    subject_id: str
    """The person, for a budget of each member; else empty."""
    begins: str
    """First day of the period; empty for "total"."""
    scope: Scope
    action: Action
    amount_nano: int


@dataclass(frozen=True, slots=True)
class BudgetState:
    """A budget with what was used of it in the period that runs now."""

    id: str
    scope: Scope
    scope_id: str
    name: str
    """Of what it limits: the person, group, folder or key."""
    owner_id: str
    period: Period
    action: Action
    amount_nano: int
    extra_nano: int
    """What was allowed beyond the amount, in this period."""
    used_nano: int
    held_nano: int
    """What calls that are under way may cost."""
    warn_percent: int
    begins: str
    ends_at: datetime | None
    """When counting begins anew; None for never."""
    can_change: bool = False
    can_allow: bool = False

    @property
    def left_nano(self) -> int:
        """What may still be used."""
        return max(0, self.amount_nano + self.extra_nano - self.used_nano - self.held_nano)


@dataclass(frozen=True, slots=True)
class NewBudget:
    """What somebody sets; it takes the place of the budget for the same thing and period."""

    scope: Scope
    scope_id: str
    period: Period
    amount_nano: int
    action: Action
    warn_percent: int = 80
