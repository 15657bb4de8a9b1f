"""The documentation of the REST interface: one page without scripts, made from the OpenAPI description."""

from __future__ import annotations

from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from chat_app.i18n import preferred_language, translate

router = APIRouter(include_in_schema=False)

_METHODS = ("get", "post", "put", "patch", "delete")


@router.get("/api/v1/docs")
async def show_docs(request: Request) -> Response:
    """Every operation with its parameters, bodies and answers."""
    language = preferred_language(request.headers.get("accept-language", ""))
    return HTMLResponse(docs_page(request.app.openapi(), language))


def docs_page(schema: dict[str, Any], language: str) -> str:
    """The page of an OpenAPI description."""
    title = escape(translate("docs.title", language))
    operations = [
        _operation(method, path, item[method], language) for path, item in schema["paths"].items() for method in _METHODS if method in item
    ]
    shapes = [_shape(name, shape) for name, shape in sorted(schema.get("components", {}).get("schemas", {}).items())]
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n<link rel="stylesheet" href="/styles/auth.css">\n</head>\n'
        f'<body class="docs">\n<main>\n<h1>{title}</h1>\n<p>{escape(translate("docs.intro", language))} '
        f'<a href="/api/v1/openapi.json">openapi.json</a></p>\n{"".join(operations)}<h2>{escape(translate("docs.shapes", language))}</h2>\n{"".join(shapes)}'
        "</main>\n</body>\n</html>\n"
    )


def _operation(method: str, path: str, operation: dict[str, Any], language: str) -> str:
    parameters = [
        f"<li><code>{escape(item['name'])}</code> ({escape(item['in'])}): {escape(type_name(item.get('schema', {})))}</li>"
        for item in operation.get("parameters", [])
    ]
    body = _media(operation.get("requestBody", {}))
    if body:
        parameters.append(f"<li>{escape(translate('docs.body', language))}: {escape(body)}</li>")
    answers = [
        f"<li><code>{status}</code> {escape(_media(answer) or answer.get('description', ''))}</li>"
        for status, answer in operation["responses"].items()
    ]
    return (
        f"<details><summary><code>{method.upper()} {escape(path)}</code> {escape(operation.get('summary', ''))}</summary>\n"
        f"<p>{escape(operation.get('description', ''))}</p>\n<ul>{''.join(parameters)}</ul>\n"
        f"<h3>{escape(translate('docs.answers', language))}</h3>\n<ul>{''.join(answers)}</ul>\n</details>\n"
    )


def _shape(name: str, shape: dict[str, Any]) -> str:
    rows = [f"<li><code>{escape(field)}</code>: {escape(type_name(item))}</li>" for field, item in shape.get("properties", {}).items()]
    return f'<details id="{escape(name)}"><summary><code>{escape(name)}</code></summary>\n<p>{escape(shape.get("description", ""))}</p>\n<ul>{"".join(rows)}</ul>\n</details>\n'


def _media(content: dict[str, Any]) -> str:
    return ", ".join(f"{media} {type_name(item.get('schema', {}))}".strip() for media, item in content.get("content", {}).items())


def type_name(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words: `Message`, `array of string`, `string or null`."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            return " or ".join(type_name(item) for item in schema[choice])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    return f"array of {type_name(schema.get('items', {}))}" if schema.get("type") == "array" else schema.get("type", "")
