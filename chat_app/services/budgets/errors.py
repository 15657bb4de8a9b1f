"""What budgets refuse."""

from __future__ import annotations

from typing import ClassVar

from chat_app.errors import AppError, ConflictError, NotFoundError
from chat_app.services.budgets.dto import Scope


class BudgetExceededError(AppError):
    """A budget does not cover the call. The sentence says which one; the figures are for programs."""

    status = 402
    default_key = "budgets.error.exceeded"
    keys: ClassVar[dict[Scope, str]] = {
        Scope.USER: "budgets.error.user",
        Scope.GROUP: "budgets.error.group",
        Scope.MEMBER: "budgets.error.member",
        Scope.FOLDER: "budgets.error.folder",
        Scope.KEY: "budgets.error.key",
        Scope.RUN: "budgets.error.run",
    }
    further_keys: ClassVar[frozenset[str]] = frozenset(keys.values())

    def __init__(self, key: str | None = None, *, budget_id: str = "", used_nano: int = 0, amount_nano: int = 0) -> None:
        super().__init__(key)
        self.budget_id = budget_id
        self.used_nano = used_nano
        self.amount_nano = amount_nano

    @property
    def members(self) -> dict[str, object]:
        """JSON money is a string: a number of that size is none to every program. Of an answer that failed before, nothing is known."""
        if not self.budget_id:
            return {}
        return {"budget_id": self.budget_id, "used_nano": str(self.used_nano), "amount_nano": str(self.amount_nano)}


class BudgetQuestionError(BudgetExceededError):
    """The same for a budget that may be gone beyond, once somebody allows it."""

    default_key = "budgets.ask.exceeded"
    keys: ClassVar[dict[Scope, str]] = {
        Scope.USER: "budgets.ask.user",
        Scope.GROUP: "budgets.ask.group",
        Scope.MEMBER: "budgets.ask.member",
        Scope.FOLDER: "budgets.ask.folder",
        Scope.KEY: "budgets.ask.key",
        Scope.RUN: "budgets.ask.run",
    }
    further_keys: ClassVar[frozenset[str]] = frozenset(keys.values())


class BudgetNotFoundError(NotFoundError):
    default_key = "budgets.error.not_found"


class TooManyBudgetsError(ConflictError):
    default_key = "budgets.error.too_many"
