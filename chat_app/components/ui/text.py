"""Text of the catalogue in the page: both languages travel in the bundle, the reader's one is shown.

Only keys that a component uses reach the browser. A change of language needs no round trip: every
text listens to the `lang` attribute of the document (`language.js`).
"""

import json
from functools import lru_cache

import reflex as rx
from reflex.vars.base import Var, VarData
from reflex_base.utils.imports import ImportVar

from chat_app.components.ui.library import module
from chat_app.i18n import DEFAULT_LANGUAGE, LANGUAGES, catalogue, placeholders

_OTHER = next(language for language in LANGUAGES if language != DEFAULT_LANGUAGE)


def t(key: str, /, **params: rx.Var | str | int) -> rx.Var[str]:
    """The text of `key` in the reader's language. `params` fill its placeholders and may be Vars.

    Raises KeyError for a key that is not in the catalogue and ValueError for wrong placeholders.
    """
    filled = _filled(key, params)
    return Var(_js_expr=filled, _var_type=str, _var_data=_data(params))


def texts(**keys: str) -> rx.Var[dict[str, str]]:
    """Several texts as one object, for a JSX component's `labels`: `texts(send="composer.send")`."""
    return rx.Var.create({name: t(key) for name, key in keys.items()})  # pyright: ignore[reportReturnType]  (Vars within a Var)


def language_var() -> rx.Var[str]:
    """The reader's language itself, for components that write figures and dates."""
    return Var(_js_expr="language", _var_type=str, _var_data=language_data())


@lru_cache(maxsize=1)
def language_data() -> VarData:
    """What a Var needs to know the reader's language: the hook and where it comes from."""
    library = module("language.js")
    return VarData(imports={library: [ImportVar(tag="useLanguage")]}, hooks={"const language = useLanguage()": None})


def _filled(key: str, params: dict) -> str:
    """A JavaScript expression with the text of `key`, as template literals where it has placeholders."""
    entry = catalogue()[key]
    needed = placeholders(entry[DEFAULT_LANGUAGE])
    if not needed <= set(params):
        raise ValueError(f"{key} needs {', '.join(sorted(needed - set(params)))}")
    other, default = (_literal(entry[language], params) for language in (_OTHER, DEFAULT_LANGUAGE))
    return f"(language==={json.dumps(_OTHER)}?{other}:{default})"


def _literal(text: str, params: dict) -> str:
    """The text as a JavaScript string, or concatenation where it has placeholders."""
    parts = [json.dumps(text, ensure_ascii=False)]
    for name in placeholders(text):
        value = str(Var.create(params[name]))
        parts = [piece for part in parts for piece in _split(part, name, value)]
    return parts[0] if len(parts) == 1 else f"({'+'.join(parts)})"


def _split(part: str, name: str, value: str) -> list[str]:
    """Cut a quoted string at `{name}` and put the expression `value` between the pieces."""
    if not part.startswith('"') or f"{{{name}}}" not in part:
        return [part]
    pieces = part[1:-1].split(f"{{{name}}}")
    joined = [f'"{pieces[0]}"']
    for piece in pieces[1:]:
        joined += [f"({value})", f'"{piece}"']
    return joined


def _data(params: dict) -> VarData | None:
    own = [Var.create(value)._get_all_var_data() for value in params.values()]
    return VarData.merge(language_data(), *own)
