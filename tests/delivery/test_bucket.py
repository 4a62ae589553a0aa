"""A bucket that speaks S3 in the place of the folder: by the address alone, and readers notice nothing."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import override_settings

from api.delivery import public_files, store
from cms.settings.media_storage import storage
from tests.delivery.reader import ask
from tests.delivery.records import NOON, record, removal

pytestmark = pytest.mark.django_db(transaction=True)

FILE = f"{'c' * 64}.avif"


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as a storage asks for."""

    objects: dict[str, bytes]
    protocol_version = "HTTP/1.1"

    @property
    def key(self) -> str:
        return unquote(urlsplit(self.path).path)

    def answer(self, status: int, body: bytes = b"", kind: str = "application/xml") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Tue, 24 Nov 2026 03:00:00 GMT")
        self.send_header("ETag", '"x"')
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def do_PUT(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            size, _, rest = sent.partition(b"\r\n")
            sent = rest[: int(size.partition(b";")[0], 16)]
        self.objects[self.key] = sent
        self.answer(200)

    def do_GET(self) -> None:
        if "list-type=2" in self.path or self.key.count("/") < 2:
            names = (key.removeprefix("/ours/") for key in self.objects)
            found = "".join(f"<Contents><Key>{name}</Key><Size>1</Size></Contents>" for name in names)
            listing = f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>"
            self.answer(200, listing.encode())
        elif self.key in self.objects:
            self.answer(200, self.objects[self.key], "image/avif")
        else:
            self.answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_DELETE(self) -> None:
        self.objects.pop(self.key, None)
        self.answer(204)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def objects(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[dict[str, bytes]]:
    kept: dict[str, bytes] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Ours", (Bucket,), {"objects": kept}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ours")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    address = f"s3://ours/pictures?region=jp-1&endpoint=http://127.0.0.1:{server.server_port}"
    with override_settings(STORAGES={**settings.STORAGES, "public_media": storage(address, tmp_path)}):
        yield kept
    server.shutdown()
    server.server_close()
    thread.join()


def test_files_go_to_a_bucket_are_served_from_it_and_leave_it(objects: dict[str, bytes]) -> None:
    with transaction.atomic():
        public_files.bring({FILE}, lambda _: b"picture", at=NOON)
        store.put([record(text=f"tomoshibi-media:/{FILE}")], at=NOON, cause_id=None)
    assert objects == {f"/ours/pictures/{FILE}": b"picture"}
    got = ask(f"/media/{FILE}")
    assert (got.status, got.body, got.headers["Content-Type"]) == (200, b"picture", "image/avif")
    public_files.files().save(f"{'a' * 64}.avif", ContentFile(b"x"))
    assert public_files.sweep(NOON) == 1
    assert list(objects) == [f"/ours/pictures/{FILE}"]
    with transaction.atomic():
        store.tombstone([removal()], at=NOON, cause_id=None)
    assert public_files.sweep(NOON + timedelta(hours=24)) == 1
    assert objects == {}
    assert ask(f"/media/{FILE}").status == 404
