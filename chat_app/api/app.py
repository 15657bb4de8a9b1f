"""The HTTP API: everything that is not a page."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from chat_app.api import artifact_preview, docs, errors, health, login, share_page, share_target
from chat_app.api.v1 import (
    assistants,
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


def create_api() -> FastAPI:
    """Build the API application that Reflex is mounted beneath."""
    api = FastAPI(title="Parley", openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    errors.install(api)
    version_1 = APIRouter(prefix="/api/v1")
    for module in (
        conversations,
        messages,
        branches,
        summaries,
        side_questions,
        turns,
        comparisons,
        models,
        me,
        prompts,
        assistants,
        documents,
        exports,
        tabs,
        folders,
        sidebar,
        tags,
        selections,
        parameters,
        search,
    ):
        version_1.include_router(module.router)
    version_1.include_router(remote_images.create_router())
    version_1.include_router(files.create_router())
    version_1.include_router(uploads.create_router())
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
