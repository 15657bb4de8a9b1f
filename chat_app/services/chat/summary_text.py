"""How a conversation becomes a summary: what a model is asked, in pieces that it can read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chat_app.services.kernel.tokens import MESSAGE_OVERHEAD, estimate_tokens

PROMPT = (
    "Summarise the conversation below so that it can go on without its beginning. Write in the language of the conversation. "
    "Keep facts, names, figures, code identifiers, decisions with their reasons, wishes of the user and questions that are still open; "
    "leave out courtesies and repetition. Write short paragraphs or bullet points and nothing before or after the summary."
)
WITH_EARLIER = "The part between <summary> tags stands for what was said before; take over what still matters."
CHARACTERS_PER_TOKEN = 2
"""On the safe side when a text is cut to a number of tokens."""
FIRST_WORDS = 200
FEWEST = 40
EXTRACT = 12_000
"""Characters of a message, at most and at least, and of a whole summary that is made without a model."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said, with the text of the files that came with it."""

    role: str
    text: str


def pieces_of(messages: Sequence[Said], room: int) -> Iterator[list[str]]:
    """The messages as tagged texts, in groups of at most about `room` tokens; a longer message is cut in its middle."""
    group: list[str] = []
    left = room
    for message in messages:
        text = shortened(f"<{message.role}>\n{message.text}\n</{message.role}>", room)
        tokens = estimate_tokens(text) + MESSAGE_OVERHEAD
        if group and tokens > left:
            yield group
            group, left = [], room
        group.append(text)
        left -= tokens
    if group:
        yield group


def request_text(texts: Sequence[str], earlier: str) -> str:
    """What the model is asked for one group."""
    if not earlier:
        return "\n\n".join((PROMPT, *texts))
    return "\n\n".join((PROMPT, WITH_EARLIER, f"<summary>\n{earlier}\n</summary>", *texts))


def shortened(text: str, room: int) -> str:
    """`text` with its middle left out when it has more than about `room` tokens."""
    most = max(FIRST_WORDS, room * CHARACTERS_PER_TOKEN)
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]}\n[…]\n{text[-half:]}"


def extract(messages: Sequence[Said], earlier: str) -> str:
    """A summary without a model: the beginning of each message, answers below what they answer."""
    said = [message for message in messages if message.text.strip()]
    most = max(FEWEST, min(FIRST_WORDS, EXTRACT // max(1, len(said))))
    lines = [f"{'  ' if message.role == 'assistant' else ''}- {_beginning(message.text, most)}" for message in said]
    return "\n".join(([earlier] if earlier else []) + lines)


def _beginning(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"
