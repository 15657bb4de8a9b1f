"""All configuration in one typed object, read once from the environment and `.env`.

Nothing else reads `os.environ`. A bad value stops the start with one line that names the variable.
"""

from __future__ import annotations

import os
import secrets
import shlex
import subprocess
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

COMMAND_SECONDS = 30
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class SettingsError(Exception):
    """A setting is missing or wrong; the text names the variable and the mend."""


def _vendor_key(*names: str) -> SecretStr | None:
    return Field(default=None, validation_alias=AliasChoices(*names))


class Settings(BaseSettings):
    """Every setting of Parley; `.env.example` and `docs/configuration.md` describe them."""

    model_config = SettingsConfigDict(env_prefix="PARLEY_", env_file=".env", extra="ignore", populate_by_name=True)

    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=1, le=65535)
    public_url: str = ""
    trusted_proxy_hops: int = Field(default=0, ge=0, le=5)
    data_dir: Path = Path("data")
    mode: Literal["single", "multi"] = "single"
    secret_key: SecretStr | None = None
    secret_key_file: Path | None = None
    secret_key_command: str = ""
    old_secret_keys: SecretStr | None = None
    smtp_url: SecretStr | None = None
    mail_from: str = ""
    redis_url: SecretStr | None = None
    outbound_allow: str = ""
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_label: str = "OpenID Connect"
    oidc_registration: bool = False
    database_url: str = ""
    ollama_url: str = ""
    title_generation: bool = True
    exchange_rates_url: str = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
    vies_url: str = "https://ec.europa.eu/taxation_customs/vies/rest-api"
    max_upload_mb: int = Field(default=50, ge=1, le=2_000)
    max_message_mb: int = Field(default=100, ge=1, le=10_000)
    max_message_files: int = Field(default=20, ge=1, le=20)
    max_storage_mb: int = Field(default=10_000, ge=1)
    s3_endpoint: str = ""
    s3_bucket: str = ""
    s3_access_key: str = ""
    s3_secret_key: SecretStr | None = None
    s3_region: str = ""
    qdrant_url: str = ""
    qdrant_api_key: SecretStr | None = None
    qdrant_prefix: str = Field(default="parley", pattern="^[a-z0-9][a-z0-9-]{0,40}$")
    embedding_model: str = ""
    embedding_model_path: Path | None = None
    rerank_model_path: Path | None = None
    watch_folders: str = ""
    stripe_secret_key: SecretStr | None = None
    stripe_webhook_secret: SecretStr | None = Field(default=None, validate_default=True)
    stripe_api_base: str = "https://api.stripe.com"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_json: bool = False

    openai_api_key: SecretStr | None = _vendor_key("PARLEY_OPENAI_API_KEY", "OPENAI_API_KEY")
    openai_base_url: str = Field(default="", validation_alias=AliasChoices("PARLEY_OPENAI_BASE_URL", "OPENAI_BASE_URL"))
    deepseek_api_key: SecretStr | None = _vendor_key("PARLEY_DEEPSEEK_API_KEY", "DEEPSEEK_API_KEY")
    openrouter_api_key: SecretStr | None = _vendor_key("PARLEY_OPENROUTER_API_KEY", "OPENROUTER_API_KEY")
    runpod_api_key: SecretStr | None = _vendor_key("PARLEY_RUNPOD_API_KEY", "RUNPOD_API_KEY")
    runpod_base_url: str = Field(default="", validation_alias=AliasChoices("PARLEY_RUNPOD_BASE_URL", "RUNPOD_BASE_URL"))
    anthropic_api_key: SecretStr | None = _vendor_key("PARLEY_ANTHROPIC_API_KEY", "ANTHROPIC_API_KEY")
    gemini_api_key: SecretStr | None = _vendor_key("PARLEY_GEMINI_API_KEY", "GEMINI_API_KEY")
    mistral_api_key: SecretStr | None = _vendor_key("PARLEY_MISTRAL_API_KEY", "MISTRAL_API_KEY")
    groq_api_key: SecretStr | None = _vendor_key("PARLEY_GROQ_API_KEY", "GROQ_API_KEY")
    xai_api_key: SecretStr | None = _vendor_key("PARLEY_XAI_API_KEY", "XAI_API_KEY")
    cohere_api_key: SecretStr | None = _vendor_key("PARLEY_COHERE_API_KEY", "COHERE_API_KEY")

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object, info: ValidationInfo) -> object:
        """`NAME=` in a file means "not set", as in every shell script."""
        if value == "" and info.field_name not in {
            "public_url",
            "database_url",
            "ollama_url",
            "openai_base_url",
            "runpod_base_url",
            "secret_key_command",
            "outbound_allow",
            "oidc_issuer",
            "oidc_client_id",
            "exchange_rates_url",
            "vies_url",
        }:
            return cls.model_fields[str(info.field_name)].get_default(call_default_factory=True)
        return value

    @field_validator(
        "public_url",
        "ollama_url",
        "openai_base_url",
        "runpod_base_url",
        "s3_endpoint",
        "qdrant_url",
        "exchange_rates_url",
        "stripe_api_base",
        "vies_url",
    )
    @classmethod
    def _http_url(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, value: str) -> str:
        """As the provider spells it: a slash at the end is part of its name."""
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with https://")
        return value

    @field_validator("oidc_client_id")
    @classmethod
    def _both_or_none(cls, value: str, info: ValidationInfo) -> str:
        if bool(value) != bool(info.data.get("oidc_issuer")):
            raise ValueError("belongs together with PARLEY_OIDC_ISSUER: set both or none")
        return value

    @field_validator("stripe_webhook_secret")
    @classmethod
    def _signed(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if info.data.get("stripe_secret_key") and not value:
            raise ValueError("belongs together with PARLEY_STRIPE_SECRET_KEY: messages of payments are only taken when they are signed")
        return value

    @field_validator("embedding_model_path", "rerank_model_path")
    @classmethod
    def _a_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"{value} is no folder with the files of a model")
        return value

    @field_validator("watch_folders")
    @classmethod
    def _whole_paths(cls, value: str) -> str:
        for entry in filter(None, (part.strip() for part in value.split(","))):
            if not Path(entry).is_absolute() or len(Path(entry).parts) < 2:
                raise ValueError(f"{entry!r}: a path from the root on, and not the root itself; several separated by commas")
        return value

    @field_validator("outbound_allow")
    @classmethod
    def _hosts_and_ports(cls, value: str) -> str:
        for entry in filter(None, (part.strip() for part in value.split(","))):
            host, _, port = entry.rpartition(":")
            if not host.strip("[]") or not port.isdecimal() or not 0 < int(port) < 65_536 or "/" in entry:
                raise ValueError(f"{entry!r}: a host and a port, such as ollama.lan:11434; several separated by commas")
        return value

    @field_validator("database_url")
    @classmethod
    def _driver(cls, value: str) -> str:
        """PostgreSQL always through psycopg 3, however the URL is spelled."""
        for prefix in ("postgres://", "postgresql://"):
            if value.startswith(prefix):
                return "postgresql+psycopg://" + value.removeprefix(prefix)
        if value and not value.startswith(("sqlite://", "postgresql+psycopg://")):
            raise ValueError("must begin with postgresql:// or sqlite:///")
        return value

    @property
    def sqlalchemy_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir.resolve() / 'parley.db'}"

    @property
    def origin(self) -> str:
        """Where people reach us: scheme, host and port, without a slash at the end."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The only web origins whose pages may talk to us."""
        loopback = tuple(f"http://{name}:{self.port}" for name in ("localhost", "127.0.0.1", "[::1]"))
        return (self.public_url, *loopback) if self.public_url else loopback

    @property
    def outbound_hosts(self) -> frozenset[tuple[str, int]]:
        """`outbound_allow` as hosts and ports."""
        entries = (part.strip().lower().rpartition(":") for part in self.outbound_allow.split(",") if part.strip())
        return frozenset((host.strip("[]"), int(port)) for host, _, port in entries)

    @property
    def watch_places(self) -> tuple[Path, ...]:
        """`watch_folders` as paths."""
        return tuple(Path(part.strip()) for part in self.watch_folders.split(",") if part.strip())

    @property
    def without_login(self) -> bool:
        """Whether whoever works on this machine is the owner: one person, and nobody reaches us over a network."""
        return self.mode == "single" and self.host in LOOPBACK_HOSTS and not self.public_url

    def ensure_data_dir(self) -> Path:
        """Create the data directory, readable by its owner only, and return it."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.data_dir.chmod(0o700)
        return self.data_dir

    @cached_property
    def secret(self) -> bytes:
        """The master secret: from the environment, a command, a file, or made once in the data directory (0600)."""
        if self.secret_key:
            return self._checked_secret(self.secret_key.get_secret_value(), "PARLEY_SECRET_KEY")
        if self.secret_key_command:
            return self._checked_secret(self._from_command(self.secret_key_command), "PARLEY_SECRET_KEY_COMMAND")
        if self.secret_key_file:
            try:
                text = self.secret_key_file.read_text().strip()
            except OSError as error:
                raise SettingsError(f"PARLEY_SECRET_KEY_FILE: cannot read {self.secret_key_file}: {error.strerror}") from error
            return self._checked_secret(text, "PARLEY_SECRET_KEY_FILE")
        path = self.ensure_data_dir() / "secret_key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self._checked_secret(path.read_text().strip(), str(path))
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        return self._checked_secret(path.read_text().strip(), str(path))

    @property
    def all_secrets(self) -> list[bytes]:
        """The master secret, then those before it that still open what they sealed."""
        before = self.old_secret_keys.get_secret_value().split(",") if self.old_secret_keys else []
        return [self.secret, *(self._checked_secret(text.strip(), "PARLEY_OLD_SECRET_KEYS") for text in before if text.strip())]

    def check_secret(self) -> None:
        """Raise `SettingsError` for a secret that was given and cannot be used; nothing is made here."""
        if self.secret_key or self.secret_key_file or self.secret_key_command:
            assert self.secret  # noqa: S101  (reading it is the check)

    @staticmethod
    def _from_command(command: str) -> str:
        """What a program of the operator prints, such as a password manager."""
        try:
            done = subprocess.run(shlex.split(command), capture_output=True, text=True, check=True, timeout=COMMAND_SECONDS)  # noqa: S603
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise SettingsError(f"PARLEY_SECRET_KEY_COMMAND: {type(error).__name__}; it has to print the key and end with 0") from None
        return done.stdout.strip()

    @staticmethod
    def _checked_secret(text: str, name: str) -> bytes:
        if len(text) < 32:
            raise SettingsError(
                f"{name}: at least 32 characters; make one with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        return text.encode()


def load_settings() -> Settings:
    """Read the settings anew; raises `SettingsError` with one line per wrong variable."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(problem) for problem in error.errors())) from None


def _explain(problem: ErrorDetails) -> str:
    name = str(problem["loc"][0])
    variable = name if name.isupper() else f"PARLEY_{name.upper()}"
    return f"{variable}: {problem['msg'].removeprefix('Value error, ')} (see .env.example)"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process."""
    return load_settings()
