"""The catalogue of everything a person reads: one TOML file per area, every language side by side.

    [composer]
    send = { en = "Send", de = "Senden" }        # the key is "composer.send"

`{name}` is a placeholder; both languages of a key must have the same ones. Nothing else in the
code base contains text for people, so that a missing translation is a test failure, not a surprise.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "de")
DEFAULT_LANGUAGE = "en"

_MOST_WISHES = 20
"""No browser names more languages; what lists thousands wants to keep us busy."""
_FOLDER = Path(__file__).parent
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class CatalogueError(Exception):
    """A text is missing, in one language only, or has different placeholders; the text names file and key."""


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, str]]:
    """Every text by key and language: `{"composer.send": {"en": "Send", "de": "Senden"}}`."""
    texts: dict[str, dict[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for key, entry in read_area(path).items():
            if key in texts:
                raise CatalogueError(f"{path.name}: {key} is defined in another file, too")
            texts[key] = entry
    return texts


def translate(key: str, language: str, /, **params: str | int) -> str:
    """The text of `key` in `language` (English for one we do not speak), placeholders filled.

    Raises KeyError for a key or a placeholder that is not there: both are bugs.
    """
    entry = catalogue()[key]
    return fill(entry.get(language, entry[DEFAULT_LANGUAGE]), params)


def preferred_language(accept_language: str) -> str:
    """The first language of an Accept-Language header that we speak, else the default one."""
    for part in accept_language.lower().split(",")[:_MOST_WISHES]:
        tag = part.split(";")[0].strip().split("-")[0]
        if tag in LANGUAGES:
            return tag
    return DEFAULT_LANGUAGE


def fill(text: str, params: dict[str, str | int]) -> str:
    """Put `params` in place of `{name}`; other braces stay as they are."""
    return _PLACEHOLDER.sub(lambda match: str(params[match.group(1)]), text)


def placeholders(text: str) -> frozenset[str]:
    """The names between braces in `text`."""
    return frozenset(_PLACEHOLDER.findall(text))


def read_area(path: Path) -> dict[str, dict[str, str]]:
    """Read one file of the catalogue; raises `CatalogueError` where it breaks the rules above."""
    texts = _flatten(tomllib.loads(path.read_text(encoding="utf-8")))
    for key, entry in texts.items():
        if set(entry) != set(LANGUAGES) or not all(entry.values()):
            raise CatalogueError(f"{path.name}: {key} needs a text in each of {', '.join(LANGUAGES)}")
        if len({placeholders(text) for text in entry.values()}) > 1:
            raise CatalogueError(f"{path.name}: {key} has different placeholders in its languages")
    return texts


def _flatten(table: dict[str, Any], prefix: str = "") -> dict[str, dict[str, str]]:
    """Turn nested tables into dotted keys; a table of strings only is one text in its languages."""
    texts: dict[str, dict[str, str]] = {}
    for name, value in table.items():
        key = f"{prefix}{name}"
        if not isinstance(value, dict):
            raise CatalogueError(f"{key} is {value!r}, not a text in each language")
        if value and all(isinstance(text, str) for text in value.values()):
            texts[key] = value
        else:
            texts |= _flatten(value, f"{key}.")
    return texts
