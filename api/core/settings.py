"""All settings of the app's environment, in one typed class.

Every variable is documented in `.env.example`; a test compares the two.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


def default_state_dir() -> Path:
    """Return where everything that is not source lives: `STATE_DIR`, or `.state` beside the source."""
    return Path(os.environ.get("STATE_DIR") or ROOT / ".state").resolve()


class Settings(BaseSettings):
    """Settings from the environment, `.env` and the secrets file of the state directory."""

    model_config = SettingsConfigDict(
        env_prefix="PHUCDAP_", env_file_encoding="utf-8", extra="ignore", populate_by_name=True
    )

    mode: Literal["demo", "production"] = "demo"
    province: str = "hung-yen"
    state_dir: Path = Field(default_factory=default_state_dir, validation_alias="STATE_DIR")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, validation_alias="PORT", ge=1, le=65535)
    public_url: str = ""
    log_format: Literal["", "text", "json"] = ""

    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    api_url: str = ""
    rasa_url: str = ""
    actions_url: str = ""

    secret_key: SecretStr = SecretStr("")
    internal_token: SecretStr = SecretStr("")
    rasa_turn_secret: SecretStr = SecretStr("")

    worker_concurrency: int = Field(default=4, ge=1, le=64)
    turn_timeout_seconds: float = Field(default=30.0, gt=0)

    telegram_token: SecretStr = SecretStr("")
    telegram_api_base: str = ""
    telegram_proxy: str = ""
    telegram_webhook_secret: SecretStr = SecretStr("")

    zalo_app_id: str = ""
    zalo_oa_id: str = ""
    zalo_app_secret: SecretStr = SecretStr("")
    zalo_oa_secret: SecretStr = SecretStr("")
    zalo_refresh_token: SecretStr = SecretStr("")
    zalo_api_base: str = "https://openapi.zalo.me"
    zalo_oauth_base: str = "https://oauth.zaloapp.com"

    @property
    def demo(self) -> bool:
        """Whether demo accounts and demo data may exist."""
        return self.mode == "demo"

    @property
    def log_style(self) -> Literal["text", "json"]:
        """Return how logs are written: as set, else readable in demo mode and JSON in production."""
        return self.log_format or ("text" if self.demo else "json")

    @property
    def data_dir(self) -> Path:
        """Return the folder that holds what is particular to the province."""
        return ROOT / "data" / self.province

    @property
    def static_dir(self) -> Path:
        """Return the folder of the built browser assets."""
        return self.state_dir / "static"

    @property
    def base_url(self) -> str:
        """Return the address that citizens see, without a slash at its end."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    def internal_url(self, part: Literal["api", "rasa", "actions"]) -> str:
        """Return the loopback address of a process: the set one, or that of the one-machine layout."""
        configured = {"api": self.api_url, "rasa": self.rasa_url, "actions": self.actions_url}[part]
        offset = {"api": 0, "rasa": 1, "actions": 2}[part]
        return (configured or f"http://127.0.0.1:{self.port + offset}").rstrip("/")

    @property
    def sqlalchemy_url(self) -> str:
        """Return the database address for SQLAlchemy, always with the psycopg 3 driver."""
        return "postgresql+psycopg://" + self.database_url.split("://", 1)[1]


def load_settings(**overrides: Any) -> Settings:
    """Read the settings, secrets file included; keyword arguments win over all."""
    state_dir = Path(overrides.get("state_dir") or default_state_dir())
    files = (ROOT / ".env", state_dir / "secrets.env", state_dir / "run" / "database.env")
    return Settings(_env_file=files, **overrides)


@lru_cache
def get_settings() -> Settings:
    """Return the settings of this process, read once."""
    return load_settings()
