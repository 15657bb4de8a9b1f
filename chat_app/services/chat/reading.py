"""Which messages of a branch a model reads: after the last divider or summary, without the excluded ones. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Marked(Protocol):
    """What of a message decides whether it is read."""

    @property
    def id(self) -> str: ...
    @property
    def excluded(self) -> bool: ...
    @property
    def clears_context(self) -> bool: ...


class Standing(Protocol):
    """A summary: it stands for everything on the branch up to a message. Without a text it failed and stands for nothing."""

    @property
    def message_id(self) -> str: ...
    @property
    def text(self) -> str: ...


M = TypeVar("M", bound=Marked)
S = TypeVar("S", bound=Standing)


@dataclass(frozen=True, slots=True)
class Reading(Generic[S, M]):
    """What is read of a branch: the text of a summary first, if one stands there, then whole messages."""

    summary: S | None
    messages: Sequence[M]


def read_branch(path: Sequence[M], summaries: Iterable[S] = (), *, always: int = 1) -> Reading[S, M]:
    """Apply divider, summary and exclusions to `path` (oldest first).

    The last `always` messages are read whatever their marks say: they are what is asked. Of several summaries the one
    nearest to the end counts, and none that stands before the divider.
    """
    asked = len(path) - min(always, len(path))
    stands_at = {summary.message_id: summary for summary in summaries if summary.text}
    begin, found = _beginning(path[:asked], stands_at)
    earlier = [message for message in path[begin:asked] if not message.excluded]
    return Reading(found, [*earlier, *path[asked:]])


def _beginning(path: Sequence[M], stands_at: dict[str, S]) -> tuple[int, S | None]:
    """Where reading begins, and the summary that stands for what lies before."""
    for place in range(len(path) - 1, -1, -1):
        if path[place].clears_context:
            return place + 1, None
        if summary := stands_at.get(path[place].id):
            return place + 1, summary
    return 0, None
