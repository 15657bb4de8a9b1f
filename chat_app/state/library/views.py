"""Prompts and assistants as the page shows them."""

from dataclasses import dataclass, field

from chat_app.i18n import translate
from chat_app.services.library.dto import Assistant, Prompt, PromptVersion
from chat_app.services.library.variables import Variable
from chat_app.state.shared.formats import date


@dataclass(frozen=True)
class VariableView:
    """A field of a prompt's form."""

    name: str
    label: str
    kind: str
    choices: list[str]
    minimum: str
    maximum: str
    default: str
    required: bool


@dataclass(frozen=True)
class PromptView:
    """A prompt in menus and lists; its text comes when it is opened."""

    id: str
    command: str
    title: str
    description: str
    folder: str
    builtin: bool
    variables: list[VariableView]


@dataclass(frozen=True)
class PromptForm:
    """A prompt opened for reading or writing; an empty id is a new one, "-" none."""

    id: str = "-"
    command: str = ""
    title: str = ""
    description: str = ""
    folder: str = ""
    text: str = ""
    builtin: bool = False
    version: int = 0


@dataclass(frozen=True)
class VersionView:
    """What a prompt said before."""

    number: int
    label: str
    title: str
    text: str


@dataclass(frozen=True)
class AssistantView:
    """An assistant in menus, lists and its form."""

    id: str
    name: str
    description: str
    avatar: str
    system_prompt: str
    model_id: str
    starters: list[str] = field(default_factory=list)
    parameters: dict[str, object] = field(default_factory=dict)


def prompt_view(prompt: Prompt) -> PromptView:
    """A row of the list."""
    variables = [variable_view(variable) for variable in prompt.variables]
    return PromptView(prompt.id, prompt.command, prompt.title, prompt.description, prompt.folder, prompt.builtin, variables)


def variable_view(variable: Variable) -> VariableView:
    """A field of the form."""
    return VariableView(
        name=variable.name,
        label=variable.name.replace("_", " "),
        kind=variable.kind,
        choices=list(variable.choices),
        minimum=variable.minimum,
        maximum=variable.maximum,
        default=variable.default,
        required=variable.required,
    )


def prompt_form(prompt: Prompt) -> PromptForm:
    """The whole prompt."""
    return PromptForm(
        prompt.id, prompt.command, prompt.title, prompt.description, prompt.folder, prompt.text, prompt.builtin, prompt.version
    )


def version_view(version: PromptVersion, language: str) -> VersionView:
    """A row of the history."""
    label = translate("library.version", language, number=version.number, date=date(version.created_at, language))
    return VersionView(version.number, label, version.title, version.text)


def assistant_view(assistant: Assistant) -> AssistantView:
    """An assistant with all that its form shows."""
    return AssistantView(
        assistant.id,
        assistant.name,
        assistant.description,
        assistant.avatar,
        assistant.system_prompt,
        assistant.model_id,
        list(assistant.starters),
        dict(assistant.parameters),
    )
