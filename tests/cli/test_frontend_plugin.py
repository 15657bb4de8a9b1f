"""Our changes to Reflex's JavaScript, on the files of the Reflex that is installed."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
import reflex_base

from chat_app.cli.frontend.plugin import (
    FrontendBuildError,
    check_theme_not_stored,
    own_token_in_frame,
    script_hashes,
    use_own_origin,
    write_csp,
)

TEMPLATES = Path(reflex_base.__file__).parent / ".templates" / "web" / "utils"


class TestOwnOrigin:
    def test_changes_reflex_once(self):
        code = (TEMPLATES / "state.js").read_text()

        changed = use_own_origin(code)

        assert "window.location.origin" in changed
        assert use_own_origin(changed) == changed

    def test_stops_when_reflex_has_changed(self):
        with pytest.raises(FrontendBuildError, match="state"):
            use_own_origin("const somethingElse = 1;")


class TestOwnTokenInFrame:
    def test_changes_reflex_once(self):
        code = (TEMPLATES / "state.js").read_text()

        changed = own_token_in_frame(code)

        assert '"token-beside"' in changed
        assert own_token_in_frame(changed) == changed

    def test_stops_when_reflex_has_changed(self):
        with pytest.raises(FrontendBuildError, match="state"):
            own_token_in_frame("const somethingElse = 1;")


class TestStoredTheme:
    def test_sees_a_write_in_the_bundle(self, tmp_path: Path):
        (tmp_path / "assets").mkdir()
        (tmp_path / "assets" / "root.js").write_text("localStorage.setItem(`theme`,n)")

        with pytest.raises(FrontendBuildError, match=r"root\.js"):
            check_theme_not_stored(tmp_path)


class TestScriptHashes:
    def test_hashes_what_stands_between_the_tags(self):
        body = "\nalert('ä')\n"
        expected = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()

        assert script_hashes(f"<script>{body}</script>") == {f"sha256-{expected}"}

    def test_leaves_out_files_and_empty_scripts(self):
        assert script_hashes('<script src="/a.js"></script><script type="module" src="/b.js">x</script><script></script>') == set()

    def test_counts_modules_and_capital_letters(self):
        assert len(script_hashes('<SCRIPT type="module">a</SCRIPT><script async="">b</script>')) == 2

    def test_writes_those_of_all_pages(self, tmp_path: Path):
        static = tmp_path / "client"
        (static / "c").mkdir(parents=True)
        (static / "index.html").write_text("<script>1</script>")
        (static / "c" / "index.html").write_text("<script>1</script><script>2</script>")

        write_csp(static)

        assert len(json.loads((tmp_path / "csp.json").read_text())["script_hashes"]) == 2
