"""Published lists: what they change, what waits, what is refused."""

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import select

from chat_app.models import PriceVersion
from chat_app.services.site.sections import PriceLists
from tests.services.prices.conftest import SHIPPED, Desk, entry, listing

DOLLAR = 10**9
SAME = {name.replace("-", "_"): prices for name, prices in SHIPPED.items()}


class TestChanges:
    async def test_versions_are_written_only_where_a_price_changed(self, desk: Desk) -> None:
        run = await desk.publish(listing(**{**SAME, "gpt_old": (1.5, 6), "gpt_new": (5, 20)}))
        assert (run.status, run.models, run.changed, run.waiting) == ("applied", 4, 2, 0)
        assert run.checksum == hashlib.sha256(desk.publisher.bodies["litellm"]).hexdigest()
        assert {row.model for row in desk.versions()} == {"gpt-old", "gpt-new"}
        assert await desk.rates("openai/gpt-old") == (1_500_000_000, 6 * DOLLAR)
        assert await desk.rates("openai/gpt-new") == (5 * DOLLAR, 20 * DOLLAR)
        assert await desk.rates("openai/gpt-same") == (2 * DOLLAR, 8 * DOLLAR)

    async def test_a_charge_names_the_version(self, desk: Desk) -> None:
        await desk.publish(listing(**{**SAME, "gpt_old": (1.5, 6)}))
        changed, same = (await desk.card("openai/gpt-old")).price, (await desk.card("openai/gpt-same")).price
        assert changed is not None
        assert same is not None
        assert changed.version == desk.versions()[0].id
        assert same.version.startswith("litellm ")

    async def test_the_same_list_again_changes_nothing(self, desk: Desk) -> None:
        body = listing(**{**SAME, "gpt_old": (1.5, 6), "gpt_new": (5, 20)})
        await desk.publish(body)
        before = [row.id for row in desk.versions()]
        run = await desk.publish(body)
        assert (run.status, run.changed) == ("unchanged", 0)
        assert [row.id for row in desk.versions()] == before

    async def test_every_kind_of_rate_counts(self, desk: Desk) -> None:
        await desk.publish(
            listing(**{**SAME, "gpt_old": entry(1, 4, cache_read_input_token_cost=1e-7, input_cost_per_token_above_200k_tokens=2e-6)})
        )
        price = (await desk.card("openai/gpt-old")).price
        assert price is not None
        assert price.rates.cache_read == DOLLAR // 10
        assert (price.long_above, price.long_rates and price.long_rates.input) == (200_000, 2 * DOLLAR)

    async def test_facts_follow_without_a_new_price(self, desk: Desk) -> None:
        run = await desk.publish(listing(**{**SAME, "gpt_old": entry(1, 4, max_input_tokens=5000, supports_vision=True)}))
        card = await desk.card("openai/gpt-old")
        assert (run.status, run.changed, card.context_tokens, card.vision) == ("applied", 0, 5000, True)
        assert desk.versions() == []
        assert (await desk.publish(desk.publisher.bodies["litellm"])).status == "unchanged"

    async def test_a_version_can_neither_be_changed_nor_deleted(self, desk: Desk) -> None:
        await desk.publish(listing(**{**SAME, "gpt_old": (1.5, 6)}))

        def change(session) -> None:
            session.exec(select(PriceVersion)).one().rates = "{}"

        with pytest.raises(DatabaseError):
            desk.db.write_now(change)
        with pytest.raises(DatabaseError):
            desk.db.write_now(lambda session: session.delete(session.exec(select(PriceVersion)).one()))

    async def test_both_lists_speak_for_their_own_vendors(self, desk: Desk) -> None:
        router = {"data": [{"id": "a/b", "pricing": {"prompt": "0.000001", "completion": "0.000002"}}]}
        desk.publisher.bodies["openrouter"] = json.dumps(router).encode()
        foreign = {**entry(9, 9), "litellm_provider": "openrouter"}
        body = json.dumps({**json.loads(listing(**SAME)), "openrouter/a/b": foreign}).encode()
        await desk.publish(body, openrouter_url=desk.publisher.url("openrouter"))
        assert [(row.brand, row.model, row.source, json.loads(row.rates)["input"]) for row in desk.versions()] == [
            ("openrouter", "a/b", "openrouter", DOLLAR)
        ]


class TestJumps:
    @pytest.mark.parametrize("price", [(10, 4), (0.3, 4), (0, 4), (1, 40)])
    async def test_a_jump_waits_and_nothing_else_does(self, desk: Desk, price: tuple[float, float]) -> None:
        run = await desk.publish(listing(**{**SAME, "gpt_old": price, "gpt_same": (2.5, 8)}))
        assert (run.status, run.changed, run.waiting) == ("applied", 2, 1)
        assert [(row.model, row.jump) for row in desk.changes("waiting")] == [("gpt-old", True)]
        assert await desk.rates("openai/gpt-old") == (DOLLAR, 4 * DOLLAR)
        assert await desk.rates("openai/gpt-same") == (2_500_000_000, 8 * DOLLAR)

    @pytest.mark.parametrize("price", [(3, 4), (0.34, 12)])
    async def test_three_times_is_no_jump(self, desk: Desk, price: tuple[float, float]) -> None:
        assert (await desk.publish(listing(**{**SAME, "gpt_old": price}))).waiting == 0

    async def test_a_price_that_is_gone_waits(self, desk: Desk) -> None:
        gone = {key: value for key, value in entry(1, 4).items() if "cost" not in key}
        assert (await desk.publish(listing(**{**SAME, "gpt_old": gone}))).waiting == 1

    async def test_the_same_jump_waits_once(self, desk: Desk) -> None:
        body = listing(**{**SAME, "gpt_old": (10, 4)})
        await desk.publish(body)
        assert (await desk.publish(body)).status == "unchanged"
        assert len(desk.changes("waiting")) == 1

    @pytest.mark.parametrize(("price", "waiting"), [((1, 4), 0), ((1.5, 4), 0), ((20, 4), 1)])
    async def test_a_later_list_takes_its_place(self, desk: Desk, price: tuple[float, float], waiting: int) -> None:
        await desk.publish(listing(**{**SAME, "gpt_old": (10, 4)}))
        await desk.publish(listing(**{**SAME, "gpt_old": price}))
        assert [len(desk.changes(state)) for state in ("waiting", "outdated")] == [waiting, 1]


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "key"),
        [
            (b"<html>rate limit</html>", "prices.problem.html"),
            (b"not json", "prices.problem.not_json"),
            (listing(**{**SAME, "gpt_old": (2, 4)})[:-40], "prices.problem.truncated"),
            (b"[]", "prices.problem.shape"),
            (b"{}", "prices.problem.too_few"),
            (listing(gpt_old=(2, 4)), "prices.problem.too_few"),
            (listing(**{**SAME, "gpt_old": (-1, 4)}), "prices.problem.rate"),
            (listing(**{**SAME, "gpt_old": (90_000, 4)}), "prices.problem.rate"),
        ],
    )  # fmt: skip
    async def test_what_cannot_be_right_changes_nothing(self, desk: Desk, body: bytes, key: str) -> None:
        run = await desk.publish(body)
        assert (run.status, run.problem_key) == ("refused", key)
        assert run.checksum == hashlib.sha256(body).hexdigest()
        assert (desk.versions(), desk.changes()) == ([], [])
        assert await desk.rates("openai/gpt-old") == (DOLLAR, 4 * DOLLAR)

    async def test_the_reason_names_the_model(self, desk: Desk) -> None:
        run = await desk.publish(listing(**{**SAME, "gpt_old": (-1, 4)}))
        assert run.problem_params == {"model": "gpt-old", "field": "input_cost_per_token"}

    async def test_a_server_that_answers_with_an_error(self, desk: Desk) -> None:
        desk.publisher.statuses["litellm"] = 503
        run = await desk.publish(listing(**SAME))
        assert (run.status, run.problem_key, run.problem_params) == ("failed", "prices.problem.status", {"status": 503})

    async def test_a_server_that_is_silent(self, desk: Desk) -> None:
        desk.publisher.silent.add("litellm")
        run = await desk.publish(listing(**SAME))
        assert (run.status, run.problem_key, run.checksum) == ("failed", "prices.problem.unreachable", "")

    async def test_a_list_that_does_not_end(self, desk: Desk) -> None:
        small = Desk(desk.db, desk.publisher, desk.path, max_bytes=1000)
        run = await small.publish(b'{"a": "' + b"x" * 2000)
        assert (run.status, run.problem_key) == ("failed", "prices.problem.unreachable")

    async def test_an_address_inside_the_house_is_not_asked(self, desk: Desk) -> None:
        run = await desk.publish(listing(**SAME), litellm_url="http://127.0.0.1:1/list")
        assert (run.status, run.problem_key) == ("failed", "prices.problem.unreachable")

    async def test_half_of_what_the_last_list_named_is_enough(self, desk: Desk) -> None:
        await desk.publish(listing(**SAME, gpt_new=(1, 1)))
        assert (await desk.publish(listing(gpt_old=(1, 4), gpt_new=(1, 1)))).status == "unchanged"
        assert (await desk.publish(listing(gpt_old=(1, 4)))).status == "unchanged"


class TestWhen:
    async def test_once_a_day(self, desk: Desk) -> None:
        await desk.publish(listing(**SAME))
        for hours, asked in ((23, 1), (2, 2), (1, 2)):
            desk.wait(hours=hours)
            await desk.prices.run_due()
            assert len(desk.publisher.asked) == asked

    async def test_sooner_after_a_list_that_was_refused(self, desk: Desk) -> None:
        await desk.publish(b"no list")
        desk.wait(hours=6)
        await desk.prices.run_due()
        assert len(desk.publisher.asked) == 2

    async def test_not_at_all_when_switched_off(self, desk: Desk) -> None:
        await desk.site.save(desk.admin, PriceLists(fetch=False, litellm_url=desk.publisher.url("litellm")))
        await desk.prices.run_due()
        assert desk.publisher.asked == []
