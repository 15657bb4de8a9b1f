"""How the use cases are wired to each other and to what they need from outside.

Imported when the first of them is asked for (container.py): it pulls in all of them.
"""

from chat_app.settings import Settings
from chat_app.wiring.accounting import build_accounting
from chat_app.wiring.billing import build_billing
from chat_app.wiring.chats import build_answering, build_desk, build_models
from chat_app.wiring.ground import build_ground
from chat_app.wiring.knowledge import build_documents
from chat_app.wiring.local_models import build_local_models
from chat_app.wiring.people import build_administration, build_signing_in
from chat_app.wiring.projects import build_project_files, build_projects
from chat_app.wiring.retrieval import build_retrieval
from chat_app.wiring.retrieval_bench import build_bench
from chat_app.wiring.services import Services

__all__ = ["Services", "build_services"]


def build_services(settings: Settings) -> Services:
    """Wire the services. Opens nothing: connections are made when first needed."""
    ground = build_ground(settings)
    people = build_signing_in(ground)
    models = build_models(ground, people.accounts)
    chats = build_answering(ground, models, people.accounts)
    documents = build_documents(ground, chats)
    retrieval = build_retrieval(ground, models.routing, documents["knowledge"])
    chats.knowledge.retriever = retrieval["retrieval"]
    accounting = build_accounting(ground, people, models.services["cover"].sweep)
    administration = build_administration(ground, people, chats)
    administration["operations"].further.append(accounting["wallet_switch"].health)
    billing = build_billing(ground, people)
    models.services["cover"].after_hold.append(billing["automatic_top_ups"].after_charge)
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
        **documents,
        **retrieval,
        **build_bench(ground, retrieval["retrieval"], chats.files),
        **build_projects(ground, chats),
        **build_project_files(ground, chats, documents["knowledge"]),
        **administration,
        **accounting,
        **billing,
    )
