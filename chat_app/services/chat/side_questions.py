"""Side questions: ask about a chat without a word of it entering the chat. Only what they cost is kept."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import AppError, InvalidInputError
from chat_app.i18n import translate
from chat_app.integrations.llm.port import LlmMessage, LlmRequest, Role
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import Route
from chat_app.services.chat import branch_queries, queries
from chat_app.services.chat.answer import AnswerInProgress
from chat_app.services.chat.asides import Aside, AsideRelay, Usages, aside_turn, keep_aside
from chat_app.services.chat.context import compose
from chat_app.services.chat.dto import ConversationChange
from chat_app.services.chat.events import EventType, TurnEvent
from chat_app.services.chat.feed import ChangeFeed, TurnFeed
from chat_app.services.chat.instructions import system_prompt
from chat_app.services.chat.messages import checked_text
from chat_app.services.chat.reading import Reading, read_branch
from chat_app.services.chat.relay_parts import Router
from chat_app.services.chat.summaries import FileParts
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.limits.ports import AsideLimiter, NoLimits
from chat_app.services.projects.rights import FolderRole

logger = logging.getLogger(__name__)

MAX_ROUNDS = 40
MAX_QUOTE = 20_000


@dataclass(frozen=True, slots=True)
class SideRound:
    """A question that was asked before, and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class SideQuestion:
    """What is asked aside. `message_id` is where the quoted words stand; empty for the end of the branch on show."""

    conversation_id: str
    text: str
    quote: str = ""
    message_id: str = ""
    rounds: tuple[SideRound, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a side question is answered from."""

    system_prompt: str
    reading: Reading[models.Summary, models.Message]
    model_id: str
    about_id: str | None


class SideQuestionService:
    """Answers beside a chat."""

    def __init__(
        self,
        db: Database,
        router: Router,
        changes: ChangeFeed,
        files: FileParts | None = None,
        clock: Clock = utc_now,
        limits: AsideLimiter | None = None,
    ) -> None:
        self._db = db
        self._limits = limits or NoLimits()
        self._router = router
        self._relay = AsideRelay(router)
        self._changes = changes
        self._files = files
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, actor: Actor, question: SideQuestion) -> AsyncIterator[list[TurnEvent]]:
        """Begin to answer; the events are those of a turn. Who stops reading them ends the answer.

        Raises `NotFoundError`, `InvalidInputError` and what the catalogue raises before there is anything to read.
        """
        question = _checked(question)
        setting = await self._db.read(lambda session: _setting(session, actor, question))
        await self._router.route(actor, setting.model_id)
        await self._limits.begin_aside(actor)
        feed = TurnFeed()
        task = asyncio.create_task(self._answer(actor, question, setting, feed), name="side question")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: self._limits.end_aside(actor))
        return _followed(feed, task)

    async def close(self) -> None:
        """End what is being answered; returns when its cost is kept."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer(self, actor: Actor, question: SideQuestion, setting: Setting, feed: TurnFeed) -> None:
        used, status, error = Usages(), TurnStatus.COMPLETE, None
        aside = self._aside(actor, question, setting, feed)
        try:
            await self._relay.ask(aside, used)
        except asyncio.CancelledError:
            status = TurnStatus.STOPPED
        except AppError as problem:
            status, error = TurnStatus.FAILED, problem
        except Exception:
            logger.exception("a side question failed unexpectedly")
            status, error = TurnStatus.FAILED, AppError()
        if error:
            feed.publish(EventType.ERROR, key=error.key, detail=translate(error.key, actor.language, **error.params))
        await self._keep(actor, question, setting, used, status)
        feed.publish(
            EventType.COMPLETED,
            status=status,
            message={"text": aside.answer.text, "cost_nano": used.cost_nano or 0, "tokens": used.total.input + used.total.output},
        )
        feed.close()

    def _aside(self, actor: Actor, question: SideQuestion, setting: Setting, feed: TurnFeed) -> Aside:
        chat = question.conversation_id

        async def request(route: Route) -> LlmRequest:
            files = await self._files.parts(setting.reading.messages, route.card) if self._files else None
            messages = compose(setting.system_prompt, setting.reading, files, _asked(question)).cut_to(route.card)
            return LlmRequest(route.model_name, messages, language=actor.language, person=actor.user_id, chat=chat)

        return Aside(actor, setting.model_id, chat, request, AnswerInProgress(feed, ""), is_talk=True)

    async def _keep(self, actor: Actor, question: SideQuestion, setting: Setting, used: Usages, status: TurnStatus) -> None:
        if not used.all:
            return
        chat_id, about_id, now = question.conversation_id, setting.about_id, self._clock()
        turn = aside_turn(actor.user_id, chat_id, "side", setting.model_id, used, about_id, now, actor.api_key_id, status)
        try:
            await self._db.write(lambda session: keep_aside(session, turn, used))
        except Exception:
            logger.exception("the cost of a side question could not be kept")
        self._changes.publish(actor.user_id, ConversationChange(question.conversation_id, "conversation"))


async def _followed(feed: TurnFeed, task: asyncio.Task[None]) -> AsyncIterator[list[TurnEvent]]:
    try:
        async for batch in feed.follow():
            yield batch
    finally:
        task.cancel()


def _checked(question: SideQuestion) -> SideQuestion:
    if len(question.rounds) > MAX_ROUNDS or len(question.quote) > MAX_QUOTE:
        raise InvalidInputError
    return SideQuestion(question.conversation_id, checked_text(question.text), question.quote, question.message_id, question.rounds)


def _setting(session: Session, actor: Actor, question: SideQuestion) -> Setting:
    """The branch up to the quoted message, or the one on show, as a turn would read it."""
    conversation = queries.get_conversation(session, actor, question.conversation_id, least=FolderRole.EDITOR)
    leaf_id = conversation.active_leaf_id
    if question.message_id:
        message, owner = queries.get_message(session, actor, question.message_id, least=FolderRole.EDITOR)
        if owner.id != conversation.id:
            raise InvalidInputError("error.not_possible_here")
        leaf_id = message.id
    reading = read_branch(queries.list_path(session, leaf_id), branch_queries.list_summaries(session, conversation.id))
    return Setting(system_prompt(session, actor, conversation), reading, conversation.model_id, leaf_id)


def _asked(question: SideQuestion) -> Sequence[LlmMessage]:
    """Rounds and question. The quote stands before the first one: later ones are still about it."""
    texts = [*(round_.question for round_ in question.rounds), question.text]
    if question.quote:
        quoted = "\n".join(f"> {line}" for line in question.quote.splitlines())
        texts[0] = f"{quoted}\n\n{texts[0]}"
    messages: list[LlmMessage] = []
    for text, round_ in zip(texts, (*question.rounds, None), strict=True):
        messages.append(LlmMessage.of_text(Role.USER, text))
        if round_:
            messages.append(LlmMessage.of_text(Role.ASSISTANT, round_.answer))
    return messages
