"""What a server of models was asked, whatever the protocol, and what it answers: the same for the same question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CHAT_MODEL, EMBEDDING_MODEL = "qwen3:8b", "nomic-embed-text:latest"
CONTEXT = 40_960
DIMENSIONS = 8


@dataclass(frozen=True)
class Call:
    name: str
    arguments: dict[str, object]


@dataclass(frozen=True)
class Spoken:
    """One message of a conversation."""

    role: str
    text: str = ""
    images: tuple[bytes, ...] = ()
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True)
class Asked:
    """A request for an answer, as both protocols can say it."""

    model: str
    spoken: tuple[Spoken, ...]
    tools: tuple[str, ...] = ()
    wants_json: bool = False
    thinks: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def words(self) -> int:
        """What stands for the tokens that were read."""
        return sum(len(each.text.split()) + 100 * len(each.images) for each in self.spoken)


@dataclass(frozen=True)
class Reply:
    text: str = ""
    reasoning: str = ""
    calls: tuple[Call, ...] = ()

    @property
    def pieces(self) -> list[str]:
        """The text as it is streamed, one word at a time."""
        return [f"{word} " for word in self.text.split(" ")[:-1]] + [self.text.rpartition(" ")[2]] if self.text else []

    @property
    def words(self) -> int:
        return len(f"{self.text} {self.reasoning}".split()) + 3 * len(self.calls)


def reply_to(asked: Asked) -> Reply:
    """Calls its tools once, tells what they said, what it sees, JSON where that is wanted; else it repeats what was said."""
    last = asked.spoken[-1]
    results = [each.text for each in asked.spoken if each.role == "tool"]
    if results:
        return Reply(f"The tools say: {'; '.join(results)}")
    if asked.tools:
        return Reply(calls=tuple(Call(name, {"city": "Köln", "days": 2}) for name in asked.tools))
    if asked.wants_json:
        return Reply('{"city": "Köln", "people": 1100000}')
    seen = [image for each in asked.spoken for image in each.images]
    text = f"I see {len(seen)} images of {sum(map(len, seen))} bytes." if seen else f"You said: {last.text}"
    return Reply(text, "Let me think about that." if asked.thinks else "")


def embedding_of(text: str) -> list[float]:
    """Numbers that depend on the text, of length one."""
    raw = [float(1 + sum(text.encode()[place::DIMENSIONS])) for place in range(DIMENSIONS)]
    length = sum(value * value for value in raw) ** 0.5
    return [value / length for value in raw]
