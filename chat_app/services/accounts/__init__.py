"""People: who they are, how they prove it, what they prefer."""

from chat_app.services.accounts.authentication import Knock
from chat_app.services.accounts.dto import PreferenceChanges, Preferences
from chat_app.services.accounts.service import AccountService

__all__ = ["AccountService", "Knock", "PreferenceChanges", "Preferences"]
