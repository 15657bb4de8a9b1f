"""Words for what people are and have, in the reader's language."""

from __future__ import annotations

from chat_app.i18n import translate
from chat_app.state.shared.formats import number

ROLES = {"user": "admin_people.role_user", "manager": "admin_people.role_manager", "admin": "admin_people.role_admin"}
ROLE_HELP = {"user": "admin_people.role_user_help", "manager": "admin_people.role_manager_help", "admin": "admin_people.role_admin_help"}
STATES = {"active": "admin_people.state_active", "suspended": "admin_people.state_suspended", "deleted": "admin_people.state_deleted"}
STATE_TONES = {"active": "", "suspended": "warning", "deleted": "danger"}


def role_word(role: str, language: str) -> str:
    return translate(ROLES[role], language) if role in ROLES else role


def state_word(state: str, language: str) -> str:
    return translate(STATES[state], language) if state in STATES else state


def name_of(name: str, email: str, language: str) -> str:
    """What to call a person: the name, else the address, else that there is none."""
    return name or email or translate("admin_people.nameless", language)


def size(count: int, language: str) -> str:
    """Bytes for people: 950 B, 4.2 MB, 1.3 GB."""
    for unit, length in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if count >= length:
            text = f"{count / length:.1f}"
            return f"{text.replace('.', ',') if language == 'de' else text}\u00a0{unit}"
    return f"{number(count, language)}\u00a0B"
