"""Credit: what limits it, how it is bought, and who sees what of it."""

from __future__ import annotations

from typing import Any

from chat_app.services.accounts.proof import ProofRule
from chat_app.services.budgets.house import HouseBudgets
from chat_app.services.budgets.notices import MoneyNotices
from chat_app.services.budgets.own import OwnBudgets
from chat_app.services.budgets.watching import MoneyWatch
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.disputes.blocking import is_blocked
from chat_app.services.kernel.clock import utc_now
from chat_app.services.vouchers import VoucherService
from chat_app.services.wallets import WalletService
from chat_app.wiring.buying import build_buying
from chat_app.wiring.ground import Ground
from chat_app.wiring.invoicing import build_invoicing
from chat_app.wiring.people import SigningIn
from chat_app.wiring.returning import build_returns
from chat_app.wiring.withdrawing import build_withdrawing


def build_billing(ground: Ground, people: SigningIn) -> dict[str, Any]:
    """By their names in `Services`."""
    buying = build_buying(ground, people)
    returns = build_returns(ground, people, buying["payments"], buying["orders"])
    return {
        **_limits(ground, people),
        **_wallets(ground),
        **buying,
        **returns,
        **build_invoicing(ground, people),
        **build_withdrawing(ground, people, refund=returns["refunds"].refund_unspent if buying["payments"] else None),
    }


def _limits(ground: Ground, people: SigningIn) -> dict[str, Any]:
    """Budgets, and the word in time that one of them or the credit runs out."""
    db, audit, site = ground.db, ground.audit, ground.site

    def tell(user_id: str) -> None:
        ground.changes.publish(user_id, ConversationChange("", "banners"))

    return {
        "budgets": OwnBudgets(db, audit),
        "house_budgets": HouseBudgets(db, audit),
        "money_notices": MoneyNotices(db, site),
        "money_watch": MoneyWatch(db, site, people.outbox, tell),
    }


def _wallets(ground: Ground) -> dict[str, Any]:
    """What people see of their credit, and the codes that give some."""
    db, settings = ground.db, ground.settings
    sells = settings.stripe_secret_key is not None
    return {
        "wallets": WalletService(db, ground.site, sells=sells, blocked=is_blocked),
        "vouchers": VoucherService(db, ground.audit, ground.counters, ProofRule(settings, utc_now), utc_now),
    }
