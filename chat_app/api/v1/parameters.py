"""Parameters, system prompt, presets and the fit check over REST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id, ModelId
from chat_app.container import services
from chat_app.services.catalogue.dto import ParameterSpec
from chat_app.services.catalogue.parameter_rules import parameters_of
from chat_app.services.chat.chat_settings import MAX_PROMPT, ChatSettings
from chat_app.services.chat.fit import Fit
from chat_app.services.chat.presets import MAX_NAME, Preset

router = APIRouter(tags=["parameters"])

Values = Annotated[dict[str, Any], Field(max_length=40)]
Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]
SomeModel = Annotated[str, Query(max_length=300)]


class Parameters(Body):
    """Values by name, instead of all before; an empty object goes back to the model's own."""

    parameters: Values


class SystemPrompt(Body):
    """What the chat's answers are to follow; empty for nothing."""

    text: str = Field(max_length=MAX_PROMPT)


class NewPreset(Body):
    """Values under a name; the same name again takes the new values."""

    name: Name
    parameters: Values


class PresetPatch(Body):
    """Another name."""

    name: Name


class DropOldest(Body):
    """For which model the chat is to fit; its own when left out."""

    model_id: ModelId = ""


@dataclass(frozen=True, slots=True)
class ParameterList:
    """The parameters of a model; what is not here, it does not take."""

    model_id: str
    items: list[ParameterSpec]


@dataclass(frozen=True, slots=True)
class PresetList:
    """All presets, by name."""

    items: list[Preset]


@router.get("/models/parameters")
async def list_parameters(actor: CurrentActor, model_id: SomeModel) -> ParameterList:
    """What may be set for a model, within which limits."""
    return ParameterList(model_id, list(parameters_of(await services().chat_settings.card(actor, model_id))))


@router.get("/conversations/{conversation_id}/settings")
async def get_settings(actor: CurrentActor, conversation_id: Id) -> ChatSettings:
    """A chat's own system prompt and parameters, and all that its model is told."""
    return await services().chat_settings.get(actor, conversation_id)


@router.put("/conversations/{conversation_id}/parameters")
async def set_parameters(actor: CurrentActor, conversation_id: Id, body: Parameters) -> ChatSettings:
    """Let these values hold; one that the chat's model does not take is refused."""
    chosen = services().chat_settings
    default = await services().default_model.default_model_id(actor)
    await chosen.set_parameters(actor, conversation_id, body.parameters, default)
    return await chosen.get(actor, conversation_id)


@router.put("/conversations/{conversation_id}/system-prompt")
async def set_system_prompt(actor: CurrentActor, conversation_id: Id, body: SystemPrompt) -> ChatSettings:
    """Say what the chat's answers are to follow."""
    await services().chat_settings.set_system_prompt(actor, conversation_id, body.text)
    return await services().chat_settings.get(actor, conversation_id)


@router.get("/conversations/{conversation_id}/fit")
async def check_fit(
    actor: CurrentActor, conversation_id: Id, model_id: SomeModel = "", extra_tokens: int = Query(default=0, ge=0, le=100_000_000)
) -> Fit:
    """How the chat would fit a model, its own by default, with a message of `extra_tokens`: problems with figures and offers."""
    return await services().fit.fit(actor, conversation_id, model_id, extra_tokens)


@router.post("/conversations/{conversation_id}/drop-oldest")
async def drop_oldest(actor: CurrentActor, conversation_id: Id, body: DropOldest | None = None) -> Fit:
    """Put a divider so that what follows it fits; nothing is deleted."""
    model_id = body.model_id if body else ""
    await services().fit.drop_oldest(actor, conversation_id, model_id)
    return await services().fit.fit(actor, conversation_id, model_id)


@router.get("/parameter-presets")
async def list_presets(actor: CurrentActor) -> PresetList:
    """All presets."""
    return PresetList(await services().presets.list(actor))


@router.post("/parameter-presets", status_code=201)
async def save_preset(actor: CurrentActor, body: NewPreset, response: Response) -> Preset:
    """Keep values under a name."""
    made = await services().presets.save(actor, body.name, body.parameters)
    response.headers["Location"] = f"/api/v1/parameter-presets/{made.id}"
    return made


@router.get("/parameter-presets/{preset_id}")
async def get_preset(actor: CurrentActor, preset_id: Id) -> Preset:
    """One preset."""
    return await services().presets.get(actor, preset_id)


@router.patch("/parameter-presets/{preset_id}")
async def rename_preset(actor: CurrentActor, preset_id: Id, body: PresetPatch) -> Preset:
    """Give another name."""
    return await services().presets.rename(actor, preset_id, body.name)


@router.delete("/parameter-presets/{preset_id}", status_code=204)
async def delete_preset(actor: CurrentActor, preset_id: Id) -> None:
    """Forget a preset; chats keep what they took from it."""
    await services().presets.delete(actor, preset_id)


@router.put("/conversations/{conversation_id}/preset/{preset_id}")
async def use_preset(actor: CurrentActor, conversation_id: Id, preset_id: Id) -> ChatSettings:
    """Let a preset's values hold; those that the chat's model lacks are kept and not sent."""
    preset = await services().presets.get(actor, preset_id)
    await services().chat_settings.use_preset(actor, conversation_id, preset.parameters)
    return await services().chat_settings.get(actor, conversation_id)
