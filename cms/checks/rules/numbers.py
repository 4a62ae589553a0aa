"""Telephone numbers: a wrong digit sends a person in need to nobody."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext, gettext_noop

from catalog import phone
from cms.checks.examples import japanese, number
from cms.checks.reading import Contact, Reading
from cms.checks.rule import Known, Rule, Said

_IN_TEXT = re.compile(r"(?<![\w./@-])(?:0\d{1,4}-\d{1,4}-\d{2,4}|0120-?\d{3}-?\d{3}|#\d{4})(?![\w-])", re.ASCII)
# stays Japanese: what is looked for in the author's text
_COSTS = re.compile(r"通話料|ナビダイヤル|有料|料金|かけ放題")


def _telephones(reading: Reading) -> Iterator[tuple[Contact, str]]:
    """Every telephone whose number can be dialled, with its digits."""
    for contact in reading.contacts:
        if contact.channel == "phone" and contact.value:
            try:
                yield contact, phone.dial(contact.value)
            except phone.PhoneInvalid:
                continue


def _format(reading: Reading, known: Known) -> Iterator[Said]:
    for contact in reading.contacts:
        if contact.channel != "phone" or not contact.value:
            continue
        try:
            phone.normalise(contact.value)
        except phone.PhoneInvalid as error:
            place = contact.at("value", gettext("番号"))
            digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", contact.value))
            if f"#{digits}" in phone.SHORT_CODES:
                yield (
                    place,
                    gettext("「%(value)s」は、先頭の # が抜けています。") % {"value": contact.value},
                    gettext("「#%(digits)s」と書いてください。") % {"digits": digits},
                )
            else:
                yield place, str(error), gettext("窓口の公式ページで番号を確かめてください。")


def _in_text(reading: Reading, known: Known) -> Iterator[Said]:
    for text in reading.texts:
        for found in _IN_TEXT.findall(unicodedata.normalize("NFKC", text.text)):
            try:
                phone.normalise(found)
            except phone.PhoneInvalid:
                yield (
                    text.place,
                    gettext("文の中の「%(found)s」は、かけられない番号です。") % {"found": found},
                    gettext("番号を確かめ、できれば文からは消して「連絡先」に入れてください。"),
                )


def _cost(reading: Reading, known: Known) -> Iterator[Said]:
    for contact, digits in _telephones(reading):
        place = contact.at("free_of_charge", gettext("通話料・利用料"))
        if digits.startswith("0990"):
            yield (
                contact.at("value", gettext("番号")),
                gettext("「%(value)s」は情報料のかかる番号です。") % {"value": contact.value},
                gettext("相談に使う番号を確かめてください。"),
                "block",
            )
        elif digits.startswith(("0570", "0180")):
            if contact.free_of_charge:
                yield (
                    place,
                    gettext("「%(value)s」は通話料のかかる番号ですが、「無料」になっています。")
                    % {"value": contact.value},
                    gettext("「有料」に直してください。"),
                    "block",
                )
            elif not _COSTS.search(contact.note):
                yield (
                    contact.at("note", gettext("補足"), "ja"),
                    gettext("「%(value)s」(ナビダイヤル)は、かけ放題でも通話料がかかります。")
                    % {"value": contact.value},
                    gettext("「補足」に通話料のことを書き、ほかの番号もあれば足してください。"),
                )
        elif digits.startswith(("0120", "0800")) and contact.free_of_charge is False:
            yield (
                place,
                gettext("「%(value)s」はかける人に通話料のかからない番号ですが、「有料」になっています。")
                % {"value": contact.value},
                gettext("「無料」かどうか確かめてください。"),
            )


def _elsewhere(reading: Reading, known: Known) -> Iterator[Said]:
    for contact, digits in _telephones(reading):
        if digits not in phone.SHORT_CODES and (others := known.others.get(digits)):
            names = gettext("、").join(gettext("「%(name)s」") % {"name": name} for name in others[:3])
            yield (
                contact.at("value", gettext("番号")),
                gettext("同じ番号が%(names)sにもあります。") % {"names": names},
                gettext("同じ窓口を2回載せていないか、番号の写しまちがいがないか確かめてください。"),
            )


# stays Japanese: the house's handbook, with its examples
RULES = (
    Rule(
        "number-format",
        gettext_noop("電話番号の形"),
        "block",
        "かけられない番号は、助けを求める人をどこにもつなぎません。短縮番号(110、189、#9110など)は表にあるものだけが通ります。",
        _format,
        good=(number("0120-279-338"), number("189"), number("#9110"), number("0570-064-556")),
        bad=(number("0120-279-33"), number("9110"), number("279-338")),
    ),
    Rule(
        "number-in-text",
        gettext_noop("文の中の電話番号"),
        "warn",
        "文の中の番号は、番号が変わったときに直し忘れます。かけられない番号なら、なおさらです。",
        _in_text,
        good=(japanese("くわしくは 03-3581-0110 へ。"), japanese("番号は 110 です。")),
        bad=(
            japanese("くわしくは 0120-99-77 へ。"),
            japanese("#1234 にかけます。"),
            japanese("０３-１２-３４５６ へ。"),
        ),
    ),
    Rule(
        "number-cost",
        gettext_noop("通話料"),
        "warn",
        "「無料」を信じてかけた人に、通話料がかかってはいけません。0570(ナビダイヤル)は、かけ放題でも料金がかかります。",
        _cost,
        good=(
            number("0120-279-338", free=True),
            number("0570-064-556", free=False, note="通話料がかかります。"),
        ),
        bad=(number("0570-064-556", free=True), number("0570-064-556"), number("0120-279-338", free=False)),
    ),
    Rule(
        "number-elsewhere",
        gettext_noop("ほかの窓口と同じ番号"),
        "warn",
        "同じ窓口が2つあると、片方だけ直されて、古い方が残ります。",
        _elsewhere,
        good=(number("0120-279-338"), number("189", others=("児童相談所",))),
        bad=(number("0120-279-338", others=("よりそいホットライン",)),),
    ),
)
