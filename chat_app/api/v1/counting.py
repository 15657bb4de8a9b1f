"""Tokens of a request, and how a setting fits a model, before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id, ModelId
from chat_app.container import services
from chat_app.integrations.llm.port import LlmMessage, Role
from chat_app.services.chat.chat_settings import MAX_PROMPT
from chat_app.services.chat.fit import Fit, ProblemKind

router = APIRouter(tags=["models"])

MOST_MESSAGES = 1_000
LONGEST = 400_000
MOST_MODELS = 500

KnownModel = Annotated[str, Field(min_length=1, max_length=300)]


class CountedMessage(Body):
    """One message of the request."""

    role: Literal["system", "user", "assistant"] = "user"
    text: str = Field(max_length=LONGEST)


class CountRequest(Body):
    """What would be sent, to which model."""

    model_id: KnownModel
    messages: list[CountedMessage] = Field(max_length=MOST_MESSAGES)


class Setting(Body):
    """What an assistant, a folder or a program says to each of its chats."""

    model_id: ModelId
    system_prompt: str = Field(default="", max_length=MAX_PROMPT)
    parameters: Annotated[dict[str, Any], Field(max_length=40, default_factory=dict)]


class ModelsForChat(Body):
    """Some models, and what is about to be sent in a chat; no chat is one that has not begun."""

    conversation_id: Id | Literal[""] = ""
    extra_tokens: int = Field(default=0, ge=0, le=100_000_000)
    images: int = Field(default=0, ge=0, le=1_000)
    model_ids: tuple[KnownModel, ...] = Field(max_length=MOST_MODELS)


@dataclass(frozen=True, slots=True)
class ModelProblems:
    """What models cannot do of what they would be asked, by id; those without problems are not in it."""

    problems: dict[str, list[ProblemKind]]


@dataclass(frozen=True, slots=True)
class TokenCount:
    """`exact`: as the model's vendor counts; else it is Parley's estimate. `family` is empty for models whose tokenizer nobody knows."""

    model_id: str
    tokens: int
    exact: bool
    family: str
    family_label: str


@router.post("/count")
async def count_tokens(actor: CurrentActor, body: CountRequest) -> TokenCount:
    """How many tokens these messages are to a model. Nothing is sent, stored or charged."""
    card = await services().catalogue.get(actor, body.model_id)
    messages = [LlmMessage.of_text(Role(message.role), message.text) for message in body.messages]
    found = await services().counter.messages(card, messages)
    return TokenCount(card.id, found.tokens, found.exact, found.family, found.family_label)


@router.post("/models/fit")
async def check_setting(actor: CurrentActor, body: Setting) -> Fit:
    """How a system prompt and parameters go together with a model: problems with figures and offers."""
    return await services().fit.fit_setting(actor, body.model_id, body.system_prompt, body.parameters)


@router.post("/models/problems")
async def list_problems(actor: CurrentActor, body: ModelsForChat) -> ModelProblems:
    """Which of these models cannot hold a chat, see its pictures or take its parameters, by estimate."""
    wanted = frozenset(body.model_ids)
    return ModelProblems(await services().fit.problems_of_all(actor, body.conversation_id, body.extra_tokens, body.images, wanted))
