"""The HTTP API: everything that is not a page."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI

from chat_app.api import docs, errors, health, login
from chat_app.api.v1 import (
    assistants,
    comparisons,
    conversations,
    documents,
    folders,
    me,
    messages,
    models,
    parameters,
    prompts,
    remote_images,
    selections,
    tabs,
    tags,
    turns,
)


def create_api() -> FastAPI:
    """Build the API application that Reflex is mounted beneath."""
    api = FastAPI(title="Parley", openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    errors.install(api)
    version_1 = APIRouter(prefix="/api/v1")
    for module in (conversations, messages, turns, comparisons, models, me, prompts, assistants, documents, tabs, folders, tags, selections, parameters):
        version_1.include_router(module.router)
    version_1.include_router(remote_images.create_router())
    for router in (version_1, docs.router, login.router, health.router):
        api.include_router(router)
    return api
