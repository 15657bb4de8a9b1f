"""What administrators set about money. Amounts of credit are nano-units, amounts of payments cents, of euros both."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from chat_app.services.access.policy import Pattern
from chat_app.services.kernel.texts import visible
from chat_app.services.site.sections import Section

Cents = Annotated[StrictInt, Field(ge=100, le=1_000_000)]
Nano = Annotated[StrictInt, Field(ge=0, le=1_000_000_000_000)]
Words = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), AfterValidator(visible)]
"""One line, as it is printed: a register compares it with what readers see."""


class MarginRule(BaseModel):
    """What is added to the cost of calls; the first rule that fits counts, before the general margin."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: Pattern = "*"
    """Of model ids, such as `openai/*`."""
    group_id: Annotated[str, StringConstraints(max_length=36)] = ""
    """Whose members; empty for everybody."""
    points: Annotated[StrictInt, Field(ge=0, le=100_000)] = 0
    """Hundredths of a percent."""
    fixed_nano: Nano = 0
    """Beside that, for each call."""


class Credit(Section):
    """Whether calls on the platform's keys are paid from credit, and for how much."""

    name = "credit"
    permission = "admin.billing"
    needs_proof = True

    charging: StrictBool = False
    margins: tuple[MarginRule, ...] = Field(default=(), max_length=200)
    exchange_points: Annotated[StrictInt, Field(ge=0, le=10_000)] = 0
    """Hundredths of a percent on top of the rate of the European Central Bank, for prices in another currency."""
    minimum_nano: Nano = 0
    """What a call costs at least, unless its model is free."""
    free_models: tuple[Pattern, ...] = Field(default=(), max_length=200)
    """Models that cost nothing here."""
    low_nano: Nano = 1_000_000_000
    """People are told once less than this is available."""


class WalletStop(Section):
    """The kill switch: no wallet changes while it is on; reading goes on."""

    name = "wallet_stop"
    permission = "admin.billing"
    needs_proof = True

    stopped: StrictBool = False
    reason: Words = ""
    by_itself: StrictBool = False
    """Whether the watch over the books switched wallets off."""
    since: datetime | None = None
    accepted: tuple[Annotated[str, StringConstraints(max_length=200)], ...] = Field(default=(), max_length=2_000)
    """Violations that an administrator has seen and lives with (`accounting.examination.fingerprint`)."""


class TopUps(Section):
    """How credit can be bought."""

    name = "top_ups"
    permission = "admin.billing"

    amounts_cents: tuple[Cents, ...] = Field(default=(1_000, 2_500, 5_000, 10_000), max_length=8)
    """Net: VAT comes on top."""
    least_cents: Cents = 500
    most_cents: Cents = 50_000
    automatic: StrictBool = True
    """Whether people may let credit be bought by itself."""
    most_per_month_cents: Annotated[StrictInt, Field(ge=100, le=100_000_000)] = 100_000
    """The highest monthly cap of automatic top-ups."""


class Seller(Section):
    """Who sells, as invoices say it, and how tax is declared."""

    name = "seller"
    permission = "admin.billing"
    needs_proof = True

    company: Words = ""
    contact: Words = ""
    street: Words = ""
    extra: Words = ""
    postal_code: Annotated[str, StringConstraints(max_length=20, strip_whitespace=True), AfterValidator(visible)] = ""
    city: Words = ""
    country: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")] = "DE"
    email: Annotated[str, StringConstraints(max_length=320, strip_whitespace=True), AfterValidator(visible)] = ""
    phone: Words = ""
    commercial_register: Words = ""
    iban: Annotated[str, StringConstraints(max_length=42, strip_whitespace=True), AfterValidator(visible)] = ""
    bic: Annotated[str, StringConstraints(max_length=11, strip_whitespace=True), AfterValidator(visible)] = ""
    vat_id: Annotated[str, StringConstraints(max_length=20, strip_whitespace=True), AfterValidator(visible)] = ""
    tax_number: Annotated[str, StringConstraints(max_length=30, strip_whitespace=True), AfterValidator(visible)] = ""
    tax_mode: Literal["regular", "small_business"] = "regular"
    oss: StrictBool = False
    series: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{0,12}$")] = "R"
    """Invoices are numbered "R-2026-00001"."""
    correction_series: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]{0,12}$")] = "K"
