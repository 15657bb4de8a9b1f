"""What the index is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chat_app.services.search.expression import Choice, Expression, any_of, chat_mark, owner_mark


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that matches, with what is known about it without reading its text."""

    kind: str
    conversation_id: str
    message_id: str
    attachment_id: str
    title: str
    text: str
    """Its beginning."""
    name: str
    role: str
    model_id: str
    at: datetime
    archived: bool
    trashed: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose chats a person reads besides their own: nobody's, for most people."""

    owner_ids: frozenset[str] = frozenset()
    chat_ids: tuple[str, ...] = ()
    """Which ones, where these are few; else whoever asks the index filters what it finds."""

    def whose(self, actor_id: str) -> Choice:
        """The marks in the index of what may be found."""
        others = map(chat_mark, self.chat_ids) if self.chat_ids else map(owner_mark, sorted(self.owner_ids))
        return any_of([owner_mark(actor_id), *others])


@dataclass(frozen=True, slots=True)
class Scope:
    """Which chats are looked at. Empty lists narrow nothing."""

    tag_ids: Sequence[frozenset[str]] = ()
    """Of each set one."""
    refused_tag_ids: frozenset[str] = frozenset()
    folder_ids: frozenset[str] = frozenset()
    refused_folder_ids: frozenset[str] = frozenset()
    models: Sequence[str] = ()
    """Pieces of model ids, for chats."""
    refused_models: Sequence[str] = ()
    archived: bool | None = None
    favourite: bool | None = None
    in_trash: bool = False
    after: datetime | None = None
    before: datetime | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether it says something about the chats that the index does not know."""
        others = (self.tag_ids, self.refused_tag_ids, self.folder_ids, self.refused_folder_ids, self.in_trash)
        return any(others) or self.archived is not None or self.favourite is not None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the index is asked for. `titles`: chats by their titles only, else messages and files only.

    `of_chats`: models are those that chats have, not those that answered. `span`: ids from the first to before the second.
    """

    expression: Expression
    titles: bool = False
    of_chats: bool = False
    reach: Reach = Reach()
    span: tuple[int, int] | None = None
