"""What a model is told of documents and of citing (`prompts.toml`), and the passages as it reads them. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Literal, Protocol

PROMPTS = Path(__file__).parent / "prompts.toml"
FALLBACK = "en"
MARK = re.compile(r"<(?=\s*/?\s*source)", re.IGNORECASE)
"""Where a passage could be taken for the end of itself, or the beginning of another."""

Prompt = Literal["rules", "not_found", "no_room", "failed"]
PROMPT_NAMES: Sequence[Prompt] = ("rules", "not_found", "no_room", "failed")


class Numbered(Protocol):
    """A passage under its number: as it was found, or as it was kept."""

    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def heading(self) -> str: ...
    @property
    def page(self) -> int: ...
    @property
    def text(self) -> str: ...


def told(*prompts: Prompt, language: str) -> str:
    """These texts in the language of the one who asks."""
    return "\n\n".join(_prompts()[prompt].get(language, _prompts()[prompt][FALLBACK]).strip() for prompt in prompts)


def sources_block(sources: Sequence[Numbered]) -> str:
    """The passages with their numbers; nothing for none."""
    return "\n\n".join(_source(source) for source in sources)


def _source(source: Numbered) -> str:
    facts = {"number": str(source.number), "document": source.title, "section": source.heading, "page": str(source.page or "")}
    marks = " ".join(f'{name}="{escape(value)}"' for name, value in facts.items() if value)
    return f"<source {marks}>\n{_within(source.text)}\n</source>"


def _within(text: str) -> str:
    """A passage cannot end itself, nor begin another."""
    return MARK.sub("< ", text)


@cache
def _prompts() -> dict[str, dict[str, str]]:
    return tomllib.loads(PROMPTS.read_text(encoding="utf-8"))
