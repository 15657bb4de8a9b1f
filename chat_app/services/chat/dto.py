"""Records that cross the border of the chat domain. Frozen; nothing of the ORM leaves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chat_app.services.files.dto import Attachment

TurnKind = Literal["send", "edit", "regenerate", "continue", "compare", "merge"]
ChangeKind = Literal[
    "turn",
    "messages",
    "conversation",
    "list",
    "draft",
    "folders",
    "tags",
    "tabs",
    "library",
    "settings",
    "canvas",
    "shares",
    "banners",
    "documents",
]
"""The last nine are about no chat in particular: their `conversation_id` may be empty."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A chat with what its page needs besides messages. `running_turn_id` is empty when nothing runs."""

    id: str
    title: str
    model_id: str
    draft: str
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    active_leaf_id: str = ""
    running_turn_id: str = ""
    """The first of those that run."""
    running_turn_ids: tuple[str, ...] = ()
    """More than one while models are compared."""
    cost_nano: int = 0
    """What all turns of the chat cost so far, all branches."""
    tokens_in_context: int = 0
    image_tokens_in_context: int = 0
    """How many of these are pictures, about."""
    """Tokens of the branch on show: the last answer's measured total, else our estimate."""
    folder_id: str = ""
    favourite: bool = False
    archived_at: datetime | None = None
    read_message_id: str = ""
    assistant_id: str = ""
    system_prompt: str = ""
    parameters: dict[str, object] = field(default_factory=dict)
    compare_model_ids: tuple[str, ...] = ()
    compare_blind: bool = False
    role: str = "owner"
    """What the reader may do: "owner" for whoever began it, else "viewer", "editor" or "manager" of its project, or "owner" of that."""


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A row of the list."""

    id: str
    title: str
    model_id: str
    updated_at: datetime
    running: bool = False
    unread: bool = False
    folder_id: str = ""
    favourite: bool = False
    archived: bool = False
    tag_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What a turn used. `cost_nano` is in nano-dollars, None when no price is known."""

    tokens_in: int = 0
    tokens_out: int = 0
    tokens_cached: int = 0
    tokens_reasoning: int = 0
    counted_by: str = ""
    cost_nano: int | None = None
    price_version: str = ""
    ttft_ms: int | None = None
    duration_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Try:
    """A model that was asked and did not give the answer. `reason_key` names the few words that say why ("fallback.reason.…")."""

    model_id: str
    reason_key: str


@dataclass(frozen=True, slots=True)
class Summary:
    """Stands for `count` messages up to and including its own; without a text the model could not write it."""

    id: str
    message_id: str
    text: str
    model_id: str
    count: int
    created_at: datetime
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message on the branch on show, with its place among its siblings (1-based)."""

    id: str
    conversation_id: str
    parent_id: str
    role: str
    text: str
    status: str
    created_at: datetime
    reasoning: str = ""
    reasoning_ms: int = 0
    model_id: str = ""
    turn_id: str = ""
    error_key: str = ""
    edited_at: datetime | None = None
    sibling_index: int = 1
    sibling_count: int = 1
    previous_sibling_id: str = ""
    next_sibling_id: str = ""
    usage: Usage | None = None
    finish_reason: str = ""
    comparison_id: str = ""
    comparison_place: int = 0
    merged_from: tuple[str, ...] = ()
    """The answers that this one was merged of."""
    excluded: bool = False
    clears_context: bool = False
    pinned: bool = False
    rating: int = 0
    summary: Summary | None = None
    """The one that stands behind this message."""
    attachments: tuple[Attachment, ...] = ()
    answered_by: str = ""
    """The model that answered in the place of `model_id`; empty where it was that one."""
    tries: tuple[Try, ...] = ()
    """What failed before."""
    source_count: int = 0
    """How many passages of documents it was given; those are read by themselves (`citations`)."""
    searched: bool = False
    """Whether documents were searched for it, also where nothing was found: there is a way to look at then."""


@dataclass(frozen=True, slots=True)
class PinnedMessage:
    """A row of the list of pinned messages."""

    id: str
    role: str
    excerpt: str
    model_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Comparison:
    """Answers of several models to one message. Those with one `comparison_place` are versions of one column."""

    id: str
    conversation_id: str
    question_id: str
    blind: bool
    revealed: bool
    """Whether the names may be shown."""
    winner_id: str
    """The answer that was chosen; "" for none."""
    vote_id: str
    goes_on_id: str
    """While the comparison ends its chat: the answer that the next message would go on from."""
    created_at: datetime
    answers: list[Message]


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Up to `limit` messages of the active branch, oldest first. `has_earlier`: page on before the first one."""

    messages: list[Message]
    has_earlier: bool = False


MAX_MODEL_ID = 300
MAX_IDEMPOTENCY_KEY = 200


@dataclass(frozen=True, slots=True)
class NewTurn:
    """What a person asks for.

    `send` needs `text`; `edit` needs `text` and `message_id` (the user message to write anew as a sibling);
    `regenerate` and `continue` need `message_id` (the answer); `compare` puts the answer of another model, `model_id`,
    beside it; `merge` writes one answer of all that were compared with it, by `recipe`. `model_id` empty means the chat's own.
    `send` and `edit` are answered by all of `model_ids`; empty means those that the chat compares.
    `idempotency_key` is made by the client once per intent: the same key gives the same turn.
    """

    conversation_id: str
    kind: TurnKind = "send"
    text: str = ""
    message_id: str = ""
    model_id: str = ""
    idempotency_key: str = ""
    attachment_ids: tuple[str, ...] = ()
    """Uploaded files that go with the message."""
    without_attachment_ids: tuple[str, ...] = ()
    """Files of an edited message that the new one leaves out; it keeps the others."""
    folder_id: str = ""
    """Where a new chat is put."""
    assistant_id: str = ""
    """The assistant that a new chat begins with, or that answers from now on."""
    model_ids: tuple[str, ...] = ()
    """Two or more: the models that are compared, the chat's own first."""
    blind: bool | None = None
    """Whether the compared models' names are hidden until a vote; None for what the chat is set to."""
    recipe: str = ""
    """How answers are merged: "fuse", "table" or "improve"."""
    system_prompt: str = ""
    """What a new chat begins with; so are the parameters, a JSON object."""
    parameters: str = "{}"
    knowledge: str = ""
    """Where its answers are found (`services/retrieval/scopes`); "" for its project's documents."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One request to a model. Statuses: queued, running, complete, stopped, interrupted, failed."""

    id: str
    conversation_id: str
    kind: str
    status: str
    model_id: str
    created_at: datetime
    queued_text: str = ""
    attachment_names: tuple[str, ...] = ()
    """Of the files that wait with the text."""
    user_message_id: str = ""
    answer_id: str = ""
    error_key: str = ""
    finish_reason: str = ""
    usage: Usage = field(default_factory=Usage)
    answered_by: str = ""
    tries: tuple[Try, ...] = ()


@dataclass(frozen=True, slots=True)
class ConversationChange:
    """Something in a chat changed; viewers reload what they show of it."""

    conversation_id: str
    kind: ChangeKind
