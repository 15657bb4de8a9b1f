"""The limits of answers: asked within the transaction that begins one, so that parallel ones count each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from chat_app.services.access.policy import Limits
from chat_app.services.accounts.queries import hold_user
from chat_app.services.kernel.actor import Actor
from chat_app.services.limits import queries
from chat_app.services.limits.errors import BudgetLimitError, KeyBudgetLimitError, TokenLimitError, TurnLimitError
from chat_app.services.limits.rules import in_words, seconds_to_next_month, seconds_to_tomorrow

RUNNING_TOKENS = 2_000
"""What an answer that is being written counts until its end tells how much it was."""
RUNNING_NANO = 10_000_000
TRY_AGAIN_SECONDS = 5


@dataclass(frozen=True, slots=True)
class TurnGate:
    """Lets answers begin, or raises `LimitReachedError`. Made for one actor at one moment."""

    actor: Actor
    limits: Limits
    now: datetime
    aside: int = 0
    """Requests beside the chat that run for the same person in this process; with itself, if it is one."""

    def check(self, session: Session, begun: int = 1) -> None:
        """Call once the rows of the `begun` new answers are written; for a request beside the chat it is one, too."""
        hold_user(session, self.actor.user_id)
        running = queries.count_running(session, self.actor.user_id) + self.aside
        most = self.limits.concurrent_turns
        if most is not None and running > most:
            raise TurnLimitError(retry_after=TRY_AGAIN_SECONDS, max=most)
        others = max(0, running - begun)
        self._check_tokens(session, others)
        self._check_budget(session, others)
        if self.actor.api_key_id:
            self._check_key(session, begun)

    def _check_tokens(self, session: Session, others: int) -> None:
        most = self.limits.tokens_per_day
        if most is None:
            return
        used = queries.tokens_since(session, self.actor.user_id, self.now.date())
        if used + others * RUNNING_TOKENS >= most:
            wait = seconds_to_tomorrow(self.now)
            raise TokenLimitError(retry_after=wait, max=most, wait=in_words(wait))

    def _check_budget(self, session: Session, others: int) -> None:
        most = self.limits.budget_nano_per_month
        if most is None:
            return
        spent = queries.cost_since(session, self.actor.user_id, self.now.date().replace(day=1))
        if spent + others * RUNNING_NANO >= most:
            wait = seconds_to_next_month(self.now)
            raise BudgetLimitError(retry_after=wait, wait=in_words(wait))

    def _check_key(self, session: Session, begun: int) -> None:
        most = queries.budget_of_key(session, self.actor.api_key_id)
        if most is None:
            return
        others = max(0, queries.count_running(session, self.actor.user_id, self.actor.api_key_id) - begun)
        spent = queries.cost_since(session, self.actor.user_id, self.now.date().replace(day=1), self.actor.api_key_id)
        if spent + others * RUNNING_NANO >= most:
            wait = seconds_to_next_month(self.now)
            raise KeyBudgetLimitError(retry_after=wait, wait=in_words(wait))
