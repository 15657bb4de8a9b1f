"""How pages speak of money that ran out: the kind of card below an answer, and the notice over the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chat_app.errors import error_of
from chat_app.i18n import LANGUAGES
from chat_app.services.budgets.dto import Period, Scope
from chat_app.services.budgets.errors import BudgetExceededError, BudgetQuestionError
from chat_app.services.budgets.notices import MoneyNotice
from chat_app.services.chat.dto import Message
from chat_app.services.ledger.errors import InsufficientCreditError
from chat_app.state.announcements.money_words import money_level, money_sentence
from chat_app.state.chat.views import money_kind, unfinished_sentence

FAILED = Message(
    id="m", conversation_id="c", parent_id="", role="assistant", text="", status="failed", created_at=datetime(2026, 11, 1, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        (InsufficientCreditError.default_key, "credit"),
        (BudgetExceededError.keys[Scope.FOLDER], "budget:folder"),
        (BudgetQuestionError.keys[Scope.USER], "question:user"),
        ("error.upstream", ""),
    ],
)
def test_an_answer_that_money_ended_has_a_card(key: str, kind: str) -> None:
    assert money_kind(replace(FAILED, error_key=key)) == kind
    assert money_kind(replace(FAILED, error_key=key, status="complete")) == ""


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("error", [BudgetExceededError, BudgetQuestionError])
def test_each_budget_says_whose_it_is_and_stays_what_it_is_for_programs(scope: Scope, error: type[BudgetExceededError]) -> None:
    stored = error_of(error.keys[scope])
    assert (type(stored), stored.key, stored.status) == (error, error.keys[scope], 402)
    said = {unfinished_sentence(replace(FAILED, error_key=error.keys[scope]), language, "m") for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert len(set(error.keys.values())) == len(Scope)


def test_a_notice_names_the_budget_with_its_figures() -> None:
    full = MoneyNotice("x", "full", Scope.FOLDER, Period.MONTH, "Rivers", 5_000_000_000, 5_000_000_000)
    assert money_sentence(full, "de") == "Das Budget pro Monat des Ordners Rivers ist aufgebraucht: 5,00 € von 5,00 €."
    assert money_sentence(replace(full, kind="near", scope=Scope.USER), "en") == "Your budget per month is almost used up: €5.00 of €5.00."
    assert [money_level(replace(full, kind=kind)) for kind in ("near", "full", "low")] == ["info", "warning", "warning"]


def test_little_credit_says_what_is_left() -> None:
    assert money_sentence(MoneyNotice("x", "low", nano=420_000_000), "en") == "Your credit is almost used up: €0.42 left."
