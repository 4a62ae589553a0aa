"""The only reader of the process environment: typed once, and a fault stops the start with its name."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]


class EnvironmentInvalid(Exception):
    """An environment variable is missing or cannot be understood; the message names it and the cure."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the process was told at its start."""

    demo: bool
    demo_password: str | None
    secret_key: str
    database: Mapping[str, Any]
    state_dir: Path
    public_base_url: str
    site_urls: Mapping[str, str]
    allowed_hosts: tuple[str, ...]

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ) -> "Environment":
        """Read and check every variable. Raises EnvironmentInvalid with the name of the wrong one."""
        demo = _flag(environ, "TOMOSHIBI_DEMO")
        state_dir = Path(environ.get("TOMOSHIBI_STATE_DIR") or ROOT / "var")
        secret = environ.get("SECRET_KEY", "")
        if not secret:
            if not demo:
                raise EnvironmentInvalid("SECRET_KEY is missing: set it to at least 50 random characters.")
            secret = secrets.token_urlsafe(50)
        return cls(
            demo=demo,
            demo_password=environ.get("TOMOSHIBI_DEMO_PASSWORD") or None,
            secret_key=secret,
            database=_database(environ.get("DATABASE_URL", ""), state_dir),
            state_dir=state_dir,
            public_base_url=_url(environ, "PUBLIC_BASE_URL", "http://127.0.0.1:8000" if demo else None),
            site_urls={
                "website": environ.get("PUBLIC_SITE_URL_WEBSITE", "/sites/website/{type}/{slug}"),
                "kids": environ.get("PUBLIC_SITE_URL_KIDS", "/sites/kids/{type}/{slug}"),
                "partners": environ.get("PUBLIC_SITE_URL_PARTNERS", "/sites/partner/{type}/{slug}"),
            },
            allowed_hosts=tuple(filter(None, environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(","))),
        )


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "0")
    if value not in {"0", "1"}:
        raise EnvironmentInvalid(f"{name} is {value!r}: use 1 or 0.")
    return value == "1"


def _url(environ: Mapping[str, str], name: str, default: str | None) -> str:
    value = environ.get(name) or default
    if value is None:
        raise EnvironmentInvalid(f"{name} is missing: set the public address, such as https://api.example.jp.")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise EnvironmentInvalid(f"{name} is {value!r}: use an absolute http(s) address.")
    return value.rstrip("/")


def _database(url: str, state_dir: Path) -> dict[str, Any]:
    if not url:
        url = f"sqlite:///{state_dir / 'tomoshibi.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        query = dict(item.split("=", 1) for item in parts.query.split("&") if "=" in item)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(query.get("host", parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "OPTIONS": {"options": "-c lock_timeout=20s -c default_transaction_isolation=read\\ committed"},
        }
    raise EnvironmentInvalid(f"DATABASE_URL starts with {parts.scheme!r}: use sqlite:///… or postgresql://….")


ENV = Environment.load()
