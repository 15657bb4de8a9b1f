from __future__ import annotations

import base64
import hashlib
import io
import tarfile
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from chat_app.cli.frontend import bun

PROGRAM = b"#!/bin/sh\necho bun\n"


class SilentHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address under which a registry of this machine serves it."""
    folder = tmp_path / "registry"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SilentHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield folder, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def package() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        entry = tarfile.TarInfo("package/bin/bun")
        entry.size = len(PROGRAM)
        archive.addfile(entry, io.BytesIO(PROGRAM))
    return buffer.getvalue()


class TestPackageName:
    @pytest.mark.parametrize(
        ("system", "machine", "libc", "name"),
        [
            ("Linux", "x86_64", "glibc", "linux-x64"),
            ("Linux", "aarch64", "", "linux-aarch64-musl"),
            ("Darwin", "arm64", "", "darwin-aarch64"),
            ("Windows", "AMD64", "", "windows-x64"),
        ],
    )
    def test_names_the_vendors_build(self, system: str, machine: str, libc: str, name: str):
        assert bun.package_name(system, machine, libc) == name

    def test_says_when_there_is_no_build(self):
        with pytest.raises(bun.BunError, match="linux-"):
            bun.package_name("Linux", "riscv64", "glibc")


class TestRegistry:
    def test_environment_comes_first(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
        (tmp_path / ".npmrc").write_text("registry=https://npmrc.example/\n")
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("NPM_CONFIG_REGISTRY", "https://env.example/")

        assert bun.registry() == "https://env.example"

    def test_npmrc_comes_second(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
        (tmp_path / ".npmrc").write_text("fund=false\nregistry = https://npmrc.example/\n")
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.delenv("NPM_CONFIG_REGISTRY", raising=False)
        monkeypatch.delenv("npm_config_registry", raising=False)

        assert bun.registry() == "https://npmrc.example"


class TestInstall:
    def test_brings_the_program_once(self, served: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        folder, address = served
        name = f"bun-linux-x64-{bun.VERSION}.tgz"
        published = folder / "@oven" / "bun-linux-x64" / "-" / name
        published.parent.mkdir(parents=True)
        published.write_bytes(package())
        digest = base64.b64encode(hashlib.sha512(published.read_bytes()).digest()).decode()
        monkeypatch.setenv("NPM_CONFIG_REGISTRY", address)
        monkeypatch.setattr(bun, "package_name", lambda: "linux-x64")
        monkeypatch.setitem(bun.INTEGRITY, "linux-x64", digest)

        first = bun.install(tmp_path / "tools")
        published.unlink()
        second = bun.install(tmp_path / "tools")

        assert first == second
        assert (first / "bun").read_bytes() == PROGRAM
        assert (first / "bun").stat().st_mode & 0o111
        assert [path.name for path in first.iterdir()] == ["bun"]

    def test_refuses_another_file_than_was_published(self, served: tuple[Path, str], tmp_path: Path):
        folder, address = served
        (folder / "bun.tgz").write_bytes(b"something else")

        with pytest.raises(bun.BunError, match="checksum"):
            bun.download(f"{address}/bun.tgz", bun.INTEGRITY["linux-x64"], tmp_path / "bun.tgz")

    def test_says_when_the_registry_does_not_answer(self, tmp_path: Path):
        with pytest.raises(bun.BunError, match="NPM_CONFIG_REGISTRY"):
            bun.download("http://127.0.0.1:9/bun.tgz", bun.INTEGRITY["linux-x64"], tmp_path / "bun.tgz")
