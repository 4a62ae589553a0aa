"""What of a listing its desk is asked about: values to look at, to correct in plain words, to write into a draft."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_noop

from catalog import phone
from catalog.languages import JAPANESE, column, translations
from catalog.models import ContactPoint, Service
from catalog.opening_hours import HoursInvalid
from catalog.translated import Translated, text_digest
from catalog.verification import VERIFIABLE
from cms.verification import hours_words

FREE: Final = {"": gettext_noop("わからない"), "true": gettext_noop("無料"), "false": gettext_noop("有料")}
GONE: Final = "gone"
CHECKED_ON: Final = "verified_on"
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_is_url = URLValidator(schemes=["http", "https"])
_VALUES: Final = {
    "phone": gettext_noop("電話番号"),
    "in_person": gettext_noop("場所"),
    "email": gettext_noop("メール"),
}
_CONTACT_KINDS: Final = {"phone": "phone", "chat": "url", "web_form": "url", "email": "reach"}


@dataclass(frozen=True)
class Fact:
    """One value. ``value`` is as stored and compared, ``initial`` as typed, ``shown`` as read."""

    key: str
    label: str
    kind: str
    value: str
    longest: int = 500
    required: bool = False

    @property
    def initial(self) -> str:
        return (hours_words.told(self.value) or self.value) if self.kind == "hours" and self.value else self.value

    @property
    def shown(self) -> str:
        return shown(self.kind, self.value)

    # stays Japanese: the desk's own page
    @property
    def hint(self) -> str:
        """What to type, with an example."""
        return {
            "phone": "例:0120-279-338",
            "url": "例:https://www.example.lg.jp/",
            "hours": hours_words.EXAMPLE,
            "date": "例:2027-04-01",
        }.get(self.kind, "")

    # stays Japanese: the desk's own page
    def read(self, typed: str) -> str:
        """Return what was typed as it would be stored. Raises ValidationError, saying in Japanese what is wrong."""
        plain = typed.replace("\r\n", "\n").strip()
        if plain == self.initial.strip():
            return self.value
        if not plain:
            if self.required:
                raise ValidationError(
                    f"「{self.label}」を空にはできません。なくなったときは、ひとことで教えてください。"
                )
            return ""
        if len(plain) > self.longest:
            raise ValidationError(f"「{self.label}」は{self.longest}文字までで書いてください(いま{len(plain)}文字)。")
        return _READERS[self.kind](plain)


@dataclass(frozen=True)
class Section:
    """Values that belong together: the listing's own, or those of one contact."""

    title: str
    facts: tuple[Fact, ...]


def shown(kind: str, value: str) -> str:
    """A stored value in words, in the language of whoever reads."""
    if kind == "free":
        return gettext(FREE[value])
    if kind == GONE:
        return gettext("もうない") if value else ""
    if kind == "date" and value:
        return date_format(date.fromisoformat(value), gettext("Y年n月j日"))
    if kind == "hours":
        return _shown_hours(value) if value else gettext("わからない")
    return value or gettext("(なし)")


def _shown_hours(value: str) -> str:
    """Words where they are Japanese; the expression reads well in English."""
    told = hours_words.told(value) if get_language() == settings.LANGUAGE_CODE else None
    return told or value


def in_words(label: str) -> str:
    """What a value is called, in the language of whoever reads: it is kept in Japanese, behind its contact's name."""
    contact, space, name = label.rpartition(" ")
    return f"{contact}{space}{gettext(name)}"


def kind_of(key: str) -> str:
    """The kind of a value by its key, for showing what was stored of it."""
    name = key.rsplit(":", 1)[-1]
    return {
        "hours": "hours", "free_of_charge": "free", GONE: GONE, CHECKED_ON: "date",
        "closure_from": "date", "closure_until": "date",
    }.get(name, "text")  # fmt: skip


# stays Japanese: the desk's own page
def sections(service: Service) -> list[Section]:
    """All values of a listing in the order of the page."""
    own = (
        Fact("name", gettext_noop("名称"), "text", service.text_in("name", JAPANESE), 120, required=True),
        Fact("url", gettext_noop("公式ページ"), "url", service.url or ""),
        Fact("cost", gettext_noop("費用"), "long", service.text_in("cost", JAPANESE), 2000),
        Fact("conditions", gettext_noop("利用できる人・条件"), "long", service.text_in("conditions", JAPANESE), 2000),
        *_closure_facts(service, ""),
    )
    return [Section("窓口", own), *(_contact(contact) for contact in contacts_of(service))]


def contacts_of(service: Service) -> list[ContactPoint]:
    """The contacts in the editors' order."""
    return sorted(service.contact_points.all(), key=lambda contact: (contact.sort_order or 0, contact.pk or 0))


def _contact(contact: ContactPoint) -> Section:
    prefix = f"{contact.content_id}:"
    value = _VALUES.get(contact.channel, gettext_noop("URL・ID"))
    free = "" if contact.free_of_charge is None else str(contact.free_of_charge).lower()
    return Section(
        _titled(contact),
        (
            Fact(f"{prefix}value", value, _CONTACT_KINDS.get(contact.channel, "text"), contact.value, required=True),
            Fact(f"{prefix}hours", gettext_noop("受付時間"), "hours", contact.hours or ""),
            Fact(f"{prefix}free_of_charge", gettext_noop("通話料・利用料"), "free", free),
            Fact(f"{prefix}note", gettext_noop("補足"), "long", contact.text_in("note", JAPANESE), 2000),
            *_closure_facts(contact, prefix),
            Fact(f"{prefix}{GONE}", gettext_noop("この連絡先"), GONE, ""),
        ),
    )


# stays Japanese: the desk's own page
def _titled(contact: ContactPoint) -> str:
    kind, name = contact.get_channel_display(), str(contact)
    return kind if name in {kind, contact.value} else f"{kind}「{name}」"


def _closure_facts(closable: Any, prefix: str) -> tuple[Fact, ...]:
    return (
        Fact(f"{prefix}closure_from", gettext_noop("臨時休止の初日"), "date", _day(closable.closure_from)),
        Fact(f"{prefix}closure_until", gettext_noop("臨時休止の最終日"), "date", _day(closable.closure_until)),
        Fact(
            f"{prefix}closure_text",
            gettext_noop("臨時休止のお知らせ"),
            "long",
            closable.text_in("closure_text", JAPANESE),
            2000,
        ),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def values(service: Service) -> dict[str, str]:
    """Every value by its key, the day of the last check among them."""
    found = {fact.key: fact.value for section in sections(service) for fact in section.facts if fact.kind != GONE}
    return {**found, CHECKED_ON: _day(service.verified_on)}


def holds(found: Mapping[str, str], key: str, after: str) -> bool:
    """Whether a listing with these values says what a correction wants."""
    if key.endswith(f":{GONE}"):
        return f"{key.removesuffix(GONE)}value" not in found
    if key == CHECKED_ON:
        return found.get(key, "") >= after
    return found.get(key) == after


# stays Japanese: the desk's own page
def closure_faults(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(key, what is wrong) for closures that end before they begin, or never begin."""
    for key, until in found.items():
        if not key.endswith("closure_until"):
            continue
        prefix = key.removesuffix("closure_until")
        begins = found.get(f"{prefix}closure_from", "")
        if begins and until and until < begins:
            yield key, "臨時休止の最終日が初日より前になっています。"
        elif not begins and (until or found.get(f"{prefix}closure_text")):
            yield f"{prefix}closure_from", "臨時休止の初日を入れてください。"


def write(service: Any, key: str, after: str) -> bool:
    """Put one value into a draft; False where the draft has no such contact any more."""
    contact_id, _, name = key.rpartition(":")
    if not contact_id:
        _write_one(service, name, after)
        return True
    contacts = contacts_of(service)
    found = next((contact for contact in contacts if str(contact.content_id) == contact_id), None)
    if found is None:
        return name == GONE
    if name == GONE:
        contacts.remove(found)
    else:
        _write_one(found, name, after)
    service.contact_points = contacts
    return True


def _write_one(row: Any, name: str, after: str) -> None:
    if name in row.translated_fields:
        _keep_translations_honest(row, name)
        setattr(row, column(name, JAPANESE), after or None)
    elif name in {"closure_from", "closure_until", CHECKED_ON}:
        setattr(row, name, date.fromisoformat(after) if after else None)
    elif name == "free_of_charge":
        row.free_of_charge = {"": None, "true": True, "false": False}[after]
    elif name == "hours":
        row.hours = after or None
    else:
        setattr(row, name, after)


def _keep_translations_honest(row: Translated, name: str) -> None:
    """A translation without a record belonged to the Japanese that is replaced now."""
    for language in translations():
        if row.text_in(name, language) and language not in row.translations.get(name, {}):
            row.note_translation(name, language, of=text_digest(row.text_in(name, JAPANESE)), state="draft")


def confirmed_names(service: Service, already: Iterable[str]) -> list[str]:
    """What counts as checked after the desk has said that all of this is so, in the editors' order."""
    contacts = contacts_of(service)
    seen = {
        "name",
        *(["url"] if service.url else []),
        *(["phone"] if any(contact.channel == "phone" for contact in contacts) else []),
        *(["line"] if any(contact.channel == "line" for contact in contacts) else []),
        *(["hours"] if any(contact.hours for contact in contacts) else []),
        *(["free_of_charge"] if any(contact.free_of_charge is not None for contact in contacts) else []),
    }
    return [name for name, _label in VERIFIABLE if name in seen | set(already)]


def _read_phone(plain: str) -> str:
    try:
        return phone.normalise(plain)
    except phone.PhoneInvalid as error:
        raise ValidationError(str(error)) from error


# stays Japanese: the desk's own page
def _read_url(plain: str) -> str:
    try:
        _is_url(plain)
    except ValidationError as error:
        raise ValidationError("https:// から始まるURLを入れてください(例:https://www.example.lg.jp/)。") from error
    return plain


def _read_reach(plain: str) -> str:
    ContactPoint(channel="email", value=plain).check_value()
    return plain


def _read_hours(plain: str) -> str:
    try:
        return hours_words.heard(plain)
    except HoursInvalid as error:
        raise ValidationError(str(error)) from error


# stays Japanese: the desk's own page
def _read_date(plain: str) -> str:
    found = _DATE.fullmatch(plain.replace("/", "-").replace("年", "-").replace("月", "-").removesuffix("日"))
    try:
        return date(*map(int, found.groups())).isoformat() if found else _no_date(plain)
    except ValueError:
        return _no_date(plain)


# stays Japanese: the desk's own page
def _no_date(plain: str) -> str:
    raise ValidationError(f"「{plain}」は日付として読めません。2027-04-01 のように書いてください。")


# stays Japanese: the desk's own page
def _read_choice(plain: str) -> str:
    if plain not in FREE:
        raise ValidationError("無料か有料か、わからないかを選んでください。")
    return plain


_READERS: Final[dict[str, Callable[[str], str]]] = {
    "text": lambda plain: " ".join(plain.split()),
    "long": str,
    "url": _read_url,
    "phone": _read_phone,
    "reach": _read_reach,
    "hours": _read_hours,
    "date": _read_date,
    "free": _read_choice,
    GONE: lambda plain: "true",
}
