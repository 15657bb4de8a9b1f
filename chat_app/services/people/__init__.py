"""People as administrators see them: who there is, what they may do, never what they wrote."""

from chat_app.services.people.service import PeopleService

__all__ = ["PeopleService"]
