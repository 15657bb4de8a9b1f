"""The books of the house."""

from __future__ import annotations

from typing import Any

from chat_app.services.accounting.alarm import BooksAlarm
from chat_app.services.accounting.giving import Giving
from chat_app.services.accounting.service import AccountingService
from chat_app.services.accounting.switch import WalletSwitch
from chat_app.services.accounting.watch import Before, BooksWatch
from chat_app.services.kernel.clock import utc_now
from chat_app.wiring.ground import Ground
from chat_app.wiring.people import SigningIn


def build_accounting(ground: Ground, people: SigningIn, sweep: Before) -> dict[str, Any]:
    """What administrators see and do about money, and the watch over the books; `sweep` ends holds whose time is up."""
    switch = WalletSwitch(ground.db, ground.site, utc_now, BooksAlarm(ground.db, people.outbox))
    return {
        "accounting": AccountingService(ground.db),
        "giving": Giving(ground.db, ground.audit, people.accounts.require_recent_proof),
        "wallet_switch": switch,
        "books_watch": BooksWatch(ground.db, switch, ground.settings.data_dir.resolve() / "ledger-anchors.log", utc_now, sweep),
    }
