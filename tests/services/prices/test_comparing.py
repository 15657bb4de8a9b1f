"""What is a jump, whatever the rates are."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from chat_app.integrations.llm.rates import Rates
from chat_app.services.prices.comparing import changes, is_jump
from chat_app.services.prices.tariffs import Tariff, read_tariff, write_tariff

amounts = st.integers(0, 10**13)
rates = st.builds(Rates, amounts, amounts, *[st.none() | amounts] * 8, amounts, amounts, amounts)
tiers = st.lists(st.tuples(st.integers(1_000, 10**6), rates), max_size=3, unique_by=lambda tier: tier[0]).map(
    lambda found: sorted(found, key=lambda tier: tier[0])
)


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    found = draw(tiers)
    above, long_rates = found[0] if found else (0, None)
    return Tariff(draw(rates), above, long_rates, tuple(found[1:]))


@given(tariffs() | st.just(Tariff()))
def test_what_is_kept_is_read_again(tariff: Tariff) -> None:
    assert read_tariff(write_tariff(tariff)) == tariff


@given(tariffs())
def test_nothing_differs_from_itself(tariff: Tariff) -> None:
    assert changes(tariff, tariff) == []
    assert not is_jump(tariff, tariff)


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_more_than_three_times_either_way(before: int, after: int) -> None:
    expected = after > 3 * before or before > 3 * after
    assert is_jump(Tariff(Rates(before, 5)), Tariff(Rates(after, 5))) is expected


@given(rates, st.integers(1, 10**12))
def test_a_price_that_becomes_known_is_none(known: Rates, rate: int) -> None:
    assert not is_jump(Tariff(), Tariff(known))
    assert is_jump(Tariff(known), Tariff())
    # The first word on cached reads or on searches is no change of a rate.
    assert not is_jump(Tariff(Rates(rate, rate)), Tariff(Rates(rate, rate, cache_read=rate // 10, search=10**13)))


@given(rates)
def test_a_rate_of_its_own_far_above_plain_tokens_waits(plain: Rates) -> None:
    plain = replace(plain, input=1_000, audio_in=None)
    assert is_jump(Tariff(plain), Tariff(replace(plain, audio_in=3_001)))
    assert not is_jump(Tariff(plain), Tariff(replace(plain, audio_in=3_000)))


def test_jumps_of_long_inputs_count() -> None:
    before = Tariff(Rates(1, 1), 200_000, Rates(2, 2))
    assert is_jump(before, Tariff(Rates(1, 1), 200_000, Rates(7, 2)))
    assert not is_jump(before, Tariff(Rates(1, 1), 200_000, Rates(3, 2)))
    # No rates for long inputs any more: those beyond the limit cost half.
    assert [(change.kind, change.before, change.after, change.above) for change in changes(before, Tariff(Rates(1, 1)))] == [
        ("input", 2, 1, 200_000),
        ("output", 2, 1, 200_000),
    ]
