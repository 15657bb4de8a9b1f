"""Models over REST."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from chat_app.api.auth import CurrentActor
from chat_app.container import services
from chat_app.services.catalogue.dto import ModelCard

router = APIRouter(prefix="/models", tags=["models"])


@dataclass(frozen=True, slots=True)
class ModelList:
    """All models that can be asked; prices in nano-dollars per million tokens."""

    items: list[ModelCard]
    default_model_id: str


@router.get("")
async def list_models(actor: CurrentActor) -> ModelList:
    """The models of all connected providers."""
    catalogue = services().catalogue
    return ModelList(await catalogue.models(actor), await services().default_model.default_model_id(actor))
