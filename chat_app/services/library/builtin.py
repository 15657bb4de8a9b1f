"""The prompts that Parley brings along, in the reader's language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from chat_app.i18n import LANGUAGES
from chat_app.services.library.dto import Prompt
from chat_app.services.library.variables import parse_variables

PREFIX = "builtin:"
_FILE = Path(__file__).with_name("builtin_prompts.toml")


@lru_cache(maxsize=len(LANGUAGES))
def builtin_prompts(language: str) -> tuple[Prompt, ...]:
    """All of them, in the order of the file."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["prompt"]
    return tuple(_prompt(entry, language if language in LANGUAGES else LANGUAGES[0]) for entry in entries)


def find_builtin(prompt_id: str, language: str) -> Prompt | None:
    """The built-in prompt of this id."""
    return next((prompt for prompt in builtin_prompts(language) if prompt.id == prompt_id), None)


def _prompt(entry: dict[str, Any], language: str) -> Prompt:
    text = entry["text"][language].strip()
    return Prompt(
        id=PREFIX + entry["id"],
        command=entry["command"][language],
        title=entry["title"][language],
        description=entry["description"][language],
        folder=entry["folder"][language],
        text=text,
        builtin=True,
        variables=parse_variables(text),
    )
