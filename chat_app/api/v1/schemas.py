"""What the REST API takes in. What it gives out are the records of the services' `dto` modules."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from chat_app.services.chat.conversations import MAX_DRAFT
from chat_app.services.kernel.texts import is_storable
from chat_app.services.retrieval.scopes import MOST_DOCUMENTS, MOST_PINNED, Scope, ScopeKind

Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$")]
ModelId = Annotated[str, Field(max_length=300)]


class Body(BaseModel):
    """Only the fields that are listed may be written."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def _can_be_kept(cls, value: object) -> object:
        """Also the texts within lists and objects."""
        if not is_storable(value):
            raise ValueError("U+0000 and halves of surrogate pairs are not allowed")
        return value


class NewConversation(Body):
    """An empty body makes a chat with the model of its folder, else the default one."""

    model_id: ModelId = ""
    folder_id: Id | Literal[""] = ""


class ConversationPatch(Body):
    """What may be changed of a chat; fields left out stay as they are. `deleted` moves it to the trash or back."""

    title: str | None = Field(default=None, max_length=1000)
    model_id: ModelId | None = Field(default=None, min_length=1)
    draft: str | None = Field(default=None, max_length=MAX_DRAFT)
    deleted: bool | None = None
    folder_id: Id | Literal[""] | None = None
    """Empty for no folder."""
    favourite: bool | None = None
    archived: bool | None = None
    tag_ids: tuple[Id, ...] | None = Field(default=None, max_length=500)
    compare_model_ids: tuple[ModelId, ...] | None = Field(default=None, max_length=5)
    """The models that answer beside the chat's own; none ends the comparing."""
    compare_blind: bool | None = None


class KnowledgeScope(Body):
    """`none`, `project` for the chat's folder with those above and below it, `documents` for those that are named, or `everything`.

    What nobody may read who asks is never part of it.
    """

    kind: ScopeKind = "project"
    document_ids: tuple[Id, ...] = Field(default=(), max_length=MOST_DOCUMENTS)
    pinned_ids: tuple[Id, ...] = Field(default=(), max_length=MOST_PINNED)
    """Documents that go along in full with each question."""
    rewrite: bool = True
    """Whether the chat's model may rewrite follow-ups before the search."""

    def scope(self) -> Scope:
        return Scope(self.kind, self.document_ids, self.pinned_ids, self.rewrite)


class NewMessage(Body):
    """A request to a model.

    `send` needs `text`; `edit` writes the user message `message_id` anew as a branch; `regenerate` and `continue`
    name the answer. Several `model_ids` answer in parallel, and `blind` hides their names until a vote. With `stream` the
    answer comes as server-sent events, else as JSON when it is complete.
    """

    kind: Literal["send", "edit", "regenerate", "continue"] = "send"
    text: str = ""
    message_id: Id | Literal[""] = ""
    model_id: ModelId = ""
    stream: bool = False
    model_ids: tuple[ModelId, ...] = Field(default=(), max_length=6)
    blind: bool | None = None
    attachment_ids: tuple[Id, ...] = Field(default=(), max_length=20)
    """Files that were uploaded for this message; with files its text may be empty."""
    without_attachment_ids: tuple[Id, ...] = Field(default=(), max_length=100)
    """Files of an edited message that the new one leaves out."""
    knowledge: KnowledgeScope | None = None
    """Where this answer and all later ones of the chat are found; left out, it stays as it is."""


class Choice(Body):
    """An answer of a comparison."""

    answer_id: Id


class NewMerge(Body):
    """Which model makes one answer of several, and how: "fuse", "table" or "improve"."""

    model_id: ModelId = ""
    recipe: str = Field(default="fuse", max_length=40)


class NewColumn(Body):
    """The model whose answer is put beside an existing one."""

    message_id: Id
    model_id: ModelId = Field(min_length=1)


class MessagePatch(Body):
    """A message's text in place, or `active` to show its branch, or `deleted`, or its marks."""

    text: str | None = None
    active: Literal[True] | None = None
    deleted: bool | None = None
    excluded: bool | None = None
    """Models do not read it."""
    clears_context: bool | None = None
    """The divider stands behind it: models read nothing before."""
    pinned: bool | None = None
    rating: Literal[-1, 0, 1] | None = None
