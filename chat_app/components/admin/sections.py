"""The parts of administration, in the order of the navigation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A part: its address (as in pages/routes.py), its name in the catalogue, the permission it asks for, its icon (frame.jsx)."""

    route: str
    label: str
    permission: str
    icon: str


SECTIONS = (
    Section("/admin", "admin_nav.overview", "admin.overview", "overview"),
    Section("/admin/users", "admin_nav.users", "admin.users", "users"),
    Section("/admin/groups", "admin_nav.groups", "admin.groups", "groups"),
    Section("/admin/sign-in", "admin_nav.sign_in", "admin.sign_in", "sign_in"),
    Section("/admin/providers", "admin_nav.providers", "admin.providers", "providers"),
    Section("/admin/models", "catalogue_page.title", "admin.providers", "models"),
    Section("/admin/local-models", "admin_nav.local_models", "admin.providers", "local_models"),
    Section("/admin/knowledge", "admin_nav.knowledge", "admin.providers", "knowledge"),
    Section("/admin/prices", "admin_nav.prices", "admin.providers", "prices"),
    Section("/admin/usage", "admin_nav.usage", "admin.providers", "usage"),
    Section("/admin/billing", "admin_nav.billing", "admin.billing", "billing"),
    Section("/admin/limits", "admin_nav.limits", "admin.limits", "limits"),
    Section("/admin/privacy", "admin_nav.privacy", "admin.privacy", "privacy"),
    Section("/admin/audit", "admin_nav.audit", "admin.audit", "audit"),
    Section("/admin/jobs", "admin_nav.jobs", "admin.jobs", "jobs"),
    Section("/admin/health", "admin_nav.health", "admin.health", "health"),
    Section("/admin/announcements", "admin_nav.announcements", "admin.announcements", "announcements"),
)
