"""Cover of a call: credit of a wallet, and room in budgets. Functions of a `Session`, each one transaction of its own.

Wallets are locked before budgets, here and where calls are settled, so that no two transactions wait for each other in a circle.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from chat_app.services.access.queries import policy_of
from chat_app.services.budgets import payers, reserving
from chat_app.services.charging import queries
from chat_app.services.charging.allowances import grant_allowance
from chat_app.services.charging.dto import CoveredCall
from chat_app.services.disputes.blocking import refuse_blocked
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.failpoints import reached
from chat_app.services.ledger import holds, steps
from chat_app.services.ledger.errors import InsufficientCreditError
from chat_app.services.ledger.steps import Wanted

LEASE = timedelta(minutes=15)
"""For how long a hold stands of which nothing is heard."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants to call which model."""

    call_id: str
    actor: Actor
    model_id: str
    chat_id: str
    wallet: bool
    """Whether a wallet pays; else only budgets are asked."""
    own_key: bool
    budgeted: bool = True
    """Whether budgets are asked."""


@dataclass(slots=True)
class Cover:
    """What stands behind a call."""

    call: CoveredCall
    amount: int
    """What is held."""
    left: int
    """What there is beside that."""


def hold(session: Session, asked: Asked, wanted: Wanted, now: datetime) -> Cover:
    """Hold as much as is wanted and there; raises `InsufficientCreditError`, `WalletStoppedError`, `WalletBlockedError`, `BudgetExceededError`."""
    folder_id = queries.folder_of(session, asked.actor.user_id, asked.chat_id)
    call = _call(session, asked, folder_id)
    room = reserving.headroom(session, call, now) if asked.budgeted else None
    rooms = [] if room is None else [room]
    if asked.wallet:
        refuse_blocked(session, call.payer_id)
        grant_allowance(session, call.payer_id, _allowance(session, asked.actor, call.payer_id), now)
        rooms.append(credit := steps.available(session, call.payer_id, now))
        if credit < wanted.least:
            raise InsufficientCreditError(available_nano=credit, needed_nano=wanted.least)
    amount = max(wanted.least, min([wanted.most, *rooms]))
    if asked.wallet:
        holds.keep(session, call.payer_id, call.id, amount, now, now + LEASE)
    if asked.budgeted:
        reserving.reserve(session, call, amount, now)
    reached("hold.before_commit")
    return Cover(call, amount, min(rooms, default=wanted.most) - amount)


def grow(session: Session, asked: Asked, cover: Cover, more: int, now: datetime) -> int:
    """Hold up to so much more; returns how much more it is. Raises `BudgetExceededError` where a budget is used up."""
    room = reserving.headroom(session, cover.call, now) if asked.budgeted else None
    if room is not None and room <= 0:
        # Says which budget it is.
        reserving.reserve(session, cover.call, cover.amount + 1, now)
    more = more if room is None else min(more, room)
    if asked.wallet:
        more = steps.grow(session, cover.call.id, more, now, now + LEASE)
    if more and asked.budgeted:
        reserving.reserve(session, cover.call, cover.amount + more, now)
    return more


def void(session: Session, call_id: str) -> None:
    """Nothing came of the call: all that is held for it is free again. Does nothing for one that was settled."""
    if holds.lock(session, call_id):
        holds.void(session, call_id)
    reserving.release(session, call_id)


def _call(session: Session, asked: Asked, folder_id: str) -> CoveredCall:
    return CoveredCall(
        id=asked.call_id,
        actor_id=asked.actor.user_id,
        payer_id=payers.payer_of(session, asked.actor, folder_id) if asked.wallet and folder_id else asked.actor.user_id,
        model_id=asked.model_id,
        api_key_id=asked.actor.api_key_id,
        conversation_id=asked.chat_id,
        folder_id=folder_id,
        own_key=asked.own_key,
    )


def _allowance(session: Session, actor: Actor, payer_id: str) -> int:
    """What the payer's groups give a month."""
    return (actor.policy if payer_id == actor.user_id else policy_of(session, payer_id)).allowance_nano
