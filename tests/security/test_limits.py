"""Limits at the edge cannot be walked around (X17)."""

from __future__ import annotations

import asyncio

import pytest

from chat_app.services.access.policy import Limits
from chat_app.services.kernel.actor import Actor
from chat_app.services.site.sections import UsageLimits
from tests.security.test_bearer import bearer, make_key

ADMIN = Actor("", permissions=frozenset({"admin.limits"}))
CHATS = "/api/v1/conversations"


async def restrict(parts, network: int = 6_000, **limits: int) -> None:
    await parts.site.save(ADMIN, UsageLimits(limits=Limits(**limits), network_requests_per_minute=network))


@pytest.fixture
async def key(networked) -> str:
    return (await make_key(networked)).secret


async def many(client, count: int, headers_of) -> list[int]:
    answers = await asyncio.gather(*(client.get(CHATS, headers=headers_of(number)) for number in range(count)))
    return [answer.status_code for answer in answers]


async def test_fifty_parallel_requests_at_the_edge_are_exactly_the_limit(networked, browser, key):
    await restrict(networked, requests_per_minute=20)

    answers = await many(browser(networked, peer="8.8.8.8"), 50, lambda _: bearer(key))

    assert (answers.count(200), answers.count(429)) == (20, 30)


async def test_a_refusal_says_when_it_goes_on(networked, browser, key):
    await restrict(networked, requests_per_minute=1)
    client = browser(networked, peer="8.8.8.8")
    await client.get(CHATS, headers=bearer(key))

    answer = await client.get(CHATS, headers=bearer(key) | {"accept-language": "de"})

    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert answer.json()["type"] == "urn:parley:usage_limits:error:requests"
    assert "Weiter geht es in" in answer.json()["detail"]


async def test_all_keys_and_tokens_of_a_person_share_their_limit(networked, browser, key):
    other = (await make_key(networked)).secret
    client = browser(networked, peer="8.8.8.8")
    token = (await client.post("/api/v1/auth/token", json={}, headers=bearer(key))).json()["access_token"]
    await restrict(networked, requests_per_minute=10)

    answers = await many(client, 30, lambda number: bearer((key, other, token)[number % 3]))

    assert answers.count(200) == 9


async def test_a_forwarded_address_does_not_help(networked, browser):
    await restrict(networked, network=60)

    answers = await many(browser(networked, peer="8.8.8.8"), 100, lambda number: {"x-forwarded-for": f"9.9.{number}.1"})

    assert (answers.count(401), answers.count(429)) == (60, 40)


async def test_hopping_within_a_network_does_not_help(networked, browser):
    await restrict(networked, network=60)
    clients = [browser(networked, peer=f"2001:db8:1:2::{number:x}") for number in range(1, 51)]

    answers = [code for client in clients for code in await many(client, 2, lambda _: {})]

    assert (answers.count(401), answers.count(429)) == (60, 40)
    assert await many(browser(networked, peer="2001:db8:1:3::1"), 1, lambda _: {}) == [401]


async def test_wrong_keys_count_for_the_network(networked, browser):
    await restrict(networked, network=60)

    answers = await many(browser(networked, peer="8.8.8.8"), 80, lambda number: bearer(f"parley_abcdefgh_{number:043d}"))

    assert (answers.count(401), answers.count(429)) == (60, 20)


async def test_whoever_is_on_their_own_machine_is_not_counted(local, browser):
    await restrict(local, network=60, requests_per_minute=1)

    assert set(await many(browser(local), 100, lambda _: {})) == {200}
