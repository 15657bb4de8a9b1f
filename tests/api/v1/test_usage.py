"""What models were used for, over REST."""

from __future__ import annotations

import pytest

from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.services.kernel.ids import new_id
from tests.fakes.scripted_gateway import ScriptedGateway

PAID = 800 * 1_000 + 200 * 500 + 500 * 2_000


@pytest.fixture
async def asked(api, model):
    """A chat of one exchange; its turn as JSON."""
    model.gateway = ScriptedGateway(["Yes.", UsageReport(TokenUsage(input=1_000, output=500, cached=200))])
    chat = (await api.post("/conversations", json={})).json()["id"]
    answer = (await api.post(f"/conversations/{chat}/messages", json={"text": "Hello"})).json()
    return (await api.get(f"/turns/{answer['turn_id']}")).json()


async def test_calls_and_their_sums(api, asked):
    (call,) = (await api.get("/usage/calls")).json()["items"]
    assert (call["turn_id"], call["conversation_id"], call["amount_nano"], call["model_id"]) == (
        asked["id"],
        asked["conversation_id"],
        PAID,
        "test/model",
    )
    assert sum(line["nano"] for line in call["lines"]) == PAID
    summary = (await api.get("/usage/summary", params={"by": "model"})).json()
    assert summary["total"]["paid_nano"] == PAID
    assert [(one["key"], one["paid_nano"], one["calls"]) for one in summary["items"]] == [("test/model", PAID, 1)]


async def test_filters(api, asked):
    day = (await api.get("/usage/calls")).json()["items"][0]["at"][:10]
    for query, count in [
        ({"first_day": day, "last_day": day, "kind": "send", "project": "none", "key": "none"}, 1),
        ({"kind": "title"}, 0),
        ({"project": new_id()}, 0),
        ({"first_day": "2999-01-01"}, 0),
        ({"first_day": "0001-01-01", "last_day": "9999-12-31"}, 1),
    ]:
        assert len((await api.get("/usage/calls", params=query)).json()["items"]) == count, query
        assert (await api.get("/usage/summary", params=query)).json()["total"]["calls"] == count, query


@pytest.mark.parametrize(
    "query", [{"by": "person"}, {"first_day": "tomorrow"}, {"person_id": "x"}, {"project": "x"}, {"cursor": "x"}, {"limit": 0}]
)
async def test_what_makes_no_sense_is_a_problem(api, query):
    path = "/usage/summary" if "by" in query else "/usage/calls"
    answer = await api.get(path, params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


async def test_the_table(api, asked):
    answer = await api.get("/usage/calls.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["content-disposition"]
    lines = answer.text.removeprefix("\ufeff").splitlines()
    assert (len(lines), '"0.001900000"' in lines[1]) == (2, True)


async def test_the_cost_of_an_answer(api, asked):
    cost = (await api.get(f"/turns/{asked['id']}/cost")).json()
    assert (cost["amount_nano"], cost["own_key"], cost["counted_by"], cost["price_version"], cost["calls"]) == (
        PAID,
        False,
        "provider",
        "test-1",
        1,
    )
    assert [(line["kind"], line["count"], line["rate"], line["nano"]) for line in cost["lines"]] == [
        ("input", 800, 1_000_000_000, 800_000),
        ("cache_read", 200, 500_000_000, 100_000),
        ("output", 500, 2_000_000_000, 1_000_000),
    ]
    assert (await api.get(f"/turns/{new_id()}/cost")).status_code == 404


async def test_everybodys_for_administrators(api, asked):
    (call,) = (await api.get("/admin/usage/calls")).json()["items"]
    assert (call["cost_nano"], call["sale_nano"], call["margin_nano"]) == (PAID, PAID, 0)
    assert "conversation_id" not in call
    summary = (await api.get("/admin/usage/summary", params={"by": "person"})).json()
    assert (summary["total"]["used"]["paid_nano"], summary["items"][0]["used"]["key"]) == (PAID, call["person_id"])
    assert '"0.001900000","0.001900000","0.000000000"' in (await api.get("/admin/usage/calls.csv")).text
