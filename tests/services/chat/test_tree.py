"""The map of a conversation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.errors import NotFoundError
from chat_app.integrations.llm.port import TokenUsage, UsageReport
from chat_app.services.chat.branch_queries import TreeRow
from chat_app.services.chat.excerpts import plain_excerpt
from chat_app.services.chat.tree import ConversationTree, TreeService, lay_out
from chat_app.services.kernel.actor import Actor
from tests.fakes.scripted_gateway import ScriptedGateway
from tests.services.chat.conftest import Chat


def used(tokens: int) -> UsageReport:
    return UsageReport(TokenUsage(input=tokens, output=0))


def row(number: int, parent: int | None = None, cost: int = 0) -> TreeRow:
    parent_id = None if parent is None else f"{parent:03}"
    return TreeRow(f"{number:03}", parent_id, "user", "complete", "", f"Text  {number}", False, False, cost * 10, cost)


def places(tree: ConversationTree) -> list[tuple[int, int]]:
    """Each message with its lane, from top to bottom."""
    return [(int(node.id), node.lane) for node in tree.nodes]


class TestLayOut:
    def test_a_chat_without_branches_is_one_lane(self) -> None:
        assert places(lay_out([row(1), row(2, 1), row(3, 2)], "003")) == [(1, 0), (2, 0), (3, 0)]

    def test_older_branches_stand_aside_before_the_newest_goes_on(self) -> None:
        tree = lay_out([row(1), row(2, 1), row(3, 2), row(4, 1), row(5, 4), row(6, 1)], "003")
        assert places(tree) == [(1, 0), (2, 1), (3, 1), (4, 1), (5, 1), (6, 0)]
        assert [int(node.id) for node in tree.nodes if node.is_branch] == [2, 4, 6]
        assert [int(node.id) for node in tree.nodes if node.on_show] == [1, 2, 3]

    def test_sums_what_a_branch_cost(self) -> None:
        tree = lay_out([row(1, None, 1), row(2, 1, 2), row(3, 2, 4), row(4, 1, 8)], "004")
        assert {int(node.id): (node.cost_nano, node.messages) for node in tree.nodes} == {1: (15, 4), 2: (6, 2), 3: (4, 1), 4: (8, 1)}
        assert (tree.cost_nano, tree.shown_cost_nano, tree.shown_tokens) == (15, 9, 90)

    def test_two_beginnings_are_branches(self) -> None:
        tree = lay_out([row(1), row(2)], "")
        assert [(node.is_branch, node.on_show, node.excerpt) for node in tree.nodes] == [(True, False, "Text 1"), (True, False, "Text 2")]

    @given(st.lists(st.integers(0, 10_000), max_size=60))
    def test_every_message_once_below_its_parent(self, choices: list[int]) -> None:
        rows = [row(number, choice % number if number else None, 1) for number, choice in enumerate(choices)]
        tree = lay_out(rows, rows[-1].id if rows else "")
        order = [node.id for node in tree.nodes]
        assert sorted(order) == [one.id for one in rows]
        assert all(order.index(node.parent_id) < order.index(node.id) for node in tree.nodes if node.parent_id)
        assert tree.cost_nano == len(rows)
        assert not rows or (tree.nodes[0].messages, tree.nodes[0].cost_nano) == (len(rows), len(rows))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("## Owls\n\n- fly **quietly** and _well_", "Owls fly quietly and well"),
        ("snake_case and 2*3*4, a * b", "snake_case and 2*3*4, a * b"),
        ("```python\nprint(1)\n```", "print(1)"),
        ("> quoted\n1. one", "quoted one"),
        ("***", "***"),
    ],
)
def test_an_excerpt_has_no_marks(text: str, plain: str) -> None:
    assert plain_excerpt(text) == plain


class TestTree:
    async def test_tells_each_branchs_cost_from_its_turns(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["1", used(10)], ["2", used(20)], ["3", used(40)])
        first = await chat.ask("A")
        await chat.ask("B", first.conversation_id)
        await chat.ask("", first.conversation_id, kind="regenerate", message_id=first.answer_id)
        tree = await TreeService(chat.db).tree(chat.actor, first.conversation_id)
        found = [(node.excerpt, node.lane, node.is_branch, node.tokens, node.cost_nano, node.on_show) for node in tree.nodes]
        assert found == [
            ("A", 0, False, 70, 70_000, True),
            ("1", 1, True, 30, 30_000, False),
            ("B", 1, False, 20, 20_000, False),
            ("2", 1, False, 20, 20_000, False),
            ("3", 0, True, 40, 40_000, True),
        ]
        assert (tree.cost_nano, tree.shown_cost_nano) == (70_000, 40_000)

    async def test_leaves_out_the_trash(self, chat: Chat) -> None:
        chat.model.gateway = ScriptedGateway(["1"], ["2"])
        first = await chat.ask("A")
        again = await chat.ask("", first.conversation_id, kind="regenerate", message_id=first.answer_id)
        await chat.messages.delete(chat.actor, again.answer_id)
        tree = await TreeService(chat.db).tree(chat.actor, first.conversation_id)
        assert [(node.excerpt, node.is_branch) for node in tree.nodes] == [("A", False), ("1", False)]

    async def test_another_persons_chat_is_not_found(self, chat: Chat, make_actor: Callable[[str], Actor]) -> None:
        chat.model.gateway = ScriptedGateway()
        turn = await chat.ask("A")
        with pytest.raises(NotFoundError):
            await TreeService(chat.db).tree(make_actor("Eve"), turn.conversation_id)
