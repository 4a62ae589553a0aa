"""What may be uploaded: pictures, told by their content (tests/catalog/test_picture_uploads.py), and nothing else."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents.models import Document

from catalog import picture_upload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["page.html", "paper.pdf", "table.csv", "none", "a.none-is-taken.pdf"])
def test_nobody_uploads_documents(client: Client, name: str) -> None:
    client.force_login(get_user_model().objects.create_superuser("uploader", "u@example.test", "x"))
    for path, field in (
        ("add/", "file"),
        ("multiple/add/", "files[]"),
        ("chooser/create/", "document-chooser-upload-file"),
    ):
        fields = {"title": name, "document-chooser-upload-title": name, "tags": "", "collection": "1"}
        client.post(f"/admin/documents/{path}", {**fields, field: SimpleUploadedFile(name, b"<script>")})
    assert Document.objects.count() == 0


def test_the_settings_say_the_same_limits_as_the_code(settings: Any) -> None:
    assert settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE == picture_upload.MAX_BYTES
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS == picture_upload.MAX_PIXELS
    assert {"jpeg", *settings.WAGTAILIMAGES_EXTENSIONS} == {"jpeg", *picture_upload.KINDS.values()}
