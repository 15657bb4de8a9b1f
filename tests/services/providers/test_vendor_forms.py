"""What vendors ask for beside address and key: fields that are data, values that are checked, secrets that stay sealed."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from sqlmodel import Session

from chat_app.errors import InvalidInputError
from chat_app.integrations.llm.providers import ProviderConfig
from chat_app.integrations.llm.vendors import ProviderKind, vendors
from chat_app.models import Provider
from chat_app.services.providers.dto import NewProvider, ProviderChange
from tests.services.providers.conftest import KEY, Desk

AZURE = {"api_version": "2025-04-01-preview"}
AWS = {"region": "eu-central-1", "access_key_id": "AKIAIOSFODNN7EXAMPLE"}


async def config(desk: Desk, provider_id: str) -> ProviderConfig:
    slug = desk.row(provider_id).slug
    found = await desk.catalogue._shelves._rows.load(desk.user.user_id)
    return next(each for each in found if each.id == slug)


async def test_an_endpoint_of_runpod_is_an_address(desk: Desk) -> None:
    made = await desk.providers.create(desk.user, NewProvider("runpod", key=KEY, options={"endpoint_id": " abc123def "}))
    assert (made.base_url, made.options) == ("https://api.runpod.ai/v2/abc123def/openai/v1", {"endpoint_id": "abc123def"})
    assert (await config(desk, made.id)).base_url == made.base_url
    moved = await desk.providers.change(desk.user, made.id, ProviderChange(options={"endpoint_id": "other456"}))
    assert (moved.base_url, moved.key_hint) == ("https://api.runpod.ai/v2/other456/openai/v1", "…6789")


async def test_a_resource_of_azure(desk: Desk) -> None:
    options = {**AZURE, "deployments": "fast=gpt-5-mini, smart"}
    made = await desk.providers.create(desk.user, NewProvider("azure", base_url="https://mine.openai.azure.com/", key=KEY, options=options))
    found = await config(desk, made.id)
    assert (found.base_url, found.kind, found.option("deployments")) == (
        "https://mine.openai.azure.com",
        ProviderKind.OPENAI_COMPATIBLE,
        "fast=gpt-5-mini, smart",
    )


@pytest.mark.parametrize(
    ("aws", "region"),
    [("eu-central-1", "eu"), ("us-east-1", "us"), ("eu-west-2", "uk"), ("eu-central-2", "ch"), ("ap-northeast-1", "jp"), ("sa-east-1", "")],
)
async def test_bedrock_processes_where_its_region_is(desk: Desk, aws: str, region: str) -> None:
    made = await desk.providers.create(desk.user, NewProvider("bedrock", key=KEY, options={"region": aws}))
    assert made.region == region
    moved = await desk.providers.change(desk.user, made.id, ProviderChange(options={"region": "us-west-2"}))
    assert moved.region == "us"


async def test_the_secret_of_an_access_key_is_in_the_vault_alone(desk: Desk) -> None:
    made = await desk.providers.create(desk.user, NewProvider("bedrock", key=KEY, options=AWS))
    row = desk.row(made.id)
    assert json.loads(row.options) == AWS
    assert KEY not in repr([row, asdict(made), desk.secrets()])
    found = await config(desk, made.id)
    assert (found.key, found.option("access_key_id"), found.base_url) == (KEY, AWS["access_key_id"], "")


@pytest.mark.parametrize(
    ("vendor", "options", "key"),
    [
        ("runpod", {}, "endpoint_id"),
        ("runpod", {"endpoint_id": "x/../../evil"}, "endpoint_id"),
        ("runpod", {"endpoint_id": "a@evil.test"}, "endpoint_id"),
        ("bedrock", {"region": "eu-central-1.evil.test/"}, "aws_region"),
        ("bedrock", {"region": "Frankfurt"}, "aws_region"),
        ("bedrock", {**AWS, "access_key_id": "no key"}, "access_key_id"),
        ("azure", {}, "api_version"),
        ("azure", {"api_version": "latest"}, "api_version"),
        ("azure", {**AZURE, "deployments": "a b?c"}, "deployments"),
        ("openai", {"secret": "x"}, "option"),
    ],
)
async def test_what_cannot_be_is_refused_in_a_sentence_of_its_own(desk: Desk, vendor: str, options: dict[str, str], key: str) -> None:
    url = "https://mine.openai.azure.com" if vendor == "azure" else ""
    with pytest.raises(InvalidInputError, match=rf"providers\.error\.{key}$"):
        await desk.providers.create(desk.user, NewProvider(vendor, base_url=url, key=KEY, options=options))
    assert await desk.providers.list(desk.user) == []


@pytest.mark.parametrize("options", ['{"region": "evil.test/?"}', "{}", "[]", "nonsense"])
async def test_a_value_that_was_tampered_with_leads_nowhere(desk: Desk, options: str) -> None:
    made = await desk.providers.create(desk.user, NewProvider("bedrock", key=KEY, options=AWS))

    def tamper(session: Session) -> None:
        row = session.get(Provider, made.id)
        assert row
        row.options = options

    desk.db.write_now(tamper)
    desk.catalogue.changed(desk.user.user_id)
    assert await desk.catalogue.card(desk.user, f"{made.slug}/amazon.nova-lite-v1:0") is None
    assert [info.state for info in await desk.providers.list(desk.user)] == ["no_key"]


def test_every_vendor_says_where_its_key_is_made() -> None:
    for vendor in vendors().values():
        assert vendor.key == "optional" or vendor.key_page.startswith("https://"), vendor.id
        assert all(field.takes(field.default) for field in vendor.fields if field.default)
        assert all(field.takes(field.placeholder) for field in vendor.fields if field.placeholder)


def test_an_address_is_the_vendors_only_at_its_hosts() -> None:
    azure = vendors()["azure"]
    assert azure.is_at("https://mine.openai.azure.com")
    assert not azure.is_at("https://mine.openai.azure.com.evil.test")
    assert not vendors()["openai_compatible"].is_at("https://models.test/v1")
