"""A process that was told something wrong does not start, and says which variable it was and what to do."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cms.settings.env import ROOT, Environment, EnvironmentInvalid

KEY = "k" * 50


def told(folder: Path, **changes: str) -> dict[str, str]:
    """A complete production environment, with these changes; an empty value takes a variable away."""
    environ = {"SECRET_KEY": KEY, "PUBLIC_BASE_URL": "https://api.example.jp", "TOMOSHIBI_STATE_DIR": str(folder)}
    return {name: value for name, value in {**environ, **changes}.items() if value}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SECRET_KEY": ""}, ["SECRET_KEY is missing", "at least 50"]),
        ({"SECRET_KEY": "short"}, ["SECRET_KEY is too short", "at least 50"]),
        ({"SECRET_KEY": "short", "TOMOSHIBI_DEMO": "1"}, ["SECRET_KEY is too short"]),
        ({"PUBLIC_BASE_URL": ""}, ["PUBLIC_BASE_URL is missing", "https://api.example.jp"]),
        ({"PUBLIC_BASE_URL": "api.example.jp"}, ["PUBLIC_BASE_URL is 'api.example.jp'", "absolute"]),
        ({"PUBLIC_BASE_URL": "ftp://api.example.jp"}, ["PUBLIC_BASE_URL", "absolute"]),
        ({"PUBLIC_BASE_URL": "https://api.example.jp/?a=b"}, ["PUBLIC_BASE_URL", "absolute"]),
        ({"ADMIN_BASE_URL": "editors"}, ["ADMIN_BASE_URL", "absolute"]),
        ({"TOMOSHIBI_DEMO": "yes"}, ["TOMOSHIBI_DEMO is 'yes'", "use 1 or 0"]),
        ({"HTTPS_ONLY": "true"}, ["HTTPS_ONLY is 'true'", "use 1 or 0"]),
        ({"TRUST_FORWARDED_PROTO": "on"}, ["TRUST_FORWARDED_PROTO", "use 1 or 0"]),
        ({"TRUSTED_PROXIES": "-1"}, ["TRUSTED_PROXIES", "from 0 to 8"]),
        ({"RATE_LIMIT_REQUESTS": "many"}, ["RATE_LIMIT_REQUESTS is 'many'", "from 0 to 1000000"]),
        ({"RATE_LIMIT_SECONDS": "0"}, ["RATE_LIMIT_SECONDS is '0'", "from 1 to 3600"]),
        ({"RATE_LIMIT_EXEMPT": "192.0.2.7/24"}, ["RATE_LIMIT_EXEMPT holds '192.0.2.7/24'", "networks"]),
        ({"RATE_LIMIT_EXEMPT": "www.example.jp"}, ["RATE_LIMIT_EXEMPT", "networks"]),
        ({"LICENCE_URL": "PDL-1.0"}, ["LICENCE_URL", "absolute"]),
        ({"PUBLIC_MEDIA_STORAGE": "bucket"}, ["PUBLIC_MEDIA_STORAGE is 'bucket'", "s3://bucket"]),
        ({"EDITORS_MEDIA_STORAGE": "s3://bucket?acl=public"}, ["EDITORS_MEDIA_STORAGE", "region"]),
        ({"PUBLIC_MEDIA_URL": 'https://cdn.example.jp/"onload'}, ["PUBLIC_MEDIA_URL", "only letters"]),
        ({"PORT": "http"}, ["PORT is 'http'", "from 0 to 65535"]),
        ({"PORT": "70000"}, ["PORT", "from 0 to 65535"]),
        ({"ALLOWED_HOSTS": "*"}, ["ALLOWED_HOSTS holds '*'", "list the hosts"]),
        ({"PUBLIC_SITE_URL_WEBSITE": "https://example.jp/{slag}"}, ["PUBLIC_SITE_URL_WEBSITE", "{slug}"]),
        ({"PUBLIC_SITE_URL_KIDS": "example.jp/{slug}"}, ["PUBLIC_SITE_URL_KIDS", "{slug}"]),
        ({"PUBLIC_SITE_URL_PARTNERS": "https://example.jp/{slug"}, ["PUBLIC_SITE_URL_PARTNERS", "{slug}"]),
        ({"DATABASE_URL": "mysql://host/name"}, ["DATABASE_URL starts with 'mysql'", "postgresql://"]),
        ({"DATABASE_URL": "postgresql://host"}, ["DATABASE_URL names no database"]),
        ({"DATABASE_URL": "postgresql://host:port/name"}, ["DATABASE_URL cannot be read"]),
        ({"TOMOSHIBI_STATE_DIR": "/dev/null/var"}, ["TOMOSHIBI_STATE_DIR is '/dev/null/var'", "can be made"]),
    ],
    ids=lambda value: ",".join(f"{k}={v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_a_fault_names_its_variable_and_the_cure(tmp_path: Path, changes: dict[str, str], words: list[str]) -> None:
    with pytest.raises(EnvironmentInvalid) as fault:
        Environment.load(told(tmp_path, **changes))
    for word in words:
        assert word in str(fault.value)


@pytest.mark.parametrize(
    ("editors", "public", "refused"),
    [
        ("file:///srv/media", "file:///srv/media", True),
        ("file:///srv/media", "file:///srv/media/public", True),
        ("file:///srv/media/editors", "file:///srv/media/", True),
        ("file:///srv/media/../public", "file:///srv/public", True),
        ("file:///srv/media", "file:///srv/media-public", False),
        ("s3://ours", "s3://ours?region=jp-1", True),
        ("s3://ours/editors", "s3://ours", True),
        ("s3://ours/media", "s3://ours/media/public", True),
        ("s3://ours/editors", "s3://ours/public", False),
        ("s3://ours?endpoint=https://s3.example.jp", "s3://ours?endpoint=https://s3.example.com", False),
        ("s3://ours", "s3://public", False),
    ],
)
def test_drafts_and_what_is_public_lie_apart(tmp_path: Path, editors: str, public: str, refused: bool) -> None:
    environ = told(tmp_path, EDITORS_MEDIA_STORAGE=editors, PUBLIC_MEDIA_STORAGE=public)
    if not refused:
        assert Environment.load(environ).public_media != Environment.load(environ).editors_media
        return
    with pytest.raises(EnvironmentInvalid) as fault:
        Environment.load(environ)
    for word in ("EDITORS_MEDIA_STORAGE and PUBLIC_MEDIA_STORAGE", "two folders beside each other"):
        assert word in str(fault.value)


def test_a_link_to_the_public_folder_is_the_public_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "public-media")
    with pytest.raises(EnvironmentInvalid):
        Environment.load(told(tmp_path, EDITORS_MEDIA_STORAGE=f"file://{tmp_path}/link"))


def test_a_broken_database_url_does_not_tell_its_password(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentInvalid) as fault:
        Environment.load(told(tmp_path, DATABASE_URL="postgresql://writer:op/sesame@host/name"))
    assert "op" not in str(fault.value).replace("postgresql", "")
    assert "sesame" not in str(fault.value)


def test_production_is_safe_unless_told_otherwise(tmp_path: Path) -> None:
    env = Environment.load(told(tmp_path))
    assert (env.demo, env.https, env.forwarded_proto, env.proxies) == (False, True, False, 0)
    assert env.allowed_hosts == ("api.example.jp", "127.0.0.1", "localhost")
    assert env.admin_base_url == env.public_base_url == "https://api.example.jp"
    assert not (tmp_path / "secret_key").exists()


def test_a_database_address_is_read_to_its_last_part(tmp_path: Path) -> None:
    url = "postgresql://wr%40iter:p%2Fw@db.example.jp:5433/tomo?sslmode=verify-full"
    database = Environment.load(told(tmp_path, DATABASE_URL=url)).database
    assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("wr@iter", "p/w", "db.example.jp")
    assert (database["PORT"], database["NAME"], database["OPTIONS"]["sslmode"]) == ("5433", "tomo", "verify-full")
    socket = Environment.load(told(tmp_path, DATABASE_URL="postgresql://writer@/tomo?host=/run/postgresql")).database
    assert (socket["HOST"], socket["PORT"], socket["NAME"]) == ("/run/postgresql", "", "tomo")


def test_a_demo_needs_nothing_and_keeps_its_key(tmp_path: Path) -> None:
    environ = {"TOMOSHIBI_DEMO": "1", "TOMOSHIBI_STATE_DIR": str(tmp_path / "var"), "PORT": "8123"}
    first, second = Environment.load(environ), Environment.load(environ)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 50
    assert first.public_base_url == "http://127.0.0.1:8123"
    assert not first.https
    key = tmp_path / "var" / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [path.name for path in key.parent.iterdir()] == ["secret_key"]
    other = Environment.load({**environ, "TOMOSHIBI_STATE_DIR": str(tmp_path / "other")})
    assert other.secret_key != first.secret_key


WAIT_AND_TELL = """
import os, sys
while not os.path.exists(sys.argv[1]):
    pass
from cms.settings.env import ENV
print(ENV.secret_key)
"""


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    for attempt in range(3):
        signal, state = tmp_path / f"go-{attempt}", tmp_path / f"state-{attempt}"
        environ = {"TOMOSHIBI_DEMO": "1", "TOMOSHIBI_STATE_DIR": str(state), "PYTHONPATH": str(ROOT)}
        starters = [
            subprocess.Popen([sys.executable, "-c", WAIT_AND_TELL, str(signal)], env=environ, stdout=subprocess.PIPE)
            for _ in range(6)
        ]
        signal.touch()
        keys = {starter.communicate(timeout=30)[0] for starter in starters}
        assert len(keys) == 1
        assert len(keys.pop()) > 50


def test_files_lie_in_the_state_folder_or_where_they_are_told_to(tmp_path: Path) -> None:
    plain = Environment.load(told(tmp_path))
    assert plain.editors_media["OPTIONS"] == {"location": str(tmp_path / "editors-media")}
    assert plain.public_media["OPTIONS"] == {"location": str(tmp_path / "public-media")}
    assert plain.public_media_url == "https://api.example.jp/media/"
    moved = Environment.load(
        told(
            tmp_path,
            EDITORS_MEDIA_STORAGE="file:///srv/editors",
            PUBLIC_MEDIA_STORAGE="s3://ours/pictures?region=jp-1&endpoint=https://s3.example.jp",
            PUBLIC_MEDIA_URL="https://pictures.example.jp",
        )
    )
    assert moved.editors_media["OPTIONS"] == {"location": "/srv/editors"}
    assert moved.public_media["BACKEND"] == "storages.backends.s3.S3Storage"
    options = moved.public_media["OPTIONS"]
    assert (options["bucket_name"], options["location"], options["default_acl"]) == ("ours", "pictures", None)
    assert (options["region_name"], options["endpoint_url"]) == ("jp-1", "https://s3.example.jp")
    assert moved.public_media_url == "https://pictures.example.jp/"
