"""The billing profile, and what the register of the EU says of its VAT id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select
from starlette.responses import PlainTextResponse

from chat_app import models
from chat_app.db import Database
from chat_app.errors import NotAllowedError
from chat_app.integrations.http.outbound import OutboundClient
from chat_app.integrations.vies import ViesRegister
from chat_app.services.accounts.emails import InvalidEmailError
from chat_app.services.audit.log import AuditLog
from chat_app.services.kernel.actor import Actor
from chat_app.services.tax.checking import VatChecks
from chat_app.services.tax.errors import CountryError, VatIdError, VatIdNeededError
from chat_app.services.tax.service import BillingProfiles
from tests.fakes.vies_server import Vies, vies_server
from tests.services.invoices.shop import ADA, NOON, SELLER, VIENNA, add_person, open_shop


class Shop:
    """A person with a profile, a register, and a clock."""

    def __init__(self, db: Database, register: Vies) -> None:
        self.db, self.register, self.now = db, register, NOON
        outbound = OutboundClient(allowed=[("127.0.0.1", int(register.url.split(":")[2].split("/")[0]))])
        self.checks = VatChecks(db, ViesRegister(outbound, register.url), self.clock)
        self.profiles = BillingProfiles(db, AuditLog(db, self.clock), self.checks, self.clock)
        db.write_now(open_shop)
        self.ada = Actor(db.write_now(lambda s: add_person(s, replace(ADA, street=""))), permissions=frozenset({"billing"}))

    def clock(self) -> datetime:
        return self.now


@pytest.fixture
def shop(db: Database) -> Iterator[Shop]:
    with vies_server() as register:
        yield Shop(db, register)


async def test_what_is_missing_is_named_until_it_is_there(shop: Shop) -> None:
    before = await shop.profiles.get(shop.ada)
    assert (before.missing, before.tax) == (("street",), None)
    after = await shop.profiles.save(shop.ada, replace(ADA, street="  Gasse   1 "))
    assert (after.missing, after.profile.street, after.vat_id.state) == ((), "Gasse 1", "none")
    assert after.tax
    assert (after.tax.category, after.tax.rate_points, after.tax.rule) == ("S", 1_900, "domestic")


async def test_a_valid_vat_id_is_proven_and_lets_the_buyer_owe_the_tax(shop: Shop) -> None:
    shop.register.known["ATU13585627"] = ("Wiener Werke GmbH", "Ring 1\n1010 Wien")
    facts = await shop.profiles.save(shop.ada, replace(VIENNA, vat_id="at u 13585627"))
    assert (facts.vat_id.state, facts.vat_id.name, facts.vat_id.address) == ("valid", "Wiener Werke GmbH", "Ring 1 1010 Wien")
    assert facts.tax
    assert facts.tax.category == "AE"
    assert shop.register.asked == [
        {"countryCode": "AT", "vatNumber": "U13585627", "requesterMemberStateCode": "DE", "requesterNumber": SELLER.vat_id[2:]}
    ]
    kept = shop.db.read_now(lambda s: s.exec(select(models.VatCheck)).one())
    assert (kept.consultation, kept.outcome) == ("WAPIAAAA1", "valid")
    assert '"valid":true' in kept.answer


async def test_an_invalid_one_is_final_and_taxed(shop: Shop) -> None:
    facts = await shop.profiles.save(shop.ada, VIENNA)
    assert facts.vat_id.state == "invalid"
    assert facts.tax
    assert facts.tax.category == "S"
    shop.now += timedelta(days=1)
    await shop.profiles.save(shop.ada, VIENNA)
    assert len(shop.register.asked) == 1, "an answer that is known is not asked for again"


@pytest.mark.parametrize("problem", ["MS_UNAVAILABLE", "MS_MAX_CONCURRENT_REQ", "TIMEOUT"])
async def test_a_register_that_is_away_is_no_answer_and_is_asked_again(shop: Shop, problem: str) -> None:
    shop.register.problem = problem
    facts = await shop.profiles.save(shop.ada, VIENNA)
    assert facts.vat_id.state == "unavailable"
    assert facts.tax
    assert facts.tax.category == "S"
    assert await shop.checks.recheck() == 0, "not at once again"
    shop.now += timedelta(minutes=31)
    shop.register.problem, shop.register.known["ATU13585627"] = "", ("Wiener Werke GmbH", "")
    assert await shop.checks.recheck() == 1
    assert (await shop.profiles.get(shop.ada)).vat_id.state == "valid"


async def test_what_nobody_can_read_is_no_answer_either(shop: Shop) -> None:
    shop.register.odd = PlainTextResponse("<html>maintenance", status_code=503)
    assert (await shop.profiles.save(shop.ada, VIENNA)).vat_id.state == "unavailable"


async def test_proof_that_grows_old_is_renewed_before_it_counts_no_more(shop: Shop) -> None:
    shop.register.known["ATU13585627"] = ("Wiener Werke GmbH", "")
    await shop.profiles.save(shop.ada, VIENNA)
    shop.now += timedelta(days=19)
    assert await shop.checks.recheck() == 0
    shop.now += timedelta(days=2)
    assert await shop.checks.recheck() == 1
    assert await shop.checks.recheck() == 0


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"vat_id": "ATU13585628"}, VatIdError),
        ({"vat_id": "DE136695976"}, VatIdError),
        ({"country": "GB", "vat_id": "XI123456789"}, VatIdError),
        ({"country": "XX"}, CountryError),
        ({"email": "nobody\r\nBcc: all@example.org"}, InvalidEmailError),
    ],
)
async def test_what_cannot_be_is_refused(shop: Shop, change: dict[str, str], error: type[Exception]) -> None:
    with pytest.raises(error):
        await shop.profiles.save(shop.ada, replace(VIENNA, **change))
    assert (await shop.profiles.get(shop.ada)).profile.country == "DE"


async def test_signs_that_nobody_sees_are_no_name_and_turn_nothing_round(shop: Shop) -> None:
    """An invoice would name nobody, or somebody else (§ 14 Abs. 4 Nr. 1 UStG)."""
    saved = await shop.profiles.save(shop.ada, replace(ADA, name="\x01\u200b\u2060", street="\u202eGasse 1"))
    assert (saved.missing, saved.profile.name, saved.profile.street) == (("name",), "", "Gasse 1")


async def test_only_who_has_something_to_check_can_check(shop: Shop) -> None:
    with pytest.raises(VatIdNeededError):
        await shop.profiles.check(shop.ada)
    with pytest.raises(NotAllowedError):
        await shop.profiles.get(replace(shop.ada, permissions=frozenset()))
