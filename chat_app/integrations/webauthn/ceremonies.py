"""The ceremonies by py_webauthn. The library is loaded with the first of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from chat_app.integrations.webauthn.port import Answer, CeremonyError, Registered, RelyingParty

TIMEOUT_MS = 5 * 60 * 1000
MAX_CREDENTIAL_ID = 1_023
"""WebAuthn Level 3 §7.1, step 25."""


class WebAuthnCeremonies:
    """Resident keys and user verification are required: with a passkey no password is asked for."""

    def registration_options(self, party: RelyingParty, user_id: str, user_name: str, challenge: bytes, known: Sequence[bytes]) -> str:
        from webauthn import generate_registration_options, options_to_json  # noqa: PLC0415
        from webauthn.helpers import structs  # noqa: PLC0415

        options = generate_registration_options(
            rp_id=party.id,
            rp_name=party.name,
            user_id=user_id.encode(),
            user_name=user_name,
            user_display_name=user_name,
            challenge=challenge,
            timeout=TIMEOUT_MS,
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED, user_verification=structs.UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=item) for item in known],
        )
        return options_to_json(options)

    def verify_registration(self, party: RelyingParty, credential: dict[str, object], challenge: bytes) -> Registered:
        from webauthn import verify_registration_response  # noqa: PLC0415

        try:
            verified = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=party.id,
                expected_origin=party.origin,
                require_user_verification=True,
            )
        except Exception as error:  # noqa: BLE001  (the library's own errors, and what its parsers raise about hostile bytes)
            raise CeremonyError(repr(error)) from None
        if len(verified.credential_id) > MAX_CREDENTIAL_ID:
            raise CeremonyError("the credential's id is too long")
        return Registered(verified.credential_id, verified.credential_public_key, verified.sign_count)

    def authentication_options(self, party: RelyingParty, challenge: bytes, allowed: Sequence[bytes]) -> str:
        from webauthn import generate_authentication_options, options_to_json  # noqa: PLC0415
        from webauthn.helpers import structs  # noqa: PLC0415

        options = generate_authentication_options(
            rp_id=party.id,
            challenge=challenge,
            timeout=TIMEOUT_MS,
            allow_credentials=[structs.PublicKeyCredentialDescriptor(id=item) for item in allowed],
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        )
        return options_to_json(options)

    def verify_authentication(
        self, party: RelyingParty, credential: dict[str, object], challenge: bytes, public_key: bytes, sign_count: int
    ) -> int:
        from webauthn import verify_authentication_response  # noqa: PLC0415

        try:
            verified = verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=party.id,
                expected_origin=party.origin,
                credential_public_key=public_key,
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            )
        except Exception as error:  # noqa: BLE001  (as above)
            raise CeremonyError(repr(error)) from None
        return verified.new_sign_count

    def read_answer(self, credential: dict[str, object], ceremony: str) -> Answer:
        from webauthn import helpers  # noqa: PLC0415

        try:
            parsed: Any = (
                helpers.parse_registration_credential_json(credential)
                if ceremony == "create"
                else helpers.parse_authentication_credential_json(credential)
            )
            claimed = json.loads(parsed.response.client_data_json)
            return Answer(parsed.raw_id, str(claimed["challenge"]), getattr(parsed.response, "user_handle", None) or b"")
        except Exception as error:  # noqa: BLE001  (as above)
            raise CeremonyError(repr(error)) from None
