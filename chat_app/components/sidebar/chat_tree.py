"""The sidebar's chats: views, folders, lists, selection, dialogs."""

import reflex as rx

from chat_app.components.sidebar.labels import place_labels, tree_labels
from chat_app.components.sidebar.library import module
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.announcements.banner_state import BannerState
from chat_app.state.chat.conversation_state import ConversationState
from chat_app.state.chat.model_views import ModelView
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.chat.sidebar_state import SidebarState
from chat_app.state.workspace.arrange_state import ArrangeState
from chat_app.state.workspace.folder_state import FolderState
from chat_app.state.workspace.sidebar_views import ChatRowView, FolderView, TagView
from chat_app.state.workspace.tag_state import TagState

NOTHING = rx.event.no_args_event_spec
passed = rx.event.passthrough_event_spec


class ChatTree(rx.Component):
    """One tree for folders and chats, with everything that can be done to them."""

    library = module("chat_tree.jsx")
    tag = "ChatTree"
    lib_dependencies: list[str] = [LUCIDE]
    view: rx.Var[str]
    tag_ids: rx.Var[list[str]]
    chats: rx.Var[list[ChatRowView]]
    has_more: rx.Var[bool]
    folders: rx.Var[list[FolderView]]
    counts: rx.Var[dict[str, int]]
    inside: rx.Var[dict[str, list[ChatRowView]]]
    inside_more: rx.Var[list[str]]
    open_ids: rx.Var[list[str]]
    tags: rx.Var[list[TagView]]
    all_ids: rx.Var[list[str]]
    all_serial: rx.Var[int]
    ready: rx.Var[bool]
    answered_key: rx.Var[str]
    current_id: rx.Var[str]
    chat_title: rx.Var[str]
    made_id: rx.Var[str]
    form_id: rx.Var[str]
    form_model_id: rx.Var[str]
    form_instructions: rx.Var[str]
    form_local_only: rx.Var[str]
    form_payer: rx.Var[str]
    charging: rx.Var[bool]
    """Whether calls are paid from credit here, so that it matters who pays."""
    models: rx.Var[list[ModelView]]
    labels: rx.Var[dict[str, str]]
    on_show: rx.EventHandler[passed(str, list)]
    on_more: rx.EventHandler[NOTHING]
    on_load_folder: rx.EventHandler[passed(str)]
    on_set_open: rx.EventHandler[passed(list)]
    on_list_ids: rx.EventHandler[NOTHING]
    on_rename: rx.EventHandler[passed(str, str)]
    on_act: rx.EventHandler[passed(str, list, str, str, str)]
    on_move_folder: rx.EventHandler[passed(str, str, str, str)]
    on_empty_trash: rx.EventHandler[NOTHING]
    on_create_folder: rx.EventHandler[passed(str, str, str)]
    on_read_folder: rx.EventHandler[passed(str)]
    on_save_folder: rx.EventHandler[passed(str, str, str, str, str, str, str)]
    on_rename_folder: rx.EventHandler[passed(str, str)]
    on_delete_folder: rx.EventHandler[passed(str, bool)]
    on_begin: rx.EventHandler[passed(str)]
    on_models: rx.EventHandler[NOTHING]
    on_create_tag: rx.EventHandler[passed(str, str, list)]
    on_change_tag: rx.EventHandler[passed(str, str, str)]
    on_delete_tag: rx.EventHandler[passed(str)]


class PlaceChip(rx.Component):
    """Names the folder in which the new chat on show will be put."""

    library = module("place_chip.jsx")
    tag = "PlaceChip"
    lib_dependencies: list[str] = [LUCIDE]
    conversation_id: rx.Var[str]
    opened: rx.Var[int]
    ready: rx.Var[bool]
    place_id: rx.Var[str]
    place_opened: rx.Var[int]
    folders: rx.Var[list[FolderView]]
    labels: rx.Var[dict[str, str]]
    on_begin: rx.EventHandler[passed(str)]


class SidebarEdge(rx.Component):
    """What the width of the sidebar is dragged by."""

    library = module("edge.jsx")
    tag = "SidebarEdge"
    width: rx.Var[int]
    known: rx.Var[bool]
    label: rx.Var[str]
    on_width: rx.EventHandler[passed(int)]


def chat_tree() -> rx.Component:
    """Everything between the search field and the foot of the sidebar."""
    return ChatTree.create(
        view=SidebarState.view,
        tag_ids=SidebarState.tag_ids,
        chats=SidebarState.chats,
        has_more=SidebarState.has_more,
        folders=SidebarState.folders,
        counts=SidebarState.counts,
        inside=SidebarState.inside,
        inside_more=SidebarState.inside_more,
        open_ids=SidebarState.open_ids,
        tags=SidebarState.tags,
        all_ids=SidebarState.all_ids,
        all_serial=SidebarState.all_serial,
        ready=SidebarState.ready,
        answered_key=ArrangeState.answered_key,
        current_id=ConversationState.current_id,
        chat_title=ConversationState.title,
        made_id=FolderState.made_id,
        form_id=FolderState.form_id,
        form_model_id=FolderState.form_model_id,
        form_instructions=FolderState.form_instructions,
        form_local_only=FolderState.form_local_only,
        form_payer=FolderState.form_payer,
        charging=BannerState.charging,
        models=ModelsState.models,
        labels=tree_labels(),
        **list_handlers(),
        **folder_handlers(),
    )


def list_handlers() -> dict[str, rx.event.EventCallback]:
    """What happens to lists and chats."""
    return {
        "on_show": SidebarState.show,
        "on_more": SidebarState.load_more,
        "on_load_folder": SidebarState.load_folder,
        "on_set_open": SidebarState.set_open,
        "on_list_ids": SidebarState.list_ids,
        "on_rename": SidebarState.rename,
        "on_act": ArrangeState.act,
        "on_move_folder": ArrangeState.move_folder,
        "on_empty_trash": ArrangeState.empty_trash,
    }


def folder_handlers() -> dict[str, rx.event.EventCallback]:
    """What happens to folders and tags."""
    return {
        "on_create_folder": FolderState.create,
        "on_read_folder": FolderState.read,
        "on_save_folder": FolderState.save,
        "on_rename_folder": FolderState.rename,
        "on_delete_folder": FolderState.delete,
        "on_begin": FolderState.begin_chat,
        "on_models": ModelsState.load_list,
        "on_create_tag": TagState.create,
        "on_change_tag": TagState.change,
        "on_delete_tag": TagState.delete,
    }


def place_chip() -> rx.Component:
    """For the place above the composer."""
    return PlaceChip.create(
        conversation_id=ConversationState.current_id,
        opened=ConversationState.opened,
        ready=ConversationState.ready,
        place_id=FolderState.place_id,
        place_opened=FolderState.place_opened,
        folders=SidebarState.folders,
        labels=place_labels(),
        on_begin=FolderState.begin_chat,
    )


def sidebar_edge() -> rx.Component:
    """For the end of the sidebar."""
    return SidebarEdge.create(
        width=SidebarState.width, known=SidebarState.ready, label=t("sidebar.resize"), on_width=SidebarState.set_width
    )
