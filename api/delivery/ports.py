"""A web server of ours has its port alone: Granian would bind beside another of its kind, and both would answer."""

import socket
import time
from typing import Final

from django.core.management.base import CommandError

FREE_WITHIN: Final = 5.0  # seconds in which the web server of a killed parent leaves the port


def require_free(host: str, port: int) -> None:
    """Raises CommandError where the port stays taken: two web servers would share it, and either might answer."""
    deadline = time.monotonic() + FREE_WITHIN
    while error := cannot_bind(host, port):
        if time.monotonic() > deadline:
            why = f"Nothing can listen at {host}:{port} ({error.strerror})."
            raise CommandError(f"{why} Name another port: PORT, or MOCK_PORT for the mock.")
        time.sleep(0.2)


def cannot_bind(host: str, port: int) -> OSError | None:
    """Why nothing can listen there alone, if so. The web server itself would bind beside another of its kind."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # what was just closed is no hindrance
        try:
            probe.bind((host, port))
        except OSError as error:
            return error
    return None
