"""Lists of people, page by page and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from chat_app.services.kernel.csv_text import Cell, csv_text
from chat_app.services.kernel.pagination import Page, decode_cursor, decode_moment, encode_cursor
from chat_app.services.people import queries
from chat_app.services.people.dto import PeopleFilter, Person
from chat_app.services.people.records import person_record

MAX_PAGE = 200
MAX_EXPORT = 100_000
CSV_HEADER = ("id", "name", "email", "role", "state", "created_at", "last_seen_at", "groups")
BY_TIME = frozenset({"created", "seen"})

After = tuple[str | datetime, str]


def read_page(session: Session, wanted: PeopleFilter, after: After | None, size: int) -> Page[Person]:
    """`size` people after `after`; one row more than asked for tells whether there are any."""
    rows = queries.list_people(session, wanted, after, size + 1)
    groups = queries.get_group_names(session, [row[0].id for row in rows[:size]])
    items = [person_record(user, seen, groups.get(user.id, ())) for user, seen, _key in rows[:size]]
    return Page(items, _cursor(rows[size - 1][2], items[-1].id) if len(rows) > size else "")


def read_csv(session: Session, wanted: PeopleFilter) -> str:
    """All people of a list as CSV, at most `MAX_EXPORT`."""
    return csv_text(CSV_HEADER, (_csv_row(person) for person in _all(session, wanted)))


def _all(session: Session, wanted: PeopleFilter) -> Iterator[Person]:
    page = read_page(session, wanted, None, MAX_PAGE)
    for _number in range(MAX_EXPORT // MAX_PAGE):
        yield from page.items
        if not page.next_cursor:
            return
        page = read_page(session, wanted, after_of(wanted, page.next_cursor), MAX_PAGE)


def _csv_row(person: Person) -> tuple[Cell, ...]:
    seen = person.last_seen_at.isoformat(timespec="seconds") if person.last_seen_at else ""
    groups = "; ".join(group.name for group in person.groups)
    created = person.created_at.isoformat(timespec="seconds")
    return (person.id, person.name, person.email, person.role, person.state, created, seen, groups)


def after_of(wanted: PeopleFilter, cursor: str) -> After | None:
    """The place behind which a page begins; raises `InvalidInputError` for a cursor of another list."""
    if not cursor:
        return None
    if wanted.sort in BY_TIME:
        return decode_moment(cursor)
    key, person_id = decode_cursor(cursor, 2)
    return key, person_id


def _cursor(key: object, person_id: str) -> str:
    return encode_cursor(key.isoformat() if isinstance(key, datetime) else str(key), person_id)
