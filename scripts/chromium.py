"""The browser that pictures are taken with."""

import shutil

PROGRAM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
"""The one without windows is the one that the tests install."""
