"""Translations: missing ones, and ones that were made from another Japanese. The level is the house's policy."""

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from cms.checks.examples import translation
from cms.checks.reading import Reading, Translation
from cms.checks.rule import Known, Rule, Said


def _in(state: str, reading: Reading) -> Iterator[list[Translation]]:
    """What is in this state, together for each language and level, so that it is told once. "mark" is not told."""
    groups: dict[tuple[str, str], list[Translation]] = {}
    for found in reading.translations:
        if found.state == state and found.level in ("block", "warn"):
            groups.setdefault((found.place.language, found.level), []).append(found)
    yield from groups.values()


def _said(group: list[Translation], said: str, todo: str) -> Said:
    labels = gettext("・").join(dict.fromkeys(found.label for found in group))
    return group[0].place, said % {"labels": labels}, todo, "block" if group[0].level == "block" else "warn"


def _missing(reading: Reading, known: Known) -> Iterator[Said]:
    for group in _in("missing", reading):
        yield _said(
            group,
            gettext("「%(labels)s」の訳がありません。"),
            gettext("訳を入れてください。ないあいだは、日本語のまま出ます。"),
        )


def _stale(reading: Reading, known: Known) -> Iterator[Said]:
    for group in _in("stale", reading):
        yield _said(
            group,
            gettext("「%(labels)s」の訳は、前の日本語から作ったものです。"),
            gettext("訳を直すか、いまの日本語と合うことを確かめて「確認した」にしるしを付けてください。"),
        )


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "translation-missing",
        gettext_noop("訳がない"),
        "warn",
        "日本語を読めない人には、訳のない文はないのと同じです。止めるか知らせるかは、翻訳の方針で決まります。",
        _missing,
        good=(
            translation("checked", "英語の名称がある"),
            translation("missing", "方針が「しるしを付けて出す」", "mark"),
        ),
        bad=(translation("missing", "英語の名称がない"),),
    ),
    Rule(
        "translation-stale",
        gettext_noop("日本語より古い訳"),
        "warn",
        "日本語だけ直した番号や条件は、外国語では古いまま伝わります。",
        _stale,
        good=(translation("checked", "英語の名称は、いまの日本語から作られた"),),
        bad=(translation("stale", "英語の名称は、前の日本語から作られた"),),
    ),
)
