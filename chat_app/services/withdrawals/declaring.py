"""Declarations as they come from a public form: cleaned, without anything that a letter should not carry to strangers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chat_app.errors import InvalidInputError
from chat_app.services.accounts.emails import normal_email
from chat_app.services.accounts.names import clean_name
from chat_app.services.withdrawals.dto import Declaration
from chat_app.services.withdrawals.errors import ContractError

MAX_CONTRACT = 60
_LINK = re.compile(r"://|www\.|[a-z0-9-]\.[a-z]{2,}/", re.IGNORECASE)


def declaration_of(form: Mapping[str, str]) -> Declaration:
    """What was filled in; raises `InvalidInputError` (or one of its kinds) for what cannot be a declaration.

    The confirmation repeats name and contract to an address that anybody may have typed: links have no place in it.
    """
    name, contract = clean_name(form.get("name", "")), _contract(form.get("contract", ""))
    if _LINK.search(name) or _LINK.search(contract):
        raise ContractError("withdrawal.error.link")
    return Declaration(name, contract, normal_email(form.get("email", "")))


def _contract(text: str) -> str:
    try:
        contract = clean_name(text)
    except InvalidInputError:
        raise ContractError(max=MAX_CONTRACT) from None
    if len(contract) > MAX_CONTRACT:
        raise ContractError(max=MAX_CONTRACT)
    return contract
