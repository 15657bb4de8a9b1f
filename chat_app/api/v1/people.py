"""People for administrators, over REST. For everybody else none of this is there."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AfterValidator, Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.access.matrix import Role
from chat_app.services.kernel.pagination import Page
from chat_app.services.kernel.texts import is_storable
from chat_app.services.people.dto import PeopleFilter, Person, PersonFacts, Sort, State

router = APIRouter(prefix="/admin/people", tags=["administration"])

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str, Query(max_length=1_000)]


def _can_be_looked_for(text: str) -> str:
    if not is_storable(text):
        raise ValueError("U+0000 is not allowed")
    return text


Search = Annotated[str, Query(max_length=200), AfterValidator(_can_be_looked_for)]


class RoleBody(Body):
    """The role that a person gets."""

    role: Role


class Membership(Body):
    """A group, and whether the person leads it."""

    group_id: Id
    leads: bool = False


class Memberships(Body):
    """All groups that a person is in."""

    groups: list[Membership] = Field(max_length=200)


def people_filter(
    search: Search = "",
    role: Role | Literal[""] = "",
    state: State | Literal[""] = "",
    group_id: Id | Literal[""] = "",
    sort: Sort = "name",
    *,
    descending: bool = False,
) -> PeopleFilter:
    return PeopleFilter(search, role, state, group_id, sort, descending)


Wanted = Annotated[PeopleFilter, Depends(people_filter)]


@router.get("")
async def list_people(actor: CurrentActor, wanted: Wanted, cursor: Cursor = "", limit: Limit = 50) -> Page[Person]:
    """A page of people."""
    return await services().people.list(actor, wanted, cursor, limit)


@router.get("/export", response_class=Response)
async def export_people(actor: CurrentActor, wanted: Wanted) -> Response:
    """The list as CSV."""
    return csv_file("parley-people.csv", await services().people.export(actor, wanted))


@router.get("/{person_id}")
async def get_person(actor: CurrentActor, person_id: Id) -> PersonFacts:
    """One person in numbers, never what they wrote."""
    return await services().people.facts(actor, person_id)


@router.put("/{person_id}/role", status_code=204)
async def set_role(actor: CurrentActor, person_id: Id, body: RoleBody) -> None:
    """Give a person another role; their sessions end."""
    await services().people.set_role(actor, person_id, body.role)


@router.put("/{person_id}/groups", status_code=204)
async def set_groups(actor: CurrentActor, person_id: Id, body: Memberships) -> None:
    """Put a person into these groups and no others."""
    await services().people.set_groups(actor, person_id, {each.group_id: each.leads for each in body.groups})


@router.post("/{person_id}/suspend", status_code=204)
async def suspend(actor: CurrentActor, person_id: Id) -> None:
    """Freeze an account."""
    await services().people.suspend(actor, person_id)


@router.post("/{person_id}/unsuspend", status_code=204)
async def unsuspend(actor: CurrentActor, person_id: Id) -> None:
    """Let the person in again."""
    await services().people.unsuspend(actor, person_id)


@router.delete("/{person_id}", status_code=204)
async def delete_person(actor: CurrentActor, person_id: Id) -> None:
    """Begin the deletion of an account."""
    await services().people.delete(actor, person_id)


@router.post("/{person_id}/restore", status_code=204)
async def restore_person(actor: CurrentActor, person_id: Id) -> None:
    """Undo the deletion while that is possible."""
    await services().people.restore(actor, person_id)


@router.delete("/{person_id}/sessions", status_code=204)
async def end_sessions(actor: CurrentActor, person_id: Id) -> None:
    """Sign a person out everywhere."""
    await services().people.facts(actor, person_id)
    await services().accounts.end_sessions_of(actor, person_id)


def csv_file(name: str, text: str) -> Response:
    """A CSV for saving, as every download of ours."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": "sandbox; default-src 'none'"}
    return Response(text.encode(), media_type="text/csv; charset=utf-8", headers=headers)
