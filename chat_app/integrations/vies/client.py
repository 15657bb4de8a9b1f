"""Asks VIES, the register of VAT ids that the European Commission runs, over its REST interface.

It forwards the question to the member state, whose own register is often away for hours: that is no answer, and is never
taken for one. Each answer to a requester who names a VAT id of their own has a number, which proves that it was asked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from chat_app.integrations.http.addresses import AddressRefusedError
from chat_app.integrations.http.outbound import Fetched, OutboundClient

LARGEST_ANSWER = 4_000
_FINAL_PROBLEMS = frozenset({"INVALID_INPUT"})
"""What the register says of a number that no member state could have given."""


class ViesUnavailableError(Exception):
    """Nobody knows now: the register, the member state's or the way there is away. `code` says which."""

    def __init__(self, code: str, answer: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.answer = answer


@dataclass(frozen=True, slots=True)
class ViesAnswer:
    """What the register said; final."""

    valid: bool
    name: str
    """Of the business; some member states do not tell."""
    address: str
    consultation: str
    """The number of this consultation; empty when the requester did not name themselves."""
    answer: str
    """As it came."""


class ViesRegister:
    """The register. `url` is the Commission's unless a test says otherwise; empty for nobody."""

    def __init__(self, outbound: OutboundClient, url: str) -> None:
        self._outbound = outbound
        self._url = url

    async def check(self, vat_id: str, requester: str = "") -> ViesAnswer:
        """What is known of a VAT id; `requester` is the seller's own. Raises `ViesUnavailableError`."""
        if not self._url:
            raise ViesUnavailableError("switched_off")
        question = {"countryCode": vat_id[:2], "vatNumber": vat_id[2:]}
        if requester:
            question |= {"requesterMemberStateCode": requester[:2], "requesterNumber": requester[2:]}
        try:
            fetched = await self._outbound.post(
                f"{self._url}/check-vat-number",
                json.dumps(question).encode(),
                content_type="application/json",
                accept="application/json",
                set_by_admin=True,
            )
        except (AddressRefusedError, TimeoutError):
            raise ViesUnavailableError("unreachable") from None
        return _read(fetched)


def _read(fetched: Fetched) -> ViesAnswer:
    text = fetched.body.decode("utf-8", "replace")[:LARGEST_ANSWER]
    said = _object(text)
    if isinstance(said.get("valid"), bool):
        return ViesAnswer(said["valid"], _text(said, "name"), _text(said, "address"), _text(said, "requestIdentifier"), text)
    code = _problem(said) or f"status_{fetched.status}"
    if code in _FINAL_PROBLEMS:
        return ViesAnswer(valid=False, name="", address="", consultation="", answer=text)
    raise ViesUnavailableError(code, text)


def _object(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _text(said: dict[str, Any], name: str) -> str:
    """Member states that do not tell write "---"."""
    value = said.get(name)
    return " ".join(value.split()) if isinstance(value, str) and value.strip("- \n") else ""


def _problem(said: dict[str, Any]) -> str:
    """Such as "MS_UNAVAILABLE"."""
    wrappers = said.get("errorWrappers")
    first = wrappers[0] if isinstance(wrappers, list) and wrappers else {}
    code = first.get("error", "") if isinstance(first, dict) else ""
    return code[:50] if isinstance(code, str) else ""
