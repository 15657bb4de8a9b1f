"""From the names in a query to the chats that they mean."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from chat_app.services.kernel.actor import Actor
from chat_app.services.search import queries
from chat_app.services.search.candidates import Scope
from chat_app.services.search.dto import Problem
from chat_app.services.search.language import Named, Query
from chat_app.services.search.words import fold

NO_TAG, NO_FOLDER = "search.problem_tag", "search.problem_folder"


def scope_of(session: Session, actor: Actor, query: Query) -> tuple[Scope | None, list[Problem]]:
    """The chats that a query is about, None when there can be none; and the names that nothing has."""
    problems: list[Problem] = []
    tags = queries.list_tags(session, actor) if query.tags else []
    folders = queries.list_folders(session, actor) if query.folders else []
    folder_names = [(key, name) for key, _, name in folders]
    wanted_tags = [_called(tags, named, NO_TAG, problems) for named in query.tags if not named.excluded]
    wanted_folders = _all_called(folder_names, query.folders, NO_FOLDER, problems)
    if problems:
        return None, problems
    scope = Scope(
        tag_ids=wanted_tags,
        refused_tag_ids=_all_called(tags, query.tags, NO_TAG, problems, excluded=True),
        folder_ids=with_subfolders(folders, wanted_folders),
        refused_folder_ids=with_subfolders(folders, _all_called(folder_names, query.folders, NO_FOLDER, problems, excluded=True)),
        models=tuple(named.name for named in query.models if not named.excluded),
        refused_models=tuple(named.name for named in query.models if named.excluded),
        archived=query.archived,
        favourite=query.favourite,
        in_trash=query.in_trash,
        after=query.after,
        before=query.before,
    )
    return scope, problems


def _all_called(
    known: Sequence[tuple[str, str]], named: Sequence[Named], unknown: str, problems: list[Problem], *, excluded: bool = False
) -> frozenset[str]:
    """The ids of everything that these names mean, of the excluded or the other ones."""
    return frozenset[str]().union(*(_called(known, one, unknown, problems) for one in named if one.excluded == excluded))


def _called(known: Sequence[tuple[str, str]], named: Named, unknown: str, problems: list[Problem]) -> frozenset[str]:
    """The ids of what is called so, else of what begins so. `unknown`: what to say when nothing is."""
    wanted = fold(named.name)
    found = [key for key, name in known if fold(name) == wanted] or [key for key, name in known if fold(name).startswith(wanted)]
    if not found:
        problems.append(Problem(unknown, named.name))
    return frozenset(found)


def with_subfolders(folders: Sequence[tuple[str, str, str]], chosen: frozenset[str]) -> frozenset[str]:
    """The folders and all below them."""
    found = set(chosen)
    while below := {key for key, parent, _ in folders if parent in found} - found:
        found |= below
    return frozenset(found)
