"""A draft's picture is nobody's; a published one is everybody's until a day after nothing shows it, or at once."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.delivery import public_files, store
from api.delivery.models import FileUse, Head, PublicFile
from api.documents.picture import FILE_NAME
from catalog.models import Picture, PictureSize
from cms.publication import builders, drift, media, withdraw
from cms.publication.unit import PublicationRefused, unit
from pages.models import Article
from tests.delivery.reader import Got, ask
from tests.editors import House
from tests.pages.test_articles import an_article, body
from tests.pictures import SECRETS, a_picture, file_of, files_in, own_storages, planted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with own_storages(tmp_path):
        yield tmp_path


def shown(picture: Picture, slug: str = "small-steps") -> Article:
    """An article with this picture among its text."""
    image = {"picture": str(picture.content_id), "decorative": False, "alt": "部屋", "caption": ""}
    return an_article(slug, body_ja=body(("text", "<p>はじめに。</p>"), ("image", image)))


def addresses(picture: Picture) -> list[str]:
    """Every address at which any file of this picture could be asked for."""
    rendition = picture.get_rendition("max-165x165")
    names = [size.file_name for size in PictureSize.objects.filter(content_sha=picture.content_sha)]
    return [
        *(f"/media/{name}" for name in names),
        *(f"/media/sizes/{name}" for name in names),
        *(f"/admin/picture-files/sizes/{name}" for name in names),
        *(f"/media/{picture.content_sha}.{kind}" for kind in ("jpg", "avif", "webp")),
        f"/media/{picture.file.name}",
        f"/media/{rendition.file.name}",
        f"/{picture.file.name}",
        f"/static/{picture.file.name}",
        picture.file.url,
        rendition.url,
        f"/admin/images/{picture.pk}/preview/max-165x165/",
        f"/admin/api/main/images/{picture.pk}/",
    ]


def public(picture: Picture) -> list[str]:
    return [address for address in addresses(picture) if ask(address).status == 200]


def names_of(picture: Picture) -> set[str]:
    return {f"/media/{size.file_name}" for size in PictureSize.objects.filter(content_sha=picture.content_sha)}


def take_out(house: House, article: Article) -> None:
    channels = list(article.channels)
    proposal = withdraw.propose(article, channels=channels, reason="withdrawn", person=house.writer, at=timezone.now())
    withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())


def page(slug: str = "small-steps") -> Any:
    return ask(f"/api/v1/website/articles/{slug}").json


def urls_in(answer: Any) -> set[str]:
    return set(re.findall(r"https://api\.example\.test(/media/[0-9a-f]{64}\.\w+)", json.dumps(answer)))


def test_a_drafts_picture_is_at_no_address_until_it_is_published_and_is_gone_a_day_after_it_is_not(
    house: House, folder: Path
) -> None:
    picture = a_picture()
    article = house.save_draft(shown(picture))
    assert public(picture) == []
    house.submit(article)
    assert public(picture) == [], "waiting for approval it is a draft still"
    for step in (house.reviewer, house.approver):
        assert public(picture) == []
        house.say_yes(article, by=step)
    assert set(public(picture)) == names_of(picture), "the files made for readers, and neither original nor copies"
    for address in addresses(picture):
        status = ask(address).status
        assert status == 200 or status in (302, 403, 404), address
        if status == 302:
            assert ask(address).headers["Location"].startswith("/admin/login/")

    take_out(house, Article.objects.get(pk=article.pk))
    now = timezone.now()
    for hours, still in ((1, True), (23, True), (24.1, False)):
        public_files.sweep(now + timedelta(hours=hours))
        assert bool(public(picture)) is still, hours
    assert files_in(folder / "public-media") == []
    assert PublicFile.objects.count() == FileUse.objects.count() == 0


def test_what_is_served_is_what_the_document_says_and_says_nothing_else(house: House, folder: Path) -> None:
    by_camera = Picture(title="写真", file=ContentFile(planted("JPEG"), name="a.jpg"))
    by_camera.save()
    house.publish(shown(by_camera))
    answer = page()
    image = next(block for block in answer["body"]["blocks"] if block["type"] == "image")
    files = image["picture"]["sources"] if "picture" in image else image["sources"]
    assert [source["type"] for source in files] == ["image/avif"] * 2 + ["image/webp"] * 2 + ["image/jpeg"] * 2
    assert urls_in(answer) == names_of(by_camera)
    assert b"tomoshibi-media" not in ask("/api/v1/website/articles/small-steps").body
    assert b"tomoshibi-media" not in ask("/api/v1/partners/articles").body
    for source in files:
        got = ask(source["url"].removeprefix("https://api.example.test"))
        assert got.headers["Content-Type"] == source["type"]
        assert not [secret for secret in SECRETS if secret in got.body]
    assert not [path for path in files_in(folder) for secret in SECRETS if secret in path.read_bytes()]


def test_a_file_is_served_for_good_and_to_every_site(house: House) -> None:
    picture = a_picture()
    house.publish(shown(picture))
    address = sorted(names_of(picture))[0]
    got = ask(address, accept_encoding="gzip", origin="https://site.example")
    assert got.headers["Cache-Control"] == "public, max-age=31536000, s-maxage=600, immutable"
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert got.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Content-Encoding" not in got.headers
    assert "Set-Cookie" not in got.headers
    assert ask(address, if_none_match=got.headers["ETag"]).status == 304
    head = ask(address, method="HEAD")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(got.body)))
    assert ask(address, method="OPTIONS").status == 204
    assert ask(address, method="POST").status == 405


def test_no_answer_and_no_document_holds_a_host(house: House) -> None:
    house.publish(shown(a_picture()))
    for article in Article.objects.all():
        for record in builders.records("article", article):
            assert b"example.test" not in record.body_bytes() + record.summary_bytes()
            if record.channel != "kids":
                assert b'"tomoshibi-media:/' in record.body_bytes()


def test_the_public_address_is_a_setting(house: House, settings: Any) -> None:
    house.publish(shown(a_picture()))
    settings.PUBLIC_MEDIA_URL = "https://pictures.example.jp/ours/"
    assert b"https://pictures.example.jp/ours/" in ask("/api/v1/website/articles/small-steps").body


def test_building_twice_gives_the_same_bytes_and_drift_finds_none(house: House) -> None:
    article = house.publish(shown(a_picture()))

    def built() -> list[bytes]:
        return [record.canonical() for record in builders.records("article", Article.objects.get(pk=article.pk))]

    before = built()
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert built() == before
    assert list(drift.drift()) == []


def test_a_better_encoder_changes_nothing_that_was_made_before(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.publish(shown(a_picture()))
    monkeypatch.setattr("PIL.Image.Image.save", lambda *_, **__: pytest.fail("nothing is made anew"))
    assert list(drift.drift()) == []
    assert media.sweep(timezone.now()) == media.Swept(made=0, went=0, forgotten=0)


def test_two_documents_share_a_file_and_it_stays_while_one_of_them_stands(house: House) -> None:
    picture = a_picture()
    first, second = house.publish(shown(picture)), house.publish(shown(picture, "second-steps"))
    take_out(house, first)
    public_files.sweep(timezone.now() + timedelta(days=2))
    assert set(public(picture)) == names_of(picture)
    take_out(house, second)
    public_files.sweep(timezone.now() + timedelta(days=2))
    assert public(picture) == []


def test_another_picture_in_its_place_lets_the_first_go_after_a_day(house: House) -> None:
    first, second = a_picture("a"), a_picture("b", colour=(0, 90, 0))
    article = house.publish(shown(first))
    article.body_ja = shown(second).body_ja
    house.publish(article)
    assert public(first), "pages that were built an hour ago still show it"
    assert urls_in(page()) == names_of(second)
    public_files.sweep(timezone.now() + timedelta(hours=25))
    assert public(first) == []
    assert set(public(second)) == names_of(second)


def test_what_comes_back_within_the_day_stays_and_after_it_is_brought_anew(house: House) -> None:
    picture = a_picture()
    article = house.publish(shown(picture))
    take_out(house, article)
    house.publish(Article.objects.get(pk=article.pk))
    public_files.sweep(timezone.now() + timedelta(days=2))
    assert set(public(picture)) == names_of(picture)
    take_out(house, Article.objects.get(pk=article.pk))
    public_files.sweep(timezone.now() + timedelta(days=2))
    assert public(picture) == []
    house.publish(Article.objects.get(pk=article.pk))
    assert set(public(picture)) == names_of(picture)


def test_a_redacted_documents_files_are_gone_at_once(house: House, folder: Path) -> None:
    picture, kept = a_picture("a"), a_picture("b", colour=(0, 90, 0))
    article = house.publish(shown(picture))
    article.body_ja = shown(kept).body_ja
    house.publish(article)
    assert public(picture)
    with unit(door="test"):
        store.redact(article.content_id, at=timezone.now(), cause_id=None)
    assert public(picture) == []
    assert set(public(kept)) == names_of(kept), "what stands is left"
    assert {f"/media/{path.name}" for path in files_in(folder / "public-media")} == names_of(kept)


def test_a_unit_that_erases_waits_for_no_file_once_it_holds_the_head(house: House) -> None:
    """It would wait in a circle with whoever holds the file and wants the head."""
    before, now = a_picture("a"), a_picture("b", colour=(0, 90, 0))
    article = house.publish(shown(before))
    article.body_ja = shown(now).body_ja
    article = house.publish(article)
    proposal = withdraw.propose(
        article,
        channels=list(article.channels),
        reason="harm",
        erase=True,
        person=house.writer,
        at=timezone.now(),
    )
    with CaptureQueriesContext(connection) as asked:
        withdraw.confirm(proposal.pk, person=house.approver, at=timezone.now())
    statements = [query["sql"] for query in asked.captured_queries]
    head = next(place for place, sql in enumerate(statements) if f'FROM "{Head._meta.db_table}"' in sql)
    locked, later = (files_locked(some) for some in (statements[:head], statements[head:]))
    assert {f"/media/{name}" for name in later} >= names_of(before) | names_of(now)
    assert later <= locked
    assert public(before) == public(now) == []


def files_locked(statements: list[str]) -> set[str]:
    """The files whose rows these statements make, as everybody does who locks them."""
    made = (sql for sql in statements if f'INTO "{PublicFile._meta.db_table}"' in sql)
    return {name for sql in made for name in re.findall(FILE_NAME, sql)}


def test_a_refused_publication_leaves_no_file_that_anybody_gets(
    house: House, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = a_picture()

    def fails(*_: Any, **__: Any) -> None:
        raise PublicationRefused("だめです。")

    with monkeypatch.context() as patch:
        patch.setattr("cms.publication.gates.check_emergency", fails)
        with pytest.raises(PublicationRefused):
            house.publish(shown(picture))
    assert len(files_in(folder / "public-media")) == len(names_of(picture)), "copied before all was undone"
    assert public(picture) == []
    call_command("sweep_media")
    assert files_in(folder / "public-media") == []
    article = Article.objects.get()
    house.say_yes(article, by=house.approver)
    assert set(public(picture)) == names_of(picture)


def test_a_file_that_was_half_copied_when_the_process_died_is_copied_whole(house: House, folder: Path) -> None:
    picture = a_picture()
    for name in names_of(picture):
        storages["public_media"].save(name.removeprefix("/media/"), ContentFile(b"half"))
    house.publish(shown(picture))
    got: list[Got] = [ask(name) for name in names_of(picture)]
    assert b"half" not in {answer.body for answer in got}
    assert {answer.status for answer in got} == {200}


def test_without_its_files_a_picture_refuses_publication_and_the_sweep_makes_them(house: House) -> None:
    picture = a_picture()
    made = {size.size: size.file_name for size in picture.sizes}
    PictureSize.objects.all().delete()
    with pytest.raises(PublicationRefused, match="公開用のファイルがまだできていません"):
        house.publish(shown(picture))
    assert media.sweep(timezone.now()).made == len(made)
    assert {size.size: size.file_name for size in PictureSize.objects.all()} == made
    article = Article.objects.get()
    for step in (house.reviewer, house.approver)[
        -1 if article.current_workflow_task_state.task.name == "承認" else 0 :
    ]:
        house.say_yes(article, by=step)
    assert public(picture)


def test_a_picture_that_readers_see_cannot_be_deleted(house: House, client: Client) -> None:
    picture = a_picture()
    Picture.objects.update(uploaded_by_user=house.writer)
    article = house.publish(shown(picture))
    client.force_login(house.writer)
    told = client.post(f"/admin/images/{picture.pk}/delete/", follow=True).content.decode()
    assert "公開中の内容で使われているため削除できません" in told
    assert public(picture)
    take_out(house, article)
    client.post(f"/admin/images/{picture.pk}/delete/")
    assert not Picture.objects.exists()
    public_files.sweep(timezone.now() + timedelta(days=2))
    media.sweep(timezone.now())
    assert PictureSize.objects.count() == 0


def test_a_text_that_names_a_file_of_nobody_is_refused(house: House) -> None:
    with pytest.raises(PublicationRefused, match="公開用の画像のファイルが見つからない"):
        house.publish(an_article(summary_ja=f"tomoshibi-media:/{'0' * 64}.jpg"))
    assert PublicFile.objects.count() == 0


def test_who_looks_for_files_finds_none(house: House) -> None:
    default_storage.save("sizes/x.jpg", ContentFile(file_of()))
    for name in ("x.jpg", "..%2fsecret_key", "%2e%2e/secret_key", "", "a" * 64, f"{'0' * 64}.jpg", f"{'0' * 64}.svg"):
        got = ask(f"/media/{name}")
        assert got.status == 404, name
        assert got.headers["Content-Type"].startswith("application/problem+json")
