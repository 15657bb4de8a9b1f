"""The accounts at providers that open a person's account, over REST; and for administrators the providers themselves.

Linking is a page, since it leads to the provider and back: /auth/oidc/<slug>/link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi import Path as InPath
from pydantic import Field, StrictBool

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.identity.dto import IdentityInfo, ProviderButton, ProviderForm, ProviderInfo

own_router = APIRouter(prefix="/me/identities", tags=["identities"])
router = APIRouter(prefix="/admin/identity-providers", tags=["administration"])

Slug = Annotated[str, InPath(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


@dataclass(frozen=True, slots=True)
class IdentityList:
    """What is linked, and where one could link more."""

    items: list[IdentityInfo]
    providers: list[ProviderButton]


class ProviderBody(Body):
    """A provider as a whole. Another issuer or client forgets the secret; without `client_secret` the one there is stays."""

    preset: Literal["google", "microsoft", "github", "keycloak", "generic"]
    label: Annotated[str, Field(min_length=1, max_length=60)]
    client_id: Annotated[str, Field(min_length=1, max_length=300)]
    issuer: Annotated[str, Field(max_length=500)] = ""
    client_secret: Annotated[str, Field(max_length=1_000)] | None = None
    allow_registration: StrictBool = False
    domains: Annotated[tuple[Annotated[str, Field(max_length=253)], ...], Field(max_length=100)] = ()


@own_router.get("")
async def list_identities(actor: CurrentActor) -> IdentityList:
    """The accounts at providers that open mine."""
    identities = services().identities
    return IdentityList(await identities.list(actor), await identities.providers.buttons())


@own_router.delete("/{identity_id}", status_code=204)
async def unlink_identity(actor: CurrentActor, identity_id: Id) -> None:
    """Let it open my account no more. Asks for a recent proof, and signs the other browsers out."""
    await services().identities.unlink(actor, identity_id)


@router.get("")
async def list_identity_providers(actor: CurrentActor) -> list[ProviderInfo]:
    """Where people may sign in; never the secrets."""
    return await services().identities.providers.list(actor)


@router.put("/{slug}")
async def put_identity_provider(actor: CurrentActor, slug: Slug, body: ProviderBody) -> ProviderInfo:
    """Set a provider up, or change it."""
    return await services().identities.providers.put(actor, slug, ProviderForm(**body.model_dump()))


@router.delete("/{slug}", status_code=204)
async def remove_identity_provider(actor: CurrentActor, slug: Slug) -> None:
    """Nobody signs in there any more."""
    await services().identities.providers.remove(actor, slug)


@router.post("/{slug}/check", status_code=204)
async def check_identity_provider(actor: CurrentActor, slug: Slug) -> None:
    """Whether the provider answers and is the one it claims to be."""
    await services().identities.providers.check(actor, slug)
