"""Models over REST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Id
from chat_app.container import services
from chat_app.services.catalogue.dto import ModelCard
from chat_app.services.routing.dto import LocalOnlyBy

router = APIRouter(prefix="/models", tags=["models"])


@dataclass(frozen=True, slots=True)
class ModelList:
    """All models that can be asked; prices in nano-dollars per million tokens."""

    items: list[ModelCard]
    default_model_id: str
    local_only_by: LocalOnlyBy
    """Who wants that only local models answer ("person", "folder"); then no others are listed."""


@router.get("")
async def list_models(actor: CurrentActor, conversation_id: Id | Literal[""] = "", folder_id: Id | Literal[""] = "") -> ModelList:
    """The models of all connected providers that may answer: in a chat, in one that begins in a folder, or anywhere."""
    offer = await services().routing.offer(actor, conversation_id, folder_id)
    return ModelList(list(offer.cards), await services().default_model.default_model_id(actor, folder_id), offer.local_only_by)
