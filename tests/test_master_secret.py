"""Where the master secret comes from, and what is refused (X8)."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from chat_app.settings import Settings, SettingsError

GOOD = "x" * 40


def test_is_made_once_and_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = Settings(data_dir=tmp_path).secret
    assert Settings(data_dir=tmp_path).secret == first
    assert len(first) >= 48
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_comes_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text(f"{GOOD}\n")
    assert Settings(secret_key_file=path).secret == GOOD.encode()
    with pytest.raises(SettingsError, match="PARLEY_SECRET_KEY_FILE"):
        assert Settings(secret_key_file=tmp_path / "none").secret


def test_comes_from_a_command_without_a_shell(tmp_path: Path) -> None:
    assert Settings(secret_key_command=f"printf {GOOD}").secret == GOOD.encode()
    marker = tmp_path / "ran"
    with pytest.raises(SettingsError):
        assert Settings(secret_key_command=f"false; touch {marker}").secret
    assert not marker.exists()


@pytest.mark.parametrize("command", ["false", "no-such-program", "printf short", "'unclosed", "printf ''"])
def test_a_command_that_gives_no_key_stops_the_start_and_shows_nothing(command: str) -> None:
    with pytest.raises(SettingsError, match="PARLEY_SECRET_KEY_COMMAND") as caught:
        Settings(secret_key_command=command).check_secret()
    assert "short'" not in str(caught.value)


@pytest.mark.parametrize("secret", ["changeme", "secret", "x" * 31, " "])
def test_a_short_one_stops_the_start(secret: str) -> None:
    with pytest.raises(SettingsError, match="PARLEY_SECRET_KEY"):
        Settings(secret_key=secret).check_secret()  # type: ignore[arg-type]


def test_those_of_before_are_listed_after_it() -> None:
    settings = Settings(secret_key=GOOD, old_secret_keys=f"{'a' * 32}, {'b' * 32},")  # type: ignore[arg-type]
    assert settings.all_secrets == [GOOD.encode(), b"a" * 32, b"b" * 32]
    with pytest.raises(SettingsError, match="PARLEY_OLD_SECRET_KEYS"):
        assert Settings(secret_key=GOOD, old_secret_keys="short").all_secrets  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["nothing", "host", "host:", ":80", "host:0", "host:99999", "http://host:80", "host:80/path", "host:80,other"]
)
def test_the_allow_list_is_hosts_and_ports(text: str) -> None:
    with pytest.raises(ValueError, match="host and a port"):
        Settings(outbound_allow=text)


def test_the_allow_list_is_read_exactly() -> None:
    assert Settings(outbound_allow=" Ollama.LAN:11434 ,[::1]:80,").outbound_hosts == {("ollama.lan", 11434), ("::1", 80)}
    assert Settings().outbound_hosts == frozenset()
