"""Prices over REST: the owner of a house of one person administers it."""

from __future__ import annotations

import pytest

from chat_app.container import override_services
from chat_app.integrations.llm.offline import OfflineGateway
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.kernel.clock import utc_now
from chat_app.services.kernel.ids import new_id
from chat_app.services.prices import PriceService
from tests.fakes.scripted_gateway import ScriptedGateway

RATES = {"input": 2_500_000_000, "output": 10_000_000_000, "search": 10**13}
TEST = ProviderConfig("test", "Test", ProviderKind.OPENAI_COMPATIBLE, "https://models.test/v1", vendor="openai_compatible")


@pytest.fixture
async def platform(parts):
    """A provider of the platform with one model."""
    updater = parts.prices._updater
    gateway = ScriptedGateway(models=[ModelInfo("model")])
    catalogue = CatalogueService([TEST], lambda _config: gateway, OfflineGateway(), updater.book, utc_now, prices=updater.overlay)
    with override_services(parts, prices=PriceService(parts.db, parts.audit, updater, catalogue)):
        yield
        await catalogue.close()


@pytest.fixture
async def priced(platform, api):
    """A model of the platform with an own price."""
    answer = await api.put("/admin/prices/override", json={"model_id": "test/model", "rates": RATES})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_own_price_is_shown_and_taken_back(api, priced):
    assert (priced["model"]["source"], priced["overridden"], priced["can_override"]) == ("admin", True, True)
    assert {rate["kind"]: rate["rate"] for rate in priced["versions"][0]["rates"]} == RATES
    found = (await api.get("/admin/prices/models", params={"search": "test model"})).json()["items"]
    assert [(model["id"], model["version"]) for model in found] == [("test/model", priced["versions"][0]["id"])]
    assert (await api.delete("/admin/prices/override", params={"model_id": "test/model"})).status_code == 204
    history = (await api.get("/admin/prices/history", params={"model_id": "test/model"})).json()
    assert history["overridden"] is False
    assert history["versions"][0]["valid_to"]
    assert (await api.delete("/admin/prices/override", params={"model_id": "test/model"})).status_code == 404


async def test_nothing_was_fetched_yet(api):
    assert (await api.get("/admin/prices/runs")).json() == {"items": [], "next_cursor": ""}
    assert (await api.get("/admin/prices/changes", params={"state": "waiting"})).json()["items"] == []
    assert (await api.post("/admin/prices/changes/approve", json={"all": True})).json() == {"count": 0}


@pytest.mark.parametrize("body", [{}, {"all": False}, {"change_ids": []}, {"all": True, "change_ids": [new_id()]}, {"change_ids": ["x"]}])
async def test_which_changes_has_to_be_said(api, body):
    assert (await api.post("/admin/prices/changes/reject", json=body)).status_code == 422


async def test_a_change_that_is_none(api):
    assert (await api.post("/admin/prices/changes/approve", json={"change_ids": [new_id()]})).status_code == 404


@pytest.mark.parametrize(
    ("model_id", "rates"),
    [("nobody/model", RATES), ("test/model", {"input": 1}), ("test/model", {**RATES, "output": -1}), ("test/model", {**RATES, "output": 10**17}), ("test/model", {**RATES, "smell": 1})],
)  # fmt: skip
async def test_what_is_no_price(platform, api, model_id, rates):
    assert (await api.put("/admin/prices/override", json={"model_id": model_id, "rates": rates})).status_code == 422
