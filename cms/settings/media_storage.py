"""Where files are kept, as one address: a folder of this machine, or a bucket that speaks S3."""

from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

#: Written once under a name that says their content, or under a name that is new: nothing is ever replaced.
_S3: dict[str, Any] = {
    "default_acl": None,
    "querystring_auth": True,
    "file_overwrite": False,
    "signature_version": "s3v4",
}


def storage(address: str, folder: Path) -> dict[str, Any]:
    """Return an entry of Django's STORAGES. Raises ValueError with the cure for an address that names no storage."""
    if not address:
        return _of_folder(folder)
    parts = urlsplit(address)
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        return _of_folder(Path(unquote(parts.path)))
    query = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.hostname or query.keys() - {"region", "endpoint"}:
        raise ValueError(
            "use file:///folder or s3://bucket/folder?region=…&endpoint=https://…; keys are given as AWS_ACCESS_KEY_ID "
            "and AWS_SECRET_ACCESS_KEY."
        )
    options = {**_S3, "bucket_name": parts.hostname, "location": unquote(parts.path).strip("/")}
    if "region" in query:
        options["region_name"] = query["region"]
    if "endpoint" in query:
        options["endpoint_url"] = query["endpoint"]
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether two entries of STORAGES are the same place, or one of them lies in the other."""
    if one["BACKEND"] != other["BACKEND"]:
        return False
    places = [_place(entry["OPTIONS"]) for entry in (one, other)]
    length = min(map(len, places))
    return places[0][:length] == places[1][:length]


def _place(options: dict[str, Any]) -> tuple[str, ...]:
    """Return the steps that lead to a place; a bucket is one step, and a link to a folder is that folder."""
    if "bucket_name" not in options:
        return Path(options["location"]).resolve().parts
    bucket = f"{options.get('endpoint_url', '').rstrip('/')}/{options['bucket_name']}"
    return bucket, *PurePosixPath(options["location"]).parts


def _of_folder(folder: Path) -> dict[str, Any]:
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
