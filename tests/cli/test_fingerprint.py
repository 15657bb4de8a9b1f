from __future__ import annotations

from pathlib import Path

import pytest

from chat_app.cli.frontend.fingerprint import SOURCES, fingerprint, is_current, mark_current
from tests.architecture.sources import PROJECT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "chat_app" / "pages").mkdir(parents=True)
    (tmp_path / "chat_app" / "pages" / "chat.py").write_text("page")
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "tokens.css").write_text("css")
    (tmp_path / "rxconfig.py").write_text("config")
    return tmp_path


def test_all_sources_exist():
    assert [source for source in SOURCES if not (PROJECT / source).exists()] == []


@pytest.mark.parametrize("changed", ["chat_app/pages/chat.py", "assets/tokens.css", "rxconfig.py", "chat_app/components/new.jsx"])
def test_a_changed_source_changes_it(project: Path, changed: str):
    before = fingerprint(project)
    (project / changed).parent.mkdir(parents=True, exist_ok=True)
    (project / changed).write_text("changed")

    assert fingerprint(project) != before


@pytest.mark.parametrize("ignored", ["chat_app/services.py", "assets/external/x.js", "chat_app/pages/__pycache__/chat.pyc", "README.md"])
def test_other_files_do_not(project: Path, ignored: str):
    before = fingerprint(project)
    (project / ignored).parent.mkdir(parents=True, exist_ok=True)
    (project / ignored).write_text("changed")

    assert fingerprint(project) == before


def test_moving_text_between_files_changes_it(project: Path):
    before = fingerprint(project)
    (project / "assets" / "tokens.css").rename(project / "assets" / "other.css")

    assert fingerprint(project) != before


class TestIsCurrent:
    def test_after_a_build(self, tmp_path: Path):
        (tmp_path / "build" / "client").mkdir(parents=True)
        (tmp_path / "build" / "client" / "index.html").write_text("<html>")
        mark_current(tmp_path, "abc")

        assert is_current(tmp_path, "abc")
        assert not is_current(tmp_path, "abd")

    def test_not_when_the_pages_are_gone(self, tmp_path: Path):
        (tmp_path / "build").mkdir()
        mark_current(tmp_path, "abc")

        assert not is_current(tmp_path, "abc")

    def test_not_when_the_stamp_is_broken(self, tmp_path: Path):
        (tmp_path / "build").mkdir()
        (tmp_path / "build" / "build.json").write_text("{")

        assert not is_current(tmp_path, "abc")
