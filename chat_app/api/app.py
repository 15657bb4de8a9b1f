"""The HTTP API: everything that is not a page."""

from fastapi import FastAPI


def create_api() -> FastAPI:
    """Build the API application that Reflex is mounted beneath."""
    return FastAPI(title="Parley", openapi_url="/api/v1/openapi.json", docs_url="/api/v1/docs", redoc_url=None)
