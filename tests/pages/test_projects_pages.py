"""The pages of projects build, and their charts cost nothing before there is one to show."""

from __future__ import annotations

import re
from pathlib import Path

from chat_app.pages.projects import one_project_page, projects_page

COMPONENTS = Path(__file__).parents[2] / "chat_app" / "components"
SOURCES = {path: path.read_text() for path in COMPONENTS.rglob("*.js*")}


def test_they_render() -> None:
    assert "ProjectList" in str(projects_page().render())
    shown = str(one_project_page().render())
    assert all(name in shown for name in ("ProjectPage", "ProjectNews", "DocumentNews", "DocumentSection"))


def test_charts_are_loaded_when_there_is_one_to_show() -> None:
    with_charts = [path.name for path, code in SOURCES.items() if re.search(r'from "recharts"', code)]
    assert with_charts == ["usage_chart.jsx"]
    imports = [code for code in SOURCES.values() if "usage_chart.jsx" in code]
    assert imports
    assert all('import("./usage_chart.jsx")' in code and 'from "./usage_chart.jsx"' not in code for code in imports)
