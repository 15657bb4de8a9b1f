"""`python -m scripts.make_sbom` writes docs/sbom.json: everything a release is made of, as CycloneDX 1.6.

Made from the locks alone, so that the same locks give the same document; licences come from the installed packages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
SBOM = PROJECT / "docs" / "sbom.json"
PYTHON_PIN = re.compile(r"^([a-z0-9_.-]+)(?:\[[^\]]+\])?==([^\s;\\]+)", re.MULTILINE)
NPM_ENTRY = re.compile(r'^    "[^"]+": \["((?:@[^/"]+/)?[^@"]+)@([^"]+)",.*"(sha512-[^"]+)"\]', re.MULTILINE)


def main() -> None:
    """Write the document."""
    SBOM.write_text(json.dumps(document(), indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def document() -> dict[str, Any]:
    """The bill of materials; without time and serial number, so that it changes only when the locks do."""
    components = sorted([*python_components(), *npm_components()], key=lambda part: part["bom-ref"])
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "parley", "bom-ref": "parley"}},
        "components": components,
        "dependencies": [{"ref": "parley", "dependsOn": [part["bom-ref"] for part in components]}],
    }


def python_components() -> Iterator[dict[str, Any]]:
    """What requirements.txt pins."""
    text = (PROJECT / "requirements.txt").read_text(encoding="utf-8")
    for name, version in sorted(set(PYTHON_PIN.findall(text))):
        part = _component(f"pkg:pypi/{name}@{version}", name, version)
        yield part | ({"licenses": [{"license": {"name": found}}]} if (found := _licence(name)) else {})


def npm_components() -> Iterator[dict[str, Any]]:
    """What the frontend's lock pins, with its checksums."""
    text = (PROJECT / "reflex.lock" / "bun.lock").read_text(encoding="utf-8")
    for name, version, checksum in sorted(set(NPM_ENTRY.findall(text))):
        part = _component(f"pkg:npm/{name.replace('@', '%40')}@{version}", name, version)
        yield part | {"properties": [{"name": "integrity", "value": checksum}]}


def _component(purl: str, name: str, version: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": purl, "purl": purl, "name": name, "version": version}


def _licence(name: str) -> str:
    """The licence as the package names it: its expression, else its classifier; "" where it is not installed."""
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classifiers = [line.rpartition(" :: ")[2] for line in found.get_all("Classifier", []) if line.startswith("License ::")]
    text = found.get("License-Expression") or (classifiers[0] if classifiers else found.get("License") or "")
    return text.strip().splitlines()[0][:100] if text.strip() else ""


if __name__ == "__main__":
    main()
