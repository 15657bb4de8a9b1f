"""The texts of the sidebar; the browser fills in names and figures."""

import reflex as rx

from chat_app.components.models.labels import SETTING_FIT, open_texts
from chat_app.components.ui.text import t

PLAIN = {
    "useAsKnowledge": "semantic.use",
    "usedAsKnowledge": "semantic.used",
    "tree": "sidebar.tree", "today": "sidebar.today", "yesterday": "sidebar.yesterday", "week": "sidebar.week", "thirty": "sidebar.thirty",
    "untitled": "sidebar.untitled", "running": "sidebar.running", "unread": "sidebar.unread", "favourite": "sidebar.favourite",
    "actions": "sidebar.actions", "loading": "sidebar.loading", "folderEmpty": "sidebar.folder_empty",
    "empty": "sidebar.empty", "emptyFavourites": "sidebar.empty_favourites", "emptyArchive": "sidebar.empty_archive",
    "emptyTrash": "sidebar.empty_trash", "emptyFiltered": "sidebar.empty_filtered", "showAll": "sidebar.show_all",
    "views": "sidebar.views", "all": "sidebar.all", "favourites": "sidebar.favourites", "archive": "sidebar.archive", "toArchive": "sidebar.to_archive", "trash": "sidebar.trash",
    "filter": "sidebar.filter", "tagged": "sidebar.tagged", "removeFilter": "sidebar.remove_filter",
    "rename": "sidebar.rename", "renameChat": "sidebar.rename_chat", "title": "sidebar.title", "delete": "sidebar.delete",
    "mark": "sidebar.mark", "unmark": "sidebar.unmark", "move": "sidebar.move", "select": "sidebar.select", "export": "sidebar.export",
    "unarchive": "sidebar.unarchive", "restore": "sidebar.restore", "purge": "sidebar.purge",
    "selectMode": "selection.begin", "selection": "selection.label", "selectAll": "selection.all", "invert": "selection.invert",
    "endSelection": "selection.end", "cutDone": "selection.cut", "moved": "selection.moved",
    "newFolder": "folder.new", "newFolderHere": "folder.new_inside", "newChatHere": "folder.new_chat", "folderSettings": "folder.settings",
    "sharedByMe": "sidebar.shared_by_me", "sharedWithMe": "sidebar.shared_with_me", "openProject": "projects.open_page", "shareFolder": "projects.share",
    "moveFolder": "folder.move", "moveFolderTitle": "folder.move_title", "moveTitle": "folder.move_chats", "findFolder": "folder.find",
    "folders": "folder.all", "noFolder": "folder.none", "topLevel": "folder.top", "noFolderFound": "folder.not_found",
    "name": "folder.name", "nameNeeded": "folder.name_needed", "color": "folder.color", "startingModel": "folder.model",
    "inheritModel": "folder.model_inherited", "startingModelHelp": "folder.model_help", "instructions": "folder.instructions",
    "localOnly": "folder.local_only", "localOnlyHelp": "folder.local_only_help", "localInherit": "folder.local_inherit",
    "localOn": "folder.local_on", "localOff": "folder.local_off",
    "payer": "folder_payer.label", "payerHelp": "folder_payer.help", "payerInherit": "folder_payer.inherit", "payerActor": "folder_payer.actor",
    "payerOwner": "folder_payer.owner", "payerBudget": "folder_payer.budget", "payerBudgetHelp": "folder_payer.budget_help",
    "instructionsHelp": "folder.instructions_help", "deleteWithChats": "folder.delete_with", "deleteKeepChats": "folder.delete_keep",
    "tags": "tag.all", "tagsMenu": "tag.menu", "findTag": "tag.find", "noTags": "tag.none", "noTagsToFilter": "tag.none_to_filter", "editTag": "tag.edit", "deleteTag": "tag.delete",
    "purgeTitle": "trash.purge_title", "emptyTrashTitle": "trash.empty_title", "emptyTrashText": "trash.empty_text",
    "emptyTrashAction": "trash.empty", "trashNote": "trash.note",
    "cancel": "form.cancel", "save": "form.save", "create": "form.create", "close": "form.close", "done": "form.done",
    "color_none": "color.none", "color_red": "color.red", "color_orange": "color.orange", "color_yellow": "color.yellow",
    "color_green": "color.green", "color_teal": "color.teal", "color_blue": "color.blue", "color_violet": "color.violet",
    "color_pink": "color.pink",
}  # fmt: skip
WITH_COUNT = {
    "chatsCount": "sidebar.chats_count",
    "selected": "selection.count",
    "deleteFolderText": "folder.delete_text",
    "purgeText": "trash.purge_text",
}
WITH_NAME = {"newFolderIn": "folder.new_in", "deleteFolder": "folder.delete_title", "createTag": "tag.create"}


def tree_labels() -> rx.Var[dict[str, str]]:
    """All texts of the tree and its dialogs."""
    labels = {name: t(key) for name, key in PLAIN.items()}
    labels |= {name: t(key, count="{count}") for name, key in WITH_COUNT.items()}
    labels |= {name: t(key, name="{name}") for name, key in WITH_NAME.items()}
    labels |= open_texts(SETTING_FIT)
    return rx.Var.create(labels)  # pyright: ignore[reportReturnType]  (Vars within a Var)


def place_labels() -> rx.Var[dict[str, str]]:
    """The texts of the chip that names the folder of a new chat."""
    return rx.Var.create({"newChatIn": t("folder.place", name="{name}"), "leaveFolder": t("folder.leave")})  # pyright: ignore[reportReturnType]
