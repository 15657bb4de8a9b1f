"""Bun, one exact version, from the npm registry: no script is downloaded and no Node is needed.

The package is the vendor's own (`@oven/bun-…`), checked against the integrity that the registry published for it.
"""

from __future__ import annotations

import base64
import hashlib
import os
import platform
import ssl
import tarfile
import tempfile
import urllib.request
from pathlib import Path

VERSION = "1.4.5"
DEFAULT_REGISTRY = "https://registry.npmjs.org"
TIMEOUT_SECONDS = 60

INTEGRITY = {
    "darwin-aarch64": "4MIFXHmctH2EhAxLXm2/qxNtv17dFtLJylvaOCsrgq6KSqHTs6eW5YSrJjRbJxYUJaR901fsN8JfZOa+CsWpWQ==",
    "darwin-x64": "qkLPMGHZM9NI6CeHTWwVezzmlo6cC4Ta7yUAjYIWXS366qQcOlcp75t2uZyiuVRBMPS0h9qE0tCcvCHGaFqjJg==",
    "linux-aarch64": "4BXmsSKnjOrlGWqZV4x/oWa7AVoR+B6lCXddMzOAXBIm3t50eslg9wb66gmtW1AamEQ1l1CDvmmruysEhqOWMg==",
    "linux-aarch64-musl": "XCNc+WvvMAdNNb+OWTogpy+N9wm62fkVeEVLb6how0RZhW5LPi6c7BlkeVCuWps7XjEl2saFpHFa20/1E+PAHg==",
    "linux-x64": "IWX9BELoGHAUtMonkeSaNaZwXzRk+oDw6Mk+HBFXd3KHYIBNBsIGRupMZPcgNoDbJpLu6gAJjIoIVPZtt1aJ1g==",
    "linux-x64-musl": "10QoW/YfTgnURaGEaHpJCiXjLI2e5iTtfVDaA5JKcyUzaa1cq6cVUY9/Uq5XkYzvtRjHLRe9Oj/lTDIQcxy8HQ==",
    "windows-aarch64": "MiPFZnBNDnBXgr1oONc5pizC4fOLjnIOfNkYdFEnWzLmoFTg86naZIG3SvS7d/GglpQSAnCKMAzSjI/TAckiRw==",
    "windows-x64": "FNvply651vcE/GHgNWz6mZvhmkwBuu8Hw54oNzA+CQog+HW+542rXQmZqNHRkFxazD9L3xi+iTtvO3engAgJfw==",
}
MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "aarch64", "arm64": "aarch64"}


class BunError(Exception):
    """Bun cannot be had here; the text says why and what to do."""


def registry() -> str:
    """The npm registry to use: the person's own configuration first."""
    from_environment = os.environ.get("NPM_CONFIG_REGISTRY") or os.environ.get("npm_config_registry")  # noqa: SIM112  (what npm sets for its scripts)
    return (from_environment or _registry_of_npmrc(Path.home() / ".npmrc") or DEFAULT_REGISTRY).rstrip("/")


def _registry_of_npmrc(path: Path) -> str | None:
    if not path.is_file():
        return None
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        name, _, value = line.partition("=")
        if name.strip() == "registry" and value.strip():
            return value.strip()
    return None


def package_name(system: str | None = None, machine: str | None = None, libc: str | None = None) -> str:
    """The vendor's name of this machine's build, e.g. "linux-x64"."""
    system = (system or platform.system()).lower()
    name = f"{system}-{MACHINES.get((machine or platform.machine()).lower(), '?')}"
    if system == "linux" and (platform.libc_ver()[0] if libc is None else libc) != "glibc":
        name += "-musl"
    if name not in INTEGRITY:
        raise BunError(f"There is no bun for {name}; build the frontend on another machine and copy .web/build here.")
    return name


def install(tools: Path) -> Path:
    """Put bun into `tools` unless it is there, and return the folder to put on PATH."""
    folder = tools / f"bun-{VERSION}"
    executable = folder / ("bun.exe" if platform.system() == "Windows" else "bun")
    if not executable.exists():
        folder.mkdir(parents=True, exist_ok=True)
        name = package_name()
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            package = Path(scratch) / "bun.tgz"
            download(f"{registry()}/@oven/bun-{name}/-/bun-{name}-{VERSION}.tgz", INTEGRITY[name], package)
            unpacked = _unpack(package, executable.name, Path(scratch))
            unpacked.chmod(0o755)
            unpacked.replace(executable)
    return folder


def download(url: str, integrity: str, target: Path) -> None:
    """Fetch `url` into `target`; raises `BunError` when it cannot be had or is not what was published (SHA-512, base64)."""
    digest = hashlib.sha512()
    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS, context=_trust()) as answer, target.open("wb") as file:  # noqa: S310  (the registry's URL, checked below)
            while chunk := answer.read(1 << 20):
                digest.update(chunk)
                file.write(chunk)
    except OSError as error:
        raise BunError(f"Cannot fetch {url}: {error}. Is the npm registry reachable? NPM_CONFIG_REGISTRY names another one.") from error
    if base64.b64encode(digest.digest()).decode() != integrity:
        raise BunError(f"{url} is not the file that was published (its checksum differs).")


def _trust() -> ssl.SSLContext:
    """The system's certificates (a company's own among them), and a usual set where a Python has none."""
    import certifi  # noqa: PLC0415  (only a first build needs it)

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _unpack(package: Path, name: str, folder: Path) -> Path:
    with tarfile.open(package) as archive:
        member = archive.extractfile(f"package/bin/{name}")
        if member is None:
            raise BunError(f"{package.name} does not hold bin/{name}.")
        target = folder / name
        with target.open("wb") as file:
            while chunk := member.read(1 << 20):
                file.write(chunk)
    return target
