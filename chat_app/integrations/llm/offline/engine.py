"""The built-in assistant: decides what a message asks for and lets the part that can answer it do so."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chat_app.integrations.llm.offline.dates import Calendar
from chat_app.integrations.llm.offline.extraction import Passage, Said, best_sentences
from chat_app.integrations.llm.offline.formulas import Calculator
from chat_app.integrations.llm.offline.language import Language, detect
from chat_app.integrations.llm.offline.manual import Manual
from chat_app.integrations.llm.offline.numbers import format_number, parse_number
from chat_app.integrations.llm.offline.phrases import Phrases
from chat_app.integrations.llm.offline.reflection import go_on, reflect
from chat_app.integrations.llm.offline.scope import is_personal, needs_model
from chat_app.integrations.llm.offline.smalltalk import Smalltalk, asks_own_name, introduced_name, is_crisis, known_name
from chat_app.integrations.llm.offline.textwork import TextWorker

# Nobody reads an answer about more than this, and every part stays far below a tenth of a second on it.
_MOST_CHARACTERS = 50_000
_MOST_REMEMBERED = 40
_FEW_WORDS = 6
_LONGEST_NUMBER = 30
_UNSPEAKABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# Intents that a page of the manual or a real question takes precedence over.
_WEAK_INTENTS = frozenset({"yes", "no", "compliment", "greeting", "how_are_you", "insult", "stop"})


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message to answer, with the person's earlier ones in this chat."""

    text: str
    earlier: tuple[str, ...]
    language: Language
    turn: int
    """A number that differs from message to message of a chat and is the same whenever the message is answered again."""
    passages: tuple[Passage, ...] = ()
    """Of the person's documents, found for this message."""
    searched: bool = False
    """Whether documents were searched for it, and nothing was found."""


class Assistant:
    """Answers from rules. Deterministic: the same conversation at the same time gets the same answer."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._phrases = Phrases()
        self._manual = Manual()
        self._smalltalk = Smalltalk()
        self._calculator = Calculator(self._phrases)
        self._calendar = Calendar(self._phrases)
        self._text_worker = TextWorker(self._phrases)

    def answer(
        self, texts: Sequence[str], preferred_language: str = "en", passages: Sequence[Passage] = (), *, searched: bool = False
    ) -> str:
        """The answer, in Markdown, to the last of a person's messages; never empty.

        It is taken from `passages` of documents where they have one. `searched` says that there are documents without any.
        """
        exchange = replace(_exchange(texts, preferred_language), passages=tuple(passages), searched=searched)
        for attempt in (
            self._about_nothing,
            self._about_person,
            self._exactly,
            self._in_passing,
            self._from_documents,
            self._from_manual,
            self._beyond,
        ):
            if answer := attempt(exchange):
                return answer
        return self._listening(exchange)

    def _about_nothing(self, exchange: Exchange) -> str | None:
        """Messages without a single letter or digit."""
        text = exchange.text
        if not text:
            return self._say("empty", exchange)
        if any(sign.isalnum() for sign in text) or not any(ord(sign) > 0x2000 for sign in text):
            return self._number(exchange) if any(sign.isalnum() for sign in text) else self._say("empty", exchange)
        return self._say("symbols", exchange, emoji="".join(text.split())[:8])

    def _number(self, exchange: Exchange) -> str | None:
        number = parse_number(exchange.text, exchange.language) if len(exchange.text) <= _LONGEST_NUMBER else None
        return None if number is None else self._say("number", exchange, number=format_number(number, exchange.language)[0])

    def _about_person(self, exchange: Exchange) -> str | None:
        if is_crisis(exchange.text):
            return self._say("crisis", exchange)
        if name := introduced_name(exchange.text):
            return self._say("name_learned", exchange, person=name)
        if asks_own_name(exchange.text):
            name = known_name(exchange.earlier)
            return self._say("name_known" if name else "name_unknown", exchange, person=name)
        return None

    def _exactly(self, exchange: Exchange) -> str | None:
        """What has one right answer: text work, sums, dates."""
        return (
            self._text_worker.answer(exchange.text, exchange.language)
            or self._calculator.answer(exchange.text, exchange.language)
            or self._calendar.answer(exchange.text, exchange.language, self._now())
        )

    def _in_passing(self, exchange: Exchange) -> str | None:
        intent = self._smalltalk.intent(exchange.text, exchange.language)
        if not intent or (intent in _WEAK_INTENTS and (self._manual.find(exchange.text) or _asks_more(exchange.text, intent))):
            return None
        if intent == "greeting" and exchange.earlier:
            # Only the first greeting says at length what answers here.
            intent = "greeting_again"
        return self._say(intent, exchange, name=_addressed(known_name(exchange.earlier)))

    def _from_documents(self, exchange: Exchange) -> str | None:
        """Sentences of documents, word for word; that there are none is said where there were documents to look in."""
        found = best_sentences(exchange.text, exchange.passages) if exchange.passages else []
        if found:
            name = "documents.found" if len(found) == 1 else "documents.found_several"
            lines = [self._phrases.text(name, exchange.language), *(f"- {_quoted(one, exchange.language)} [{one.number}]" for one in found)]
            return "\n".join([lines[0], "", *lines[1:], "", self._phrases.text("documents.how", exchange.language)])
        is_question = "?" in exchange.text or needs_model(exchange.text)
        if not is_question or self._manual.find(exchange.text):
            return None
        if exchange.passages:
            return self._phrases.text("documents.near", exchange.language)
        return self._phrases.text("documents.not_found", exchange.language) if exchange.searched else None

    def _from_manual(self, exchange: Exchange) -> str | None:
        return self._manual.answer(exchange.text, exchange.language)

    def _beyond(self, exchange: Exchange) -> str | None:
        if not needs_model(exchange.text):
            return None
        # How to connect a model is said in full once, then in short.
        turn = 0 if not any(needs_model(text) for text in exchange.earlier) else 1 + exchange.turn % 2
        return self._phrases.text("limits.knowledge", exchange.language, turn)

    def _listening(self, exchange: Exchange) -> str:
        if answer := reflect(exchange.text, exchange.language, exchange.turn):
            return answer
        if len(exchange.text.split()) <= _FEW_WORDS and not is_personal(exchange.text):
            return self._phrases.text("limits.unclear", exchange.language, len(exchange.earlier))
        return go_on(exchange.earlier, exchange.language, exchange.turn)

    def _say(self, sentence: str, exchange: Exchange, /, **params: str) -> str:
        return self._phrases.text(f"smalltalk.{sentence}", exchange.language, exchange.turn, **params)


def _exchange(texts: Sequence[str], preferred_language: str) -> Exchange:
    *earlier, text = [_speakable(text[:_MOST_CHARACTERS]) for text in texts[-_MOST_REMEMBERED - 1 :]] or [""]
    fallback = preferred_language
    # A sum or a name says nothing about the language: then the one spoken before goes on.
    for before in earlier:
        fallback = detect(before, fallback)
    seed = zlib.crc32(texts[0][:1000].encode("utf-8", "replace")) if texts else 0
    return Exchange(text.strip(), tuple(earlier), detect(text, fallback), seed % 60 + len(texts))


def _quoted(said: Said, language: Language) -> str:
    """In quotation marks, unless it has some itself."""
    text = " ".join(said.text.split())
    return (f"„{text}“" if language == "de" else f"“{text}”") if said.quotable else text


def _speakable(text: str) -> str:
    """The text without control characters and half characters: parts of it come back in answers, and those are stored."""
    return _UNSPEAKABLE.sub("", text)


def _addressed(name: str) -> str:
    return f", {name}" if name else ""


def _asks_more(text: str, intent: str) -> bool:
    """Whether a question follows the courtesy: "Hi, why is the sky blue?"."""
    return intent in {"greeting", "yes", "no", "compliment"} and "?" in text
