"""The page of prompts and assistants."""

import reflex as rx

from chat_app.components.layout.buttons import sidebar_toggle
from chat_app.components.library.library import module
from chat_app.components.models.labels import SETTING_FIT, open_texts
from chat_app.components.ui.library import LUCIDE
from chat_app.components.ui.text import t
from chat_app.state.chat.model_views import ModelView
from chat_app.state.chat.models_state import ModelsState
from chat_app.state.library.library_state import LibraryState
from chat_app.state.library.views import AssistantView, PromptForm, PromptView, VersionView
from chat_app.state.library.writing_state import WritingState

COLORS = ("teal", "blue", "violet", "pink", "red", "orange", "yellow", "green")
TEXTS = (
    "title", "off", "prompts", "assistants", "search", "own", "builtin", "nothing", "import", "export", "close", "delete", "copy", "use",
    "save", "prompt", "command", "description", "folder", "text", "versions", "restore", "name", "model", "icon", "starters",
)  # fmt: skip
NAMED = {
    "newPrompt": "new_prompt",
    "newAssistant": "new_assistant",
    "emptyPrompts": "empty_prompts",
    "emptyAssistants": "empty_assistants",
    "importFailed": "import_failed",
    "titleField": "title_field",
    "chatWith": "chat_with",
    "systemPrompt": "system_prompt",
    "systemPromptHelp": "system_prompt_help",
    "anyModel": "any_model",
    "startersHelp": "starters_help",
}


class LibraryPage(rx.Component):
    """Lists and dialogs."""

    library = module("library_page.jsx")
    tag = "LibraryPage"
    lib_dependencies: list[str] = [LUCIDE]
    prompts: rx.Var[list[PromptView]]
    assistants: rx.Var[list[AssistantView]]
    models: rx.Var[list[ModelView]]
    ready: rx.Var[bool]
    prompt: rx.Var[PromptForm]
    versions: rx.Var[list[VersionView]]
    problem: rx.Var[str]
    saved: rx.Var[int]
    labels: rx.Var[dict[str, str]]
    on_open_prompt: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_save_prompt: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, str, str, str)]
    on_copy_prompt: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_delete_prompt: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_restore_version: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]
    on_save_assistant: rx.EventHandler[rx.event.passthrough_event_spec(str, str, str, str, str, str, list)]
    on_delete_assistant: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_open_models: rx.EventHandler[rx.event.no_args_event_spec]


def library_body() -> rx.Component:
    """The page without its frame."""
    return rx.el.main(
        rx.el.header(sidebar_toggle("header"), class_name="library-phone-head"),
        LibraryPage.create(
            prompts=LibraryState.prompts,
            assistants=LibraryState.assistants,
            models=ModelsState.models,
            ready=LibraryState.ready,
            prompt=WritingState.prompt,
            versions=WritingState.versions,
            problem=WritingState.problem,
            saved=WritingState.saved,
            labels=library_labels(),
            on_open_prompt=WritingState.open_prompt,
            on_save_prompt=WritingState.save_prompt,
            on_copy_prompt=LibraryState.copy_prompt,
            on_delete_prompt=LibraryState.delete_prompt,
            on_restore_version=WritingState.restore_version,
            on_save_assistant=WritingState.save_assistant,
            on_delete_assistant=LibraryState.delete_assistant,
            on_open_models=ModelsState.load_list,
        ),
        id="library-page",
        tab_index=-1,
        class_name="page",
    )


def library_labels() -> rx.Var[dict[str, str]]:
    """The words of the page."""
    labels = {name: t(f"library.{name}") for name in TEXTS} | {name: t(f"library.{key}") for name, key in NAMED.items()}
    labels |= {f"color_{color}": t(f"color.{color}") for color in COLORS}
    labels |= open_texts(SETTING_FIT)
    labels["color"] = t("library.color")
    labels["imported"] = t("library.imported", added="{added}", unchanged="{unchanged}", refused="{refused}")
    example = "{{tone:choice(friendly, formal)=friendly}}"
    labels["variablesHelp"] = t("library.variables_help", simple="{{name}}", long="{{text:long!}}", choice=example)
    return rx.Var.create(labels)  # pyright: ignore[reportReturnType]  (Vars within a Var)
