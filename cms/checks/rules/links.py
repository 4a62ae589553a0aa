"""Addresses of other sites, as the background looks found them."""

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from cms.checks.examples import link
from cms.checks.reading import Reading
from cms.checks.rule import Known, Rule, Said, Told

_OFFICIAL = (".go.jp", ".lg.jp")
_AUTHORITIES = {"national", "prefecture", "municipality"}


def _dead(reading: Reading, known: Known) -> Iterator[Said]:
    for found in reading.links:
        told = known.links.get(found.url)
        if told is not None and told.dead:
            yield (
                found.place,
                gettext("%(url)s が開けません(%(said)s)。") % {"url": found.url, "said": told.said},
                gettext("新しい場所をさがして直してください。"),
            )


def _plain_http(reading: Reading, known: Known) -> Iterator[Said]:
    for found in reading.links:
        if found.parts.scheme.lower() == "http":
            yield (
                found.place,
                gettext("%(url)s は、途中で読まれたり書きかえられたりするおそれのある http です。")
                % {"url": found.url},
                gettext("https:// で開けるか確かめ、開ければ直してください。"),
            )


def _official(reading: Reading, known: Known) -> Iterator[Said]:
    if reading.provider not in _AUTHORITIES:
        return
    for found in reading.links:
        host = (found.parts.hostname or "").lower()
        if found.place.field == "url" and not f".{host}".endswith(_OFFICIAL):
            yield (
                found.place,
                gettext("役所のものですが、%(host)s は .go.jp でも .lg.jp でもありません。") % {"host": host},
                gettext("役所の公式ページがあれば、そちらにしてください。なければこのままでかまいません。"),
            )


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "link-dead",
        gettext_noop("開けないリンク"),
        "warn",
        "リンク先は毎日うしろで確かめています。ちがう日に2回続けて開けなかったものだけを知らせます。",
        _dead,
        good=(link("https://www.example.lg.jp/", told=Told(dead=False, said="200")),),
        bad=(link("https://www.example.lg.jp/old", told=Told(dead=True, said="404:ページがありません")),),
    ),
    Rule(
        "link-http",
        gettext_noop("http のリンク"),
        "warn",
        "http のページは途中で読まれます。相談のページを見たことを、人に知られてはいけません。",
        _plain_http,
        good=(link("https://www.example.lg.jp/"),),
        bad=(link("http://www.example.lg.jp/"),),
    ),
    Rule(
        "link-official",
        gettext_noop("役所の公式ページ"),
        "warn",
        "国や自治体のページは .go.jp か .lg.jp がたしかです。似た名前のまねたサイトに案内しないためです。",
        _official,
        good=(
            link("https://www.mhlw.go.jp/", provider="national"),
            link("https://www.city.example.lg.jp/", provider="municipality"),
            link("https://example.org/", provider="npo"),
        ),
        bad=(link("https://example.com/", provider="municipality"),),
    ),
)
