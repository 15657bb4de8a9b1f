"""Two published lists of different dates, then the last one again, a corrupted one, one with a tenfold price."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from chat_app.integrations.llm.price_lists import litellm_map
from chat_app.services.prices.tariffs import Tariff, read_tariff, write_tariff
from tests.price_lists import AUGUST, OPENROUTER, needs_lists, shipped_list
from tests.services.prices.conftest import Desk

pytestmark = needs_lists


def tariffs(body: bytes) -> dict[tuple[str, str], str]:
    """The prices of a list as an independent map, by vendor and model."""
    listing = litellm_map.parse(body)
    listing.pop("openrouter", None)
    return {(brand, name): write_tariff(Tariff.of(facts)) for brand, models in listing.items() for name, facts in models.items()}


async def approve_all(desk: Desk) -> None:
    await desk.prices.decide(desk.admin, None, "approved")


async def test_the_whole_story(desk: Desk) -> None:
    august, later = AUGUST.read_bytes(), shipped_list().read_bytes()
    # The first list: every model that has a price is new, beside the three that ship here.
    first = await desk.publish(august)
    assert first.status == "applied"
    held = {(row.brand, row.model): row.rates for row in desk.versions()}
    assert held == {key: rates for key, rates in tariffs(august).items() if rates != "{}"}

    # A later one: new versions exactly where the price differs; what jumps waits.
    second = await desk.publish(later)
    wanted = {key: rates for key, rates in tariffs(later).items() if rates != held.get(key, "{}")}
    made = {(row.brand, row.model): row.rates for row in desk.versions() if row.run_id == second.id}
    waiting = {(row.brand, row.model): row.after for row in desk.changes("waiting")}
    assert made | waiting == wanted
    assert not made.keys() & waiting.keys()
    assert second.waiting == len(waiting) > 0
    assert len(made) > 100

    # The same one again.
    count = len(desk.versions())
    third = await desk.publish(later)
    assert (third.status, third.changed, len(desk.versions())) == ("unchanged", 0, count)

    # Corrupted: cut off within its last third.
    fourth = await desk.publish(later[: len(later) * 2 // 3])
    assert (fourth.status, fourth.problem_key, len(desk.versions())) == ("refused", "prices.problem.truncated", count)

    # One price becomes ten times as high, another one a little.
    await approve_all(desk)
    count = len(desk.versions())
    fifth = await desk.publish(_raised(later, {"gpt-4o": 10, "gpt-4o-mini": Decimal("1.2")}))
    assert (fifth.status, fifth.changed, fifth.waiting) == ("applied", 2, 1)
    assert [(row.model, row.jump) for row in desk.changes("waiting")] == [("gpt-4o", True)]
    assert [row.model for row in desk.versions()[count:]] == ["gpt-4o-mini"]


async def test_openrouters_list(desk: Desk) -> None:
    desk.publisher.bodies["openrouter"] = OPENROUTER.read_bytes()
    await desk.publish(b"", litellm_url="", openrouter_url=desk.publisher.url("openrouter"))
    models = json.loads(OPENROUTER.read_bytes())["data"]
    priced = {model["id"]: model["pricing"] for model in models if model["pricing"]["prompt"] != "-1"}
    found = {row.model: read_tariff(row.rates).rates for row in desk.versions()}
    assert found.keys() == priced.keys()
    for name, pricing in priced.items():
        rates = found[name]
        assert rates is not None
        assert rates.input == round(Decimal(pricing["prompt"]) * 10**15)


def _raised(body: bytes, times: dict[str, Any]) -> bytes:
    entries = json.loads(body, parse_float=Decimal)
    for name, factor in times.items():
        entries[name]["input_cost_per_token"] = float(Decimal(entries[name]["input_cost_per_token"]) * factor)
    return json.dumps(entries, default=float).encode()
