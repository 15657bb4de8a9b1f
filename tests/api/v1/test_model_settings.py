"""The list of models as programs use it: search, filters, pages, switches."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from chat_app.container import override_services
from chat_app.integrations.llm.model_facts import ModelFactsBook
from chat_app.integrations.llm.offline import OfflineGateway
from chat_app.integrations.llm.port import ModelInfo
from chat_app.integrations.llm.providers import ProviderConfig, ProviderKind
from chat_app.services.catalogue.catalogue import CatalogueService
from chat_app.services.catalogue.stockroom import Patience
from chat_app.services.kernel.clock import utc_now
from chat_app.services.model_settings import ModelSettingService, SettingsBook
from chat_app.wiring import Services
from tests.fakes.scripted_gateway import ScriptedGateway

HOUSE = ProviderConfig("house", "House", ProviderKind.OPENAI_COMPATIBLE, "https://house.test/v1", region="eu")
LOCAL = ProviderConfig("ollama", "Ollama", ProviderKind.OLLAMA, "http://localhost:11434", region="local")
MANY = [ModelInfo(f"m{number:03}", context_tokens=1_000 * number or None, vision=number % 2 == 0) for number in range(120)]


@pytest.fixture(autouse=True)
async def shelf(parts: Services) -> AsyncIterator[None]:
    book = SettingsBook(parts.db, utc_now)

    def gateway(config: ProviderConfig) -> ScriptedGateway:
        return ScriptedGateway(models=MANY if config is HOUSE else [ModelInfo("tiny", tools=True)])

    catalogue = CatalogueService([HOUSE, LOCAL], gateway, OfflineGateway(), ModelFactsBook(), utc_now, Patience(30, 30, 30), by_hand=book)
    settings = ModelSettingService(parts.db, parts.audit, catalogue, book, utc_now)
    with override_services(parts, catalogue=catalogue, model_settings=settings):
        yield
    await catalogue.close()


async def ids(api: httpx.AsyncClient, path: str = "/admin/models", **query: object) -> list[str]:
    answer = await api.get(path, params=query)  # pyright: ignore[reportArgumentType]
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_pages_hold_each_model_once(api: httpx.AsyncClient) -> None:
    seen, cursor, sizes = [], "", []
    while True:
        page = (await api.get("/admin/models", params={"limit": 50, "cursor": cursor})).json()
        seen += [item["id"] for item in page["items"]]
        sizes.append(len(page["items"]))
        if not (cursor := page["next_cursor"]):
            break
    assert sizes == [50, 50, 21]
    assert seen == [*(f"house/{info.name}" for info in MANY), "ollama/tiny"]
    assert page["providers"] == [{"id": "house", "label": "House", "models": 120}, {"id": "ollama", "label": "Ollama", "models": 1}]


async def test_search_filters_and_order(api: httpx.AsyncClient) -> None:
    assert await ids(api, search="HOUSE 07", limit=3) == ["house/m007", "house/m070", "house/m071"]
    assert await ids(api, search="tiny ollama") == ["ollama/tiny"]
    assert await ids(api, provider="ollama") == ["ollama/tiny"]
    assert await ids(api, tools=True) == ["ollama/tiny"]
    assert await ids(api, price="free") == ["ollama/tiny"]
    assert len(await ids(api, vision=True, limit=200)) == 60
    assert (await ids(api, sort="context", descending=True))[0] == "house/m119"
    assert (await ids(api, sort="context"))[0] == "house/m001"
    by_name = await ids(api, sort="name", descending=True, limit=200)
    assert (by_name[0], by_name[-1]) == ("ollama/tiny", "house/m000")
    # What nobody knows comes last, whichever way.
    assert {(await ids(api, sort="context", descending=way, limit=200))[-1] for way in (True, False)} <= {"house/m000", "ollama/tiny"}


@pytest.mark.parametrize("query", [{"sort": "size"}, {"limit": 0}, {"cursor": "x"}, {"price": "cheap"}, {"unknown": "1"}])
async def test_what_is_not_understood_is_refused(api: httpx.AsyncClient, query: dict[str, str]) -> None:
    assert (await api.get("/admin/models", params=query)).status_code == 422


async def test_a_model_is_switched_renamed_corrected(api: httpx.AsyncClient) -> None:
    body = {"enabled": False, "label": "Number one", "facts": {"context_tokens": 9_000, "vision": True}}
    changed = (await api.patch("/admin/models/house/m001", json=body)).json()
    assert changed["setting"] == {"enabled": False, "label": "Number one", "facts": {**NO_FACTS, **body["facts"]}, "group_ids": []}
    assert (changed["entry"]["label"], changed["entry"]["context_tokens"], changed["listed"]["context_tokens"]) == (
        "Number one",
        9_000,
        1_000,
    )
    assert "house/m001" not in [item["id"] for item in (await api.get("/models")).json()["items"]]
    assert await ids(api, enabled=False) == ["house/m001"]
    assert await ids(api, search="number one") == ["house/m001"]
    assert "house/m001" not in await ids(api, "/models/settings", limit=200)
    assert (await api.get("/models/settings/house/m001")).status_code == 404


NO_FACTS = dict.fromkeys(["context_tokens", "max_output_tokens", "vision", "tools", "reasoning", "json_mode"])


@pytest.mark.parametrize(
    "body",
    [
        {"facts": {"context_tokens": 0}},
        {"facts": {"price": 1}},
        {"facts": {"vision": "yes"}},
        {"label": "x" * 201},
        {"owner_id": "x"},
        {"group_ids": ["x"]},
    ],
)
async def test_what_cannot_be_set(api: httpx.AsyncClient, body: dict[str, object]) -> None:
    assert (await api.patch("/admin/models/house/m001", json=body)).status_code == 422


async def test_all_that_a_search_finds_at_once(api: httpx.AsyncClient) -> None:
    body = {"enabled": False, "filters": {"search": "m01"}}
    assert (await api.post("/models/settings/switch", json=body)).json() == {"changed": 10}
    assert len([item for item in (await api.get("/models")).json()["items"] if "/m01" in item["id"]]) == 0
    assert len(await ids(api, "/models/settings", enabled=False)) == 10
    assert len(await ids(api, enabled=False)) == 0
    assert (await api.post("/models/settings/switch", json={"enabled": False})).status_code == 422


async def test_details_have_parameters_with_their_ranges(api: httpx.AsyncClient) -> None:
    details = (await api.get("/admin/models/ollama/tiny")).json()
    temperature = next(spec for spec in details["parameters"] if spec["name"] == "temperature")
    assert (temperature["minimum"], temperature["maximum"]) == (0, 2)
    assert [(line["kind"], line["nano"]) for line in details["prices"]] == [("input", 0), ("output", 0)]
    assert (details["entry"]["region"], details["entry"]["retires_on"]) == ("local", None)
