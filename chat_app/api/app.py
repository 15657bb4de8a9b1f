"""The HTTP API: everything that is not a page."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from chat_app.api import artifact_preview, docs, errors, health, login, share_page, share_target
from chat_app.api.auth import permitted
from chat_app.api.v1 import (
    assistants,
    audit,
    branches,
    comparisons,
    conversations,
    documents,
    exports,
    files,
    folders,
    me,
    messages,
    models,
    parameters,
    prompts,
    remote_images,
    search,
    selections,
    side_questions,
    sidebar,
    summaries,
    tabs,
    tags,
    turns,
    uploads,
)


def _version_1() -> tuple[tuple[APIRouter, str], ...]:
    """Every route of the first version, with the permission it asks for (services/access/matrix.toml)."""
    return (
        (conversations.router, "chat"),
        (messages.router, "chat"),
        (branches.router, "chat"),
        (summaries.router, "chat"),
        (side_questions.router, "chat"),
        (turns.router, "chat"),
        (tabs.router, "chat"),
        (folders.router, "chat"),
        (sidebar.router, "chat"),
        (tags.router, "chat"),
        (selections.router, "chat"),
        (search.router, "chat"),
        (comparisons.router, "compare"),
        (models.router, "models"),
        (parameters.router, "models"),
        (me.router, "account"),
        (audit.own_router, "account"),
        (audit.router, "admin.audit"),
        (prompts.router, "library"),
        (assistants.router, "library"),
        (documents.router, "chat"),
        (exports.router, "export"),
        (remote_images.create_router(), "chat"),
        (files.create_router(), "files"),
        (uploads.create_router(), "files"),
    )


def create_api() -> FastAPI:
    """Build the API application that Reflex is mounted beneath."""
    api = FastAPI(title="Parley", openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    errors.install(api)
    version_1 = APIRouter(prefix="/api/v1")
    for router, permission in _version_1():
        version_1.include_router(router, dependencies=[permitted(permission)])
    for router in (
        version_1,
        artifact_preview.router,
        docs.router,
        login.router,
        health.router,
        share_page.create_router(),
        share_target.router,
    ):
        api.include_router(router)
    return api
