"""Takes over what a list says: new versions where a price changed, and what jumps waits. One transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from chat_app.integrations.llm.price_lists.facts import Listing, ModelFacts
from chat_app.models import PriceChange, PriceRun, PriceVersion, PublishedFacts
from chat_app.services.kernel.ids import new_id
from chat_app.services.prices import queries
from chat_app.services.prices.comparing import is_jump
from chat_app.services.prices.facts_records import write_facts
from chat_app.services.prices.tariffs import Tariff, read_tariff, write_tariff

Key = tuple[str, str]
Known = Mapping[str, Mapping[str, ModelFacts]]
_LONGEST_NAME = 250


@dataclass(slots=True)
class _Held:
    """What holds before the list, by vendor and model."""

    tariffs: dict[Key, str]
    facts: dict[Key, PublishedFacts]
    waiting: dict[Key, PriceChange]
    rejected: set[tuple[str, str, str, str]]
    """What was turned down, as vendor, model, before, after: the same is not asked again."""


@dataclass(slots=True)
class _Made:
    versions: list[PriceVersion] = field(default_factory=list)
    changes: list[PriceChange] = field(default_factory=list)
    facts: list[PublishedFacts] = field(default_factory=list)
    facts_changed: int = 0


def apply_list(session: Session, run: PriceRun, listing: Listing, ground: Known) -> None:
    """Write the run with everything that the list changes. `ground` is the list that ships with Parley."""
    queries.lock(session)
    session.add(run)
    session.flush()
    held, made = _read(session, listing), _Made()
    for brand, models in listing.items():
        for name, facts in models.items():
            if len(name) <= _LONGEST_NAME:
                _compare_price(run, (brand, name), facts, held, ground, made)
                _compare_facts(run.fetched_at, (brand, name), facts, held, ground, made)
    for rows in (made.versions, made.changes, made.facts):
        queries.add_many(session, rows)
    run.changed = len(made.changes)
    run.status = "applied" if made.changes or made.facts_changed else "unchanged"


def _read(session: Session, listing: Listing) -> _Held:
    brands = list(listing)
    return _Held(
        {(row.brand, row.model): row.rates for row in queries.current_versions(session, by_admin=False, brands=brands)},
        {(row.brand, row.model): row for row in queries.published_facts(session, brands)},
        {(row.brand, row.model): row for row in queries.waiting_changes(session, brands=brands)},
        {(row.brand, row.model, row.before, row.after) for row in queries.rejected_changes(session, brands)},
    )


def _compare_price(run: PriceRun, key: Key, facts: ModelFacts, held: _Held, ground: Known, made: _Made) -> None:
    before = held.tariffs.get(key) or write_tariff(Tariff.of(ground.get(key[0], {}).get(key[1])))
    after, waiting = write_tariff(Tariff.of(facts)), held.waiting.get(key)
    if waiting and (waiting.after, waiting.before) == (after, before):
        return
    if waiting:
        waiting.state = "outdated"
    if before == after or (*key, before, after) in held.rejected:
        return
    jump = is_jump(read_tariff(before), read_tariff(after))
    made.changes.append(_change(run, key, before, after, jump=jump))
    if not jump:
        made.versions.append(version_of(key, after, run.source, run.id, run.fetched_at))


def _compare_facts(now: datetime, key: Key, facts: ModelFacts, held: _Held, ground: Known, made: _Made) -> None:
    said, row, shipped = write_facts(facts), held.facts.get(key), ground.get(key[0], {}).get(key[1])
    if row is None and (shipped is None or write_facts(shipped) != said):
        made.facts.append(PublishedFacts(brand=key[0], model=key[1], facts=said, updated_at=now))
        made.facts_changed += 1
    elif row is not None and row.facts != said:
        row.facts, row.updated_at = said, now
        made.facts_changed += 1


def _change(run: PriceRun, key: Key, before: str, after: str, *, jump: bool) -> PriceChange:
    return PriceChange(
        id=new_id(),
        run_id=run.id,
        brand=key[0],
        model=key[1],
        before=before,
        after=after,
        jump=jump,
        state="waiting" if jump else "applied",
        created_at=run.fetched_at,
    )


def version_of(key: Key, rates: str, source: str, run_id: str | None, now: datetime) -> PriceVersion:
    """A price from `now` on; `rates` as `write_tariff` wrote them."""
    return PriceVersion(id=new_id(), brand=key[0], model=key[1], rates=rates, source=source, run_id=run_id, valid_from=now, created_at=now)
