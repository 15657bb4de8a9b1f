"""A model that does as it is told: it reads the passages, quotes them word for word with their numbers, and errs where it is asked to."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from html import unescape

from chat_app.integrations.llm.port import Embeddings, EmbedRequest, Finished, LlmEvent, LlmRequest, ModelInfo, Role, TextDelta

SOURCE = re.compile(r'<source number="(\d+)"[^>]*>\n(.*?)\n</source>', re.DOTALL)
SENTENCE = re.compile(r"[^.!?\n\"„“”»«\[\]$`]{30,}")
ABSENT = 77
"""A number that no answer has a source for."""


@dataclass
class Said:
    """What one answer claims: literal quotes and changed ones, each with its number."""

    literal: list[tuple[int, str]] = field(default_factory=list)
    changed: list[tuple[int, str]] = field(default_factory=list)


class ObedientGateway:
    """Answers each question in the manner whose turn it is; `said` is what it claims, by question."""

    def __init__(self) -> None:
        self.said: list[Said] = []

    async def stream(self, request: LlmRequest) -> AsyncIterator[LlmEvent]:
        question = next(message.text for message in reversed(request.messages) if message.role == Role.USER)
        sources = {int(number): unescape(text) for number, text in SOURCE.findall(question)}
        said = Said()
        manner = MANNERS[len(self.said) % len(MANNERS)]
        text = manner(_quotable(sources), said) if sources else "It is not in your documents."
        self.said.append(said)
        for at in range(0, len(text), 17):
            yield TextDelta(text[at : at + 17])
        yield Finished()

    async def list_models(self) -> list[ModelInfo]:
        return []

    async def embed(self, request: EmbedRequest) -> Embeddings:
        raise NotImplementedError

    async def close(self) -> None:
        """Nothing is held."""


def _quotable(sources: dict[int, str]) -> list[tuple[int, str]]:
    """A stretch of each passage, as a person would quote it: in one line."""
    found = [(number, max(SENTENCE.findall(text) or [""], key=len)) for number, text in sources.items()]
    return [(number, " ".join(words.split())) for number, words in found if words.strip()]


def _one(quotable: list[tuple[int, str]], said: Said) -> str:
    number, words = quotable[0]
    said.literal.append((number, words))
    return f"They say “{words}” [{number}]."


def _several(quotable: list[tuple[int, str]], said: Said) -> str:
    said.literal += quotable[:3]
    return "\n\n".join(f"- Es heißt „{words}“ [{number}]." for number, words in quotable[:3])


def _absent(quotable: list[tuple[int, str]], said: Said) -> str:
    return f"{_one(quotable, said)} And more [{ABSENT}][{quotable[0][0]}], also [{ABSENT}, {ABSENT + 1}] and [{ABSENT}-{ABSENT + 2}]."


def _changed(quotable: list[tuple[int, str]], said: Said) -> str:
    number, words = quotable[-1]
    said.changed.append((number, f"{words} indeed"))
    return f'It says "{words} indeed" [{number}].'


def _together(quotable: list[tuple[int, str]], said: Said) -> str:
    numbers = [number for number, _ in quotable[:2]]
    number, words = quotable[:2][-1]
    said.literal.append((number, words))
    return f'"{words}" [{", ".join(map(str, numbers))}]. In code: `list[{ABSENT}]`\n\n```\na[{ABSENT}] = b[1]\n```\n'


MANNERS: tuple[Callable[[list[tuple[int, str]], Said], str], ...] = (_one, _several, _absent, _changed, _together)
