"""Records that cross the border of projects as files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from chat_app.services.workspace.dto import Folder


@dataclass(frozen=True, slots=True)
class ImportState:
    """How far an import is. `folder` is the project once it is there; `problem` names the sentence that says why it will not be."""

    id: str
    state: Literal["running", "done", "failed"] = "running"
    done: int = 0
    """Documents and chats so far."""
    folder: Folder | None = None
    problem: str = ""
    params: dict[str, str | int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    """Names of files whose bytes are not in the ZIP: their documents and attachments are not taken over."""
