"""What is put on top of the price of providers, and for whom. Points are hundredths of a percent; integers only."""

from __future__ import annotations

from collections.abc import Collection
from fnmatch import fnmatchcase

from chat_app.services.catalogue.pricing import WHOLE
from chat_app.services.charging.dto import Tariff
from chat_app.services.site.billing_sections import Credit, MarginRule

NOTHING = -WHOLE
"""Takes the whole price away."""


def is_free(section: Credit, model_id: str) -> bool:
    """Whether administrators give this model away."""
    return any(fnmatchcase(model_id, pattern) for pattern in section.free_models)


def rule_for(section: Credit, groups: Collection[str], model_id: str) -> MarginRule | None:
    """The first rule that fits the model and a group of its person."""
    fitting = (rule for rule in section.margins if not rule.group_id or rule.group_id in groups)
    return next((rule for rule in fitting if fnmatchcase(model_id, rule.pattern)), None)


def points_for(section: Credit, groups: Collection[str], model_id: str, general: int) -> int:
    """What is added to each rate, the premium for the exchange of currencies in it, so that shown prices are those that are charged.

    `general` is the margin where no rule says otherwise.
    """
    if not section.charging:
        return general
    if is_free(section, model_id):
        return NOTHING
    rule = rule_for(section, groups, model_id)
    both = (WHOLE + (rule.points if rule else general)) * (WHOLE + section.exchange_points)
    return -(-both // WHOLE) - WHOLE


def tariff_for(section: Credit, groups: Collection[str], model_id: str, rate_micro: int, rate_day: str) -> Tariff:
    """The rest of what a call costs beside its price."""
    rule = rule_for(section, groups, model_id)
    return Tariff(rate_micro, rate_day, rule.fixed_nano if rule else 0, section.minimum_nano)
