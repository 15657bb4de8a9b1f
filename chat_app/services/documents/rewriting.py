"""Let a model work on a part of a canvas: shorter, longer, another tone, whatever is asked."""

from __future__ import annotations

import asyncio

from sqlmodel import Session

from chat_app import models
from chat_app.db import Database
from chat_app.errors import ConflictError, InvalidInputError, UpstreamTimeoutError
from chat_app.integrations.llm.port import LlmMessage, LlmRequest, Role
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID, Route
from chat_app.services.chat import queries as chat_queries
from chat_app.services.chat.asides import Aside, AsideRelay, Usages, aside_turn, keep_aside
from chat_app.services.chat.relay_parts import Router
from chat_app.services.documents import queries
from chat_app.services.documents.canvas import MAX_TEXT, CanvasService, revision_of
from chat_app.services.documents.dto import Canvas, Rewrite
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.clock import Clock, utc_now
from chat_app.services.limits.ports import AsideLimiter, NoLimits
from chat_app.services.projects.rights import FolderRole

MAX_INSTRUCTION = 4_000
AROUND = 4_000
"""So many characters before and after the selection are shown to the model, so that the new part fits."""
TIMEOUT_SECONDS = 180.0
INSTRUCTIONS: dict[Rewrite, str] = {
    "shorter": "Make the passage about half as long. Keep every fact that matters.",
    "longer": "Make the passage about twice as long: explain and give detail, invent no facts.",
    "friendlier": "Give the passage a warm, friendly tone. Keep the content.",
    "formal": "Give the passage a formal, professional tone. Keep the content.",
    "simpler": "Put the passage into plain language: short sentences, familiar words. Keep the content.",
    "mistakes": "Correct spelling, grammar and punctuation of the passage. Change nothing else.",
}
FRAME = (
    "You edit one passage of a document. {instruction}\n"
    "Answer with the new passage alone, in the language of the passage and with its Markdown formatting: "
    "no introduction, no quotation marks, no comment.\n\n"
    "<before>\n{before}\n</before>\n<passage>\n{passage}\n</passage>\n<after>\n{after}\n</after>"
)
QUESTION = (
    "Answer the question about the marked passage of a document, briefly and in the language of the question.\n\n"
    "<before>\n{before}\n</before>\n<passage>\n{passage}\n</passage>\n<after>\n{after}\n</after>\n\nQuestion: {instruction}"
)


class CanvasRewriter:
    """Requests beside the chat; what they cost is in the chat's sum."""

    def __init__(
        self, db: Database, router: Router, canvases: CanvasService, clock: Clock = utc_now, limits: AsideLimiter | None = None
    ) -> None:
        self._db = db
        self._limits = limits or NoLimits()
        self._relay = AsideRelay(router)
        self._canvases = canvases
        self._clock = clock

    async def rewrite(
        self, actor: Actor, canvas_id: str, based_on: str, start: int, end: int, kind: Rewrite, instruction: str = ""
    ) -> Canvas:
        """Replace the characters from `start` to `end` by what the chat's model makes of them: one new version.

        Raises `ConflictError` when the document is no longer `based_on`, `InvalidInputError` for an empty selection or
        instruction, and what the model's provider answers. The document stays as it is then.
        """
        wanted = INSTRUCTIONS.get(kind) or instruction.strip()
        canvas, passage = await self._ask(actor, canvas_id, based_on, (start, end), FRAME, wanted)
        text = canvas.text[:start] + _with_edges(canvas.text[start:end], passage) + canvas.text[end:]
        return await self._canvases.save(actor, canvas_id, text, based_on, change=kind)

    async def answer(self, actor: Actor, canvas_id: str, based_on: str, start: int, end: int, question: str) -> str:
        """What the chat's model says to a question about a passage; the document stays as it is."""
        return (await self._ask(actor, canvas_id, based_on, (start, end), QUESTION, question.strip()))[1]

    async def _ask(
        self, actor: Actor, canvas_id: str, based_on: str, span: tuple[int, int], frame: str, instruction: str
    ) -> tuple[Canvas, str]:
        start, end = span
        if not instruction or len(instruction) > MAX_INSTRUCTION:
            raise InvalidInputError("canvas.error.instruction", max=MAX_INSTRUCTION)
        canvas, model_id = await self._read(actor, canvas_id, based_on)
        if not 0 <= start < end <= min(len(canvas.text), MAX_TEXT) or not canvas.text[start:end].strip():
            raise InvalidInputError("canvas.error.selection")
        if model_id in {"", OFFLINE_MODEL_ID}:
            raise InvalidInputError("canvas.error.needs_model")
        before, after = canvas.text[max(0, start - AROUND) : start], canvas.text[end : end + AROUND]
        prompt = frame.format(instruction=instruction, before=before, passage=canvas.text[start:end], after=after)
        return canvas, await self._request(actor, canvas, model_id, prompt)

    async def _read(self, actor: Actor, canvas_id: str, based_on: str) -> tuple[Canvas, str]:
        def read(session: Session) -> tuple[models.Canvas, str]:
            row = queries.get_canvas(session, actor, canvas_id)
            return row, chat_queries.get_conversation(session, actor, row.conversation_id, least=FolderRole.EDITOR).model_id

        row, model_id = await self._db.read(read)
        if revision_of(row) != based_on:
            raise ConflictError("canvas.error.changed_elsewhere")
        return await self._canvases.get(actor, canvas_id), model_id

    async def _request(self, actor: Actor, canvas: Canvas, model_id: str, prompt: str) -> str:
        used, status, chat_id = Usages(), TurnStatus.FAILED, canvas.conversation_id
        asked = (LlmMessage.of_text(Role.USER, prompt),)

        async def request(route: Route) -> LlmRequest:
            return LlmRequest(route.model_name, asked, language=actor.language, person=actor.user_id, chat=chat_id)

        try:
            async with self._limits.aside(actor), asyncio.timeout(TIMEOUT_SECONDS):
                answer = await self._relay.ask(Aside(actor, model_id, chat_id, request), used)
            status = TurnStatus.COMPLETE
        except TimeoutError:
            raise UpstreamTimeoutError from None
        finally:
            if used.all:
                turn = aside_turn(actor.user_id, chat_id, "canvas", model_id, used, None, self._clock(), actor.api_key_id, status)
                await self._db.write(lambda session: keep_aside(session, turn, used))
        return answer


def _with_edges(old: str, new: str) -> str:
    """The new passage with the white space around the old one: paragraphs stay apart."""
    inner = old.strip()
    at = old.index(inner) if inner else 0
    return old[:at] + new.strip() + old[at + len(inner) :]
