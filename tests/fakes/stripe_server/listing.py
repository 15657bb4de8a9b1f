"""Lists as Stripe answers them: the newest first, in pages."""

from __future__ import annotations

from typing import Any

from tests.fakes.stripe_server.errors import invalid
from tests.fakes.stripe_server.store import Store, Thing

_OPERATORS = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}


def page(things: list[Thing], query: dict[str, Any], url: str, filters: tuple[str, ...] = ()) -> Thing:
    """A page of those that fit; raises `StripeRefusalError` for a limit beyond 100 or an unknown cursor."""
    limit = int(query.get("limit", 10))
    if not 1 <= limit <= 100:
        raise invalid(f"This value must be between 1 and 100 (it currently is '{limit}').", param="limit")
    fitting = [thing for thing in things if _fits(thing, query, filters)]
    ids = [thing["id"] for thing in fitting]
    for name in ("starting_after", "ending_before"):
        if query.get(name) and query[name] not in ids:
            raise invalid(f"No such object: '{query[name]}'", "resource_missing", name)
    if after := query.get("starting_after"):
        fitting = fitting[ids.index(after) + 1 :]
    if before := query.get("ending_before"):
        earlier = fitting[: ids.index(before)]
        return _list(earlier[-limit:], len(earlier) > limit, url)
    return _list(fitting[:limit], len(fitting) > limit, url)


def _list(things: list[Thing], has_more: bool, url: str) -> Thing:
    return {"object": "list", "data": things, "has_more": has_more, "url": url}


def _fits(thing: Thing, query: dict[str, Any], filters: tuple[str, ...]) -> bool:
    if any(name in query and thing.get(name) != query[name] for name in filters):
        return False
    if "types" in query and thing["type"] not in query["types"]:
        return False
    return _created(thing["created"], query.get("created", {}))


def _created(created: int, asked: Any) -> bool:
    if not isinstance(asked, dict):
        return created == int(asked)
    return all(_OPERATORS[name](created, int(value)) for name, value in asked.items())


def expanded(store: Store, thing: Any, paths: list[str]) -> Any:
    """With what `expand[]` names in the place of its id."""
    for path in paths:
        thing = _expand(store, thing, path.split("."))
    return thing


def _expand(store: Store, thing: Any, path: list[str]) -> Any:
    if isinstance(thing, list):
        return [_expand(store, part, path) for part in thing]
    if isinstance(thing, str):
        thing = store.things.get(thing, thing)
    if not path or not isinstance(thing, dict):
        return thing
    first, *rest = path
    if first not in thing:
        raise invalid(f"This property cannot be expanded ({first}).", param="expand")
    return thing | {first: _expand(store, thing[first], rest)}
