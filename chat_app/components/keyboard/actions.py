"""The one list of what can be done by key: keyboard, command palette and the page of shortcuts all read it.

An action is offered by the part of the page that can do it (`useAction(name, run)` of ui/actions.js), or it presses the
button that is there for it (button_actions.js). What nobody offers at the moment, its keys and the palette leave out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """`label` is a key of the catalogue, `keys` several combinations or none: "Ctrl+Alt+N", with Ctrl also for ⌘."""

    name: str
    label: str
    keys: tuple[str, ...] = ()
    palette: bool = True
    """Whether the command palette lists it."""
    number: int = 0
    """Fills the label's `{number}`."""


@dataclass(frozen=True)
class ActionGroup:
    """What belongs together on the page of shortcuts."""

    label: str
    actions: tuple[Action, ...]


GENERAL = (
    Action("palette.open", "action.palette", ("Ctrl+K",), palette=False),
    Action("settings.open", "action.settings", ("Ctrl+,",)),
    Action("shortcuts.open", "action.shortcuts", ("Ctrl+/", "?")),
    Action("sidebar.toggle", "action.sidebar", ("Ctrl+B",)),
    Action("panel.close", "action.panel_close"),
    Action("theme.next", "action.theme"),
    Action("language.next", "action.language"),
    Action("density.next", "action.density"),
    Action("projects.open", "action.projects"),
    Action("knowledge.open", "action.knowledge"),
    Action("billing.open", "action.billing"),
    Action("app.install", "action.install"),
)
CHATS = (
    Action("chat.new", "action.chat_new", ("Ctrl+Alt+N", "Ctrl+Shift+O")),
    Action("chat.temporary", "action.chat_temporary"),
    Action("chat.rename", "action.chat_rename", ("F2",)),
    Action("chat.favourite", "action.chat_favourite"),
    Action("chat.move", "action.chat_move"),
    Action("chat.tag", "action.chat_tag"),
    Action("chat.archive", "action.chat_archive"),
    Action("chat.delete", "action.chat_delete"),
    Action("chat.share", "action.chat_share", ("Ctrl+Alt+S",)),
    Action("chat.export", "action.chat_export"),
    Action("chat.tree", "action.chat_tree"),
    Action("artifacts.open", "action.artifacts"),
    Action("canvas.open", "action.canvas"),
    Action("chat.fork", "action.chat_fork"),
    Action("chat.pinned", "action.chat_pinned"),
    Action("folder.new", "action.folder_new"),
    Action("chats.select", "action.chats_select"),
)
SEARCH = (
    Action("search.open", "action.search"),
    Action("search.chat", "action.search_chat", ("Ctrl+Shift+F",)),
)
WRITING = (
    Action("composer.focus", "action.composer", ("/", "Ctrl+J")),
    Action("composer.attach", "action.attach", ("Ctrl+Alt+U",)),
    Action("prompts.open", "action.prompts"),
    Action("assistants.open", "action.assistants"),
)
ANSWERS = (
    Action("answer.stop", "action.stop", ("Escape",)),
    Action("answer.regenerate", "action.regenerate", ("Ctrl+Alt+E",)),
    Action("answer.continue", "action.continue"),
    Action("answer.copy", "action.copy", ("Ctrl+Alt+C",)),
    Action("message.edit", "action.edit", ("Ctrl+Alt+ArrowUp",)),
    Action("branch.previous", "action.branch_previous"),
    Action("branch.next", "action.branch_next"),
    Action("answer.good", "action.good"),
    Action("answer.bad", "action.bad"),
    Action("message.pin", "action.pin"),
    Action("message.exclude", "action.exclude"),
    Action("selection.quote", "action.quote", ("Ctrl+Alt+Q",)),
    Action("selection.ask", "action.ask"),
    Action("side.ask", "action.side"),
    Action("context.clear", "action.context_clear", ("Ctrl+Alt+J",)),
    Action("summary.make", "action.summary"),
    Action("messages.earlier", "action.earlier"),
    Action("messages.end", "action.end"),
)
MODELS = (
    Action("model.pick", "action.model", ("Ctrl+Alt+M",)),
    Action("parameters.open", "action.parameters"),
    Action("compare.add", "action.compare"),
    Action("compare.blind", "action.compare_blind"),
    Action("standings.open", "action.standings"),
)
TABS = (
    *(Action(f"tab.{number}", "action.tab", (f"Ctrl+Alt+{number}",), palette=False, number=number) for number in range(1, 10)),
    Action("tab.next", "action.tab_next", ("Ctrl+Alt+ArrowRight",)),
    Action("tab.previous", "action.tab_previous", ("Ctrl+Alt+ArrowLeft",)),
    Action("tab.close", "action.tab_close", ("Ctrl+Alt+W",)),
    Action("tab.reopen", "action.tab_reopen", ("Ctrl+Alt+Shift+T",)),
    Action("tab.pin", "action.tab_pin"),
    Action("tab.split", "action.tab_split"),
)

GROUPS = (
    ActionGroup("action_group.general", GENERAL),
    ActionGroup("action_group.chats", CHATS),
    ActionGroup("action_group.search", SEARCH),
    ActionGroup("action_group.writing", WRITING),
    ActionGroup("action_group.answers", ANSWERS),
    ActionGroup("action_group.models", MODELS),
    ActionGroup("action_group.tabs", TABS),
)


def all_actions() -> list[Action]:
    """Every action, in the order of the groups."""
    return [action for group in GROUPS for action in group.actions]
