"""Groups and their policies as forms; what is typed becomes a policy here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from chat_app.errors import InvalidInputError
from chat_app.i18n import translate
from chat_app.services.access.policy import Limits, Policy
from chat_app.services.groups.dto import Group, Member
from chat_app.state.admin.people_words import name_of

NANO = 1_000_000_000
BUDGET, ALLOWANCE = "budget_nano_per_month", "allowance_nano"
LIMITS = {
    "requests_per_minute": "admin_groups.limit_requests",
    "concurrent_turns": "admin_groups.limit_turns",
    "tokens_per_day": "admin_groups.limit_tokens",
    "uploads_per_day": "admin_groups.limit_uploads",
    "upload_mb_per_day": "admin_groups.limit_upload_size",
    BUDGET: "admin_groups.limit_budget",
    ALLOWANCE: "admin_groups.limit_allowance",
}
"""What is typed as a number; the allowance is no limit but credit, and stands beside them."""
MONEY = (BUDGET, ALLOWANCE)
EXAMPLES = 5


@dataclass(frozen=True)
class GroupView:
    """A group as its form begins."""

    id: str = ""
    name: str = ""
    description: str = ""
    member_count: int = 0
    models: list[str] = field(default_factory=list)
    features_off: list[str] = field(default_factory=list)
    limits: dict[str, str] = field(default_factory=dict)
    """As they are typed; the budget in dollars, the allowance in euros, empty for none."""


@dataclass(frozen=True)
class MemberView:
    """A person in the group."""

    id: str
    name: str
    email: str
    leads: bool
    may_lead: bool


@dataclass(frozen=True)
class CandidateView:
    """A person who could be put in."""

    id: str
    name: str
    email: str


@dataclass(frozen=True)
class Preview:
    """How many models patterns let through."""

    count: int = 0
    total: int = 0
    examples: list[str] = field(default_factory=list)


def group_view(group: Group) -> GroupView:
    """The group as its form shows it."""
    policy = group.policy
    values = {**policy.limits.model_dump(), ALLOWANCE: policy.allowance_nano or None}
    limits = {name: _typed(name, value) for name, value in values.items()}
    return GroupView(group.id, group.name, group.description, group.members, list(policy.models), sorted(policy.features_off), limits)


def member_view(member: Member, language: str) -> MemberView:
    """A line of the members."""
    return MemberView(member.id, name_of(member.name, member.email, language), member.email, member.leads, member.role == "manager")


def preview(patterns: Sequence[str], model_ids: Sequence[str]) -> Preview:
    """What these patterns let through."""
    policy = Policy(models=_patterns(patterns))
    allowed = [model_id for model_id in model_ids if policy.allows_model(model_id)]
    return Preview(len(allowed), len(model_ids), allowed[:EXAMPLES])


def read_policy(changes: dict[str, Any], language: str) -> Policy:
    """What was typed as a policy; raises `InvalidInputError` that names the field."""
    limits = changes.get("limits")
    values = {name: _read_limit(name, (limits or {}).get(name, ""), language) for name in LIMITS}
    allowance = values.pop(ALLOWANCE) or 0
    try:
        return Policy(
            allowance_nano=allowance,
            models=_patterns(changes.get("models") or []),
            features_off=frozenset(changes.get("features_off") or []),
            limits=Limits(**values),
        )
    except (ValidationError, TypeError) as error:
        raise InvalidInputError("admin_groups.error_policy") from error


def _patterns(patterns: Sequence[str]) -> tuple[str, ...]:
    try:
        return Policy(models=tuple(dict.fromkeys(text.strip() for text in patterns if text.strip()))).models
    except (ValidationError, AttributeError) as error:
        raise InvalidInputError("admin_groups.error_models") from error


def _typed(name: str, value: int | None) -> str:
    if value is None:
        return ""
    return (
        f"{Decimal(value) / NANO:f}".rstrip("0").rstrip(".")
        if name in MONEY and value % NANO
        else str(value // NANO if name in MONEY else value)
    )


def _read_limit(name: str, typed: object, language: str) -> int | None:
    text = str(typed if typed is not None else "").strip().replace(",", ".")
    if not text:
        return None
    try:
        amount = Decimal(text) * (NANO if name in MONEY else 1)
        if not amount.is_finite() or amount < 0 or amount != amount.to_integral_value():
            raise InvalidOperation
    except InvalidOperation as error:
        raise InvalidInputError("admin_groups.error_limit", field=translate(LIMITS[name], language)) from error
    return int(amount)
