"""All checks that need no server, two at a time; prints what failed and ends with code 1 if anything did."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SHELL_SCRIPTS = (".ci/run", "tests/system-packages")

CHECKS: dict[str, tuple[str, ...]] = {
    "types": ("basedpyright",),
    "import rules": ("lint-imports", "--no-cache"),
    "lint": ("ruff", "check", "--quiet", "."),
    "format": ("ruff", "format", "--check", "--quiet", "."),
    "Dockerfile": ("hadolint", "Dockerfile"),
    "compose file": ("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"),
    "shell scripts": ("shellcheck", *SHELL_SCRIPTS),
    "architecture": ("python", "-m", "pytest", "-q", "--no-header", "tests/architecture"),
}


def run(check: tuple[str, tuple[str, ...]]) -> bool:
    """Run one check and print its name, its time and, if it failed, what it said."""
    name, (tool, *arguments) = check
    started = time.monotonic()
    done = subprocess.run([str(BIN / tool), *arguments], cwd=PROJECT, capture_output=True, text=True, check=False)
    passed = done.returncode == 0
    report = "" if passed else f"\n{done.stdout}{done.stderr}"
    print(f"{'ok  ' if passed else 'FAIL'} {name} ({time.monotonic() - started:.1f} s){report}", flush=True)
    return passed


def main() -> None:
    with ThreadPoolExecutor(2) as pool:
        passed = list(pool.map(run, CHECKS.items()))
    sys.exit(not all(passed))


if __name__ == "__main__":
    main()
