"""The audit log: who did what, in a chain that cannot be changed unnoticed."""

from chat_app.services.audit.log import AuditLog

__all__ = ["AuditLog"]
