"""Providers over REST: the own ones, and those of the platform for administrators. A key goes in and never comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.i18n import translate
from chat_app.integrations.llm.vendors import Vendor
from chat_app.services.providers.dto import NewProvider, ProviderChange, ProviderInfo, ProviderState
from chat_app.services.routing.dto import HealthState

PROBLEMS = {
    "error.upstream_auth": "providers.problem.auth",
    "provider.no_credit": "providers.problem.no_credit",
    "error.upstream_rate_limit": "providers.problem.rate_limit",
    "error.upstream_timeout": "providers.problem.timeout",
    "error.upstream_unavailable": "providers.problem.unavailable",
}
"""What an error of an answer means to whoever looks after the provider."""

Text = Annotated[str, Field(max_length=500)]
Key = Annotated[str, Field(max_length=4_000)]
Options = Annotated[dict[str, Text], Field(max_length=10)]
"""What the vendor asks for besides, by the names of its `fields`."""


class ProviderBody(Body):
    """A provider to set up. Without `base_url` it is reached at its vendor's own address."""

    vendor: Text
    label: Text = ""
    base_url: Text = ""
    key: Key = ""
    region: Text = ""
    options: Options = Field(default_factory=dict)


class ProviderPatch(Body):
    """What to change; fields left out stay. Another `base_url` removes the stored key, an empty `key` does, too."""

    label: Text | None = None
    base_url: Text | None = None
    key: Key | None = None
    region: Text | None = None
    enabled: bool | None = None
    options: Options | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """How it does, from real requests since the process began. "open": nothing is sent before `open_until`, or a check reaches it.

    `problem` says in a sentence what went wrong last; `first_word_ms` is the median of the last answers.
    """

    state: HealthState
    open_until: datetime | None
    problem: str
    first_word_ms: int | None
    asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider without its key; `slug` is the first part of its models' ids, `problem` a sentence."""

    id: str
    slug: str
    vendor: str
    label: str
    base_url: str
    region: str
    enabled: bool
    key_hint: str
    state: ProviderState
    problem: str
    created_at: datetime
    tested_at: datetime | None
    options: dict[str, str]
    health: Health


@dataclass(frozen=True, slots=True)
class ProviderList:
    """All providers, oldest first."""

    items: list[Provider]


@dataclass(frozen=True, slots=True)
class Tested:
    """The provider after a test, and how many models it offers."""

    provider: Provider
    models: int


@dataclass(frozen=True, slots=True)
class VendorFieldEntry:
    """Something that a vendor asks for beside address and key."""

    name: str
    required: bool
    default: str
    placeholder: str


@dataclass(frozen=True, slots=True)
class VendorEntry:
    """A vendor that a provider can be set up for."""

    id: str
    label: str
    url: str
    url_fixed: bool
    key: Literal["required", "optional"]
    key_page: str
    region: str
    fields: list[VendorFieldEntry]


@dataclass(frozen=True, slots=True)
class VendorList:
    """All vendors, in the order of the menu."""

    items: list[VendorEntry]


def create_router(*, platform: bool) -> APIRouter:
    """The routes for one's own providers, or for those of the platform."""
    tags: list[str] = ["administration" if platform else "providers"]
    router = APIRouter(prefix="/admin/providers" if platform else "/providers", tags=[*tags])

    @router.get("")
    async def list_providers(actor: CurrentActor) -> ProviderList:
        """All of them."""
        found = await services().providers.list(actor, platform=platform)
        return ProviderList([_shown(info, actor.language) for info in found])

    @router.get("/vendors")
    async def list_vendors(actor: CurrentActor) -> VendorList:
        """What can be set up."""
        found = services().providers.vendors(actor, platform=platform)
        return VendorList([_entry(vendor) for vendor in found])

    @router.post("", status_code=201)
    async def create_provider(actor: CurrentActor, body: ProviderBody, response: Response) -> Provider:
        """Set one up."""
        made = await services().providers.create(actor, NewProvider(**body.model_dump()), platform=platform)
        response.headers["Location"] = f"/api/v1{router.prefix}/{made.id}"
        return _shown(made, actor.language)

    @router.get("/{provider_id}")
    async def get_provider(actor: CurrentActor, provider_id: Id) -> Provider:
        """One of them."""
        return _shown(await services().providers.get(actor, provider_id, platform=platform), actor.language)

    @router.patch("/{provider_id}")
    async def change_provider(actor: CurrentActor, provider_id: Id, body: ProviderPatch) -> Provider:
        """Rename it, switch it on or off, give it another key or address."""
        changed = await services().providers.change(actor, provider_id, ProviderChange(**body.model_dump()), platform=platform)
        return _shown(changed, actor.language)

    @router.delete("/{provider_id}", status_code=204)
    async def delete_provider(actor: CurrentActor, provider_id: Id) -> None:
        """Remove it with its key."""
        await services().providers.delete(actor, provider_id, platform=platform)

    @router.post("/{provider_id}/test")
    async def test_provider(actor: CurrentActor, provider_id: Id) -> Tested:
        """List its models with the stored key at the stored address, and say how that went."""
        tested = await services().providers.test(actor, provider_id, platform=platform)
        return Tested(_shown(tested.provider, actor.language), tested.models)

    return router


def _entry(vendor: Vendor) -> VendorEntry:
    fields = [VendorFieldEntry(field.name, field.required, field.default, field.placeholder) for field in vendor.fields]
    return VendorEntry(vendor.id, vendor.label, vendor.url, vendor.url_fixed, vendor.key, vendor.key_page, vendor.region, fields)


def _shown(info: ProviderInfo, language: str) -> Provider:
    return Provider(
        id=info.id,
        slug=info.slug,
        vendor=info.vendor,
        label=info.label,
        base_url=info.base_url,
        region=info.region,
        enabled=info.enabled,
        key_hint=info.key_hint,
        state=info.state,
        problem=translate(info.problem_key, language) if info.problem_key else "",
        created_at=info.created_at,
        tested_at=info.tested_at,
        options=dict(info.options),
        health=_health(info.slug, language),
    )


def _health(slug: str, language: str) -> Health:
    found = services().routing.health(slug)
    problem = translate(PROBLEMS.get(found.problem_key, "providers.problem.protocol"), language) if found.problem_key else ""
    return Health(found.state, found.open_until, problem, found.first_word_ms, found.asked_at)
