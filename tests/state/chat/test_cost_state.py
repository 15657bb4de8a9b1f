"""The panel that says how the cost of an answer came about."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.integrations.llm.rates import PriceKind
from chat_app.services.kernel.ids import new_id
from chat_app.services.usage.dto import FailedTry, ShownLine, TurnCost
from chat_app.state.chat.composer_state import ComposerState
from chat_app.state.chat.cost_state import CostState
from chat_app.state.chat.cost_views import KINDS, CostView, cost_view
from chat_app.state.shared.reader import ReaderLanguage
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.state.conftest import Tab

LABELS = {"a/one": "One", "b/two": "Two"}
COST = TurnCost(
    turn_id="t", model_id="a/one", answered_by="", tries=(), status="complete", own_key=False, counted_by="provider", currency="USD",
    amount_nano=1_234_567, lines=(ShownLine("input", 12_345, 100_000_000, 1_234_500), ShownLine("cache_read", 67, 1_000_000, 67)),
    price_version="litellm 1.2", rate_day=date(2026, 11, 20), eur_rate_micro=1_082_500, calls=1,
)  # fmt: skip


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway(["Good morning.", UsageReport(TokenUsage(1_000, 10, cached=400))])


def view(language: str = "en", currency: str = "USD", **changes: object) -> CostView:
    reader = ReaderLanguage(language, currency, 920_000)
    return cost_view("m", TurnCost(**{name: getattr(COST, name) for name in TurnCost.__dataclass_fields__} | changes), reader, LABELS)


async def test_opens_with_lines_whose_sum_is_the_cost(tab: Tab, settled) -> None:
    await tab.call(ComposerState.submit, "Hello", "key-1", "")
    await settled()
    answer = tab.conversation.messages[-1]
    await tab.call(CostState.show, answer.id)
    cost = tab.state(CostState).cost
    assert cost.message_id == answer.id
    assert [(line.kind, line.count, line.rate, line.amount) for line in cost.lines] == [
        ("Input", "600", "$1.00", "$0.0006"),
        ("Read from the cache", "400", "$0.00", "$0.00"),
        ("Output", "10", "$2.00", "$0.00002"),
    ]
    assert cost.total == "$0.00062"
    assert "Counted by the provider" in cost.facts
    assert "Price list: test-1" in cost.facts


async def test_of_what_is_not_there_says_nothing(tab: Tab) -> None:
    unknown = new_id()
    await tab.call(CostState.show, unknown)
    assert tab.state(CostState).cost == CostView(message_id=unknown)
    assert tab.notice == ""


def test_speaks_german() -> None:
    shown = view("de", "EUR")
    assert [(line.kind, line.count, line.amount) for line in shown.lines] == [
        ("Eingabe", "12.345", "0,0012345 $"),
        ("Cache, gelesen", "67", "0,000000067 $"),
    ]
    assert shown.total == "0,001234567 $"
    assert "≈ 0,0011 € zum heutigen Kurs" in shown.facts
    assert "1 € war 1,0825 $ am 20.11.2026 (Europäische Zentralbank)" in shown.facts


def test_single_things_have_a_price_each() -> None:
    (line,) = view(lines=(ShownLine("search", 2, 25_000_000_000_000, 50_000_000),)).lines
    assert (line.kind, line.count, line.rate, line.amount) == ("Web searches", "2", "$0.025 each", "$0.05")


def test_says_who_pays() -> None:
    assert view(own_key=True).note.startswith("Your own key")
    assert "own machine" in view(price_version="local", amount_nano=0).note
    assert "does not know the price" in view(amount_nano=None, lines=()).note
    assert view().note == ""
    assert "estimated" in " ".join(view(counted_by="parley").facts).lower()


def test_names_what_failed_before_and_who_answered() -> None:
    facts = view(answered_by="b/two", tries=(FailedTry("a/one", "error.upstream_rate_limit"),), calls=2).facts
    assert facts[:3] == ["Tried before: One. The provider asks for a pause", "Answered by Two in place of One", "2 requests together"]


def test_names_where_a_price_comes_from() -> None:
    since = datetime(2026, 11, 2, tzinfo=UTC)
    assert "Price since 11/2/2026, from OpenRouter" in view(price_since=since, price_source="openrouter").facts
    assert "Preis seit 02.11.2026, von der Verwaltung" in view("de", price_since=since, price_source="admin").facts


def test_every_kind_of_unit_has_a_name() -> None:
    assert set(KINDS) == {str(kind) for kind in PriceKind}
