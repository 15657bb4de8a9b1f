"""Inviting people, by administrators and by managers."""

from __future__ import annotations

from dataclasses import dataclass, field

import reflex as rx

from chat_app.container import services
from chat_app.errors import AppError, InvalidInputError
from chat_app.services.access.matrix import ROLES
from chat_app.services.accounts.emails import InvalidEmailError, normal_email
from chat_app.services.accounts.proof import ProofNeededError
from chat_app.services.kernel.actor import Actor
from chat_app.state.admin.invitations_state import InvitationsState
from chat_app.state.shared.guards import current_actor, signed_in
from chat_app.state.shared.notices import error_sentence
from chat_app.state.shared.reader import reader_language

MOST = 50


@dataclass(frozen=True)
class Invitation:
    """Somebody who was invited; without mail `link` has to be passed on."""

    address: str
    link: str
    sent: bool


@dataclass(frozen=True)
class Invited:
    """What came of the last attempt; `serial` tells it from the one before."""

    serial: int = 0
    problem: str = ""
    invited: list[Invitation] = field(default_factory=list)


class InviteState(rx.State):
    """The dialog of invitations."""

    result: rx.Field[Invited] = rx.field(default_factory=Invited)

    @rx.event
    @signed_in(permission="invite")
    async def begin(self):
        """Forget the links of the last time."""
        self.result = Invited(self.result.serial)

    @rx.event
    @signed_in(permission="invite")
    async def invite(self, addresses: list[str], role: str, group_ids: list[str]):
        """Invite each of these addresses; the first that cannot be invited says why, and who was invited before stays so."""
        actor, language, serial = await current_actor(self), await reader_language(self), self.result.serial + 1
        done: list[Invitation] = []
        try:
            for address in _checked(addresses, role):
                done += [await _invite(actor, address, role, group_ids)]
        except ProofNeededError:
            raise
        except AppError as error:
            self.result = Invited(serial, error_sentence(error.key, language, **error.params), done)
        else:
            self.result = Invited(serial, "", done)
        return InvitationsState.load


async def _invite(actor: Actor, address: str, role: str, group_ids: list[str]) -> Invitation:
    made = await services().invitations.invite(actor, address, role=role, group_ids=group_ids)  # pyright: ignore[reportArgumentType]  (checked)
    return Invitation(address, made.link, not made.link)


def _checked(addresses: list[str], role: str) -> list[str]:
    if not addresses:
        raise InvalidInputError("admin_people.error_nobody")
    if len(addresses) > MOST or role not in ROLES:
        raise InvalidInputError("admin_people.error_many", max=MOST)
    for address in addresses:
        _check_address(address)
    return list(dict.fromkeys(addresses))


def _check_address(address: str) -> None:
    """Before anybody is invited, so that nobody gets a second message once the wrong address was mended."""
    try:
        normal_email(address)
    except InvalidEmailError:
        raise InvalidInputError("admin_people.error_address", address=address[:100]) from None
