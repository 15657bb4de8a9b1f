"""Parameters, system prompt and presets of the chat on show; those of a new chat wait here for its first message."""

import json
from dataclasses import dataclass
from typing import Any

import reflex as rx

from chat_app.container import services
from chat_app.errors import InvalidInputError
from chat_app.services.catalogue.dto import ParameterSpec
from chat_app.services.catalogue.parameter_rules import ANY_MODEL, parameters_of
from chat_app.services.catalogue.parameters import checked_parameters, divided_parameters
from chat_app.services.chat.chat_settings import checked_prompt
from chat_app.services.kernel.actor import Actor
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_views import answer_limit
from chat_app.state.shared.guards import current_actor, signed_in


@dataclass(frozen=True)
class ParameterView:
    """A parameter of the model as the panel shows it; `value` is JSON, empty for the model's own."""

    name: str
    kind: str
    minimum: float | None
    maximum: float | None
    step: float | None
    default: str
    choices: list[str]
    most: int
    value: str


@dataclass(frozen=True)
class PresetView:
    id: str
    name: str


class ParametersState(rx.State):
    """What the panel shows."""

    parameters: rx.Field[list[ParameterView]] = rx.field(default_factory=list)
    not_sent: rx.Field[list[str]] = rx.field(default_factory=list)
    """Names of what is set and what this model does not take."""
    changed: rx.Field[int] = rx.field(0)
    """How many things are set for the chat on show."""
    system_prompt: rx.Field[str] = rx.field("")
    inherited: rx.Field[str] = rx.field("")
    """What the model is told besides: by the assistant and the folders."""
    presets: rx.Field[list[PresetView]] = rx.field(default_factory=list)
    shown_for: rx.Field[str] = rx.field("-")
    """The chat that all this is about; "-" while nothing has been read."""
    _waiting: dict[str, Any] = {}
    _waiting_prompt: str = ""

    @rx.event
    @signed_in
    async def load(self):
        """Read what is set for the chat on show."""
        await self._load(await current_actor(self))

    @rx.event
    @signed_in
    async def follow(self):
        """Something was set, here or elsewhere: show it if anybody looks."""
        if self.shown_for != "-":
            await self._load(await current_actor(self))

    @rx.event
    @signed_in
    async def set_value(self, name: str, value: Any):
        """Set one parameter; None goes back to the model's own. What `value` may be is the parameter's affair."""
        if name not in ANY_MODEL:
            raise InvalidInputError
        actor, conversation = await current_actor(self), await self.get_state(ConversationState)
        if conversation.current_id:
            await services().chat_settings.set_parameter(actor, conversation.current_id, name, value, conversation.model_id)
        else:
            card = await services().chat_settings.card(actor, conversation.model_id)
            others = {key: each for key, each in self._waiting.items() if key != name}
            self._waiting = others if value is None else {**others, **checked_parameters(card, {name: value})}
        await self._load(actor)

    @rx.event
    @signed_in
    async def reset_all(self):
        """Go back to the model's own everywhere."""
        actor, conversation = await current_actor(self), await self.get_state(ConversationState)
        await self._replace(actor, conversation.current_id, {})

    @rx.event
    @signed_in
    async def set_system_prompt(self, text: str):
        """Say what the chat's answers are to follow."""
        actor, conversation = await current_actor(self), await self.get_state(ConversationState)
        if conversation.current_id:
            await services().chat_settings.set_system_prompt(actor, conversation.current_id, text)
        else:
            self._waiting_prompt = checked_prompt(text)
        await self._load(actor)

    @rx.event
    @signed_in
    async def save_preset(self, name: str):
        """Keep what is set under a name."""
        actor = await current_actor(self)
        await services().presets.save(actor, name, await self._values(actor))
        await self._load_presets(actor)

    @rx.event
    @signed_in
    async def use_preset(self, preset_id: str):
        """Let the values of a preset hold."""
        actor, conversation = await current_actor(self), await self.get_state(ConversationState)
        preset = await services().presets.get(actor, preset_id)
        await self._replace(actor, conversation.current_id, preset.parameters)

    @rx.event
    @signed_in
    async def rename_preset(self, preset_id: str, name: str):
        """Give a preset another name."""
        actor = await current_actor(self)
        await services().presets.rename(actor, preset_id, name)
        await self._load_presets(actor)

    @rx.event
    @signed_in
    async def delete_preset(self, preset_id: str):
        """Forget a preset."""
        actor = await current_actor(self)
        await services().presets.delete(actor, preset_id)
        await self._load_presets(actor)

    def _begins_with(self) -> dict[str, str]:
        """What was set for a chat before its first message."""
        return {"system_prompt": self._waiting_prompt, "parameters": json.dumps(self._waiting)}

    def _begin_anew(self) -> None:
        """The chat has begun: what waited is its own now, the next one has nothing set."""
        self._waiting, self._waiting_prompt = {}, ""

    async def _follow_model(self, actor: Actor) -> None:
        """The chat has another model: its limits hold now."""
        if self.shown_for != "-":
            await self._load(actor)

    async def _replace(self, actor: Actor, conversation_id: str, values: dict[str, Any]) -> None:
        if conversation_id:
            await services().chat_settings.use_preset(actor, conversation_id, values)
        else:
            self._waiting = values
        await self._load(actor)

    async def _values(self, actor: Actor) -> dict[str, Any]:
        conversation = await self.get_state(ConversationState)
        if not conversation.current_id:
            return self._waiting
        return (await services().chat_settings.get(actor, conversation.current_id)).parameters

    async def _load(self, actor: Actor) -> None:
        conversation = await self.get_state(ConversationState)
        if conversation.problem:
            return
        values, prompt, told = self._waiting, self._waiting_prompt, self._waiting_prompt
        if conversation.current_id:
            stored = await services().chat_settings.get(actor, conversation.current_id)
            values, prompt, told = stored.parameters, stored.system_prompt, stored.told
        elif conversation.answer_limit != answer_limit(values):
            conversation.answer_limit = answer_limit(values)
        card = await services().catalogue.card(actor, conversation.model_id)
        specs = parameters_of(card) if card else ()
        not_sent = divided_parameters(card, values)[1] if card else ()
        shown = {
            "parameters": [_view(spec, values.get(spec.name)) for spec in specs],
            "not_sent": list(not_sent),
            "changed": len(values) + bool(prompt),
            "system_prompt": prompt,
            "inherited": told.replace(prompt, "", 1).strip() if prompt else told,
            "shown_for": conversation.current_id,
        }
        for name, value in shown.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
        await self._load_presets(actor)

    async def _load_presets(self, actor: Actor) -> None:
        presets = [PresetView(preset.id, preset.name) for preset in await services().presets.list(actor)]
        if self.presets != presets:
            self.presets = presets


def _view(spec: ParameterSpec, value: object) -> ParameterView:
    return ParameterView(
        spec.name,
        spec.kind,
        spec.minimum,
        spec.maximum,
        spec.step,
        "" if spec.default is None else str(spec.default),
        list(spec.choices),
        spec.most,
        "" if value is None else json.dumps(value),
    )
