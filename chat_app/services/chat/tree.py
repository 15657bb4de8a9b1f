"""The map of a conversation: every branch with what it cost, laid out in lanes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from chat_app.db import Database
from chat_app.services.chat import branch_queries, queries
from chat_app.services.chat.branch_queries import TreeRow
from chat_app.services.chat.excerpts import plain_excerpt
from chat_app.services.kernel.actor import Actor
from chat_app.services.projects.rights import FolderRole


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A message on the map. Lane 0 holds the trunk; a side branch stands one lane further than what it leaves."""

    id: str
    parent_id: str
    role: str
    status: str
    model_id: str
    excerpt: str
    lane: int
    on_show: bool
    """Whether it is part of the branch on show."""
    is_branch: bool
    """Whether its parent has other children: a branch begins here."""
    pinned: bool
    excluded: bool
    messages: int
    """How many messages its branch has, itself included."""
    tokens: int
    """What the turns of its branch used, itself included."""
    cost_nano: int


@dataclass(frozen=True, slots=True)
class ConversationTree:
    """Nodes as they stand below each other: side branches first, then the one that goes on."""

    nodes: list[TreeNode]
    cost_nano: int
    """What everything on the map cost."""
    shown_cost_nano: int
    """What the branch on show cost."""
    tokens: int
    shown_tokens: int


class TreeService:
    """Draws maps."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def tree(self, actor: Actor, conversation_id: str) -> ConversationTree:
        """The map of one chat; raises `NotFoundError`."""

        def load(session: Session) -> ConversationTree:
            conversation = queries.get_conversation(session, actor, conversation_id, least=FolderRole.VIEWER)
            return lay_out(branch_queries.list_tree(session, conversation.id), conversation.active_leaf_id or "")

        return await self._db.read(load)


def lay_out(rows: Sequence[TreeRow], leaf_id: str) -> ConversationTree:
    """Order the messages (given by id) for the map. At each fork the newest child goes on in its parent's lane."""
    by_id = {row.id: row for row in rows}
    children: dict[str | None, list[TreeRow]] = {}
    for row in rows:
        children.setdefault(row.parent_id if row.parent_id in by_id else None, []).append(row)
    order = _in_order(children)
    sums = _sums(order, children)
    shown = _path_ids(by_id, leaf_id)
    nodes = [
        TreeNode(
            row.id,
            row.parent_id or "",
            row.role,
            row.status,
            row.model_id,
            plain_excerpt(row.excerpt),
            lane,
            on_show=row.id in shown,
            is_branch=len(children[row.parent_id if row.parent_id in by_id else None]) > 1,
            pinned=row.pinned,
            excluded=row.excluded,
            messages=sums[row.id][0],
            tokens=sums[row.id][1],
            cost_nano=sums[row.id][2],
        )
        for row, lane in order
    ]
    return ConversationTree(
        nodes,
        cost_nano=sum(row.cost_nano for row in rows),
        shown_cost_nano=sum(by_id[node_id].cost_nano for node_id in shown),
        tokens=sum(row.tokens for row in rows),
        shown_tokens=sum(by_id[node_id].tokens for node_id in shown),
    )


def _in_order(children: dict[str | None, list[TreeRow]]) -> list[tuple[TreeRow, int]]:
    """Each message with its lane, parents before children, side branches before the one that goes on."""
    order: list[tuple[TreeRow, int]] = []
    waiting = _to_visit(children.get(None, []), 0)
    while waiting:
        row, lane = waiting.pop()
        order.append((row, lane))
        waiting += _to_visit(children.get(row.id, []), lane)
    return order


def _to_visit(siblings: Sequence[TreeRow], lane: int) -> list[tuple[TreeRow, int]]:
    """Siblings for a stack, the first to visit last: the older ones a lane further, then the newest."""
    return [(row, lane if place == len(siblings) - 1 else lane + 1) for place, row in reversed(list(enumerate(siblings)))]


def _sums(order: Sequence[tuple[TreeRow, int]], children: dict[str | None, list[TreeRow]]) -> dict[str, tuple[int, int, int]]:
    """Messages, tokens and cost of each message with all that follows it."""
    sums: dict[str, tuple[int, int, int]] = {}
    for row, _ in reversed(order):
        below = [sums[child.id] for child in children.get(row.id, [])]
        sums[row.id] = (
            1 + sum(one[0] for one in below),
            row.tokens + sum(one[1] for one in below),
            row.cost_nano + sum(one[2] for one in below),
        )
    return sums


def _path_ids(by_id: dict[str, TreeRow], leaf_id: str) -> set[str]:
    path: set[str] = set()
    here = by_id.get(leaf_id)
    while here and here.id not in path:
        path.add(here.id)
        here = by_id.get(here.parent_id or "")
    return path
