"""People: who they are, how they prove it, what they prefer."""

from chat_app.services.accounts.accounts import AccountService
from chat_app.services.accounts.authentication import Authenticator, Knock
from chat_app.services.accounts.dto import Preferences

__all__ = ["AccountService", "Authenticator", "Knock", "Preferences"]
