"""Local models over REST: the Ollama servers of the house, downloads with their progress, and work without a network."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response, StreamingResponse

from chat_app.api.auth import CurrentActor
from chat_app.api.sse import HEADERS
from chat_app.api.v1.ollama_schemas import (
    PullEntry,
    PullList,
    ReadinessReport,
    ServerList,
    SuggestionEntry,
    SuggestionList,
    pull_list,
    shown_pull,
    shown_readiness,
    shown_server,
)
from chat_app.api.v1.ollama_schemas import pull_events as events_of
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.i18n import translate
from chat_app.integrations.ollama.port import ShownModel
from chat_app.services.ollama.dto import ServerContent

router = APIRouter(prefix="/admin/ollama", tags=["administration"])

Server_ = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,60}$")]
ModelName = Annotated[str, Field(min_length=1, max_length=300)]
EVENT_STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {}}}}
FOLLOW_SECONDS = 60.0
"""Then a client connects anew, and is asked anew who it is."""


class ModelBody(Body):
    """The name of a model, such as `llama3.2:1b`."""

    model: ModelName


@router.get("/servers")
async def list_servers(actor: CurrentActor) -> ServerList:
    """All Ollama servers and how they are."""
    return ServerList([shown_server(info, actor.language) for info in await services().ollama.servers(actor)])


@router.get("/servers/{server}/models")
async def list_server_models(actor: CurrentActor, server: Server_) -> ServerContent:
    """What is on a server's disk and in its memory; sizes are bytes."""
    return await services().ollama.content(actor, server)


@router.get("/servers/{server}/models/details")
async def show_server_model(actor: CurrentActor, server: Server_, model: Annotated[ModelName, Query()]) -> ShownModel:
    """What the server tells about one model."""
    return await services().ollama.show(actor, server, model)


@router.delete("/servers/{server}/models", status_code=204)
async def delete_server_model(actor: CurrentActor, server: Server_, model: Annotated[ModelName, Query()]) -> None:
    """Delete a model from the server's disk for good."""
    await services().ollama.delete(actor, server, model)


@router.post("/servers/{server}/unload", status_code=204)
async def unload_server_model(actor: CurrentActor, server: Server_, body: ModelBody) -> None:
    """Take a model out of the server's memory at once."""
    await services().ollama.unload(actor, server, body.model)


@router.post("/servers/{server}/pulls", status_code=202)
async def begin_pull(actor: CurrentActor, server: Server_, body: ModelBody, response: Response) -> PullEntry:
    """Begin to get a model, or find the download that runs already. It goes on whoever watches."""
    pull = await services().ollama.pull(actor, server, body.model)
    response.headers["Location"] = f"/api/v1/admin/ollama/pulls/{pull.id}"
    return shown_pull(pull, actor.language)


@router.get("/pulls")
async def list_pulls(actor: CurrentActor) -> PullList:
    """All that run, and the last ones that ended, newest first."""
    return pull_list(services().ollama.pulls(actor), actor.language)


@router.get("/pulls/events", response_class=Response, responses=EVENT_STREAM)
async def follow_pulls(actor: CurrentActor) -> Response:
    """The list of downloads after every change, as events `pulls`. The stream ends after a minute: connect again."""
    found = services().ollama.follow(actor, FOLLOW_SECONDS)
    return StreamingResponse(events_of(found, actor.language), media_type="text/event-stream", headers=HEADERS)


@router.get("/pulls/{pull_id}")
async def get_pull(actor: CurrentActor, pull_id: Id) -> PullEntry:
    """How far a download is, or how it ended."""
    return shown_pull(services().ollama.get_pull(actor, pull_id), actor.language)


@router.post("/pulls/{pull_id}/cancel")
async def cancel_pull(actor: CurrentActor, pull_id: Id) -> PullEntry:
    """End a download; what came is kept on the server, and the next one goes on from there."""
    return shown_pull(await services().ollama.cancel(actor, pull_id), actor.language)


@router.delete("/pulls/{pull_id}", status_code=204)
async def dismiss_pull(actor: CurrentActor, pull_id: Id) -> None:
    """Forget a download that has ended."""
    services().ollama.dismiss(actor, pull_id)


@router.get("/suggestions")
async def list_suggestions(actor: CurrentActor) -> SuggestionList:
    """Well-known models for a machine of one's own; sizes are bytes."""
    return SuggestionList(
        [
            SuggestionEntry(each.name, each.size, each.memory, list(each.uses), translate(each.note_key, actor.language))
            for each in services().ollama.suggestions(actor)
        ]
    )


@router.get("/readiness")
async def get_readiness(actor: CurrentActor) -> ReadinessReport:
    """What works without a network, asked now."""
    return shown_readiness(await services().ollama.readiness(actor), actor.language)


@router.post("/readiness/pulls", status_code=202)
async def pull_missing(actor: CurrentActor) -> PullList:
    """Begin to get all models that are missing for work without a network."""
    return pull_list(await services().ollama.pull_missing(actor), actor.language)
