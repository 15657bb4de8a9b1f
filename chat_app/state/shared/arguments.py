"""Arguments of events come from anybody's browser: Reflex converts them, this checks them."""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from chat_app.errors import InvalidInputError
from chat_app.services.kernel.texts import is_storable, levels
from chat_app.state.shared.reflex_internals import handler_parameters

MAX_NODES = 5_000
MAX_DEPTH = 20
MAX_INT = 2**63


def checked_arguments(handler: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments by name, of exactly the types the handler asks for; raises `InvalidInputError`."""
    adapters = argument_types(handler)
    given = dict(zip(adapters, args, strict=False)) | kwargs
    parameters = handler_parameters(handler)
    missing = [name for name, parameter in parameters.items() if name not in given and parameter.default is parameter.empty]
    if missing or len(args) > len(adapters) or not set(given) <= set(adapters) or not is_storable(list(given.values())):
        raise InvalidInputError
    try:
        return {name: adapters[name].validate_python(value, strict=True) for name, value in given.items()}
    except (ValidationError, RecursionError):
        raise InvalidInputError from None


@lru_cache(maxsize=1_000)
def argument_types(handler: Callable[..., Any]) -> dict[str, TypeAdapter[Any]]:
    """A validator for each parameter of a handler."""
    hints = get_type_hints(handler, include_extras=True)
    return {name: TypeAdapter(hints.get(name, Any)) for name in handler_parameters(handler)}


def is_reasonable(payload: object) -> bool:
    """Whether a payload is of a size and depth that any handler of ours could mean, with finite numbers."""
    nodes = depth = 0
    for level in levels(payload):
        nodes, depth = nodes + len(level), depth + 1
        if nodes > MAX_NODES or depth > MAX_DEPTH or not all(_is_reasonable_number(value) for value in level):
            return False
    return True


def _is_reasonable_number(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) < MAX_INT
