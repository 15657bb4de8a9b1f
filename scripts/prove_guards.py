"""`python -m scripts.prove_guards [class …]`: takes each guard of tests/security/guards.toml out and runs the test that must fail then.

Works on a copy of the project, so nothing here changes. A guard whose test still passes is a guard that nobody would miss.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
GUARDS = PROJECT / "tests" / "security" / "guards.toml"
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", ".tools", ".web", "node_modules", "__pycache__", "data", ".pytest_cache", "docs")
SECONDS = 240


def main() -> None:
    wanted = sys.argv[1:]
    guards = {name: guard for name, guard in tomllib.loads(GUARDS.read_text(encoding="utf-8")).items() if not wanted or name in wanted}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "parley"
        shutil.copytree(PROJECT, copy, ignore=LEFT_BEHIND)
        unmissed = [name for name, guard in guards.items() if not _is_missed(name, guard, copy)]
    print(f"{len(guards) - len(unmissed)} of {len(guards)} guards are missed when they are gone")
    sys.exit(bool(unmissed))


def _is_missed(name: str, guard: dict[str, Any], copy: Path) -> bool:
    """Whether the guard's test fails without it."""
    path = copy / guard["file"]
    before = path.read_text(encoding="utf-8")
    if before.count(guard["guard"]) < 1:
        print(f"{name:4} {guard['file']}: the guard is not there any more")
        return False
    path.write_text(before.replace(guard["guard"], guard["without"]), encoding="utf-8")
    try:
        code = _run(guard["test"], copy)
    finally:
        path.write_text(before, encoding="utf-8")
    print(
        f"{name:4} {'missed' if code == 1 else f'NOT MISSED ({code})'}: {guard['file']} without “{guard['guard'].strip().splitlines()[0][:70]}”, {guard['test']}",
        flush=True,
    )
    return code == 1


def _run(test: str, copy: Path) -> int:
    """Pytest's exit code: 1 when a test failed, 0 when none did, others when none ran."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *test.split(" ", 1)[:1]]
    chosen = test.split(" ", 1)[1:]
    done = subprocess.run([*command, *(["-k", chosen[0]] if chosen else [])], cwd=copy, capture_output=True, timeout=SECONDS, check=False)
    return done.returncode


if __name__ == "__main__":
    main()
