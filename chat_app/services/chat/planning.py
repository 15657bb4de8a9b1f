"""The transaction that begins a turn: what was asked becomes rows, and a plan of what to run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from chat_app import models
from chat_app.models import TurnStatus
from chat_app.services.catalogue.dto import OFFLINE_MODEL_ID
from chat_app.services.chat import queries
from chat_app.services.chat.answering import continued_answer, new_answers, target_of
from chat_app.services.chat.branch_queries import list_summaries
from chat_app.services.chat.columns import ASKS_ALL, branch_end, compared_models, may_join
from chat_app.services.chat.conversations import new_conversation
from chat_app.services.chat.dto import NewTurn
from chat_app.services.chat.errors import EmptyMessageError, IdempotencyConflictError, TurnRunningError
from chat_app.services.chat.instructions import parameters_of_chat, system_prompt
from chat_app.services.chat.personal import personal
from chat_app.services.citations.dto import Known, OneSearch
from chat_app.services.citations.scoping import checked_scope
from chat_app.services.files.claims import claim_for_message, claim_for_turn, copy_files
from chat_app.services.kernel.actor import Actor
from chat_app.services.kernel.ids import new_id
from chat_app.services.library.assistants import use_assistant
from chat_app.services.projects.rights import FolderRole
from chat_app.services.projects.rights_queries import require_folder
from chat_app.services.retrieval.scopes import Scope, read_scope, scope_text
from chat_app.services.search.indexing import index_attachments, index_message, index_title
from chat_app.services.workspace.folders import starting_assistant, starting_model

LEASE = timedelta(seconds=15)
TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """A turn that is to run: its rows, and the branch the model reads (the answer to go on with last, if any)."""

    actor: Actor
    turn: models.Turn
    answer: models.Message
    path: Sequence[models.Message]
    first_exchange: bool
    system_prompt: str = ""
    """What the model is told before the branch."""
    parameters: Mapping[str, object] = field(default_factory=dict)
    """As the chat has them; what of it the model takes is known when it is found."""
    summaries: Sequence[models.Summary] = ()
    """Those of the chat, of whatever branch."""
    owner_id: str = ""
    """Whose chat it is, where it is not the actor's."""
    scope: Scope = field(default_factory=Scope)
    """Which documents the answer may be found in."""
    folder_id: str = ""
    sources_of: tuple[str, ...] = ()
    """The answers whose sources this one takes over: the one that goes on, those beside it, those that it is made of."""
    search: OneSearch = field(default_factory=OneSearch)
    """One for all that answer the same question together."""
    known: Known | None = None
    """What it is given of documents; None until that was asked, and where there is nothing to ask."""

    @property
    def continues(self) -> bool:
        """Whether there is a beginning of the answer to go on from."""
        return self.turn.kind == "continue" and bool(self.answer.text)

    @property
    def writes_anew(self) -> bool:
        """The offline assistant cannot go on in mid-sentence: it writes the same answer again and the beginning is dropped."""
        return self.continues and self.turn.model_id == OFFLINE_MODEL_ID


@dataclass(frozen=True, slots=True)
class Begun:
    """What `begin` found or made. Without plans nothing has to be started: queued, or begun earlier with the same key."""

    turn: models.Turn
    """The first one, of a comparison."""
    plans: tuple[Plan, ...] = ()


def request_hash(new: NewTurn) -> str:
    """Tells whether two requests with one idempotency key ask for the same."""
    parts = (new.conversation_id, new.kind, new.text, new.message_id, new.model_id, *new.attachment_ids, new.folder_id, new.assistant_id)
    parts += ("without", *new.without_attachment_ids) if new.without_attachment_ids else ()
    parts += (*new.model_ids, str(new.blind), new.recipe) if new.model_ids or new.recipe else ()
    parts += ("knowledge", new.knowledge) if new.knowledge else ()
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def begin_turn(session: Session, actor: Actor, new: NewTurn, default_model_id: str, now: datetime) -> Begun:
    """Write what was asked. Raises `NotFoundError`, `TurnRunningError`, `IdempotencyConflictError`, `InvalidInputError`."""
    if new.idempotency_key and (earlier := queries.find_turn_by_key(session, actor, new.idempotency_key)):
        if earlier.request_hash != request_hash(new):
            raise IdempotencyConflictError
        return Begun(earlier)
    conversation = _conversation(session, actor, new, now)
    if new.assistant_id:
        use_assistant(session, actor, conversation, new.assistant_id)
    model_ids = compared_models(new, conversation, default_model_id)
    target = target_of(session, actor, new)
    turn = _new_turn(actor, new, conversation, _model_of(new, target) or model_ids[0], now)
    running = queries.list_running_turns(session, conversation.id)
    if running and not may_join(session, running, target, new.kind):
        if new.kind != "send":
            raise TurnRunningError
        personal(session, actor, conversation).draft = ""
        turn.status, turn.queued_text, turn.queued_extras = TurnStatus.QUEUED, new.text, _extras(new, model_ids, conversation)
        session.add(turn)
        claim_for_turn(session, actor, new.attachment_ids, turn)
        return Begun(turn)
    if new.kind == "send" or not conversation.model_id:
        conversation.model_id = turn.model_id
    return Begun(turn, _start(session, actor, turn, conversation, new, model_ids, now))


def start_queued(session: Session, actor: Actor, turn_id: str, now: datetime) -> tuple[Plan, ...]:
    """Let a queued turn run; no plans when it is no longer waiting or another one runs."""
    turn = queries.get_turn(session, actor, turn_id)
    if turn.status != TurnStatus.QUEUED or queries.find_running_turn(session, turn.conversation_id):
        return ()
    conversation = queries.get_conversation(session, actor, turn.conversation_id, lock=True, least=FolderRole.EDITOR)
    extras: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(turn.queued_extras).items()
    }
    branch_id = extras.pop("branch_id", "")
    new = NewTurn(conversation.id, "send", turn.queued_text, model_id=turn.model_id, **extras)
    turn.queued_text, turn.queued_extras = "", "{}"
    conversation.active_leaf_id = branch_end(session, conversation, branch_id)
    return _start(session, actor, turn, conversation, new, new.model_ids or (turn.model_id,), now)


def _extras(new: NewTurn, model_ids: Sequence[str], conversation: models.Conversation) -> str:
    """What a waiting message needs besides its text and its first model when its time comes."""
    extras = {
        "branch_id": conversation.active_leaf_id or "",
        "attachment_ids": new.attachment_ids,
        "assistant_id": new.assistant_id,
        "model_ids": model_ids if len(model_ids) > 1 else (),
        "blind": new.blind,
    }
    return json.dumps({name: value for name, value in extras.items() if value not in ("", (), None)})


def _model_of(new: NewTurn, target: models.Message | None) -> str:
    """The model of a column that is asked anew is its own."""
    return target.model_id if target and target.comparison_id and new.kind in ("regenerate", "continue") and not new.model_id else ""


def _conversation(session: Session, actor: Actor, new: NewTurn, now: datetime) -> models.Conversation:
    if new.conversation_id:
        return queries.get_conversation(session, actor, new.conversation_id, lock=True, least=FolderRole.EDITOR)
    if new.folder_id:
        require_folder(session, actor, new.folder_id, FolderRole.EDITOR)
    of_folder = starting_model(session, actor, new.folder_id) if new.folder_id else ""
    conversation = new_conversation(actor, new.model_id or of_folder, now, new.folder_id)
    conversation.compare_model_ids, conversation.compare_blind = json.dumps(new.model_ids[1:]), bool(new.blind)
    conversation.assistant_id = starting_assistant(session, actor, new.folder_id)
    conversation.system_prompt, conversation.parameters = new.system_prompt, new.parameters
    conversation.knowledge = scope_text(checked_scope(session, actor, read_scope(new.knowledge))) if new.knowledge else ""
    session.add(conversation)
    session.flush()
    return conversation


def _new_turn(actor: Actor, new: NewTurn, conversation: models.Conversation, model_id: str, now: datetime) -> models.Turn:
    turn_id = new_id()
    return models.Turn(
        id=turn_id,
        owner_id=actor.user_id,
        conversation_id=conversation.id,
        api_key_id=actor.api_key_id,
        kind=new.kind,
        status=TurnStatus.RUNNING,
        model_id=model_id,
        idempotency_key=new.idempotency_key or turn_id,
        request_hash=request_hash(new),
        created_at=now,
    )


def _start(
    session: Session,
    actor: Actor,
    turn: models.Turn,
    conversation: models.Conversation,
    new: NewTurn,
    model_ids: Sequence[str],
    now: datetime,
) -> tuple[Plan, ...]:
    """Let the turn run, and one more for each further model that is compared."""
    first_exchange = conversation.active_leaf_id is None
    turns = [turn, *(_new_turn(actor, replace(new, idempotency_key=""), conversation, model_id, now) for model_id in model_ids[1:])]
    answers, path = (
        continued_answer(session, actor, turn, conversation, new)
        if new.kind == "continue"
        else new_answers(session, actor, turns, conversation, new, now)
    )
    for each, answer in zip(turns, answers, strict=True):
        each.status, each.started_at, each.lease_until, each.answer_id = TurnStatus.RUNNING, now, now + LEASE, answer.id
        each.kind = "compare" if len(turns) > 1 else each.kind
        session.add(each)
    conversation.updated_at = now
    files = _attach(session, actor, turn, path[-1], new) if new.kind in ASKS_ALL else []
    if new.kind == "send":
        personal(session, actor, conversation).draft = ""
        conversation.title = conversation.title or title_from(new.text or next((file.name for file in files), ""))
    session.flush()
    _index(session, conversation, path[-1], new, files, first_exchange=first_exchange)
    told, parameters = system_prompt(session, actor, conversation), parameters_of_chat(session, conversation)
    summaries, scope, search = list_summaries(session, conversation.id), read_scope(conversation.knowledge), OneSearch()
    return tuple(
        Plan(
            actor,
            each,
            answer,
            path,
            first_exchange,
            system_prompt=told,
            parameters=parameters,
            summaries=summaries,
            owner_id=conversation.owner_id,
            scope=scope,
            folder_id=conversation.folder_id or "",
            sources_of=_sources_of(new, answer),
            search=search,
        )
        for each, answer in zip(turns, answers, strict=True)
    )


def _sources_of(new: NewTurn, answer: models.Message) -> tuple[str, ...]:
    if answer.merge:
        return tuple(json.loads(answer.merge)["answers"])
    if new.kind == "continue":
        return (answer.id,)
    return (new.message_id,) if new.kind == "compare" else ()


def _attach(session: Session, actor: Actor, turn: models.Turn, question: models.Message, new: NewTurn) -> list[models.Attachment]:
    """The files of a new question: those of the message that it rewrites, and those that were added."""
    if not (new.attachment_ids or new.kind == "edit"):
        return []
    # Their rows refer to the question, which has to be there first.
    session.flush()
    kept = copy_files(session, new.message_id, question, without=new.without_attachment_ids) if new.kind == "edit" else []
    files = [*kept, *claim_for_message(session, actor, new.attachment_ids, question, turn, after=len(kept))]
    if not (question.text.strip() or files):
        raise EmptyMessageError
    return files


def _index(
    session: Session,
    conversation: models.Conversation,
    question: models.Message,
    new: NewTurn,
    files: Sequence[models.Attachment],
    *,
    first_exchange: bool,
) -> None:
    """Let what was written be found."""
    if new.kind in ASKS_ALL:
        index_message(session, conversation.owner_id, question, has_file=bool(files))
        index_attachments(session, conversation.owner_id, conversation.id, files)
    if new.kind == "send" and first_exchange:
        index_title(session, conversation)


def title_from(text: str) -> str:
    """The beginning of the first message, cut between words: the title until a better one is made."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return (line[:TITLE_LENGTH].rsplit(" ", 1)[0] or line[:TITLE_LENGTH]).rstrip(" ,.;:-") + "…"
