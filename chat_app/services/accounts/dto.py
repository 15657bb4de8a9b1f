"""What crosses the border of the accounts domain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypedDict

from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints

from chat_app.services.accounts.shortcut_keys import valid_keys
from chat_app.services.kernel.currencies import is_currency
from chat_app.services.kernel.texts import is_storable

MAX_ACTIONS = 300
AUTOMATIC_RATE = 0
LEAST_RATE = 1_000


def _storable(text: str) -> str:
    if not is_storable(text):
        raise ValueError("U+0000 and halves of surrogate pairs are not allowed")
    return text


def _currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError("no currency of ISO 4217")
    return code


Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
ModelId = Annotated[str, StringConstraints(max_length=300), AfterValidator(_storable)]
ActionName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,59}$")]
Keys = Annotated[str, StringConstraints(max_length=100), AfterValidator(valid_keys)]

Language = Literal["", "en", "de"]
Theme = Literal["system", "light", "dark"]
FontSize = Literal[90, 100, 110, 125, 150]
Density = Literal["comfortable", "compact"]
Notifications = Literal["off", "hidden", "sound"]
Currency = Annotated[str, AfterValidator(_currency)]
DateFormat = Literal["locale", "iso", "relative"]
ExchangeRate = Literal[0] | Annotated[StrictInt, Field(ge=LEAST_RATE, le=10**13)]
SidebarWidth = Annotated[StrictInt, Field(ge=200, le=560)]
PanelWidth = Annotated[StrictInt, Field(ge=280, le=2_400)]
KeepDays = Annotated[StrictInt, Field(ge=0, le=3_650)]
FolderIds = Annotated[tuple[Id, ...], Field(max_length=2_000)]
ModelIds = Annotated[tuple[ModelId, ...], Field(max_length=200)]
FallbackIds = Annotated[tuple[ModelId, ...], Field(max_length=3)]
HedgeSeconds = Annotated[StrictInt, Field(ge=0, le=60)]
Shortcuts = Annotated[Mapping[ActionName, Keys], Field(max_length=MAX_ACTIONS)]
ChatId = Literal[""] | Id


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person has chosen; the defaults are those of somebody who has chosen nothing."""

    language: Language = ""
    """Empty for the browser's own."""
    theme: Theme = "system"
    default_model_id: ModelId = ""
    font_size: FontSize = 100
    """In percent of the usual size."""
    density: Density = "comfortable"
    enter_sends: StrictBool = True
    """Whether Enter sends and Shift+Enter breaks the line; else Enter breaks it and Ctrl+Enter sends."""
    notifications: Notifications = "off"
    """What happens when an answer ends while its page is hidden: nothing, a notification, a notification with a tone."""
    currency: Currency = "USD"
    """In which money is shown; it is reckoned in dollars."""
    exchange_rate: ExchangeRate = AUTOMATIC_RATE
    """Millionths of `currency` that a dollar is worth, by hand; 0 for what `services/currency` knows."""
    date_format: DateFormat = "locale"
    sidebar_width: SidebarWidth = 280
    sidebar_open: StrictBool = True
    panel_width: PanelWidth = 420
    open_folder_ids: FolderIds = ()
    favourite_model_ids: ModelIds = ()
    recent_model_ids: ModelIds = ()
    """Latest first."""
    shortcuts: Shortcuts = field(default_factory=dict)
    """Keys of the actions that the person changed: "Ctrl+Alt+N", several after spaces, empty for none."""
    keep_chats_days: KeepDays = 0
    """After how many days without a change chats that are no favourites go to the trash; 0 for never."""
    redact: StrictBool = False
    """Whether models of providers get placeholders for personal data (`services/redaction`)."""
    fallback_model_ids: FallbackIds = ()
    """The models that are asked, in this order, when one fails."""
    hedge_seconds: HedgeSeconds = 0
    """After how many seconds without a first word the next of them is asked, too, and the faster one answers; 0 for never."""
    local_only: StrictBool = False
    """Whether only models on own machines may answer, whatever it is for (`services/routing`)."""
    split_conversation_id: ChatId = ""
    """The chat on the right of a split page."""


class PreferenceChanges(TypedDict, total=False):
    """What of the preferences to change; what is left out or None stays."""

    language: str | None
    theme: str | None
    default_model_id: str | None
    font_size: int | None
    density: str | None
    enter_sends: bool | None
    notifications: str | None
    currency: str | None
    exchange_rate: int | None
    date_format: str | None
    sidebar_width: int | None
    sidebar_open: bool | None
    panel_width: int | None
    open_folder_ids: tuple[str, ...] | list[str] | None
    favourite_model_ids: tuple[str, ...] | list[str] | None
    recent_model_ids: tuple[str, ...] | list[str] | None
    shortcuts: Mapping[str, str] | None
    keep_chats_days: int | None
    redact: bool | None
    fallback_model_ids: tuple[str, ...] | list[str] | None
    hedge_seconds: int | None
    local_only: bool | None
    split_conversation_id: str | None
