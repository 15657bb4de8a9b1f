"""Prices in words: exact amounts, in both languages; what is written into the form becomes exact rates."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.rates import PriceKind
from chat_app.services.prices.dto import ChangeInfo, ModelPrices, PricedModel, Rate, RateChange, RunInfo, VersionInfo
from chat_app.services.prices.errors import RateError
from chat_app.state.admin.price_views import KINDS, SOURCES, change_row, change_view, model_view, read_rates, run_row

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DOLLAR = 10**9


def change(*rates: RateChange) -> ChangeInfo:
    return ChangeInfo("1", "2", "litellm", "openai", "gpt-x", "waiting", any(rate.jump for rate in rates), list(rates), NOW)


def test_every_kind_and_source_has_its_word() -> None:
    assert set(KINDS) == {kind.value for kind in PriceKind}
    assert set(SOURCES) >= {"litellm", "openrouter", "admin", "shipped"}


def test_before_and_after() -> None:
    view = change_view(change(RateChange("input", 2_500_000_000, 25 * DOLLAR, jump=True), RateChange("search", None, 35 * 10**12)), "en")
    assert [(line.kind, line.before, line.after, line.jump) for line in view.lines] == [
        ("Input", "$2.50", "$25.00", True),
        ("Web search", "–", "$0.035", False),
    ]
    assert change_row(change(RateChange("input", 3_625_000, 75_000_000)), "de").cells["rates"] == "Eingabe: 0,003625 $ → 0,075 $"


def test_a_kind_without_a_rate_of_its_own() -> None:
    assert change_view(change(RateChange("cache_read", 75_000_000, None)), "en").lines[0].after == "as plain tokens"
    gone = change_view(change(RateChange("input", DOLLAR, None), RateChange("cache_read", 75_000_000, None)), "en")
    assert [line.after for line in gone.lines] == ["–", "–"]


def test_long_inputs_name_their_limit() -> None:
    assert "beyond 200,000 tokens" in change_view(change(RateChange("output", 1, 2, above=200_000)), "en").lines[0].kind


def test_a_run_that_was_refused_says_why() -> None:
    run = RunInfo("1", "litellm", "refused", "ab", 0, 0, 0, NOW, "prices.problem.too_few", {"count": 3, "known": 900})
    row = run_row(run, "en")
    assert (row.notes["status"], row.tones["status"]) == ("The list names 3 models; 900 were known before.", "danger")


def test_history() -> None:
    versions = [
        VersionInfo("v", "admin", [Rate("input", DOLLAR), Rate("output", 2 * DOLLAR)], NOW, None),
        VersionInfo("litellm 1", "shipped", [], None, NOW),
    ]
    model = PricedModel("openai/gpt-x", "admin", "v", [Rate("input", DOLLAR), Rate("output", 2 * DOLLAR), Rate("input", 9, 200_000)])
    view = model_view(ModelPrices(model, can_override=True, overridden=True, versions=versions), "en")
    assert view.own == {"input": "1.00", "output": "2.00"}
    assert [(version.rates, version.since, version.until) for version in view.versions] == [
        (["Input: $1.00", "Output: $2.00"], NOW.isoformat(), ""),
        ([], "", NOW.isoformat()),
    ]


class TestForm:
    @given(st.integers(0, 5 * 10**13), st.sampled_from(["en", "de"]))
    def test_what_is_shown_is_read_again(self, rate: int, language: str) -> None:
        model = PricedModel("a/b", "admin", "v", [Rate("input", rate), Rate("output", 0), Rate("image", rate)])
        shown = model_view(ModelPrices(model, can_override=True, overridden=True, versions=[]), language).own
        found = read_rates(shown, language)
        assert (found["input"], found["output"], found["image"], found["search"]) == (rate, 0, rate, None)

    @pytest.mark.parametrize("written", ["2.50", "2,50", " $2.50 ", "2,50 $", "2.5"])
    def test_spellings(self, written: str) -> None:
        assert read_rates({"input": written}, "en")["input"] == 2_500_000_000

    @pytest.mark.parametrize("written", ["free", "-1", "1e30", "NaN", "Infinity", str(Decimal("1e-10")), "1.2.3"])
    def test_what_is_no_amount_is_named(self, written: str) -> None:
        with pytest.raises(RateError) as refused:
            read_rates({"cache_read": written}, "de")
        assert refused.value.params == {"kind": "Eingabe aus dem Zwischenspeicher"}
