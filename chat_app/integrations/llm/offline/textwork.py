"""Small work on a text that the message brings along: counting, capitals, reversing, sorting lines."""

from __future__ import annotations

import re
from collections.abc import Callable

from chat_app.integrations.llm.offline.language import Language
from chat_app.integrations.llm.offline.phrases import Phrases

_MOST = 20_000
_COMMANDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            r"(?:please )?(?:count|how many) (?:the |are the )?(?:words|letters|characters)\b(?: (?:are )?(?:in|of))?(?: this(?: text)?| the text)?"
        ),
        "count",
    ),
    (
        re.compile(
            r"(?:bitte )?(?:zähle?|wie ?viele) (?:die )?(?:wörter|worte|zeichen|buchstaben)\b(?: (?:hat|haben|sind in|in|von))?(?: dieser text| diesem text)?"
        ),
        "count",
    ),
    (re.compile(r"(?:please )?(?:upper ?case|in (?:capitals|upper ?case)|in großbuchstaben|großbuchstaben)"), "upper"),
    (re.compile(r"(?:please )?(?:lower ?case|in lower ?case|in kleinbuchstaben|kleinbuchstaben)"), "lower"),
    (re.compile(r"(?:please )?(?:reverse|spell backwards|kehre um|rückwärts|umdrehen|drehe? um)(?: this(?: text)?| the text)?"), "reverse"),
    (
        re.compile(
            r"(?:please )?(?:sort(?:iere?)?)(?: (?:these |the |die |diese )?(?:lines|zeilen|words|list|wörter|liste))?(?: (?:alphabetically|alphabetisch))?"
        ),
        "sort",
    ),
)
_QUOTES = "\"'„“”»«"


class TextWorker:
    """Does what a message asks to have done with the text behind a colon, in quotes, or on the lines below."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def answer(self, text: str, language: Language) -> str | None:
        """The result; None when the message brings no such task."""
        head = text[:200].strip().lower()
        for pattern, task in _COMMANDS:
            if (match := pattern.match(head)) and (material := _material(text.strip(), match.end())):
                return self._done(task, material[:_MOST], language)
        return None

    def _done(self, task: str, material: str, language: Language) -> str:
        if task == "count":
            words, lines = len(material.split()), material.count("\n") + 1
            return self._phrases.text("text.count", language, words=words, characters=len(material), lines=lines)
        changes: dict[str, Callable[[str], str]] = {"upper": str.upper, "lower": str.lower, "reverse": _reversed, "sort": _sorted}
        fence = "`" * max(3, _longest_run(material, "`") + 1)
        return f"{fence}text\n{changes[task](material)}\n{fence}"


def _material(text: str, start: int) -> str:
    """What follows the command, if something separates the two: a colon, a quotation mark, a line break."""
    rest = text[start:]
    if not rest.lstrip(" ?").startswith((":", "\n", *_QUOTES)):
        return ""
    return rest.lstrip(" ?:").strip().strip(_QUOTES).strip()


def _reversed(text: str) -> str:
    return text[::-1]


def _sorted(text: str) -> str:
    separator = "\n" if "\n" in text else ", " if ", " in text else " "
    return separator.join(sorted(text.split(separator), key=str.casefold))


def _longest_run(text: str, sign: str) -> int:
    return max((len(run) for run in re.findall(f"{re.escape(sign)}+", text)), default=0)
