"""Rows as records."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from chat_app.integrations.llm.price_lists.rate_reading import PIECES
from chat_app.integrations.llm.rates import PriceKind, Rates
from chat_app.models import PriceChange, PriceRun, PriceVersion
from chat_app.services.catalogue.dto import Price
from chat_app.services.prices.comparing import changes
from chat_app.services.prices.dto import ChangeInfo, Rate, RunInfo, VersionInfo
from chat_app.services.prices.queries import ADMIN
from chat_app.services.prices.tariffs import Tariff, read_tariff


def run_info(row: PriceRun, waiting: int) -> RunInfo:
    """A run with how many of its changes wait."""
    return RunInfo(
        id=row.id,
        source=row.source,
        status=row.status,  # pyright: ignore[reportArgumentType]  (written here)
        checksum=row.checksum,
        models=row.models,
        changed=row.changed,
        waiting=waiting,
        fetched_at=row.fetched_at,
        problem_key=row.problem_key,
        problem_params=_params(row.detail),
    )


def change_info(row: PriceChange, source: str) -> ChangeInfo:
    return ChangeInfo(
        id=row.id,
        run_id=row.run_id,
        source=source,
        brand=row.brand,
        model=row.model,
        state=row.state,  # pyright: ignore[reportArgumentType]  (written here)
        jump=row.jump,
        rates=changes(read_tariff(row.before), read_tariff(row.after)),
        created_at=row.created_at,
        decided_at=row.decided_at,
    )


def history(own: Sequence[PriceVersion], listed: Sequence[PriceVersion], shipped: tuple[str, Tariff] | None) -> list[VersionInfo]:
    """Versions, newest first: those set by hand each until the next one, those of the lists likewise; at the bottom what ships with Parley."""
    found = [*_chain(own), *_chain(listed)]
    by_hand = [version for version in found if version.source != ADMIN or version.rates]
    dated = sorted(by_hand, key=lambda version: (version.valid_from, version.id), reverse=True)
    if shipped and shipped[1].rates:
        dated.append(VersionInfo(shipped[0], "shipped", rate_list(shipped[1]), None, listed[-1].valid_from if listed else None))
    return dated


def _chain(rows: Sequence[PriceVersion]) -> Iterator[VersionInfo]:
    """Newest first, each until the next one begins."""
    until: datetime | None = None
    for row in rows:
        yield VersionInfo(row.id, row.source, rate_list(read_tariff(row.rates)), row.valid_from, until)
        until = row.valid_from


def rate_list(tariff: Tariff | Price | None) -> list[Rate]:
    """Every rate of its own that a price has."""
    if tariff is None or tariff.rates is None:
        return []
    tiers = ([(tariff.long_above, tariff.long_rates)] if tariff.long_rates else []) + list(tariff.higher)
    return [*_rates(tariff.rates, 0), *(rate for above, rates in tiers for rate in _rates(rates, above))]


def _rates(rates: Rates, above: int) -> list[Rate]:
    own = ((kind, getattr(rates, kind)) for kind in PriceKind)
    return [Rate(kind.value, rate, above) for kind, rate in own if rate is not None and (rate or kind not in PIECES)]


def _params(detail: str) -> dict[str, str | int]:
    try:
        found = json.loads(detail or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
