"""A person as the page of administration shows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from chat_app.i18n import translate
from chat_app.services.accounts.own_sessions import SessionView
from chat_app.services.groups.dto import Group
from chat_app.services.people.dto import Factors, PersonFacts
from chat_app.state.admin.people_words import STATE_TONES, name_of, size, state_word
from chat_app.state.shared.formats import money, number


@dataclass(frozen=True)
class FactView:
    """A figure or a word about somebody; `kind` "time" is an ISO moment."""

    label: str
    value: str
    kind: str = "text"
    tone: str = ""


@dataclass(frozen=True)
class GroupChoice:
    """A group, and whether the person is in it."""

    id: str
    name: str
    member: bool
    leads: bool = False


@dataclass(frozen=True)
class SessionLine:
    """A browser that is signed in."""

    id: str
    label: str
    network: str
    seen: str


@dataclass(frozen=True)
class PersonView:
    """Everything on the page of a person; an empty id is nobody."""

    id: str = ""
    name: str = ""
    email: str = ""
    role: str = "user"
    state: str = "active"
    is_me: bool = False
    facts: list[FactView] = field(default_factory=list)
    groups: list[GroupChoice] = field(default_factory=list)
    sessions: list[SessionLine] = field(default_factory=list)
    reset_link: str = ""


def person_view(facts: PersonFacts, groups: list[Group], sessions: list[SessionView], language: str) -> PersonView:
    """Put together what several services know."""
    person = facts.person
    mine = {group.id: group for group in person.groups}
    return PersonView(
        id=person.id,
        name=name_of(person.name, person.email, language),
        email=person.email,
        role=person.role,
        state=person.state,
        is_me=facts.is_self,
        facts=fact_views(facts, language),
        groups=[GroupChoice(group.id, group.name, group.id in mine, group.id in mine and mine[group.id].leads) for group in groups],
        sessions=[SessionLine(each.id, each.device, each.network, each.last_seen_at.isoformat()) for each in sessions],
    )


def fact_views(facts: PersonFacts, language: str) -> list[FactView]:
    """The list of facts, in the order of the page."""
    person = facts.person
    seen = person.last_seen_at.isoformat() if person.last_seen_at else ""
    return [
        FactView(translate("admin_people.state", language), state_word(person.state, language), tone=STATE_TONES[person.state]),
        FactView(translate("admin_people.seen", language), seen, "time"),
        FactView(translate("admin_people.created", language), person.created_at.isoformat(), "time"),
        FactView(translate("admin_people.email_state", language), translate(_email_key(facts), language)),
        FactView(translate("admin_people.second_factor", language), _factors(facts.factors, language), tone=_factor_tone(facts)),
        FactView(translate("admin_people.accounts", language), ", ".join(facts.factors.identities)),
        FactView(translate("admin_people.chats", language), number(facts.chats, language)),
        FactView(translate("admin_people.messages", language), number(facts.messages, language)),
        FactView(translate("admin_people.files", language), _files(facts, language)),
        FactView(translate("admin_people.api_keys", language), number(facts.api_keys, language)),
        FactView(translate("admin_people.tokens_today", language), number(facts.tokens_today, language)),
        FactView(translate("admin_people.cost_month", language), money(facts.cost_nano_this_month, language)),
    ]


def _email_key(facts: PersonFacts) -> str:
    if not facts.person.email:
        return "admin_people.email_none"
    return "admin_people.email_confirmed" if facts.email_confirmed else "admin_people.email_open"


def _factors(factors: Factors, language: str) -> str:
    parts = [translate("admin_people.authenticator", language)] if factors.authenticator else []
    if factors.passkeys:
        parts.append(translate("admin_people.passkeys", language, count=factors.passkeys))
    return ", ".join(parts) or translate("admin_people.factor_none", language)


def _factor_tone(facts: PersonFacts) -> str:
    if facts.factors.authenticator or facts.factors.passkeys:
        return "good"
    return "warning" if facts.person.role == "admin" else ""


def _files(facts: PersonFacts, language: str) -> str:
    return f"{number(facts.files, language)} · {size(facts.storage_bytes, language)}" if facts.files else number(0, language)
