"""The statements that every call of a model runs, built once: building them takes longer than running them."""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, literal, select, update
from sqlmodel import col

from chat_app import models

ACCOUNTS, HOLDS, LOTS = models.LedgerAccount.__table__, models.Hold.__table__, models.Lot.__table__  # type: ignore[attr-defined]
WALLET, CHANGE, FREED, REQUEST = bindparam("wallet"), bindparam("change"), bindparam("freed"), bindparam("request")

# What is read beside a row that had to be waited for is from before the wait. For the first expiry that is enough: of lots
# that come meanwhile none is due yet, and what was taken meanwhile is seen when it is taken.
_EXPIRES = select(func.min(LOTS.c.expires_at)).where(LOTS.c.account_id == ACCOUNTS.c.id, LOTS.c.remaining > 0).scalar_subquery()
LOCK_WALLET = (
    select(ACCOUNTS.c.id, ACCOUNTS.c.currency, ACCOUNTS.c.balance, ACCOUNTS.c.held, _EXPIRES)
    .where(ACCOUNTS.c.id == WALLET)
    .with_for_update()
)
ADD_TO_BALANCE = (
    update(ACCOUNTS)
    .where(
        ACCOUNTS.c.id == WALLET,
        ACCOUNTS.c.held - FREED >= 0,
        ACCOUNTS.c.balance + CHANGE >= ACCOUNTS.c.held - FREED,
    )
    .values(balance=ACCOUNTS.c.balance + CHANGE, held=ACCOUNTS.c.held - FREED)
)
ADD_TO_HELD = (
    update(ACCOUNTS)
    .where(ACCOUNTS.c.id == WALLET, ACCOUNTS.c.held + CHANGE >= 0, ACCOUNTS.c.balance >= ACCOUNTS.c.held + CHANGE)
    .values(held=ACCOUNTS.c.held + CHANGE)
)

FIND_HOLD = select(models.Hold).where(col(models.Hold.request_id) == REQUEST).with_for_update().execution_options(populate_existing=True)
# PostgreSQL locks in the order of the tables, the wallet first as everywhere, and reads both rows anew when it had to wait.
LOCK_HOLD = (
    select(HOLDS.c.id, HOLDS.c.account_id, HOLDS.c.lot_id, HOLDS.c.amount, HOLDS.c.state, HOLDS.c.expires_at)
    .select_from(ACCOUNTS.join(HOLDS, HOLDS.c.account_id == ACCOUNTS.c.id))
    .where(HOLDS.c.request_id == REQUEST)
    .with_for_update()
)
ADD_HOLD = insert(HOLDS)
GROW_HOLD = update(HOLDS).where(HOLDS.c.id == bindparam("hold")).values(amount=HOLDS.c.amount + CHANGE, expires_at=bindparam("until"))
END_HOLD = (
    update(HOLDS)
    .where(HOLDS.c.id == bindparam("hold"))
    .values(state=bindparam("as_what"), captured=bindparam("taken"), journal_id=bindparam("by"))
)

LIST_LOTS = select(LOTS.c.id, LOTS.c.paid, LOTS.c.remaining - LOTS.c.reserved, LOTS.c.expires_at, LOTS.c.created_at).where(
    LOTS.c.account_id == WALLET, LOTS.c.remaining > 0
)
TAKE_FROM_LOT = (
    update(LOTS)
    .where(LOTS.c.id == bindparam("lot"), LOTS.c.reserved - FREED >= 0, LOTS.c.remaining - CHANGE >= LOTS.c.reserved - FREED)
    .values(remaining=LOTS.c.remaining - CHANGE, reserved=LOTS.c.reserved - FREED)
)
RESERVE_IN_LOT = (
    update(LOTS)
    .where(LOTS.c.id == bindparam("lot"), LOTS.c.reserved + CHANGE >= 0, LOTS.c.reserved + CHANGE <= LOTS.c.remaining)
    .values(reserved=LOTS.c.reserved + CHANGE)
)

FIND_JOURNAL = select(models.Journal).where(col(models.Journal.key) == bindparam("key"))
KNOWS_JOURNAL = select(literal(1)).where(col(models.Journal.key) == bindparam("key"))
ADD_JOURNAL = insert(models.Journal.__table__)  # type: ignore[attr-defined]
ADD_POSTINGS = insert(models.Posting.__table__)  # type: ignore[attr-defined]
ADD_LOT_USES = insert(models.LotUse.__table__)  # type: ignore[attr-defined]
