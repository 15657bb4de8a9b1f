"""Groups over REST: for administrators all of them, for managers those that they lead."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import Field

from chat_app.api.auth import CurrentActor
from chat_app.api.v1.people import Cursor, Limit, Search, csv_file
from chat_app.api.v1.schemas import Body, Id
from chat_app.container import services
from chat_app.services.access.policy import Policy
from chat_app.services.groups.dto import Group, GroupDetails, LedGroup, Member
from chat_app.services.kernel.pagination import Page

router = APIRouter(prefix="/admin/groups", tags=["administration"])
led_router = APIRouter(prefix="/led-groups", tags=["groups"])


class GroupBody(Body):
    """A group as a whole; what is left out of the policy allows everything."""

    name: str = Field(max_length=200)
    description: str = Field(default="", max_length=1_000)
    policy: Policy = Policy()


class People(Body):
    """Ids of people."""

    user_ids: list[Id] = Field(min_length=1, max_length=500)


class Lead(Body):
    """Whether a member leads the group."""

    leads: bool


@router.get("")
async def list_groups(actor: CurrentActor, search: Search = "", cursor: Cursor = "", limit: Limit = 50) -> Page[Group]:
    """A page of groups by name."""
    return await services().groups.list(actor, search, cursor, limit)


@router.get("/export", response_class=Response)
async def export_groups(actor: CurrentActor) -> Response:
    """All groups as CSV."""
    return csv_file("parley-groups.csv", await services().groups.export(actor))


@router.post("", status_code=201)
async def create_group(actor: CurrentActor, body: GroupBody, response: Response) -> Group:
    """Make a group."""
    group_id = await services().groups.create(actor, GroupDetails(body.name, body.description, body.policy))
    response.headers["Location"] = f"/api/v1/admin/groups/{group_id}"
    return await services().groups.get(actor, group_id)


@router.get("/{group_id}")
async def get_group(actor: CurrentActor, group_id: Id) -> Group:
    """One group."""
    return await services().groups.get(actor, group_id)


@router.put("/{group_id}")
async def change_group(actor: CurrentActor, group_id: Id, body: GroupBody) -> Group:
    """Set a group anew."""
    await services().groups.change(actor, group_id, GroupDetails(body.name, body.description, body.policy))
    return await services().groups.get(actor, group_id)


@router.delete("/{group_id}", status_code=204)
async def delete_group(actor: CurrentActor, group_id: Id) -> None:
    """Delete a group; its people stay."""
    await services().groups.delete(actor, group_id)


@router.get("/{group_id}/members")
async def list_members(actor: CurrentActor, group_id: Id, search: Search = "", cursor: Cursor = "", limit: Limit = 50) -> Page[Member]:
    """A page of the people in a group."""
    return await services().groups.members(actor, group_id, search, cursor, limit)


@router.post("/{group_id}/members", status_code=204)
async def add_members(actor: CurrentActor, group_id: Id, body: People) -> None:
    """Put people into a group."""
    await services().groups.add_members(actor, group_id, body.user_ids)


@router.patch("/{group_id}/members/{user_id}", status_code=204)
async def set_lead(actor: CurrentActor, group_id: Id, user_id: Id, body: Lead) -> None:
    """Let a member lead the group, or not."""
    await services().groups.set_lead(actor, group_id, user_id, leads=body.leads)


@router.delete("/{group_id}/members/{user_id}", status_code=204)
async def remove_member(actor: CurrentActor, group_id: Id, user_id: Id) -> None:
    """Take a person out of a group."""
    await services().groups.remove_members(actor, group_id, [user_id])


@led_router.get("")
async def list_led_groups(actor: CurrentActor) -> list[LedGroup]:
    """The groups that one leads."""
    return await services().groups.led(actor)


@led_router.get("/{group_id}/members")
async def list_led_members(actor: CurrentActor, group_id: Id, search: Search = "", cursor: Cursor = "", limit: Limit = 50) -> Page[Member]:
    """A page of the people in a group that one leads."""
    return await services().groups.led_members(actor, group_id, search, cursor, limit)
