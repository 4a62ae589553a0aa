"""MAIL_SERVER and MAIL_FROM: letters go out encrypted, or not at all, and a fault tells no password."""

from pathlib import Path

import pytest

from cms.settings.env import Environment, EnvironmentInvalid
from tests.security.test_environment import told

FROM = "kakunin@example.go.jp"


def test_without_a_server_nothing_is_sent(tmp_path: Path) -> None:
    assert "dummy" in Environment.load(told(tmp_path)).mail_server["EMAIL_BACKEND"]


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://us%40er:p%2Fw@mail.example.jp", 587, False, True),
        ("smtps://us%40er:p%2Fw@mail.example.jp", 465, True, False),
        ("smtp://us%40er:p%2Fw@localhost:25", 25, False, False),
    ],
)
def test_a_server_is_read_to_its_last_part(tmp_path: Path, url: str, port: int, ssl: bool, tls: bool) -> None:
    server = Environment.load(told(tmp_path, MAIL_SERVER=url, MAIL_FROM=FROM)).mail_server
    assert (server["EMAIL_HOST_USER"], server["EMAIL_HOST_PASSWORD"]) == ("us@er", "p/w")
    assert (server["EMAIL_PORT"], server["EMAIL_USE_SSL"], server["EMAIL_USE_TLS"]) == (port, ssl, tls)


@pytest.mark.parametrize(
    ("url", "sender", "named"),
    [
        ("http://user:sesame@mail.example.jp", FROM, "MAIL_SERVER"),
        ("smtp://user:sesame@host:port", FROM, "MAIL_SERVER"),
        ("smtp://user:sesame@mail.example.jp", "", "MAIL_FROM"),
        ("smtp://user:sesame@mail.example.jp", "somebody", "MAIL_FROM"),
    ],
)
def test_a_fault_names_the_variable_and_no_password(tmp_path: Path, url: str, sender: str, named: str) -> None:
    with pytest.raises(EnvironmentInvalid, match=named) as fault:
        Environment.load(told(tmp_path, MAIL_SERVER=url, MAIL_FROM=sender))
    assert "sesame" not in str(fault.value)
