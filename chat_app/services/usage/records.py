"""From rows to the records that leave the domain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Row

from chat_app.models import PriceVersion, Turn, TurnStatus, UsageCall
from chat_app.services.usage.charging import Line, lines_of
from chat_app.services.usage.dto import (
    COUNTED_BY_PROVIDER,
    COUNTED_BY_US,
    FailedTry,
    LoggedCall,
    PersonsCall,
    ShownCall,
    ShownLine,
    SiteSum,
    TurnCost,
    UsageSum,
)

_SAME = tuple(field.name for field in fields(ShownCall) if field.name != "at")
"""What stands in the row under the same name."""


def own_call(row: UsageCall, title: str | None, folder: str | None, key: str | None) -> LoggedCall:
    """A call as its person sees it."""
    return LoggedCall(
        at=row.created_at,
        amount_nano=shown_amount(row),
        lines=shown_lines(row),
        conversation_id=row.conversation_id if title is not None else "",
        conversation_title=title or "",
        folder_id=row.folder_id,
        folder_name=folder or "",
        turn_id=row.turn_id,
        api_key_id=row.api_key_id,
        key_name=key or "",
        ttft_ms=row.ttft_ms,
        **{name: getattr(row, name) for name in _SAME},
    )


def persons_call(row: UsageCall, name: str) -> PersonsCall:
    """A call as administrators see it."""
    unknown = row.own_key or row.cost_nano is None or row.sale_nano is None
    return PersonsCall(
        at=row.created_at,
        person_id=row.owner_id,
        person_name=name,
        cost_nano=row.cost_nano,
        sale_nano=row.sale_nano,
        margin_nano=None if unknown else (row.sale_nano or 0) - (row.cost_nano or 0),
        by_program=bool(row.api_key_id),
        **{name: getattr(row, name) for name in _SAME},
    )


def own_sum(row: Row[Any]) -> UsageSum:
    """A sum without its label and without what the platform pays."""
    key, *counts = row
    return UsageSum(str(key), "", *(int(count or 0) for count in counts[:-1]))


def site_sum(row: Row[Any]) -> SiteSum:
    """A sum with what the platform pays."""
    used, cost = own_sum(row), int(row[-1] or 0)
    return SiteSum(used, cost, used.paid_nano - cost)


def shown_amount(row: UsageCall) -> int | None:
    """What its person pays here, or with an own key what its vendor takes."""
    return row.cost_nano if row.own_key else row.sale_nano


def shown_lines(row: UsageCall) -> tuple[ShownLine, ...]:
    """The lines whose sum is the amount."""
    return tuple(_shown(line, own_key=row.own_key) for line in lines_of(row.lines))


def cost_record(turns: Sequence[Turn], calls: Sequence[UsageCall], price: PriceVersion | None = None) -> TurnCost:
    """The cost of what these turns wrote together, reckoned of all that was called for them; `price` is that of `answering_call`."""
    turn, last = turns[-1], answering_call(turns, calls)
    calls = _of_answers(turns, calls)
    amounts = [amount for call in calls if (amount := shown_amount(call)) is not None]
    return TurnCost(
        turn_id=turn.id,
        model_id=turn.model_id,
        answered_by=turn.answered_by,
        tries=tuple(FailedTry(model_id, reason) for each in turns for model_id, reason in json.loads(each.tries)),
        status=turn.status,
        own_key=any(call.own_key for call in calls),
        counted_by=_counted_by(calls) or turn.counted_by,
        currency=last.currency if last else "USD",
        amount_nano=sum(amounts) if amounts else None,
        lines=together(line for call in calls for line in shown_lines(call)),
        price_version=last.price_version if last else turn.price_version,
        rate_day=last.rate_day if last else None,
        eur_rate_micro=last.eur_rate_micro if last else None,
        calls=len(calls),
        ttft_ms=turns[0].ttft_ms,
        price_source=price.source if price else "",
        price_since=price.valid_from if price else None,
    )


def together(lines: Iterable[ShownLine]) -> tuple[ShownLine, ...]:
    """One line for each kind and rate; their sum stays what it was."""
    found: dict[tuple[str, int], ShownLine] = {}
    for line in lines:
        before = found.get((line.kind, line.rate))
        found[line.kind, line.rate] = (
            ShownLine(line.kind, before.count + line.count, line.rate, before.nano + line.nano) if before else line
        )
    return tuple(found.values())


def _shown(line: Line, *, own_key: bool) -> ShownLine:
    rate, nano = (line.rate, line.nano) if own_key else (line.sale_rate, line.sale_nano)
    return ShownLine(line.kind, line.count, rate, nano)


def answering_call(turns: Sequence[Turn], calls: Sequence[UsageCall]) -> UsageCall | None:
    """The last call of a model that answered."""
    answering = {turn.id: turn.answered_by or turn.model_id for turn in turns}
    return next((call for call in reversed(calls) if call.model_id == answering[call.turn_id]), calls[-1] if calls else None)


def _of_answers(turns: Sequence[Turn], calls: Sequence[UsageCall]) -> Sequence[UsageCall]:
    """Without what models used that failed before another one answered: it is in the log, but in no charge.

    A model that was called off because another one was faster is paid for.
    """
    answering = {turn.id: turn.answered_by or turn.model_id for turn in turns}
    return [call for call in calls if call.model_id == answering[call.turn_id] or call.status == TurnStatus.STOPPED] or calls


def _counted_by(calls: Sequence[UsageCall]) -> str:
    counted = {call.counted_by for call in calls}
    return COUNTED_BY_US if COUNTED_BY_US in counted else COUNTED_BY_PROVIDER if counted else ""
