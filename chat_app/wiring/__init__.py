"""How the use cases are wired to each other and to what they need from outside.

Imported when the first of them is asked for (container.py): it pulls in all of them.
"""

from chat_app.settings import Settings
from chat_app.wiring.chats import build_answering, build_desk, build_models
from chat_app.wiring.ground import build_ground
from chat_app.wiring.local_models import build_local_models
from chat_app.wiring.people import build_administration, build_signing_in
from chat_app.wiring.services import Services

__all__ = ["Services", "build_services"]


def build_services(settings: Settings) -> Services:
    """Wire the services. Opens nothing: connections are made when first needed."""
    ground = build_ground(settings)
    people = build_signing_in(ground)
    models = build_models(ground, people.accounts)
    chats = build_answering(ground, models, people.accounts)
    return Services(
        settings=settings,
        db=ground.db,
        vault=ground.vault,
        audit=ground.audit,
        site=ground.site,
        limits=ground.limits,
        changes=ground.changes,
        outbound=ground.outbound,
        **models.services,
        **build_local_models(ground, models.catalogue),
        **people.services,
        **chats.services,
        **build_desk(ground),
        **build_administration(ground, people, chats),
    )
