"""The map of the chat on show, while its panel is open."""

from dataclasses import dataclass

import reflex as rx

from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.chat.tree import TreeNode
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_labels import model_label
from chat_app.state.shared.formats import money, number
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.reader import reader_language

EXCERPT = 80


@dataclass(frozen=True)
class TreeNodeView:
    """A row of the map. `branch` tells what the branch that begins here cost, `details` the same in full."""

    id: str
    parent_id: str
    role: str
    lane: int
    shown: bool
    excerpt: str
    branch: str = ""
    details: str = ""
    pinned: bool = False
    excluded: bool = False
    running: bool = False


class TreeState(rx.State):
    """Rows from top to bottom; two sentences about the whole chat and about the branch on show."""

    nodes: rx.Field[list[TreeNodeView]] = rx.field(default_factory=list)
    of_chat_id: rx.Field[str] = rx.field("")
    total_label: rx.Field[str] = rx.field("")
    shown_label: rx.Field[str] = rx.field("")

    @rx.event
    @signed_in
    async def load(self):
        """Draw the map of the chat on show."""
        conversation_id = (await self.get_state(ConversationState)).current_id
        if not conversation_id:
            self._clear()
            return
        language = await reader_language(self)
        tree = await services().trees.tree(await current_actor(self), conversation_id)
        labels = {model_id: await model_label(model_id) for model_id in {node.model_id for node in tree.nodes}}
        self.nodes = [node_view(node, language, labels[node.model_id]) for node in tree.nodes]
        self.of_chat_id = conversation_id
        self.total_label = _figures(tree.tokens, tree.cost_nano, language)
        self.shown_label = _figures(tree.shown_tokens, tree.shown_cost_nano, language)

    @rx.event
    @signed_in
    async def close(self):
        """Forget the map: it is large."""
        self._clear()

    def _clear(self) -> None:
        self.nodes, self.of_chat_id, self.total_label, self.shown_label = [], "", "", ""


def node_view(node: TreeNode, language: str, label: str) -> TreeNodeView:
    """A row for `node`; only where a branch begins it tells figures."""
    figures = _figures(node.tokens, node.cost_nano, language)
    begins = node.is_branch or not node.parent_id
    return TreeNodeView(
        id=node.id,
        parent_id=node.parent_id,
        role=node.role,
        lane=node.lane,
        shown=node.on_show,
        excerpt=node.excerpt[:EXCERPT] or label or "…",
        branch=(money(node.cost_nano, language) if node.cost_nano else _tokens(node.tokens, language)) if begins else "",
        details=_details(node.messages, figures, language) if begins else "",
        pinned=node.pinned,
        excluded=node.excluded,
        running=node.status == "running",
    )


def _details(messages: int, figures: str, language: str) -> str:
    if messages == 1:
        return translate("tree.branch_one", language, figures=figures)
    return translate("tree.branch", language, messages=number(messages, language), figures=figures)


def _figures(tokens: int, cost_nano: int, language: str) -> str:
    """Tokens, and what they cost where a price is known."""
    counted = _tokens(tokens, language)
    return f"{counted} · {money(cost_nano, language)}" if cost_nano else counted


def _tokens(tokens: int, language: str) -> str:
    return translate("tree.tokens", language, tokens=number(tokens, language))
