"""A form over a section of the site's settings: shown as it is stored, saved as a whole, refused in words field by field."""

from collections.abc import Mapping
from typing import Any, TypeVar

import reflex as rx
from pydantic import ValidationError

from chat_app.container import services
from chat_app.i18n import translate
from chat_app.services.site.sections import Section
from chat_app.state.shared.guards import current_actor
from chat_app.state.shared.reader import reader_language

S = TypeVar("S", bound=Section)


class SectionMixin(rx.State, mixin=True):
    """The vars of the form. A state of a page adds the events that call `_show_section` and `_save_section`."""

    values: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    problems: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    """By the name of the field; "" for what concerns none of them."""
    saved: rx.Field[int] = rx.field(0)
    ready: rx.Field[bool] = rx.field(False)

    def _show_section(self, values: dict[str, Any]) -> None:
        self.values, self.problems, self.ready = values, {}, True

    async def _save_section(self, section: type[S], given: Mapping[str, Any], problem_keys: Mapping[str, str]) -> S | None:
        """Store what was given, or say under each field what is wrong. `problem_keys` name a sentence for each field that can be."""
        try:
            wanted = section.model_validate(given)
        except ValidationError as error:
            self.problems = await self._named_problems(error, problem_keys)
            return None
        await services().site.save(await current_actor(self), wanted)
        self.problems = {}
        self.saved += 1
        return wanted

    async def _named_problems(self, error: ValidationError, problem_keys: Mapping[str, str]) -> dict[str, str]:
        language = await reader_language(self)
        named: dict[str, str] = {}
        for problem in error.errors():
            name = next((str(part) for part in problem["loc"] if str(part) in problem_keys), "")
            named[name] = translate(problem_keys.get(name, "error.invalid_input"), language)
        return named


def lines(value: object) -> object:
    """The entries of a field of lines: without empty ones, spaces around them and repetitions, in lower case."""
    if not isinstance(value, list):
        return value
    return list(dict.fromkeys(entry.strip().lower() for entry in value if isinstance(entry, str) and entry.strip()))
