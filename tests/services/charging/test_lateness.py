"""What comes too late or goes wrong on the way: dead processes, sweeps, corrections, clocks (M8, M12, M14)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.models import TurnStatus
from chat_app.services.access.policy import Policy
from chat_app.services.charging.corrections import correct_charge
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.steady import DOUBT, SteadyClock
from chat_app.services.ledger.dto import AccountKind
from chat_app.services.ledger.errors import LedgerError
from chat_app.services.site.billing_sections import WalletStop
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.charging.shop import COST, USED, Shop
from tests.waiting import eventually

PLENTY = 10**12
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class TestASweep:
    async def test_ends_what_a_dead_process_left_and_the_answer_is_charged_all_the_same(self, shop: Shop) -> None:
        shop.give(PLENTY)
        gateway = shop.model.gateway = ScriptedGateway(["Some words that somebody has read.", asyncio.Event()])
        turn = await shop.chat.begin()
        await eventually(lambda: gateway.waiting)
        await eventually(lambda: shop.chat.runner._runs[turn.id].terms_kept)
        _die(shop, turn.id)
        later = Shop(shop.db, now=shop.now + timedelta(minutes=16))
        await later.cover.sweep()
        assert [hold.state for hold in shop.holds()] == ["voided"]
        assert await later.chat.turns.recover(all_of_them=True) == 1
        (call,) = shop.calls()
        assert (call.status, call.counted_by, call.charged_nano) == ("interrupted", "parley", call.sale_nano)
        assert PLENTY - shop.balance().balance == call.charged_nano != 0

    async def test_leaves_what_is_alive(self, shop: Shop) -> None:
        shop.give(PLENTY)
        gateway = shop.model.gateway = ScriptedGateway([asyncio.Event(), "Yes."])
        turn = await shop.chat.begin()
        await eventually(lambda: gateway.waiting)
        for _ in range(20):
            shop.wait(minutes=1)
            await shop.cover.sweep()
        assert [hold.state for hold in shop.holds()] == ["open"]
        await shop.chat.turns.stop(shop.actor, turn.id)

    async def test_of_an_answer_charged_late_nobody_pays_more_than_there_is(self, shop: Shop) -> None:
        shop.give(500_000)
        go_on = asyncio.Event()
        gateway = shop.model.gateway = ScriptedGateway([go_on, "Yes.", UsageReport(TokenUsage(10, 300))], [USED, "No."])
        turn = await shop.chat.begin()
        await eventually(lambda: gateway.waiting)
        shop.cover.ended(shop.holds()[0].request_id)
        shop.wait(minutes=1)
        other = Shop(shop.db, now=shop.now + timedelta(minutes=16))
        await other.cover.sweep()
        await shop.chat.ask("Meanwhile")
        go_on.set()
        await shop.chat.end(turn)
        assert sorted(call.charged_nano or 0 for call in shop.calls()) == [COST, 500_000 - COST]
        assert shop.balance().balance == 0
        assert -shop.posted(AccountKind.WRITE_OFF) == 610_000 - (500_000 - COST)

    async def test_takes_what_has_expired_to_the_second(self, shop: Shop) -> None:
        shop.give(5, "short", expires=NOON + timedelta(minutes=1))
        shop.give(7, "long", expires=NOON + timedelta(minutes=2))
        shop.now = NOON + timedelta(seconds=59)
        await shop.cover.sweep()
        assert shop.balance().balance == 12
        shop.now = NOON + timedelta(seconds=60)
        await shop.cover.sweep()
        assert shop.balance().balance == 7


def _die(shop: Shop, turn_id: str) -> None:
    """As a process that is killed: nothing of the turn is settled."""
    run = shop.chat.runner._runs.pop(turn_id)
    assert run.task is not None
    shop.chat.runner._finish = lambda *_: asyncio.sleep(0)  # type: ignore[method-assign]
    run.task.cancel()


class TestACorrection:
    @pytest.mark.parametrize(("due", "left"), [(COST - 5_000, PLENTY - COST + 5_000), (COST + 5_000, PLENTY - COST - 5_000)])
    async def test_sets_right_what_was_estimated_once(self, shop: Shop, due: int, left: int) -> None:
        shop.give(PLENTY, paid=True)
        shop.model.gateway = ScriptedGateway(["Yes.", USED])
        await shop.chat.ask()
        call_id = shop.calls()[0].id
        for _ in range(2):
            shop.db.write_now(lambda session: correct_charge(session, call_id, due, due, "the provider", shop.now))
        assert (shop.balance().balance, shop.balance().paid) == (left, left)
        assert (shop.posted(AccountKind.REVENUE), shop.posted(AccountKind.PROVIDER_DUE)) == (due, due)

    async def test_takes_back_a_loss_first_and_gives_to_the_lot_that_paid_last(self, shop: Shop) -> None:
        shop.give(COST // 2)
        shop.give(415_000 - COST // 2, "bought", paid=True)
        shop.model.gateway = ScriptedGateway(["Yes.", UsageReport(TokenUsage(10, 1_000))])
        await shop.chat.ask()
        call_id, held = shop.calls()[0].id, shop.holds()[0].amount
        shop.db.write_now(lambda session: correct_charge(session, call_id, held - 100, 0, "later", shop.now))
        assert shop.posted(AccountKind.WRITE_OFF) == 0
        assert shop.balance().paid == 415_000 - held + 100
        shop.db.write_now(lambda session: correct_charge(session, call_id, 10**9, 0, "at last", shop.now))
        assert (shop.balance().balance, -shop.posted(AccountKind.WRITE_OFF)) == (0, 10**9 - 415_000)

    async def test_is_for_what_was_charged(self, shop: Shop) -> None:
        shop.give(PLENTY)
        with pytest.raises(LedgerError):
            shop.db.write_now(lambda session: correct_charge(session, "no call", 1, 1, "x", shop.now))


class TestAnAllowance:
    async def test_comes_once_a_month_and_goes_with_it(self, shop: Shop) -> None:
        object.__setattr__(shop.actor, "policy", Policy(allowance_nano=1_000_000))
        shop.model.gateway = ScriptedGateway(["Yes.", USED])
        for _ in range(2):
            assert (await shop.chat.ask()).status == TurnStatus.COMPLETE
        assert shop.balance().balance == 1_000_000 - 2 * COST
        shop.now = datetime(2026, 5, 31, 23, 59, 59, tzinfo=UTC)
        await Shop(shop.db, now=shop.now).cover.sweep()
        assert shop.balance().balance == 1_000_000 - 2 * COST
        shop.now = datetime(2026, 6, 1, tzinfo=UTC)
        await Shop(shop.db, now=shop.now).cover.sweep()
        assert shop.balance().balance == 0


async def test_nothing_new_is_asked_while_wallets_are_stopped_and_what_runs_is_charged(shop: Shop) -> None:
    shop.give(PLENTY)
    go_on = asyncio.Event()
    gateway = shop.model.gateway = ScriptedGateway([go_on, "Yes.", USED])
    turn = await shop.chat.begin()
    await eventually(lambda: gateway.waiting)
    shop.store(WalletStop(stopped=True))
    assert (await shop.chat.ask()).error_key == "error.wallet_stopped"
    go_on.set()
    await shop.chat.end(turn)
    assert [call.charged_nano for call in shop.calls()] == [COST]


class TestAClock:
    def test_that_jumps_is_not_believed_until_it_stays(self) -> None:
        wall, passed = [NOON], [0.0]
        clock = SteadyClock(lambda: wall[0], lambda: passed[0])

        def at(seconds: float, jump: timedelta) -> timedelta:
            passed[0], wall[0] = seconds, NOON + timedelta(seconds=seconds) + jump
            return clock() - NOON

        assert at(10, timedelta(0)) == timedelta(seconds=10)
        for seconds, jump in ((20, timedelta(days=1)), (40, timedelta(days=-1))):
            assert at(seconds, jump) == timedelta(seconds=seconds)
            assert at(seconds + 10, timedelta(0)) == timedelta(seconds=seconds + 10)
        assert at(60, timedelta(days=1)) == timedelta(seconds=60)
        assert at(60 + DOUBT.total_seconds(), timedelta(days=1)) == timedelta(days=1, hours=1, seconds=60)

    async def test_that_jumps_a_day_lets_nothing_expire_early(self, shop: Shop) -> None:
        shop.give(5, expires=shop.now + timedelta(hours=1))
        for days in (1, -2, 1):
            shop.wait(days=days)
            await shop.cover.sweep()
        assert shop.balance().balance == 5
        assert utc_now() > NOON
