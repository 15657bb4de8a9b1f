"""What crosses the border of the domain of limits."""

from __future__ import annotations

from dataclasses import dataclass

from chat_app.services.access.policy import Limits


@dataclass(frozen=True, slots=True)
class UsageSoFar:
    """What a person has used, and what they may use; for the pages of the account and of administration."""

    limits: Limits
    tokens_today: int
    cost_nano_this_month: int
    running_turns: int
