"""Tool calls that arrive in fragments, put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from chat_app.integrations.llm.json_objects import mapping, text
from chat_app.integrations.llm.port import ToolCall

MAX_CALLS = 128
MAX_ARGUMENT_CHARACTERS = 4 * 1024 * 1024

_RUN_BY_VENDOR = "srvtoolu_"
"""Anthropic runs these tools itself (web search); nobody here has to answer them."""


class TooManyToolCallsError(Exception):
    """The model asks for more than any honest answer does."""


@dataclass(slots=True)
class _Draft:
    id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list)


class ToolCallCollector:
    """Collects `tool_calls` deltas of the OpenAI protocol, in all the ways servers send them.

    Fragments of several calls may be mixed; the beginning of a call may come twice, or after its
    first arguments; some servers send no index, others index 0 for every call, with new ids.
    """

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        self._at: dict[object, _Draft] = {}
        self._size = 0

    def __bool__(self) -> bool:
        return bool(self.calls())

    def add(self, deltas: list[Any]) -> None:
        """Take one chunk's `tool_calls`; raises `TooManyToolCallsError` beyond any sensible size."""
        for delta in deltas:
            fragment = mapping(delta)
            function = mapping(fragment.get("function"))
            name = text(function.get("name"))
            draft = self._draft(self._slot(fragment, name), text(fragment.get("id")))
            draft.name = draft.name or name
            self._append(draft, function.get("arguments"))

    def calls(self) -> list[ToolCall]:
        """Return the complete calls; a call without arguments has an empty object."""
        return [
            ToolCall(draft.id or f"call_{number}", draft.name, "".join(draft.arguments).strip() or "{}")
            for number, draft in enumerate(self._drafts)
            if draft.name and not draft.id.startswith(_RUN_BY_VENDOR)
        ]

    def _slot(self, fragment: dict[str, Any], name: str) -> object:
        """Return what identifies the call: its index, else its id; without both, a name begins a new one."""
        index = fragment.get("index")
        if isinstance(index, int):
            return index
        if call_id := text(fragment.get("id")):
            return call_id
        return next(reversed(self._at)) if self._at and not name else f"#{len(self._drafts)}"

    def _draft(self, slot: object, call_id: str) -> _Draft:
        draft = self._at.get(slot)
        if draft is None or (call_id and draft.id and draft.id != call_id):
            draft = self._at[slot] = _Draft()
            self._drafts.append(draft)
            if len(self._drafts) > MAX_CALLS:
                raise TooManyToolCallsError
        draft.id = draft.id or call_id
        return draft

    def _append(self, draft: _Draft, arguments: object) -> None:
        if isinstance(arguments, str) and arguments:
            draft.arguments.append(arguments)
            self._size += len(arguments)
            if self._size > MAX_ARGUMENT_CHARACTERS:
                raise TooManyToolCallsError
