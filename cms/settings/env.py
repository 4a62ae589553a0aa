"""The only reader of the process environment: typed once; a fault stops the start, naming the variable and the cure."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cms.settings import media_storage

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY_LENGTH = 50
# 公共データ利用規約(第1.0版): what the state's own texts may be used for.
PUBLIC_DATA_LICENCE = "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0"


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
    port: int
    public_base_url: str
    admin_base_url: str
    site_urls: Mapping[str, str]
    allowed_hosts: tuple[str, ...]
    https: bool
    forwarded_proto: bool
    proxies: int
    rate_limit_requests: int
    rate_limit_seconds: int
    rate_limit_exempt: tuple[IPv4Network | IPv6Network, ...]
    answer_memory_bytes: int
    licence_url: str
    kids_kanji_grade: int
    check_links: bool
    emergency_review_hours: int
    approval_wait_days: int
    mail_server: Mapping[str, Any]
    mail_from: str
    verification_link_days: int
    verification_address_days: int
    verification_months: int
    review_escalation_days: int
    editors_media: Mapping[str, Any]
    public_media: Mapping[str, Any]
    public_media_url: str

    @classmethod
    def load(cls, environ: Mapping[str, str] = os.environ) -> "Environment":
        """Read and check every variable. Raises EnvironmentInvalid with the name of the wrong one.

        It makes the state folder where there is none; a demo's secret key is kept there for all of its processes.
        """
        demo = _flag(environ, "TOMOSHIBI_DEMO", default="0")
        state_dir = _folder(environ, "TOMOSHIBI_STATE_DIR", ROOT / "var")
        port = _number(environ, "PORT", default="8000", most=65535)
        public_base_url = _url(environ, "PUBLIC_BASE_URL", f"http://127.0.0.1:{port}" if demo else None)
        editors_media, public_media = _media_apart(environ, state_dir)
        return cls(
            demo=demo,
            demo_password=environ.get("TOMOSHIBI_DEMO_PASSWORD") or None,
            secret_key=_secret_key(environ, state_dir, demo=demo),
            database=_database(environ.get("DATABASE_URL", ""), state_dir),
            state_dir=state_dir,
            port=port,
            public_base_url=public_base_url,
            admin_base_url=_url(environ, "ADMIN_BASE_URL", public_base_url),
            site_urls={
                "website": _template(environ, "PUBLIC_SITE_URL_WEBSITE", "/sites/website/{type}/{slug}"),
                "kids": _template(environ, "PUBLIC_SITE_URL_KIDS", "/sites/kids/{type}/{slug}"),
                "partners": _template(environ, "PUBLIC_SITE_URL_PARTNERS", "/sites/partner/{type}/{slug}"),
            },
            allowed_hosts=_hosts(environ, public_base_url),
            https=_flag(environ, "HTTPS_ONLY", default="0" if demo else "1"),
            forwarded_proto=_flag(environ, "TRUST_FORWARDED_PROTO", default="0"),
            proxies=_number(environ, "TRUSTED_PROXIES", default="0", most=8),
            rate_limit_requests=_number(environ, "RATE_LIMIT_REQUESTS", default="600", most=1_000_000),
            rate_limit_seconds=_number(environ, "RATE_LIMIT_SECONDS", default="60", least=1, most=3600),
            rate_limit_exempt=_networks(environ, "RATE_LIMIT_EXEMPT"),
            answer_memory_bytes=_number(environ, "ANSWER_MEMORY_MB", default="12", most=100_000) * 1_000_000,
            licence_url=_url(environ, "LICENCE_URL", PUBLIC_DATA_LICENCE),
            kids_kanji_grade=_number(environ, "KIDS_KANJI_GRADE", default="4", least=1, most=6),
            check_links=_flag(environ, "CHECK_LINKS", default="0" if demo else "1"),
            emergency_review_hours=_number(environ, "EMERGENCY_REVIEW_HOURS", default="72", least=1, most=720),
            mail_server=_mail_server(environ.get("MAIL_SERVER", "")),
            mail_from=_mail_from(environ),
            verification_link_days=_number(environ, "VERIFICATION_LINK_DAYS", default="30", least=1, most=365),
            verification_address_days=_number(environ, "VERIFICATION_ADDRESS_DAYS", default="90", least=1, most=3650),
            verification_months=_number(environ, "VERIFICATION_MONTHS", default="12", least=1, most=120),
            review_escalation_days=_number(environ, "REVIEW_ESCALATION_DAYS", default="7", least=1, most=365),
            approval_wait_days=_number(environ, "APPROVAL_WAIT_DAYS", default="3", least=0, most=365),
            editors_media=editors_media,
            public_media=public_media,
            public_media_url=_plain_url(environ, "PUBLIC_MEDIA_URL", f"{public_base_url}/media") + "/",
        )


def _flag(environ: Mapping[str, str], name: str, *, default: str) -> bool:
    value = environ.get(name) or default
    if value not in {"0", "1"}:
        raise EnvironmentInvalid(f"{name} is {value!r}: use 1 or 0.")
    return value == "1"


def _folder(environ: Mapping[str, str], name: str, default: Path) -> Path:
    path = Path(environ.get(name) or default).absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise EnvironmentInvalid(f"{name} is {str(path)!r}: name a folder that can be made ({fault}).") from None
    return path


def _number(environ: Mapping[str, str], name: str, *, default: str, most: int, least: int = 0) -> int:
    value = environ.get(name) or default
    if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
        raise EnvironmentInvalid(f"{name} is {value!r}: use a whole number from {least} to {most}.")
    return int(value)


def _networks(environ: Mapping[str, str], name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    found = []
    for text in filter(None, (piece.strip() for piece in environ.get(name, "").split(","))):
        try:
            found.append(ip_network(text))
        except ValueError:
            raise EnvironmentInvalid(
                f"{name} holds {text!r}: use addresses or networks with commas, such as 192.0.2.7, 2001:db8::/32."
            ) from None
    return tuple(found)


def _url(environ: Mapping[str, str], name: str, default: str | None) -> str:
    value = environ.get(name) or default
    if value is None:
        raise EnvironmentInvalid(f"{name} is missing: set the public address, such as https://api.example.jp.")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise EnvironmentInvalid(
            f"{name} is {value!r}: use an absolute http(s) address, such as https://api.example.jp."
        )
    return value.rstrip("/")


def _plain_url(environ: Mapping[str, str], name: str, default: str) -> str:
    """An address that can stand in JSON and in HTML as it is."""
    value = _url(environ, name, default)
    if not re.fullmatch(r"[A-Za-z0-9:/._~%@\[\]-]+", value):
        raise EnvironmentInvalid(f"{name} is {value!r}: use only letters, digits and :/._~%@- in it.")
    return value


def _media_apart(environ: Mapping[str, str], state_dir: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The editors' storage and the public one: what lies in the public one may be served to everybody, and is swept."""
    editors = _media(environ, "EDITORS_MEDIA_STORAGE", state_dir / "editors-media")
    public = _media(environ, "PUBLIC_MEDIA_STORAGE", state_dir / "public-media")
    if media_storage.overlap(editors, public):
        raise EnvironmentInvalid(
            "EDITORS_MEDIA_STORAGE and PUBLIC_MEDIA_STORAGE are the same place, or one lies in the other: "
            "name two folders beside each other, or two buckets, since drafts must never be public."
        )
    return editors, public


def _media(environ: Mapping[str, str], name: str, folder: Path) -> dict[str, Any]:
    try:
        return media_storage.storage(environ.get(name, ""), folder)
    except ValueError as fault:
        raise EnvironmentInvalid(f"{name} is {environ[name]!r}: {fault}") from None


def _template(environ: Mapping[str, str], name: str, default: str) -> str:
    value = environ.get(name) or default
    try:
        filled = value.format(type="services", slug="x")
    except (KeyError, IndexError, ValueError):
        filled = ""
    if "{slug}" not in value or not filled.startswith(("/", "https://", "http://")):
        raise EnvironmentInvalid(f"{name} is {value!r}: use an address with {{slug}} and, if wanted, {{type}} in it.")
    return value


def _hosts(environ: Mapping[str, str], public_base_url: str) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in environ.get("ALLOWED_HOSTS", "").split(",") if host.strip())
    if "*" in hosts:
        raise EnvironmentInvalid("ALLOWED_HOSTS holds '*': list the hosts that this site answers for, with commas.")
    return hosts or tuple(dict.fromkeys([urlsplit(public_base_url).hostname or "", "127.0.0.1", "localhost"]))


def _secret_key(environ: Mapping[str, str], state_dir: Path, *, demo: bool) -> str:
    given = environ.get("SECRET_KEY", "")
    if not given and demo:
        return _kept_secret_key(state_dir / "secret_key")
    if len(given) < SECRET_KEY_LENGTH:
        state = "too short" if given else "missing"
        raise EnvironmentInvalid(f"SECRET_KEY is {state}: set it to at least {SECRET_KEY_LENGTH} random characters.")
    return given


def _kept_secret_key(path: Path) -> str:
    """The key of this state folder, made at the first start: sessions outlive a restart, and all processes agree."""
    if not path.exists():
        draft = path.with_name(f".secret_key-{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(SECRET_KEY_LENGTH))
        try:
            # A link appears with its whole content or not at all; whoever comes second takes the first one's key.
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()


def _mail_server(url: str) -> dict[str, Any]:
    """Django's settings for sending letters; without a server nothing is sent."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        # Not the value itself: it may hold a password.
        raise EnvironmentInvalid("MAIL_SERVER cannot be read: use smtp://user:password@host:587 or smtps://….")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        # A relay on the same machine is spoken to in the clear; anything else is not.
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in {"localhost", "127.0.0.1"},
        "EMAIL_TIMEOUT": 20,
    }


def _mail_from(environ: Mapping[str, str]) -> str:
    value = environ.get("MAIL_FROM", "")
    if environ.get("MAIL_SERVER") and not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", value):
        raise EnvironmentInvalid("MAIL_FROM is missing or no address: set the one that answers go to.")
    return value or "tomoshibi@localhost"


def _database(url: str, state_dir: Path) -> dict[str, Any]:
    if not url:
        url = f"sqlite:///{state_dir / 'tomoshibi.sqlite3'}"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # Not the fault's own words: they may hold a piece of the password.
        raise EnvironmentInvalid("DATABASE_URL cannot be read: use postgresql://user@host:5432/name.") from None
    name = unquote(parts.path[1:])
    if parts.scheme not in {"sqlite", "postgres", "postgresql"}:
        raise EnvironmentInvalid(f"DATABASE_URL starts with {parts.scheme!r}: use sqlite:///… or postgresql://….")
    if not name:
        raise EnvironmentInvalid(
            "DATABASE_URL names no database: use sqlite:////folder/file or postgresql://host/name."
        )
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {
        "connect_timeout": 5,
        "options": "-c lock_timeout=20s -c default_transaction_isolation=read\\ committed",
    }
    if "sslmode" in query:
        options["sslmode"] = query["sslmode"]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


ENV = Environment.load()
