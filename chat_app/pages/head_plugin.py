"""What Reflex puts into every page's head, made ours: language and theme before the first paint, nothing in localStorage."""

import json
import re
from typing import Any

from reflex.plugins import Plugin

DOCUMENT = "app/_document.js"
THEME_PROVIDER = "utils/react-theme.js"
VIEWPORT = "width=device-width, initial-scale=1"

# Runs before anything is painted: the cookie's choice, else the browser's language and the device's theme. Pages are
# built in English, so for other readers the body stays hidden until their texts are in place (assets/styles/base.css).
BEFORE_PAINT = """(() => {
const root = document.documentElement;
const kept = /(?:^|; )parley_prefs=(en|de|)\\.(system|light|dark)(?:\\.(90|110|125|150|100)\\.(compact|comfortable))?/;
const [, language, theme, font, density] = kept.exec(document.cookie) ?? [];
const spoken = language || (navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag === "en" || tag === "de") ?? "en");
root.lang = spoken;
if (window.parent !== window) root.dataset.pane = "";
else window.parleySidebar = fetch("/api/v1/sidebar", { cache: "no-store" }).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
if (spoken !== "en") root.dataset.translating = "";
if (theme === "light" || theme === "dark") root.dataset.theme = theme;
if (font && font !== "100") root.dataset.font = font;
if (density === "compact") root.dataset.density = density;
})()"""

# Themes are CSS alone (assets/styles/tokens.css). Components of Reflex that ask for a colour mode get a fixed answer.
STILL_PROVIDER = """import { createContext, createElement, useContext } from "react";
import { ColorModeContext } from "$/utils/context-registry";

const still = { rawColorMode: "system", resolvedColorMode: "light", toggleColorMode: () => {}, setColorMode: () => {} };
const ThemeContext = createContext({ theme: "system", resolvedTheme: "light", setTheme: () => {} });
export const ThemeProvider = ({ children }) => createElement(ColorModeContext.Provider, { value: still }, children);
export const useTheme = () => useContext(ThemeContext);
"""

_THEME_SCRIPT = re.compile(r'jsx\("script",\{\},"(?:[^"\\]|\\.)*localStorage(?:[^"\\]|\\.)*"\)')


class HeadPlugin(Plugin):
    """Replaces Reflex's theme script and provider, and lets the page use the whole screen of a phone."""

    def pre_compile(self, **context: Any) -> None:
        """Called by Reflex before it writes the frontend."""
        context["add_modify_task"](DOCUMENT, own_document)
        context["add_modify_task"](THEME_PROVIDER, lambda _: STILL_PROVIDER)


def own_document(code: str) -> str:
    """The document with our script in place of Reflex's; raises ValueError if Reflex has changed its shape."""
    code, scripts = _THEME_SCRIPT.subn(lambda _: f'jsx("script",{{}},{json.dumps(BEFORE_PAINT)})', code)
    if scripts != 1 or VIEWPORT not in code:
        raise ValueError(f"{DOCUMENT} is not as chat_app/pages/head_plugin.py expects it")
    return code.replace(VIEWPORT, f"{VIEWPORT}, viewport-fit=cover, interactive-widget=resizes-content")
