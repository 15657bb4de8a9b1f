"""What is searched for: a follow-up is made a question of its own, and other words are thought of, by the chat's model."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Sequence
from typing import Protocol

from chat_app.db import Database
from chat_app.errors import AppError
from chat_app.integrations.llm.port import LlmMessage, LlmRequest, Role, Sampling
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, Route
from chat_app.services.chat.asides import Aside, AsideRelay, Usages, aside_turn, keep_aside
from chat_app.services.chat.relay_parts import Router
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.lexical.languages import language_of
from chat_app.services.lexical.terms import content_words
from chat_app.services.retrieval.dto import Question

logger = logging.getLogger(__name__)

KIND = "rewrite"
"""Of the turns that keep what it used."""
TIMEOUT_SECONDS = 8.0
MAX_TOKENS = 600
"""Room for models that reason before they write three lines."""
PROMPT = """You prepare a search in documents. Write the last question of the user below so that it can be understood by itself: put \
names in the place of pronouns and add what was said before that it refers to. Then write up to two other wordings of it, with other \
words that a document may use. Keep the language of the question. One per line, at most three lines, no numbers, nothing else. Do not \
answer the question."""
MOST_QUERIES = 3
LONGEST_QUERY = 500
ROUNDS, EXCERPT, LONGEST_QUESTION = 6, 1_000, 2_000
"""Earlier messages that are read, characters of each, and of the question."""
PLAIN_WORDS = 12
"""A first question of no more words that say something, in one sentence, is searched for as it is."""
FEW_WORDS = 3
"""A follow-up of no more words that say something refers to what was asked before."""

_MARKER = re.compile(r"^(?:[-*•–]|\(?\d{1,2}[.):])\s+")
_SENTENCES = re.compile(r"[.!?]\s+\S")


class Rewriter(Protocol):
    """Makes of a question what is searched for."""

    async def rewritten(self, actor: Actor, question: Question) -> tuple[Sequence[str], str]: ...


class ModelRewriter:
    """Asks the chat's model; what that used is in the chat's sum, as a turn of the kind "rewrite"."""

    def __init__(self, db: Database, router: Router, clock: Clock = utc_now, seconds: float = TIMEOUT_SECONDS) -> None:
        self._db = db
        self._relay = AsideRelay(router)
        self._clock = clock
        self._seconds = seconds

    async def rewritten(self, actor: Actor, question: Question) -> tuple[Sequence[str], str]:
        """Up to three wordings, the best one first, and the model that wrote them; none where nobody is asked or nothing came."""
        if not is_worth_asking(question):
            return (), ""
        used, status = Usages(), TurnStatus.FAILED
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._relay.ask(_aside(actor, question), used)
            status = TurnStatus.COMPLETE
        except (AppError, TimeoutError) as problem:
            logger.info("a question of %s is searched for as it is: %s", question.chat_id, problem)
            return (), ""
        finally:
            if used.all:
                # Stopping the turn does not make what was used free.
                await asyncio.shield(self._keep(actor, question, used, status))
        return read_wordings(answer), used.model_id

    async def _keep(self, actor: Actor, question: Question, used: Usages, status: TurnStatus) -> None:
        turn = aside_turn(actor.user_id, question.chat_id, KIND, question.model_id, used, None, self._clock(), actor.api_key_id, status)
        await self._db.write(lambda session: keep_aside(session, turn, used))


def is_worth_asking(question: Question) -> bool:
    """Whether a model may say it better: a follow-up, or a question of many words."""
    if not (question.scope.rewrite and question.model_id and question.chat_id) or question.model_id == OFFLINE_MODEL_ID:
        return False
    return bool(question.text.strip()) and (bool(question.earlier) or not _is_plain(question.text))


def as_it_is(question: Question) -> list[str]:
    """What is searched for where no model rewrites: a short follow-up together with what was asked before it, too."""
    text = question.text.strip()
    asked = [said for role, said in question.earlier if role == Role.USER and said.strip()]
    if asked and len(content_words(text, language_of(text))) <= FEW_WORDS:
        return [text, f"{asked[-1].strip()[:LONGEST_QUERY]} {text}"]
    return [text]


def read_wordings(answer: str) -> list[str]:
    r"""The lines of a model's answer without marks, each once.

    >>> read_wordings("1. Who built the bridge in Bern?\n- Builder of the bridge\n\n")
    ['Who built the bridge in Bern?', 'Builder of the bridge']
    """
    lines = (_MARKER.sub("", line.strip()).strip('"„“”«» ') for line in answer.splitlines())
    told = dict.fromkeys(line[:LONGEST_QUERY] for line in lines if any(map(str.isalnum, line)) and not line.startswith(("<", "```")))
    return list(told)[:MOST_QUERIES]


def _is_plain(text: str) -> bool:
    return len(content_words(text, language_of(text))) <= PLAIN_WORDS and not _SENTENCES.search(text.strip()) and "\n" not in text.strip()


def _aside(actor: Actor, question: Question) -> Aside:
    said = [f"<{role}>\n{text[:EXCERPT]}\n</{role}>" for role, text in question.earlier[-ROUNDS:]]
    text = "\n".join([PROMPT, "", *said, f"<question>\n{question.text[:LONGEST_QUESTION]}\n</question>"])

    async def request(route: Route) -> LlmRequest:
        asked = (LlmMessage.of_text(Role.USER, text),)
        return LlmRequest(route.model_name, asked, Sampling(max_tokens=MAX_TOKENS), person=actor.user_id, chat=question.chat_id)

    return Aside(actor, question.model_id, question.chat_id, request)
