"""What the groups of a person allow: models, features, limits. The most generous group counts."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints

Pattern = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Limit = Annotated[StrictInt, Field(ge=0, le=1_000_000_000)] | None


class Limits(BaseModel, extra="forbid", frozen=True):
    """How much of what; None for no limit of its own."""

    requests_per_minute: Limit = None
    concurrent_turns: Limit = None
    tokens_per_day: Limit = None
    uploads_per_day: Limit = None
    upload_mb_per_day: Limit = None
    budget_nano_per_month: Annotated[StrictInt, Field(ge=0, le=9_000_000_000_000_000_000)] | None = None
    """In nano-dollars."""


class Policy(BaseModel):
    """The policy of a group, or of several together; empty allows everything."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    models: tuple[Pattern, ...] = Field(default=(), max_length=200)
    """Patterns of model ids such as `openai/*`; empty for all."""
    features_off: frozenset[str] = frozenset()
    """Permissions of `matrix.features()` that members do not have."""
    limits: Limits = Limits()
    allowance_nano: Annotated[StrictInt, Field(ge=0, le=1_000_000_000_000)] = 0
    """Credit that each member is given a month, in nano-units of the ledger's currency; the highest counts."""

    def allows_model(self, model_id: str) -> bool:
        """Whether members may use this model."""
        return not self.models or any(fnmatchcase(model_id, pattern) for pattern in self.models)


class Standing(Policy):
    """The policy of a person, and the groups that it comes from."""

    group_ids: frozenset[str] = frozenset()


def groups_of(actor: HasPolicy) -> frozenset[str]:
    """The ids of a person's groups."""
    return actor.policy.group_ids if isinstance(actor.policy, Standing) else frozenset()


def allowed_by_groups(actor: HasPolicy, model_id: str) -> bool:
    """Whether a person's groups let them use a model; for the rest it does not exist."""
    return actor.policy.allows_model(model_id)


def combined(policies: Sequence[Policy], group_ids: frozenset[str] = frozenset()) -> Standing:
    """Whoever is in several groups has what any of them gives; whoever is in none has everything."""
    if not policies:
        return Standing()
    everything = any(not policy.models for policy in policies)
    patterns = () if everything else tuple(dict.fromkeys(pattern for policy in policies for pattern in policy.models))
    limits = {name: _highest([getattr(policy.limits, name) for policy in policies]) for name in Limits.model_fields}
    return Standing(
        models=patterns[:200],
        features_off=frozenset.intersection(*(policy.features_off for policy in policies)),
        limits=Limits(**limits),
        allowance_nano=max(policy.allowance_nano for policy in policies),
        group_ids=group_ids,
    )


class HasPolicy(Protocol):
    """An actor."""

    @property
    def policy(self) -> Policy: ...


def _highest(values: Sequence[int | None]) -> int | None:
    """The highest limit; None, the absence of one, is higher than all."""
    return None if any(value is None for value in values) else max(value for value in values if value is not None)
