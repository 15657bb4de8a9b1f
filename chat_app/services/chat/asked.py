"""What a request asks of a model, as texts and figures: the fit check weighs it for one model or for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from chat_app import models
from chat_app.integrations.llm.port import LlmMessage
from chat_app.services.chat import branch_queries, preset_queries, queries
from chat_app.services.chat.context import compose, context_of, most_tokens, reading_of
from chat_app.services.chat.fit import Needs
from chat_app.services.chat.instructions import parameters_of_chat, system_prompt
from chat_app.services.chat.planning import Plan
from chat_app.services.chat.reading import read_branch
from chat_app.services.citations.queries import pinned_tokens
from chat_app.services.counting.counter import Quick
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.tokens import MESSAGE_OVERHEAD
from chat_app.services.retrieval.scopes import read_scope


@dataclass(frozen=True, slots=True)
class Asked:
    """A request before anybody counted it."""

    told: tuple[str, ...] = ()
    """The system prompt with the summary."""
    said: tuple[str, ...] = ()
    own: str = ""
    """The message itself; it is among what is said."""
    extra: int = 0
    """Tokens of what is still being typed, about, and of documents that go along in full."""
    files: int = 0
    own_files: int = 0
    images: int = 0
    images_before: int = 0
    parameters: Mapping[str, object] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is read as text, but for files."""
        return (*self.told, *self.said)

    @property
    def most_tokens(self) -> int:
        """It is not more than that, whoever reads it."""
        return sum(map(most_tokens, self.texts)) + self.files + self.extra

    def needs(self, count: Quick, *, exact: bool = False) -> Needs:
        """As a model needs it that counts so."""
        told = sum(count(text) + MESSAGE_OVERHEAD for text in self.told)
        own = count(self.own) + MESSAGE_OVERHEAD if self.own else 0
        return Needs(
            tokens=told + sum(count(text) + MESSAGE_OVERHEAD for text in self.said) + self.files + self.extra,
            message_tokens=told + own + self.own_files + self.extra,
            images=self.images,
            images_before=self.images_before,
            parameters=self.parameters,
            exact=exact and not (self.files or self.extra),
        )

    def unweighed(self) -> Needs:
        """What is not a matter of length."""
        return Needs(images=self.images, images_before=self.images_before)


def asked_by_chat(session: Session, actor: Actor, chat: models.Conversation, extra: int) -> Asked:
    """The next message of a chat, with so many tokens."""
    path = queries.list_path(session, chat.active_leaf_id)
    reading = read_branch(path, branch_queries.list_summaries(session, chat.id), always=0)
    files = _files(session, chat.id, [message.id for message in reading.messages])
    context = compose(system_prompt(session, actor, chat), reading)
    return Asked(
        told=_texts(context.system),
        said=_texts(context.messages),
        extra=extra + pinned_tokens(session, actor, read_scope(chat.knowledge)),
        files=_tokens(files),
        images_before=_images(files),
        parameters=parameters_of_chat(session, chat),
    )


def asked_by_plan(session: Session, plan: Plan) -> Asked:
    """A turn that is about to begin."""
    files = _files(session, plan.turn.conversation_id, [message.id for message in reading_of(plan).messages])
    asked = plan.turn.user_message_id or ""
    own = [file for file in files if file.message_id == asked]
    context, block = context_of(plan), plan.known.block if plan.known else ""
    return Asked(
        told=_texts(context.system),
        said=_texts(context.messages),
        own=next((block + row.text for row in reversed(plan.path) if row.id == asked), ""),
        extra=0 if plan.known or plan.sources_of else pinned_tokens(session, plan.actor, plan.scope),
        files=_tokens(files),
        own_files=_tokens(own),
        images=_images(own),
        images_before=_images(files) - _images(own),
    )


def _texts(messages: Sequence[LlmMessage]) -> tuple[str, ...]:
    return tuple(message.text for message in messages)


def _files(session: Session, conversation_id: str, message_ids: Sequence[str]) -> list[models.Attachment]:
    wanted = set(message_ids)
    return [row for row in preset_queries.list_sent_files(session, conversation_id) if row.message_id in wanted]


def _tokens(files: Sequence[models.Attachment]) -> int:
    return sum(file.tokens for file in files)


def _images(files: Sequence[models.Attachment]) -> int:
    return sum(file.kind == "image" for file in files)
