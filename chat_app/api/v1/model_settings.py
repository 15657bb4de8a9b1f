"""The list of models over REST: for administrators what holds for everybody, for people their own wishes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.model_settings.dto import Facts, ModelChange, ModelDetails, ModelFilter, ModelPage, PriceFilter, Sort

Ids = Annotated[tuple[Id, ...], Field(max_length=200)]


class Filters(BaseModel):
    """Which models; what is left out asks for nothing."""

    model_config = ConfigDict(extra="forbid")

    search: str = Field(default="", max_length=200)
    provider: str = Field(default="", max_length=100)
    vision: bool | None = None
    tools: bool | None = None
    reasoning: bool | None = None
    json_mode: bool | None = None
    price: PriceFilter = ""
    deprecated: bool | None = None
    enabled: bool | None = None


class Wish(Filters):
    """Which models, in which order, how many of them."""

    sort: Sort = ""
    descending: bool = False
    cursor: str = Field(default="", max_length=1_000)
    limit: int = Field(default=50, ge=1, le=200)


class Switching(Body):
    """Switch all models that fit on or off. An empty `filters` means all."""

    enabled: bool
    filters: Filters


class ModelPatch(Body):
    """What to change of a model; fields left out stay. `label` "" is the catalogue's name again, `facts` are set as a whole."""

    enabled: bool | None = None
    label: str | None = Field(default=None, max_length=200)
    facts: Facts | None = None
    group_ids: Ids | None = None


class Switched(BaseModel):
    """How many models were not so before."""

    changed: int


def create_router(*, platform: bool) -> APIRouter:
    """The routes for everybody's models, or for one's own view of them."""
    tags = ["administration" if platform else "models"]
    router = APIRouter(prefix="/admin/models" if platform else "/models/settings", tags=[*tags])

    @router.get("")
    async def list_model_settings(actor: CurrentActor, wish: Annotated[Wish, Query()]) -> ModelPage:
        """A page of models with what is set for them."""
        wanted = ModelFilter(**wish.model_dump(exclude={"cursor", "limit"}))
        return await services().model_settings.list(actor, wanted, wish.cursor, wish.limit, platform=platform)

    @router.post("/switch")
    async def switch_models(actor: CurrentActor, body: Switching) -> Switched:
        """Switch a provider's models, or what a search finds, on or off at once."""
        wanted = ModelFilter(**body.filters.model_dump())
        return Switched(changed=await services().model_settings.switch(actor, wanted, enabled=body.enabled, platform=platform))

    @router.get("/{model_id:path}")
    async def get_model_setting(actor: CurrentActor, model_id: str) -> ModelDetails:
        """Everything about a model."""
        return await services().model_settings.get(actor, model_id, platform=platform)

    @router.patch("/{model_id:path}")
    async def change_model_setting(actor: CurrentActor, model_id: str, body: ModelPatch) -> ModelDetails:
        """Switch a model on or off, rename it, say what it can and who sees it."""
        wanted = ModelChange(body.enabled, body.label, body.facts, body.group_ids)
        return await services().model_settings.change(actor, model_id, wanted, platform=platform)

    return router
