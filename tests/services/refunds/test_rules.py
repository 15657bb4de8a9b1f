"""Parts of an order add up to it to the cent, however it is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_app.services.refunds.rules import Part, part_of_net, part_of_total

ORDERS = st.builds(lambda net, points: Part(net, (net * points + 5_000) // 10_000), st.integers(1, 100_000), st.integers(0, 2_700))
CUTS = st.lists(st.tuples(st.booleans(), st.integers(1, 60_000)), max_size=12)


@given(ORDERS, CUTS)
def test_what_goes_back_is_never_more_than_was_paid(whole: Part, cuts: list[tuple[bool, int]]) -> None:
    before = Part(0, 0)
    for by_net, amount in cuts:
        part = (part_of_net if by_net else part_of_total)(whole, before, amount)
        assert 0 <= part.net <= whole.net - before.net
        assert 0 <= part.vat <= whole.vat - before.vat
        assert part.net <= amount if by_net else part.total <= amount
        before = Part(before.net + part.net, before.vat + part.vat)
    rest = part_of_net(whole, before, whole.net)
    assert (before.net + rest.net, before.vat + rest.vat) == (whole.net, whole.vat)


@given(ORDERS, st.integers(1, 100_000))
def test_the_vat_of_a_part_is_its_share(whole: Part, net: int) -> None:
    part = part_of_net(whole, Part(0, 0), net)
    assert abs(part.vat * whole.net - part.net * whole.vat) * 2 <= whole.net


def test_what_was_paid_is_cut_into_credit_and_vat() -> None:
    assert part_of_total(Part(1_000, 190), Part(0, 0), 595) == Part(500, 95)
    assert part_of_total(Part(1_000, 190), Part(500, 95), 9_999) == Part(500, 95)
    assert part_of_net(Part(1_000, 0), Part(0, 0), 333) == Part(333, 0)
