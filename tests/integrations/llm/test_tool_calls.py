"""Fragments of tool calls, in all the ways servers send them."""

from __future__ import annotations

from typing import Any

import pytest

from chat_app.integrations.llm.port import ToolCall
from chat_app.integrations.llm.tool_calls import MAX_CALLS, ToolCallCollector, TooManyToolCallsError


def fragment(arguments: object = None, *, index: int | None = None, call_id: str | None = None, name: str | None = None) -> dict[str, Any]:
    return {"index": index, "id": call_id, "function": {"name": name, "arguments": arguments}}


def collected(*chunks: list[Any]) -> list[ToolCall]:
    collector = ToolCallCollector()
    for chunk in chunks:
        collector.add(chunk)
    return collector.calls()


def test_fragments_by_index_in_any_order() -> None:
    calls = collected(
        [fragment('{"b":', index=1)],
        [fragment('{"a":', index=0, call_id="x", name="f"), fragment("", index=1, call_id="y", name="g")],
        [fragment("2}", index=1), fragment("1}", index=0)],
    )
    assert sorted(calls, key=lambda call: call.id) == [ToolCall("x", "f", '{"a":1}'), ToolCall("y", "g", '{"b":2}')]


def test_a_beginning_that_comes_twice() -> None:
    start = fragment("", index=0, call_id="x", name="f")
    assert collected([start], [start], [fragment("{}", index=0)]) == [ToolCall("x", "f", "{}")]


def test_every_call_at_index_0_with_its_own_id() -> None:
    calls = collected([fragment("{}", index=0, call_id="x", name="f")], [fragment('{"a":1}', index=0, call_id="y", name="f")])
    assert calls == [ToolCall("x", "f", "{}"), ToolCall("y", "f", '{"a":1}')]


def test_ids_without_index() -> None:
    calls = collected([fragment("{", call_id="x", name="f"), fragment("{}", call_id="y", name="g")], [fragment("}", call_id="x")])
    assert calls == [ToolCall("x", "f", "{}"), ToolCall("y", "g", "{}")]


def test_neither_index_nor_id() -> None:
    calls = collected([fragment("{", name="f")], [fragment("}")], [fragment("{}", name="g")])
    assert [(call.name, call.arguments) for call in calls] == [("f", "{}"), ("g", "{}")]
    assert len({call.id for call in calls}) == 2


def test_a_call_without_arguments_has_an_empty_object() -> None:
    assert collected([fragment(None, index=0, call_id="x", name="f")]) == [ToolCall("x", "f", "{}")]


def test_a_call_without_a_name_is_none() -> None:
    assert collected([fragment("{}", index=0, call_id="x")]) == []


def test_tools_that_the_vendor_runs_are_not_ours() -> None:
    assert collected([fragment("{}", index=0, call_id="srvtoolu_1", name="web_search")]) == []


def test_endless_calls_and_endless_arguments_stop() -> None:
    with pytest.raises(TooManyToolCallsError):
        collected([fragment("{}", index=number, name="f") for number in range(MAX_CALLS + 1)])
    with pytest.raises(TooManyToolCallsError):
        collected(*([fragment("x" * 1_000_000, index=0, name="f")] for _ in range(5)))
