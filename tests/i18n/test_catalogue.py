"""The catalogue itself: its rules, and that code and catalogue name the same keys."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_app.components.keyboard.actions import all_actions
from chat_app.i18n import LANGUAGES, CatalogueError, catalogue, fill, placeholders, read_area, translate

PACKAGE = Path(__file__).parents[2] / "chat_app"
KEY = re.compile(r"[a-z_]+(\.[a-z_]+)+")
# Keys that code puts together from a value: the family, and where that happens.
FAMILIES = {
    "admin_audit": "components/admin/audit.py",
    "job_names": "jobs/schedule.py",
    "billing": "components/billing/page.py",
    "billing_profile": "components/billing/profile.py",
    "invoice_list": "components/billing/invoices.py",
    "seller": "components/billing/seller.py",
    "tax_reports": "components/billing/tax_reports.py",
    "balance_chip": "components/billing/in_chat.py",
    "budget_list": "components/billing/budgets.py",
    "top_up_form": "components/billing/top_up.py",
    "payment_methods": "components/billing/methods.py",
    "money_card": "components/billing/in_chat.py",
    "projects": "components/projects/list_page.py",
    "project_page": "components/projects/page.py",
    "project_overview": "components/projects/page.py",
    "project_chats": "components/projects/page.py",
    "project_notes": "components/projects/page.py",
    "project_people": "components/projects/page.py",
    "project_settings": "components/projects/page.py",
    "usage": "components/usage/page.py",
    "usage_kinds": "components/usage/page.py",
    "usage_units": "components/usage/page.py",
    "admin_form": "components/admin/form.py",
    "admin_groups": "components/admin/groups.py",
    "admin_billing": "components/admin_billing/page.py",
    "admin_ollama": "components/admin/local_models.py",
    "admin_overview": "components/admin/overview.py",
    "admin_invitations": "components/admin/invitations.py",
    "admin_people": "components/admin/people.py",
    "admin_person": "components/admin/person.py",
    "admin_prices": "components/admin/prices.py",
    "admin_reading": "components/admin/reading.py",
    "artifact": "components/artifacts/artifacts.py",
    "canvas": "components/canvas/canvas.py",
    "citations": "components/citations/labels.py",
    "knowledge_scope": "components/citations/labels.py",
    "why_answer": "components/citations/labels.py",
    "knowledge_page": "components/knowledge/page.py",
    "knowledge_search": "components/knowledge/search_words.py",
    "document_list": "components/knowledge/document_words.py",
    "viewer": "components/viewer/viewer.py",
    "admin_knowledge": "components/admin_knowledge/page.py",
    "semantic": "components/semantic/dialog.py",
    "chat_menu": "components/sharing/chat_menu.py",
    "library": "components/library/page.py",
    "search": "components/search/search_field.py",
    "message_status": "state/chat/views.py",
    "team": "components/admin/team.py",
    "message": "components/message/labels.py",
    "catalogue_page": "components/model_settings/section.py",
}


def literals() -> set[str]:
    """Every string in the package's Python code that has the shape of a key."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        strings = (
            node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        found |= {text for text in strings if KEY.fullmatch(text)}
    return found


class TestRules:
    def test_every_text_is_there_in_each_language(self) -> None:
        assert all(set(entry) == set(LANGUAGES) for entry in catalogue().values())
        assert len(catalogue()) > 100

    def test_a_missing_language_is_an_error_that_names_the_key(self, tmp_path: Path) -> None:
        (tmp_path / "area.toml").write_text('[a]\nb = { en = "Text" }')
        with pytest.raises(CatalogueError, match=r"area\.toml: a\.b"):
            read_area(tmp_path / "area.toml")

    def test_different_placeholders_are_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "area.toml").write_text('[a]\nb = { en = "{count} left", de = "{zahl} übrig" }')
        with pytest.raises(CatalogueError, match="placeholders"):
            read_area(tmp_path / "area.toml")

    def test_a_lone_text_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "area.toml").write_text('a = "Text"')
        with pytest.raises(CatalogueError):
            read_area(tmp_path / "area.toml")


class TestTranslate:
    def test_fills_placeholders(self) -> None:
        assert translate("message_meta.tokens", "de", tokens_in="1.200", tokens_out=3) == "1.200 ein, 3 aus"

    def test_speaks_english_to_unknown_languages(self) -> None:
        assert translate("composer.send", "fr") == "Send"

    def test_a_missing_placeholder_is_a_bug(self) -> None:
        with pytest.raises(KeyError):
            translate("message_meta.tokens", "en", tokens_in=1)

    @given(st.text(), st.text())
    def test_what_is_filled_in_is_never_filled_again(self, before: str, value: str) -> None:
        plain = re.sub(r"[{}]", "", before)
        assert fill(f"{plain}{{name}}", {"name": value}) == plain + value

    def test_names_placeholders(self) -> None:
        assert placeholders("{a} of {b}, not {} or {A}") == {"a", "b"}


class TestUse:
    def test_every_key_in_the_code_is_in_the_catalogue(self) -> None:
        areas = {key.partition(".")[0] for key in catalogue()}
        modules = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in PACKAGE.rglob("*.py")}
        actions = {action.name for action in all_actions()}
        known = modules | actions | audit_actions()
        used = {text for text in literals() if text.partition(".")[0] in areas and text not in known}
        other = {text for text in used if re.search(r"\.(py|jsx?|css|toml|db|io|html|svg|id)$", text)}
        assert used - other - set(catalogue()) == set()

    def test_every_text_of_the_catalogue_is_used(self) -> None:
        assert {key for key in set(catalogue()) - literals() if not in_family(key)} == set()


def audit_actions() -> set[str]:
    """Names that the code gives to entries of the audit log."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    texts = [text for call in calls if call.func.attr in {"record", "note"} for text in call.args if isinstance(text, ast.Constant)]
    return {str(text.value) for text in texts}


def in_family(key: str) -> bool:
    """Whether the code that puts keys of this family together names the last part, perhaps as the name of an action."""
    family, _, name = key.rpartition(".")
    if family not in FAMILIES:
        return False
    code = (PACKAGE / FAMILIES[family]).read_text()
    return f'"{name}"' in code or f'"{name.replace("_", ".", 1)}"' in code
